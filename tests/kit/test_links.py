"""One-use links and their codes: everything missing, empty, used, ended or wrong fails, and fails the same way."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from peerwork.kit import links, outbox
from peerwork.kit.errors import Invalid, NotHere, TooMany
from peerwork.kit.models import Link, Message
from tests.kit import people


@pytest.fixture
def link(db):
    return links.open(links.issue("application", days=7, email="ana@example.org"))


def code_for(link):
    links.send_code(link)
    outbox.send_due()
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def later(link, **values):
    Link.objects.filter(pk=link.pk).update(**values)


def test_links_keep_only_a_hash_of_the_token(db):
    token = links.issue("application", days=7, email="ana@example.org")
    assert len(token) >= 43
    assert token not in str(Link.objects.values())
    assert links.open(token, purpose="application").email == "ana@example.org"


@pytest.mark.parametrize("token", ["", None, "x", "0" * 43, "\x00", "é" * 20])
def test_links_an_unknown_token_is_not_here(link, token):
    with pytest.raises(NotHere):
        links.open(token)


@pytest.mark.parametrize(
    "values", [{"used_at": timezone.now()}, {"revoked_at": timezone.now()}, {"expires_at": timezone.now()}]
)
def test_links_a_used_withdrawn_or_ended_link_is_not_here(db, values):
    token = links.issue("application", days=7, email="ana@example.org")
    later(links.open(token), **values)
    with pytest.raises(NotHere):
        links.open(token)


def test_links_another_purpose_or_a_closed_account_is_not_here(db):
    sam = people.user()
    token = links.issue("invitation", days=7, user=sam)
    with pytest.raises(NotHere):
        links.open(token, purpose="application")
    sam.is_active = False
    sam.save()
    with pytest.raises(NotHere):
        links.open(token)


def test_links_the_code_opens_once(link):
    code = code_for(link)
    assert links.redeem(link, f" {code[:3]} {code[3:]} ").used_at
    with pytest.raises(NotHere):
        links.redeem(link, code)


def test_links_no_code_is_kept(link):
    code = code_for(link)
    kept = str(list(Link.objects.values())) + str(list(Message.objects.values()))
    assert code not in kept


@pytest.mark.parametrize("code", ["", None, "000000x", "12345", 0])
def test_links_a_wrong_code_is_refused_and_counted(link, code):
    code_for(link)
    with pytest.raises(Invalid):
        links.redeem(link, code)
    link.refresh_from_db()
    assert (link.tries, link.used_at) == (1, None)


def test_links_no_code_works_before_one_was_sent(link):
    for code in ("", None, "000000"):
        with pytest.raises(Invalid):
            links.redeem(link, code)


def test_links_after_five_wrong_tries_the_right_code_fails_too(link):
    code = code_for(link)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(Invalid):
            links.redeem(link, wrong)
    with pytest.raises(TooMany):
        links.redeem(link, code)


def test_links_a_code_ends_after_ten_minutes(link):
    code = code_for(link)
    later(link, code_sent_at=timezone.now() - timedelta(minutes=10, seconds=1))
    with pytest.raises(Invalid):
        links.redeem(link, code)


def test_links_a_code_of_another_link_is_wrong(link):
    other = links.open(links.issue("application", days=7, email="ben@example.org"))
    code, others = code_for(link), code_for(other)
    if code != others:
        with pytest.raises(Invalid):
            links.redeem(link, others)


def test_links_codes_are_sent_once_a_minute_and_ten_times_a_day(link):
    links.send_code(link)
    with pytest.raises(TooMany):
        links.send_code(link)
    for _ in range(9):
        later(link, code_sent_at=timezone.now() - timedelta(minutes=2))
        links.send_code(link)
    later(link, code_sent_at=timezone.now() - timedelta(minutes=2))
    with pytest.raises(TooMany):
        links.send_code(link)
    assert Message.objects.count() == 10


def test_links_are_withdrawn_by_what_they_are_about(db):
    sam, unit = people.user(), people.organisation()
    token, other = links.issue("a", days=1, user=sam, about=unit), links.issue("a", days=1, user=sam)
    assert links.revoke(about=unit) == 1
    with pytest.raises(NotHere):
        links.open(token)
    assert links.open(other)
    with pytest.raises(ValueError, match="whose"):
        links.revoke()


@pytest.mark.django_db(transaction=True)
def test_links_are_used_by_one_of_many_who_try_at_once():
    link = links.open(links.issue("invitation", days=1, email="ana@example.org"))
    start, won = threading.Barrier(6), []

    def work():
        try:
            start.wait()
            links.use(link)
            won.append(1)
        except NotHere:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert won == [1]
