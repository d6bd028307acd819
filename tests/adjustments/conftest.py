"""What tests of adjustments ask for: the worker with those around them, and short ways to look."""

import io
import time
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from tests import make


@pytest.fixture
def around(world):
    """The worker, their manager, HR, supervisor and adviser, by short names."""
    cast = world.cast
    return SimpleNamespace(
        person=world.row("people.Person/worker"), worker=cast.worker, lead=cast.team_lead, hr=cast.hr,
        supervisor=cast.supervisor, adviser=cast.oh_adviser, today=make.today(), world=world, cast=cast,
    )  # fmt: skip


def told(response) -> str:
    """Everything a response says."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).lower()
    return body.decode("utf-8", "replace").lower()


def proven(world, member: str):
    """A browser in which somebody has just proven that it is they."""
    client = world.client(member)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(getattr(world.cast, member).pk)
    session.save()
    return client
