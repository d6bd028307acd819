"""Every write about communities and learning sets. Nobody approves a membership; whoever leaves is out at once."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import links, outbox
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating, keep
from peerwork.people.actions import system_user
from peerwork.people.models import User
from peerwork.people.reach import organisations_of
from peerwork.readiness.communities.models import (
    AgendaItem,
    Attendance,
    Committee,
    Community,
    CommunityAction,
    Meeting,
    Membership,
    Seat,
    on,
)
from peerwork.readiness.communities.policy import (
    actions,
    agenda,
    attendances,
    committees,
    communities,
    meetings,
    memberships,
    participants,
    seats,
    sessions,
    sets,
    sites,
)
from peerwork.readiness.communities.set_models import LearningSet, Participant, SetSession, SetSite

PURPOSE = "community"
LINK_DAYS = 30


# Communities ----------------------------------------------------------------------------------------------------------
def open_community(*, by, **values) -> Community:
    """Open a community; it may be part of a larger one, and somebody coordinates it."""
    with creating(communities, "open", by=by, **values) as community:
        if not community.coordinator_id:
            community.coordinator = by
        parent = community.parent
        if parent is not None and parent.organisation_id != community.organisation_id:
            raise Invalid(fields={"parent": [_("Choose a community of the same organisation.")]})
    forget()
    return community


def edit_community(community: Community, *, by, version: int | None = None, **changes) -> Community:
    """Change what a community says of itself: its purpose, host, budget, who coordinates it."""
    with acting(communities, "edit", community, by=by, version=version, **changes) as community:
        pass
    forget()
    return community


def close_community(community: Community, *, by, version: int | None = None) -> Community:
    """Close a community; what it did stays readable to its members, and links from outside end."""
    with acting(communities, "close", community, by=by, version=version) as community:
        pass
    links.revoke(about=community, purpose=PURPOSE)
    return community


def join(*, by, community: Community, role_type: str, since: date | None = None) -> Membership:
    """Join: from this moment on, without anybody's approval; `since` is for times that were before Peerwork."""
    if Membership.objects.filter(community=community, user=by, left_on__isnull=True).exists():
        raise Conflict(_("You belong to this community already."))
    with creating(memberships, "join", by=by, community=community, role_type=role_type) as membership:
        membership.user = by
        membership.joined_on = since or timezone.localdate()
    forget()
    return membership


def edit_membership(membership: Membership, *, by, version: int | None = None, **changes) -> Membership:
    """Say anew what brings you here."""
    with acting(memberships, "edit", membership, by=by, version=version, **changes) as membership:
        pass
    return membership


@transaction.atomic
def leave(membership: Membership, *, by, version: int | None = None, on: date | None = None) -> Membership:
    """Leave: access ends with this request; seats on committees are given up."""
    with acting(memberships, "leave", membership, by=by, version=version) as membership:
        if membership.left_on:
            raise Conflict(_("You have left already."))
        membership.left_on = on or timezone.localdate()
    for seat in Seat.objects.filter(member=membership, left_on__isnull=True):
        seat.left_on = membership.left_on
        keep(seat, "leave", by=by)
    links.revoke(user=membership.user, about=membership.community, purpose=PURPOSE)
    forget()
    return membership


@transaction.atomic
def invite(*, by, community: Community, role_type: str, name: str, email: str) -> Membership | None:
    """Let somebody from outside in by a link of their own; it opens this community and nothing else.

    A colleague is not made a member: they are told where to join, and nobody else learns of it (None). Somebody with
    an account in another organisation belongs from now on, and comes with that account.
    """
    if not memberships.may_start(by, "invite"):
        raise NotAllowed()
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None and found.kind != User.Kind.LINK and community.organisation_id in organisations_of(found):
        if "edit" not in communities.granted(communities.find(by, pk=community.pk)):
            raise NotAllowed()
        _tell(found, community)
        return None
    if found is None:
        found = User(kind=User.Kind.LINK, email=email.strip(), name=name.strip())
        found.set_unusable_password()
        keep(found, "invite", by=system_user())
    if Membership.objects.filter(community=community, user=found, left_on__isnull=True).exists():
        raise Conflict(_("They belong to this community already. Send them a new link from the list of members."))
    with creating(memberships, "invite", by=by, community=community, role_type=role_type) as membership:
        membership.user = found
    if found.kind == User.Kind.LINK:
        _send_link(membership)
    else:
        _tell(found, community)
    return membership


def _tell(user: User, community: Community) -> None:
    outbox.send(
        rule="community-told",
        subject_key=f"community:{community.pk}",
        to=user,
        template="communities/told",
        context={"community": community.name, "url": community.get_absolute_url()},
        about=community,
    )


