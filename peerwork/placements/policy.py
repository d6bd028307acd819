"""Who may see and do what with posts, placements, supervisors, absence, qualification and readiness (access.md)."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.copies.policy import cases, redactions
from peerwork.people.models import Person, live
from peerwork.people.policy import NAME, WORKER, identifiers, people, starting_needs, workers
from peerwork.people.reach import member, own, reach_of, within
from peerwork.people.records.policy import requests
from peerwork.placements.models import (
    Away,
    ColumnMapping,
    Exclusion,
    ExitConversation,
    LadderStep,
    NextPost,
    Override,
    PayPoint,
    PayTable,
    PeerNetwork,
    Placement,
    PlacementTerm,
    Post,
    PostTerm,
    Qualified,
    Readiness,
    StaffFile,
    Stream,
    Supervising,
    SupervisorLink,
    SupervisorProposal,
)
from peerwork.placements.reach import (
    closed_to,
    employed_by,
    employs,
    ended_lately,
    in_post_or_coming,
    now_or_coming,
    own_worker,
    proposed_here,
    supervises,
    works_in,
)


def of_placements(rule, path: str = "placement"):
    """The same row rule, on what belongs to a placement."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else Q(**{f"{path}__in": Placement.objects.filter(found).values("pk")})

    return rows


people.add(
    Grant("supervisor", supervises("pk"), NAME),
    Grant("team lead", works_in("team_lead", "pk"), NAME),
    Grant("lived-experience lead", works_in("lived_experience_lead", "pk", peers=True), NAME),
    Grant("training lead", works_in("training_lead", "pk"), NAME),
    Grant(
        "hr",
        employs("hr", "pk"),
        NAME | {"home_email", "home_phone", "home_address", "date_of_birth", "left_on", "died_on"},
        {"died_on"},
        {"record_death"},
    ),
    Grant("hr of the host", works_in("hr", "pk"), NAME),
    Grant("system", system, {"died_on"}, {"died_on"}, {"record_death"}),
)
workers.add(
    Grant("system", system, {"confidant"}, {"confidant"}, {"edit"}),
    Grant("lived-experience lead", works_in("lived_experience_lead", "person", peers=True), WORKER - {"scope"}),
    Grant("supervisor", supervises("person"), {"person"}),
    Grant("team lead", works_in("team_lead", "person"), {"person"}),
)
people.bars["record_death"] = own("user")
people.close(closed_to("pk"))
workers.close(closed_to("person"))
identifiers.close(closed_to("person"))
starting_needs.close(closed_to("person"))
requests.close(closed_to("person"))
cases.close(closed_to("person"))
redactions.close(closed_to("case__person"))

# Reference lists ----------------------------------------------------------------------------------------------------
STEP = {"organisation", "number", "name", "closed_on"}
ladder_steps = Policy(
    LadderStep,
    [
        Grant("administrator", within("administrator", "organisation"), STEP, STEP, {"open", "edit", "close"}),
        Grant("anyone in the organisation", member("organisation"), STEP),
        Grant("system", system, STEP, STEP, {"open", "edit", "close"}),
    ],
)
PAY_TABLE = {"organisation", "name", "source", "starts_on", "ends_on"}
pay_tables = Policy(
    PayTable,
    [
        Grant("administrator", within("administrator", "organisation"), PAY_TABLE, PAY_TABLE, {"publish", "close"}),
        Grant("anyone in the organisation", member("organisation"), PAY_TABLE),
        Grant("system", system, PAY_TABLE, PAY_TABLE, {"publish", "close"}),
    ],
)
PAY_POINT = {"table", "band", "years", "salary"}
pay_points = Policy(
    PayPoint,
    [
        Grant("administrator", within("administrator", "table__organisation"), PAY_POINT, PAY_POINT, {"publish"}),
        Grant("anyone in the organisation", member("table__organisation"), PAY_POINT),
        Grant("system", system, PAY_POINT, PAY_POINT, {"publish"}),
    ],
)

