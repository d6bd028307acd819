"""Taking a copy of one's whole record; the records officer's cases."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.kit import history
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.copies import actions, queries
from peerwork.people.copies.forms import CaseFilter, CaseForm, CloseForm, ExtendForm, LeaveOutForm, OpenForm
from peerwork.people.copies.policy import cases, copies, redactions
from peerwork.people.queries import page_of
from peerwork.people.reach import reach_of
from peerwork.people.sign_in import ask_again, recently
from peerwork.people.views.records import own_person
from peerwork.people.views.users import chosen

BOTH = require_http_methods(["GET", "HEAD", "POST"])


# One's own ------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def copy_list(request) -> HttpResponse:
    """Take your record with you: ask for a copy, see how far it is, and the ones before."""
    own_person(request)
    rows = [copies.show(row) for row in queries.my_copies(request.user)[:20]]
    mine = [cases.show(row) for row in queries.my_cases(request.user)[:20]]
    waits = any(row.status == "asked" and not row.case_id for row in rows)
    return render(request, "people/copies.html", {"rows": rows, "cases": mine, "waits": waits})


ask_copy = posted(
    lambda request: actions.ask_copy(by=request.user, person=own_person(request)),
    done=lazy("Your copy is being made. You get an e-mail when it is ready."),
)


@require_safe
@login_required
def copy_page(request, pk: int) -> HttpResponse:
    row = copies.find(request.user, pk=pk)
    return render(request, "people/copy.html", {"row": copies.show(row), "mine": row.person.user_id == request.user.pk})


def _download(content: bytes) -> HttpResponse:
    name = f"record-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/zip", headers=headers)


@BOTH
@login_required
@never_cache
def fetch_copy(request, pk: int) -> HttpResponse:
    """Fetch your copy, once you have shown again that it is you."""
    row = copies.find(request.user, pk=pk)
    copies.require(request.user, "fetch", row)
    if not recently(request):
        return ask_again(request)
    if request.method == "POST":
        return _download(actions.fetch_copy(row, by=request.user, version=version(request)))
    return render(request, "people/fetch.html", {"row": copies.show(row)})


@require_POST
@login_required
@never_cache
def hand_over_copy(request, pk: int) -> HttpResponse:
    """Take what is given in a case, for somebody who cannot sign in."""
    row = copies.find(request.user, pk=pk)
    return _download(actions.hand_over_copy(row, by=request.user, version=version(request)))


# Cases ----------------------------------------------------------------------------------------------------------------
def officers_only(request) -> None:
    if "records_officer" not in reach_of(request.user):
        raise NotAllowed()


def _cases() -> dict:
    return {"text": _("Records cases"), "url": reverse("people:cases")}


@require_safe
@login_required
def case_list(request) -> HttpResponse:
    """Requests for data and other records cases, the first due first."""
    officers_only(request)
    form = CaseFilter(request.GET)
    page = page_of(queries.cases_for(request.user, **chosen(form)), request.GET.get("page"))
    rows = [cases.show(row) for row in page]
    return render(
        request, "people/cases.html", {"page": page, "rows": rows, "filter": form, "today": timezone.localdate()}
    )


@BOTH
@login_required
def open_case(request) -> HttpResponse:
    """Open a case for what somebody asks to see of their record."""

    def act(form):
        given = dict(form.answers)
        person = queries.person_called(request.user, given.pop("who"))
        return actions.open_case(by=request.user, person=person, **given)

    return form_page(
        request, OpenForm, act, policy=cases, verb="open", title=_("Open a records case"), button=_("Open it"),
        lede=_("The month begins on the day somebody asked, in whatever words and whoever they asked."),
        done=_("Opened."), back=_cases(),
    )  # fmt: skip


@require_safe
@login_required
def case_page(request, pk: int) -> HttpResponse:
    """A case: what was asked, until when, what is left out, and everything that happened."""
    row = cases.find(request.user, pk=pk)
    handles = "send" in cases.granted(row)
    names = dict(queries.parts_to_choose())
    context = {
        "row": cases.show(row),
        "handles": handles,
        "parts": ", ".join(names.get(name, name) for name in row.parts) or _("All of them"),
        "late": row.due_on < timezone.localdate() and row.status not in ("sent", "closed"),
        "copies": [copies.show(copy) for copy in queries.copies_of(request.user, row)],
    }
    if handles:
        context |= {
            "left_out": [redactions.show(each) for each in queries.left_out(request.user, row)],
            "changes": history.changes(cases, row),
            "openings": queries.openings_of(row)[:50],
        }
    return render(request, "people/case.html", context)


@BOTH
@login_required
def edit_case(request, pk: int) -> HttpResponse:
    row = cases.find(request.user, pk=pk)
    return form_page(
        request, CaseForm, lambda form: actions.edit_case(row, by=request.user, version=form.version, **form.answers),
        policy=cases, verb="edit", row=row, title=_("Correct the case"), done=_("Saved."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )  # fmt: skip


@BOTH
@login_required
def extend_case(request, pk: int) -> HttpResponse:
    row = cases.find(request.user, pk=pk)
    return form_page(
        request, ExtendForm,
        lambda form: actions.extend_case(row, by=request.user, version=form.version, **form.answers), policy=cases,
        verb="extend", row=row, title=_("Take two months more"), done=_("Noted. They are told."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )  # fmt: skip


@BOTH
@login_required
def close_case(request, pk: int) -> HttpResponse:
    row = cases.find(request.user, pk=pk)
    return form_page(
        request, CloseForm, lambda form: actions.close_case(row, by=request.user, version=form.version, **form.answers),
        policy=cases, verb="close", row=row, title=_("Close the case"), done=_("Closed."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )  # fmt: skip


def _button(action, words):
    return posted(
        lambda request, pk: action(cases.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
    )


gather_case = _button(actions.gather_case, lazy("It is being gathered. Open this page again in a minute."))
send_case = _button(actions.send_case, lazy("Given. They get an e-mail, and fetch it themselves."))


@require_POST
@login_required
@never_cache
def look_through(request, pk: int) -> HttpResponse:
    """What was gathered, opened to be looked through; each opening is a line that the person sees."""
    return _looked(request, pk)


def _looked(request, pk: int) -> HttpResponse:
    found = queries.look_through(request.user, pk, request.POST.get("part", ""))
    return render(request, "people/look_through.html", found | {"form": LeaveOutForm()})


@require_POST
@login_required
@never_cache
def leave_out(request, pk: int) -> HttpResponse:
    """Leave out what is ticked, with one reason."""
    case = cases.find(request.user, pk=pk)
    cases.require(request.user, "send", case)
    form = LeaveOutForm(request.POST)
    if form.is_valid():
        for piece in request.POST.getlist("piece"):
            actions.leave_out(by=request.user, case=case, piece=piece[:200], why=form.cleaned_data["why"])
        return _looked(request, pk)
    found = queries.look_through(request.user, pk, request.POST.get("part", ""))
    return render(request, "people/look_through.html", found | {"form": form}, status=400)


put_back = posted(
    lambda request, pk: actions.put_back(
        redactions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("It is given after all."),
    to=lambda row: row.case.get_absolute_url(),
)
