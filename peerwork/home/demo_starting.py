"""The demonstration's starters: people between an offer and a first day, each waiting for somebody else."""

from datetime import timedelta

from django.utils import timezone

from peerwork.kit.records import keep
from peerwork.people import actions as people
from peerwork.people.models import Person, RetentionRule
from peerwork.placements.models import Post
from peerwork.recruitment.starting import actions, merging
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.models import Check
from peerwork.recruitment.starting.models import Starter
from peerwork.recruitment.starting.onboarding import actions as onboarding

SEEN = {
    "identity": "3 documents seen",
    "right_to_work": "Passport seen in person",
    "registration": "College certificate seen",
}


def fill(demo) -> None:
    """Called once everybody is placed; `demo` is the Demo being filled."""
    trust, hr = demo.units["NMP"], demo.users["Asha Bello"]
    actions.set_rules(by=hr, organisation=trust, answer_days=14)
    letter = actions.open_letter(by=hr, organisation=trust, name="Conditional offer", body=merging.DEFAULT)
    onboarding.open_usual(trust, by=hr)
    _certificates(demo, trust)
    tomasz = _starter(demo, letter, "Tomasz", "Zielinski", "RIVE", days=26)
    _sign(demo, tomasz, "identity", "right_to_work", "registration")
    _tomasz(demo, tomasz)
    amina = _starter(demo, letter, "Amina", "Farah", "HILL", days=12)
    _sign(demo, amina, "identity", "right_to_work")
    _plan(demo, amina)
    lewis = _starter(demo, letter, "Lewis", "Hartley", "OAK", days=30)
    _elsewhere(demo, lewis)
    actions.clear(Starter.objects.get(pk=lewis.pk), by=demo.by)
    rosa = _starter(demo, letter, "Rosa", "Lindgren", "COLL", days=40)
    _elsewhere(demo, rosa)
    rosa = actions.clear(Starter.objects.get(pk=rosa.pk), by=demo.by)
    actions.set_date(rosa, by=hr, starts_on=timezone.localdate() + timedelta(days=12))
    _offered(demo, letter, "Deji", "Okonkwo", "CRHT")


def _certificates(demo, trust) -> None:
    """Somebody has confirmed how long certificate details are kept; before that nothing can be recorded."""
    officer = demo.users["Mark Doyle"]
    people.propose_retention(trust, by=demo.users["Tom Ferris"])
    people.confirm_retention(RetentionRule.objects.get(organisation=trust, record_class="dbs"), by=officer)


def _offered(demo, letter, given: str, family: str, code: str) -> Starter:
    hr, team = demo.users["Asha Bello"], demo.units[code]
    person = people.register_person(by=hr, organisation=demo.units["NMP"], given_name=given, family_name=family)
    person.home_email = f"{given}.{family}@post.example".lower()
    keep(person, "edit", by=hr)
    post = Post.objects.filter(team=team, family="peer", ends_on__isnull=True).order_by("pk").first()
    if post is None:
        post = Post.objects.filter(team=team, lived_experience_essential=True).order_by("pk").first()
    lead = demo.users["Priya Nair"] if code == "HILL" else None
    return actions.offer(
        by=hr,
        template=letter,
        person=Person.objects.get(pk=person.pk),
        post=post,
        wte="0.6",
        line_manager=lead,
        recruited_by="NHS Jobs",
        planned_on=timezone.localdate() + timedelta(days=19),
        planned_for="Payroll",
    )


def _starter(demo, letter, given: str, family: str, code: str, *, days: int) -> Starter:
    """Somebody who said yes so many days ago, and whose checks have gone on since."""
    starter = actions.accept(_offered(demo, letter, given, family, code), by=demo.by)
    row = Starter.objects.get(pk=starter.pk)
    then = timezone.localdate() - timedelta(days=days)
    row.offered_on, row.answered_on, row.updated_on = (
        then - timedelta(days=3),
        then,
        timezone.localdate() - timedelta(9),
    )
    keep(row, "accept", by=demo.by)
    return Starter.objects.get(pk=row.pk)


