"""What is read of plans: the list that compares them, and one plan with its chart."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from peerwork.kit import charts
from peerwork.mix.models import Target
from peerwork.mix.policy import targets
from peerwork.mix.rollups import last_day
from peerwork.mix.shown import percentage, words
from peerwork.mix.steering.models import Scenario
from peerwork.mix.steering.policy import scenarios
from peerwork.people.models import Unit, UnitPath, live
from peerwork.people.policy import units
from peerwork.people.reach import units_of
from peerwork.recruitment.models import Application

LIMIT_WORDS = {
    "a_month": later("how many can start in a month"),
    "in_team": later("vacancies in teams"),
    "supervised": later("supervisors"),
    "trained": later("training places"),
    "budget": later("the budget"),
}
NONE_WORDS = {
    "no_figures": later("There are no figures for this unit and measure yet, so nothing can be played."),
    "too_few": later("This unit has too few peer workers to be shown apart. Make the plan for the unit above it."),
    "not_ahead": later("The target’s date is not ahead of the figures any more. Set a new target first."),
    "too_far": later("The target is more than five years ahead of the figures: too far to plan for."),
}


def plans_for(user, *, aside: bool = False) -> QuerySet:
    """Plans within reach, newest first; those set aside apart."""
    status = Scenario.Status.SET_ASIDE if aside else Scenario.Status.KEPT
    return scenarios.visible(user, Scenario.objects.filter(status=status)).select_related("unit", "made_by")


def own_units(user) -> QuerySet:
    """The open units somebody directs."""
    return units.narrow(user, Unit.objects.filter(pk__in=units_of(user, "director"), closed_on__isnull=True))


def own_teams(user, below: Unit | None = None) -> QuerySet:
    """The open teams of the units somebody directs, or of one of these, in the order of their names."""
    mine = UnitPath.objects.filter(live(), ancestor__in=units_of(user, "director"))
    if below is not None:
        mine = UnitPath.objects.filter(live(), ancestor=below)
    teams = Unit.objects.filter(pk__in=mine.values("descendant"), kind=Unit.Kind.TEAM, closed_on__isnull=True)
    return units.narrow(user, teams).order_by("name")


def month_of(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def in_brief(plan: Scenario) -> dict:
    """One line of the comparison."""
    result = plan.result
    if not result or result.get("none"):
        return {"said": NONE_WORDS.get(result.get("none", "")) or _("Being worked out")}
    low, middle, high = map(_share, result["share"][-1])
    costs = [cost for _year, cost in result["cost_by_year"]]
    return {
        "end": _("%(share)s in %(month)s (%(low)s to %(high)s)")
        % {"share": middle, "month": words(month_of(result["months"][-1])), "low": low, "high": high},
        "met": words(month_of(result["met"])) if result["met"] else (_("Not in this time") if result["aim"] else ""),
        "starters": result["starters"],
        "supervisors": result["supervisors"],
        "cost": max(costs) if costs else None,
    }


def _share(value: float) -> str:
    return percentage(Decimal(str(value)))


def told(user, plan: Scenario) -> dict:
    """All there is to say of one plan: finding, chart, figures, what was assumed, what it would take."""
    result = plan.result
    if not result or result.get("none"):
        return {"waiting": not result, "none": NONE_WORDS.get(result.get("none", ""))}
    months = [month_of(month) for month in result["months"]]
    target = targets.visible(user, Target.objects.filter(unit=plan.unit, basis=plan.basis, status="set")).first()
    path = [(when, value) for when in months if target and (value := target.path(last_day(when))) is not None]
    ahead = [(when, mid, low, high) for when, (low, mid, high) in zip(months, result["share"], strict=True)]
    brief = in_brief(plan)
    lines = [
        (name, [(when, band[1]) for when, band in zip(months, result[key], strict=True)])
        for key, name in (("others", _("Others")), ("peers", _("Peer workers")))
    ]
    return {
        "finding": _finding(result, months),
        "chart": charts.line(
            [(month_of(month), share) for month, share in result["past"]], id="plan", target=path, forecast=ahead,
            title=_("Share of care with this plan"),
            desc=_("By the end it stands at %(end)s. Every value is in the table below.") % {"end": brief["end"]},
            name=_("Care delivered by peer workers"),
        ),
        "lines": charts.lines(
            lines, id="plan-lines", title=_("Peer workers and other care staff, with this plan"),
            desc=_("Two lines: peer workers, and other care staff."),
        ),
        "rows": [
            [words(when), *map(_share, (band[1], band[0], band[2])), _share(same[1])]
            for when, band, same in zip(months, result["share"], result["unchanged"], strict=True)
        ],
        "odds": _odds(result, months),
        "milestones": [
            (_share(value), words(month_of(month)) if month else "") for value, month in result["milestones"]
        ],
        "costs": result["cost_by_year"],
        "needs": _needs(result),
        "assumed": _assumed(result["assumed"]),
        "judged": result["judged"],
        "judged_words": _judged(result["judged"]),
        "least": _least(result["least"]),
        **brief,
    }  # fmt: skip


def _finding(result: dict, months: list[date]) -> str:
    with_plan, without = result["share"][-1][1], result["unchanged"][-1][1]
    said = _("With this plan the share is %(share)s in %(month)s; without it, %(same)s.") % {
        "share": _share(with_plan), "month": words(months[-1]), "same": _share(without),
    }  # fmt: skip
    if result["met"]:
        return said + " " + _("It reaches the target in %(month)s.") % {"month": words(month_of(result["met"]))}
    return said + " " + _("It does not reach the target in this time.") if result["aim"] else said


def _needs(result: dict) -> list[str]:
    """What the plan asks of others, in words: training places, supervisors, and company for whoever starts alone."""
    said, places = [], result.get("places") or {}
    if places.get("all"):
        said.append(
            _("Training places needed: %(all)d, at most %(most)d in one month (%(month)s).")
            % {"all": places["all"], "most": places["most"], "month": words(month_of(places["when"]))}
        )
    if short := result.get("too_few_supervisors"):
        said.append(
            ngettext(
                "From %(month)s there are too few supervisors: one more is needed.",
                "From %(month)s there are too few supervisors: %(short)d more are needed.",
                short["short"],
            )
            % {"month": words(month_of(short["from"])), "short": short["short"]}
        )
    if alone := result.get("alone"):
        said.append(
            ngettext(
                "In one team whoever starts would be the only peer worker. Start two there together, or near each "
                "other.",
                "In %(number)d teams whoever starts would be the only peer worker. Start two there together, or near "
                "each other.",
                alone,
            )
            % {"number": alone}
        )
    return said


def _odds(result: dict, months: list[date]) -> str:
    if not result["odds"] or not result["due"]:
        return ""
    due = date.fromisoformat(result["due"])
    at = next((n for n, when in enumerate(months) if last_day(when) >= due), len(months) - 1)
    return _("In %(part)d of 100 possible futures the target is reached by %(month)s.") % {
        "part": round(100 * result["odds"][at]), "month": words(months[at]),
    }  # fmt: skip


def _assumed(given: dict) -> list[dict]:
    hidden = _("[c] observed on too few people to show")
    per_cent = lambda value: hidden if value is None else _share(value)
    stages = dict(Application.Status.choices)
    rows = [
        {"label": _("Leave in a month, in the first three months"), "value": per_cent(given["leaves_new"])},
        {"label": _("Leave in a month, later"), "value": per_cent(given["leaves"])},
        {"label": _("Other staff’s care grows in a month by"), "value": _share(given["growth"])},
        {"label": _("Planned places that are filled"), "value": _share(given["fills"])},
        {
            "label": _("Part of full hours in the first months in post"),
            "value": ", ".join(_share(part) for part in given["ramp"]),
        },
    ]
    return rows + [
        {"label": _("Come to start, from “%(stage)s”") % {"stage": stages[name]}, "value": per_cent(value)}
        for name, value in given["stages"]
    ]


def _judged(found: dict | None) -> str:
    if not found or not found["judged"]:
        return _("There are not enough past months yet to judge this by.")
    return _(
        "Asked at past months, its middle was off by %(miss)s on average, and the interval held %(held)d of 100 times "
        "(it should hold 80). %(count)d forecasts were judged."
    ) % {"miss": _share(found["miss"]), "held": round(100 * found["held"]), "count": found["judged"]}


def _least(found: dict | None) -> dict | None:
    if found is None:
        return None
    if found.get("none"):
        return {"none": NONE_WORDS[found["none"]]}
    binding = ", ".join(str(LIMIT_WORDS[name]) for name in found["binding"])
    if found["possible"]:
        said = _("At least %(starters)d people must start to reach the target in time.") % found
        if binding:
            said += " " + _("Fewer would do without this limit: %(binding)s.") % {"binding": binding}
    else:
        share = {"share": _share(found["share"])}
        said = _("Within these limits the target is out of reach: the share gets to %(share)s.") % share
        said += " " + (
            _("What stands in the way: %(binding)s.") % {"binding": binding}
            if binding
            else _("No single limit stands in the way alone; several do together, or there is too little time.")
        )
    odds = _("Played in thousands of futures, it gets there in %(part)d of 100.") % {"part": round(100 * found["odds"])}
    return {
        "said": said,
        "odds": odds,
        "rows": [[words(month_of(month)), number] for month, number in found["by_month"]],
        "cost": found["cost"],
        "supervisors": found["supervisors"],
    }
