"""The share by peer workers trained and supported at the time: what counts, what fell out and why, who is told what."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerwork.kit.release import Rules
from peerwork.mix import supported, telling
from peerwork.mix.models import Snapshot, Supported
from peerwork.mix.queries import mix
from peerwork.mix.trees import Month, Sums
from peerwork.people.models import Identifier
from tests import make
from tests.mix.care import activity, contact
from tests.mix.files import line, load_list, peer, say
from tests.supervision.world import rule

OCTOBER, OLD, NEW = date(2026, 10, 1), date(2025, 1, 1), date(2026, 10, 10)
RULES = Rules(7, 5, 5)
TRAINED = "Appropriately trained (peer)"


@pytest.fixture
def place(db, tmp_path):
    """A service of 22 peer workers: ten untrained, one whose supervision is overdue, one nobody knows, ten as it is
    meant. Whoever began in October is in date without a session, for the first is not due yet."""
    trust = make.organisation("Fellside", "RAB")
    service = make.service(trust, "Community", code="COM")
    teams = [make.team(service, f"Team {code}", code=code) for code in ("ONE", "TWO")]
    rows = [line(f"N{n}", "ONE") for n in range(39)]
    rule(make.stream(trust), starts_on=OLD, every=12, first_weeks=0)
    for n in range(22):
        team = teams[n % 2]
        rows.append(peer(f"P{n:02}", team.code, wte="0.5"))
        if n == 21:
            continue
        person = make.person(trust)
        make.peer(person)
        make.number(person, value=f"p{n:02}")
        since = OLD if n == 20 else NEW
        make.placement(person, make.post(team, starts_on=OLD), starts_on=since)
        if n >= 10:
            make.qualified(person, TRAINED, starts_on=OLD)
    load_list(tmp_path, trust, rows)
    say(trust)
    supported.settle(trust.pk, today=date(2026, 11, 14))
    return trust, service, teams


def of(unit, basis="wte"):
    return Supported.objects.get(snapshot__unit=unit, snapshot__basis=basis, snapshot__month=OCTOBER,
                                 snapshot__current=True)  # fmt: skip


def test_what_fell_out_is_told_apart_and_adds_up(place):
    trust, service, _teams = place
    for unit in (trust, service):
        row = of(unit)
        assert (row.ready, row.training, row.supervision, row.both, row.unknown) == (5, 5, Decimal("0.5"), 0,
                                                                                      Decimal("0.5"))  # fmt: skip
        assert row.people == {"ready": 10, "training": 10, "supervision": 1, "unknown": 1}
        assert row.ready + row.training + row.supervision + row.unknown == row.snapshot.numerator == 11


def test_a_director_is_told_what_two_rounded_counts_say_and_no_reason_of_a_few_people(place):
    trust, service, teams = place
    found = mix(make.holder("director", trust), service, "wte").supported
    assert found.share == Decimal("0.11")  # 22% of them, and 10 and 12 of them are both published as 10
    assert "11% of care staff were peer workers who were trained and supported" in found.finding
    assert "22% were peer workers altogether" in found.finding
    assert found.reasons == []  # one of three would be told, and two hidden
    assert found.note.startswith("Most of it: Training for the role not complete.") and "few people" in found.note
    team = mix(make.holder("director", trust), teams[0], "wte").supported
    assert team.share is None and not team.reasons and not any(share for _month, share in team.series)


def test_hr_sees_it_as_it_is_and_the_page_the_api_and_the_file_say_the_same(place, client):
    trust, service, _teams = place
    hr = make.holder("hr", trust)
    found = mix(hr, service, "wte").supported
    assert [(reason.amount, reason.people, reason.part) for reason in found.reasons] == [
        ("5", "10", "45%"), ("0.5", "1", "5%"), ("0.5", "1", "5%"),
    ]  # fmt: skip
    client.force_login(hr)
    page = client.get(f"/mix/?unit={service.pk}&basis=wte").content.decode()
    assert found.finding in page and "Training for the role not complete" in page
    told = client.get(f"/api/v1/share/?unit={service.pk}&basis=wte").json()["supported"]
    assert told["finding"] == found.finding and len(told["reasons"]) == 3
    assert mix(hr, service, "wte").table()[-3][-1] in (None, Decimal("0.1"))


def test_an_answer_stands_when_training_is_noted_later_and_waits_a_fortnight(place):
    trust, _service, _teams = place
    before = of(trust)
    for number in range(10):
        holder = Identifier.objects.get(organisation=trust, value__iexact=f"p{number:02}").person
        make.qualified(holder, TRAINED, starts_on=OLD)
    assert supported.settle(trust.pk, today=date(2026, 12, 14)) == 0 and of(trust).ready == before.ready
    Supported.objects.all().delete()
    assert not Snapshot.objects.filter(month=OCTOBER, supported__isnull=False).exists()
    supported.settle(trust.pk, today=date(2026, 11, 13))
    assert not Supported.objects.filter(snapshot__month=OCTOBER).exists()
    supported.settle(trust.pk, today=date(2026, 11, 14))
    assert of(trust).ready == 10


def test_hours_follow_what_each_person_gave(place):
    trust, service, teams = place
    rows = [contact("P10", OCTOBER, team_code="ONE", minutes="120"), contact("P00", OCTOBER, team_code="ONE")]
    rows += [contact("P21", OCTOBER, team_code="TWO"), contact("N1", OCTOBER, team_code="ONE", minutes="240")]
    activity(trust, rows)
    supported.settle(trust.pk, today=date(2026, 11, 20))
    row = of(service, "hours")
    assert (row.ready, row.training, row.unknown) == (2, Decimal("0.5"), Decimal("0.5"))
    assert row.snapshot.numerator == 3 and of(teams[1], "hours").ready == 0


# The attacker of quality.md section 1: knows the rules, and that everybody gives the same -----------------------------
def answered(*counts: int) -> SimpleNamespace:
    """A figure of so many people (ready, untrained, without supervision, neither), each of whom gives one."""
    people = dict(zip((supported.READY, *supported.REASONS), counts, strict=False))
    given = dict.fromkeys(supported.REASONS, Decimal(0)) | {name: Decimal(many) for name, many in people.items()}
    return SimpleNamespace(numerator=Decimal(sum(counts)), supported=SimpleNamespace(people=people, **given))


def lets(*services: tuple[int, ...], rules=RULES) -> dict[int, telling.Let]:
    """What is let be told of services and of the organisation above them (1)."""
    whole = [sum(each) for each in zip(*services, strict=True)]
    answers = {1: answered(*whole)} | {n: answered(*each) for n, each in enumerate(services, 2)}
    sums = {unit: Sums(row.numerator, Decimal(900), peers=int(row.numerator)) for unit, row in answers.items()}
    return telling.released(Month(1, sums, {1: list(answers)[1:]}), set(answers), answers, rules)


def test_somebody_who_tries_every_world_is_left_with_many():
    """Every organisation without services: what is told of each leaves every count open by more than one either way."""
    worlds = defaultdict(list)
    for counts in product(range(10), range(20), range(20), range(12)):
        let = telling.released(Month(1, {1: Sums(peers=sum(counts))}, {}), {1}, {1: answered(*counts)}, RULES).get(1)
        if let is not None:
            worlds[let.most, *sorted(let.values.items())].append((*counts, sum(counts[1:])))
    edge = lambda world: any(n >= top for n, top in zip(world, (9, 19, 19, 11), strict=False))
    whole = [found for found in worlds.values() if not any(map(edge, found))]
    assert len(whole) > 10
    for found in whole:
        assert all(max(values) - min(values) > 2 for values in zip(*found, strict=True)), found


COUNTS = st.tuples(*[st.one_of(st.integers(0, 9), st.integers(0, 40))] * 4)


@settings(max_examples=300, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=4))
def test_nobody_can_be_worked_out_from_an_organisation_beside_its_services(services):
    told = lets(*services)
    names, last = ("ready", "training", "supervision", "other"), len(services) + 2
    true = {(name, n): each[place] for n, each in enumerate(services, 2) for place, name in enumerate(names)}
    true |= {(name, 1): sum(true[name, n] for n in range(2, last)) for name in names}
    true |= {("fallen", n): sum(true[name, n] for name in names[1:]) for n in range(1, last)}
    true |= {("people", n): true["fallen", n] + true["ready", n] for n in range(1, last)}
    shown = {key: told[key[1]].values[key[0]] for key in true if key[1] in told and key[0] in told[key[1]].values}
    bounds = {key: [max(shown[key] - 2, 8), shown[key] + 2] if key in shown else [0, 500] for key in true}
    sums = [((name, 1), [(name, n) for n in range(2, last)]) for name in (*names, "fallen", "people")]
    sums += [(("fallen", n), [(name, n) for name in names[1:]]) for n in range(1, last)]
    sums += [(("people", n), [("fallen", n), ("ready", n)]) for n in range(1, last)]
    for _round in range(20):
        for total, parts in sums:
            low, high = (sum(bounds[part][end] for part in parts) for end in (0, 1))
            bounds[total] = [max(bounds[total][0], low), min(bounds[total][1], high)]
            for part in parts:
                least, most = bounds[part]
                others = [sum(bounds[each][end] for each in parts if each != part) for end in (0, 1)]
                bounds[part] = [max(least, bounds[total][0] - others[1]), min(most, bounds[total][1] - others[0])]
    for key, (least, most) in bounds.items():
        assert least <= true[key] <= most
        assert most - least > 2, (key, least, most, told)
