"""Who may see and do what in learning sets and communities (access.md): members see their community, and no other."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import member, organisations_of, own, within
from peerwork.readiness.communities.models import (
    AgendaItem,
    Attendance,
    Attribution,
    Committee,
    Community,
    CommunityAction,
    Meeting,
    Membership,
    Seat,
)
from peerwork.readiness.communities.reach import belongs, coordinates, mine_in
from peerwork.readiness.communities.set_models import LearningSet, Participant, SetSession, SetSite

LEADS = (("lived-experience lead", "lived_experience_lead"), ("training lead", "training_lead"))

# Communities ----------------------------------------------------------------------------------------------------------
OUTLINE = {"status", "organisation", "parent", "name", "purpose", "host", "coordinator"}
COMMUNITY = OUTLINE | {"budget"}
GIVEN = {"organisation", "parent", "name", "purpose", "host", "budget", "coordinator"}
communities = Policy(
    Community,
    [
        Grant("community member", belongs("pk"), COMMUNITY),
        Grant("coordinator", coordinates("pk"), COMMUNITY, GIVEN - {"organisation"}, {"edit", "close"}),
        *(
            Grant(role, within(name, "organisation"), COMMUNITY, GIVEN, {"open", "edit", "close"})
            for role, name in LEADS
        ),
        Grant("anyone in the organisation", member("organisation"), OUTLINE),
    ],
)


def to_join(user) -> Q | None:
    """A row rule: one's own time in a community of one's organisation; nobody else is asked."""
    found = organisations_of(user)
    return Q(user=user.pk, community__organisation__in=found, community__status="open") if found else None


BELONGS = {"community", "user", "role_type", "joined_on", "left_on"}
memberships = Policy(
    Membership,
    [
        Grant("self", own("user"), BELONGS, {"role_type"}, {"edit", "leave"}, own=True),
        Grant("self", to_join, BELONGS, {"community", "role_type"}, {"join"}, own=True),
        Grant("coordinator", coordinates("community"), BELONGS, {"community", "role_type"}, {"invite", "renew"}),
        Grant("community member", belongs("community", left_on__isnull=True), {"community", "user", "joined_on"}),
    ],
)

COMMITTEE = {"community", "kind", "name", "task", "closed_on"}
committees = Policy(
    Committee,
    [
        Grant(
            "coordinator",
            coordinates("community"),
            COMMITTEE,
            {"community", "kind", "name", "task"},
            {"set_up", "edit", "close"},
        ),
        Grant("community member", belongs("community"), COMMITTEE),
    ],
)

SEAT = {"committee", "member", "joined_on", "left_on"}
seats = Policy(
    Seat,
    [
        Grant("self", mine_in("committee__community", "member"), SEAT, verbs={"leave"}, own=True),
        Grant("coordinator", coordinates("committee__community"), SEAT, {"committee", "member"}, {"take", "leave"}),
        Grant("community member", belongs("committee__community"), SEAT),
    ],
)

# Meetings -------------------------------------------------------------------------------------------------------------
MEETING = {"status", "community", "starts_at", "minutes", "place", "notes"}
meetings = Policy(
    Meeting,
    [
        Grant(
            "coordinator",
            coordinates("community"),
            MEETING,
            MEETING - {"status"},
            {"plan", "edit", "hold", "cancel"},
        ),
        Grant("community member", belongs("community"), MEETING),
        Grant("anyone in the organisation", member("community__organisation"), MEETING - {"place", "notes"}),
    ],
)

CAME = {"meeting", "member", "came", "how"}
attendances = Policy(
    Attendance,
    [
        Grant("self", mine_in("meeting__community", "member"), CAME, own=True),
        Grant("coordinator", coordinates("meeting__community"), CAME, CAME, {"note", "edit"}),
    ],
)

ITEM = {"meeting", "kind", "objective", "title", "attribution", "who", "reading", "dropped_on"}
ITEM_GIVEN = {"meeting", "kind", "objective", "title", "attribution", "reading"}
NAMED = Q(attribution=Attribution.INDIVIDUAL)
UNNAMED = Q(attribution=Attribution.UNNAMED)


def named(path: str):
    """A row rule: what members of one's communities do under their own name."""
    return lambda user: None if (rule := belongs(path)(user)) is None else rule & NAMED


agenda = Policy(
    AgendaItem,
    [
        Grant(
            "self",
            mine_in("meeting__community", "brought_by"),
            ITEM | {"brought_by"},
            ITEM_GIVEN,
            {"add", "edit", "drop"},
            own=True,
        ),
        Grant(
            "coordinator",
            coordinates("meeting__community"),
            ITEM,
            ITEM_GIVEN,
            {"add", "edit", "drop"},
        ),
        Grant("community member", belongs("meeting__community"), ITEM),
        Grant("community member", named("meeting__community"), ITEM | {"brought_by"}),
    ],
    derived={"who"},
)

ACTION = {
    "status", "community", "meeting", "what", "attribution", "who", "due_on", "ended_on", "learned",
    "evidence_unit", "evidence", "evidence_on",
}  # fmt: skip
ACTION_GIVEN = {"community", "meeting", "what", "attribution", "due_on"}
SHOWN = {"learned", "evidence_unit", "evidence", "evidence_on"}
ACTION_VERBS = {"add", "edit", "show", "do", "stop", "reopen"}
actions = Policy(
    CommunityAction,
    [
        Grant("self", mine_in("community", "owner"), ACTION | {"owner"}, ACTION_GIVEN | SHOWN, ACTION_VERBS, own=True),
        Grant("coordinator", coordinates("community"), ACTION, ACTION_GIVEN | SHOWN, ACTION_VERBS),
        Grant("community member", belongs("community"), ACTION),
        Grant("community member", named("community"), ACTION | {"owner"}),
    ],
    derived={"who"},
)

# Learning sets --------------------------------------------------------------------------------------------------------
SET = {"organisation", "name", "about", "starts_on", "ends_on"}
SITE = {"learning_set", "name", "unit", "stage", "joined_on", "left_on"}
SESSION = {"learning_set", "kind", "held_on", "topic", "site", "came", "present"}


def learning(model, path: str, reads, writes, verbs) -> Policy:
    """A part of a learning set: led by lived experience and training leads, read by anyone in the organisation."""
    return Policy(
        model,
        [
            *(Grant(role, within(name, path), reads, writes, verbs) for role, name in LEADS),
            Grant("anyone in the organisation", member(path), reads),
        ],
    )


sets = learning(LearningSet, "organisation", SET, SET, {"open", "edit", "close"})
sites = learning(
    SetSite,
    "learning_set__organisation",
    SITE,
    {"learning_set", "name", "unit", "stage", "joined_on"},
    {"add", "edit", "leave"},
)
sessions = learning(SetSession, "learning_set__organisation", SESSION, SESSION, {"record", "edit"})
PERSON = {"site", "name", "kind", "joined_on", "left_on"}
participants = Policy(
    Participant,
    [
        Grant(
            role,
            within(name, "site__learning_set__organisation"),
            PERSON,
            {"site", "name", "kind", "joined_on"},
            {"add", "leave"},
        )
        for role, name in LEADS
    ],
)
