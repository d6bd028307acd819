"""A plan played: its steps put into numbers, its futures, what it costs, and the smallest plan that would do."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from peerwork.kit import release
from peerwork.mix.models import Target
from peerwork.mix.rollups import add_months, first_of
from peerwork.mix.steering.inputs import RAMP, Observed, observed
from peerwork.mix.steering.planning import Limits, least
from peerwork.mix.steering.simulation import Hires, Rate, Team, judged, simulate
from peerwork.people.models import Settings, live
from peerwork.placements.models import PayPoint, PayTable, Post

RUNS, SEED = 4_000, 20_261
BACK, AHEAD = 8, 6  # past months from which it is judged, and how far each of those looks


def played(plan) -> dict:
    """What came of a plan, as plain values: kept with it, and shown as it is. `none` says why there is nothing."""
    seen = observed(plan.unit, plan.basis)
    if seen is None or not seen.teams:
        return {"none": "no_figures"}
    peers = sum(team.peers for team in seen.teams)
    if release.pub(peers, release.rules_of(Settings.objects.filter(organisation=plan.unit.root_id).first())) is None:
        return {"none": "too_few"}
    given = _assumed(plan, seen)
    months = plan.months
    teams = seen.teams + _opened(plan, seen)
    target = Target.objects.filter(unit=plan.unit, basis=plan.basis, status=Target.Status.SET).first()
    aim = float(target.value) if target else None
    steps = _steps(plan, seen)
    chosen = simulate(teams, given, plan=steps, months=months, runs=RUNS, seed=SEED, aim=aim)
    same = simulate(seen.teams, replace(given, leaves=seen.given.leaves), months=months, runs=RUNS, seed=SEED)
    each = _cost(plan)
    when = [add_months(seen.month, n + 1) for n in range(months)]
    met = chosen.met(aim) if aim else None
    people = chosen.people[:, 1]
    return {
        "from": f"{seen.month:%Y-%m}",
        "months": [f"{month:%Y-%m}" for month in when],
        "past": [[f"{month:%Y-%m}", share] for month, share in seen.past],
        "share": chosen.share.round(6).tolist(),
        "unchanged": same.share.round(6).tolist(),
        "peers": chosen.peers.round(2).tolist(),
        "others": chosen.others.round(2).tolist(),
        "aim": aim,
        "due": target.due_on.isoformat() if target else None,
        "met": f"{when[met]:%Y-%m}" if met is not None else None,
        "odds": [round(float(part), 4) for part in chosen.reached] if chosen.reached is not None else None,
        "milestones": [[aim_at, _month(when, chosen.met(aim_at))] for aim_at in (0.25, 0.5)],
        "starters": sum(step.number for step in steps),
        "supervisors": _whole(people.max() / plan.per_supervisor),
        "too_few_supervisors": _too_few(plan, seen, people, when),
        "places": _places(steps, when),
        "alone": _alone(steps, teams),
        "cost_each": each,
        "cost_by_year": _by_year(when, people - same.people[:, 1], each),
        "assumed": _told(plan, seen, given),
        "judged": _judged(plan, seen),
        "least": _least(plan, seen, teams, given, target, each),
    }


def _month(when: list[date], found: int | None) -> str | None:
    return f"{when[found]:%Y-%m}" if found is not None else None


def _whole(value: float) -> int:
    return int(-(-float(value) // 1))


def _assumed(plan, seen: Observed):
    """As observed, unless the plan says otherwise."""
    given = seen.given
    if plan.leaves is not None:
        given = replace(given, leaves=Rate(sure=float(plan.leaves)), leaves_new=Rate(sure=float(plan.leaves)))
    if plan.fewer_leave:
        fewer = 1 - float(plan.fewer_leave)
        fewer_of = lambda rate: (
            Rate(sure=rate.sure * fewer) if rate.sure is not None else Rate(rate.came * fewer, rate.tried)
        )
        given = replace(given, leaves=fewer_of(given.leaves), leaves_new=fewer_of(given.leaves_new))
    if plan.growth is not None:
        given = replace(given, growth=(float(plan.growth), 0.0))
    return given


OPENED = "opened"


def _ahead(seen: Observed, day: date) -> int:
    """The month ahead in which a day lies; 0 is the first after the figures."""
    return max((day.year - seen.month.year) * 12 + day.month - seen.month.month - 1, 0)


def _opened(plan, seen: Observed) -> list[Team]:
    """The team that the plan opens, whose peers give what one gives elsewhere on average."""
    if not plan.opens:
        return []
    peers = sum(team.peers for team in seen.teams)
    usual = sum(team.hours * team.peers for team in seen.teams) / peers if peers else 0.0
    return [Team(OPENED, 0, 0, usual, float(plan.opens_care), opens=_ahead(seen, plan.opens_on))]


def _steps(plan, seen: Observed) -> tuple[Hires, ...]:
    """Who starts where and when: spread over the teams in turn, so that none gets two before each has one."""
    fills, steps, turn = Rate(sure=float(plan.fills)), [], 0
    names = [team.name for team in seen.teams if int(team.name) in plan.hire_in] or [team.name for team in seen.teams]
    if plan.opens and plan.opens_peers:
        steps.append(Hires(OPENED, _ahead(seen, plan.opens_on), plan.opens_peers, fills))
    for ahead in range(plan.months):
        month = add_months(seen.month, ahead + 1)
        number = 0
        begun = plan.hires_from is not None and first_of(plan.hires_from) <= month
        if begun and (plan.hires_until is None or month <= plan.hires_until):
            number += plan.hires_a_month
        if plan.cohort and plan.cohort_on and first_of(plan.cohort_on) == month:
            number += plan.cohort
        for _one in range(number):
            steps.append(Hires(names[turn % len(names)], ahead, 1, fills))
            turn += 1
    return tuple(steps)


def _supervised(plan, seen: Observed, months: int) -> tuple[int, ...] | None:
    """How many people can be supervised, month by month; None where the plan does not say how many supervisors are."""
    if plan.supervisors is None:
        return None
    joined = _ahead(seen, plan.more_supervisors_on) if plan.more_supervisors else months
    return tuple(
        (plan.supervisors + (plan.more_supervisors if month >= joined else 0)) * plan.per_supervisor
        for month in range(months)
    )


def _too_few(plan, seen: Observed, people, when: list[date]) -> dict | None:
    """The first month in which more people are in post than can be supervised, and how many supervisors are short."""
    most = _supervised(plan, seen, len(when))
    over = [n for n, number in enumerate(people) if most is not None and number > most[n]]
    if most is None or not over:
        return None
    short = max(_whole((people[n] - most[n]) / plan.per_supervisor) for n in over)
    return {"from": f"{when[over[0]]:%Y-%m}", "short": short}


def _places(steps: tuple[Hires, ...], when: list[date]) -> dict:
    """Training places the starters need: in all, and the most in one month."""
    by_month: dict[int, int] = {}
    for step in steps:
        if step.month < len(when):
            by_month[step.month] = by_month.get(step.month, 0) + step.number
    most = max(by_month, key=lambda month: by_month[month]) if by_month else None
    return {
        "all": sum(by_month.values()),
        "most": by_month[most] if most is not None else 0,
        "when": f"{when[most]:%Y-%m}" if most is not None else None,
    }


def _alone(steps: tuple[Hires, ...], teams: list[Team]) -> int:
    """In how many teams the plan starts one person where no peer is or comes: how many, never which."""
    there = {team.name: team.peers + sum(team.waiting.values()) for team in teams}
    starts: dict[str, int] = {}
    for step in steps:
        starts[step.team] = starts.get(step.team, 0) + step.number
    return sum(1 for team, number in starts.items() if number == 1 and not there[team])


def _cost(plan) -> float | None:
    """What one person costs a year: as the plan says, or the middle of the pay of peer posts, with on-costs."""
    if plan.cost_a_year is not None:
        return float(plan.cost_a_year)
    table = PayTable.objects.filter(live(), organisation=plan.unit.root_id).order_by("-starts_on").first()
    bands = Post.objects.filter(live(), family=Post.Family.PEER, team__organisation=plan.unit.root_id).values("band")
    pay = sorted(PayPoint.objects.filter(table=table, band__in=bands).values_list("salary", flat=True)) if table else []
    return float(pay[len(pay) // 2] * (Decimal(1) + plan.on_costs)) if pay else None


def _by_year(when: list[date], more, each: float | None) -> list[list]:
    """Cost of the people there are beside those without the plan, by financial year (from April)."""
    if each is None:
        return []
    years: dict[str, float] = {}
    for month, people in zip(when, more, strict=True):
        first = month.year if month.month >= 4 else month.year - 1
        years[f"{first}/{(first + 1) % 100:02}"] = (
            years.get(f"{first}/{(first + 1) % 100:02}", 0.0) + max(people, 0) * each / 12
        )
    return [[year, round(cost, -2)] for year, cost in years.items()]


def _told(plan, seen: Observed, given) -> dict:
    """What was assumed, as it may be shown: a rate observed on few people is not."""

    def rate(found: Rate) -> float | None:
        if found.sure is not None:
            return round(found.sure, 4)
        return round(found.middle, 3) if found.tried >= 20 else None

    return {
        "leaves": rate(given.leaves),
        "leaves_new": rate(given.leaves_new),
        "growth": round(given.growth[0], 4),
        "fills": float(plan.fills),
        "ramp": list(RAMP),
        "stages": [[stage.name, rate(stage.starts)] for stage in given.stages],
    }


def _judged(plan, seen: Observed) -> dict | None:
    """The same simulation, asked at past months with what was known then, against what came."""
    known = dict(seen.past)
    past = []
    for back in range(BACK, 0, -1):
        origin = add_months(seen.month, -back)
        if origin not in known:
            continue
        came = [known[month] for n in range(1, min(AHEAD, back) + 1) if (month := add_months(origin, n)) in known]
        then = observed(plan.unit, plan.basis, origin) if came else None
        if then is not None and then.month == origin and len(then.past) >= 6:
            past.append((then, came))
    if not past:
        return None
    return judged(past, lambda then: simulate(then.teams, then.given, months=AHEAD, runs=500, seed=SEED))


def _least(plan, seen: Observed, teams: list[Team], given, target, each: float | None) -> dict | None:
    """What it would take to be at the target in its month, within the plan's limits; played in turn."""
    if target is None:
        return None
    by = (target.due_on.year - seen.month.year) * 12 + target.due_on.month - seen.month.month - 1
    if not 0 <= by < 60:
        return {"none": "not_ahead" if by < 0 else "too_far"}
    limits = Limits(
        a_month=plan.most_a_month,
        supervised=_supervised(plan, seen, by + 1),
        trained=dict.fromkeys(range(by + 1), plan.places_a_month) if plan.places_a_month is not None else None,
        budget=float(plan.budget) if plan.budget is not None and each else None,
        cost_a_month={team.name: (each or 0) / 12 for team in teams},
        first_month=plan.first_month,
    )
    found = least(teams, given, limits, target=float(target.value), by=by)
    futures = simulate(teams, given, plan=found.hires, months=by + 1, runs=RUNS, seed=SEED, aim=float(target.value))
    by_month: dict[int, int] = {}
    for hire in found.hires:
        by_month[hire.month] = by_month.get(hire.month, 0) + hire.number
    return {
        "possible": found.possible,
        "starters": found.starters,
        "share": round(found.share, 6),
        "odds": round(float(futures.reached[by]), 4),
        "cost": round(found.cost, -2) if each else None,
        "binding": list(found.binding),
        "by_month": [[f"{add_months(seen.month, month + 1):%Y-%m}", n] for month, n in sorted(by_month.items())],
        "supervisors": _whole(futures.people[:, 1].max() / plan.per_supervisor),
    }
