"""Certificates can be checked by anybody; what was changed or taken back fails; a badge is the holder's own wish."""

import gzip
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from django.urls import reverse
from PIL import Image

from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.training.certificates import actions, badges, queries, reports
from peerwork.training.certificates.models import Certificate
from tests.training import qr

HERE = [folder / "shared" / "data" / "open_badges_context-3.0.3.json" for folder in Path(__file__).parents]
CONTEXT = next((path for path in HERE if path.exists()), None)  # beside the repository, on some machines


@pytest.fixture
def certificate(world):
    return world.row("training.Certificate/worker")


# The check ----------------------------------------------------------------------------------------------------------
def test_whoever_holds_the_code_sees_that_it_is_valid(world, certificate, client):
    page = client.get(reverse("training:checked", args=[certificate.code]))
    assert page.status_code == 200
    words = page.content.decode()
    assert "This certificate is valid." in words and certificate.holder in words and certificate.title in words
    typed = certificate.code.lower().replace("-", " ")
    assert queries.checked(typed) == queries.checked(certificate.code)


def test_a_code_nobody_gave_out_is_not_found(world, client):
    assert client.get(reverse("training:check"), {"code": "AAAA-BBBB-CCCC"}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("holder", "Somebody Else"), ("title", "Another course"), ("hours", 99), ("award", "accredited"),
     ("issued_on", "2020-01-01"), ("signature", "A" * 86)],
)  # fmt: skip
def test_a_changed_certificate_fails_the_check(certificate, client, field, value):
    Certificate.objects.filter(pk=certificate.pk).update(**{field: value})  # as somebody with the database might
    assert queries.checked(certificate.code).state == "changed"
    words = client.get(reverse("training:checked", args=[certificate.code])).content.decode()
    assert "does not say what was issued" in words and "This certificate is valid." not in words


def test_a_certificate_taken_back_fails_the_check(world, certificate, client):
    with pytest.raises(Invalid):  # the learner is told why
        actions.revoke(certificate, by=world.cast.training_lead, revoked_because=" ")
    actions.revoke(certificate, by=world.cast.training_lead, revoked_because="The wrong name")
    assert queries.checked(certificate.code).state == "revoked"
    assert "is valid" not in client.get(reverse("training:checked", args=[certificate.code])).content.decode()
    assert _bit(client, certificate)


def _bit(client, certificate) -> bool:
    """The badge's own bit in the published list, which is signed like a badge."""
    listed = client.get(reverse("training:revoked", args=[certificate.key.uuid])).json()
    assert badges.proves(listed, certificate.key.public_key)
    words = listed["credentialSubject"]["encodedList"]
    bits = gzip.decompress(badges.signing.decoded(words.removeprefix("u")))
    assert len(bits) * 8 >= 131_072
    return bool(bits[certificate.pk // 8] >> (7 - certificate.pk % 8) & 1)


def test_a_badge_says_where_to_look_whether_it_still_holds(world, certificate, client):
    status = certificate.badge["credentialStatus"]
    assert status["type"] == "BitstringStatusListEntry" and status["statusListIndex"] == str(certificate.pk)
    assert _path(status["statusListCredential"]) == reverse("training:revoked", args=[certificate.key.uuid])
    assert not _bit(client, certificate)


def test_what_a_retired_key_signed_stays_valid(world, certificate):
    actions.retire_key(certificate.key, by=world.cast.administrator)
    assert queries.checked(certificate.code).valid
    other = actions.key_of(certificate.key.organisation)
    assert other.pk != certificate.key_id


def test_nobody_certifies_what_was_not_earned_or_their_own(world):
    carer = world.row("training.Enrolment/carer")
    with pytest.raises(Invalid):
        actions.issue(by=world.cast.training_lead, enrolment=carer)
    with pytest.raises(Invalid):
        actions.issue(by=world.cast.training_lead, enrolment=carer, award="completion")
    with pytest.raises(NotAllowed):
        actions.issue(by=world.cast.worker, enrolment=world.row("training.Enrolment/worker"), award="attendance")


# On paper -----------------------------------------------------------------------------------------------------------
def test_the_paper_says_what_was_signed_and_is_tagged(world, certificate):
    body = reports.sheet(certificate)
    document = pypdf.PdfReader(io.BytesIO(body))
    words = " ".join(document.pages[0].extract_text().split())
    assert len(document.pages) == 1
    for said in (certificate.holder, certificate.title, certificate.code, certificate.issuer, "6 hours"):
        assert said in words, said
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-gb"
    tags = re.findall(r"/S /(\w+)", str(_walk(root["/StructTreeRoot"])))
    assert tags.count("H1") == 1 and "Figure" in tags and tags.count("P") >= 6
    fonts = subprocess.run(["pdffonts", "-"], input=body, capture_output=True, check=True).stdout.decode()
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:]), fonts


