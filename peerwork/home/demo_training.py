"""The demonstration's training: the courses that ship, a group under way, one that is open, one with certificates."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from peerwork.people.actions import register_person
from peerwork.people.models import Person, live
from peerwork.placements.models import Placement, Post, SupervisorLink
from peerwork.training.certificates import actions as certificates
from peerwork.training.checking import actions as checking
from peerwork.training.cohorts import actions as cohorts
from peerwork.training.cohorts.models import Learner
from peerwork.training.curricula import actions as curricula
from peerwork.training.curricula.models import Curriculum
from peerwork.training.library import actions as library
from peerwork.training.pathways import actions as pathways

WEEK = timedelta(weeks=1)
NEEDS = ["A break every hour", "A seat near the door", "Large print handouts"]
LEARNERS = [("Ash", "Moor", "carer"), ("Bryn", "Vale", "service_user"), ("Cleo", "Hart", "volunteer")]
QUESTIONS = [
    ("Where did the idea of recovery begin?", ["In textbooks", "With people who had used services", "In a law"], 2,
     "People who had lived through distress and treatment spoke and wrote about it first."),
    ("What is recovery mostly about?", ["No symptoms at all", "A life one values", "Fewer appointments"], 2,
     "Symptoms may go or stay: it is about living well by one’s own measure."),
    ("Who decides what recovery means for somebody?", ["Their team", "Their family", "They do"], 3,
     "It is personal, and others can support it but not define it."),
    ("Which of these is a value of peer support?", ["Being mutual", "Giving advice", "Staying distant"], 1,
     "Both people give and both receive."),
    ("What can go wrong with the word?", ["Nothing", "It is used to take support away", "It is too old"], 2,
     "Talk openly about it: recovery is no reason to end support that somebody needs."),
]  # fmt: skip
RESOURCES = [
    (
        "100 ways to support recovery",
        "read",
        "Mike Slade for Rethink",
        "A short guide for staff, easy to use in a team.",
    ),
    (
        "Making recovery a reality",
        "read",
        "Shepherd, Boardman and Slade",
        "Where the ten questions to oneself are from.",
    ),
    ("Wellness plans: trying one yourself", "tool", "Northmere Recovery College", "Use it before you offer it."),
    ("Walk and talk group", "group", "Harbour Lights", "Tuesdays at two, from the library steps. Anybody can come."),
]
STORIES = [
    ("Dana Whitlock", "The allotment", "It began with a row of beans, and a neighbour who never asked what was wrong. "
     "He asked what I was growing."),
    ("Sam Okafor", "Learning to be asked", "For years people told me things. The first who asked me something is "
     "why I do this work."),
]  # fmt: skip
ON_THE_WAY = [
    ("Jude", "Marsh", 0, "college"),
    ("Kit", "Lund", 1, "reserve"),
    ("Lena", "Orr", 2, "reserve"),
    ("Milo", "Pace", 2, "service"),
    ("Nell", "Quist", 3, "own"),
    ("Oren", "Reed", 3, "reserve"),
]
PEERS = (Post.Family.PEER, Post.Family.SENIOR_PEER, Post.Family.CARER_PEER)


def fill(demo) -> None:
    """Called once everybody is placed; `demo` is the Demo being filled."""
    trust, lead = demo.units["NMP"], demo.users["Erin Byrne"]
    curricula.load_shipped(trust, by=lead)
    courses = {course.code: course for course in Curriculum.objects.filter(organisation=trust)}
    _confirm(courses, lead)
    college = _college(demo, trust, lead, courses)
    lived, professional = _trainers(demo, trust, lead)
    both = {"site": college, "place": "Recovery College, room 2", "getting_in": "Step-free. A quiet room is next door."}
    _under_way(demo, lead, _edition(courses["core-peer-support"]), lived, professional, both)
    _open(demo, trust, lead, _edition(courses["recovery-practice"]), lived, professional, both)
    _finished(demo, lead, _edition(courses["team-orientation"]), lived, professional, both)
    _questions(lead, _edition(courses["recovery-practice"]))
    _library(demo, trust, lead)
    _on_the_way(demo, trust, lead, _edition(courses["core-peer-support"]))


def _edition(course: Curriculum):
    return course.versions.select_related("curriculum__organisation").get(status="published")


def _confirm(courses, lead) -> None:
    """What this organisation has looked at already; the rest stays marked."""
    for code in ("core-peer-support", "team-orientation", "peer-supervisor"):
        curricula.confirm_version(_edition(courses[code]), by=lead)


def _college(demo, trust, lead, courses):
    college = cohorts.open_site(
        by=lead, organisation=trust, name="Northmere Recovery College", place="12 Quay Street",
        getting_in="Step-free, five minutes from the station.", contact="01632 960 002",
    )  # fmt: skip
    for code in ("COM", "REC"):  # the crisis and inpatient services have none yet
        cohorts.serve(by=lead, site=college, unit=demo.units[code])
    for code in ("recovery-practice", "core-peer-support", "team-orientation"):
        cohorts.offer(by=lead, site=college, curriculum=courses[code])
    return college


def _trainers(demo, trust, lead):
    today = timezone.localdate()
    dana = Person.objects.get(user=demo.users["Dana Whitlock"])
    nurses = Placement.objects.filter(post__family=Post.Family.NURSING, team=demo.units["COLL"], status="started")
    nurse = nurses.order_by("pk").first() or Placement.objects.filter(
        post__family=Post.Family.NURSING, status="started", host=trust
    ).order_by("pk").first()  # fmt: skip
    kept = {"organisation": trust, "trained_in": "Northmere Recovery College", "trained_on": today - 60 * WEEK}
    lived = cohorts.register_trainer(
        by=lead, person=dana, pay="work_time", about="Peer worker since 2023. Teaches with stories and tea.",
        supported_by=demo.users["Jo Marsh"], **kept,
    )  # fmt: skip
    lived = cohorts.declare(lived, by=demo.users["Dana Whitlock"], lived_experience="yes")
    professional = cohorts.register_trainer(
        by=lead, person=nurse.person, professional=True, pay="work_time", about="Nurse, and learning still.", **kept
    )
    cohorts.log_support(by=lead, trainer=lived, held_on=today - 3 * WEEK)
    return lived, professional


def _group(lead, edition, lived, professional, **values):
    cohort = cohorts.plan(by=lead, edition=edition, delivered_with=["peers", "professionals"], **values)
    since = min(values["starts_on"], timezone.localdate())
    for trainer, side in ((lived, "lived"), (professional, "professional")):
        cohorts.name_trainer(by=lead, cohort=cohort, trainer=trainer, side=side, starts_on=since)
    return cohorts.open_cohort(cohort, by=lead)


def _learner(lead, trust, person, **values):
    known = Learner.objects.filter(organisation=trust, person=person).first()
    return known or cohorts.register_learner(by=lead, organisation=trust, person=person, **values)


def _at(day, hour: int = 10):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _peers(trust, count: int, without) -> list[Person]:
    rows = Placement.objects.filter(status="started", post__family__in=PEERS, ends_on__isnull=True, host=trust)
    rows = rows.filter(employer=trust).exclude(person__in=without).select_related("person")
    return [row.person for row in rows.order_by("-starts_on", "-pk")[:count]]


def _under_way(demo, lead, edition, lived, professional, where) -> None:
    """Sixteen new peer workers, Sam among them, nine modules into the core course; three have missed a day."""
    trust, today = demo.units["NMP"], timezone.localdate()
    first = today - 10 * WEEK
    cohort = _group(
        lead, edition, lived, professional, name="Autumn", starts_on=first, ends_on=today + 4 * WEEK, capacity=16,
        audience=["peer"], ask_yourself=False, **where,
    )  # fmt: skip
    sam = Person.objects.get(user=demo.users["Sam Okafor"])
    people = [sam, *_peers(trust, 15, [sam.pk, lived.person_id])]
    places = []
    for number, person in enumerate(people):
        needs = NEEDS[number // 5] if number % 5 == 1 and number // 5 < len(NEEDS) else ""
        learner = _learner(lead, trust, person, profession="peer", access_needs=needs)
        places.append(cohorts.enrol(cohort, learner, by=lead))
    modules = list(edition.modules.filter(dropped=False).order_by("number"))
    for number, module in enumerate(modules[:11]):
        day = first + number * WEEK if number < 9 else today + (number - 8) * WEEK
        minutes = int(module.hours * 60)
        meeting = cohorts.set_meeting(by=lead, cohort=cohort, module=module, starts_at=_at(day), minutes=minutes)
        if number < 9:
            lines = [
                {"enrolment": place, "came": "away" if (n, number) in {(3, 2), (7, 5), (11, 7), (11, 8)} else "came"}
                for n, place in enumerate(places)
            ]
            lines[2] |= {"came": "late", "minutes_missed": 15} if number == 4 else {}
            cohorts.take_register(meeting, lines, by=lead)
    made_up = places[3].attendance.get(came="away")
    cohorts.catch_up(made_up, by=lead, made_up_on=today - 4 * WEEK, made_up_how="One to one with Dana", done=True)
    planned = places[7].attendance.get(came="away")
    cohorts.catch_up(planned, by=lead, made_up_on=today + 2 * WEEK, made_up_how="Before the next day, at one")
    talk = edition.assessments.order_by("number").first()
    for place in places[:6]:
        cohorts.record_result(
            by=lead, enrolment=place, part=talk, comment="You made the history come alive, and you kept to time."
        )


def _open(demo, trust, lead, edition, lived, professional, where) -> None:
    """A small group of the practice course that is full, so that there is a waiting list."""
    today = timezone.localdate()
    cohort = _group(
        lead, edition, lived, professional, name="Winter", starts_on=today + 3 * WEEK, capacity=4,
        audience=["staff", "peer", "service_user", "carer", "volunteer"], **where,
    )  # fmt: skip
    for given, family, kind in LEARNERS:
        learner = cohorts.register_learner(by=lead, organisation=trust, given_name=given, family_name=family, kind=kind)
        cohorts.enrol(cohort, learner, by=lead)
    staff = Placement.objects.filter(status="started", team=demo.units["HILL"], ends_on__isnull=True, employer=trust)
    staff = staff.exclude(post__family__in=PEERS).select_related("person", "post").order_by("pk")
    for row in staff[:3]:
        learner = _learner(lead, trust, row.person, profession=row.post.family, level=row.post.band)
        cohorts.enrol(cohort, learner, by=lead)
    module = edition.modules.order_by("number").first()
    cohorts.set_meeting(by=lead, cohort=cohort, module=module, starts_at=_at(today + 3 * WEEK, 14))


def _finished(demo, lead, edition, lived, professional, where) -> None:
    """Colleagues of Sam's team, prepared to work with peer workers, with their certificates."""
    trust, day = demo.units["NMP"], timezone.localdate() - 30 * WEEK
    cohort = _group(
        lead, edition, lived, professional, name="Hillside", starts_on=day, ends_on=day, capacity=20,
        audience=["staff"], ask_yourself=False, **where,
    )  # fmt: skip
    staff = Placement.objects.filter(status="started", team=demo.units["HILL"], ends_on__isnull=True, employer=trust)
    staff = staff.exclude(post__family__in=PEERS).select_related("person", "post").order_by("-pk")
    places = [
        cohorts.enrol(
            cohort, _learner(lead, trust, row.person, profession=row.post.family, level=row.post.band), by=lead
        )
        for row in staff[:8]
    ]
    for number, module in enumerate(edition.modules.order_by("number")):
        meeting = cohorts.set_meeting(
            by=lead, cohort=cohort, module=module, starts_at=_at(day, 10 + number), minutes=60
        )
        cohorts.take_register(meeting, [{"enrolment": place, "came": "came"} for place in places], by=lead)
    for place in places[:7]:
        done = cohorts.complete(place, by=lead, finished_on=day)
        if place is not places[6]:
            certificates.issue(by=lead, enrolment=done)
    cohorts.finish_cohort(cohort, by=lead)


