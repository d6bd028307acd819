"""What people tell before there is a vacancy, and what HR plans."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, TimeField
from peerwork.recruitment.applying.forms import Unforced
from peerwork.recruitment.before.models import InformationSession, Interest, Support
from peerwork.recruitment.forms import Choices, area


class InterestForm(Unforced, Choices, ModelForm):
    """Leave your address, and nothing more."""

    see = _("HR of the organisation you choose. It is used to write to you about posts, and for nothing else.")

    class Meta:
        model = Interest
        fields = ("organisation", "name", "email", "family", "session", "wish")
        widgets = {"wish": area(3), "email": forms.EmailInput(attrs={"autocomplete": "email"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SessionForm(Choices, ModelForm):
    on = DateField(label=_("Day"))
    at = TimeField(label=_("Time"))

    class Meta:
        model = InformationSession
        fields = ("organisation", "title", "minutes", "place", "about")
        widgets = {"about": area(3)}

    field_order = ("organisation", "title", "on", "at", "minutes", "place", "about")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
            local = timezone.localtime(self.instance.starts_at)
            self.fields["on"].initial, self.fields["at"].initial = local.date(), local.strftime("%H:%M")

    @property
    def answers(self) -> dict:
        given = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        when = datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"])
        return given | {"starts_at": timezone.make_aware(when)}


class InviteForm(Choices, Form):
    vacancy = forms.ModelChoiceField(label=_("Which vacancy?"), queryset=None)


class SupportForm(Form):
    kind = forms.ChoiceField(label=_("What do you offer?"), choices=Support.Kind.choices)
