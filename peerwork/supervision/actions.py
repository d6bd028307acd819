"""Every write of supervision: how often, agreements, the diary, sessions and what was agreed in them."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import drafts, links, release
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Person, Settings, Unit, UnitPath, User, live
from peerwork.placements.models import Placement, Stream, SupervisorLink
from peerwork.supervision import due, identifying, mail
from peerwork.supervision.models import (
    Addendum,
    AgreedAction,
    Agreement,
    Attendance,
    Booking,
    EntryShare,
    GroupSession,
    MonthFigure,
    PassedOn,
    PreparationNote,
    Session,
    SupervisionRule,
)
from peerwork.supervision.policy import (
    actions,
    addenda,
    agreements,
    attendances,
    bookings,
    groups,
    notes,
    passed_on,
    rules,
    sessions,
    shares,
)

FEED = "supervision.calendar"
SHARED_FOR = timedelta(days=30)
MOST_REPEATS = 26
MOST_MISSED = 24  # months
TEXTS = ("gone_well", "lived_experience", "peer_role", "workload", "talked_about", "what_we_agreed")
AGREED = ("purpose", "confidentiality", "recorded", "disagree")

# What ships: starting values for an organisation to look at, change and confirm; no national interval is set for them.
DEFAULTS = {
    "line": {"every": 6, "unit": "weeks", "first_weeks": 12, "first_every": 2, "tolerance_days": 7},
    "practice": {"every": 1, "unit": "months", "first_weeks": 12, "first_every": 1, "tolerance_days": 7},
    "peer": {"every": 1, "unit": "months", "first_weeks": 12, "first_every": 1, "tolerance_days": 7},
    "group": {"every": 1, "unit": "months", "tolerance_days": 7, "required": False},
}


# How often ----------------------------------------------------------------------------------------------------------
def propose_rules(organisation: Unit, *, by) -> list[SupervisionRule]:
    """Put the usual intervals before an organisation, for every kind of supervision without one; to be confirmed."""
    made = []
    for stream in Stream.objects.filter(organisation=organisation, closed_on__isnull=True, kind__in=DEFAULTS):
        if not SupervisionRule.objects.filter(stream=stream).exists():
            values = {"starts_on": date(2020, 1, 1), "source": _("Usual practice; to be confirmed")}
            with creating(rules, "propose", by=by, stream=stream, **values, **DEFAULTS[stream.kind]) as rule:
                pass
            made.append(rule)
    return made


@transaction.atomic
def set_rule(*, by, stream: Stream, family: str = "", starts_on: date, **values) -> SupervisionRule:
    """Say how often a kind of supervision is due from a day, for a role or for all; the rule before it
    ends the day before."""
    before = SupervisionRule.objects.filter(stream=stream, family=family, ends_on__isnull=True).first()
    if before is not None:
        if before.starts_on >= starts_on:
            raise Invalid(fields={"starts_on": [_("Choose a day after the present rule began.")]})
        end_rule(before, by=by, ends_on=starts_on - timedelta(days=1))
    with creating(rules, "set", by=by, stream=stream, family=family, starts_on=starts_on, **values) as rule:
        pass
    return rule


def confirm_rule(rule: SupervisionRule, *, by, version: int | None = None) -> SupervisionRule:
    """The organisation confirms an interval as its own."""
    with acting(rules, "confirm", rule, by=by, version=version) as rule:
        rule.confirmed_by, rule.confirmed_on = by, timezone.localdate()
    return rule


def end_rule(rule: SupervisionRule, *, by, ends_on: date, version: int | None = None) -> SupervisionRule:
    """A rule holds to and including a day; past months keep it."""
    with acting(rules, "end", rule, by=by, version=version, ends_on=ends_on) as rule:
        pass
    return rule


# Agreements ---------------------------------------------------------------------------------------------------------
def propose_agreement(*, by, sure: bool = False, **values) -> Agreement:
    """A supervisor writes down what supervision will be, and sends it to the worker to agree."""
    identifying.refuse(*(values.get(name, "") for name in AGREED), sure=sure)
    with creating(agreements, "propose", by=by, **values) as agreement:
        agreement.supervisor = by
    _agreement_sent(agreement)
    return agreement


def edit_agreement(agreement: Agreement, *, by, version: int | None = None, sure: bool = False, **changes) -> Agreement:
    """Change a proposed agreement; the worker is asked to look at it again."""
    identifying.refuse(*(changes.get(name, "") for name in AGREED), sure=sure)
    with acting(agreements, "edit", agreement, by=by, version=version, **changes) as agreement:
        agreement.change_wanted = ""
    _agreement_sent(agreement)
    return agreement


def _agreement_sent(agreement: Agreement) -> None:
    mail.tell(
        agreement.person.user,
        "agreement",
        f"agreement:{agreement.pk}:{agreement.version}",
        about=agreement,
        title=_("A supervision agreement to read and agree"),
        url=agreement.get_absolute_url(),
        words=_("Your supervisor has sent you what supervision will be like. Agree it, or say what you would change."),
    )


def ask_agreement_change(
    agreement: Agreement, *, by, version: int | None = None, sure: bool = False, **changes
) -> Agreement:
    """The worker says what they would change in an agreement."""
    identifying.refuse(changes.get("change_wanted", ""), sure=sure)
    with acting(agreements, "ask_change", agreement, by=by, version=version, **changes) as agreement:
        _needed(agreement.change_wanted, "change_wanted", _("Say what you would change."))
    _answered(agreement, agreement.supervisor, "agreement")
    return agreement


@transaction.atomic
def agree_agreement(agreement: Agreement, *, by, version: int | None = None) -> Agreement:
    """The worker agrees; the agreement before it is renewed by this one."""
    held = Agreement.objects.filter(person=agreement.person, stream=agreement.stream, status="agreed").first()
    if held is not None:
        with acting(agreements, "renew", held, by=system_user()) as held:
            pass
    with acting(agreements, "agree", agreement, by=by, version=version) as agreement:
        agreement.agreed_on = timezone.localdate()
    _answered(agreement, agreement.supervisor, "agreement")
    return agreement


def end_agreement(agreement: Agreement, *, by, version: int | None = None) -> Agreement:
    """An agreement no longer holds, or is not sent after all."""
    with acting(agreements, "end", agreement, by=by, version=version) as agreement:
        pass
    return agreement


def _answered(row, to: User, rule: str) -> None:
    mail.tell(
        to,
        rule,
        f"answer:{row._meta.model_name}:{row.pk}:{row.version}",
        about=row,
        url=row.get_absolute_url(),
        title=_("%(name)s has replied about your supervision") % {"name": row.person},
        words=_("Open it to see whether it is agreed, or what they would change."),
    )


def _needed(words: str, name: str, message: str) -> None:
    if not words.strip():
        raise Invalid(fields={name: [message]})


# The diary ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def book(*, by, starts_at: datetime, repeat_weeks: int = 0, times: int = 1, **values) -> list[Booking]:
    """Book a session, or a series of them so many weeks apart at the same time of day; both get invitations."""
    if not 1 <= times <= MOST_REPEATS or (times > 1 and not repeat_weeks):
        raise Invalid(fields={"times": [_("Book 1 to %(most)d sessions at once.") % {"most": MOST_REPEATS}]})
    _ahead(starts_at)
    local, series, made = timezone.localtime(starts_at).replace(tzinfo=None), uuid.uuid4() if times > 1 else None, []
    same = Booking.objects.filter(
        status="booked", held_by=by, person=values.get("person"), stream=values["stream"], starts_at=starts_at
    )
    if same.exists():
        raise Conflict(_("This session is booked already: it is in your diary."))
    for number in range(times):
        # The wall clock is kept: 2pm stays 2pm when the clocks change.
        at = timezone.make_aware(local + timedelta(weeks=repeat_weeks * number)) if number else starts_at
        with creating(bookings, "book", by=by, starts_at=at, **values) as booking:
            booking.held_by, booking.series = by, series
        made.append(booking)
        mail.invite(booking)
    return made


def _ahead(starts_at: datetime) -> None:
    if starts_at < timezone.now() - timedelta(days=1):
        raise Invalid(fields={"starts_at": [_("Choose a day and time still to come.")]})


def ask_session(*, by, person: Person, stream: Stream) -> Booking:
    """A worker asks their supervisor for an extra session; no reason is asked."""
    links_now = SupervisorLink.objects.filter(live(), person=person, stream=stream).order_by("-cover", "-starts_on")
    link = links_now.select_related("supervisor").first()
    if link is None:
        raise Invalid(fields={"stream": [_("You have no supervisor for this at present. Ask HR.")]})
    if Booking.objects.filter(person=person, stream=stream, status="asked").exists():
        raise Conflict(_("You have asked for a session already. Your supervisor has been told."))
    with creating(bookings, "ask", by=by, person=person, stream=stream) as booking:
        booking.held_by, booking.asked_on = link.supervisor, timezone.localdate()
    mail.tell(
        link.supervisor,
        "asked",
        f"asked:{booking.pk}",
        about=booking,
        url=booking.get_absolute_url(),
        title=_("%(name)s asks for an extra session") % {"name": person},
        words=_("Book a time that suits you both."),
    )
    return booking


def book_asked(booking: Booking, *, by, version: int | None = None, **changes) -> Booking:
    """The supervisor books the session a worker asked for."""
    _ahead(changes["starts_at"])
    with acting(bookings, "book", booking, by=by, version=version, **changes) as booking:
        booking.held_by = by
    mail.invite(booking)
    return booking


def move(booking: Booking, *, by, version: int | None = None, **changes) -> Booking:
    """Move a booked session, or change how and where; everybody invited gets the change."""
    was = booking.starts_at
    if "starts_at" in changes:
        _ahead(changes["starts_at"])
    with acting(bookings, "move", booking, by=by, version=version, **changes) as booking:
        booking.sequence += 1
    mail.invite(booking, changed_from=was)
    return booking


def cancel(booking: Booking, *, by, version: int | None = None, **changes) -> Booking:
    """Cancel a booked session, with a reason that is nobody's fault; everybody invited is told."""
    with acting(bookings, "cancel", booking, by=by, version=version, **changes) as booking:
        booking.cancelled_by, booking.sequence = by, booking.sequence + 1
        if not booking.cancelled_because and booking.starts_at is not None:
            raise Invalid(fields={"cancelled_because": [_("Choose why it is cancelled.")]})
    mail.invite(booking)
    return booking


