"""Single sign-on against a small provider in this process: who it opens for, and that an address proves nothing."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from peerwork.people import actions
from peerwork.people.models import RoleAssignment, User
from tests import make
from tests.people.conftest import mail

pytestmark = pytest.mark.django_db
KEY = "a key that only the provider and the token know, long enough"


class Provider(HTTPServer):
    """Answers discovery, token and userinfo; `claims` is who has just signed in there, `challenge` their PKCE."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.issuer = self.url
        self.claims, self.challenge, self.info = {}, "", {}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_args):
        pass

    def answer(self, body, status=200):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        url = self.server.url
        if self.path.endswith("openid-configuration"):
            self.answer(
                {
                    "issuer": self.server.issuer,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "userinfo_endpoint": f"{url}/userinfo",
                    "jwks_uri": f"{url}/keys",
                }
            )
        else:
            self.answer(self.server.claims | self.server.info)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        proof = urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=").decode()
        if proof != self.server.challenge:
            return self.answer({"error": "invalid_grant"}, 400)
        claims = {"iss": self.server.issuer, "aud": "peerwork", "exp": time.time() + 60} | self.server.claims
        token = jwt.encode(claims, KEY, algorithm="HS256")
        return self.answer({"access_token": "x", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def provider(settings):
    server = Provider()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    app = {
        "provider_id": "sso", "name": "Trust sign-on", "client_id": "peerwork", "secret": "s",
        "settings": {"server_url": server.url, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def come_back(client, provider, start, sub="abc", **claims):
    """Follow the browser to the provider and back, signed in there as `sub`."""
    assert start.status_code == 302, start.content
    asked = parse_qs(urlsplit(start.url).query)
    assert start.url.startswith(provider.url)
    assert asked["code_challenge_method"] == ["S256"]
    provider.challenge, provider.claims = asked["code_challenge"][0], {"sub": sub, **claims}
    return client.get("/accounts/oidc/sso/login/callback/", {"code": "1", "state": asked["state"][0]})


def single_sign_on(provider, sub="abc", client=None, query="?process=login", **claims):
    client = client or Client()
    start = client.get("/accounts/oidc/sso/login/" + query)
    return client, come_back(client, provider, start, sub, **claims)


@pytest.fixture
def invited(world):
    unit = world.row("people.Unit/team")
    actions.invite(by=world.cast.administrator, email="new.one@example.org", name="New One", role="hr", unit=unit)
    return mail("people/invitation").context["url"]


def accept(provider, link, sub="abc", **claims):
    client = Client()
    start = client.post(link, {"sso": "yes"})
    start = client.get(start.url)
    return client, come_back(client, provider, start, sub, **claims)


def test_unknown_person_gets_a_plain_page(provider, world):
    before = User.objects.count()
    client, answer = single_sign_on(provider, email="someone@example.org")
    assert answer.status_code == 403
    assert "no account for you here yet" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before


@pytest.mark.parametrize("verified", [True, False])
def test_a_matching_address_proves_nothing(provider, pat, verified):
    client, answer = single_sign_on(provider, email=pat.email, email_verified=verified)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_accepting_an_invitation_links_and_opens(provider, invited, strict):
    client, answer = accept(provider, invited, email="anything@elsewhere.example")
    assert answer.status_code == 302, answer.content
    user = User.objects.get(email="new.one@example.org")
    assert not user.has_usable_password()
    assert RoleAssignment.objects.filter(user=user, role="hr").exists()
    assert client.get("/people/").status_code == 200  # the provider's own second step counts
    again, answer = single_sign_on(provider)
    assert answer.status_code == 302
    assert again.get("/people/").status_code == 200


def test_nothing_else_of_the_identity_is_kept(provider, invited):
    accept(provider, invited, email="x@example.org", name="Whole Name", picture="https://example.org/p.png")
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {"iss": provider.issuer, "sub": "abc"}
    assert User.objects.get(pk=kept.user_id).name == "New One"


def test_the_same_subject_of_another_issuer_is_somebody_else(provider, invited):
    accept(provider, invited)
    provider.issuer = provider.url + "/other"
    client, answer = single_sign_on(provider)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_userinfo_about_somebody_else_is_refused(provider, invited):
    accept(provider, invited)
    provider.info = {"sub": "other"}
    assert single_sign_on(provider)[1].status_code == 403


def test_an_identity_opens_one_account_only(provider, invited, world):
    accept(provider, invited)
    actions.invite(
        by=world.cast.administrator, email="second@example.org", name="S", role="hr", unit=world.row("people.Unit/team")
    )
    _client, answer = accept(provider, mail("people/invitation").context["url"])
    assert answer.status_code == 409
    assert not User.objects.filter(email="second@example.org").exists()


def test_connecting_from_inside_is_closed(provider, pat):
    client = Client()
    client.force_login(pat)
    _client, answer = single_sign_on(provider, client=client, query="?process=connect")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_closed_account_is_not_opened(provider, invited, world):
    accept(provider, invited)
    actions.deactivate(User.objects.get(email="new.one@example.org"), by=world.cast.administrator)
    client, answer = single_sign_on(provider)
    assert answer.url == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_answer_to_a_question_nobody_asked_is_refused(provider, db):
    answer = Client().get("/accounts/oidc/sso/login/callback/", {"code": "1", "state": "made-up"})
    assert "did not work" in answer.content.decode()


def test_provider_that_is_away_gives_a_page(provider, world):
    client = Client()
    start = client.get("/accounts/oidc/sso/login/?process=login")
    provider.challenge = "something else"
    state = parse_qs(urlsplit(start.url).query)["state"][0]
    answer = client.get("/accounts/oidc/sso/login/callback/", {"code": "1", "state": state})
    assert "did not work" in answer.content.decode()


def test_somebody_by_single_sign_on_only_proves_it_there_again(provider, invited, clock):
    client, _answer = accept(provider, invited)
    assert client.get("/account/tokens/issue/").status_code == 200
    clock(minutes=11)
    answer = client.get("/account/tokens/issue/")
    assert answer.url.startswith("/accounts/oidc/sso/login/?process=login&next=")


def test_reset_gives_no_password_to_somebody_by_single_sign_on(provider, invited):
    accept(provider, invited)
    Client().post("/accounts/password/reset/", {"email": "new.one@example.org"})
    assert mail("people/no_password").email == "new.one@example.org"


def test_sign_in_page_offers_it(provider, db):
    assert "Sign in with Trust sign-on" in Client().get("/accounts/login/").content.decode()
    assert make.system().has_usable_password() is False
