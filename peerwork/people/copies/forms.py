"""What a records officer gives about a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios
from peerwork.people.copies.models import RecordsCase, Redaction
from peerwork.people.copies.queries import parts_to_choose

AREA = forms.Textarea(attrs={"rows": 3})


class CaseForm(ModelForm):
    received_on = DateField(label=_("Asked on"), help_text=_("The day it reached anybody here, however it was asked."))
    identity_on = DateField(label=_("Who they are was checked on"), required=False)
    parts = forms.MultipleChoiceField(
        label=_("Which parts"), required=False, widget=Checkboxes(), help_text=_("None ticked means all of them.")
    )

    class Meta:
        model = RecordsCase
        fields = ("kind", "received_on", "identity_on", "parts", "words")
        widgets = {"kind": Radios(), "words": AREA}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = parts_to_choose()


class OpenForm(CaseForm):
    who = forms.CharField(
        label=_("Whom is it about?"), max_length=120, help_text=_("Their e-mail address, or their staff number.")
    )
    field_order = ["who"]


class ExtendForm(ModelForm):
    extended_because = forms.CharField(
        label=_("Why does it take longer?"), max_length=400, widget=AREA,
        help_text=_("Two months more, for many or difficult requests only. They are told."),
    )  # fmt: skip

    class Meta:
        model = RecordsCase
        fields = ("extended_because",)


class CloseForm(ModelForm):
    outcome = forms.CharField(label=_("What came of it?"), max_length=400, widget=AREA)

    class Meta:
        model = RecordsCase
        fields = ("outcome",)


class LeaveOutForm(Form):
    why = forms.ChoiceField(label=_("Why?"), choices=Redaction.Why.choices, widget=Radios())


class CaseFilter(Form):
    status = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("What is open")), ("closed", _("What is closed"))]
    )
    says_optional = False
