"""A copy of a record: all that is somebody's own, nothing of anybody else, once, for its owner; and records cases."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from peerwork.kit import sealed, takeout
from peerwork.kit.access import Policy
from peerwork.kit.errors import Invalid, NotAllowed, NotHere
from peerwork.kit.models import ExportLine, Message, ReadLine, StoredFile
from peerwork.people.copies import actions, making, queries
from peerwork.people.copies.models import Copy, RecordsCase
from tests import make
from tests.system.matrix import MODELS
from tests.system.salt import MARK, Salt

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"
# What somebody reads of themselves, or by a tie of their own, and why it is no part of their copy.
NOT_IN_IT = {
    "people.Handover": "about the work of others",
    "people.Copy": "that a copy was taken is told on its own page",
    "kit.ExportLine": "files about others, taken at work",
    "mix.Check": "the organisation’s; answers are counted, never kept",
    "mix.Statement": "the forum’s, to the board",
    "placements.Post": "the employer’s; named where somebody holds it",
    "placements.NextPost": "the employer’s",
    "recruitment.Vacancy": "the employer’s",
    "recruitment.Criterion": "the employer’s",
    "recruitment.Shortlister": "about applicants",
    "recruitment.Sift": "about applicants",
    "recruitment.ShortlistMark": "about applicants",
    "recruitment.Panel": "about applicants",
    "recruitment.Declaration": "about applicants",
    "recruitment.InterviewDay": "about applicants; one’s own time is a slot",
    "recruitment.Question": "the panel’s",
    "recruitment.PanelRate": "the employer’s",
    "recruitment.ScoreSheet": "about applicants",
    "recruitment.Score": "about applicants",
    "recruitment.Moderation": "about applicants",
    "supervision.GroupSession": "about a group; that one came is an attendance",
    **dict.fromkeys(
        ("training.Site", "training.Cohort", "training.CohortTrainer", "training.Meeting", "training.Curriculum",
         "training.CurriculumVersion", "training.Module", "training.Prerequisite", "training.AssessmentPart",
         "training.Question"), "the course’s",
    ),
}  # fmt: skip


def test_every_kind_of_record_of_ones_own_is_in_the_copy_or_says_why_not():
    handed_in = {kind.label for part in takeout.parts() for kind in part.kinds}
    own = {model._meta.label for model, policy in Policy.registry.items() if any(g.own for g in policy.grants)}
    assert own - handed_in - set(NOT_IN_IT) == set(), "hand these in (takeout.py), or say why not"
    assert set(NOT_IN_IT) & handed_in == set() and set(NOT_IN_IT) <= own


def everything_in(archive: zipfile.ZipFile) -> str:
    """Every word of every file, whatever it is made of."""
    said = []
    for name in archive.namelist():
        body = archive.read(name)
        if name.endswith(".pdf") and not name.startswith("files/recruitment/"):  # those are what somebody handed in
            said += [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
        else:
            said.append(body.decode("utf-8-sig", errors="replace"))
    return "\n".join([*archive.namelist(), *said])


def test_a_copy_holds_no_third_partys_personal_data(world):
    """Each word of everybody's record has a mark: in the copy are only marks of what is the worker's own to read,
    names of professionals, and no mark of another peer worker, an applicant or anybody else."""
    salt = Salt()
    salt.strew(world)
    person = world.row("people.Person/worker")
    archive = zipfile.ZipFile(io.BytesIO(making.whole(person, lambda done: None)))
    found = {mark.lower() for mark in MARK.findall(everything_in(archive))}
    assert len(found) > 60, "hardly anything of the worker is in it"
    allowed, peers = salt.allowed(world, "worker"), {"senior", "hr_worker", "charity_worker", "other_worker"}
    for mark in found:
        label, name, field = salt.marks[mark]
        assert mark in allowed or label == "people.User", f"{field} of {label} {name}"
        if label in ("people.Person", "people.User"):
            assert name not in peers | {"colleague", "starter", "proposed", "leaver", "gone"}, f"names {name}"
        if label.startswith("recruitment."):
            assert MODELS[label].table(name).get("worker"), f"{label} {name}"
    names = {salt.marks[mark][1] for mark in found if salt.marks[mark][0] == "people.User"}
    assert "supervisor" in names and "(Supervisor)".lower() in everything_in(archive).lower()


def test_a_copy_is_whole_well_made_and_as_its_schema_says(world):
    jsonschema = pytest.importorskip("jsonschema")
    person = world.row("people.Person/worker")
    archive = zipfile.ZipFile(io.BytesIO(making.whole(person, lambda done: None)))
    record = json.loads(archive.read("record.json"))
    jsonschema.validate(record, json.loads(SCHEMA.read_text(encoding="utf-8")))
    parts = {section["name"] for section in record["sections"]}
    assert {"people", "placements", "development", "supervision", "training", "adjustments"} <= parts
    assert any(name.startswith("files/training/certificate-") for name in archive.namelist())
    pdf = PdfReader(io.BytesIO(archive.read("record.pdf")))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and str(person) in pdf.pages[0].extract_text()
    goals = next(t for s in record["sections"] for t in s["tables"] if t["kind"] == "development.Goal")
    rows = list(csv.reader(io.StringIO(archive.read("tables/development-goal.csv").decode("utf-8-sig"))))
    assert len(rows) == len(goals["rows"]) + 1


def test_a_copy_is_asked_for_made_told_and_fetched_once_by_its_owner(world):
    worker, person = world.cast.worker, world.row("people.Person/worker")
    actions.end_copy(world.row("people.Copy/worker"), by=world.cast.system)
    client = world.client("worker")
    assert client.post(reverse("people:ask_copy")).status_code == 302
    copy = Copy.objects.get(person=person, status="ready", case=None)
    assert copy.progress == 100 and copy.ends_at - copy.made_at == timedelta(days=7)
    mail = Message.objects.get(rule="people.copy", subject_key=f"copy:{copy.pk}")
    assert mail.to == worker and mail.context["url"] == copy.get_absolute_url()
    stored = StoredFile.objects.get(about_model="people.Copy", about_id=copy.pk)
    assert b"PK" not in making.files.open_file(stored).read(4), "what lies on the disk is sealed"
    for member in ("hr", "records_officer", "administrator", "supervisor", "other_worker"):
        assert world.client(member).get(copy.get_absolute_url()).status_code == 404
        with pytest.raises((NotHere, NotAllowed)):
            actions.fetch_copy(copy, by=getattr(world.cast, member))
    page = reverse("people:fetch_copy", args=[copy.pk])
    assert "reauthenticate" in client.get(page).headers["Location"], "who they are is proven again first"
    content = actions.fetch_copy(copy, by=worker)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert ExportLine.objects.filter(by=worker, format="zip").exists()
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    with pytest.raises(Exception, match=""):
        actions.fetch_copy(copy, by=worker)


def test_a_copy_nobody_fetches_or_that_never_comes_is_gone_by_itself(world):
    asked = world.row("people.Copy/worker")
    actions.make_copy.func(asked.pk)
    Copy.objects.filter(pk=asked.pk).update(ends_at=timezone.now())
    with pytest.raises(Invalid):
        actions.fetch_copy(asked, by=world.cast.worker)
    late = world.row("people.Copy/colleague")
    Copy.objects.filter(pk=late.pk).update(asked_at=timezone.now() - timedelta(days=2))
    actions.sweep()
    assert (Copy.objects.get(pk=asked.pk).status, Copy.objects.get(pk=late.pk).status) == ("ended", "failed")
    assert not StoredFile.objects.filter(about_model="people.Copy", about_id=asked.pk).exists()


def test_a_sealed_file_opens_for_its_own_record_only(world):
    copy, other = world.row("people.Copy/worker"), world.row("people.Copy/colleague")
    body = sealed.wrap(copy.uuid, "copy", b"mine")
    assert sealed.unwrap(copy.uuid, "copy", body) == b"mine"
    for uuid, changed in ((other.uuid, body), (copy.uuid, body[:-1] + b"x")):
        with pytest.raises(ImproperlyConfigured):
            sealed.unwrap(uuid, "copy", changed)


@pytest.mark.parametrize(
    ("asked", "months", "due"),
    [(date(2026, 1, 30), 1, date(2026, 3, 2)),  # 28 February is a Saturday
     (date(2026, 3, 10), 1, date(2026, 4, 10)), (date(2026, 3, 10), 3, date(2026, 6, 10))],
)  # fmt: skip
def test_the_month_ends_on_the_same_day_or_the_next_working_day(asked, months, due):
    assert making.a_month_after(asked, months) == due


def test_a_request_for_data_is_gathered_looked_through_under_the_case_and_given(world):
    officer, worker = world.cast.records_officer, world.cast.worker
    case, client = world.row("people.RecordsCase/access"), world.client("records_officer")
    RecordsCase.objects.filter(pk=case.pk).update(parts=[])
    actions.gather_case(case, by=officer)
    case.refresh_from_db()
    assert case.status == "review"
    actions.put_back(world.row("people.Redaction/left_out"), by=officer)
    looked = reverse("people:look_through", args=[case.pk])
    page = client.post(looked, {"part": ""}).content.decode()
    assert "Run a group" in page and "Two people stayed" not in page, "what is theirs alone stays theirs"
    line = ReadLine.objects.get(about_model="people.RecordsCase", about_id=case.pk)
    assert (line.reader, line.role, line.person_id) == (officer, "records officer", case.person_id)
    assert line.what in world.client("worker").get(reverse("people:my_requests")).content.decode()
    goal = world.row("development.Goal/shared")
    out = {"piece": [f"development.Goal/{goal.pk}"], "why": "others", "part": "development"}
    assert "Left out" in client.post(reverse("people:leave_out", args=[case.pk]), out).content.decode()
    for member in ("hr", "administrator", "other_records_officer"):
        assert world.client(member).post(looked).status_code == 404
    actions.send_case(case, by=officer)
    copy = Copy.objects.get(case=case, status="ready")
    with pytest.raises(Invalid):
        actions.hand_over_copy(copy, by=officer)
    archive = zipfile.ZipFile(io.BytesIO(actions.fetch_copy(copy, by=worker)))
    record = json.loads(archive.read("record.json"))
    said = json.dumps(record)
    assert "Take all my leave" in said and "Run a group" not in said and "1 piece" in " ".join(record["notes"])
    actions.close_case(RecordsCase.objects.get(pk=case.pk), by=officer, outcome="Given in full but for one piece")
    assert not StoredFile.objects.filter(about_model="people.RecordsCase", about_id=case.pk).exists()


def test_nothing_is_gathered_before_it_is_known_who_asks_and_nobody_handles_their_own_case(world):
    officer = world.cast.records_officer
    case = world.row("people.RecordsCase/legal")
    with pytest.raises(Invalid):
        actions.gather_case(case, by=officer)
    own = make.person(world.row("people.Unit/organisation"), officer)
    with pytest.raises(NotAllowed):
        actions.open_case(by=officer, person=own, received_on=make.today())
    assert queries.person_called(officer, world.cast.worker.email).pk == world.row("people.Person/worker").pk
    with pytest.raises(Invalid):
        queries.person_called(officer, world.cast.other_worker.email)
