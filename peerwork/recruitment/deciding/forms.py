"""What those who shortlist give about one application: a mark for each line, what they propose, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Form, Radios
from peerwork.recruitment.forms import area
from peerwork.recruitment.words import Mark, View


class SiftForm(Form):
    """One application without a name: what it shows on each line, and what you propose."""

    kept = _("Your marks are saved.")
    see = _("HR, and the others who shortlist once they have finished their own.")

    def __init__(self, *args, lines=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"mark_{line.pk}"] = forms.ChoiceField(
                label=line.text, choices=Mark.choices, required=False, widget=Radios()
            )
        self.fields["view"] = forms.ChoiceField(
            label=_("What do you propose?"), choices=View.choices, required=False, widget=Radios()
        )
        self.fields["note"] = forms.CharField(
            label=_("Why, in a sentence or two"), max_length=1000, required=False, widget=area(3)
        )

    @property
    def answers(self) -> dict:
        given = self.cleaned_data
        marks = {line.pk: given[f"mark_{line.pk}"] for line in self.lines if given[f"mark_{line.pk}"]}
        return {"given": marks, "view": given["view"], "note": given["note"]}
