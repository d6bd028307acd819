"""The result of a panel: by question, by group, by applicant; from what was sent, and then talked through."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from peerwork.recruitment.models import Application
from peerwork.recruitment.panels.models import LIVED, Panel, Question
from peerwork.recruitment.panels.scoring import sums
from peerwork.recruitment.panels.scoring.models import Decision, Moderation, PanelElsewhere, Score

COUNTED = ("panels", "first_choice", "passed_over", "overridden", "chaired")


@dataclass(frozen=True)
class Given:
    """One score as it counts: the last word after talking it through, or as it was first given."""

    score: int
    seat: int
    application: int
    question: int
    side: str
    first: int
    value: int

    @property
    def lived(self) -> bool:
        return self.side in LIVED


@dataclass(frozen=True)
class ByQuestion:
    """One question about one applicant: each score of each group, the averages, how far they are apart."""

    question: Question
    lived: list[int]
    staff: list[int]

    @property
    def lived_average(self):
        return sums.shown(sums.mean(self.lived))

    @property
    def staff_average(self):
        return sums.shown(sums.mean(self.staff))

    @property
    def spread(self) -> int | None:
        return sums.spread([*self.lived, *self.staff])

    @property
    def is_apart(self) -> bool:
        return (self.spread or 0) >= sums.APART


@dataclass
class Line:
    """One applicant: the average of each group and of everybody, and the place each gives them."""

    application: int
    members: int
    lived: Fraction | None
    staff: Fraction | None
    everybody: Fraction | None
    questions: list[ByQuestion]
    lived_place: int | None = None
    staff_place: int | None = None
    place: int | None = None

    @property
    def lived_average(self):
        return sums.shown(self.lived)

    @property
    def staff_average(self):
        return sums.shown(self.staff)

    @property
    def overall(self):
        return sums.shown(self.everybody)

    @property
    def apart(self) -> int:
        """How many questions need talking through."""
        return sum(row.is_apart for row in self.questions)


@dataclass
class Results:
    """Everything about one panel, the applicant the service users put first on top."""

    lines: list[Line] = field(default_factory=list)
    names: dict[int, Application] = field(default_factory=dict)
    agreement: Fraction | None = None
    agreement_lived: Fraction | None = None
    agreement_staff: Fraction | None = None

    @property
    def agreement_words(self):
        return sums.shown(self.agreement, sums.HUNDREDTH)

    @property
    def lived_words(self):
        return sums.shown(self.agreement_lived, sums.HUNDREDTH)

    @property
    def staff_words(self):
        return sums.shown(self.agreement_staff, sums.HUNDREDTH)

    def line(self, application: int) -> Line | None:
        return next((line for line in self.lines if line.application == application), None)


def given(panels: list[int]) -> dict[int, list[Given]]:
    """The scores that count, by panel: of sheets that were sent, with the last word after the reveal."""
    rows = Score.objects.filter(
        sheet__seat__panel__in=panels, sheet__status="submitted", value__isnull=False, question__dropped_on__isnull=True
    )
    last = dict(
        Moderation.objects.filter(score__sheet__seat__panel__in=panels).order_by("pk").values_list("score", "value")
    )
    found: dict[int, list[Given]] = defaultdict(list)
    for pk, value, seat, side, application, question, panel in rows.values_list(
        "pk", "value", "sheet__seat", "sheet__seat__side", "sheet__application", "question", "sheet__seat__panel"
    ):
        found[panel].append(Given(pk, seat, application, question, side, value, last.get(pk, value)))
    return found


def of_panel(panel: Panel) -> Results:
    """The result of one panel; whoever asks has the right to see it."""
    rows = given([panel.pk])[panel.pk]
    asked = panel.questions.filter(dropped_on__isnull=True).select_related("criterion")
    questions = list(asked.order_by("number", "pk"))
    found = work_out(rows, questions, Fraction(panel.weight))
    found.names = Application.objects.in_bulk([line.application for line in found.lines])
    return found


def work_out(rows: list[Given], questions: list[Question], weight: Fraction) -> Results:
    """Averages and places: a member's score of somebody is the average of their scores of the questions."""
    by_applicant: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        by_applicant[row.application].append(row)
    lines, raters = [], {True: defaultdict(dict), False: defaultdict(dict)}
    for application, theirs in by_applicant.items():
        members: dict[int, list[Given]] = defaultdict(list)
        for row in theirs:
            members[row.seat].append(row)
        averages = {seat: sums.mean([row.value for row in mine]) for seat, mine in members.items()}
        side = {seat: mine[0].lived for seat, mine in members.items()}
        for seat, average in averages.items():
            raters[side[seat]][seat][application] = average
        lines.append(
            Line(
                application=application,
                members=len(members),
                lived=sums.mean([averages[seat] for seat in averages if side[seat]]),
                staff=sums.mean([averages[seat] for seat in averages if not side[seat]]),
                everybody=sums.weighted((averages[seat], weight if side[seat] else Fraction(1)) for seat in averages),
                questions=[_by_question(question, theirs) for question in questions],
            )
        )
    _give_places(lines)
    lived, staff = list(raters[True].values()), list(raters[False].values())
    return Results(
        lines=sorted(lines, key=lambda line: (line.lived_place or 999, line.place or 999, line.application)),
        agreement=sums.agreement([*lived, *staff]),
        agreement_lived=sums.agreement(lived),
        agreement_staff=sums.agreement(staff),
    )


