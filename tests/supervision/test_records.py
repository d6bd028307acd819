"""Logged in two minutes, agreed by both: the record, its draft, warnings, and two people at the same moment."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from peerwork.kit import tasks
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, Refused
from peerwork.kit.models import Draft, Message
from peerwork.placements.models import Away
from peerwork.supervision import actions, identifying
from peerwork.supervision.models import AgreedAction, Booking, Session
from peerwork.supervision.practice import actions as practice
from tests import make


def log_url(pair):
    return reverse("supervision:log", args=[pair.person.pk, pair.stream.pk])


# Logging --------------------------------------------------------------------------------------------------------------
def test_that_it_happened_and_the_date_are_enough_and_both_are_filled_in(world, pair):
    client = world.client("supervisor")
    page = client.get(log_url(pair)).content.decode()
    assert f'name="held_on_day" value="{pair.today.day}"' in page or f'value="{pair.today.day}"' in page
    answer = client.post(log_url(pair), {"held_on": str(pair.today), "save": "send"})
    assert answer.status_code == 302
    session = Session.objects.latest("pk")
    assert (session.status, session.held_on, session.held_by) == ("proposed", pair.today, pair.supervisor)


def test_the_booked_session_fills_the_form_and_is_held(world, pair):
    booking = world.row("supervision.Booking/booked")
    Booking.objects.filter(pk=booking.pk).update(starts_at=timezone.now() - timedelta(hours=2), minutes=45)
    page = world.client("supervisor").get(log_url(pair)).content.decode()
    assert 'value="45"' in page
    world.client("supervisor").post(log_url(pair), {"held_on": str(pair.today), "save": "draft", "minutes": "45"})
    booking.refresh_from_db()
    assert booking.status == "held"
    assert Session.objects.latest("pk").booking_id == booking.pk


def test_actions_are_carried_until_done(world, pair):
    first = pair.log(9, agreed=[{"what": "Find a desk"}, {"what": "Call the college"}])
    page = world.client("supervisor").get(log_url(pair)).content.decode()
    assert "Find a desk" in page and "Call the college" in page
    desk = first.actions.get(what="Find a desk")
    answer = world.client("supervisor").post(
        log_url(pair),
        {
            "held_on": str(pair.today),
            "save": "draft",
            "done": [desk.pk],
            "what_1": "Visit",
            "who_1": f"u{pair.supervisor.pk}",
        },
    )
    assert answer.status_code == 302
    desk.refresh_from_db()
    assert (desk.status, desk.done_on) == ("done", pair.today)
    page = world.client("supervisor").get(log_url(pair)).content.decode()
    assert "Find a desk" not in page and "Call the college" in page and "Visit" in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"held_on": "2031-01-01"}, "Date you met must be today or in the past"),
        ({"held_on_day": "25", "held_on_month": "13", "held_on_year": "2026"}, "must be a real date"),
        ({"held_on": "2026-01-01", "who_2": "both"}, "Enter what will happen, or empty action 2"),
        ({"held_on": "2026-01-01", "next_time": "2pm"}, "Enter the day as well as the time"),
    ],
)
def test_bad_answers_say_what_to_do_and_keep_every_word(world, pair, sent, words):
    answer = world.client("supervisor").post(log_url(pair), sent | {"gone_well": "A long story", "save": "send"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page and "A long story" in page and "Your notes are saved." in page


def test_it_did_not_happen_has_a_reason_and_no_blame(pair):
    with pytest.raises(Invalid):
        actions.miss(by=pair.supervisor, person=pair.person, stream=pair.stream)
    missed = actions.miss(by=pair.supervisor, person=pair.person, stream=pair.stream, not_held_because="worker_away")
    assert (missed.status, missed.counts, missed.kept) == ("did_not_happen", False, "Did not happen")


def test_anybody_who_supervises_may_log_a_debrief_and_nobody_else(world, pair):
    debrief = make.stream(world.row("people.Unit/organisation"), "adhoc", "Debrief")
    held = actions.log(by=world.cast.senior, person=pair.person, stream=debrief, held_on=pair.today)
    assert held.held_by == world.cast.senior
    for other in (world.cast.hr, world.cast.colleague, world.cast.worker, world.cast.other_supervisor):
        with pytest.raises(NotAllowed):
            actions.log(by=other, person=pair.person, stream=debrief, held_on=pair.today)


# Words that identify somebody -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("NHS 943 476 5919 was there", "nhs_number"), ("9434765919", "nhs_number"), ("943-476-5919", "nhs_number"),
        ("born 4/11/1968", "date_of_birth"), ("DOB 04.11.68", "date_of_birth"), ("on 4 Nov 1968", "date_of_birth"),
        ("RiO 1234567", "hospital_number"), ("hospital no: 998877", "hospital_number"), ("RX123456", "hospital_number"),
    ],
)  # fmt: skip
def test_words_that_may_identify_a_service_user_are_seen(words, kind):
    assert kind in identifying.kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "We met on 4/11/2026",
        "943 476 5918",
        "Room 12, at 2pm",
        "Call 01632 960 001",
        "3 of 10 people",
        "Band 3, 0.6 WTE",
    ],
)
def test_plain_words_are_left_alone(words):
    assert identifying.kinds(words) == []


@given(st.integers(0, 999_999_999))
def test_only_the_right_check_digit_is_an_nhs_number(first):
    nine = f"{first:09}"
    remainder = 11 - sum(int(c) * w for c, w in zip(nine, range(10, 1, -1), strict=True)) % 11
    right = {11: "0", 10: None}.get(remainder, str(remainder))
    for last in "0123456789":
        same = len(set(nine + last)) == 1
        assert identifying.is_nhs_number(nine + last) == (last == right and not same)


def test_a_warning_comes_before_saving_and_nothing_is_lost(world, pair):
    client, sent = world.client("supervisor"), {"held_on": str(pair.today), "save": "send", "gone_well": "943 476 5919"}
    before = Session.objects.count()
    page = client.post(log_url(pair), sent)
    assert page.status_code == 400 and Session.objects.count() == before
    assert "an NHS number" in page.content.decode() and "943 476 5919" in page.content.decode()
    assert client.post(log_url(pair), sent | {"sure": "on"}).status_code == 302
    with pytest.raises(Invalid):
        practice.reflect(by=pair.worker, person=pair.person, answers={}, text="DOB 4/11/1968")
    with pytest.raises(Invalid):
        actions.note_passed_on(pair.log(), by=pair.supervisor, to="about RiO 1234567")


# Drafts ---------------------------------------------------------------------------------------------------------------
def keep(client, pair, tab, words):
    key = f"log-{pair.person.pk}-{pair.stream.pk}"
    return client.post(reverse("supervision:draft", args=[key]), {"tab": tab, "gone_well": words, "held_on_day": "3"})


def test_a_draft_is_kept_for_its_writer_alone_and_comes_back(world, pair):
    client = world.client("supervisor")
    assert "Draft saved at" in keep(client, pair, "aa11", "Half a sentence").json()["message"]
    assert "Half a sentence" in client.get(log_url(pair)).content.decode()
    assert keep(world.client("hr"), pair, "aa11", "x").status_code == 403


def test_two_windows_never_take_each_others_words(world, pair):
    client = world.client("supervisor")
    keep(client, pair, "aa11", "From the phone")
    keep(client, pair, "bb22", "From the desk")
    page = client.get(log_url(pair)).content.decode()
    assert "From the desk" in page and "There is another" in page and "?draft=aa11" in page
    assert "From the phone" in client.get(log_url(pair), {"draft": "aa11"}).content.decode()
    sent = {
        "held_on": str(pair.today),
        "gone_well": "From the desk",
        "save": "draft",
        "tab": "cc33",
        "grew_from": "bb22",
    }
    assert client.post(log_url(pair), sent).status_code == 302
    kept = Draft.objects.filter(user=pair.supervisor)
    assert [row.key.rpartition(":")[2] for row in kept] == ["aa11"]


def test_another_action_row_costs_no_word(world, pair):
    sent = {"held_on": str(pair.today), "gone_well": "Half", "what_1": "Call", "more": "yes"}
    page = world.client("supervisor").post(log_url(pair), sent).content.decode()
    assert 'name="what_4"' in page and "Half" in page and 'value="Call"' in page


# Agreed by both -------------------------------------------------------------------------------------------------------
def test_agreed_is_closed_and_asking_for_a_change_opens_it_again(pair):
    session = pair.log(send=True)
    with pytest.raises(Invalid):
        actions.query(session, by=pair.worker, change_wanted=" ")
    session = actions.query(session, by=pair.worker, change_wanted="We met for an hour")
    session = actions.edit(session, by=pair.supervisor, minutes=60)
    session = actions.propose(session, by=pair.supervisor)
    session = actions.agree(session, by=pair.worker, worker_comment="Thank you")
    assert (session.status, bool(session.closed_at)) == ("agreed", True)
    for verb in (actions.agree, actions.query):
        with pytest.raises(Refused):
            verb(session, by=pair.worker)
    with pytest.raises(NotAllowed):
        actions.agree(pair.log(send=True), by=pair.supervisor)


def test_an_edit_after_the_worker_opened_the_record_is_a_conflict_and_shows_both_texts(world, pair):
    session = pair.log(send=True, gone_well="First words")
    opened = session.version
    actions.edit(session, by=pair.supervisor, gone_well="Changed words")
    answer = world.client("worker").post(
        reverse("supervision:agree", args=[session.pk]), {"worker_comment": "My long comment", "version": opened}
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "My long comment" in page
    session.refresh_from_db()
    assert session.status == "proposed"


def test_an_edit_of_an_agreed_record_keeps_the_supervisors_text_on_the_page(world, pair):
    session = pair.log(send=True, gone_well="First words")
    client, address = world.client("supervisor"), reverse("supervision:edit", args=[session.pk])
    opened = session.version
    actions.edit(session, by=pair.supervisor, gone_well="From another window")
    sent = {"held_on": str(session.held_on), "gone_well": "My own words", "version": opened, "save": "draft"}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "My own words" in page and "From another window" in page


def test_agree_and_edit_at_the_same_moment_never_both_win(standing):
    """Twelve rounds with two threads that start together, each with the version both have seen."""
    world = standing
    person, stream = world.row("people.Person/worker"), world.row("placements.Stream/practice")
    for number in range(12):
        session = actions.log(
            by=world.cast.supervisor, person=person, stream=stream, held_on=make.today(), gone_well="Seen", send=True
        )
        results, start = {}, Barrier(2)

        def run(name, act, by, session=session, results=results, start=start, **values):
            try:
                start.wait()
                act(session, by=by, version=session.version, **values)
                results[name] = "won"
            except Conflict as refusal:
                results[name] = refusal.details.get("current") or "state"
            finally:
                connection.close()

        both = [
            Thread(target=run, args=("agree", actions.agree, world.cast.worker)),
            Thread(
                target=run, args=("edit", actions.edit, world.cast.supervisor), kwargs={"gone_well": f"New {number}"}
            ),
        ]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        session.refresh_from_db()
        assert sorted(results) == ["agree", "edit"]
        assert list(results.values()).count("won") == 1, results
        kept = "Seen" if results["agree"] == "won" else f"New {number}"
        assert (session.gone_well, session.status) == (kept, "agreed" if results["agree"] == "won" else "proposed")


def test_an_agreement_is_renewed_by_the_next_one(world, pair):
    first = actions.agree_agreement(world.row("supervision.Agreement/proposed"), by=pair.worker)
    values = dict.fromkeys(("purpose", "confidentiality", "recorded", "disagree"), "Words")
    second = actions.propose_agreement(
        by=pair.supervisor, person=pair.person, stream=pair.stream, review_on=pair.today + timedelta(days=90), **values
    )
    with pytest.raises(NotAllowed):
        actions.agree_agreement(second, by=pair.supervisor)
    actions.agree_agreement(second, by=pair.worker)
    first.refresh_from_db()
    assert first.status == "renewed"


def test_everything_that_can_be_written_is_read_back_by_the_api(world, pair):
    client = world.client("supervisor")

    def post(path, **body):
        return client.post(f"/api/v1/{path}", body, content_type="application/json")

    body = {"person": pair.person.pk, "stream": pair.stream.pk, "held_on": str(pair.today), "topics": ["successes"]}
    made = post("supervision-sessions/log/", **body, gone_well="Well", agreed=[{"what": "Call"}], send=True)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made.json()["status"] == "proposed" and made.json()["topics"] == ["successes"]
    assert AgreedAction.objects.filter(session=pk, what="Call").exists()
    assert post("supervision-sessions/log/", **body, gone_well="943 476 5919").status_code == 400
    worker = world.client("worker")
    agreed = worker.post(f"/api/v1/supervision-sessions/{pk}/agree/", {}, content_type="application/json")
    assert agreed.json()["status"] == "agreed"
    late = client.post(f"/api/v1/supervision-sessions/{pk}/edit/", {"gone_well": "x"}, content_type="application/json")
    assert late.status_code == 409


def test_nobody_is_told_twice_that_a_record_was_sent(pair):
    Away.objects.update(cancelled_on=pair.today)
    session = pair.log(send=True)
    told = Message.objects.filter(rule="supervision.proposed", about_id=session.pk)
    assert [message.to for message in told] == [pair.worker]


# Pressed twice, looked through everywhere, noted for oneself --------------------------------------------------------
def test_the_same_button_twice_logs_one_session_and_other_words_are_kept(world, pair):
    client, before = world.client("supervisor"), Session.objects.count()
    sent = {"held_on": str(pair.today), "save": "send", "gone_well": "Once", "tab": "dd44"}
    first, second = client.post(log_url(pair), sent), client.post(log_url(pair), sent)
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert Session.objects.count() == before + 1
    other = client.post(log_url(pair), sent | {"gone_well": "More words"})
    assert other.status_code == 409 and "More words" in other.content.decode()
    assert Session.objects.count() == before + 1


@pytest.mark.parametrize(
    ("member", "route", "row", "field"),
    [
        ("worker", "agree", "supervision.Session/proposed", "worker_comment"),
        ("worker", "query", "supervision.Session/proposed", "change_wanted"),
        ("worker", "remark", "supervision.Session/agreed", "text"),
        ("supervisor", "note", "supervision.Session/proposed", "text"),
        ("supervisor", "edit_action", "supervision.AgreedAction/owned", "what"),
        ("worker", "ask_agreement_change", "supervision.Agreement/proposed", "change_wanted"),
        ("worker", "answer_observation", "supervision.Observation/worker", "worker_view"),
    ],
)
def test_a_warning_comes_before_any_text_is_saved(world, member, route, row, field):
    client, address = world.client(member), reverse(f"supervision:{route}", args=[world.row(row).pk])
    answer = client.post(address, {field: "NHS 943 476 5919"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "an NHS number" in page and "943 476 5919" in page
    assert client.post(address, {field: "NHS 943 476 5919", "sure": "on"}).status_code == 302


def test_an_observation_is_corrected_until_the_worker_has_answered(world):
    seen = world.row("supervision.Observation/worker")
    client, address = world.client("supervisor"), reverse("supervision:edit_observation", args=[seen.pk])
    sent = {"observed_on": str(seen.observed_on), "setting": "A walk", "went_well": "Patience", "version": seen.version}
    assert client.post(address, sent).status_code == 302
    seen.refresh_from_db()
    assert (seen.setting, seen.went_well) == ("A walk", "Patience")


def test_a_note_is_written_and_changed_until_the_record_closes(world, pair):
    session = pair.log(2)
    client, address = world.client("supervisor"), reverse("supervision:note", args=[session.pk])
    client.post(address, {"text": "Ask about the rota"})
    assert "Ask about the rota" in client.get(address).content.decode()
    session.preparation.refresh_from_db()
    client.post(address, {"text": "Ask about leave", "version": session.preparation.version})
    session.preparation.refresh_from_db()
    assert session.preparation.text == "Ask about leave"
    assert world.client("worker").get(address).status_code == 403


def test_an_agreement_is_renewed_from_its_own_words_and_its_review_is_a_task(world, pair):
    held = actions.agree_agreement(world.row("supervision.Agreement/proposed"), by=pair.worker)
    address = reverse("supervision:propose_agreement", args=[pair.person.pk, pair.stream.pk])
    assert held.purpose in world.client("supervisor").get(address).content.decode()
    assert not [task for task in tasks.for_user(pair.supervisor) if "agreement with" in str(task.title)]
    held.__class__.objects.filter(pk=held.pk).update(review_on=pair.today + timedelta(days=3))
    assert [task.due for task in tasks.for_user(pair.supervisor) if "agreement with" in str(task.title)]


def test_another_time_is_booked_instead_of_a_cancelled_session(world, pair):
    booking = world.row("supervision.Booking/booked")
    gone = actions.cancel(booking, by=pair.worker, cancelled_because="worker_away")
    client = world.client("supervisor")
    address = f"{reverse('supervision:book', args=[pair.person.pk, pair.stream.pk])}?instead={gone.pk}"
    assert address in client.get(gone.get_absolute_url()).content.decode()
    day = pair.today + timedelta(days=30)
    sent = {"day": str(day), "time": "2pm", "minutes": "60", "mode": "together", "times": "1", "repeat_weeks": "0"}
    assert client.post(address, sent).status_code == 302
    assert Booking.objects.latest("pk").replaces == gone
    assert "instead=" not in client.get(gone.get_absolute_url()).content.decode()
    other = world.row("supervision.Booking/other_booked")
    assert client.get(address.replace(f"={gone.pk}", f"={other.pk}")).status_code == 404


def test_a_booked_group_session_is_held_when_it_is_logged(world, pair):
    booking = world.row("supervision.Booking/booked_group")
    Booking.objects.filter(pk=booking.pk).update(starts_at=timezone.now() - timedelta(hours=3), minutes=75)
    assert any("Log the session with" in str(task.title) for task in tasks.for_user(pair.supervisor))
    client, address = world.client("supervisor"), reverse("supervision:log_group", args=[booking.stream_id])
    assert 'value="75"' in client.get(address).content.decode()
    client.post(address, {"held_on": str(pair.today), "minutes": "75", "came": [str(pair.person.pk)]})
    booking.refresh_from_db()
    assert booking.status == "held"
    assert not any("Log the session with" in str(task.title) for task in tasks.for_user(pair.supervisor))


def test_the_rest_is_there_through_the_api(world, pair):
    def post(member, path, **body):
        return world.client(member).post(f"/api/v1/{path}", body, content_type="application/json")

    session = pair.log(2)
    note = post("supervisor", "preparation-notes/write/", session=session.pk, text="zqnote")
    assert note.status_code == 201 and "zqnote" not in note.content.decode()
    made = post("worker", "supervision-calendar/")
    assert made.status_code == 200 and made.json()["address"].endswith(".ics")
    assert len(post("worker", "peer-role-voices/codes/", count=3).json()["codes"]) == 3
    assert post("hr", "peer-role-voices/codes/", count=3).status_code == 403
    assert post("worker", "supervision-shares/earlier/", stream=pair.stream.pk).json() == {"records": 0}
    reflection = world.row("supervision.Reflection/worker")
    assert post("worker", f"reflections/{reflection.pk}/erase/").json() == {"id": reflection.pk}
    assert not reflection.__class__.objects.filter(pk=reflection.pk).exists()
    organisation = world.row("people.Unit/organisation").pk
    text = "who,stream,held_on\nnobody,practice,2026-01-02\n"
    checked = post(
        "administrator", "session-files/hand_in/", organisation=organisation, file_name="old.csv", text=text,
        columns={"staff_id": "who"}, dry_run=True,
    )  # fmt: skip
    assert checked.status_code in (201, 400), checked.content
    assert post("hr", "session-files/hand_in/", organisation=organisation, file_name="x", text=text).status_code == 403
    released = world.client("director").get("/api/v1/supervision-released/")
    assert released.status_code == 200 and released.json()["lines"], released.content


def test_what_is_booked_or_noted_twice_is_there_once(world, pair):
    at = timezone.now() + timedelta(days=12)
    actions.book(by=pair.supervisor, person=pair.person, stream=pair.stream, starts_at=at)
    with pytest.raises(Conflict):
        actions.book(by=pair.supervisor, person=pair.person, stream=pair.stream, starts_at=at)
    missed = {"person": pair.person, "stream": pair.stream, "not_held_because": "service"}
    actions.miss(by=pair.supervisor, **missed)
    with pytest.raises(Conflict):
        actions.miss(by=pair.supervisor, **missed)
    held = world.row("supervision.GroupSession/group")
    with pytest.raises(Conflict):
        actions.log_group(by=pair.supervisor, stream=held.stream, came=[pair.person], held_on=held.held_on)
