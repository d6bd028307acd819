"""Who may see and do what about occupational health. The clinical part: its adviser and the worker, nobody else."""

from django.db.models import Q

from peerwork.adjustments import reach
from peerwork.adjustments.health.models import Clinical, Disclosure, Recommendation, Referral, Report
from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, own_record, within
from peerwork.placements.reach import closed_to, employs

QUESTION = {"why", "questions"}
CASE = {
    "status",
    "person",
    "proposed_by",
    "proposed_on",
    "informed_on",
    "adviser",
    "referred_on",
    "due_on",
    "closed_on",
}
CARE = {"answered_on", "appointment_at", "assessed_on", "consent_again", "again_because", "adviser_until"}
GIVEN = QUESTION | {"person", "adviser", "adviser_until", "again_because"}
referrals = Policy(
    Referral,
    [
        Grant(
            "worker",
            reach.only(own_record("person__user"), ~Q(status="proposed")),
            CASE | CARE | QUESTION,
            (),
            {"consent", "decline", "withdraw"},
            own=True,
        ),
        Grant(
            "OH adviser",
            reach.my_case(),
            CASE | CARE | QUESTION,
            {"appointment_at", "assessed_on", "consent_again"},
            {"offer_appointment", "assess", "close"},
        ),
        Grant(
            "OH lead",
            reach.only(within("oh_lead", "person__organisation"), referred_on__isnull=False),
            {"status", "person", "adviser", "referred_on", "due_on", "closed_on"},
            {"adviser"},
            {"pass_on"},
        ),
        Grant(
            "line manager",
            reach.proposed_by_me,
            CASE | QUESTION,
            QUESTION | {"person"},
            {"propose", "edit", "inform", "close"},
        ),
        Grant(
            "hr",
            employs("hr", "person"),
            CASE | QUESTION | {"adviser_until", "again_because"},
            GIVEN,
            {"propose", "edit", "inform", "refer", "close", "refer_again"},
        ),
        Grant("system", system, CASE | CARE, (), {"advise", "close"}),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("propose", "edit", "inform", "refer", "refer_again", "pass_on")},
)

# The report ---------------------------------------------------------------------------------------------------------
FACTS = {"status", "referral", "person", "adviser", "shown_on", "read_by", "decided_on"}
ADVICE = {"fit", "limits", "advice", "remarks"}
given = ~Q(status="draft")
reports = Policy(
    Report,
    [
        Grant(
            "worker",
            reach.only(own_record("person__user"), given),
            FACTS | ADVICE | {"correction_wanted"},
            {"correction_wanted"},
            {"release", "ask_correction", "keep_private"},
            own=True,
        ),
        Grant(
            "OH adviser",
            reach.my_case("referral__"),
            FACTS | ADVICE | {"correction_wanted", "harm_checked_on", "harm_grounds"},
            ADVICE | {"referral", "harm_grounds"},
            {"draft", "edit", "check_harm", "show", "add_remark"},
        ),
        Grant("line manager", reach.only(reach.managed(), status="released"), FACTS - {"read_by"} | ADVICE),
        Grant("hr", reach.only(employs("hr", "person"), status="released"), FACTS - {"read_by"} | ADVICE),
    ],
    outline=FACTS | {"harm_checked_on"},
    closed=closed_to("person"),
)

ANSWERED = {"status", "report", "person", "response", "responded_by", "responded_on", "adjustment"}
SAID = {"kind", "what", "response_words"}
ANSWER = {"response", "response_words"}
released = Q(report__status="released")
recommendations = Policy(
    Recommendation,
    [
        Grant("worker", reach.only(own_record("person__user"), ~Q(report__status="draft")), ANSWERED | SAID, own=True),
        Grant(
            "OH adviser",
            reach.my_case("report__referral__"),
            ANSWERED | SAID,
            {"report", "kind", "what"},
            {"add", "edit", "drop"},
        ),
        Grant("line manager", reach.only(reach.managed(), released), ANSWERED | SAID, ANSWER, {"respond"}),
        Grant("hr", reach.only(employs("hr", "person"), released), ANSWERED | SAID, ANSWER, {"respond"}),
    ],
    outline=ANSWERED,
    closed=closed_to("person"),
    bars={"respond": own("person__user")},
)

# The clinical part, the disclosure ----------------------------------------------------------------------------------
OUTSIDE = {"report", "person", "by", "on"}
clinical_parts = Policy(
    Clinical,
    [
        Grant(
            "worker",
            reach.only(own_record("person__user"), ~Q(report__status="draft")),
            OUTSIDE | {"text"},
            own=True,
        ),
        Grant(
            "OH adviser", reach.my_case("report__referral__"), OUTSIDE | {"text"}, {"report", "text"}, {"write", "edit"}
        ),
    ],
    internal={"uuid"},
    derived={"text"},
    outline=OUTSIDE,
    closed=closed_to("person"),
)
DISCLOSED = {"referral", "person", "by", "to", "senior_adviser", "advised_on", "told_on", "at"}
disclosures = Policy(
    Disclosure,
    [
        Grant("worker", own_record("person__user"), DISCLOSED | {"content", "grounds"}, own=True),
        Grant(
            "OH adviser",
            lambda user: None if (rule := reach.live_case(user, "referral__")) is None else rule & Q(by=user.pk),
            DISCLOSED | {"content", "grounds"},
            DISCLOSED - {"person", "by", "at"} | {"content", "grounds"},
            {"disclose"},
        ),
        Grant("named person", own("to"), {"person", "by", "at", "content"}),
    ],
    internal={"uuid"},
    derived={"content", "grounds"},
    outline=DISCLOSED,
    closed=closed_to("person"),
)
