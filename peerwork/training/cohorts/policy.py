"""Who may see and do what with centres, trainers, groups, learners and registers."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import member, own
from peerwork.placements.reach import closed_to, employs, supervises, works_in
from peerwork.training.cohorts.models import (
    AssessmentResult,
    Attendance,
    Cohort,
    CohortTrainer,
    Enrolment,
    Learner,
    Meeting,
    Offer,
    Site,
    SiteService,
    Trainer,
    TrainerSupport,
)
from peerwork.training.reach import lead, mine, my_places, of_groups, openly_teaching, shown_groups, taught, teaches


def followers(path: str, reads) -> list[Grant]:
    """Those who see how somebody's training goes, and no more: supervisor, team lead, HR, a part's training lead."""
    return [
        Grant("supervisor", supervises(path), reads),
        Grant("team lead", works_in("team_lead", path), reads),
        Grant("hr", employs("hr", path), reads),
        Grant("training lead", works_in("training_lead", path), reads),
    ]


def not_oneself(path: str):
    """Rows on which nobody marks, assesses or certifies: their own."""
    return lambda user: Q(**{f"{path}__person__user": user.pk}) if user.pk else None


# Where --------------------------------------------------------------------------------------------------------------
SITE = {"organisation", "name", "kind", "place", "getting_in", "contact", "closed_on"}
sites = Policy(
    Site,
    [
        Grant("training lead", lead("organisation"), SITE, SITE, {"open", "edit", "close"}),
        Grant("anyone in the organisation", member("organisation"), SITE),
        Grant("learner", my_places("pk", "cohort__site"), SITE - {"organisation"}, own=True),
        Grant("system", system, SITE, SITE, {"open", "edit", "close"}),
    ],
)
SERVED = {"site", "unit", "starts_on", "ends_on"}
services = Policy(
    SiteService,
    [
        Grant("training lead", lead("site__organisation"), SERVED, SERVED, {"serve", "end"}),
        Grant("anyone in the organisation", member("site__organisation"), SERVED),
        Grant("system", system, SERVED, SERVED, {"serve", "end"}),
    ],
)
OFFERED = {"site", "curriculum", "starts_on", "ends_on"}
offers = Policy(
    Offer,
    [
        Grant("training lead", lead("site__organisation"), OFFERED, OFFERED, {"offer", "end"}),
        Grant("anyone in the organisation", member("site__organisation"), OFFERED),
        Grant("system", system, OFFERED, OFFERED, {"offer", "end"}),
    ],
)

# Who teaches --------------------------------------------------------------------------------------------------------
KEPT = {
    "person",
    "organisation",
    "professional",
    "about",
    "trained_in",
    "trained_on",
    "supported_by",
    "support_weeks",
    "pay",
}
TRAINER = KEPT | {"lived_experience", "retired_on"}
trainers = Policy(
    Trainer,
    [
        Grant("training lead", lead("organisation"), TRAINER, KEPT | {"retired_on"}, {"register", "edit", "retire"}),
        Grant("trainer", own("person__user"), TRAINER, {"lived_experience", "about"}, {"declare"}, own=True),
        Grant("anyone in the organisation", openly_teaching, {"person", "about"}),
        Grant("system", system, TRAINER, TRAINER, {"register", "edit", "declare", "retire"}),
    ],
    closed=closed_to("person"),
)
SUPPORT = {"trainer", "kind", "held_on", "minutes", "withdrawn"}
GIVEN = SUPPORT - {"withdrawn"}
support = Policy(
    TrainerSupport,
    [
        Grant("training lead", lead("trainer__organisation"), SUPPORT, GIVEN, {"log", "withdraw"}),
        Grant("trainer", own("trainer__person__user"), SUPPORT, GIVEN, {"log", "withdraw"}, own=True),
        Grant("supervisor", own("trainer__supported_by"), SUPPORT, GIVEN, {"log", "withdraw"}),
        Grant("system", system, SUPPORT, GIVEN, {"log", "withdraw"}),
    ],
)

# Groups -------------------------------------------------------------------------------------------------------------
PLANNED = {
    "edition",
    "site",
    "name",
    "place",
    "link",
    "getting_in",
    "capacity",
    "starts_on",
    "ends_on",
    "audience",
    "ask_yourself",
    "designed_with",
    "produced_with",
    "delivered_with",
}
GROUP = PLANNED | {"status", "organisation"}
cohorts = Policy(
    Cohort,
    [
        Grant(
            "training lead",
            lead("organisation"),
            GROUP,
            PLANNED | {"organisation"},
            {"plan", "edit", "open", "finish", "cancel"},
        ),
        Grant("trainer", teaches("pk"), GROUP, {"place", "link", "getting_in"}, {"edit", "finish"}),
        Grant("anyone in the organisation", shown_groups, GROUP - {"link"}),
        Grant("learner", my_places("pk", "cohort"), GROUP - {"organisation", "link"}, own=True),
        Grant("learner", my_places("pk", "cohort", held=True), {"link"}, own=True),
        Grant("system", system, GROUP, PLANNED | {"organisation"}, {"plan", "edit", "open", "finish", "cancel"}),
    ],
)
TEACHING = {"cohort", "trainer", "side", "starts_on", "ends_on"}
cohort_trainers = Policy(
    CohortTrainer,
    [
        Grant("training lead", lead("cohort__organisation"), TEACHING, TEACHING, {"name", "end"}),
        Grant("trainer", teaches(), TEACHING),
        Grant("anyone in the organisation", of_groups(shown_groups), TEACHING - {"side"}),
        Grant("learner", my_places("cohort", "cohort"), TEACHING - {"side"}, own=True),
        Grant("system", system, TEACHING, TEACHING, {"name", "end"}),
    ],
)
WHEN = {"module", "starts_at", "minutes", "place"}
DAY = WHEN | {"status", "cohort", "sequence"}
meetings = Policy(
    Meeting,
    [
        Grant(
            "training lead",
            lead("cohort__organisation"),
            DAY,
            WHEN | {"cohort"},
            {"set", "move", "hold", "cancel"},
        ),
        Grant("trainer", teaches(), DAY, WHEN | {"cohort"}, {"set", "move", "hold", "cancel"}),
        Grant("anyone in the organisation", of_groups(shown_groups), DAY - {"sequence"}),
        Grant("learner", my_places("cohort", "cohort"), DAY - {"sequence"}, own=True),
        Grant("system", system, DAY, WHEN | {"cohort"}, {"set", "move", "hold", "cancel"}),
    ],
    internal={"uid"},
)

# Who learns ---------------------------------------------------------------------------------------------------------
WHO = {"organisation", "person", "profession", "level"}
LEARNER = WHO | {"kind", "access_needs"}
TOLD = {"profession", "level", "access_needs"}
learners = Policy(
    Learner,
    [
        Grant("training lead", lead("organisation"), LEARNER, LEARNER, {"register", "edit", "invite"}),
        Grant("trainer", taught(), LEARNER - {"organisation"}),
        Grant("learner", mine(""), LEARNER, TOLD, {"tell"}, own=True),
        *followers("person", WHO),
        Grant("system", system, LEARNER, LEARNER, {"register", "edit", "tell", "invite"}),
    ],
    internal={"visitor"},
    closed=closed_to("person"),
)
STANDING = {"status", "cohort", "learner", "edition", "placed_on", "finished_on"}
PLACE = STANDING | {"asked_at", "stopped_because", "feedback_on"}
LED = {"enrol", "wait", "promote", "withdraw", "stop", "resume", "transfer", "complete", "accredit"}
places = Policy(
    Enrolment,
    [
        Grant(
            "training lead",
            lead("cohort__organisation"),
            PLACE - {"feedback_on"},
            {"cohort", "learner", "edition", "stopped_because"},
            LED,
        ),
        Grant(
            "trainer",
            teaches(),
            PLACE - {"feedback_on"},
            {"cohort", "learner", "stopped_because"},
            LED - {"transfer"},
        ),
        Grant("learner", mine(), PLACE, {"cohort", "learner"}, {"enrol", "wait", "withdraw", "answer"}, own=True),
        *followers("learner__person", STANDING),
        Grant("system", system, PLACE, {"cohort", "learner", "edition", "stopped_because"}, LED),
    ],
    closed=closed_to("learner__person"),
    bars={verb: not_oneself("learner") for verb in ("complete", "accredit")},
)
MARKED = {"enrolment", "meeting", "came", "minutes_missed", "made_up_on", "made_up_how"}
attendance = Policy(
    Attendance,
    [
        Grant("training lead", lead("enrolment__cohort__organisation"), MARKED, MARKED, {"mark", "edit"}),
        Grant("trainer", teaches("enrolment__cohort"), MARKED, MARKED, {"mark", "edit"}),
        Grant("learner", mine("enrolment__learner"), MARKED, own=True),
        *followers("enrolment__learner__person", MARKED),
        Grant("system", system, MARKED, MARKED, {"mark", "edit"}),
    ],
    closed=closed_to("enrolment__learner__person"),
    bars={verb: not_oneself("enrolment__learner") for verb in ("mark", "edit")},
)
OUTCOME = {"enrolment", "part", "result", "assessed_on"}
RESULT = OUTCOME | {"assessed_by", "comment"}
results = Policy(
    AssessmentResult,
    [
        Grant(
            "training lead",
            lead("enrolment__cohort__organisation"),
            RESULT,
            RESULT - {"assessed_by"},
            {"record", "edit"},
        ),
        Grant("trainer", teaches("enrolment__cohort"), RESULT, RESULT - {"assessed_by"}, {"record", "edit"}),
        Grant("learner", mine("enrolment__learner"), RESULT, own=True),
        *followers("enrolment__learner__person", OUTCOME),
        Grant("system", system, RESULT, RESULT - {"assessed_by"}, {"record", "edit"}),
    ],
    closed=closed_to("enrolment__learner__person"),
    bars={verb: not_oneself("enrolment__learner") for verb in ("record", "edit")},
)
