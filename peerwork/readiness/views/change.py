"""The register of processes, local audits and what followed, recovery leads by level, initiatives."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import percent
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import who_reads
from peerwork.placements import shown
from peerwork.placements.views.page import page
from peerwork.readiness import actions as todo
from peerwork.readiness import queries as teams
from peerwork.readiness.change import actions, forms, policy, queries
from peerwork.readiness.forms import ActionForm, LearnedForm, StopForm
from peerwork.readiness.policy import actions as action_policy
from peerwork.readiness.views.assessments import action_item
from peerwork.readiness.views.base import BOTH, on_row
from peerwork.readiness.views.teams import all_teams, made_with


def sections(here: str) -> list[dict]:
    """The pages about a changing organisation."""
    found = [
        ("values", _("Where values live")),
        ("audits", _("Local audits")),
        ("leads", _("Recovery leads")),
        ("initiatives", _("Initiatives")),
    ]
    return [{"label": label, "url": reverse(f"readiness:{name}"), "current": name == here} for name, label in found]


def _start(rows, verb: str, form_class, act, *, title, done, to, **more):
    """A view for a first verb, in one of the units the user keeps."""

    @BOTH
    @login_required
    def view(request) -> HttpResponse:
        units = queries.kept_units(request.user)
        return form_page(
            request,
            form_class,
            lambda form: act(by=request.user, **form.answers),
            policy=rows,
            verb=verb,
            title=title,
            done=done,
            to=to if callable(to) else reverse(to),
            form_kwargs={"units": units} | ({"user": request.user} if more.get("for_user") else {}),
            back=all_teams(),
        )

    return view


# The register -----------------------------------------------------------------------------------------------------
@require_safe
@login_required
def values(request) -> HttpResponse:
    """The processes and policies in which recovery values must live; gaps come first."""
    found = queries.register_of(request.user)
    without = queries.kinds_without(found)
    may = policy.processes.may_start(request.user, "list")
    rows = []
    for row in found:
        offers = policy.processes.offers(row)
        state = {"text": _("Never looked at") if row.reviewed_on is None else _("Look again"), "kind": "due"}
        rows.append([
            {"text": row.name, "sub": str(row.get_kind_display())},
            str(row.unit),
            state if row.is_gap else day_words(row.reviewed_on),
            " · ".join(filter(None, [row.found, made_with(row)])) or shown.NOTHING,
            day_words(row.next_on) or shown.NOTHING,
            shown.link(_("Look at it"), "readiness:review_process", row.pk, hidden=row.name)
            if "review" in offers else shown.NOTHING,
        ])  # fmt: skip
    parts = [
        {"heading": _("Not on the list yet"), "text": ", ".join(without)} if without and may else {},
        {
            "heading": _("The list"),
            "columns": [_("Process or policy"), _("Where"), _("Last looked at"), _("What was found"), _("Look again"),
                        _("Do")],
            "rows": rows,
            "caption": _("Processes and policies, gaps first"),
            "empty": _("Nothing is on the list yet. Begin with how you recruit and how you supervise."),
            "see": who_reads(policy.processes, "found"),
        },
    ]  # fmt: skip
    gaps = sum(row.is_gap for row in found)
    return page(
        request, _("Where recovery values live"), parts, tabs=sections("values"), back=all_teams(),
        lede=_("%(gaps)d of %(all)d need a look.") % {"gaps": gaps, "all": len(found)} if found else "",
        buttons=[shown.button(_("Add one"), "readiness:list_process", kind="primary")] if may else [],
    )  # fmt: skip


list_process = _start(
    policy.processes, "list", forms.ProcessForm, actions.list_process,
    title=lazy("A process or policy"), done=lazy("On the list. Now look at it together."), to="readiness:values",
)  # fmt: skip


def _to_values(_row) -> str:
    return reverse("readiness:values")


def _back_to_values(_row) -> dict:
    return {"text": _("Where values live"), "url": reverse("readiness:values")}


review_process = on_row(
    policy.processes, "review", forms.ValuesForm, actions.review_process, title=lambda row: row.name,
    done=lazy("Kept."), back=_back_to_values, to=_to_values, template="readiness/process_form.html",
)  # fmt: skip
edit_process = on_row(
    policy.processes, "edit", forms.ProcessEditForm, actions.edit_process, title=lambda row: row.name,
    done=lazy("Saved."), back=_back_to_values, to=_to_values,
)  # fmt: skip
close_process = posted(
    lambda request, pk: actions.close_process(
        policy.processes.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken off the list."),
    to=_to_values,
)


# Audits -----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def audits(request) -> HttpResponse:
    """Local audits: what was looked at, what was found, and whether it was looked at again."""
    found = list(queries.audits_for(request.user)[:200])
    today = timezone.localdate()
    rows = []
    for row in found:
        again = {"text": _("Look again"), "kind": "due"} if row.again_on and row.again_on <= today else ""
        rows.append([
            {"text": row.topic, "href": row.get_absolute_url(),
             "hidden": f"{row.unit}, {day_words(row.held_on)} {row.pk}"},
            str(row.unit),
            day_words(row.held_on),
            _("%(met)d of %(all)d") % {"met": row.met, "all": row.looked_at},
            (again if row.status == "open" and again else row.get_status_display()),
        ])  # fmt: skip
    part = {
        "columns": [_("What"), _("Where"), _("When"), _("As it should be"), _("Where it stands")],
        "rows": rows,
        "caption": _("Local audits, newest first"),
        "empty": _("None yet. A small one is enough: ten care plans, or five questions to the team."),
    }
    may = policy.audits.may_start(request.user, "record")
    return page(
        request, _("Local audits"), [part], tabs=sections("audits"), back=all_teams(),
        buttons=[shown.button(_("Record one"), "readiness:record_audit", kind="primary")] if may else [],
    )  # fmt: skip


@require_safe
@login_required
def audit(request, pk: int) -> HttpResponse:
    """One audit with what followed: actions, and the time it was looked at again."""
    row = policy.audits.find(request.user, pk=pk)
    chain = queries.chain_of(request.user, row)
    context = {
        "row": row,
        "seen": policy.audits.show(row),
        "chain": [{"row": each, "share": percent(each.share, 0), "here": each.pk == row.pk} for each in chain],
        "actions": [action_item(each) for each in teams.actions_of_audit(request.user, row)],
        "may": "record" in policy.audits.granted(row),
        "back": {"text": _("Local audits"), "url": reverse("readiness:audits")},
    }
    return render(request, "readiness/audit.html", context)


record_audit = _start(
    policy.audits, "record", forms.AuditForm, actions.record_audit, title=lazy("A local audit"),
    done=lazy("Kept. Now say what follows from it."), to=lambda row: row.get_absolute_url(),
)  # fmt: skip
edit_audit = on_row(
    policy.audits, "edit", forms.AuditAgainForm, actions.edit_audit, title=lambda row: row.topic, done=lazy("Saved.")
)
close_audit = posted(
    lambda request, pk: actions.close_audit(
        policy.audits.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Followed up."),
)


@BOTH
@login_required
def audit_again(request, pk: int) -> HttpResponse:
    """Look again at what an audit looked at; the two stay linked."""
    row = policy.audits.find(request.user, pk=pk)
    if "record" not in policy.audits.granted(row):
        raise NotAllowed()
    same = {"unit": row.unit, "about": row.about, "topic": row.topic, "follows": row}
    return form_page(
        request,
        forms.AuditAgainForm,
        lambda form: actions.record_audit(by=request.user, **same, **form.answers),
        policy=policy.audits,
        verb="record",
        title=_("Look again: %(topic)s") % {"topic": row.topic},
        initial={"held_on": timezone.localdate(), "looked_at": row.looked_at},
        done=_("Kept, beside the time before."),
        back={"text": row.topic, "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def add_audit_action(request, pk: int) -> HttpResponse:
    """Say what follows from an audit."""
    row = policy.audits.find(request.user, pk=pk)
    if "record" not in policy.audits.granted(row):
        raise NotAllowed()
    return form_page(
        request,
        ActionForm,
        lambda form: todo.add_action(by=request.user, audit=row, **form.answers),
        policy=action_policy,
        verb="add",
        title=_("What will you do?"),
        done=_("Added."),
        to=row.get_absolute_url(),
        back={"text": row.topic, "url": row.get_absolute_url()},
        form_kwargs={"find": lambda email: teams.account_here(row.unit, email)},
    )


# Recovery leads ---------------------------------------------------------------------------------------------------
@require_safe
@login_required
def leads(request) -> HttpResponse:
    """Who stands up for recovery at each level, and where nobody is named yet."""
    lines = queries.levels_for(request.user)
    rows = []
    for line in lines:
        named = [policy.leads.show(row) for row in line.named]
        told = ", ".join(f"{seen.name} ({seen.get_kind_display()})" for seen in named if "name" in seen.readable)
        ends = [row for row in line.named if "end" in policy.leads.granted(row)]
        rows.append([
            {"text": line.level_words, "sub": line.unit.name},
            {"text": _("Nobody yet"), "kind": "due"} if not named else told or _("Named"),
            shown.link(_("End"), "readiness:end_lead", ends[0].pk, hidden=f"{ends[0]}, {line.unit}")
            if ends else shown.NOTHING,
        ])  # fmt: skip
    gaps = sum(not line.named for line in lines)
    part = {
        "columns": [_("Level"), _("Who"), _("Do")],
        "rows": rows,
        "caption": _("Levels and who stands for recovery there, gaps first"),
        "empty": _("You look after no part of the organisation."),
        "see": who_reads(policy.leads, "name"),
    }
    may = policy.leads.may_start(request.user, "name")
    return page(
        request, _("Recovery leads"), [part], tabs=sections("leads"), back=all_teams(),
        lede=_("%(gaps)d of %(all)d levels have nobody yet.") % {"gaps": gaps, "all": len(lines)} if lines else "",
        buttons=[shown.button(_("Name somebody"), "readiness:name_lead", kind="primary")] if may else [],
    )  # fmt: skip


name_lead = _start(
    policy.leads, "name", forms.LeadForm, actions.name_lead, title=lazy("Who stands up for recovery?"),
    done=lazy("Named. Tell the people around them."), to="readiness:leads",
)  # fmt: skip
end_lead = on_row(
    policy.leads, "end", forms.EndForm, actions.end_lead, title=lambda row: row.name, done=lazy("Saved."),
    back=lambda row: {"text": _("Recovery leads"), "url": reverse("readiness:leads")},
    to=lambda row: reverse("readiness:leads"),
)  # fmt: skip


# Initiatives ------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def initiatives(request) -> HttpResponse:
    """What is tried, and what was learned from what was stopped."""
    found = list(queries.initiatives_for(request.user)[:300])
    rows = []
    for row in found:
        seen = policy.initiatives.show(row)
        who = row.who if "owner" in seen.readable else ""
        rows.append([
            {"text": seen.name, "href": row.get_absolute_url(), "hidden": str(row.unit)},
            str(row.unit),
            row.get_status_display(),
            seen.aim,
            seen.learned or shown.NOTHING,
            who or shown.NOTHING,
        ])  # fmt: skip
    part = {
        "columns": [_("What"), _("Where"), _("Where it stands"), _("Aim"), _("What we learned"), _("Who")],
        "rows": rows,
        "caption": _("Initiatives"),
        "empty": _("None yet. Things may be tried and stopped here: what counts is what was learned."),
    }
    may = policy.initiatives.may_start(request.user, "propose")
    return page(
        request, _("Initiatives"), [part], tabs=sections("initiatives"), back=all_teams(),
        buttons=[shown.button(_("Propose one"), "readiness:propose", kind="primary")] if may else [],
    )  # fmt: skip


@require_safe
@login_required
def initiative(request, pk: int) -> HttpResponse:
    """One initiative: what is tried, for which aim, by whom, and what came of it."""
    row = policy.initiatives.find(request.user, pk=pk)
    context = {
        "row": row,
        "seen": policy.initiatives.show(row),
        "back": {"text": _("Initiatives"), "url": reverse("readiness:initiatives")},
    }
    return render(request, "readiness/initiative.html", context)


propose = _start(
    policy.initiatives, "propose", forms.InitiativeForm, actions.propose, title=lazy("What would you like to try?"),
    done=lazy("Kept as an idea."), to=lambda row: row.get_absolute_url(), for_user=True,
)  # fmt: skip


@BOTH
@login_required
def edit_initiative(request, pk: int) -> HttpResponse:
    """Change what is said of it; whoever sees to it may write part of it."""
    row = policy.initiatives.find(request.user, pk=pk)
    writes = policy.initiatives.writable(row)

    def act(form):
        given = {name: value for name, value in form.answers.items() if name in writes}
        return actions.edit_initiative(row, by=request.user, version=form.version, **given)

    return form_page(
        request,
        forms.InitiativeEditForm,
        act,
        policy=policy.initiatives,
        verb="edit",
        row=row,
        title=_("Change it"),
        done=_("Saved."),
        back={"text": str(row), "url": row.get_absolute_url()},
        form_kwargs={"user": request.user},
    )


def _button(act, words):
    return posted(
        lambda request, pk: act(
            policy.initiatives.find(request.user, pk=pk), by=request.user, version=version(request)
        ),
        done=words,
    )


begin = _button(actions.begin, lazy("It has begun."))
reopen = _button(actions.reopen, lazy("Taken up again."))
finish = on_row(
    policy.initiatives, "finish", LearnedForm, actions.finish, title=lazy("It is part of how you work"),
    done=lazy("Kept."),
)  # fmt: skip
stop = on_row(
    policy.initiatives, "stop", StopForm, actions.stop, title=lazy("Stop, and say what you learned"),
    done=lazy("Stopped. What you learned is kept, for others to build on."),
)  # fmt: skip
