"""What the pages of panels show, each in a number of queries that does not grow with its lists."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.people.models import Unit
from peerwork.people.policy import units
from peerwork.people.reach import reach_of, units_of
from peerwork.recruitment.models import Application, Contact
from peerwork.recruitment.panels import reach, rules
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
from peerwork.recruitment.panels.scoring import results, sums
from peerwork.recruitment.panels.scoring.models import Decision, Moderation, Score, ScoreSheet
from peerwork.recruitment.panels.scoring.policy import decisions, moderations, scores, sheets
from peerwork.recruitment.panels.sheets import queries as sheet_queries
from peerwork.recruitment.policy import applications, contacts

DONE = ("submitted", "excused", "late")
SHOWN = ("revealed", "closed")


# Names --------------------------------------------------------------------------------------------------------------
def names(user, rows: Iterable[Application], *, first: bool = False) -> dict[int, str]:
    """What this reader may call each applicant: by name (the first name for the panel), else by number."""
    rows = list(rows)
    known = {
        contact.application_id: contact
        for contact in contacts.visible(user, Contact.objects.filter(application__in=rows))
    }
    found = {}
    for row in rows:
        contact = known.get(row.pk)
        readable = contacts.readable(contact) if contact is not None else frozenset()
        if contact is None or "given_name" not in readable:
            found[row.pk] = str(row)
        elif first or "family_name" not in readable:
            found[row.pk] = contact.known_as or contact.given_name
        else:
            found[row.pk] = str(contact)
    return found


# Lists --------------------------------------------------------------------------------------------------------------
@dataclass
class PanelLine:
    panel: Panel
    members: int
    lived: int
    waiting: int
    sheets: int
    days: list[InterviewDay] = field(default_factory=list)

    @property
    def next_day(self) -> InterviewDay | None:
        coming = [day for day in self.days if day.starts_at > timezone.now()]
        return coming[0] if coming else None


def panel_lines(user, *, status: str = "") -> list[PanelLine]:
    """The panels somebody reaches, those that still have something to do first."""
    rows = panels.visible(user).select_related("vacancy", "vacancy__team")
    rows = rows.filter(status=status) if status else rows.exclude(status="cancelled")
    coming = InterviewDay.objects.filter(cancelled_on__isnull=True).order_by("starts_at")
    rows = list(rows.prefetch_related(Prefetch("days", coming)).order_by("-pk")[:200])
    sitting = Seat.objects.filter(panel__in=rows, status__in=reach.SITTING, reserve=False)
    members = Counter(sitting.values_list("panel", flat=True))
    lived = Counter(sitting.filter(side__in=("service_user", "carer")).values_list("panel", flat=True))
    given = ScoreSheet.objects.filter(seat__panel__in=rows)
    given = given.values("seat__panel").annotate(all=Count("pk"), waiting=Count("pk", Q(status__in=("open", "keyed"))))
    counts = {row["seat__panel"]: row for row in given}
    order = {"revealed": 0, "scoring": 1, "planned": 2, "closed": 3, "cancelled": 4}
    lines = [
        PanelLine(
            panel,
            members[panel.pk],
            lived[panel.pk],
            counts.get(panel.pk, {}).get("waiting", 0),
            counts.get(panel.pk, {}).get("all", 0),
            list(panel.days.all()),
        )
        for panel in rows
    ]
    return sorted(lines, key=lambda line: (order[line.panel.status], -line.panel.pk))


def met(user, panel: Panel, number: int) -> Application | None:
    """An applicant whom the panel has met, by their number; None where the user sees no sheet about them."""
    found = Application.objects.filter(pk=number, vacancy=panel.vacancy_id).first()
    return found if found and sheets.visible(user).filter(application=found).exists() else None


def waiting_for_a_time(panel: Panel):
    """Who is invited to this panel's interviews; the caller has asked the policy of its times."""
    return Application.objects.filter(vacancy=panel.vacancy_id, status="interview")


def open_units(user):
    """Where a post may have been recruited elsewhere: the open units of whoever holds the panel records."""
    mine = units_of(user, "hr", "panel_coordinator")
    return units.narrow(user, Unit.objects.filter(pk__in=mine, closed_on__isnull=True))


def paying(user):
    """The organisations whose rates a user sets."""
    return Unit.objects.filter(pk__in=units_of(user, "hr"), organisation__isnull=True)


def organisations(user, *roles: str) -> list[Unit]:
    """The organisations where the user holds one of these roles (on all of it)."""
    held = reach_of(user)
    ids = frozenset().union(*(held.get(role, frozenset()) for role in roles))
    return list(units.visible(user, Unit.objects.filter(pk__in=ids, organisation__isnull=True)))


