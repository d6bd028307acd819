"""Progress is always what the registers say, module by module; versions change under nobody's feet."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from peerwork.kit.errors import Conflict, Invalid
from peerwork.training.cohorts import actions as cohorts
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.curricula import actions as curricula
from peerwork.training.progress import Course, Line, progress_of, work_out
from tests import make
from tests.training import world as rows

CAME = ["came", "came", "late", "left_early", "away", "made_up"]
DAY = date(2026, 1, 5)


def replayed(hours, lines, planned, may_make_up, carried) -> dict[int, Fraction]:
    """Attendance minute by minute, the slow and plain way: every line on its own, every module by hand."""
    first_made_up: dict[tuple, date] = {}
    for line in lines:
        if line.came == "made_up":
            key = (line.cohort, line.module)
            first_made_up[key] = min(first_made_up.get(key, date.max), line.made_up_on)
    allowed = sorted(first_made_up, key=lambda key: (first_made_up[key], key))[:may_make_up]
    shares: dict[int, Fraction] = {}
    for key in {(line.cohort, line.module) for line in lines}:
        there = 0
        for line in lines:
            if (line.cohort, line.module) != key or line.came == "away":
                continue
            if line.came == "made_up" and key not in allowed:
                continue
            for minute in range(line.minutes):
                there += minute >= line.missed
        whole = max(planned.get(key, 0), there)
        if whole:
            shares[key[1]] = shares.get(key[1], Fraction(0)) + Fraction(there, whole)
    found = {}
    for module in hours:
        behind, reached = {module}, set()
        while behind - reached:
            here = (behind - reached).pop()
            reached.add(here)
            behind |= {old for old, new in carried if new == here}
        found[module] = min(Fraction(1), sum((shares.get(each, Fraction(0)) for each in reached), Fraction(0)))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_progress_is_a_replay_of_the_registers(seed):
    chance = random.Random(seed)
    modules = {n: Fraction(chance.randint(1, 5)) for n in range(1, chance.randint(2, 6))}
    carried = [(100 + n, n) for n in modules if chance.random() < 0.5] + [(200 + n, 100 + n) for n in modules]
    kinds = [*modules, *(100 + n for n in modules), *(200 + n for n in modules)]
    planned, lines = {}, []
    for cohort in (1, 2):
        for module in chance.sample(kinds, chance.randint(1, len(kinds))):
            minutes = chance.choice([60, 90, 180])
            planned[cohort, module] = minutes * chance.randint(1, 2)
            for _n in range(chance.randint(0, 2)):
                came = chance.choice(CAME)
                missed = chance.randint(1, 50) if came in ("late", "left_early") else 0
                on = DAY + timedelta(days=chance.randint(0, 9)) if came == "made_up" else None
                lines.append(Line(cohort, module, minutes, came, missed, on))
    course = Course(modules, chance.choice([50, 80, 100]), chance.randint(0, 3))
    found = work_out(course, lines, planned, carried)
    wanted = replayed(modules, lines, planned, course.may_make_up, carried)
    assert found.parts == wanted
    assert found.hours == sum(modules[n] * part for n, part in wanted.items())
    assert found.attended_enough == (found.hours * 100 >= course.threshold * sum(modules.values()))


def test_the_stored_registers_give_the_same_answer(world):
    """The worker came to both days of three hours; a shorter day later leaves a part open."""
    worker = world.row("training.Enrolment/worker")
    progress = progress_of([worker])[worker.pk]
    assert (progress.hours, progress.of_hours, progress.share) == (6, 6, 1)
    cohorts.mark(world.row("training.Meeting/first"), worker, by=make.system(), came="late", minutes_missed=45)
    progress = progress_of([worker])[worker.pk]
    assert progress.hours == Fraction(21, 4)
    assert progress.can_complete  # 87.5 % of the hours, 80 % are asked for
    cohorts.mark(world.row("training.Meeting/first"), worker, by=make.system(), came="away")
    assert not progress_of([worker])[worker.pk].can_complete


def test_people_finish_on_their_version_or_move_by_the_mapping(world):
    by, root = make.system(), world.row("people.Unit/organisation")
    course = rows.course(root, "changing", modules=2)
    lived, other = world.row("training.Trainer/trainer"), rows.trainer(make.person(root), professional=True)
    first = rows.group(course, lived, other, name="First")
    place = cohorts.enrol(first, rows.learner(make.person(root)), by=by)
    cohorts.take_register(rows.day(first, 1), [{"enrolment": place, "came": "came"}], by=by)
    old = rows.edition_of(course)
    draft = curricula.draft_version(course, by=by)
    kept, changed = draft.modules.order_by("number")
    curricula.drop_module(changed, by=by)
    curricula.add_module(draft, by=by, title="Another second module", hours=3)
    curricula.publish_version(draft, by=by)
    place.refresh_from_db()
    assert place.edition_id == old.pk  # nothing moves by itself
    assert progress_of([Enrolment.objects.get(pk=place.pk)])[place.pk].share == Fraction(1, 2)
    second = rows.group(course, lived, other, name="Second")
    moved = cohorts.transfer(place, by=by, cohort=second)
    assert (moved.edition_id, moved.edition.number) == (draft.pk, 2)
    progress = progress_of([Enrolment.objects.get(pk=place.pk)])[place.pk]
    assert progress.parts[kept.pk] == 1 and progress.share == Fraction(1, 2)


def test_nobody_moves_to_a_version_without_a_mapping(world):
    by, root = make.system(), world.row("people.Unit/organisation")
    course = rows.course(root, "unmapped", modules=1)
    lived, other = world.row("training.Trainer/trainer"), rows.trainer(make.person(root), professional=True)
    place = cohorts.enrol(rows.group(course, lived, other), rows.learner(make.person(root)), by=by)
    draft = curricula.draft_version(course, by=by)
    curricula.drop_mapping(draft.modules.get().counted_from.get(), by=by)
    curricula.publish_version(draft, by=by)
    with pytest.raises(Invalid) as refused:
        cohorts.transfer(place, by=by, cohort=rows.group(course, lived, other, name="New"))
    assert "carry over" in refused.value.fields["cohort"][0]


def test_a_version_in_use_stands_as_it_is(world):
    module = world.row("training.Module/used")
    for change in (
        lambda: curricula.edit_module(module, by=make.system(), title="Other words"),
        lambda: curricula.drop_module(module, by=make.system()),
        lambda: curricula.add_assessment(module.edition, by=make.system(), title="One more"),
    ):
        with pytest.raises(Conflict):
            change()


def test_modules_never_wait_for_each_other_in_a_circle(world):
    first, second = world.row("training.CurriculumVersion/draft").modules.order_by("number")
    with pytest.raises(Invalid):  # the second waits for the first already
        curricula.ask_for_first(first, second, by=make.system())


def test_what_ships_is_whole_and_in_use_at_once(world):
    root = world.row("people.Unit/organisation")
    made = {course.code: course for course in curricula.load_shipped(root, by=world.cast.training_lead)}
    practice = rows.edition_of(made["recovery-practice"])
    parts = list(practice.modules.values_list("part", flat=True))
    assert (parts.count("Understanding"), parts.count("Skills")) == (6, 8)
    assert rows.edition_of(made["recovery-practice-doctors"]).modules.count() == 9
    core = rows.edition_of(made["core-peer-support"])
    assert sum(module.hours for module in core.modules.all()) == 40
    assert all(module.teaches for module in core.modules.all())
    assert all(rows.edition_of(course).to_confirm for course in made.values())
    assert rows.edition_of(made["resuscitation-2"]).renew_months == 12
    assert rows.edition_of(made["moving-handling-1"]).renew_months is None
    assert curricula.load_shipped(root, by=world.cast.training_lead) == []  # again: nothing changes
