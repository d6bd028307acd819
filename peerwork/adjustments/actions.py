"""Every write about adjustments: asked, answered, in place, looked at again; why; and who does what by when."""

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.adjustments import around, mail
from peerwork.adjustments.models import Adjustment, MonthFigure, Reason, Step, Times, TypicalAdjustment
from peerwork.adjustments.policy import adjustments, library, reasons, steps, times
from peerwork.adjustments.words import LIBRARY, Kind
from peerwork.kit import links
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating, keep
from peerwork.people.actions import system_user
from peerwork.people.models import Person, Unit, User

STEP_LINK = "adjustments.step"
LINK_DAYS = 60


def _needed(words: str, name: str, message: str) -> None:
    if not (words or "").strip():
        raise Invalid(fields={name: [message]})


# How long steps may take, the library -------------------------------------------------------------------------------
def open_times(organisation: Unit, *, by) -> Times:
    """Put the suggested times before an organisation, for its HR to change and confirm."""
    with creating(times, "open", by=by, organisation=organisation) as row:
        pass
    return row


def edit_times(row: Times, *, by, version: int | None = None, **changes) -> Times:
    """Change how long steps may take; what runs already keeps its dates. A change is to be confirmed again."""
    with acting(times, "edit", row, by=by, version=version, **changes) as row:
        row.confirmed_by = row.confirmed_on = None
    return row


def confirm_times(row: Times, *, by, version: int | None = None) -> Times:
    """The organisation confirms these times as its own."""
    with acting(times, "confirm", row, by=by, version=version) as row:
        row.confirmed_by, row.confirmed_on = by, around.today()
    return row


def fill_library(organisation: Unit, *, by) -> int:
    """Put the usual adjustments before an organisation that has none yet; how many."""
    if TypicalAdjustment.objects.filter(organisation=organisation).exists():
        return 0
    for kind, words, source in LIBRARY:
        open_typical(by=by, organisation=organisation, kind=kind, words=str(words), source=str(source))
    return len(LIBRARY)


def open_typical(*, by, **values) -> TypicalAdjustment:
    """Add a line to the library."""
    with creating(library, "open", by=by, **values) as row:
        pass
    return row


