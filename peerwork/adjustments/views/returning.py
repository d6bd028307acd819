"""Coming back after time away: the conversation, the hours of the first weeks, and their putting in place."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.adjustments import queries
from peerwork.adjustments.returning import actions, forms
from peerwork.adjustments.returning.policy import returns
from peerwork.adjustments.views.base import BOTH, back_to, button, page, verb_page, verb_post
from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page
from peerwork.people.queries import who_reads
from peerwork.people.reach import reach_of
from peerwork.placements import shown
from peerwork.placements.policy import away

FACTS = ("back_on", "held_on", "held_by", "what_helps", "kept_apart", "change_wanted", "agreed_on", "applied_on")
VERBS = {
    "agree": ("agree_return", lazy("Agree these hours"), True),
    "ask_change": ("ask_return_change", lazy("Ask for a change"), False),
    "hold": ("hold_return", lazy("We have talked about it"), False),
    "edit": ("edit_return", lazy("Change"), False),
    "propose_hours": ("propose_hours", lazy("Propose hours for the first weeks"), False),
    "apply": ("apply_return", lazy("Put the hours in place"), True),
    "finish": ("finish_return", lazy("Nothing more to arrange"), True),
    "keep_apart": ("keep_apart", lazy("Is this absence linked to a disability?"), False),
}


@require_safe
@login_required
def list_page(request) -> HttpResponse:
    """Returns to work, those still to talk about first."""
    if not queries.decides(request.user):
        raise NotAllowed()
    rows = [row for row in queries.returns_of(request.user) if row.person.user_id != request.user.pk]
    rows.sort(key=lambda row: (row.status == "done", row.back_on))
    return page(
        request,
        _("Returns to work"),
        [
            {
                "columns": [_("Who"), _("First day back"), _("Where it is")],
                "rows": [
                    [
                        shown.link(str(row.person), "adjustments:return", row.pk),
                        day_words(row.back_on),
                        str(row.get_status_display()),
                    ]
                    for row in rows
                ],
                "caption": _("Returns to work"),
                "empty": _("Nobody is coming back at present. A return is prepared from a person’s adjustments page."),
            }
        ],
        strip=_("Why somebody was away is not asked for and not written down."),
        back=back_to(_("Adjustments"), "queue"),
    )


@require_safe
@login_required
def return_page(request, pk: int) -> HttpResponse:
    """One return to work: when, what helps, and hours step by step."""
    user = request.user
    row = returns.find(user, pk=pk)
    seen = returns.show(row)
    own = row.person.user_id == user.pk
    steps = [
        [
            _("%(first)s to %(last)s")
            % {
                "first": day_words(date.fromisoformat(phase["starts_on"])),
                "last": day_words(date.fromisoformat(phase["ends_on"])),
            },
            str(phase["working_wte"]),
        ]
        for phase in row.phases
    ]
    counts = {}
    if "kept_apart" in seen.readable and not own and "hr" in reach_of(user):
        found = queries.absences_that_count(user, row.person)
        counts = {
            "heading": _("Absences of the last twelve months"),
            "facts": [
                {"label": _("Counted"), "value": str(len(found["counted"]))},
                {"label": _("Kept apart"), "value": str(len(found["apart"]))},
            ],
        }
    parts = [
        {"facts": shown.facts(seen, *FACTS)},
        {
            "heading": _("Hours for the first weeks"),
            "columns": [_("When"), {"label": _("WTE worked"), "num": True}],
            "rows": steps,
            "caption": _("Hours step by step"),
            "empty": _("None proposed."),
            "see": _("They end by themselves; then the usual hours hold again.") if steps else "",
        },
        counts,
        {
            "heading": _("What you can do"),
            "buttons": [
                button(words, f"adjustments:{name}", row.pk, post=at_once, version=row.version)
                for verb, (name, words, at_once) in VERBS.items()
                if verb in seen.offers
            ],
        }
        if seen.offers
        else {},
    ]
    return page(
        request,
        str(row),
        parts,
        lede=str(row.get_status_display()),
        strip=who_reads(returns, "what_helps"),
        back=back_to(_("Referrals and returns"), "my_health") if own else back_to(_("Returns to work"), "returns"),
    )


@BOTH
@login_required
def open_return(request, pk: int) -> HttpResponse:
    """Begin a return to work from a time away."""
    person = queries.find_person(request.user, pk)
    if not returns.may_start(request.user, "open"):
        raise NotAllowed()
    return form_page(
        request,
        forms.OpenForm,
        lambda form: actions.open_return(by=request.user, **form.answers),
        policy=returns,
        verb="open",
        form_kwargs={"periods": away.visible(request.user).filter(person=person, cancelled_on__isnull=True)},
        title=_("Prepare the return of %(name)s") % {"name": person},
        done=_("Opened. They have been told."),
        back=back_to(str(person), "person", person.pk),
    )


hold_return = verb_page(
    returns, "hold", forms.HoldForm, actions.hold, title=lazy("You have talked about coming back"), done=lazy("Noted.")
)
edit_return = verb_page(
    returns, "edit", forms.HoldForm, actions.edit, title=lazy("Change a return to work"), done=lazy("Changed.")
)
keep_apart = verb_page(
    returns, "keep_apart", forms.ApartForm, actions.keep_apart, done=lazy("Kept."),
    title=lazy("Is this absence linked to a disability?"),
    lede=lazy("If it is, it is left out of any count of absences. No diagnosis is asked for."),
)  # fmt: skip
propose_hours = verb_page(
    returns, "propose_hours", forms.HoursForm, actions.propose_hours, title=lazy("Hours for the first weeks"),
    kwargs=lambda request, row: {"placements": queries.placements_for(row.person)},
    initial=lambda row: {"first_day": row.back_on},
    done=lazy("Proposed. They agree, or say what to change."),
)  # fmt: skip
ask_return_change = verb_page(
    returns, "ask_change", forms.ChangeForm, actions.ask_change, title=lazy("What would you change?"),
    done=lazy("Sent."),
)  # fmt: skip
agree_return = verb_post(returns, actions.agree, done=lazy("Agreed. HR puts the hours in place."))
apply_return = verb_post(returns, actions.apply, done=lazy("In place, week by week; then the usual hours hold again."))
finish_return = verb_post(returns, actions.finish, done=lazy("Done."))
