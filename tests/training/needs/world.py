"""The rows of training that is needed in the prepared world: one of each."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.kit.records import creating
from peerwork.training.curricula.actions import open_curriculum
from peerwork.training.needs import actions
from peerwork.training.needs.importers import import_learning
from peerwork.training.needs.models import LearningFile, Standing, Unmatched
from peerwork.training.needs.policy import files
from tests import make

AFTER = ("training",)
COPIED = [
    ("training.NeedRule/confirmed", "band"),
    ("training.Completion/worker", "course=same"),
    ("training.Exemption/worker", "course=same"),
    ("training.Standing/worker", "course=same"),
    ("training.Unmatched/waiting", "number"),
    ("training.CourseName/name", "value key"),
    ("training.LearningMapping/saved", "name"),
]


def course(organisation, code: str = "fire-safety", **values):
    values = {"name": "Fire safety", "kind": "mandatory"} | values
    return open_curriculum(by=make.system(), organisation=organisation, code=code, **values)


def rule(what, **values):
    """A rule in force since long ago, confirmed unless told otherwise."""
    confirmed = values.pop("confirmed", True)
    values = {"within_days": 90, "every_months": 12, "starts_on": make.today() - 4 * make.LONG_AGO} | values
    found = actions.set_rule(by=make.system(), organisation=what.organisation, course=what, **values)
    if confirmed:
        lead = make.holder("training_lead", what.organisation)
        found = actions.confirm_rule(found, by=lead)
    return found


def sheet(organisation, text: str, *, by, **values) -> LearningFile:
    """A spreadsheet of completions handed in, its columns guessed."""
    from peerwork.kit.staging import stage
    from peerwork.training.needs import reading

    file = SimpleUploadedFile("learning.csv", text.encode(), "text/csv")
    with stage(file) as staged:
        columns = reading.guess(reading.headings_of(staged.path))
    file.seek(0)
    return import_learning(file, "mapped", organisation, by=by, columns=columns, name="learning.csv", **values)


def fill(place) -> None:
    """A course everybody needs, what the worker has of it, and one that nobody knows the owner of."""
    put, lead, worker = place.put, place.user("training_lead"), place.person("worker")
    fire, lifting = course(place.root), course(place.root, "moving", name="Moving and handling")
    needed = actions.set_rule(
        by=lead, organisation=place.root, course=fire, every_months=12, source="Our own policy",
        starts_on=make.today() - make.LONG_AGO,
    )  # fmt: skip
    put("confirmed", actions.confirm_rule(needed, by=place.user("hr")))
    given = {"by": lead, "person": worker}
    put("worker", actions.note_completion(
        course=fire, done_on=make.today() - timedelta(days=100), reference="A-17", **given))  # fmt: skip
    put("worker", actions.exempt(course=lifting, why="not_in_role", words="No lifting in this post", **given))
    put("worker", Standing.objects.get(person=worker, course=fire))
    put("name", actions.name_course(by=lead, organisation=place.root, value="Fire awareness (ESR)", course=fire))
    saved = {"staff_id": "number", "course": "title", "done_on": "when"}
    put("saved", actions.keep_mapping(by=lead, organisation=place.root, name="From the old system", columns=saved))
    values = {"organisation": place.root, "profile": "mapped", "file_name": "learning.csv", "sha256": "0" * 64}
    with creating(files, "hand_in", by=lead, **values) as file:
        file.handed_in_by = lead
    put("file", file)
    line = Unmatched(
        organisation=place.root, system="staff_id", number="NOBODY1", hint="Somebody Else", course=fire,
        done_on=make.today() - timedelta(days=9), source="file", file=file, version=0,
    )  # fmt: skip
    line._change_reason, line._history_user, line.version = "hold", make.system(), 1
    line.save()
    put("waiting", line)
