"""What this app makes known to the kit: its mail, who comes by link, what waits for whom, what happens by itself."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.kit import outbox, retention, search, tasks
from peerwork.people import visitors
from peerwork.recruitment import (  # noqa: F401  jobs register themselves
    actions,
    jobs,
    mail,
    takeout,
    waiting,
)
from peerwork.recruitment.before import policy as before  # noqa: F401  read at start-up
from peerwork.recruitment.carrying import policy as carrying  # noqa: F401  read at start-up
from peerwork.recruitment.models import Application, Interest
from peerwork.recruitment.panels.registers import INTERVIEW_PAGES
from peerwork.recruitment.policy import contacts, vacancies
from peerwork.recruitment.starting import registers as starting  # noqa: F401  from the offer to the first day


def still_theirs(user, message) -> bool:
    return user is not None and Application.objects.filter(pk=message.about_id, user=user).exists()


def wants_to_hear(user, message) -> bool:
    return Interest.objects.filter(pk=message.about_id).exclude(status="closed").exists()


def old_applications(organisation, day):
    """Applications that did not go ahead, and drafts of vacancies long closed; counted from their end."""
    ended = Q(status__in=("not_this_time", "withdrawn", "declined"), decided_at__date__lte=day)
    never_sent = Q(status="draft", vacancy__closed_at__date__lte=day)
    here = Application.objects.filter(ended | never_sent, vacancy__employer=organisation)
    return here.exclude(vacancy__status__in=("published", "closed"))  # shortlisting goes on: nothing is removed


def old_interest(organisation, day):
    return Interest.objects.filter(organisation=organisation, told_on__lte=day)


outbox.register("recruitment/link", still_theirs, urgent=True, secret=True)
outbox.register("recruitment/news", lambda user, message: user is not None and user.is_active, at_once=True)
outbox.register("recruitment/opening", wants_to_hear)
retention.register(
    "applicant",
    label=_("Applicants not appointed, and panel notes"),
    trigger=_("the decision"),
    default_months=6,
    source=_("ICO recruitment guidance"),
    due=old_applications,
    purge=actions.purge_application,
)
retention.register(
    "interest",
    label=_("People who would like to hear of posts"),
    trigger=_("the day they told us"),
    default_months=12,
    source=_("Organisation's decision"),
    due=old_interest,
    person="",
)
tasks.register("recruitment", waiting.for_user)
search.register(vacancies, ("title",))
search.register(
    contacts,
    ("given_name", "family_name", "known_as", "email"),
    _("applicant"),
    lambda row: reverse("recruitment:application", args=[row.application_id]),
)

# What somebody who came by the link to their application may open: only theirs, and nothing else.
MINE = {
    *("mine", "mine_advert", "mine_contact", "mine_about", "mine_answer", "mine_documents", "mine_document"),
    *("mine_remove", "mine_interview", "mine_equality", "mine_erase_equality", "mine_check", "mine_adjustments"),
    *("mine_withdraw", "mine_take", "mine_decline"),
}
visitors.register(
    mail.PURPOSE,
    words=_("Your application"),
    opens=lambda link: reverse("recruitment:mine", args=[link.about_id]),
    views={f"recruitment:{name}" for name in MINE} | {f"panels:{name}" for name in INTERVIEW_PAGES},
)
