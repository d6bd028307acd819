"""Uploads: taken for what they are, kept where nobody is served from, and never a row without its file."""

import io
import socket
import struct
import threading
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from peerwork.kit import files
from peerwork.kit.errors import Invalid, NotHere
from peerwork.kit.models import StoredFile
from tests.kit import people

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.CLAMD = ""
    return settings.FILES_ROOT


def kept(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def picture(format="JPEG", size=(40, 30), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format, **options)
    return out.getvalue()


def docx(**extra) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, data in ({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | extra).items():
            parts.writestr(name, data)
    return out.getvalue()


def store(content=PDF, name="letter.pdf", **values):
    values = {"by": values.pop("by", None) or people.user(), "about": people.organisation()} | values
    return files.store(SimpleUploadedFile(name, content), **values)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (docx(), "docx"), (picture(), "jpeg"), (picture("PNG"), "png")],
    ids=["pdf", "docx", "jpeg", "png"],
)
def test_files_are_taken_by_content_whatever_their_name_says(folder, content, kind):
    stored = store(content, "photo.exe")
    assert (stored.kind, stored.name) == (kind, "photo.jpg" if kind == "jpeg" else f"photo.{kind}")
    (path,) = kept(folder)
    assert path.name == stored.stored_as
    assert len(path.name) == 40
    assert "photo" not in str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with files.open_file(stored) as file:
        assert len(file.read()) == stored.size


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script>",
        b"GIF89a",
        PDF[:20],
        PDF.replace(b"<<>>", b"<</OpenAction <</S /JavaScript>> >>"),
        b"PK\x03\x04 broken",
        docx(**{"word/vbaProject.bin": "x"}),
        docx(**{"word/embeddings/oleObject1.bin": "x"}),
        docx(**{"word/styles.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w/>'}),
        docx(**{"word/big.xml": "\0" * 50_000_000}),
        docx(**{f"word/{n}.xml": "x" for n in range(2100)}),
        b"\xff\xd8\xff" + b"x" * 100,
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    ],
    ids=[
        "empty",
        "exe",
        "html",
        "gif",
        "short",
        "script",
        "zip",
        "macros",
        "object",
        "entity",
        "bomb",
        "parts",
        "jpeg",
        "png",
    ],
)
def test_files_what_can_do_harm_or_is_broken_is_refused_and_not_kept(db, folder, content):
    with pytest.raises(Invalid) as refused:
        store(content)
    assert refused.value.fields["file"]
    assert kept(folder) == []
    assert not StoredFile.objects.exists()


def test_files_only_the_kinds_asked_for_are_taken(db):
    with pytest.raises(Invalid):
        store(picture(), kinds=("pdf",))


def test_files_too_large_is_refused(db, settings):
    settings.UPLOAD_LIMIT = 20
    with pytest.raises(Invalid):
        store()


def test_files_a_flood_of_pixels_is_refused(db, monkeypatch):
    monkeypatch.setattr(files, "MAX_PIXELS", 1000)
    with pytest.raises(Invalid):
        store(picture("PNG"))


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
@pytest.mark.django_db(transaction=True)
def test_files_pictures_lose_their_place_and_whatever_follows_them(format):
    exif = Image.Exif()
    exif[0x010E] = "canary place"
    stored = store(picture(format, exif=exif) + b"<script>canary</script>", f"a.{format.lower()}")
    with files.open_file(stored) as file:
        content = file.read()
    assert b"canary" not in content
    with Image.open(io.BytesIO(content)) as again:
        assert again.size == (40, 30)
        assert not again.getexif()


@pytest.mark.django_db(transaction=True)
def test_files_a_rollback_at_any_depth_takes_the_file_with_it(folder):
    by = people.user()
    with pytest.raises(RuntimeError), transaction.atomic():
        store(by=by)
        assert len(kept(folder)) == 1
        raise RuntimeError
    assert kept(folder) == []
    with transaction.atomic():
        kept_one = store(by=by)
        with pytest.raises(RuntimeError), transaction.atomic():
            store(by=by)
            raise RuntimeError
    assert [path.name for path in kept(folder)] == [kept_one.stored_as]


