"""A page or endpoint asks the database as often for 25 rows of everything as for one: no query per row, anywhere."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.system import crowd, routes

AT_MOST = 90  # queries of the dearest page, a home drawn from fifteen parts; a list takes about 12


def counted(client, address: str) -> tuple[int, list[str]]:
    """The queries of a page; asked again when this was the request that noted, once a minute, who is still there."""
    for _turn in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
        assert response.status_code < 500, address
        queries = [query["sql"] for query in captured]
        if not any(sql.startswith('UPDATE "django_session"') for sql in queries):
            break
    return len(queries), queries


def fresh(queries: list[str], before: list[str]) -> str:
    """The statement that comes more often than it did."""

    def shape(sql):
        return sql.partition(" WHERE ")[0][:160]

    more = {shape(sql) for sql in queries if sum(map(sql.__eq__, queries)) > 1}
    counts = {shape(sql): [shape(other) for other in queries].count(shape(sql)) for sql in queries}
    known = [shape(sql) for sql in before]
    grown = [sql for sql, number in counts.items() if number > known.count(sql)]
    return (grown or sorted(more) or [""])[0]


@pytest.mark.parametrize("members", ["administrator hr director", "team_lead supervisor worker"])
def test_a_page_costs_the_same_with_one_row_and_with_twenty_five(members, world):
    pages, before, faults = {}, {}, []
    for member in members.split():
        client, seen = world.client(member), len(pages)
        for route in routes.walked().values():
            if (
                "GET" not in route.methods
                or route.name == "account_logout"
                or route.name.startswith(("mfa_", "social"))
            ):
                continue
            for row in routes.rows_of(world, route)[:2]:
                if route.finds(member, row) == routes.LET_IN:
                    pages[(member, route.name, row)] = (client, routes.address(route, world, row))
        assert len(pages) - seen > 30 or routes.WALK
    before = {page: counted(*where) for page, where in pages.items()}
    assert crowd.gather(world) > 500
    for page, where in pages.items():
        (was, then), (now, queries) = before[page], counted(*where)
        if now > was:
            faults.append(f"{page}: {was} queries, then {now}: {fresh(queries, then)}")
        if now > AT_MOST:
            faults.append(f"{page}: {now} queries")
    assert not faults, "\n".join(faults)


def test_the_crowd_is_really_seen(world):
    """Or the test above would prove nothing: the lists grow with it."""

    def rows(member, name):
        return world.client(member).get(f"/api/v1/{name}/").json()["count"]

    asked = [("hr", "people"), ("hr", "placements"), ("administrator", "users"), ("administrator", "units"),
             ("hr", "staff-lines"), ("supervisor", "placements"), ("worker", "readings"),
             ("director", "figures")]  # fmt: skip
    before = {(member, name): rows(member, name) for member, name in asked}
    crowd.gather(world)
    assert {page: rows(*page) >= count + 24 for page, count in before.items()} == dict.fromkeys(before, True)
