"""Adjustments: one's own agreement, one person's, the queue, one adjustment, and every step of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from peerwork.adjustments import actions, forms, queries
from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.own.policy import shares
from peerwork.adjustments.policy import adjustments, reasons, steps
from peerwork.adjustments.views.base import BOTH, back_to, button, buttons, opened, page, verb_page, verb_post
from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page, posted
from peerwork.people.queries import who_reads
from peerwork.placements import shown

COLUMNS = [lazy("Adjustment"), lazy("Who makes it happen"), lazy("Where it is")]


def table(user, rows, *, caption, empty, person=False) -> dict:
    """Adjustments as a table: what, who makes it happen, where it is."""
    who = queries.who_by_adjustment(user, rows)
    lines = []
    for row in rows:
        seen = adjustments.show(row)
        what = {"text": str(row), "href": row.get_absolute_url(), "sub": str(seen.get_kind_display())}
        if person:
            what["sub"] = str(seen.person)
        lines.append([what, who.get(row.pk) or "–", queries.where_it_is(row)])
    return {"columns": COLUMNS, "rows": lines, "caption": caption, "empty": empty}


@require_safe
@login_required
def mine(request) -> HttpResponse:
    """Your adjustments agreement: what stands, what you have asked for, and everything that is yours."""
    user, person = request.user, queries.me(request.user)
    rows = queries.adjustments_of(user, person)
    versions = queries.plans_of(user, person)
    held = next((row for row in versions if row.status == "agreed"), None)
    writing = next((row for row in versions if row.status in ("draft", "proposed")), None)
    here = [row for row in rows if row.status not in ("ended", "withdrawn", "declined")]
    past = [row for row in rows if row.status in ("ended", "withdrawn", "declined")]
    earlier = [row for row in versions if row.status == "replaced"]
    given = queries.shares_of(user, person)
    advice = queries.reports_of(user, person)
    caption = ""
    if held and held.agreed_at:
        caption = _("Agreed %(day)s. Looked at again by %(review)s.") % {
            "day": day_words(held.agreed_at),
            "review": day_words(held.review_on) or _("a day you choose"),
        }
    parts = [
        {"heading": _("What we agreed")} | table(user, here, caption=_("Your adjustments"), empty=_(
            "Nothing agreed yet. What would help you do your job well?")),
        {
            "heading": _("Advice from occupational health"),
            "columns": [_("Advice"), _("Where it is")],
            "rows": [[shown.link(str(row), "adjustments:report", row.pk), row.get_status_display()] for row in advice],
            "caption": _("Advice about you"),
        } if advice else {},
        {
            "heading": _("If I have a harder day"),
            "text": _("What helps then is in your agreement, in your words.") if held or writing else _(
                "You can write down what helps on a harder day, and choose who reads it."),
            "buttons": [button(_("Read it"), "adjustments:plan", (held or writing).pk)] if held or writing else [
                button(_("Write it"), "adjustments:write_plan")],
        },
        {"heading": _("Before")} | table(user, past, caption=_("Ended, taken back or not agreed"), empty="")
        if past else {},
    ]  # fmt: skip
    aside = [
        _agreed_by(held, writing),
        {
            "heading": _("Sharing"),
            "text": "" if given else _("You share your words with nobody."),
            "facts": [{"label": str(row.user), "value": str(row.get_part_display())} for row in given],
            "buttons": [button(_("Change who can see this"), "adjustments:sharing")],
        },
        {
            "heading": _("Earlier versions"),
            "columns": [_("Version")],
            "rows": [[shown.link(str(row), "adjustments:plan", row.pk)] for row in earlier],
            "caption": _("Earlier versions"),
        } if earlier else {},
        {
            "heading": _("Also yours"),
            "buttons": [
                button(_("If I’m unwell at work"), "adjustments:my_card"),
                button(_("My wellbeing plan"), "adjustments:my_wellbeing"),
                button(_("Referrals and returns"), "adjustments:my_health"),
                button(_("Shared with me"), "adjustments:shared"),
                button(_("Take it all with me"), "adjustments:take_away"),
            ],
        },
    ]  # fmt: skip
    return page(
        request,
        _("My adjustments agreement"),
        parts,
        aside=aside,
        caption=caption,
        lede=_("The changes that help you do your job well. It says what will be done. It does not have to say why."),
        strip=_("You, your manager and HR can see what was asked and agreed. Why, and your words: only whom you "
                "choose. If your manager changes, your adjustments carry on; a new one reads your words only if you "
                "say so."),
        buttons=[
            button(_("Ask for something"), "adjustments:ask", kind="primary"),
            button(_("PDF"), "adjustments:my_pdf"),
        ],
    )  # fmt: skip


def _agreed_by(held, writing) -> dict:
    if held is None and writing is None:
        return {
            "heading": _("Agreed by"),
            "text": _("There is no agreement yet. Write one when you like; what stands, stands without it too."),
            "buttons": [button(_("Write an agreement"), "adjustments:write_plan")],
        }
    facts = []
    if held is not None:
        facts = [
            {"label": _("You"), "value": day_words(held.proposed_at)},
            {"label": str(held.manager or ""), "value": day_words(held.agreed_at)},
        ]
    found = {"heading": _("Agreed by"), "facts": facts, "buttons": []}
    if writing is not None:
        found["text"] = _("%(version)s: %(status)s. Nothing changes until you both agree it.") % {
            "version": writing,
            "status": str(writing.get_status_display()).lower(),
        }
        found["buttons"].append(button(_("Open the new version"), "adjustments:plan", writing.pk))
    else:
        found["buttons"].append(button(_("Write a new version"), "adjustments:write_plan"))
    return found


@require_safe
@login_required
def person(request, pk: int) -> HttpResponse:
    """One person's adjustments, as far as you may see them: what was agreed, and never why unless they share it."""
    user = request.user
    found = queries.find_person(user, pk)
    if not queries.may_help(user):
        raise NotAllowed()
    rows = queries.adjustments_of(user, found)
    decides = queries.decides(user)
    here = [row for row in rows if row.status not in ("ended", "withdrawn", "declined")]
    past = [row for row in rows if row.status in ("ended", "withdrawn", "declined")]
    versions = queries.plans_of(user, found)
    carried = [row for row in queries.carried_of(user, found) if row.manager_id == user.pk and row.status == "noticed"]
    card = queries.card_of(user, found)
    wellbeing = queries.wellbeing_of(user, found)
    referrals, returns = queries.referrals_of(user, found), queries.returns_of(user, found)
    advice = queries.reports_of(user, found)
    own = found.user_id == user.pk
    parts = [
        {
            "text": _("You have not taken these adjustments on yet. They hold all the same; nothing lapses."),
            "buttons": [
                button(_("Take them on"), "adjustments:accept", row.pk, post=True, version=row.version, kind="primary")
                for row in carried
            ],
        } if carried else {},
        {"heading": _("What we agreed")} | table(
            user, here, caption=_("Adjustments"), empty=_("Nothing asked for yet.")),
        _rows_part(_("Advice from occupational health"), advice, "report", lambda row: row.get_status_display()),
        _rows_part(_("Agreement"), versions, "plan", lambda row: row.get_status_display()),
        _rows_part(_("Referrals"), referrals, "referral", lambda row: row.get_status_display()),
        _rows_part(_("Return to work"), returns, "return", lambda row: row.get_status_display()),
        {"heading": _("Before")} | table(user, past, caption=_("Before"), empty="") if past else {},
    ]  # fmt: skip
    aside = [
        {
            "heading": _("If they are unwell at work"),
            "text": _("Their card says who to ring and what helps."),
            "buttons": [button(_("Open the card"), "adjustments:open_card", card.pk)],
        } if card is not None and not own and "open" in queries.cards.granted(card) else {},
        {
            "heading": _("Shared with you"),
            "buttons": [button(_("Their wellbeing plan"), "adjustments:wellbeing", wellbeing.pk)],
        } if wellbeing is not None and not own else {},
        {
            "heading": _("On their behalf"),
            "buttons": [
                button(_("Ask on their behalf"), "adjustments:raise_for", found.pk),
                button(_("Propose occupational health"), "adjustments:propose_referral", found.pk),
                button(_("Prepare a return to work"), "adjustments:open_return", found.pk),
            ],
        } if decides and not own else {},
    ]  # fmt: skip
    return page(
        request,
        _("%(name)s’s adjustments agreement") % {"name": found},
        parts,
        aside=aside,
        strip=who_reads(adjustments, "what"),
        back=back_to(_("Adjustments"), "queue") if decides else None,
    )


