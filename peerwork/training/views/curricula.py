"""Pages about what is taught: courses, their versions, modules and assessments."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.people.reach import units_of
from peerwork.placements.views.page import BOTH, asked, page
from peerwork.training import forms, shown
from peerwork.training.checking.queries import questions_of
from peerwork.training.cohorts.queries import trains
from peerwork.training.curricula import actions, queries
from peerwork.training.curricula import policy as policies
from peerwork.training.words import Audience


def organisation_of(request):
    """The organisation whose training this person leads."""
    reach = units.visible(request.user).filter(kind="organisation", pk__in=units_of(request.user, "training_lead"))
    found = reach.order_by("pk").first()
    if found is None:
        raise NotAllowed()
    return found


# Courses ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def curricula(request) -> HttpResponse:
    """Every course of the organisation, with the version that is in use."""
    rows = []
    for row in queries.curricula_for(request.user):
        state = ""
        if row.closed_on:
            state = _("No longer given")
        elif row.to_confirm:
            state = {"text": _("To be confirmed"), "kind": "due"}
        elif row.writing:
            state = _("A new version is being written")
        elif not row.in_use:
            state = _("Not in use yet")
        rows.append(
            [
                shown.link(row.name, "training:curriculum", row.pk),
                row.get_kind_display(),
                shown.ticked(Audience, row.audience),
                str(row.module_count),
                shown.hours(row.hours) if row.hours else "–",
                state,
            ]
        )
    lead = policies.curricula.may_start(request.user, "open")
    buttons = [
        shown.button(_("Add a course"), "training:open_curriculum", kind="primary"),
        shown.button(_("Take the courses that come with the product"), "training:load_shipped", post=True),
    ]
    columns = [
        _("Course"),
        _("Kind"),
        _("Who it is for"),
        {"label": _("Modules"), "num": True},
        _("Hours"),
        _("Status"),
    ]
    table = {
        "columns": columns,
        "rows": rows,
        "caption": _("Courses"),
        "empty": _("No course yet. The training lead adds them."),
    }
    return page(request, _("Courses"), [table], buttons=buttons if lead else [])


@require_safe
@login_required
def curriculum(request, pk: int) -> HttpResponse:
    """What is taught, and for one group who has finished what."""
    row = policies.curricula.find(request.user, pk=pk)
    edition, editions = queries.shown_edition(row, request.user)
    groups = queries.groups_of(request.user, row) if trains(request.user) else None
    form, wanted = None, {}
    cohort = None
    if groups is not None:
        form, wanted = asked(forms.CurriculumFilter, request, choices={"group": groups})
        cohort = wanted.get("group") if form.is_bound else groups.first()
        if not form.is_bound and cohort is not None:
            form = forms.CurriculumFilter(initial={"group": cohort.pk}, choices={"group": groups})
    if cohort is not None:  # a group goes on with the version it began on
        edition = policies.versions.find(request.user, pk=cohort.edition_id)
    lines, progress, people = queries.module_lines(request.user, edition, cohort)
    context = {
        "curriculum": policies.curricula.show(row),
        "row": row,
        "edition": policies.versions.show(edition) if edition else None,
        "editions": editions,
        "draft": next((each for each in editions if each.status == "draft"), None),
        "parts": queries.parts_of(lines),
        "module_count": len(lines),
        "hours": shown.hours(sum(line.module.hours for line in lines)),
        "together": shown.together(edition) if edition else "",
        "form": form,
        "cohort": cohort,
        "by_person": cohort is not None and wanted.get("show") == "person",
        "people": [(place, progress[place.pk]) for place in people],
        "lines": lines,
        "facts": queries.group_facts(cohort, lines, people, progress) if cohort else None,
        "to_mark": queries.to_mark(request.user, row) if groups is not None else None,
        "offers": policies.curricula.offers(row),
        "drafts": policies.versions.may_start(request.user, "draft")
        and "edit" in policies.curricula.offers(row)
        and not row.closed_on,
    }
    return render(request, "training/curriculum.html", context)


@BOTH
@login_required
def open_curriculum(request) -> HttpResponse:
    """Begin a course of your own."""
    return form_page(
        request,
        forms.CurriculumForm,
        lambda form: actions.open_curriculum(by=request.user, organisation=organisation_of(request), **form.answers),
        policy=policies.curricula,
        verb="open",
        title=_("Add a course"),
        back=shown.back(_("Courses"), "curricula"),
        done=_("Added. Now add its modules."),
        to=lambda row: row.versions.get().get_absolute_url(),
    )


load_shipped = posted(
    lambda request: actions.load_shipped(organisation_of(request), by=request.user),
    done=lambda made: (
        _("Added %(count)d courses. What is marked “to be confirmed” waits for you.") % {"count": len(made)}
        if made
        else _("They are all here already.")
    ),
    to=lambda made: reverse("training:curricula"),
)


@BOTH
@login_required
def edit_curriculum(request, pk: int) -> HttpResponse:
    row = policies.curricula.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EditCurriculumForm,
        lambda form: actions.edit_curriculum(row, by=request.user, version=form.version, **form.answers),
        policy=policies.curricula,
        verb="edit",
        row=row,
        title=_("Change what is said of the course"),
        back=shown.back(row, "curriculum", pk),
        done=_("Saved."),
    )


close_curriculum = posted(
    lambda request, pk: actions.close_curriculum(
        policies.curricula.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The course is no longer given. What people have finished stands."),
)
draft_version = posted(
    lambda request, pk: actions.draft_version(policies.curricula.find(request.user, pk=pk), by=request.user),
    done=lazy("A new version has begun. Nobody sees it until you put it to use."),
)


# Versions ---------------------------------------------------------------------------------------------------------
TERMS = (
    *("status", "published_on", "changes", "threshold", "may_make_up", "accredited", "level", "credits"),
    *("practicum_hours", "supervised_hours", "one_to_one_hours", "renew_months", "source"),
)


@require_safe
@login_required
def version_page(request, pk: int) -> HttpResponse:
    """One version: what it asks for, its modules and assessments, what is to be confirmed."""
    found = queries.version_page(request.user, pk)
    edition = found["edition"]
    seen = policies.versions.show(edition)
    writing = "edit" in seen.offers
    rows = []
    for module, firsts, carried in found["modules"]:
        rows.append(
            [
                shown.link(f"{module.number}. {module.title}", "training:module", module.pk),
                module.part or "–",
                shown.hours(module.hours),
                module.get_mode_display(),
                ", ".join(str(row.first.number) for row in firsts) or "–",
                ", ".join(f"{row.old.number} ({row.old.edition.number})" for row in carried) or "–",
            ]
        )
    parts = [
        {"warnings": [_to_confirm(edition)]} if getattr(seen, "to_confirm", "") else {},
        {"facts": shown.facts(seen, *TERMS) + _made_with(edition)},
        {
            "heading": _("Modules"),
            "columns": [_("Module"), _("Part"), _("Hours"), _("How"), _("After"), _("Counts module (version)")],
            "rows": rows,
            "caption": _("Modules of this version"),
            "empty": _("No module yet."),
            "buttons": [shown.button(_("Add a module"), "training:add_module", pk)] if writing else [],
        },
        {
            "heading": _("Assessments"),
            "columns": [_("Assessment"), _("Kind"), _("Needed for")],
            "rows": [
                [
                    shown.link(part.title, "training:edit_assessment", part.pk) if writing else part.title,
                    part.get_kind_display(),
                    _("Being accredited") if part.for_accreditation else _("Completing"),
                ]
                for part in found["assessments"]
            ],
            "caption": _("Assessments of this version"),
            "empty": _("No assessment: attendance is enough."),
            "buttons": [shown.button(_("Add an assessment"), "training:add_assessment", pk)] if writing else [],
        },
    ]
    words = {
        "publish": _("Put this version to use"),
        "edit": _("Change what it asks for"),
        "confirm": _("It is confirmed"),
        "discard": _("Do not use it"),
    }
    names = {verb: f"{verb}_version" for verb in words}
    if not edition.to_confirm:
        del words["confirm"]
    buttons = shown.verbs(edition, words, names, posts={"publish", "confirm", "discard"})
    if buttons and writing:
        buttons[0]["kind"] = "primary"
    return page(
        request,
        _("Version %(number)d") % {"number": edition.number},
        parts,
        caption=str(edition.curriculum),
        buttons=buttons,
        back=shown.back(edition.curriculum, "curriculum", edition.curriculum_id),
        lede=_("%(count)d people finish on this version.") % {"count": found["people"]} if found["people"] else "",
    )


def _to_confirm(edition) -> dict:
    return {"rule": {"label": str(_("To be confirmed"))}, "words": edition.to_confirm}


def _made_with(edition) -> list[dict]:
    words = shown.together(edition)
    return [{"label": _("Made together"), "value": words}] if words else []


@BOTH
@login_required
def edit_version(request, pk: int) -> HttpResponse:
    row = policies.versions.find(request.user, pk=pk)
    return form_page(
        request,
        forms.VersionForm,
        lambda form: actions.edit_version(row, by=request.user, version=form.version, **form.answers),
        policy=policies.versions,
        verb="edit",
        row=row,
        title=_("What this version asks for"),
        back=shown.back(row, "version", pk),
        done=_("Saved."),
    )


def _on_version(action, done):
    return posted(
        lambda request, pk: action(
            policies.versions.find(request.user, pk=pk), by=request.user, version=version(request)
        ),
        done=done,
    )


publish_version = _on_version(
    actions.publish_version, lazy("In use from today. People on the version before finish on theirs.")
)
discard_version = _on_version(actions.discard_version, lazy("This version is not used."))
confirm_version = _on_version(actions.confirm_version, lazy("Confirmed."))


# Modules ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def module(request, pk: int) -> HttpResponse:
    """One module: what you will be able to do, what comes first, what it teaches."""
    found = queries.module_page(request.user, pk)
    row, edition = found["module"], found["edition"]
    seen = policies.modules.show(row)
    writing = "edit" in policies.versions.offers(edition) and "edit" in seen.offers
    facts = [
        {"label": _("Hours"), "value": shown.hours(row.hours)},
        {"label": _("How"), "value": row.get_mode_display()},
    ]
    if row.part:
        facts.insert(0, {"label": _("Part of the course"), "value": row.part})
    if row.domains:
        facts.append({"label": _("Areas of practice"), "value": shown.domains(row)})
    if row.teaches:
        facts.append({"label": _("Competences it teaches"), "value": ", ".join(row.teaches)})
    facts.append({"label": _("Can be made up later"), "value": _("Yes") if row.makeable else _("No")})
    first = [
        [shown.link(each.first, "training:module", each.first_id), _drop(each, writing)] for each in found["firsts"]
    ]
    carried = [
        [f"{each.old.number}. {each.old}", str(each.old.edition.number), _drop(each, writing)]
        for each in found["carried"]
    ]
    act = {"label": _("What you can do"), "hidden": True}
    parts = [
        {"heading": _("What you will be able to do"), "text": row.learning} if row.learning else {},
        {"facts": facts},
        {
            "heading": _("What comes first"),
            "columns": [_("Module"), act],
            "rows": first,
            "caption": _("Modules to be finished first"),
            "buttons": [shown.button(_("Ask for a module first"), "training:ask_for_first", pk)] if writing else [],
            "empty": _("Nothing has to be finished first."),
        },
        {
            "heading": _("What counts as this module"),
            "columns": [_("Module of an earlier version"), _("Version"), act],
            "rows": carried,
            "caption": _("Modules carried over from earlier versions"),
            "buttons": [shown.button(_("Carry a module over"), "training:map_module", pk)] if writing else [],
            "empty": _("Nothing of an earlier version."),
        }
        if carried or (writing and edition.number > 1)
        else {},
        _questions(request, row, "edit" in seen.offers),
    ]
    buttons = []
    if writing:
        buttons = [
            shown.button(_("Change"), "training:edit_module", pk),
            shown.button(_("Leave it out"), "training:drop_module", pk, post=True, version=row.version),
        ]
    return page(
        request,
        row.title,
        parts,
        caption=f"{edition.curriculum}, {_('module')} {row.number}",
        lede=row.summary,
        back=shown.back(edition, "version", edition.pk),
        buttons=buttons,
    )


def _questions(request, row, lead: bool) -> dict:
    """For the training team: the questions people can check themselves by."""
    if not lead:
        return {}
    return {
        "heading": _("Questions to check oneself"),
        "columns": [_("Question")],
        "rows": [
            [shown.link(each.text, "training:edit_question", each.pk)] for each in questions_of(request.user, row)
        ],
        "caption": _("Questions of this module"),
        "empty": _("None yet. Five is a good number."),
        "buttons": [shown.button(_("Add a question"), "training:add_question", row.pk)],
    }


def _drop(row, writing: bool):
    if not writing:
        return ""
    name = "drop_prerequisite" if row._meta.model_name == "prerequisite" else "drop_mapping"
    return shown.link(_("Take it out"), f"training:{name}", row.pk, hidden=str(row))


@BOTH
@login_required
def add_module(request, pk: int) -> HttpResponse:
    edition = policies.versions.find(request.user, pk=pk)
    _writing(request, edition)
    return form_page(
        request,
        forms.ModuleForm,
        lambda form: actions.add_module(edition, by=request.user, **form.answers),
        policy=policies.modules,
        verb="add",
        title=_("Add a module"),
        back=shown.back(edition, "version", pk),
        initial={"number": edition.modules.filter(dropped=False).count() + 1},
        done=_("Added."),
        to=edition.get_absolute_url(),
    )


def _writing(request, edition) -> None:
    """The version must be one that is being written, and the asker one who writes it."""
    policies.versions.require(request.user, "edit", edition)
    actions.must_be_written(edition)


@BOTH
@login_required
def edit_module(request, pk: int) -> HttpResponse:
    row = policies.modules.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ModuleForm,
        lambda form: actions.edit_module(row, by=request.user, version=form.version, **form.answers),
        policy=policies.modules,
        verb="edit",
        row=row,
        title=_("Change the module"),
        back=shown.back(row, "module", pk),
        done=_("Saved."),
    )


drop_module = posted(
    lambda request, pk: actions.drop_module(
        policies.modules.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Left out of this version."),
    to=lambda row: reverse("training:version", args=[row.edition_id]),
)


@BOTH
@login_required
def ask_for_first(request, pk: int) -> HttpResponse:
    row = policies.modules.find(request.user, pk=pk)
    policies.modules.require(request.user, "edit", row)
    return form_page(
        request,
        forms.FirstForm,
        lambda form: actions.ask_for_first(row, by=request.user, **form.answers),
        policy=policies.prerequisites,
        verb="ask_for",
        title=_("What is to be finished first?"),
        back=shown.back(row, "module", pk),
        form_kwargs={"choices": {"first": queries.may_come_first(request.user, row)}},
        done=_("Saved."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def map_module(request, pk: int) -> HttpResponse:
    row = policies.modules.find(request.user, pk=pk)
    policies.modules.require(request.user, "edit", row)
    return form_page(
        request,
        forms.MapForm,
        lambda form: actions.map_module(new=row, by=request.user, **form.answers),
        policy=policies.mappings,
        verb="map",
        title=_("What counts as this module?"),
        back=shown.back(row, "module", pk),
        form_kwargs={"choices": {"old": queries.may_count_as(request.user, row)}},
        done=_("Saved. People who move to this version keep what they did of it."),
        to=row.get_absolute_url(),
    )


def _take_out(policy, action, title, words, module):
    """A page that asks once before something is taken out of a version."""

    @BOTH
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = policy.find(request.user, pk=pk)
        return form_page(
            request,
            forms.Form,
            lambda form: action(row, by=request.user, version=form.version),
            policy=policy,
            verb="drop",
            row=row,
            title=title,
            lede=words % {"what": row},
            button=_("Take it out"),
            back=shown.back(module(row), "module", module(row).pk),
            done=_("Taken out."),
            to=module(row).get_absolute_url(),
        )

    return view


drop_prerequisite = _take_out(
    policies.prerequisites,
    actions.drop_prerequisite,
    lazy("Take it out"),
    lazy("“%(what)s” no longer has to be finished first."),
    lambda row: row.module,
)
drop_mapping = _take_out(
    policies.mappings,
    actions.drop_mapping,
    lazy("Take it out"),
    lazy("No longer carried over: %(what)s."),
    lambda row: row.new,
)


# Assessments ------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_assessment(request, pk: int) -> HttpResponse:
    edition = policies.versions.find(request.user, pk=pk)
    _writing(request, edition)
    return form_page(
        request,
        forms.AssessmentForm,
        lambda form: actions.add_assessment(edition, by=request.user, **form.answers),
        policy=policies.assessments,
        verb="add",
        title=_("Add an assessment"),
        back=shown.back(edition, "version", pk),
        initial={"number": edition.assessments.filter(dropped=False).count() + 1},
        done=_("Added."),
        to=edition.get_absolute_url(),
    )


@BOTH
@login_required
def edit_assessment(request, pk: int) -> HttpResponse:
    row = policies.assessments.find(request.user, pk=pk)
    return form_page(
        request,
        forms.AssessmentForm,
        lambda form: actions.edit_assessment(row, by=request.user, version=form.version, **form.answers),
        policy=policies.assessments,
        verb="edit",
        row=row,
        title=_("Change the assessment"),
        back=shown.back(row.edition, "version", row.edition_id),
        done=_("Saved."),
        to=row.edition.get_absolute_url(),
    )


drop_assessment = posted(
    lambda request, pk: actions.drop_assessment(
        policies.assessments.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Left out of this version."),
    to=lambda row: reverse("training:version", args=[row.edition_id]),
)
