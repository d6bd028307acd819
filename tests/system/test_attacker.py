"""The attacker of quality.md section 1 over every releasable table of the demonstration: no count is known within one.

Whatever a director may open, take away or make is opened, taken and made. Every count on its way out is noted as it
passes the release module; the attacker knows the rules and all that was published, and that parts add up to totals.
"""

import re
from collections import Counter
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from peerwork.home.demo import Demo
from peerwork.kit import release
from peerwork.mix.board import actions, content
from peerwork.mix.board.models import Statement
from peerwork.mix.board.reach import months_of
from peerwork.mix.models import Basis
from peerwork.people.models import User
from tests.kit.test_release import learned

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the same figures on either database"),
]
NUMBER = re.compile(r"\d[\d,.]*%?")
# The sections of the board report that count people; the others tell of care given, which is no count of people.
OF_PEOPLE = ("pipeline", "supported", "adjustments", "retention", "panels", "verdict", "peers")


class Watched:
    """What passed the release module, and what it let out."""

    def __init__(self, patch):
        self.tables, self.shown = [], {release.HIDDEN_MARK}
        for name in ("publish", "pub", "pct"):
            patch.setattr(release, name, getattr(self, name)(getattr(release, name)))

    def publish(self, real):
        def watched(counts, breakdowns, by=None):
            breakdowns = list(breakdowns)
            published = real(counts, breakdowns, by)
            self.tables.append((published, breakdowns, dict(counts), by or release.rules()))
            self.shown |= {release.shown(value) for value in published.values.values()}
            return published

        return watched

    def pub(self, real):
        def watched(n, by=None):
            value = real(n, by)
            self.shown.add(release.shown(value))
            return value

        return watched

    def pct(self, real):
        def watched(part, whole):
            value = real(part, whole)
            self.shown.add(f"{value}%")
            return value

        return watched


def everything(user, most: int, alike: int) -> tuple[int, list]:
    """Open what this user finds by following links, so many pages alike: how many there were, and which were shut.

    A message may tell of what is past and shut by now.
    """
    client, shut = Client(), []
    client.force_login(user)
    waiting, seen, shapes = ["/"], {"/"}, Counter()
    for number in range(most):
        if not waiting:
            return number, shut
        answer = client.get(waiting.pop(0), follow=True)
        if answer.status_code != 200:
            shut.append((user.name, answer.request["PATH_INFO"], answer.status_code))
            continue
        words = b"".join(answer) if answer.streaming else answer.content
        if not answer.headers["Content-Type"].startswith("text/html") or "/messages/" in answer.request["PATH_INFO"]:
            continue
        for link in BeautifulSoup(words, "html.parser").select("main a[href], nav a[href]"):
            address = urljoin(answer.request["PATH_INFO"], link["href"].partition("#")[0])
            shape = re.sub(r"\d+", "N", address.replace("?month=", "?N"))
            if address.startswith("/") and address not in seen and "logout" not in address and shapes[shape] < alike:
                shapes[shape] += 1
                seen.add(address)
                waiting.append(address)
    return most, shut


def handed_out(user) -> list[str]:
    """Every count in the board reports of the last months and in the pack for requests, made anew."""
    trust, cells = user.home_organisation, []
    months, statement = months_of([trust]), Statement.objects.filter(organisation=trust).latest("quarter")
    for month in months[:3]:
        for basis in Basis.values:
            cells += of_people(content.made(user, trust, month, basis, statement)["sections"])
    pack = actions.make_pack(by=user, organisation=trust, month=months[1])
    return cells + [value for table, _what, value in pack.content["lines"] if table != "Share of workforce"]


def of_people(sections: list[dict]) -> list[str]:
    """Every cell of the report's sections that tells of people."""
    cells = []
    for section in sections:
        for block in section["blocks"] if section["key"] in OF_PEOPLE else ():
            if "bars" in block:
                cells += [shown for _label, _value, shown in block["bars"]["rows"]]
            elif "table" in block:
                first = 2 if block["table"]["caption"] == "Not part of it, and why" else 1  # an amount of care first
                cells += [cell for row in block["table"]["rows"] for cell in row[first:]]
            elif "figures" in block:
                cells += [str(value) for value, label, *_rest in block["figures"] if "median" not in label]
    return cells


OTHERS = ("priya.nair", "dana.whitlock", "jo.marsh", "kim.lowe", "tom.ferris")


@pytest.mark.django_db
def test_nobody_can_be_worked_out_from_what_a_director_opens_takes_or_hands_out(monkeypatch):
    """And no page of theirs, nor of some others with a narrower reach, leads to a shut door."""
    Demo("fjord-amber-larch-heron-5017", 1, lambda _words: None).fill()
    director = User.objects.get(email="ruth.adeyemi@northmere.example")
    watched = Watched(monkeypatch)
    opened, shut = everything(director, 250, 8)
    assert opened > 60
    cells = handed_out(director)
    assert len(cells) > 150
    assert sorted(cell for cell in cells if NUMBER.fullmatch(cell) and cell not in watched.shown) == []
    assert len(watched.tables) > 100
    for published, breakdowns, counts, by in watched.tables:
        assert learned(published, breakdowns, counts, by) == ([], [])
    for name in OTHERS:
        shut += everything(User.objects.get(email=f"{name}@northmere.example"), 150, 2)[1]
    assert shut == []
