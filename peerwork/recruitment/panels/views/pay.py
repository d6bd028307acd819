"""Rates, claims and payroll; and an applicant's own page about the interview."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit import exports, ics
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.recruitment.panels import actions, forms, mail, queries
from peerwork.recruitment.panels import policy as policies
from peerwork.recruitment.panels.pay import actions as pay
from peerwork.recruitment.panels.pay import policy as pay_policy
from peerwork.recruitment.panels.pay import queries as pay_queries
from peerwork.recruitment.panels.pay.models import PanelClaim
from peerwork.recruitment.panels.views.members import own_seat, to_list
from peerwork.recruitment.policy import applications

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def to_claims() -> dict:
    return {"text": _("Claims"), "url": reverse("panels:claims")}


# Rates --------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def rates(request) -> HttpResponse:
    """What an hour is paid, by kind of work and day."""
    rows = pay_policy.rates.visible(request.user).select_related("organisation")
    context = {
        "rows": [{"rate": row, "verbs": pay_policy.rates.granted(row)} for row in rows],
        "may_set": pay_policy.rates.may_start(request.user, "set"),
    }
    return render(request, "recruitment/panels/rates.html", context)


@BOTH
@login_required
def set_rate(request) -> HttpResponse:
    mine = queries.paying(request.user)
    return form_page(
        request,
        forms.RateForm,
        lambda form: pay.set_rate(by=request.user, **form.answers),
        policy=pay_policy.rates,
        verb="set",
        title=_("Set a rate"),
        lede=_("Members read it before they agree to come."),
        back={"text": _("Rates"), "url": reverse("panels:rates")},
        done=_("Set."),
        form_kwargs={"organisations": units.narrow(request.user, mine)},
    )


@BOTH
@login_required
def end_rate(request, pk: int) -> HttpResponse:
    rate = pay_policy.rates.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EndRateForm,
        lambda form: pay.end_rate(rate, by=request.user, version=form.version, **form.answers),
        policy=pay_policy.rates,
        verb="end",
        row=rate,
        title=_("End a rate"),
        lede=str(rate),
        back={"text": _("Rates"), "url": reverse("panels:rates")},
        done=_("Ended on that day."),
    )


# Claims as HR and the coordinator see them --------------------------------------------------------------------------
@require_safe
@login_required
def claims(request) -> HttpResponse:
    """Claims, those that wait for somebody first."""
    if not pay_queries.handles_claims(request.user):
        raise NotAllowed()
    status = request.GET.get("status", "")
    status = status if status in PanelClaim.Status.values else ""
    rows = pay_queries.claims(request.user, status=status)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"claim": row, "offers": pay_policy.claims.offers(row)} for row in page],
        "status": status,
        "statuses": PanelClaim.Status.choices,
        "counts": pay_queries.counts(request.user),
        "may_take": pay_queries.approves(request.user),
    }
    return render(request, "recruitment/panels/claims.html", context)


@require_safe
@login_required
def claim(request, pk: int) -> HttpResponse:
    row = pay_policy.claims.find(request.user, pk=pk)
    context = {"claim": pay_policy.claims.show(row), "row": row, "offers": pay_policy.claims.offers(row)}
    return render(request, "recruitment/panels/claim.html", context)


@BOTH
@login_required
def prepare_claim(request, seat: int) -> HttpResponse:
    """The coordinator prepares a claim for a member."""
    found = policies.seats.find(request.user, pk=seat)
    if "add" not in policies.seats.granted(found):
        raise NotAllowed()
    return _claim_page(request, found, to=reverse("panels:claims"), back=to_claims())


@BOTH
@login_required
def edit_claim(request, pk: int) -> HttpResponse:
    row = pay_policy.claims.find(request.user, pk=pk)
    return _edit_page(request, row, to=row.get_absolute_url(), back=to_claims())


@BOTH
@login_required
def query_claim(request, pk: int) -> HttpResponse:
    row = pay_policy.claims.find(request.user, pk=pk)
    return form_page(
        request,
        forms.QueryForm,
        lambda form: pay.query_claim(row, by=request.user, version=form.version, **form.answers),
        policy=pay_policy.claims,
        verb="query",
        row=row,
        title=_("Ask about this claim"),
        lede=str(row.seat),
        button=_("Send it back"),
        back=to_claims(),
        done=_("The member is asked."),
    )


def _with_claim(act, words):
    return posted(
        lambda request, pk: act(pay_policy.claims.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to="panels:claims",
    )


approve_claim = _with_claim(pay.approve_claim, lazy("Approved. The member is told."))
pay_claim = _with_claim(pay.pay_claim, lazy("Noted as paid. The member is told."))


@BOTH
@login_required
def take_claims(request) -> HttpResponse:
    """Approved claims as a file for payroll; the reason is kept with it."""
    if not pay_queries.approves(request.user):
        raise NotAllowed()
    form, status = forms.ExportForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            return exports.csv_response(
                request.user,
                _("Panel payments"),
                pay_queries.COLUMNS(),
                pay_queries.payroll(request.user),
                named=True,
                reason=form.cleaned_data["reason"],
            )
    context = {
        "form": form,
        "title": _("Take approved claims to payroll"),
        "lede": _("Names, hours, the rate of the day, expenses and the sum, of every claim that is approved."),
        "button": _("Make the file"),
        "back": to_claims(),
    }
    return render(request, "kit/form_page.html", context, status=status)


# A member's own claims ----------------------------------------------------------------------------------------------
@require_safe
@login_required
def my_claims(request, pk: int) -> HttpResponse:
    """Your own claims for this panel: what was claimed, and how far it is."""
    seat = own_seat(request, pk)
    rows = pay_policy.claims.visible(request.user).filter(seat=seat)
    context = {
        "seat": seat,
        "panellist": seat.panellist,
        "rows": [{"claim": row, "offers": pay_policy.claims.offers(row)} for row in rows],
        "rates": list(pay_queries.rates_now(request.user, seat)),
    }
    return render(request, "recruitment/panels/my_claims.html", context)


@BOTH
@login_required
def claim_pay(request, pk: int) -> HttpResponse:
    """Claim hours and expenses of one day, paid as you chose."""
    seat = own_seat(request, pk)
    return _claim_page(
        request,
        seat,
        to=reverse("panels:my_claims", args=[seat.pk]),
        back=to_list(seat),
        ask_advice=seat.panellist.advice_offered_on is None,
    )


def _claim_page(request, seat, *, to: str, back: dict, ask_advice: bool = False) -> HttpResponse:
    panellist = seat.panellist
    return form_page(
        request,
        forms.ClaimForm,
        lambda form: pay.claim_pay(by=request.user, seat=seat, **form.answers),
        policy=pay_policy.claims,
        verb="claim",
        title=_("Claim for a day on the panel"),
        lede=str(seat),
        button=_("Send the claim"),
        back=back,
        initial={
            "choice": panellist.payment_choice,
            "part_amount": panellist.part_amount,
            "work": "chair" if seat.chair else "panel",
        },
        done=_("Sent. Somebody in HR approves it, and you are told."),
        to=to,
        form_kwargs={"ask_advice": ask_advice},
        template="recruitment/panels/claim_form.html",
        rates=list(pay_queries.rates_now(request.user, seat)),
    )


def _edit_page(request, row, *, to: str, back: dict) -> HttpResponse:
    return form_page(
        request,
        forms.ClaimForm,
        lambda form: pay.edit_claim(row, by=request.user, version=form.version, **form.answers),
        policy=pay_policy.claims,
        verb="edit",
        row=row,
        title=str(row),
        lede=row.question,
        back=back,
        done=_("Saved. It waits to be approved."),
        to=to,
        template="recruitment/panels/claim_form.html",
        rates=list(pay_queries.rates_now(request.user, row.seat)),
    )


def _own_claim(request, pk: int, claim: int):
    return pay_policy.claims.find(request.user, pk=claim, seat=own_seat(request, pk))


@BOTH
@login_required
def edit_my_claim(request, pk: int, claim: int) -> HttpResponse:
    row = _own_claim(request, pk, claim)
    here = reverse("panels:my_claims", args=[pk])
    return _edit_page(request, row, to=here, back={"text": _("Your claims"), "url": here})


withdraw_my_claim = posted(
    lambda request, pk, claim: pay.withdraw_claim(
        _own_claim(request, pk, claim), by=request.user, version=version(request)
    ),
    done=lazy("Taken back."),
    to=lambda row: reverse("panels:my_claims", args=[row.seat_id]),
)


# An applicant's own page --------------------------------------------------------------------------------------------
def _own_application(request, pk: int):
    row = applications.find(request.user, pk=pk)
    if row.user_id != request.user.pk:
        raise NotHere()
    return row


@require_safe
@login_required
def interview(request, pk: int) -> HttpResponse:
    """Your interview: choose a time, change it, put it in your calendar; later the answer and the feedback."""
    row = _own_application(request, pk)
    context = queries.interview_page(request.user, row)
    if row.status not in ("interview", "interviewed") and context["decision"] is None:
        raise NotHere()
    return render(request, "recruitment/panels/interview.html", context)


book = posted(
    lambda request, pk, slot: actions.book_slot(
        policies.slots.find(request.user, pk=slot),
        by=request.user,
        application=_own_application(request, pk),
        version=None,
    ),
    done=lazy("This time is yours. It is on its way to your calendar."),
    to=lambda slot: reverse("panels:interview", args=[slot.application_id]),
)


def _free(request, pk, slot):
    found = policies.slots.find(request.user, pk=slot, application=_own_application(request, pk))
    actions.free_slot(found, by=request.user, version=version(request))
    return pk


free = posted(
    _free,
    done=lazy("Given back. Choose another time below."),
    to=lambda pk: reverse("panels:interview", args=[pk]),
)


@require_safe
@login_required
def interview_date(request, pk: int) -> HttpResponse:
    """The interview as a calendar file."""
    mine = queries.interview_page(request.user, _own_application(request, pk))["mine"]
    if mine is None:
        raise NotHere()
    response = HttpResponse(
        ics.feed([mail.slot_event(mine)], name=_("Appointments")), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return response
