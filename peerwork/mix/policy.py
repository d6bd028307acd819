"""Who may see and do what with staff files, rules on who counts, figures and targets."""

from django.db.models import Q

from peerwork.kit.access import EVERY_ROW, Grant, Policy, system
from peerwork.mix.models import CountingRule, Definition, Snapshot, StaffFte, StaffLine, StaffSubmission, Target
from peerwork.people.models import Identifier
from peerwork.people.reach import reach_of, within

HANDED_IN = {
    "organisation", "profile", "file_name", "status", "dry_run", "started_at", "finished_at", "rows_read",
    "rows_accepted", "rows_refused", "progress", "message", "report", "as_at", "created_organisations", "created_teams",
}  # fmt: skip
GIVEN = {"organisation", "profile", "file_name", "sha256", "as_at", "dry_run"}
LOADING = {"hand_in", "check", "publish", "pass_over", "refuse"}

submissions = Policy(
    StaffSubmission,
    [
        Grant("administrator", within("administrator", "organisation"), HANDED_IN, GIVEN, LOADING),
        Grant("system", system, HANDED_IN, GIVEN, LOADING),
    ],
    internal={"sha256", "fingerprint"},
)

LINE = {
    "organisation",
    "unit",
    "staff_id",
    "role",
    "staff_group",
    "occupation_code",
    "post",
    "wte",
    "starts_on",
    "ends_on",
}
staff_lines = Policy(
    StaffLine,
    [Grant("hr", within("hr", "unit"), LINE | {"name"}), Grant("system", system, LINE | {"name"})],
    internal={"submission"},
)

SUM = {"organisation", "unit", "month", "staff_group", "fte"}
WORDS = {"lived_experience_lead": "lived-experience lead", "team_lead": "team lead"}


def role_on(path: str, role: str, reads) -> Grant:
    return Grant(WORDS.get(role, role), within(role, path), reads)


staff_sums = Policy(
    StaffFte,
    [
        *(role_on("unit", role, SUM) for role in ("hr", "lived_experience_lead", "administrator")),
        Grant("system", system, SUM),
    ],
    internal={"submission"},
)

RULE = {
    "status",
    "organisation",
    "told_by",
    "value",
    "counts_as",
    "starts_on",
    "ends_on",
    "reason",
    "proposed_by",
    "decided_by",
}
RULE_GIVEN = {"organisation", "told_by", "value", "counts_as", "starts_on", "ends_on", "reason"}
ABOUT_A_PERSON = Q(told_by="staff_id")


def codes(user) -> Q | None:
    """Administrators map codes of their organisations; a rule that names a person tells who has lived experience."""
    rule = within("administrator", "organisation")(user)
    return rule and rule & ~ABOUT_A_PERSON


def named_people(user) -> Q | None:
    rule = within("hr", "organisation")(user)
    return rule and rule & ABOUT_A_PERSON


def for_everybody(user) -> Q | None:
    """Rules for all organisations are read by whoever maps codes in one of them; only the installation sets them."""
    return Q(organisation__isnull=True) & ~ABOUT_A_PERSON if "administrator" in reach_of(user) else None


def own_idea(user) -> Q:
    """Nobody approves what they proposed themselves, nor what concerns their own staff number."""
    return Q(proposed_by=user.pk) | (
        ABOUT_A_PERSON & Q(value__in=Identifier.objects.filter(person__user=user.pk).values("value"))
    )


rules = Policy(
    CountingRule,
    [
        Grant("administrator", codes, RULE, RULE_GIVEN, {"suggest", "classify", "approve", "reject", "end", "replace"}),
        Grant("administrator", for_everybody, RULE),
        Grant("hr", named_people, RULE, RULE_GIVEN, {"suggest", "approve", "reject", "end", "replace"}),
        Grant("system", system, RULE, RULE_GIVEN, {"suggest", "classify", "end", "replace"}),
    ],
    internal={"key"},
    bars={"approve": lambda user: None if getattr(user, "is_system", False) else own_idea(user)},
)


def keeps_rules_of(user, organisation) -> bool:
    """Whether somebody says who counts in an organisation at all; asked before anything is looked up there."""
    if getattr(user, "is_system", False):
        return True
    kept = reach_of(user)
    return organisation is not None and any(organisation.pk in kept.get(role, ()) for role in ("administrator", "hr"))


MEANING = {"number", "text", "effective_from"}
definitions = Policy(
    Definition,
    [
        Grant("anyone signed in", lambda user: EVERY_ROW if getattr(user, "pk", None) else None, MEANING),
        Grant("system", system, MEANING, MEANING, {"publish"}),
    ],
)

WHICH = {"unit", "organisation", "month", "basis", "source", "definition", "mapping_version", "number", "frozen_at"}
FIGURES = WHICH | {"numerator", "denominator", "excluded", "not_attributed", "peers"}
# A director reads figures only as queries.mix gives them, released; the row itself tells them which figure it is.
snapshots = Policy(
    Snapshot,
    [
        Grant("director", within("director", "unit"), WHICH),
        *(role_on("unit", role, FIGURES) for role in ("hr", "lived_experience_lead", "team_lead")),
        Grant("system", system, FIGURES),
    ],
    internal={"current"},
)
AS_IT_IS = ("hr", "lived_experience_lead", "team_lead")  # who sees a small team's figure unfolded
READERS = ("director", *AS_IT_IS)

AIM = {
    "status", "unit", "basis", "value", "due_on", "starts_value", "starts_on", "milestones", "trajectory", "reason",
    "set_by", "set_on",
}  # fmt: skip
AIM_GIVEN = AIM - {"status", "set_by", "set_on"}
targets = Policy(
    Target,
    [
        Grant("director", within("director", "unit"), AIM, AIM_GIVEN, {"set", "replace", "withdraw"}),
        *(role_on("unit", role, AIM) for role in AS_IT_IS),
        Grant("system", system, AIM, AIM_GIVEN, {"set", "replace", "withdraw"}),
    ],
)
