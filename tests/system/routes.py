"""Every address of the product, and what the matrix says each of the cast finds there."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.system.matrix import API, MODELS, PARTS, ROUTES, UNNAMED

ALWAYS = {"account_logout", "people:keep", "people:link"}  # what somebody who came by a link may use besides its object
LET_IN, REFUSED, NOT_THERE, SIGN_IN = "let in", "refused", "not there", "sign in"


@cache
def patterns() -> dict[str, URLPattern]:
    """Every named route; those without a name are allauth's second addresses."""

    def walk(resolver: URLResolver, spaces: tuple = ()):
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                if str(entry.pattern) not in UNNAMED:
                    yield ":".join((*spaces, entry.name or str(entry.pattern))), entry
            else:
                yield from walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces)

    return dict(walk(get_resolver()))


@dataclass(frozen=True)
class Route:
    name: str
    methods: tuple[str, ...]
    who: tuple[tuple[str, ...], ...]
    answer: int

    @property
    def model(self) -> str:
        """The model whose row is in the address."""
        return next((words[1] for words in self.who if words[0] in ("row", "verb")), "")

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    def is_link(self, status: int) -> bool:
        """A one-use link that is no link; or a sign-in page, for somebody signed in."""
        return status in (302, 404) and ("public",) in self.who

    def finds(self, member: str, row: str = "") -> str:
        """What somebody of the cast finds at the row's address."""
        kinds = {words[0] for words in self.who}
        if "closed" in kinds:
            return NOT_THERE
        if member == "visitor":
            return LET_IN if self.name in ALWAYS else NOT_THERE
        if "public" in kinds:
            return LET_IN
        if member == "nobody":
            return SIGN_IN
        found = LET_IN
        for kind, *words in self.who:
            if kind in ("row", "verb"):
                reads, _writes, verbs = MODELS[words[0]].table(row).get(member, ((), (), ()))
                if not reads:
                    return NOT_THERE
                if kind == "verb" and words[1] not in verbs:
                    found = REFUSED
            if kind == "only" and member.removeprefix("other_") not in words:
                found = REFUSED
            if kind == "another" and row == member:
                return NOT_THERE  # nobody does this for themselves: they have a page of their own
            if kind == "start" and not starts(words[0], words[1], member):
                found = REFUSED
        return found


def starts(label: str, verb: str, member: str) -> bool:
    """Whether the matrix gives somebody this verb on any row; a role is asked for, not where it is held."""
    model, member = MODELS[label], {"visiting": "training_lead", "charity_hr": "hr"}.get(member, member)
    doubled = {f"other_{name}" for name in model.names()} if member.startswith("other_") else model.names()
    return any(verb in model.table(row).get(member, ((), (), ()))[2] for row in doubled)


def _parse(name: str, spec: str) -> Route:
    methods, who, answer = (*(part.strip() for part in spec.split("|")), "")[:3]
    parts = tuple(tuple(words.split()) for words in who.split("&"))
    return Route(name, tuple(methods.split()), parts, int(answer or 200))


@cache
def routes() -> dict[str, Route]:
    """Every route the matrix names, the endpoints of the API among them."""
    known = {name: _parse(name, spec) for name, spec in ROUTES.items() if name in patterns()}
    for resource, label in API.items():
        if f"api:{resource}" not in patterns():
            continue  # test_routes.py says so
        known[f"api:{resource}"] = _parse(f"api:{resource}", "GET | signed in")
        known[f"api:{resource}-row"] = _parse(f"api:{resource}-row", f"GET | row {label}")
        for verb in MODELS[label].verbs():
            for name, kind in ((f"api:{resource}-{verb}", "start"), (f"api:{resource}-row-{verb}", "verb")):
                if name in patterns():
                    known[name] = _parse(name, f"POST | {kind} {label} {verb}")
    return known


# While working on one part: WALK=mix,api:figures lets the long walks visit routes with these beginnings only.
WALK = tuple(filter(None, os.environ.get("WALK", "").split(",")))


def walked() -> dict[str, Route]:
    """The routes that a walk visits: all of them, unless WALK says otherwise."""
    return {name: route for name, route in routes().items() if not WALK or name.startswith(WALK)}