def _rows_part(heading, rows, name, status) -> dict:
    if not rows:
        return {}
    lines = [[shown.link(str(row), f"adjustments:{name}", row.pk), str(status(row))] for row in rows]
    return {"heading": heading, "columns": [heading, _("Where it is")], "rows": lines, "caption": heading}


@require_safe
@login_required
def queue(request) -> HttpResponse:
    """Requested, being arranged, to look at again; the late ones first."""
    user = request.user
    if not queries.decides(user):
        raise NotAllowed()
    found = queries.queue(user)
    sections = [
        ("late", _("Late"), _("Nothing is late.")),
        ("asked", _("Asked for"), _("Nothing waits for an answer.")),
        ("arranging", _("Being arranged"), _("Nothing is being arranged.")),
        ("review", _("To look at again"), _("Nothing needs another look.")),
        ("standing", _("In place"), _("Nothing is in place yet.")),
    ]
    late = len(found["late"])
    lede = ngettext("%d is late.", "%d are late.", late) % late if late else _("Nothing is late.")
    return page(
        request,
        _("Adjustments"),
        [
            {"heading": words} | table(user, found[name], caption=words, empty=empty, person=True)
            for name, words, empty in sections
        ],
        lede=lede,
        strip=_("What was asked and agreed. Reasons are in no list."),
        buttons=[
            button(_("Referrals"), "adjustments:referrals"),
            button(_("Returns to work"), "adjustments:returns"),
            button(_("Library"), "adjustments:library"),
            button(_("How long steps may take"), "adjustments:times"),
        ],
    )


