"""The shapes of what people type about starters, checks and tasks; labels and hints come from the models."""

from django import forms as fields
from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, Radios
from peerwork.people.models import Unit, User
from peerwork.placements.forms import Choices, Despite
from peerwork.recruitment.starting import merging
from peerwork.recruitment.starting.checks.models import (
    Check,
    CriminalRecord,
    Reference,
    StartDecision,
    WorkHealth,
)
from peerwork.recruitment.starting.models import Consent, Move, OfferTemplate, Starter, StartingRules, Update
from peerwork.recruitment.starting.onboarding.models import OnboardingTask, RecordDocument, TaskTemplate

NOBODY = User.objects.none()
ASKED_OF = [(move.value, move.label) for move in (Move.APPLICANT, Move.THIRD, Move.OH, Move.REFEREE, Move.HR)]


def person_field(**values) -> fields.ModelChoiceField:
    return fields.ModelChoiceField(NOBODY, **values)


class BoardForm(Form):
    move = fields.ChoiceField(label=_("Whose move"), required=False, choices=[("", _("Anybody’s")), *Move.choices])
    words = fields.CharField(label=_("Name"), required=False, max_length=80)


# The offer ----------------------------------------------------------------------------------------------------------
class OfferForm(Choices, ModelForm):
    template = fields.ModelChoiceField(OfferTemplate.objects.none(), label=_("Letter"))

    class Meta:
        model = Starter
        fields = (
            "post",
            "wte",
            "contract",
            "ends_on",
            "line_manager",
            "contact",
            "answer_by",
            "planned_on",
            "planned_for",
        )

    field_order = ("template", "post", "wte", "contract")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].required = self.fields["answer_by"].required = False
        self.fields["answer_by"].help_text = _("Two weeks from today, unless your rules or this say otherwise.")


class OfferElsewhereForm(OfferForm):
    class Meta(OfferForm.Meta):
        fields = ("recruited_by", *OfferForm.Meta.fields)


class EditForm(Choices, ModelForm):
    class Meta:
        model = Starter
        fields = ("wte", "contract", "ends_on", "line_manager", "contact", "answer_by")


class PlanForm(ModelForm):
    class Meta:
        model = Starter
        fields = ("planned_on", "planned_for")


class BuddyForm(Choices, Form):
    buddy = person_field(
        label=_("Buddy"), help_text=_("Somebody already working as a peer, in another team if possible.")
    )


class DateForm(Form):
    starts_on = DateField(label=_("Start date"))


class StartForm(Form):
    despite = Despite()


