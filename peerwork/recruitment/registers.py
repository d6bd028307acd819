"""What this app makes known to the kit: its mail, who comes by link, what waits for whom, what happens by itself."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.kit import outbox, search, tasks
from peerwork.people import visitors
from peerwork.recruitment import jobs, mail, waiting  # noqa: F401  jobs register themselves
from peerwork.recruitment.models import Application
from peerwork.recruitment.panels.registers import INTERVIEW_PAGES
from peerwork.recruitment.policy import contacts, vacancies
from peerwork.recruitment.starting import registers as starting  # noqa: F401  from the offer to the first day


def still_theirs(user, message) -> bool:
    return user is not None and Application.objects.filter(pk=message.about_id, user=user).exists()


outbox.register("recruitment/link", still_theirs, urgent=True, secret=True)
outbox.register("recruitment/news", lambda user, message: user is not None and user.is_active, at_once=True)
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
    "mine_withdraw",
}
visitors.register(
    mail.PURPOSE,
    words=_("Your application"),
    opens=lambda link: reverse("recruitment:mine", args=[link.about_id]),
    views={f"recruitment:{name}" for name in MINE} | {f"panels:{name}" for name in INTERVIEW_PAGES},
)
