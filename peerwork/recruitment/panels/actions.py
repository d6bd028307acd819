"""Setting up a panel: its rules, who sits, when people are met, what is asked, which time an applicant takes."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import links
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message
from peerwork.kit.records import acting, creating, keep
from peerwork.people.actions import system_user
from peerwork.people.models import Unit, User
from peerwork.recruitment import mail as recruitment_mail
from peerwork.recruitment.actions import set_aside
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application, Vacancy
from peerwork.recruitment.panels import mail, rules
from peerwork.recruitment.panels.models import (
    Declaration,
    InterviewDay,
    Panel,
    Panellist,
    PanelRule,
    Question,
    Seat,
    Slot,
)
from peerwork.recruitment.panels.policy import (
    days,
    declarations,
    panel_rules,
    panellists,
    panels,
    questions,
    seats,
    slots,
)
from peerwork.recruitment.panels.reach import AFTER_THE_DECISION
from peerwork.recruitment.panels.scoring.models import ScoreSheet
from peerwork.recruitment.panels.sheets import actions as sheets
from peerwork.recruitment.words import Rule

LOOKS_FOR = timedelta(days=90)  # how long a place lets somebody look, until a decision shortens it
MOST_TIMES = 40
LINKS_A_DAY = 5


# Rules of the organisation ------------------------------------------------------------------------------------------
def set_rules(*, by, organisation: Unit, **values) -> PanelRule:
    """Say what an organisation asks of its panels, in place of the defaults."""
    with creating(panel_rules, "set", by=by, organisation=organisation, **values) as rule:
        pass
    return rule


def edit_rules(rule: PanelRule, *, by, version: int | None = None, **changes) -> PanelRule:
    """Change what an organisation asks of its panels; panels planned before keep quorum and weight as they were."""
    with acting(panel_rules, "edit", rule, by=by, version=version, **changes) as rule:
        rule.confirmed_by = rule.confirmed_on = None
    return rule


def confirm_rules(rule: PanelRule, *, by, version: int | None = None) -> PanelRule:
    """Confirm the rules for the organisation."""
    with acting(panel_rules, "confirm", rule, by=by, version=version) as rule:
        rule.confirmed_by, rule.confirmed_on = by, timezone.localdate()
    return rule


# Panels -------------------------------------------------------------------------------------------------------------
def plan_panel(*, by, vacancy: Vacancy, **values) -> Panel:
    """Begin the panel for a vacancy, with the organisation's quorum and weight as they are today."""
    rule = rules.rule_of(vacancy.employer_id)
    with creating(panels, "plan", by=by, vacancy=vacancy, **values) as panel:
        if vacancy.status in (Vacancy.Status.FINISHED, Vacancy.Status.WITHDRAWN):
            raise Conflict(_("This vacancy is over. A panel is for one that is still open."))
        panel.quorum, panel.weight, panel.least_average = rule.quorum, rule.weight, rule.least_average
        _closes_later(panel)
    return panel


def edit_panel(panel: Panel, *, by, version: int | None = None, **changes) -> Panel:
    """Change the dates, who to ask on the day, or who wrote the questions; while scoring, also until when."""
    with acting(panels, "edit", panel, by=by, version=version, **changes) as panel:
        if "closes_at" in changes:
            _closes_later(panel)
    return panel


def _closes_later(panel: Panel) -> None:
    if panel.closes_at and panel.closes_at <= timezone.now():
        raise Invalid(fields={"closes_at": [_("The time by which scores are in must be in the future.")]})


@transaction.atomic
def override_rules(panel: Panel, *, by, override_reason: str, version: int | None = None) -> Panel:
    """HR allows a panel to go on although it does not keep a rule: the reason is kept, and counted."""
    broken = rules.standing(panel)
    if not broken:
        raise Conflict(_("This panel keeps every rule: there is nothing to allow."))
    if len(override_reason.strip()) < 10:
        raise Invalid(fields={"override_reason": [_("Write why, in a sentence: it is kept and counted.")]})
    with acting(panels, "override", panel, by=by, version=version, override_reason=override_reason) as panel:
        panel.overridden = sorted({*panel.overridden, *(breach.key for breach in broken)})
        panel.overridden_by, panel.overridden_on = by, timezone.localdate()
    set_aside(by=by, vacancy=panel.vacancy, rule=Rule.PANEL, reason=override_reason)
    return panel


