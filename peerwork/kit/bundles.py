"""A record as one ZIP: a PDF to read, JSON and CSV to use, and the files that belong to it."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from peerwork.kit.exports import safe
from peerwork.kit.pdf import Heading, Paragraph, Table, build
from peerwork.kit.takeout import File
from peerwork.kit.templatetags.ui import day, moment

LONGEST = 1500  # characters of one cell of the PDF: what is longer gets a paragraph of its own


def words(field: dict, value) -> str:
    """A value in words, as its field says."""
    kind = field["type"]
    if kind == "link":
        return value["name"]
    if kind == "choice":
        return field["choices"].get(str(value), str(value))
    if kind == "yes_no":
        return _("Yes") if value else _("No")
    if kind == "date":
        return day(date.fromisoformat(value))
    if kind == "moment":
        return moment(datetime.fromisoformat(value))
    return _flat(value)


def _flat(value) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def pdf(record: dict) -> bytes:
    """The record to read, part by part."""
    blocks: list = [Paragraph(line, quiet=True) for line in record.get("notes", [])]
    for section in record["sections"]:
        blocks.append(Heading(section["heading"]))
        for table in section["tables"]:
            blocks.append(Heading(capfirst(table["heading"]), 3))
            for number, row in enumerate(table["rows"], 1):
                blocks += _row(table, number, row)
    if record["files"]:
        blocks += [Heading(_("Files in this copy")), *(Paragraph(name) for name in record["files"])]
    if not record["sections"]:
        blocks.append(Paragraph(_("Nothing is kept here.")))
    return build(_("The record of %(name)s") % {"name": record["name"]}, blocks)


def _row(table: dict, number: int, row: dict) -> list:
    values = row["values"]
    told = [(capfirst(f["label"]), words(f, values[name])) for name, f in table["fields"].items() if name in values]
    told += list(row.get("texts", {}).items())
    short = [[label, text] for label, text in told if len(text) <= LONGEST]
    title = f"{capfirst(table['heading'])} {number}"
    blocks: list = [Table(title, [_("What"), _("Kept")], short, numbers=False)] if short else []
    for label, text in told:
        if len(text) > LONGEST:
            blocks.append(Heading(f"{title}: {label}", 3))
            blocks += [Paragraph(part) for part in text.splitlines() if part.strip()]
    return blocks


def sheet(table: dict) -> bytes:
    """One kind of record as CSV, in words; a cell that would start a formula starts with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    texts = sorted({label for row in table["rows"] for label in row.get("texts", {})})
    writer.writerow([_("Number"), *(safe(capfirst(field["label"])) for field in table["fields"].values()), *texts])
    for row in table["rows"]:
        cells = [
            safe(words(field, row["values"][name])) if name in row["values"] else ""
            for name, field in table["fields"].items()
        ]
        writer.writerow([row["id"], *cells, *(safe(row.get("texts", {}).get(label, "")) for label in texts)])
    return out.getvalue().encode("utf-8-sig")


def pack(record: dict, files: Iterable[File] = ()) -> bytes:
    """The ZIP: record.pdf, record.json, tables/*.csv, files/…, and a list of what is in it with its checksums."""
    out, sums = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            archive.writestr(name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}")

        put("record.pdf", pdf(record))
        put("record.json", json.dumps(record, ensure_ascii=False, indent=1).encode())
        for section in record["sections"]:
            for table in section["tables"]:
                put(f"tables/{section['name']}-{slugify(table['kind'].partition('.')[2])}.csv", sheet(table))
        for name, content in files:
            put(f"files/{name}", content)
        archive.writestr("SHA256SUMS.txt", "\n".join(sums) + "\n")
    return out.getvalue()
