"""One's own development, somebody else's competences, ratings, and who has what: the heat map."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development import actions, forms, queries, shown
from peerwork.development import policy as policies
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page
from peerwork.people.policy import people
from peerwork.people.queries import who_reads

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def own_person(request):
    """The person somebody is; for people without a record of their own there is nothing to keep."""
    person = queries.own_person(request.user)
    if person is None:
        raise NotAllowed()
    return person


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """Your goals, what you can do and show, and where to go next."""
    person = queries.own_person(request.user)
    context = {"person": person, "goals": queries.goals_of(request.user, person)}
    if person is not None:
        parts, covered = queries.coverage(request.user, [person])
        context |= {
            "domains": shown.domain_lines(parts, covered[0]),
            "pieces": [piece for piece in queries.pieces_of(request.user, person) if piece.status != "withdrawn"],
            "posts": True,
        }
    context["assessing"] = list(queries.assessors_for(request.user).filter(user=request.user))
    context["waiting"] = list(queries.waiting_for_review(request.user)[:20])
    context["shared"] = list(queries.goals_shared_with(request.user)[:20])
    return render(request, "development/mine.html", context)


def reached(request, pk: int):
    """Somebody whose evidence this person reads: they supervise them, or lead them or their training."""
    row = people.find(request.user, pk=pk)
    if not queries.covered_people(request.user).filter(pk=pk).exists():
        raise NotHere()
    return row


@require_safe
@login_required
def person(request, pk: int) -> HttpResponse:
    """What somebody you work with can do: evidence, and how they and others see it, side by side."""
    return _record(request, reached(request, pk), mine=False)


@require_safe
@login_required
def my_competences(request) -> HttpResponse:
    """What you can do: your evidence, and how you and others see it, side by side."""
    return _record(request, own_person(request), mine=True)


def _record(request, row, *, mine: bool) -> HttpResponse:
    context = {
        "person": row,
        "mine": mine,
        "record": queries.record_of(request.user, row),
        "see": who_reads(policies.ratings, "level"),
    }
    return render(request, "development/person.html", context)


@BOTH
@login_required
def rate(request, pk: int, competence: int) -> HttpResponse:
    """Say how you see a competence of somebody you work with today; what was said before stays beside it."""
    row = reached(request, pk)
    to = reverse("development:person", args=[pk])
    return _rate(request, row, competence, to, _("How you see %(name)s today") % {"name": row})


@BOTH
@login_required
def rate_mine(request, competence: int) -> HttpResponse:
    """Say how you see one of your own competences today."""
    return _rate(
        request, own_person(request), competence, reverse("development:my_competences"), _("How you see it today")
    )


def _rate(request, row, competence: int, to: str, lede: str) -> HttpResponse:
    what = policies.competences.find(request.user, pk=competence)
    return form_page(
        request,
        forms.RatingForm,
        lambda form: actions.rate(by=request.user, person=row, competence=what, **form.answers),
        policy=policies.ratings,
        verb="rate",
        title=str(what),
        lede=lede,
        template="development/rate.html",
        done=_("Kept, beside what was said before."),
        to=to,
        back={"text": str(row), "url": to},
        sides=queries.ratings_of(request.user, row, what),
        see=who_reads(policies.ratings, "level"),
    )


@require_safe
@login_required
def coverage(request) -> HttpResponse:
    """Who has confirmed evidence for what, by domain: a heat map, and the same as a plain table."""
    if not queries.may_watch(request.user):
        raise NotAllowed()
    form = forms.TeamFilter(request.GET, teams=queries.teams_covered(request.user))
    team = form.cleaned_data["team"] if form.is_valid() else None
    rows = queries.covered_people(request.user, team=team.pk if team else None)
    page = Paginator(rows.select_related("organisation"), 50).get_page(request.GET.get("page"))
    parts, covered = queries.coverage(request.user, list(page))
    context = {"form": form, "page": page, "parts": parts, **shown.heat(parts, covered)}
    return render(request, "development/coverage.html", context)


@require_safe
@login_required
def ladder(request) -> HttpResponse:
    """Where you are, which posts come next, what they ask for and what you have."""
    return render(request, "development/ladder.html", {"ladder": queries.ladder(request.user, own_person(request))})


@require_safe
@login_required
def ten_steps(request) -> HttpResponse:
    """Ten steps to develop your practice: a place to begin."""
    person = queries.own_person(request.user)
    return render(
        request, "development/ten_steps.html", {"person": person, "steps": queries.ten_steps(request.user, person)}
    )
