"""MHSDS versions 5 and 6: generated submissions with every trap, against a slow and separately written oracle."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerwork.mix import actions
from peerwork.mix.models import Care, CareMonth, CarePeriod, CareTeam
from tests import make
from tests.mix import care
from tests.mix.generate import mhsds, oracle, place

pytestmark = pytest.mark.django_db
SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
MAY = date(2026, 5, 1)


@pytest.fixture
def where(monkeypatch):
    """An organisation that takes files however many of their rows are bad: the traps are many and the files short."""
    from django.conf import settings as ours

    monkeypatch.setitem(ours.PEERWORK, "IMPORT_MAX_BAD_SHARE", 1)
    return place.build()


def load(where, body: bytes, profile: str):
    done = care.activity(where.organisation, care.zip_upload(body), profile=profile)
    place.map_teams(where)
    return done


def sums(where, name: str, months=None) -> dict[tuple, int]:
    found: dict[tuple, int] = defaultdict(int)
    rows = CareMonth.objects.filter(organisation=where.organisation)
    for row in rows if months is None else rows.filter(month__in=months):
        key = (row.month, where.units[row.unit_id], row.kind, row.left_out, row.counts_as)
        found[key] += getattr(row, name)
    return {key: value for key, value in found.items() if value}


def agree(where, book: oracle.Book) -> None:
    """Minutes of every class are the oracle's; every contact is counted once, in a class the oracle allows."""
    months = {key[0] for key in book.minutes}
    for name in ("minutes", "low", "high"):
        assert sums(where, name, months) == {key: value for key, value in getattr(book, name).items() if value}, name
    left = sums(where, "contacts", months)
    for keys, number in sorted(book.contacts.items(), key=lambda each: len(each[0])):
        for _ in range(number):
            key = next((key for key in sorted(keys) if left.get(key)), None)
            assert key, f"a contact of {keys} is missing from {left}"
            left[key] -= 1
    assert not any(left.values()), f"contacts too many: {left}"


@SLOWLY
@given(random=st.randoms(use_true_random=False), version=st.sampled_from([5, 6]))
def test_a_submission_counts_as_the_oracle_says(where, random, version):
    months = [MAY] if version == 6 else [date(2023, 10, 1)]
    files = mhsds.generate(random, version=version, months=months)
    files["MHS000"] = mhsds.header(where.organisation.code, months, version)
    for name, rows in files.items():
        if name not in ("MHS201", "MHS202"):
            random.shuffle(rows)
    done = load(where, mhsds.written(files, random), f"mhsds_v{version}")
    assert done.status in ("published", "unchanged"), done.message
    agree(where, oracle.mhsds(files))


@SLOWLY
@given(random=st.randoms(use_true_random=False))
def test_the_team_rule_changes_in_april_2024_within_one_landed_table(where, random):
    files = mhsds.generate(random, version=6, months=[date(2024, 3, 1), date(2024, 4, 1)], contacts=20)
    del files["MHS000"]
    done = load(where, mhsds.written(files, random), "mhsds_v6")
    assert done.status in ("published", "unchanged"), done.message
    agree(where, oracle.mhsds(files))


def test_version_6_without_referrals_says_what_cannot_be_placed(where):
    import random

    files = mhsds.generate(random.Random(3), version=6, months=[MAY], referrals=False)
    files["MHS000"] = mhsds.header(where.organisation.code, [MAY], 6)
    done = load(where, mhsds.written(files, random.Random(3), leave=("MHS101",)), "mhsds_v6")
    unplaced = done.report["contacts_without_team"]
    assert unplaced > 0
    assert any("MHS101" in words and str(unplaced) in words for words in done.report["warnings"])
    agree(where, oracle.mhsds(files))


def test_version_6_without_its_staff_links_is_refused_and_says_why(where):
    import random

    files = mhsds.generate(random.Random(3), version=6, months=[MAY])
    for row in files["MHS202"]:
        row.pop("CareProfLocalID")
    names = dict(mhsds.NAMES)
    mhsds.NAMES["MHS202"] = "CareActID CareContactID ClinContactDurOfCareAct"
    try:
        body = mhsds.written(files, random.Random(3), leave=("MHS206", "MHS000"))
    finally:
        mhsds.NAMES.update(names)
    done = load(where, body, "mhsds_v6")
    assert done.status == "refused" and "MHS206" in done.message
    assert not Care.objects.exists()


def test_another_providers_extract_is_refused(where):
    import random

    files = mhsds.generate(random.Random(1), version=6, months=[MAY])
    files["MHS000"] = mhsds.header("RZZ", [MAY], 6)
    done = load(where, mhsds.written(files, random.Random(1)), "mhsds_v6")
    assert done.status == "refused" and not Care.objects.exists()


def test_a_resubmitted_period_replaces_the_old_even_where_nothing_is_left_of_it(where):
    import random

    files = mhsds.generate(random.Random(5), version=6, months=[MAY])
    files["MHS000"] = mhsds.header(where.organisation.code, [MAY], 6)
    first = load(where, mhsds.written(files, random.Random(5)), "mhsds_v6")
    assert first.status == "published" and Care.objects.count()
    files |= {name: [] for name in ("MHS201", "MHS202", "MHS206", "MHS204", "MHS301", "MHS302")}
    done = load(where, mhsds.written(files, random.Random(5)), "mhsds_v6")
    assert done.status == "published", done.message
    assert not Care.objects.exists() and not CareMonth.objects.exists()
    assert CarePeriod.objects.get(current=True).submission_id == done.pk


def test_a_team_nobody_has_mapped_stays_in_no_team_until_somebody_does(where):
    import random

    files = mhsds.generate(random.Random(2), version=6, months=[MAY], contacts=30)
    files["MHS000"] = mhsds.header(where.organisation.code, [MAY], 6)
    load(where, mhsds.written(files, random.Random(2)), "mhsds_v6")
    new = CareTeam.objects.get(organisation=where.organisation, local_id="T-NEW")
    before = sums(where, "minutes")
    unit = next(pk for pk, code in where.units.items() if code == "T3")
    actions.map_team(new, by=make.system(), unit=type(where.organisation).objects.get(pk=unit))
    after = sums(where, "minutes")
    assert sum(before.values()) == sum(after.values()) and before != after
    place.MAPPED["T-NEW"] = "T3"
    try:
        agree(where, oracle.mhsds(files))
    finally:
        del place.MAPPED["T-NEW"]
