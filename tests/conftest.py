"""What every test may ask for: the named cast of tests/world.py, built once per module and taken back after it."""

import copy

import pytest
from django.core.cache import cache
from django.db import transaction

from tests import world as worlds


@pytest.fixture(scope="module")
def template(django_db_setup, django_db_blocker):
    """The cast, in a transaction round the whole module; every test's own changes are rolled back inside it."""
    with django_db_blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        built = worlds.build()
    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)


@pytest.fixture
def world(template, db):
    """The cast and its rows, fresh copies for each test; not for tests that need real commits (see `standing`)."""
    cache.clear()
    return copy.deepcopy(template)


@pytest.fixture
def cast(world):
    """One person per role around one team, a double of each elsewhere, people with two roles (tests/world.py)."""
    return world.cast


@pytest.fixture
def standing(transactional_db):
    """The same cast, really committed: for a real browser, threads, and other processes."""
    cache.clear()
    return worlds.build()
