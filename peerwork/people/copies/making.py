"""How a copy is made: gathered as its owner reads it, looked through where it is for a case, packed and sealed."""

import base64
import copy
import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit import bundles, files, sealed, takeout
from peerwork.kit.errors import Invalid, NotHere
from peerwork.kit.models import StoredFile
from peerwork.kit.retention import months_before
from peerwork.people.copies.models import RecordsCase, Redaction
from peerwork.people.models import Person, User

FIELD = "copy"


def a_month_after(day: date, months: int = 1) -> date:
    """The same day so many months later, or the last of that month; a weekend counts on to Monday."""
    found = months_before(day, -months)
    return found + timedelta(days=max(0, 7 - found.weekday()) % 7 if found.weekday() > 4 else 0)


def reader(person: Person) -> User:
    """The person as the policies ask: also once their account is closed. Raises Invalid without any account."""
    if person.user is None:
        raise Invalid(_("There is no account with this record: HR links one first; a closed one will do."))
    user = copy.copy(person.user)
    user.is_active = True
    return user


def whole(person: Person, progress: Callable[[int], None]) -> bytes:
    """The ZIP of everything the person may read."""
    user = reader(person)
    sections, found = takeout.gather(user, progress=progress)
    return bundles.pack(_document(person, sections, found, []), found)


def bundle(case: RecordsCase) -> bytes:
    """What the case names, as it stands today, for the records officer to look through."""
    user = reader(case.person)
    sections, found = takeout.gather(user, only=case.parts or None, for_case=True)
    packed = [[name, base64.b64encode(content).decode()] for name, content in found]
    return json.dumps({"sections": sections, "files": packed}).encode()


def opened(case: RecordsCase) -> dict:
    """What was gathered for a case; the caller has written the read log. Raises NotHere before it is gathered."""
    stored = StoredFile.objects.filter(about_model=case._meta.label, about_id=case.pk).order_by("-pk").first()
    if stored is None:
        raise NotHere()
    with files.open_file(stored) as file:
        return json.loads(sealed.unwrap(case.uuid, FIELD, file.read()))


def given(case: RecordsCase) -> bytes:
    """The ZIP of what is given in a case: what was gathered, without what was left out."""
    gathered = opened(case)
    left_out = list(case.redactions.filter(put_back_on__isnull=True))
    sections = without(gathered["sections"], {row.piece for row in left_out})
    kept = {row.piece for row in left_out}
    found = [(name, base64.b64decode(body)) for name, body in gathered["files"] if f"file/{name}" not in kept]
    return bundles.pack(_document(case.person, sections, found, list(_reasons(left_out))), found)


def piece(table: dict, row: dict, field: str = "") -> str:
    """What one row, or one value of it, is called in a case."""
    return f"{table['kind']}/{row['id']}" + (f"/{field}" if field else "")


def without(sections: list[dict], left_out: set[str]) -> list[dict]:
    """The sections without the pieces named, and without what is then empty."""
    kept = []
    for section in sections:
        tables = []
        for table in section["tables"]:
            rows = []
            for row in table["rows"]:
                names = {name for name in row["values"] if piece(table, row, name) not in left_out}
                names -= {name for name in names if _leads_to(table["fields"][name], row["values"][name], left_out)}
                values = {name: row["values"][name] for name in row["values"] if name in names}
                if piece(table, row) not in left_out:
                    rows.append(row | {"values": values})
            if rows:
                tables.append(table | {"rows": rows})
        if tables:
            kept.append(section | {"tables": tables})
    return kept


def _leads_to(field: dict, value, left_out: set[str]) -> bool:
    """Whether a value names a row that is left out: its name goes too."""
    return field["type"] == "link" and f"{field['to']}/{value['id']}" in left_out


def _reasons(left_out: list[Redaction]) -> Iterable[str]:
    """What was left out is said, with the reason and how often: never what it was."""
    counts: dict[str, int] = {}
    for row in left_out:
        counts[row.get_why_display()] = counts.get(row.get_why_display(), 0) + 1
    for why, count in sorted(counts.items()):
        words = ngettext("Left out: %(count)d piece. %(why)s.", "Left out: %(count)d pieces. %(why)s.", count)
        yield words % {"count": count, "why": why}


def _document(person: Person, sections, found, notes: list[str]) -> dict:
    said = _("Professionals are named with their role. Other peer workers, applicants and people you support are not.")
    about = {
        "organisation": person.organisation.name,
        "service": settings.PEERWORK["SERVICE_NAME"],
        "notes": [said, *notes],
    }
    return takeout.document(str(person), sections, [name for name, _content in found], **about)
