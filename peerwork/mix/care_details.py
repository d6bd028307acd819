"""What stands behind a share of care: who gave it by profession, what the counting rule leaves out, what to doubt."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.mix.activity_models import COUNTED_KINDS, MECHANISMS, CareMonth, CareSource, CountedRule, Kind, Profession
from peerwork.mix.care_sums import COVERING, TOGETHER
from peerwork.mix.models import CountsAs
from peerwork.mix.rollups import last_day
from peerwork.people.models import Unit, UnitPath, live

HOUR = Decimal(60)
GROUPS = {
    "peer": later("Peer workers"), "volunteer": later("Volunteers"), "registered": later("Registered professions"),
    "unregistered": later("Unregistered staff"), "": later("Registration not said"),
    "unknown": later("Not attributed to anybody yet"), "excluded": later("Not counted"),
}  # fmt: skip
NAMED = {COVERING: later("Peer workers covering another role"), TOGETHER: later("Other staff together, from the log")}
WORTH_SAYING = Decimal("0.02")  # of the minutes or rows: less is not worth a warning


@dataclass(frozen=True)
class Line:
    label: str
    hours: Decimal
    contacts: int
    share_of_hours: Decimal | None = None


@dataclass(frozen=True)
class LeftOut:
    label: str
    contacts: int
    by_peers: int


@dataclass
class Details:
    """The care of one unit with all below it in one month."""

    groups: list[Line] = field(default_factory=list)
    professions: list[Line] = field(default_factory=list)
    indirect: list[Line] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def details(organisation: Unit, unit: Unit, month: date) -> Details:
    """Two queries, whatever the number of rows behind them."""
    rows = CareMonth.objects.filter(organisation=organisation, month=month)
    if unit != organisation:
        below = UnitPath.objects.filter(live(last_day(month)), ancestor=unit)
        rows = rows.filter(unit__in=below.values("descendant"))
    sums = ("contacts", "minutes", "rows", "minutes_of_contact", "rows_without_minutes", "rows_without_team")
    found = list(
        rows.order_by()
        .values("source", "kind", "left_out", "counts_as", "profession", "registration")
        .annotate(**{f"all_{name}": Sum(name) for name in sums})
    )
    counted = [row for row in found if not row["left_out"] and row["kind"] in COUNTED_KINDS]
    made = Details(sources=[str(CareSource(source).label) for source in sorted({row["source"] for row in found})])
    made.groups = _lines(counted, _group, GROUPS)
    made.professions = _lines([row for row in counted if row["counts_as"] == CountsAs.CLINICAL], _profession, NAMED)
    made.indirect = _lines([row for row in found if row["kind"] == Kind.INDIRECT], _group, GROUPS)
    made.left_out = _left_out(found)
    made.doubts = _doubts(counted)
    return made


@dataclass(frozen=True)
class ServiceLine:
    """A service, or several that are shown together: its hours, and the part of each group of staff in them."""

    name: str
    hours: Decimal
    parts: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class SkillMix:
    """Who gives care in each service, side by side."""

    groups: tuple[str, ...]
    services: tuple[ServiceLine, ...]


def skill_mix(organisation: Unit, month: date, services: list[tuple[str, set[int]]]) -> SkillMix | None:
    """One query. `services` are the names to be shown, each with the units whose care is summed under it."""
    rows = CareMonth.objects.filter(organisation=organisation, month=month, left_out="", kind__in=COUNTED_KINDS)
    minutes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    found = rows.order_by().values("unit", "counts_as", "registration").annotate(all_minutes=Sum("minutes"))
    for row in found:
        minutes[row["unit"]][_group(row)] += row["all_minutes"]
    lines, used = [], set()
    for name, units in services:
        total: dict[str, int] = defaultdict(int)
        for unit in units:
            for group, value in minutes.get(unit, {}).items():
                total[group] += value
        if sum(total.values()):
            lines.append((name, total))
            used |= {group for group, value in total.items() if value}
    if not lines:
        return None
    order = [group for group in GROUPS if group in used]
    part = lambda total, group: Decimal(total[group]) / sum(total.values())
    return SkillMix(
        tuple(str(GROUPS[group]) for group in order),
        tuple(
            ServiceLine(name, sum(total.values()) / HOUR, tuple(part(total, group) for group in order))
            for name, total in lines
        ),
    )


def _group(row: dict) -> str:
    if row["counts_as"] == CountsAs.CLINICAL:
        return row["registration"]
    if row["registration"] == Profession.Registration.VOLUNTEER and row["counts_as"] == CountsAs.PEER:
        return "peer"
    return row["counts_as"] or "unknown"


def _profession(row: dict) -> str:
    return row["profession"] or ""


def _lines(rows: list[dict], key, labels: dict) -> list[Line]:
    minutes: dict[str, int] = defaultdict(int)
    contacts: dict[str, int] = defaultdict(int)
    for row in rows:
        minutes[key(row)] += row["all_minutes"]
        contacts[key(row)] += row["all_contacts"]
    whole = sum(minutes.values())
    order = {name: at for at, name in enumerate(labels)}
    names = sorted(minutes, key=lambda name: (order.get(name, len(order)), -minutes[name], name))
    return [
        Line(
            str(labels.get(name, name) or _("Not said")), minutes[name] / HOUR, contacts[name],
            Decimal(minutes[name]) / whole if whole else None,
        )
        for name in names
    ]  # fmt: skip


def _left_out(rows: list[dict]) -> list[LeftOut]:
    every: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row["left_out"]:
            every[row["left_out"]][0] += row["all_contacts"]
            every[row["left_out"]][1] += row["all_contacts"] * (row["counts_as"] == CountsAs.PEER)
    return [
        LeftOut(reason(why), contacts, peers)
        for why, (contacts, peers) in sorted(every.items(), key=lambda each: -each[1][0])
        if contacts
    ]


def reason(why: str) -> str:
    """Why contacts are outside the counting rule, in words."""
    if why == "attendance":
        return _("Not attended, or not noted as attended")
    if why == "none":
        return _("No way of contact noted")
    return str(MECHANISMS.get(why, _("A way of contact that is no national code")))


def _doubts(rows: list[dict]) -> list[str]:
    total = lambda name: sum(row[f"all_{name}"] for row in rows)
    minutes, number, said = total("minutes"), total("rows"), []
    part = lambda some, whole: Decimal(some) / whole if whole else Decimal(0)
    percent = lambda some, whole: {"part": f"{100 * part(some, whole):.0f}%"}
    if part(fallen := total("minutes_of_contact"), minutes) >= WORTH_SAYING:
        said.append(
            _("%(part)s of the minutes are those of the whole contact, because the activity had none noted.")
            % percent(fallen, minutes)
        )
    if part(blank := total("rows_without_minutes"), number) >= WORTH_SAYING:
        said.append(_("%(part)s of the records have no minutes: they count as contacts and add no hours.") % percent(
            blank, number))  # fmt: skip
    if part(lost := total("rows_without_team"), number) >= WORTH_SAYING:
        said.append(_("%(part)s of the records are in no team here: their team is not mapped yet, or names none.")
                    % percent(lost, number))  # fmt: skip
    return said


def rule_words(rule: CountedRule) -> str:
    """What counts as a contact, in a sentence or two."""
    ways = lambda codes: ", ".join(str(MECHANISMS[code]).lower() for code in codes.split() if code in MECHANISMS)
    codes = " ".join(code for code in rule.mechanisms.split() if not code.startswith("P") and code != "--")
    by = (
        _("A contact with one person counts if it was attended and was not by %(ways)s.")
        if rule.leave_out
        else _("A contact with one person counts if it was attended and was by %(ways)s.")
    )
    words = by % {"ways": ways(codes)}
    whose = _("This is the organisation's own rule.") if rule.organisation_id else _("This is the national rule.")
    return f"{words} {_('Groups and drop-ins count too; indirect work is shown apart.')} {whose}"
