"""The form of a plan: its steps, what is assumed, what can be done at most."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, ModelForm
from peerwork.mix.forms import PercentField
from peerwork.mix.models import Basis
from peerwork.mix.steering.models import Scenario
from peerwork.mix.steering.policy import ASSUMED, LIMITED, STEPS
from peerwork.mix.steering.queries import own_teams, own_units
from peerwork.people.models import Unit

BASES = [(value, label) for value, label in Basis.choices if value != Basis.HEADCOUNT]


class PlanForm(ModelForm):
    """What would be done; everything but the name may be left as it is."""

    fewer_leave = PercentField(
        label=_("Fewer people leave"), required=False, initial=0, help_text=_("In percent of those who leave now.")
    )
    leaves = PercentField(
        label=_("Leave in a month"), required=False, help_text=_("In percent. Blank: as observed over two years.")
    )
    fills = PercentField(
        label=_("Places that are filled"), initial=Decimal("0.9"), help_text=_("In percent of the places planned.")
    )
    growth = PercentField(
        label=_("Growth of other staff’s care in a month"), required=False,
        help_text=_("In percent. Blank: as observed over two years."),
    )  # fmt: skip
    on_costs = PercentField(
        label=_("On-costs"),
        initial=Decimal("0.25"),
        help_text=_("In percent of pay. To be confirmed by your finance team."),
    )
    hires_from = DateField(label=_("From"), required=False)
    hires_until = DateField(label=_("Until"), required=False)
    cohort_on = DateField(label=_("They start on"), required=False)
    hire_in = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("In these teams"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all teams of the unit, in turn."),
    )  # fmt: skip
    more_supervisors_on = DateField(label=_("They can supervise from"), required=False)
    opens_on = DateField(label=_("It opens on"), required=False)

    headings = {
        "hires_a_month": _("People who start"),
        "fewer_leave": _("People who stay, and supervisors"),
        "opens": _("A team that opens"),
        "leaves": _("What is assumed"),
        "most_a_month": _("What can be done at most"),
    }
    suffixes = dict.fromkeys(("fewer_leave", "leaves", "fills", "growth", "on_costs"), "%")

    class Meta:
        model = Scenario
        fields = [
            "name", "why", "months", "hires_a_month", "hires_from", "hires_until", "hire_in", "cohort", "cohort_on",
            "fewer_leave", "more_supervisors", "more_supervisors_on", "opens", "opens_on", "opens_care", "opens_peers",
            "leaves", "fills", "growth", "cost_a_year", "on_costs", "most_a_month", "supervisors", "per_supervisor",
            "places_a_month", "budget", "first_month",
        ]  # fmt: skip

    assert set(Meta.fields) == STEPS | ASSUMED | LIMITED

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["growth"].min_value = None
        self.fields["growth"].validators = []
        for name in ("more_supervisors", "opens_care", "opens_peers"):
            self.fields[name].required = False
        below = self.instance.unit if self.instance.unit_id else None
        self.fields["hire_in"].queryset = own_teams(user, below)

    def clean_hire_in(self):
        return [team.pk for team in self.cleaned_data["hire_in"]]

    def clean_more_supervisors(self):
        return self.cleaned_data["more_supervisors"] or 0

    def clean_opens_care(self):
        return self.cleaned_data["opens_care"] or 0

    def clean_opens_peers(self):
        return self.cleaned_data["opens_peers"] or 0

    def clean_fewer_leave(self):
        return self.cleaned_data["fewer_leave"] or 0


class NewPlanForm(PlanForm):
    """A plan of a unit of one's own, on one of the measures."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("For"))
    basis = forms.ChoiceField(label=_("Counted by"), choices=BASES)
    field_order = ["unit", "basis"]

    class Meta(PlanForm.Meta):
        fields = ["unit", "basis", *PlanForm.Meta.fields]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["unit"].queryset = own_units(user)
