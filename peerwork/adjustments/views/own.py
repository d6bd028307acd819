"""What is the worker's own: sharing, the agreement and its versions, the card, the wellbeing plan, a copy of all."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.adjustments import forms, queries, takeout
from peerwork.adjustments import reports as files
from peerwork.adjustments.own import actions
from peerwork.adjustments.own.policy import cards, carry_overs, openings, plans, shares, wellbeing_plans
from peerwork.adjustments.views.base import BOTH, back_to, button, opened, page, verb_page, verb_post
from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import moment
from peerwork.kit.views_base import form_page, posted
from peerwork.people.sign_in import ask_again, recently
from peerwork.placements import shown

PLAN = lazy("adjustments agreement")
WELLBEING = lazy("wellbeing plan")
CARD = lazy("card for a day unwell at work")


def _mine(request, policy, verb: str):
    if not policy.may_start(request.user, verb):
        raise NotAllowed()
    return queries.me(request.user)


# Sharing ------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def sharing(request) -> HttpResponse:
    """Who can read what of yours: you share and take back, person by person."""
    person = _mine(request, shares, "share")
    rows = queries.shares_of(request.user, person)
    lines = [
        [
            {"text": str(row.user), "strong": True},
            {"text": str(row.get_part_display()), "sub": str(row.reason.adjustment) if row.reason_id else ""},
            day_words(row.shared_on),
            shown.link(_("Take back"), "adjustments:unshare", row.pk, hidden=str(row.user)),
        ]
        for row in rows
    ]
    return page(
        request,
        _("Who can read what"),
        [
            {
                "columns": [_("Who"), _("What"), _("Since"), {"label": _("What you can do"), "hidden": True}],
                "rows": lines,
                "caption": _("What you share, and with whom"),
                "empty": _("You share your words with nobody."),
            },
            {
                "heading": _("What others see without it"),
                "text": _(
                    "Your manager and HR see what you asked for and what was agreed, because they have to make it "
                    "happen. Your supervisor sees what is in place. Nobody sees why, your plan’s words or your "
                    "wellbeing plan unless they stand above."
                ),
            },
        ],
        back=back_to(_("My adjustments"), "mine"),
        buttons=[button(_("Share with one person"), "adjustments:share", kind="primary")],
    )


@BOTH
@login_required
def share(request) -> HttpResponse:
    """Let one person read one part."""
    person = _mine(request, shares, "share")

    def give(form):
        given = form.answers
        email = given.pop("email", "")
        user = given.pop("user") or queries.account_by_address(email, person)
        return actions.share(by=request.user, person=person, user=user, **given)

    return form_page(
        request,
        forms.ShareForm,
        give,
        policy=shares,
        verb="share",
        form_kwargs={
            "people": queries.may_share_with(person).exclude(pk=request.user.pk),
            "reasons": queries.reasons_of(request.user, person),
        },
        title=_("Share with one person"),
        button=_("Share"),
        done=lambda row: _("Shared with %(name)s. You see when they read it.") % {"name": row.user},
        to=reverse("adjustments:sharing"),
        back=back_to(_("Who can read what"), "sharing"),
    )


@BOTH
@login_required
def unshare(request, pk: int) -> HttpResponse:
    """Take it back, from the next moment on."""
    row = shares.find(request.user, pk=pk)
    return form_page(
        request,
        forms.Form,
        lambda form: actions.unshare(row, by=request.user, version=form.version),
        policy=shares,
        verb="unshare",
        row=row,
        title=_("Take back what %(name)s can read") % {"name": row.user},
        lede=str(row.get_part_display()),
        button=_("Take it back"),
        done=_("Taken back. They can no longer read it."),
        to=reverse("adjustments:sharing"),
        back=back_to(_("Who can read what"), "sharing"),
    )


accept = verb_post(
    carry_overs,
    lambda row, **how: actions.accept(row, **how),
    done=lazy("Taken on. The worker has been told."),
    to=lambda row: reverse("adjustments:person", args=[row.person_id]),
)


# The agreement ------------------------------------------------------------------------------------------------------
PLAN_WORDS = {
    "propose": lazy("Agree it, and send it to my manager"),
    "agree": lazy("Agree"),
    "ask_change": lazy("Ask for a change"),
    "edit": lazy("Change"),
    "withdraw": lazy("Take it back"),
}


@require_safe
@login_required
def plan(request, pk: int) -> HttpResponse:
    """One version of an agreement: what stands; and the worker's words, for those they share them with."""
    user = request.user
    row = plans.find(user, pk=pk)
    own = row.person.user_id == user.pk
    if plans._union(row)[0] & {"harder_day"}:
        row = opened(plans, user, row, PLAN)
    seen = plans.show(row)
    words = shown.facts(seen, "good_day", "harder_day", "if_unwell", "contacts")
    parts = [
        {
            "heading": _("What stands"),
            "columns": [_("Adjustment"), _("Where it is")],
            "rows": [[{"text": line["what"], "sub": line["kind"]}, line["status"]] for line in row.lines],
            "caption": _("Adjustments in this version"),
            "empty": _("No adjustments in this version."),
        },
        {"heading": _("In my words") if own else _("In their words"), "facts": words} if words else {},
        {"heading": _("What the manager would change"), "text": seen.change_wanted}
        if "change_wanted" in seen.readable and row.change_wanted
        else {},
        {"heading": _("What you can do"), "buttons": _plan_buttons(row)} if plans.offers(row) else {},
    ]
    facts = [{"label": _("Status"), "value": str(row.get_status_display())}]
    if row.proposed_at:
        facts.append({"label": str(row.person), "value": moment(row.proposed_at)})
    if row.agreed_at:
        facts.append({"label": str(row.manager), "value": moment(row.agreed_at)})
    facts += shown.facts(seen, "review_on")
    return page(
        request,
        str(row),
        parts,
        aside=[{"heading": _("Agreed by"), "facts": facts}],
        caption=str(row.person),
        strip=_("What stands: you, your manager and HR. Your words: you, and whoever you share your plan with.")
        if own
        else "",
        back=back_to(_("My adjustments"), "mine") if own else None,
        buttons=[button(_("PDF"), "adjustments:plan_pdf", row.pk)] if own else [],
    )


