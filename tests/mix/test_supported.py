"""The share by peer workers trained and supported at the time: what counts, what fell out and why, who is told what."""

from datetime import date
from decimal import Decimal

import pytest

from peerwork.mix import supported
from peerwork.mix.models import Snapshot, Supported
from peerwork.mix.queries import mix
from peerwork.people.models import Identifier
from tests import make
from tests.mix.care import activity, contact
from tests.mix.files import line, load_list, peer, say
from tests.supervision.world import rule

OCTOBER, OLD, NEW = date(2026, 10, 1), date(2025, 1, 1), date(2026, 10, 10)
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


def test_a_director_is_told_whole_percent_and_only_reasons_of_eight_people(place):
    trust, service, teams = place
    found = mix(make.holder("director", trust), service, "wte").supported
    assert found.share == Decimal("0.1")  # 5 of 50
    assert "10% of care staff were peer workers who were trained and supported" in found.finding
    assert "22% were peer workers altogether" in found.finding
    assert [(reason.label, reason.amount, reason.people) for reason in found.reasons] == [
        ("Training for the role not complete", "5", "")
    ]
    assert "few people" in found.note
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
