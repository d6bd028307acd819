"""The simple activity file and the PMHC MDS, generated with their traps, against the oracle; and the delivery log."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerwork.mix import actions
from peerwork.mix.models import CareMonth, CountingRule, Snapshot
from tests import make
from tests.mix import care
from tests.mix.generate import oracle, place
from tests.mix.generate.files import as_csv, zipped
from tests.mix.test_activity_mhsds import agree, sums, where  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
MAY = date(2026, 5, 1)


def simple_rows(random, number: int = 15) -> list[dict]:
    rows = []
    for at in range(random.randint(1, number)):
        row = {
            "activity_id": f"A{at}",
            "activity_date": (MAY + timedelta(days=random.randint(0, 60))).isoformat(),
            "team_code": random.choice(["T1", "T2", "T3", "T-NEW", ""]),
            "staff_local_id": random.choice([*place.POSTS, "X9", ""]),
            "staff_group_code": "",
            "attended": random.choice(["5", "5", "6", "3", "7", "", "Y", "N"]),
            "mechanism": random.choice(["01", "01", "02", "11", "09", "05", "13", "98", ""]),
            "kind": random.choice(["direct", "direct", "direct", "group", "dropin", "indirect"]),
            "minutes": random.choice(["", "10", "30", "45", "90"]),
        }
        rows.append(row)
        if random.random() < 0.4:  # somebody else took part
            rows.append(row | {"staff_local_id": random.choice([*place.POSTS]), "minutes": random.choice(["15", "60"])})
        if random.random() < 0.1:
            rows.append(dict(row))  # the same row twice
    return rows


@SLOWLY
@given(random=st.randoms(use_true_random=False))
def test_an_activity_file_counts_as_the_oracle_says(where, random):  # noqa: F811
    rows = simple_rows(random)
    body = as_csv(rows, care.HEADINGS.split(","), random, extra={"NHSNumber": "9434765919"})
    done = care.activity(where.organisation, care.raw_upload(body))
    assert done.status in ("published", "unchanged"), done.message
    agree(where, oracle.simple(rows))


@SLOWLY
@given(random=st.randoms(use_true_random=False))
def test_pmhc_contacts_count_as_the_oracle_says(where, random):  # noqa: F811
    practitioners = [{"practitioner_key": f"K{n}", "practitioner_category": code}
                     for n, code in enumerate(["1", "5", "12", "13", "99"])]  # fmt: skip
    peer_from = date(2019, 1, 1)
    starts = date(2018, 12, 1)
    contacts, others = [], []
    for number in range(random.randint(1, 12)):
        day = starts + timedelta(days=random.randint(0, 60))
        text = f"{day:%d%m%Y}"
        contacts.append(
            {
                "service_contact_key": f"SC{number}",
                "practitioner_key": random.choice(["K0", "K1", "K2", "K3", "K4", "K7", ""]),
                "service_contact_date": text.lstrip("0") if random.random() < 0.5 else text,
                "service_contact_duration": random.choice(list(oracle.BAND)),
                "service_contact_no_show": random.choice(["1", "2", "2"]),
                "service_contact_modality": random.choice(["0", "1", "2", "3", "4", ""]),
                "service_contact_participants": random.choice(["1", "1", "2", "3", "4", "9"]),
                "organisation_path": random.choice(["T1", "T2", "PHN1:X"]),
            }
        )
        if random.random() < 0.4:
            others.append({"service_contact_key": f"SC{number}", "practitioner_key": random.choice(["K0", "K3"])})
    files = {
        "practitioners.csv": as_csv(practitioners, list(practitioners[0]), random, extra={"practitioner_gender": "1"}),
        "service-contacts.csv": as_csv(contacts, list(contacts[0]), random, extra={"episode_key": "CANARY"}),
        "service-contact-practitioners.csv": as_csv(
            others, ["service_contact_key", "practitioner_key"], random, plain=True
        ),
    }
    actions.classify(
        by=make.system(), organisation=where.organisation, starts_on=date(2015, 1, 1),
        answers=[("staff_group", "Clinical Psychologist", "clinical"),
                 ("staff_group", "Mental Health Nurse", "clinical"), ("staff_group", "Peer Support Worker", "peer")],
    )  # fmt: skip
    done = care.activity(where.organisation, care.zip_upload(zipped(files)), profile="pmhc_mds")
    assert done.status in ("published", "unchanged"), done.message
    agree(where, oracle.pmhc(practitioners, contacts, others, peer_from))


def test_a_pmhc_extract_suggests_its_own_peer_code_from_2019(where):  # noqa: F811
    names = ["key", "date", "duration", "no_show", "modality", "participants"]
    contacts = (
        ",".join([f"service_contact_{name}" for name in names] + ["practitioner_key", "organisation_path"]) + "\n"
    )
    rows = "".join(f"SC{n},1052026,{n % 3 + 1},2,1,1,K{n % 2},T1\n" for n in range(6))
    files = {"practitioners.csv": b"practitioner_key,practitioner_category\nK0,13\nK1,5\n",
             "service-contacts.csv": (contacts + rows).encode()}  # fmt: skip
    care.activity(where.organisation, care.zip_upload(zipped(files)), profile="pmhc_mds")
    rule = CountingRule.objects.get(told_by="staff_group", status="suggested")
    assert (rule.value, rule.counts_as, rule.starts_on) == ("Peer Support Worker", "peer", date(2019, 1, 1))
    administrator = make.holder("administrator", where.organisation)
    actions.approve(rule, by=administrator)
    actions.classify(by=make.system(), organisation=where.organisation, starts_on=MAY,
                     answers=[("staff_group", "Mental Health Nurse", "clinical")])  # fmt: skip
    row = Snapshot.objects.get(unit=where.organisation, basis="hours", current=True, month=MAY)
    # Three peer contacts of bands 1, 3 and 2, three others of bands 2, 1 and 3: the share lies within an interval.
    assert row.numerator == Decimal("1.15") and row.denominator == Decimal("2.3")
    assert row.low < row.numerator / row.denominator < row.high
    assert (row.low * (48 + 90)).quantize(Decimal("0.001")) == 48
    assert (row.high * (90 + 48)).quantize(Decimal("0.001")) == 90


def test_the_delivery_log_file_keeps_covering_another_role_out_of_peer_work(where):  # noqa: F811
    text = (
        "date,team_code,staff_number,kind,minutes,contacts,covering\n"
        "2026-05-04,T1,S1,group,90,1,\n"  # a peer worker's group
        "2026-05-04,T1,S1,direct,300,,Y\n"  # a shift for somebody else
        "2026-05-04,T1,,direct,600,12,\n"  # the team's other staff
        "2026-05-11,T1,S1,dropin,,4,N\n"
    )
    done = care.activity(where.organisation, care.upload(text), profile="delivery_log_csv")
    assert done.status == "published", done.message
    key = lambda kind, counts_as: (MAY, "T1", kind, "", counts_as)
    assert sums(where, "minutes") == {key("group", "peer"): 90, key("direct", "clinical"): 900}
    assert sums(where, "contacts") == {
        key("group", "peer"): 1, key("direct", "clinical"): 12, key("dropin", "peer"): 4,
    }  # fmt: skip
    assert set(CareMonth.objects.values_list("source", flat=True)) == {"delivery_log"}
    share = Snapshot.objects.get(unit=where.organisation, basis="hours", current=True)
    assert (share.numerator, share.denominator, share.source) == (Decimal("1.5"), Decimal("16.5"), "delivery_log")
    again = care.activity(where.organisation, care.upload(text), profile="delivery_log_csv")
    assert again.status == "unchanged"


def test_a_tally_on_the_page_counts_beside_other_sources_and_can_be_taken_back(world):
    trust, team = world.row("people.Unit/organisation"), world.row("people.Unit/team")
    tally = world.row("mix.Tally/worker")
    month = make.today().replace(day=1)
    found = lambda: {
        (row.counts_as, row.minutes)
        for row in CareMonth.objects.filter(organisation=trust, month=month, source="delivery_log", unit=team)
    }
    assert ("clinical", 90) in found()  # the others together
    actions.withdraw_tally(world.row("mix.Tally/others"), by=world.cast.team_lead)
    assert ("clinical", 90) not in found() and sum(minutes for _c, minutes in found()) == 90
    actions.edit_tally(tally, by=world.cast.worker, covering=True)
    assert found() == {("clinical", 90)}
