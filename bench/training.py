"""`make bench`: who has what they need, 10,000 workers by 40 rules from what is stored; trained as of 60 month ends."""

import random
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from bench.placements import timed
from peerwork.people.models import Person, Unit, User
from peerwork.placements.models import Placement, PlacementTerm, Post, PostTerm
from peerwork.placements.queries import appropriately_trained, month_ends
from peerwork.training.curricula.models import Curriculum
from peerwork.training.needs import actions, queries, working
from peerwork.training.needs.models import Completion, NeedRule, Standing

WORKERS, RULES, MONTHS, BATCH = 10_000, 40, 60, 5_000


def fill(workers: int = WORKERS, rules: int = RULES) -> Unit:
    """So many workers in ten teams, so many confirmed rules, two completions of most courses each."""
    dice, today = random.Random(8), timezone.localdate()
    trust, lead = Unit.objects.get(code="NMP"), User.objects.get(email="erin.byrne@northmere.example")
    teams = list(Unit.objects.filter(organisation=trust, kind="team")[:10])
    began = today - timedelta(days=365 * 5)
    posts = [Post.objects.create(team=team, title="Bench trained", family="peer", wte=999, starts_on=began)
             for team in teams]  # fmt: skip
    PostTerm.objects.bulk_create([PostTerm(post=p, team=p.team, wte=999, starts_on=began) for p in posts])
    people = Person.objects.bulk_create(
        [Person(organisation=trust, given_name="Bench", family_name=f"Trained {n:05}") for n in range(workers)], BATCH
    )
    placed = Placement.objects.bulk_create(
        [Placement(person=p, post=posts[n % len(posts)], team=teams[n % len(posts)], employer=trust, host=trust,
                   wte=Decimal("0.8"), starts_on=began, status="started") for n, p in enumerate(people)], BATCH,
    )  # fmt: skip
    PlacementTerm.objects.bulk_create(
        [PlacementTerm(placement=p, team=p.team, wte=p.wte, working_wte=p.wte, starts_on=began) for p in placed], BATCH
    )
    courses = Curriculum.objects.bulk_create(
        [Curriculum(organisation=trust, code=f"bench-{n}", name=f"Bench course {n:02}") for n in range(rules)]
    )
    NeedRule.objects.filter(organisation=trust, starts_on__gte=today).delete()
    NeedRule.objects.filter(organisation=trust).update(ends_on=today - timedelta(days=1))
    NeedRule.objects.bulk_create(
        [NeedRule(organisation=trust, course=course, every_months=12 + 12 * (n % 3), counts=n < 4, starts_on=began,
                  confirmed_by=lead, confirmed_on=began) for n, course in enumerate(courses)]
    )  # fmt: skip
    done: list[Completion] = []
    for person in people:
        for course in courses:
            for back in (dice.randrange(20, 700), dice.randrange(750, 1700)):
                if dice.random() < 0.9:
                    day = today - timedelta(days=back)
                    done.append(Completion(person=person, course=course, done_on=day, noted_by=lead, source="file"))
        if len(done) > 50_000:
            Completion.objects.bulk_create(done, BATCH)
            done = []
    Completion.objects.bulk_create(done, BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return trust


def measure(note) -> None:
    trust = fill()
    lead = User.objects.get(email="erin.byrne@northmere.example")
    people = working.people_here(trust)
    took, _asked = timed(lambda: actions.refresh(trust, people), 1)
    rows = Standing.objects.filter(course__organisation=trust).count()
    said = f"{WORKERS} workers, {RULES} rules, {rows} standings"
    note(f"everybody worked out for the first time: {said}", took, "ms")
    took, _asked = timed(lambda: actions.refresh(trust, people), 1)
    note("everybody worked out again, nothing changed", took, "ms")
    page = list(queries.watched(lead)[:50])
    for name, work in (
        ("a page of the matrix, 50 people", lambda: queries.matrix(lead, page)),
        ("how all of it stands, counted", lambda: queries.counts_by_state(lead)),
        ("a page of what falls due", lambda: list(queries.falling_due(lead)[:50])),
    ):
        took, asked = timed(work, 2)
        note(f"{name}: {said}", took, "ms")
        note(f"queries: {name}", asked, "queries")
    ends = month_ends(timezone.localdate(), MONTHS)
    took, asked = timed(lambda: [appropriately_trained(day).distinct().count() for day in ends], 1)
    note(f"appropriately trained at {MONTHS} month ends: {WORKERS} workers", took, "ms")
    note(f"queries: appropriately trained at {MONTHS} month ends", asked, "queries")
