"""What people were promised: answers stay their own, feedback has no name, stories are their teller's."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.people import actions as people
from peerwork.training import coverage
from peerwork.training.checking import actions as checking
from peerwork.training.checking import queries as checked
from peerwork.training.checking.models import Attempt
from peerwork.training.cohorts import actions as cohorts
from peerwork.training.library import actions as library
from peerwork.training.library.policy import stories
from peerwork.training.pathways import actions as pathways
from peerwork.training.pathways import queries as ways
from tests import make
from tests.training import world as rows

# Checking oneself ---------------------------------------------------------------------------------------------------
QUIZ = [(3, 4), (3, 4), (2, 4), (3, 3), (2, 4)]  # the answer that fits, of how many


def test_a_quiz_of_five_is_marked_for_its_learner_alone(world):
    place, module = world.row("training.Enrolment/worker"), world.row("training.Module/used")
    checking.drop_question(world.row("training.Question/used"), by=make.system())
    asked = [
        checking.add_question(
            module, by=world.cast.training_lead, text=f"Question {n}", answer=fits, why="Because",
            options=[f"Answer {m}" for m in range(1, of + 1)],
        )
        for n, (fits, of) in enumerate(QUIZ)
    ]  # fmt: skip
    client, address = world.client("worker"), reverse("training:quiz", args=[place.pk, module.number])
    words = client.get(address).content.decode()
    assert "Question 4" in words and "Because" not in words  # what fits is said afterwards only
    given = {f"q_{question.pk}": question.answer if n else 1 for n, question in enumerate(asked)}
    answer = client.post(address, given)
    assert answer.status_code == 200 and "4 of 5 answers fit" in answer.content.decode()
    assert "You chose: Answer 1. What fits: Answer 3" in answer.content.decode()
    missing = client.post(address, dict(list(given.items())[1:]))
    assert missing.status_code == 400 and "Choose an answer." in missing.content.decode()
    assert Attempt.objects.filter(module=module, of=5).count() == 1
    assert world.client("training_lead").get(address).status_code == 403


@pytest.mark.parametrize(("options", "answer"), [(["One"], 1), (["One", "Two"], 3), (["One", " "], 1), ("One", 1)])
def test_a_question_needs_answers_one_of_which_fits(world, options, answer):
    with pytest.raises(Invalid):
        checking.add_question(
            world.row("training.Module/used"), by=make.system(), text="?", options=options, answer=answer
        )


def test_feedback_is_shown_once_four_have_answered_and_given_once(world):
    course = rows.course(world.row("people.Unit/organisation"), "said", modules=1)
    other = rows.trainer(make.person(course.organisation), professional=True)
    group = rows.group(course, world.row("training.Trainer/trainer"), other)
    said = dict.fromkeys(checking.SCALE, 5)
    for count in range(1, 5):
        user = make.account(organisation=course.organisation)
        place = cohorts.enrol(group, rows.learner(make.person(course.organisation, user)), by=make.system())
        checking.give_feedback(place, by=user, **said)
        shown = checked.said_of(world.cast.training_lead, group)
        assert (shown is None) == (count < 4)
    with pytest.raises(Conflict):
        checking.give_feedback(place, by=user, **said)
    assert shown["people"] == 4


# Stories ------------------------------------------------------------------------------------------------------------
def test_a_story_is_read_while_its_teller_agrees_and_gone_at_once(world):
    shown, told = world.row("training.Story/shown"), world.row("training.Story/told")
    page = reverse("training:story", args=[shown.pk])
    assert world.client("hr").get(page).status_code == 200
    assert not stories.visible(world.cast.hr).filter(pk=told.pk).exists()
    with pytest.raises(NotAllowed):  # nobody agrees for somebody who can say it themselves
        library.give_consent(told, by=world.cast.training_lead, in_library=True, how="On paper")
    second = library.give_consent(shown, by=world.cast.worker, in_library=True, in_training=True)
    first = shown.consents.get(number=1)
    assert (second.number, first.ended_on) == (2, make.today())
    library.end_consent(second, by=world.cast.worker)
    assert world.client("hr").get(page).status_code == 404
    assert world.client("worker").get(page).status_code == 200


def test_consent_for_courses_only_shows_nothing_in_the_library_and_ends_on_its_day(world):
    told = world.row("training.Story/told")
    consent = library.give_consent(told, by=world.cast.worker, in_library=False, in_training=True)
    assert not stories.visible(world.cast.hr).filter(pk=told.pk).exists()
    library.end_consent(consent, by=world.cast.worker)
    told.refresh_from_db()
    with pytest.raises(Invalid):
        library.give_consent(told, by=world.cast.worker, until=make.today() - timedelta(days=1), in_library=True)
    with pytest.raises(Invalid):
        library.give_consent(told, by=world.cast.worker, in_library=False)


def test_a_teller_without_an_account_agrees_by_a_note_of_how(world):
    lead, root = world.cast.training_lead, world.row("people.Unit/organisation")
    story = library.tell(by=lead, organisation=root, title="On the bus", text="A long way.", told_as="M")
    with pytest.raises(Invalid):
        library.give_consent(story, by=lead, in_library=True)
    consent = library.give_consent(story, by=lead, in_library=True, how="Signed on paper, in the file")
    assert consent.noted_by == lead
    assert stories.visible(world.cast.hr).filter(pk=story.pk).exists()


# Ways into a post ---------------------------------------------------------------------------------------------------
def test_an_apprentice_reaches_the_gateway_with_the_hours_that_were_agreed(world):
    lead, way = world.cast.training_lead, world.row("training.Pathway/worker")
    way = pathways.practise(pathways.join(way, by=lead), by=lead)
    with pytest.raises(Conflict, match="2 of 6"):
        pathways.reach(way, by=lead)
    more = pathways.log_off_job(by=world.cast.worker, pathway=way, hours=4, what="A course")
    assert pathways.reach(way, by=lead).status == "gateway"
    pathways.withdraw_off_job(more, by=world.cast.worker)
    assert ways.pathway_page(lead, way.pk)["done"] == 2


def test_who_stops_goes_on_where_they_were(world):
    lead = world.cast.training_lead
    way = pathways.practise(pathways.join(world.row("training.Pathway/worker"), by=lead), by=lead)
    with pytest.raises(Invalid):
        pathways.stop_pathway(way, by=lead)
    way = pathways.stop_pathway(way, by=lead, stopped_because="no_post")
    assert (way.status, way.stopped_from) == ("stopped", "practicum")
    way = pathways.resume_pathway(way, by=lead)
    assert (way.status, way.stopped_because) == ("practicum", "")


# Supervised hours ---------------------------------------------------------------------------------------------------
def test_hours_are_signed_by_the_supervisor_of_that_time_and_never_by_oneself(world):
    hours = world.row("training.SupervisedHours/worker")
    for member in ("worker", "training_lead", "team_lead", "hr"):
        with pytest.raises(NotAllowed):
            pathways.sign(hours, by=getattr(world.cast, member))
    with pytest.raises(NotHere):
        pathways.sign(hours, by=world.cast.other_supervisor)
    asked = pathways.ask_about(hours, by=world.cast.supervisor, question="Which weeks?")
    with pytest.raises(Conflict):
        pathways.sign(asked, by=world.cast.supervisor)
    hours = pathways.edit_hours(asked, by=world.cast.worker, hours=5)
    signed = pathways.sign(hours, by=world.cast.supervisor)
    assert (signed.signed_by, signed.status) == (world.cast.supervisor, "signed")
    with pytest.raises(Conflict):  # what is signed stands
        pathways.edit_hours(signed, by=world.cast.worker, hours=50)
    counter = ways.hours_page(world.cast.worker, signed.person_id)["counters"][0]
    assert (counter.signed, counter.one_to_one, counter.waiting) == (5, 2, 0)


def test_a_supervisor_who_came_later_does_not_sign(world):
    person, edition = world.row("people.Person/starter"), world.row("training.CurriculumVersion/used")
    today, late = make.today(), make.account("Came later", world.row("people.Unit/organisation"))
    make.supervised(person, late, world.row("placements.Stream/practice"), starts_on=today - timedelta(days=5))
    month = {"starts_on": today - timedelta(days=60), "ends_on": today - timedelta(days=30)}
    row = pathways.note_hours(by=world.cast.starter, person=person, edition=edition, hours=4, **month)
    with pytest.raises((NotAllowed, NotHere)):
        pathways.sign(row, by=late)


@pytest.mark.parametrize(
    "values",
    [{"hours": 2, "one_to_one": 3}, {"hours": 2, "ends_on": 1}, {"hours": 2, "starts_on": -30}, {"hours": 0}],
    ids=["more alone than all", "to come", "counted twice", "nothing"],
)
def test_hours_that_can_not_be_are_not_noted(world, values):
    today = make.today()
    days = {"starts_on": -9, "ends_on": -1} | {key: value for key, value in values.items() if key.endswith("_on")}
    values = values | {name: today + timedelta(days=number) for name, number in days.items()}
    with pytest.raises(Invalid):
        pathways.note_hours(
            by=world.cast.worker, person=world.row("people.Person/worker"),
            edition=world.row("training.CurriculumVersion/used"), **values,
        )  # fmt: skip


# How far it reaches -------------------------------------------------------------------------------------------------
def test_coverage_counts_each_person_once_and_a_director_sees_released_figures_only(world):
    plain = coverage.coverage(world.cast.hr)
    assert not plain.released and plain.done == 1 and plain.people >= 5
    assert sum(line.done for line in plain.lines) >= 1
    shown = coverage.coverage(world.cast.director)
    assert shown.released and shown.done == "[c]"
    assert all(line.done in ("[c]", 0) or int(line.done) % 5 == 0 for line in shown.lines)


def test_two_records_of_one_learner_become_one_with_all_they_learned(world):
    """Somebody added by name turns out to be somebody the staff list knows, who learns here too."""
    root, group = world.row("people.Unit/organisation"), world.row("training.Cohort/group")
    staff = rows.learner(make.person(root))
    cohorts.enrol(group, staff, by=make.system())
    carer = world.row("training.Learner/carer")
    people.merge(make.match(staff.person, carer.person), by=world.cast.hr)
    carer.refresh_from_db()
    assert carer.person_id == staff.person_id
    with pytest.raises(Invalid):
        rows.learner(staff.person)


def test_services_without_a_centre_are_listed(world):
    served = world.row("people.Unit/service")
    page = world.client("training_lead").get(reverse("training:sites")).content.decode()
    assert "Every service has one." in page
    cohorts.end_service(
        world.row("training.SiteService/college"), by=make.system(), ends_on=make.today() - timedelta(days=0)
    )
    lonely = make.service(world.row("people.Unit/organisation"), "Crisis services")
    page = world.client("training_lead").get(reverse("training:sites")).content.decode()
    assert lonely.name in page and served.name not in page.partition("Services with no centre")[2]