def rehome(booking: Booking, *, by, supervisor: User) -> Booking:
    """A booked session goes with the worker to a new supervisor: same day and time, and everybody is told."""
    was = booking.held_by
    with acting(bookings, "rehome", booking, by=by) as booking:
        booking.held_by, booking.sequence = supervisor, booking.sequence + 1
    mail.invite(booking)
    mail.uninvite(booking, was)
    return booking


def new_feed(*, by) -> str:
    """A private address of one's own calendar, in place of the one before; shown once."""
    drop_feed(by=by)
    return links.issue(FEED, days=3650, user=by)


def drop_feed(*, by) -> int:
    """The private address of one's calendar no longer opens anything."""
    return links.revoke(user=by, purpose=FEED)


# Sessions -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def log(
    *,
    by,
    person: Person,
    stream: Stream,
    sure: bool = False,
    done: Iterable[AgreedAction] = (),
    agreed: Iterable[dict] = (),
    note: str = "",
    next_at: datetime | None = None,
    send: bool = False,
    **values,
) -> Session:
    """Log that a session took place: only the date is needed.

    done      open actions that were done; the others are carried on
    agreed    new actions: dicts with what, and any of owner, owner_words, both, due_on
    note      the supervisor's own preparation note
    next_at   books the next session
    send      propose the record to the worker at once
    sure      the words that look like a service user's number or birthday do not identify anybody
    Raises Invalid for such words, a date to come, or an action without words.
    """
    agreed = list(agreed)
    identifying.refuse(*_texts(values, agreed), note, sure=sure)
    with creating(sessions, "log", by=by, person=person, stream=stream, **values) as session:
        session.held_by = by
        session.counts = long_enough(session, session.person)
    if session.booking_id:
        with acting(bookings, "hold", session.booking, by=by) as _booking:
            pass
    _settle(session, done, agreed, note, next_at, by=by)
    return propose(session, by=by) if send else session