# Posts --------------------------------------------------------------------------------------------------------------
POST = {
    "team", "title", "code", "family", "band", "wte", "lived_experience_essential", "scope", "contracts", "step",
    "starts_on", "ends_on",
}  # fmt: skip
POST_VERBS = {"open", "edit", "change", "close"}
posts = Policy(
    Post,
    [
        Grant("hr", within("hr", "team"), POST, POST, POST_VERBS),
        Grant("team lead", within("team_lead", "team"), POST),
        Grant("lived-experience lead", within("lived_experience_lead", "team"), POST),
        Grant("training lead", within("training_lead", "team"), POST),
        Grant(
            "worker",
            # A subquery: through a join, somebody who held the post twice would see it twice.
            lambda user: (
                Q(pk__in=Placement.objects.filter(person__user=user.pk).values("post"))
                if getattr(user, "pk", None)
                else None
            ),
            POST,
            own=True,
        ),
        Grant("system", system, POST, POST, POST_VERBS),
    ],
)


def of_posts(path: str) -> list[Grant]:
    """Whoever reads a post reads what belongs to it."""
    names = {"post", "leads_to", "starts_on", "ends_on"} if path == "next" else POST_TERM
    verbs = {"open", "end"} if path == "next" else {"change"}
    return [
        Grant("hr", within("hr", "post__team"), names, names, verbs),
        Grant("team lead", within("team_lead", "post__team"), names),
        Grant("lived-experience lead", within("lived_experience_lead", "post__team"), names),
        Grant("training lead", within("training_lead", "post__team"), names),
        Grant("system", system, names, names, verbs),
    ]


POST_TERM = {"post", "team", "band", "wte", "starts_on", "ends_on", "cancelled_on"}
post_terms = Policy(PostTerm, of_posts("term"))
next_posts = Policy(NextPost, of_posts("next"))


def mine_now(user) -> Q | None:
    """A row rule on next steps: those of posts the user works in, or starts in soon."""
    if not getattr(user, "pk", None):
        return None
    held = Placement.objects.filter(in_post_or_coming(), person__user=user.pk)
    return Q(post__in=held.values("post")) & live()


def where_mine_leads(user) -> Q | None:
    """A row rule on posts: those that the user's own can grow into."""
    steps = mine_now(user)
    return None if steps is None else Q(pk__in=NextPost.objects.filter(steps).values("leads_to"))


next_posts.add(Grant("worker", mine_now, {"post", "leads_to", "starts_on", "ends_on"}, own=True))
NEXT = {"title", "team", "band", "family", "step", "scope", "lived_experience_essential"}
posts.add(Grant("worker", where_mine_leads, NEXT, own=True))

# Placements ---------------------------------------------------------------------------------------------------------
DATES = {"person", "team", "status", "starts_on", "ends_on"}
WHERE = DATES | {"post", "employer", "host", "wte", "contract", "line_manager"}
LEAVING = {"end_reason", "destination"}
ALL_OF_IT = WHERE | LEAVING | {"returns_to"}
HR_VERBS = {"propose", "agree", "start", "change", "extend", "end", "resume", "withdraw"}
placements = Policy(
    Placement,
    [
        Grant("worker", own("person__user"), ALL_OF_IT, (), {"agree"}, own=True),
        Grant("supervisor", supervises("person"), WHERE),
        Grant("team lead", now_or_coming("team_lead"), WHERE),
        Grant("team lead", proposed_here, WHERE, WHERE - {"status"}, {"propose"}),
        Grant("team lead", ended_lately, DATES),
        Grant("hr", employed_by("hr"), ALL_OF_IT, ALL_OF_IT - {"status"}, HR_VERBS),
        Grant("hr of the host", within("hr", "team", "host"), WHERE),
        Grant("lived-experience lead", now_or_coming("lived_experience_lead", peers=True), WHERE),
        Grant("training lead", now_or_coming("training_lead"), WHERE),
        Grant("system", system, ALL_OF_IT, ALL_OF_IT, HR_VERBS),
    ],
    closed=closed_to("person"),
    # Nobody places themselves: HR's and a lead's verbs are closed to them on their own placement; agreeing is theirs.
    bars={verb: own("person__user") for verb in HR_VERBS - {"agree"}},
)

