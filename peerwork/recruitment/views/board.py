"""People on the way to joining: as a board, as a list, as a file; and the figures."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit import exports
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page
from peerwork.recruitment import board, equality, forms, policy, queries

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _asked(request):
    """The filter of the address, and what it chooses."""
    if not board.may_see_figures(request.user):
        raise NotAllowed()
    user = request.user
    vacancies = policy.vacancies.visible(user).filter(queries.working(user)).exclude(status="draft").order_by("-pk")
    form = forms.PeopleFilter(request.GET or None, vacancies=vacancies, teams=queries.teams_of(user))
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, {name: chosen[name] for name in ("vacancy", "team", "stage", "late") if chosen.get(name)}


@require_safe
@login_required
def people_board(request) -> HttpResponse:
    """People on the way to joining, by stage."""
    form, chosen = _asked(request)
    for name in ("stage", "late"):
        chosen.pop(name, None)
        del form.fields[name]
    context = board.board(request.user, **chosen)
    return render(request, "recruitment/board.html", context | {"form": form, "narrowed": bool(chosen)})


@require_safe
@login_required
def people(request) -> HttpResponse:
    """People on the way to joining, as a list."""
    form, chosen = _asked(request)
    context = board.people(request.user, request.GET.get("page", 1), **chosen)
    query = request.GET.urlencode()
    return render(request, "recruitment/people.html", context | {"form": form, "chosen": chosen, "query": query})


@BOTH
@login_required
def take_people(request, format: str) -> HttpResponse:
    """The list as a file: why is asked, and kept."""
    _form, chosen = _asked(request)
    if request.method == "POST":
        form = forms.ReasonForm(request.POST)
        if form.is_valid():
            make = exports.xlsx_response if format == "xlsx" else exports.csv_response
            what = _("People on the way to joining")
            lines = board.for_export(request.user, **chosen)
            return make(request.user, what, board.export_columns(), lines, named=True, reason=form.answers["reason"])
    return form_page(
        request,
        forms.ReasonForm,
        lambda form: None,
        title=_("Take the list as a file"),
        lede=_("It holds names. Say what it is for: that is kept with your name."),
        button=_("Make the file"),
    )


@require_safe
@login_required
def equality_figures(request) -> HttpResponse:
    """What applicants said of themselves, by half year and through the release rules."""
    organisation, _space, half = request.GET.get("of", "").partition(" ")
    of = int(organisation) if organisation.isdecimal() and len(organisation) < 10 else None
    return render(request, "recruitment/equality.html", equality.page(request.user, of, half))


@require_safe
@login_required
def figures(request) -> HttpResponse:
    """How many reach each step, how long it takes, which rules were set aside."""
    form, chosen = _asked(request)
    for name in ("stage", "late"):
        chosen.pop(name, None)
        del form.fields[name]
    return render(request, "recruitment/figures.html", board.figures(request.user, **chosen) | {"form": form})
