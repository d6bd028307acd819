"""Completions from Moodle, spreadsheets, statements: on stable numbers only, every bad row named, repeats nothing."""

import codecs
import json
from datetime import timedelta
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.people.models import Identifier
from peerwork.training.needs import actions
from peerwork.training.needs.importers import import_learning, take_statements
from peerwork.training.needs.models import Completion, Standing, Unmatched
from tests import make
from tests.training.needs import world as rows

HEAD = "staff number,course name,completion date,expiry date,name\n"


@pytest.fixture
def lead(world):
    return world.cast.training_lead


@pytest.fixture
def trust(world):
    return world.row("people.Unit/organisation")


@pytest.fixture
def number(world):
    return world.row("people.Identifier/worker").value


def progress(number: str, encoding: str) -> SimpleUploadedFile:
    """Moodle's activity completion report: a blank heading over the names, two columns for each activity."""
    lines = [
        ["", "ID number", "Email address", "Fire awareness (ESR)", "", "Moving and handling", "", "Coffee morning", ""],
        ["Pia Moss", number, "pia@example.org", "Completed", "2026-03-02 10:11:12", "Not completed", "",
         "Completed", "2026-03-03 09:00:00"],
        ["Nobody Here", "999999", "n@example.org", "Completed (achieved pass grade)", "2026-03-02 10:11:12", "", "",
         "", ""],
        ["Bad Date", number, "b@example.org", "Completed", "2nd of March", "", "", "", ""],
        ["Did Not Pass", number, "b@example.org", "Completed (did not achieve pass grade)", "2026-04-02 10:11:12",
         "", "", "", ""],
    ]  # fmt: skip
    if encoding == "utf-16":
        text = "\r\n".join("\t".join(cells) for cells in lines)
        return SimpleUploadedFile("progress.csv", codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "text/csv")
    text = "\r\n".join(",".join(f'"{cell}"' for cell in cells) for cells in lines)
    return SimpleUploadedFile("progress.csv", text.encode(), "text/csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_moodles_activity_report_in_both_its_encodings(encoding, lead, trust, number, world):
    file = import_learning(progress(number, encoding), "moodle_progress", trust, by=lead)
    assert file.status == "refused", "one bad row of four is more than an organisation puts up with"
    assert file.report["refused"][0] == file.report["refused"][0] | {"row": 4, "column": "Fire awareness (ESR)"}
    checked = progress(number, encoding)
    text = checked.read().replace("2nd of March".encode("utf-16-le" if encoding == "utf-16" else "utf-8"), b"")
    checked = SimpleUploadedFile("progress.csv", text, "text/csv")
    # An activity without a date can't be loaded either.
    assert import_learning(checked, "moodle_progress", trust, by=lead).rows_refused == 1


def clean(number, encoding="utf-16"):
    held = progress(number, encoding).read()
    first, *lines = held.decode("utf-16" if encoding == "utf-16" else "utf-8").split("\r\n")
    text = "\r\n".join([first, *(line for line in lines if "Bad Date" not in line)])
    return SimpleUploadedFile("p.csv", codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "text/csv")


def test_who_is_not_found_waits_and_activities_that_are_no_course_are_named(lead, trust, number, world):
    file = import_learning(clean(number), "moodle_progress", trust, by=lead)
    assert (file.status, file.rows_read, file.rows_refused) == ("published", 3, 0)
    assert file.report["completions_new"] == 1 and file.report["waiting_for_a_person"] == 1
    assert file.report["activities_passed_over"] == {"Coffee morning": 1}
    noted = Completion.objects.get(source="moodle")
    assert (noted.person, noted.done_on.isoformat()) == (world.row("people.Person/worker"), "2026-03-02")
    line = Unmatched.objects.get(number="999999")
    assert "Nobody Here" in line.hint
    again = import_learning(clean(number), "moodle_progress", trust, by=lead)
    assert again.status == "unchanged" and Completion.objects.filter(source="moodle").count() == 1


def test_moodles_course_report_names_one_course(lead, trust, number, world):
    text = (
        "ID,Name,ID number,Read it,Read it - Completion date,Course complete\n"
        f'7,"Moss, Pia",{number},Completed,2026-02-01,"Sunday, 1 February 2026"\n'
        f"8,Other,{number},Completed,2026-02-09,Completed\n"
        f"9,Third,{number},Not completed,,\n"
    )
    course = world.row("training.NeedRule/confirmed").course
    with pytest.raises(Invalid):
        import_learning(SimpleUploadedFile("c.csv", text.encode()), "moodle_completion", trust, by=lead)
    file = SimpleUploadedFile("c.csv", text.replace('"Sunday, 1 February 2026"', "2026-02-01").encode())
    said = import_learning(file, "moodle_completion", trust, by=lead, course=course)
    assert said.status == "published", (said.message, said.report)
    days = Completion.objects.filter(source="moodle").values_list("done_on", flat=True)
    assert sorted(day.isoformat() for day in days) == ["2026-02-01", "2026-02-09"]


def test_a_name_alone_matches_nobody(lead, trust, world):
    person = world.row("people.Person/worker")
    text = HEAD + f"77777,Fire safety,2026-03-01,,{person.given_name} {person.family_name}\n"
    said = rows.sheet(trust, text, by=lead)
    assert said.report["completions_new"] == 0 and said.report["waiting_for_a_person"] == 1


def test_two_numbers_that_name_two_people_match_neither(lead, trust, number, world):
    make.number(world.row("people.Person/colleague"), "lms", "L9")
    text = "staff number,moodle id,course,date\n" + f"{number},L9,Fire safety,2026-03-01\n"
    assert rows.sheet(trust, text, by=lead).report["waiting_for_a_person"] == 1


def test_a_spreadsheet_says_of_every_bad_row_what_to_do(lead, trust, number):
    good = "".join(f"{number},Fire safety,{make.today() - timedelta(days=n)},,\n" for n in range(200, 420))
    text = HEAD + good + f"{number},Flying,2026-03-01,,\n{number},Fire safety,soon,,\n,Fire safety,2026-03-01,,\n"
    text += f"{number},Fire safety,2999-01-01,,\n{number},Fire safety,2026-03-01,2026-02-01,\n"
    said = rows.sheet(trust, text, by=lead)
    assert said.status == "published", said.message
    assert [(line["column"], line["row"]) for line in said.report["refused"]] == [
        ("done_on", 223), ("staff_id", 224), ("done_on", 225), ("expires_on", 226), ("course", 222),
    ] or {line["row"] for line in said.report["refused"]} == {222, 223, 224, 225, 226}  # fmt: skip
    assert all(line["advice"] for line in said.report["refused"])
    assert "Flying" not in json.dumps(said.report), "a value of the file"
    assert rows.sheet(trust, text, by=lead).status == "unchanged"


def test_what_was_taken_back_does_not_come_again(lead, trust, number):
    text = HEAD + f"{number},Fire safety,2026-03-01,,\n"
    rows.sheet(trust, text, by=lead)
    actions.withdraw_completion(Completion.objects.get(done_on="2026-03-01"), by=lead)
    assert rows.sheet(trust, text, by=lead).status == "unchanged"


def test_a_dry_run_changes_nothing(lead, trust, number):
    text = HEAD + f"{number},Fire safety,2026-03-01,,\n"
    said = rows.sheet(trust, text, by=lead, dry_run=True)
    assert (said.status, said.report["completions_new"]) == ("checked", 1)
    assert not Completion.objects.filter(done_on="2026-03-01").exists()


def test_matching_carries_every_line_of_the_number_and_remembers_it(lead, trust, world):
    text = HEAD + "X-1,Fire safety,2026-03-01,,Sam\nX-1,Fire safety,2025-03-01,,Sam\n"
    rows.sheet(trust, text, by=lead)
    line, person = Unmatched.objects.filter(number="X-1").first(), world.row("people.Person/colleague")
    actions.match_line(line, by=lead, person=person, remember=True)
    assert Completion.objects.filter(person=person).count() == 2
    assert Identifier.objects.get(value="X-1").person == person
    assert Standing.objects.get(person=person, course=line.course).done_on.isoformat() == "2026-03-01"
    text = HEAD + "x-1,Fire safety,2024-03-01,,Sam\n"
    assert rows.sheet(trust, text, by=lead).report["completions_new"] == 1


def test_only_the_training_lead_of_the_organisation_hands_in(world, trust, number):
    text = HEAD + f"{number},Fire safety,2026-03-01,,\n"
    for member in ("hr", "administrator", "team_lead", "visiting", "other_training_lead"):
        with pytest.raises(NotAllowed):
            rows.sheet(trust, text, by=getattr(world.cast, member))


def statement(number: str, course: str = "https://lms.example.org/fire", **values) -> dict:
    return {
        "id": f"s-{number}",
        "actor": {"account": {"homePage": "https://lms.example.org", "name": number}, "name": "Pia Moss"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": course},
        "result": {"completion": True},
        "timestamp": "2026-03-01T23:30:00+00:00",
    } | values


def test_statements_are_answered_one_by_one(world, trust, number, lead):
    course = world.row("training.NeedRule/confirmed").course
    actions.name_course(by=lead, organisation=trust, value="https://lms.example.org/fire", course=course)
    sent = [
        statement(number), statement("unknown"), statement(number, course="https://lms.example.org/flying"),
        statement(number, verb={"id": "http://adlnet.gov/expapi/verbs/launched"}),
        statement(number, actor={"mbox": "mailto:pia@example.org", "name": "Pia Moss"}), "nonsense", statement(number),
    ]  # fmt: skip
    client = world.client("training_lead")
    said = client.post(
        "/api/v1/learning-statements/", {"organisation": trust.pk, "statements": sent}, content_type="application/json"
    )
    assert said.status_code == 200, said.content
    told = [line["outcome"] for line in said.json()]
    assert told == ["noted", "waiting", "refused", "refused", "refused", "refused", "here"]
    assert all(line["why"] for line in said.json() if line["outcome"] == "refused")
    again = take_statements(sent, trust, by=lead)
    assert [line.outcome for line in again][:2] == ["here", "here"]
    sent = {"organisation": trust.pk, "statements": [statement(number)]}
    for member, status in (("hr", 403), ("other_training_lead", 400), ("worker", 403)):
        said = world.client(member).post("/api/v1/learning-statements/", sent, content_type="application/json")
        assert said.status_code == status, member


@pytest.mark.slow
def test_fifty_thousand_rows_with_one_in_a_hundred_bad(lead, trust, world):
    """Every bad row is reported with its row, its column and what to do; the second import changes nothing."""
    numbers = [make.number(make.person(trust)).value for _n in range(50)]
    start, lines = make.today() - timedelta(days=1100), []
    for n in range(50_000):
        who, day = numbers[n % 50], start + timedelta(days=n // 50)
        lines.append(f"{who},Fire safety,{day if n % 100 else 'soon'},,\n")
    began = monotonic()
    said = rows.sheet(trust, HEAD + "".join(lines), by=lead)
    took = monotonic() - began
    assert (said.status, said.rows_read, said.rows_refused) == ("published", 50_000, 500)
    assert len(said.report["refused"]) == 500
    assert {line["row"] for line in said.report["refused"]} == {n + 2 for n in range(0, 50_000, 100)}
    assert all(line["column"] == "done_on" and line["advice"] for line in said.report["refused"])
    assert Completion.objects.filter(source="file").count() == 49_500
    assert rows.sheet(trust, HEAD + "".join(lines), by=lead).status == "unchanged"
    assert took < 300, f"{took:.0f} s"