TERM = {"placement", "team", "line_manager", "wte", "working_wte", "starts_on", "ends_on", "cancelled_on"}
placement_terms = Policy(
    PlacementTerm,
    [
        Grant("worker", own("placement__person__user"), TERM | {"kind"}, own=True),
        Grant("supervisor", supervises("placement__person"), TERM),
        Grant("team lead", of_placements(now_or_coming("team_lead")), TERM),
        Grant("hr", employed_by("hr", "placement__"), TERM | {"kind"}, TERM | {"kind"}, {"change"}),
        Grant("lived-experience lead", of_placements(now_or_coming("lived_experience_lead", peers=True)), TERM),
        Grant("system", system, TERM | {"kind"}, TERM | {"kind"}, {"change"}),
    ],
    closed=closed_to("placement__person"),
)

FRAME = {"status", "placement", "offered_on", "held_on", "held_with"}
PARTS = ("went_well", "could_change", "support")
exits = Policy(
    ExitConversation,
    [
        Grant(
            "worker",
            own("placement__person__user"),
            FRAME | {*PARTS} | {f"share_{part}" for part in PARTS},
            {"held_on", "held_with", *PARTS} | {f"share_{part}" for part in PARTS},
            {"write", "decline"},
            own=True,
        ),
        Grant("hr", employed_by("hr", "placement__"), FRAME, {"placement"}, {"offer"}),
        *(
            Grant(
                "hr",
                lambda user, part=part: (
                    None
                    if (reach := employed_by("hr", "placement__")(user)) is None
                    else reach & Q(**{f"share_{part}": True})
                ),
                {part},
            )
            for part in PARTS
        ),
        Grant("system", system, FRAME, {"placement"}, {"offer"}),
    ],
    closed=closed_to("placement__person"),
    bars={"offer": own("placement__person__user")},
)

