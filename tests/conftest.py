"""What every test may ask for: the named cast of tests/world.py, built once a process and put back for each module."""

import gc
import pickle
from importlib import import_module

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from peerwork.kit.files import _Keep
from tests import world as worlds
from tests.snapshot import Snapshot


class Stage:
    """What the test database holds between tests: nothing, or the cast as it was built."""

    def __init__(self):
        self.kept: dict[str, Snapshot] = {}
        self.built: dict[str, worlds.World] = {}
        self.copied: dict[str, bytes] = {}
        self.set_for = "nothing"

    def set(self, name: str) -> None:
        """Make the database hold this; a test that commits has emptied it since."""
        if "nothing" not in self.kept:
            self.kept["nothing"] = Snapshot("nothing")
        if name == "nothing" and self.set_for == name:
            return
        if name not in self.kept:
            self.kept["nothing"].put_back()
            with transaction.atomic():
                self.built[name] = worlds.build()
                if name == "cast":
                    self._keep_files_only()
            self.kept[name] = Snapshot(name)
            self.copied[name] = pickle.dumps(self.built[name])  # read back for each test: ten times a deepcopy's speed
            gc.freeze()  # thousands of rows that stay: nobody need look through them again and again
        elif self.set_for != name or not worlds.is_there(self.built[name]):
            self.kept[name].put_back()
        self.set_for = name

    @staticmethod
    def _keep_files_only() -> None:
        """A test rolls back too, and so must see what no commit has done; but uploaded files have come to stay."""
        for _savepoints, function, *_robust in connection.run_on_commit:
            if isinstance(function, _Keep):
                function()
        connection.run_on_commit.clear()

    def copy(self, name: str) -> worlds.World:
        """The same cast and rows, for one test to do with as it likes."""
        return pickle.loads(self.copied[name])


ASKS = {"db", "transactional_db", "live_server", "django_db_setup"}  # fixtures that open the database
# Test databases are made without migrations: on PostgreSQL its own exclusion constraints are laid by these functions.
EXCLUSIONS = [("peerwork.placements.migrations.0003_dated_history", "keep_apart")]


@pytest.fixture(scope="session")
def stage(django_db_setup, django_db_blocker):
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            for module, function in EXCLUSIONS:
                getattr(import_module(module), function)(None, editor)
    stage = Stage()
    yield stage
    with django_db_blocker.unblock():
        for kept in stage.kept.values():
            kept.forget()


@pytest.fixture(scope="module", autouse=True)
def _bare(request):
    """A module begins with nothing, whatever the one before it had, unless its first test asks for the cast.

    It may begin twice: those of its tests that commit come last of all (pytest-django).
    """
    items = request.session.items
    for item in items[items.index(request._pyfuncitem) :]:
        if item.module is not request.module:
            return
        if "template" in item.fixturenames:
            return
        if item.get_closest_marker("django_db") or ASKS & set(item.fixturenames):
            break
    else:
        return
    stage, blocker = request.getfixturevalue("stage"), request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        stage.set("nothing")


@pytest.fixture(scope="module")
def template(stage, django_db_blocker):
    """The cast, in a transaction round the whole module; every test's own changes are rolled back inside it."""
    with django_db_blocker.unblock():
        stage.set("cast")
        frame = transaction.atomic()
        frame.__enter__()
    yield stage.built["cast"]
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)


@pytest.fixture
def world(template, stage, db):
    """The cast and its rows, fresh copies for each test; not for tests that need real commits (see `standing`)."""
    cache.clear()
    return stage.copy("cast")


@pytest.fixture
def cast(world):
    """One person per role around one team, a double of each elsewhere, people with two roles (tests/world.py)."""
    return world.cast


@pytest.fixture
def standing(transactional_db, stage):
    """The same cast, really committed: for a real browser, threads, and other processes."""
    cache.clear()
    stage.set("standing")
    stage.set_for = "nothing"  # pytest-django empties every table after the test
    return stage.copy("standing")
