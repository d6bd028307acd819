"""Forms of holds and of the purge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.errors import NotHere
from peerwork.kit.forms import DateField, Form, ModelForm
from peerwork.kit.models import Hold
from peerwork.people.keeping import queries


class HoldForm(ModelForm):
    who = forms.CharField(
        label=_("Work email or staff number"), max_length=120,
        help_text=_("As the claim or case names them. Nothing of their record is opened."),
    )  # fmt: skip
    held_on = DateField(label=_("Held from"), required=False)
    field_order = ["who", "reason", "held_on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_who(self):
        try:
            queries.person_named(self.user, self.cleaned_data["who"])
        except NotHere:
            raise forms.ValidationError(_("No one person here has this address or number. Check it with HR.")) from None
        return self.cleaned_data["who"]

    class Meta:
        model = Hold
        fields = ["reason"]
        help_texts = {"reason": _("For example: a claim at the tribunal, with its number. No health details.")}


class PurgeForm(Form):
    rows = forms.IntegerField(
        label=_("How many records will be destroyed"), min_value=1,
        help_text=_("Type the number from above: it shows that you have looked."),
    )  # fmt: skip
