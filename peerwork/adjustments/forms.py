"""What people type about adjustments; every label is the model's own."""

from django import forms as fields
from django.forms import Textarea, TextInput
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments.models import Adjustment, Reason, Step, Times, TypicalAdjustment
from peerwork.adjustments.own.models import Card, CardOpening, Plan, WellbeingPlan
from peerwork.adjustments.words import Kind, Outcome, Part
from peerwork.kit.forms import Form, ModelForm, Radios
from peerwork.people.models import User


class LibraryField(fields.ModelChoiceField):
    """A line of the organisation's library, by kind."""

    def label_from_instance(self, row) -> str:
        return f"{row.get_kind_display()}: {row.words}"


class AskForm(ModelForm):
    typical = LibraryField(
        label=_("Something others have found helpful"),
        queryset=TypicalAdjustment.objects.none(),
        required=False,
        empty_label=_("None of these"),
        help_text=_("A start. You can say it in your own words below instead."),
    )
    why = fields.CharField(
        label=_("Why, in your own words"),
        required=False,
        max_length=4000,
        widget=Textarea(attrs={"rows": 4}),
        help_text=_("You need not say. Nobody asks for proof. You can write, share or erase this later too."),
    )
    sees = {
        "barrier": _("You, your manager and HR."),
        "what": _("You, your manager and HR; once it is in place, your supervisor too."),
        "why": _("Only you, until you share it with somebody."),
    }
    kept = _("What you wrote is still here.")

    class Meta:
        model = Adjustment
        fields = ("kind", "what", "barrier", "trial", "starts_on", "ends_on")
        widgets = {"what": TextInput()}

    field_order = ("typical", "kind", "what", "barrier", "trial", "starts_on", "ends_on", "why")

    def __init__(self, *args, library=None, **kwargs):
        super().__init__(*args, **kwargs)
        if library is not None:
            self.fields["typical"].queryset = library
        self.fields["what"].required = self.fields["kind"].required = False

    def clean(self):
        given = super().clean()
        chosen = given.pop("typical", None)
        if chosen is not None:
            given["what"] = given.get("what") or chosen.words
            given["kind"] = given.get("kind") or chosen.kind
        if not given.get("what"):
            self.add_error("what", _("Say what would help, or choose something above."))
        given["kind"] = given.get("kind") or Kind.OTHER
        return given


class RaiseForm(AskForm):
    field_order = ("typical", "kind", "what", "barrier", "trial", "starts_on", "ends_on")
    sees = {"barrier": _("The worker, their manager and HR. No health words, and no guesses.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["why"]


class EditForm(ModelForm):
    class Meta:
        model = Adjustment
        fields = ("kind", "what", "barrier", "trial", "starts_on", "ends_on")


class AgreeForm(ModelForm):
    class Meta:
        model = Adjustment
        fields = ("agreed_what", "place_by", "trial", "starts_on", "ends_on", "cost", "funding")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed_what"].help_text = _("Leave empty if it is what was asked.")


class AgreePartlyForm(ModelForm):
    class Meta:
        model = Adjustment
        fields = ("agreed_what", "decision", "alternatives", "place_by", "cost", "funding")


class DeclineForm(ModelForm):
    class Meta:
        model = Adjustment
        fields = ("decision", "alternatives")


class NotWorkingForm(ModelForm):
    class Meta:
        model = Adjustment
        fields = ("not_working",)


class ReviewForm(ModelForm):
    outcome = fields.ChoiceField(label=_("How is it working?"), choices=Outcome.choices, widget=Radios())

    class Meta:
        model = Adjustment
        fields = ("outcome", "review_words", "review_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("review_on", None)
        self.fields["review_on"].help_text = _("Leave empty for the usual interval.")


class ReasonForm(ModelForm):
    see = _("Only you, and whoever you share it with.")

    class Meta:
        model = Reason
        fields = ("words",)


class StepForm(ModelForm):
    class Meta:
        model = Step
        fields = ("what", "owner", "owner_words", "owner_email", "due_on")

    def __init__(self, *args, owners=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners if owners is not None else User.objects.none()
        self.fields["owner"].empty_label = _("Somebody else")
        self.fields["owner_email"].help_text = _("They get one link, for this and nothing else.")


class TypicalForm(ModelForm):
    class Meta:
        model = TypicalAdjustment
        fields = ("kind", "words", "source")


class TimesForm(ModelForm):
    class Meta:
        model = Times
        fields = (
            "confirm_days",
            "answer_days",
            "arrange_days",
            "adequate_days",
            "review_months",
            "inform_days",
            "consent_days",
            "refer_days",
            "appointment_days",
            "report_days",
            "reading_days",
            "respond_days",
        )


# The worker's own ---------------------------------------------------------------------------------------------------
class ShareForm(Form):
    part = fields.ChoiceField(label=_("What they may read or do"), choices=Part.choices, widget=Radios())
    reason = fields.ModelChoiceField(
        label=_("Which reason"), queryset=Reason.objects.none(), required=False, empty_label=_("None")
    )
    user = fields.ModelChoiceField(
        label=_("With"), queryset=User.objects.none(), required=False, empty_label=_("Somebody else")
    )
    email = fields.EmailField(label=_("Their email address at work"), required=False, max_length=254)
    see = _("Only the one person you choose. You can take it back at any time.")

    def __init__(self, *args, people=None, reasons=None, **kwargs):
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["user"].queryset = people
        if reasons is not None and reasons:
            self.fields["reason"].queryset = reasons
            self.fields["reason"].label_from_instance = lambda row: str(row.adjustment)
        else:
            del self.fields["reason"]
            self.fields["part"].choices = [c for c in Part.choices if c[0] != Part.REASON]

    def clean(self):
        given = super().clean()
        if not given.get("user") and not given.get("email"):
            self.add_error("user", _("Choose somebody, or give their address."))
        if given.get("part") == Part.REASON and not given.get("reason"):
            self.add_error("reason", _("Choose which reason."))
        if given.get("part") != Part.REASON:
            given["reason"] = None
        return given


class PlanForm(ModelForm):
    sees = {
        name: _("You, and whoever you share your plan with.")
        for name in ("good_day", "harder_day", "if_unwell", "contacts")
    }
    kept = _("What you wrote is still here.")

    class Meta:
        model = Plan
        fields = ("good_day", "harder_day", "if_unwell", "contacts", "review_on")


class PlanChangeForm(ModelForm):
    class Meta:
        model = Plan
        fields = ("change_wanted",)


class CardForm(ModelForm):
    see = _(
        "Only you. In an emergency your supervisor, whoever covers for them, your team lead, HR or the on-call "
        "manager can open it with a reason; you are told at once who and why."
    )

    class Meta:
        model = Card
        fields = ("ring", "not_ring", "helps", "helps_not")
        widgets = {name: Textarea(attrs={"rows": 3}) for name in ("ring", "not_ring", "helps", "helps_not")}


class OpenCardForm(Form):
    reason = fields.CharField(
        label=_("Why do you need it now?"),
        max_length=400,
        help_text=_("One line. The worker is told who opened their card and why, and it is looked at within two days."),
    )


class ReviewOpeningForm(ModelForm):
    class Meta:
        model = CardOpening
        fields = ("review_words",)


class WellbeingForm(ModelForm):
    see = _("Only you, and whoever you share it with. Nobody asks for it, and it is in no search.")

    class Meta:
        model = WellbeingPlan
        fields = ("keeps_well", "early_signs", "helps", "who_to_tell")
