"""The ESR outbound file: loaded once or ten times the same, nothing erased, nothing read that need not be."""

import io
import logging
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from peerwork.kit.errors import Invalid
from peerwork.people.models import Person, Unit, UnitLink
from peerwork.placements.importers import import_esr
from peerwork.placements.models import Placement, PlacementTerm, Post, PostTerm, StaffFile
from peerwork.placements.queries import establishment, in_post
from tests import make
from tests.placements import go2

pytestmark = pytest.mark.django_db
MODELS = (Unit, Person, Post, PostTerm, Placement, PlacementTerm)


@pytest.fixture
def trust(db):
    return make.organisation("Example Trust", "RXX")


@pytest.fixture
def load(trust, tmp_path):
    by = make.holder("administrator", trust)

    def load(*lines, **options):
        dry_run = options.pop("dry_run", False)
        return import_esr(go2.write(tmp_path, *lines, **options), trust, by=by, dry_run=dry_run)

    load.by = by
    return load


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_a_full_file_becomes_units_posts_people_and_placements(load, trust):
    done = load(*go2.small())
    assert (done.status, done.rows_refused) == ("published", 0), done.report
    team = Unit.objects.get(name="Harbour Team")
    assert team.kind == "team" and UnitLink.objects.get(unit=team).parent.name == "Community services"
    assert UnitLink.objects.get(unit__name="Community services").parent == trust
    assert sorted(Placement.objects.values_list("person__given_name", "wte", "status")) == [
        ("Dev", Decimal("0.600"), "started"), ("Esme", Decimal("0.800"), "started"), ("Noor", Decimal(1), "started"),
    ]  # fmt: skip
    assert Placement.objects.get(person__given_name="Esme").starts_on == date(2021, 9, 1)
    nurse = Post.objects.get(code="P100")
    assert (nurse.family, nurse.band, nurse.wte, nurse.team) == ("nursing", "5", Decimal(5), team)
    assert [row.wte for row in in_post([team.pk], [date(2022, 3, 31), date(2022, 4, 30)])] == [
        Decimal("0.800"), Decimal("2.400"),
    ]  # fmt: skip


def test_a_peer_post_is_suggested_and_never_decided(load):
    done = load(*go2.small())
    assert not Post.objects.filter(lived_experience_essential=True).exists()
    assert [row["position"] for row in done.report["may_be_peer_posts"]] == ["P101"]


def test_the_same_file_again_changes_nothing(load):
    load(*go2.small())
    before = everything()
    assert load(*go2.small()).status == "unchanged"
    assert load(*reversed(go2.small()), run="20261201").status == "unchanged"
    assert everything() == before


def test_a_dry_run_loads_nothing_and_says_what_it_would(load):
    before = everything()
    done = load(*go2.small(), dry_run=True)
    assert done.status == "checked" and done.report["done"]["placements_started"] == 3
    assert everything() == before


def test_hours_change_from_their_day_and_the_months_before_stay(load):
    load(*go2.small())
    team = Unit.objects.get(name="Harbour Team")
    load(go2.assignment("80", "8", "100", "20", "0.40", "20260901"), full=False, run="20261102")
    dev = Placement.objects.get(person__given_name="Dev")
    assert [(t.starts_on, t.wte) for t in dev.terms.order_by("starts_on")] == [
        (date(2022, 4, 1), Decimal("0.600")), (date(2026, 9, 1), Decimal("0.400")),
    ]  # fmt: skip
    assert dev.wte == Decimal("0.400")
    assert [row.wte for row in in_post([team.pk], [date(2026, 8, 31), date(2026, 9, 30)])] == [
        Decimal("2.400"), Decimal("2.200"),
    ]  # fmt: skip


def test_budgets_change_from_their_day(load):
    load(*go2.small())
    changed = go2.position("100", "20", wte="7.50", starts_on="20260401")
    load(changed, full=False, run="20261102")
    post = Post.objects.get(code="P100")
    assert [(t.starts_on, t.wte) for t in post.terms.order_by("starts_on")] == [
        (date(2018, 4, 1), Decimal(5)), (date(2026, 4, 1), Decimal("7.5")),
    ]  # fmt: skip


def test_moving_to_another_position_ends_one_placement_and_begins_another(load):
    load(*go2.small())
    load(go2.assignment("80", "8", "101", "20", "0.60", "20260601"), full=False, run="20261102")
    old, new = Placement.objects.filter(person__given_name="Dev").order_by("starts_on")
    assert (old.status, old.ends_on, old.end_reason) == ("ended", date(2026, 5, 31), "moved")
    assert (new.status, new.post.code, new.starts_on) == ("started", "P101", date(2026, 6, 1))


def test_deletes_end_and_never_erase(load):
    load(*go2.small())
    counts = [model.objects.count() for model in MODELS]
    load("ASD~80", "PRD~7", full=False, run="20261102")
    assert [model.objects.count() for model in MODELS] == counts
    ended = Placement.objects.filter(status="ended")
    assert {row.person.given_name for row in ended} == {"Dev", "Noor"}
    assert {row.ends_on for row in ended} == {date(2026, 11, 2)}
    load("POD~100", "ORD~20", full=False, run="20261103")
    assert Post.objects.get(code="P100").ends_on == date(2026, 11, 3)


