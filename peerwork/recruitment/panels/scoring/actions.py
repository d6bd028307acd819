"""Scoring: open, score alone, send once, reveal, talk through, decide, tell."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Unit, UnitPath, live
from peerwork.recruitment import mail as recruitment_mail
from peerwork.recruitment.actions import set_aside
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application
from peerwork.recruitment.panels import mail, rules
from peerwork.recruitment.panels.actions import end_access_after
from peerwork.recruitment.panels.models import Declaration, Panel, Question
from peerwork.recruitment.panels.policy import panels
from peerwork.recruitment.panels.scoring import results
from peerwork.recruitment.panels.scoring.models import (
    Decision,
    Moderation,
    PanelElsewhere,
    PanelFigure,
    Score,
    ScoreSheet,
    quarter_of,
)
from peerwork.recruitment.panels.scoring.policy import decisions, elsewhere, moderations, scores
from peerwork.recruitment.panels.scoring.policy import sheets as sheet_policy
from peerwork.recruitment.panels.sheets import actions as giving
from peerwork.recruitment.panels.sheets import queries as sheets
from peerwork.recruitment.words import Rule

LEAST_FEEDBACK = 40  # characters: fewer help nobody
WANTED = {"offer": 0, "reserve": 1, "not_this_time": 2}


# Opening and scoring ------------------------------------------------------------------------------------------------
@transaction.atomic
def open_scoring(panel: Panel, *, by, version: int | None = None) -> Panel:
    """Open scoring: every member gets a sheet for every applicant invited, and the questions stay as they are."""
    with acting(panels, "open", panel, by=by, version=version) as panel:
        problems = []
        if panel.closes_at is None or panel.closes_at <= timezone.now():
            problems.append(_("Say by when scores are in."))
        if not panel.questions.filter(dropped_on__isnull=True).exists():
            problems.append(_("Add the questions of the interview plan."))
        if not panel.seats.filter(status="on", reserve=False).exists():
            problems.append(_("Nobody has said yes to a place on the panel yet."))
        if not sheets.to_meet(panel).exists():
            problems.append(_("Nobody is invited to an interview yet."))
        if problems:
            raise Invalid(" ".join(problems))
        panel.opened_at = timezone.now()
    forget()
    giving.give(panel)
    return panel


def save_score(
    sheet: ScoreSheet,
    *,
    by,
    question: Question,
    value: int | None = None,
    not_assessed: bool = False,
    note: str = "",
    version: int | None = None,
) -> Score:
    """Keep a member's own score for one question; it can be changed until it is sent."""
    given = {"value": value, "not_assessed": not_assessed, "note": note}
    with acting(sheet_policy, "save", sheet, by=by, version=version) as sheet:
        _may_score(sheet)
        _fits(sheet, question, value)
        mine = scores.visible(by).filter(sheet=sheet, question=question).first()
        if mine is None:
            with creating(scores, "save", by=by, sheet=sheet, question=question, **given) as mine:
                pass
        else:
            with acting(scores, "change", mine, by=by, **given) as mine:
                pass
    return mine


def _may_score(sheet: ScoreSheet) -> None:
    """Raises Conflict before scoring, after its end, and for somebody who knows the applicant."""
    panel = sheet.seat.panel
    if panel.status != Panel.Status.SCORING or panel.closes_at <= timezone.now():
        raise Conflict(_("The time to send scores has passed. What you saved is kept, and you were excused."))
    said = Declaration.objects.filter(seat=sheet.seat_id, application=sheet.application_id).first()
    if said is None:
        raise Conflict(_("Say first whether you know this person."))
    if said.answer == Declaration.Answer.CONFLICT:
        raise Conflict(_("You said that you know this person and that somebody else should score."))


def _fits(sheet: ScoreSheet, question: Question, value) -> None:
    asked = question.panel_id == sheet.seat.panel_id and question.dropped_on is None
    if not asked or not question.asks(sheet.seat.side):
        raise Invalid(fields={"question": [_("This question is not one of yours to score.")]})
    if value is not None and not 1 <= value <= 5:
        raise Invalid(fields={"value": [_("Choose a score from 1 to 5.")]})


@transaction.atomic
def submit_sheet(sheet: ScoreSheet, *, by, version: int | None = None) -> ScoreSheet:
    """Send one's scores for an applicant, once; the last one sent shows everybody's."""
    panel = _hold(sheet)
    with acting(sheet_policy, "submit", sheet, by=by, version=version) as sheet:
        _may_score(sheet)
        _complete(sheet)
        sheet.submitted_at = timezone.now()
    _reveal_when_all_are_in(panel)
    return sheet


