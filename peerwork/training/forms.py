"""The shapes of what people type about courses, groups and places; labels come from the models."""

from datetime import datetime

from django import forms as fields
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios, TimeField
from peerwork.people.models import Person, User
from peerwork.placements.forms import Choices
from peerwork.training.certificates.models import Certificate
from peerwork.training.checking.models import Feedback, Question
from peerwork.training.cohorts.models import (
    AssessmentResult,
    Cohort,
    CohortTrainer,
    Enrolment,
    Learner,
    Meeting,
    Offer,
    Site,
    SiteService,
    Trainer,
    TrainerSupport,
)
from peerwork.training.curricula.models import AssessmentPart, Curriculum, CurriculumVersion, Module
from peerwork.training.library.models import Resource, Story, StoryConsent
from peerwork.training.pathways.models import OffJobHours, Pathway, SupervisedHours
from peerwork.training.words import Audience, Came, Domain, LearnerKind, With


def ticks(choices, label, **options) -> fields.MultipleChoiceField:
    return fields.MultipleChoiceField(
        label=label, choices=choices.choices, required=False, widget=Checkboxes, **options
    )


# Curricula --------------------------------------------------------------------------------------------------------
class CurriculumForm(ModelForm):
    audience = ticks(Audience, _("Who it is for"))

    class Meta:
        model = Curriculum
        fields = ("name", "code", "kind", "summary", "audience")


class EditCurriculumForm(ModelForm):
    audience = ticks(Audience, _("Who it is for"))

    class Meta:
        model = Curriculum
        fields = ("name", "kind", "summary", "audience")


class VersionForm(ModelForm):
    designed_with = ticks(With, _("Designed with"))
    produced_with = ticks(With, _("Written with"))

    class Meta:
        model = CurriculumVersion
        fields = (
            "changes",
            "threshold",
            "may_make_up",
            "accredited",
            "level",
            "credits",
            "practicum_hours",
            "supervised_hours",
            "one_to_one_hours",
            "renew_months",
            "designed_with",
            "produced_with",
            "source",
            "to_confirm",
        )


class ModuleForm(ModelForm):
    domains = ticks(Domain, _("Areas of practice"))
    teaches = fields.CharField(
        label=_("Competences it teaches"),
        required=False,
        max_length=400,
        help_text=_("Their numbers in the framework, with commas between, as 3.2, 4.1"),
    )

    class Meta:
        model = Module
        fields = ("title", "part", "number", "summary", "learning", "hours", "mode", "makeable", "domains", "teaches")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(self.initial.get("teaches"), list):
            self.initial["teaches"] = ", ".join(self.initial["teaches"])

    def clean_teaches(self) -> list[str]:
        return [code.strip() for code in self.cleaned_data["teaches"].split(",") if code.strip()]


class FirstForm(Choices, Form):
    first = fields.ModelChoiceField(Module.objects.none(), label=_("Module to be finished first"))


class MapForm(Choices, Form):
    old = fields.ModelChoiceField(
        Module.objects.none(), label=_("Module of an earlier version that counts as this one")
    )


class AssessmentForm(ModelForm):
    class Meta:
        model = AssessmentPart
        fields = ("title", "number", "kind", "words", "for_accreditation")


# Where, and who teaches -------------------------------------------------------------------------------------------
class SiteForm(ModelForm):
    class Meta:
        model = Site
        fields = ("name", "kind", "place", "getting_in", "contact")


class ServeForm(Choices, ModelForm):
    class Meta:
        model = SiteService
        fields = ("unit", "starts_on")


class OfferForm(Choices, ModelForm):
    class Meta:
        model = Offer
        fields = ("curriculum", "starts_on")


class Supporter(fields.ModelChoiceField):
    """An account, by the name of the person it belongs to."""

    def label_from_instance(self, user) -> str:
        return str(user.person)


def supporter() -> Supporter:
    return Supporter(User.objects.none(), label=_("Who supports them"), required=False)


class TrainerForm(Choices, ModelForm):
    supported_by = supporter()

    class Meta:
        model = Trainer
        fields = ("person", "professional", "about", "trained_in", "trained_on", "supported_by", "support_weeks", "pay")


