"""What people type about a return to work."""

from datetime import timedelta
from decimal import Decimal

from django import forms as fields
from django.utils.translation import gettext_lazy as _

from peerwork.adjustments.returning.models import Return
from peerwork.kit.forms import DateField, Form, ModelForm
from peerwork.placements.models import Away, Placement

WEEKS = 8


class OpenForm(ModelForm):
    def __init__(self, *args, periods=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["away"].queryset = periods if periods is not None else Away.objects.none()
        self.fields["away"].label_from_instance = lambda row: f"{row.starts_on:%d.%m.%Y}"

    class Meta:
        model = Return
        fields = ("away", "back_on")


class HoldForm(ModelForm):
    class Meta:
        model = Return
        fields = ("held_on", "what_helps", "back_on")


class ApartForm(ModelForm):
    see = _("The worker and HR only.")

    class Meta:
        model = Return
        fields = ("kept_apart",)


class HoursForm(Form):
    """Steps of one week or more: from the first day back on, each so many weeks long with so many hours."""

    placement = fields.ModelChoiceField(label=_("Placement"), queryset=Placement.objects.none())
    first_day = DateField(label=_("From"))

    def __init__(self, *args, placements=None, most: Decimal = Decimal(1), **kwargs):
        super().__init__(*args, **kwargs)
        if placements is not None:
            self.fields["placement"].queryset = placements
        for n in range(1, 5):
            self.fields[f"weeks_{n}"] = fields.IntegerField(
                label=_("Step %(n)d: weeks") % {"n": n}, min_value=1, max_value=WEEKS, required=n == 1,
                widget=fields.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-5"}),
            )  # fmt: skip
            self.fields[f"wte_{n}"] = fields.DecimalField(
                label=_("Step %(n)d: hours worked, in WTE") % {"n": n}, min_value=Decimal("0.05"), max_value=most,
                decimal_places=3, required=n == 1,
                widget=fields.TextInput(attrs={"inputmode": "decimal", "class": "nhsuk-input--width-5"}),
            )  # fmt: skip

    def clean(self):
        given = super().clean()
        day, phases = given.get("first_day"), []
        for n in range(1, 5):
            weeks, wte = given.pop(f"weeks_{n}", None), given.pop(f"wte_{n}", None)
            if bool(weeks) != bool(wte):
                self.add_error(f"weeks_{n}", _("Give both weeks and hours for this step, or neither."))
            elif weeks and day:
                end = day + timedelta(weeks=weeks) - timedelta(days=1)
                phases.append({"starts_on": day.isoformat(), "ends_on": end.isoformat(), "working_wte": str(wte)})
                day = end + timedelta(days=1)
        given.pop("first_day", None)
        return {"placement": given.get("placement"), "phases": phases, "version": given.get("version")}


class ChangeForm(ModelForm):
    class Meta:
        model = Return
        fields = ("change_wanted",)