def _hold(sheet: ScoreSheet) -> Panel:
    """The sheet's panel, locked: always before its sheets, so that sending and the reveal wait for each other."""
    return Panel.objects.select_for_update(of=("self",)).get(pk=sheet.seat.panel_id)


def _complete(sheet: ScoreSheet) -> None:
    given = {score.question_id for score in sheet.scores.all() if score.value is not None or score.not_assessed}
    missing = [question for question in sheets.questions_for(sheet) if question.pk not in given]
    if missing:
        words = ngettext(
            "One question has no score yet: %(which)s", "%(n)d questions have no score yet: %(which)s", len(missing)
        )
        raise Invalid(words % {"n": len(missing), "which": "; ".join(question.text for question in missing)})


@transaction.atomic
def excuse_sheet(sheet: ScoreSheet, *, by, reason: str, version: int | None = None) -> ScoreSheet:
    """HR excuses a member from scoring an applicant, with a reason that everybody sees."""
    if not reason.strip():
        raise Invalid(fields={"reason": [_("Say why they are excused: everybody on the panel sees it.")]})
    panel = _hold(sheet)
    with acting(sheet_policy, "excuse", sheet, by=by, version=version, reason=reason.strip()) as sheet:
        pass
    _reveal_when_all_are_in(panel)
    return sheet


def reopen_sheet(sheet: ScoreSheet, *, by, reason: str, version: int | None = None) -> ScoreSheet:
    """HR opens a sheet that was sent, or excused, once more, with a reason; only before the reveal."""
    if len(reason.strip()) < 10:
        raise Invalid(fields={"reason": [_("Say why it is opened again, in a sentence.")]})
    with acting(sheet_policy, "reopen", sheet, by=by, version=version, reason=reason.strip()) as sheet:
        if sheet.seat.panel.status != Panel.Status.SCORING:
            raise Conflict(_("Everybody has seen the scores: they stay as they were given."))
        sheet.submitted_at = None
    return sheet


# Paper --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def key_sheet(sheet: ScoreSheet, *, by, given: list[dict], version: int | None = None) -> ScoreSheet:
    """A supporter types in a paper sheet; the member confirms it. given: question, value, not_assessed, note each."""
    asked = {question.pk: question for question in sheets.questions_for(sheet)}
    with acting(sheet_policy, "key", sheet, by=by, version=version) as sheet:
        panel = sheet.seat.panel
        if panel.status != Panel.Status.SCORING or panel.closes_at <= timezone.now():
            raise Conflict(_("The time to send scores has passed."))
        if sheet.scores.exists():
            raise Conflict(_("This member has begun to score on their own page."))
        sheet.keyed_by = by
    forget()
    for line in given:
        question = asked.get(line["question"])
        if question is None:
            raise Invalid(_("This question is not one of theirs to score."))
        values = {name: line.get(name) for name in ("value", "note", "not_assessed") if line.get(name) is not None}
        _fits(sheet, question, values.get("value"))
        with creating(scores, "save", by=by, sheet=sheet, question=question, **values):
            pass
    user = sheet.seat.panellist.user
    mail.tell(
        user,
        "keyed",
        f"{sheet.pk}:{sheet.version}",
        title=_("Your paper scores are typed in"),
        words=_("Look whether they are right, and confirm them."),
        url=sheet.seat.get_absolute_url(),
        about=sheet.seat,
    )
    return sheet


@transaction.atomic
def confirm_sheet(sheet: ScoreSheet, *, by, version: int | None = None) -> ScoreSheet:
    """The member confirms what was typed in from their paper sheet: it counts as sent."""
    panel = _hold(sheet)
    with acting(sheet_policy, "confirm", sheet, by=by, version=version) as sheet:
        _may_score(sheet)
        _complete(sheet)
        sheet.submitted_at = timezone.now()
    _reveal_when_all_are_in(panel)
    return sheet


def correct_sheet(sheet: ScoreSheet, *, by, version: int | None = None) -> ScoreSheet:
    """The member finds something wrong in what was typed in, and goes on with the sheet themselves."""
    with acting(sheet_policy, "correct", sheet, by=by, version=version) as sheet:
        pass
    return sheet


