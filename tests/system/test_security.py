"""What holds for every address: headers, tokens against forgery, safe methods, safe redirects, hostile input."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import path, reverse

from peerwork import urls
from peerwork.people.models import RoleAssignment, User
from tests import make
from tests.system import routes
from tests.system.answers import changed, check_headers, everything, own
from tests.system.matrix import MODELS
from tests.system.salt import words_of

HOSTILE = [
    "'", '"', "';--", "1 OR 1=1", "<script>alert(1)</script>", "{{7*7}}", "%00", "\x00", "../../etc/passwd", "-1", "0",
    "9" * 40, "NaN", "1e309", "٣", "‮", "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "a" * 5000,
    "2026-13-45", "2026-02-30", "0000-00-00", "[]", "null", "\r\nSet-Cookie: a=b",
]  # fmt: skip
QUESTIONS = ("q", "page", "month", "unit", "basis", "kind", "status", "organisation", "parent", "on", "role", "told_by")


def boom(request):
    raise RuntimeError("zq9999z is a secret of the code")


# Headers --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", ["/no-such-page/", "/api/v1/no-such-thing/", "/static/../settings.py", "/%00", "/admin/"]
)
@pytest.mark.parametrize("member", ["nobody", "hr"])
def test_what_is_not_there_carries_them_too(address, member, world):
    response = world.client(member).get(address)
    assert response.status_code in (401, 404)
    assert check_headers(response, signed_in=member == "hr") == []


@pytest.mark.parametrize("address", ["/boom/", "/api/v1/boom/"])
def test_a_fault_of_ours_says_nothing_and_carries_its_headers(address, world, settings):
    urls.urlpatterns.insert(0, path(address[1:], boom))
    settings.DEBUG = False
    try:
        from django.urls import clear_url_caches

        clear_url_caches()
        response = world.client("hr").get(address)
    finally:
        urls.urlpatterns.pop(0)
        clear_url_caches()
    assert response.status_code == 500
    said = words_of(response)
    assert "zq9999z" not in said and "RuntimeError" not in said and "Traceback" not in said
    assert check_headers(response, signed_in=False) == []


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_strangers(world):
    client = Client()
    client.get(reverse("account_login"))
    client.force_login(world.cast.hr)
    client.get("/")
    assert client.cookies
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in ("Lax", "Strict"), cookie.key


def test_static_files_are_there():
    """What pages load comes from here: the style sheet and the script exist in this checkout."""
    assert finders.find("peerwork/app.css") and finders.find("peerwork/app.js")


# Forgery, safe methods, methods ---------------------------------------------------------------------------------------
def test_no_form_is_taken_without_its_token(world):
    faults = []
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.cast.administrator)
    for route in routes.walked().values():
        if "POST" not in route.methods:
            continue
        row = routes.rows_of(world, route)[0]
        with transaction.atomic():
            kwargs = {"content_type": "application/json"} if route.is_api else {}
            status = client.post(routes.address(route, world, row), {}, **kwargs).status_code
            transaction.set_rollback(True)
        if status not in (401, 403, 404):
            faults.append(f"{route.name}: {status}")
        if status == 404 and route.finds("administrator", row) == routes.LET_IN and not route.is_link(404):
            faults.append(f"{route.name}: {status}, not refused for its token")
    assert not faults, "\n".join(faults)


def test_asking_about_an_address_changes_nothing(world):
    """HEAD and OPTIONS; what GET leaves behind is looked at in test_leaks.py, with everything else a page says."""
    client, before = world.client("administrator"), everything()
    for route in routes.walked().values():
        if "GET" not in route.methods or route.name == "account_logout":
            continue
        row = routes.rows_of(world, route)[0]
        for method in ("head", "options"):
            getattr(client, method)(routes.address(route, world, row))
    assert changed(before) == set()


# Redirects, hosts, proxies --------------------------------------------------------------------------------------------
ELSEWHERE = [
    "https://elsewhere.example.org/", "//elsewhere.example.org/", "/\\elsewhere.example.org",
    "https:elsewhere.example.org", "javascript:alert(1)", "http:///elsewhere.example.org",
    "\thttps://elsewhere.example.org", "/\t/elsewhere.example.org", "data:text/html,hello",
    "https://testserver@elsewhere.example.org/",
]  # fmt: skip


@pytest.mark.parametrize("to", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(to, world):
    user = world.cast.colleague
    for address in (reverse("account_login"), reverse("account_logout")):
        client = Client()
        if address == reverse("account_logout"):
            client.force_login(user)
        query = {"next": to}
        for response in (
            client.get(address, query),
            client.post(address, {"login": user.email, "password": make.PASSWORD, **query}),
        ):
            assert own(response.headers.get("Location", "/")), response.headers


@pytest.mark.parametrize(
    "host", ["elsewhere.example.org", "testserver.example.org", "testserver:80@elsewhere.example.org", ""]
)
def test_another_host_name_is_refused(host, world):
    response = Client(raise_request_exception=False).get("/", headers={"host": host or "a b"})
    assert response.status_code == 400


def test_what_a_proxy_might_say_is_not_believed(world):
    told = {"x-forwarded-host": "elsewhere.example.org", "x-forwarded-for": "203.0.113.7", "x-original-url": "/users/"}
    response = world.client("hr").get(reverse("people:people"), headers=told)
    assert response.status_code == 200
    assert "elsewhere" not in words_of(response)


# Hostile input --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("member", ["administrator", "hr", "director"])
def test_hostile_words_in_any_question_never_break_a_page(member, world):
    client, faults, asked = world.client(member), [], 0
    for route in routes.walked().values():
        library = route.name.startswith(("mfa_", "account_", "socialaccount_"))
        if route.methods[0] != "GET" or route.model or route.finds(member) != routes.LET_IN or library:
            continue
        if route.is_api and member != "administrator":
            continue  # filters of the API are asked field by field in test_leaks.py
        words = {name: HOSTILE[(place + asked) % len(HOSTILE)] for place, name in enumerate(QUESTIONS)}
        single = [{name: word} for name, word in words.items()]
        for query in [words, *single, {"ordering": "-" + HOSTILE[asked % 5]}, {"search": HOSTILE[asked % 9]}]:
            faults += bad(client, route, world, query)
            asked += 1
    assert asked > 200
    assert not faults, "\n".join(faults[:20])


def bad(client, route, world, query) -> list[str]:
    response = client.get(routes.address(route, world), query)
    if response.status_code >= 500:
        return [f"{route.name} {query}: {response.status_code}"]
    if response.headers.get("Content-Type", "").startswith("text/html") and "<script>alert(1)" in words_of(response):
        return [f"{route.name} {query}: shown as markup"]
    return []


def test_hostile_bodies_never_break_an_endpoint(world):
    client, faults = world.client("administrator"), []
    bodies = ["", "{", "[]", "null", '"a"', '{"a": 1e999}', '{"name": null}', "\x00", '{"name": {"a": []}}', "[" * 2000]
    for route in routes.walked().values():
        if not route.is_api or "POST" not in route.methods:
            continue
        for row in routes.rows_of(world, route)[:1]:
            for body in bodies:
                with transaction.atomic():
                    response = client.post(routes.address(route, world, row), body, content_type="application/json")
                    transaction.set_rollback(True)
                if response.status_code >= 500:
                    faults.append(f"{route.name} {body[:20]!r}: {response.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30])
def test_a_number_that_is_nowhere_is_not_there(number, world):
    client = world.client("administrator")
    for route in routes.walked().values():
        if route.model and "GET" in route.methods and "only" not in str(route.who):
            address = re.sub(r"/\d+/", f"/{number}/", routes.address(route, world, routes.rows_of(world, route)[0]))
            assert client.get(address).status_code in (404, 403), address


# Mass assignment ------------------------------------------------------------------------------------------------------
def test_no_endpoint_writes_a_field_it_does_not_name(world):
    """Every field of the model is sent to every verb of a row: only what the matrix lets them write may change."""
    faults = []
    for member in ("worker", "administrator", "hr"):
        client = world.client(member)
        for route in routes.walked().values():
            if not (route.is_api and "-row-" in route.name):
                continue
            label, verb = route.model, route.name.partition("-row-")[2]
            for name in routes.rows_of(world, route)[:2]:
                row = world.row(f"{label}/{name}")
                writes = MODELS[label].table(name).get(member, ((), (), ()))[1]
                body = {field.name: "zq" for field in row._meta.concrete_fields if field.name not in writes}
                with transaction.atomic():
                    status = client.post(
                        routes.address(route, world, name), body, content_type="application/json"
                    ).status_code
                    transaction.set_rollback(True)
                if status not in (400, 403, 404, 409):
                    faults.append(f"{member} {route.name} {verb}: {status}")
    assert not faults, "\n".join(faults)


# At once --------------------------------------------------------------------------------------------------------------
def test_a_role_that_ends_is_gone_with_the_next_request(world):
    client = world.client("administrator")
    assert client.get(reverse("people:users")).status_code == 200
    RoleAssignment.objects.filter(user=world.cast.administrator).update(ends_on=make.today() - make.SOON)
    assert client.get(reverse("people:users")).status_code in (403, 404)


def test_an_account_that_is_closed_is_signed_out_with_the_next_request(world):
    client = world.client("hr")
    assert client.get(reverse("people:people")).status_code == 200
    User.objects.filter(pk=world.cast.hr.pk).update(is_active=False)
    response = client.get(reverse("people:people"))
    assert response.status_code == 302 and "/login/" in response.headers["Location"]


def test_the_settings_of_this_run_are_those_of_the_product():
    """Nothing above is loosened for tests."""
    assert settings.X_FRAME_OPTIONS == "DENY"
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert not settings.DEBUG