def _plan_buttons(row) -> list[dict]:
    route = {"propose": "propose_plan", "agree": "agree_plan", "ask_change": "ask_plan_change", "edit": "edit_plan",
             "withdraw": "withdraw_plan"}  # fmt: skip
    return [
        button(
            words, f"adjustments:{route[verb]}", row.pk, post=verb in ("propose", "agree", "withdraw"),
            version=row.version, kind="primary" if verb in ("propose", "agree") else "secondary",
        )
        for verb, words in PLAN_WORDS.items()
        if verb in plans.offers(row)
    ]  # fmt: skip


@BOTH
@login_required
def write_plan(request) -> HttpResponse:
    """Write an agreement, or a new version of it; every answer is optional."""
    person = _mine(request, plans, "write")
    held = next((row for row in queries.plans_of(request.user, person) if row.status == "agreed"), None)
    initial = {}
    if held is not None:
        initial = {name: getattr(held, name) for name in ("good_day", "harder_day", "if_unwell", "contacts")}
    return form_page(
        request,
        forms.PlanForm,
        lambda form: actions.write_plan(by=request.user, person=person, **form.answers),
        policy=plans,
        verb="write",
        initial=initial,
        title=_("My adjustments agreement"),
        lede=_("Every answer is optional. What was agreed is added by itself."),
        done=_("Saved. Only you can see it until you agree it and send it."),
        back=back_to(_("My adjustments"), "mine"),
    )


edit_plan = verb_page(
    plans, "edit", forms.PlanForm, actions.edit_plan, title=lazy("My adjustments agreement"), what=PLAN,
    done=lazy("Saved."),
)  # fmt: skip
ask_plan_change = verb_page(
    plans, "ask_change", forms.PlanChangeForm, actions.ask_plan_change, title=lazy("What would you change?"),
    button=lazy("Send"), done=lazy("Sent. The worker takes it up, or not."),
    to=lambda row: reverse("adjustments:person", args=[row.person_id]),
)  # fmt: skip
propose_plan = verb_post(plans, actions.propose_plan, done=lazy("Agreed by you, and sent to your manager."))
agree_plan = verb_post(plans, actions.agree_plan, done=lazy("Agreed by both. It holds from now on."))
withdraw_plan = verb_post(plans, actions.withdraw_plan, done=lazy("Taken back."), to="adjustments:mine")


@require_safe
@login_required
def plan_pdf(request, pk: int) -> HttpResponse:
    """One version, to print or keep."""
    row = plans.find(request.user, pk=pk)
    if row.person.user_id != request.user.pk:
        raise NotAllowed()
    return files.plan_pdf(request.user, opened(plans, request.user, row, PLAN))


@require_safe
@login_required
def my_pdf(request) -> HttpResponse:
    """Your adjustments as they stand today, with your own words if you have an agreement."""
    person = queries.me(request.user)
    held = next((row for row in queries.plans_of(request.user, person) if row.status == "agreed"), None)
    held = opened(plans, request.user, held, PLAN) if held is not None else None
    return files.adjustments_pdf(request.user, person, queries.adjustments_of(request.user, person), held)