class EditTrainerForm(Choices, ModelForm):
    supported_by = supporter()

    class Meta:
        model = Trainer
        fields = ("professional", "about", "trained_in", "trained_on", "supported_by", "support_weeks", "pay")


class DeclareForm(ModelForm):
    lived_experience = fields.ChoiceField(
        label=_("Do you teach from your own lived experience?"),
        choices=[("-", _("I would rather not say")), *[c for c in Trainer.Declared.choices if c[0]]],
        widget=Radios,
        help_text=_("You can change this at any time. The training team sees your answer, and nobody else."),
    )

    class Meta:
        model = Trainer
        fields = ("lived_experience", "about")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["lived_experience"] = self.initial.get("lived_experience") or "-"

    def clean_lived_experience(self) -> str:
        return self.cleaned_data["lived_experience"].replace("-", "")


class SupportForm(ModelForm):
    class Meta:
        model = TrainerSupport
        fields = ("kind", "held_on", "minutes")


# Groups -----------------------------------------------------------------------------------------------------------
class CohortForm(Choices, ModelForm):
    link = fields.URLField(label=_("Link to join online"), max_length=400, required=False, assume_scheme="https")
    audience = ticks(Audience, _("Who it is for"))
    designed_with = ticks(With, _("Designed with"))
    produced_with = ticks(With, _("Written with"))
    delivered_with = ticks(With, _("Taught with"))

    class Meta:
        model = Cohort
        fields = (
            "edition",
            "name",
            "site",
            "place",
            "link",
            "getting_in",
            "capacity",
            "starts_on",
            "ends_on",
            "ask_yourself",
            "audience",
            "designed_with",
            "produced_with",
            "delivered_with",
        )


class TrainerOfGroupForm(Choices, ModelForm):
    side = fields.ChoiceField(label=_("Teaches"), choices=CohortTrainer.Side.choices, widget=Radios)

    class Meta:
        model = CohortTrainer
        fields = ("trainer", "side", "starts_on")


class MeetingForm(Choices, ModelForm):
    on = DateField(label=_("Day"))
    at = TimeField(label=_("Time"), help_text=_("For example, 9:30am"))

    class Meta:
        model = Meeting
        fields = ("module", "minutes", "place")

    field_order = ("module", "on", "at", "minutes", "place")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        if self.instance.pk:
            local = timezone.localtime(self.instance.starts_at)
            self.initial |= {"on": local.date(), "at": local.time().strftime("%H:%M")}

    @property
    def answers(self) -> dict:
        given = self.cleaned_data
        found = {name: given[name] for name in ("module", "minutes", "place")}
        return found | {"starts_at": timezone.make_aware(datetime.combine(given["on"], given["at"]))}


class RegisterForm(Form):
    """How each learner came to one day: a choice for each, and how much they missed."""

    CAME = [choice for choice in Came.choices if choice[0] != Came.MADE_UP]

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            if line.made_up:
                continue
            key, name = line.enrolment.pk, str(line.enrolment.learner)
            self.fields[f"came_{key}"] = fields.ChoiceField(
                label=name, choices=self.CAME, widget=Radios, initial=line.came or Came.CAME
            )
            self.fields[f"missed_{key}"] = fields.IntegerField(
                label=_("Minutes missed"), required=False, min_value=0, max_value=1440, initial=line.missed or None
            )
            self.fields[f"came_{key}"].error_messages["required"] = _("Choose how %(name)s came.") % {"name": name}

    def clean(self):
        given = super().clean()
        for line in self.lines:
            key = line.enrolment.pk
            late = given.get(f"came_{key}") in (Came.LATE, Came.LEFT_EARLY)
            if late and not given.get(f"missed_{key}") and f"missed_{key}" not in self.errors:
                words = _("Enter how many minutes %(name)s missed.") % {"name": line.enrolment.learner}
                self.add_error(f"missed_{key}", words)
        return given

    @property
    def answers(self) -> dict:
        given = self.cleaned_data
        found = []
        for line in self.lines:
            key = line.enrolment.pk
            if came := given.get(f"came_{key}"):
                missed = given.get(f"missed_{key}") or 0
                found.append({"enrolment": line.enrolment, "came": came, "minutes_missed": missed})
        return {"lines": found}

    @property
    def people(self) -> list[dict]:
        """The bound fields of each learner, for the page."""
        return [
            {
                "line": line,
                "came": None if line.made_up else self[f"came_{line.enrolment.pk}"],
                "missed": None if line.made_up else self[f"missed_{line.enrolment.pk}"],
                "open": bool(line.missed) or f"missed_{line.enrolment.pk}" in self.errors,
            }
            for line in self.lines
        ]


