"""Legal holds, and destroying what is past its time: by whom, exactly what, and never what is held or unconfirmed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peerwork.kit import retention
from peerwork.kit.errors import Conflict, NotAllowed, NotHere
from peerwork.kit.models import Hold, Message, Purge
from peerwork.kit.records import keep
from peerwork.people import actions as people
from peerwork.people.keeping import actions, queries
from peerwork.people.models import Invitation, Person, RetentionRule
from peerwork.placements.models import Placement
from peerwork.supervision.policy import sessions
from tests import make

LONG = timedelta(days=3000)


def confirmed(world, record_class, months=72):
    officer, root = world.cast.records_officer, world.row("people.Unit/organisation")
    rule = RetentionRule.objects.filter(organisation=root, record_class=record_class).first()
    rule = rule or make.retention_rule(root, record_class, months=months, trigger="leaving", source="Ours")
    return people.confirm_retention(rule, by=officer)


def purge(world, record_class, rows, by=None):
    return actions.purge_due(
        by=by or world.cast.records_officer, organisation=world.row("people.Unit/organisation"),
        record_class=record_class, rows=rows,
    )  # fmt: skip


def test_a_hold_is_placed_by_number_or_address_within_reach_only(world):
    officer, worker = world.cast.records_officer, world.row("people.Person/colleague")
    hold = actions.place_hold(by=officer, who=worker.identifiers.get().value, reason="A claim")
    assert (hold.person_id, hold.lifted_on) == (worker.pk, None)
    with pytest.raises(NotHere):
        actions.place_hold(
            by=officer, who=world.row("people.Person/other_worker").identifiers.get().value, reason="A claim"
        )
    with pytest.raises(NotAllowed):
        actions.place_hold(by=world.cast.hr, who="1", reason="A claim")
    lifted = actions.lift_hold(hold, by=officer)
    with pytest.raises(Conflict):
        actions.lift_hold(lifted, by=officer)
    client, number = world.client("records_officer"), worker.identifiers.get().value
    page = client.get(reverse("people:holds")).content.decode()
    assert "A claim" in page and number not in page
    page = client.get(reverse("people:holds") + "?lifted=yes").content.decode()
    assert number in page and str(worker) not in page
    assert client.post(reverse("people:hold"), {"who": "nobody", "reason": "A claim"}).status_code == 400
    assert client.post(reverse("people:hold"), {"who": number, "reason": "A claim"}).status_code == 302


def test_what_is_past_its_time_is_listed_counted_and_destroyed_as_it_was_looked_at(world):
    rule = confirmed(world, "invitation", 12)
    for n in range(3):
        invited = make.invitation(world.row("people.Unit/team"), f"Old {n}")
        Invitation.objects.filter(pk=invited.pk).update(status="withdrawn", sent_at=timezone.now() - LONG)
    client, page = world.client("records_officer"), reverse("people:due", args=[rule.pk])
    assert client.get(page).content.decode().count("Invitation ") == 3
    assert client.post(page, {"rows": 2}).status_code == 400
    assert Invitation.objects.filter(status="withdrawn").count() == 3
    assert client.post(page, {"rows": 3}).status_code == 302
    assert not Invitation.objects.filter(status="withdrawn").exists()
    assert not Invitation.history.filter(name__startswith="Old").exists()
    line = Purge.objects.latest("pk")
    assert (line.rows, line.by, line.record_class) == (3, world.cast.records_officer, "invitation")
    with pytest.raises(Conflict):
        purge(world, "invitation", 3)


def test_nothing_goes_unconfirmed_from_elsewhere_or_by_anybody_else(world):
    with pytest.raises(Conflict):
        purge(world, "invitation", 1)
    confirmed(world, "invitation")
    for member in ("hr", "administrator", "director"):
        with pytest.raises(NotAllowed):
            purge(world, "invitation", 1, by=getattr(world.cast, member))
    with pytest.raises(NotHere):
        purge(world, "invitation", 1, by=world.cast.other_records_officer)


def test_a_leavers_whole_record_goes_but_not_while_it_is_held_or_needed(world):
    """With its placements, sessions, numbers and messages; what training keeps longer keeps the person."""
    confirmed(world, "staff_record")
    gone, day = world.row("people.Person/gone"), make.today() - LONG
    Person.objects.filter(pk=gone.pk).update(left_on=day)
    Message.objects.create(
        rule="x", subject_key="x", on=day, email="a@example.org", template="x", message_id="<gone@x>",
        about_model=gone._meta.label, about_id=gone.pk,
    )  # fmt: skip
    hold = Hold(person_id=gone.pk, reason="A claim")
    keep(hold, "hold", by=make.system())
    outcome, _rows = retention.look("staff_record", world.row("people.Unit/organisation"), make.today())
    assert (outcome.rows, outcome.held) == (0, 1)
    actions.lift_hold(hold, by=world.cast.records_officer)
    assert purge(world, "staff_record", 1).rows == 1
    for model in (Person, Placement):
        key = {"pk": gone.pk} if model is Person else {"person": gone.pk}
        assert not model.objects.filter(**key).exists()
        assert not model.history.filter(**({"id": gone.pk} if model is Person else {"person_id": gone.pk})).exists()
    assert not Message.objects.filter(message_id="<gone@x>").exists()
    # Somebody with records that are kept longer stays whole.
    worker = world.row("people.Person/worker")
    Person.objects.filter(pk=worker.pk).update(left_on=day)
    Hold.objects.filter(person_id=worker.pk).update(lifted_on=make.today())
    before = Placement.objects.filter(person=worker).count()
    with pytest.raises(Conflict):
        purge(world, "staff_record", 1)
    assert Placement.objects.filter(person=worker).count() == before


def test_every_class_of_the_schedule_can_be_looked_at(world):
    """Each registered class answers for an organisation, so that no page of it breaks."""
    root = world.row("people.Unit/organisation")
    for each in retention.classes():
        assert each.due(root, make.today()).count() >= 0, each.name
        if each.person:
            assert each.due(root, make.today()).exclude(**{f"{each.person}__in": [0]}).count() >= 0, each.name
    names = {each.name for each in retention.classes()}
    assert {"staff_record", "mandatory_training", "other_training", "course_places", "audit", "exports"} <= names


def test_what_belongs_to_somebody_who_left_is_read_only(world):
    worker = world.row("people.Person/worker")
    row = sessions.visible(world.cast.supervisor).filter(person=worker).first()
    assert sessions.granted(row)
    Person.objects.filter(pk=worker.pk).update(left_on=make.today() - timedelta(days=1))
    row = sessions.find(world.cast.supervisor, pk=row.pk)
    assert sessions.granted(row) <= {"carry_in", "lapse", "withdraw"}
    with pytest.raises(NotAllowed):
        people.correct_person(worker, by=world.cast.worker, known_as="Pip")
    people.edit_person(worker, by=world.cast.hr, left_on=None)
    people.correct_person(worker, by=world.cast.worker, known_as="Pip")


def test_a_person_is_named_exactly_or_not_at_all(world):
    person = world.row("people.Person/worker")
    people.edit_person(person, by=world.cast.hr, work_email="pip@example.org")
    assert queries.person_named(world.cast.records_officer, " PIP@example.org ") == person
    for words in ("", person.family_name, "%"):
        with pytest.raises(NotHere):
            queries.person_named(world.cast.records_officer, words)