def rule_lines(user) -> list[tuple[Unit, PanelRule]]:
    """Each organisation with its rules for panels, or the defaults where it has none of its own."""
    found = {rule.organisation_id: rule for rule in panel_rules.visible(user).select_related("confirmed_by")}
    places = organisations(user, "hr", "panel_coordinator", "lived_experience_lead")
    return [(place, found.get(place.pk) or PanelRule(organisation=place)) for place in places]


def panellist_lines(user) -> list[Panellist]:
    """The list of panel members, with how many panels each sits on now."""
    now = Q(seats__status__in=reach.SITTING) & ~Q(seats__panel__status__in=("closed", "cancelled"))
    rows = panellists.visible(user).select_related("user", "organisation").annotate(now=Count("seats", now))
    return list(rows.order_by("side", "user__name")[:500])


def to_seat(user, panel: Panel):
    """Who may be asked to sit: on the list of the employer, and not on this panel yet."""
    rows = panellists.visible(user).filter(organisation=panel.vacancy.employer_id, user__is_active=True)
    return rows.exclude(seats__panel=panel).select_related("user").order_by("side", "user__name")


# One panel ----------------------------------------------------------------------------------------------------------
@dataclass
class Member:
    seat: Seat
    offers: frozenset[str]
    done: int = 0
    all: int = 0
    needs: str = ""
    excused: list[ScoreSheet] = field(default_factory=list)

    @property
    def progress(self) -> str:
        return _("%(done)d of %(all)d sent") % {"done": self.done, "all": self.all} if self.all else ""


def members_of(user, panel: Panel) -> list[Member]:
    """Everybody asked or on the panel as this reader may see them, and how far their scoring is."""
    rows = seats.visible(user, panel.seats.all()).select_related("panellist__user").order_by("reserve", "-chair", "pk")
    lines = {seat.pk: Member(seat, seats.offers(seat)) for seat in rows}
    for sheet in sheets.visible(user, ScoreSheet.objects.filter(seat__in=lines)).select_related("application"):
        line = lines[sheet.seat_id]
        line.all += 1
        line.done += sheet.status in DONE
        if sheet.status in ("excused", "late"):
            line.excused.append(sheet)
    told = panellists.visible(user, Panellist.objects.filter(seats__in=lines))
    needs = {row.pk: row.access_needs for row in told if "access_needs" in panellists.readable(row)}
    for line in lines.values():
        line.needs = needs.get(line.seat.panellist_id, "")
    return list(lines.values())


def days_of(user, panel: Panel) -> list[dict]:
    """The days of a panel with their times, and who has which as this reader may call them."""
    rows = list(days.visible(user, panel.days.all()))
    times = list(
        slots.visible(user, panel_slots(panel)).exclude(status="withdrawn").select_related("application", "day")
    )
    called = names(user, [slot.application for slot in times if slot.application_id])
    found = defaultdict(list)
    for slot in times:
        found[slot.day_id].append(
            {"slot": slot, "who": called.get(slot.application_id, ""), "offers": slots.offers(slot)}
        )
    return [{"day": day, "times": found[day.pk], "offers": days.granted(day)} for day in rows]


def panel_slots(panel: Panel):
    return Slot.objects.filter(day__panel=panel)


def questions_of(user, panel: Panel) -> list[Question]:
    rows = questions.visible(user, panel.questions.filter(dropped_on__isnull=True)).select_related("criterion")
    return list(rows.order_by("number", "pk"))


def shows_scores(user, panel: Panel) -> bool:
    """Whether this reader may see everybody's scores: after the reveal, and not while their own seat shuts them."""
    if panel.status not in SHOWN:
        return False
    rows = Score.objects.filter(sheet__seat__panel=panel)
    return scores.visible(user, rows).count() == rows.count()


@dataclass
class ResultLine:
    """One applicant in the result, as this reader calls them."""

    line: results.Line
    application: Application
    name: str
    decision: Decision | None = None


def result_lines(user, panel: Panel) -> tuple[results.Results, list[ResultLine]]:
    """The result by applicant, the service users' first on top; empty for whoever may not see scores."""
    if not shows_scores(user, panel):
        return results.Results(), []
    found = results.of_panel(panel)
    called = names(user, found.names.values())
    made = {row.application_id: row for row in decisions.visible(user, Decision.objects.filter(panel=panel))}
    lines = [
        ResultLine(line, found.names[line.application], called[line.application], made.get(line.application))
        for line in found.lines
    ]
    return found, lines


