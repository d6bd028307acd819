"""The numbers that are asked for most often under freedom of information, each through the release rules.

As they stood on the last day of a month that is over; a pack is made once and is then the same for everybody.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import release
from peerwork.mix.models import Basis, Snapshot
from peerwork.mix.rollups import last_day
from peerwork.people.models import Settings, Unit, UnitPath, live
from peerwork.placements.models import UNPAID, Away, Placement, PlacementTerm, Post, PostTerm
from peerwork.training.needs.models import Completion

PEERS = (Post.Family.PEER, Post.Family.SENIOR_PEER, Post.Family.CARER_PEER)
BASE = 20  # people behind anything about sickness or moving up
DEFINITIONS = [
    (later("Peer worker"), later("Somebody in a post of the families peer support worker, senior peer support worker "
                                 "or carer peer worker, on the day.")),
    (later("Other lived-experience role"), later("Somebody in any other post for which lived experience is essential, "
                                                 "or in a post as peer trainer, peer lead or manager.")),
    (later("Paid and volunteer"), later("Volunteer: a volunteer or honorary contract. Everybody else is paid.")),
    (later("Fixed term"), later("A contract of the kind fixed term, as part of the paid peer workers.")),
    (later("Band"), later("The pay band of the post on the day.")),
    (later("Directorate"), later("The directorate, or the service where there are none, of the team on the day.")),
    (later("Trained here"), later("Has a completion noted by the training team here; the others’ came from files of "
                                  "learning systems and providers.")),
    (later("Moved up within twelve months"), later("In a higher band on the day than twelve months before, of those "
                                                   "who were paid peer workers on both days.")),
    (later("Sickness days per WTE"), later("Calendar days of sickness in twelve months, for each whole-time equivalent "
                                           "on the day.")),
    (later("Share of workforce"), later("Peer workers as a part of peer workers and other care staff, from the frozen "
                                        "figures of the month.")),
]  # fmt: skip


@dataclass
class Holder:
    """Somebody in a lived-experience role on a day."""

    peer: bool = False
    paid: bool = False
    fixed: bool = False
    band: str = ""
    directorate: str = ""
    wte: float = 0.0


@dataclass(frozen=True)
class Line:
    table: str
    what: str
    value: str


@dataclass
class Pack:
    organisation: str
    day: date
    lines: list[Line] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    note: str = ""

    def as_data(self) -> dict:
        return {
            "title": _("Peer workers in numbers: %(unit)s, %(day)s") % {
                "unit": self.organisation, "day": date_format(self.day, "j F Y")},
            "lines": [[line.table, line.what, line.value] for line in self.lines],
            "withheld": self.withheld,
            "note": self.note,
            "definitions": [[str(name), str(words)] for name, words in DEFINITIONS],
        }  # fmt: skip


def pack(organisation: Unit, month: date) -> Pack:
    """The pack of a month. The number of queries does not grow with people."""
    day = last_day(month)
    rules = release.rules_of(Settings.objects.filter(organisation=organisation).first())
    holders = _holders(organisation, day)
    made = Pack(organisation.name, day, note=rules.note)
    counts, tables = _counts(holders, _trained(organisation, holders, day))
    breakdowns = [breakdown for _title, breakdown, _labels in tables]
    told = release.publish(counts, breakdowns, rules)
    made.lines.append(Line(_("People"), _("Everybody in a lived-experience role"), release.shown(told.values["all"])))
    for title, breakdown, labels in tables:
        if not told.shows(breakdown):
            made.withheld.append(str(title))
            continue
        made.lines += [Line(str(title), str(labels[key]), release.shown(told.values[key])) for key in breakdown.parts]
    paid = told.values.get("paid")
    if paid is not None and told.shows(tables[2][1]):
        share = release.pct(told.values.get("fixed"), paid)
        made.lines.append(Line(_("Contract"), _("Fixed term, of paid peer workers"), _per_cent(share)))
    made.lines += _moved_and_sick(organisation, holders, day)
    made.lines += _shares(organisation, month)
    return made


def _per_cent(share: int | None) -> str:
    return release.HIDDEN_MARK if share is None else f"{share}%"


def _holders(organisation: Unit, day: date) -> dict[int, Holder]:
    lived = Q(placement__post__lived_experience_essential=True) | Q(
        placement__post__family__in=(*PEERS, Post.Family.PEER_TRAINER, Post.Family.PEER_LEAD)
    )
    rows = PlacementTerm.objects.filter(
        lived, live(day), placement__status__in=("started", "ended"), cancelled_on__isnull=True,
        placement__employer=organisation,
    )  # fmt: skip
    bands = dict(PostTerm.objects.filter(live(day), cancelled_on__isnull=True).values_list("post", "band"))
    above = _directorates(organisation, day)
    names = ("placement__person", "placement__post", "placement__post__family", "placement__contract", "team", "wte")
    found: dict[int, Holder] = defaultdict(Holder)
    for person, post, family, contract, team, wte in rows.order_by("wte").values_list(*names):
        holder = found[person]
        paid = contract not in UNPAID
        holder.peer |= family in PEERS
        if paid or not holder.paid:  # the largest paid post says band and place
            holder.fixed, holder.band = contract == Placement.Contract.FIXED, bands.get(post, "") or ""
            holder.directorate = above.get(team, "")
        holder.paid |= paid
        holder.wte += float(wte) if paid else 0.0
    return dict(found)


def _directorates(organisation: Unit, day: date) -> dict[int, str]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = UnitPath.objects.filter(live(day), descendant__organisation=organisation)
    for team, kind, name in rows.values_list("descendant", "ancestor__kind", "ancestor__name"):
        found[team][kind] = name
    return {team: kinds.get("directorate") or kinds.get("service") or "" for team, kinds in found.items()}


def _trained(organisation: Unit, holders: dict[int, Holder], day: date) -> dict[int, bool]:
    """Person -> whether any of their completions was noted by the training team here."""
    rows = Completion.objects.filter(
        person__organisation=organisation, withdrawn_on__isnull=True, done_on__lte=day
    ).values_list("person", "source")
    found: dict[int, bool] = {}
    for person, source in rows:
        if person in holders:
            found[person] = found.get(person, False) or source == Completion.Source.HAND
    return found


def _counts(holders: dict[int, Holder], trained: dict[int, bool]) -> tuple[dict, list]:
    everybody = list(holders.items())
    peers = [holder for _person, holder in everybody if holder.peer]
    paid = [holder for holder in peers if holder.paid]
    counts: dict = {"all": len(everybody), "peers": len(peers), "others": len(everybody) - len(peers)}
    counts |= {"paid": len(paid), "volunteer": len(peers) - len(paid)}
    counts |= {"fixed": sum(h.fixed for h in paid)}
    counts["lasting"] = counts["paid"] - counts["fixed"]
    by_band, by_place = Counter(h.band for h in paid), Counter(h.directorate for h in paid)
    counts |= {("band", band): many for band, many in by_band.items()}
    counts |= {("place", place): many for place, many in by_place.items()}
    ways = Counter(trained.get(person) for person, holder in everybody if holder.peer and holder.paid)
    counts |= {("way", way): ways[way] for way in (True, False, None)}
    labels: dict = {
        "peers": _("Peer workers"), "others": _("Other lived-experience roles"), "paid": _("Paid"),
        "volunteer": _("Volunteers"), "fixed": _("Fixed term"), "lasting": _("Other contracts"),
        ("way", True): _("Trained here"), ("way", False): _("Trained elsewhere"), ("way", None): _("None noted"),
    }  # fmt: skip
    labels |= {("band", band): _("Band %(band)s") % {"band": band} if band else _("No band") for band in by_band}
    labels |= {("place", place): place or _("In no directorate") for place in by_place}
    part = release.Breakdown
    tables = [
        (_("Roles"), part("all", ("peers", "others")), labels),
        (_("Paid and volunteer peer workers"), part("peers", ("paid", "volunteer")), labels),
        (_("Contract of paid peer workers"), part("paid", ("fixed", "lasting")), labels),
        (_("Directorate of paid peer workers"), part("paid", tuple(("place", p) for p in sorted(by_place))), labels),
        (_("Band of paid peer workers"), part("paid", tuple(("band", b) for b in sorted(by_band))), labels),
        (_("Training of paid peer workers"), part("paid", tuple(("way", w) for w in (True, False, None))), labels),
    ]
    return counts, [table for table in tables if table[1].parts]


def _moved_and_sick(organisation: Unit, holders: dict[int, Holder], day: date) -> list[Line]:
    paid = {person: holder for person, holder in holders.items() if holder.peer and holder.paid}
    year_ago = day - timedelta(days=365)
    earlier = _holders(organisation, year_ago).items()
    before = {person: holder for person, holder in earlier if holder.peer and holder.paid}
    both = [(before[person].band, paid[person].band) for person in paid.keys() & before.keys()]
    both = [(old, new) for old, new in both if old and new]
    rules = release.rules_of(Settings.objects.filter(organisation=organisation).first())
    lines = []
    share = None
    if len(both) >= BASE:
        up = sum((len(new), new) > (len(old), old) for old, new in both)
        share = release.pct(release.pub(up, rules), release.pub(len(both), rules))
    lines.append(Line(_("Moving up"), _("Moved up within twelve months"), _per_cent(share)))
    days = release.HIDDEN_MARK
    wte = sum(holder.wte for holder in paid.values())
    if len(paid) >= BASE and wte:
        total, ill = 0, set()
        rows = Away.objects.filter(
            person__in=list(paid), kind=Away.Kind.SICKNESS, cancelled_on__isnull=True, starts_on__lte=day
        ).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=year_ago))
        for person, first, last in rows.values_list("person", "starts_on", "ends_on"):
            total += (min(last or day, day) - max(first, year_ago + timedelta(days=1))).days + 1
            ill.add(person)
        days = str(round(total / wte)) if release.pub(len(ill), rules) is not None else release.HIDDEN_MARK
    lines.append(Line(_("Sickness"), _("Sickness days per WTE of paid peer workers, twelve months"), days))
    return lines


def _shares(organisation: Unit, month: date) -> list[Line]:
    """The shares as their own pages release them for a whole organisation: by time and by care."""
    rows = Snapshot.objects.filter(unit=organisation, month=month, current=True)
    rows = rows.filter(basis__in=(Basis.WTE, Basis.HOURS, Basis.CONTACTS))
    found = {row.basis: row for row in rows}
    lines = []
    for basis in (Basis.WTE, Basis.HOURS, Basis.CONTACTS):
        row = found.get(basis)
        if row is None or not row.denominator:
            continue
        value = f"{100 * row.numerator / row.denominator:.1f}%"
        lines.append(Line(_("Share of workforce"), _("By %(basis)s") % {"basis": Basis(basis).label}, value))
    return lines
