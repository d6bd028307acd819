"""The rows of starting in the prepared world: somebody who has said yes, with one of everything about them.

`coming` is the cast member who is getting ready to start. Their referee is the records officer, the buddy the worker,
the certificate is verified by the training lead and decided on by the lived-experience lead, the plan is signed by the
occupational health lead, the work health outcome given by the occupational health adviser.
"""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.kit.records import keep
from peerwork.people import actions as people
from peerwork.people.models import Person, Unit, User
from peerwork.recruitment.starting import actions
from peerwork.recruitment.starting.checks import actions as checking
from peerwork.recruitment.starting.checks.models import Check
from peerwork.recruitment.starting.merging import DEFAULT
from peerwork.recruitment.starting.models import OfferTemplate, Starter
from peerwork.recruitment.starting.onboarding import actions as onboarding
from tests import make

AFTER = ("recruitment",)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


def letter(organisation: Unit, **values) -> OfferTemplate:
    return actions.open_letter(
        by=make.system(), organisation=organisation, **{"name": "Conditional offer", "body": DEFAULT} | values
    )


def confirm_certificates(organisation: Unit) -> None:
    """Somebody has confirmed how long certificate details are kept."""
    rule = make.retention_rule(organisation, "dbs", months=6)
    officer = make.holder("records_officer", organisation)
    people.confirm_retention(rule, by=officer)


def newcomer(organisation: Unit, **values) -> Person:
    """Somebody with an address at home and no account."""
    person = make.person(organisation, **values)
    person.home_email = f"{person.given_name}.{person.family_name}@example.org".lower()
    keep(person, "edit", by=make.system())
    return person


def offered(post, *, by: User, template: OfferTemplate, person: Person | None = None, **values) -> Starter:
    """Somebody who was made an offer."""
    if person is None:
        person = newcomer(post.team.organisation)
    values = {"wte": "0.6", "contact": by} | values
    return actions.offer(by=by, template=template, person=person, post=post, recruited_by="NHS Jobs 123", **values)


def accepted(post, *, by: User, template: OfferTemplate, person: Person | None = None, **values) -> Starter:
    starter = offered(post, by=by, template=template, person=person, **values)
    return actions.accept(starter, by=starter.person.user)


def settle_all(starter: Starter, *, by: User, leave: tuple[str, ...] = ()) -> None:
    """Every check but these is held elsewhere."""
    for check in Check.objects.filter(starter=starter).exclude(kind__in=leave):
        if check.status in ("todo", "requested", "received"):
            checking.assure_check(check, by=by, held="trac", held_by="The recruiting service")


def cleared(post, *, by: User, second: User, template: OfferTemplate, **values) -> Starter:
    starter = accepted(post, by=by, template=template, **values)
    settle_all(starter, by=by)
    return actions.clear(Starter.objects.get(pk=starter.pk), by=second)


def dated(post, *, by: User, second: User, template: OfferTemplate, starts_on=None, **values) -> Starter:
    starter = cleared(post, by=by, second=second, template=template, **values)
    return actions.set_date(starter, by=by, starts_on=starts_on or make.today())


def check_of(starter: Starter, kind: str) -> Check:
    return Check.objects.get(starter=starter, kind=kind)


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def fill(place) -> None:
    """What starting adds to one trust."""
    put, hr, root = place.put, place.user("hr"), place.root
    coming = make.account(f"coming to {root}")
    setattr(place.world.cast, f"{place.prefix}coming", coming)
    template = put("letter", letter(root))
    put("rules", actions.set_rules(by=make.system(), organisation=root, offers_first=False))
    put(
        "welcome",
        onboarding.open_template(
            by=make.system(), organisation=root, title="Team welcome", owner="manager", offset=-3, hint="With everybody"
        ),
    )
    onboarding.open_template(by=make.system(), organisation=root, title="Badge", owner="it", offset=-1, before=True)
    onboarding.open_template(by=make.system(), organisation=root, title="Say what helps", owner="applicant")
    confirm_certificates(root)
    person = make.person(root, coming)
    lead = place.user("team_lead")
    row = accepted(
        place.post,
        by=hr,
        template=template,
        person=person,
        line_manager=lead,
        planned_on=make.today() + timedelta(days=40),
        planned_for="Payroll",
    )
    row = put("coming", actions.name_buddy(row, by=hr, buddy=place.user("worker")))
    put("offered", offered(place.post, by=hr, template=template))
    put("coming", actions.send_update(by=hr, starter=row, words="The references are on their way"))
    put("coming", actions.give_consent(by=coming, starter=row, kind="needs", words="A quiet room"))
    put(
        "identity",
        checking.request_check(check_of(row, "identity"), by=hr, need="Bring two documents", move="applicant"),
    )
    reference = checking.name_referee(
        by=coming,
        starter=row,
        name="Ref Eree",
        email=place.user("records_officer").email,
        relation="Manager",
        organisation="The college",
    )
    put("coming", checking.ask_referee(reference, by=hr))
    put(
        "coming",
        checking.propose_start(
            by=hr,
            employment_check=check_of(row, "references"),
            decider=place.user("oh_lead"),
            plan="Works beside a senior",
        ),
    )
    record = checking.name_for_record(
        by=hr,
        employment_check=check_of(row, "criminal_record"),
        verifier=place.user("training_lead"),
        decider=place.user("lived_experience_lead"),
    )
    checking.request_check(check_of(row, "criminal_record"), by=hr)
    put(
        "coming",
        checking.record_certificate(
            record, by=place.user("training_lead"), something=True, details="Something of 1999"
        ),
    )
    put(
        "coming",
        checking.ask_health(by=hr, employment_check=check_of(row, "work_health"), adviser=place.user("oh_adviser")),
    )
    for task in row.tasks.all():
        put({"manager": "managers", "it": "it", "applicant": "theirs"}[task.owner_kind], task)
    second = accepted(place.post, by=hr, template=template)
    outside = checking.ask_health(by=hr, employment_check=check_of(second, "work_health"))
    put("outside", checking.give_health(outside, by=hr, outcome="adjustments"))
    put(
        "worker",
        onboarding.add_document(
            by=hr, person=place.person("worker"), kind="contract", title="Signed contract", file=pdf()
        ),
    )
    put("worker", people.carry_need(by=hr, person=place.person("worker"), kind="needs", words="A seat by the door"))


def finish(world, trust) -> None:
    """A charity's starter who will work in the trust's team: the host reads that the checks are assured."""
    by, root = world.cast.charity_hr, world.row("people.Unit/charity")
    actions.set_rules(by=make.system(), organisation=root, offers_first=False)
    template = letter(root)
    person = newcomer(root)
    values = {"person": person, "post": trust.post, "wte": "0.5", "contact": by, "team": trust.team}
    row = actions.offer(by=make.system(), template=template, **values)
    row = actions.accept(row, by=row.person.user)
    settle_all(row, by=by)
    row = actions.clear(Starter.objects.get(pk=row.pk), by=make.system())
    world.put("hosted", row)
    world.put("hosted", check_of(row, "identity"))


COPIED = [  # for tests/system/crowd.py
    ("recruitment.Starter/coming", ""),
    ("recruitment.Check/identity", ""),
    ("recruitment.Reference/coming", "email"),
    ("recruitment.Update/coming", ""),
    ("recruitment.OnboardingTask/managers", ""),
    ("recruitment.OnboardingTask/theirs", ""),
    ("recruitment.TaskTemplate/welcome", "title"),
    ("recruitment.OfferTemplate/letter", "name"),
    ("recruitment.RecordDocument/worker", "person=same"),
    ("people.StartingNeed/worker", ""),
]
