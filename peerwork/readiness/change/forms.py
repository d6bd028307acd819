"""Forms about the register, audits, leads and initiatives; labels, hints and errors come from the models."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, Radios
from peerwork.readiness.change.models import Audit, Initiative, Process, RecoveryLead
from peerwork.readiness.forms import present_field


class InAUnit(ModelForm):
    """A form that begins with where it belongs: `units` can be chosen."""

    def __init__(self, *args, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is not None:
            self.fields["unit"].queryset = units
            if len(units) == 1:
                self.initial.setdefault("unit", units[0].pk)


class ProcessForm(InAUnit):
    class Meta:
        model = Process
        fields = ["unit", "kind", "name", "keeper"]
        widgets = {"kind": Radios}


class ProcessEditForm(ModelForm):
    class Meta:
        model = Process
        fields = ["kind", "name", "keeper"]
        widgets = {"kind": Radios}


class ValuesForm(ModelForm):
    present = present_field(required=True)

    class Meta:
        model = Process
        fields = ["found", "present", "reviewed_on", "next_on"]
        widgets = {"found": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["found"].required = self.fields["next_on"].required = True
        self.initial["reviewed_on"] = timezone.localdate()


class AuditForm(InAUnit):
    present = present_field()

    class Meta:
        model = Audit
        fields = ["unit", "about", "topic", "held_on", "looked_at", "met", "found", "present", "again_on"]
        widgets = {"about": Radios}


class AuditAgainForm(ModelForm):
    """Looking again, or correcting: the team stays."""

    present = present_field()

    class Meta:
        model = Audit
        fields = ["held_on", "looked_at", "met", "found", "present", "again_on"]


class LeadForm(InAUnit):
    class Meta:
        model = RecoveryLead
        fields = ["unit", "level", "kind", "name", "starts_on"]
        widgets = {"level": Radios, "kind": Radios}


class EndForm(Form):
    ends_on = DateField(label=_("Last day"))


class InitiativeForm(InAUnit):
    present = present_field()

    class Meta:
        model = Initiative
        fields = ["unit", "name", "about", "aim", "owner_words", "present"]

    mine = forms.BooleanField(label=_("I see to it"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["present"].label = _("Who takes part")
        self.initial["mine"] = self.instance.owner_id == user.pk

    @property
    def answers(self) -> dict:
        said = super().answers
        if said.pop("mine"):
            return said | {"owner": self.user}
        return said | ({"owner": None} if self.instance.owner_id in (None, self.user.pk) else {})


class InitiativeEditForm(InitiativeForm):
    class Meta(InitiativeForm.Meta):
        fields = ["name", "about", "aim", "owner_words", "present"]