@transaction.atomic
def cancel_panel(panel: Panel, *, by, version: int | None = None) -> Panel:
    """Call a panel off: days are cancelled, times given back, members told, and their access ends today."""
    with acting(panels, "cancel", panel, by=by, version=version) as panel:
        pass
    for day in panel.days.filter(cancelled_on__isnull=True):
        cancel_day(day, by=by)
    _end_access(panel, timezone.localdate() - timedelta(days=1))
    return panel


def end_access_after(panel: Panel) -> None:
    """Everybody on the panel sees it for 14 more days from the decision."""
    _end_access(panel, (panel.closed_on or timezone.localdate()) + AFTER_THE_DECISION)


def _end_access(panel: Panel, until: date) -> None:
    system = system_user()
    for seat in panel.seats.filter(status__in=("invited", "on")):
        with acting(seats, "edit", seat, by=system, access_until=until):
            pass
    forget()


# Panel members ------------------------------------------------------------------------------------------------------
@transaction.atomic
def name_panellist(
    *, by, organisation: Unit, side: str, user: User | None = None, name: str = "", email: str = "", **values
) -> Panellist:
    """Put somebody on the list of panel members: somebody with an account, or by name and any e-mail address.

    Somebody without an account gets one that opens by link and code, and only what their panels let them see.
    """
    if not panellists.may_start(by, "name"):
        raise NotAllowed()
    if user is None:
        email = email.strip().lower()
        if not email:
            raise Invalid(fields={"email": [_("Give an email address. A private one is fine.")]})
        user = User.objects.filter(email__iexact=email).first()
    if user is None:
        if not name.strip():
            raise Invalid(fields={"name": [_("Give their name.")]})
        user = User(email=email, name=name.strip(), kind=User.Kind.LINK)
        user.set_unusable_password()
        keep(user, "join", by=system_user())
    if not user.is_active or user.is_system:
        raise Invalid(fields={"email": [_("This account is closed.")]})
    with creating(panellists, "name", by=by, organisation=organisation, side=side, user=user, **values) as panellist:
        pass
    return panellist


def edit_panellist(panellist: Panellist, *, by, version: int | None = None, **changes) -> Panellist:
    """Note the day somebody was trained, as whom they sit, or that a benefits check was offered."""
    with acting(panellists, "edit", panellist, by=by, version=version, **changes) as panellist:
        pass
    return panellist


def tell_needs(panellist: Panellist, *, by, version: int | None = None, **changes) -> Panellist:
    """A member says what would help them take part, and whether they wish to be paid."""
    with acting(panellists, "tell", panellist, by=by, version=version, **changes) as panellist:
        pass
    return panellist


@transaction.atomic
def add_seat(*, by, panel: Panel, panellist: Panellist, access_until: date | None = None, **values) -> Seat:
    """Ask somebody to sit on a panel. values: chair, reserve. Their access ends by itself."""
    if why := rules.ties(panel, [panellist.user_id]).get(panellist.user_id):
        raise Invalid(fields={"panellist": [rules.TIES[why] % {"name": panellist}]})
    until = access_until or timezone.localdate() + LOOKS_FOR
    given = {"panel": panel, "panellist": panellist, "access_until": until, "side": panellist.side, **values}
    with creating(seats, "add", by=by, **given) as seat:
        if panel.status not in (Panel.Status.PLANNED, Panel.Status.SCORING):
            raise Conflict(_("The scores of this panel are in: nobody can join it now."))
        if panellist.organisation_id != panel.vacancy.employer_id:
            raise Invalid(fields={"panellist": [_("This person is on another organisation’s list.")]})
    forget()
    mail.send_link(seat, words=_("You are asked to sit on a panel. Open the link to say yes or no."), key="first")
    return seat


def edit_seat(seat: Seat, *, by, version: int | None = None, **changes) -> Seat:
    """Change who chairs, or until when somebody can look."""
    with acting(seats, "edit", seat, by=by, version=version, **changes) as seat:
        pass
    forget()
    return seat


