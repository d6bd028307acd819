"""Every word of every prepared row gets a mark of its own, inside markup, so that wherever it turns up it is known.

A mark reads `zq0042z`; the text around it is `<b>zq0042z</b>`, which no page may show as markup.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass, field

from django.db import models
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.system.matrix import MODELS, TOLD_AT

MARK = re.compile(r"zq\d{4}z", re.IGNORECASE)
MARKUP = re.compile(r"<b>\s*zq\d{4}z", re.IGNORECASE)
# Words with a shape of their own: a code, a colour, what signs people in, what a rule is compared by.
LEFT_ALONE = {
    "people.User": {"password", "session_stamp"},
    "people.Unit": {"code", "team_type"},
    "people.Settings": {"brand_colour"},
    "people.RetentionRule": {"record_class"},
    "mix.CountingRule": {"key"},
    "mix.StaffSubmission": {"profile"},
    "training.SigningKey": {"public_key"},
    "training.Certificate": {"code", "holder", "title", "issuer", "credential", "signature"},  # what is signed
}


@dataclass
class Salt:
    """Which mark stands for which field of which row."""

    marks: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def strew(self, world) -> None:
        for label, prepared in world.rows.items():
            for name, row in prepared.items():
                fresh = {}
                for column in row._meta.concrete_fields:
                    if salted(label, column):
                        mark = f"zq{len(self.marks):04}z"
                        self.marks[mark] = (label, name, column.name)
                        fresh[column.attname] = dressed(mark, column)
                type(row)._default_manager.filter(pk=row.pk).update(**fresh)
                for attribute, value in fresh.items():
                    setattr(row, attribute, value)

    def allowed(self, world, member: str) -> set[str]:
        """The marks somebody may read: fields the matrix opens to them, and the names of what those link to."""
        shown: set[tuple[str, str, str]] = set()
        for label, prepared in world.rows.items():
            for name, row in prepared.items():
                reads = MODELS[label].table(name).get(member, ((), (), ()))[0]
                for column in reads:
                    shown.add((label, name, column))
                    shown |= self._label_of(world, row, column)
        return {mark for mark, place in self.marks.items() if place in shown}

    def told_at(self, route: str, member: str) -> set[str]:
        """What one page tells of rows its reader cannot open, as the matrix says: of a kind of row, or of one row."""
        if route not in TOLD_AT:
            return set()
        by_member = TOLD_AT[route]
        told, public = by_member.get(member.removeprefix("other_"), {}), by_member.get("anyone", {})
        double = member.startswith("other_")

        def says(words: dict[str, str], label: str, name: str, column: str) -> bool:
            of_one = words.get(f"{label}/{name.removeprefix('other_')}", "")
            return column in f"{words.get(label, '')} {of_one}".split()

        return {
            mark
            for mark, (label, name, column) in self.marks.items()
            if says(public, label, name, column)
            or (says(told, label, name, column) and name.startswith("other_") == double)
        }

    def _label_of(self, world, row, column: str) -> set[tuple[str, str, str]]:
        """What the name of a linked row shows of it, links in that name followed."""
        fields = {field.name: field for field in row._meta.concrete_fields}
        if column not in fields or not fields[column].is_relation:  # a word the model derives links to nothing
            return set()
        target = getattr(row, column)
        if target is None:
            return set()
        label = target._meta.label
        name = next((name for name, known in world.rows.get(label, {}).items() if known.pk == target.pk), None)
        if name is None:
            return set()
        found = set()
        for part in MODELS[label].label.split():
            found |= {(label, name, part)} | self._label_of(world, target, part)
        return found


def salted(label: str, column: models.Field) -> bool:
    words = isinstance(column, models.CharField | models.TextField) and not column.choices
    return words and column.name not in LEFT_ALONE.get(label, ()) and (column.max_length or 400) >= 7


def dressed(mark: str, column: models.Field) -> str:
    if isinstance(column, models.EmailField):
        return f"{mark}@example.org"
    return f"<b>{mark}</b>" if (column.max_length or 400) >= 20 else mark


def words_of(response) -> str:
    """Everything a response says, whatever it is made of: a page, JSON, CSV, a spreadsheet, a PDF, a calendar."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "").split(";")[0]
    said = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    if kind == "application/pdf" and "attachment; filename" in said and b"/Page" not in body:
        said += body.decode("latin-1")  # a file somebody handed in for a test, with nothing in it to show
    elif kind == "application/pdf":
        pages = PdfReader(io.BytesIO(body))
        said += " ".join(page.extract_text() for page in pages.pages) + str(pages.metadata)
    elif zipfile.is_zipfile(io.BytesIO(body)):
        for sheet in load_workbook(io.BytesIO(body)).worksheets:
            said += " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    elif "json" in kind and body:
        said += json.dumps(json.loads(body), ensure_ascii=False)
    else:
        said += body.decode("utf-8", errors="replace")
    return said