# The card -----------------------------------------------------------------------------------------------------------
CARD_FACTS = ("ring", "not_ring", "helps", "helps_not")


@require_safe
@login_required
def my_card(request) -> HttpResponse:
    """Your card for a day you are unwell at work, and who has opened it."""
    person, row = _mine(request, cards, "write"), queries.own_card(request.user)
    found = queries.openings_of(request.user, person=person)
    parts: list[dict] = [{"text": _("You have no card. It is yours to write or not.")}]
    top = [button(_("Write a card"), "adjustments:write_card", kind="primary")]
    if row is not None:
        row = opened(cards, request.user, row, CARD)
        parts = [{"facts": shown.facts(cards.show(row), *CARD_FACTS)}]
        top = [
            button(_("Change it"), "adjustments:edit_card", row.pk),
            button(_("Erase it"), "adjustments:erase_card", row.pk, post=True, kind="warning"),
        ]
    parts.append({
        "heading": _("Who has opened it"),
        "columns": [_("When"), _("Who"), _("Why"), _("Looked at")],
        "rows": [
            [
                shown.link(moment(each.at), "adjustments:opening", each.pk), str(each.by), each.reason,
                day_words(each.reviewed_on) or each.get_status_display(),
            ]
            for each in found
        ],
        "caption": _("Openings"),
        "empty": _("Nobody."),
    })  # fmt: skip
    return page(
        request, _("If I’m unwell at work"), parts, back=back_to(_("My adjustments"), "mine"), buttons=top,
        lede=_("Who to ring, who not, and what helps."), strip=forms.CardForm.see,
    )  # fmt: skip


@BOTH
@login_required
def write_card(request) -> HttpResponse:
    """Write your card."""
    person = _mine(request, cards, "write")
    return form_page(
        request,
        forms.CardForm,
        lambda form: actions.write_card(by=request.user, person=person, **form.answers),
        policy=cards,
        verb="write",
        title=_("If I’m unwell at work"),
        done=_("Kept."),
        to=reverse("adjustments:my_card"),
        back=back_to(_("My card"), "my_card"),
    )


edit_card = verb_page(
    cards, "edit", forms.CardForm, actions.edit_card, title=lazy("If I’m unwell at work"), what=CARD,
    done=lazy("Changed. What stood there before is gone."), to=lambda row: reverse("adjustments:my_card"),
)  # fmt: skip
erase_card = posted(
    lambda request, pk: actions.erase_card(cards.find(request.user, pk=pk), by=request.user) or "done",
    done=lazy("Erased, for good."),
    to="adjustments:my_card",
)


@require_safe
@login_required
def emergency(request) -> HttpResponse:
    """Cards you may have to open, at any hour; and openings for you to look at afterwards."""
    user = request.user
    rows, waiting = queries.cards_to_open(user), queries.openings_to_review(user)
    if not rows and not waiting and not openings.may_start(user, "open") and not openings.may_start(user, "review"):
        raise NotAllowed()
    return page(
        request,
        _("If somebody is unwell at work"),
        [
            {
                "heading": _("To look at afterwards"),
                "columns": [_("Whose"), _("Opened by"), _("Look at it by")],
                "rows": [
                    [shown.link(str(row.person), "adjustments:opening", row.pk), str(row.by), day_words(row.review_by)]
                    for row in waiting
                ],
                "caption": _("Openings to look at"),
            } if waiting else {},
            {
                "heading": _("Cards"),
                "columns": [_("Whose"), {"label": _("What you can do"), "hidden": True}],
                "rows": [
                    [str(row.person), shown.link(_("Open"), "adjustments:open_card", row.pk, hidden=str(row.person))]
                    for row in rows
                ],
                "caption": _("People with a card"),
                "empty": _("Nobody within your reach has written a card."),
            },
        ],
        lede=_("Open a card only in an emergency. You say why, and the worker is told."),
    )  # fmt: skip


@BOTH
@login_required
def open_card(request, pk: int) -> HttpResponse:
    """Open somebody's card in an emergency: one line of reason, and it is there."""
    row = cards.find(request.user, pk=pk)
    cards.require(request.user, "open", row)
    if request.method == "POST":
        form = forms.OpenCardForm(request.POST)
        if form.is_valid():
            card = actions.open_card(row, by=request.user, reason=form.cleaned_data["reason"])
            return page(
                request,
                _("If %(name)s is unwell at work") % {"name": card.person},
                [{"facts": shown.facts(cards.show(card), *CARD_FACTS)}],
                lede=_("They have been told that you opened this, and why."),
                back=back_to(_("Cards"), "emergency"),
            )
    return form_page(
        request,
        forms.OpenCardForm,
        lambda form: row,
        title=_("Open the card of %(name)s") % {"name": row.person},
        button=_("Open the card"),
        back=back_to(_("Cards"), "emergency"),
    )