# One adjustment -----------------------------------------------------------------------------------------------------
WORDS = {
    "confirm": lazy("Confirm"),
    "agree": lazy("Agree"),
    "agree_partly": lazy("Agree to part of it"),
    "decline": lazy("Not agreed"),
    "put_in_place": lazy("It is in place"),
    "say_not_working": lazy("Something here is not working"),
    "review": lazy("Look at it again"),
    "end": lazy("End it"),
    "ask_again": lazy("Ask for another look"),
    "edit": lazy("Change what is asked"),
    "withdraw": lazy("Take it back"),
}
POSTS = ("confirm", "put_in_place", "end", "ask_again", "withdraw")
FACTS = ("kind", "barrier", "trial", "starts_on", "ends_on", "cost", "funding", "not_working")
ANSWER = ("what", "decision", "alternatives", "outcome", "review_words")


@require_safe
@login_required
def adjustment(request, pk: int) -> HttpResponse:
    """One adjustment: where it is, how long each step took, who does what, and what you can do."""
    user = request.user
    row = adjustments.find(user, pk=pk)
    seen = adjustments.show(row)
    own = row.person.user_id == user.pk
    found, reason = queries.steps_of(user, row), queries.reason_of(user, row)
    may_add = steps.may_start(user, "add") and not own and "put_in_place" in adjustments.granted(row)
    parts = [
        {"heading": _("Where it is"), "facts": _clock(row, seen)},
        {
            "heading": _("What it is"),
            "facts": shown.facts(seen, *FACTS),
            "see": who_reads(adjustments, "barrier") if "barrier" in seen.readable else "",
        },
        {"heading": _("The answer"), "facts": _answer(row, seen)} if _answer(row, seen) else {},
        _reason(row, reason, own),
        {
            "heading": _("Who does what"),
            "columns": [_("What"), _("Who"), _("By"), _("Where it is")],
            "rows": [
                [
                    shown.link(str(step), "adjustments:step", step.pk),
                    step.who(),
                    day_words(step.due_on),
                    step.get_status_display(),
                ]
                for step in found
            ],
            "caption": _("Steps"),
            "empty": _("No steps noted."),
            "buttons": [button(_("Add a step"), "adjustments:add_step", row.pk)] if may_add else [],
        },
        {"heading": _("What you can do"), "buttons": buttons(adjustments, row, "", WORDS, POSTS)}
        if adjustments.offers(row)
        else {},
    ]
    back = back_to(_("My adjustments"), "mine") if own else back_to(str(row.person), "person", row.person_id)
    if not own and not queries.may_help(user):
        back = None
    return page(
        request, str(row), parts, back=back, caption=str(seen.person), lede=str(row.get_status_display()),
        strip=_("You asked for this on their behalf until they confirm it.") if row.status == "provisional" and not own
        else "",
    )  # fmt: skip


