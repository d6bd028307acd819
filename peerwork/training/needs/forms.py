"""What people give about training that is needed: rules, completions, exemptions, files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, Radios
from peerwork.people.models import Person, Unit
from peerwork.training.curricula.models import Curriculum
from peerwork.training.needs import reading
from peerwork.training.needs.models import Completion, CourseName, Exemption, LearningFile, NeedRule


class RuleForm(ModelForm):
    class Meta:
        model = NeedRule
        fields = (
            *("course", "stage", "family", "unit", "band", "within_days", "every_months", "counts", "starts_on"),
            "source",
        )
        widgets = {"stage": forms.Select}

    suffixes = {"within_days": _("days"), "every_months": _("months")}

    def __init__(self, *args, courses, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["unit"].queryset = units
        self.fields["stage"].required = False


class EndForm(Form):
    ends_on = DateField(label=_("Its last day"), required=False, help_text=_("Empty means today."))


class NoteForm(ModelForm):
    class Meta:
        model = Completion
        fields = ("course", "done_on", "expires_on", "reference")

    def __init__(self, *args, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses


class ExemptForm(ModelForm):
    class Meta:
        model = Exemption
        fields = ("course", "why", "words", "starts_on", "ends_on")
        widgets = {"why": Radios, "words": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses


class TeamFilter(Form):
    team = forms.ModelChoiceField(label=_("Team"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


# Files ----------------------------------------------------------------------------------------------------------------
class MoodleForm(Form):
    organisation = forms.ModelChoiceField(label=_("For which organisation?"), queryset=Unit.objects.none())
    profile = forms.ChoiceField(
        label=_("Which report is it?"),
        choices=[choice for choice in LearningFile.Profile.choices if choice[0] != LearningFile.Profile.MAPPED],
        widget=Radios,
    )
    file = forms.FileField(
        label=_("Which file?"),
        help_text=_("As Moodle exports it, in either CSV form. Show the “ID number” field in the report first."),
    )
    course = forms.ModelChoiceField(
        label=_("Which course is it about?"),
        queryset=Curriculum.objects.none(),
        required=False,
        help_text=_("For course completion. For activities it is enough that their names are known here."),
    )
    dry_run = forms.BooleanField(label=_("Only check it; load nothing"), required=False, initial=True)

    def __init__(self, *args, organisations, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["course"].queryset = courses
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.first()


class SheetForm(Form):
    organisation = forms.ModelChoiceField(label=_("For which organisation?"), queryset=Unit.objects.none())
    file = forms.FileField(label=_("Which file?"), help_text=_("CSV or Excel, one completion in each row."))

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.first()


class MapForm(Form):
    """Which of the file's columns is which of ours; made for one file."""

    dry_run = forms.BooleanField(label=_("Only check it; load nothing"), required=False, initial=True)
    save_as = forms.CharField(
        label=_("Save these columns under a name"),
        required=False,
        max_length=80,
        help_text=_("So that the next file is mapped at once."),
    )

    def __init__(self, *args, headings=(), guess=None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((name, name) for name in headings)]
        for ours, (words, _same, needed) in reading.COLUMNS.items():
            self.fields[f"column_{ours}"] = forms.ChoiceField(
                label=words,
                choices=choices,
                required=needed,
                initial=(guess or {}).get(ours, ""),
                error_messages={"required": _("Choose the column for: %(what)s.") % {"what": words}},
            )

    @property
    def columns(self) -> dict[str, str]:
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_") and value
        }

    def refuse(self, error) -> None:
        for name, messages in (getattr(error, "fields", None) or {"": [str(error)]}).items():
            self.add_error(f"column_{name}" if f"column_{name}" in self.fields else None, messages)


class MatchForm(Form):
    person = forms.ModelChoiceField(label=_("Whose is it?"), queryset=Person.objects.none(), empty_label=None)
    remember = forms.BooleanField(
        label=_("Keep this number with them, so that the next file finds them"), required=False, initial=True
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class FindForm(Form):
    q = forms.CharField(label=_("Staff number, email address or name"), required=False, max_length=120)


class NameForm(ModelForm):
    organisation = forms.ModelChoiceField(label=_("For which organisation?"), queryset=Unit.objects.none())

    class Meta:
        model = CourseName
        fields = ("organisation", "value", "course")

    def __init__(self, *args, organisations, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["course"].queryset = courses
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.first()


class TakeForm(Form):
    organisation = forms.ModelChoiceField(label=_("Of which organisation?"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("What is it for?"), max_length=400, help_text=_("Kept with who took it and when."))

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.first()
