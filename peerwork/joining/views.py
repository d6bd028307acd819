"""Matching for HR: who is ready to start, and which teams could welcome them; and the worker's own words on it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peerwork.joining import actions, queries
from peerwork.joining.forms import StartingPointForm
from peerwork.joining.policy import starting_points
from peerwork.kit.errors import NotHere
from peerwork.kit.templatetags.ui import number
from peerwork.kit.views_base import form_page
from peerwork.people.policy import people
from peerwork.people.queries import page_of, who_reads
from peerwork.placements import shown
from peerwork.placements.views.page import page


@require_GET
@login_required
def ready(request) -> HttpResponse:
    """Peer workers who hold no post yet."""
    if not queries.may_match(request.user):
        raise NotHere()
    rows = page_of(queries.ready_to_start(request.user), request.GET.get("page"))
    said = queries.points_by_person(request.user, [person.pk for person in rows])
    table = {
        "columns": [_("Person"), _("Could start from"), {"label": _("Hours they would like"), "num": True}],
        "rows": [
            [
                shown.link(str(person), "joining:match", person.pk),
                shown.told(starting_points.show(said[person.pk]), "ready_from") if person.pk in said else shown.NOTHING,
                shown.told(starting_points.show(said[person.pk]), "wte") if person.pk in said else shown.NOTHING,
            ]
            for person in rows
        ],
        "caption": _("Peer workers ready to start"),
        "empty": _("Nobody is waiting for a place."),
    }
    return page(request, _("Ready to start"), [table], page=rows, lede=_("Peer workers who hold no post yet."))


@require_GET
@login_required
def match(request, pk: int) -> HttpResponse:
    """Teams for one person: what is vacant, ready, and how alone they would be."""
    person = people.find(request.user, pk=pk)
    if not queries.may_match(request.user):
        raise NotHere()
    point = queries.point_of(request.user, person)
    rows = []
    for place in queries.places_for(request.user, person):
        name = shown.link(place.team.name, "placements:team", place.team.pk)
        if not place.available:
            rows.append([name, _("Not available"), "", "", "", ""])
            continue
        post, _free = place.posts[0]
        rows.append(
            [
                name,
                ", ".join(f"{post.title} {shown.wte(free)}" for post, free in place.posts),
                str(place.readiness) if place.readiness else {"text": _("Not decided"), "kind": "due"},
                _("Would be the only one") if place.only_peer else _peers(place),
                number(place.rooms),
                {
                    "text": _("Propose"),
                    "href": f"{reverse('placements:propose')}?person={person.pk}&post={post.pk}",
                    "hidden": _("%(name)s in %(team)s") % {"name": person, "team": place.team.name},
                },
            ]
        )
    columns = [
        _("Team"),
        _("Vacant, in WTE"),
        _("Ready"),
        _("Other peer workers"),
        {"label": _("Places with supervisors there"), "num": True},
        {"label": _("What you can do"), "hidden": True},
    ]
    parts = [
        {
            "heading": _("In their own words"),
            "facts": shown.facts(starting_points.show(point), "ready_from", "wte", "travel", "access") if point else [],
            "text": "" if point else _("They have not said anything; nobody needs to."),
            "see": who_reads(starting_points, "travel"),
        },
        {
            "heading": _("Teams"),
            "note": _("the most fitting first; you decide with them"),
            "columns": columns,
            "rows": rows,
            "caption": _("Teams with peer worker posts"),
            "empty": _("No team within your reach has peer worker posts."),
        },
    ]
    back = {"text": _("Ready to start"), "url": reverse("joining:ready")}
    return page(request, str(person), parts, caption=_("A place for"), back=back)


def _peers(place) -> str:
    words = number(place.peers)
    return _("%(count)s, and %(network)s") % {"count": words, "network": place.network} if place.network else words


@require_http_methods(["GET", "POST"])
@login_required
def mine(request) -> HttpResponse:
    """The worker's own words about where they could work."""
    person = getattr(request.user, "person", None)
    if person is None or not hasattr(person, "worker"):
        raise NotHere()
    point = queries.point_of(request.user, person)

    def act(form):
        if point is None:
            return actions.state_starting_point(by=request.user, person=person, **form.answers)
        return actions.edit_starting_point(point, by=request.user, version=form.version, **form.answers)

    return form_page(
        request, StartingPointForm, act, policy=starting_points, verb="edit" if point else "state", row=point,
        title=_("Where I could work"), lede=who_reads(starting_points, "travel"), done=_("Saved. HR can read it."),
        to=reverse("placements:person", args=[person.pk]),
    )  # fmt: skip
