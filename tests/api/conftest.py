"""Asking the API as a member of the cast."""

import pytest

from peerwork.people.actions import issue_token
from tests import make


class Asker:
    """One member of the cast at the API: `ask.get("units/")`, `ask.post("units/1/rename/", name="New")`."""

    def __init__(self, client, **headers):
        self.client, self.headers = client, headers

    def get(self, path: str, headers=None, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers | (headers or {}))

    def post(self, path: str, headers=None, **body):
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=self.headers | (headers or {})
        )

    def ids(self, path: str, **query) -> list[int]:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["results"]]


@pytest.fixture
def ask(world):
    """ask("hr") is HR of the trust, signed in with a browser; ask("nobody") is nobody."""
    return lambda member: Asker(world.client(member))


def key_of(user, scope: str = "write") -> str:
    return issue_token(by=user, name="A program", scope=scope, expires_on=make.today() + make.LONG_AGO)[1]


@pytest.fixture
def program(world):
    """program("hr", "read") is a program with a key of HR's that may read only."""

    def ask(member: str, scope: str = "write") -> Asker:
        key = key_of(getattr(world.cast, member), scope)
        return Asker(world.client(None), Authorization=f"Bearer {key}")

    return ask