def keep_draft(*, by, form: str, tab: str, fields: dict) -> datetime:
    """Keep what has been typed in one window; when it was kept. Windows never take each other's words."""
    if not tab.isalnum() or len(tab) > 16:
        raise Invalid()
    return drafts.save(by, f"supervision.{form}:{tab}", fields)


def erase_drafts(*, by, form: str, tabs: Iterable[str]) -> None:
    """Once a form is saved, its window's draft goes, and the one it grew from; what another window holds stays."""
    for tab in filter(None, tabs):
        drafts.erase(by, f"supervision.{form}:{tab}")


def _settle(session, done, agreed, note, next_at, *, by) -> None:
    for action in done:
        do_action(action, by=by)
    for action in agreed:
        add_action(session, by=by, sure=True, **action)  # looked through with the rest of the record
    if note.strip():
        write_note(session, by=by, text=note, sure=True)
    if next_at is not None:
        book(by=by, person=session.person, stream=session.stream, starts_at=next_at, minutes=session.minutes or 60)


def _texts(values: dict, agreed: Iterable[dict] = ()) -> list[str]:
    return [values.get(name, "") for name in (*TEXTS, "also_there")] + [action["what"] for action in agreed]


def long_enough(held: Session | GroupSession, person: Person | None = None) -> bool:
    """Whether it was long enough to count, by the rule of that day; a length nobody noted is long enough."""
    if held.minutes is None:
        return True
    day, family = held.held_on, ""
    if person is not None:
        placed = Placement.objects.filter(live(day), person=person, status__in=("started", "ended"))
        posts = placed.order_by("-post__lived_experience_essential")
        family = posts.values_list("post__family", flat=True).first() or ""
    rule = SupervisionRule.objects.filter(live(day), stream=held.stream, family__in={family, ""})
    least = rule.order_by("-family").values_list("least_minutes", flat=True).first() or 0
    return held.minutes >= least


