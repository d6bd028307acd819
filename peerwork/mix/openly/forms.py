"""What people give for the open standard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.mix.board.forms import Ours
from peerwork.mix.board.reach import months_of
from peerwork.mix.shown import words


class ShareFileForm(Ours):
    roles = ("director", "hr")
    file = forms.FileField(label=_("File"), help_text=_("A signed file of peer shares, JSON."))


class PublishForm(Ours):
    roles = ("director", "hr")
    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        known = months_of(self.fields["organisation"].queryset)
        self.fields["month"].choices = [(f"{month:%Y-%m}", words(month)) for month in known]