def _by_question(question: Question, rows: list[Given]) -> ByQuestion:
    mine = [row for row in rows if row.question == question.pk]
    return ByQuestion(
        question,
        sorted(row.value for row in mine if row.lived),
        sorted(row.value for row in mine if not row.lived),
    )


def _give_places(lines: list[Line]) -> None:
    for place, average in (("lived_place", "lived"), ("staff_place", "staff"), ("place", "everybody")):
        found = sums.places({line.application: getattr(line, average) for line in lines})
        for line in lines:
            setattr(line, place, found.get(line.application))


# Whose first choice was appointed -----------------------------------------------------------------------------------
def facts_between(first: date, last: date) -> Iterator[tuple[int, dict[str, int]]]:
    """Of each panel that appointed somebody in these days: its team, and what it counts as; few queries."""
    rows = list(Panel.objects.filter(status="closed", closed_on__range=(first, last)).select_related("vacancy"))
    numbers = [panel.pk for panel in rows]
    chosen: dict[int, set[int]] = defaultdict(set)
    over: dict[int, int] = defaultdict(int)
    for panel, application, outcome, passes in Decision.objects.filter(panel__in=numbers, status="told").values_list(
        "panel", "application", "outcome", "passes_over"
    ):
        if outcome == Decision.Outcome.OFFER:
            chosen[panel].add(application)
            over[panel] |= passes
    chaired = set(
        Panel.objects.filter(pk__in=numbers, seats__chair=True, seats__side__in=LIVED).values_list("pk", flat=True)
    )
    scored = given(numbers)
    for panel in rows:
        result = work_out(scored[panel.pk], [], Fraction(panel.weight))
        best = {line.application for line in result.lines if line.lived_place == 1}
        if not chosen[panel.pk] or not best:
            continue
        yield (
            panel.vacancy.team_id,
            {
                "panels": 1,
                "first_choice": int(bool(best & chosen[panel.pk])),
                "passed_over": int(bool(over[panel.pk])),
                "overridden": int(bool(panel.overridden)),
                "chaired": int(panel.pk in chaired),
            },
        )
    for row in PanelElsewhere.objects.filter(held_on__range=(first, last), withdrawn_on__isnull=True):
        if (best_appointed := row.first_choice_appointed) is None:
            continue
        yield (
            row.unit_id,
            {
                "panels": 1,
                "first_choice": int(best_appointed),
                "passed_over": 0,
                "overridden": 0,
                "chaired": int(row.service_user_chaired),
            },
        )