# The reveal ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def reveal(panel: Panel, *, by, version: int | None = None) -> Panel:
    """Show everybody's scores at once: when all are in or excused, or when the time has passed."""
    with acting(panels, "reveal", panel, by=by, version=version) as panel:
        waiting = list(sheets.outstanding(panel))
        if waiting and panel.closes_at > timezone.now():
            words = ngettext(
                "%(n)d score sheet is not in yet. Wait for it, or excuse with a reason.",
                "%(n)d score sheets are not in yet. Wait for them, or excuse with a reason.",
                len(waiting),
            )
            raise Conflict(words % {"n": len(waiting)})
        giving.lapse(panel)
        panel.revealed_at = timezone.now()
    forget()
    system = system_user()
    scored = ScoreSheet.objects.filter(seat__panel=panel, status="submitted").values("application")
    for application in Application.objects.filter(pk__in=scored, status="interview"):
        deciding.interviewed(application, by=system)
    for seat in panel.seats.filter(status="on").select_related("panellist__user"):
        mail.tell(
            seat.panellist.user,
            "revealed",
            str(panel.pk),
            title=_("All scores are in"),
            words=_("You can see them on the panel’s page."),
            url=seat.get_absolute_url(),
            about=seat,
        )
    return panel


def _reveal_when_all_are_in(panel: Panel) -> None:
    sent = ScoreSheet.objects.filter(seat__panel=panel, status="submitted").exists()
    if panel.status == Panel.Status.SCORING and sent and not sheets.outstanding(panel).exists():
        reveal(panel, by=system_user())


def reveal_due(now=None) -> int:
    """Show the scores of every panel whose time has passed; how many. Late scorers are excused, and it shows."""
    now, shown = now or timezone.now(), 0
    for panel in Panel.objects.filter(status="scoring", closes_at__lte=now):
        try:
            reveal(panel, by=system_user())
            shown += 1
        except Conflict:  # somebody was a moment faster
            continue
    return shown


@transaction.atomic
def moderate(*, by, score: Score, value: int, reason: str) -> Moderation:
    """After talking it through, a member adds a changed score of their own with the reason; the first one stays."""
    if len(reason.strip()) < 10:
        raise Invalid(fields={"reason": [_("Say why, in a sentence: the panel sees it.")]})
    panel = _hold(score.sheet)
    if panel.status != Panel.Status.REVEALED:
        raise Conflict(_("Scores can be talked through after the reveal and until the panel has decided."))
    with creating(moderations, "moderate", by=by, score=score, value=value, reason=reason.strip()) as entry:
        entry.by = by
        if score.value is None or score.sheet.status != ScoreSheet.Status.SUBMITTED:
            raise Invalid(_("There is no score to change here."))
        if Decision.objects.filter(application=score.sheet.application_id).exists():
            raise Conflict(_("The decision about this applicant is recorded."))
    return entry


# The decision -------------------------------------------------------------------------------------------------------
@transaction.atomic
def decide(
    *, by, panel: Panel, application: Application, outcome: str, reason: str = "", reserve_until: date | None = None
) -> Decision:
    """Record what the panel decided about one applicant; the applicant is told in a second step."""
    panel = _may_decide(panel, by=by)
    values = {"panel": panel, "application": application, "outcome": outcome, "reason": reason.strip()}
    with creating(decisions, "decide", by=by, **values) as decision:
        if application.vacancy_id != panel.vacancy_id or application.status != "interviewed":
            raise Conflict(_("A decision is for somebody the panel has met and scored."))
        decision.decided_by = by
        _weigh(decision, reserve_until)
    _count(decision, by=by)
    return decision


@transaction.atomic
def change_decision(decision: Decision, *, by, version: int | None = None, **changes) -> Decision:
    """Change a decision the applicant has not been told yet."""
    until = changes.pop("reserve_until", None)
    _may_decide(decision.panel, by=by)
    with acting(decisions, "change", decision, by=by, version=version, **changes) as decision:
        decision.decided_by, decision.decided_on = by, timezone.localdate()
        _weigh(decision, until)
    _count(decision, by=by)
    return decision


