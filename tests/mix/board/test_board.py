"""Checks, the forum's statement, outcomes, the board's report and the pack for information requests."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from peerwork.kit import release
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.mix.board import actions, drawing, foi
from peerwork.mix.board.models import BoardReport, CheckCount, CheckMark, OutcomeFigure, Statement
from peerwork.mix.board.outcomes import outcome_rows
from peerwork.mix.board.questions import results
from peerwork.mix.models import Snapshot
from peerwork.mix.rollups import add_months, first_of
from tests import make
from tests.mix.board.world import LAST

RULES = release.rules()


@pytest.fixture
def trust(world):
    return world.row("people.Unit/organisation")


@pytest.fixture
def pulse(world):
    return world.row("mix.Check/peers")


def peers(trust, many):
    users = [make.account(f"Peer{n}", trust) for n in range(many)]
    for user in users:
        make.peer(make.person(trust, user))
    return users


# Checks ---------------------------------------------------------------------------------------------------------------
def test_a_pulse_is_counted_once_each_and_told_only_of_eight_once_closed(world, trust, pulse):
    users = peers(trust, 9)
    for user in users[:7]:
        actions.answer_pulse(pulse, by=user, answers=[5, 4, 3, 2, 1])
    with pytest.raises(Conflict):
        actions.answer_pulse(pulse, by=users[0], answers=[1] * 5)
    assert not results(pulse, RULES).lines  # open: nothing
    pulse.status = "closed"
    assert "Too few" in results(pulse, RULES).note  # seven: nothing either
    pulse.status = "open"
    for user in users[7:]:
        actions.answer_pulse(pulse, by=user, answers=[5, 4, 3, 2, 1])
    closed = actions.close_check(pulse, by=world.cast.hr)
    told = results(closed, RULES)
    assert told.answered == "10" and dict(told.lines)["It is safe here to say no"] in ("100%", "[c]")
    with pytest.raises(Conflict):
        actions.answer_pulse(closed, by=world.cast.worker, answers=[1] * 5)


def test_nothing_that_is_kept_says_who_answered_what(world, trust, pulse):
    before = pulse.history.count()
    actions.answer_pulse(pulse, by=world.cast.worker, answers=[5, 4, 3, 2, 1])
    assert pulse.history.count() == before  # a line of history would say who, and when
    assert {f.name for f in CheckCount._meta.fields} == {"id", "check_asked", "question", "answer", "many"}
    mark = CheckMark.objects.get(check_asked=pulse)
    assert re.fullmatch("[0-9a-f]{64}", mark.key) and not {f.name for f in mark._meta.fields} & {"user", "at", "on"}
    for somebody in ("colleague", "other_worker", "hr"):
        with pytest.raises((NotHere, NotAllowed)):
            actions.answer_pulse(pulse, by=getattr(world.cast, somebody), answers=[1] * 5)


def test_a_code_answers_once_from_a_page_that_asks_for_no_name(world, client):
    check = world.row("mix.Check/service")
    codes = actions.hand_out_codes(check, 12, by=world.cast.hr)
    assert len(set(codes)) == 12 and not CheckMark.objects.filter(key__in=codes).exists()
    with pytest.raises(NotAllowed):
        actions.hand_out_codes(check, 1, by=world.cast.director)
    given = {f"q{n}": 4 for n in range(5)}
    assert client.get("/mix/check/").status_code == 200
    for code, status in ((codes[0].lower(), 302), (codes[0], 400), ("ABCDE-FGHJK", 400)):
        assert client.post("/mix/check/", given | {"code": code}).status_code == status
    assert sum(CheckCount.objects.filter(check_asked=check, question=0).values_list("many", flat=True)) == 1


# The forum and the report ---------------------------------------------------------------------------------------------
def test_there_is_no_report_without_the_peers_page(world, trust):
    month = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month").month
    Statement.objects.filter(organisation=trust).delete()
    with pytest.raises(Invalid) as refusal:
        actions.make_report(by=world.cast.director, organisation=trust, month=month, basis="wte")
    assert "peer forum" in str(refusal.value.fields["month"])
    page = world.client("director").get("/mix/board/").content.decode()
    assert "There is no report without it" in page


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[\w%.,+−\[\]-]+", text))


def test_the_report_says_the_same_on_the_page_and_in_the_pdf_and_keeps_what_it_said(world, trust):
    month = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month").month
    Statement.objects.filter(organisation=trust).delete()
    lead, director = world.cast.lived_experience_lead, world.cast.director
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    said = actions.give_statement(
        by=lead, organisation=trust, quarter=quarter, text="Rotas bend us.\n\nCome & see <the> ward.", none_made=False
    )
    actions.reply_to_statement(said, by=director, reply="I came on Tuesday.")
    report = actions.make_report(by=world.cast.hr, organisation=trust, month=month, basis="wte")
    content = report.content
    keys = [section["key"] for section in content["sections"]]
    assert keys[0] == "share" and {"teams", "peers", "verdict", "changed", "meaning", "four_factors"} <= set(keys)
    page = world.client("director").get(f"/mix/board/{report.pk}/").content.decode()
    shown = unescape(re.sub(r"<[^>]+>", " ", page))
    pdf = world.client("director").get(f"/mix/board/{report.pk}/report.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    drawn = text_of(pdf.content)
    for text in ("Rotas bend us.", "Come & see <the> ward.", "I came on Tuesday."):
        assert text in drawn and text in shown
    numbers = [cell for section in content["sections"] for block in section["blocks"] if "table" in block
               for row in block["table"]["rows"] for cell in row[1:]]  # fmt: skip
    numbers += [value for value, _label, _note in content["figures"]]
    assert numbers
    for number in numbers:
        assert words_of(number) <= words_of(drawn) and words_of(number) <= words_of(shown), number
    for word in words_of(content["headline"]):
        assert word in words_of(drawn) and word in words_of(shown)
    Snapshot.objects.filter(unit=trust).update(numerator=0)
    again = world.client("director").get(f"/mix/board/{report.pk}/report.pdf").content
    assert words_of(text_of(again)) == words_of(drawn)


def test_a_report_made_by_hr_passed_the_release_rules_and_says_what_changed(world, trust):
    month = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month").month
    Statement.objects.filter(organisation=trust).delete()
    lead = world.cast.lived_experience_lead
    for when in {month, add_months(month, -1)}:
        quarter = when.replace(month=(when.month - 1) // 3 * 3 + 1)
        if not Statement.objects.filter(organisation=trust, quarter=quarter).exists():
            actions.give_statement(by=lead, organisation=trust, quarter=quarter, none_made=True)
    BoardReport.objects.filter(organisation=trust).delete()
    hr = world.cast.hr
    first = actions.make_report(by=hr, organisation=trust, month=add_months(month, -1), basis="wte")
    second = actions.make_report(by=hr, organisation=trust, month=month, basis="wte")
    of = lambda report, key: next(s for s in report.content["sections"] if s["key"] == key)
    assert "first report" in str(of(first, "changed")) and "table" in str(of(second, "changed"))
    assert "No statement made" in str(of(second, "peers"))
    small = world.row("people.Unit/next_team").name  # three peer workers
    assert small not in str(of(second, "teams"))
    assert drawing.document(second.content).startswith(b"%PDF")


def test_the_director_answers_once_and_the_peers_read_it(world):
    row = world.row("mix.Statement/given")
    client = world.client("director")
    assert client.post(f"/mix/voice/statements/{row.pk}/reply/", {"reply": "I will come.", "version": row.version}
                       ).status_code == 302  # fmt: skip
    row.refresh_from_db()
    assert row.replied_on == make.today() and row.replied_by == world.cast.director
    assert "I will come." in world.client("worker").get("/mix/voice/").content.decode()
    assert client.get(f"/mix/voice/statements/{row.pk}/reply/").status_code == 409


# Outcomes -------------------------------------------------------------------------------------------------------------
def test_outcomes_come_from_a_file_all_or_nothing_and_are_told_as_rates_of_released_sums(world, trust):
    month = add_months(first_of(make.today()), -1)
    head = "indicator,unit,month,numerator,denominator,source\n"
    load = lambda body: actions.load_outcomes(
        by=world.cast.hr, organisation=trust, file=SimpleUploadedFile("o.csv", (head + body).encode())
    )
    line = "readmissions,{unit},{month:%Y-%m},{n},{d},PAS\n"
    good = line.format(unit=trust.code, month=month, n=22, d=200)
    for bad in ("unknown,X,2026-01,1,2,x\n", line.format(unit=trust.code, month=month, n=9, d=3),
                line.format(unit="NOPE", month=month, n=1, d=3)):  # fmt: skip
        with pytest.raises(Invalid):
            load(good + bad)
    assert not OutcomeFigure.objects.exists()
    assert load(good) == 1 and load(line.format(unit=trust.code, month=month, n=18, d=200)) == 1
    assert OutcomeFigure.objects.count() == 1
    (row,) = outcome_rows(trust, None, RULES)
    assert row[4] == "10%"  # 20 of 200
    load(line.format(unit=trust.code, month=month, n=3, d=200))
    assert outcome_rows(trust, None, RULES)[0][4] == "[c]"
    with pytest.raises(NotAllowed):
        actions.load_outcomes(by=world.cast.director, organisation=trust, file=SimpleUploadedFile("o.csv", b""))


# Information requests -------------------------------------------------------------------------------------------------
@pytest.fixture
def staffed(db):
    trust = make.organisation("Fellside", "RAC")
    service = make.service(trust, "Community")
    team = make.team(service, "Hill")
    since = make.today() - timedelta(days=200)
    kinds = [("permanent", 21), ("fixed", 13), ("volunteer", 9), ("honorary", 2)]
    post = make.post(team, band="4", starts_on=make.today() - timedelta(days=250))
    for contract, many in kinds:
        for _n in range(many):
            wte = "0" if contract in ("volunteer", "honorary") else "0.5"
            make.placement(make.person(trust), post, contract=contract, wte=wte, starts_on=since)
    return trust


def test_the_pack_counts_paid_and_volunteer_and_gives_no_small_number_away(staffed):
    made = foi.pack(staffed, add_months(first_of(make.today()), -1))
    told = {(line.table, line.what): line.value for line in made.lines}
    assert told["People", "Everybody in a lived-experience role"] == "45"
    if "Paid and volunteer peer workers" not in made.withheld:
        assert told["Paid and volunteer peer workers", "Paid"] == "35"
        assert told["Paid and volunteer peer workers", "Volunteers"] == "10"
    values = [value for value in told.values() if value.isdecimal()]
    assert values and all(int(value) % 5 == 0 and int(value) >= 10 for value in values)


HOLDERS = st.lists(
    st.builds(
        foi.Holder, peer=st.sampled_from([True, True, True, False]), paid=st.sampled_from([True, True, False]),
        fixed=st.booleans(), band=st.sampled_from(["3", "4", "4", "5"]), directorate=st.sampled_from(["N", "S"]),
    ),
    max_size=90,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(HOLDERS)
def test_nobody_can_be_worked_out_from_a_pack(holders):
    """The attacker of quality.md section 1: knows the rules and every table, and that tables add up."""
    counts, tables = foi._counts(dict(enumerate(holders)), {n: n % 2 == 0 for n in range(0, len(holders), 3)})
    told = release.publish(counts, [table[1] for table in tables], RULES)
    bounds = {}
    for key in counts:
        value = told.values.get(key)
        shown = key in told.values
        bounds[key] = [0, 7] if shown and value is None else [max(value - 2, 8), value + 2] if shown else [0, 10**4]
    for _round in range(30):
        for _title, table, _labels in tables:
            low, high = (sum(bounds[part][n] for part in table.parts) for n in (0, 1))
            whole = bounds[table.total]
            whole[:] = [max(whole[0], low), min(whole[1], high)]
            for part in table.parts:
                own = bounds[part]
                own[:] = [max(own[0], whole[0] - high + own[1]), min(own[1], whole[1] - low + own[0])]
                low, high = (sum(bounds[each][n] for each in table.parts) for n in (0, 1))
    for key, (least, most) in bounds.items():
        assert least <= counts[key] <= most
        assert most - least > 2, (key, least, most)


def test_a_pack_is_made_once_and_taken_away_whole(world, trust):
    month = add_months(first_of(make.today()), -3)
    pack = actions.make_pack(by=world.cast.director, organisation=trust, month=month)
    with pytest.raises(Invalid):
        actions.make_pack(by=world.cast.hr, organisation=trust, month=month)
    with pytest.raises(NotAllowed):
        actions.make_pack(by=world.cast.team_lead, organisation=trust, month=month)
    whole = zipfile.ZipFile(io.BytesIO(world.client("hr").get(f"/mix/foi/{pack.pk}/pack.zip").content))
    assert set(whole.namelist()) == {"numbers.csv", "numbers.pdf", "definitions.txt"}
    page = world.client("hr").get(f"/mix/foi/{pack.pk}/").content.decode()
    drawn = text_of(whole.read("numbers.pdf"))
    lines = list(csv.reader(io.StringIO(whole.read("numbers.csv").decode("utf-8-sig"))))[1:]
    assert lines == pack.content["lines"]
    for _table, _what, value in lines:
        assert value in page and value in drawn
    assert make.today() > LAST