@pytest.mark.django_db(transaction=True)
def test_files_a_row_that_cannot_be_written_leaves_no_file(folder, monkeypatch):
    def full(*args, **kwargs):
        raise OSError

    by, about = people.user(), people.organisation()
    monkeypatch.setattr(StoredFile.objects, "create", full)
    with pytest.raises(OSError):
        store(by=by, about=about)
    assert kept(folder) == []


@pytest.mark.django_db(transaction=True)
def test_files_a_disk_that_cannot_be_written_leaves_no_row(monkeypatch, folder):
    by, about = people.user(), people.organisation()

    def full(*args):
        raise OSError

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError):
        store(by=by, about=about)
    assert not StoredFile.objects.exists()
    assert kept(folder) == []


@pytest.mark.django_db(transaction=True)
def test_files_are_given_out_as_downloads_only():
    answer = files.response(store(name='Zoë "x"\r\nSet-Cookie: a=b.pdf'))
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "filename*=utf-8''Zo%C3%AB" in answer["Content-Disposition"]
    assert "\r" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == PDF


@pytest.mark.django_db(transaction=True)
def test_files_erased_are_gone_and_a_missing_one_is_not_here(folder):
    stored = store()
    with pytest.raises(RuntimeError), transaction.atomic():
        files.erase(StoredFile.objects.get())
        raise RuntimeError
    assert len(kept(folder)) == 1
    files.erase(StoredFile.objects.get())
    assert kept(folder) == []
    with pytest.raises(NotHere):
        files.open_file(stored)


@pytest.mark.django_db(transaction=True)
def test_files_a_crash_leaves_only_what_the_sweep_removes(folder):
    store()
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / "ab00").write_bytes(b"left behind")
    from datetime import timedelta

    assert files.sweep() == 0
    assert files.sweep(timedelta(seconds=-5)) == 1
    assert len(kept(folder)) == 1


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\Report.PDF", "Report.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ('"><img>.pdf', "_img_.pdf"),
        ("", "file.pdf"),
        (None, "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 400, "x" * 150 + ".pdf"),
        ("Zoë’s letter.pdf", "Zoë’s letter.pdf"),
    ],
)
def test_files_hostile_names_become_plain_ones(name, clean):
    assert files.clean_name(name, "pdf") == clean


class Scanner(threading.Thread):
    """Answers one clamd INSTREAM conversation, and keeps what it was given."""

    def __init__(self, answer):
        super().__init__(daemon=True)
        self.answer, self.got = answer, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.start()

    def run(self):
        talk, _address = self.server.accept()
        with talk, talk.makefile("rb") as words:
            assert words.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", words.read(4))[0]:
                self.got += words.read(size)
            talk.sendall(self.answer)
        self.server.close()


@pytest.mark.django_db(transaction=True)
def test_files_are_scanned_where_a_scanner_is_named(settings, folder):
    by, about = people.user(), people.organisation()
    clean = Scanner(b"stream: OK\0")
    settings.CLAMD = clean.where
    store(by=by, about=about)
    assert clean.got == PDF
    settings.CLAMD = Scanner(b"stream: Eicar-Signature FOUND\0").where
    with pytest.raises(Invalid) as refused:
        store(by=by, about=about)
    assert "found something" in refused.value.fields["file"][0]
    for answer in (b"", b"stream: size limit exceeded. ERROR\0"):
        settings.CLAMD = Scanner(answer).where
        with pytest.raises(Invalid):
            store(by=by, about=about)
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(Invalid) as refused:
        store(by=by, about=about)
    assert "can't be reached" in refused.value.fields["file"][0]
    assert len(kept(folder)) == 1
