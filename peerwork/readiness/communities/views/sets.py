"""Learning sets: their sites and who comes for them, their sessions and visits."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.placements.queries import teams_in
from peerwork.readiness.communities import actions, forms, policy, queries
from peerwork.readiness.communities.set_models import MOST_AT_A_SITE
from peerwork.readiness.communities.views.communities import all_communities, back_to
from peerwork.readiness.views.base import BOTH, on_row


@BOTH
@login_required
def open_set(request, pk: int) -> HttpResponse:
    """Open a learning set in an organisation."""
    organisation = units.find(request.user, pk=pk)
    if organisation.pk not in {unit.pk for unit in queries.organisations_to_open_in(request.user)}:
        raise NotAllowed()
    return form_page(
        request,
        forms.SetForm,
        lambda form: actions.open_set(by=request.user, organisation=organisation, **form.answers),
        policy=policy.sets,
        verb="open",
        title=_("Open a learning set"),
        lede=_("Six to eight sites at different stages, with up to eight people each."),
        done=_("Open. Now bring in the sites."),
        back=all_communities(),
        initial={"starts_on": timezone.localdate()},
    )


@require_safe
@login_required
def learning_set(request, pk: int) -> HttpResponse:
    """One learning set: its sites, who comes, when it met."""
    row = policy.sets.find(request.user, pk=pk)
    found = queries.sites_of(request.user, row)
    context = {
        "row": row,
        "offers": policy.sets.granted(row),
        "sites": found,
        "sees_people": queries.may_see_participants(request.user),
        "over": [line.site.name for line in found if line.over],
        "most": MOST_AT_A_SITE,
        "mix": queries.mix_of(person.kind for line in found for person in line.people),
        "sessions": queries.sessions_of(request.user, row),
        "back": all_communities(),
    }
    return render(request, "communities/set.html", context)


edit = on_row(policy.sets, "edit", forms.SetForm, actions.edit_set, title=lazy("Change it"), done=lazy("Saved."))
close = on_row(
    policy.sets, "close", forms.CloseSetForm, actions.close_set, title=lazy("Close the learning set"),
    done=lazy("Closed. What it did stays here."), button=lazy("Close it"),
)  # fmt: skip


def _led(rows, request, pk: int):
    """A set or a site, for whoever leads it."""
    row = rows.find(request.user, pk=pk)
    if "edit" not in rows.granted(row):
        raise NotAllowed()
    return row


@BOTH
@login_required
def add_site(request, pk: int) -> HttpResponse:
    """Bring in a site."""
    row = _led(policy.sets, request, pk)
    return form_page(
        request,
        forms.SiteForm,
        lambda form: actions.add_site(by=request.user, learning_set=row, **form.answers),
        policy=policy.sites,
        verb="add",
        title=_("Bring in a site"),
        done=_("It is part of the set."),
        to=row.get_absolute_url(),
        back=back_to(row),
        form_kwargs={"teams": teams_in(request.user, row.organisation)},
    )


def _to_set(row) -> str:
    return row.learning_set.get_absolute_url()


edit_site = on_row(
    policy.sites, "edit", forms.SiteForm, actions.edit_site, title=lambda row: row.name, done=lazy("Saved."),
    back=lambda row: back_to(row.learning_set), to=_to_set,
    kwargs=lambda user, row: {"teams": teams_in(user, row.learning_set.organisation)},
)  # fmt: skip
leave_set = posted(
    lambda request, pk: actions.leave_set(
        policy.sites.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The site has left the set."),
    to=_to_set,
)


@BOTH
@login_required
def add_participant(request, pk: int) -> HttpResponse:
    """Note who comes for a site."""
    site = _led(policy.sites, request, pk)
    return form_page(
        request,
        forms.ParticipantForm,
        lambda form: actions.add_participant(by=request.user, site=site, **form.answers),
        policy=policy.participants,
        verb="add",
        title=_("Who comes for %(site)s?") % {"site": site},
        lede=_("Names are for whoever leads the set."),
        done=_("Noted."),
        to=_to_set(site),
        back=back_to(site.learning_set),
    )


end_participant = posted(
    lambda request, pk: actions.end_participant(
        policy.participants.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("They come no longer."),
    to=lambda person: person.site.learning_set.get_absolute_url(),
)


@BOTH
@login_required
def record_session(request, pk: int) -> HttpResponse:
    """Record a session or a visit."""
    row = _led(policy.sets, request, pk)
    return form_page(
        request,
        forms.SessionForm,
        lambda form: actions.record_session(by=request.user, learning_set=row, **form.answers),
        policy=policy.sessions,
        verb="record",
        title=_("A session or a visit"),
        done=_("Kept."),
        to=row.get_absolute_url(),
        back=back_to(row),
        form_kwargs={"sites": policy.sites.visible(request.user).filter(learning_set=row).order_by("name", "pk")},
        initial={"held_on": timezone.localdate()},
    )


edit_session = on_row(
    policy.sessions, "edit", forms.SessionForm, actions.edit_session, title=lazy("Correct the session"),
    done=lazy("Saved."), back=lambda row: back_to(row.learning_set), to=_to_set,
    kwargs=lambda user, row: {
        "sites": policy.sites.visible(user).filter(learning_set=row.learning_set_id).order_by("name", "pk")
    },
)  # fmt: skip
