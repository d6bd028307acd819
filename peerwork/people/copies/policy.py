"""Whose copy it is: the owner's alone. A case and what it names is open to the records officer, under that case."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.copies.models import Copy, RecordsCase, Redaction
from peerwork.people.reach import own, own_record, within


def officer(path: str, **lookup):
    rule = within("records_officer", path)
    return lambda user: None if (found := rule(user)) is None else found & Q(**lookup)


def told_of(path: str):
    """The person's own request for their data, from the day it is opened; other cases are not theirs to see."""
    rule = own_record(path)
    return lambda user: None if (found := rule(user)) is None else found & Q(kind="subject_access")


GIVEN = {"person", "kind", "received_on", "identity_on", "parts", "words"}
CASE = GIVEN | {"status", "due_on", "extended_because", "outcome", "closed_on", "opened_by"}
HANDLES = {"open", "edit", "extend", "gather", "send", "close"}
cases = Policy(
    RecordsCase,
    [
        Grant(
            "records officer", officer("person__organisation"), CASE, GIVEN | {"extended_because", "outcome"}, HANDLES
        ),
        Grant("worker", told_of("person__user"), CASE - {"identity_on"}, own=True),
        Grant("system", system, CASE, (), {"gathered"}),
    ],
    internal={"uuid"},
    bars={verb: own("person__user") for verb in HANDLES},
)

LEFT_OUT = {"case", "piece", "why", "left_out_by", "put_back_on"}
redactions = Policy(
    Redaction,
    [
        Grant(
            "records officer", officer("case__person__organisation"), LEFT_OUT, {"case", "piece", "why"},
            {"leave_out", "put_back"},
        )
    ],
    bars={verb: own("case__person__user") for verb in ("leave_out", "put_back")},
)  # fmt: skip

COPY = {"status", "person", "case", "asked_at", "progress", "size", "made_at", "ends_at", "fetched_at"}
copies = Policy(
    Copy,
    [
        Grant("worker", own_record("person__user"), COPY, {"person"}, {"ask", "fetch"}, own=True),
        Grant(
            "records officer", officer("person__organisation", case__isnull=False), COPY, (), {"hand_over"}
        ),  # for somebody without an account: the action asks
        Grant("system", system, COPY, {"person", "case"}, {"ask", "make", "fail", "end"}),
    ],
    internal={"uuid"},
    bars={"hand_over": own("person__user")},
)
