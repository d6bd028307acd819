"""What people type about occupational health."""

from django import forms as fields
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments.health.models import Recommendation, Referral, Report
from peerwork.adjustments.words import Response
from peerwork.kit.forms import DateField, Form, ModelForm, Radios, TimeField
from peerwork.people.models import User

TEXTAREA = fields.Textarea(attrs={"rows": 5})


class ProposeForm(ModelForm):
    see = _("The worker, you, HR and, once the worker agrees, occupational health.")

    class Meta:
        model = Referral
        fields = ("why", "questions")


class Adviser(ModelForm):
    def __init__(self, *args, advisers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if advisers is not None:
            self.fields["adviser"].queryset = advisers
        self.fields["adviser"].required = True


class ReferForm(Adviser):
    class Meta:
        model = Referral
        fields = ("adviser", "adviser_until")


class ReferAgainForm(Adviser):
    class Meta:
        model = Referral
        fields = ("again_because", "adviser", "adviser_until")


class PassOnForm(Form):
    adviser = fields.ModelChoiceField(label=_("To"), queryset=User.objects.none())

    def __init__(self, *args, advisers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if advisers is not None:
            self.fields["adviser"].queryset = advisers


class AppointmentForm(Form):
    on = DateField(label=_("Day"))
    at = TimeField(label=_("Time"))


class AssessForm(ModelForm):
    class Meta:
        model = Referral
        fields = ("assessed_on", "consent_again")


class ReportForm(ModelForm):
    see = _("The worker first. Their manager and HR only if the worker releases it.")

    class Meta:
        model = Report
        fields = ("fit", "limits", "advice")


class DraftForm(ReportForm):
    clinical = fields.CharField(
        label=_("Clinical part"), required=False, max_length=20000, widget=TEXTAREA,
        help_text=_("Kept apart and sealed."),
    )  # fmt: skip
    sees = {"clinical": _("You and the worker only. Never the employer.")}


class HarmForm(ModelForm):
    see = _("Only you.")

    class Meta:
        model = Report
        fields = ("harm_grounds",)


class CorrectionForm(ModelForm):
    see = _("You and the adviser.")

    class Meta:
        model = Report
        fields = ("correction_wanted",)


class RemarkForm(Form):
    words = fields.CharField(label=_("What is added"), max_length=4000, widget=TEXTAREA)


class RecommendationForm(ModelForm):
    class Meta:
        model = Recommendation
        fields = ("kind", "what")


class RespondForm(ModelForm):
    response = fields.ChoiceField(label=_("Your answer"), choices=Response.choices, widget=Radios())

    class Meta:
        model = Recommendation
        fields = ("response", "response_words")


class ClinicalForm(Form):
    text = fields.CharField(label=_("Clinical part"), max_length=20000, widget=fields.Textarea(attrs={"rows": 12}))
    see = _("You and the worker only. Never the employer. It is sealed, and every reading is noted.")


class DiscloseForm(Form):
    to = fields.ModelChoiceField(label=_("To whom"), queryset=User.objects.none())
    content = fields.CharField(
        label=_("The least that has to be said"), max_length=4000, widget=TEXTAREA,
        help_text=_("Nothing that they need not know."),
    )  # fmt: skip
    grounds = fields.CharField(label=_("On what grounds"), max_length=4000, widget=TEXTAREA)
    senior_adviser = fields.CharField(label=_("Whose senior advice you took"), max_length=160)
    advised_on = DateField(label=_("Advice taken on"))
    told_on = DateField(label=_("Worker told on"))
    see = _("The one person you choose reads the first part. The worker reads all of it, and so do you.")

    def __init__(self, *args, people=None, **kwargs):
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["to"].queryset = people
