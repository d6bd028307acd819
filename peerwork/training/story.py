"""What training tells of somebody's own story: certificates, courses finished, days to come."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.story import MOST, Event
from peerwork.kit.templatetags.ui import clock
from peerwork.training.certificates.policy import certificates
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.cohorts.policy import meetings, places
from peerwork.training.reach import learners_of


def of(user) -> Iterator[Event]:
    mine = list(places.visible(user).filter(learner__in=learners_of(user)).select_related("edition__curriculum"))
    here = [row.cohort_id for row in mine if row.status == Enrolment.Status.PLACED]
    coming = meetings.visible(user).filter(cohort__in=here, status="planned", starts_at__gte=timezone.now())
    for day in coming.select_related("module").order_by("starts_at")[:5]:
        place = next(row for row in mine if row.cohort_id == day.cohort_id)
        when = ", ".join(filter(None, [clock(day.starts_at), day.place]))
        yield Event(f"meeting:{day.pk}", timezone.localdate(day.starts_at), day.module.title, when,
                    place.get_absolute_url(), _("Open it"), day.starts_at, day.minutes, day.place,
                    _("Course"))  # fmt: skip
    for row in mine:
        if row.status in Enrolment.DONE and row.finished_on:
            title = _("Finished %(course)s") % {"course": row.edition.curriculum}
            yield Event(f"place:{row.pk}", row.finished_on, title)
    earned = certificates.visible(user).filter(enrolment__in=[row.pk for row in mine], status="issued")
    for row in earned.order_by("-issued_on")[:MOST]:
        title = _("Certificate: %(course)s") % {"course": row.title}
        link = reverse("training:certificate", args=[row.pk])
        yield Event(f"certificate:{row.pk}", row.issued_on, title, "", link, _("Download the certificate (PDF)"))