def _clock(row: Adjustment, seen) -> list[dict]:
    """Asked, answered, in place: each with its day, and how long it took or has taken so far."""
    lines = [{"label": _("Now"), "value": queries.where_it_is(row)}]
    if "asked_on" not in seen.readable:
        return lines + shown.facts(seen, "in_place_on", "review_on")
    days = ngettext("%d day", "%d days", row.days_to_answer) % row.days_to_answer
    asked = day_words(row.asked_on)
    if row.from_start:
        asked = _("%(day)s, said before starting") % {"day": asked}
    if "asked_by" in seen.readable and row.asked_by_id != row.person.user_id:
        asked = _("%(day)s, by %(name)s on their behalf") % {"day": asked, "name": row.asked_by}
    lines.append({"label": _("Asked for"), "value": asked})
    if row.decided_on:
        words = _("%(day)s, after %(days)s") % {"day": day_words(row.decided_on), "days": days}
        lines.append({"label": _("Answered"), "value": words})
    elif row.status == "asked":
        words = _("%(days)s so far; due by %(day)s") % {"days": days, "day": day_words(row.answer_by) or "–"}
        lines.append({"label": _("Answered"), "value": words})
    arranged = row.days_to_arrange
    if arranged is not None:
        days = ngettext("%d day", "%d days", arranged) % arranged
        if row.in_place_on:
            words = _("%(day)s, after %(days)s") % {"day": day_words(row.in_place_on), "days": days}
        else:
            words = _("%(days)s so far; due by %(day)s") % {"days": days, "day": day_words(row.place_by) or "–"}
        lines.append({"label": _("In place"), "value": words})
    return lines + shown.facts(seen, "review_on", "reviewed_on", "ended_on")


def _answer(row: Adjustment, seen) -> list[dict]:
    if "decision" not in seen.readable or not (row.decided_on or row.reviewed_on):
        return []
    names = ANSWER if str(row) != row.what else ANSWER[1:]
    found = shown.facts(seen, *names)
    if "decided_by" in seen.readable and row.decided_by:
        found.append({"label": _("Answered by"), "value": str(row.decided_by)})
    return found


def _reason(row: Adjustment, reason, own: bool) -> dict:
    if reason is not None:
        words = _("Yours; nobody reads it unless you share it.") if own else _("They share why with you.")
        return {
            "heading": _("Why"),
            "text": words,
            "buttons": [button(_("Read why"), "adjustments:reason", reason.pk)],
        }
    if own and row.status not in ("ended", "withdrawn"):
        return {
            "heading": _("Why"),
            "text": _("You have not said why, and you need not."),
            "buttons": [button(_("Write why, for yourself or to share"), "adjustments:write_reason", row.pk)],
        }
    return {}


