"""What training says of somebody's year, beside their appraisal."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.development.ties import Line, Tie
from peerwork.kit.templatetags.ui import day
from peerwork.people.models import Person
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.cohorts.policy import places
from peerwork.training.needs.policy import standings
from peerwork.training.needs.queries import DUE, EXPIRED, LATE, in_words, state_of


def of(user, person: Person, since: date) -> Iterator[Tie]:
    finished = places.visible(user).filter(learner__person=person, status__in=Enrolment.DONE, finished_on__gte=since)
    lines = [
        Line(f"{row.edition.curriculum}: {_('finished')} {day(row.finished_on)}")
        for row in finished.select_related("edition__curriculum").order_by("-finished_on")[:12]
    ]
    today = timezone.localdate()
    for row in standings.visible(user).filter(person=person).select_related("course"):
        if state_of(row, today) in (DUE, LATE, EXPIRED):
            lines.append(Line(f"{row.course}: {in_words(row, today)[0]}"))
    yield Tie(_("Training"), lines)
