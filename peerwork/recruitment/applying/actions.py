"""What the person who applies does: begin, write, send, ask for adjustments, take it back."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerwork.kit import files
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotHere
from peerwork.kit.records import acting, creating, keep
from peerwork.people.actions import system_user
from peerwork.people.models import User
from peerwork.recruitment import mail, sifting
from peerwork.recruitment.deciding.actions import moving, step
from peerwork.recruitment.models import Answer, Application, ApplicationDocument, Contact, Criterion, Equality, Vacancy
from peerwork.recruitment.policy import answers, applications, contacts, documents, equality, vacancies

MOST_DOCUMENTS = 6
CLOSED = gettext_lazy("This vacancy has closed. What you wrote is kept for you, but can’t be sent any more.")


# Coming by link -----------------------------------------------------------------------------------------------------
def ask_link(vacancy: Vacancy, *, email: str) -> None:
    """Begin an application for this address, or go on with it: the way in goes there by mail, and nothing is said
    here about whether the address was known. Raises TooMany, Conflict where the vacancy has closed."""
    email = email.strip().lower()
    mail.room_for_a_link(email)
    with transaction.atomic():
        user = _applicant(email)
        application = apply(by=user, vacancy=vacancy)
        words = _("Here is the way to your application for %(title)s.") % {"title": vacancy.title}
        mail.send_way_in(application, words)


def ask_links(*, email: str) -> None:
    """Send this address the way back to each of its applications that is still going on; nothing to any other."""
    email = email.strip().lower()
    mail.room_for_a_link(email)
    mine = Application.objects.filter(user__email__iexact=email, user__is_active=True).exclude(status="withdrawn")
    for application in mine.select_related("user", "vacancy__employer").order_by("-pk")[:3]:
        words = _("Here is the way back to your application for %(title)s.") % {"title": application.vacancy.title}
        mail.send_way_in(application, words)


def _applicant(email: str) -> User:
    """The account of this address, or somebody who comes by link; raises Invalid for one that was ended."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        # Never the person's own name: it would stand beside what they write while names are shut.
        user = User(kind=User.Kind.LINK, email=email, name=_("Applicant"))
        user.set_unusable_password()
        keep(user, "join", by=system_user())
    if not user.is_active or user.is_system:
        raise Invalid(fields={"email": [_("We can’t use this address. Write to us for help.")]})
    return user


# Writing ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def apply(*, by: User, vacancy: Vacancy) -> Application:
    """Begin an application; who has one for this vacancy goes on with that one."""
    vacancy = _open(by, vacancy)
    mine = applications.visible(by).filter(vacancy=vacancy, user=by).exclude(status="withdrawn").first()
    if mine is not None:
        return mine
    last = Application.objects.filter(vacancy=vacancy).aggregate(last=Max("number"))["last"] or 0
    forget()
    with creating(applications, "apply", by=by, vacancy=vacancy) as application:
        application.user, application.number = by, last + 1
    step(application)
    forget()
    return application


def _open(by, vacancy: Vacancy) -> Vacancy:
    """The vacancy, locked, if it takes applications at this moment; raises Conflict."""
    try:
        vacancy = vacancies.lock(by, vacancy)
    except NotHere:
        raise Conflict(CLOSED) from None
    if vacancy.status != "published" or vacancy.closes_at <= timezone.now():
        raise Conflict(CLOSED)
    return vacancy


def _draft(application: Application, *, by, version: int | None = None, **changes) -> Application:
    """The application being written, with these changes; raises Conflict when it was sent or the vacancy closed."""
    with acting(applications, "write", application, by=by, version=version, **changes) as application:
        _open(by, application.vacancy)
    return application


def write(application: Application, *, by, version: int | None = None, **changes) -> Application:
    """Keep what was written about the role and experience, and the choices."""
    return _draft(application, by=by, version=version, **changes)


@transaction.atomic
def write_contact(application: Application, *, by, **values) -> Contact:
    """Keep who the applicant is and how to reach them."""
    _draft(application, by=by)
    found = contacts.visible(by).filter(application=application).first()
    if found is None:
        with creating(contacts, "write", by=by, application=application, **values) as found:
            pass
    else:
        with acting(contacts, "write", found, by=by, **values) as found:
            pass
    return found


