"""Applying by link, without a password: saved, sent, followed, taken back; and what keeps programs out."""

import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peerwork.kit.errors import Invalid, TooMany
from peerwork.kit.models import Link, Message, StoredFile
from peerwork.recruitment import actions, jobs, policy
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.applying.forms import SALT
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Answer, Application, Contact, Equality, Vacancy
from peerwork.recruitment.registers import old_applications
from tests import make
from tests.recruitment import make as ours

EMAIL = "wren.quillfeather@example.org"


def stamp(seconds: int = 30) -> str:
    """The mark of a page that was opened so long ago."""
    signer = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - seconds)
    return signer.sign("page")


def ask(client, vacancy, **changes):
    data = {"email": EMAIL, "opened": stamp(), "website": ""} | changes
    return client.post(reverse("recruitment:apply", args=[vacancy.pk]), data)


def way_in(client) -> str:
    """Follow the newest link in the mail, with its code; where it leads."""
    message = Message.objects.filter(template="recruitment/link").latest("pk")
    client.post(message.context["url"])
    code = Message.objects.filter(rule="code").latest("pk").context["code"]
    return client.post(message.context["url"], {"code": code}).headers["Location"]


def test_somebody_without_an_account_applies_by_link_stops_comes_back_and_sends(round):
    client = Client()
    assert ask(client, round.vacancy).headers["Location"] == reverse("recruitment:sent_link")
    home = way_in(client)
    application = Application.objects.get(user__email=EMAIL)
    assert home == reverse("recruitment:mine", args=[application.pk])
    page = client.get(home).content.decode()
    assert "To do" in page and "Your name and contact" in page
    contact = {"given_name": "Wren", "family_name": "Quillfeather", "email": EMAIL}
    assert client.post(f"{home}contact/", contact).status_code == 302
    assert client.post(f"{home}about/", {"statement": "I want to give back", "version": ""}).status_code == 302
    for line in round.vacancy.criteria.all():
        assert client.post(f"{home}answers/{line.number}/", {"text": "In the garden group"}).status_code == 302
    again = Client()  # another day, another device
    again.post(reverse("recruitment:come_back"), {"email": EMAIL.upper(), "opened": stamp(), "website": ""})
    assert way_in(again) == home
    assert "In the garden group" in again.get(f"{home}answers/1/").content.decode()
    assert again.post(f"{home}send/", {"consent": "on"}).status_code == 302
    application.refresh_from_db()
    assert application.status == "sent" and application.user.kind == "link"
    assert "without your name" in again.get(home).content.decode()
    assert again.get(f"{home}about/").status_code == 409
    assert again.post(f"{home}withdraw/", {"sure": "on"}).status_code == 302


def test_the_link_opens_that_application_and_nothing_else_and_only_once(round):
    other, client = round.applicant(), Client()
    ask(client, round.vacancy)
    link = Message.objects.filter(template="recruitment/link").latest("pk").context["url"]
    home = way_in(client)
    for address in (
        reverse("recruitment:mine", args=[other.pk]), reverse("recruitment:application", args=[other.pk]),
        reverse("recruitment:vacancies"), reverse("home:home"), "/api/v1/applications/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.get(home).status_code == 200
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("changes", [{"website": "http://spam.invalid"}, {"opened": ""}, {"opened": "page:1:x"}])
def test_what_fills_in_the_hidden_box_or_has_no_page_gets_no_link_and_loses_nothing_typed(changes, round):
    answer = ask(Client(), round.vacancy, **changes)
    assert answer.status_code == 400 and EMAIL in answer.content.decode()
    assert not Link.objects.filter(purpose="application").exists()


def test_faster_than_a_person_is_asked_to_send_again_and_then_may(round):
    client = Client()
    assert ask(client, round.vacancy, opened=stamp(0)).status_code == 400
    assert ask(client, round.vacancy).status_code == 302


def test_an_address_gets_so_many_links_an_hour_and_an_unknown_one_none(round):
    for _time in range(5):
        applying.ask_link(round.vacancy, email=EMAIL)
    with pytest.raises(TooMany):
        applying.ask_link(round.vacancy, email=EMAIL)
    before = Message.objects.count()
    applying.ask_links(email="nobody.here@example.org")
    assert Message.objects.count() == before


def test_the_same_person_twice_goes_on_with_the_one_they_have(round):
    user = make.account(kind="link")
    first = ours.begun(round.vacancy, user)
    assert ours.begun(round.vacancy, user) == first
    applying.withdraw(Application.objects.get(pk=first.pk), by=user)
    assert ours.begun(round.vacancy, user) != first


def test_hr_is_told_of_the_same_person_only_once_names_are_open(round, world):
    user = make.account(kind="link")
    other = ours.sent(round.vacancy, user)
    named = ours.shortlisted(round.team, by=round.hr, applicants=(user,))
    open_one = named.applications.get()
    page = world.client("hr").get(open_one.get_absolute_url()).content.decode()
    told = f'href="{other.get_absolute_url()}"'
    assert told not in page  # the other vacancy is still blind
    actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    deciding.shortlist(Application.objects.get(pk=other.pk), by=round.hr, reason="Nobody else was there to look")
    deciding.finish_shortlisting(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    page = world.client("hr").get(open_one.get_absolute_url()).content.decode()
    assert told in page


# Bad input ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "content", "words"), [
    ("cv.pdf", b"MZ\x90\x00 not a PDF at all", "kinds of file"), ("cv.docx", b"PK\x03\x04 broken", "damaged"),
    ("cv.pdf", b"%PDF-1.7\n" + b"x" * 3000, "not complete")])  # fmt: skip
