"""Bring the database up to date; one with nothing in it is made in one step, as the models say."""

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder


class Command(migrate.Command):
    """Django's own, but for an empty database.

    Played one by one, hundreds of migrations make every model anew after each table: minutes of work for tables that
    hold nothing. What migrations do beside tables (`RunPython`) is done all the same, and all are noted as applied;
    that they lead to what the models say is what `makemigrations --check` proves.
    """

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        plain = not any(options[name] for name in ("app_label", "migration_name", "fake", "plan", "check_unapplied"))
        if plain and not connection.introspection.table_names():
            self.verbosity = options["verbosity"]
            self._from_nothing(connection)
        return super().handle(*args, **options)

    def _from_nothing(self, connection) -> None:
        self.sync_apps(connection, {config.label for config in apps.get_app_configs()})
        migrations = MigrationLoader(connection).disk_migrations
        for (label, _name), migration in sorted(migrations.items()):
            ours = apps.get_app_config(label).name.startswith("peerwork.")
            for operation in migration.operations if ours else ():
                if isinstance(operation, RunPython):
                    with connection.schema_editor(atomic=migration.atomic) as editor:
                        operation.code(apps, editor)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for label, name in migrations:
            recorder.record_applied(label, name)