@transaction.atomic
def miss(*, by, person: Person, stream: Stream, **values) -> Session:
    """Note that a session did not happen, and why; it counts against nobody."""
    with creating(sessions, "miss", by=by, person=person, stream=stream, **values) as session:
        session.held_by, session.counts = by, False
        _needed(session.not_held_because, "not_held_because", _("Choose why it did not happen."))
        same = Session.objects.filter(person=person, stream=stream, held_on=session.held_on, status="did_not_happen")
        if same.exclude(pk=session.pk).exists():
            raise Conflict(_("That this session did not happen is noted already."))
    if session.booking_id:
        with acting(bookings, "miss", session.booking, by=by) as _booking:
            pass
    return session


@transaction.atomic
def edit(
    session: Session,
    *,
    by,
    version: int | None = None,
    sure: bool = False,
    done: Iterable[AgreedAction] = (),
    agreed: Iterable[dict] = (),
    next_at: datetime | None = None,
    send: bool = False,
    **changes,
) -> Session:
    """Change a record that is not closed; the worker sees what it says now."""
    agreed = list(agreed)
    identifying.refuse(*_texts(changes, agreed), sure=sure)
    with acting(sessions, "edit", session, by=by, version=version, **changes) as session:
        session.counts = long_enough(session, session.person)
    _settle(session, done, agreed, "", next_at, by=by)
    return propose(session, by=by) if send and session.status != "proposed" else session


