"""Who may see and do what with posts, placements, supervisors, absence, qualification and readiness (access.md)."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.policy import NAME, WORKER, people, workers
from peerwork.people.reach import member, own, within
from peerwork.placements.models import Away, Placement, Post, Qualified, Readiness, Stream, SupervisorLink
from peerwork.placements.reach import (
    PEERS,
    employed_by,
    employs,
    ended_lately,
    now_or_coming,
    posts_held,
    proposed_here,
    supervises,
    works_in,
)

people.add(
    Grant("supervisor", supervises("pk"), NAME),
    Grant("team lead", works_in("team_lead", "pk"), NAME),
    Grant("lived-experience lead", works_in("lived_experience_lead", "pk", PEERS), NAME),
    Grant("training lead", works_in("training_lead", "pk"), NAME),
    Grant("hr", employs("hr", "pk"), NAME | {"home_email", "home_phone", "home_address", "date_of_birth", "left_on"}),
    Grant("hr of the host", works_in("hr", "pk"), NAME),
)
workers.add(
    Grant("lived-experience lead", works_in("lived_experience_lead", "person"), WORKER - {"scope"}),
    Grant("supervisor", supervises("person"), {"person"}),
    Grant("team lead", works_in("team_lead", "person"), {"person"}),
)

POST = {
    "team", "title", "code", "family", "band", "wte", "lived_experience_essential", "scope", "starts_on", "ends_on",
}  # fmt: skip
posts = Policy(
    Post,
    [
        Grant("hr", within("hr", "team"), POST, POST, {"open", "edit", "close"}),
        Grant("team lead", within("team_lead", "team"), POST),
        Grant("lived-experience lead", within("lived_experience_lead", "team"), POST),
        Grant("training lead", within("training_lead", "team"), POST),
        Grant("worker", posts_held, POST, own=True),
        Grant("system", system, POST, POST, {"open", "edit", "close"}),
    ],
)

DATES = {"person", "team", "status", "starts_on", "ends_on"}
WHERE = DATES | {"post", "employer", "host", "wte", "contract"}
HR_VERBS = {"propose", "agree", "start", "change", "end", "withdraw"}
placements = Policy(
    Placement,
    [
        Grant("worker", own("person__user"), WHERE, (), {"agree"}, own=True),
        Grant("supervisor", supervises("person"), WHERE),
        Grant("team lead", now_or_coming("team_lead"), WHERE),
        Grant("team lead", proposed_here, WHERE, WHERE - {"status"}, {"propose"}),
        Grant("team lead", ended_lately, DATES),
        Grant(
            "hr",
            employed_by("hr"),
            WHERE,
            WHERE - {"status"},
            HR_VERBS,
        ),
        Grant("hr of the host", within("hr", "team", "host"), WHERE),
        Grant("lived-experience lead", now_or_coming("lived_experience_lead", PEERS), WHERE),
        Grant("training lead", now_or_coming("training_lead"), WHERE),
        Grant("system", system, WHERE, WHERE, HR_VERBS),
    ],
    # Nobody places themselves: HR's and a lead's verbs are closed to them on their own placement; agreeing is theirs.
    bars={verb: own("person__user") for verb in ("propose", "start", "change", "end", "withdraw")},
)

STREAM = {"organisation", "kind", "name", "required", "closed_on"}
streams = Policy(
    Stream,
    [
        Grant("administrator", within("administrator", "organisation"), STREAM, STREAM, {"open", "edit", "close"}),
        Grant("anyone in the organisation", member("organisation"), STREAM),
        Grant("system", system, STREAM, STREAM, {"open", "edit", "close"}),
    ],
)

SUPERVISION = {"person", "supervisor", "stream", "cover", "starts_on", "ends_on"}
supervisor_links = Policy(
    SupervisorLink,
    [
        Grant("worker", own("person__user"), SUPERVISION, (), {"ask_change"}, own=True),
        Grant("supervisor", own("supervisor"), SUPERVISION),
        Grant("team lead", works_in("team_lead", "person"), SUPERVISION, SUPERVISION, {"propose"}),
        Grant("hr", employs("hr", "person"), SUPERVISION, SUPERVISION, {"propose", "link", "end"}),
        Grant("lived-experience lead", works_in("lived_experience_lead", "person", PEERS), SUPERVISION),
        Grant("system", system, SUPERVISION, SUPERVISION, {"link", "end"}),
    ],
    bars={verb: own("person__user") for verb in ("propose", "link", "end")},
)

AWAY = {"person", "starts_on", "ends_on", "cancelled_on"}
away = Policy(
    Away,
    [
        Grant("worker", own("person__user"), AWAY | {"kind"}, own=True),
        Grant("supervisor", supervises("person"), AWAY),
        Grant("team lead", works_in("team_lead", "person"), AWAY),
        Grant("hr", employs("hr", "person"), AWAY | {"kind"}, AWAY | {"kind"}, {"note", "edit", "cancel"}),
        Grant("system", system, AWAY | {"kind"}, AWAY | {"kind"}, {"note", "cancel"}),
    ],
    bars={verb: own("person__user") for verb in ("note", "edit", "cancel")},
)

QUALIFIED = {"person", "requirement", "source", "noted_on", "starts_on", "ends_on"}
qualified = Policy(
    Qualified,
    [
        Grant("worker", own("person__user"), QUALIFIED, own=True),
        Grant("supervisor", supervises("person"), QUALIFIED),
        Grant("team lead", works_in("team_lead", "person"), QUALIFIED),
        Grant("hr", employs("hr", "person"), QUALIFIED),
        Grant("training lead", works_in("training_lead", "person"), QUALIFIED, QUALIFIED, {"note", "withdraw"}),
        Grant("system", system, QUALIFIED, QUALIFIED, {"note", "withdraw"}),
    ],
    bars={verb: own("person__user") for verb in ("note", "withdraw")},
)

READINESS = {"team", "answer", "reason", "decided_by", "decided_on", "expires_on"}


def where_i_work(user) -> Q | None:
    """Teams the user supervises somebody in."""
    rule = supervises("person")(user)
    return None if rule is None else Q(team__in=Placement.objects.filter(rule).values("team"))


readiness = Policy(
    Readiness,
    [
        Grant("team lead", within("team_lead", "team"), READINESS, READINESS - {"decided_by"}, {"decide"}),
        Grant("hr", within("hr", "team"), READINESS, READINESS - {"decided_by"}, {"decide"}),
        Grant("supervisor", where_i_work, READINESS),
        Grant("lived-experience lead", within("lived_experience_lead", "team"), READINESS),
        Grant("training lead", within("training_lead", "team"), READINESS),
        Grant("system", system, READINESS, READINESS, {"decide"}),
    ],
)
