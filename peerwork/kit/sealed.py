"""Sealed texts: AES-GCM, the key not in the database, bound to record, field and version; older versions stay.

PEERWORK_SEAL_KEYS lists `name:key` (32 random bytes, base64url); the first seals, all of them open. To change keys, put
the new one first, restart every process, run `rotate_seal_keys`, then take the old one away.
"""

import logging
import secrets
from base64 import urlsafe_b64decode
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict
from peerwork.kit.models import SealedText

logger = logging.getLogger(__name__)
NONCE = 12


def write(record: UUID, field: str, text: str, *, by) -> SealedText:
    """Seal a new version of a text; call it inside the verb's transaction. Raises Conflict when another came first."""
    number = _last(record, field) + 1
    name = next(iter(_keys()))
    body = _seal(name, record, field, number, text)
    try:
        with transaction.atomic():
            return SealedText.objects.create(record=record, field=field, number=number, body=body, key_id=name, by=by)
    except IntegrityError as problem:
        raise Conflict(_("Somebody else's change came first. Look at what is there now, then try again.")) from problem


def read(record: UUID, field: str, number: int | None = None) -> str:
    """The newest version, or that number's; "" where nothing was written. The caller opens the read log first."""
    versions = SealedText.objects.filter(record=record, field=field).order_by("-number")
    row = (versions.filter(number=number) if number else versions).first()
    return _open(row) if row else ""


def versions(record: UUID, field: str) -> QuerySet[SealedText]:
    """Who wrote which version when, newest first."""
    return SealedText.objects.filter(record=record, field=field).select_related("by").defer("body").order_by("-number")


def erase(record: UUID) -> int:
    """Destroy every version of every text of a record (the retention job calls this)."""
    return SealedText.objects.filter(record=record).delete()[0]


def wrap(record: UUID, field: str, content: bytes) -> bytes:
    """A file sealed whole, for what lives some days (a copy of a record): bound to its record, with the key's name."""
    name, nonce = next(iter(_keys())), secrets.token_bytes(NONCE)
    bound = _bound_to(name, record, field, 0)
    return name.encode() + b"\0" + nonce + _keys()[name].encrypt(nonce, content, bound)


def unwrap(record: UUID, field: str, body: bytes) -> bytes:
    """What `wrap` sealed; raises ImproperlyConfigured where the key is gone or the file was tampered with."""
    name, _nul, rest = body.partition(b"\0")
    key = _keys().get(name.decode(errors="replace"))
    try:
        if key is None:
            raise ValueError
        return key.decrypt(rest[:NONCE], rest[NONCE:], _bound_to(name.decode(), record, field, 0))
    except (InvalidTag, ValueError):
        raise ImproperlyConfigured("A sealed file can't be opened: its key is not listed, or it was changed.") from None


def rotate(batch: int = 200) -> int:
    """Seal everything again with the first key, in batches, while others read and write; how many were changed."""
    name, changed = next(iter(_keys())), 0
    while True:
        with transaction.atomic():
            rows = list(SealedText.objects.select_for_update().exclude(key_id=name).order_by("pk")[:batch])
            for row in rows:
                row.body = _seal(name, row.record, row.field, row.number, _open(row))
                row.key_id = name
                row.save(update_fields=["body", "key_id"])
        changed += len(rows)
        if not rows:
            return changed


def check_keys() -> None:
    """That every key in use is here and right; raises ImproperlyConfigured, naming the key and never its value."""
    keys = _keys()
    for name in SealedText.objects.order_by().values_list("key_id", flat=True).distinct():
        if name not in keys:
            raise ImproperlyConfigured(f"Texts are sealed with key {name!r}, which PEERWORK_SEAL_KEYS does not list.")
        _open(SealedText.objects.filter(key_id=name).order_by("pk").first())


def insist() -> None:
    """At start: refuse to serve with a key missing or wrong; where the database does not answer yet, readiness says it.

    Raises ImproperlyConfigured, naming the key and never its value.
    """
    try:
        check_keys()
    except DatabaseError:
        logger.warning("sealing keys are not checked at start: the database does not answer, or holds no tables yet")
    finally:
        connection.close()


def _last(record: UUID, field: str) -> int:
    return SealedText.objects.filter(record=record, field=field).aggregate(last=Max("number"))["last"] or 0


def _seal(name: str, record: UUID, field: str, number: int, text: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + _keys()[name].encrypt(nonce, text.encode(), _bound_to(name, record, field, number))


def _open(row: SealedText) -> str:
    if row.key_id not in _keys():
        raise ImproperlyConfigured(f"A text is sealed with key {row.key_id!r}, which PEERWORK_SEAL_KEYS does not list.")
    body, bound = bytes(row.body), _bound_to(row.key_id, row.record, row.field, row.number)
    try:
        return _keys()[row.key_id].decrypt(body[:NONCE], body[NONCE:], bound).decode()
    except (InvalidTag, ValueError):
        raise ImproperlyConfigured(
            f"A sealed text can't be opened: key {row.key_id!r} is not the one that sealed it, or it was tampered with."
        ) from None


def _bound_to(name: str, record: UUID, field: str, number: int) -> bytes:
    return f"{name}|{record}|{field}|{number}".encode()


def _keys() -> dict[str, AESGCM]:
    return _parsed(tuple(settings.SEAL_KEYS))


@lru_cache(maxsize=8)
def _parsed(entries: tuple[str, ...]) -> dict[str, AESGCM]:
    keys = {}
    for entry in entries:
        name, _colon, value = entry.partition(":")
        try:
            key = urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except ValueError:
            key = b""
        if not name or len(name) > 40 or len(key) != 32 or name in keys:
            raise ImproperlyConfigured(
                "PEERWORK_SEAL_KEYS must be name:key, with commas between; each key 32 random bytes in base64url."
            )
        keys[name] = AESGCM(key)
    if not keys:
        raise ImproperlyConfigured("PEERWORK_SEAL_KEYS is empty: confidential texts can't be kept without a key.")
    return keys
