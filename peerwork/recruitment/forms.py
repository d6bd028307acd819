"""What people give about vacancies: the post, its specification, who took part, who shortlists, when it closes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios, TimeField
from peerwork.recruitment.gate import FIXED
from peerwork.recruitment.models import Criterion, Involvement, StageTemplate, Vacancy
from peerwork.recruitment.words import AssessedBy, Stage


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Choices:
    """Forms whose choices are the rows the reader may reach: `Form(…, choices={"team": rows})`."""

    def __init__(self, *args, choices=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            if name in self.fields:
                self.fields[name].queryset = rows


class VacancyForm(Choices, ModelForm):
    """A vacancy: a title and a team begin it, the rest can follow."""

    kept = _("What you wrote is kept.")

    class Meta:
        model = Vacancy
        fields = (
            *("title", "team", "employer", "host", "post", "family", "scope", "contract", "places", "band", "pay"),
            *("wte", "hours", "advert", "help_words", "closes_on", "closes_time", "interviews_on"),
            *("panel_plan", "panel_service_users", "panel_staff", "template"),
        )
        widgets = {"advert": area(10), "panel_plan": area(3), "help_words": area(2), "contract": Radios()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("employer", "host"):
            self.fields[name].required = False
        if self.instance.status == "published":
            for name in FIXED:
                del self.fields[name]

    @property
    def answers(self) -> dict:
        """Employer and host are left to the team's organisation where nobody chose one."""
        given = super().answers
        return {name: value for name, value in given.items() if value is not None or name not in ("employer", "host")}


class CriterionForm(ModelForm):
    """One line of the specification; the box appears only where words may ask about health."""

    assessed_by = forms.MultipleChoiceField(label=_("Looked at in"), choices=AssessedBy.choices, widget=Checkboxes)
    sure = forms.BooleanField(label=_("This asks nothing about health"), required=False)

    class Meta:
        model = Criterion
        fields = ("text", "kind", "essential", "assessed_by")
        widgets = {"kind": Radios()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sure"].widget = forms.HiddenInput()

    def refuse(self, error) -> None:
        if "sure" in getattr(error, "fields", ()):
            self.fields["sure"].widget = forms.CheckboxInput()
        super().refuse(error)


class InvolvementForm(ModelForm):
    class Meta:
        model = Involvement
        fields = ("who", "what", "on")


class CommentForm(Form):
    text = forms.CharField(label=_("Comment"), max_length=2000, widget=area())


class PublishForm(Form):
    """The last look before people read it; a reason only where something is missing."""

    reason = forms.CharField(
        label=_("Why do you publish without it?"), max_length=1000, widget=area(3), help_text=_("Kept, and counted.")
    )

    def __init__(self, *args, missing=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["reason"]


class ReopenForm(Form):
    closes_on = DateField(label=_("New closing date"))
    closes_time = TimeField(label=_("Closing time"), required=False, help_text=_("Empty means the end of the day."))


class ShortlisterForm(Form):
    """Who shortlists: an account here, by its address."""

    email = forms.EmailField(label=_("Their email address"), help_text=_("Of somebody with an account here."))


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why?"), max_length=1000, widget=area(3))


class DecideForm(Form):
    """A reason is asked for only where a rule is set aside."""

    reason = forms.CharField(
        label=_("If a rule is set aside, why?"),
        required=False,
        max_length=1000,
        widget=area(3),
        help_text=_("Kept, and counted."),
    )


class VacancyFilter(Form):
    q = forms.CharField(label=_("Title"), required=False, max_length=80)
    status = forms.ChoiceField(label=_("Status"), required=False)
    team = forms.ModelChoiceField(label=_("Team"), queryset=None, required=False)

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("Any")), *Vacancy.Status.choices]
        self.fields["team"].queryset = teams


class PeopleFilter(Form):
    vacancy = forms.ModelChoiceField(label=_("Vacancy"), queryset=None, required=False)
    team = forms.ModelChoiceField(label=_("Team"), queryset=None, required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any")), *Stage.choices])
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args, vacancies, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vacancy"].queryset, self.fields["team"].queryset = vacancies, teams


class TemplateForm(Form):
    """Days for each stage: at best, and at most."""

    name = forms.CharField(label=_("Name"), max_length=80)
    source = forms.CharField(label=_("Where this comes from"), max_length=200, required=False)

    def __init__(self, *args, template: StageTemplate | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        days = template.days if template else {}
        for stage in (Stage.APPLIED, Stage.INTERVIEW, Stage.DECISION, Stage.CHECKS):
            for place, words in enumerate((_("%s: days at best"), _("%s: days at most"))):
                self.fields[f"{stage}_{place}"] = forms.IntegerField(
                    label=str(words) % stage.label,
                    min_value=1,
                    max_value=365,
                    initial=(days.get(stage) or [None, None])[place],
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
                )

    @property
    def answers(self) -> dict:
        given = self.cleaned_data
        stages = (Stage.APPLIED, Stage.INTERVIEW, Stage.DECISION, Stage.CHECKS)
        days = {str(stage): [given[f"{stage}_0"], given[f"{stage}_1"]] for stage in stages}
        return {"name": given["name"], "source": given["source"], "days": days}
