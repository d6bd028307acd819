"""Who may see and do what about ready teams (access.md). A team's own assessment goes no further than it shares it."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import member, organisations_of, own, within
from peerwork.readiness.change import policy as change_policy
from peerwork.readiness.communities import policy as communities_policy  # noqa: F401  read with this one
from peerwork.readiness.models import Assessment, ChecklistItem, FactorRating, ItemAnswer, TeamAction
from peerwork.readiness.reach import exactly, shared, supervised_teams, works_here

ITEM = {"organisation", "key", "label", "hint", "position", "closed_on"}
ITEM_GIVEN = {"organisation", "label", "hint", "position"}
ITEM_VERBS = {"add", "edit", "close"}
items = Policy(
    ChecklistItem,
    [
        Grant("hr", within("hr", "organisation"), ITEM, ITEM_GIVEN, ITEM_VERBS),
        Grant("lived-experience lead", within("lived_experience_lead", "organisation"), ITEM, ITEM_GIVEN, ITEM_VERBS),
        Grant("anyone in the organisation", member("organisation"), ITEM),
    ],
)


def readers_of_a_team(path: str, reads) -> list[Grant]:
    return [
        Grant("supervisor", supervised_teams(path), reads),
        Grant("lived-experience lead", within("lived_experience_lead", path), reads),
        Grant("training lead", within("training_lead", path), reads),
    ]


ANSWER = {"team", "item", "state", "evidence", "answered_on", "answered_by", "present", "review_on"}
answers = Policy(
    ItemAnswer,
    [
        Grant("team lead", within("team_lead", "team"), ANSWER, ANSWER - {"answered_by"}, {"answer"}),
        Grant("hr", within("hr", "team"), ANSWER, ANSWER - {"answered_by"}, {"answer"}),
        *readers_of_a_team("team", ANSWER),
    ],
)

RATING = {"team", "factor", "level", "evidence", "rated_on", "rated_by", "present", "review_on"}
ratings = Policy(
    FactorRating,
    [
        Grant("team lead", within("team_lead", "team"), RATING, RATING - {"rated_by"}, {"rate"}),
        Grant("hr", within("hr", "team"), RATING),
        *readers_of_a_team("team", RATING),
    ],
)

# Ten challenges ---------------------------------------------------------------------------------------------------
HEAD = {"unit", "status", "held_on", "levels", "priorities", "present", "review_on", "reviewed_on", "shared_on"}
ASSESSED = HEAD | {"evidence", "resources", "review_words"}
GIVEN = {"unit", "held_on", "levels", "evidence", "priorities", "present", "resources", "review_on"}
DO = {"begin", "edit", "agree", "share", "unshare", "review", "withdraw"}


def organisations_own(prefix: str = ""):
    """A row rule: what an organisation as a whole has shared, for everybody in it."""

    def rows(user) -> Q | None:
        if not getattr(user, "pk", None):
            return None
        whole = {"unit__in": organisations_of(user), "unit__organisation__isnull": True, "shared_on__isnull": False}
        return Q(**{f"{prefix}{name}": value for name, value in whole.items()})

    return rows


def their_own(path: str, reads, writes, verbs) -> list[Grant]:
    """Those whose self-assessment it is: who works in the team, and who holds a role on that very unit."""
    return [
        Grant("team member", works_here(path), reads, writes, verbs),
        Grant("team lead", exactly("team_lead", path), reads, writes, verbs),
        Grant("lived-experience lead", exactly("lived_experience_lead", path), reads, writes, verbs),
        Grant("hr", exactly("hr", path), reads, writes, verbs),
    ]


def upward(path: str, reads, prefix: str = "") -> list[Grant]:
    """Those above, once it is shared."""
    return [
        Grant(role.replace("_", " ").replace("lived experience", "lived-experience"), shared(role, path, prefix), reads)
        for role in ("team_lead", "hr", "lived_experience_lead", "training_lead")
    ]


assessments = Policy(
    Assessment,
    [
        *their_own("unit", ASSESSED, GIVEN | {"review_words"}, DO),
        *upward("unit", ASSESSED),
        Grant("director", shared("director", "unit"), HEAD),
        Grant("anyone in the organisation", organisations_own(), ASSESSED),
    ],
)

ACTION = {
    "status", "assessment", "audit", "challenge", "what", "owner", "owner_words", "due_on", "ended_on", "learned",
}  # fmt: skip
ACTION_GIVEN = {"assessment", "audit", "challenge", "what", "owner", "owner_words", "due_on", "learned"}
ACTION_VERBS = {"add", "edit", "do", "stop", "reopen"}
actions = Policy(
    TeamAction,
    [
        *their_own("assessment__unit", ACTION, ACTION_GIVEN, ACTION_VERBS),
        *upward("assessment__unit", ACTION, "assessment__"),
        Grant("anyone in the organisation", organisations_own("assessment__"), ACTION - {"owner"}),
        *(
            Grant(role, within(name, "audit__unit"), ACTION, ACTION_GIVEN, ACTION_VERBS)
            for role, name in change_policy.KEEPERS
        ),
        Grant("team member", works_here("audit__unit"), ACTION),
        Grant("training lead", within("training_lead", "audit__unit"), ACTION),
        Grant("action owner", own("owner"), ACTION - {"assessment", "audit"}, {"learned"}, {"do", "stop", "reopen"}),
    ],
)
