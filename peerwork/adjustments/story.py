"""What adjustments tell of somebody's own story: what was put in place, and when both had agreed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.adjustments.own.policy import plans
from peerwork.adjustments.policy import adjustments
from peerwork.kit.story import MOST, Event


def of(user) -> Iterator[Event]:
    here = adjustments.visible(user).filter(person__user=user.pk, in_place_on__isnull=False)
    for row in here.order_by("-in_place_on")[:MOST]:
        yield Event(
            f"adjustment:{row.pk}", row.in_place_on, _("An adjustment was put in place"), row.agreed_what or row.what
        )
    agreed = plans.visible(user).filter(person__user=user.pk, agreed_at__isnull=False)
    for row in agreed.order_by("-agreed_at")[:MOST]:
        yield Event(f"plan:{row.pk}", timezone.localdate(row.agreed_at), _("Adjustments agreed"),
                    href=reverse("adjustments:plan", args=[row.pk]), link=_("Read your agreement"))  # fmt: skip
