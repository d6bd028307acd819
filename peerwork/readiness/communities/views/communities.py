"""Communities of practice: all of them, one from outside and inside, joining and leaving, who keeps it going."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from peerwork.kit import charts
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import month as month_words
from peerwork.kit.templatetags.ui import number, percent
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.models import User
from peerwork.people.policy import units
from peerwork.placements.queries import account_called
from peerwork.readiness.communities import actions, forms, policy, queries
from peerwork.readiness.communities.reach import coordinated
from peerwork.readiness.views.base import BOTH, on_row


def all_communities() -> dict:
    return {"text": _("Communities"), "url": reverse("communities:home")}


def back_to(community) -> dict:
    return {"text": str(community), "url": community.get_absolute_url()}


def to_community(row) -> str:
    return reverse("communities:community", args=[row.community_id])


def find(request, pk: int):
    """The community, for whoever is inside; raises NotHere for everybody else."""
    row = policy.communities.find(request.user, pk=pk)
    if not queries.belongs(request.user, row):
        raise NotHere()
    return row


@require_safe
@login_required
def home(request) -> HttpResponse:
    """Communities you belong to, those you could join, and learning sets."""
    found, mine = queries.communities_for(request.user), set(queries.my_communities(request.user))
    seen = [(policy.communities.show(row), row.pk in mine) for row in found]
    context = {
        "mine": [row for row, belongs in seen if belongs],
        "others": [row for row, belongs in seen if not belongs and row.status == "open"],
        "sets": queries.sets_for(request.user),
        "organisations": queries.organisations_to_open_in(request.user),
        "may_see_programme": queries.may_see_programme(request.user),
    }
    return render(request, "communities/home.html", context)


@require_safe
@login_required
def community(request, pk: int) -> HttpResponse:
    """One community: what it is for, when it meets, what its members take on; from outside, how to join."""
    row = policy.communities.find(request.user, pk=pk)
    seen, inside = policy.communities.show(row), queries.belongs(request.user, row)
    held = queries.meetings_of(request.user, row)
    now = timezone.now()
    coming = [meeting for meeting in held if meeting.status == "planned" and meeting.starts_at >= now]
    keeps = row.pk in coordinated(request.user)
    context = {
        "row": row,
        "seen": seen,
        "inside": inside,
        "keeps": keeps,
        "own": queries.own_membership(request.user, row),
        "next": coming[-1] if coming else None,
        "held": [meeting for meeting in held if meeting not in coming[-1:]][:12],
        "parts": queries.parts_of(request.user, row),
        "visitor": request.user.kind == User.Kind.LINK,
        "back": None if request.user.kind == User.Kind.LINK else all_communities(),
    }
    if inside:
        members = queries.members_of(request.user, row)
        grown = queries.attended(row)
        context |= {
            "members": [_member(each, keeps) for each in members],
            "mix": queries.mix_of(each.role_type for each in members) if keeps else [],
            "committees": queries.committees_of(request.user, row),
            "actions": [_action(each) for each in queries.actions_of(request.user, row)],
            "rate": queries.attendance_rate(grown[-12:]),
        }
    return render(request, "communities/community.html", context)


def _member(row, keeps: bool) -> dict:
    offers = policy.memberships.granted(row)
    outside = row.user.kind == User.Kind.LINK
    return {
        "row": row,
        "name": str(row.user),
        "since": row.joined_on,
        "role": row.get_role_type_display() if keeps else "",
        "renew": keeps and outside and "renew" in offers,
    }


def _action(row) -> dict:
    seen = policy.actions.show(row)
    return {
        "title": seen.what,
        "href": row.get_absolute_url(),
        "text": " · ".join(filter(None, [seen.who, row.evidence_words])),
        "tag": "" if row.evidence else _("No evidence yet"),
        "kind": "" if row.evidence else "quiet",
    }


@BOTH
@login_required
def open_community(request, pk: int) -> HttpResponse:
    """Open a community in an organisation."""
    organisation = units.find(request.user, pk=pk)
    if organisation.pk not in {unit.pk for unit in queries.organisations_to_open_in(request.user)}:
        raise NotAllowed()
    return form_page(
        request,
        forms.CommunityForm,
        lambda form: actions.open_community(by=request.user, organisation=organisation, **form.answers),
        policy=policy.communities,
        verb="open",
        title=_("Open a community"),
        lede=_("Anyone in %(organisation)s can join and leave at any time.") % {"organisation": organisation},
        done=_("Open. Say so where people meet."),
        back=all_communities(),
        form_kwargs=_choices(request.user, organisation),
        initial={"parent": request.GET.get("parent", "")},
    )


def _choices(user, organisation, without: int | None = None) -> dict:
    parents = policy.communities.visible(user).filter(organisation=organisation, status="open")
    return {
        "find": partial(account_called, organisation),
        "parents": parents.exclude(pk=without).order_by("name", "pk"),
    }


edit = on_row(
    policy.communities,
    "edit",
    forms.CommunityForm,
    actions.edit_community,
    title=lazy("Change what is said of it"),
    done=lazy("Saved."),
    kwargs=lambda user, row: _choices(user, row.organisation, row.pk),
)
close = posted(
    lambda request, pk: actions.close_community(
        policy.communities.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Closed. Its members can go on reading what it did."),
)


# Joining and leaving --------------------------------------------------------------------------------------------------
@BOTH
@login_required
def join(request, pk: int) -> HttpResponse:
    """Join: one question, no approval."""
    row = policy.communities.find(request.user, pk=pk)
    return form_page(
        request,
        forms.RoleTypeForm,
        lambda form: actions.join(by=request.user, community=row, **form.answers),
        policy=policy.memberships,
        verb="join",
        title=_("Join %(community)s") % {"community": row},
        lede=_("Nobody has to approve it, and you can leave at any time. Your answer is for whoever coordinates it."),
        button=_("Join"),
        done=_("You belong to it now."),
        to=row.get_absolute_url(),
        back=back_to(row),
    )


edit_membership = on_row(
    policy.memberships,
    "edit",
    forms.RoleTypeForm,
    actions.edit_membership,
    title=lazy("What brings you here"),
    done=lazy("Saved."),
    of="community",
    back=lambda row: back_to(row.community),
    to=to_community,
)


@require_POST
@login_required
def leave(request, pk: int, number: int) -> HttpResponse:
    """Leave, from this moment on."""
    row = policy.memberships.find(request.user, pk=number, community=pk)
    actions.leave(row, by=request.user, version=version(request))
    messages.success(request, _("You have left. You can come back at any time."))
    if request.user.kind == User.Kind.LINK:
        return redirect("home:help")
    return redirect("communities:home")


@BOTH
@login_required
def invite(request, pk: int) -> HttpResponse:
    """Let somebody from outside in: family, researchers, other organisations."""
    row = find(request, pk)
    if not queries.may_invite(request.user, row):
        raise NotAllowed()
    return form_page(
        request,
        forms.InviteForm,
        lambda form: actions.invite(by=request.user, community=row, **form.answers),
        policy=policy.memberships,
        verb="invite",
        title=_("Let somebody from outside in"),
        lede=_("For family, researchers and people of other organisations. Colleagues join by themselves."),
        button=_("Send the link"),
        done=_("Sent. The link works once; you can send another from the list of members."),
        to=row.get_absolute_url(),
        back=back_to(row),
    )


renew = posted(
    lambda request, pk, number: actions.renew_link(
        policy.memberships.find(request.user, pk=number, community=pk), by=request.user, version=version(request)
    ),
    done=lazy("A new link is on its way. The one before opens nothing any more."),
    to=to_community,
)


# The executive and committees -----------------------------------------------------------------------------------------
@BOTH
@login_required
def set_up(request, pk: int) -> HttpResponse:
    """Set up the executive, or a committee."""
    row = find(request, pk)
    return form_page(
        request,
        forms.CommitteeForm,
        lambda form: actions.set_up_committee(by=request.user, community=row, **form.answers),
        policy=policy.committees,
        verb="set_up",
        title=_("Set up a committee"),
        done=_("Set up. Now give members a seat."),
        to=row.get_absolute_url(),
        back=back_to(row),
    )


edit_committee = on_row(
    policy.committees,
    "edit",
    forms.CommitteeForm,
    actions.edit_committee,
    title=lambda row: row.name,
    done=lazy("Saved."),
    of="community",
    back=lambda row: back_to(row.community),
    to=to_community,
)
close_committee = posted(
    lambda request, pk, number: actions.close_committee(
        policy.committees.find(request.user, pk=number, community=pk), by=request.user, version=version(request)
    ),
    done=lazy("Closed."),
    to=to_community,
)


@BOTH
@login_required
def take(request, pk: int, number: int) -> HttpResponse:
    """Give a member a seat."""
    row = policy.committees.find(request.user, pk=number, community=pk)
    if "edit" not in policy.committees.granted(row):
        raise NotAllowed()
    members = policy.memberships.visible(request.user).filter(community=pk, left_on__isnull=True)
    return form_page(
        request,
        forms.SeatForm,
        lambda form: actions.take_seat(by=request.user, committee=row, **form.answers),
        policy=policy.seats,
        verb="take",
        title=_("A seat on %(committee)s") % {"committee": row},
        done=_("Saved."),
        to=to_community(row),
        back=back_to(row.community),
        form_kwargs={"members": members.select_related("user").order_by("user__name", "pk")},
    )


leave_seat = posted(
    lambda request, pk, number: actions.leave_seat(
        policy.seats.find(request.user, pk=number, committee__community=pk), by=request.user, version=version(request)
    ),
    done=lazy("The seat is given up."),
    to=lambda seat: reverse("communities:community", args=[seat.committee.community_id]),
)


# Figures --------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def figures(request, pk: int) -> HttpResponse:
    """How a community grew, and how many came."""
    row = find(request, pk)
    grown, held = queries.growth(row), queries.attended(row)
    points = [(each.month.replace(day=1), each.members) for each in grown]
    first, last = (grown[0], grown[-1]) if grown else (None, None)
    told = {"first": first and first.members, "last": last and last.members}
    finding = _("From %(first)d to %(last)d members") % told if grown else ""
    chart = (
        charts.lines([(_("Members"), points)], id="growth", title=finding, desc=_("Members at the end of each month."))
        if len(points) > 1
        else ""
    )
    context = {
        "row": row,
        "finding": finding,
        "chart": chart,
        "growth": [[month_words(each.month), number(each.members)] for each in reversed(grown)],
        "rate": queries.attendance_rate(held),
        "held": [
            [day_words(each.meeting.starts_at), number(each.came), number(each.video), number(each.members),
             percent(each.share, 0)]
            for each in reversed(held)
        ],
        "columns": {
            "growth": [_("Month"), {"label": _("Members"), "num": True}],
            "held": [_("Meeting"), *({"label": words, "num": True} for words in (
                _("Came"), _("of these by video"), _("Members that day"), _("Share")))],
        },
        "back": back_to(row),
    }  # fmt: skip
    return render(request, "communities/figures.html", context)


@require_safe
@login_required
def programme(request) -> HttpResponse:
    """What the programme has reached, in its own units."""
    if not queries.may_see_programme(request.user):
        raise NotAllowed()
    found = queries.programme_organisations(request.user)
    asked = request.GET.get("organisation", "")
    chosen = next((unit for unit in found if str(unit.pk) == asked), None) if asked else (found or [None])[0]
    if asked and chosen is None:
        raise NotHere()
    context = {
        "organisations": found,
        "organisation": chosen,
        "counts": queries.programme(request.user, chosen) if chosen else None,
        "back": all_communities(),
    }
    return render(request, "communities/programme.html", context)
