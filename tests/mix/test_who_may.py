"""Who hands in files, says who counts, approves, sets targets: administrators codes, HR people, nobody themselves."""

from datetime import date
from decimal import Decimal

import pytest

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.mix import actions
from peerwork.mix.importers import import_staff
from peerwork.mix.models import CountingRule, StaffFte, StaffSubmission, Target
from peerwork.mix.policy import rules, staff_lines
from peerwork.people.actions import note_identifier
from tests import make
from tests.mix.files import FTE, load_list, peer, write

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def trust(world):
    return world.row("people.Unit/organisation")


@pytest.fixture
def other(world):
    return world.row("people.Unit/other_organisation")


def test_only_an_administrator_of_the_organisation_hands_files_in(tmp_path, cast, trust):
    path = write(tmp_path / "fte.csv", FTE, [["2017-SEP", trust.code, "F", "Nurses", "1"]])
    assert import_staff(path, "staff_fte_csv", trust, by=cast.administrator).status == "published"
    for somebody in (cast.hr, cast.director, cast.team_lead, cast.other_administrator, cast.worker):
        with pytest.raises(NotAllowed):
            import_staff(path, "staff_fte_csv", trust, by=somebody)


def test_an_administrators_file_never_reaches_another_organisation(tmp_path, cast, trust, other):
    rows = [["2017-SEP", code, "F", "Nurses", "1"] for code in (trust.code, other.code, "RZZ")]
    path = write(tmp_path / "fte.csv", FTE, rows)
    done = import_staff(path, "staff_fte_csv", trust, by=cast.administrator, create_organisations=True)
    assert set(StaffFte.objects.filter(submission=done).values_list("organisation", flat=True)) == {trust.pk}
    with pytest.raises(NotAllowed):
        import_staff(path, "staff_fte_csv", None, by=cast.administrator)
    assert not StaffSubmission.objects.filter(organisation=None, file_name="fte.csv").exists()


def say(by, organisation, told_by="job_role", value="Peer worker", counts_as="peer"):
    return actions.classify(by=by, organisation=organisation, answers=[(told_by, value, counts_as)], starts_on=DAY)[0]


def test_administrators_map_codes_of_their_own_organisation(cast, trust, other):
    assert say(cast.administrator, trust).status == "approved"
    for somebody in (cast.hr, cast.director, cast.team_lead, cast.other_administrator):
        with pytest.raises(NotAllowed):
            say(somebody, trust, value="Something else")
    with pytest.raises(NotAllowed):
        say(cast.administrator, None, value="For everybody")
    with pytest.raises(NotAllowed):
        say(cast.administrator, other)


def test_hr_decides_on_named_people_and_administrators_do_not_see_them(cast, trust):
    rule = say(cast.hr, trust, "staff_id", "S77")
    assert rule.status == "suggested"
    with pytest.raises(NotAllowed):
        actions.approve(rule, by=cast.hr)  # her own idea
    with pytest.raises(NotHere):
        actions.approve(rule, by=cast.administrator)
    assert not rules.visible(cast.administrator).filter(told_by="staff_id").exists()
    other_hr = make.holder("hr", trust)
    assert actions.approve(rule, by=other_hr).status == "approved"


def test_nobody_approves_what_concerns_themselves(cast, trust, world):
    worker = world.row("people.Identifier/hr_worker").person
    note_identifier(by=cast.hr, person=worker, system="staff_id", value="X12ab")
    for written in ("X12ab", "x12AB", " X12AB "):  # a rule doesn't mind capitals and spaces
        rule = say(cast.hr, trust, "staff_id", written)
        with pytest.raises(NotAllowed):
            actions.approve(rule, by=cast.hr_worker)


def test_a_suggestion_is_approved_or_rejected_once(cast, trust, tmp_path, world):
    load_list(tmp_path, trust, [peer("Z1", "", role="Peer mentor")], as_at=date(2026, 10, 31))
    rule = CountingRule.objects.get(value="Peer mentor")
    assert rule.proposed_by.is_system
    assert actions.reject(rule, by=cast.administrator).status == "rejected"
    with pytest.raises(Conflict):
        actions.approve(rule, by=cast.administrator)


