"""Signing in: passwords, the second step, limits, and that nobody can find out who has an account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from django.test import Client

from peerwork.kit.models import Message
from peerwork.people.models import User
from tests import make
from tests.people.conftest import PASSWORD, code_of, mail, sign_in

pytestmark = pytest.mark.django_db


def test_right_password_opens_home(pat):
    client, answer = sign_in()
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/account/").status_code == 200


def test_sign_in_is_noted_but_is_no_change(pat):
    before = User.history.count()
    sign_in()
    pat.refresh_from_db()
    assert pat.last_login is not None
    assert User.history.count() == before


def test_sign_in_gives_the_session_a_new_number(pat):
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["session"] = before = session.session_key
    sign_in(client=client)
    assert client.session.session_key != before


def masked(answer) -> str:
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def test_wrong_password_unknown_address_visitor_and_system_answer_alike(pat):
    make.account("Visitor", kind="link", email="visitor@example.org")
    answers = [
        sign_in(email=email, password="not the right words")[1]
        for email in ("pat@example.org", "nobody@example.org", "visitor@example.org", "system@peerwork.invalid")
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({masked(answer) for answer in answers}) == 1
    assert "is not right" in answers[0].content.decode()


def test_a_password_is_hashed_once_whoever_asks(pat, monkeypatch):
    """As much work for an address nobody has as for one somebody has: the clock tells nothing."""
    counts, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: counts.append(1) or encode(*args))
    make.account("Visitor", kind="link", email="visitor@example.org")
    work = []
    for email in ("pat@example.org", "nobody@example.org", "visitor@example.org"):
        counts.clear()
        sign_in(email=email, password="not the right words")
        work.append(len(counts))
    assert work[0] >= 1
    assert set(work) == {work[0]}


def test_visitor_with_a_password_by_mistake_still_cannot_sign_in(db, world):
    visitor = make.account("Visitor", kind="link", email="visitor@example.org")
    visitor.set_password(PASSWORD)
    visitor.save()
    client, answer = sign_in("visitor@example.org")
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_sixth_try_is_refused_even_with_the_right_password(pat):
    for _try in range(5):
        sign_in(password="wrong wrong wrong wrong")
    client, answer = sign_in()
    assert "_auth_user_id" not in client.session
    assert "too many tries" in answer.content.decode()


def test_lock_out_of_one_account_leaves_others_alone_and_ends(pat, world, monkeypatch):
    other = make.account("Kim", world.row("people.Unit/organisation"), email="kim@example.org")
    other.set_password(PASSWORD)
    other.save()
    for _try in range(6):
        sign_in(password="wrong wrong wrong wrong")
    assert sign_in("kim@example.org")[1].status_code == 302


def test_too_many_requests_from_one_place_are_429(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    answers = [Client().post("/accounts/login/", {"login": "a@example.org", "password": "b"}) for _n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


# The second step ----------------------------------------------------------------------------------------------------
def test_code_is_asked_and_opens(pat, app):
    client, answer = sign_in()
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    answer = client.post("/accounts/2fa/authenticate/", {"code": app()})
    assert answer.url == "/"
    assert client.get("/account/").status_code == 200


def test_code_used_once_is_refused_the_second_time(pat, app):
    code = app()
    first, _answer = sign_in()
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    second, _answer = sign_in()
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize("code", ["", "000000x", "None", "null"])
def test_missing_or_nonsense_code_is_refused(pat, app, code):
    client, _answer = sign_in()
    client.post("/accounts/2fa/authenticate/", {"code": code} if code else {})
    assert "_auth_user_id" not in client.session


def test_another_persons_code_is_refused(pat, app, world):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    kim = make.account("Kim", world.row("people.Unit/organisation"), email="kim@example.org")
    secret = generate_totp_secret()
    TOTP.activate(kim, secret)
    client, _answer = sign_in()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200


def test_guessing_codes_is_limited(pat, app):
    client, _answer = sign_in()
    for guess in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{guess}"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": app()})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_recovery_code_works_once(pat, app):
    code = RecoveryCodes.activate(pat).generate_codes()[0]
    first, _answer = sign_in()
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    second, _answer = sign_in()
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_secret_of_the_app_is_sealed_in_the_database(pat, app):
    stored = Authenticator.objects.get(user=pat, type="totp").data["secret"]
    assert len(stored) > 80
    assert not re.fullmatch(r"[A-Z2-7=]+", stored)


def test_enrolment_shows_a_picture_and_a_key_then_recovery_codes(pat, strict, monkeypatch):
    # In a test's own transaction nothing is ever committed; in a request the commit comes before the answer.
    monkeypatch.setattr(transaction, "on_commit", lambda then: then())
    client, _answer = sign_in()
    page = client.get("/accounts/2fa/totp/activate/")
    key = re.search(r'<code class="app-code">([A-Z2-7=]+)</code>', page.content.decode())[1]
    assert "data:image/svg+xml" in page.content.decode()
    assert "style=" not in page.content.decode()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(key)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    codes = re.findall(r'<code class="app-code">(\d{8})</code>', client.get(answer.url).content.decode())
    assert len(codes) == 10
    assert client.get("/account/").status_code == 200
    assert mail("people/account_notice").to == pat


def test_only_second_step_cannot_be_taken_off(pat, app, strict):
    client, _answer = sign_in()
    client.post("/accounts/2fa/authenticate/", {"code": app()})
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=pat, type="totp").exists()
    passkey = Authenticator.objects.create(user=pat, type="webauthn", data={"name": "Key"})
    Authenticator.objects.filter(type="totp").delete()
    assert client.post(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/").status_code == 409
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


# A new password -----------------------------------------------------------------------------------------------------
def reset(email):
    return Client().post("/accounts/password/reset/", {"email": email})


def test_reset_says_the_same_for_every_address(pat, world):
    make.account("Visitor", kind="link", email="visitor@example.org")
    answers = [reset(email) for email in ("pat@example.org", "nobody@example.org", "visitor@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    sent = Message.objects.order_by("pk").values_list("template", flat=True)
    assert list(sent)[-3:] == ["people/new_password", "people/no_account", "people/no_password"]


def new_password(link: str, password: str):
    client = Client()
    at = client.get(link)
    return client, client.post(at.url, {"password1": password, "password2": password})


def test_reset_changes_the_password_once_and_ends_everything(pat):
    old, _answer = sign_in()
    token = make.token(pat)
    reset("pat@example.org")
    link = mail("people/new_password").context["url"]
    new_password(link, "four other quiet words")
    assert sign_in()[1].status_code == 200
    assert sign_in(password="four other quiet words")[1].status_code == 302
    assert old.get("/account/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_reset_is_no_way_round_the_second_step(pat, app):
    reset("pat@example.org")
    client, _answer = new_password(mail("people/new_password").context["url"], "four other quiet words")
    assert "_auth_user_id" not in client.session
    _client, answer = sign_in(password="four other quiet words")
    assert answer.url == "/accounts/2fa/authenticate/"


def test_reset_link_belongs_to_its_user(pat, world):
    kim = make.account("Kim", world.row("people.Unit/organisation"), email="kim@example.org")
    kim.set_password(PASSWORD)
    kim.save()
    reset("pat@example.org")
    link = mail("people/new_password").context["url"]
    client = Client()
    at = client.get(link)
    fields = {"password1": "four other quiet words", "password2": "four other quiet words"}
    client.post(at.url, fields | {"email": "kim@example.org", "user": kim.pk, "login": "kim@example.org"})
    assert sign_in("kim@example.org")[1].status_code == 302


def test_link_in_mail_is_on_our_own_host(pat):
    from peerwork.kit import outbox

    Client().post("/accounts/password/reset/", {"email": "pat@example.org"}, headers={"host": "evil.example"})
    assert not Message.objects.filter(template="people/new_password").exists()
    reset("pat@example.org")
    message = mail("people/new_password")
    assert "http://testserver/accounts/" in outbox.render(message.template, message.context)[1]


@pytest.mark.parametrize("weak", ["short words", "14 characters.", "pat@example.org1"])
def test_weak_passwords_are_refused(pat, weak):
    reset("pat@example.org")
    _client, answer = new_password(mail("people/new_password").context["url"], weak)
    assert answer.status_code == 200
    assert sign_in()[1].status_code == 302


def test_change_needs_the_password_one_has(pat):
    client, _answer = sign_in()
    fields = {"password1": "four other quiet words", "password2": "four other quiet words"}
    assert client.post("/accounts/password/change/", fields | {"oldpassword": "not mine at all"}).status_code == 200
    assert client.post("/accounts/password/change/", fields | {"oldpassword": PASSWORD}).status_code == 302
    assert client.get("/account/").status_code == 302


def test_password_change_leaves_one_line_of_history(pat):
    client, _answer = sign_in()
    before = pat.history.count()
    fields = {"oldpassword": PASSWORD, "password1": "four other quiet words", "password2": "four other quiet words"}
    client.post("/accounts/password/change/", fields)
    newest = pat.history.first()
    assert pat.history.count() == before + 1
    assert (newest.history_change_reason, newest.history_user) == ("change_password", pat)


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_next_never_leads_away(pat, where):
    _client, answer = sign_in(client=Client())
    client = Client()
    answer = client.post("/accounts/login/?next=" + where, {"login": pat.email, "password": PASSWORD, "next": where})
    assert answer.url == "/"


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/3rdparty/",
        "/accounts/3rdparty/signup/",
        "/accounts/password/set/",
    ],
)
def test_ways_this_house_does_not_have_are_closed(pat, path):
    client, _answer = sign_in()
    assert Client().get(path).status_code == 404
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "new@example.org", "action_add": "1"}).status_code == 404


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/logout/", "/accounts/password/reset/"])
def test_forms_without_their_token_are_refused(pat, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(pat)
    assert client.post(path, {"login": "a", "password": "b"}).status_code == 403


def test_cookies_are_for_this_site_and_not_for_scripts(pat):
    client, _answer = sign_in()
    cookie = client.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
