"""What an organisation asks of itself: rules, offer letters, and the tasks that every starter gets."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.people.queries import organisations_to_register_in
from peerwork.placements import shown
from peerwork.recruitment.starting import actions, forms, gate, merging, queries
from peerwork.recruitment.starting.onboarding import actions as onboarding
from peerwork.recruitment.starting.onboarding.policy import task_templates
from peerwork.recruitment.starting.policy import offer_templates, starting_rules
from peerwork.recruitment.starting.views.page import BOTH, page, to_board


def here() -> dict:
    return {"text": _("Rules, letters and tasks"), "url": reverse("starting:rules")}


@require_safe
@login_required
def rules(request) -> HttpResponse:
    """The rules, letters and tasks of one's organisation."""
    user = request.user
    if not starting_rules.may_start(user, "edit"):
        raise NotAllowed()
    parts = []
    for organisation in organisations_to_register_in(user):
        held = gate.rules_of(organisation)
        facts = [
            {"label": held._meta.get_field(name).verbose_name.capitalize(), "value": _told(getattr(held, name))}
            for name in forms.RulesForm._meta.fields
        ]
        parts.append(
            {
                "heading": organisation.name,
                "facts": facts,
                "buttons": [
                    shown.button(_("Change the rules"), "starting:set_rules", organisation.pk, hidden=organisation.name)
                ],
            }
        )
    letters = [
        [shown.link(row.name, "starting:edit_letter", row.pk), row.organisation.name]
        for row in queries.letters_for(user).select_related("organisation")
    ]
    tasks = [
        [
            shown.link(row.title, "starting:edit_template", row.pk, hidden=f"{row.pk}"),
            row.get_family_display() or _("Every role"),
            row.get_owner_display(),
            _("%(count)d days from the first day") % {"count": row.offset},
            _("before the first day") if row.before else "",
        ]
        for row in queries.task_list(user)
    ]
    parts += [
        {
            "heading": _("Offer letters"),
            "columns": [_("Letter"), _("Organisation")],
            "rows": letters,
            "caption": _("Offer letters"),
            "empty": _("No letter yet. An offer needs one."),
            "buttons": [shown.button(_("Write a letter"), "starting:open_letter")],
        },
        {
            "heading": _("Tasks for every starter"),
            "columns": [_("Task"), _("Role"), _("Whose"), _("When"), _("Must be done")],
            "rows": tasks,
            "caption": _("Tasks for every starter"),
            "empty": _("No list yet. Begin with the usual one, and change it."),
            "buttons": [
                shown.button(_("Add a task"), "starting:open_template"),
                *([] if tasks else [shown.button(_("Begin with the usual list"), "starting:open_usual")]),
            ],
        },
    ]
    return page(request, _("Rules, letters and tasks"), parts, back=to_board())


def _told(value) -> str:
    return (_("Yes") if value else _("No")) if isinstance(value, bool) else str(value)


@BOTH
@login_required
def set_rules(request, pk: int) -> HttpResponse:
    organisation = units.find(request.user, pk=pk)
    if not starting_rules.may_start(request.user, "edit"):
        raise NotAllowed()
    held = gate.rules_of(organisation)
    initial = {name: getattr(held, name) for name in forms.RulesForm._meta.fields}
    return form_page(
        request,
        forms.RulesForm,
        lambda form: actions.set_rules(by=request.user, organisation=organisation, **form.answers),
        title=_("Rules for starters"),
        caption=organisation.name,
        back=here(),
        done=_("Saved."),
        to=reverse("starting:rules"),
        initial=initial,
    )


def _organisations(user) -> dict:
    return {"choices": {"organisation": organisations_to_register_in(user)}}


def _first(user) -> dict:
    return {"organisation": organisations_to_register_in(user).first()}


def _open(request, form_class, act, policy, *, initial=None, **context) -> HttpResponse:
    return form_page(
        request,
        form_class,
        lambda form: act(by=request.user, **form.answers),
        policy=policy,
        verb="open",
        back=here(),
        to=reverse("starting:rules"),
        form_kwargs=_organisations(request.user),
        initial=_first(request.user) | (initial or {}),
        **context,
    )


def _edit(request, pk, form_class, act, policy, **context) -> HttpResponse:
    row = policy.find(request.user, pk=pk)

    def save(form):
        given = {name: value for name, value in form.answers.items() if name != "organisation"}
        return act(row, by=request.user, version=form.version, **given)

    return form_page(
        request,
        form_class,
        save,
        policy=policy,
        verb="edit",
        row=row,
        back=here(),
        to=reverse("starting:rules"),
        form_kwargs=_organisations(request.user),
        template="recruitment/starting/edit.html",
        done=_("Saved."),
        row_version=row.version,
        **context,
    )


@BOTH
@login_required
def open_letter(request) -> HttpResponse:
    return _open(
        request,
        forms.LetterForm,
        actions.open_letter,
        offer_templates,
        title=_("Write an offer letter"),
        done=_("Kept."),
        initial={"body": merging.DEFAULT, "name": _("Conditional offer")},
    )


@BOTH
@login_required
def edit_letter(request, pk: int) -> HttpResponse:
    return _edit(
        request,
        pk,
        forms.LetterForm,
        actions.edit_letter,
        offer_templates,
        title=_("Change the letter"),
        lede=_("Letters that were sent stay as they were."),
        close_url=reverse("starting:close_letter", args=[pk]),
    )


@BOTH
@login_required
def open_template(request) -> HttpResponse:
    return _open(
        request,
        forms.TemplateForm,
        onboarding.open_template,
        task_templates,
        title=_("A task for every starter"),
        done=_("Added. Whoever says yes from now on gets it."),
    )


@BOTH
@login_required
def edit_template(request, pk: int) -> HttpResponse:
    return _edit(
        request,
        pk,
        forms.TemplateForm,
        onboarding.edit_template,
        task_templates,
        title=_("Change the task"),
        lede=_("Whoever is on the way keeps theirs."),
        close_url=reverse("starting:close_template", args=[pk]),
    )


@BOTH
@login_required
def open_usual(request) -> HttpResponse:
    return form_page(
        request,
        forms.OrganisationForm,
        lambda form: onboarding.open_usual(by=request.user, **form.answers),
        policy=task_templates,
        verb="open",
        title=_("Begin with the usual list"),
        back=here(),
        to=reverse("starting:rules"),
        form_kwargs=_organisations(request.user),
        initial=_first(request.user),
        done=_("Added. Change what is different with you."),
        button=_("Begin"),
    )


def _close(policy, act):
    return posted(
        lambda request, pk: act(policy.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=lazy("No longer used."),
        to=lambda row: reverse("starting:rules"),
    )


close_letter = _close(offer_templates, actions.close_letter)
close_template = _close(task_templates, onboarding.close_template)
