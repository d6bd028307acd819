"""The tables are what the models say; the database of this very run was made from nothing by all migrations."""

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


def test_no_migration_is_a_one_way_street(db):
    """Or says so: an operation that cannot be taken back leaves nothing to go back to when a release goes wrong."""
    loader = MigrationExecutor(connection).loader
    stuck = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert stuck == []
