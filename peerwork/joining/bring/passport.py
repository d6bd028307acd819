"""The file itself, version 1.0 (docs/bring-it-with-me.md): what is put in, and the check of what somebody hands in.

Words only: no person but its owner is in it, no health reason, nothing anybody said in confidence.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.adjustments.models import Adjustment, Kind
from peerwork.adjustments.policy import adjustments
from peerwork.development.cpd.policy import entries
from peerwork.development.policy import evidence
from peerwork.kit.templatetags.ui import day
from peerwork.people.models import Person
from peerwork.recruitment.starting.checks.models import Check
from peerwork.recruitment.starting.checks.policy import checks
from peerwork.training.certificates import signing
from peerwork.training.certificates.documents import proves
from peerwork.training.certificates.policy import certificates

NAME, VERSION = "peerwork-bring", "1.0"
FIELDS = {"standard", "version", "employer", "person", "made_on", "given", "proof"}
LARGEST, MOST, LONGEST = 500_000, 300, 1000
DATES = {"issued_on", "valid_until", "confirmed_on", "on", "complete_on", "holds_until"}
Rows = Iterable[dict[str, str]]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _certificates(user) -> Rows:
    rows = certificates.visible(user).filter(enrolment__learner__person__user=user.pk, status="issued")
    for row in rows.select_related("key").order_by("issued_on", "pk"):
        if signing.is_unchanged(row):
            yield {
                "title": row.title, "award": row.award, "issuer": row.issuer, "hours": str(row.hours),
                "level": row.credential, "issued_on": _day(row.issued_on), "valid_until": _day(row.valid_until),
                "code": row.code,
            }  # fmt: skip


def _learning(user) -> Rows:
    for row in entries.visible(user).filter(person__user=user.pk, status="noted").order_by("on", "pk"):
        hours = "" if row.hours is None else str(row.hours)
        yield {"kind": row.kind, "title": row.title, "provider": row.provider, "on": _day(row.on), "hours": hours}


def _competences(user) -> Rows:
    rows = evidence.visible(user).filter(person__user=user.pk, status="confirmed").select_related("competence")
    for row in rows.order_by("confirmed_on", "pk"):
        yield {"competence": str(row.competence), "shown_by": row.title, "confirmed_on": _day(row.confirmed_on)}


def _adjustments(user) -> Rows:
    rows = adjustments.visible(user).filter(person__user=user.pk, status__in=Adjustment.STANDING)
    for row in rows.order_by("pk"):
        yield {"kind": row.kind, "what": row.agreed_what or row.what}


def _checks(user) -> Rows:
    """That a check is complete, from when to when; of the work health assessment nothing."""
    rows = checks.visible(user).filter(starter__person__user=user.pk, status="satisfactory")
    for row in rows.exclude(kind="work_health").order_by("pk"):
        yield {"check": row.title or Check.Kind(row.kind).value, "complete_on": _day(row.decided_on),
               "holds_until": _day(row.expires_on)}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A part that can be given: its columns, and where its rows come from."""

    label: object
    columns: dict[str, object]
    gather: Callable[[object], Rows]
    words: dict[str, dict] | None = None  # of a column that holds codes


PIECES = {
    "certificates": Piece(
        later("Certificates"),
        {
            "title": later("Course"), "award": later("For"), "issuer": later("Issued by"), "hours": later("Hours"),
            "level": later("Level"), "issued_on": later("Issued"), "valid_until": later("Valid until"),
            "code": later("Code"),
        },
        _certificates,
    ),
    "competences": Piece(
        later("Competences"),
        {"competence": later("Competence"), "shown_by": later("Shown by"), "confirmed_on": later("Confirmed")},
        _competences,
    ),
    "learning": Piece(
        later("Learning and awards from outside"),
        {
            "kind": later("What it was"), "title": later("Name"), "provider": later("Where"), "on": later("When"),
            "hours": later("Hours"),
        },
        _learning,
    ),
    "adjustments": Piece(
        later("Adjustments I have, so that they can be there on day one"),
        {"kind": later("Kind"), "what": later("What")},
        _adjustments,
        {"kind": dict(Kind.choices)},
    ),
    "checks": Piece(
        later("That my employment checks are complete"),
        {"check": later("Check"), "complete_on": later("Complete on"), "holds_until": later("Holds until")},
        _checks,
        {"check": dict(Check.Kind.choices)},
    ),
}  # fmt: skip


def made(user, person: Person, wanted: Iterable[str]) -> dict:
    """What this person gives, not signed yet."""
    place = person.organisation
    return {
        "standard": NAME, "version": VERSION, "employer": {"code": place.code, "name": place.name},
        "person": {"given_name": person.given_name, "family_name": person.family_name},
        "made_on": timezone.localdate().isoformat(),
        "given": {name: list(PIECES[name].gather(user))[:MOST] for name in PIECES if name in set(wanted)},
    }  # fmt: skip


def read(raw: bytes) -> dict:
    """A file as data; raises ValueError with what is wrong in words."""
    if len(raw) > LARGEST:
        raise ValueError(_("The file is too large to be one of these."))
    try:
        found = json.loads(raw.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValueError(_("This is not a file made by “Bring it with me”.")) from None
    if not isinstance(found, dict) or set(found) != FIELDS or (found["standard"], found["version"]) != (NAME, VERSION):
        raise ValueError(_("This is not a file made by “Bring it with me”."))
    if not _fits(found):
        raise ValueError(_("Something in this file is not as it should be. Ask where you got it to make it again."))
    if not proves(found):
        raise ValueError(_("This file was changed after it was signed, so it can’t be taken."))
    return found


def _fits(found: dict) -> bool:
    employer, person, given = found["employer"], found["person"], found["given"]
    named = isinstance(employer, dict) and set(employer) == {"code", "name"} and _words(employer, 200)
    owned = isinstance(person, dict) and set(person) == {"given_name", "family_name"} and _words(person, 120)
    if not (named and owned and isinstance(given, dict) and set(given) <= set(PIECES)):
        return False
    try:
        date.fromisoformat(found["made_on"])
    except (TypeError, ValueError):
        return False
    return all(
        isinstance(rows, list) and len(rows) <= MOST and all(map(_row_of(name), rows)) for name, rows in given.items()
    )


def _row_of(name: str) -> Callable[[object], bool]:
    columns = set(PIECES[name].columns)
    return lambda row: isinstance(row, dict) and set(row) == columns and _words(row, LONGEST)


def _words(values: dict, longest: int) -> bool:
    return all(isinstance(v, str) and len(v) <= longest and "\x00" not in v for v in values.values())


def table(name: str, rows: list[dict]) -> dict:
    """A part as a page shows it."""
    piece = PIECES[name]
    words = piece.words or {}

    def cell(row: dict, column: str) -> str:
        value = row.get(column, "")
        try:
            return day(date.fromisoformat(value)) if column in DATES else str(words.get(column, {}).get(value, value))
        except ValueError:
            return value

    return {
        "heading": piece.label,
        "columns": list(piece.columns.values()),
        "rows": [[cell(row, column) for column in piece.columns] for row in rows],
        "caption": piece.label,
    }
