"""Private words appear nowhere they should not: pages, titles, API, PDF, calendar, mail, exports, history, search."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from peerwork.kit import history, outbox
from peerwork.kit.errors import Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message, ReadLine
from peerwork.placements import actions as placements
from peerwork.supervision import actions, queries
from peerwork.supervision.models import EntryShare, PreparationNote, Session
from peerwork.supervision.policy import notes, sessions
from peerwork.supervision.practice import actions as practice
from peerwork.supervision.practice.models import Reflection, ReflectionItem, Voice, VoiceBatch
from tests import make
from tests.supervision import world as rows
from tests.system import routes
from tests.system.matrix import API

NOTE, RECORD, PRIVATE, CONCERN = "zqpreparation", "zqrecord", "zqreflection", "Zqsafeguarding desk"
EVERYBODY = [
    "team_lead", "hr", "lived_experience_lead", "director", "senior", "records_officer", "colleague",
    "other_supervisor",
]  # fmt: skip


def told(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).lower()
    return body.decode("utf-8", "replace").lower()


def everything(world, member: str) -> str:
    """Every page, endpoint and file of supervision that answers to somebody, and what search finds them."""
    ours = [f"api:{resource}" for resource, label in API.items() if label.startswith("supervision.")]
    names = [name for name in routes.routes() if name.startswith("supervision:") or name.removesuffix("-row") in ours]
    names += ["home:home", "home:search"]
    words = [told(visit.response) for visit in routes.visits(world, member, names=names)]
    client = world.client(member)
    for query in (NOTE, RECORD, PRIVATE):
        found = told(client.get(reverse("home:search"), {"q": query[:-1]}))
        words.append(found.replace(f'value="{query[:-1]}"', ""))
    return "\n".join(words)


@pytest.fixture
def private(world, pair):
    """A record with a note, a reflection of which one part is shared, and a concern passed on without telling."""
    session = pair.log(2, gone_well=f"We spoke of {RECORD}", note=f"Remember {NOTE}", send=True)
    practice.reflect(by=pair.worker, person=pair.person, answers={3: "yes"}, text=f"To myself: {PRIVATE}")
    actions.note_passed_on(session, by=pair.supervisor, to=CONCERN)
    return session


@pytest.mark.parametrize("member", EVERYBODY)
def test_nobody_else_finds_a_word_of_it_anywhere(member, world, private):
    found = everything(world, member)
    assert len(found) > 1000
    for words in (NOTE, RECORD, PRIVATE, CONCERN.lower()):
        assert words not in found, words


def test_the_supervisor_finds_the_record_and_their_note_and_no_reflection(world, private):
    found = everything(world, "supervisor")
    page = told(world.client("supervisor").get(private.get_absolute_url()))
    assert RECORD in page and NOTE in page and CONCERN.lower() in page
    assert PRIVATE not in found


def test_the_worker_finds_the_record_and_that_a_note_exists_but_not_what_it_says(world, private):
    page = told(world.client("worker").get(private.get_absolute_url()))
    assert RECORD in page and "preparation note" in page and "ask for the note" in page
    found = everything(world, "worker")
    assert PRIVATE in found
    assert NOTE not in found and CONCERN.lower() not in found


def test_a_draft_shows_the_worker_that_they_met_and_nothing_written(world, pair):
    draft = pair.log(1, gone_well=RECORD)
    page = told(world.client("worker").get(draft.get_absolute_url()))
    assert RECORD not in page
    pdf = told(world.client("worker").get(reverse("supervision:session_pdf", args=[draft.pk])))
    assert RECORD not in pdf
    assert "draft" in page


def test_mail_holds_no_word_of_what_was_said(world, pair, private, settings):
    actions.query(private, by=pair.worker, change_wanted=RECORD)
    Message.objects.update(send_after=timezone.now() - timedelta(minutes=1))
    monday = timezone.now() + timedelta(days=(7 - timezone.localtime().weekday()) % 7)
    moment = timezone.localtime(monday).replace(hour=12)
    outbox.send_due(now=lambda: moment)
    assert mail.outbox
    for message in mail.outbox:
        said = (message.subject + message.body + str(message.alternatives)).lower()
        for words in (NOTE, RECORD, PRIVATE, CONCERN.lower()):
            assert words not in said


def test_the_calendar_says_supervision_and_nothing_about_anybody(world, pair, client):
    token = actions.new_feed(by=pair.supervisor)
    body = client.get(reverse("supervision:feed", args=[token])).content.decode()
    assert "SUMMARY:Supervision" in body and "CLASS:PRIVATE" in body
    assert "DESCRIPTION" not in body and str(pair.person) not in body and pair.person.family_name not in body
    again = actions.new_feed(by=pair.supervisor)
    assert client.get(reverse("supervision:feed", args=[token])).status_code == 404
    assert client.get(reverse("supervision:feed", args=[again])).status_code == 200
    actions.drop_feed(by=pair.supervisor)
    assert client.get(reverse("supervision:feed", args=[again])).status_code == 404


def test_history_shows_each_reader_only_their_fields(world, pair):
    session = pair.log(2, gone_well="first")
    actions.edit(session, by=pair.supervisor, gone_well=RECORD)
    seen = sessions.find(world.cast.hr, pk=session.pk)
    assert RECORD not in str(history.changes(sessions, seen))
    own = sessions.find(pair.supervisor, pk=session.pk)
    assert RECORD in str(history.changes(sessions, own))


def test_private_words_keep_no_history():
    for model in (PreparationNote, Reflection, ReflectionItem):
        assert not hasattr(model, "history")


def test_csv_and_titles_hold_dates_only(world, pair, private):
    client = world.client("supervisor")
    address = reverse("supervision:take_away", args=[pair.person.pk])
    when = {"first": "2020-01-01", "last": str(pair.today), "as": "csv"}
    csv = told(client.post(address, when))
    assert str(pair.today - timedelta(days=2)) in csv and RECORD not in csv
    pdf = told(client.post(address, when | {"as": "pdf"}))
    assert RECORD in pdf and NOTE not in pdf


# Shared, and taken back -----------------------------------------------------------------------------------------------
def test_one_entry_is_shown_to_one_person_for_thirty_days_and_the_supervisor_is_not_told(world, pair, private):
    reader = world.cast.training_lead
    with pytest.raises(NotHere):
        sessions.find(reader, pk=private.pk)
    with pytest.raises(Invalid):
        actions.share_entry(private, by=pair.worker, user=reader, days=31)
    share = actions.share_entry(private, by=pair.worker, user=reader)
    assert share.until == pair.today + timedelta(days=30)
    assert RECORD in told(world.client("training_lead").get(private.get_absolute_url()))
    assert reader.name.lower() not in told(world.client("supervisor").get(private.get_absolute_url()))
    EntryShare.objects.filter(pk=share.pk).update(until=pair.today - timedelta(days=1))
    with pytest.raises(NotHere):
        sessions.find(reader, pk=private.pk)
    again = actions.share_entry(private, by=pair.worker, user=reader, days=3)
    actions.end_share(again, by=pair.worker)
    with pytest.raises(NotHere):
        sessions.find(reader, pk=private.pk)


def test_a_new_supervisor_sees_dates_and_open_actions_and_earlier_records_once_the_worker_shares_them(world, pair):
    action = {"what": "Find a quiet desk"}
    old = pair.log(20, gone_well=RECORD, agreed=[action, {"what": "Done before"}], send=True)
    actions.do_action(old.actions.get(what="Done before"), by=pair.supervisor)
    link = world.row("placements.SupervisorLink/worker")
    placements.end_supervisor(link, by=make.system(), ends_on=pair.today - timedelta(days=1))
    successor = world.cast.senior
    make.supervised(pair.person, successor, pair.stream, starts_on=pair.today)
    dates = {"person", "stream", "held_on", "minutes", "kept"}
    # The link has ended, and with it the reach; the two still meet in a group, and so share the dates.
    assert sessions.readable(sessions.find(pair.supervisor, pk=old.pk)) == dates
    seen = sessions.find(successor, pk=old.pk)
    assert sessions.readable(seen) == dates
    open_ones = queries.open_actions(successor, pair.person, pair.stream)
    assert "Find a quiet desk" in {row.what for row in open_ones}
    assert "Done before" not in {row.what for row in open_ones}
    assert actions.share_earlier(pair.person, pair.stream, by=pair.worker) > 0
    assert sessions.find(successor, pk=old.pk).gone_well == RECORD
    assert "gone_well" in sessions.readable(sessions.find(successor, pk=old.pk))
    assert sessions.writable(sessions.find(successor, pk=old.pk)) == frozenset()


def test_a_part_of_a_reflection_is_shared_alone_and_taken_back(world, pair):
    kept = practice.reflect(by=pair.worker, person=pair.person, answers={1: "yes"}, text=PRIVATE)
    item = kept.items.get(number=0)
    assert PRIVATE not in everything(world, "supervisor")
    practice.share_item(item, by=pair.worker, shared_in=pair.stream)
    shown = told(world.client("supervisor").get(reverse("supervision:worker", args=[pair.person.pk])))
    assert PRIVATE in shown
    assert PRIVATE not in everything(world, "senior")  # another stream
    practice.unshare_item(ReflectionItem.objects.get(pk=item.pk), by=pair.worker)
    assert PRIVATE not in everything(world, "supervisor")
    practice.erase_reflection(kept, by=pair.worker)
    assert not ReflectionItem.objects.filter(text=PRIVATE).exists()
    with pytest.raises(NotAllowed):
        practice.reflect(by=pair.supervisor, person=pair.person, answers={1: "yes"})


def test_a_closed_record_takes_remarks_only(pair):
    session = actions.agree(pair.log(2, send=True), by=pair.worker)
    with pytest.raises(Exception, match="changed"):
        actions.edit(session, by=pair.supervisor, gone_well="Other")
    actions.add_remark(session, by=pair.supervisor, text="Later")
    assert session.addenda.count() == 1


# The preparation note -------------------------------------------------------------------------------------------------
def test_a_note_goes_thirty_days_after_the_record_closes_unless_it_was_asked_for(pair, world):
    by, now = make.system(), timezone.now()
    gone = actions.agree(pair.log(2, note=NOTE, send=True), by=pair.worker)
    asked = actions.agree(pair.log(3, note=NOTE, send=True), by=pair.worker)
    open_still = pair.log(4, note=NOTE, send=True)
    Session.objects.filter(pk__in=[gone.pk, asked.pk]).update(closed_at=now - timedelta(days=31))
    actions.ask_for_note(asked.preparation, by=pair.worker)
    assert actions.erase_notes(by=by, before=now - timedelta(days=30)) == 1
    assert not PreparationNote.objects.filter(session=gone).exists()
    assert PreparationNote.objects.filter(session__in=[asked, open_still]).count() == 2
    with pytest.raises(NotHere):
        notes.find(world.cast.records_officer, session=open_still)
    note = queries.open_note(world.cast.records_officer, asked.preparation.pk, "Case 4")
    assert note.text == NOTE
    line = ReadLine.objects.latest("pk")
    assert (line.person_id, line.reader, line.reason) == (pair.person.pk, world.cast.records_officer, "Case 4")
    actions.give_note(note, by=world.cast.records_officer)
    assert NOTE in told(world.client("worker").get(asked.get_absolute_url()))


def test_the_api_never_gives_a_note(world, private):
    for member in ("supervisor", "worker", "records_officer"):
        assert NOTE not in told(world.client(member).get("/api/v1/preparation-notes/"))


# Voices ---------------------------------------------------------------------------------------------------------------
def test_voices_are_counted_in_fives_after_the_quarter_and_the_worker_sees_them_first(world, pair, client):
    VoiceBatch.objects.all().delete()
    codes = practice.make_codes(pair.person, 7, by=pair.worker)
    said = {f"q{n}": "yes" for n in range(1, 7)}
    for code in codes[:6]:
        assert client.post(reverse("supervision:voice"), said | {"code": code}).status_code == 200
    assert client.post(reverse("supervision:voice"), said | {"code": codes[0]}).status_code == 400  # used up
    assert {field.name for field in Voice._meta.fields} == {"id", "person", "quarter", "answers"}
    assert practice.gather(by=make.system()) == 0  # the quarter is not over
    later = pair.today + timedelta(days=100)
    quarter = practice.quarter_of(pair.today)
    kept = list(Voice.objects.filter(person=pair.person))
    Voice.objects.filter(pk__in=[voice.pk for voice in kept[:2]]).delete()
    assert practice.gather(by=make.system(), today=later) == 0  # four are too few
    Voice.objects.create(person=pair.person, quarter=quarter, answers=["partly"] * 6)
    assert practice.gather(by=make.system(), today=later) == 1
    batch = VoiceBatch.objects.get(person=pair.person)
    assert (batch.people, batch.counts[0]) == (5, {"yes": 4, "partly": 1})
    assert not Voice.objects.filter(person=pair.person).exists()
    role = reverse("supervision:role", args=[pair.person.pk, pair.stream.pk])
    assert "5 people" not in told(world.client("supervisor").get(role))
    practice.share_voices(batch, by=pair.worker, shared_in=pair.stream)
    assert "5 people" in told(world.client("supervisor").get(role))
    batch.refresh_from_db()
    assert batch.in_appraisal is False
    practice.allow_in_appraisal(batch, by=pair.worker)
    batch = practice.unshare_voices(VoiceBatch.objects.get(pk=batch.pk), by=pair.worker)
    assert batch.in_appraisal is False


def test_a_file_of_past_sessions_brings_dates_and_no_reader_of_names(world, pair):
    number = pair.person.identifiers.get(system="staff_id").value
    lines = [f"{number},practice,2026-01-05,60", f"{number},practice,05/02/2026,", "X,practice,2026-01-05,"]
    text = "\n".join(["Staff no,Kind,When,Mins", *lines, ""])
    columns = {"staff_id": "Staff no", "stream": "Kind", "held_on": "When", "minutes": "Mins"}
    root, by = world.row("people.Unit/organisation"), world.cast.administrator
    values = {"by": by, "columns": columns}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("django.conf").conf.settings.PEERWORK, "IMPORT_MAX_BAD_SHARE", 0.5)
        before = Session.objects.count()
        dry = rows.past_sessions(root, text, dry_run=True, **values)
        assert (dry.status, dry.report["sessions_new"], Session.objects.count()) == ("checked", 2, before)
        done = rows.past_sessions(root, text, **values)
        again = rows.past_sessions(root, text, **values)
    assert (done.status, done.rows_refused, done.report["refused"][0]["column"]) == ("published", 1, "staff_id")
    assert "X" not in str(done.report["refused"])
    assert again.status == "unchanged"
    assert Session.objects.count() == before + 2
    past = Session.objects.filter(status="past").latest("held_on")
    assert (past.held_by, past.history.get().history_user) == (pair.supervisor, make.system())
    with pytest.raises(NotHere):
        sessions.find(by, pk=past.pk)


def test_a_list_with_names_leaves_only_after_a_fresh_sign_in(world, monkeypatch):
    client, address = world.client("hr"), reverse("supervision:take_compliance")
    answer = client.post(address, {"reason": "The board"})
    assert answer.status_code == 302 and "reauthenticate" in answer.url
    monkeypatch.setattr("peerwork.people.sign_in.recently", lambda request: True)
    answer = client.post(address, {"reason": "The board"})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/csv")


def test_a_period_holds_remarks_and_group_sessions_for_whoever_may_read_them(world, pair):
    session = actions.agree(pair.log(3, send=True), by=pair.worker)
    actions.add_remark(session, by=pair.worker, text="zqremark")
    group = str(world.row("supervision.GroupSession/group").stream)
    sent = {"first": str(pair.today - timedelta(days=30)), "last": str(pair.today)}
    mine = world.client("worker")
    pdf = told(mine.post(reverse("supervision:take_away_mine"), sent | {"as": "pdf"}))
    assert "zqremark" in pdf and group.lower() in pdf
    lines = told(mine.post(reverse("supervision:take_away_mine"), sent | {"as": "csv"}))
    assert group.lower() in lines and "zqremark" not in lines
    theirs = told(world.client("senior").post(reverse("supervision:take_away", args=[pair.person.pk]), sent))
    assert "zqremark" not in theirs