def renew_link(membership: Membership, *, by, version: int | None = None) -> Membership:
    """Send somebody from outside a new link; the one before opens nothing any more."""
    with acting(memberships, "renew", membership, by=by, version=version) as membership:
        if membership.user.kind != User.Kind.LINK or membership.left_on:
            raise Conflict(_("Only somebody from outside who still belongs comes by a link."))
    links.revoke(user=membership.user, about=membership.community, purpose=PURPOSE)
    _send_link(membership)
    return membership


def _send_link(membership: Membership) -> None:
    community = membership.community
    token = links.issue(PURPOSE, days=LINK_DAYS, user=membership.user, about=community)
    outbox.send(
        rule="community-link",
        subject_key=f"membership:{membership.pk}:{membership.version}",
        to=membership.user,
        template="communities/link",
        context={"community": community.name, "url": reverse("people:link", args=[token]), "days": LINK_DAYS},
        about=community,
    )


# The executive and committees -----------------------------------------------------------------------------------------
def set_up_committee(*, by, **values) -> Committee:
    """Set up the executive, or a committee with one task."""
    with creating(committees, "set_up", by=by, **values) as committee:
        pass
    return committee


def edit_committee(committee: Committee, *, by, version: int | None = None, **changes) -> Committee:
    """Change a committee's name or task."""
    with acting(committees, "edit", committee, by=by, version=version, **changes) as committee:
        pass
    return committee


def close_committee(committee: Committee, *, by, version: int | None = None) -> Committee:
    """Close a committee whose task is done; with the executive its rights end."""
    with acting(committees, "close", committee, by=by, version=version) as committee:
        committee.closed_on = timezone.localdate()
    forget()
    return committee


def take_seat(*, by, committee: Committee, member: Membership) -> Seat:
    """Give a member a seat."""
    if committee.closed_on or member.left_on:
        raise Conflict(_("The committee is closed, or they have left."))
    with creating(seats, "take", by=by, committee=committee, member=member) as seat:
        pass
    forget()
    return seat


def leave_seat(seat: Seat, *, by, version: int | None = None) -> Seat:
    """Give a seat up."""
    with acting(seats, "leave", seat, by=by, version=version) as seat:
        if seat.left_on:
            raise Conflict(_("This seat was given up already."))
        seat.left_on = timezone.localdate()
    forget()
    return seat


# Meetings -------------------------------------------------------------------------------------------------------------
def plan_meeting(*, by, **values) -> Meeting:
    """Plan a meeting."""
    with creating(meetings, "plan", by=by, **values) as meeting:
        pass
    return meeting


def edit_meeting(meeting: Meeting, *, by, version: int | None = None, **changes) -> Meeting:
    """Move a meeting, or say where it is."""
    with acting(meetings, "edit", meeting, by=by, version=version, **changes) as meeting:
        pass
    return meeting


@transaction.atomic
def hold_meeting(
    meeting: Meeting,
    *,
    by,
    version: int | None = None,
    there: Iterable[Membership] = (),
    video: Iterable[Membership] = (),
    **changes,
) -> Meeting:
    """Note that it took place: who came in the room, who by video, what came of it; can be corrected later."""
    came = {member.pk: (member, Attendance.How.VIDEO) for member in video}
    came |= {member.pk: (member, Attendance.How.THERE) for member in there}
    with acting(meetings, "hold", meeting, by=by, version=version, **changes) as meeting:
        if meeting.day > timezone.localdate():
            raise Invalid(_("This meeting is still to come. Note who came once it has taken place."))
    belonged = Membership.objects.filter(on(meeting.day), community=meeting.community_id)
    if set(came) - set(belonged.values_list("pk", flat=True)):
        raise Invalid(fields={"there": [_("Choose people who belonged to the community that day.")]})
    noted = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
    for pk, (member, how) in came.items():
        if pk not in noted:
            with creating(attendances, "note", by=by, meeting=meeting, member=member, how=how):
                pass
        elif not noted[pk].came or noted[pk].how != how:
            edit_attendance(noted[pk], by=by, came=True, how=how)
    for pk in set(noted) - set(came):
        if noted[pk].came:
            edit_attendance(noted[pk], by=by, came=False)
    return meeting