def _may_decide(panel: Panel, *, by) -> Panel:
    """The panel, locked, in a state in which decisions are recorded; raises Conflict with what is to be mended."""
    if not decisions.may_start(by, "decide"):
        raise NotAllowed()
    panel = panels.lock(by, panel)
    if panel.status != Panel.Status.REVEALED:
        raise Conflict(_("A decision comes after all scores are in."))
    if broken := rules.standing(panel):
        words = _("This panel does not keep a rule: %(rules)s Mend it, or write why it may go on.")
        raise Conflict(words % {"rules": " ".join(str(breach.words) for breach in broken)})
    return panel


def _weigh(decision: Decision, until: date | None) -> None:
    """What must be so for this outcome: a quorum, a reason where somebody is passed over, an end of the reserve."""
    panel, application = decision.panel, decision.application
    found = results.of_panel(panel)
    line = found.line(application.pk)
    if line is None or (line.members < panel.quorum and "quorum" not in panel.overridden):
        raise Conflict(
            _("%(n)d members must have scored this person. HR can allow the panel to go on, with a reason.")
            % {"n": panel.quorum}
        )
    decision.service_users_place = line.lived_place
    if decision.outcome == Decision.Outcome.RESERVE:
        decision.reserve_until = until or decision.reserve_until or _reserve_end(panel)
        if decision.reserve_until <= timezone.localdate():
            raise Invalid(fields={"reserve_until": [_("The reserve list ends on a day in the future.")]})
    else:
        decision.reserve_until = None
    over = passed_over(found, decision)
    decision.passes_over = bool(over)
    needs = []
    if over:
        names = ", ".join(str(found.names[pk]) for pk in over)
        needs.append(
            _("The service users put %(names)s higher. Record that decision first, or write why.") % {"names": names}
        )
    low = line.overall is not None and line.overall < panel.least_average
    if low and decision.outcome != Decision.Outcome.NOT_THIS_TIME:
        needs.append(_("The average is below %(least)s. Write why.") % {"least": panel.least_average})
    if needs and len(decision.reason.strip()) < 20:
        raise Invalid(fields={"reason": needs})


def passed_over(found: "results.Results", decision: Decision) -> list[int]:
    """The applicants the service users put higher and who get less than this, or have no answer yet."""
    mine = found.line(decision.application_id)
    if mine is None or mine.lived_place is None or decision.outcome == Decision.Outcome.NOT_THIS_TIME:
        return []
    rows = Decision.objects.filter(panel=decision.panel_id).exclude(application=decision.application_id)
    given = dict(rows.values_list("application", "outcome"))
    return [
        line.application
        for line in found.lines
        if line.lived_place is not None
        and line.lived_place < mine.lived_place
        and found.names[line.application].status not in ("withdrawn", "declined")
        and WANTED[given.get(line.application, "not_this_time")] > WANTED[decision.outcome]
    ]


def _reserve_end(panel: Panel) -> date:
    months = rules.rule_of(panel.vacancy.employer_id).reserve_months
    return timezone.localdate() + timedelta(days=round(months * 30.44))


def _count(decision: Decision, *, by) -> None:
    if decision.passes_over:
        set_aside(
            by=by,
            vacancy=decision.panel.vacancy,
            rule=Rule.PASSED_OVER,
            reason=decision.reason,
            application=decision.application,
        )


def draft_feedback(decision: Decision, *, by, version: int | None = None, **changes) -> Decision:
    """Write, or go on writing, what the applicant will read."""
    with acting(decisions, "draft", decision, by=by, version=version, **changes) as decision:
        pass
    return decision


@transaction.atomic
def send_decision(decision: Decision, *, by, version: int | None = None) -> Decision:
    """Tell the applicant, once: the outcome and the feedback go out, and the application moves on."""
    _may_decide(decision.panel, by=by)
    with acting(decisions, "send", decision, by=by, version=version) as decision:
        if len(decision.feedback.strip()) < LEAST_FEEDBACK:
            words = _("Write a little more. For many people this is the only thing they hear about how it went.")
            raise Invalid(fields={"feedback": [words]})
        decision.told_at = timezone.now()
    _move_on(decision, by=by)
    recruitment_mail.news(decision.application, f"decision:{decision.pk}")
    if not sheets.to_answer(decision.panel).exists():
        close_panel(decision.panel, by=by)
    return decision


def _move_on(decision: Decision, *, by) -> None:
    verbs = {
        Decision.Outcome.OFFER: deciding.offer,
        Decision.Outcome.RESERVE: deciding.place_on_reserve,
        Decision.Outcome.NOT_THIS_TIME: deciding.not_this_time,
    }
    verbs[Decision.Outcome(decision.outcome)](decision.application, by=by)


