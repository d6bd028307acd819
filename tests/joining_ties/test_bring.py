"""Bring it with me: the file holds what was ticked and nobody else; it is taken only as it was signed, and once."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.adjustments.models import Adjustment
from peerwork.joining.bring import actions, passport
from peerwork.joining.bring.policy import brought
from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.people.models import User
from peerwork.training.certificates.documents import proves
from tests.joining_ties.world import GIVEN, a_file


@pytest.fixture
def person(world):
    return world.row("people.Person/worker")


def test_the_file_holds_what_was_ticked_signed_and_names_nobody_else(world, person):
    made = actions.make_file(by=world.cast.worker, person=person, parts=list(passport.PIECES))
    assert proves(made) and passport.read(json.dumps(made).encode()) == made
    assert made["given"]["certificates"] and made["given"]["learning"] and made["given"]["competences"]
    text = json.dumps(made, ensure_ascii=False)
    others = User.objects.exclude(pk=world.cast.worker.pk).values_list("name", "email")
    assert not [each for pair in others for each in pair if each and each in text]
    adjustment = world.row("people.Person/worker").adjustments.exclude(barrier="").first()
    assert adjustment is None or adjustment.barrier not in text
    assert "work_health" not in text
    some = actions.make_file(by=world.cast.worker, person=person, parts=["certificates"])
    assert set(some["given"]) == {"certificates"}


def test_only_its_owner_makes_it(world, person):
    for member in ("hr", "supervisor", "senior", "administrator"):
        with pytest.raises(NotAllowed):
            actions.make_file(by=getattr(world.cast, member), person=person, parts=["certificates"])
    with pytest.raises(Invalid):
        actions.make_file(by=world.cast.worker, person=person, parts=[])


def test_a_file_is_taken_as_it_was_signed_and_once(world, person):
    trust, mine = world.row("people.Unit/organisation"), world.cast.worker
    with pytest.raises(Invalid) as refusal:
        actions.give_file(by=mine, person=person, file=BytesIO(json.dumps(signed_again(world)).encode()))
    assert "here already" in str(refusal.value.fields)
    whole = json.loads(a_file(trust, made_on="2026-02-02").read())
    for change in (
        {"employer": {"code": "X", "name": "Another"}},
        {"given": whole["given"] | {"adjustments": [{"kind": "quiet", "what": "A corner office"}]}},
        {"made_on": "yesterday"},
        {"extra": 1},
        {"given": {"health": []}},
    ):
        with pytest.raises(Invalid):
            actions.give_file(by=mine, person=person, file=BytesIO(json.dumps(whole | change).encode()))
    for given in (
        {"checks": [{"check": "identity"}]},
        {"checks": "all"},
        {"checks": [GIVEN["checks"][0] | {"check": 7}]},
    ):
        with pytest.raises(Invalid):
            actions.give_file(by=mine, person=person, file=a_file(trust, given=given))
    for raw in (b"", b"[]", b"\xff\xfe", b"{" * 100_000, b" " * (passport.LARGEST + 1)):
        with pytest.raises(Invalid):
            actions.give_file(by=mine, person=person, file=BytesIO(raw))
    row = actions.give_file(by=mine, person=person, file=BytesIO(json.dumps(whole).encode()))
    assert (row.employer, str(row.made_on)) == ("Tarn Trust", "2026-02-02")


def signed_again(world) -> dict:
    """The very file that lies there already: Ed25519 signs the same words the same way."""
    return json.loads(a_file(world.row("people.Unit/organisation")).read())


def test_adjustments_are_asked_for_once_and_only_by_the_worker(world, person):
    row = world.row("joining.Brought/given")
    page = world.client("worker").get(row.get_absolute_url()).content.decode()
    assert "Ask for these adjustments here" in page and "A desk away from the door" in page
    with pytest.raises(NotAllowed):
        actions.ask_for(row, by=world.cast.hr)
    before = Adjustment.objects.filter(person=person).count()
    row = actions.ask_for(row, by=world.cast.worker)
    asked = Adjustment.objects.filter(person=person, what="A desk away from the door", status="asked")
    assert asked.count() == 1 and Adjustment.objects.filter(person=person).count() == before + 1
    with pytest.raises(Exception, match="already"):
        actions.ask_for(row, by=world.cast.worker)


def test_a_training_lead_reads_what_was_learned_and_no_need_and_nobody_reads_what_is_taken_back(world):
    row = world.row("joining.Brought/given")
    lead = world.client("training_lead").get(row.get_absolute_url()).content.decode()
    assert "Core peer support" in lead and "A desk away from the door" not in lead
    assert "A desk away from the door" in world.client("hr").get(row.get_absolute_url()).content.decode()
    assert str(row.person) in world.client("hr").get("/joining/brought/").content.decode()
    for member in ("supervisor", "team_lead", "director", "administrator", "other_hr"):
        assert world.client(member).get(row.get_absolute_url()).status_code == 404
    actions.withdraw(row, by=world.cast.worker)
    assert not brought.visible(world.cast.hr).filter(pk=row.pk).exists()
    assert brought.visible(world.cast.worker).filter(pk=row.pk).exists()


def test_the_pages_make_the_file_and_take_it(world):
    client = world.client("worker")
    assert client.post("/joining/bring/take/", {}).status_code == 400
    answer = client.post("/joining/bring/take/", {"parts": ["certificates", "learning"]})
    assert answer["Content-Disposition"].startswith("attachment") and proves(json.loads(answer.content))
    file = SimpleUploadedFile("bring.json", answer.content, "application/json")
    given = client.post("/joining/bring/give/", {"file": file})
    assert given.status_code == 302, given.content.decode()
    assert "Spoke at the recovery festival" in client.get(given.url).content.decode()