def test_somebody_terminated_leaves_on_their_day(load):
    load(*go2.small())
    load(go2.person("8", "Dev", left_on="20260930", reason="Voluntary Resignation - Relocation"), full=False)
    dev = Placement.objects.get(person__given_name="Dev")
    assert (dev.status, dev.ends_on, dev.end_reason) == ("ended", date(2026, 9, 30), "relocation")
    assert dev.person.left_on == date(2026, 9, 30)


def test_whoever_is_missing_from_a_full_file_has_left(load):
    load(*go2.small())
    without = [line for line in go2.small() if not line.startswith(("PRA~8~", "ASA~8~"))]
    load(*without, run="20261201")
    dev = Placement.objects.get(person__given_name="Dev")
    assert (dev.status, dev.ends_on) == ("ended", date(2026, 12, 1))
    back = load(*go2.small(), run="20261202")
    assert back.status == "published"
    assert Placement.objects.get(person__given_name="Dev").status == "started"


def test_a_full_file_that_lacks_very_many_ends_nobody(load):
    people = [go2.person(str(n)) for n in range(300, 330)]
    work = [go2.assignment(f"{n}0", str(n), "100", "20", "0.10") for n in range(300, 330)]
    load(*go2.small(), *people, *work)
    done = load(*go2.small(), run="20261201")
    assert Placement.objects.filter(status="started").count() == 33
    assert "cut short" in done.report["warnings"][0]


def test_a_file_cut_short_is_refused_whole(load):
    done = load(*go2.small(), count=500)
    assert done.status == "refused" and not Placement.objects.exists()


def test_positions_that_match_nothing_are_reported(load):
    done = load(
        *go2.small(), go2.position("102", "99"), go2.position("103", "20", staff_group="Something new", job_role=""),
        go2.person("11"), go2.assignment("110", "11", "555", "20"),
    )  # fmt: skip
    assert done.status == "published" and done.report["unmatched_count"] == 3
    assert {row["position"] for row in done.report["unmatched_positions"]} == {"P102", "P103", ""}
    assert done.rows_refused == 2


def test_a_bad_line_is_refused_and_the_others_are_loaded(load):
    bad = go2.assignment("91", "9", "101", "20", "1.40")
    many = [go2.person(str(n)) for n in range(300, 330)]
    done = load(*go2.small(), *many, bad)
    assert done.status == "published" and done.rows_refused == 1
    line = done.report["refused"][0]
    assert line["column"] == "Fte" and "1.40" not in str(done.report)


def test_what_must_not_be_read_reaches_neither_database_nor_log(load, tmp_path, caplog, django_db_blocker):
    """Birth date, NI number, ethnic origin, disability, nationality, salary: every column not named in KEPT."""
    caplog.set_level(logging.DEBUG)
    bad = go2.assignment("91", "9", "101", "20", "not a number")
    done = load(*go2.small(), *[go2.person(str(n)) for n in range(300, 330)], bad)
    assert done.status == "published"
    dump = io.StringIO()
    call_command("dumpdata", "people", "placements", "kit", stdout=dump)
    assert len(dump.getvalue()) > 10_000 and go2.CANARY not in dump.getvalue()
    assert go2.CANARY not in caplog.text and go2.CANARY not in str(done.report)
    assert go2.CANARY not in str(StaffFile.objects.values_list("message", "report", "file_name"))


def test_only_known_people_are_found_by_number_and_lookalikes_are_proposed(load, trust):
    known = make.person(trust, given_name="Noor", family_name="Marsh7")
    make.number(known, "staff_id", "17")
    twin = make.person(trust, given_name="Dev", family_name="Other", work_email="dev@example.org")
    lines = [line for line in go2.small() if not line.startswith("PRA~8~")]
    load(*lines, go2.person("8", "Dev", work_email="dev@example.org"))
    assert Placement.objects.get(post__code="P100", wte=1).person == known
    assert Person.objects.filter(given_name="Dev").count() == 2
    from peerwork.people.models import PersonMatch

    assert PersonMatch.objects.get().kept == twin


def test_only_an_administrator_may_hand_a_file_in(trust, tmp_path):
    from peerwork.kit.errors import NotAllowed

    with pytest.raises(NotAllowed):
        import_esr(go2.write(tmp_path, *go2.small()), trust, by=make.holder("hr", trust))


def test_an_empty_file_is_refused(load, trust, tmp_path):
    file = tmp_path / "GO_504_EXP_GOF_20261101_00000001.DAT"
    file.write_text("")
    with pytest.raises(Invalid):
        import_esr(file, trust, by=load.by)


def test_the_establishment_of_a_loaded_file(load, trust):
    load(*go2.small())
    hr = make.holder("hr", trust)
    lines = {line.unit.name: line for line in establishment(hr, date(2026, 10, 31))}
    team = lines["Harbour Team"]
    assert (team.budget, team.filled, team.vacant) == (Decimal(10), Decimal("2.4"), Decimal("7.6"))
    assert lines["Example Trust"].budget == Decimal(10) and lines["Example Trust"].depth == 0
