"""What the delivery log hands in to somebody's own copy: how much they noted, never about whom."""

from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.takeout import Kind
from peerwork.mix.policy import tallies

takeout.register("mix", gettext_lazy("Delivery log"), Kind(tallies, "person__user"), order=90)
