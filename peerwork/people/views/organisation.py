"""The organisation: its units, its settings, how long records are kept, setting it up, handing over."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peerwork.kit.errors import NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people import actions, checklist, queries, retention
from peerwork.people.forms import (
    AsAtForm,
    CloseUnitForm,
    HandoverForm,
    MoveUnitForm,
    OpenUnitForm,
    RenameUnitForm,
    RetentionForm,
    SettingsForm,
)
from peerwork.people.holdings import holdings_of
from peerwork.people.models import FIRST_DAY
from peerwork.people.policy import handovers, holds, organisation_settings, purges, retention_rules, units, users
from peerwork.people.reach import roles_of

BOTH = require_http_methods(["GET", "POST"])


# Units --------------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def units_page(request) -> HttpResponse:
    form = AsAtForm(request.GET or None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    return render(
        request,
        "people/units.html",
        {
            "rows": queries.tree(request.user, on),
            "on": on,
            "filter": form,
            "may_open": units.may_start(request.user, "open"),
        },
    )


@require_GET
@login_required
def unit_page(request, pk: int) -> HttpResponse:
    unit = units.find(request.user, pk=pk)
    return render(
        request,
        "people/unit.html",
        {"unit": units.show(unit), "places": queries.places_of(unit), "first_day": FIRST_DAY},
    )


@BOTH
@login_required
def open_unit(request) -> HttpResponse:
    choices = {"parent": queries.units_to_choose(request.user, "administrator")}
    return form_page(
        request,
        OpenUnitForm,
        lambda form: actions.open_unit(by=request.user, **form.answers),
        policy=units, verb="open", title=_("Open a unit"), button=_("Open the unit"), form_kwargs={"choices": choices},
        initial={"parent": request.GET.get("parent")}, done=lambda unit: _("%(name)s is open.") % {"name": unit},
        back={"text": _("Units"), "url": reverse("people:units")},
    )  # fmt: skip


def back_to(unit) -> dict:
    return {"text": unit.name, "url": unit.get_absolute_url()}


@BOTH
@login_required
def rename_unit(request, pk: int) -> HttpResponse:
    unit = units.find(request.user, pk=pk)
    return form_page(
        request,
        RenameUnitForm,
        lambda form: actions.rename_unit(unit, by=request.user, version=form.version, **form.answers),
        policy=units, verb="rename", row=unit, title=_("Rename %(name)s") % {"name": unit}, done=_("Saved."),
        back=back_to(unit),
    )  # fmt: skip


@BOTH
@login_required
def move_unit(request, pk: int) -> HttpResponse:
    unit = units.find(request.user, pk=pk)
    choices = {"parent": queries.units_to_choose(request.user, "administrator").exclude(pk=unit.pk)}
    return form_page(
        request,
        MoveUnitForm,
        lambda form: actions.move_unit(unit, by=request.user, version=form.version, **form.answers),
        policy=units, verb="move", row=unit, title=_("Move %(name)s") % {"name": unit}, button=_("Move it"),
        form_kwargs={"choices": choices}, done=_("It is moved."), back=back_to(unit),
    )  # fmt: skip


@BOTH
@login_required
def close_unit(request, pk: int) -> HttpResponse:
    unit = units.find(request.user, pk=pk)
    return form_page(
        request,
        CloseUnitForm,
        lambda form: actions.close_unit(unit, by=request.user, version=form.version, **form.answers),
        policy=units, verb="close", row=unit, title=_("Close %(name)s") % {"name": unit}, button=_("Close it"),
        lede=_("Past figures keep it. People and roles in it are not moved."), done=_("It has a last day."),
        back=back_to(unit),
    )  # fmt: skip


# Settings and retention ---------------------------------------------------------------------------------------------
@BOTH
@login_required
def settings_page(request, pk: int) -> HttpResponse:
    own = queries.settings_of(request.user, pk)
    if own is None:
        raise NotHere()
    return form_page(
        request,
        SettingsForm,
        lambda form: actions.edit_settings(own, by=request.user, version=form.version, **form.answers),
        policy=organisation_settings, verb="edit", row=own, title=_("Look, words and small numbers"),
        caption=own.organisation.name, done=_("Saved."), to=reverse("people:setup"),
        back={"text": _("Set-up"), "url": reverse("people:setup")},
    )  # fmt: skip


@require_GET
@login_required
def retention_page(request) -> HttpResponse:
    rows = [
        {
            "row": retention_rules.show(rule),
            "label": retention.label_of(rule.record_class),
            "keeps": "confirm" in retention_rules.granted(rule) and retention.is_registered(rule.record_class),
        }
        for rule in queries.retention_for(request.user)
    ]
    mine = queries.organisations_of_role(request.user, "administrator")
    there = {line["row"].organisation_id for line in rows}
    return render(
        request, "people/retention.html",
        {
            "rows": rows, "missing": [place for place in mine if place.pk not in there],
            "may_hold": holds.may_start(request.user, "hold"), "may_purge": purges.may_start(request.user, "purge"),
        },
    )  # fmt: skip


@require_POST
@login_required
def propose_retention(request, pk: int) -> HttpResponse:
    actions.propose_retention(units.find(request.user, pk=pk), by=request.user)
    return redirect("people:retention")


@BOTH
@login_required
def edit_retention(request, pk: int) -> HttpResponse:
    rule = retention_rules.find(request.user, pk=pk)
    return form_page(
        request,
        RetentionForm,
        lambda form: actions.edit_retention(rule, by=request.user, version=form.version, **form.answers),
        policy=retention_rules, verb="edit", row=rule, title=retention.label_of(rule.record_class),
        lede=_("After a change the records officer confirms it again."), done=_("Saved. It is not confirmed yet."),
        to=reverse("people:retention"), back={"text": _("Back"), "url": reverse("people:retention")},
    )  # fmt: skip


confirm_retention = posted(
    lambda request, pk: actions.confirm_retention(
        retention_rules.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed. Records of this class may now be removed when their time is over."),
    to=lambda rule: reverse("people:retention"),
)


# Setting up ---------------------------------------------------------------------------------------------------------
def organisation_to_set_up(request):
    mine = queries.organisations_of_role(request.user, "administrator")
    asked = request.GET.get("organisation", "") or request.POST.get("organisation", "")
    found = mine.filter(pk=asked).first() if asked.isdecimal() else mine.first()
    if found is None:
        raise NotHere()
    return found, mine


@require_GET
@login_required
def setup(request) -> HttpResponse:
    organisation, mine = organisation_to_set_up(request)
    steps = checklist.steps(organisation, roles_of(request.user))
    own = queries.settings_of(request.user, organisation.pk)
    return render(
        request,
        "people/setup.html",
        {
            "organisation": organisation,
            "others": [place for place in mine if place != organisation],
            "steps": steps,
            "left": sum(not step["done"] for step in steps),
            "to_look_at": [step for step in steps if step["key"] in checklist.LOOKED_AT and not step["done"]],
            "settings": own,
        },
    )


@require_POST
@login_required
def looked_at(request, key: str) -> HttpResponse:
    """The default is fine: the step is done without a change."""
    organisation, _mine = organisation_to_set_up(request)
    own = queries.settings_of(request.user, organisation.pk)
    if key not in checklist.LOOKED_AT or own is None:
        raise NotHere()
    done = own.steps_done | {key: timezone.localdate().isoformat()}
    actions.edit_settings(own, by=request.user, version=version(request), steps_done=done)
    return redirect(f"{reverse('people:setup')}?organisation={organisation.pk}")


# Handover -----------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def handovers_page(request) -> HttpResponse:
    page = queries.page_of(queries.handovers_for(request.user), request.GET.get("page"))
    return render(request, "people/handovers.html", {"page": page})


@require_GET
@login_required
def handover(request, pk: int) -> HttpResponse:
    row = handovers.find(request.user, pk=pk)
    held = holdings_of(row.leaver, row.organisation) if row.status == "open" else []
    return render(request, "people/handover.html", {"row": handovers.show(row), "held": held})


def successors(request, leaver):
    return {"successor": queries.successors_of(request.user, leaver)}


@BOTH
@login_required
def begin_handover(request, pk: int) -> HttpResponse:
    leaver = users.find(request.user, pk=pk)
    organisation = leaver.home_organisation
    if organisation is None:
        raise NotHere()
    return form_page(
        request,
        HandoverForm,
        lambda form: actions.begin_handover(
            by=request.user, leaver=leaver, organisation=organisation, **form.answers
        ),
        policy=handovers, verb="begin", title=_("%(name)s is leaving a role") % {"name": leaver},
        button=_("Begin the handover"),
        form_kwargs={"choices": successors(request, leaver)}, done=_("The handover has begun."),
        back={"text": leaver.name, "url": reverse("people:user", args=[pk])},
    )  # fmt: skip


@BOTH
@login_required
def edit_handover(request, pk: int) -> HttpResponse:
    row = handovers.find(request.user, pk=pk)
    return form_page(
        request,
        HandoverForm,
        lambda form: actions.edit_handover(row, by=request.user, version=form.version, **form.answers),
        policy=handovers, verb="edit", row=row, title=_("Handover: %(name)s") % {"name": row.leaver}, done=_("Saved."),
        form_kwargs={"choices": successors(request, row.leaver)}, only=handovers.writable(row),
        back={"text": str(row), "url": row.get_absolute_url()},
    )  # fmt: skip


finish_handover = posted(
    lambda request, pk: actions.finish_handover(
        handovers.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Everything has passed to the successor, from the day after the last day."),
    to=lambda row: row.get_absolute_url(),
)