@require_safe
@login_required
def opening(request, pk: int) -> HttpResponse:
    """One opening of a card: who, why, when, and who looked at it."""
    row = openings.find(request.user, pk=pk)
    seen = openings.show(row)
    own = row.person.user_id == request.user.pk
    return page(
        request,
        _("The card of %(name)s was opened") % {"name": row.person},
        [
            {"facts": shown.facts(seen, "by", "reason", "status", "review_by", "reviewed_by", "reviewed_on",
                                  "review_words")},
            {"buttons": [button(_("I have looked at it"), "adjustments:review_opening", row.pk, kind="primary")]}
            if "review" in seen.offers else {},
        ],
        caption=moment(row.at),
        back=back_to(_("My card"), "my_card") if own else back_to(_("Cards"), "emergency"),
    )  # fmt: skip


review_opening = verb_page(
    openings, "review", forms.ReviewOpeningForm, actions.review_opening,
    title=lazy("Look at an emergency opening"), done=lazy("Noted. The worker can read it."),
)  # fmt: skip


# The wellbeing plan -------------------------------------------------------------------------------------------------
WELL_FACTS = ("keeps_well", "early_signs", "helps", "who_to_tell")


@require_safe
@login_required
def my_wellbeing(request) -> HttpResponse:
    """Your wellbeing plan: yours alone unless you share it, and never asked for."""
    _mine(request, wellbeing_plans, "write")
    row = queries.own_wellbeing(request.user)
    parts: list[dict] = [{"text": _("You have none here, and nobody asks for one.")}]
    top = [button(_("Write one"), "adjustments:write_wellbeing", kind="primary")]
    if row is not None:
        row = opened(wellbeing_plans, request.user, row, WELLBEING)
        parts = [{"facts": shown.facts(wellbeing_plans.show(row), *WELL_FACTS)}]
        top = [
            button(_("Change it"), "adjustments:edit_wellbeing", row.pk),
            button(_("Share it with one person"), "adjustments:share"),
            button(_("Erase it"), "adjustments:erase_wellbeing", row.pk, post=True, kind="warning"),
        ]
    return page(
        request, _("My wellbeing plan"), parts, back=back_to(_("My adjustments"), "mine"), buttons=top,
        strip=forms.WellbeingForm.see,
    )  # fmt: skip


@require_safe
@login_required
def wellbeing(request, pk: int) -> HttpResponse:
    """A wellbeing plan that somebody shares with you."""
    row = opened(wellbeing_plans, request.user, wellbeing_plans.find(request.user, pk=pk), WELLBEING)
    return page(
        request, _("Wellbeing plan"), [{"facts": shown.facts(wellbeing_plans.show(row), *WELL_FACTS)}],
        caption=str(row.person), back=back_to(_("Shared with you"), "shared"),
        strip=_("Shared with you alone. The worker sees that you read it."),
    )  # fmt: skip


@BOTH
@login_required
def write_wellbeing(request) -> HttpResponse:
    """Write your wellbeing plan; every answer is optional."""
    person = _mine(request, wellbeing_plans, "write")
    return form_page(
        request,
        forms.WellbeingForm,
        lambda form: actions.write_wellbeing(by=request.user, person=person, **form.answers),
        policy=wellbeing_plans,
        verb="write",
        title=_("My wellbeing plan"),
        done=_("Kept. Only you can read it."),
        to=reverse("adjustments:my_wellbeing"),
        back=back_to(_("My wellbeing plan"), "my_wellbeing"),
    )


edit_wellbeing = verb_page(
    wellbeing_plans, "edit", forms.WellbeingForm, actions.edit_wellbeing, title=lazy("My wellbeing plan"),
    what=WELLBEING, done=lazy("Changed."), to=lambda row: reverse("adjustments:my_wellbeing"),
)  # fmt: skip
erase_wellbeing = posted(
    lambda request, pk: actions.erase_wellbeing(wellbeing_plans.find(request.user, pk=pk), by=request.user) or "done",
    done=lazy("Erased, for good."),
    to="adjustments:my_wellbeing",
)


# All of it ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def take_away(request) -> HttpResponse:
    """Everything of yours that is kept here, as one file: adjustments, reasons, plans, referrals, reports."""
    person = queries.me(request.user)
    if not recently(request):
        return ask_again(request)
    return files.everything_pdf(request.user, person, takeout.of(request.user, person))
