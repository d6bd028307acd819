"""Whatever is done to placements, every past day can be told as it was: compared with a replay by brute force."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from peerwork.kit.errors import Conflict, Invalid
from peerwork.placements import actions, queries
from peerwork.placements.models import PlacementTerm, Post, PostTerm
from peerwork.placements.queries import establishment, in_post, month_ends, wte_by_team
from tests import make

pytestmark = pytest.mark.django_db
START = date(2024, 1, 1)
LENGTH = 400
WTES = [Decimal("0.2"), Decimal("0.5"), Decimal("0.8"), Decimal(1)]
days = st.integers(0, LENGTH)


class Replay:
    """The plainest model there is: for each placement, a value for each day."""

    def __init__(self):
        self.days = defaultdict(dict)

    def place(self, key, first, wte, team):
        for n in range(first, LENGTH + 400):
            self.days[key][n] = [wte, team]

    def change(self, key, first, last, **new):
        # Until the next change that is known already, where no last day is given.
        held = self.days[key]
        until = last if last is not None else self.run_end(key, first)
        for n in [n for n in held if first <= n <= until]:
            held[n] = [new.get("wte", held[n][0]), new.get("team", held[n][1])]

    def run_end(self, key, first):
        held, n = self.days[key], first
        while n + 1 in held and (n + 1) not in self.edges[key]:
            n += 1
        return n

    def end(self, key, last):
        self.days[key] = {n: value for n, value in self.days[key].items() if n <= last}

    def wte(self, n):
        found = defaultdict(Decimal)
        for held in self.days.values():
            if n in held:
                found[held[n][1]] += held[n][0]
        return dict(found)


verbs = st.lists(
    st.tuples(
        st.sampled_from(["change", "while", "team", "end", "leave", "resume"]),
        st.integers(0, 2), days, st.integers(0, 60), st.sampled_from(WTES),
    ),
    max_size=8,
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # to shrink a failure takes minutes; what fails is short enough to read
@example([("change", 0, 46, 0, Decimal("0.5")), ("leave", 0, 35, 12, Decimal("0.2"))])
@given(verbs)
def test_as_of_any_day_equals_a_replay_of_what_was_done(done):
    from django.db import transaction

    with transaction.atomic():
        try:
            run(done)
        finally:
            transaction.set_rollback(True)


def run(done):
    trust = make.organisation()
    one, two = make.team(trust), make.team(trust)
    post = make.post(one, wte=Decimal(50), starts_on=START - timedelta(days=10))
    replay = Replay()
    replay.edges = defaultdict(set)
    rows = []
    for n in range(3):
        person, first = make.person(trust), n * 30
        rows.append(make.placement(person, post, starts_on=START + timedelta(days=first), wte=WTES[n]))
        replay.place(n, first, WTES[n], one.pk)
    by = make.system()
    for verb, key, first, length, wte in done:
        row = rows[key]
        row.refresh_from_db()
        on, until = START + timedelta(days=first), START + timedelta(days=first + length)
        try:
            if verb == "change":
                actions.change_placement(row, by=by, starts_on=on, wte=wte, despite="x")
                replay.change(key, first, None, wte=wte)
            elif verb == "while":
                actions.change_placement(row, by=by, starts_on=on, until=until, wte=wte, despite="x")
                replay.change(key, first, first + length, wte=wte)
                replay.edges[key] |= {first + length + 1}
            elif verb == "team":
                actions.change_placement(row, by=by, starts_on=on, team=two, despite="x")
                replay.change(key, first, None, team=two.pk)
            elif verb == "leave":  # a leave of absence keeps the post: its WTE counts as before
                actions.change_placement(row, by=by, starts_on=on, until=until, kind="leave", despite="x")
                replay.edges[key] |= {first + length + 1}
            elif verb == "end":
                actions.end_placement(row, by=by, ends_on=on)
                replay.end(key, first)
            elif verb == "resume":
                continue
            replay.edges[key] |= {first}
        except (Invalid, Conflict):
            continue
    check_rows(rows)
    for n in range(-5, LENGTH + 200, 13):
        on = START + timedelta(days=n)
        wanted = {team: wte for team, wte in replay.wte(n).items() if wte}
        assert wte_by_team(on) == wanted, (n, done)
        figures = in_post([one.pk, two.pk], [on])[0]
        assert figures.wte == sum(wanted.values(), Decimal(0))
        assert figures.people == sum(1 for held in replay.days.values() if n in held)


def check_rows(rows):
    """Dated rows never overlap, and cover exactly the days of their placement."""
    for row in rows:
        row.refresh_from_db()
        terms = list(row.terms.filter(cancelled_on__isnull=True).order_by("starts_on"))
        assert terms[0].starts_on == row.starts_on and terms[-1].ends_on == row.ends_on
        for before, after in pairwise(terms):
            assert before.ends_on + timedelta(days=1) == after.starts_on


def test_month_ends_are_told_as_they_were_after_later_changes():
    trust = make.organisation()
    service = make.service(trust)
    team = make.team(service)
    hr, by = make.holder("hr", trust), make.system()
    post = make.post(team, wte=Decimal(2), starts_on=date(2024, 1, 1))
    row = make.placement(make.person(trust), post, starts_on=date(2024, 2, 1), wte=Decimal("0.8"))
    then = {line.unit.pk: line.vacant for line in establishment(hr, date(2024, 3, 31))}
    assert then == {trust.pk: Decimal("1.2"), service.pk: Decimal("1.2"), team.pk: Decimal("1.2")}
    actions.change_post(post, by=by, starts_on=date(2024, 5, 1), wte=Decimal(4))
    actions.change_placement(row, by=by, starts_on=date(2024, 6, 1), wte=Decimal("0.4"))
    actions.end_placement(row, by=by, ends_on=date(2024, 8, 15))
    assert {line.unit.pk: line.vacant for line in establishment(hr, date(2024, 3, 31))} == then
    assert [row.wte for row in in_post([team.pk], month_ends(date(2024, 9, 30), 8))] == [
        Decimal("0.8"), Decimal("0.8"), Decimal("0.8"), Decimal("0.8"), Decimal("0.4"), Decimal("0.4"), 0, 0,
    ]  # fmt: skip


def test_past_months_roll_up_over_the_tree_as_it_was():
    from peerwork.people.actions import move_unit

    trust = make.organisation()
    old, new = make.service(trust, "Old"), make.service(trust, "New")
    team = make.team(old)
    make.post(team, wte=Decimal(3), starts_on=date(2024, 1, 1))
    move_unit(team, new, by=make.system(), starts_on=date(2025, 1, 1))
    hr = make.holder("hr", trust)
    before = {line.unit.name for line in establishment(hr, date(2024, 12, 31))}
    after = {line.unit.name for line in establishment(hr, date(2025, 1, 31))}
    assert "Old" in before and "New" not in before
    assert "New" in after and "Old" not in after


def test_a_month_end_can_be_told_as_it_was_known_then():
    trust = make.organisation()
    team = make.team(trust)
    row = make.placement(make.person(trust), make.post(team), starts_on=date(2026, 9, 1), wte=Decimal("0.8"))
    day = date(2026, 10, 31)
    known = timezone.now()
    actions.end_placement(row, by=make.system(), ends_on=date(2026, 10, 1))
    assert wte_by_team(day) == {}
    assert wte_by_team(day, known_at=known) == {team.pk: Decimal("0.8")}


def test_every_change_of_hours_keeps_its_history():
    row = make.placement(make.person(trust := make.organisation()), make.post(make.team(trust)))
    actions.change_placement(row, by=make.system(), starts_on=make.today(), wte=Decimal("0.4"))
    assert PlacementTerm.history.filter(placement=row).count() == 3  # laid; cut short; the new one
    assert PostTerm.history.filter(post=row.post).count() == 1


def test_who_stays_is_the_same_in_the_api_as_on_the_page(world):
    Post.objects.update(lived_experience_essential=True)
    told = world.client("hr").get("/api/v1/staying/").json()
    cohorts, bands = queries.still_in_post(world.cast.hr), queries.time_at_band(world.cast.hr)
    assert [(c["name"], c["people"]) for c in told["cohorts"]] == [(c.name, c.people) for c in cohorts] != []
    held = [(line.placement.pk, line.since.isoformat()) for line in bands]
    assert [(line["placement"], line["since"]) for line in told["bands"]] == held != []
    assert world.client("team_lead").get("/api/v1/staying/").status_code == 404
    assert world.client("hr").get("/api/v1/staying/?on=nonsense").status_code == 400
