"""`make bench`: 10,000 peer workers, four kinds of supervision, five years: who is in date, and the pages."""

import random
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from bench.placements import timed
from peerwork.people.models import Person, Unit, User, Worker
from peerwork.placements.models import Placement, PlacementTerm, Post, PostTerm, Stream, SupervisorLink
from peerwork.supervision import due, queries
from peerwork.supervision.models import Session, SupervisionRule

WORKERS, YEARS, SUPERVISEES, BATCH = 10_000, 5, 200, 5_000
KINDS = {"line": 60, "practice": 40, "peer": 30, "adhoc": 120}  # days between sessions
FLOOR = (
    "SELECT person_id, stream_id, MAX(held_on) FROM supervision_session WHERE counts AND held_on <= %s "
    "GROUP BY person_id, stream_id"
)


def fill(workers: int = WORKERS, years: int = YEARS) -> int:
    """So many workers with a supervisor in four kinds of supervision; how many sessions there are."""
    dice, today = random.Random(7), timezone.localdate()
    trust = Unit.objects.get(code="NMP")
    team = Unit.objects.filter(organisation=trust, kind="team").first()
    began = today - timedelta(days=365 * years)
    post = Post.objects.create(team=team, title="Bench peer", family="peer", wte=999, starts_on=began,
                               lived_experience_essential=True)  # fmt: skip
    PostTerm.objects.create(post=post, team=team, wte=999, starts_on=began)
    people = Person.objects.bulk_create(
        [Person(organisation=trust, given_name="Bench", family_name=f"Peer {n:05}") for n in range(workers)], BATCH
    )
    Worker.objects.bulk_create([Worker(person=person, peer_since=began) for person in people], BATCH)
    placed = Placement.objects.bulk_create(
        [Placement(person=p, post=post, team=team, employer=trust, host=trust, wte=Decimal("0.8"), starts_on=began,
                   status="started") for p in people], BATCH,
    )  # fmt: skip
    PlacementTerm.objects.bulk_create(
        [PlacementTerm(placement=p, team=team, wte=p.wte, working_wte=p.wte, starts_on=began) for p in placed], BATCH
    )
    dana, others = User.objects.get(email="dana.whitlock@northmere.example"), []
    others = list(User.objects.filter(home_organisation=trust).exclude(pk=dana.pk))
    streams = {kind: Stream.objects.get(organisation=trust, kind=kind, closed_on__isnull=True) for kind in KINDS}
    links, sessions = [], []
    for number, person in enumerate(people):
        for kind, every in KINDS.items():
            by = dana if number < SUPERVISEES and kind == "peer" else dice.choice(others)
            links.append(SupervisorLink(person=person, supervisor=by, stream=streams[kind], starts_on=began))
            day = began + timedelta(days=dice.randrange(every))
            while day < today - timedelta(days=dice.randrange(every)):
                sessions.append(Session(person=person, stream=streams[kind], held_by=by, held_on=day, status="past"))
                day += timedelta(days=every)
        if len(sessions) > 50_000:
            Session.objects.bulk_create(sessions, BATCH)
            sessions = []
    Session.objects.bulk_create(sessions, BATCH)
    SupervisorLink.objects.bulk_create(links, BATCH)
    SupervisionRule.objects.filter(stream=streams["practice"]).update(required=True)
    SupervisionRule.objects.get_or_create(stream=streams["adhoc"], family="", starts_on=began, defaults={"every": 20})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Session.objects.count()


def measure(note) -> None:
    rows, today = fill(), timezone.localdate()
    dana = User.objects.get(email="dana.whitlock@northmere.example")
    lead = User.objects.get(email="jo.marsh@northmere.example")
    said = f"{WORKERS} workers, {len(KINDS)} kinds, {rows} sessions"

    def floor():
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [today])
            cursor.fetchall()

    plain, _one = timed(floor, 2)
    past = today.replace(day=1) - timedelta(days=700)
    for name, work in (
        ("all due dates", due.facts),
        ("all due dates at a past month end", lambda: due.facts(past)),
        (f"supervisor's page, {SUPERVISEES} supervisees", lambda: queries.supervisor_page(dana)),
        ("who is in date, for a lead", lambda: queries.compliance(lead)),
    ):
        took, asked = timed(work, 2)
        note(f"{name}: {said}", took, "ms", plain)
        note(f"queries: {name}", asked, "queries")