def _questions(lead, edition) -> None:
    """Five questions on the first module of the practice course."""
    module = edition.modules.order_by("number").first()
    for text, options, answer, why in QUESTIONS:
        checking.add_question(module, by=lead, text=text, options=options, answer=answer, why=why)


def _library(demo, trust, lead) -> None:
    for title, kind, made_by, words in RESOURCES:
        library.add_resource(by=lead, organisation=trust, title=title, kind=kind, made_by=made_by, words=words)
    for name, title, text in STORIES:
        person = Person.objects.get(user=demo.users[name])
        story = library.tell(
            by=demo.users[name], organisation=trust, teller=person, title=title, told_as=name.split()[0], text=text
        )
        library.give_consent(story, by=demo.users[name], in_library=True, in_training=True)


def _on_the_way(demo, trust, lead, edition) -> None:
    """Six people without a post yet, at every stage, and Sam's supervised hours."""
    today = timezone.localdate()
    for number, (given, family, stage, source) in enumerate(ON_THE_WAY):
        person = register_person(by=demo.by, organisation=trust, given_name=given, family_name=family)
        apprentice = {"kind": "apprenticeship", "off_job_needed": 60} if number % 3 == 2 else {}
        row = pathways.begin(
            by=lead, organisation=trust, person=person, source=source, begun_on=today - (4 + 3 * number) * WEEK,
            **apprentice,
        )  # fmt: skip
        if apprentice:
            for week in range(4):
                what = "Shadowing and reading, with notes"
                pathways.log_off_job(by=lead, pathway=row, on=today - (week + 1) * WEEK, hours=15, what=what)
        for step in (pathways.join, pathways.practise, pathways.reach, pathways.take_post)[:stage]:
            row = step(row, by=lead)
    stopped = pathways.begin(
        by=lead, organisation=trust, source="own",
        person=register_person(by=demo.by, organisation=trust, given_name="Ira", family_name="Fenn"),
    )  # fmt: skip
    pathways.stop_pathway(stopped, by=lead, stopped_because="later")
    sams = demo.users["Sam Okafor"]
    sam = Person.objects.get(user=sams)
    for months, hours in ((12, 6), (8, 5), (4, 7)):
        row = pathways.note_hours(
            by=sams, person=sam, edition=edition, starts_on=today - months * WEEK, hours=hours, one_to_one=hours - 3,
            ends_on=today - (months - 3) * WEEK,
        )  # fmt: skip
        link = SupervisorLink.objects.filter(live(), person=sam).exclude(supervisor=sams).order_by("pk").first()
        if months > 4 and link is not None and link.starts_on <= row.ends_on:
            pathways.sign(row, by=link.supervisor)