class ReasonForm(ModelForm):
    class Meta:
        model = Starter
        fields = ("reason",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class UpdateForm(ModelForm):
    class Meta:
        model = Update
        fields = ("words",)
        widgets = {"words": Textarea(attrs={"rows": 4})}


class ConsentForm(ModelForm):
    class Meta:
        model = Consent
        fields = ("kind", "words")
        widgets = {"kind": Radios(), "words": Textarea(attrs={"rows": 3})}


class FileForm(Form):
    format = fields.ChoiceField(label=_("Kind of file"), choices=[("csv", "CSV"), ("xlsx", "Excel")], initial="csv")
    reason = fields.CharField(
        label=_("What it is needed for"), max_length=400, help_text=_("It is kept with the export.")
    )


# What an organisation asks of itself --------------------------------------------------------------------------------
class RulesForm(ModelForm):
    class Meta:
        model = StartingRules
        fields = (
            "answer_days",
            "update_days",
            "references",
            "reference_years",
            "ready_team_first",
            "offers_first",
        )


class LetterForm(Choices, ModelForm):
    class Meta:
        model = OfferTemplate
        fields = ("organisation", "name", "body")
        widgets = {"body": Textarea(attrs={"rows": 18})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = ", ".join(f"{{{{ {name} }}}}" for name in merging.FIELDS)
        self.fields["body"].help_text = _("Fields that are filled in: %(names)s") % {"names": names}


class TemplateForm(Choices, ModelForm):
    class Meta:
        model = TaskTemplate
        fields = ("organisation", "family", "title", "hint", "owner", "topic", "offset", "before")
        widgets = {"owner": Radios()}


class OrganisationForm(Choices, Form):
    organisation = fields.ModelChoiceField(Unit.objects.none(), label=_("Organisation"))


# Checks -------------------------------------------------------------------------------------------------------------
class AddCheckForm(Choices, ModelForm):
    class Meta:
        model = Check
        fields = ("title", "need", "owner", "due_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True


class EditCheckForm(Choices, ModelForm):
    class Meta:
        model = Check
        fields = ("need", "owner", "due_on")


class RequestForm(ModelForm):
    move = fields.ChoiceField(label=_("Of whom"), choices=ASKED_OF, widget=Radios())

    class Meta:
        model = Check
        fields = ("move", "need", "due_on")


class PassForm(ModelForm):
    class Meta:
        model = Check
        fields = ("note", "expires_on")


class PassOnlyForm(ModelForm):
    """For the two confidential checks: nothing is noted about them."""

    class Meta:
        model = Check
        fields = ("expires_on",)


class AssureForm(ModelForm):
    class Meta:
        model = Check
        fields = ("held", "held_by", "held_reference", "expires_on")
        widgets = {"held": Radios()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held"].required = self.fields["held_by"].required = True


class WhyForm(ModelForm):
    class Meta:
        model = Check
        fields = ("reason",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class RefereeForm(ModelForm):
    class Meta:
        model = Reference
        fields = ("name", "email", "organisation", "relation", "covers_from", "covers_to")


class AnswerForm(ModelForm):
    again = fields.ChoiceField(
        label=_("Would you work with them again?"),
        choices=[("yes", _("Yes")), ("unsure", _("Not sure")), ("no", _("No")), ("cannot", _("I can’t say"))],
        widget=Radios(),
    )
    dates_right = fields.TypedChoiceField(
        label=_("Are the dates they gave right, as far as you know?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=Radios(),
    )

    class Meta:
        model = Reference
        fields = ("known_as", "dates_right", "role", "strengths", "to_know", "again")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["strengths"].required = True


class ProposeStartForm(Choices, ModelForm):
    class Meta:
        model = StartDecision
        fields = ("plan", "holds_until", "decider")


class GroundsForm(ModelForm):
    class Meta:
        model = StartDecision
        fields = ("grounds",)


# Confidential -------------------------------------------------------------------------------------------------------
class NamedForm(Choices, ModelForm):
    class Meta:
        model = CriminalRecord
        fields = ("verifier", "decider", "level")
        widgets = {"level": Radios()}


class HandOverForm(Choices, ModelForm):
    class Meta:
        model = CriminalRecord
        fields = ("verifier", "decider")


class CertificateForm(ModelForm):
    something = fields.TypedChoiceField(
        label=_("Is there something on it?"),
        choices=[("no", _("No, nothing")), ("yes", _("Yes"))],
        coerce=lambda value: value == "yes",
        widget=Radios(),
    )
    details = fields.CharField(
        label=_("What the decision is about"),
        required=False,
        max_length=4000,
        widget=fields.Textarea(attrs={"rows": 5}),
        help_text=_("Only if there is something. You, whoever decides and the person read it; gone six months after."),
    )

    class Meta:
        model = CriminalRecord
        fields = ("level", "seen_on", "something")
        widgets = {"level": Radios()}


class OutcomeForm(ModelForm):
    outcome = fields.ChoiceField(label=_("Decision"), choices=CriminalRecord.Outcome.choices, widget=Radios())
    grounds = fields.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=fields.Textarea(attrs={"rows": 4}),
        help_text=_("The role, how long ago, what has changed since, what they told you."),
    )

    class Meta:
        model = CriminalRecord
        fields = ("outcome",)


class AskHealthForm(Choices, ModelForm):
    class Meta:
        model = WorkHealth
        fields = ("adviser",)


class GiveHealthForm(Form):
    """Not about the row: an outcome that was given before is not shown here unasked."""

    outcome = fields.ChoiceField(label=_("Outcome"), choices=WorkHealth.Outcome.choices, widget=Radios())


# Tasks, documents ---------------------------------------------------------------------------------------------------
class TaskForm(Choices, ModelForm):
    class Meta:
        model = OnboardingTask
        fields = ("title", "hint", "owner_kind", "owner", "due_on", "before")
        widgets = {"owner_kind": Radios()}


class SkipForm(ModelForm):
    class Meta:
        model = OnboardingTask
        fields = ("skipped_because",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["skipped_because"].required = True


class DocumentForm(ModelForm):
    file = fields.FileField(label=_("The document"), help_text=_("PDF, Word or a picture."))

    class Meta:
        model = RecordDocument
        fields = ("kind", "title")
        widgets = {"kind": Radios()}