def propose(session: Session, *, by, version: int | None = None) -> Session:
    """Send the record to the worker, who agrees it or asks for a change."""
    with acting(sessions, "propose", session, by=by, version=version) as session:
        session.proposed_at, session.reminded_on = timezone.now(), None
    mail.tell(
        session.person.user,
        "proposed",
        f"session:{session.pk}:{session.version}",
        about=session,
        title=_("A supervision record to read and agree"),
        url=session.get_absolute_url(),
        words=_("Read it when you have a quiet moment. Agree it, add a comment, or ask for a change."),
    )
    return session


def remind(session: Session, *, by, version: int | None = None) -> Session:
    """Send the one reminder that a record waits to be agreed; raises Conflict for a second one."""
    with acting(sessions, "remind", session, by=by, version=version) as session:
        if session.reminded_on:
            raise Conflict(_("One reminder has been sent already. There will be no other."))
        session.reminded_on = timezone.localdate()
    mail.tell(
        session.person.user,
        "reminder",
        f"session:{session.pk}",
        about=session,
        on=timezone.localdate(session.proposed_at),
        title=_("A supervision record still waits for you"),
        url=session.get_absolute_url(),
        words=_("If you leave it, it will stand as “not answered”. That is fine too; you can still agree it later."),
    )
    return session


def agree(session: Session, *, by, version: int | None = None, sure: bool = False, **changes) -> Session:
    """The worker agrees the record; it is closed for good, and later remarks are addenda."""
    identifying.refuse(changes.get("worker_comment", ""), sure=sure)
    with acting(sessions, "agree", session, by=by, version=version, **changes) as session:
        session.closed_at = session.closed_at or timezone.now()
    _answered(session, session.held_by, "answer")
    return session


def query(session: Session, *, by, version: int | None = None, sure: bool = False, **changes) -> Session:
    """The worker asks for a change to the record, and says which."""
    identifying.refuse(changes.get("change_wanted", ""), sure=sure)
    with acting(sessions, "query", session, by=by, version=version, **changes) as session:
        _needed(session.change_wanted, "change_wanted", _("Say what you would change."))
    _answered(session, session.held_by, "answer")
    return session


def lapse(session: Session, *, by) -> Session:
    """A record nobody answered stands as "not answered", never as agreed; the supervisor is told."""
    with acting(sessions, "lapse", session, by=by) as session:
        session.closed_at = timezone.now()
    mail.tell(
        session.held_by,
        "lapsed",
        f"session:{session.pk}",
        about=session,
        url=session.get_absolute_url(),
        title=_("A supervision record was not answered"),
        words=_("It stands as “not answered”, and you need do nothing. %(name)s can still agree it.")
        % {"name": session.person},
    )
    return session


def withdraw(session: Session, *, by, version: int | None = None) -> Session:
    """A draft that was logged by mistake; it counts for nothing, and its actions go with it."""
    with transaction.atomic():
        for action in AgreedAction.objects.filter(session=session, status="open"):
            drop_action(action, by=by)
        with acting(sessions, "withdraw", session, by=by, version=version) as session:
            session.counts = False
    return session


