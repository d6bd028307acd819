"""Many at once: twenty starts of one post leave one within its budget, whichever database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from peerwork.kit.errors import Refused
from peerwork.placements import actions
from peerwork.placements.models import Away, Placement, PlacementTerm
from tests import make

AT_ONCE = 20


def at_once(work, rows) -> list:
    """Do `work(row)` for every row at the same moment, each with a connection of its own; what each gave or raised."""
    gate = Barrier(len(rows))

    def one(row):
        gate.wait()
        try:
            return work(row)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as pool:
        return list(pool.map(one, rows))


@pytest.mark.django_db(transaction=True)
def test_twenty_starts_of_one_post_leave_one_within_its_budget():
    trust = make.organisation()
    post = make.post(make.team(trust), wte=Decimal(1))
    rows = [make.placement(make.person(trust), post, "agreed", wte=Decimal(1)) for _n in range(AT_ONCE)]
    by = make.system()
    answers = at_once(lambda row: actions.start_placement(row, by=by), rows)
    assert Placement.objects.filter(post=post, status="started").count() == 1
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == AT_ONCE - 1 and all("despite" in answer.details["fields"] for answer in refused)


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_for_one_person_leave_one_full_time():
    trust = make.organisation()
    team, person, by = make.team(trust), make.person(trust), make.system()
    posts = [make.post(team, title=f"Post {n}") for n in range(AT_ONCE)]
    answers = at_once(
        lambda post: actions.propose_placement(
            by=by, person=person, post=post, wte=Decimal(1), starts_on=make.today(), contract="permanent"
        ),
        posts,
    )
    assert Placement.objects.filter(person=person).count() == AT_ONCE  # only proposed: nothing is held yet
    rows = [row for row in answers if isinstance(row, Placement)]
    for row in rows:
        actions.agree_placement(row, by=by)
    at_once(lambda row: actions.start_placement(row, by=by), rows)
    assert Placement.objects.filter(person=person, status="started").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_note_the_same_absence_leave_one():
    trust = make.organisation()
    person, by = make.person(trust), make.system()
    at_once(lambda n: actions.note_away(by=by, person=person, kind="leave", starts_on=make.today()), range(8))
    assert Away.objects.filter(person=person).count() == 1


@pytest.mark.django_db
@pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="SQLite refuses through the actions")
def test_postgresql_itself_refuses_hours_that_overlap():
    trust = make.organisation()
    row = make.placement(make.person(trust), make.post(make.team(trust)))
    term = row.terms.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacementTerm.objects.create(
            placement=row, team=term.team, wte=term.wte, working_wte=term.wte,
            starts_on=term.starts_on + timedelta(days=1),
        )  # fmt: skip
