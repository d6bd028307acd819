"""What a certificate says, in one fixed form, and the Ed25519 signature over it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from peerwork.kit import sealed
from peerwork.training.certificates.models import Certificate, SigningKey

SEALED = "private_key"


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def new_pair() -> tuple[str, str]:
    """A new key: its public half, and its secret half to be sealed."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return encoded(public), encoded(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))


def sign(key: SigningKey, content: bytes) -> bytes:
    secret = Ed25519PrivateKey.from_private_bytes(decoded(sealed.read(key.uuid, SEALED)))
    return secret.sign(content)


def verify(public_key: str, signature: bytes, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(decoded(public_key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def content(certificate: Certificate) -> bytes:
    """Everything the certificate says, always written the same way."""
    said = {
        "uuid": str(certificate.uuid),
        "code": certificate.code,
        "enrolment": certificate.enrolment_id,
        "award": certificate.award,
        "holder": certificate.holder,
        "title": certificate.title,
        "issuer": certificate.issuer,
        "hours": f"{certificate.hours:.2f}",
        "credential": certificate.credential,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else "",
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_unchanged(certificate: Certificate) -> bool:
    """Whether it still says what was signed."""
    return verify(certificate.key.public_key, decoded(certificate.signature), content(certificate))
