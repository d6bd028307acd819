"""`make bench`: the joining board with 2,000 starters, their checks and tasks: who is stuck, on whose move."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.placements import timed
from peerwork.people.models import Person, Unit, User
from peerwork.placements.models import Post
from peerwork.recruitment.starting import queries
from peerwork.recruitment.starting.checks.models import Check
from peerwork.recruitment.starting.models import Move, Starter
from peerwork.recruitment.starting.onboarding.models import OnboardingTask

STARTERS, BATCH = 2_000, 1_000
STATES = ["offered"] + ["accepted"] * 6 + ["cleared", "dated"]
FLOOR = "SELECT id, person_id, status FROM recruitment_starter WHERE status = 'accepted' ORDER BY move_since LIMIT 50"


def fill(count: int = STARTERS) -> None:
    """So many starters with six checks and eight tasks each, as the actions would leave them."""
    dice, today = random.Random(11), timezone.localdate()
    trust = Unit.objects.get(code="NMP")
    hr = User.objects.get(email="asha.bello@northmere.example")
    posts = list(Post.objects.filter(team__organisation=trust).select_related("team")[:40])
    people = Person.objects.bulk_create(
        [Person(organisation=trust, given_name="Bench", family_name=f"Starter {n:05}") for n in range(count)], BATCH
    )
    rows = []
    for person in people:
        post, status = dice.choice(posts), dice.choice(STATES)
        since = today - timedelta(days=dice.randrange(60))
        move = {"offered": "applicant", "cleared": "hr", "dated": "day"}.get(status) or dice.choice(Move.values[:5])
        rows.append(
            Starter(
                person=person,
                post=post,
                team=post.team,
                employer=trust,
                host=trust,
                wte="0.6",
                contact=hr,
                letter="Dear",
                offered_on=since,
                answer_by=since + timedelta(days=14),
                status=status,
                move=move,
                move_since=since,
                waits_for="Identity",
                updated_on=since,
                cleared_on=since if status in ("cleared", "dated") else None,
                starts_on=today + timedelta(days=9) if status == "dated" else None,
            )
        )
    rows = Starter.objects.bulk_create(rows, BATCH)
    Check.objects.bulk_create([Check(starter=row, kind=kind) for row in rows for kind in Check.NHS], BATCH)
    OnboardingTask.objects.bulk_create(
        [OnboardingTask(starter=row, title=f"Task {n}", owner_kind="hr", owner=hr) for row in rows for n in range(8)],
        BATCH,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(note) -> None:
    from bench import data

    hr = User.objects.get(email="asha.bello@northmere.example")
    address = "/starters/"
    note("queries: joining board, demo starters", data.count_queries(address, hr.email), "queries")
    fill()

    def floor():
        with connection.cursor() as cursor:
            cursor.execute(FLOOR)
            cursor.fetchall()

    plain, _one = timed(floor)
    one = Starter.objects.filter(status="accepted").first()
    for name, work in (
        ("joining board, first page", lambda: list(queries.page_of(queries.board(hr), 1))),
        ("joining board, whose move", lambda: queries.lanes(hr)),
        ("joining board, on HR's move", lambda: list(queries.page_of(queries.board(hr, move="hr"), 1))),
        ("one starter's page", lambda: queries.starter_page(hr, one)),
    ):
        took, asked = timed(work)
        note(f"{name}: {STARTERS} starters", took, "ms", plain)
        note(f"queries: {name}", asked, "queries")
    note(f"queries: joining board, {STARTERS} starters", data.count_queries(address, hr.email), "queries")
