"""Recovery training by profession and level as figures: as they are for those who reach the names, else released."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from django.utils import timezone

from peerwork.kit import release
from peerwork.people.models import Settings, Unit
from peerwork.people.reach import reach_of
from peerwork.training.needs.queries import recovery_coverage

NAMES = ("training_lead", "hr", "lived_experience_lead")


def coverage(user, organisation: Unit) -> dict:
    """One table: profession, band, people, and of them those with recovery training.

    A director sees the end of the last month, through the release rules; a small table is not shown at all.
    """
    reach, today = reach_of(user), timezone.localdate()
    if any(organisation.pk in reach.get(role, ()) for role in NAMES):
        rows = recovery_coverage(organisation, today)
        whole = {name: sum(row[name] for row in rows) for name in ("people", "trained")}
        return {
            "organisation": organisation,
            "on": today,
            "rows": [row | {"share": _share(row)} for row in rows],
            "whole": whole | {"share": _share(whole)},
        }
    on = today.replace(day=1) - timedelta(days=1)
    return _released(organisation, on, recovery_coverage(organisation, on))


def _share(row: dict) -> Fraction | None:
    return Fraction(row["trained"], row["people"]) if row["people"] else None


def _released(organisation: Unit, on, rows: list[dict]) -> dict:
    by = release.rules_of(Settings.objects.filter(organisation=organisation).first())
    families: dict[str, dict] = defaultdict(lambda: {"people": 0, "trained": 0})
    for row in rows:  # professions only: with bands the groups of most organisations are too small
        for name in ("people", "trained"):
            families[row["family"]][name] += row[name]
    counts = {"P": sum(each["people"] for each in families.values())}
    counts["T"] = sum(each["trained"] for each in families.values())
    counts["U"] = counts["P"] - counts["T"]
    for family, each in families.items():
        counts[family, "P"], counts[family, "T"] = each["people"], each["trained"]
        counts[family, "U"] = each["people"] - each["trained"]
    breakdowns = [
        release.Breakdown("P", ("T", "U")),
        release.Breakdown("P", tuple((family, "P") for family in families)),
        release.Breakdown("T", tuple((family, "T") for family in families)),
        *(release.Breakdown((family, "P"), ((family, "T"), (family, "U"))) for family in families),
    ]
    told = release.publish(counts, breakdowns if families else [], by)
    get = told.values.get
    lines = [
        {
            "family": family,
            "band": "",
            "people": release.shown(get((family, "P"))),
            "trained": release.shown(get((family, "T"))),
            "percent": release.pct(get((family, "T")), get((family, "P"))),
        }
        for family in families
    ]
    return {
        "organisation": organisation,
        "on": on,
        "rows": lines if told.shows(breakdowns[1]) else [],
        "whole": {
            "people": release.shown(get("P")),
            "trained": release.shown(get("T")),
            "percent": release.pct(get("T"), get("P")),
        },
        "note": by.note,
        "withheld": "" if told.shows(breakdowns[1]) else release.WITHHELD,
    }
