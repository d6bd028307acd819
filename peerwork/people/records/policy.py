"""Who asks about their record, and who answers: the person themself, and HR of their employer."""

from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import own, own_record, within
from peerwork.people.records.models import RecordRequest

GIVEN = {"person", "kind", "about", "words"}
REQUEST = GIVEN | {"status", "asked_on", "answer", "answered_by", "answered_on"}
requests = Policy(
    RecordRequest,
    [
        Grant("worker", own_record("person__user"), REQUEST, GIVEN, {"ask", "edit", "withdraw"}, own=True),
        Grant("hr", within("hr", "person__organisation"), REQUEST, {"answer"}, {"answer", "put_right"}),
    ],
    bars={verb: own("person__user") for verb in ("answer", "put_right")},
)
