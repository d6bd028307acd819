"""What people give about staff files, who counts, and targets."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, Radios
from peerwork.mix.models import CountingRule, CountsAs, StaffSubmission, Target
from peerwork.people.models import Unit
from peerwork.people.policy import units
from peerwork.people.queries import organisations_of_role


def administered(user):
    """The organisations whose files and codes this person keeps."""
    return units.narrow(user, organisations_of_role(user, "administrator"))


class OfOrganisation(Form):
    """A form about one organisation; not asked where there is only one."""

    organisation = forms.ModelChoiceField(Unit.objects.none(), label=_("Organisation"), empty_label=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = administered(user)
        if len(choices := list(field.queryset[:2])) == 1:
            field.initial, field.widget = choices[0].pk, forms.HiddenInput()


class StaffFileForm(OfOrganisation):
    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel, with the column names in its first row."))
    profile = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=StaffSubmission.Profile.choices,
        widget=Radios,
        initial="staff_list_csv",
    )
    as_at = DateField(
        label=_("The list is as at"), help_text=_("The day the list was made."), initial=timezone.localdate
    )
    create = forms.BooleanField(label=_("Open teams that are named in the file and not here yet"), required=False)
    dry_run = forms.BooleanField(label=_("Check only: load nothing, show what would happen"), required=False)


class AnswerForm(OfOrganisation):
    """How one value of a code counts, from a day."""

    told_by = forms.ChoiceField(
        label=_("What tells them apart"),
        choices=[c for c in CountingRule.By.choices if c[0] != "staff_id"],
        widget=Radios,
    )
    value = forms.CharField(label=_("Value"), max_length=160, help_text=_("As it stands in the file."))
    counts_as = forms.ChoiceField(label=_("Counts as"), choices=CountsAs.choices, widget=Radios)
    starts_on = DateField(label=_("From"), help_text=_("Months before this day keep the answer they had."))
    reason = forms.CharField(label=_("Why"), max_length=400, required=False)


class EndForm(Form):
    ends_on = DateField(label=_("Last day"), initial=timezone.localdate)


class PercentField(forms.DecimalField):
    """A share typed as a percentage, kept as a fraction."""

    def __init__(self, **kwargs):
        super().__init__(min_value=Decimal(0), max_value=Decimal(100), max_digits=6, decimal_places=3, **kwargs)

    def clean(self, value):
        value = super().clean(str(value).replace("%", "").strip() if value is not None else value)
        return None if value is None else value / 100

    def prepare_value(self, value):
        return (value * 100).normalize().__format__("f") if isinstance(value, Decimal) else value


class TargetForm(Form):
    """The share to reach, by when, and the way there."""

    value = PercentField(label=_("Share to reach"), help_text=_("In percent, for example 50."))
    due_on = DateField(label=_("By"))
    starts_value = PercentField(label=_("Share at the start"), help_text=_("In percent. The path begins here."))
    starts_on = DateField(label=_("Start of the path"))
    milestone = PercentField(
        label=_("Milestone on the way"), required=False, help_text=_("In percent, for example 25.")
    )
    milestone_on = DateField(label=_("Milestone by"), required=False)
    trajectory = forms.ChoiceField(label=_("The way there"), choices=Target.Trajectory.choices, widget=Radios)
    reason = forms.CharField(
        label=_("Why this target"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who decided it, and on what grounds. It is kept with the target."),
    )  # fmt: skip

    suffixes = {"value": "%", "starts_value": "%", "milestone": "%"}

    def clean(self):
        given = super().clean()
        if given.get("milestone_on") and given.get("milestone") is None:
            raise ValidationError({"milestone": _("Say which share the milestone is.")})
        return given

    @property
    def answers(self) -> dict:
        """As the action takes them: the milestone as a list."""
        given = super().answers
        share, on = given.pop("milestone", None), given.pop("milestone_on", None)
        given["milestones"] = [{"value": str(share), "on": on and on.isoformat()}] if share else []
        return given


class RuleFilter(forms.Form):
    status = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("All")), *CountingRule.Status.choices])
    q = forms.CharField(label=_("Value contains"), required=False, max_length=80)
