"""Everything that is kept about one person here, for their own copy and for a subject-access request."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.adjustments.health.models import Referral, Report
from peerwork.adjustments.health.policy import clinical_parts, disclosures, recommendations, referrals, reports
from peerwork.adjustments.health.queries import clinical_text, disclosed_text, open_clinical, recommendations_in
from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.own.policy import cards, carry_overs, openings, plans, shares, wellbeing_plans
from peerwork.adjustments.policy import adjustments, reasons, steps
from peerwork.adjustments.returning.policy import returns
from peerwork.kit import readlog, takeout
from peerwork.kit.access import Policy
from peerwork.kit.takeout import Kind
from peerwork.people.models import Person
from peerwork.placements import shown


@dataclass(frozen=True)
class Piece:
    """One record: what it is, and its fields in words."""

    title: str
    facts: list[dict]


def of(user, person: Person) -> list[Piece]:
    """All that this reader may have of this person, each field only where they may read it.

    Asked by the worker it is everything, clinical parts included; asked by anybody else (a records officer's case) the
    policies leave out what is not theirs, and the clinical parts are never among it.
    """
    found: list[Piece] = []
    for policy in (adjustments, steps, shares, openings, referrals, returns):
        found += [_piece(policy, row) for row in _rows(policy, user, person)]
    for policy, what in (
        (reasons, _("why an adjustment was asked for")),
        (plans, _("adjustments agreement")),
        (cards, _("card for a day unwell at work")),
        (wellbeing_plans, _("wellbeing plan")),
        (reports, _("occupational health advice")),
    ):
        for row in _rows(policy, user, person):
            row = readlog.opened(
                policy, user, what=what, person_id=person.pk, reason=_("a copy of all of it"), pk=row.pk
            )
            found.append(_piece(policy, row))
            if policy is reports:
                found += [_piece(each, one) for each, one in recommendations_in(user, row)]
    if person.user_id == user.pk:
        found += [Piece(_("Clinical part"), [{"label": _("Text"), "value": text}])
                  for text in clinical_text(user, person)]  # fmt: skip
        for row in _rows(disclosures, user, person):
            found.append(Piece(str(row), disclosed_text(user, row)))
    return [piece for piece in found if piece.facts]


def _rows(policy: Policy, user, person: Person) -> list:
    links = [f.name for f in policy.model._meta.concrete_fields if f.is_relation]
    return list(policy.visible(user).filter(person=person).select_related(*links).order_by("pk"))


def _piece(policy: Policy, row) -> Piece:
    seen = policy.show(row)
    names = [f.name for f in policy.model._meta.concrete_fields if f.name not in ("id", "version", "person", "lines")]
    return Piece(f"{policy.model._meta.verbose_name}: {row}".capitalize(), shown.facts(seen, *names))


# For the copy of the whole record -------------------------------------------------------------------------------------
def clinical(user, row) -> dict[str, str]:
    """The clinical part, for the person themself."""
    return {str(_("Text")): open_clinical(user, row.pk).text}


def disclosed(user, row) -> dict[str, str]:
    return {str(fact["label"]): str(fact["value"]) for fact in disclosed_text(user, row)}


SEALED = frozenset({"text", "content", "grounds"})  # read through their own door, and never for a case
takeout.named_as_they_are(Adjustment, Report, Referral)
takeout.register(
    "adjustments",
    later("Adjustments and occupational health"),
    Kind(adjustments, "person__user"),
    Kind(steps, "person__user"),
    Kind(shares, "person__user", private=True),
    Kind(reasons, "person__user", private=True),
    Kind(plans, "person__user", private=True),
    Kind(carry_overs, "person__user"),
    Kind(cards, "person__user", private=True),
    Kind(openings, "person__user"),
    Kind(wellbeing_plans, "person__user", private=True),
    Kind(referrals, "person__user", private=True),
    Kind(reports, "person__user", private=True),
    Kind(recommendations, "person__user", private=True),
    Kind(clinical_parts, "person__user", SEALED, private=True, words=clinical),
    Kind(disclosures, "person__user", SEALED, private=True, words=disclosed),
    Kind(returns, "person__user"),
    order=70,
)
