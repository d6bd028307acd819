"""Forms of the pages that belong to no app: narrowing the audit trail, taking it away, one's own notifications."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form
from peerwork.kit.trail import KINDS


class TrailForm(Form):
    kind = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("Everything")), *KINDS.items()])
    who = forms.CharField(label=_("Done by"), required=False, max_length=80)
    first = DateField(label=_("From"), required=False)
    last = DateField(label=_("Until"), required=False)


class TakeTrailForm(Form):
    reason = forms.CharField(
        label=_("What is it needed for?"), max_length=400, help_text=_("It is kept with the list of files taken away.")
    )
