"""What people give about competences and goals: little is required."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.development.models import Assessor, Competence, Evidence, Goal, GoalStep, OrganisationEvidence, Rating
from peerwork.development.words import Level
from peerwork.kit.forms import Checkboxes, Form, ModelForm, Radios
from peerwork.people.models import Unit
from peerwork.placements.models import Post, Stream

area = lambda rows=3: forms.Textarea(attrs={"rows": rows})


class EvidenceForm(ModelForm):
    """A few words are enough; a file, a session and a review can come later."""

    see = _("Only you, until you ask for a review.")
    file = forms.FileField(
        label=_("Put a file with it"),
        required=False,
        help_text=_("PDF, Word, PNG or JPEG. Leave out names of people you support."),
    )

    class Meta:
        model = Evidence
        fields = ("competence", "title", "text", "happened_on")
        widgets = {"text": area(6)}

    def __init__(self, *args, competences, with_file=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].queryset = competences
        if not with_file:
            del self.fields["file"]


class FileForm(Form):
    file = forms.FileField(label=_("Which file?"), help_text=_("PDF, Word, PNG or JPEG."))


class ConfirmForm(ModelForm):
    class Meta:
        model = Evidence
        fields = ("review_words",)
        labels = {"review_words": _("A word to go with it, if you like")}
        widgets = {"review_words": area()}


class WantMoreForm(ModelForm):
    review_words = forms.CharField(
        label=_("What would help?"), max_length=1000, widget=area(), help_text=_("They read it as you write it.")
    )

    class Meta:
        model = Evidence
        fields = ("review_words",)


class RatingForm(ModelForm):
    level = forms.TypedChoiceField(
        label=_("How do you see it today?"), choices=Level.choices, coerce=int, widget=Radios
    )

    class Meta:
        model = Rating
        fields = ("level", "words", "on")
        widgets = {"words": area(2)}


class GoalForm(ModelForm):
    """Strengths first; only the goal itself is asked for."""

    see = _("Only you. You can share it with a supervisor, and take it back.")
    first_step = forms.CharField(label=_("What is a first small step?"), max_length=240, required=False)
    about = forms.ModelMultipleChoiceField(
        label=_("Competences it is about"), queryset=Competence.objects.none(), required=False, widget=Checkboxes
    )

    class Meta:
        model = Goal
        fields = ("strengths", "title", "matters", "by_when")
        widgets = {"strengths": area(), "matters": area(2)}

    def __init__(self, *args, competences=None, new=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["first_step"], self.fields["about"]
        elif competences is not None:
            self.fields["about"].queryset = competences
            if not competences.exists():
                del self.fields["about"]


class ReachForm(ModelForm):
    class Meta:
        model = Goal
        fields = ("look_back",)
        widgets = {"look_back": area(2)}


class StepForm(ModelForm):
    class Meta:
        model = GoalStep
        fields = ("what", "due_on")


class AboutForm(Form):
    competence = forms.ModelChoiceField(label=_("Which competence?"), queryset=Competence.objects.none())

    def __init__(self, *args, competences, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].queryset = competences


class ShareForm(Form):
    stream = forms.ModelChoiceField(
        label=_("With my supervisor in"),
        queryset=Stream.objects.none(),
        empty_label=None,
        help_text=_("Whoever supervises you there can read this goal and its steps, until you take it back."),
    )

    def __init__(self, *args, streams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stream"].queryset = streams


# Training leads -------------------------------------------------------------------------------------------------------
class FrameworkForm(Form):
    organisation = forms.ModelChoiceField(label=_("For which organisation?"), queryset=Unit.objects.none())
    file = forms.FileField(
        label=_("Which file?"),
        help_text=_(
            "CSV or Excel with the columns domain, domain_name, number, name; and, if you like, for (person or "
            "organisation), optional, assessor, roles."
        ),
    )
    source_words = forms.CharField(label=_("Where is it from?"), max_length=300, required=False)
    dry_run = forms.BooleanField(label=_("Only look: load nothing"), required=False)

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.first()


class CompetenceForm(ModelForm):
    families = forms.MultipleChoiceField(
        label=_("Roles it is for"), choices=Post.Family.choices, required=False, widget=Checkboxes,
        help_text=_("None ticked means every peer role."),
    )  # fmt: skip

    class Meta:
        model = Competence
        fields = ("name", "optional", "assessor_too", "families")


class AssessorForm(ModelForm):
    email = forms.EmailField(label=_("Their email address"), help_text=_("Of somebody with an account here."))
    field_order = ("email", "starts_on", "ends_on")

    class Meta:
        model = Assessor
        fields = ("starts_on", "ends_on")


class SayForm(ModelForm):
    see = _("The training lead sees yes or no, and nothing else.")
    lived_experience = forms.TypedChoiceField(
        label=_("Do you have lived experience of your own?"),
        choices=[("True", _("Yes")), ("False", _("No")), ("none", _("I’d rather not say"))],
        coerce=lambda said: {"True": True, "False": False}.get(said),
        widget=Radios,
    )

    class Meta:
        model = Assessor
        fields = ("lived_experience",)


class ShownForm(ModelForm):
    class Meta:
        model = OrganisationEvidence
        fields = ("competence", "title", "text")
        widgets = {"text": area(4)}

    def __init__(self, *args, competences, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].queryset = competences


class TeamFilter(Form):
    team = forms.ModelChoiceField(label=_("Team"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