# Learners and places ----------------------------------------------------------------------------------------------
class AddLearnerForm(Choices, Form):
    person = fields.ModelChoiceField(
        Person.objects.none(),
        label=_("Somebody who works here"),
        required=False,
        help_text=_("Or fill in a name below."),
    )
    given_name = fields.CharField(label=_("First name"), max_length=80, required=False)
    family_name = fields.CharField(label=_("Last name"), max_length=80, required=False)
    kind = fields.ChoiceField(label=_("Learns as"), choices=LearnerKind.choices)
    email = fields.EmailField(
        label=_("Email address for their own link"),
        required=False,
        help_text=_(
            "For somebody without an account: we send them a link to their place. Leave empty if they have one."
        ),
    )
    access_needs = fields.CharField(
        label=_("What helps them take part"),
        max_length=1000,
        required=False,
        widget=fields.Textarea(attrs={"rows": 3}),
        help_text=_("For example breaks, large print, a quiet room. No reason is needed."),
    )

    def clean(self):
        given = super().clean()
        if not given.get("person") and not (given.get("given_name") and given.get("family_name")):
            self.add_error("given_name", _("Choose somebody, or write a first and last name."))
        return given


class NeedsForm(ModelForm):
    class Meta:
        model = Learner
        fields = ("access_needs", "profession", "level")


class LearnerForm(ModelForm):
    class Meta:
        model = Learner
        fields = ("kind", "profession", "level", "access_needs")


class InviteForm(Form):
    email = fields.EmailField(
        label=_("Email address"), help_text=_("We send a link that opens their place and nothing else.")
    )


class StopForm(Form):
    stopped_because = fields.ChoiceField(label=_("Why do they stop?"), choices=Enrolment.Stopped.choices, widget=Radios)


class TransferForm(Choices, Form):
    cohort = fields.ModelChoiceField(Cohort.objects.none(), label=_("To which group?"))


class CatchUpForm(Form):
    made_up_on = DateField(label=_("Day"))
    made_up_how = fields.CharField(label=_("How"), max_length=160, help_text=_("For example: with the spring group"))
    done = fields.BooleanField(label=_("They have done it"), required=False)


class ResultForm(Choices, ModelForm):
    result = fields.ChoiceField(label=_("Result"), choices=AssessmentResult.Result.choices, widget=Radios)

    class Meta:
        model = AssessmentResult
        fields = ("part", "result", "assessed_on", "comment")


class EditResultForm(ModelForm):
    result = fields.ChoiceField(label=_("Result"), choices=AssessmentResult.Result.choices, widget=Radios)

    class Meta:
        model = AssessmentResult
        fields = ("result", "assessed_on", "comment")


class IssueForm(Form):
    award = fields.ChoiceField(label=_("For what?"), choices=Certificate.Award.choices, widget=Radios)


class RevokeForm(Form):
    revoked_because = fields.CharField(
        label=_("Why is it taken back?"), max_length=240, help_text=_("The learner reads this.")
    )


# Filters ----------------------------------------------------------------------------------------------------------
class CurriculumFilter(Choices, fields.Form):
    group = fields.ModelChoiceField(Cohort.objects.none(), label=_("Group"), required=False, empty_label=_("No group"))
    show = fields.ChoiceField(
        label=_("Show"), required=False, choices=[("module", _("By module")), ("person", _("By person"))]
    )


