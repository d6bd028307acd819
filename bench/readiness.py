"""`make bench`: 300 teams over ten years: every team at a glance, one team, its ten challenges, a community."""

import random
from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from bench.placements import timed
from peerwork.people.actions import lay_paths
from peerwork.people.models import Unit, UnitLink, User
from peerwork.readiness import queries, reports
from peerwork.readiness.communities import queries as together
from peerwork.readiness.communities.models import Attendance, Community, Meeting, Membership
from peerwork.readiness.models import Assessment, ChecklistItem, FactorRating, ItemAnswer
from peerwork.readiness.words import NUMBERS, Factor

TEAMS, YEARS, MEMBERS, BATCH = 300, 10, 200, 5_000
FLOOR = "SELECT team_id, item_id, MAX(answered_on) FROM readiness_itemanswer GROUP BY team_id, item_id"


def fill(teams: int = TEAMS, years: int = YEARS, members: int = MEMBERS) -> tuple[int, int]:
    """So many teams with two answers a year to each item, four ratings and two looks at the ten challenges a year."""
    dice, today = random.Random(11), timezone.localdate()
    trust = Unit.objects.get(code="NMP")
    service = Unit.objects.filter(organisation=trust, kind="service").first()
    rows = Unit.objects.bulk_create(
        [Unit(kind="team", name=f"Bench team {n:03}", code=f"BENCH{n}", organisation=trust) for n in range(teams)],
        BATCH,
    )
    began = today - timedelta(days=365 * years)
    UnitLink.objects.bulk_create([UnitLink(unit=row, parent=service, starts_on=began) for row in rows], BATCH)
    lay_paths(trust.pk)
    lead = User.objects.get(email="jo.marsh@northmere.example")
    items = list(ChecklistItem.objects.filter(organisation=trust))
    days = [began + timedelta(days=182 * n) for n in range(2 * years)]
    for team in rows:
        ItemAnswer.objects.bulk_create(
            [ItemAnswer(team=team, item=item, state=dice.choice(["in_place", "partly"]), evidence="Handbook",
                        answered_on=day, answered_by=lead) for item in items for day in days], BATCH)  # fmt: skip
        FactorRating.objects.bulk_create(
            [FactorRating(team=team, factor=factor, level=dice.randint(1, 5), evidence="Said", rated_on=day,
                          rated_by=lead) for factor in Factor.values for day in days], BATCH)  # fmt: skip
        Assessment.objects.bulk_create(
            [Assessment(unit=team, status="reviewed", held_on=day, levels=[dice.randint(1, 5) for _n in NUMBERS],
                        priorities=[1, 2, 3], shared_on=day, review_on=day + timedelta(days=182)) for day in days],
            BATCH)  # fmt: skip
    return ItemAnswer.objects.count(), _community(trust, lead, dice, members, began, today)


def _community(trust, lead, dice, members: int, began, today) -> int:
    """A community with a meeting every month and half of its members at each."""
    circle = Community.objects.create(organisation=trust, name="Bench circle", purpose="To measure", coordinator=lead)
    users = User.objects.bulk_create(
        [User(email=f"bench{n}@bench.example", name=f"Bench {n}", home_organisation=trust) for n in range(members)],
        BATCH,
    )
    belong = Membership.objects.bulk_create(
        [Membership(community=circle, user=user, role_type="peers",
                    joined_on=began + timedelta(days=dice.randrange((today - began).days))) for user in users], BATCH
    )  # fmt: skip
    day = began
    while day < today:
        at = timezone.make_aware(datetime.combine(day, time(14)))
        meeting = Meeting.objects.create(community=circle, starts_at=at, status="held")
        here = [member for member in belong if member.covers(day)]
        Attendance.objects.bulk_create(
            [Attendance(meeting=meeting, member=member) for member in here if dice.random() < 0.5], BATCH
        )
        day += timedelta(days=30)
    return Attendance.objects.count()


def measure(note) -> None:
    jo = User.objects.get(email="jo.marsh@northmere.example")
    before = timed(lambda: queries.teams_at_a_glance(jo), 1)[1]
    answers, came = fill()
    said = f"{TEAMS} teams, {YEARS} years, {answers} answers"

    def floor():
        with connection.cursor() as cursor:
            cursor.execute(FLOOR)
            cursor.fetchall()

    plain, _one = timed(floor, 2)
    team = Unit.objects.get(code="BENCH7")
    circle = Community.objects.get(name="Bench circle")
    shared = queries.assessments_of(jo, team)
    for name, work in (
        ("all teams at a glance", lambda: queries.teams_at_a_glance(jo)),
        ("one team's checklist", lambda: queries.checklist(jo, team)),
        ("one team's four factors", lambda: queries.four_factors(jo, team)),
        ("ten challenges over time", lambda: queries.courses(queries.assessments_of(jo, team))),
        ("a team's plan as PDF", lambda: reports.plan(jo, shared[0])),
        (f"growth and attendance, {came} attendances", lambda: (together.growth(circle), together.attended(circle))),
    ):
        took, asked = timed(work, 2)
        note(f"{name}: {said}", took, "ms", plain)
        note(f"queries: {name}", asked, "queries", before if name == "all teams at a glance" else None)
