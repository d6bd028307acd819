"""The demonstration's competences, goals and needed training: a list, Sam's goals and evidence, rules, who has what."""

import csv
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from peerwork.development import actions as development
from peerwork.development.importers import load_framework
from peerwork.development.models import Competence
from peerwork.people.models import Identifier, Person
from peerwork.placements.models import Placement, Post, Stream
from peerwork.training.curricula.models import Curriculum
from peerwork.training.needs import actions as needs
from peerwork.training.needs.importers import import_learning
from peerwork.training.needs.models import NeedRule

TAKEN_ON = (
    ("conflict-resolution", 0.9),
    ("equality-rights", 0.85),
    ("fire-safety", 0.8),
    ("safeguarding-adults-1", 0.7),
)
SOURCE = "Nine domains after the 2020 competence framework for peer support workers; to be confirmed"


def fill(demo) -> None:
    """Called once everybody is placed and the courses are there; `demo` is the Demo being filled."""
    _competences(demo)
    _rules(demo)
    _completed(demo)


def _competences(demo) -> None:
    trust, lead = demo.units["NMP"], demo.users["Erin Byrne"]
    dana, sams = demo.users["Dana Whitlock"], demo.users["Sam Okafor"]
    framework = load_framework(development.SHIPPED, trust, by=lead, source_words=SOURCE).framework
    development.confirm_framework(framework, by=demo.users["Jo Marsh"])
    by_number = {each.number: each for each in Competence.objects.filter(domain__framework=framework)}
    development.show_organisation(
        by=lead, organisation=trust, competence=by_number["9.2"], title="Every peer worker has two supervisors",
        text="One for the job, one from lived experience, since June 2026.",
    )  # fmt: skip
    jo = development.name_assessor(by=lead, organisation=trust, user=demo.users["Jo Marsh"])
    development.say_lived_experience(jo, by=demo.users["Jo Marsh"], lived_experience=True)
    sam, today = Person.objects.get(user=sams), timezone.localdate()
    peer = Stream.objects.get(organisation=trust, kind="peer", closed_on__isnull=True)
    shown = [
        ("3.5", "The Thursday group", "I ran it alone. I let a long silence be, and somebody filled it.", 40, True),
        ("5.1", "Saying no to medication checks", "I explained the peer role to the ward, twice.", 24, True),
        (
            "6.2",
            "What I bring to supervision",
            "I write three lines the evening before. It changed our talks.",
            9,
            False,
        ),
    ]
    for number, title, text, days, confirmed in shown:
        piece = development.add_evidence(
            by=sams, person=sam, competence=by_number[number], title=title, text=text,
            happened_on=today - timedelta(days=days), ask=True,
        )  # fmt: skip
        if confirmed:
            development.confirm_evidence(piece, by=dana, review_words="I was there for the next one, and saw it.")
    development.add_evidence(by=sams, person=sam, competence=by_number["3.2"], title="A note about my own story")
    for number, own, other in (("3.5", 2, 3), ("3.3", 3, 3), ("5.1", 2, 3), ("6.1", 1, 2)):
        said = {"person": sam, "competence": by_number[number]}
        development.rate(by=sams, on=today - timedelta(days=60), level=own, **said)
        development.rate(by=dana, on=today - timedelta(days=58), level=other, **said)
    goal = development.set_goal(
        by=sams, person=sam, title="Help train the next starters", strengths="People remember what I tell them.",
        matters="Somebody did it for me.", first_step="Sit in on module 3 in January", about=[by_number["4.4"]],
    )  # fmt: skip
    development.share_goal(by=sams, goal=goal, stream=peer)
    development.set_goal(by=sams, person=sam, title="Take all my leave this year", first_step="Book a week in February")
    group = development.set_goal(by=sams, person=sam, title="Run a group on my own", from_step=7)
    development.reach_goal(group, by=sams, look_back="Two people stayed behind to say it helped.")


def _rules(demo) -> None:
    """The usual rules; the training lead has confirmed some, the rest stay to be confirmed."""
    trust, lead = demo.units["NMP"], demo.users["Erin Byrne"]
    core = Curriculum.objects.get(organisation=trust, code="core-peer-support")
    for family in (Post.Family.PEER, Post.Family.SENIOR_PEER, Post.Family.CARER_PEER):
        needs.set_rule(by=lead, organisation=trust, course=core, family=family, within_days=182, counts=True,
                       starts_on=date(2025, 1, 1), source="Training policy 2025")  # fmt: skip
    needs.propose_rules(trust, by=demo.by)
    for rule in NeedRule.objects.filter(organisation=trust).select_related("course"):
        if rule.course.code in {code for code, _share in TAKEN_ON} or rule.course.kind == "core":
            needs.confirm_rule(rule, by=lead)


def _completed(demo) -> None:
    """What was completed before Peerwork comes from a file, as it would from a learning system."""
    trust, lead, today = demo.units["NMP"], demo.users["Erin Byrne"], timezone.localdate()
    courses = {course.code: course for course in Curriculum.objects.filter(organisation=trust)}
    numbers = dict(Identifier.objects.filter(organisation=trust, system="staff_id").values_list("person", "value"))
    here = Placement.objects.filter(host=trust, status="started").order_by("pk").values_list("person", "post__family")
    path = Path(settings.STAGING_ROOT) / "demo-learning.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Staff number", "Course", "Completed", "Name"])
        for person, family in here:
            taken = [*TAKEN_ON, ("core-peer-support", 0.85 if "peer" in family else 0), ("recovery-practice", 0.3)]
            for code, share in taken:
                if code in courses and person in numbers and demo.random.random() < share:
                    day = today - timedelta(days=demo.random.randrange(20, 1100))
                    writer.writerow([numbers[person], courses[code].name, day.isoformat(), ""])
        for number, name in (("99000001", "R. Okonkwo"), ("99000002", "Temp worker")):
            writer.writerow([number, courses["fire-safety"].name, (today - timedelta(days=40)).isoformat(), name])
    columns = {"staff_id": "Staff number", "course": "Course", "done_on": "Completed", "hint": "Name"}
    try:
        import_learning(path, "mapped", trust, by=lead, columns=columns, name="learning-before-peerwork.csv")
    finally:
        path.unlink()
