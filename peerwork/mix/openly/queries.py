"""What is read for open data: the long table, its dictionary, what was revised, and the spread of others' shares."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import quantiles

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid, NotHere
from peerwork.mix import queries
from peerwork.mix.board.reach import months_of, organisations_with
from peerwork.mix.models import Basis, Snapshot
from peerwork.mix.openly.models import ShareFile
from peerwork.mix.openly.policy import files
from peerwork.mix.rollups import last_day, share
from peerwork.mix.shown import percentage, words
from peerwork.people.models import Unit

FEWEST = 5  # files below which a spread would be somebody's figure
COLUMNS = (
    "REPORTING_PERIOD_START", "REPORTING_PERIOD_END", "STATUS", "BREAKDOWN", "PRIMARY_LEVEL",
    "PRIMARY_LEVEL_DESCRIPTION", "SECONDARY_LEVEL", "SECONDARY_LEVEL_DESCRIPTION", "MEASURE_ID", "MEASURE_NAME",
    "MEASURE_VALUE",
)  # fmt: skip
MEASURES = {
    Basis.WTE: ("PS01", "Peer workers as a percentage of care staff, whole-time equivalent"),
    Basis.HEADCOUNT: ("PS02", "Peer workers as a percentage of care staff, people, of rounded counts"),
    Basis.HOURS: ("PS03", "Care hours given by peer workers as a percentage of care hours"),
    Basis.CONTACTS: ("PS04", "Contacts in which a peer worker took part as a percentage of contacts"),
}
SUPPORTED = {
    Basis.WTE: ("PS11", "As PS01, peer workers trained and supported at the time only, whole percent"),
    Basis.HOURS: ("PS13", "As PS03, peer workers trained and supported at the time only, whole percent"),
}
DICTIONARY = [
    ("REPORTING_PERIOD_START", "date dd/mm/yyyy", "First day of the month"),
    ("REPORTING_PERIOD_END", "date dd/mm/yyyy", "Last day of the month"),
    ("STATUS", "text", "Final: the month is frozen; a correction is a new version of the whole month"),
    ("BREAKDOWN", "text", "Organisation, or Organisation; Team"),
    ("PRIMARY_LEVEL", "text", "Code of the organisation"),
    ("PRIMARY_LEVEL_DESCRIPTION", "text", "Name of the organisation"),
    ("SECONDARY_LEVEL", "text", "NONE, or a number for the team or the small teams shown together, within this file"),
    ("SECONDARY_LEVEL_DESCRIPTION", "text", "NONE, or the name"),
    ("MEASURE_ID", "text", "; ".join(f"{key}: {name}" for key, name in (*MEASURES.values(), *SUPPORTED.values()))),
    ("MEASURE_NAME", "text", "The same in words"),
    ("MEASURE_VALUE", "number or *", "Percentage; * where the release rules hide it or it is not reportable"),
]


def long_table(user, organisation: Unit) -> Iterator[tuple]:
    """Every month and basis of an organisation in the published long shape, as its directors see it."""
    for basis, measure in MEASURES.items():
        try:
            mix = queries.mix(user, organisation, basis, released=True)
        except NotHere:
            continue
        places = 0 if basis == Basis.HEADCOUNT else 1
        for point in mix.series:
            yield _row(organisation, point.month, measure, point.actual, places)
        if mix.supported:
            for month, value in mix.supported.series:
                yield _row(organisation, month, SUPPORTED[basis], value, 0)
        for number, row in enumerate((row for row in mix.heat if row.kind != "total"), 1):
            for cell in row.cells:
                if cell.why not in ("none", "folded"):
                    yield _row(organisation, cell.month, measure, cell.share, places, (f"{number:03}", row.name))


def _row(organisation, month: date, measure, value: Decimal | None, places: int, team=None) -> tuple:
    day = "%d/%m/%Y"
    return (
        month.strftime(day), last_day(month).strftime(day), "Final", "Organisation; Team" if team else "Organisation",
        organisation.code, organisation.name, *(team or ("NONE", "NONE")), *measure,
        "*" if value is None else f"{100 * value:.{places}f}",
    )  # fmt: skip


def revisions(organisation: Unit) -> list[list[str]]:
    """Months whose figures were frozen more than once: when, and the organisation's share before and after."""
    rows = Snapshot.objects.filter(unit=organisation, basis__in=(Basis.WTE, Basis.HOURS)).order_by("month", "number")
    versions: dict[tuple, list[Snapshot]] = defaultdict(list)
    for row in rows.only("month", "basis", "number", "numerator", "denominator", "frozen_at"):
        versions[row.month, row.basis].append(row)
    told = []
    for (month, basis), found in sorted(versions.items(), reverse=True):
        for before, after in pairwise(found):
            old, new = (percentage(share(row.numerator, row.denominator)) for row in (before, after))
            told.append(
                [words(month), str(Basis(basis).label), str(after.number), f"{after.frozen_at:%d %b %Y}", old, new]
            )
    return told[:60]


def loaded(user) -> QuerySet:
    rows = ShareFile.objects.filter(status=ShareFile.Status.LOADED)
    return files.visible(user, rows).select_related("organisation", "loaded_by")


def spread(user) -> list[dict]:
    """For each basis, how the shares others published lie: the latest of each, never whose is which."""
    latest: dict[str, dict] = {}
    for row in loaded(user).order_by("month"):
        latest[row.code] = row.content
    found: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    for content in latest.values():
        for figure in content["figures"]:
            found[figure["basis"]].append((Decimal(figure["share"]), figure["coverage"]))
    told = []
    for basis in Basis:
        values = sorted(value for value, _covered in found[basis])
        covered = [Decimal(text) for _value, text in found[basis] if text]
        if len(values) < FEWEST:
            if values:
                told.append({"basis": basis.label, "few": _("%(n)d files; a spread needs %(least)d.") % {
                    "n": len(values), "least": FEWEST}})  # fmt: skip
            continue
        low, middle, high = quantiles(values, n=4, method="inclusive")
        told.append(
            {
                "basis": basis.label, "files": len(values), "lower": percentage(low), "middle": percentage(middle),
                "upper": percentage(high), "coverage": percentage(min(covered)) if covered else "–",
            }
        )  # fmt: skip
    return told


READERS = ("director", "hr", "lived_experience_lead")


def organisations(user) -> list[Unit]:
    return list(organisations_with(user, *READERS))


def organisation_of(user, chosen: str) -> Unit:
    """The organisation asked for, or the first; raises NotHere where this reader may not publish its figures."""
    places = organisations(user)
    found = next((each for each in places if chosen in ("", str(each.pk))), None)
    if found is None:
        raise NotHere()
    return found


def last_month(organisation: Unit) -> date:
    """The last month with figures; raises Invalid where there is none yet."""
    months = months_of([organisation])
    if not months:
        raise Invalid(fields={"month": [_("There are no figures yet.")]})
    return months[0]


def page(user, chosen: str) -> dict:
    places = organisations(user)
    place = next((each for each in places if str(each.pk) == chosen), places[0] if places else None)
    return {
        "place": place,
        "places": places,
        "revisions": revisions(place) if place else [],
        "revision_columns": [_("Month"), _("Counted by"), _("Version"), _("Frozen on"), _("Before"), _("Now")],
        "files": [files.show(row) for row in loaded(user)[:200]],
        "spread": spread(user),
        "may_load": files.may_start(user, "load"),
    }
