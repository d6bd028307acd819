"""Claims and rates as pages and payroll read them."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.translation import gettext as _

from peerwork.people.models import live
from peerwork.people.reach import reach_of
from peerwork.recruitment.panels.models import Seat
from peerwork.recruitment.panels.pay.models import PanelClaim, PanelRate
from peerwork.recruitment.panels.pay.policy import claims as claim_policy
from peerwork.recruitment.panels.pay.policy import rates

ORDER = ("claimed", "approved", "queried", "paid", "withdrawn")


def handles_claims(user) -> bool:
    return bool(reach_of(user).keys() & {"hr", "panel_coordinator"})


def approves(user) -> bool:
    return "hr" in reach_of(user)


def claims(user, *, status: str = ""):
    """The claims in reach, what waits for somebody first."""
    order = Case(
        *(When(status=name, then=Value(number)) for number, name in enumerate(ORDER)), output_field=IntegerField()
    )
    rows = claim_policy.visible(user).select_related("seat__panellist__user", "seat__panel__vacancy")
    rows = rows.filter(status=status) if status else rows
    return rows.annotate(order=order).order_by("order", "-worked_on", "-pk")


def counts(user) -> dict[str, int]:
    rows = claim_policy.visible(user).order_by().values_list("status").annotate(n=Count("pk", distinct=True))
    found: dict[str, int] = {}
    for status, n in rows.values_list("status", "n"):
        found[status] = found.get(status, 0) + n
    return found


def rates_now(user, seat: Seat):
    """What this member's work is paid today, as they or the coordinator may read it."""
    return rates.visible(user, PanelRate.objects.filter(live(), organisation=seat.panel.vacancy.employer_id))


def COLUMNS() -> list[str]:
    return [
        *(_("Name"), _("Email"), _("Day"), _("Work"), _("Hours"), _("Rate"), _("Paid"), _("Fee"), _("Expenses")),
        *(_("Expenses for"), _("To pay"), _("Approved by"), _("Approved on"), _("Claim")),
    ]


def payroll(user) -> Iterator[list]:
    """Every approved claim in reach, one line each: what payroll needs and nothing else."""
    rows = claims(user, status=PanelClaim.Status.APPROVED).select_related("approved_by")
    for row in rows:
        member = row.seat.panellist.user
        yield [
            *(member.name, member.email, row.worked_on, row.get_work_display(), row.hours, row.hourly),
            *(row.get_choice_display(), row.fee, Decimal(row.expenses), row.expenses_for, row.total),
            *(str(row.approved_by), row.approved_on, row.pk),
        ]