def resend_link(seat: Seat, *, by, version: int | None = None) -> Seat:
    """Send a member a new way in; an earlier link stops working."""
    with acting(seats, "resend", seat, by=by, version=version) as seat:
        _new_link(seat)
    return seat


def _new_link(seat: Seat) -> None:
    today = Message.objects.filter(rule="panels.way_in", subject_key__startswith=f"{seat.pk}:", on=timezone.localdate())
    if (sent := today.count()) > LINKS_A_DAY:
        raise Conflict(_("Several links went out today already. Look for the newest mail, or try again tomorrow."))
    links.revoke(about=seat, user=seat.panellist.user, purpose=mail.PURPOSE)
    mail.send_link(seat, words=_("Here is a new way in. It can be used once."), key=str(sent))


@transaction.atomic
def ask_for_link(email: str) -> None:
    """A member without a password asks for a new link; the answer is the same whether the address is known or not."""
    mine = Seat.objects.filter(
        panellist__user__email__iexact=email.strip(),
        panellist__user__is_active=True,
        status__in=("invited", "on"),
        access_until__gte=timezone.localdate(),
    )
    for seat in mine.select_related("panellist__user")[:5]:
        try:
            _new_link(seat)
        except Conflict:
            continue


@transaction.atomic
def accept_seat(seat: Seat, *, by, confidential: bool = False, version: int | None = None) -> Seat:
    """Say yes to a place, with the agreement to keep what is said private."""
    if not confidential:
        raise Invalid(fields={"confidential": [_("Tick the box: what is said and seen here stays private.")]})
    with acting(seats, "accept", seat, by=by, version=version) as seat:
        seat.confidential_on = timezone.localdate()
    forget()
    for day in seat.panel.days.filter(cancelled_on__isnull=True):
        mail.invite(day, [seat])
    if seat.panel.status == Panel.Status.SCORING:
        sheets.give(seat.panel)
    return seat


def decline_seat(seat: Seat, *, by, version: int | None = None, **changes) -> Seat:
    """Say no to a place; no reason is needed."""
    with acting(seats, "decline", seat, by=by, version=version, **changes) as seat:
        pass
    return seat


@transaction.atomic
def step_down(seat: Seat, *, by, version: int | None = None, **changes) -> Seat:
    """Leave a panel, or note that a member can't come; what they have not scored is excused, and HR is told."""
    with acting(seats, "step_down", seat, by=by, version=version, **changes) as seat:
        seat.chair = False
        if seat.panel.status == Panel.Status.REVEALED:
            raise Conflict(_("The scores of this panel are in. Somebody who scored stays on it."))
    sheets.excuse_all(seat, _("Stepped down from the panel"))
    return seat


@transaction.atomic
def step_in(seat: Seat, *, by, version: int | None = None) -> Seat:
    """The reserve takes the place of somebody who dropped out, and scores like everybody else."""
    with acting(seats, "step_in", seat, by=by, version=version) as seat:
        if not seat.reserve:
            raise Conflict(_("They are on the panel already."))
        if seat.panel.status not in (Panel.Status.PLANNED, Panel.Status.SCORING):
            raise Conflict(_("The scores of this panel are in: nobody can join it now."))
        seat.reserve = False
    if seat.panel.status == Panel.Status.SCORING:
        sheets.give(seat.panel)
    title = _("You are asked to step in")
    words = _("Somebody can’t come, and you are now on the panel.")
    url = seat.get_absolute_url()
    mail.tell(seat.panellist.user, "step_in", str(seat.pk), title=title, words=words, url=url, about=seat)
    return seat


# Knowing an applicant -----------------------------------------------------------------------------------------------
@transaction.atomic
def declare(*, by, seat: Seat, application: Application, answer: str, words: str = "") -> Declaration:
    """Say whether one knows an applicant; whoever does not wish to score them for that reason is excused."""
    with creating(
        declarations, "declare", by=by, seat=seat, application=application, answer=answer, words=words
    ) as said:
        if seat.status != Seat.Status.ON:
            raise Conflict(_("Say yes to your place on the panel first."))
        if application.vacancy_id != seat.panel.vacancy_id:
            raise NotHere()
    forget()
    _excuse_conflict(said)
    return said


