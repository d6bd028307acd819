"""Every write about a worker's moments."""

from django.db import transaction

from peerwork.development.moments.models import Moment
from peerwork.development.moments.policy import moments
from peerwork.kit.records import acting, creating
from peerwork.kit.story import Event
from peerwork.people.models import Person


def add_moment(*, by, person: Person, **values) -> Moment:
    """Add a moment to one's own story."""
    with creating(moments, "add", by=by, person=person, **values) as moment:
        pass
    return moment


def edit_moment(moment: Moment, *, by, version: int | None = None, **changes) -> Moment:
    """Change a moment of one's own."""
    with acting(moments, "edit", moment, by=by, version=version, **changes) as moment:
        pass
    return moment


def pin_moment(moment: Moment, *, by, version: int | None = None) -> Moment:
    """Keep a moment at the top of one's story."""
    with acting(moments, "pin", moment, by=by, version=version) as moment:
        pass
    return moment


def hide_moment(moment: Moment, *, by, version: int | None = None) -> Moment:
    """Leave a moment out of one's story; the record itself stays as it is."""
    with acting(moments, "hide", moment, by=by, version=version) as moment:
        pass
    return moment


def show_moment(moment: Moment, *, by, version: int | None = None) -> Moment:
    """Neither at the top nor left out any more."""
    with acting(moments, "show", moment, by=by, version=version) as moment:
        pass
    return moment


def remove_moment(moment: Moment, *, by, version: int | None = None) -> Moment:
    """Take a moment out of one's story."""
    with acting(moments, "remove", moment, by=by, version=version) as moment:
        pass
    return moment


@transaction.atomic
def mark(event: Event, how: str, *, by, person: Person) -> Moment:
    """Pin, hide or show again something the record tells; `how` is the verb. Asking for what is so already is fine."""
    known = Moment.objects.filter(person=person, key=event.key).exclude(status="removed").first()
    moment = known or add_moment(by=by, person=person, key=event.key, on=event.on, title=event.title[:160])
    wanted = {"pin": "pinned", "hide": "hidden", "show": "shown"}[how]
    if moment.status == wanted:
        return moment
    return {"pin": pin_moment, "hide": hide_moment, "show": show_moment}[how](moment, by=by)
