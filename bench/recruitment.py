"""`make bench`: board, list and vacancy page with 10,000 applications in 200 vacancies, beside plain SQL."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.placements import timed
from peerwork.people.models import Unit, User
from peerwork.recruitment import board
from peerwork.recruitment.models import Application, Contact, Criterion, StageTemplate, Step, Vacancy
from peerwork.recruitment.queries import vacancy_list, vacancy_page

ROWS, VACANCIES, BATCH = 10_000, 200, 2_000
TRIES = 10  # of some tens of milliseconds each: the best is the cost, the rest is what else the machine did
STATUSES = (
    ["sent"] * 6
    + ["shortlisted", "interview", "interviewed", "reserve", "offered", "appointed"]
    + ["not_this_time"] * 4
)
# What the list shows, as one statement a person would write: the count and a page of it, in order.
COUNT = (
    "SELECT COUNT(*) FROM recruitment_application a JOIN recruitment_vacancy v ON v.id = a.vacancy_id "
    "WHERE v.employer_id = %s AND a.status <> 'not_this_time'"
)
PAGE = (
    "SELECT a.*, v.*, c.given_name, c.family_name FROM recruitment_application a "
    "JOIN recruitment_vacancy v ON v.id = a.vacancy_id LEFT JOIN recruitment_contact c ON c.application_id = a.id "
    "WHERE v.employer_id = %s AND a.status <> 'not_this_time' ORDER BY a.since LIMIT 50"
)


def fill(rows: int = ROWS, vacancies: int = VACANCIES) -> Vacancy:
    """So many applications beside the demo's; gives back a vacancy whose names are open."""
    dice, trust, now = random.Random(7), Unit.objects.get(code="NMP"), timezone.now()
    teams = list(Unit.objects.filter(organisation=trust, kind="team"))
    template = StageTemplate.objects.filter(organisation=trust).first()
    made = Vacancy.objects.bulk_create(
        [
            Vacancy(title=f"Bench post {n}", team=dice.choice(teams), employer=trust, host=trust, template=template,
                    status="closed" if n % 4 == 0 else "shortlisted", closes_at=now, published_at=now)
            for n in range(vacancies)
        ],
        BATCH,
    )  # fmt: skip
    Criterion.objects.bulk_create(
        [Criterion(vacancy=row, number=n, text=f"Line {n}", assessed_by=["application"]) for row in made
         for n in (1, 2, 3)], BATCH,
    )  # fmt: skip
    applied = []
    for number in range(rows):
        at = now - timedelta(days=dice.randrange(60), hours=dice.randrange(24))
        applied.append(Application(vacancy=made[number % vacancies], number=number, status=dice.choice(STATUSES),
                                   statement="Words " * 40, sent_at=at, since=at))  # fmt: skip
    applied = Application.objects.bulk_create(applied, BATCH)
    Contact.objects.bulk_create(
        [Contact(application=row, given_name="Bench", family_name=f"Applicant {row.number}") for row in applied], BATCH
    )
    Step.objects.bulk_create([Step(application=row, status=row.status, at=row.since) for row in applied], BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made[1]


def measure(note) -> None:
    vacancy, hr = fill(), User.objects.get(email="asha.bello@northmere.example")

    def plain():
        with connection.cursor() as cursor:
            for sql in (COUNT, PAGE):
                cursor.execute(sql, [vacancy.employer_id])
                cursor.fetchall()

    floor, _two = timed(plain, TRIES)
    for name, work in (
        ("board", lambda: board.board(hr)),
        ("people list", lambda: board.people(hr)),
        ("vacancies list", lambda: vacancy_list(hr)),
        ("vacancy page", lambda: vacancy_page(hr, vacancy.pk)),
        ("recruitment figures", lambda: board.figures(hr)),
    ):
        took, queries = timed(work, TRIES)
        note(f"{name}, {ROWS} applications", took, "ms", floor)
        note(f"queries: {name}, {ROWS} applications", queries, "queries")