@transaction.atomic
def change_declaration(said: Declaration, *, by, version: int | None = None, **changes) -> Declaration:
    """Change what one said about knowing an applicant, until the scores are in."""
    with acting(declarations, "change", said, by=by, version=version, **changes) as said:
        if said.seat.panel.status not in (Panel.Status.PLANNED, Panel.Status.SCORING):
            raise Conflict(_("The scores of this panel are in."))
        said.declared_on = timezone.localdate()
    _excuse_conflict(said)
    return said


def _excuse_conflict(said: Declaration) -> None:
    if said.answer == Declaration.Answer.CONFLICT:
        sheets.excuse_all(said.seat, _("Knows this applicant"), application=said.application)


# Days and times -----------------------------------------------------------------------------------------------------
@transaction.atomic
def add_day(*, by, panel: Panel, **values) -> InterviewDay:
    """Add a day of interviews, a taster or a group exercise; members get it in their calendars."""
    with creating(days, "add", by=by, panel=panel, **values) as day:
        if panel.status not in (Panel.Status.PLANNED, Panel.Status.SCORING):
            raise Conflict(_("The scores of this panel are in."))
        if day.starts_at <= timezone.now():
            raise Invalid(fields={"starts_at": [_("The day must be in the future.")]})
    mail.invite(day)
    return day


@transaction.atomic
def edit_day(day: InterviewDay, *, by, version: int | None = None, **changes) -> InterviewDay:
    """Change a day: everybody who has it in their calendar is told. Times chosen by applicants keep it where it is."""
    with acting(days, "edit", day, by=by, version=version, **changes) as changed:
        if changed.cancelled_on:
            raise Conflict(_("This day was cancelled."))
        moved = day.starts_at != changed.starts_at
        if moved and changed.slots.exclude(status=Slot.Status.WITHDRAWN).exists():
            raise Conflict(_("Times are offered on this day. Take them back first, or add another day."))
        changed.sequence += 1
    mail.invite(changed)
    return changed


@transaction.atomic
def cancel_day(day: InterviewDay, *, by, version: int | None = None) -> InterviewDay:
    """Call a day off: members are told, and applicants choose another time."""
    with acting(days, "cancel", day, by=by, version=version) as day:
        if day.cancelled_on:
            raise Conflict(_("This day was cancelled already."))
        day.cancelled_on = timezone.localdate()
        day.sequence += 1
    system = system_user()
    for slot in day.slots.exclude(status=Slot.Status.WITHDRAWN):
        if slot.status == Slot.Status.BOOKED:
            slot = free_slot(slot, by=system)
        with acting(slots, "withdraw", slot, by=system):
            pass
    mail.invite(day)
    return day


@transaction.atomic
def offer_times(day: InterviewDay, *, by, first: datetime, minutes: int, times: int = 1, pause: int = 15) -> list[Slot]:
    """Offer so many interview times on a day, one after the other with a pause between them."""
    if not 1 <= times <= MOST_TIMES:
        raise Invalid(fields={"times": [_("Offer 1 to %(most)d times at once.") % {"most": MOST_TIMES}]})
    if first <= timezone.now():
        raise Invalid(fields={"first": [_("The first time must be in the future.")]})
    return [
        offer_slot(by=by, day=day, starts_at=first + timedelta(minutes=(minutes + pause) * number), minutes=minutes)
        for number in range(times)
    ]


def offer_slot(*, by, day: InterviewDay, starts_at: datetime, minutes: int = 45) -> Slot:
    """Offer one interview time."""
    with creating(slots, "offer", by=by, day=day, starts_at=starts_at, minutes=minutes) as slot:
        if day.kind != InterviewDay.Kind.INTERVIEW or day.cancelled_on:
            raise Conflict(_("Times are offered on a day of interviews that takes place."))
    return slot