# First verbs --------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def ask(request) -> HttpResponse:
    """Ask for what would help: one page, no proof, no reason needed."""
    if not adjustments.may_start(request.user, "ask"):
        raise NotAllowed()
    found = queries.me(request.user)
    return form_page(
        request,
        forms.AskForm,
        lambda form: actions.ask(by=request.user, person=found, **form.answers),
        policy=adjustments,
        verb="ask",
        form_kwargs={"library": queries.library_for(request.user, found.organisation_id)},
        title=_("Ask for what would help you at work"),
        lede=_("Nobody asks for proof, or why. You hear by when there is an answer."),
        button=_("Ask for this"),
        done=lambda row: _("Asked. There will be an answer by %(day)s.") % {"day": day_words(row.answer_by)},
        back=back_to(_("My adjustments"), "mine"),
    )


@BOTH
@login_required
def raise_for(request, pk: int) -> HttpResponse:
    """Ask on somebody's behalf; they confirm it, or it stands after some days."""
    found = queries.find_person(request.user, pk)
    if not adjustments.may_start(request.user, "raise_for"):
        raise NotAllowed()
    return form_page(
        request,
        forms.RaiseForm,
        lambda form: actions.raise_for(by=request.user, person=found, **form.answers),
        policy=adjustments,
        verb="raise_for",
        form_kwargs={"library": queries.library_for(request.user, found.organisation_id)},
        title=_("Ask on behalf of %(name)s") % {"name": found},
        lede=_("They confirm it, change it or take it back. If they can’t, it stands after some days."),
        button=_("Ask on their behalf"),
        done=lambda row: (
            _("Asked. %(name)s has been told; it stands from %(day)s.")
            % {"name": found, "day": day_words(row.stands_on)}
        ),
        back=back_to(str(found), "person", found.pk),
    )


edit = verb_page(
    adjustments, "edit", forms.EditForm, actions.edit, title=lazy("Change what is asked"), done=lazy("Changed.")
)
agree = verb_page(
    adjustments, "agree", forms.AgreeForm, actions.agree, title=lambda row: _("Agree: %(what)s") % {"what": row.what},
    button=lazy("Agree"), done=lazy("Agreed. Now it has to come about: add who does what by when."),
)  # fmt: skip
agree_partly = verb_page(
    adjustments, "agree_partly", forms.AgreePartlyForm, actions.agree_partly,
    title=lambda row: _("Agree to part of: %(what)s") % {"what": row.what}, button=lazy("Agree to this part"),
    done=lazy("Answered. They read why, and can ask for another look."),
)  # fmt: skip
decline = verb_page(
    adjustments, "decline", forms.DeclineForm, actions.decline,
    title=lambda row: _("Not agreed: %(what)s") % {"what": row.what}, button=lazy("Give this answer"),
    done=lazy("Answered. They read why and what could be done instead, and can ask for another look."),
)  # fmt: skip
say_not_working = verb_page(
    adjustments, "say_not_working", forms.NotWorkingForm, actions.say_not_working,
    title=lazy("Something here is not working"), button=lazy("Tell them"),
    done=lazy("Told. It is looked at again within a week."),
)  # fmt: skip
review = verb_page(
    adjustments, "review", forms.ReviewForm, actions.review, title=lazy("Look at it again together"),
    done=lazy("Noted."),
)  # fmt: skip
confirm = verb_post(
    adjustments, lambda row, **k: _gone(adjustments, actions.confirm(row, **k), k["by"]), done=lazy("Confirmed."),
    to=lambda row: row,
)  # fmt: skip
withdraw = verb_post(adjustments, actions.withdraw, done=lazy("Taken back."))
ask_again = verb_post(adjustments, actions.ask_again, done=lazy("They are asked to look again."))
put_in_place = verb_post(adjustments, actions.put_in_place, done=lazy("In place. It is looked at again in time."))
end = verb_post(adjustments, actions.end, done=lazy("Ended. It can be asked for again at any time."))


