"""Badges to take along: an Open Badges 3.0 credential, signed (Data Integrity, eddsa-jcs-2022), with no name in it.

Who holds it is said by a salted hash of their address, so that the badge can be matched by its holder and nobody can
read a name out of it. Made only when the holder asks: a badge that says "peer" says something about a life.
"""

import gzip
import hashlib
import json
import secrets
from datetime import UTC, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.training.certificates import signing
from peerwork.training.certificates.models import Certificate, SigningKey

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LEAST_BITS = 131_072  # so long that one bit says nothing about who else is in the list
ED25519 = b"\xed\x01"  # what a multikey begins with


def address(name: str, *args) -> str:
    return settings.SITE_URL + reverse(f"training:{name}", args=args)


def canonical(value) -> bytes:
    """RFC 8785: our credentials hold words, lists and tables only, for which this is the whole of it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def base58(raw: bytes) -> str:
    """Multibase "z": base58 as Bitcoin writes it."""
    number, words = int.from_bytes(raw), ""
    while number:
        number, rest = divmod(number, 58)
        words = ALPHABET[rest] + words
    return "z" + "1" * (len(raw) - len(raw.lstrip(b"\0"))) + words


def from_base58(words: str) -> bytes:
    number = 0
    for letter in words.removeprefix("z"):
        number = number * 58 + ALPHABET.index(letter)
    raw = number.to_bytes((number.bit_length() + 7) // 8)
    body = words.removeprefix("z")
    return b"\0" * (len(body) - len(body.lstrip("1"))) + raw


def instant(day) -> str:
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def issuer(key: SigningKey) -> dict:
    """Who signs: the document behind the issuer's address, with the public half of the key."""
    home = address("issuer", key.uuid)
    return {
        "@context": [
            "https://www.w3.org/ns/cid/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": home,
        "type": "Profile",
        "name": key.organisation.name,
        "verificationMethod": [
            {
                "id": f"{home}#key",
                "type": "Multikey",
                "controller": home,
                "publicKeyMultibase": base58(ED25519 + signing.decoded(key.public_key)),
            }
        ],
        "assertionMethod": [f"{home}#key"],
    }


def revoked(key: SigningKey) -> dict:
    """Which badges of this issuer no longer hold, as a W3C bitstring status list: one bit for each, and no names."""
    taken_back = list(Certificate.objects.filter(key=key, status="revoked").values_list("pk", flat=True))
    bits = bytearray(-(-max([LEAST_BITS - 1, *taken_back]) // 8) + 1)
    for number in taken_back:
        bits[number // 8] |= 128 >> number % 8
    home = address("revoked", key.uuid)
    listed = {
        "@context": CONTEXTS[:1],
        "id": home,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": address("issuer", key.uuid),
        "validFrom": instant(key.made_on),
        "credentialSubject": {
            "id": f"{home}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + signing.encoded(gzip.compress(bytes(bits), mtime=0)),
        },
    }
    return prove(listed, key)


def status_of(certificate: Certificate) -> dict:
    """Where a badge says to look whether it still holds."""
    home = address("revoked", certificate.key.uuid)
    return {
        "id": f"{home}#{certificate.pk}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(certificate.pk),
        "statusListCredential": home,
    }


def credential(certificate: Certificate) -> dict:
    """The signed badge of a certificate."""
    key, edition = certificate.key, certificate.enrolment.edition
    achievement = {
        "id": address("achievement", edition.pk),
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": certificate.title,
        "description": edition.curriculum.summary or certificate.title,
        "criteria": {"narrative": criteria(edition)},
    }
    subject = {"type": ["AchievementSubject"], "achievement": achievement}
    person = certificate.enrolment.learner.person
    learner = person.user or certificate.enrolment.learner.visitor
    if email := getattr(learner, "email", "") or person.home_email or person.work_email:
        subject["identifier"] = [identity(email)]
    badge = {
        "@context": CONTEXTS,
        "id": f"urn:uuid:{certificate.uuid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.title,
        "issuer": {"id": address("issuer", key.uuid), "type": ["Profile"], "name": certificate.issuer},
        "validFrom": instant(certificate.issued_on),
        "credentialSubject": subject,
        "credentialStatus": status_of(certificate),
    }
    if certificate.valid_until:
        badge["validUntil"] = instant(certificate.valid_until)
    return prove(badge, key)


def criteria(edition) -> str:
    words = _("Attended at least %(part)d%% of %(hours)s hours")
    hours = sum(module.hours for module in edition.modules.filter(dropped=False))
    said = words % {"part": edition.threshold, "hours": f"{hours:g}" if hours % 1 else f"{hours:.0f}"}
    parts = [part.title for part in edition.assessments.filter(dropped=False, for_accreditation=False)]
    return f"{said}; {', '.join(parts)}." if parts else f"{said}."


def identity(email: str) -> dict:
    salt = secrets.token_hex(8)
    digest = hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def prove(badge: dict, key: SigningKey) -> dict:
    options = {
        "@context": badge["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": timezone.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": f"{address('issuer', key.uuid)}#key",
        "proofPurpose": "assertionMethod",
    }
    return badge | {"proof": options | {"proofValue": base58(signing.sign(key, digest(badge, options)))}}


def digest(badge: dict, options: dict) -> bytes:
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(badge)).digest()


def proves(badge: dict, public_key: str) -> bool:
    """Whether a badge is as it was signed."""
    body = {name: value for name, value in badge.items() if name != "proof"}
    proof = dict(badge.get("proof") or {})
    signature = from_base58(proof.pop("proofValue", "z"))
    return signing.verify(public_key, signature, digest(body, proof))
