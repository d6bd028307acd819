"""What a worker types about where they could work."""

from peerwork.joining.models import StartingPoint
from peerwork.kit.forms import ModelForm


class StartingPointForm(ModelForm):
    class Meta:
        model = StartingPoint
        fields = ("ready_from", "wte", "travel", "access")
