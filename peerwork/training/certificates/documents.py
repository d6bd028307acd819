"""Signed JSON files that leave: the proof put in, and whether a file is as it was signed by the key it names."""

from peerwork.training.certificates import signing
from peerwork.training.certificates.badges import ED25519, base58, canonical, from_base58
from peerwork.training.certificates.models import SigningKey


def signed(body: dict, key: SigningKey) -> dict:
    proof = {
        "type": "Ed25519",
        "publicKeyMultibase": base58(ED25519 + signing.decoded(key.public_key)),
        "signature": base58(signing.sign(key, canonical(body))),
    }
    return body | {"proof": proof}


def proves(found: dict) -> bool:
    """Whether a file is as it was signed, by the key it names."""
    proof = found.get("proof")
    try:
        key = from_base58(proof["publicKeyMultibase"])
        signature = from_base58(proof["signature"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    body = {name: value for name, value in found.items() if name != "proof"}
    fits = proof.get("type") == "Ed25519" and key.startswith(ED25519)
    return fits and signing.verify(signing.encoded(key[len(ED25519) :]), signature, canonical(body))
