"""The applicant system's file: repeats change nothing, bad rows say what to do, people move by the same table."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.recruitment.carrying import mapping
from peerwork.recruitment.carrying.importers import import_applicants, save_mapping
from peerwork.recruitment.models import Application, Contact, Step, Vacancy
from peerwork.recruitment.starting import actions as starting

HEAD = "Job Reference,Job Title,Department Code,Application ID,Forename,Surname,Email,Date Applied,Application Status"
COLUMNS = mapping.guess(
    ["job_reference", "job_title", "department_code", "application_id", "forename", "surname", "email", "date_applied",
     "application_status"]
)  # fmt: skip


@pytest.fixture
def hand_in(world):
    organisation, team = world.row("people.Unit/organisation"), world.row("people.Unit/team")

    def load(*rows, by=world.cast.hr, head=HEAD, **more):
        lines = [head, *(row.replace("TEAM", team.code) for row in rows)]
        source = ContentFile("\n".join(lines).encode(), name="trac.csv")
        return import_applicants(source, organisation, by=by, **({"columns": COLUMNS} | more))

    return load


ONE = "V7,Peer worker,TEAM,A1,Ann,Quellworth,ann@example.org,01/10/2026,{}"


def test_every_needed_column_is_guessed_from_what_such_systems_write():
    assert set(mapping.NEEDED) <= set(COLUMNS)


def test_vacancies_applicants_and_where_they_stand_come_in_together_and_a_repeat_changes_nothing(hand_in):
    rows = [ONE.format("Interview"), "V7,Peer worker,TEAM,A2,Bo,Ek,bo@example.org,2026-10-02,Unsuccessful"]
    first = hand_in(*rows)
    assert (first.status, first.rows_accepted, first.report["brought"]["applications"]) == ("published", 2, 2)
    vacancy = Vacancy.objects.get(external_ref="V7")
    assert set(vacancy.applications.values_list("external_ref", "status")) == {
        ("A1", "interview"), ("A2", "not_this_time")}  # fmt: skip
    steps = Step.objects.filter(application__external_ref="A1").values_list("status", flat=True)
    assert list(steps) == ["sent", "shortlisted", "interview"]
    assert hand_in(*rows).status == "unchanged"
    assert Application.objects.filter(vacancy=vacancy).count() == 2


def test_the_next_file_moves_people_on_and_corrects_a_name(hand_in):
    hand_in(ONE.format("Shortlisted"))
    later = hand_in(ONE.format("Offer").replace("Quellworth", "Quelworth"))
    assert later.report["brought"] | {"vacancies": 0} == later.report["brought"]
    assert Application.objects.get(external_ref="A1").status == "offered"
    assert Contact.objects.get(application__external_ref="A1").family_name == "Quelworth"


def test_a_check_says_what_would_happen_and_does_nothing(hand_in):
    checked = hand_in(ONE.format("Offer"), dry_run=True)
    assert (checked.status, checked.report["brought"]["applications"]) == ("checked", 1)
    assert not Vacancy.objects.filter(external_ref="V7").exists()


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (ONE.format("Gone fishing"), "application_status", "don’t know"),
        (ONE.format("Offer").replace("V7", "V8").replace("TEAM", "NOWHERE"), "department_code", "no team code"),
        (ONE.format("Offer").replace("01/10/2026", "31/02/2026"), "date_applied", "no date"),
        (ONE.format("Offer").replace("01/10/2026", "01/10/2099"), "date_applied", "to come"),
        (ONE.format("Offer").replace("A1", ""), "application_id", "empty"),
    ],
)
def test_a_bad_row_is_refused_by_itself_with_row_column_rule_and_advice_and_never_its_value(row, column, rule, hand_in):
    good = [f"V7,Peer worker,TEAM,G{n},Cy,Dol,,2026-10-02,Received" for n in range(30)]
    file = hand_in(*good, row)
    assert (file.status, file.rows_accepted, file.rows_refused) == ("published", 30, 1)
    line = file.report["refused"][0]
    assert (line["row"], line["column"]) == (32, column) and rule in line["rule"] and line["advice"]
    assert "Quellworth" not in str(file.report) and "fishing" not in str(file.report)


def test_nobody_is_moved_back_by_a_file(hand_in):
    good = [f"V7,Peer worker,TEAM,G{n},Cy,Dol,,2026-10-02,Received" for n in range(30)]
    hand_in(ONE.format("Offer"))
    file = hand_in(*good, ONE.format("Shortlisted"))
    assert "earlier step" in file.report["refused"][0]["rule"]
    assert Application.objects.get(external_ref="A1").status == "offered"


def test_an_own_word_is_read_through_the_saved_mapping_and_a_wrong_one_is_refused(hand_in, world):
    own = {"Gone fishing": "withdrawn"}
    hand_in(ONE.format("Gone fishing"), statuses=own)
    assert Application.objects.get(external_ref="A1").status == "withdrawn"
    given = {"by": world.cast.hr, "organisation": world.row("people.Unit/organisation"), "name": "Trac"}
    assert save_mapping(**given, columns=COLUMNS, statuses=own).statuses == own
    with pytest.raises(Invalid):
        save_mapping(**given, columns=COLUMNS, statuses={"Offer": "started"})
    with pytest.raises(Invalid):
        mapping.checked(COLUMNS | {"phone": "Date of birth"})


def test_only_hr_of_the_organisation_hands_in(hand_in, world):
    for member in ("other_hr", "team_lead", "colleague"):
        with pytest.raises(NotAllowed):
            hand_in(ONE.format("Offer"), by=getattr(world.cast, member))


def test_checks_complete_in_the_other_system_are_not_made_again(hand_in, world):
    """They wait until the offer is accepted here; what is confidential never comes by a file."""
    head = {"columns": COLUMNS | {"checks": "checks_held"}}
    row = ONE.format("Offer") + ",Identity; Right to work"
    waiting = hand_in(row, head=HEAD + ",Checks held", **head)
    assert waiting.report["brought"]["checks_waiting"] == 2
    application = Application.objects.get(external_ref="A1")
    post, letter = world.row("placements.Post/peer"), world.row("recruitment.OfferTemplate/letter")
    offer = {"by": world.cast.hr, "template": letter, "application": application, "post": post}
    with pytest.raises(Invalid) as refused:  # the other system told no hours
        starting.offer(**offer)
    assert set(refused.value.fields) == {"wte"}
    starter = starting.offer(**offer, wte=Decimal("0.8"), contract="permanent")
    starter = starting.accept(starter, by=starter.person.user)
    file = hand_in(row, head=HEAD + ",Checks held", **head)
    assert (file.status, file.report["brought"]["checks"]) == ("published", 2)
    held = dict(starter.checks.exclude(held="").values_list("kind", "held_reference"))
    assert held == {"identity": "A1", "right_to_work": "A1"}
    assert starter.checks.filter(decided_by=world.cast.hr).count() == 2
    assert hand_in(row, head=HEAD + ",Checks held", **head).status == "unchanged"
    good = [f"V7,Peer worker,TEAM,G{n},Cy,Dol,,2026-10-02,Received," for n in range(30)]
    bad = hand_in(*good, ONE.format("Offer") + ",DBS clear", head=HEAD + ",Checks held", **head)
    assert "not taken from a file" in bad.report["refused"][0]["rule"] and "clear" not in str(bad.report)
