"""Occupational health as pages, files and the API read it; the one place that opens what is sealed."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerwork.adjustments.health.actions import CONTENT, GROUNDS, TEXT
from peerwork.adjustments.health.models import Clinical, Disclosure, Recommendation, Report
from peerwork.adjustments.health.policy import clinical_parts, disclosures, recommendations, referrals, reports
from peerwork.kit import readlog, sealed
from peerwork.kit.errors import NotHere
from peerwork.people.models import Person, User


def open_report(user, pk: int, *, reason: str = "") -> Report:
    """A report's advice, opened: one line for anybody but the worker."""
    row = reports.find(user, pk=pk)
    return readlog.opened(
        reports, user, what=_("occupational health advice"), person_id=row.person_id, reason=reason, pk=pk
    )


def recommendations_in(user, report: Report) -> list:
    """The recommendations of a report that has been opened: they are part of it, and read with it."""
    if not report.__dict__.get("_opened"):
        raise NotHere()
    rows = recommendations.visible(user, Recommendation.objects.filter(report=report)).exclude(status="dropped")
    found = []
    for row in rows.select_related("responded_by", "adjustment", "report"):
        row._opened = True
        found.append((recommendations, row))
    return found


def clinical_of(user, report: Report) -> Clinical | None:
    """That there is a clinical part within reach; its words need opening."""
    return clinical_parts.visible(user).filter(report=report).first()


@transaction.atomic
def open_clinical(user, pk: int) -> Clinical:
    """The clinical part, opened: the line in the read log and the words come in one transaction, or neither does."""
    row = clinical_parts.find(user, pk=pk)
    row = readlog.opened(
        clinical_parts, user, what=_("clinical part of an occupational health report"), person_id=row.person_id, pk=pk
    )
    row._text = sealed.read(row.uuid, TEXT)
    return row


def clinical_text(user, person: Person) -> list[str]:
    """The worker's own clinical parts, for their copy of everything; for nobody else there is nothing."""
    if person.user_id != user.pk:
        return []
    rows = clinical_parts.visible(user, Clinical.objects.filter(person=person))
    return [open_clinical(user, row.pk).text for row in rows]


@transaction.atomic
def open_disclosure(user, pk: int) -> Disclosure:
    """A disclosure, opened: the worker and the adviser read all of it, whom it was made to the first part."""
    row = disclosures.find(user, pk=pk)
    row = readlog.opened(disclosures, user, what=_("disclosure in the public interest"), person_id=row.person_id, pk=pk)
    readable = disclosures.readable(row)
    if "content" in readable:
        row._content = sealed.read(row.uuid, CONTENT)
    if "grounds" in readable:
        row._grounds = sealed.read(row.uuid, GROUNDS)
    return row


def disclosed_text(user, row: Disclosure) -> list[dict]:
    seen = disclosures.show(open_disclosure(user, row.pk))
    found = []
    for name, label in (("content", _("What was said")), ("grounds", _("On what grounds"))):
        if name in seen.readable:
            found.append({"label": label, "value": getattr(seen, name)})
    return found


def disclosures_of(user, referral) -> list[Disclosure]:
    return list(disclosures.visible(user).filter(referral=referral).select_related("by", "to"))


def disclosures_to(user) -> list[Disclosure]:
    """What an adviser has disclosed to this user."""
    return list(disclosures.visible(user).filter(to=user.pk).select_related("by", "person"))


def cases(user) -> list:
    """What an adviser or the lead has before them, the next step due first."""
    rows = referrals.visible(user).exclude(status="closed").exclude(person__user=user.pk)
    rows = rows.select_related("person", "adviser", "proposed_by")
    return sorted(rows[:300], key=lambda row: (row.due_on is None, row.due_on, row.pk))


def people_to_tell(referral) -> object:
    """Whom an adviser may disclose to: anybody with an account in the worker's organisation, but them."""
    here = User.objects.filter(
        home_organisation=referral.person.organisation_id, is_active=True, kind=User.Kind.ACCOUNT
    )
    return here.exclude(pk__in=[referral.person.user_id or 0, referral.adviser_id or 0])
