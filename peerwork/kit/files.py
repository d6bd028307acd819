"""Uploaded files: checked by content, kept under a random name outside every served folder, given out as downloads."""

import hashlib
import io
import os
import re
import secrets
import socket
import struct
import time
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from peerwork.kit.errors import Invalid, NotHere
from peerwork.kit.models import StoredFile
from peerwork.kit.staging import unpacks_safely

ANY = ("pdf", "docx", "png", "jpeg")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
MAX_PIXELS = 40_000_000
ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")


def store(upload, *, by, about: Model, kinds: Iterable[str] = ANY, retention_class: str = "") -> StoredFile:
    """Check and keep an upload; call it inside the transaction of the verb it belongs to. Raises Invalid.

    The file is on disk before its row is written, and gone again if the transaction is: never a row without its file.
    """
    kinds = tuple(kinds)
    if upload.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 2**20
        raise Invalid(
            fields={"file": [_("This file is larger than %(limit)d MB. Choose a smaller one.") % {"limit": limit}]}
        )
    upload.seek(0)
    content = upload.read(settings.UPLOAD_LIMIT + 1)
    kind = _kind(content)
    if kind not in kinds:
        listed = ", ".join(kind.upper() for kind in kinds)
        raise Invalid(fields={"file": [_("We can take these kinds of file: %(kinds)s.") % {"kinds": listed}]})
    content = _CHECKS[kind](content)
    _scan(content)
    return _keep(content, clean_name(upload.name, kind), kind, by=by, about=about, retention_class=retention_class)


def keep_own(content: bytes, name: str, kind: str, *, by, about: Model) -> StoredFile:
    """Keep a file the system made itself (a sealed copy of a record); call it inside the verb's transaction."""
    return _keep(content, name, kind, by=by, about=about)


def _keep(content: bytes, name: str, kind: str, *, by, about: Model, retention_class: str = "") -> StoredFile:
    stored_as = secrets.token_hex(20)
    path = _path(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with transaction.atomic():
        transaction.on_commit(_Keep(path))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return StoredFile.objects.create(
            name=name,
            kind=kind,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            stored_as=stored_as,
            uploaded_by=by,
            retention_class=retention_class,
            about_model=about._meta.label,
            about_id=about.pk,
        )


def open_file(stored: StoredFile):
    """The file of a row, open for reading; the caller has asked the policy of what it is about. Raises NotHere."""
    try:
        return open(_path(stored.stored_as), "rb")
    except FileNotFoundError:
        raise NotHere(_("This file is no longer here.")) from None


def response(stored: StoredFile) -> FileResponse:
    """The file as a download that no browser runs or shows inside a page."""
    answer = FileResponse(open_file(stored), as_attachment=True, filename=stored.name, content_type=TYPES[stored.kind])
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def erase(stored: StoredFile) -> None:
    """Remove a row and, once that is certain, its file (the retention job calls this)."""
    path = _path(stored.stored_as)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def clean_name(name: str, kind: str) -> str:
    """A name fit to be shown and saved: no folders, no control or direction marks, the ending of what the file is."""
    name = unicodedata.normalize("NFC", str(name or "")).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] not in "CZ" or c == " ")
    name = re.sub(r'[<>:"|?*;%]+', "_", name).strip(" .")
    stem = name.rpartition(".")[0] or name or "file"
    return f"{stem[:150].strip(' .')}.{'jpg' if kind == 'jpeg' else kind}"


def _path(stored_as: str) -> Path:
    return Path(settings.FILES_ROOT) / stored_as[:2] / stored_as


class _Keep:
    """Waits for the commit; a rollback forgets it instead, at any depth of transactions, and with it goes the file."""

    def __init__(self, path: Path):
        self.path = path

    def __call__(self) -> None:
        self.path = None

    def __del__(self):
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def sweep(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files that a crash left without a row; how many there were."""
    root, cut, removed = Path(settings.FILES_ROOT), time.time() - older_than.total_seconds(), 0
    for path in root.glob("[0-9a-f][0-9a-f]/*"):
        if path.stat().st_mtime < cut and not StoredFile.objects.filter(stored_as=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


# By content ---------------------------------------------------------------------------------------------------------
def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "docx" if content.startswith(b"PK\x03\x04") else ""


def _refuse(words: str):
    return Invalid(fields={"file": [words]})


def _pdf(content: bytes) -> bytes:
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content[-4096:]:
        raise _refuse(_("This PDF is not complete. Save it again, then choose it again."))
    if ACTIVE_PDF.search(content):
        raise _refuse(_("This PDF holds a program or another file. Print it to a new PDF, then choose that."))
    return content


def _docx(content: bytes) -> bytes:
    broken = _refuse(_("This Word file can't be taken: it is damaged, or holds macros. Save it again as .docx."))
    if not unpacks_safely(io.BytesIO(content), len(content), 10 * settings.UPLOAD_LIMIT):
        raise broken
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = set(parts.namelist())
        if not {"[Content_Types].xml", "word/document.xml"} <= names or any("oleobject" in n.lower() for n in names):
            raise broken
    return content


def _image(format: str):
    def redrawn(content: bytes) -> bytes:
        """The picture drawn anew: what else the file held (place, camera, a second file) is gone."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(content), formats=[format]) as picture:
                    if picture.width * picture.height > MAX_PIXELS:
                        raise ValueError
                    upright = ImageOps.exif_transpose(picture)
                    mode = "RGBA" if format == "PNG" and upright.has_transparency_data else "RGB"
                    clean = Image.new(mode, upright.size)
                    clean.paste(upright.convert(mode))
        except Exception:  # Pillow's plugins raise many kinds for a broken picture
            raise _refuse(
                _("This picture can't be read, or is too large. Save it again, then choose it again.")
            ) from None
        out = io.BytesIO()
        clean.save(out, format, **({"quality": 90} if format == "JPEG" else {"optimize": False}))
        return out.getvalue()

    return redrawn


_CHECKS = {"pdf": _pdf, "docx": _docx, "png": _image("PNG"), "jpeg": _image("JPEG")}


# Virus scanner ------------------------------------------------------------------------------------------------------
def _scan(content: bytes) -> None:
    """Ask clamd (INSTREAM) where PEERWORK_CLAMD names it, as host:port or a socket's path; no answer is a refusal."""
    where = settings.CLAMD
    if not where:
        return
    try:
        with _clamd(where) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), 2**16):
                chunk = content[start : start + 2**16]
                scanner.sendall(struct.pack("!L", len(chunk)) + chunk)
            scanner.sendall(struct.pack("!L", 0))
            answer = b""
            while not answer.endswith(b"\0") and (more := scanner.recv(4096)):
                answer += more
    except OSError:
        answer = b""
    if answer.rstrip(b"\0").endswith(b" FOUND"):
        raise _refuse(_("The virus scanner found something in this file. It was not kept."))
    if answer.rstrip(b"\0").strip() != b"stream: OK":
        raise _refuse(_("The virus scanner can't be reached just now. Nothing was kept: try again in a few minutes."))


def _clamd(where: str) -> socket.socket:
    if where.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(30)
        scanner.connect(where)
        return scanner
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=30)
