"""Places and waiting lists: never more people than places, and whoever asked first comes first."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.training.cohorts import actions
from peerwork.training.cohorts.models import Cohort, Enrolment
from tests import make
from tests.training import world as rows


@pytest.fixture
def group(world):
    """An open group with three places and nobody in it."""
    course = rows.course(world.row("people.Unit/organisation"), "waiting", modules=1)
    lived, other = world.row("training.Trainer/trainer"), make.person(world.row("people.Unit/organisation"))
    return rows.group(course, lived, rows.trainer(other, professional=True), capacity=3)


def newcomer(cohort):
    return rows.learner(make.person(cohort.organisation))


def taken(cohort) -> int:
    return cohort.enrolments.filter(status__in=Enrolment.HOLDS_A_PLACE).count()


def waiting(cohort) -> list[int]:
    return list(cohort.enrolments.filter(status="waiting").order_by("asked_at", "pk").values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(4))
def test_a_waiting_list_stays_fair_whatever_happens(group, seed):
    """Takes, gives back, stops and grows at random, beside a list kept by hand."""
    chance, by = random.Random(seed), make.system()
    capacity, placed, queue = 3, [], []

    def fill():
        while queue and len(placed) < capacity:
            placed.append(queue.pop(0))

    for _step in range(30):
        what = chance.choice(["take", "take", "take", "back", "leave the queue", "stop", "grow"])
        if what == "take":
            row = actions.enrol(group, newcomer(group), by=by)
            (placed if len(placed) < capacity and not queue else queue).append(row.pk)
        elif what in ("back", "stop") and placed:
            row = Enrolment.objects.get(pk=placed.pop(chance.randrange(len(placed))))
            if what == "back":
                actions.withdraw(row, by=by)
            else:
                actions.stop(row, by=by, stopped_because="life")
            fill()
        elif what == "leave the queue" and queue:
            actions.withdraw(Enrolment.objects.get(pk=queue.pop(chance.randrange(len(queue)))), by=by)
        elif what == "grow" and capacity < 6:
            capacity += 1
            actions.edit_cohort(Cohort.objects.get(pk=group.pk), by=by, capacity=capacity)
            fill()
        assert taken(group) == len(placed) <= capacity
        assert waiting(group) == queue
        held = group.enrolments.filter(status__in=Enrolment.HOLDS_A_PLACE).values_list("pk", flat=True)
        assert set(held) == set(placed)


def test_a_group_never_shrinks_below_those_in_it(group):
    for _n in range(3):
        actions.enrol(group, newcomer(group), by=make.system())
    with pytest.raises(Invalid):
        actions.edit_cohort(group, by=make.system(), capacity=2)


def test_a_group_opens_only_when_taught_from_both_sides(world):
    by, root = make.system(), world.row("people.Unit/organisation")
    cohort = world.row("training.Cohort/planned")
    with pytest.raises(Conflict, match="lived experience"):
        actions.open_cohort(cohort, by=by)
    lived = world.row("training.Trainer/trainer")
    actions.name_trainer(by=by, cohort=cohort, trainer=lived, side="lived")
    with pytest.raises(Conflict, match="profession"):
        actions.open_cohort(cohort, by=by)
    unsaid = rows.trainer(make.person(root), professional=True)
    with pytest.raises(Invalid):  # nobody's experience is declared for them
        actions.name_trainer(by=by, cohort=cohort, trainer=unsaid, side="lived")
    actions.name_trainer(by=by, cohort=cohort, trainer=unsaid, side="professional")
    assert actions.open_cohort(cohort, by=by).status == "open"


def test_only_oneself_declares_lived_experience(world):
    trainer = world.row("training.Trainer/trainer")
    with pytest.raises(NotAllowed):
        actions.declare(trainer, by=world.cast.training_lead, lived_experience="no")
    with pytest.raises(NotAllowed):
        actions.edit_trainer(trainer, by=world.cast.training_lead, lived_experience="no")


def test_somebody_takes_a_place_and_gives_it_back(world):
    cohort = world.row("training.Cohort/group")
    place = actions.take_place(cohort, by=world.cast.senior)
    assert (place.status, str(place.learner)) == ("placed", str(world.row("people.Person/senior")))
    assert actions.withdraw(place, by=world.cast.senior).status == "withdrawn"
    with pytest.raises(NotAllowed):  # no record of them as a person here
        actions.take_place(cohort, by=world.cast.director)


@pytest.mark.django_db(transaction=True)
def test_twenty_claims_at_once_never_overfill_a_group(standing):
    """Twenty people ask at the same moment for five places: five get them, fifteen wait, and each place once."""
    cohort = standing.row("training.Cohort/group")
    actions.edit_cohort(cohort, by=make.system(), capacity=taken(cohort) + 5)
    people = [rows.learner(make.person(cohort.organisation)) for _n in range(20)]

    def claim(learner):
        try:
            return actions.enrol(cohort, learner, by=make.system()).status
        finally:
            connection.close()
            close_old_connections()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(claim, people))
    assert sorted(answers) == ["placed"] * 5 + ["waiting"] * 15
    cohort.refresh_from_db()
    assert taken(cohort) == cohort.capacity
    asked = list(
        cohort.enrolments.filter(learner__in=people).order_by("asked_at", "pk").values_list("status", flat=True)
    )
    assert asked == ["placed"] * 5 + ["waiting"] * 15