@transaction.atomic
def write_answer(application: Application, criterion: Criterion, *, by, text: str) -> Answer:
    """Keep what the applicant says about one line of the specification."""
    if criterion not in sifting.lines(application.vacancy):
        raise NotHere()
    _draft(application, by=by)
    found = answers.visible(by).filter(application=application, criterion=criterion).first()
    if found is None:
        with creating(answers, "write", by=by, application=application, criterion=criterion, text=text) as found:
            pass
    else:
        with acting(answers, "write", found, by=by, text=text) as found:
            pass
    return found


@transaction.atomic
def attach(application: Application, upload, *, by, about: str) -> ApplicationDocument:
    """Add a document, checked by its content; it is known by a number, never by its file name."""
    _draft(application, by=by)
    here = ApplicationDocument.objects.filter(application=application)
    if here.filter(removed_on__isnull=True).count() >= MOST_DOCUMENTS:
        raise Invalid(fields={"file": [_("That is as many documents as we can take. Take one out first.")]})
    last = here.aggregate(last=Max("number"))["last"] or 0
    with creating(documents, "attach", by=by, application=application, about=about) as document:
        document.number = last + 1
        document.stored = files.store(upload, by=by, about=application, retention_class="applicant")
    return document


@transaction.atomic
def remove(document: ApplicationDocument, *, by, version: int | None = None) -> ApplicationDocument:
    """Take a document out again: the file is gone at once."""
    _draft(document.application, by=by)
    with acting(documents, "remove", document, by=by, version=version) as document:
        if document.removed_on:
            raise Conflict()
        stored, document.stored, document.removed_on = document.stored, None, timezone.localdate()
    files.erase(stored)
    return document


@transaction.atomic
def write_equality(application: Application, *, by, **values) -> Equality:
    """Keep the equality answers, apart from the application; only the applicant can see them again."""
    applications.find(by, pk=application.pk)
    found = equality.visible(by).filter(application=application).first()
    if found is None:
        with creating(equality, "write", by=by, application=application, **values) as found:
            pass
    else:
        with acting(equality, "write", found, by=by, **values) as found:
            pass
    return found


@transaction.atomic
def erase_equality(application: Application, *, by) -> None:
    """Take the equality answers back: they are gone."""
    found = equality.visible(by).filter(application=application).first()
    if found is not None:
        with acting(equality, "erase", found, by=by) as found:
            pass
        found.delete()


def send(application: Application, *, by, version: int | None = None) -> Application:
    """Send the application: from now on it is read, and can only be taken back."""
    with moving("send", application, by=by, version=version) as application:
        _open(by, application.vacancy)
        if missing := unfinished(application):
            raise Invalid(_("Before you send it: %s") % "; ".join(missing), sections=missing)
        application.sent_at = timezone.now()
    mail.news(application, "sent")
    return application


@transaction.atomic
def check_and_send(application: Application, *, by, version: int | None = None) -> Application:
    """Send it with the privacy notice read: nothing of it is kept where something is still missing."""
    application = _draft(application, by=by, version=version, consented_at=timezone.now())
    return send(application, by=by)


def unfinished(application: Application, *, consent: bool = True) -> list[str]:
    """What is still to write before it can be sent, in words."""
    missing = []
    if not Contact.objects.filter(application=application).exists():
        missing.append(_("your name and contact"))
    written = dict(Answer.objects.filter(application=application).values_list("criterion", "text"))
    if any(line.essential and not written.get(line.pk, "").strip() for line in sifting.lines(application.vacancy)):
        missing.append(_("an answer to each essential line"))
    if consent and application.consented_at is None:
        missing.append(_("the privacy notice"))
    return missing


def ask_adjustments(application: Application, *, by, interview_needs: str, version: int | None = None) -> Application:
    """Say, or change, what helps at the interview."""
    changes = {"interview_needs": interview_needs}
    with acting(applications, "ask_adjustments", application, by=by, version=version, **changes) as application:
        pass
    return application


def withdraw(application: Application, *, by, version: int | None = None) -> Application:
    """Take the application back, at any moment, without a reason."""
    with moving("withdraw", application, by=by, version=version) as application:
        pass
    return application
