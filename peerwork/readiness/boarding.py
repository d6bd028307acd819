"""What ready teams tell the board: how many teams stand at which step of each factor, the weakest factor first."""

from collections import Counter, defaultdict
from datetime import date

from django.utils.translation import gettext as _

from peerwork.people.models import Unit
from peerwork.readiness import factors
from peerwork.readiness.models import FactorRating
from peerwork.readiness.words import Factor, Level


def four_factors(organisation: Unit, day: date) -> list[dict]:
    """Numbers of teams, never which: a factor that is the weakest in most teams comes first."""
    teams = list(
        Unit.objects.filter(organisation=organisation, kind=Unit.Kind.TEAM, closed_on=None).values_list("pk", flat=True)
    )
    if not teams:
        return []
    known = factors.known_of(teams, day)
    rated: dict[int, dict[str, FactorRating]] = defaultdict(dict)
    for row in FactorRating.objects.filter(team__in=teams, rated_on__lte=day).order_by("rated_on", "pk"):
        rated[row.team_id][row.factor] = row
    weakest, levels = Counter(), defaultdict(Counter)
    for team in teams:
        found = factors.four(known[team], rated[team])
        weakest[found[0].key] += 1
        for shown in found:
            levels[shown.key][shown.level or 0] += 1
    order = list(Factor)
    ranked = sorted(order, key=lambda factor: (-weakest[factor.value], order.index(factor)))
    steps = [
        (_("Not begun, or only talked about"), (0, Level.NOT_BEGUN, Level.TALKED_ABOUT)),
        (_("Begun"), (Level.BEGUN,)),
        (_("Usual, or kept up"), (Level.USUAL, Level.KEPT_UP)),
    ]
    count = lambda factor, wanted: str(sum(levels[factor.value][step] for step in wanted))
    rows = [
        [str(factor.label), str(weakest[factor.value]), *(count(factor, wanted) for _words, wanted in steps)]
        for factor in ranked
    ]
    columns = [_("Factor"), _("Weakest in"), *(words for words, _wanted in steps)]
    return [{"table": {"caption": _("Teams by factor and step"), "columns": columns, "rows": rows}}]