def edit_attendance(row: Attendance, *, by, version: int | None = None, **changes) -> Attendance:
    """Correct who came, and how."""
    with acting(attendances, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def cancel_meeting(meeting: Meeting, *, by, version: int | None = None) -> Meeting:
    """It did not happen."""
    with acting(meetings, "cancel", meeting, by=by, version=version) as meeting:
        pass
    return meeting


def own_membership(user, community: Community) -> Membership | None:
    """The user's own time in a community, if they belong to it now."""
    return Membership.objects.filter(user=user, community=community, left_on__isnull=True).first()


def add_to_agenda(*, by, meeting: Meeting, **values) -> AgendaItem:
    """Put something on the agenda, under the name one chooses."""
    with creating(agenda, "add", by=by, meeting=meeting, **values) as item:
        item.brought_by = own_membership(by, meeting.community)
        if meeting.status != Meeting.Status.PLANNED:
            raise Conflict(_("This meeting is over. Put it on the agenda of the next."))
    return item


def edit_agenda_item(item: AgendaItem, *, by, version: int | None = None, **changes) -> AgendaItem:
    """Change something on the agenda."""
    with acting(agenda, "edit", item, by=by, version=version, **changes) as item:
        pass
    return item


def drop_agenda_item(item: AgendaItem, *, by, version: int | None = None) -> AgendaItem:
    """Take something off the agenda."""
    with acting(agenda, "drop", item, by=by, version=version) as item:
        item.dropped_on = timezone.localdate()
    return item


# What members take on -------------------------------------------------------------------------------------------------
def add_action(*, by, community: Community, **values) -> CommunityAction:
    """Take something on, under the name one chooses; there is no evidence of it yet."""
    with creating(actions, "add", by=by, community=community, **values) as action:
        action.owner = own_membership(by, community)
    return action


def edit_action(action: CommunityAction, *, by, version: int | None = None, **changes) -> CommunityAction:
    """Change what is taken on."""
    with acting(actions, "edit", action, by=by, version=version, **changes) as action:
        pass
    return action


def show_evidence(
    action: CommunityAction, *, by, evidence: str, version: int | None = None, **changes
) -> CommunityAction:
    """Say what changed in a team because of it, and where it can be seen."""
    if not evidence.strip():
        raise Invalid(fields={"evidence": [_("Say what changed")]})
    changes.setdefault("evidence_on", None)
    changes["evidence_on"] = changes["evidence_on"] or timezone.localdate()
    with acting(actions, "show", action, by=by, version=version, evidence=evidence, **changes) as action:
        if not action.evidence_unit_id:
            raise Invalid(fields={"evidence_unit": [_("Choose the team where it shows")]})
    return action


def do_action(action: CommunityAction, *, by, version: int | None = None, learned: str = "") -> CommunityAction:
    """It is done."""
    return _end(action, "do", by=by, version=version, learned=learned)


def stop_action(action: CommunityAction, *, by, version: int | None = None, learned: str = "") -> CommunityAction:
    """Stop, and say what was learned."""
    return _end(action, "stop", by=by, version=version, learned=learned)


def _end(action: CommunityAction, verb: str, *, by, version, learned: str) -> CommunityAction:
    with acting(actions, verb, action, by=by, version=version, **({"learned": learned} if learned else {})) as action:
        action.ended_on = timezone.localdate()
    return action


def reopen_action(action: CommunityAction, *, by, version: int | None = None) -> CommunityAction:
    """Take it up again."""
    with acting(actions, "reopen", action, by=by, version=version) as action:
        action.ended_on = None
    return action


# Learning sets --------------------------------------------------------------------------------------------------------
def open_set(*, by, **values) -> LearningSet:
    """Open a learning set."""
    with creating(sets, "open", by=by, **values) as row:
        pass
    return row


def edit_set(row: LearningSet, *, by, version: int | None = None, **changes) -> LearningSet:
    """Change what a learning set says of itself."""
    with acting(sets, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def close_set(row: LearningSet, *, by, ends_on: date, version: int | None = None) -> LearningSet:
    """Close a learning set on a day."""
    with acting(sets, "close", row, by=by, version=version, ends_on=ends_on) as row:
        pass
    return row


def add_site(*, by, **values) -> SetSite:
    """Bring a site into a learning set."""
    with creating(sites, "add", by=by, **values) as site:
        pass
    return site


def edit_site(site: SetSite, *, by, version: int | None = None, **changes) -> SetSite:
    """Say anew where a site is on its way."""
    with acting(sites, "edit", site, by=by, version=version, **changes) as site:
        pass
    return site


def leave_set(site: SetSite, *, by, version: int | None = None) -> SetSite:
    """A site leaves the learning set."""
    with acting(sites, "leave", site, by=by, version=version) as site:
        if site.left_on:
            raise Conflict(_("This site has left already."))
        site.left_on = timezone.localdate()
    return site


def add_participant(*, by, **values) -> Participant:
    """Note who comes for a site."""
    with creating(participants, "add", by=by, **values) as person:
        pass
    return person


def end_participant(person: Participant, *, by, version: int | None = None) -> Participant:
    """They come no longer."""
    with acting(participants, "leave", person, by=by, version=version) as person:
        if person.left_on:
            raise Conflict(_("They have left already."))
        person.left_on = timezone.localdate()
    return person


def record_session(*, by, **values) -> SetSession:
    """Record a session or a visit of a learning set."""
    with creating(sessions, "record", by=by, **values) as session:
        pass
    return session


def edit_session(session: SetSession, *, by, version: int | None = None, **changes) -> SetSession:
    """Correct a session or a visit."""
    with acting(sessions, "edit", session, by=by, version=version, **changes) as session:
        pass
    return session
