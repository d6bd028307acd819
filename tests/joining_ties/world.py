"""What the worker tied to their evidence and their shared goal, in the prepared world."""

from io import BytesIO
from json import dumps

from peerwork.joining.bring import actions as bringing
from peerwork.joining.ties import actions
from peerwork.training.certificates.actions import key_of
from peerwork.training.certificates.documents import signed

AFTER = ("development", "supervision", "training", "adjustments")
COPIED = [
    ("joining.Brought/given", "person=same signature"),
    ("joining.EvidenceSession/asked", "session=same"),
    ("joining.GoalCourse/shared", "course=same"),
]

GIVEN = {
    "certificates": [{"title": "Core peer support", "award": "completion", "issuer": "Tarn Trust", "hours": "60.00",
                      "level": "", "issued_on": "2024-05-01", "valid_until": "", "code": "ABCD-1234"}],
    "adjustments": [{"kind": "quiet", "what": "A desk away from the door"}],
    "checks": [{"check": "identity", "complete_on": "2024-02-01", "holds_until": ""}],
}  # fmt: skip


def a_file(organisation, **changes) -> BytesIO:
    """A file as another employer's Peerwork signs it."""
    body = {
        "standard": "peerwork-bring", "version": "1.0", "employer": {"code": "RTT", "name": "Tarn Trust"},
        "person": {"given_name": "Wren", "family_name": "Lake"}, "made_on": "2026-03-01", "given": GIVEN,
    } | changes  # fmt: skip
    return BytesIO(dumps(signed(body, key_of(organisation))).encode())


def fill(place) -> None:
    row, mine = lambda path: place.world.row(path.replace("/", f"/{place.prefix}")), place.user("worker")
    session = row("supervision.Session/agreed")
    place.put("kept", actions.link_session(by=mine, evidence=row("development.Evidence/kept"), session=session))
    place.put("asked", actions.link_session(by=mine, evidence=row("development.Evidence/asked"), session=session))
    course = row("training.Curriculum/course")
    place.put("given", bringing.give_file(by=mine, person=place.world.row(f"people.Person/{place.prefix}worker"),
                                          file=a_file(place.root)))  # fmt: skip
    place.put("shared", actions.link_course(by=mine, goal=row("development.Goal/shared"), course=course))
