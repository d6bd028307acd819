"""Record numbers as keyed hashes: the same number gives the same key here, and nobody can go back from the key."""

from hashlib import blake2b

from django.conf import settings


def secret(table: str) -> bytes:
    """What goes before a number of this table; derived from the first sealing key, so it is not in the database."""
    sealing = settings.SEAL_KEYS[0].partition(":")[2].encode()
    return blake2b(sealing, digest_size=32, person=b"care records", salt=table.encode()[:16]).digest()


def keyed(prefix: bytes, number: str) -> int:
    """A number below 2**63 and never 0, which stands for none."""
    return int.from_bytes(blake2b(prefix + number.encode(), digest_size=8).digest(), "big") >> 1 or 1
