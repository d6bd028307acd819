"""Forms about communities and learning sets; labels, hints and errors come from the models."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios, TimeField
from peerwork.readiness.communities.models import (
    AgendaItem,
    Attribution,
    Committee,
    Community,
    CommunityAction,
    Meeting,
    Membership,
)
from peerwork.readiness.communities.set_models import LearningSet, Participant, SetSession, SetSite
from peerwork.readiness.forms import present_field
from peerwork.readiness.words import Present

NAMES = {
    Attribution.ORGANISATION.value: _("Others read the name of your organisation, not yours."),
    Attribution.INDIVIDUAL.value: _("Others read your name."),
    Attribution.UNNAMED.value: _("Others read “a member”. Not even the coordinator is shown whose it is."),
}


class CommunityForm(ModelForm):
    """`find` gives a colleague's account by their address; `parents` are the communities it can be part of."""

    class Meta:
        model = Community
        fields = ["name", "purpose", "parent", "host", "budget"]

    email = forms.EmailField(
        label=_("Work email of the coordinator"),
        required=False,
        max_length=254,
        help_text=_("Leave it empty to keep it as it is: a new community is yours to coordinate."),
    )

    def __init__(self, *args, find, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.find = find
        self.fields["parent"].queryset = parents
        self.fields["parent"].empty_label = _("Stands on its own")

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not email:
            return None
        if (found := self.find(email)) is None:
            raise forms.ValidationError(_("No account of this organisation has this address. Check it."))
        return found

    @property
    def answers(self) -> dict:
        said = super().answers
        coordinator = said.pop("email")
        return said | ({"coordinator": coordinator} if coordinator else {})


class RoleTypeForm(ModelForm):
    class Meta:
        model = Membership
        fields = ["role_type"]
        widgets = {"role_type": Radios}


class InviteForm(Form):
    see = _("They come by a link and a code, and see this community only.")
    name = forms.CharField(label=_("Their name"), max_length=120)
    email = forms.EmailField(label=_("Their email address"), max_length=254)
    role_type = forms.ChoiceField(label=_("What brings them here"), choices=Present, widget=Radios)


class CommitteeForm(ModelForm):
    class Meta:
        model = Committee
        fields = ["kind", "name", "task"]
        widgets = {"kind": Radios}


class SeatForm(Form):
    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members

    member = forms.ModelChoiceField(label=_("Who"), queryset=None)


class MeetingForm(ModelForm):
    """A day and a time are asked apart, and go on as one moment."""

    class Meta:
        model = Meeting
        fields = ["minutes", "place"]

    field_order = ["day", "time", "minutes", "place"]
    suffixes = {"minutes": _("minutes")}
    day = DateField(label=_("Day"))
    time = TimeField(label=_("Starts at"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            local = timezone.localtime(self.instance.starts_at)
            self.initial |= {"day": local.date(), "time": f"{local:%H:%M}"}

    @property
    def answers(self) -> dict:
        said = super().answers
        day, time = said.pop("day"), said.pop("time")
        return said | {"starts_at": timezone.make_aware(datetime.combine(day, time))}


class HoldForm(Form):
    """Who came; `members` are those who belonged that day."""

    there = forms.ModelMultipleChoiceField(
        label=_("Who came, in the room"), queryset=None, required=False, widget=Checkboxes
    )
    video = forms.ModelMultipleChoiceField(
        label=_("Who came by video"), queryset=None, required=False, widget=Checkboxes
    )
    notes = forms.CharField(
        label=_("What came of it"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["there"].queryset = self.fields["video"].queryset = members


class AgendaForm(ModelForm):
    class Meta:
        model = AgendaItem
        fields = ["kind", "title", "objective", "reading", "attribution"]
        widgets = {
            "kind": Radios,
            "objective": Radios,
            "attribution": Radios(hints=NAMES),
            "reading": forms.Textarea(attrs={"rows": 3}),
        }


class ActionForm(ModelForm):
    class Meta:
        model = CommunityAction
        fields = ["what", "due_on", "attribution"]
        widgets = {"attribution": Radios(hints=NAMES)}


class EvidenceForm(ModelForm):
    class Meta:
        model = CommunityAction
        fields = ["evidence_unit", "evidence", "evidence_on"]
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence_unit"].queryset = teams
        self.fields["evidence_unit"].required = self.fields["evidence"].required = True


# Learning sets --------------------------------------------------------------------------------------------------------
class SetForm(ModelForm):
    class Meta:
        model = LearningSet
        fields = ["name", "about", "starts_on"]


class CloseSetForm(Form):
    ends_on = DateField(label=_("Last day"))


class SiteForm(ModelForm):
    class Meta:
        model = SetSite
        fields = ["name", "unit", "stage"]
        widgets = {"stage": Radios}

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = teams
        self.fields["unit"].empty_label = _("It is elsewhere")


class ParticipantForm(ModelForm):
    class Meta:
        model = Participant
        fields = ["name", "kind"]
        widgets = {"kind": Radios}


class SessionForm(ModelForm):
    present = present_field()

    class Meta:
        model = SetSession
        fields = ["kind", "held_on", "topic", "site", "came", "present"]
        widgets = {"kind": Radios}

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites
        self.fields["site"].empty_label = _("None, or not a visit")