# Arguments that are not the number of a row.
def _arguments(name: str, world, row) -> dict:
    for part in PARTS:
        if said := getattr(part, "ADDRESSED", {}).get(name):
            return said(world, row) if callable(said) else {"pk": getattr(row, said)}
    return {
        "home:brand": lambda: {
            "organisation": world.row("people.Unit/organisation").pk,
            "version": world.row("people.Settings/organisation").version,
        },
        "people:settings": lambda: {"pk": row.organisation_id},
        "people:accept": lambda: {"token": "x" * 43},
        "people:link": lambda: {"token": "x" * 43},
        "people:confirm_email": lambda: {"token": "x" * 43},
        "people:propose_retention": lambda: {"pk": row.root_id},
        "people:looked_at": lambda: {"key": "brand"},
        "people:end_session": lambda: {"pk": 0},
        "account_confirm_email": lambda: {"key": "x"},
        "account_reset_password_from_key": lambda: {"uidb36": "1", "key": "x-y"},
        "openid_connect_login": lambda: {"provider_id": "sso"},
        "openid_connect_callback": lambda: {"provider_id": "sso"},
        "mfa_edit_webauthn": lambda: {"pk": 0},
        "mfa_remove_webauthn": lambda: {"pk": 0},
        "mix:download": lambda: {"format": "csv"},
        "mix:set": lambda: {"unit": row.pk, "basis": "wte"},
    }.get(name, lambda: {"pk": row.pk} if row is not None else {})()


# Rows enough to tell everybody apart; the matrix itself is asked about every row in test_matrix.py.
TOLD_APART = ("worker", "charity_worker", "hr_worker", "team", "organisation", "administrator", "charity", "visiting")


def rows_of(world, route: Route) -> list[str]:
    if not route.model:
        return [""]
    names = sorted(world.rows.get(route.model, {}))
    elsewhere = [name for name in names if name.startswith("other_")]
    chosen = [name for name in TOLD_APART if name in names] or [name for name in names if name not in elsewhere]
    return chosen[: 1 if route.is_api else 3] + elsewhere[:1]


def address(route: Route, world, row: str = "") -> str:
    if route.name == "api:nothing":
        return reverse("api:reference") + "no-such-thing/"
    found = world.row(f"{route.model}/{row}") if row else None
    return reverse(route.name, kwargs=_arguments(route.name, world, found) or None)


@dataclass(frozen=True)
class Visit:
    """One answer: who asked for which route (and row), what the matrix says they find, and what came."""

    route: Route
    row: str
    member: str
    url: str
    finds: str
    response: object

    @property
    def is_right(self) -> bool:
        """Whether what came is what the matrix says, by the statuses of design.md."""
        status, route = self.response.status_code, self.route
        if self.finds == LET_IN:
            offered = status == 409 and "verb" in {words[0] for words in route.who}  # not in this state
            return status in (200, route.answer) or offered or route.is_link(status)
        if self.finds == SIGN_IN and route.is_api and route.name != "api:reference":
            return status in (401, 403)
        if self.finds == SIGN_IN:
            return status == 302 and "/login/" in self.response.headers["Location"]
        if route.name == "api:nothing" and self.member == "nobody":
            return status == 401
        return status == 404 if self.finds == NOT_THERE else status in (403, 404)

    def __str__(self) -> str:
        return f"{self.member} {self.url} ({self.route.name} {self.row}): {self.response.status_code}"


# One and the same page for everybody signed in, and dear to make.
ONE_FOR_ALL = {"api:reference", "api:schema"}
# Who is followed through the API too, which has no rule of its own: test_matrix.py asks every policy about everybody.
PROGRAMS = ("nobody", "hr", "worker", "supervisor", "director", "administrator", "visitor", "charity_hr", "other_hr")


def asked_of(member: str, route: Route) -> bool:
    return not route.is_api or member in PROGRAMS or route.name in ONE_FOR_ALL


def visits(world, member: str, *, names=None, client=None) -> Iterator[Visit]:
    """Every page and endpoint that answers to GET, opened by one of the cast; "nobody" is not signed in."""
    client = client or world.client(member)
    for name, route in walked().items():
        if "GET" not in route.methods or (names is not None and name not in names) or name == "account_logout":
            continue
        if names is None and not asked_of(member, route):
            continue
        if name in ONE_FOR_ALL and member not in ("nobody", "visitor", "director", "other_hr"):
            continue
        rows = rows_of(world, route)
        if names is None and member not in PROGRAMS and crc32(f"{member} {name}".encode()) % 3:
            # Every door that opens is opened; of those that stay shut, whoever is like others tries one in three.
            rows = [row for row in rows if route.finds(member, row) == LET_IN]
        shut = [row for row in rows if route.finds(member, row) == NOT_THERE]
        for row in rows:
            if row in (shut[:-1] if route.is_api else shut[1:-1]):
                continue  # two closed doors of a kind are enough: one here, one elsewhere
            url = address(route, world, row)
            yield Visit(route, row, member, url, route.finds(member, row), client.get(url))