def _check(starter: Starter, kind: str) -> Check:
    return Check.objects.get(starter=starter, kind=kind)


def _sign(demo, starter: Starter, *kinds: str) -> None:
    for kind in kinds:
        check = checking.receive_check(_check(starter, kind), by=demo.users["Asha Bello"], note=SEEN[kind])
        checking.pass_check(check, by=demo.by)


def _back(check: Check, days: int, by) -> None:
    """Such a step was taken some days ago."""
    check = Check.objects.get(pk=check.pk)
    check.moved_on = check.requested_on = timezone.localdate() - timedelta(days=days)
    keep(check, "request", by=by)
    checking.settle(check.starter_id)


def _tomasz(demo, starter: Starter) -> None:
    """As in the picture: one reference still to come, the certificate with the service that makes it."""
    hr = demo.users["Asha Bello"]
    named = [
        ("Riverside Recovery College", "Ola Wren", "Tutor"),
        ("Riverside Food Bank", "Pat Kerr", "Volunteer manager"),
    ]
    for organisation, name, relation in named:
        reference = checking.name_referee(
            by=hr,
            starter=starter,
            name=name,
            email=f"{name}@post.example".lower().replace(" ", "."),
            organisation=organisation,
            relation=relation,
        )
        reference = checking.ask_referee(reference, by=hr)
        if name == "Ola Wren":
            reference = checking.answer_reference(
                reference,
                by=reference.referee,
                known_as="Tutor for two years",
                dates_right=True,
                role="Student and helper",
                strengths="Listens first, and turns up. People ask for him.",
                again="yes",
            )
            checking.take_reference(reference, by=hr)
    _back(_check(starter, "references"), 12, hr)
    checking.name_for_record(
        by=hr,
        employment_check=_check(starter, "criminal_record"),
        verifier=demo.users["Erin Byrne"],
        decider=demo.users["Jo Marsh"],
    )
    checking.request_check(_check(starter, "criminal_record"), by=hr, move="third")
    _back(_check(starter, "criminal_record"), 21, hr)
    health = checking.ask_health(
        by=hr, employment_check=_check(starter, "work_health"), adviser=demo.users["Helen Osei"]
    )
    checking.give_health(health, by=demo.users["Helen Osei"], outcome="adjustments")
    checking.pass_check(_check(starter, "work_health"), by=demo.by)
    actions.name_buddy(Starter.objects.get(pk=starter.pk), by=hr, buddy=demo.users["Dana Whitlock"])
    first = starter.tasks.get(title="Contract and pay")
    onboarding.do_task(first, by=hr)
    actions.send_update(by=hr, starter=starter, words="One reference is still to come. You need to do nothing for it.")
    row = Starter.objects.get(pk=starter.pk)
    row.updated_on = timezone.localdate() - timedelta(days=7)
    keep(row, "edit", by=demo.by)


def _plan(demo, starter: Starter) -> None:
    """A reference that could not be had, and a plan that waits for a second person to sign."""
    hr = demo.users["Asha Bello"]
    check = checking.request_check(_check(starter, "references"), by=hr, move="referee")
    check = checking.raise_concern(check, by=hr)
    checking.propose_start(
        by=hr,
        employment_check=check,
        decider=demo.users["Jo Marsh"],
        holds_until=timezone.localdate() + timedelta(90),
        plan="The last employer has closed. She works beside a senior peer worker for her first six weeks.",
    )


def _elsewhere(demo, starter: Starter) -> None:
    for check in Check.objects.filter(starter=starter):
        checking.assure_check(
            check,
            by=demo.users["Asha Bello"],
            held="trac",
            held_by="Northmere recruitment service",
            held_reference=f"TR-{starter.pk}-{check.kind[:3].upper()}",
        )