# Groups -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def log_group(*, by, stream: Stream, came: Iterable[Person], missed: Iterable[Person] = (), **values) -> GroupSession:
    """Log one group session for everybody in it: who came, which themes, and no words about anybody."""
    with creating(groups, "log", by=by, stream=stream, **values) as group:
        group.held_by, group.counts = by, long_enough(group)
        same = GroupSession.objects.filter(stream=stream, held_by=by, held_on=group.held_on, status="held")
        if same.exclude(pk=group.pk).exists():
            raise Conflict(_("This group’s session of that day is logged already. Correct that one."))
    if group.booking_id:
        with acting(bookings, "hold", group.booking, by=by) as _booking:
            pass
    members = set(
        SupervisorLink.objects.filter(live(group.held_on), stream=stream, supervisor=by).values_list(
            "person", flat=True
        )
    )
    for person, there in [(p, True) for p in came] + [(p, False) for p in missed]:
        if person.pk not in members:
            raise Invalid(fields={"came": [_("Choose people who were in this group on that day.")]})
        with creating(attendances, "note", by=by, group=group, person=person, came=there) as _attendance:
            pass
    return group


@transaction.atomic
def edit_group(
    group: GroupSession, *, by, version: int | None = None, came: Iterable[Person] | None = None, **changes
) -> GroupSession:
    """Correct a group session's date, length, themes, or who came."""
    with acting(groups, "edit", group, by=by, version=version, **changes) as group:
        group.counts = long_enough(group)
    there = None if came is None else {person.pk for person in came}
    for attendance in Attendance.objects.filter(group=group) if there is not None else ():
        if attendance.came != (attendance.person_id in there):
            edit_attendance(attendance, by=by, came=not attendance.came)
    return group


def edit_attendance(attendance: Attendance, *, by, version: int | None = None, **changes) -> Attendance:
    """Correct whether somebody came."""
    with acting(attendances, "edit", attendance, by=by, version=version, **changes) as attendance:
        pass
    return attendance


def withdraw_group(group: GroupSession, *, by, version: int | None = None) -> GroupSession:
    """A group session that was logged by mistake; it counts for nobody."""
    with acting(groups, "withdraw", group, by=by, version=version) as group:
        group.counts = False
    return group


# What was agreed ----------------------------------------------------------------------------------------------------
def add_action(session: Session, *, by, sure: bool = False, **values) -> AgreedAction:
    """Add something agreed in a session: what, who does it, by when."""
    identifying.refuse(values.get("what", ""), values.get("owner_words", ""), sure=sure)
    with creating(actions, "add", by=by, session=session, **values) as action:
        action.person, action.stream = session.person, session.stream
    return action


def edit_action(action: AgreedAction, *, by, version: int | None = None, sure: bool = False, **changes) -> AgreedAction:
    """Change what was agreed, who does it or by when."""
    identifying.refuse(changes.get("what", ""), changes.get("owner_words", ""), sure=sure)
    with acting(actions, "edit", action, by=by, version=version, **changes) as action:
        pass
    return action


def do_action(action: AgreedAction, *, by, version: int | None = None) -> AgreedAction:
    """It is done."""
    with acting(actions, "do", action, by=by, version=version) as action:
        action.done_on = timezone.localdate()
    return action


def drop_action(action: AgreedAction, *, by, version: int | None = None) -> AgreedAction:
    """It is no longer needed."""
    with acting(actions, "drop", action, by=by, version=version) as action:
        pass
    return action


def reopen_action(action: AgreedAction, *, by, version: int | None = None) -> AgreedAction:
    """It is not done after all."""
    with acting(actions, "reopen", action, by=by, version=version) as action:
        action.done_on = None
    return action


# Preparation notes, later remarks -----------------------------------------------------------------------------------
def write_note(session: Session, *, by, text: str, sure: bool = False) -> PreparationNote:
    """Keep a note for oneself about a session; it goes 30 days after the record closes."""
    identifying.refuse(text, sure=sure)
    with creating(notes, "write", by=by, session=session, text=text) as note:
        note.by = by
    return note


def edit_note(
    note: PreparationNote, *, by, version: int | None = None, sure: bool = False, **changes
) -> PreparationNote:
    """Change one's own preparation note; what it said before is not kept."""
    identifying.refuse(changes.get("text", ""), sure=sure)
    with acting(notes, "edit", note, by=by, version=version, **changes) as note:
        if note.by_id != by.pk:
            raise NotAllowed()
    return note


