"""Bring the database up to date; apps it has nothing of yet are made in one step, as their models say."""

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython


class Command(migrate.Command):
    """Django's own, but for whole apps that are new to the database: all of them, where it is empty.

    Played one by one, hundreds of migrations make every model anew after each table: minutes of work for tables that
    hold nothing. What migrations do beside tables (`RunPython`) is done all the same, and all are noted as applied;
    that they lead to what the models say is what `makemigrations --check` proves.
    """

    def handle(self, *args, **options):
        plain = not any(options[name] for name in ("app_label", "migration_name", "fake", "plan", "check_unapplied"))
        if plain:
            self.verbosity = options["verbosity"]
            self._new_apps(connections[options["database"]])
        return super().handle(*args, **options)

    def _new_apps(self, connection) -> None:
        executor = MigrationExecutor(connection)
        graph, empty = executor.loader.graph, not connection.introspection.table_names()
        there = {label for label, _name in executor.recorder.applied_migrations()}
        ours = {config.label for config in apps.get_app_configs() if empty or config.name.startswith("peerwork.")}
        new = (ours & executor.loader.migrated_apps) - there
        if not new:
            return
        # First what the new apps stand on: whatever does not itself wait for one of them.
        ready = {key for key in graph.nodes if not new & {label for label, _name in graph.forwards_plan(key)}}
        followed = {parent.key for key in ready for parent in graph.node_map[key].parents if parent.key[0] == key[0]}
        executor.migrate(sorted(ready - followed))
        self.sync_apps(connection, new | (ours - executor.loader.migrated_apps))
        for key in sorted(key for key in graph.nodes if key[0] in new):
            for operation in graph.nodes[key].operations:
                if isinstance(operation, RunPython) and apps.get_app_config(key[0]).name.startswith("peerwork."):
                    with connection.schema_editor(atomic=graph.nodes[key].atomic) as editor:
                        operation.code(apps, editor)
        executor.recorder.ensure_schema()
        for key in graph.nodes:
            if key[0] in new:
                executor.recorder.record_applied(*key)