def test_words_that_are_not_known_are_refused(cast, trust):
    with pytest.raises(Invalid):
        say(cast.administrator, trust, told_by="shoe_size")
    with pytest.raises(Invalid):
        say(cast.administrator, trust, counts_as="sometimes")
    with pytest.raises(Invalid):
        say(cast.administrator, trust, value="   ")


def test_only_hr_sees_lines_of_a_staff_list(cast, trust, tmp_path, world):
    done = load_list(tmp_path, trust, [peer("Z1", world.row("people.Unit/team").code, name="A Name")])
    lines = staff_lines.visible(cast.hr).filter(submission=done)
    assert [staff_lines.show(row).name for row in lines] == ["A Name"]
    for somebody in (cast.administrator, cast.director, cast.team_lead, cast.lived_experience_lead, cast.other_hr):
        assert not staff_lines.visible(somebody).filter(submission=done).exists()


AIM = {"value": Decimal("0.5"), "due_on": date(2028, 3, 31), "starts_on": date(2025, 4, 1), "reason": "The board"}


def test_a_director_sets_the_target_of_own_units_and_it_replaces_the_last(cast, world):
    team, other_team = world.row("people.Unit/next_team"), world.row("people.Unit/other_next_team")
    first = actions.set_target(by=cast.director, unit=team, basis="hours", **AIM)
    second = actions.set_target(by=cast.director, unit=team, basis="hours", **AIM | {"value": Decimal("0.4")})
    first.refresh_from_db()
    assert (first.status, second.status, second.set_by) == ("replaced", "set", cast.director)
    assert Target.objects.filter(unit=team, basis="hours", status="set").count() == 1
    for somebody in (cast.hr, cast.team_lead, cast.lived_experience_lead, cast.administrator):
        with pytest.raises((NotAllowed, NotHere)):
            actions.set_target(by=somebody, unit=team, basis="contacts", **AIM)
    with pytest.raises(NotAllowed):
        actions.set_target(by=cast.director, unit=other_team, basis="contacts", **AIM)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": Decimal("1.5")},
        {"value": Decimal(0)},
        {"due_on": date(2025, 1, 1)},
        {"milestones": [{"value": "1.2"}]},
        {"milestones": [{"value": "0.2", "on": "2030-01-01"}]},
        {"milestones": [{"share": "0.2"}]},
        {"milestones": ["half"]},
        {"trajectory": "stepped"},
        {"reason": ""},
    ],
)
def test_a_target_that_makes_no_sense_is_refused(cast, world, wrong):
    with pytest.raises(Invalid):
        actions.set_target(by=cast.director, unit=world.row("people.Unit/service"), basis="hours", **AIM | wrong)


def test_the_path_is_straight_or_stepped():
    straight = Target(
        value=Decimal("0.5"), starts_value=Decimal("0.1"), starts_on=date(2025, 1, 1), due_on=date(2029, 1, 1)
    )
    assert straight.path(date(2024, 12, 31)) is None
    assert straight.path(date(2025, 1, 1)) == Decimal("0.1")
    assert float(straight.path(date(2027, 1, 1))) == pytest.approx(0.3, abs=0.001)
    assert straight.path(date(2031, 1, 1)) == Decimal("0.5")
    steps = [{"value": "0.2", "on": "2026-01-01"}, {"value": "0.3", "on": "2027-01-01"}, {"value": "0.4"}]
    stepped = Target(value=Decimal("0.5"), starts_value=Decimal("0.1"), starts_on=date(2025, 1, 1),
                     due_on=date(2029, 1, 1), trajectory="stepped", milestones=steps)  # fmt: skip
    asked = [stepped.path(date(year, 6, 1)) for year in (2025, 2026, 2027, 2028, 2029)]
    assert [float(share) for share in asked] == [0.1, 0.2, 0.3, 0.3, 0.5]
