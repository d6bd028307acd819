"""Whose first choice was appointed, by quarter: as HR reads it, and through the release rules for a director."""

from peerwork.kit import release
from peerwork.kit.errors import NotHere
from peerwork.people.models import Settings, Unit
from peerwork.people.policy import units
from peerwork.people.reach import reach_of, units_of
from peerwork.recruitment.panels.scoring.models import PanelFigure, quarter_words
from peerwork.recruitment.panels.scoring.policy import panel_figures

READERS = ("director", "hr", "lived_experience_lead")
QUARTERS = 12


def may_read(user) -> bool:
    return bool(reach_of(user).keys() & set(READERS))


def page(user, unit: int | None) -> dict:
    """The fixed quarters of one unit in reach; rounded, and hidden where small, for whoever is a director only."""
    reached = units.visible(user, Unit.objects.filter(pk__in=units_of(user, *READERS), closed_on__isnull=True))
    reached = sorted(reached, key=lambda row: (row.organisation_id is not None, row.kind == "team", row.name))
    chosen = next((row for row in reached if unit in (None, row.pk)), None)
    if chosen is None:
        raise NotHere()
    rows = list(panel_figures.visible(user, PanelFigure.objects.filter(unit=chosen)).order_by("-quarter")[:QUARTERS])
    held = Settings.objects.filter(organisation=chosen.root_id).first()
    by = release.rules(*((held.hide_up_to, held.round_to, held.fold_teams_under) if held else ()))
    lines = [line(row, by, exact="panels" in panel_figures.readable(row)) for row in rows]
    return {
        "unit": chosen,
        "units": reached,
        "lines": lines,
        "note": by.note,
        "rounded": any(not row["exact"] for row in lines),
    }


def line(row: PanelFigure, by: release.Rules, *, exact: bool) -> dict:
    """One quarter. Panels are counted, not people; but each stands for people, so they pass the same rules."""
    told: dict = {"quarter": quarter_words(row.quarter), "exact": exact}
    if exact:
        share = f"{round(100 * row.first_choice / row.panels)}%" if row.panels else ""
        names = ("panels", "first_choice", "passed_over", "overridden", "chaired")
        return told | {name: getattr(row, name) for name in names} | {"share": share}
    choice = release.Breakdown("panels", ("first_choice", "other"))
    counts = {"panels": row.panels, "first_choice": row.first_choice, "other": row.panels - row.first_choice}
    published = release.publish(counts, [choice], by).values
    share = release.pct(published.get("first_choice"), published["panels"])
    return told | {
        "panels": release.shown(published["panels"]),
        "first_choice": release.shown(published.get("first_choice")),
        "share": release.HIDDEN_MARK if share is None else f"{share}%",
        "passed_over": release.shown(release.pub(row.passed_over, by)),
        "overridden": release.shown(release.pub(row.overridden, by)),
        "chaired": release.shown(release.pub(row.chaired, by)),
    }