def _walk(element, depth: int = 0) -> str:
    element = element.get_object()
    found = f"/S {element['/S']} " if "/S" in element else ""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and "/S" in kid:
            found += _walk(kid, depth + 1)
    return found


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not here")
def test_the_square_code_leads_to_the_check_page(certificate, client, tmp_path):
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(reports.sheet(certificate))
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", paper, tmp_path / "page"], check=True)
    page = Image.open(next(tmp_path.glob("page*.png"))).convert("L")
    dot = 200 / 25.4
    corner = (59 * dot, page.height - 49 * dot, 91 * dot, page.height - 17 * dot)
    said = qr.read(page.crop(tuple(map(round, corner))))
    assert said == badges.address("checked", certificate.code)
    path = said.removeprefix(said.partition("/training/")[0])
    assert "This certificate is valid." in client.get(path).content.decode()


def test_a_changed_certificate_is_not_printed(world, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(holder="Somebody Else")
    answer = world.client("worker").get(reverse("training:certificate_pdf", args=[certificate.pk]))
    assert answer.status_code == 409


# Badges -------------------------------------------------------------------------------------------------------------
def test_a_badge_is_made_only_for_its_holder_who_asks(world, certificate):
    with pytest.raises(NotAllowed):
        actions.ask_badge(certificate, by=world.cast.training_lead)
    gone = actions.drop_badge(certificate, by=world.cast.worker)
    assert gone.badge is None
    with pytest.raises(Conflict):
        actions.drop_badge(gone, by=world.cast.worker)
    lead = world.client("training_lead").get(reverse("training:badge_of", args=[certificate.enrolment_id]))
    assert lead.status_code == 403


def test_a_badge_has_what_open_badges_3_asks_for(certificate):
    badge = certificate.badge
    assert {"@context", "id", "type", "issuer", "validFrom", "credentialSubject"} <= badge.keys()
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", badge["validFrom"])
    achievement = badge["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= achievement.keys()
    assert achievement["criteria"]["narrative"] and achievement["type"] == ["Achievement"]
    assert {"id", "type", "name"} <= badge["issuer"].keys()
    assert certificate.holder not in json.dumps(badge), "the badge names nobody"
    assert "id" not in badge["credentialSubject"]


def test_a_badge_is_proved_by_the_issuers_published_key(certificate, client):
    badge = json.loads(json.dumps(certificate.badge))
    published = client.get(_path(badge["issuer"]["id"])).json()
    method = published["verificationMethod"][0]
    assert badge["proof"]["verificationMethod"] == method["id"] in published["assertionMethod"]
    raw = badges.from_base58(method["publicKeyMultibase"])
    assert raw[:2] == badges.ED25519 and badges.signing.encoded(raw[2:]) == certificate.key.public_key
    assert badges.proves(badge, certificate.key.public_key)
    badge["credentialSubject"]["achievement"]["name"] = "Something grander"
    assert not badges.proves(badge, certificate.key.public_key)


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_what_a_badge_is_for_can_be_read_by_anybody(certificate, client):
    words = client.get(_path(certificate.badge["credentialSubject"]["achievement"]["id"])).content.decode()
    assert certificate.title in words and "Attended at least 80% of 6 hours; A short talk." in words
    draft = certificate.enrolment.edition.curriculum.versions.get(status="draft")
    assert client.get(reverse("training:achievement", args=[draft.pk])).status_code == 404


def test_base58_goes_both_ways():
    for raw in (b"\0\0\1", b"hello", bytes(range(34)), b"\xed\x01" + b"\xff" * 32):
        assert badges.from_base58(badges.base58(raw)) == raw
    assert badges.base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"  # the example of the multibase draft


V2 = {  # the terms of the credentials context that our badges use; it is not at hand without a network
    "id", "type", "name", "issuer", "validFrom", "validUntil", "credentialSubject", "credentialStatus", "proof",
    "BitstringStatusListEntry", "statusPurpose", "statusListIndex", "statusListCredential",
}  # fmt: skip


@pytest.mark.skipif(CONTEXT is None, reason="the context file is not here")
def test_every_word_of_a_badge_is_defined_by_its_contexts(certificate):
    """What a reader of linked data does with it, offline: each term is looked up in the context that holds there."""
    context = json.loads(CONTEXT.read_text())["@context"]
    known = context if isinstance(context, dict) else {key: value for part in context for key, value in part.items()}
    badge = {key: value for key, value in certificate.badge.items() if key not in ("@context", "proof")}
    assert not [key for key in badge if key not in V2 and key not in known]
    status = badge.pop("credentialStatus")
    assert {status.pop("type"), *status} <= V2
    _defined(badge["issuer"], known, known)
    _defined(badge["credentialSubject"], known, known)


def _defined(value, terms: dict, top: dict) -> None:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        kinds = each.get("type", [])
        here = dict(terms)
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            assert kind in top, f"type {kind} is not defined"
            here |= top[kind].get("@context", {}) if isinstance(top[kind], dict) else {}
        for key, inner in each.items():
            assert key in here or key in V2, f"{key} is not defined for {kinds}"
            scoped = here.get(key, {})
            nested = scoped.get("@context", {}) if isinstance(scoped, dict) else {}
            _defined(inner, top | nested, top)
