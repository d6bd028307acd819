"""A worker's story: what every app tells of it, with their own moments, in the order they chose."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from peerwork.development.moments.models import Moment
from peerwork.development.moments.policy import moments
from peerwork.kit import story
from peerwork.kit.errors import NotHere
from peerwork.kit.story import Event
from peerwork.kit.templatetags.ui import day


@dataclass(frozen=True)
class Line:
    """One line of the story: an event of the record, or a moment of one's own, and how it is marked."""

    event: Event
    moment: Moment | None = None

    @property
    def name(self) -> str:
        """What tells it from the others, for somebody who hears one button after another."""
        return f"{self.event.title}, {day(self.event.on)}"

    @property
    def own(self) -> bool:
        return self.moment is not None and not self.moment.key

    @property
    def pinned(self) -> bool:
        return self.moment is not None and self.moment.status == Moment.Status.PINNED

    @property
    def hidden(self) -> bool:
        return self.moment is not None and self.moment.status == Moment.Status.HIDDEN

    @property
    def next(self) -> bool:
        return self.event.on > timezone.localdate() or self.event.key.startswith(("booking:", "meeting:"))


def story_of(user) -> list[Line]:
    """Everything, newest first, what is left out among it."""
    mine = list(moments.visible(user).filter(person__user=user.pk).exclude(status="removed"))
    marks = {moment.key: moment for moment in mine if moment.key}
    lines = [Line(event, marks.get(event.key)) for event in story.of(user)]
    lines += [Line(Event(f"moment:{m.pk}", m.on, m.title, m.words), m) for m in mine if not m.key]
    return sorted(lines, key=lambda line: (line.event.on, line.event.key), reverse=True)


def event_called(user, key: str) -> Event:
    """The event of one's own story with this key; raises NotHere."""
    found = next((event for event in story.of(user) if event.key == key), None)
    if found is None:
        raise NotHere()
    return found


def coming_up(lines: list[Line]) -> list[Line]:
    """What is still to come, the soonest first."""
    return sorted((line for line in lines if line.next and not line.hidden), key=_day)


def so_far(lines: list[Line], limit: int | None = None) -> list[Line]:
    """What has been, pinned first, without what is left out."""
    shown = [line for line in lines if not line.hidden and not line.next]
    shown.sort(key=lambda line: not line.pinned)  # stable: the newest first within each
    return shown[:limit]


def _day(line: Line) -> date:
    return line.event.on
