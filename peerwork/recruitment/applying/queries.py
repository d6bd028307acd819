"""What applicants read about their own applications: the task list, where it stands, what they need to do."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import NotHere
from peerwork.kit.templatetags.ui import day, moment
from peerwork.recruitment import policy, sifting
from peerwork.recruitment.before.queries import supports_for
from peerwork.recruitment.models import Application, Criterion
from peerwork.recruitment.panels.scoring.policy import decisions


def mine(user, pk: int) -> Application:
    """One's own application; raises NotHere for anybody else's, NotAllowed for those who only read it."""
    row = policy.applications.find(user, pk=pk)
    policy.applications.require(user, "write", row)
    return row


def line_of(user, application: Application, number: int) -> Criterion:
    """A line of the specification that the application answers, by its number."""
    found = next((line for line in sifting.lines(application.vacancy) if line.number == number), None)
    if found is None:
        raise NotHere()
    return found


def my_applications(user) -> list[dict]:
    """All of one's own, newest first."""
    rows = policy.applications.visible(user).filter(user=user.pk).select_related("vacancy__employer").order_by("-pk")
    return [{"application": row, "words": status_words(row)} for row in rows]


def my_page(user, pk: int) -> dict:
    """One's own application: while it is written a task list, afterwards where it stands."""
    row = mine(user, pk)
    vacancy = row.vacancy
    writing = row.status == "draft"
    context = {
        "application": row,
        "vacancy": vacancy,
        "employer": vacancy.employer,
        "offers": policy.applications.offers(row),
        "writing": writing,
        "closed": writing and not (vacancy.status == "published" and vacancy.closes_at > timezone.now()),
        "closes": moment(vacancy.closes_at) if vacancy.closes_at else "",
        "status_words": status_words(row),
        "supports": supports_for(user, row),
        "openings": list(policy.openings.visible(user).filter(application=row)),
        "steps": [{"when": day(s.at), "title": step_words(s.status)} for s in steps_told(row)],
    }
    if writing:
        context |= _tasks(user, row)
    elif row.status not in ("sent", "shortlisted", "withdrawn"):
        context["answered"] = decisions.visible(user).filter(application=row).exists()
        context["meets"] = row.status in ("interview", "interviewed")
    return context


def steps_told(row: Application) -> list:
    """The steps an applicant is told of: what shortlisting decided only once everybody's is decided."""
    told = [step for step in row.steps.all() if step.status != "draft"]
    if row.vacancy.is_blind:
        told = [step for step in told if step.status in ("sent", "withdrawn")]
    return told[::-1]


def step_words(status: str) -> str:
    return {
        "sent": _("You sent it"),
        "shortlisted": _("You are on the shortlist"),
        "interview": _("You are invited to an interview"),
        "interviewed": _("You met the panel"),
        "reserve": _("You are on the reserve list"),
        "offered": _("You are offered the post"),
        "appointed": _("You said yes"),
        "started": _("You started"),
        "declined": _("You said no to the offer"),
        "not_this_time": _("Not this time"),
        "withdrawn": _("You took it back"),
    }[status]


def status_words(row: Application) -> str:
    """Where an application stands, for the person whose it is."""
    status = row.status
    if row.vacancy.is_blind and status in ("shortlisted", "not_this_time"):
        status = "sent"
    words = {
        "draft": _("You are still writing it."),
        "sent": _("It is with us. At least two people read it, without your name. Everybody hears at the same time."),
        "shortlisted": _("You are on the shortlist. We will invite you to an interview."),
        "interview": _("You are invited to an interview."),
        "interviewed": _("You met the panel. They decide together, and we will write to you."),
        "reserve": _(
            "The panel would like to appoint you, and there is no post free now. You are on the reserve list."
        ),
        "offered": _("You are offered the post."),
        "appointed": _("You said yes to the offer. Now we get ready together for your first day."),
        "started": _("You have started."),
        "declined": _("You said no to the offer."),
        "not_this_time": _("Thank you for applying. We are not going ahead with your application this time."),
        "withdrawn": _("You took your application back."),
    }
    return words[status]


def _tasks(user, row: Application) -> dict:
    """The sections of the form, each with whether it is done."""
    written = dict(policy.answers.visible(user).filter(application=row).values_list("criterion", "text"))
    has_contact = policy.contacts.visible(user).filter(application=row).exists()
    files = policy.documents.visible(user).filter(application=row, removed_on__isnull=True).count()
    asked = policy.equality.visible(user).filter(application=row).exists()

    def task(title, name, done, *, args=(), hint="", optional=False):
        status = _("Done") if done else _("Optional") if optional else _("To do")
        href = reverse(f"recruitment:{name}", args=[row.pk, *args])
        return {"title": title, "href": href, "hint": hint, "status": status, "kind": "" if done or optional else "due"}

    you = [
        task(_("Your name and contact"), "mine_contact", has_contact),
        task(_("Why this role, and what you bring"), "mine_about", bool(row.statement.strip())),
    ]
    lines = [
        task(
            line.text,
            "mine_answer",
            bool(written.get(line.pk, "").strip()),
            args=[line.number],
            hint=_("Essential") if line.essential else _("Desirable"),
            optional=not line.essential,
        )
        for line in sifting.lines(row.vacancy)
    ]
    more = [
        task(_("Documents"), "mine_documents", bool(files), optional=True),
        task(
            _("Interview: what helps you"),
            "mine_interview",
            bool(row.interview_needs or row.disability_confident),
            optional=True,
        ),
        task(_("Equality questions"), "mine_equality", asked, optional=True),
    ]
    return {"you": you, "lines": lines, "more": more}


def whole(user, row: Application) -> dict:
    """Everything one has written, for the last look before sending."""
    written = dict(policy.answers.visible(user).filter(application=row).values_list("criterion", "text"))
    contact = policy.contacts.visible(user).filter(application=row).first()
    return {
        "contact": contact,
        "answers": [(line, written.get(line.pk, "")) for line in sifting.lines(row.vacancy)],
        "documents": list(policy.documents.visible(user).filter(application=row, removed_on__isnull=True)),
    }