def _gone(policy, row, user) -> str:
    """Where to go on: the row's page, or home where the verb has taken it out of reach (a named person's yes)."""
    still = policy.visible(user).filter(pk=row.pk).exists()
    return row.get_absolute_url() if still else reverse("adjustments:shared")


# Why ----------------------------------------------------------------------------------------------------------------
REASON = lazy("why an adjustment was asked for")


@require_safe
@login_required
def reason(request, pk: int) -> HttpResponse:
    """Why, in the worker's words: opened by them, or by somebody they share it with; every reading is noted."""
    row = opened(reasons, request.user, reasons.find(request.user, pk=pk), REASON)
    own = row.person.user_id == request.user.pk
    parts = [{"text": reasons.show(row).words}]
    if own:
        parts.append({
            "buttons": [
                button(_("Change it"), "adjustments:edit_reason", row.pk),
                button(_("Share it with one person"), "adjustments:share"),
                button(_("Erase it"), "adjustments:erase_reason", row.pk, post=True, kind="warning"),
            ]
        })  # fmt: skip
    return page(
        request, str(row), parts, caption=str(row.adjustment),
        back={"text": str(row.adjustment), "url": row.adjustment.get_absolute_url()} if own else back_to(
            _("Shared with you"), "shared"),
        strip=_("Only you, and whoever you share it with.") if own else _(
            "Shared with you alone. The worker sees that you read it."),
    )  # fmt: skip


@BOTH
@login_required
def write_reason(request, pk: int) -> HttpResponse:
    """Say why, for yourself or to share with one person."""
    row = adjustments.find(request.user, pk=pk)
    if not reasons.may_start(request.user, "write") or row.person.user_id != request.user.pk:
        raise NotAllowed()
    return form_page(
        request,
        forms.ReasonForm,
        lambda form: actions.write_reason(by=request.user, adjustment=row, **form.answers),
        policy=reasons,
        verb="write",
        title=_("Why, in your own words"),
        done=_("Kept. Only you can read it."),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


edit_reason = verb_page(
    reasons, "edit", forms.ReasonForm, actions.edit_reason, title=lazy("Why, in your own words"), what=REASON,
    done=lazy("Changed. What stood there before is gone."),
)  # fmt: skip


def _erase_reason(request, pk):
    row = reasons.find(request.user, pk=pk)
    home = row.adjustment.get_absolute_url()
    actions.erase_reason(row, by=request.user)
    return home


erase_reason = posted(_erase_reason, done=lazy("Erased, for good."), to=lambda home: home)


@require_safe
@login_required
def shared(request) -> HttpResponse:
    """What people have chosen to let you read, and what you can confirm for them."""
    user = request.user
    lines = []
    for row, (name, pk) in queries.shared_page(user):
        lines.append([
            shown.link(str(row.get_part_display()), name, pk) if name else str(row.get_part_display()),
            str(shares.show(row).person), day_words(row.shared_on),
        ])  # fmt: skip
    waiting = [row for row in adjustments.visible(user).filter(status="provisional").select_related("person")
               if "confirm" in adjustments.offers(row) and row.person.user_id != user.pk]  # fmt: skip
    return page(
        request,
        _("Shared with you"),
        [
            {
                "columns": [_("What"), _("Whose"), _("Since")],
                "rows": lines,
                "caption": _("Shared with you"),
                "empty": _("Nobody shares anything with you at present."),
            },
            {
                "heading": _("To confirm for somebody"),
                "columns": [_("What"), _("For whom")],
                "rows": [
                    [shown.link(row.what, "adjustments:adjustment", row.pk), str(row.person)] for row in waiting
                ],
                "caption": _("To confirm"),
            } if waiting else {},
        ],
        lede=_("They chose you, and can take it back at any time. They see when you read it."),
    )  # fmt: skip
