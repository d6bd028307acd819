"""The chain over the audit trail and the read log: each link holds the one before it, so that nothing changes unseen.

A link keeps a salted digest of its line, never the line: when a line is purged its salt goes with it, the chain stays
whole, and nobody can guess what the line said. Somebody who rewrites the whole chain, or cuts its end off with the
lines, is found by comparing it with a head that was exported before: keep heads where nobody of the database can write.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone

from peerwork.kit.models import ChainLink

BATCH = 500
SETTLED = timedelta(hours=1)  # a line this old must have its link: links are made every ten minutes
START = "0" * 64
FORGOTTEN = "forgotten"  # a link that says which earlier line was purged

_tables: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {}


def register(model: type[Model], *, when: str = "history_date", without: Iterable[str] = ()) -> None:
    """Chain the lines of a table: of a record its history, of a log its rows.

    when      the field that says when a line was written
    without   fields that may change later (a line of the read log that is shown from another day)
    """
    table = model.history.model if hasattr(model, "history") else model
    _tables[table._meta.label] = (table, when, tuple(without))


def digest(row: dict, salt: bytes) -> str:
    """The salted digest of a line, from every field it has."""
    told = json.dumps({name: str(value) for name, value in sorted(row.items())}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(salt + told.encode()).hexdigest()


def linked(before: str, number: int, table: str, row: int, digest: str) -> str:
    """The hash of a link: it stands on the one before."""
    return hashlib.sha256(f"{before}|{number}|{table}|{row}|{digest}".encode()).hexdigest()


def _fields(table: type[Model], without: tuple[str, ...]) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields if field.name not in without]


def _append(last: ChainLink | None, table: str, row: int, digest: str, salt: bytes | None) -> ChainLink:
    number, before = (last.number + 1, last.hash) if last else (1, START)
    return ChainLink(
        number=number, table=table, row=row, salt=salt, digest=digest, hash=linked(before, number, table, row, digest)
    )


def _last() -> ChainLink | None:
    return ChainLink.objects.select_for_update().order_by("-number").first()


def extend() -> int:
    """Link every line that has no link yet, the oldest of each table first; how many there were."""
    made = 0
    for label, (table, _when, without) in _tables.items():
        known = ChainLink.objects.filter(table=label, row=OuterRef("pk"))
        fresh = table._base_manager.filter(~Exists(known)).order_by("pk")
        while True:
            with transaction.atomic():
                last, links = _last(), []
                for line in fresh.values(*_fields(table, without))[:BATCH]:
                    salt, key = secrets.token_bytes(16), line[table._meta.pk.attname]
                    last = _append(last, label, key, digest(line, salt), salt)
                    links.append(last)
                ChainLink.objects.bulk_create(links)
            made += len(links)
            if len(links) < BATCH:
                break
    return made


def forget(table: type[Model], rows: Iterable[int]) -> None:
    """Before lines are purged, in the same transaction: their salts go, and a new link for each says so."""
    if table._meta.label not in _tables:
        return
    links = list(ChainLink.objects.filter(table=table._meta.label, row__in=list(rows), salt__isnull=False))
    if not links:
        return
    with transaction.atomic():
        last, made = _last(), []
        for link in links:
            last = _append(last, FORGOTTEN, link.number, link.digest, None)
            made.append(last)
        ChainLink.objects.bulk_create(made)
        ChainLink.objects.filter(pk__in=[link.pk for link in links]).update(salt=None)


@dataclass(frozen=True)
class Head:
    """The end of the chain, to be kept elsewhere: whatever comes later stands on it."""

    number: int
    hash: str

    def as_json(self) -> str:
        return json.dumps(
            {"number": self.number, "hash": self.hash, "at": timezone.now().isoformat(timespec="seconds")}
        )


def head() -> Head:
    last = ChainLink.objects.order_by("-number").first()
    return Head(last.number, last.hash) if last else Head(0, START)


def faults(kept: Head | None = None) -> Iterator[str]:
    """What is wrong with the chain and the lines below it, in words; nothing when all is as it was written.

    kept  a head exported earlier: a chain that was cut or written anew no longer has it
    """
    before, number, seen, gone, told = START, 0, None, set(), set()
    links = ChainLink.objects.order_by("number")
    for batch in _batches(links):
        lines = _lines_of(batch)
        for link in batch:
            number += 1
            if link.number != number:
                yield f"link {number} is missing"
                number = link.number
            if link.hash != linked(before, link.number, link.table, link.row, link.digest):
                yield f"link {link.number} was changed or moved"
            before = link.hash
            if kept is not None and kept.number == link.number:
                seen = link.hash
            if link.table == FORGOTTEN:
                told.add((link.row, link.digest))
            elif link.salt is None:
                gone.add((link.number, link.digest))
            elif link.table in _tables:
                line = lines.get((link.table, link.row))
                if line is None:
                    yield f"link {link.number}: the line {link.table} {link.row} is gone, and no purge says so"
                elif digest(line, bytes(link.salt)) != link.digest:
                    yield f"link {link.number}: the line {link.table} {link.row} was changed"
    for place, _digest in sorted(gone - told):
        yield f"link {place}: its salt is gone, and no purge says so"
    if kept is not None and kept.number and seen != kept.hash:
        yield f"the head kept earlier (link {kept.number}) is not in this chain: it was cut, or written anew"
    for label, (table, when, _without) in _tables.items():
        known = ChainLink.objects.filter(table=label, row=OuterRef("pk"))
        old = table._base_manager.filter(**{f"{when}__lt": timezone.now() - SETTLED})
        for key in old.filter(~Exists(known)).values_list("pk", flat=True)[:20]:
            yield f"the line {label} {key} has no link: it was put in past the chain, or the chain was cut"


def _batches(links) -> Iterator[list[ChainLink]]:
    last = 0
    while batch := list(links.filter(number__gt=last)[: BATCH * 4]):
        yield batch
        last = batch[-1].number


def _lines_of(batch: list[ChainLink]) -> dict[tuple[str, int], dict]:
    """The lines a run of links is about: one query for each table."""
    found = {}
    for label, (table, _when, without) in _tables.items():
        keys = [link.row for link in batch if link.table == label and link.salt is not None]
        for start in range(0, len(keys), BATCH):
            rows = table._base_manager.filter(pk__in=keys[start : start + BATCH]).values(*_fields(table, without))
            found |= {(label, row[table._meta.pk.attname]): row for row in rows}
    return found
