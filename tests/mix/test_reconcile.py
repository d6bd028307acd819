"""`manage.py reconcile`: sums are proved from rows, and every way in which they could come apart is told."""

from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from peerwork.mix import actions
from peerwork.mix.models import Care, CareMonth, CarePeriod, CareStamp, Snapshot
from peerwork.mix.reconciling import reconcile
from tests import make
from tests.mix import care
from tests.mix.generate import mhsds
from tests.mix.test_activity_mhsds import MAY, load, where  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    trust = make.organisation()
    teams = [make.team(trust, code=code).code for code in ("T1", "T2")]
    make.counted(trust, [("staff_group", "Peer", "peer"), ("staff_group", "Nurse", "clinical")])
    chance, rows = Random(11), []
    for number in range(300):
        staff, day = chance.randrange(12), MAY.replace(month=chance.choice((5, 6)), day=chance.randrange(1, 29))
        rows.append(
            care.contact(
                f"S{staff}", day, team_code=chance.choice([*teams, ""]), activity_id=f"C{number - number % 7 % 2}",
                staff_group_code=("Peer" if staff < 3 else "Nurse" if staff < 10 else "Unheard of"),
                kind=chance.choice(["direct", "direct", "group", "dropin", "indirect"]),
                attended=chance.choice(["5", "6", "3"]), mechanism=chance.choice(["01", "02", "09"]),
                minutes=chance.choice(["15", "45", ""]),
            )
        )  # fmt: skip
    seen = {}
    for row in rows:  # a contact has each staff member once
        seen[row["activity_id"], row["staff_local_id"]] = row
    assert care.activity(trust, list(seen.values())).status == "published"
    return trust


def told(trust) -> str:
    out = StringIO()
    try:
        call_command("reconcile", "--organisation", trust.code, stdout=out)
    except CommandError as refusal:
        return f"{out.getvalue()} {refusal}"
    return out.getvalue()


def test_what_was_loaded_reconciles_to_the_last_row(trust):
    months, rows, faults = reconcile(trust)
    assert (months, rows, faults) == (2, Care.objects.count(), [])
    assert f"2 months, {rows} rows, 0 differences" in told(trust)


@pytest.mark.parametrize("version", [5, 6])
def test_a_submission_with_every_trap_reconciles(where, version):  # noqa: F811
    chance = Random(version)
    files = mhsds.generate(chance, version=version, months=[MAY], contacts=60)
    files["MHS000"] = mhsds.header(where.organisation.code, [MAY], version)
    assert load(where, mhsds.written(files, chance), f"mhsds_v{version}").status == "published"
    actions.freeze_care(where.organisation)
    assert Care.objects.exists() and reconcile(where.organisation)[2] == []


def _minutes():
    CareMonth.objects.filter(pk=CareMonth.objects.filter(minutes__gt=0).first().pk).update(minutes=F("minutes") + 1)


def _contacts():
    CareMonth.objects.filter(pk=CareMonth.objects.filter(contacts__gt=0).first().pk).update(contacts=0)


def _a_row_gone():
    Care.objects.first().delete()


def _a_row_more():
    row = Care.objects.first()
    row.pk = None
    row.save()


def _rows_of_nothing():
    CarePeriod.objects.filter(month=MAY).delete()


def _a_fixed_figure():
    Snapshot.objects.filter(basis="hours", current=True).update(numerator=F("numerator") / 2)


def _peers():
    Snapshot.objects.filter(basis="contacts", current=True).update(peers=99)


@pytest.mark.parametrize(
    "spoil", [_minutes, _contacts, _a_row_gone, _a_row_more, _rows_of_nothing, _a_fixed_figure, _peers]
)
def test_whatever_comes_apart_is_told_and_ends_with_one(trust, spoil):
    spoil()
    found = told(trust)
    assert "0 differences" not in found and "not those of the rows" in found
    assert not any(f"S{number}" in found for number in range(12))  # no staff number, no contact


def test_sums_made_with_other_rules_than_hold_now_are_told_until_they_are_made_again(trust):
    actions.classify(
        by=make.system(), organisation=trust, answers=[("staff_group", "Unheard of", "clinical")], starts_on=MAY
    )
    actions.freeze_care(trust)
    assert reconcile(trust)[2] == []

    CareStamp.objects.filter(month=MAY).update(stamp="x")
    assert any("other rules" in fault for fault in reconcile(trust)[2])
