"""Meetings of a community: the agenda, who came, and what members take on."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.views_base import form_page, posted, version
from peerwork.readiness.communities import actions, forms, policy, queries
from peerwork.readiness.communities.reach import coordinated
from peerwork.readiness.communities.views.communities import back_to, find, to_community
from peerwork.readiness.forms import LearnedForm, StopForm
from peerwork.readiness.views.base import BOTH, on_row


def _inside(request, pk: int, number: int):
    """A meeting of a community, for those inside it."""
    find(request, pk)
    return policy.meetings.find(request.user, pk=number, community=pk)


@require_safe
@login_required
def meeting(request, pk: int, number: int) -> HttpResponse:
    """One meeting: when and where, what is on the agenda, what to read before, what came of it."""
    row = _inside(request, pk, number)
    keeps = row.community_id in coordinated(request.user)
    items = queries.agenda_of(request.user, row)
    came = [each for each in queries.attended(row.community) if each.meeting.pk == row.pk]
    own = queries.own_membership(request.user, row.community)
    attended = policy.attendances.visible(request.user).filter(meeting=row, came=True)
    context = {
        "row": row,
        "seen": policy.meetings.show(row),
        "community": row.community,
        "keeps": keeps,
        "items": [(policy.agenda.show(item), policy.agenda.granted(item)) for item in items],
        "may_add": own is not None and row.status == "planned",
        "is_past": row.starts_at <= timezone.now(),
        "came": came[0] if came else None,
        "you_came": own is not None and attended.filter(member__user=request.user).exists(),
        "who_came": list(attended.select_related("member__user").order_by("member__user__name")) if keeps else [],
        "back": back_to(row.community),
    }
    return render(request, "communities/meeting.html", context)


@BOTH
@login_required
def plan(request, pk: int) -> HttpResponse:
    """Plan the next meeting."""
    row = find(request, pk)
    last = next(iter(queries.meetings_of(request.user, row)), None)
    initial = {"minutes": last.minutes, "place": last.place} if last else {"minutes": 120}
    day = (timezone.localdate(last.starts_at) if last else timezone.localdate()) + timedelta(days=28)
    return form_page(
        request,
        forms.MeetingForm,
        lambda form: actions.plan_meeting(by=request.user, community=row, **form.answers),
        policy=policy.meetings,
        verb="plan",
        title=_("Plan a meeting"),
        done=_("Planned. Members find it in their list."),
        back=back_to(row),
        initial=initial | {"day": max(day, timezone.localdate())},
    )


edit = on_row(
    policy.meetings, "edit", forms.MeetingForm, actions.edit_meeting, title=lazy("Move the meeting"),
    done=lazy("Saved."), of="community",
)  # fmt: skip
cancel = posted(
    lambda request, pk, number: actions.cancel_meeting(
        policy.meetings.find(request.user, pk=number, community=pk), by=request.user, version=version(request)
    ),
    done=lazy("It is marked as did not happen."),
    to=to_community,
)


@BOTH
@login_required
def hold(request, pk: int, number: int) -> HttpResponse:
    """Note who came and what came of it; or correct that."""
    row = _inside(request, pk, number)
    policy.meetings.require(request.user, "hold", row)
    noted = policy.attendances.visible(request.user).filter(meeting=row, came=True)
    there = {how: list(noted.filter(how=how).values_list("member", flat=True)) for how in ("there", "video")}

    def act(form):
        return actions.hold_meeting(row, by=request.user, version=form.version, **form.answers)

    return form_page(
        request,
        forms.HoldForm,
        act,
        policy=policy.meetings,
        verb="hold",
        row=row,
        title=_("Who came?"),
        done=_("Kept."),
        back=back_to(row),
        form_kwargs={"members": queries.who_belonged(request.user, row)},
        initial=there | {"notes": row.notes},
    )


# The agenda -----------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_to_agenda(request, pk: int, number: int) -> HttpResponse:
    """Put something on the agenda, under the name you choose."""
    row = _inside(request, pk, number)
    return form_page(
        request,
        forms.AgendaForm,
        lambda form: actions.add_to_agenda(by=request.user, meeting=row, **form.answers),
        policy=policy.agenda,
        verb="add",
        title=_("Put something on the agenda"),
        done=_("It is on the agenda."),
        to=row.get_absolute_url(),
        back=back_to(row),
    )


def _to_meeting(item) -> str:
    return item.meeting.get_absolute_url()


edit_agenda_item = on_row(
    policy.agenda, "edit", forms.AgendaForm, actions.edit_agenda_item, title=lambda row: row.title,
    done=lazy("Saved."), of="meeting__community", back=lambda row: back_to(row.meeting), to=_to_meeting,
)  # fmt: skip
drop_agenda_item = posted(
    lambda request, pk, number: actions.drop_agenda_item(
        policy.agenda.find(request.user, pk=number, meeting__community=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken off the agenda."),
    to=_to_meeting,
)


# What members take on -------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_action(request, pk: int) -> HttpResponse:
    """Take something on, under the name you choose."""
    row = find(request, pk)
    return form_page(
        request,
        forms.ActionForm,
        lambda form: actions.add_action(by=request.user, community=row, **form.answers),
        policy=policy.actions,
        verb="add",
        title=_("What do you take on?"),
        done=_("Kept. When it shows in a team, say where."),
        back=back_to(row),
    )


@require_safe
@login_required
def action(request, pk: int, number: int) -> HttpResponse:
    """One thing somebody took on, and whether it shows anywhere."""
    row = policy.actions.find(request.user, pk=number, community=pk)
    context = {"row": row, "action": policy.actions.show(row), "back": back_to(row.community)}
    return render(request, "communities/action.html", context)


def _on_action(verb: str, form_class, act, **more):
    return on_row(policy.actions, verb, form_class, act, of="community", **more)


edit_action = _on_action("edit", forms.ActionForm, actions.edit_action, title=lazy("Change it"), done=lazy("Saved."))
show_evidence = _on_action(
    "show", forms.EvidenceForm, actions.show_evidence, title=lazy("What changed, and where?"),
    done=lazy("Kept. Others can look there."),
    kwargs=lambda user, row: {"teams": queries.units_for_evidence(user, row.community)},
)  # fmt: skip
do_action = _on_action("do", LearnedForm, actions.do_action, title=lazy("It is done"), done=lazy("Done."))
stop_action = _on_action(
    "stop", StopForm, actions.stop_action, title=lazy("Stop, and say what you learned"),
    done=lazy("Stopped. What you learned is kept."),
)  # fmt: skip
reopen_action = posted(
    lambda request, pk, number: actions.reopen_action(
        policy.actions.find(request.user, pk=number, community=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken up again."),
    to=lambda row: reverse("communities:action", args=[row.community_id, row.pk]),
)
