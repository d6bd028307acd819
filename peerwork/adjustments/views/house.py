"""What an organisation sets for itself: the library, how long steps may take; and its figures."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.adjustments import actions, figures, forms, queries
from peerwork.adjustments.policy import library, times
from peerwork.adjustments.views.base import BOTH, back_to, button, page, verb_page, verb_post
from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page, posted
from peerwork.people.queries import organisations_of_role
from peerwork.people.reach import reach_of
from peerwork.placements import shown


@require_safe
@login_required
def library_page(request) -> HttpResponse:
    """Typical adjustments people choose from; anybody may ask for something else."""
    rows = queries.library_page(request.user)
    may = library.may_start(request.user, "open") and organisations_of_role(request.user, "hr").exists()
    return page(
        request,
        _("Library of typical adjustments"),
        [
            {
                "columns": [_("Adjustment"), _("Kind"), _("Where this comes from")],
                "rows": [
                    [
                        shown.link(row.words, "adjustments:edit_typical", row.pk)
                        if "edit" in library.offers(row)
                        else row.words,
                        str(row.get_kind_display()),
                        row.source,
                    ]
                    for row in rows
                ],
                "caption": _("Typical adjustments"),
                "empty": _("There are none yet. HR can begin with the usual ones."),
            }
        ],
        lede=_("A start for people who ask. They can always say it in their own words."),
        buttons=[button(_("Add one"), "adjustments:open_typical", kind="primary")] if may else [],
    )


@BOTH
@login_required
def open_typical(request) -> HttpResponse:
    """Add a line to the library."""
    organisation = queries.hr_organisation(request.user)
    return form_page(
        request,
        forms.TypicalForm,
        lambda form: actions.open_typical(by=request.user, organisation=organisation, **form.answers),
        policy=library,
        verb="open",
        title=_("Add a typical adjustment"),
        done=_("Added."),
        to=reverse("adjustments:library"),
        back=back_to(_("Library"), "library"),
    )


def _library(row) -> str:
    return reverse("adjustments:library")


@BOTH
@login_required
def edit_typical(request, pk: int) -> HttpResponse:
    """Change a line of the library, or stop offering it."""
    row = library.find(request.user, pk=pk)
    return form_page(
        request,
        forms.TypicalForm,
        lambda form: actions.edit_typical(row, by=request.user, version=form.version, **form.answers),
        policy=library,
        verb="edit",
        row=row,
        title=_("Change a typical adjustment"),
        done=_("Changed."),
        to=_library(row),
        back=back_to(_("Library"), "library"),
    )


close_typical = verb_post(library, actions.close_typical, done=lazy("No longer offered."), to=_library)


@require_safe
@login_required
def times_page(request) -> HttpResponse:
    """How long each step may take, per organisation; suggestions until HR confirms them."""
    parts = []
    for row in queries.times_page(request.user):
        seen = times.show(row)
        acts = []
        if "edit" in seen.offers:
            acts.append(button(_("Change"), "adjustments:edit_times", row.pk))
        if "confirm" in seen.offers and not row.confirmed_on:
            acts.append(button(_("Confirm"), "adjustments:confirm_times", row.pk, post=True, version=row.version))
        confirmed = _("To be confirmed.")
        if row.confirmed_on:
            confirmed = _("Confirmed on %(day)s.") % {"day": day_words(row.confirmed_on)}
        facts = [
            {
                "label": str(times.model._meta.get_field(name).verbose_name).capitalize(),
                "value": str(getattr(row, name)),
            }
            for name in forms.TimesForm.Meta.fields
        ]
        parts.append({"heading": str(row.organisation), "text": confirmed, "facts": facts, "buttons": acts})
    return page(
        request,
        _("How long each step may take"),
        parts or [{"text": _("The suggested times hold until your organisation sets its own.")}],
        lede=_("After these days whoever is waited for is reminded, then their manager, then HR."),
        buttons=[button(_("Set our own"), "adjustments:open_times", post=True)]
        if times.may_start(request.user, "open") and not parts
        else [],
    )


def _open_times(request):
    return actions.open_times(queries.hr_organisation(request.user), by=request.user)


open_times = posted(
    _open_times, done=lazy("Here they are. Change what is different with you, then confirm."),
    to=lambda row: reverse("adjustments:times"),
)  # fmt: skip


edit_times = verb_page(
    times, "edit", forms.TimesForm, actions.edit_times, title=lazy("How long each step may take"),
    done=lazy("Changed. Confirm them when they are right."), to=lambda row: reverse("adjustments:times"),
)  # fmt: skip
confirm_times = verb_post(
    times, actions.confirm_times, done=lazy("Confirmed."), to=lambda row: reverse("adjustments:times")
)


@require_safe
@login_required
def figures_page(request) -> HttpResponse:
    """Counts and days of a month, through the release rules; HR reads its own organisation's as they are."""
    if not {"hr", "director"} & set(reach_of(request.user)):
        raise NotAllowed()
    chosen = figures.released(request.user, request.GET.get("month", ""))
    parts = []
    if chosen is not None:
        parts = [
            {"heading": _("In short"), "figures": chosen["figures"]},
            {
                "heading": _("By stage"),
                "columns": [_("Where it is"), {"label": _("Adjustments"), "num": True}],
                "rows": chosen["stages"],
                "caption": _("Adjustments by stage"),
                "empty": _("Not shown, because small numbers could be worked out from it."),
            },
            {
                "heading": _("By kind"),
                "columns": [_("Kind"), {"label": _("Adjustments"), "num": True}],
                "rows": chosen["kinds"],
                "caption": _("Adjustments by kind"),
                "empty": _("Not shown, because small numbers could be worked out from it."),
            },
            {
                "heading": _("Months"),
                "columns": [_("Month")],
                "rows": [[{"text": words, "href": f"?month={value}"}] for value, words in chosen["months"]],
                "caption": _("Months fixed"),
            },
        ]
    return page(
        request,
        _("Adjustments in figures"),
        parts or [{"text": _("No month is fixed yet. The figures of a month are fixed on the first day of the next.")}],
        caption=chosen["caption"] if chosen else "",
        lede=chosen["note"] if chosen else "",
    )
