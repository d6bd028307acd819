"""Rates, claims, approval by somebody else, payment."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.models import Unit, live
from peerwork.recruitment.panels import mail
from peerwork.recruitment.panels.actions import tell_needs
from peerwork.recruitment.panels.models import Panellist, Seat
from peerwork.recruitment.panels.pay.models import PanelClaim, PanelRate
from peerwork.recruitment.panels.pay.policy import claims, rates


def set_rate(*, by, organisation: Unit, work: str, starts_on: date | None = None, **values) -> PanelRate:
    """Say what an hour is paid for one kind of work from a day on; the rate before ends the day before."""
    given = {"organisation": organisation, "work": work, "starts_on": starts_on or timezone.localdate(), **values}
    day = given["starts_on"]
    with creating(rates, "set", by=by, **given) as rate:
        others = PanelRate.objects.filter(organisation=organisation, work=work)
        ends = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        if rate.ends_on:
            ends &= Q(starts_on__lte=rate.ends_on)
        if others.filter(ends).exists():
            raise Invalid(fields={"starts_on": [_("There is a rate for these days already. End it first.")]})
    return rate


def end_rate(rate: PanelRate, *, by, ends_on: date, version: int | None = None) -> PanelRate:
    """End a rate on its last day; what was claimed for days before stays as it is."""
    with acting(rates, "end", rate, by=by, version=version, ends_on=ends_on) as rate:
        pass
    return rate


def rate_on(organisation: Unit | int, work: str, day: date) -> PanelRate | None:
    """The rate in force on that day."""
    number = organisation if isinstance(organisation, int) else organisation.pk
    return PanelRate.objects.filter(live(day), organisation=number, work=work).order_by("-starts_on").first()


@transaction.atomic
def claim_pay(*, by, seat: Seat, choice: str = "", advice: bool = False, **values) -> PanelClaim:
    """Claim hours and expenses of one day, paid as the member chose. values: worked_on, hours, work, expenses, ….

    advice  the member has read that pay can change benefits, and that an independent check is offered
    """
    panellist = seat.panellist
    if by.pk == panellist.user_id and advice and panellist.advice_offered_on is None:
        panellist = tell_needs(panellist, by=by, advice_offered_on=timezone.localdate())
    choice = choice or panellist.payment_choice
    if choice == Panellist.Pay.PART and values.get("part_amount") is None:
        values["part_amount"] = panellist.part_amount
    with creating(claims, "claim", by=by, seat=seat, choice=choice, **values) as claim:
        if not seat.is_lived:
            raise Conflict(_("Staff sit on panels in their working time; claims are for service users and carers."))
        if choice != PanelClaim.Choice.DECLINED and panellist.advice_offered_on is None:
            raise Invalid(fields={"advice": [_("Tick the box: a benefits check comes before any pay.")]})
        _rated(claim)
    return claim


def _rated(claim: PanelClaim) -> None:
    rate = rate_on(claim.seat.panel.vacancy.employer_id, claim.work, claim.worked_on)
    if rate is None:
        raise Invalid(fields={"worked_on": [_("No rate is set for this work on this day. HR sets it; ask them.")]})
    claim.hourly = rate.hourly


def edit_claim(claim: PanelClaim, *, by, version: int | None = None, **changes) -> PanelClaim:
    """Change a claim that is not approved yet; an answered question puts it back in the queue."""
    with acting(claims, "edit", claim, by=by, version=version, **changes) as claim:
        _rated(claim)
    return claim


def withdraw_claim(claim: PanelClaim, *, by, version: int | None = None) -> PanelClaim:
    """Take a claim back before it is approved."""
    with acting(claims, "withdraw", claim, by=by, version=version) as claim:
        pass
    return claim


@transaction.atomic
def query_claim(claim: PanelClaim, *, by, question: str, version: int | None = None) -> PanelClaim:
    """Send a claim back with a question."""
    if not question.strip():
        raise Invalid(fields={"question": [_("Write what you would like to know.")]})
    with acting(claims, "query", claim, by=by, version=version, question=question.strip()) as claim:
        pass
    _tell(claim, "query", _("A question about your claim"), _("Open it to answer."))
    return claim


@transaction.atomic
def approve_claim(claim: PanelClaim, *, by, version: int | None = None) -> PanelClaim:
    """Approve a claim of somebody else, so that it can be paid."""
    with acting(claims, "approve", claim, by=by, version=version) as claim:
        claim.approved_by, claim.approved_on = by, timezone.localdate()
    _tell(claim, "approved", _("Your claim is approved"), _("It goes to payroll next."))
    return claim


@transaction.atomic
def pay_claim(claim: PanelClaim, *, by, paid_on: date | None = None, version: int | None = None) -> PanelClaim:
    """Note that payroll has paid a claim."""
    day = paid_on or timezone.localdate()
    with acting(claims, "pay", claim, by=by, version=version, paid_on=day) as claim:
        if day > timezone.localdate():
            raise Invalid(fields={"paid_on": [_("The day must be today or in the past.")]})
    _tell(claim, "paid", _("Your claim is paid"), _("It should reach your account in a few days."))
    return claim


def _tell(claim: PanelClaim, rule: str, title: str, words: str) -> None:
    seat = claim.seat
    mail.tell(
        seat.panellist.user,
        rule,
        f"{claim.pk}:{claim.version}",
        title=title,
        words=words,
        url=seat.get_absolute_url(),
        about=seat,
    )
