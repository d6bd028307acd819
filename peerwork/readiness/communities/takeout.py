"""What communities hand in to somebody's own copy: where they belong, what they brought and took on."""

from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.takeout import Kind
from peerwork.readiness.communities.models import Committee, Community, Meeting
from peerwork.readiness.communities.policy import actions, agenda, attendances, memberships, seats

WHO = frozenset({"who"})
takeout.named_as_they_are(Committee, Community, Meeting)
takeout.register(
    "communities",
    gettext_lazy("Communities"),
    Kind(memberships, "user"),
    Kind(seats, "member__user"),
    Kind(attendances, "member__user"),
    Kind(agenda, "brought_by__user", WHO),
    Kind(actions, "owner__user", WHO),
    order=80,
)
