"""Supervisors: how many people each has, cover while they are away, and handing all of them over in one step."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from peerwork.kit.errors import NotHere
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page
from peerwork.people.reach import roles_of
from peerwork.placements import actions, queries, shown
from peerwork.placements.forms import CoverForm, EndForm, HandOverForm, SayForm, SupervisingForm
from peerwork.placements.policy import supervising, supervisor_links
from peerwork.placements.reach import supervises_somebody
from peerwork.placements.views.page import BOTH, page

ROLES = {"hr", "lived_experience_lead", "training_lead"}


def _back() -> dict:
    return {"text": lazy("Supervisors"), "url": reverse("placements:supervisors")}


def _find(request, pk: int):
    """A supervisor within reach: somebody HR could name, or whom the reader sees as supervisor of somebody."""
    found = {line.user.pk: line for line in queries.supervisors_for(request.user)}
    if pk not in found or not (ROLES & roles_of(request.user) or pk == request.user.pk):
        raise NotHere()
    return found[pk]


@require_GET
@login_required
def supervisors_page(request) -> HttpResponse:
    if not ROLES & roles_of(request.user):
        raise NotHere()
    lines = queries.supervisors_for(request.user)
    rows = []
    for line in lines:
        gives = supervising.show(line.gives) if line.gives else None
        trained = shown.told(gives, "trained_on") if gives else shown.NOTHING
        full = line.people > line.capacity
        rows.append(
            [
                shown.link(str(line.user), "placements:supervisor", line.user.pk),
                str(line.people),
                str(line.capacity),
                {"text": _("Over"), "kind": "due"} if full else str(line.places),
                trained,
                _("until %(day)s") % {"day": day_words(line.away.ends_on)}
                if line.away and line.away.ends_on
                else _("now")
                if line.away
                else "",
            ]
        )
    parts = [
        {
            "columns": [
                _("Supervisor"),
                *({"label": words, "num": True} for words in (_("People"), _("At once"), _("Places left"))),
                _("Trained on"),
                _("Away"),
            ],
            "rows": rows,
            "caption": _("Supervisors"),
            "empty": _("Nobody supervises anybody yet."),
        }
    ]
    asked = queries.changes_asked(request.user) if "hr" in roles_of(request.user) else []
    if asked:
        parts.append(
            {"heading": _("A change was asked for")}
            | shown.links_table(asked, caption=_("Workers who asked for another supervisor"), empty="", person=True)
        )
    return page(request, _("Supervisors"), parts)


@require_GET
@login_required
def supervisor_page(request, pk: int) -> HttpResponse:
    line = _find(request, pk)
    may = supervisor_links.may_start(request.user, "end")
    buttons = []
    if may and line.people:
        buttons = [
            shown.button(_("Hand over all their people"), "placements:hand_over", pk, kind="primary"),
            shown.button(_("Cover while they are away"), "placements:cover", pk),
        ]
    if line.gives and "edit" in supervising.offers(line.gives):
        buttons.append(shown.button(_("Change places and training"), "placements:edit_supervising", line.gives.pk))
    elif line.gives is None and supervising.may_start(request.user, "note"):
        buttons.append(shown.button(_("Note places and training"), "placements:note_supervising", pk))
    if line.gives and "say" in supervising.offers(line.gives):
        buttons.append(shown.button(_("What you can take on"), "placements:say_supervising", line.gives.pk))
    facts = [
        {"label": _("People now"), "value": str(line.people)},
        {"label": _("People at once"), "value": str(line.capacity)},
    ]
    if line.gives:
        facts += shown.facts(
            supervising.show(line.gives), "trained_on", "trained_until", "open_to_more", "lived_experience"
        )
    parts = [
        {"facts": facts},
        {"heading": _("Who they supervise")}
        | shown.links_table(
            queries.supervisees_of(request.user, line.user),
            caption=_("People supervised, now and to come"),
            empty=_("Nobody you can see."),
            person=True,
        ),
    ]
    return page(
        request,
        str(line.user),
        parts,
        buttons=buttons,
        caption=_("Supervisor"),
        back=_back() if ROLES & roles_of(request.user) else None,
    )


@BOTH
@login_required
def hand_over(request, pk: int) -> HttpResponse:
    line = _find(request, pk)
    rows, words = queries.supervisor_words(request.user, queries.organisation_of_account(line.user))
    count = queries.supervisees_of(request.user, line.user).count()
    return form_page(
        request,
        HandOverForm,
        lambda form: actions.hand_over(line.user, by=request.user, **form.answers),
        policy=supervisor_links,
        verb="link",
        title=_("Hand over everybody %(name)s supervises") % {"name": line.user},
        lede=_("All %(count)d at once, from one day: every one of them, or none. What was agreed stays as it is.")
        % {"count": count},
        form_kwargs={"choices": {"successor": rows.exclude(pk=pk)}, "words": {"successor": words}},
        button=_("Hand all over"),
        done=lambda made: _("%(count)d handed over.") % {"count": len(made)},
        to=reverse("placements:supervisor", args=[pk]),
        back={"text": str(line.user), "url": reverse("placements:supervisor", args=[pk])},
    )


@BOTH
@login_required
def cover(request, pk: int) -> HttpResponse:
    line = _find(request, pk)
    rows, words = queries.supervisor_words(request.user, queries.organisation_of_account(line.user))
    initial = {"starts_on": line.away.starts_on, "ends_on": line.away.ends_on} if line.away else None
    return form_page(
        request,
        CoverForm,
        lambda form: actions.cover_supervisor(line.user, by=request.user, **form.answers),
        policy=supervisor_links,
        verb="link",
        title=_("Cover for %(name)s") % {"name": line.user},
        initial=initial,
        form_kwargs={"choices": {"covering": rows.exclude(pk=pk)}, "words": {"covering": words}},
        done=lambda made: _("%(count)d people are covered.") % {"count": len(made)},
        to=reverse("placements:supervisor", args=[pk]),
        back={"text": str(line.user), "url": reverse("placements:supervisor", args=[pk])},
    )


@BOTH
@login_required
def end_supervisor(request, pk: int) -> HttpResponse:
    row = supervisor_links.find(request.user, pk=pk)
    person = {"text": str(row.person), "url": reverse("placements:person", args=[row.person_id])}
    return form_page(
        request,
        EndForm,
        lambda form: actions.end_supervisor(row, by=request.user, version=form.version, **form.answers),
        policy=supervisor_links,
        verb="end",
        row=row,
        title=_("%(link)s ends") % {"link": row},
        button=_("End it"),
        done=_("Ended."),
        to=person["url"],
        back=person,
    )


@BOTH
@login_required
def note_supervising(request, pk: int) -> HttpResponse:
    line = _find(request, pk)
    place = queries.organisation_of_account(line.user)
    return form_page(
        request,
        SupervisingForm,
        lambda form: actions.note_supervising(by=request.user, user=line.user, organisation=place, **form.answers),
        policy=supervising,
        verb="note",
        title=_("Places and training of %(name)s") % {"name": line.user},
        done=_("Noted."),
        to=reverse("placements:supervisor", args=[pk]),
        back=_back(),
    )


@BOTH
@login_required
def edit_supervising(request, pk: int) -> HttpResponse:
    row = supervising.find(request.user, pk=pk)
    return form_page(
        request,
        SupervisingForm,
        lambda form: actions.edit_supervising(row, by=request.user, version=form.version, **form.answers),
        policy=supervising,
        verb="edit",
        row=row,
        only=supervising.writable(row),
        title=_("Places and training of %(name)s") % {"name": row.user},
        done=_("Saved."),
        to=reverse("placements:supervisor", args=[row.user_id]),
        back=_back(),
    )


@BOTH
@login_required
def say_supervising(request, pk: int) -> HttpResponse:
    row = supervising.find(request.user, pk=pk)
    return form_page(
        request,
        SayForm,
        lambda form: actions.say_supervising(row, by=request.user, version=form.version, **form.answers),
        policy=supervising,
        verb="say",
        row=row,
        title=_("What you can take on"),
        lede=_("If you can take on nobody more, others see only “not available”."),
        done=_("Saved."),
        to=reverse("placements:supervisor", args=[row.user_id]),
        back=None,
    )


@require_GET
@login_required
def my_people(request) -> HttpResponse:
    """The people somebody supervises, for themselves."""
    if not supervises_somebody(request.user):
        raise NotHere()
    part = shown.links_table(
        queries.supervisees_of(request.user, request.user),
        caption=_("People you supervise"),
        empty=_("Nobody is assigned to you yet. HR does this."),
        person=True,
    )
    return page(request, _("People you supervise"), [part])
