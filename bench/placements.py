"""`make bench`: the establishment and past month ends over 100,000 placements of ten years, beside plain SQL."""

import gc
import random
import time
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerwork.kit.access import request_memo
from peerwork.people.models import Person, Unit, User
from peerwork.placements.models import Placement, PlacementTerm, Post, PostTerm
from peerwork.placements.queries import establishment, in_post, month_ends, wte_by_team

ROWS, FIRST, YEARS = 100_000, date(2016, 11, 1), 10
LAST = date(2026, 10, 31)
BATCH = 2_000
FLOOR = (
    "SELECT team_id, SUM(wte) FROM placements_placementterm "
    "WHERE starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s) GROUP BY team_id"
)


def fill(rows: int = ROWS) -> None:
    """So many placements beside the demo's, each with one or two dated rows, in posts of every team."""
    dice, trust = random.Random(4), Unit.objects.get(code="NMP")
    teams = list(Unit.objects.filter(organisation=trust, kind="team"))
    posts = [
        Post(team=team, title=f"Bench post {n}", family="nursing", wte=60, starts_on=FIRST,
             lived_experience_essential=n % 10 == 0)
        for n in range(100) for team in teams
    ]  # fmt: skip
    posts = Post.objects.bulk_create(posts, BATCH)
    PostTerm.objects.bulk_create(
        [PostTerm(post=post, team=post.team, wte=post.wte, starts_on=FIRST) for post in posts], BATCH
    )
    people = Person.objects.bulk_create(
        [Person(organisation=trust, given_name="Bench", family_name=f"Placed {n}") for n in range(rows // 3)], BATCH
    )
    made, terms = [], []
    for _n in range(rows):
        post, person = dice.choice(posts), dice.choice(people)
        first = FIRST + timedelta(days=dice.randrange(365 * YEARS))
        last = first + timedelta(days=dice.randrange(30, 1500))
        made.append(Placement(
            person=person, post=post, team=post.team, employer=trust, host=trust, wte=Decimal("0.8"), starts_on=first,
            ends_on=last if last < LAST else None, status="ended" if last < LAST else "started",
        ))  # fmt: skip
    for row in Placement.objects.bulk_create(made, BATCH):
        half = row.starts_on + timedelta(days=20)
        terms.append(PlacementTerm(placement=row, team=row.team, wte=1, working_wte=1,
                                   starts_on=row.starts_on, ends_on=half))  # fmt: skip
        terms.append(PlacementTerm(placement=row, team=row.team, wte=row.wte, working_wte=row.wte,
                                   starts_on=half + timedelta(days=1), ends_on=row.ends_on))  # fmt: skip
    PlacementTerm.objects.bulk_create(terms, BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(work, times: int = 3) -> tuple[float, int]:
    """The best of a few tries in milliseconds, and how many queries one takes."""
    best, queries = None, 0
    gc.collect()
    gc.freeze()  # what filled the tables is no part of what is timed
    for _try in range(times):
        with request_memo(), CaptureQueriesContext(connection) as seen:
            began = time.perf_counter()
            work()
            took = 1000 * (time.perf_counter() - began)
        best, queries = min(took, best or took), len(seen)
    return best, queries


def measure(note) -> None:
    fill()
    hr = User.objects.get(email="asha.bello@northmere.example")
    teams = list(Unit.objects.filter(organisation__code="NMP", kind="team").values_list("pk", flat=True))
    past, ends = date(2021, 3, 31), month_ends(LAST, 120)

    def floor():
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [past, past])
            cursor.fetchall()

    plain, _one = timed(floor)
    for name, work in (
        ("WTE by team on a past month end", lambda: wte_by_team(past)),
        ("establishment on a past month end", lambda: establishment(hr, past)),
        ("establishment today", lambda: establishment(hr)),
        ("people and WTE at 13 month ends", lambda: in_post(teams, month_ends(LAST, 13))),
        ("people and WTE at 120 month ends", lambda: [in_post(teams, ends[n : n + 12]) for n in range(0, 120, 12)]),
    ):
        took, queries = timed(work)
        note(f"{name}, {ROWS} placements", took, "ms", plain)
        note(f"queries: {name}, {ROWS} placements", queries, "queries")
