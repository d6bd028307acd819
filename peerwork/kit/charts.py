"""Charts drawn on the server as SVG: real text, no scripts, no inline style. Shares are fractions; months are dates.

The only place in the house where markup is made from strings: every word passes through `escape`, every number
through `_n`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor, isfinite
from textwrap import wrap

from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Point = tuple[date, float | None]  # month, value; None leaves a gap
STEPS = (1, 2, 2.5, 5)
LABEL_GAP = 44  # two lines of text and air


def _n(value: float) -> str:
    """A coordinate, to a tenth."""
    words = f"{value:.1f}".removesuffix(".0")
    return "0" if words == "-0" else words


def _exact(value: float, places: int) -> Decimal:
    return Decimal(str(round(float(value) * 100, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def _share(value: float, places: int = 1) -> str:
    return f"{number_format(_exact(value, places), places)}%"


def _month(value: date, words: str = "F Y") -> str:
    return date_format(value, words)


@dataclass(frozen=True)
class Bands:
    """Six steps of one colour, as wide as the shares need: 10 points near the target, 0.1 when it has just begun."""

    width: float

    @classmethod
    def of(cls, values) -> "Bands":
        top = max(
            (float(value) * 100 for value in values if value is not None and not isinstance(value, str)), default=0
        )
        return cls(next((width for width in (0.1, 0.2, 0.5, 1, 2, 5) if top < width * 5), 10))

    @property
    def places(self) -> int:
        return 0 if self.width >= 2 else 1 if self.width >= 0.5 else 2

    def band(self, value) -> int:
        """The step of a share, as it is written: 19.6% is written 20 and so is shaded as 20."""
        return min(5, max(0, floor(round(float(_exact(value, self.places)) / self.width, 6))))

    def key(self) -> list[str]:
        places = 0 if self.width >= 1 else 1
        edge = lambda step: number_format(Decimal(str(round(self.width * step, 1))), places)
        top = lambda step: number_format(
            Decimal(str(round(self.width * (step + 1), 1))) - Decimal(1).scaleb(-self.places), self.places
        )
        middle = [_("%(low)s to %(high)s%%") % {"low": edge(step), "high": top(step)} for step in range(1, 5)]
        return [_("Under %(high)s%%") % {"high": edge(1)}, *middle, _("%(low)s%% or more") % {"low": edge(5)}]


@dataclass(frozen=True)
class Scale:
    """From nought to a round figure just above the data, in at most six steps."""

    top: float
    step: float

    @classmethod
    def over(cls, values: Sequence[float], steps: int = 6) -> "Scale":
        most = max((value for value in values if value is not None and isfinite(value)), default=0)
        if most <= 0:
            return cls(1, 0.5)
        size = 10.0 ** floor(_log10(most / steps))
        step = next(size * factor for factor in (*STEPS, 10) if size * factor * steps >= most * 1.0001)
        return cls(step * ceil(round(most * 1.0001 / step, 6)), step)

    @property
    def places(self) -> int:
        return max(0, *(_places(self.step * line) for line in range(1, 7)))

    def lines(self) -> list[float]:
        return [round(self.step * line, 6) for line in range(round(self.top / self.step) + 1)]


def _log10(value: float) -> float:
    return float(Decimal(str(value)).log10())


def _places(value: float) -> int:
    return max(0, -Decimal(str(round(value, 6))).normalize().as_tuple().exponent)


def _index(month: date) -> int:
    return month.year * 12 + month.month - 1


@dataclass(frozen=True)
class Frame:
    """A drawing area and its two axes, in one of three sizes."""

    size: str
    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    first: int = 0
    last: int = 1
    scale: Scale = Scale(1, 0.5)

    def x(self, month: date) -> float:
        return self.left + (self.width - self.left - self.right) * (_index(month) - self.first) / max(
            1, self.last - self.first
        )

    def y(self, value: float) -> float:
        return self.top + (self.height - self.top - self.bottom) * (1 - value / self.scale.top)

    @property
    def narrow(self) -> bool:
        return self.size == "narrow"

    def on(self, months: Sequence[date], scale: Scale) -> "Frame":
        indexes = [_index(month) for month in months] or [0]
        left = (
            self.left
            + (9 * (scale.places + 1) if scale.places else 0)
            + (9 * (len(f"{scale.top:,.0f}") - 3) if scale.top >= 1000 else 0)
        )
        return Frame(
            self.size,
            self.width,
            self.height,
            self.top,
            self.right,
            self.bottom,
            left,
            min(indexes),
            max(indexes),
            scale,
        )


SIZES = (
    Frame("wide", 1120, 430, 16, 168, 52, 46),
    Frame("narrow", 358, 350, 24, 12, 34, 42),
    Frame("print", 700, 300, 14, 150, 52, 42),
)


def _text(x, y, words, kind, anchor="start") -> str:
    return f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(kind, x1, y1, x2, y2) -> str:
    return f'<line class="{kind}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _d(points) -> str:
    return " ".join(f"{'L' if at else 'M'}{_n(x)} {_n(y)}" for at, (x, y) in enumerate(points))


def _path(kind, points) -> str:
    return f'<path class="{kind}" d="{_d(points)}"/>'


def _runs(points: Sequence[Point], breaks: set[date] = frozenset()) -> list[list[tuple[date, float]]]:
    """The points in unbroken runs: a missing month, a missing value or a break in counting ends one."""
    runs, before = [], None
    for month, value in points:
        if value is None:
            before = None
            continue
        if before is None or _index(month) != _index(before) + 1 or month in breaks:
            runs.append([])
        runs[-1].append((month, float(value)))
        before = month
    return runs


def _axes(frame: Frame, unit: str) -> list[str]:
    parts, lines = [], frame.scale.lines()
    shown = lines[:: 2 if frame.narrow and len(lines) > 4 and len(lines) % 2 else 1]
    end = frame.width - frame.right
    for value in shown:
        y = frame.y(value)
        words = (
            number_format(
                Decimal(str(value)).quantize(Decimal(1).scaleb(-frame.scale.places)),
                frame.scale.places,
                force_grouping=True,
            )
            if value
            else "0"
        )
        parts.append(_line("grid" if value else "axis", frame.left, y, end, y))
        parts.append(_text(frame.left - 10, y + 5, words + (unit if value == lines[-1] else ""), "t-axis", "end"))
    if not frame.last:  # no month at all
        return parts
    span, base = frame.last - frame.first, frame.y(0)
    step = next(step for step in (1, 2, 3, 6, 12, 24, 36, 60, 120, 1200) if span / step <= (3 if frame.narrow else 7))
    at = [
        index
        for index in range(frame.first, frame.last + 1, step)
        if index == frame.first or frame.last - index >= step * 0.6
    ]
    for index in sorted({*at, frame.last}):
        month = date(index // 12, index % 12 + 1, 1)
        x = frame.x(month)
        parts.append(_line("axis", x, base, x, base + 5))
        if frame.narrow:
            anchor = "start" if index == frame.first and span else "end" if index == frame.last and span else "middle"
            parts.append(_text(x, base + 22, f"{_month(month, 'M')} {month:%y}", "t-axis", anchor))
        else:
            parts += [
                _text(x, base + 22, _month(month, "M"), "t-axis", "middle"),
                _text(x, base + 40, _month(month, "Y"), "t-axis", "middle"),
            ]
    return parts


def _spread(labels: list[tuple[float, list[str], str]], frame: Frame) -> list[tuple[float, list[str], str]]:
    """End labels moved apart, none outside the frame: each is (height, lines of text, class)."""
    placed, free = [], frame.top + 8.0
    for y, words, kind in sorted(labels, key=lambda label: label[0]):
        y = max(y, free)
        placed.append((y, words, kind))
        free = y + max(LABEL_GAP, 19 * len(words) + 6)
    over = max(0.0, free - 6 - frame.y(0)) if placed else 0
    return [(y - over, words, kind) for y, words, kind in placed]


def _stack(x: float, y: float, words: list[str], kind: str, anchor: str = "start") -> list[str]:
    """Lines of text under each other, the first in bold."""
    first, *more = words
    return [
        _text(x, y, first, f"{kind} t-strong halo", anchor),
        *(_text(x, y + 19 * at, line, f"{kind} halo", anchor) for at, line in enumerate(more, 1)),
    ]


def _run(kind: str, points) -> str:
    """A line, or for a month that stands alone a dot."""
    if len(points) > 1:
        return _path(kind, points)
    (x, y), *_rest = points
    return f'<circle class="dot-small" cx="{_n(x)}" cy="{_n(y)}" r="3"/>'


def _svg(frame: Frame, id: str, title: str, desc: str, parts: list[str]) -> str:
    id = f"{escape(id)}-{frame.size}"
    return (
        f'<svg class="app-chart__{frame.size}" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-labelledby="{id}-t" aria-describedby="{id}-d">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(desc)}</desc>{"".join(parts)}</svg>'
    )


def _drawn(months, scale: Scale, id: str, title: str, desc: str, paint) -> SafeString:
    frames = [size.on(months, scale) for size in SIZES]
    return mark_safe("".join(_svg(frame, id, title, desc, paint(frame)) for frame in frames))  # noqa: S308


def line(
    series: Sequence[Point],
    *,
    id: str,
    title: str,
    desc: str,
    target: Sequence[Point] = (),
    forecast: Sequence[tuple[date, float, float, float]] = (),
    breaks: Sequence[tuple[date, str]] = (),
    name: str = "",
) -> SafeString:
    """The share by month against its target path, and where it is heading.

    Three sizes, of which the style sheet shows one. Args: series, the recorded (month, fraction or None); target
    (month, fraction); forecast (month, middle, low, high), starting after the last recorded; breaks (first month
    counted the new way, note); name, what the solid line is. With nothing recorded, only the path is drawn.
    """
    known = [(month, float(value)) for month, value in series if value is not None]
    path = [(month, float(value)) for month, value in target if value is not None]
    ahead = [(month, float(mid), float(low), float(high)) for month, mid, low, high in forecast]
    months = [month for month, *_rest in [*series, *path, *ahead]]
    scale = Scale.over([100 * value for _m, value in [*known, *path]] + [100 * high for *_r, high in ahead])
    paint = lambda frame: _mix(frame, known, series, path, ahead, breaks, name)
    return _drawn(months, scale, id, title, desc, paint)


def _mix(frame: Frame, known, series, path, ahead, breaks, name) -> list[str]:
    parts = _axes(frame, "%")
    place = lambda points: [(frame.x(month), frame.y(100 * value)) for month, value in points]
    right, ends = frame.width - frame.right, []
    if ahead:
        start = [known[-1]] if known else []
        high = place([*start, *((month, high) for month, _mid, _low, high in ahead)])
        low = place([*start, *((month, low) for month, _mid, low, _high in ahead)])
        parts += [
            f'<path class="band" d="{_d([*high, *reversed(low)])} Z"/>',
            _path("band-edge", high),
            _path("band-edge", low),
        ]
        parts.append(_path("l-forecast", place([*start, *((month, mid) for month, mid, *_r in ahead)])))
        month, mid, low_end, high_end = ahead[-1]
        likely = _("likely %(low)s to %(high)s") % {
            "low": _share(low_end, 0 if mid >= 0.1 else 1),
            "high": _share(high_end, 0 if mid >= 0.1 else 1),
        }
        ends.append(
            (
                frame.y(100 * mid),
                [_("Forecast %(share)s") % {"share": _share(mid, 0 if mid >= 0.1 else 1)}, likely],
                "t-forecast",
            )
        )
    if ahead and known:
        x = frame.x(known[-1][0])
        parts.append(_line("now", x, frame.top, x, frame.y(0)))
        if not frame.narrow:
            parts += [
                _text(x - 8, frame.top + 18, _("Recorded"), "t-axis halo", "end"),
                _text(x + 8, frame.top + 18, _("Forecast"), "t-axis halo"),
            ]
    if path:
        parts.append(_path("l-target", place(path)))
        month, value = path[-1]
        share = _share(value, 0 if round(value * 100, 6) == round(value * 100) else 1)
        words = [_("Target %(share)s") % {"share": share}, _("by %(month)s") % {"month": _month(month)}]
        ends.append((frame.y(100 * value), words, "t-target"))
    for first, words in breaks:
        x = frame.x(first) - (frame.width - frame.left - frame.right) / max(1, frame.last - frame.first) / 2
        parts.append(_line("break", x, frame.top, x, frame.y(0)))
        if not frame.narrow:
            parts.append(_text(x + 8, frame.y(0) - 12, words, "t-axis halo"))
    parts += [_run("l-actual", place(run)) for run in _runs(series, {month for month, _words in breaks})]
    if known:
        parts += _latest(frame, known, path, ends, right)
        if not frame.narrow and frame.size != "print" and len(known) > 8:
            parts += _names(frame, known, path, name)
    if frame.narrow:
        return parts + _narrow_ends(frame, ends, right)
    return parts + [text for y, words, kind in _spread(ends, frame) for text in _stack(right + 14, y, words, kind)]


def _latest(frame: Frame, known, path, ends, right) -> list[str]:
    """The last recorded point, and its label where there is room: under the line when the path runs above it."""
    month, value = known[-1]
    x, y = frame.x(month), frame.y(100 * value)
    dot = f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="6.5"/>'
    share = _share(value, 1 if value >= 0.01 or value == 0 else 2)
    aim = dict(path).get(month)
    room = y + 30 < frame.y(0)
    if not frame.narrow and right - x < 170:
        ends.append((y, [share, _month(month)], "t-actual"))
        return [dot]
    words = f"{_month(month, 'M')} {share}" if frame.narrow else f"{_month(month)}: {share}"
    if right - x > 105:
        under = room and (aim is None or aim >= value)
        return [dot, _text(x + 12, y + 26 if under else y - 16, words, "t-actual halo")]
    falling = len(known) > 1 and known[max(0, len(known) - 5)][1] > value
    crowded = bool(path) and 0 <= y - frame.y(100 * path[-1][1]) < 44
    under = room and (falling or crowded or y < frame.top + 30)
    return [dot, _text(right, y + 28 if under else y - 16, words, "t-actual halo", "end")]


def _names(frame: Frame, known, path, name) -> list[str]:
    """What the lines are, written along them on opposite sides, clear of the last recorded month."""
    month, value = known[len(known) // 2]
    aim = dict(path).get(month)
    x, y = frame.x(month), frame.y(100 * value)
    under = (aim is None or aim >= value) and y + 44 < frame.y(0)
    parts = []
    if name:
        start = max(frame.left + 8, min(x, frame.x(known[-1][0]) - 9 * len(str(name))))
        level = max(
            frame.y(100 * share) for at, share in known if start - 20 <= frame.x(at) <= start + 9 * len(str(name))
        )
        top = min(
            frame.y(100 * share) for at, share in known if start - 20 <= frame.x(at) <= start + 9 * len(str(name))
        )
        parts.append(_text(start, min(level + 24, frame.y(0) - 8) if under else top - 14, name, "t-actual halo"))
    if aim is not None and abs(frame.y(100 * aim) - y) > 8:
        height = frame.y(100 * aim)
        parts.append(
            _text(x - 8, height - 14, _("Target path"), "t-target halo", "end")
            if under
            else _text(x - 8, height + 26, _("Target path"), "t-target halo")
        )
    return parts


def _narrow_ends(frame: Frame, ends, right) -> list[str]:
    """On a phone the end labels sit inside: the target's above its line, the forecast's where the drawing is empty."""
    parts = []
    for y, words, kind in ends:
        if kind == "t-target":
            parts += _stack(right, max(frame.top + 4, y - 12), words[:1], kind, "end")
        else:
            low = frame.y(0) - 44
            parts += _stack(right, low if y < low - 60 else max(frame.top + 44, y - 70), words, kind, "end")
    return parts


def lines(
    series: Sequence[tuple[str, Sequence[Point]]], *, id: str, title: str, desc: str, unit: str = ""
) -> SafeString:
    """Two or three runs of plain numbers on one axis, each labelled at its end and told apart by more than colour.

    Raises ValueError for more than three.
    """
    if len(series) > 3:
        raise ValueError("More than three lines cannot be told apart: draw small ones instead.")
    months = [month for _label, points in series for month, _value in points]
    scale = Scale.over([float(value) for _label, points in series for _month, value in points if value is not None])
    return _drawn(months, scale, id, title, desc, lambda frame: _several(frame, series, unit))


def _several(frame: Frame, series, unit) -> list[str]:
    parts, ends, runs, right = _axes(frame, unit), [], [], frame.width - frame.right
    for (label, points), style in zip(series, ("actual", "target", "forecast"), strict=False):
        parts += [_run(f"l-{style}", [(frame.x(m), frame.y(value)) for m, value in run]) for run in _runs(points)]
        values = [float(value) for _month, value in points if value is not None]
        if values:
            places = 0 if values[-1] == round(values[-1]) else 1
            shown = number_format(Decimal(str(round(values[-1], places))), places, force_grouping=True)
            words = [
                f"{shown}{unit}",
                *wrap(str(label), 34 if frame.narrow else 20, max_lines=1 if frame.narrow else 3, placeholder="…"),
            ]
            ends.append((frame.y(values[-1]), words, f"t-{style}"))
            runs.append((style, [(frame.x(m), frame.y(float(value))) for m, value in points if value is not None]))
    if not frame.narrow:
        return parts + [text for y, words, kind in _spread(ends, frame) for text in _stack(right + 14, y, words, kind)]
    for at, (_y, words, kind) in enumerate(sorted(ends, key=lambda end: end[0])):
        points = next(drawn for style, drawn in runs if f"t-{style}" == kind)
        beside = [y for x, y in points if x >= right - 9 * max(map(len, words))]
        y = min(frame.y(0) - 26, max(beside) + 22) if at else max(frame.top + 4, min(beside) - 32)
        parts += _stack(right, y, words, kind, "end")
    return parts


def spark(values: Sequence[float | None]) -> SafeString:
    """The shape of a run, 92 by 26; nothing for fewer than three figures. A missing figure leaves a gap."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 3:
        return SafeString("")
    low, spread = min(known), (max(known) - min(known)) or 1
    runs, places = (
        [],
        [
            (3 + 82 * at / (len(values) - 1), None if value is None else 22 - 18 * (float(value) - low) / spread)
            for at, value in enumerate(values)
        ],
    )
    for at, (x, y) in enumerate(places):
        if y is not None:
            if not at or places[at - 1][1] is None:
                runs.append([])
            runs[-1].append((x, y))
    x, y = runs[-1][-1]
    drawn = "".join(_path("run", run) for run in runs if len(run) > 1)
    dot = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3"/>'
    svg = f'<svg class="app-spark" viewBox="0 0 92 26" aria-hidden="true">{drawn}{dot}</svg>'
    return mark_safe(svg)  # noqa: S308