def test_a_disguised_file_is_refused_at_its_field_and_what_was_typed_stays(name, content, words, round):
    user, client = make.account(), Client()
    application = ours.begun(round.vacancy, user)
    client.force_login(user)
    upload = SimpleUploadedFile(name, content)
    url = reverse("recruitment:mine_documents", args=[application.pk])
    answer = client.post(url, {"about": "My certificate of art", "file": upload})
    page = answer.content.decode()
    assert answer.status_code == 400 and words in page and "My certificate of art" in page
    assert not StoredFile.objects.filter(about_id=application.pk, about_model="recruitment.Application").exists()


def test_an_oversized_file_is_refused_with_the_limit(round, settings):
    settings.UPLOAD_LIMIT = 2**20
    user = make.account(kind="link")
    application = ours.begun(round.vacancy, user)
    big = SimpleUploadedFile("big.pdf", b"%PDF-1.7" + b"0" * 2**20 + b"startxref\n9\n%%EOF\n")
    with pytest.raises(Invalid) as refused:
        applying.attach(application, big, by=user, about="All of it")
    assert "1 MB" in refused.value.fields["file"][0]


def test_what_was_typed_is_on_the_page_when_the_vacancy_closes_meanwhile(round):
    user, client = make.account(), Client()
    application = ours.begun(round.vacancy, user)
    client.force_login(user)
    actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    url = reverse("recruitment:mine_answer", args=[application.pk, 1])
    answer = client.post(url, {"text": "Half a page about the allotment"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "has closed" in page and "Half a page about the allotment" in page
    assert Client().get(reverse("recruitment:job", args=[round.vacancy.pk])).status_code == 404


def test_it_is_not_sent_before_the_essential_lines_and_the_notice(round):
    user = make.account(kind="link")
    application = ours.begun(round.vacancy, user)
    with pytest.raises(Invalid) as refused:
        applying.check_and_send(application, by=user)
    assert re.search("name and contact.*essential line", str(refused.value))
    assert Application.objects.get(pk=application.pk).consented_at is None


# Kept apart, and removed ----------------------------------------------------------------------------------------------
def test_equality_answers_are_kept_apart_without_history_and_gone_when_taken_back(round):
    user = make.account(kind="link")
    application = ours.sent(round.vacancy, user)
    applying.write_equality(application, by=user, age="25_34", disability="yes")
    assert not hasattr(Equality, "history") and policy.equality.visible(user).exists()
    for reader in (round.hr, round.first):
        assert not policy.equality.visible(reader).exists()
    applying.erase_equality(application, by=user)
    assert not Equality.objects.filter(application=application).exists()


def test_an_application_that_did_not_go_ahead_is_removed_whole_and_its_figures_stay(round):
    for user in (round.first, round.second):
        actions.name_shortlister(by=round.hr, vacancy=round.vacancy, user=user)
    application = round.applicant()
    actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    for user in (round.first, round.second):
        ours.sifted(application, by=user, mark="partly", view="not_this_time")
    deciding.not_this_time(application, by=round.hr)
    organisation, later = round.vacancy.employer, timezone.localdate() + timedelta(days=400)
    assert application not in old_applications(organisation, later)  # others still wait for their answer
    deciding.finish_shortlisting(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    due = old_applications(organisation, later).filter(vacancy=round.vacancy)
    assert set(due) == {application} and not old_applications(organisation, later - timedelta(days=500)).exists()
    pk, file = application.pk, StoredFile.objects.get(about_model="recruitment.Application", about_id=application.pk)
    actions.purge_application(Application.objects.get(pk=pk))
    assert not Application.objects.filter(pk=pk).exists() and not StoredFile.objects.filter(pk=file.pk).exists()
    for model in (Application, Contact, Answer):
        assert not model.history.filter(**({"id": pk} if model is Application else {"application_id": pk})).exists()
    assert Vacancy.objects.get(pk=round.vacancy.pk).gone == {"sent": 1, "not_this_time": 1}


# Reminders ------------------------------------------------------------------------------------------------------------
def test_each_is_reminded_once_a_step_and_only_while_it_is_their_move(round):
    actions.name_shortlister(by=round.hr, vacancy=round.vacancy, user=round.first)
    application, writing = round.applicant(), ours.begun(round.vacancy, make.account(kind="link"))
    at = round.vacancy.closes_at
    jobs.daily(at - timedelta(days=1))
    jobs.daily(at - timedelta(hours=1))
    told = Message.objects.filter(rule="recruitment.news", subject_key__contains=":closes:")
    assert [message.to for message in told] == [writing.user]
    vacancy = actions.close(Vacancy.objects.get(pk=round.vacancy.pk), by=round.hr)
    late = vacancy.closed_at + timedelta(days=8)
    waits = Message.objects.filter(rule="recruitment.shortlist_waits", about_id=vacancy.pk)
    jobs.daily(vacancy.closed_at + timedelta(days=2))
    assert not waits.exists()
    jobs.daily(late)
    jobs.daily(late + timedelta(days=30))
    assert [message.to for message in waits] == [round.first]
    deciding.shortlist(application, by=round.hr, reason="Only one person was there to look")
    deciding.finish_shortlisting(Vacancy.objects.get(pk=vacancy.pk), by=round.hr)
    much_later = timezone.now() + timedelta(days=40)
    for _twice in range(2):
        jobs.daily(much_later)
    told = Message.objects.filter(rule="recruitment.late", subject_key=f"application:{application.pk}:shortlisted")
    assert told.filter(to=round.hr).count() == 1
    assert "Quillfeather" not in " ".join(str(message.context) for message in told)
