"""What supervision says of somebody's year, beside their appraisal."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.development.ties import Line, Tie
from peerwork.people.models import Person
from peerwork.supervision.models import Session
from peerwork.supervision.policy import actions, sessions
from peerwork.supervision.practice.policy import voice_batches


def of(user, person: Person, since: date) -> Iterator[Tie]:
    held = sessions.visible(user).filter(person=person, held_on__gte=since).exclude(status__in=("draft", "withdrawn"))
    kept = held.exclude(status__in=Session.NOT_HELD).count()
    missed = held.filter(status="did_not_happen").count()
    lines = [Line(ngettext("%d session took place", "%d sessions took place", kept) % kept)] if kept else []
    if missed:
        lines.append(Line(ngettext("%d did not happen", "%d did not happen", missed) % missed))
    done = actions.visible(user).filter(person=person, status="done", done_on__gte=since).count()
    if done:
        lines.append(Line(ngettext("%d action agreed was done", "%d actions agreed were done", done) % done))
    yield Tie(_("Supervision"), lines)
    said = voice_batches.visible(user).filter(person=person, in_appraisal=True, quarter__gte=since)
    yield Tie(_("What people supported said, in fives"), [
        Line(_("%(count)d people answered") % {"count": row.people}) for row in said.order_by("-quarter")[:4]
    ])  # fmt: skip
