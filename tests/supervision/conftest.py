"""What tests of supervision ask for: the worker, their supervisor, the stream, and a session between them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests import make
from tests.supervision import world as rows


@pytest.fixture
def pair(world):
    """The worker and the supervisor of their practice supervision, with short ways to log."""
    person, stream = world.row("people.Person/worker"), world.row("placements.Stream/practice")
    supervisor = world.cast.supervisor

    def log(days_ago=1, **values):
        return rows.logged(person, values.pop("by", supervisor), stream, days_ago=days_ago, **values)

    return SimpleNamespace(
        person=person, stream=stream, supervisor=supervisor, worker=world.cast.worker, log=log, today=make.today(),
        week=timedelta(days=7),
    )  # fmt: skip
