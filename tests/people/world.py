"""What people in the prepared world asked about their records, the copies they took, and a records officer's cases."""

from peerwork.kit.records import creating
from peerwork.people.copies import actions as copying
from peerwork.people.copies.models import RecordsCase
from peerwork.people.copies.policy import copies
from peerwork.people.records import actions
from tests import make

COPIED = [
    ("people.RecordRequest/worker", ""),
    ("people.RecordRequest/colleague", ""),
    ("people.Copy/given", "uuid person=same"),
    ("people.RecordsCase/access", "uuid person=same"),
]


def copy_of(person, **values):
    """A copy that was asked for and is not made: making one reads the whole record."""
    with creating(copies, "ask", by=make.system(), person=person, **values) as row:
        pass
    return row


def fill(place) -> None:
    for name, kind in (("worker", "question"), ("colleague", "correction")):
        asked = {"person": place.person(name), "kind": kind, "about": "job", "words": "My hours changed in May"}
        place.put(name, actions.ask(by=place.user(name), **asked))
        place.put(name, copy_of(place.person(name)))
    officer, worker = place.user("records_officer"), place.person("worker")
    asked = {"by": officer, "person": worker, "received_on": make.today(), "words": "Everything since May"}
    access = place.put("access", copying.open_case(**asked, identity_on=make.today(), parts=["development"]))
    place.put("legal", copying.open_case(**asked, kind="legal"))
    place.put("given", copy_of(worker, case=access))
    RecordsCase.objects.filter(pk=access.pk).update(status="review")  # it is looked through
    access.refresh_from_db()
    place.put("left_out", copying.leave_out(by=officer, case=access, piece="development.Goal/1", why="others"))
    RecordsCase.objects.filter(pk=access.pk).update(status="open")
    access.refresh_from_db()
