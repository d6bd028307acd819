"""What a worker notes of something from outside: a name and a day are enough."""

from django.forms import Textarea

from peerwork.development.cpd.models import CpdEntry
from peerwork.kit.forms import ModelForm


class CpdForm(ModelForm):
    class Meta:
        model = CpdEntry
        fields = ("kind", "title", "provider", "on", "hours", "learned")
        widgets = {"learned": Textarea(attrs={"rows": 4})}
