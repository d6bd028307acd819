"""The tables are what the models say, and can be made from nothing and taken down again."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("peerwork.")]


def test_every_change_of_a_model_has_its_migration(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_tables_were_made_by_all_migrations(db):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_no_app_has_two_heads(db):
    executor = MigrationExecutor(connection)
    assert executor.loader.detect_conflicts() == {}


@pytest.mark.slow
def test_our_tables_can_be_taken_down_and_made_again(transactional_db):
    """Back to nothing and forward again, history tables included: no migration is a one-way street."""
    ours = [app for app in OURS if app in MigrationExecutor(connection).loader.migrated_apps]
    before = set(connection.introspection.table_names())
    try:
        for app in reversed(ours):
            call_command("migrate", app, "zero", verbosity=0)
        left = set(connection.introspection.table_names())
        assert not {table for table in left if table.split("_")[0] in ours}
    finally:
        call_command("migrate", verbosity=0)
    assert set(connection.introspection.table_names()) == before
