"""What the page, the downloads, the PDF and the API show of the share of care: its shapes and its words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import release
from peerwork.mix.care_details import Details, SkillMix
from peerwork.mix.forecast import Forecast
from peerwork.mix.models import Basis
from peerwork.people.models import Unit

if TYPE_CHECKING:
    from peerwork.mix.telling import Told

UNSURE = "[u]"  # not reportable


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Figure:
    """One of the figures at the top: `value` and `unit` are shown large, `note` under them."""

    label: str
    value: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Point:
    """A month of the chart and of its table: shares are fractions, peers and others the two absolute lines."""

    month: date
    actual: Decimal | None = None
    target: Decimal | None = None
    peers: Decimal | int | None = None
    others: Decimal | int | None = None


@dataclass(frozen=True)
class Cell:
    """A team-month: `share` a fraction; else `why` says shown, folded (in "small teams together"), hidden, unsure (too
    much of it is nobody's yet) or none.
    """

    month: date
    share: Decimal | None = None
    why: str = "none"

    @property
    def mark(self) -> str:
        return {"hidden": release.HIDDEN_MARK, "unsure": UNSURE, "folded": "–"}.get(self.why, "")


@dataclass(frozen=True)
class HeatRow:
    """A team, small teams together (`kind` small), or the whole (`kind` total); `gap` is a difference of fractions."""

    kind: str
    name: str
    sub: str
    cells: tuple[Cell, ...]
    gap: Decimal | None


@dataclass(frozen=True)
class Flag:
    """A month whose figures don't follow on from those before: not to be read as progress."""

    month: date
    words: str
    note: str  # short, for the chart


@dataclass(frozen=True)
class BasisRow:
    """One of the four ways to count, as text; those without data say so."""

    basis: str
    label: str
    peers: str = ""
    everyone: str = ""
    share: str = ""
    coverage: str = ""
    none: str = ""


@dataclass(frozen=True)
class Definition:
    """What the share means and what it was made with."""

    text: str
    number: int
    mapping_version: int
    version: int
    source: str
    numerator: str
    denominator: str
    not_attributed: str
    coverage: str
    caution: str = ""
    counting: str = ""


@dataclass(frozen=True)
class Mix:
    """The share of care of one unit in one month on one basis, as this reader may see it."""

    unit: Unit
    month: date | None
    basis: str
    units: list[Choice]
    months: list[Choice]
    bases: list[Choice]
    released: bool  # through the release rules; False for those who see figures as they are
    finding: str
    headline: str = ""
    share: Decimal | None = None
    aim: Decimal | None = None  # where the path to the target is this month
    gap: Decimal | None = None
    target: object = None
    milestones: list[tuple[Decimal, bool]] = field(default_factory=list)  # share, passed
    figures: list[Figure] = field(default_factory=list)
    note: str = ""
    series: list[Point] = field(default_factory=list)
    path: list[tuple[date, Decimal]] = field(default_factory=list)  # to the day of the target
    heat_months: list[date] = field(default_factory=list)
    heat: list[HeatRow] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    definition: Definition | None = None
    four: list[BasisRow] = field(default_factory=list)
    frozen_at: datetime | None = None
    forecast: Forecast = field(default_factory=Forecast)
    care: Details | None = None
    skills: SkillMix | None = None  # who gives care in each part of the unit, side by side
    warnings: list[str] = field(default_factory=list)
    supported: "Told | None" = None  # the part of it by peer workers trained and supported at the time

    @property
    def unsure(self) -> bool:
        """Whether any team-month is not reportable, so that the page explains the mark."""
        return any(cell.why == "unsure" for row in self.heat for cell in row.cells)

    @property
    def caption(self) -> str:
        by = Basis(self.basis).label
        if not self.month:
            return _("%(unit)s, by %(basis)s") % {"unit": self.unit, "basis": by}
        return _("%(month)s, %(unit)s, by %(basis)s") % {"month": words(self.month), "unit": self.unit, "basis": by}

    COLUMNS = (
        "unit", "month", "basis", "share", "target path", "peer workers", "others", "definition", "version",
        "trained and supported share",
    )  # fmt: skip

    def table(self) -> list[tuple]:
        """The rows of the downloads, just as the page shows them: the unit by month, then its teams by month."""
        number, version = (self.definition.number, self.definition.version) if self.definition else (None, None)
        mine = [
            (
                self.unit.name,
                f"{p.month:%Y-%m}",
                self.basis,
                p.actual,
                p.target,
                p.peers,
                p.others,
                number,
                version,
                self.supported.at(p.month) if self.supported else None,
            )
            for p in self.series
        ]
        return mine + [
            (
                row.name,
                f"{cell.month:%Y-%m}",
                self.basis,
                cell.mark or cell.share,
                None,
                None,
                None,
                number,
                version,
                None,
            )
            for row in self.heat
            if row.kind != "total"
            for cell in row.cells
        ]


SENTENCES = {
    Basis.WTE: later("Peer workers were %(share)s of care staff in %(month)s, by whole-time equivalent."),
    Basis.HEADCOUNT: later("Peer workers were %(share)s of care staff in %(month)s, by people."),
    Basis.HOURS: later("Peer workers delivered %(share)s of care hours in %(month)s."),
    Basis.CONTACTS: later("Peer workers took part in %(share)s of contacts in %(month)s."),
}


def words(month: date) -> str:
    return date_format(month, "F Y")


def percentage(share: Decimal | None) -> str:
    """A share as people read it: one decimal place, two below one per cent, none where it is whole."""
    if share is None:
        return "–"
    places = 2 if 0 < share < Decimal("0.01") else 1
    value = (Decimal(share) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{number_format(value if value % 1 else int(value), places if value % 1 else 0)}%"


def points(gap: Decimal, *, signed: bool = False) -> str:
    value = (gap * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = ("+" if value > 0 else "−" if value < 0 else "") if signed else ""
    return f"{sign}{number_format(abs(value), 1)}"


def amount(value: Decimal | int) -> str:
    """A sum as people read it: whole people, others with one decimal place."""
    value = Decimal(value)
    shown = int(value) if value == value.to_integral_value() else value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number_format(shown, use_l10n=True, force_grouping=True)
