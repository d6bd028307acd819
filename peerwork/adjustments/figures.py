"""Figures of adjustments: frozen by month, whole organisations only, and never of fewer than 20 people."""

from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from peerwork.adjustments.models import MonthFigure
from peerwork.adjustments.policy import figures
from peerwork.adjustments.words import Kind
from peerwork.kit import release
from peerwork.kit.errors import NotHere
from peerwork.kit.templatetags.ui import month as month_words
from peerwork.people.models import Settings

LEAST = 20  # people: the base of any figure about a special category (quality.md, section 1)
ENOUGH = 8  # values behind a median
STAGES = {
    "asked": lazy("Waiting for an answer"),
    "arranging": lazy("Being arranged"),
    "in_place": lazy("In place"),
    "declined": lazy("Not agreed"),
}


def rows_for(user) -> list[MonthFigure]:
    return list(figures.visible(user).select_related("organisation").order_by("-month", "organisation"))


def released(user, month: str) -> dict | None:
    """One fixed month of one organisation: as it is for its HR, through the release rules for anybody else."""
    rows = rows_for(user)
    if not rows:
        return None
    row = rows[0]
    if month:
        row = next((each for each in rows if each.month.strftime("%Y-%m") == month), None)
        if row is None:
            raise NotHere()
    raw = "people" in figures.readable(row)
    found = as_it_is(row) if raw else through_the_rules(row)
    months = [(each.month.strftime("%Y-%m"), month_words(each.month)) for each in rows[:36]]
    return {"caption": f"{row.organisation}, {month_words(row.month)}", "months": months, **found}


def _days(values: list[int]) -> str:
    return str(round(median(values))) if len(values) >= ENOUGH else release.HIDDEN_MARK


def as_it_is(row: MonthFigure) -> dict:
    """For HR, who has every request in its own list."""
    share = f"{round(100 * row.adequate / row.asked)}%" if row.asked else "–"
    return {
        "note": _("As they stood at the end of the month."),
        "figures": _figures(str(row.people), _days(row.to_agree), _days(row.to_place), share),
        "stages": [[str(words), str(row.by_stage.get(name, 0))] for name, words in STAGES.items()],
        "kinds": [[str(Kind(name).label), str(count)] for name, count in sorted(row.by_kind.items())],
    }


def _figures(people: str, agree: str, place: str, adequate: str) -> list[dict]:
    return [
        {"label": _("People with an adjustment"), "value": people},
        {"label": _("Days from asked to agreed (median)"), "value": agree},
        {"label": _("Days from agreed to in place (median)"), "value": place},
        {"label": _("In place in time"), "value": adequate, "note": _("of people whose request was due")},
    ]


def through_the_rules(row: MonthFigure) -> dict:
    """For a director: rounded, published together, and nothing at all of fewer than 20 people."""
    held = Settings.objects.filter(organisation=row.organisation_id).first()
    by = release.rules(*((held.hide_up_to, held.round_to, held.fold_teams_under) if held else ()))
    if row.people < LEAST:
        hidden = release.HIDDEN_MARK
        note = _("Not shown: fewer than %(least)d people.") % {"least": LEAST}
        return {
            "note": f"{by.note} {note}",
            "figures": _figures(hidden, hidden, hidden, hidden),
            "stages": [],
            "kinds": [],
        }
    counts: dict = {("stage", name): row.by_stage.get(name, 0) for name in STAGES}
    counts |= {("kind", name): row.by_kind.get(name, 0) for name in Kind.values}
    counts["all"] = sum(row.by_stage.values())
    stages = release.Breakdown("all", tuple(("stage", name) for name in STAGES))
    kinds = release.Breakdown("all", tuple(("kind", name) for name in Kind.values))
    published = release.publish(counts, [stages, kinds], by)
    asked, adequate = release.pub(row.asked, by), release.pub(row.adequate, by)
    share = release.pct(adequate, asked) if row.asked >= LEAST else None
    return {
        "note": by.note,
        "figures": _figures(
            release.shown(release.pub(row.people, by)),
            _days(row.to_agree),
            _days(row.to_place),
            release.HIDDEN_MARK if share is None else f"{share}%",
        ),
        "stages": [[str(words), release.shown(published.values["stage", name])] for name, words in STAGES.items()]
        if published.shows(stages)
        else [],
        "kinds": [[str(Kind(name).label), release.shown(published.values["kind", name])] for name in Kind.values]
        if published.shows(kinds)
        else [],
    }
