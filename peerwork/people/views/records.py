"""Asking about one's own record, and answering."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import page_of, who_reads
from peerwork.people.records import actions, queries
from peerwork.people.records.forms import AnswerForm, RequestFilter, RequestForm
from peerwork.people.records.policy import requests
from peerwork.people.views.people import hr_only
from peerwork.people.views.users import chosen

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def own_person(request):
    """The person somebody is; without a record of their own there is nothing to ask about."""
    person = queries.own_person(request.user)
    if person is None:
        raise NotAllowed()
    return person


@require_safe
@login_required
def request_list(request) -> HttpResponse:
    """What people asked about their records, the oldest first."""
    hr_only(request)
    form = RequestFilter(request.GET)
    page = page_of(queries.requests_for(request.user, **chosen(form)), request.GET.get("page"))
    rows = [requests.show(row) for row in page]
    return render(request, "people/requests.html", {"page": page, "rows": rows, "filter": form})


@require_safe
@login_required
def my_requests(request) -> HttpResponse:
    """Who looked at your record, what you asked about it, and what came of it."""
    person = own_person(request)
    page = page_of(queries.who_looked(person), request.GET.get("page"))
    rows = [requests.show(row) for row in queries.my_requests(request.user)[:50]]
    return render(request, "people/my_requests.html", {"person": person, "page": page, "rows": rows})


@require_safe
@login_required
def request_page(request, pk: int) -> HttpResponse:
    row = requests.find(request.user, pk=pk)
    mine = row.person.user_id == request.user.pk
    context = {"row": requests.show(row), "mine": mine, "see": who_reads(requests, "words")}
    return render(request, "people/request.html", context)


@BOTH
@login_required
def ask(request) -> HttpResponse:
    """Ask about your record, or say what is not right in it."""
    person = own_person(request)
    return form_page(
        request, RequestForm, lambda form: actions.ask(by=request.user, person=person, **form.answers), policy=requests,
        verb="ask", title=_("Ask about your record"), button=_("Send it to HR"), template="people/ask.html",
        lede=_("Your name and contact you can change yourself. What others rely on, HR confirms first."),
        done=_("Sent. You will get an e-mail when it is answered."),
        initial={name: request.GET[name] for name in ("kind", "about") if name in request.GET},
        back={"text": _("Who looked, and what I asked"), "url": reverse("people:my_requests")}, person=person,
    )  # fmt: skip


@BOTH
@login_required
def edit_request(request, pk: int) -> HttpResponse:
    row = requests.find(request.user, pk=pk)
    return form_page(
        request, RequestForm,
        lambda form: actions.edit_request(row, by=request.user, version=form.version, **form.answers), policy=requests,
        verb="edit", row=row, title=_("Change what you asked"), done=_("Saved."),
    )  # fmt: skip


@BOTH
@login_required
def answer_request(request, pk: int) -> HttpResponse:
    """Answer what somebody asked about their record."""
    row = requests.find(request.user, pk=pk)

    def act(form):
        given = dict(form.answers)
        action = actions.put_right if given.pop("done") == "put_right" else actions.answer
        return action(row, by=request.user, version=form.version, **given)

    return form_page(
        request, AnswerForm, act, policy=requests, verb="answer", row=row, title=_("Answer %(name)s") % {
            "name": row.person}, lede=row.words, button=_("Send the answer"), done=_("Answered. They get an e-mail."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )  # fmt: skip


withdraw_request = posted(
    lambda request, pk: actions.withdraw_request(
        requests.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken back."),
    to="people:my_requests",
)