# Checking oneself, feedback -----------------------------------------------------------------------------------------
class QuestionForm(ModelForm):
    options = fields.CharField(
        label=_("Answers to choose from"),
        widget=fields.Textarea(attrs={"rows": 5}),
        max_length=1200,
        help_text=_("Each on a line of its own, two to six of them."),
    )

    class Meta:
        model = Question
        fields = ("text", "options", "answer", "why", "number")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(self.initial.get("options"), list):
            self.initial["options"] = "\n".join(self.initial["options"])

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class TryForm(Form):
    """The questions of one module."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            choices = [(str(number), words) for number, words in enumerate(question.options, 1)]
            self.fields[f"q_{question.pk}"] = fields.ChoiceField(label=question.text, choices=choices, widget=Radios)
            self.fields[f"q_{question.pk}"].error_messages["required"] = _("Choose an answer.")

    @property
    def answers(self) -> dict:
        given = {int(name[2:]): int(value) for name, value in self.cleaned_data.items() if name.startswith("q_")}
        return {"answers": given}


AGREE = [("5", _("Yes, very much")), ("4", _("Yes")), ("3", _("Partly")), ("2", _("Not really")), ("1", _("No"))]


def said(name: str) -> fields.TypedChoiceField:
    label = Feedback._meta.get_field(name).verbose_name
    return fields.TypedChoiceField(label=label, choices=AGREE, coerce=int, widget=Radios)


class FeedbackForm(ModelForm):
    """What one learner says of a course, without a name."""

    see = _("Nothing here says who you are. It is only shown once four people have answered.")
    useful = said("useful")
    welcome = said("welcome")
    together = said("together")
    pace = said("pace")
    helped = said("helped")

    class Meta:
        model = Feedback
        fields = ("useful", "welcome", "together", "pace", "helped", "best", "better")


# The library ----------------------------------------------------------------------------------------------------------
class ResourceForm(ModelForm):
    domains = ticks(Domain, _("Areas of practice"))
    link = fields.URLField(label=_("Where to find it"), max_length=400, required=False, assume_scheme="https")

    class Meta:
        model = Resource
        fields = ("title", "kind", "made_by", "year", "link", "words", "domains")


class StoryForm(Choices, ModelForm):
    class Meta:
        model = Story
        fields = ("teller", "title", "told_as", "text")


class OwnStoryForm(ModelForm):
    see = _("Nobody else reads this before you agree to it.")

    class Meta:
        model = Story
        fields = ("title", "told_as", "text")


class ConsentForm(ModelForm):
    class Meta:
        model = StoryConsent
        fields = ("in_library", "in_training", "outside", "until", "how")

    def __init__(self, *args, own=False, **kwargs):
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["how"]


# Ways into a post -----------------------------------------------------------------------------------------------------
class PathwayForm(Choices, ModelForm):
    person = fields.ModelChoiceField(
        Person.objects.none(),
        label=_("Somebody known here"),
        required=False,
        help_text=_("Or fill in a name below: they need no post."),
    )
    given_name = fields.CharField(label=_("First name"), max_length=80, required=False)
    family_name = fields.CharField(label=_("Last name"), max_length=80, required=False)
    field_order = ("person", "given_name", "family_name", "kind", "source", "begun_on", "off_job_needed")

    class Meta:
        model = Pathway
        fields = ("person", "kind", "source", "begun_on", "off_job_needed")


class EditPathwayForm(Choices, ModelForm):
    class Meta:
        model = Pathway
        fields = ("kind", "enrolment", "practice_in", "gateway_on", "end_point_on", "off_job_needed")


class StopPathwayForm(Form):
    stopped_because = fields.ChoiceField(label=_("Why do they stop?"), choices=Pathway.Stopped.choices, widget=Radios)


class OffJobForm(ModelForm):
    class Meta:
        model = OffJobHours
        fields = ("on", "hours", "what")


class HoursForm(Choices, ModelForm):
    class Meta:
        model = SupervisedHours
        fields = ("edition", "starts_on", "ends_on", "hours", "one_to_one")


class EditHoursForm(ModelForm):
    class Meta:
        model = SupervisedHours
        fields = ("starts_on", "ends_on", "hours", "one_to_one")


class AskForm(Form):
    question = fields.CharField(label=_("What would you like to know?"), max_length=400)