def panel_page(user, panel: Panel) -> dict:
    """Everything the panel's page shows to HR and the coordinator."""
    found, lines = result_lines(user, panel)
    members = members_of(user, panel)
    sitting = [m.seat for m in members if m.seat.status in reach.SITTING]
    broken = rules.breaches(panel, sitting) if "override_reason" in panels.readable(panel) else []
    waiting = sheet_queries.outstanding(panel).count() if panel.status == "scoring" else 0
    still, sent = sheet_lines(user, panel)
    return {
        "sheets_open": still,
        "sheets_sent": sent,
        "share": share_of_lived(panel, len(makeup(sitting)["lived"]), len(makeup(sitting)["staff"])),
        "panel": panels.show(panel),
        "row": panel,
        "members": members,
        "counted": makeup(sitting),
        "days": days_of(user, panel),
        "questions": questions_of(user, panel),
        "breaches": [breach for breach in broken if breach.key not in panel.overridden],
        "allowed": [breach for breach in broken if breach.key in panel.overridden],
        "results": found,
        "lines": lines,
        "waiting": waiting,
        "to_invite": to_invite(user, panel),
        "sheets": sum(member.all for member in members),
        "is_over": panel.closes_at is not None and panel.closes_at <= timezone.now(),
    }


def to_invite(user, panel: Panel) -> int:
    """How many on the shortlist this reader may invite to an interview now."""
    if panel.status not in ("planned", "scoring"):
        return 0
    rows = applications.visible(user, Application.objects.filter(vacancy=panel.vacancy_id, status="shortlisted"))
    return sum("invite_to_interview" in applications.granted(row) for row in rows)


def sheet_lines(user, panel: Panel) -> tuple[list[dict], list[dict]]:
    """The sheets still to come and those that can be opened again, while scoring is open."""
    if panel.status != "scoring":
        return [], []
    rows = sheets.visible(user, ScoreSheet.objects.filter(seat__panel=panel))
    rows = rows.select_related("seat__panellist__user", "application").order_by("seat", "application")
    lines = [{"sheet": sheet, "offers": sheets.offers(sheet)} for sheet in rows]
    still = [line for line in lines if line["sheet"].status in ("open", "keyed")]
    return still, [line for line in lines if "reopen" in line["offers"]]


def makeup(sitting: list[Seat]) -> dict:
    """Who sits, by side, reserves apart."""
    members = [seat for seat in sitting if not seat.reserve]
    lived = [seat for seat in members if seat.is_lived]
    return {
        "lived": lived,
        "staff": [seat for seat in members if not seat.is_lived],
        "reserve": [seat for seat in sitting if seat.reserve],
        "chair": next((seat for seat in members if seat.chair), None),
        "all": len(members),
    }


def share_of_lived(panel: Panel, lived: int, staff: int) -> int:
    """How much of the result, in per cent, the scores of service users and carers make up."""
    weight = float(panel.weight) * lived
    return round(100 * weight / (weight + staff)) if weight + staff else 0


# A member's own pages -----------------------------------------------------------------------------------------------
@dataclass
class ToScore:
    """One applicant on a member's list: what to call them, where it stands, what to do next."""

    application: Application
    name: str
    sheet: ScoreSheet | None
    declared: Declaration | None
    given: int
    asked: int
    time: datetime | None

    @property
    def state(self) -> str:
        if self.declared is None:
            return "ask"
        if self.sheet is None:
            return "wait"
        return self.sheet.status

    @property
    def words(self) -> str:
        if self.state == "open":
            return (
                _("%(given)d of %(asked)d questions scored") % {"given": self.given, "asked": self.asked}
                if self.given
                else _("Not begun yet")
            )
        if self.state in ("ask", "wait"):
            return _("Not begun yet") if self.sheet is not None else ""
        if self.state == "excused":
            return _("Excused: %(why)s") % {"why": self.sheet.reason}
        return str(self.sheet.get_status_display())


def to_score(user, seat: Seat) -> list[ToScore]:
    """The applicants a member meets, in the order of their interviews."""
    rows = applications.visible(user, Application.objects.filter(vacancy=seat.panel.vacancy_id))
    rows = list(rows.filter(status__in=reach.MET).order_by("number"))
    called = names(user, rows, first=True)
    mine = {s.application_id: s for s in sheets.visible(user, ScoreSheet.objects.filter(seat=seat))}
    said = {d.application_id: d for d in declarations.visible(user, Declaration.objects.filter(seat=seat))}
    given = Counter(
        scores.visible(user, Score.objects.filter(sheet__seat=seat))
        .filter(Q(value__isnull=False) | Q(not_assessed=True))
        .values_list("sheet__application", flat=True)
    )
    times = dict(
        slots.visible(user, panel_slots(seat.panel)).filter(status="booked").values_list("application", "starts_at")
    )
    asked = len([q for q in questions_of(user, seat.panel) if q.asks(seat.side)])
    lines = [
        ToScore(row, called[row.pk], mine.get(row.pk), said.get(row.pk), given[row.pk], asked, times.get(row.pk))
        for row in rows
        if row.pk in mine or row.status in ("interview", "interviewed")
    ]
    return sorted(lines, key=lambda line: (line.time is None, line.time or timezone.now(), line.application.number))


