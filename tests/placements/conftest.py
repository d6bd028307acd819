"""Test databases are made without migrations: on PostgreSQL its own exclusion constraints are laid here."""

from importlib import import_module

import pytest
from django.db import connection


@pytest.fixture(scope="session", autouse=True)
def exclusion_constraints(django_db_setup, django_db_blocker):
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            import_module("peerwork.placements.migrations.0003_dated_history").keep_apart(None, editor)
