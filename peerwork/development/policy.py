"""Who may see and do what with competences, evidence, ratings and goals. The words are access.md's."""

from django.db.models import Q

from peerwork.development import reach
from peerwork.development.models import (
    Assessor,
    Competence,
    Domain,
    Evidence,
    Framework,
    Goal,
    GoalCompetence,
    GoalShare,
    GoalStep,
    OrganisationEvidence,
    Rating,
)
from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import left, member, own, within
from peerwork.placements.reach import closed_to, own_worker, supervises, works_in

# What there is to be able to do ---------------------------------------------------------------------------------------
NAMED = {"organisation", "name", "source"}
FRAMEWORK = NAMED | {"confirmed_by", "confirmed_on"}
frameworks = Policy(
    Framework,
    [
        Grant("anyone in the organisation", member("organisation"), FRAMEWORK),
        Grant("training lead", within("training_lead", "organisation"), FRAMEWORK, NAMED, {"open", "edit"}),
        Grant("lived-experience lead", within("lived_experience_lead", "organisation"), FRAMEWORK, (), {"confirm"}),
        Grant("system", system, FRAMEWORK, NAMED, {"open", "edit"}),
    ],
)

DOMAIN = {"framework", "number", "name"}
domains = Policy(
    Domain,
    [
        Grant("anyone in the organisation", member("framework__organisation"), DOMAIN),
        Grant("training lead", within("training_lead", "framework__organisation"), DOMAIN, DOMAIN, {"add", "edit"}),
        Grant("system", system, DOMAIN, DOMAIN, {"add", "edit"}),
    ],
)

COMPETENCE = {
    "domain",
    "number",
    "position",
    "name",
    "whose",
    "optional",
    "families",
    "assessor_too",
    "closed_on",
}
CHANGES = {"add", "edit", "close"}
WHERE = "domain__framework__organisation"
competences = Policy(
    Competence,
    [
        Grant("anyone in the organisation", member(WHERE), COMPETENCE),
        Grant("training lead", within("training_lead", WHERE), COMPETENCE, COMPETENCE, CHANGES),
        Grant("system", system, COMPETENCE, COMPETENCE, CHANGES),
    ],
)

ASSESSOR = {"organisation", "user", "lived_experience", "starts_on", "ends_on"}
assessors = Policy(
    Assessor,
    [
        Grant(
            "training lead",
            within("training_lead", "organisation"),
            ASSESSOR,
            ASSESSOR - {"lived_experience"},
            {"name", "end"},
        ),
        Grant("assessor", own("user"), ASSESSOR, {"lived_experience"}, {"say"}, own=True),
    ],
    bars={"name": own("user")},
)

# Evidence -------------------------------------------------------------------------------------------------------------
GIVEN = {"person", "competence", "title", "text", "happened_on"}
EVIDENCE = GIVEN | {
    "status",
    "file_name",
    "asked_on",
    "confirmed_by",
    "confirmed_on",
    "assessed_by",
    "assessed_on",
    "review_words",
    "waits_for",
}
ASKED = Q(status__in=("asked", "more_wanted", "confirmed"))  # before that it is the worker's alone
evidence = Policy(
    Evidence,
    [
        Grant(
            "worker",
            own_worker("person__user"),
            EVIDENCE,
            GIVEN,
            {"add", "edit", "attach", "ask", "take_back", "withdraw"},
            own=True,
        ),
        *(
            Grant(role, reach.only(rule, ASKED), EVIDENCE, {"review_words"}, {"confirm", "want_more"})
            for role, rule in (
                ("supervisor", supervises("person")),
                ("team lead", works_in("team_lead", "person")),
                ("training lead", works_in("training_lead", "person")),
            )
        ),
        Grant("assessor", reach.to_assess, EVIDENCE, {"review_words"}, {"assess", "want_more"}),
    ],
    internal={"file"},
    derived={"file_name", "waits_for"},
    closed=closed_to("person"),
    bars={
        "confirm": lambda user: Q(person__user=user.pk) | Q(assessed_by=user.pk) | Q(confirmed_by__isnull=False),
        "assess": lambda user: Q(person__user=user.pk) | Q(confirmed_by=user.pk) | Q(assessed_by__isnull=False),
        "want_more": own("person__user"),
    },
)

SHOWS = {"organisation", "competence", "title", "text"}
SHOWN = SHOWS | {"status", "added_by", "added_on", "confirmed_by", "confirmed_on"}
organisation_evidence = Policy(
    OrganisationEvidence,
    [
        Grant("anyone in the organisation", member("organisation"), SHOWN),
        Grant("hr", within("hr", "organisation"), SHOWN, SHOWS, {"add", "edit", "withdraw"}),
        Grant("training lead", within("training_lead", "organisation"), SHOWN, SHOWS, {"add", "edit", "withdraw"}),
        Grant("lived-experience lead", within("lived_experience_lead", "organisation"), SHOWN, (), {"confirm"}),
    ],
    bars={"confirm": own("added_by")},
)

SAID = {"person", "competence", "on", "level", "words"}
RATING = SAID | {"view", "by"}
ratings = Policy(
    Rating,
    [
        Grant("worker", own("person__user"), RATING, own=True),
        Grant("worker", reach.only(own_worker("person__user"), Q(view="own")), RATING, SAID, {"rate"}, own=True),
        *(
            Grant(role, rule, RATING, SAID, {"rate"})
            for role, rule in (
                ("supervisor", supervises("person")),
                ("team lead", works_in("team_lead", "person")),
                ("training lead", works_in("training_lead", "person")),
            )
        ),
    ],
    closed=closed_to("person"),
)

# Goals ----------------------------------------------------------------------------------------------------------------
SET = {"person", "strengths", "title", "matters", "by_when", "from_step", "look_back"}
GOAL = SET | {"status", "reached_on"}
goals = Policy(
    Goal,
    [
        Grant(
            "worker",
            own_worker("person__user"),
            GOAL,
            SET,
            {"set", "edit", "reach", "put_aside", "take_up"},
            own=True,
        ),
        Grant("supervisor", reach.shared_with_me(), GOAL),
    ],
    closed=closed_to("person"),
)

STEP = {"goal", "what", "due_on", "done_on", "dropped_on"}
steps = Policy(
    GoalStep,
    [
        Grant(
            "worker",
            own_worker("goal__person__user"),
            STEP,
            {"goal", "what", "due_on"},
            {"add", "edit", "do", "reopen", "drop"},
            own=True,
        ),
        Grant("supervisor", reach.shared_with_me("goal"), STEP),
    ],
    closed=closed_to("goal__person"),
)

LINK = {"goal", "competence", "ended_on"}
goal_competences = Policy(
    GoalCompetence,
    [
        Grant("worker", own_worker("goal__person__user"), LINK, {"goal", "competence"}, {"link", "unlink"}, own=True),
        Grant("supervisor", reach.shared_with_me("goal"), LINK),
    ],
    closed=closed_to("goal__person"),
)

SHARE = {"goal", "stream", "shared_on", "ended_on"}
goal_shares = Policy(
    GoalShare,
    [Grant("worker", own_worker("goal__person__user"), SHARE, {"goal", "stream"}, {"share", "end"}, own=True)],
    closed=closed_to("goal__person"),
)

# Leavers' records are read-only.
evidence.freeze(left("person__"), but={"withdraw"})
goals.freeze(left("person__"), but={"put_aside"})
steps.freeze(left("goal__person__"), but=())
