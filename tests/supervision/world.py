"""The rows of supervision in the prepared world: one of each, in the state that tells readers apart."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from peerwork.kit.records import creating
from peerwork.people.models import User
from peerwork.placements.models import Stream
from peerwork.supervision import actions
from peerwork.supervision.importers import import_sessions
from peerwork.supervision.models import Attendance, MonthFigure
from peerwork.supervision.policy import files, shares
from peerwork.supervision.practice import actions as practice
from peerwork.supervision.practice.models import ReflectionItem, Voice, VoiceBatch
from tests import make

RECORD = {
    "gone_well": "Ran the Thursday group alone", "talked_about": "The new rota", "topics": ["successes"],
    "skills": ["hope"], "minutes": 60, "mode": "together",
}  # fmt: skip


def rule(stream: Stream, **values):
    values = {"every": 4, "starts_on": make.today() - 2 * make.LONG_AGO, "source": "House rule"} | values
    return actions.set_rule(by=make.system(), stream=stream, **values)


def logged(person, by: User, stream: Stream, *, days_ago: int = 10, **values):
    """A session some days ago, with an action and a note unless told otherwise."""
    held_on = make.today() - timedelta(days=days_ago)
    return actions.log(by=by, person=person, stream=stream, held_on=held_on, **RECORD | values)


def fill(place) -> None:
    """What supervision adds to one trust: the worker's practice supervision, and what hangs on it."""
    put = place.put
    worker, supervisor = place.person("worker"), place.user("supervisor")
    mine = place.user("worker")
    practice_stream = place.practice
    put("practice", rule(practice_stream))
    action = {"what": "Find a quiet desk", "owner": place.user("hr"), "due_on": make.today() + timedelta(days=5)}
    agreed = logged(
        worker, supervisor, practice_stream, days_ago=40, agreed=[action], note="Ask about the rota", send=True
    )
    agreed = put("agreed", actions.agree(agreed, by=mine, worker_comment="Yes"))
    put("owned", agreed.actions.get())
    put("agreed", agreed.preparation)
    put("standing", _standing(agreed, mine, supervisor))
    given = logged(worker, supervisor, practice_stream, days_ago=60, note="Bring the rota", send=True)
    put("not_answered", actions.lapse(given, by=make.system()))
    actions.ask_for_note(given.preparation, by=mine)
    put("given", actions.give_note(
        given.preparation.__class__.objects.get(session=given), by=place.user("records_officer")))  # fmt: skip
    put("draft", logged(worker, supervisor, practice_stream, days_ago=3))
    put("proposed", logged(worker, supervisor, practice_stream, days_ago=5, send=True))
    put("remark", actions.add_remark(agreed, by=mine, text="One more thing"))
    put("told", actions.note_passed_on(agreed, by=supervisor, to="Safeguarding lead", worker_told=True))
    put("untold", actions.note_passed_on(agreed, by=supervisor, to="Safeguarding team"))
    put("shared", actions.share_entry(agreed, by=mine, user=place.user("lived_experience_lead")))
    put("proposed", actions.propose_agreement(
        by=supervisor, person=worker, stream=practice_stream, purpose="To think", confidentiality="Ours",
        recorded="A record", disagree="We talk", review_on=make.today() + timedelta(days=300)))  # fmt: skip
    starts_at = timezone.now() + timedelta(days=9)
    put("booked", actions.book(by=supervisor, person=worker, stream=practice_stream, starts_at=starts_at)[0])
    group = make.stream(place.root, "group", "Co-reflection")
    make.supervised(worker, supervisor, group)
    put("booked_group", actions.book(by=supervisor, person=None, stream=group, starts_at=starts_at)[0])
    held = put("group", actions.log_group(
        by=supervisor, stream=group, came=[worker], topics=["risk"], minutes=45,
        held_on=make.today() - timedelta(days=20)))  # fmt: skip
    put("worker", Attendance.objects.get(group=held))
    reflection = put("worker", practice.reflect(by=mine, person=worker, answers={1: "yes", 2: "partly"}, text="Calm"))
    parts = {item.number: item for item in ReflectionItem.objects.filter(reflection=reflection)}
    put("private", parts[1])
    put("shared", practice.share_item(parts[2], by=mine, shared_in=practice_stream))
    put("worker", practice.record_observation(
        by=supervisor, person=worker, stream=practice_stream, setting="A group", went_well="Listening"))  # fmt: skip
    said = {"answers": ["yes"] * 6, "words": "It is"}
    put("worker_view", practice.give_view(by=mine, person=worker, stream=practice_stream, **said))
    put("supervisor_view", practice.give_view(by=supervisor, person=worker, stream=practice_stream, **said))
    quarter = practice.quarter_of(make.today() - timedelta(days=120))
    Voice.objects.bulk_create(Voice(person=worker, quarter=quarter, answers=["yes"] * 6) for _n in range(5))
    practice.gather(by=make.system())
    put("counted", practice.share_voices(VoiceBatch.objects.get(person=worker), by=mine, shared_in=practice_stream))
    for name, unit in (("organisation", place.root), ("team", place.team)):
        put(name, MonthFigure.objects.create(
            unit=unit, stream=practice_stream, month=make.today().replace(day=1) - timedelta(days=31), people=20,
            in_date=15, paused=1, late={"on_time": 15, "up_to_1_week": 4, "paused": 1}))  # fmt: skip
    with creating(
        files, "hand_in", by=place.user("administrator"), organisation=place.root, profile="past_sessions",
        file_name="old.csv", sha256="0" * 64,
    ) as file:  # fmt: skip
        file.handed_in_by = place.user("administrator")
    put("file", file)


def _standing(session, by: User, user: User):
    """A record shared for as long as somebody supervises."""
    with creating(shares, "share", by=by, session=session, user=user) as share:
        pass
    return share


def past_sessions(organisation, text: str, *, by: User, **values):
    """A file of past sessions handed in."""
    file = SimpleUploadedFile("past.csv", text.encode(), "text/csv")
    return import_sessions(file, organisation, by=by, **values)


COPIED = [  # for tests/system/crowd.py
    ("supervision.Session/proposed", ""),
    ("supervision.Session/agreed", ""),
    ("supervision.AgreedAction/owned", "person=same"),
    ("supervision.Addendum/remark", "session=same"),
    ("supervision.Agreement/proposed", ""),
    ("supervision.Booking/booked", "uid"),
    ("supervision.Attendance/worker", "group=same"),
    ("supervision.Observation/worker", ""),
    ("supervision.RoleCheck/supervisor_view", "person=same"),
]