@transaction.atomic
def offer_next(decision: Decision, *, by, reason: str = "", version: int | None = None) -> Decision:
    """Offer a post to somebody on the reserve list."""
    changes = {"reason": reason.strip()} if reason.strip() else {}
    with acting(decisions, "offer_next", decision, by=by, version=version, **changes) as decision:
        if decision.outcome != Decision.Outcome.RESERVE or decision.reserve_ended_on:
            raise Conflict(_("They are not on the reserve list any more."))
        decision.outcome = Decision.Outcome.OFFER
        over = passed_over(results.of_panel(decision.panel), decision)
        waiting = Decision.objects.filter(application__in=over, outcome="reserve", reserve_ended_on__isnull=True)
        decision.passes_over = waiting.exists()
        if decision.passes_over and len(reason.strip()) < 20:
            raise Invalid(fields={"reason": [_("The service users put somebody on the list higher. Write why.")]})
        decision.decided_by, decision.decided_on = by, timezone.localdate()
    _count(decision, by=by)
    deciding.offer(decision.application, by=by)
    return decision


def expire_reserves(today: date | None = None) -> int:
    """End reserve-list places whose day has passed, by the system; how many."""
    today, system = today or timezone.localdate(), system_user()
    waiting = Decision.objects.filter(status="told", outcome="reserve", reserve_ended_on__isnull=True)
    over = list(waiting.filter(reserve_until__lt=today).select_related("application"))
    for decision in over:
        with transaction.atomic():
            with acting(decisions, "expire", decision, by=system) as decision:
                decision.reserve_ended_on = today
            if decision.application.status == "reserve":
                deciding.not_this_time(decision.application, by=system)
    return len(over)


@transaction.atomic
def close_panel(panel: Panel, *, by, version: int | None = None) -> Panel:
    """Everybody has an answer: the panel is done, and its members' access ends in 14 days."""
    with acting(panels, "close", panel, by=by, version=version) as panel:
        if sheets.to_answer(panel).exists():
            raise Conflict(_("Somebody the panel has met has no answer yet."))
        panel.closed_on = timezone.localdate()
    end_access_after(panel)
    return panel


# Posts recruited elsewhere, and figures -----------------------------------------------------------------------------
def record_elsewhere(*, by, unit: Unit, **values) -> PanelElsewhere:
    """Note a panel with service users on it for a post recruited elsewhere."""
    with creating(elsewhere, "record", by=by, unit=unit, **values) as row:
        pass
    return row


def edit_elsewhere(row: PanelElsewhere, *, by, version: int | None = None, **changes) -> PanelElsewhere:
    """Correct such a note, until its quarter is fixed."""
    with acting(elsewhere, "edit", row, by=by, version=version, **changes) as row:
        if row.withdrawn_on:
            raise Conflict(_("This note was taken back."))
    return row


def withdraw_elsewhere(row: PanelElsewhere, *, by, version: int | None = None) -> PanelElsewhere:
    """Take such a note back."""
    with acting(elsewhere, "withdraw", row, by=by, version=version) as row:
        if row.withdrawn_on:
            raise Conflict(_("This note was taken back already."))
        row.withdrawn_on = timezone.localdate()
    return row


def freeze_figures(today: date | None = None, *, quarters: int = 1) -> int:
    """Fix the figures of quarters that are over, by unit, once for ever; how many were written."""
    first, written = quarter_of(today or timezone.localdate()), 0
    for _number in range(quarters):
        last = first - timedelta(days=1)
        first = quarter_of(last)
        if not PanelFigure.objects.filter(quarter=first).exists():
            written += _freeze(first, last)
    return written


def _freeze(first: date, last: date) -> int:
    above: dict[int, list[int]] = {}
    for unit, ancestor in UnitPath.objects.filter(live(last)).values_list("descendant", "ancestor"):
        above.setdefault(unit, []).append(ancestor)
    counted: dict[int, dict[str, int]] = {}
    for team, facts in results.facts_between(first, last):
        for unit in above.get(team, [team]):
            line = counted.setdefault(unit, dict.fromkeys(results.COUNTED, 0))
            for name in results.COUNTED:
                line[name] += facts[name]
    made = PanelFigure.objects.bulk_create(
        PanelFigure(unit_id=unit, quarter=first, **line) for unit, line in sorted(counted.items())
    )
    return len(made)
