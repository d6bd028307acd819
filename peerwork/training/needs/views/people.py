"""What somebody needs and where they stand; the matrix of a team; what falls due; completions and exemptions."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development import shown
from peerwork.development.queries import coverage
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.templatetags.ui import number
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.people.queries import who_reads
from peerwork.people.reach import reach_of
from peerwork.training.cohorts.policy import cohorts
from peerwork.training.needs import actions, forms, queries
from peerwork.training.needs import policy as policies

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """What you need to have learned: done, booked, due, and where to book."""
    row = queries.own_person(request.user)
    context = {"person": row, "mine": True, "see": who_reads(policies.standings, "due_on")}
    if row is not None:
        context |= _record(request, row)
    return render(request, "training/needs/person.html", context)


def _record(request, row) -> dict:
    return {
        "lines": queries.lines_of(request.user, row),
        "completions": queries.completions_of(request.user, row),
        "exemptions": queries.exemptions_of(request.user, row),
    }


@require_safe
@login_required
def person(request, pk: int) -> HttpResponse:
    """What somebody needs, and where they stand."""
    row = people.find(request.user, pk=pk)
    if not queries.may_watch(request.user):
        raise NotHere()
    context = {"person": row, "mine": False, "see": who_reads(policies.standings, "due_on")} | _record(request, row)
    if row.user_id != request.user.pk:
        context["may_note"] = policies.completions.may_start(request.user, "note")
    return render(request, "training/needs/person.html", context)


@require_safe
@login_required
def team(request) -> HttpResponse:
    """Your people by what they need: done, booked, due, ran out, exempt."""
    if not queries.may_watch(request.user):
        raise NotAllowed()
    form = forms.TeamFilter(request.GET, teams=queries.teams_watched(request.user))
    wanted = form.cleaned_data["team"] if form.is_valid() else None
    chosen = wanted.pk if wanted else None
    page = Paginator(queries.watched(request.user, team=chosen), 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "may_coverage": bool(queries.coverage_places(request.user)),
        "may_load": policies.files.may_start(request.user, "hand_in"),
        "matrix": queries.matrix(request.user, list(page)),
        "figures": _figures(queries.counts_by_state(request.user, team=chosen)),
    }
    return render(request, "training/needs/team.html", context)


def _figures(counts) -> list[dict]:
    return [
        {"label": _("Done"), "value": number(counts["done"])},
        {"label": _("Booked"), "value": number(counts["booked"])},
        {"label": _("Due"), "value": number(counts["due"])},
        {"label": _("Late or ran out"), "value": number(counts["late"] + counts["expired"])},
    ]


@require_safe
@login_required
def due(request) -> HttpResponse:
    """What is late, and what falls due in the next quarter, the soonest first."""
    if not queries.may_watch(request.user):
        raise NotAllowed()
    form = forms.TeamFilter(request.GET, teams=queries.teams_watched(request.user))
    wanted = form.cleaned_data["team"] if form.is_valid() else None
    rows = queries.falling_due(request.user, team=wanted.pk if wanted else None)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    lines = [{"row": row, "words": words, "kind": kind} for row in page for words, kind in [queries.in_words(row)]]
    return render(request, "training/needs/due.html", {"form": form, "page": page, "lines": lines})


@require_safe
@login_required
def group(request, pk: int) -> HttpResponse:
    """What the people of a group can show: confirmed evidence by person and domain."""
    row = cohorts.find(request.user, pk=pk)
    if "training_lead" not in reach_of(request.user):
        raise NotAllowed()
    parts, covered = coverage(request.user, queries.learners_covered(request.user, row))
    context = {"cohort": row, "parts": parts, **shown.heat(parts, covered)}
    return render(request, "training/needs/group.html", context)


def _back(row) -> dict:
    return {"text": str(row), "url": reverse("training:needs_person", args=[row.pk])}


@BOTH
@login_required
def note(request, pk: int) -> HttpResponse:
    """Note that somebody completed a course elsewhere."""
    row = people.find(request.user, pk=pk)
    return form_page(
        request,
        forms.NoteForm,
        lambda form: actions.note_completion(by=request.user, person=row, **form.answers),
        policy=policies.completions,
        verb="note",
        title=_("Note a completed course"),
        lede=str(row),
        done=_("Noted."),
        to=reverse("training:needs_person", args=[pk]),
        back=_back(row),
        form_kwargs={"courses": queries.courses_for(request.user, row)},
    )


@BOTH
@login_required
def exempt(request, pk: int) -> HttpResponse:
    """Say that somebody does not need a course, and why."""
    row = people.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ExemptForm,
        lambda form: actions.exempt(by=request.user, person=row, **form.answers),
        policy=policies.exemptions,
        verb="exempt",
        title=_("Exempt from a course"),
        lede=str(row),
        done=_("Noted. They can read it."),
        to=reverse("training:needs_person", args=[pk]),
        back=_back(row),
        form_kwargs={"courses": queries.courses_for(request.user, row)},
    )


def _to_person(row) -> str:
    return reverse("training:needs_person", args=[row.person_id])


withdraw = posted(
    lambda request, pk: actions.withdraw_completion(
        policies.completions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken back. It counts no more."),
    to=_to_person,
)
end_exemption = posted(
    lambda request, pk: actions.end_exemption(
        policies.exemptions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The exemption ends today."),
    to=_to_person,
)
