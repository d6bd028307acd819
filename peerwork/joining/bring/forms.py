"""What a worker ticks to take along, and the file they hand in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.joining.bring import passport
from peerwork.kit.forms import Checkboxes, Form


class PartsForm(Form):
    parts = forms.MultipleChoiceField(
        label=_("What do you want to give?"), widget=Checkboxes,
        choices=[(name, piece.label) for name, piece in passport.PIECES.items()],
        help_text=_("Only what you tick is in the file. You decide whom you give it to; nobody else gets it."),
    )  # fmt: skip


class FileForm(Form):
    file = forms.FileField(
        label=_("The file from your employer before"),
        help_text=_("It was made by “Bring it with me” and ends in .json. HR here reads what is in it."),
    )
