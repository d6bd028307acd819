"""Makers of vacancies and applications, through the real actions: each gives the state its name says."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from peerwork.people.models import Unit, User
from peerwork.recruitment import actions
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application, Vacancy
from tests import make

LINES = [
    ("Values people's own way of recovery", "values", True),
    ("Can use own experience to support others", "lived", True),
    ("Has run a group", "experience", False),
]
CONTACT = {
    "given_name": "Robin", "family_name": "Quillfeather", "email": "robin@example.org", "phone": "01234 567890",
    "address": "1 Lantern Row",
}  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"
PLAN = "Two people who use the service, a team lead and a peer lead"


def draft(team: Unit, *, by: User, **values) -> Vacancy:
    """A draft with its specification, involvement and plan: ready to be published."""
    given = {
        "title": "Peer support worker", "advert": "You will walk beside people.", "panel_plan": PLAN,
        "closes_on": make.today() + timedelta(days=14), "band": "3",
    } | values  # fmt: skip
    vacancy = actions.draft_vacancy(by=by, team=team, **given)
    for text, kind, essential in LINES:
        line = {"text": text, "kind": kind, "essential": essential, "assessed_by": ["application", "interview"]}
        actions.add_criterion(by=by, vacancy=vacancy, **line)
    actions.note_involvement(by=by, vacancy=vacancy, who="Two people who use the service", what="Wrote it with us")
    return Vacancy.objects.get(pk=vacancy.pk)


def published(team: Unit, *, by: User, **values) -> Vacancy:
    return actions.publish(draft(team, by=by, **values), by=by, reason="No post number yet")


def closed(team: Unit, *, by: User, applicants=(), shortlisters=(), **values) -> Vacancy:
    """A vacancy that has closed: `applicants` have sent an application, `shortlisters` are named."""
    vacancy = published(team, by=by, **values)
    for user in shortlisters:
        actions.name_shortlister(by=by, vacancy=vacancy, user=user)
    for user in applicants:
        sent(vacancy, user)
    return actions.close(Vacancy.objects.get(pk=vacancy.pk), by=by)


def shortlisted(team: Unit, *, by: User, applicants=(), **values) -> Vacancy:
    """A vacancy whose shortlisting is finished: every applicant is shortlisted, and names are open to HR."""
    vacancy = closed(team, by=by, applicants=applicants, **values)
    for application in vacancy.applications.filter(status="sent"):
        deciding.shortlist(application, by=by, reason="Only one person was there to look")
    return deciding.finish_shortlisting(Vacancy.objects.get(pk=vacancy.pk), by=by)


def document(application: Application, user: User, name: str = "Robin Quillfeather CV.pdf") -> None:
    upload = SimpleUploadedFile(name, PDF, "application/pdf")
    applying.attach(application, upload, by=user, about="My certificate")


def begun(vacancy: Vacancy, user: User) -> Application:
    return applying.apply(by=user, vacancy=vacancy)


def written(vacancy: Vacancy, user: User, **values) -> Application:
    """An application with everything it needs to be sent; `contact` and other words may be given."""
    application = begun(vacancy, user)
    contact = CONTACT | values.pop("contact", {})
    applying.write_contact(application, by=user, **contact)
    for line in vacancy.criteria.all():
        applying.write_answer(application, line, by=user, text=f"How I do this: {line.text}")
    document(application, user)
    words = {"statement": "I want to give back", "experience": "I ran a garden group"} | values
    application = Application.objects.get(pk=application.pk)
    return applying.write(application, by=user, consented_at=timezone.now(), **words)


def sent(vacancy: Vacancy, user: User, **values) -> Application:
    return applying.send(written(vacancy, user, **values), by=user)


def sifted(application: Application, *, by: User, mark: str = "met", view: str = "invite"):
    """One person's finished view of an application, with the same mark on every line."""
    lines = application.vacancy.criteria.all()
    return deciding.sift(application, by=by, given={line.pk: mark for line in lines}, view=view, done=True)


def interviewed(application: Application, *, by: User) -> Application:
    """A shortlisted application brought to its interview."""
    application = deciding.invite_to_interview(Application.objects.get(pk=application.pk), by=by)
    return deciding.interviewed(application, by=by)
