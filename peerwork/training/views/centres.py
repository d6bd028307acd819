"""Pages about where training is given and who gives it: centres, their catalogues, the register of trainers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page, posted, version
from peerwork.placements.views.page import BOTH, page
from peerwork.training import forms, shown
from peerwork.training.cohorts import actions, queries
from peerwork.training.cohorts import policy as policies
from peerwork.training.views.curricula import organisation_of

ACT = {"label": lazy("What you can do"), "hidden": True}


# Centres ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def sites(request) -> HttpResponse:
    """Recovery colleges and education centres, and the services that have none."""
    rows = [
        [
            shown.link(row.name, "training:site", row.pk),
            row.get_kind_display(),
            row.place or "–",
            _("Closed") if row.closed_on else "",
        ]
        for row in queries.sites_for(request.user)
    ]
    lead = policies.sites.may_start(request.user, "open")
    without = [[str(unit)] for unit in queries.services_without(request.user)]
    parts = [
        {
            "columns": [_("Centre"), _("Kind"), _("Where"), _("Status")],
            "rows": rows,
            "caption": _("Centres"),
            "empty": _("No centre yet."),
        },
        {
            "heading": _("Services with no centre"),
            "columns": [_("Service")],
            "rows": without,
            "caption": _("Services that no centre is there for"),
            "empty": _("Every service has one."),
        },
    ]
    buttons = [shown.button(_("Add a centre"), "training:open_site", kind="primary")] if lead else []
    return page(request, _("Centres for learning"), parts, buttons=buttons)


@require_safe
@login_required
def site(request, pk: int) -> HttpResponse:
    """One centre: where it is, the services it is there for, its catalogue and its groups to come."""
    found = queries.site_page(request.user, pk)
    row = found["site"]
    lead = "edit" in policies.sites.offers(row) and not row.closed_on
    services = [[str(each.unit), _end(each, "end_service", lead)] for each in found["services"]]
    offers = [
        [shown.link(str(each.curriculum), "training:curriculum", each.curriculum_id), _end(each, "end_offer", lead)]
        for each in found["offers"]
    ]
    groups = [
        [
            shown.link(each.name, "training:cohort", each.pk),
            str(each.edition.curriculum),
            day_words(each.starts_on),
            str(max(0, each.capacity - each.taken)),
        ]
        for each in found["groups"]
    ]
    parts = [
        {"facts": shown.facts(policies.sites.show(row), "kind", "place", "getting_in", "contact", "closed_on")},
        {
            "heading": _("Catalogue"),
            "columns": [_("Course"), ACT],
            "rows": offers,
            "caption": _("Courses of this centre"),
            "empty": _("Nothing in the catalogue yet."),
            "buttons": [shown.button(_("Add a course"), "training:offer", pk)] if lead else [],
        },
        {
            "heading": _("Groups you can join"),
            "columns": [_("Group"), _("Course"), _("First day"), {"label": _("Free places"), "num": True}],
            "rows": groups,
            "caption": _("Open groups of this centre"),
            "empty": _("No group is open at present."),
        },
        {
            "heading": _("Services it is there for"),
            "columns": [_("Service"), ACT],
            "rows": services,
            "caption": _("Services of this centre"),
            "empty": _("None is named yet."),
            "buttons": [shown.button(_("Add a service"), "training:serve", pk)] if lead else [],
        },
    ]
    words = {} if row.closed_on else {"edit": _("Change"), "close": _("It closes")}
    buttons = shown.verbs(row, words, {verb: f"{verb}_site" for verb in words}, posts={"close"})
    return page(request, row.name, parts, buttons=buttons, back=shown.back(_("Centres for learning"), "sites"))


def _end(row, name: str, lead: bool):
    return shown.link(_("End"), f"training:{name}", row.pk, hidden=str(row)) if lead else ""


@BOTH
@login_required
def open_site(request) -> HttpResponse:
    return form_page(
        request,
        forms.SiteForm,
        lambda form: actions.open_site(by=request.user, organisation=organisation_of(request), **form.answers),
        policy=policies.sites,
        verb="open",
        title=_("Add a centre"),
        back=shown.back(_("Centres for learning"), "sites"),
        done=_("Added. Say which services it is there for."),
    )


@BOTH
@login_required
def edit_site(request, pk: int) -> HttpResponse:
    row = policies.sites.find(request.user, pk=pk)
    return form_page(
        request,
        forms.SiteForm,
        lambda form: actions.edit_site(row, by=request.user, version=form.version, **form.answers),
        policy=policies.sites,
        verb="edit",
        row=row,
        title=_("Change the centre"),
        back=shown.back(row, "site", pk),
        done=_("Saved."),
    )


close_site = posted(
    lambda request, pk: actions.close_site(
        policies.sites.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The centre is closed from today."),
)


def _add(form_class, action, policy, verb, name, choices, title):
    @BOTH
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = policies.sites.find(request.user, pk=pk)
        return form_page(
            request,
            form_class,
            lambda form: action(by=request.user, site=row, **form.answers),
            policy=policy,
            verb=verb,
            title=title,
            back=shown.back(row, "site", pk),
            form_kwargs={"choices": {name: choices(request.user, row)}},
            initial={"starts_on": timezone.localdate()},
            done=_("Added."),
            to=row.get_absolute_url(),
        )

    return view


def _end_page(policy, action, title):
    @BOTH
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = policy.find(request.user, pk=pk)
        return form_page(
            request,
            forms.Form,
            lambda form: action(row, by=request.user, version=form.version),
            policy=policy,
            verb="end",
            row=row,
            title=title,
            lede=_("%(what)s: from today no longer.") % {"what": row},
            button=_("End it today"),
            back=shown.back(row.site, "site", row.site_id),
            done=_("Ended."),
            to=row.site.get_absolute_url(),
        )

    return view


serve = _add(
    forms.ServeForm,
    actions.serve,
    policies.services,
    "serve",
    "unit",
    lambda user, site: queries.open_services(user, site.organisation_id),
    lazy("Add a service"),
)
end_service = _end_page(policies.services, actions.end_service, lazy("No longer there for this service"))
offer = _add(
    forms.OfferForm,
    actions.offer,
    policies.offers,
    "offer",
    "curriculum",
    queries.courses_to_offer,
    lazy("Add a course"),
)
end_offer = _end_page(policies.offers, actions.end_offer, lazy("Take it out of the catalogue"))


# Trainers ---------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def trainers(request) -> HttpResponse:
    """The register of trainers: what each teaches from, their support, how many groups they have."""
    if not policies.trainers.may_start(request.user, "register"):
        raise NotAllowed()
    rows = []
    for line in queries.trainers_for(request.user):
        seen = policies.trainers.show(line.trainer)
        sides = [_("lived experience")] if getattr(seen, "lived_experience", "") == "yes" else []
        sides += [_("profession")] if line.trainer.professional else []
        support = day_words(line.last_support) or "–"
        rows.append(
            [
                shown.link(str(line.trainer), "training:trainer", line.trainer.pk),
                ", ".join(sides) or "–",
                day_words(line.trainer.trained_on) or "–",
                {"text": _("Support is due (last: %(day)s)") % {"day": support}, "kind": "due"}
                if line.late
                else support,
                str(line.groups),
                _("Stopped") if line.trainer.retired_on else "",
            ]
        )
    columns = [_("Trainer"), _("Teaches from"), _("Trained in teaching"), _("Last support")]
    columns += [{"label": _("Open groups"), "num": True}, _("Status")]
    table = {
        "columns": columns,
        "rows": rows,
        "caption": _("Trainers"),
        "empty": _("Nobody is in the register yet."),
        "see": _("Whether somebody teaches from lived experience is theirs to say, and only you see it here."),
    }
    buttons = [shown.button(_("Add a trainer"), "training:register_trainer", kind="primary")]
    return page(request, _("Trainers"), [table], buttons=buttons)


@require_safe
@login_required
def trainer(request, pk: int) -> HttpResponse:
    """One trainer: their own training and support, their groups."""
    found = queries.trainer_page(request.user, pk)
    row = found["trainer"]
    seen = policies.trainers.show(row)
    names = ("professional", "lived_experience", "about", "trained_in", "trained_on", "supported_by", "support_weeks")
    log = _supports(request.user, row)
    support = [
        [each.get_kind_display(), day_words(each.held_on), _("%(count)d minutes") % {"count": each.minutes}]
        for each in found["support"]
    ]
    groups = [
        [shown.link(each.name, "training:cohort", each.pk), str(each.edition.curriculum), each.get_status_display()]
        for each in found["groups"]
    ]
    parts = [
        {"facts": shown.facts(seen, *names, "pay", "retired_on")},
        {
            "heading": _("Support they had"),
            "columns": [_("Kind"), _("On"), _("Length")],
            "rows": support,
            "caption": _("Support of this trainer"),
            "empty": _("None is noted yet."),
            "buttons": [shown.button(_("Note support"), "training:log_support", pk)] if log else [],
            "see": _("Dates and lengths only: what was said is not here."),
        },
        {
            "heading": _("Groups"),
            "columns": [_("Group"), _("Course"), _("Status")],
            "rows": groups,
            "caption": _("Groups of this trainer"),
            "empty": _("No group yet."),
        },
    ]
    words = {"declare": _("What I teach from"), "edit": _("Change")}
    if not row.retired_on:
        words["retire"] = _("They stop teaching")
    buttons = shown.verbs(row, words, {"edit": "edit_trainer"}, posts={"retire"})
    return page(request, str(row), parts, caption=_("Trainer"), buttons=buttons)


@BOTH
@login_required
def register_trainer(request) -> HttpResponse:
    organisation = organisation_of(request) if policies.trainers.may_start(request.user, "register") else None
    return form_page(
        request,
        forms.TrainerForm,
        lambda form: actions.register_trainer(by=request.user, organisation=organisation, **form.answers),
        policy=policies.trainers,
        verb="register",
        title=_("Add a trainer"),
        lede=_("They say themselves whether they teach from lived experience."),
        back=shown.back(_("Trainers"), "trainers"),
        form_kwargs={"choices": queries.trainer_choices(request.user)},
        done=_("Added."),
    )


@BOTH
@login_required
def edit_trainer(request, pk: int) -> HttpResponse:
    row = policies.trainers.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EditTrainerForm,
        lambda form: actions.edit_trainer(row, by=request.user, version=form.version, **form.answers),
        policy=policies.trainers,
        verb="edit",
        row=row,
        title=_("Change what the register says"),
        back=shown.back(row, "trainer", pk),
        form_kwargs={"choices": queries.trainer_choices(request.user)},
        done=_("Saved."),
    )


@BOTH
@login_required
def declare(request, pk: int) -> HttpResponse:
    row = policies.trainers.find(request.user, pk=pk)
    return form_page(
        request,
        forms.DeclareForm,
        lambda form: actions.declare(row, by=request.user, version=form.version, **form.answers),
        policy=policies.trainers,
        verb="declare",
        row=row,
        title=_("What I teach from"),
        back=shown.back(row, "trainer", pk),
        done=_("Kept."),
    )


retire = posted(
    lambda request, pk: actions.retire(
        policies.trainers.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("They teach no more, from today."),
)


def _supports(user, row) -> bool:
    """The training lead, the trainer, and who is named as their support."""
    return bool({"training lead", "trainer"} & set(policies.trainers.roles(row))) or row.supported_by_id == user.pk


@BOTH
@login_required
def log_support(request, pk: int) -> HttpResponse:
    row = policies.trainers.find(request.user, pk=pk)
    if not _supports(request.user, row):
        raise NotAllowed()
    return form_page(
        request,
        forms.SupportForm,
        lambda form: actions.log_support(by=request.user, trainer=row, **form.answers),
        policy=policies.support,
        verb="log",
        title=_("Note support"),
        lede=_("When and how long. What was said stays between you."),
        back=shown.back(row, "trainer", pk),
        done=_("Noted."),
        to=row.get_absolute_url(),
    )