# Supervisors --------------------------------------------------------------------------------------------------------
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
ASKED = SUPERVISION | {"change_asked_on"}
supervisor_links = Policy(
    SupervisorLink,
    [
        Grant("worker", own("person__user"), ASKED, (), {"ask_change"}, own=True),
        Grant("supervisor", own("supervisor"), SUPERVISION),
        Grant("team lead", works_in("team_lead", "person"), SUPERVISION),
        Grant("hr", employs("hr", "person"), ASKED, SUPERVISION, {"link", "end"}),
        Grant("lived-experience lead", works_in("lived_experience_lead", "person", peers=True), SUPERVISION),
        Grant("system", system, ASKED, SUPERVISION, {"link", "end"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("link", "end")},
)

PROPOSAL = {"status", "person", "supervisor", "stream", "starts_on"}
proposals = Policy(
    SupervisorProposal,
    [
        Grant(
            "team lead",
            works_in("team_lead", "person"),
            PROPOSAL,
            {"person", "supervisor", "stream", "starts_on"},
            {"propose"},
        ),
        Grant("hr", employs("hr", "person"), PROPOSAL, {"starts_on"}, {"agree", "decline"}),
        Grant("worker", own("person__user"), PROPOSAL, own=True),
        Grant("system", system, PROPOSAL, PROPOSAL, {"propose", "agree", "decline"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("propose", "agree", "decline")},
)

GIVES = {"user", "organisation", "capacity", "trained_on", "trained_until"}
supervising = Policy(
    Supervising,
    [
        Grant(
            "supervisor",
            own("user"),
            GIVES | {"open_to_more", "lived_experience"},
            {"open_to_more", "lived_experience"},
            {"say"},
            own=True,
        ),
        Grant("hr", within("hr", "organisation"), GIVES, GIVES, {"note", "edit"}),
        Grant("lived-experience lead", within("lived_experience_lead", "organisation"), GIVES),
        Grant(
            "training lead",
            within("training_lead", "organisation"),
            GIVES | {"lived_experience"},
            {"trained_on", "trained_until"},
            {"edit"},
        ),
        Grant("system", system, GIVES, GIVES, {"note", "edit"}),
    ],
    bars={verb: own("user") for verb in ("note", "edit")},
)


def keeps(user) -> Q | None:
    """Wishes given to this user to keep, for people HR employs where they hold that role."""
    rule = employs("hr", "person")(user)
    registered = reach_of(user).get("hr")
    if rule is None:
        return None
    here = Person.objects.filter(organisation__in=registered).values("pk")
    return Q(holder=user.pk) & (rule | Q(person__in=here))


WISH = {"person", "user", "team", "named_on", "withdrawn_on"}
exclusions = Policy(
    Exclusion,
    [
        Grant(
            "worker",
            own_worker("person__user", Q(stepped_back=False)),
            WISH | {"holder"},
            {"person", "user", "team", "holder"},
            {"name", "withdraw"},
            own=True,
        ),
        Grant(
            "colleague who stepped back",
            lambda user: Q(user=user.pk, stepped_back=True) if getattr(user, "pk", None) else None,
            WISH | {"stepped_back"},
            {"person", "user", "stepped_back", "holder"},
            {"step_back", "withdraw"},
            own=True,
        ),
        Grant(
            "hr contact who keeps it",
            keeps,
            WISH | {"holder", "stepped_back"},
            {"person", "user", "team", "holder"},
            {"name", "withdraw"},
        ),
        Grant("system", system, (), {"holder"}, {"pass_on"}),
    ],
)

# Absence, qualification ---------------------------------------------------------------------------------------------
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
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("note", "edit", "cancel")},
)

GIVEN_QUALIFIED = {"person", "requirement", "source", "noted_on", "starts_on", "ends_on"}
QUALIFIED = GIVEN_QUALIFIED | {"cancelled_on"}
qualified = Policy(
    Qualified,
    [
        Grant("worker", own("person__user"), QUALIFIED, own=True),
        Grant("supervisor", supervises("person"), QUALIFIED),
        Grant("team lead", works_in("team_lead", "person"), QUALIFIED),
        Grant("hr", employs("hr", "person"), QUALIFIED),
        Grant("training lead", works_in("training_lead", "person"), QUALIFIED, GIVEN_QUALIFIED, {"note", "withdraw"}),
        Grant("system", system, QUALIFIED, QUALIFIED, {"note", "withdraw", "settle"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("note", "withdraw")},
)


# Teams --------------------------------------------------------------------------------------------------------------
def where_i_work(user) -> Q | None:
    """Teams the user supervises somebody in."""
    rule = supervises("person")(user)
    return None if rule is None else Q(team__in=Placement.objects.filter(rule).values("team"))


READINESS = {"team", "answer", "reason", "conditions", "decided_by", "decided_on", "expires_on"}
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

NETWORK = {"team", "name", "contact", "starts_on", "ends_on"}
peer_networks = Policy(
    PeerNetwork,
    [
        Grant("hr", within("hr", "team"), NETWORK, NETWORK, {"name", "end"}),
        Grant("lived-experience lead", within("lived_experience_lead", "team"), NETWORK, NETWORK, {"name", "end"}),
        Grant("team lead", within("team_lead", "team"), NETWORK),
        Grant("anyone in the organisation", member("team__organisation"), NETWORK),
        Grant("system", system, NETWORK, NETWORK, {"name", "end"}),
    ],
)

OVERRIDE = {"rule", "person", "team", "placement", "link", "verb", "reason", "decided_by", "decided_on"}
overrides = Policy(
    Override,
    [
        Grant("hr", employs("hr", "person"), OVERRIDE),
        Grant("lived-experience lead", works_in("lived_experience_lead", "person", peers=True), OVERRIDE - {"reason"}),
        Grant("worker", own("person__user"), OVERRIDE, own=True),
        Grant("system", system, OVERRIDE, OVERRIDE, {"override"}),
    ],
    closed=closed_to("person"),
)

# Staff files --------------------------------------------------------------------------------------------------------
MAPPING = {"organisation", "name", "columns", "dropped_on"}
column_mappings = Policy(
    ColumnMapping,
    [
        Grant("administrator", within("administrator", "organisation"), MAPPING, MAPPING, {"keep", "edit", "drop"}),
        Grant("system", system, MAPPING, MAPPING, {"keep", "edit", "drop"}),
    ],
)
FILE = {
    "status", "organisation", "profile", "mapping", "file_name", "sha256", "dry_run", "started_at", "finished_at",
    "rows_read", "rows_accepted", "rows_refused", "progress", "message", "report", "handed_in_by",
}  # fmt: skip
staff_files = Policy(
    StaffFile,
    [
        Grant(
            "administrator",
            within("administrator", "organisation"),
            FILE,
            {"organisation", "profile", "mapping", "file_name", "sha256", "dry_run", "handed_in_by"},
            {"hand_in"},
        ),
        Grant("system", system, FILE, FILE, {"hand_in", "check", "publish", "pass_over", "refuse"}),
    ],
)
