"""What supervision tells of somebody's own story: sessions that took place, and those in the diary."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.story import MOST, Event
from peerwork.kit.templatetags.ui import clock
from peerwork.supervision.models import Session
from peerwork.supervision.policy import bookings, sessions


def of(user) -> Iterator[Event]:
    coming = bookings.visible(user).filter(person__user=user.pk, status="booked", starts_at__gte=timezone.now())
    for row in coming.select_related("held_by").order_by("starts_at")[:5]:
        title = _("Supervision with %(name)s") % {"name": row.held_by}
        when = ", ".join(filter(None, [clock(row.starts_at), row.place]))
        yield Event(f"booking:{row.pk}", timezone.localdate(row.starts_at), title, when, row.get_absolute_url(),
                    _("Open it"), row.starts_at, row.minutes, row.place, _("Supervision"))  # fmt: skip
    held = sessions.visible(user).filter(person__user=user.pk, held_on__lte=timezone.localdate())
    held = held.exclude(status__in=(*Session.NOT_HELD, "draft")).select_related("held_by")
    held = held.annotate(agreed=Count("actions"), done=Count("actions", filter=Q(actions__status="done")))
    for row in held.order_by("-held_on", "-pk")[:MOST]:
        words = ngettext("%(count)d action agreed.", "%(count)d actions agreed.", row.agreed) % {"count": row.agreed}
        title = _("Supervision with %(name)s") % {"name": row.held_by}
        yield Event(
            f"session:{row.pk}", row.held_on, title, words if row.agreed else "", row.get_absolute_url(), _("Read it")
        )
