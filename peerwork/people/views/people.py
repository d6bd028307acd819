"""People: the list for HR, one person's page, their own details, and records that may be one person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peerwork.kit.errors import Invalid, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people import actions, queries
from peerwork.people.forms import (
    AccountOfForm,
    EndForm,
    MatchForm,
    NumberForm,
    PersonFilter,
    PersonForm,
    RegisterForm,
    WorkerForm,
)
from peerwork.people.policy import HOME, NAME, WORKER, identifiers, matches, people, starting_needs, workers
from peerwork.people.reach import reach_of
from peerwork.people.views.users import chosen

BOTH = require_http_methods(["GET", "POST"])
SHOWN = ("given_name", "family_name", "known_as", "pronouns", "organisation", "work_email", "left_on")
AT_HOME = ("home_email", "home_phone", "home_address", "date_of_birth")


def hr_only(request) -> None:
    if "hr" not in reach_of(request.user):
        raise NotHere()


@require_GET
@login_required
def people_page(request) -> HttpResponse:
    hr_only(request)
    form = PersonFilter(request.GET)
    page = queries.page_of(queries.people_for(request.user, **chosen(form)), request.GET.get("page"))
    rows = [people.show(person) for person in page]
    return render(
        request, "people/people.html", {"page": page, "rows": rows, "filter": form, "asked": bool(chosen(form))}
    )


@require_GET
@login_required
def person_page(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    if person.merged_into_id and "merged_into" in people.readable(person):
        return redirect("people:person", pk=person.merged_into_id)
    seen = people.show(person)
    worker = queries.worker_of(request.user, person)
    return render(
        request,
        "people/person.html",
        {
            "person": seen,
            "facts": facts(seen, SHOWN),
            "home": facts(seen, AT_HOME),
            "home_see": queries.who_reads(people, *HOME),
            "name_see": queries.who_reads(people, *NAME),
            "numbers": queries.numbers_of(request.user, person),
            "may_note": identifiers.may_start(request.user, "note") and "edit" in seen.offers,
            "worker": workers.show(worker) if worker else None,
            "worker_see": queries.who_reads(workers, *WORKER),
            "may_begin": worker is None and workers.may_start(request.user, "begin") and "edit" in seen.offers,
            "needs": queries.needs_of(request.user, person),
            "needs_see": queries.who_reads(starting_needs, "words"),
            "may_match": matches.may_start(request.user, "propose") and "edit" in seen.offers,
        },
    )


def facts(seen, names) -> list[dict]:
    """What this reader may see of these fields, as label and value; what is empty says so."""
    labels = {field.name: field.verbose_name for field in seen._row._meta.fields}
    return [
        {"label": labels[name][:1].upper() + labels[name][1:], "value": getattr(seen, name) or _("Not given")}
        for name in names
        if name in seen.readable and (name != "left_on" or seen.left_on)
    ]


@BOTH
@login_required
def register_person(request) -> HttpResponse:
    choices = {"organisation": queries.organisations_to_register_in(request.user)}
    return form_page(
        request,
        RegisterForm,
        lambda form: actions.register_person(by=request.user, **form.answers),
        policy=people, verb="register", title=_("Add a person"), button=_("Add this person"),
        form_kwargs={"choices": choices}, only=people.fields_to_start(request.user, "register"),
        done=lambda person: _("%(name)s is on the list.") % {"name": person},
        back={"text": _("People"), "url": reverse("people:people")},
    )  # fmt: skip


def back_to(person) -> dict:
    return {"text": str(person), "url": person.get_absolute_url()}


@BOTH
@login_required
def edit_person(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        PersonForm,
        lambda form: actions.edit_person(person, by=request.user, version=form.version, **form.answers),
        policy=people, verb="edit", row=person, title=_("Correct the details of %(name)s") % {"name": person},
        only=people.writable(person), done=_("Saved."), back=back_to(person),
    )  # fmt: skip


@BOTH
@login_required
def correct_person(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        PersonForm,
        lambda form: actions.correct_person(person, by=request.user, version=form.version, **form.answers),
        policy=people, verb="correct", row=person, title=_("Your details"), done=_("Saved."), back=back_to(person),
        only=people.writable(person),
    )  # fmt: skip


@BOTH
@login_required
def link_account(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        AccountOfForm,
        lambda form: actions.link_account(
            person, form.cleaned_data["email"], by=request.user, version=form.version
        ),
        policy=people, verb="link_account", row=person, title=_("The account of %(name)s") % {"name": person},
        lede=_("They can then see and correct their own record."), button=_("Link the account"), done=_("Linked."),
        back=back_to(person),
    )  # fmt: skip


@BOTH
@login_required
def note_identifier(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        NumberForm,
        lambda form: actions.note_identifier(by=request.user, person=person, **form.answers),
        policy=identifiers, verb="note", title=_("Add a number"), done=_("Saved."), back=back_to(person),
        to=person.get_absolute_url(),
    )  # fmt: skip


@BOTH
@login_required
def end_identifier(request, pk: int) -> HttpResponse:
    row = identifiers.find(request.user, pk=pk)
    return form_page(
        request,
        EndForm,
        lambda form: actions.end_identifier(
            row, by=request.user, version=form.version, ended_on=form.cleaned_data["ends_on"]
        ),
        policy=identifiers, verb="end", row=row, title=_("No longer used: %(number)s") % {"number": row},
        done=_("Saved."),
        to=row.person.get_absolute_url(), back=back_to(row.person),
    )  # fmt: skip


@BOTH
@login_required
def begin_worker(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        WorkerForm,
        lambda form: actions.begin_worker(by=request.user, person=person, **form.answers),
        policy=workers, verb="begin", title=_("%(name)s is a peer worker") % {"name": person}, done=_("Saved."),
        to=person.get_absolute_url(), back=back_to(person), see=queries.who_reads(workers, *WORKER),
    )  # fmt: skip


@BOTH
@login_required
def end_worker(request, pk: int) -> HttpResponse:
    worker = workers.find(request.user, pk=pk)
    return form_page(
        request,
        EndForm,
        lambda form: actions.end_worker(
            worker, by=request.user, version=form.version, peer_until=form.cleaned_data["ends_on"]
        ),
        policy=workers, verb="end", row=worker, title=_("Until when was %(name)s a peer worker?") % {"name": worker},
        done=_("Saved."), to=worker.person.get_absolute_url(), back=back_to(worker.person),
    )  # fmt: skip


# One person, two records --------------------------------------------------------------------------------------------
@require_GET
@login_required
def matches_page(request) -> HttpResponse:
    hr_only(request)
    page = queries.page_of(queries.matches_for(request.user), request.GET.get("page"))
    rows = [{"row": row, "offers": matches.offers(row)} for row in page]
    return render(request, "people/matches.html", {"page": page, "rows": rows})


@require_POST
@login_required
def propose_matches(request) -> HttpResponse:
    """Look through the whole list for records that may be one person."""
    hr_only(request)
    found = sum(
        actions.propose_matches(organisation, by=request.user)
        for organisation in queries.organisations_of_role(request.user, "hr")
    )
    words = ngettext("%(count)d new pair found.", "%(count)d new pairs found.", found) % {"count": found}
    messages.success(request, words if found else _("No new pairs found."))
    return redirect("people:matches")


@BOTH
@login_required
def propose_match(request, pk: int) -> HttpResponse:
    kept = people.find(request.user, pk=pk)

    def act(form):
        try:
            other = people.find(request.user, pk=form.cleaned_data["duplicate"])
        except NotHere:
            raise Invalid(fields={"duplicate": [_("There is no such record within your reach.")]}) from None
        return actions.propose_match(by=request.user, kept=kept, duplicate=other, grounds=form.cleaned_data["grounds"])

    return form_page(
        request, MatchForm, act, policy=matches, verb="propose", title=_("Another record of %(name)s") % {"name": kept},
        button=_("Put it on the list"), done=_("The pair is on the list."), to=reverse("people:matches"),
        back=back_to(kept),
    )  # fmt: skip


def decide(action, words):
    return posted(
        lambda request, pk: action(matches.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to=lambda match: reverse("people:matches"),
    )


merge = decide(actions.merge, lazy("The two records are one now. You can undo this."))
keep_apart = decide(actions.keep_apart, lazy("They stay two people."))
undo_merge = decide(actions.undo_merge, lazy("They are two people again, each with their own records."))


def looked_after(action, words):
    return posted(
        lambda request, pk: action(starting_needs.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to=lambda need: reverse("people:person", args=[need.person_id]),
    )


take_up_need = looked_after(actions.take_up_need, lazy("Noted: you look after it now."))
withdraw_need = looked_after(actions.withdraw_need, lazy("Taken back. Its words are gone from here."))
