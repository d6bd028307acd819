"""Ready teams: all of them, one team's checklist and the decision, its four factors, an organisation's own list."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.people.queries import organisations_of_role, who_reads
from peerwork.people.reach import organisation_of
from peerwork.placements import shown
from peerwork.placements.policy import readiness as decisions
from peerwork.placements.queries import readiness_by_team
from peerwork.placements.views.page import page
from peerwork.readiness import actions, forms, queries
from peerwork.readiness.policy import answers, items, ratings
from peerwork.readiness.views.base import BOTH, back_to_team, on_row, tabs

STATE_KINDS = {"partly": "due", "not_yet": "due"}


def all_teams() -> dict:
    return {"text": _("Ready teams"), "url": reverse("readiness:home")}


@require_safe
@login_required
def home(request) -> HttpResponse:
    """Every team you look after or work in: is it ready, and where to begin."""
    context = {
        "lines": queries.teams_at_a_glance(request.user),
        "counts": queries.counts_for(request.user),
        "units": queries.units_with_challenges(request.user),
        "may_edit_items": items.may_start(request.user, "add"),
    }
    return render(request, "readiness/home.html", context)


def made_with(row) -> str:
    if not row.present:
        return ""
    return _("made together: %(who)s") % {"who": row.present_words} if row.co_produced else row.present_words


# One team ---------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def checklist(request, pk: int) -> HttpResponse:
    """What should be in place before a team welcomes a peer worker, and how it stands."""
    team = queries.team_for(request.user, pk)
    lines, four = queries.checklist(request.user, team), queries.four_factors(request.user, team)
    decision = readiness_by_team(request.user, [team.pk]).get(team.pk)
    may = answers.may_start(request.user, "answer")
    settled = sum(line.settled for line in lines)
    context = {
        "team": team,
        "lines": [_item_line(line, team, may) for line in lines],
        "settled": settled,
        "missing": queries.missing(lines, four),
        "weakest": four[0],
        "decision": decisions.show(decision) if decision else None,
        "may_decide": decisions.may_start(request.user, "decide"),
        "may_lay": not lines and items.may_start(request.user, "add"),
        "tabs": tabs(request.user, team, "checklist"),
        "back": all_teams(),
        "see": who_reads(answers, "state"),
    }
    return render(request, "readiness/checklist.html", context)


def _item_line(line: queries.ItemLine, team, may: bool) -> dict:
    row = line.answer
    state = row.state if row else ""
    told = {
        "label": line.item.label,
        "hint": line.item.hint,
        "state": row.get_state_display() if row else _("Nobody has looked yet"),
        "kind": "" if line.settled else STATE_KINDS.get(state, "due"),
        "known": line.known,
        "evidence": row.evidence if row else "",
        "when": day_words(row.answered_on) if row else "",
        "by": row.answered_by if row else "",
        "made": made_with(row) if row else "",
        "review": row.review_on if row else None,
        "review_due": line.review_due,
        "history": reverse("readiness:item_history", args=[team.pk, line.item.pk]) if row else "",
    }
    return told | {"answer": reverse("readiness:answer", args=[team.pk, line.item.pk]) if may else ""}


@BOTH
@login_required
def answer(request, pk: int, item: int) -> HttpResponse:
    """Say how it stands with one item."""
    team = queries.team_for(request.user, pk)
    found = items.find(request.user, pk=item, organisation=team.root_id)
    held = queries.latest_answers(request.user, [team.pk]).get((team.pk, found.pk))
    initial = {"review_on": timezone.localdate() + timedelta(days=183), "answered_on": timezone.localdate()}
    if held:
        initial |= {"state": held.state, "evidence": held.evidence, "present": held.present}
    return form_page(
        request,
        forms.AnswerForm,
        lambda form: actions.answer(by=request.user, team=team, item=found, **form.answers),
        policy=answers,
        verb="answer",
        title=found.label,
        lede=found.hint,
        initial=initial,
        done=_("Kept. Earlier answers stay beside it."),
        to=reverse("readiness:checklist", args=[team.pk]),
        back=back_to_team(team),
    )


@require_safe
@login_required
def item_history(request, pk: int, item: int) -> HttpResponse:
    """How it stood with one item over time."""
    team = queries.team_for(request.user, pk)
    found = items.find(request.user, pk=item, organisation=team.root_id)
    rows = queries.history_of(request.user, team, found)
    part = {
        "heading": _("Over time"),
        "columns": [_("Looked at"), _("How it stood"), _("How we knew"), _("Who took part"), _("By")],
        "rows": [
            [day_words(row.answered_on), row.get_state_display(), row.evidence or shown.NOTHING,
             made_with(row) or shown.NOTHING, str(row.answered_by)]
            for row in rows
        ],
        "caption": _("Answers, newest first"),
        "empty": _("Nobody has looked yet."),
    }  # fmt: skip
    return page(request, found.label, [part], caption=team.name, lede=found.hint, back=back_to_team(team))


@BOTH
@login_required
def decide(request, pk: int) -> HttpResponse:
    """Decide, with the checklist and the four factors beside it; the gate of placements reads the decision."""
    team = queries.team_for(request.user, pk)
    if not decisions.may_start(request.user, "decide"):
        raise NotAllowed()
    lines, four = queries.checklist(request.user, team), queries.four_factors(request.user, team)
    left = queries.missing(lines, four)
    told = {"settled": sum(line.settled for line in lines), "all": len(lines)}
    initial = {
        "reason": _("%(settled)d of %(all)d items on the checklist are in place.") % told,
        "conditions": "; ".join(left)[:400],
        "answer": "conditions" if left else "ready",
        "expires_on": timezone.localdate() + timedelta(days=183),
    }
    return form_page(
        request,
        forms.DecideForm,
        lambda form: actions.decide(by=request.user, team=team, missing=left, **form.answers),
        policy=decisions,
        verb="decide",
        title=_("Is %(team)s ready to welcome a peer worker?") % {"team": team},
        initial=initial,
        lede=_("Not in place yet: %(items)s.") % {"items": "; ".join(left)} if left else _("Everything is in place."),
        done=_("Kept, with your name. Whoever places somebody here will see it."),
        to=reverse("readiness:checklist", args=[team.pk]),
        back=back_to_team(team),
    )


@require_safe
@login_required
def factors(request, pk: int) -> HttpResponse:
    """The four that hold each other up, the weakest first."""
    team = queries.team_for(request.user, pk)
    four = queries.four_factors(request.user, team)
    context = {
        "team": team,
        "four": four,
        "weakest": four[0],
        "earlier": queries.ratings_of(request.user, team),
        "may_rate": ratings.may_start(request.user, "rate") and team.pk in set(_rated_by(request.user)),
        "tabs": tabs(request.user, team, "factors"),
        "back": all_teams(),
        "see": who_reads(ratings, "level"),
    }
    return render(request, "readiness/factors.html", context)


def _rated_by(user):
    return queries.units_of(user, "team_lead")


@BOTH
@login_required
def rate(request, pk: int) -> HttpResponse:
    """Rate one of the four as the team sees it."""
    team = queries.team_for(request.user, pk)
    return form_page(
        request,
        forms.RatingForm,
        lambda form: actions.rate(by=request.user, team=team, **form.answers),
        policy=ratings,
        verb="rate",
        title=_("How far has it come?"),
        lede=_("As the team sees it, together with people who use the service where you can."),
        initial={"factor": request.GET.get("factor", ""), "rated_on": timezone.localdate()},
        done=_("Kept. Earlier ratings stay beside it."),
        to=reverse("readiness:factors", args=[team.pk]),
        back={"text": _("Four factors"), "url": reverse("readiness:factors", args=[team.pk])},
    )


# The organisation's own list --------------------------------------------------------------------------------------
@require_safe
@login_required
def item_list(request) -> HttpResponse:
    """What an organisation asks of every team before it welcomes a peer worker."""
    may = items.may_start(request.user, "add") and bool(_organisations(request.user))
    rows = list(items.visible(request.user).select_related("organisation").order_by("organisation", "position", "pk"))
    part = {
        "heading": _("Asked of every team"),
        "columns": [_("What must be in place"), _("What to look for"), _("Organisation"), _("Asked"), _("Change")],
        "rows": [
            [
                row.label,
                row.hint or shown.NOTHING,
                str(row.organisation),
                _("until %(day)s") % {"day": day_words(row.closed_on)} if row.closed_on else _("yes"),
                shown.link(_("Change"), "readiness:edit_item", row.pk, hidden=row.label)
                if "edit" in items.offers(row) and not row.closed_on
                else shown.NOTHING,
            ]
            for row in rows
        ],
        "caption": _("The readiness checklist"),
        "empty": _("There is no checklist yet. HR or the lived-experience lead can begin with the usual one."),
    }
    buttons = [shown.button(_("Add an item"), "readiness:add_item", kind="primary")] if may else []
    lacking = {row.pk for row in _organisations(request.user)} - {row.organisation_id for row in rows} if may else ()
    buttons += [
        shown.button(_("Begin with the usual checklist"), "readiness:lay_checklist", pk, post=True) for pk in lacking
    ]
    return page(request, _("The readiness checklist"), [part], buttons=buttons, back=all_teams())


def _organisations(user):
    found = {row.pk: row for role in ("hr", "lived_experience_lead") for row in organisations_of_role(user, role)}
    return list(found.values())


@require_POST
@login_required
def lay_checklist(request, pk: int) -> HttpResponse:
    """Begin with the usual checklist."""
    unit = organisation_of(units.find(request.user, pk=pk))
    if not items.may_start(request.user, "add"):
        raise NotAllowed()
    count = actions.lay_checklist(unit, by=request.user)
    told = ngettext(
        "%d item added. Change the list as you like.", "%d items added. Change the list as you like.", count
    )
    messages.success(request, told % count)
    return redirect("readiness:items")


@BOTH
@login_required
def add_item(request) -> HttpResponse:
    """Ask for one more thing."""
    found = _organisations(request.user)

    def act(form):
        return actions.add_item(by=request.user, organisation=found[0], **form.answers)

    if not items.may_start(request.user, "add") or not found:
        raise NotAllowed()
    return form_page(
        request,
        forms.ItemForm,
        act,
        policy=items,
        verb="add",
        title=_("Add an item to the checklist"),
        done=_("Added. Every team is asked for it from now on."),
        to=reverse("readiness:items"),
        back={"text": _("The readiness checklist"), "url": reverse("readiness:items")},
    )


def _back_to_items(_row) -> dict:
    return {"text": _("The readiness checklist"), "url": reverse("readiness:items")}


edit_item = on_row(
    items,
    "edit",
    forms.ItemForm,
    actions.edit_item,
    title=lambda row: row.label,
    done=lazy("Saved."),
    back=_back_to_items,
    to=lambda row: reverse("readiness:items"),
    template="readiness/item_form.html",
)
close_item = posted(
    lambda request, pk: actions.close_item(items.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("No longer asked for. What teams answered is kept."),
    to=lambda row: reverse("readiness:items"),
)