def edit_typical(row: TypicalAdjustment, *, by, version: int | None = None, **changes) -> TypicalAdjustment:
    """Change a line of the library; what was chosen before keeps its words."""
    with acting(library, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def close_typical(row: TypicalAdjustment, *, by, version: int | None = None) -> TypicalAdjustment:
    """A line is no longer offered."""
    with acting(library, "close", row, by=by, version=version) as row:
        row.closed_on = around.today()
    return row


# Asked --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask(*, by, why: str = "", from_start: bool = False, **values) -> Adjustment:
    """Ask for what would help, in one's own words; why is optional, kept apart, and shared by nobody but oneself."""
    with creating(adjustments, "ask", by=by, **values) as row:
        row.asked_by, row.from_start, row.asked_on = by, from_start, around.today()
        row.answer_by = around.today() + timedelta(days=around.times_of(row.person).answer_days)
    if why.strip():
        write_reason(by=by, adjustment=row, words=why)
    _asked(row)
    return row


@transaction.atomic
def raise_for(*, by, **values) -> Adjustment:
    """Ask on somebody's behalf; they confirm it, or a person they named, or it stands after some days."""
    with creating(adjustments, "raise_for", by=by, **values) as row:
        row.asked_by, row.asked_on = by, around.today()
        row.stands_on = around.today() + timedelta(days=around.times_of(row.person).confirm_days)
    mail.tell(
        row.person.user, "raised", f"raised:{row.pk}", about=row, url=row.get_absolute_url(),
        words=_("Something has been asked for on your behalf. Confirm it, change it, or take it back."),
    )  # fmt: skip
    return row


def edit(row: Adjustment, *, by, version: int | None = None, **changes) -> Adjustment:
    """Change what is asked for, before it is answered."""
    with acting(adjustments, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def confirm(row: Adjustment, *, by, version: int | None = None) -> Adjustment:
    """The worker, or the person they named, confirms what was asked on their behalf."""
    with acting(adjustments, "confirm", row, by=by, version=version) as row:
        row.confirmed_by = by
        _stands(row)
    _asked(row)
    return row


def stand(row: Adjustment, *, by) -> Adjustment:
    """Nobody has objected for some days: what was asked on somebody's behalf stands, so that they need not wait."""
    with acting(adjustments, "stand", row, by=by) as row:
        if row.stands_on is None or row.stands_on > around.today():
            raise Conflict()
        _stands(row)
    _asked(row)
    return row


def _stands(row: Adjustment) -> None:
    row.confirmed_on = around.today()
    row.answer_by = row.confirmed_on + timedelta(days=around.times_of(row.person).answer_days)


def _asked(row: Adjustment) -> None:
    for manager in around.managers_of(row.person):
        mail.tell(
            manager, "asked", f"asked:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(),
            words=_("Somebody you manage has asked for something that would help at work. Please answer it."),
        )  # fmt: skip


def withdraw(row: Adjustment, *, by, version: int | None = None) -> Adjustment:
    """The worker takes a request back; nobody asks why."""
    with acting(adjustments, "withdraw", row, by=by, version=version) as row:
        pass
    for step in row.steps.filter(status="open"):
        _drop(step, by=system_user())
    return row


def ask_again(row: Adjustment, *, by, version: int | None = None) -> Adjustment:
    """The worker asks for another look at an answer; the days count anew."""
    with acting(adjustments, "ask_again", row, by=by, version=version) as row:
        row.answer_by = around.today() + timedelta(days=around.times_of(row.person).answer_days)
        row.decided_on = row.decided_by = None
    _asked(row)
    return row


# Answered -----------------------------------------------------------------------------------------------------------
def agree(row: Adjustment, *, by, version: int | None = None, **changes) -> Adjustment:
    """Agree to what was asked, as asked or in words both understand."""
    with acting(adjustments, "agree", row, by=by, version=version, **changes) as row:
        _answered(row, by)
    _tell_answered(row)
    return row


def agree_partly(row: Adjustment, *, by, version: int | None = None, **changes) -> Adjustment:
    """Agree to part of it: what, why not all, and what else could be done."""
    with acting(adjustments, "agree_partly", row, by=by, version=version, **changes) as row:
        _needed(row.agreed_what, "agreed_what", _("Say what was agreed."))
        _needed(row.decision, "decision", _("Say why not all of it, in words the worker can follow."))
        _answered(row, by)
    _tell_answered(row)
    return row


def decline(row: Adjustment, *, by, version: int | None = None, **changes) -> Adjustment:
    """Not agreed: why, and what could be done instead; the worker can ask for another look."""
    with acting(adjustments, "decline", row, by=by, version=version, **changes) as row:
        _needed(row.decision, "decision", _("Say why, in words the worker can follow."))
        _needed(row.alternatives, "alternatives", _("Say what could be done instead."))
        row.decided_by, row.decided_on, row.place_by, row.agreed_what = by, around.today(), None, ""
    _tell_answered(row)
    return row


def _answered(row: Adjustment, by) -> None:
    found = around.times_of(row.person)
    row.decided_by, row.decided_on = by, around.today()
    row.agreed_what = row.agreed_what or row.what
    row.place_by = row.place_by or row.decided_on + timedelta(days=found.arrange_days)


def _tell_answered(row: Adjustment) -> None:
    mail.tell(
        row.person.user, "answered", f"answered:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(),
        words=_("There is an answer to what you asked for."),
    )  # fmt: skip


@transaction.atomic
def take_up(*, by, person: Person, kind: str, what: str, agreed_what: str = "") -> Adjustment:
    """What occupational health recommends and the employer accepts becomes an adjustment, agreed from the start."""
    with creating(adjustments, "take_up", by=by, person=person, kind=kind, what=what) as row:
        row.asked_by, row.asked_on, row.agreed_what = by, around.today(), agreed_what
        _answered(row, by)
    _tell_answered(row)
    return row


def put_in_place(row: Adjustment, *, by, version: int | None = None) -> Adjustment:
    """It is in place now; when it is looked at again is set."""
    with acting(adjustments, "put_in_place", row, by=by, version=version) as row:
        row.in_place_on = around.today()
        _next_review(row)
        if row.starts_on is None:
            row.starts_on = row.in_place_on
            if row.ends_on and row.ends_on < row.starts_on:
                row.starts_on = row.ends_on
    mail.tell(
        row.person.user, "in_place", f"in_place:{row.pk}", about=row, url=row.get_absolute_url(),
        words=_("Something you asked for is in place. If it is not working, say so on its page."),
    )  # fmt: skip
    return row


def _next_review(row: Adjustment) -> None:
    """By the agreed interval, or before a trial ends."""
    regular = around.months_after(around.today(), around.times_of(row.person).review_months)
    row.review_on = min(filter(None, (regular, row.ends_on if (row.ends_on or regular) >= around.today() else None)))


def say_not_working(row: Adjustment, *, by, version: int | None = None, **changes) -> Adjustment:
    """Something here is not working: those who deliver it look at it again within a week."""
    with acting(adjustments, "say_not_working", row, by=by, version=version, **changes) as row:
        _needed(row.not_working, "not_working", _("Say what is not working."))
        row.review_on = min(row.review_on or date.max, around.today() + timedelta(days=7))
    for manager in around.managers_of(row.person):
        mail.tell(
            manager, "not_working", f"not_working:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(),
            words=_("Something that was put in place is not working as it should. Look at it together this week."),
        )  # fmt: skip
    return row


def review(row: Adjustment, *, by, version: int | None = None, **changes) -> Adjustment:
    """Look at it again, together: it works, it needs a change, or it is no longer needed."""
    with acting(adjustments, "review", row, by=by, version=version, **changes) as row:
        _needed(row.outcome, "outcome", _("Choose how it is working."))
        row.reviewed_by, row.reviewed_on = by, around.today()
        row.not_working = ""
        if not changes.get("review_on") or row.review_on <= around.today():
            _next_review(row)
    other = [row.person.user] if row.person.user_id != by.pk else around.managers_of(row.person)
    for user in other:
        mail.tell(
            user, "reviewed", f"reviewed:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(),
            words=_("Something that is in place was looked at again."),
        )  # fmt: skip
    return row


def end(row: Adjustment, *, by, version: int | None = None) -> Adjustment:
    """No longer needed, as a review has found; nothing ends without one, and nobody ends it alone but the worker."""
    with acting(adjustments, "end", row, by=by, version=version) as row:
        if row.outcome != "end":
            raise Conflict(_("The last review found that it is still needed. Look at it again together first."))
        row.ended_on = around.today()
    mail.tell(
        row.person.user, "ended", f"ended:{row.pk}", about=row, url=row.get_absolute_url(),
        words=_("Something that was in place has ended, as a review found. You can ask for it again at any time."),
    )  # fmt: skip
    return row


# Why ----------------------------------------------------------------------------------------------------------------
def write_reason(*, by, adjustment: Adjustment, words: str) -> Reason:
    """Say why, for oneself; nobody reads it until it is shared with them."""
    with creating(reasons, "write", by=by, adjustment=adjustment, person=adjustment.person, words=words) as row:
        pass
    return row


def edit_reason(row: Reason, *, by, version: int | None = None, **changes) -> Reason:
    """Change why; what stood there before is not kept."""
    with acting(reasons, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def erase_reason(row: Reason, *, by) -> None:
    """Erase why, for good: no history, no copy."""
    with transaction.atomic():
        locked = reasons.lock(by, row)
        reasons.require(by, "erase", locked)
        locked.delete()


# Who does what ------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_step(*, by, adjustment: Adjustment, send: bool = True, **values) -> Step:
    """Say who has to do what by when; somebody outside gets one link that opens this and nothing else."""
    with creating(steps, "add", by=by, adjustment=adjustment, **values) as row:
        row.person = adjustment.person
        row.owner = row.owner or _visitor(row)
    if send and row.owner_id:
        row = send_step(row, by=by)
    return row


def _visitor(row: Step) -> User | None:
    """Somebody without an account, known by the address alone."""
    if not row.owner_email:
        return None
    known = User.objects.filter(email__iexact=row.owner_email.strip()).first()
    if known is not None and known.kind != User.Kind.LINK:
        raise Invalid(fields={"owner_email": [_("Somebody with this address has an account. Choose them by name.")]})
    if known is None:
        known = User(email=row.owner_email.strip(), name=row.owner_words[:160], kind=User.Kind.LINK)
        known.set_unusable_password()
        keep(known, "join", by=system_user())
    return known


def edit_step(row: Step, *, by, version: int | None = None, **changes) -> Step:
    """Change what, who or by when; a new owner is told, and the link of the one before ends."""
    was = (row.owner_id, row.owner_email)
    with acting(steps, "edit", row, by=by, version=version, **changes) as row:
        if row.owner_email != was[1]:
            row.owner = _visitor(row)
        changed = (row.owner_id, row.owner_email) != was
        if changed:
            row.sent_on = None
    if changed:
        links.revoke(about=row)
        if row.owner_id:
            row = send_step(row, by=by)
    return row


def send_step(row: Step, *, by, version: int | None = None) -> Step:
    """Tell its owner; somebody outside gets a new one-use link, and the one before ends."""
    with acting(steps, "send", row, by=by, version=version) as row:
        if row.owner is None:
            raise Invalid(fields={"owner_email": [_("There is nobody to send it to. Give their address.")]})
        row.sent_on = around.today()
    if row.owner.kind == User.Kind.LINK:
        links.revoke(about=row)
        token = links.issue(STEP_LINK, days=LINK_DAYS, user=row.owner, about=row)
        mail.send_link(row, token)
    elif row.owner_id != by.pk:
        mail.tell(
            row.owner, "step", f"step:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(),
            words=_("There is something to do for a colleague’s work arrangements."),
        )  # fmt: skip
    return row


def do_step(row: Step, *, by, version: int | None = None) -> Step:
    """It is done; whoever agreed the adjustment is told once nothing is left to do."""
    with acting(steps, "do", row, by=by, version=version) as row:
        row.done_on = around.today()
    adjustment = row.adjustment
    if adjustment.status in ("agreed", "partly") and not adjustment.steps.filter(status="open").exists():
        mail.tell(
            adjustment.decided_by, "steps_done", f"steps_done:{adjustment.pk}:{row.pk}:{row.version}",
            about=adjustment, url=adjustment.get_absolute_url(),
            words=_("Every step of an adjustment is done. If it is in place, please say so."),
        )  # fmt: skip
    return row


def drop_step(row: Step, *, by, version: int | None = None) -> Step:
    """It need not be done any more."""
    return _drop(row, by=by, version=version)


def _drop(row: Step, *, by, version: int | None = None) -> Step:
    with acting(steps, "drop", row, by=by, version=version) as row:
        pass
    links.revoke(about=row)
    return row


def reopen_step(row: Step, *, by, version: int | None = None) -> Step:
    """It is to do after all."""
    with acting(steps, "reopen", row, by=by, version=version) as row:
        row.done_on = None
    return row


# Figures ------------------------------------------------------------------------------------------------------------
def freeze(today: date | None = None, *, months: int = 1) -> int:
    """Fix, once for ever, how adjustments stood at the end of each of the last months; how many figures were made."""
    last, made = (today or timezone.localdate()).replace(day=1) - timedelta(days=1), 0
    for _number in range(months):
        made += _freeze_month(last)
        last = last.replace(day=1) - timedelta(days=1)
    return made


def _freeze_month(last: date) -> int:
    month, made = last.replace(day=1), 0
    for organisation in Unit.objects.filter(organisation__isnull=True):
        if MonthFigure.objects.filter(organisation=organisation, month=month).exists():
            continue
        rows = list(Adjustment.objects.filter(person__organisation=organisation, asked_on__lte=last))
        if not rows:
            continue
        found = Times.objects.filter(organisation=organisation).first() or Times()
        MonthFigure.objects.create(organisation=organisation, month=month, **_counted(rows, month, last, found))
        made += 1
    return made


def _counted(rows: list[Adjustment], month: date, last: date, found: Times) -> dict:
    """Everything is told from dates, so that a month can be counted after it has passed."""

    def by(day: date | None) -> bool:
        return day is not None and day <= last

    stages: Counter = Counter()
    kinds: Counter = Counter()
    people, due, in_time = set(), {}, {}
    for row in rows:
        answered = by(row.decided_on)
        declined = answered and row.status == "declined"
        if row.status == "withdrawn" or by(row.ended_on) or (row.status == "provisional"):
            continue
        if declined:
            stage = "declined"
        elif by(row.in_place_on):
            stage = "in_place"
        else:
            stage = "arranging" if answered else "asked"
        stages[stage] += 1
        kinds[row.kind] += 1
        people.add(row.person_id)
        if row.asked_on + timedelta(days=found.adequate_days) <= last and not declined:
            ok = by(row.in_place_on) and (row.in_place_on - row.asked_on).days <= found.adequate_days
            due[row.person_id] = True
            in_time[row.person_id] = in_time.get(row.person_id, True) and ok
    agreed = [r for r in rows if r.decided_on and month <= r.decided_on <= last and r.status != "declined"]
    placed = [r for r in rows if r.in_place_on and r.decided_on and month <= r.in_place_on <= last]
    return {
        "people": len(people),
        "by_stage": dict(stages),
        "by_kind": {kind: kinds[kind] for kind in Kind.values if kinds[kind]},
        "to_agree": sorted((r.decided_on - r.asked_on).days for r in agreed),
        "to_place": sorted((r.in_place_on - r.decided_on).days for r in placed),
        "asked": len(due),
        "adequate": sum(in_time.values()),
    }


# When somebody has died ---------------------------------------------------------------------------------------------
def stop(person: Person, *, by) -> None:
    """Nothing more is asked of anybody for somebody who has died: steps are let go, their links end."""
    for row in Step.objects.filter(Q(person=person), status="open"):
        _drop(row, by=system_user())
