"""What recruitment hands in to somebody's own copy: applying, starting, checks, and their own part in panels."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.models import StoredFile
from peerwork.kit.takeout import File, Kind
from peerwork.recruitment.before.policy import supports
from peerwork.recruitment.models import Criterion, Vacancy
from peerwork.recruitment.panels.pay.policy import claims
from peerwork.recruitment.panels.policy import panellists, seats, slots
from peerwork.recruitment.panels.scoring.policy import decisions as outcomes
from peerwork.recruitment.policy import answers, applications, contacts, documents, equality, openings
from peerwork.recruitment.starting.checks.models import Check
from peerwork.recruitment.starting.checks.policy import checks, criminal_records, decisions, references, work_health
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks, record_documents
from peerwork.recruitment.starting.policy import consents, starters, updates


def kept(user, row) -> Iterator[File]:
    """The files kept with a document of one's own."""
    for stored in StoredFile.objects.filter(about_model=row._meta.label, about_id=row.pk):
        yield from takeout.content_of(stored)


REFEREE = frozenset({"email", "organisation"})  # how to reach somebody else
takeout.named_as_they_are(Criterion, Vacancy, Check)
takeout.register(
    "recruitment",
    gettext_lazy("Applying and starting"),
    Kind(applications, "user"),
    Kind(contacts, "application__user"),
    Kind(answers, "application__user"),
    Kind(documents, "application__user", files=kept),
    Kind(equality, "application__user", private=True),
    Kind(openings, "application__user"),
    Kind(supports, "application__user"),
    Kind(slots, "application__user"),
    Kind(outcomes, "application__user"),
    Kind(starters, "person__user", frozenset({"buddy"})),
    Kind(updates, "starter__person__user"),
    Kind(consents, "starter__person__user"),
    Kind(checks, "starter__person__user"),
    Kind(references, "starter__person__user", REFEREE),
    Kind(decisions, "employment_check__starter__person__user"),
    Kind(criminal_records, "person__user", private=True),
    Kind(work_health, "person__user", private=True),
    Kind(onboarding_tasks, "starter__person__user"),
    Kind(record_documents, "person__user", files=kept),
    Kind(panellists, "user"),
    Kind(seats, "panellist__user"),
    Kind(claims, "seat__panellist__user"),
    order=60,
)
