"""Outcomes beside the share: the latest month of each as a rate of released sums, and the same month a year before."""

from datetime import date

from django.db.models import QuerySet

from peerwork.kit import release
from peerwork.mix.board.models import Indicator, OutcomeFigure
from peerwork.mix.board.policy import indicators
from peerwork.mix.rollups import add_months
from peerwork.mix.shown import words
from peerwork.people.models import Unit


def rate(row: OutcomeFigure | None, rules: release.Rules) -> str:
    """A rate as anybody may see it: of rounded sums, in whole percent, hidden where either is small."""
    if row is None:
        return "–"
    share = release.pct(release.pub(round(row.numerator), rules), release.pub(round(row.denominator), rules))
    return release.HIDDEN_MARK if share is None else f"{share}%"


def outcome_rows(organisation: Unit, until: date | None, rules: release.Rules) -> list[list[str]]:
    """One line for each outcome that has figures: for whom, as told by whom, month, rate, and a year before."""
    rows = OutcomeFigure.objects.filter(unit=organisation, indicator__organisation=organisation)
    rows = rows.filter(indicator__closed_on=None).select_related("indicator").order_by("month")
    if until:
        rows = rows.filter(month__lte=until)
    known: dict[int, dict[date, OutcomeFigure]] = {}
    for row in rows:
        known.setdefault(row.indicator_id, {})[row.month] = row
    lines = []
    for found in known.values():
        last = found[max(found)]
        before = found.get(add_months(last.month, -12))
        about = last.indicator
        lines.append(
            [
                about.name,
                str(about.get_level_display()),
                str(about.get_perspective_display()),
                words(last.month),
                rate(last, rules),
                rate(before, rules),
            ]
        )
    return sorted(lines, key=lambda line: (line[1], line[0]))


def kept(user) -> QuerySet:
    return indicators.visible(user, Indicator.objects.filter(closed_on=None)).select_related("organisation")
