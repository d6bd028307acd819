"""The test database and its files as they stood at one moment, put back in a blink instead of being built again."""

import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection

FOLDERS = (Path(settings.FILES_ROOT), Path(settings.STAGING_ROOT))


class Snapshot:
    """A copy beside the test database: a file for SQLite, a template database for PostgreSQL. Nobody may be writing."""

    def __init__(self, name: str):
        self.name = name
        self.place = Path(settings.FILES_ROOT).parent / f"kept-{name}"
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        for folder in FOLDERS:
            if folder.exists():
                shutil.copytree(folder, self.place / folder.name)
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.place / "rows.sqlite3") as kept:
                connection.cursor().connection.backup(kept)
            kept.close()
        else:
            self._copy(connection.settings_dict["NAME"], self._kept)

    @property
    def _kept(self) -> str:
        return f"{connection.settings_dict['NAME']}_{self.name}"

    def put_back(self) -> None:
        for folder in FOLDERS:
            shutil.rmtree(folder, ignore_errors=True)
            if (self.place / folder.name).exists():
                shutil.copytree(self.place / folder.name, folder)
        if connection.vendor == "sqlite":
            kept = sqlite3.connect(self.place / "rows.sqlite3")
            kept.backup(connection.cursor().connection)
            kept.close()
        else:
            self._copy(self._kept, connection.settings_dict["NAME"])

    def _copy(self, source: str, target: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def forget(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        if connection.vendor != "sqlite":
            connection.close()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self._kept}" WITH (FORCE)')
