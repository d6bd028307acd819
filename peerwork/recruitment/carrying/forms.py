"""Handing in a file: which organisation, which column is which, what their status words mean."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Form
from peerwork.recruitment.carrying.mapping import COLUMNS, read_words
from peerwork.recruitment.forms import Choices, area


class SheetForm(Choices, Form):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=None)
    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel, one row for each applicant."))


class MapForm(Form):
    """Our columns beside the file's headings."""

    def __init__(self, *args, headings, guess, statuses=None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((name, name) for name in headings)]
        for ours, (words, _same, _needed) in COLUMNS.items():
            self.fields[f"column_{ours}"] = forms.ChoiceField(
                label=words, choices=choices, required=False, initial=guess.get(ours, "")
            )
        self.fields["statuses"] = forms.CharField(
            label=_("What their status words mean"),
            required=False,
            max_length=2000,
            widget=area(4),
            initial="\n".join(f"{theirs} = {ours}" for theirs, ours in (statuses or {}).items()),
            help_text=_("Only words we don’t know already, one line each: Interview stage 2 = interview"),
        )
        self.fields["save_as"] = forms.CharField(
            label=_("Keep this mapping as"), required=False, max_length=80, help_text=_("For the next file.")
        )
        self.fields["dry_run"] = forms.BooleanField(label=_("Only check the file"), required=False, initial=True)

    @property
    def columns(self) -> dict:
        given = self.cleaned_data
        return {ours: given[f"column_{ours}"] for ours in COLUMNS if given.get(f"column_{ours}")}

    @property
    def words(self) -> dict:
        return read_words(self.cleaned_data["statuses"])
