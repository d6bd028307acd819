"""Who may see and do what with staff files, rules on who counts, figures and targets."""

from django.db.models import Q
from django.db.models.functions import Lower

from peerwork.kit.access import EVERY_ROW, Grant, Policy, system
from peerwork.mix.models import (
    ActivitySubmission,
    CareStaff,
    CareTeam,
    CountedRule,
    CountingRule,
    Definition,
    Profession,
    Snapshot,
    StaffFte,
    StaffLine,
    StaffLink,
    StaffSubmission,
    Tally,
    Target,
)
from peerwork.people.models import Identifier
from peerwork.people.reach import own, reach_of, within

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
    mine = Identifier.objects.filter(person__user=user.pk).annotate(key=Lower("value"))  # as rules compare values
    return Q(proposed_by=user.pk) | (ABOUT_A_PERSON & Q(key__in=mine.values("key")))


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


MEANING = {"number", "measure", "text", "effective_from"}
definitions = Policy(
    Definition,
    [
        Grant("anyone signed in", lambda user: EVERY_ROW if getattr(user, "pk", None) else None, MEANING),
        Grant("system", system, MEANING, MEANING, {"publish"}),
    ],
)

WHICH = {
    "unit", "organisation", "month", "basis", "source", "definition", "mapping_version", "counting_rule", "number",
    "frozen_at",
}  # fmt: skip
FIGURES = WHICH | {"numerator", "denominator", "excluded", "not_attributed", "peers", "low", "high"}
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

# Care activity --------------------------------------------------------------------------------------------------------
ACTIVITY = HANDED_IN - {"as_at", "created_organisations", "created_teams"}
ACTIVITY_GIVEN = {"organisation", "profile", "file_name", "sha256", "dry_run"}
activity_files = Policy(
    ActivitySubmission,
    [
        Grant("administrator", within("administrator", "organisation"), ACTIVITY, ACTIVITY_GIVEN, LOADING),
        Grant("system", system, ACTIVITY, ACTIVITY_GIVEN, LOADING),
    ],
    internal={"sha256"},
)

CARE_NUMBER = {"organisation", "source", "local_id"}
care_staff = Policy(
    CareStaff,
    [
        Grant("administrator", within("administrator", "organisation"), CARE_NUMBER),
        Grant("system", system, CARE_NUMBER),
    ],
    internal={"key"},
)

CROSSWALK = {"organisation", "source", "local_id", "staff_id", "starts_on", "ends_on"}
crosswalk = Policy(
    StaffLink,
    [
        Grant("administrator", within("administrator", "organisation"), CROSSWALK, CROSSWALK, {"link", "end"}),
        Grant("system", system, CROSSWALK, CROSSWALK, {"link", "end"}),
    ],
)

TEAM_KNOWN = CARE_NUMBER | {"team_type", "unit"}
care_teams = Policy(
    CareTeam,
    [
        Grant("administrator", within("administrator", "organisation"), TEAM_KNOWN, {"unit"}, {"map"}),
        Grant("system", system, TEAM_KNOWN, TEAM_KNOWN, {"note", "map"}),
    ],
    internal={"key"},
)

NAMED = {"organisation", "value", "name", "registration"}
professions = Policy(
    Profession,
    [
        Grant("administrator", within("administrator", "organisation"), NAMED, NAMED, {"name"}),
        Grant("system", system, NAMED, NAMED, {"name"}),
    ],
    internal={"key"},
)

COUNTED = {
    "organisation", "number", "effective_from", "attended", "mechanisms", "leave_out", "text_providers",
    "text_mechanisms", "most_unattributed", "reason",
}  # fmt: skip
COUNTED_GIVEN = COUNTED - {"number"}
NATIONAL = Q(organisation__isnull=True)
counted_rules = Policy(
    CountedRule,
    [
        Grant("anyone signed in", lambda user: NATIONAL if getattr(user, "pk", None) else None, COUNTED),
        Grant("administrator", within("administrator", "organisation"), COUNTED, COUNTED_GIVEN, {"set"}),
        *(
            Grant(WORDS.get(role, role), within(role, "organisation"), COUNTED)
            for role in ("director", "hr", "lived_experience_lead")
        ),
        Grant("system", system, COUNTED, COUNTED_GIVEN, {"set"}),
    ],
)

TALLY = {"unit", "person", "held_on", "kind", "minutes", "contacts", "covering"}
LOGGING = {"log", "edit", "withdraw"}
tallies = Policy(
    Tally,
    [
        Grant("self", own("person__user"), TALLY | {"status"}, TALLY, LOGGING, own=True),
        Grant("team lead", within("team_lead", "unit"), TALLY | {"status"}, TALLY, LOGGING),
        Grant("system", system, TALLY | {"status"}, TALLY, LOGGING),
    ],
)