@transaction.atomic
def book_slot(slot: Slot, *, by, application: Application, version: int | None = None) -> Slot:
    """Take an interview time: one for each applicant, and each time for one applicant only."""
    number = slot.pk
    try:
        with acting(slots, "book", slot, by=by, version=version, application=application) as slot:
            if application.vacancy_id != slot.day.panel.vacancy_id or application.status != "interview":
                raise Conflict(_("Interview times can be chosen by people who are invited to an interview."))
            if slot.starts_at <= timezone.now():
                raise Conflict(_("This time has passed. Please choose another one."))
            slot.booked_at = timezone.now()
            slot.sequence += 1
    except (NotHere, Conflict):
        # Free a moment ago, and now somebody else's: for an applicant that is out of reach, and must not read so.
        if Slot.objects.filter(pk=number, status=Slot.Status.BOOKED).exists():
            raise Conflict(_("Somebody has just chosen this time. Please choose another one.")) from None
        raise
    mail.booked(slot, application)
    return slot


@transaction.atomic
def free_slot(slot: Slot, *, by, version: int | None = None) -> Slot:
    """Give an interview time back, so that another can be chosen."""
    with acting(slots, "free", slot, by=by, version=version) as slot:
        application = slot.application
        slot.sequence += 1
        mail.booked(slot, application, cancelled=True)
        slot.application = slot.booked_at = None
    return slot


def withdraw_slot(slot: Slot, *, by, version: int | None = None) -> Slot:
    """Offer a time no longer."""
    with acting(slots, "withdraw", slot, by=by, version=version) as slot:
        pass
    return slot


def tidy_up() -> int:
    """Give back the times of people who withdrew, and excuse their score sheets; how many times."""
    system = system_user()
    for sheet in ScoreSheet.objects.filter(status__in=("open", "keyed"), application__status="withdrawn"):
        sheets.excuse_all(sheet.seat, _("Withdrew the application"), application=sheet.application)
    gone = Slot.objects.filter(status="booked", application__status__in=("withdrawn", "not_this_time"))
    for slot in gone:
        free_slot(slot, by=system)
    return len(gone)


@transaction.atomic
def invite_people(panel: Panel, *, by, version: int | None = None) -> int:
    """Invite everybody on the shortlist to an interview with this panel, to choose a time; how many."""
    panel = panels.lock(by, panel, version)
    panels.require(by, "open", panel)
    if panel.status not in (Panel.Status.PLANNED, Panel.Status.SCORING):
        raise Conflict(_("The scores of this panel are in: nobody can be invited to it now."))
    rows = list(Application.objects.filter(vacancy=panel.vacancy_id, status="shortlisted").order_by("number"))
    for row in rows:
        deciding.invite_to_interview(row, by=by)
        recruitment_mail.news(row, "interview")
    if panel.status == Panel.Status.SCORING:
        sheets.give(panel)
    return len(rows)


# The interview plan -------------------------------------------------------------------------------------------------
def add_question(*, by, panel: Panel, **values) -> Question:
    """Add a question to the interview plan, with what good can look like."""
    if not values.get("number"):
        last = panel.questions.filter(dropped_on__isnull=True).order_by("-number").first()
        values["number"] = last.number + 1 if last else 1
    with creating(questions, "add", by=by, panel=panel, **values) as question:
        _planned(question)
    return question


def edit_question(question: Question, *, by, version: int | None = None, **changes) -> Question:
    """Change a question, until scoring opens."""
    with acting(questions, "edit", question, by=by, version=version, **changes) as question:
        _planned(question)
    return question


def drop_question(question: Question, *, by, version: int | None = None) -> Question:
    """Leave a question out, until scoring opens."""
    with acting(questions, "drop", question, by=by, version=version) as question:
        _planned(question)
        question.dropped_on = timezone.localdate()
    return question


@transaction.atomic
def copy_questions(panel: Panel, earlier: Panel, *, by) -> int:
    """Begin the interview plan with the questions of an earlier panel; how many were copied."""
    rows = questions.visible(by).filter(panel=earlier, dropped_on__isnull=True)
    for row in rows:
        same = {name: getattr(row, name) for name in ("text", "asked", "guide", "part", "scored_by")}
        add_question(by=by, panel=panel, **same)
    return len(rows)


def _planned(question: Question) -> None:
    if question.panel.status != Panel.Status.PLANNED:
        raise Conflict(_("Scoring has opened: the questions stay as they are, so that everybody is asked the same."))
    if question.criterion and question.criterion.vacancy_id != question.panel.vacancy_id:
        raise Invalid(fields={"criterion": [_("This criterion belongs to another vacancy.")]})
