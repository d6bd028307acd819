"""Who may see, issue and take back certificates; badges are the holder's own choice."""

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import within
from peerwork.placements.reach import closed_to
from peerwork.training.certificates.models import Certificate, SigningKey
from peerwork.training.cohorts.policy import followers, not_oneself
from peerwork.training.reach import lead, mine, teaches

KEY = {"organisation", "public_key", "made_on", "retired_on"}
keys = Policy(
    SigningKey,
    [
        Grant("administrator", within("administrator", "organisation"), KEY, (), {"retire"}),
        Grant("training lead", lead("organisation"), KEY),
        Grant("system", system, KEY, {"organisation", "public_key"}, {"make", "retire"}),
    ],
    internal={"uuid"},
)

SHORT = {"status", "enrolment", "award", "title", "issued_on", "valid_until"}
CERTIFICATE = SHORT | {
    "code",
    "holder",
    "issuer",
    "hours",
    "credential",
    "issued_by",
    "revoked_on",
    "revoked_because",
}
ISSUED = {"enrolment", "award", "valid_until"}
certificates = Policy(
    Certificate,
    [
        Grant(
            "training lead",
            lead("enrolment__cohort__organisation"),
            CERTIFICATE,
            ISSUED | {"revoked_because"},
            {"issue", "revoke"},
        ),
        Grant("trainer", teaches("enrolment__cohort"), CERTIFICATE, ISSUED, {"issue"}),
        Grant(
            "learner",
            mine("enrolment__learner"),
            CERTIFICATE | {"badge"},
            (),
            {"ask_badge", "drop_badge"},
            own=True,
        ),
        *followers("enrolment__learner__person", SHORT),
        Grant("system", system, CERTIFICATE, ISSUED | {"revoked_because"}, {"issue", "revoke"}),
    ],
    internal={"uuid", "key", "signature"},
    closed=closed_to("enrolment__learner__person"),
    bars={"issue": not_oneself("enrolment__learner")},
)