def ask_for_note(note: PreparationNote, *, by, version: int | None = None) -> PreparationNote:
    """The worker asks for the preparation note about their session; it stays until the records officer has given it."""
    with acting(notes, "ask", note, by=by, version=version) as note:
        note.asked_on = note.asked_on or timezone.localdate()
    return note


def give_note(note: PreparationNote, *, by, version: int | None = None) -> PreparationNote:
    """The records officer gives the worker the preparation note they asked for."""
    with acting(notes, "give", note, by=by, version=version) as note:
        note.given_on = timezone.localdate()
    session = note.session
    mail.tell(
        session.person.user,
        "note",
        f"note:{note.pk}",
        about=session,
        url=session.get_absolute_url(),
        title=_("What you asked for is ready to read"),
        words=_("Open it on the page of the session."),
    )
    return note


def erase_notes(*, by, before: datetime) -> int:
    """Erase preparation notes of records closed before a moment, but for those asked for and not given; how many."""
    closed = Q(session__closed_at__lt=before) | Q(session__status="withdrawn", session__logged_at__lt=before)
    gone = notes.visible(by).filter(closed).exclude(asked_on__isnull=False, given_on__isnull=True)
    return gone.filter(Q(given_on__isnull=True) | Q(given_on__lt=timezone.localdate(before))).delete()[0]


def add_remark(session: Session, *, by, text: str, sure: bool = False) -> Addendum:
    """Add a later remark to a closed record; raises Conflict while it can still be changed."""
    identifying.refuse(text, sure=sure)
    if session.status not in Session.CLOSED:
        raise Conflict(_("This record is not closed yet: ask for a change instead."))
    with creating(addenda, "add", by=by, session=session, text=text) as remark:
        remark.by, remark.at = by, timezone.now()
    return remark


# Shared, passed on --------------------------------------------------------------------------------------------------
def share_entry(session: Session, *, by, user: User, days: int = SHARED_FOR.days) -> EntryShare:
    """The worker shows one record to one named person, for up to 30 days."""
    if not 1 <= days <= SHARED_FOR.days:
        raise Invalid(fields={"days": [_("Choose 1 to 30 days.")]})
    if user.pk == by.pk or not user.is_active:
        raise Invalid(fields={"user": [_("Choose somebody else who can sign in.")]})
    for old in EntryShare.objects.filter(
        session=session, user=user, ended_on__isnull=True, until__lt=timezone.localdate()
    ):
        end_share(old, by=by)
    with creating(
        shares, "share", by=by, session=session, user=user, until=timezone.localdate() + timedelta(days=days)
    ) as share:
        pass
    mail.tell(
        user,
        "shared",
        f"share:{share.pk}",
        about=session,
        url=session.get_absolute_url(),
        title=_("Somebody has shared a record with you"),
        words=_("You can read it until %(day)s.") % {"day": share.until},
    )
    return share


@transaction.atomic
def share_earlier(person: Person, stream: Stream, *, by) -> int:
    """The worker lets their supervisor in a stream read the records of earlier supervisors; how many there are."""
    link = SupervisorLink.objects.filter(live(), person=person, stream=stream).order_by("cover", "-starts_on").first()
    if link is None:
        raise Invalid(_("You have no supervisor for this at present."))
    earlier = sessions.visible(by).filter(person=person, stream=stream).exclude(held_by=link.supervisor_id)
    earlier = earlier.exclude(status__in=("draft", "withdrawn", "did_not_happen"))
    shared = EntryShare.objects.filter(user=link.supervisor, ended_on__isnull=True).values("session")
    count = 0
    for session in earlier.exclude(pk__in=shared):
        with creating(shares, "share", by=by, session=session, user=link.supervisor) as _share:
            count += 1
    return count


def end_share(share: EntryShare, *, by, version: int | None = None) -> EntryShare:
    """The worker takes a shared record back; it closes with the very next request."""
    with acting(shares, "end", share, by=by, version=version) as share:
        share.ended_on = timezone.localdate()
    return share


