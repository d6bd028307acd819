"""The Gate: what a session may open, how long it lasts, and that visitors stay with their one thing."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern

from peerwork.kit import links
from peerwork.kit.models import Draft, SealedText
from peerwork.people import visitors
from peerwork.people.middleware import CLOSED, FIRST_STEP
from tests import make
from tests.people.conftest import PASSWORD, mail, sign_in

pytestmark = pytest.mark.django_db
SAMPLES = {"int": "1", "str": "x", "slug": "a", "uuid": "6f1c0a8e-6f0a-4a52-8a5d-0d0f0a3c9f11", "path": "a"}


def every_path(patterns=None, prefix="/") -> list[str]:
    """One address for every route of the product."""
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = str(entry.pattern)
        if hasattr(entry.pattern, "_regex"):
            route = re.sub(r"\(\?P<\w+>(\[[^\]]*\]|[^()])*\)", "1", route).lstrip("^")
            route = re.sub(r"\\Z|\$|\\", "", route).replace("/?", "/")
        route = re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES.get(part[1] or "str", "1"), route)
        if isinstance(entry, URLPattern):
            found.append(prefix + route)
        else:
            found += every_path(entry.url_patterns, prefix + route)
    return found


def known(path) -> bool:
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def test_walk_finds_the_routes():
    paths = [path for path in every_path() if known(path)]
    assert len(paths) > 90
    assert {"/", "/account/", "/accounts/login/", "/users/1/"} <= set(paths)


def test_password_alone_opens_nothing_but_the_second_step(pat, strict):
    client, _answer = sign_in()
    opened = []
    for path in every_path():
        name = resolve(path).view_name if known(path) else None
        if name is None or name in FIRST_STEP or name in CLOSED:
            continue
        answer = client.get(path)
        held = answer.status_code == 302 and answer.url.startswith("/account/second-step/")
        if not held and not (path.startswith("/api/") and answer.status_code == 403):
            opened.append((path, answer.status_code))
    assert opened == []


def test_password_alone_changes_nothing(pat, strict, world):
    client, _answer = sign_in()
    unit = world.row("people.Unit/organisation")
    answer = client.post("/people/register/", {"organisation": unit.pk, "given_name": "A", "family_name": "B"})
    assert answer.url.startswith("/account/second-step/")
    assert not unit.people.filter(given_name="A").exists()


def test_session_older_than_the_second_step_must_prove_it(pat, strict, app):
    """Two browsers signed in by password; the app is set up in one: the other is not carried along."""
    client = Client()
    client.force_login(pat)
    answer = client.get("/people/")
    assert answer.url.startswith("/accounts/2fa/reauthenticate/")
    client.post(answer.url, {"code": app()})
    assert client.get("/people/").status_code == 200


def test_second_step_goes_on_to_where_one_was_going(pat, strict, app):
    client, answer = sign_in()
    client.post(answer.url, {"code": app()})
    assert client.get("/people/").status_code == 200


def test_demo_needs_no_second_step(pat, settings):
    settings.MFA_REQUIRED = False
    client, _answer = sign_in()
    assert client.get("/people/").status_code == 200


# Time ---------------------------------------------------------------------------------------------------------------
def test_unused_session_ends(pat, clock, settings):
    client, _answer = sign_in()
    clock(minutes=settings.SESSION_IDLE_MINUTES - 1)
    assert client.get("/account/").status_code == 200
    clock(minutes=settings.SESSION_IDLE_MINUTES + 1)
    answer = client.get("/account/")
    assert answer.url == "/accounts/login/?ended=idle&next=%2Faccount%2F"
    assert "_auth_user_id" not in client.session
    assert "nothing had happened" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("page", ["people:register_person", "supervision:log"])
def test_words_sent_after_the_session_ended_wait_sealed_for_the_same_person(page, world, clock, settings):
    """Without JavaScript too: nothing typed is lost, and no table says what it was."""
    member, field, args = ("hr", "given_name", []) if page == "people:register_person" else ("supervisor", "themes", [])
    if page == "supervision:log":
        field = "gone_well"
        args = [world.row("people.Person/worker").pk, world.row("placements.Stream/practice").pk]
    address, client = reverse(page, args=args), world.client(member)
    assert client.get(address).status_code == 200
    clock(minutes=settings.SESSION_IDLE_MINUTES + 1)
    answer = client.post(address, {field: "zqtyped words", "version": ""})
    assert answer.url.startswith("/accounts/login/?") and urlencode({"next": address}) in answer.url
    assert "What you typed is kept" in client.get(answer.url).content.decode()
    assert "zqtyped" not in str(list(Draft.objects.values()))
    assert b"zqtyped" not in b"".join(bytes(row.body) for row in SealedText.objects.all())
    assert "zqtyped" not in world.client("other_hr").get(address).content.decode()
    back = world.client(member)
    shown = back.get(address).content.decode()
    assert "zqtyped words" in shown and "You were signed out before this was saved" in shown
    if page == "people:register_person":
        sent = {"given_name": "Zq", "family_name": "Back", "organisation": world.row("people.Unit/organisation").pk}
        assert back.post(address, sent).status_code == 302
        assert "zqtyped" not in back.get(address).content.decode()
        assert not SealedText.objects.filter(field="page").exists()


def test_session_in_use_ends_after_its_hours(pat, clock, settings):
    client, _answer = sign_in()
    for _quarter in range(settings.SESSION_HOURS * 4 - 1):
        clock(minutes=15)
        assert client.get("/account/keep/").status_code == 204
    clock(minutes=15)
    assert client.get("/account/").url.startswith("/accounts/login/?ended=long")


def test_staying_signed_in_takes_a_session(db):
    assert Client().get("/account/keep/").status_code == 302


def test_ended_session_is_refused_by_the_api(pat, clock):
    client, _answer = sign_in()
    clock(minutes=31)
    assert client.get("/api/v1/people/").status_code in (401, 403)


def test_sign_out_ends_the_session_for_good(pat):
    client, _answer = sign_in()
    old = client.cookies["session"].value
    client.post("/accounts/logout/")
    client.cookies["session"] = old
    assert client.get("/account/").status_code == 302


# Asking again -------------------------------------------------------------------------------------------------------
def test_sensitive_pages_ask_again_after_a_while(pat, clock):
    client, _answer = sign_in()
    assert client.get("/account/tokens/issue/").status_code == 200
    clock(minutes=11)
    answer = client.get("/account/tokens/issue/")
    assert answer.url == "/accounts/reauthenticate/?next=%2Faccount%2Ftokens%2Fissue%2F"
    answer = client.post(answer.url, {"password": PASSWORD, "next": "/account/tokens/issue/"})
    assert answer.url == "/account/tokens/issue/"


def test_asking_again_takes_the_right_password(pat, clock):
    client, _answer = sign_in()
    clock(minutes=11)
    answer = client.post("/accounts/reauthenticate/?next=/account/tokens/issue/", {"password": "wrong wrong wrong"})
    assert answer.status_code == 200
    assert client.get("/account/tokens/issue/").status_code == 302


def test_somebody_without_a_password_is_told_to_sign_in_again(world):
    user = make.account(organisation=world.row("people.Unit/organisation"))
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    assert client.get("/account/tokens/issue/").status_code == 403


# Visitors -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def visit(world, monkeypatch):
    """A visitor asked for one thing: a look at one unit (a stand-in for an application or a reference)."""
    monkeypatch.setattr(visitors, "_purposes", {})
    visitors.register(
        "look",
        words="A look at a team",
        opens=lambda link: f"/units/{link.about_id}/",
        views={"people:unit", "home:help"},
    )
    unit = world.row("people.Unit/team")
    token = links.issue("look", days=7, user=world.cast.visitor, about=unit)
    return f"/l/{token}/", unit


def words(answer) -> str:
    return re.sub(r'value="[^"]*"|quote \w+', "", answer.content.decode())


def enter(link):
    client = Client()
    client.post(link)
    return client, client.post(link, {"code": mail("code").context["code"]})


def test_link_and_code_open_the_one_thing(visit, world):
    link, unit = visit
    page = Client().get(link)
    assert page.status_code == 200
    assert unit.name not in page.content.decode()
    client, answer = enter(link)
    assert answer.url == f"/units/{unit.pk}/"
    assert client.get("/help/").status_code == 200


def test_visitor_opens_nothing_else(visit, world):
    client, _answer = enter(visit[0])
    other = world.row("people.Unit/next_team")
    assert client.get(f"/units/{other.pk}/").status_code == 404
    allowed = {"people:keep", "people:link", "account_logout", "home:help"}
    for path in every_path():
        name = resolve(path).view_name if known(path) else None
        if name and name not in allowed:
            assert client.get(path).status_code == 404, path


def test_link_is_used_once(visit):
    enter(visit[0])
    answer = Client().get(visit[0])
    assert answer.status_code == 404
    assert "no longer works" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "000000", "None", "null", "12345", " "])
def test_wrong_code_opens_nothing(visit, code, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda top: 123456)
    client = Client()
    client.post(visit[0])
    answer = client.post(visit[0], {"code": code})
    assert answer.status_code == 400
    assert "_auth_user_id" not in client.session


def test_codes_can_be_tried_five_times(visit, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda top: 123456)
    client = Client()
    client.post(visit[0])
    for _try in range(5):
        client.post(visit[0], {"code": "000000"})
    assert client.post(visit[0], {"code": "123456"}).status_code == 429


def test_code_ends_after_ten_minutes(visit, clock):
    client = Client()
    client.post(visit[0])
    clock(minutes=11)
    assert client.post(visit[0], {"code": mail("code").context["code"]}).status_code == 400


def test_expired_and_unknown_links_say_the_same(visit, clock):
    unknown = Client().get("/l/no-such-token/")
    clock(days=8)
    assert words(Client().get(visit[0])) == words(unknown)


def test_withdrawn_link_ends_the_visit_too(visit, world):
    client, answer = enter(visit[0])
    assert client.get(answer.url).status_code in (200, 404)
    world.cast.visitor.refresh_from_db()
    from peerwork.people import actions

    actions.deactivate(world.cast.visitor, by=make.system())
    assert client.get("/help/").status_code in (200, 302)
    assert "_auth_user_id" not in client.get("/help/").wsgi_request.user.__dict__
    assert not client.get("/help/").wsgi_request.user.is_authenticated


def test_wrong_code_signs_nobody_out(visit, world):
    client = world.client("administrator")
    client.post(visit[0])
    assert client.post(visit[0], {"code": "not it"}).status_code == 400
    assert client.get("/users/").status_code == 200


def test_withdrawn_link_ends_the_visit_it_opened(visit, world):
    client, _answer = enter(visit[0])
    assert client.get("/help/").status_code == 200
    links.revoke(about=visit[1])
    assert client.get("/help/").status_code == 404


def test_invitation_link_is_not_a_visitors_link(world, visit):
    token = links.issue("invitation", days=1, email="a@example.org")
    assert Client().get(f"/l/{token}/").status_code == 404