def one_to_score(user, seat: Seat, application: Application) -> ToScore | None:
    return next((line for line in to_score(user, seat) if line.application.pk == application.pk), None)


def own_scores(user, sheet: ScoreSheet) -> dict[int, Score]:
    """A member's own scores on one sheet, by question."""
    return {score.question_id: score for score in scores.visible(user, Score.objects.filter(sheet=sheet))}


def my_seats(user) -> list[Seat]:
    """The panels somebody sits on, the newest first."""
    rows = seats.visible(user, Seat.objects.filter(panellist__user=user.pk))
    return list(rows.select_related("panel__vacancy", "panellist__user").order_by("-pk")[:50])


def seat_days(user, seat: Seat) -> list[InterviewDay]:
    return list(days.visible(user, seat.panel.days.filter(cancelled_on__isnull=True)))


# One applicant's outcome --------------------------------------------------------------------------------------------
def outcome_page(user, panel: Panel, application: Application) -> dict:
    """The scores of one applicant by question, who sat, what was talked through, what was decided."""
    found, lines = result_lines(user, panel)
    mine = next((line for line in lines if line.application.pk == application.pk), None)
    sitting = [m.seat for m in members_of(user, panel) if m.seat.status in reach.SITTING]
    counted = makeup(sitting)
    missing = list(
        sheets.visible(user, ScoreSheet.objects.filter(seat__panel=panel, application=application))
        .filter(status__in=("excused", "late"))
        .select_related("seat__panellist__user")
    )
    given = scores.visible(user, Score.objects.filter(sheet__application=application, sheet__status="submitted"))
    named = [
        score
        for score in given.select_related("sheet__seat__panellist__user", "question").order_by(
            "question__number", "sheet__seat"
        )
        if "note" in scores.readable(score) and "sheet" in scores.readable(score)
    ]
    changed = moderations.visible(user, Moderation.objects.filter(score__sheet__application=application))
    return {
        "panel": panels.show(panel),
        "met": panel,
        "application": application,
        "line": mine,
        "results": found,
        "lines": lines,
        "counted": counted,
        "share": share_of_lived(panel, len(counted["lived"]), len(counted["staff"])),
        "missing": missing,
        "named": named,
        "changes": list(changed.select_related("by", "score__question", "score__sheet__seat").order_by("pk")),
        "needs": interview_needs(user, application),
    }


def interview_needs(user, application: Application) -> str:
    row = applications.visible(user, Application.objects.filter(pk=application.pk)).first()
    return row.interview_needs if row is not None and "interview_needs" in applications.readable(row) else ""


def feedback_draft(line: results.Line, name: str) -> str:
    """A first draft from the scores, for HR to put into their own words with the notes beside it."""
    rated = [(row, sums.mean([*row.lived, *row.staff])) for row in line.questions]
    rated = sorted(((row, value) for row, value in rated if value is not None), key=lambda pair: -pair[1])
    if not rated:
        return ""
    best, last = (str(row.question.criterion or row.question) for row in (rated[0][0], rated[-1][0]))
    parts = [_("Thank you for coming to meet us, %(name)s.") % {"name": name}]
    parts.append(_("What went well: %(what)s") % {"what": best})
    if len(rated) > 1:
        parts.append(_("One thing to work on: %(what)s") % {"what": last})
    parts.append(_("If you would like to talk this through, ring us."))
    return "\n\n".join(parts)


def moderated_by_me(user, panel: Panel) -> list[Score]:
    """A member's own scores that were sent, to add a changed one after talking it through."""
    rows = Score.objects.filter(sheet__seat__panel=panel, sheet__seat__panellist__user=user.pk)
    rows = scores.visible(user, rows.filter(sheet__status="submitted", value__isnull=False))
    return list(rows.select_related("question", "sheet__application").order_by("sheet", "question__number"))


# Applicants ---------------------------------------------------------------------------------------------------------
def interview_page(user, application: Application) -> dict:
    """The times an applicant can choose from, the one they have, and the panel's answer once it is given."""
    rows = slots.visible(user).filter(day__panel__vacancy=application.vacancy_id).select_related("day")
    rows = list(rows.filter(Q(starts_at__gt=timezone.now()) | Q(application=application.pk)))
    mine = next((slot for slot in rows if slot.application_id == application.pk), None)
    other = days.visible(user).filter(panel__vacancy=application.vacancy_id, cancelled_on__isnull=True)
    decision = decisions.visible(user, Decision.objects.filter(application=application)).first()
    return {
        "mine": mine,
        "free": sorted((s for s in rows if s.status == "open"), key=lambda s: s.starts_at),
        "others": list(other.exclude(kind="interview")),
        "decision": decisions.show(decision) if decision is not None else None,
        "averages": results.of_panel(decision.panel).line(application.pk) if decision is not None else None,
        "application": application,
    }
