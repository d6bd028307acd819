"""What a worker gives about a moment: a title and a day are enough."""

from django import forms

from peerwork.development.moments.models import Moment
from peerwork.kit.forms import ModelForm


class MomentForm(ModelForm):
    class Meta:
        model = Moment
        fields = ("title", "on", "words")
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
