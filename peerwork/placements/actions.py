"""Every write about posts, placements, supervisors, absence, qualification and readiness."""

from django.utils import timezone

from peerwork.kit.access import forget
from peerwork.kit.records import acting, creating
from peerwork.placements.models import Away, Placement, Post, Qualified, Readiness, Stream, SupervisorLink
from peerwork.placements.policy import away, placements, posts, qualified, readiness, streams, supervisor_links


def open_post(*, by, **values) -> Post:
    """Open a post in a team's establishment: title, role family, WTE, from a day."""
    with creating(posts, "open", by=by, **values) as post:
        pass
    return post


def propose_placement(*, by, **values) -> Placement:
    """Propose that somebody works in a post: person, post, team, employer, host, WTE, contract, dates."""
    with creating(placements, "propose", by=by, **values) as placement:
        pass
    return placement


def agree_placement(placement: Placement, *, by, version: int | None = None) -> Placement:
    """The worker, or HR for them, agrees a proposed placement."""
    with acting(placements, "agree", placement, by=by, version=version) as placement:
        pass
    return placement


def start_placement(placement: Placement, *, by, version: int | None = None) -> Placement:
    """The placement begins; whoever leads and supervises there can now see the person."""
    with acting(placements, "start", placement, by=by, version=version) as placement:
        pass
    forget()
    return placement


def end_placement(placement: Placement, *, by, version: int | None = None, **changes) -> Placement:
    """The placement ends on a day (`ends_on`), which is its last."""
    with acting(placements, "end", placement, by=by, version=version, **changes) as placement:
        pass
    forget()
    return placement


def open_stream(*, by, **values) -> Stream:
    """Begin a kind of supervision in an organisation."""
    with creating(streams, "open", by=by, **values) as stream:
        pass
    return stream


def link_supervisor(*, by, **values) -> SupervisorLink:
    """Name somebody's supervisor in a stream, from a day."""
    with creating(supervisor_links, "link", by=by, **values) as link:
        pass
    forget()
    return link


def end_supervisor(link: SupervisorLink, *, by, version: int | None = None, **changes) -> SupervisorLink:
    """End a supervisor link on a day (`ends_on`); what was agreed stays with the next one."""
    with acting(supervisor_links, "end", link, by=by, version=version, **changes) as link:
        pass
    forget()
    return link


def note_away(*, by, **values) -> Away:
    """Note that somebody is away from a day, and until when if it is known."""
    with creating(away, "note", by=by, **values) as period:
        pass
    return period


def note_qualified(*, by, **values) -> Qualified:
    """Note that from this day the person has what a role asks for."""
    with creating(qualified, "note", by=by, **values) as fact:
        pass
    return fact


def decide_readiness(*, by, **values) -> Readiness:
    """Say whether a team is ready to welcome a peer worker, why, and until when that holds."""
    with creating(readiness, "decide", by=by, **values) as decision:
        decision.decided_by = by
        decision.decided_on = timezone.localdate()
    return decision
