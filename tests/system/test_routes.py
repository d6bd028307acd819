"""Every address answers everybody in the cast as the matrix says: nobody finds what is not theirs."""

import pytest
from django.db import transaction

from tests.system.matrix import API, MODELS, ROUTES
from tests.system.routes import (
    LET_IN,
    NOT_THERE,
    REFUSED,
    SIGN_IN,
    WALK,
    address,
    asked_of,
    patterns,
    routes,
    rows_of,
    walked,
)  # fmt: skip

# Whoever is not let in by the matrix is refused alike: these stand for them where something would be done.
ASKING = ["nobody", "on_call_manager", "colleague", "worker", "hr", "administrator", "director", "visitor",
          "other_hr", "other_administrator", "other_worker"]  # fmt: skip
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def test_every_route_has_a_row_and_every_row_a_route():
    known, real = set(routes()), set(patterns())
    assert real - known == set(), "routes without a row in matrix.py"
    assert set(ROUTES) - real == set(), "rows of matrix.py without a route"
    assert {f"api:{name}" for name in API} <= real


def test_every_model_of_an_endpoint_is_in_the_matrix():
    assert set(API.values()) <= set(MODELS)


@pytest.mark.parametrize("member", ASKING)
def test_verbs_answer_whom_the_matrix_says(member, world):
    client, faults, asked = world.client(member), [], 0
    signed_in = client.cookies.output()
    for route in walked().values():
        if "POST" not in route.methods or not asked_of(member, route):
            continue
        for row in rows_of(world, route):
            url, finds = address(route, world, row), route.finds(member, row)
            client.cookies.clear()
            client.cookies.load(signed_in.replace("Set-Cookie: ", ""))
            with transaction.atomic():  # what a verb does here is taken back
                kwargs = {"content_type": "application/json"} if route.is_api else {}
                status = client.post(url, {}, **kwargs).status_code
                transaction.set_rollback(True)
            asked += 1
            right = {
                LET_IN: status in (200, 201, 302, 303, 400, 409, 422, 429, route.answer) or route.is_link(status),
                # A first verb of one's own begins for everybody: what is missing is said before whose row it would be.
                REFUSED: status in (403, 404) or (status == 400 and route.is_api and route.who[0][0] == "start"),
                NOT_THERE: status == 404 or (route.name, status) == ("api:nothing", 401),
                SIGN_IN: status in (401, 403) if route.is_api else status == 302,
            }[finds]
            if not right:
                faults.append(f"{member} POST {url} ({route.name} {row}): {status}, not {finds}")
    assert asked > 100 or WALK
    assert not faults, "\n".join(faults)


def test_a_route_takes_no_other_method(world):
    """Asked by somebody who may: 405, and nothing happens."""
    client, faults = world.client("administrator"), []
    for route in walked().values():
        row = next((row for row in rows_of(world, route) if route.finds("administrator", row) == LET_IN), None)
        if row is None or route.name.startswith(("account_", "mfa_", "socialaccount_", "openid_", "usersessions_")):
            continue
        for method in UNSAFE:
            if method in route.methods:
                continue
            with transaction.atomic():
                response = client.generic(method, address(route, world, row), "{}", content_type="application/json")
                transaction.set_rollback(True)
            if response.status_code not in (405, 404, 403):
                faults.append(f"{method} {route.name}: {response.status_code}")
    assert not faults, "\n".join(faults)


def test_every_record_that_names_its_page_has_one(world):
    for label, rows in world.rows.items():
        for name, row in rows.items():
            if hasattr(row, "get_absolute_url"):
                assert row.get_absolute_url(), f"{label}/{name}"
