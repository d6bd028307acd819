"""`make bench`: a forecast of 30 teams, the smallest plan that reaches a target, the board's report and its PDF."""

from peerwork.mix.board import content, drawing
from peerwork.mix.board.models import BoardReport, Statement
from peerwork.mix.steering.planning import Limits, least
from peerwork.mix.steering.simulation import Assumptions, Rate, Team, simulate
from peerwork.people.models import Unit, User

TEAMS, RUNS, MONTHS = 30, 10_000, 36


def measure(note) -> None:
    """The engine on its own; the report on the demonstration, beside the page of the share that it is made from."""
    from bench.placements import timed
    from peerwork.mix.queries import mix

    teams = [Team(f"T{n}", peers=4 + n % 5, settled=4, hours=60, others=1500) for n in range(TEAMS)]
    given = Assumptions(leaves_new=Rate(4, 90), leaves=Rate(10, 900), growth=(0.002, 0.001))
    took, _queries = timed(lambda: simulate(teams, given, months=MONTHS, runs=RUNS), 1)
    note(f"forecast: {TEAMS} teams, {MONTHS} months, {RUNS} runs", took, "ms")
    limits = Limits(a_month=8, supervised=400, in_team={team.name: 12 for team in teams})
    took, _queries = timed(lambda: least(teams, given, limits, target=0.25, by=MONTHS), 1)
    note(f"smallest plan: {TEAMS} teams, {MONTHS} months", took, "ms")
    trust = Unit.objects.get(code="NMP")
    director = User.objects.get(email="ruth.adeyemi@northmere.example")
    said = Statement.objects.filter(organisation=trust).first()
    last = BoardReport.objects.filter(organisation=trust).first()
    floor, before = timed(lambda: mix(director, trust, last.basis, last.month), 2)
    took, asked = timed(lambda: content.made(director, trust, last.month, last.basis, said), 2)
    note("board report", took, "ms", floor)
    note("queries: board report", asked, "queries", before)
    took, _queries = timed(lambda: drawing.document(last.content), 2)
    note("board report as PDF", took, "ms", floor)