def note_passed_on(session: Session, *, by, **values) -> PassedOn:
    """Note to whom a safeguarding concern went, when, and whether the worker was told; never what it is."""
    found = identifying.kinds(values.get("to", ""))
    if found:
        raise Invalid(fields={"to": [_("Name a role or a team, and nobody who is supported.")]})
    with creating(passed_on, "note", by=by, session=session, **values) as concern:
        concern.by = by
    return concern


def tell_worker(concern: PassedOn, *, by, version: int | None = None) -> PassedOn:
    """The worker has been told that a concern was passed on."""
    with acting(passed_on, "tell", concern, by=by, version=version) as concern:
        concern.worker_told = True
    return concern


# When somebody dies -------------------------------------------------------------------------------------------------
def stop(person: Person, *, by) -> None:
    """Booked sessions are cancelled without a message; records waiting to be agreed lapse in the same silence."""
    for booking in Booking.objects.filter(person=person, status__in=("asked", "booked")):
        with acting(bookings, "cancel", booking, by=system_user()) as booking:
            booking.cancelled_by, booking.cancelled_because = by, booking.cancelled_because or "other"
    for session in Session.objects.filter(person=person, status="proposed"):
        with acting(sessions, "lapse", session, by=system_user()) as session:
            session.closed_at = timezone.now()


def calendar_address(token: str) -> str:
    """The path under which a private calendar answers."""
    return reverse("supervision:feed", args=[token])


# Figures ------------------------------------------------------------------------------------------------------------
def freeze(today: date | None = None, *, months: int = 1) -> int:
    """Fix, once for ever, who was in date at the end of each of the last months; how many figures were written.

    Months missed while nothing ran are made up for, as far back as the last one that was fixed.
    """
    last = (today or timezone.localdate()).replace(day=1) - timedelta(days=1)
    newest = MonthFigure.objects.order_by("-month").values_list("month", flat=True).first()
    if newest is not None:
        missed = (last.year - newest.year) * 12 + last.month - newest.month
        months = max(months, min(missed, MOST_MISSED))
    written = 0
    for _number in range(months):
        written += _freeze_month(last)
        last = last.replace(day=1) - timedelta(days=1)
    return written


def _freeze_month(last: date) -> int:
    month = last.replace(day=1)
    if MonthFigure.objects.filter(month=month).exists():
        return 0
    above = defaultdict(set)
    for unit, ancestor in UnitPath.objects.filter(live(last)).values_list("descendant_id", "ancestor_id"):
        above[unit].add(ancestor)
    counted: dict = defaultdict(Counter)
    for fact in due.facts(last):
        for unit in above.get(fact.team_id, ()):
            counts = counted[unit, fact.stream_id]
            counts["people"] += 1
            counts[fact.state] += 1
            counts["late", due.how_late(fact)] += 1
    thresholds = _thresholds({unit for unit, _stream in counted})
    made = MonthFigure.objects.bulk_create(
        MonthFigure(
            unit_id=unit,
            stream_id=stream,
            month=month,
            people=counts["people"],
            in_date=counts[due.IN_DATE],
            paused=counts[due.PAUSED],
            late={name: counts["late", name] for name in due.LATE},
            thresholds=thresholds[unit],
        )
        for (unit, stream), counts in sorted(counted.items())
    )
    return len(made)


def _thresholds(ids: Iterable[int]) -> dict[int, list[int]]:
    """Unit -> the release thresholds of its organisation today: fixed with the month, so that it reads one way only."""
    roots = {unit.pk: unit.root_id for unit in Unit.objects.filter(pk__in=ids)}
    held = {own.organisation_id: own for own in Settings.objects.filter(organisation__in=set(roots.values()))}
    return {unit: release.rules_of(held.get(root)).thresholds for unit, root in roots.items()}
