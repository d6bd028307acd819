"""The keys of people's own programs: made once, shown once, kept only as a hash."""

import hashlib
import hmac
import re
import secrets

from django.utils import timezone

from peerwork.people.models import ApiToken, User

KEY = re.compile(r"pw_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")
NOBODY = "0" * 64


def mint() -> tuple[str, str, str]:
    """A new key's prefix (8 characters, kept), secret (43 characters, shown once) and the hash that is kept of it."""
    secret = secrets.token_urlsafe(32)
    return secrets.token_hex(4), secret, hash_of(secret)


def written(prefix: str, secret: str) -> str:
    """The key as its owner copies it."""
    return f"pw_{prefix}_{secret}"


def hash_of(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()


def verify(header: str) -> tuple[User, ApiToken] | None:
    """Whose key an `Authorization: Bearer pw_…` header holds; None for any key that does not, or no longer, opens."""
    kind, _space, key = header.partition(" ")
    parts = KEY.fullmatch(key.strip())
    if kind.lower() != "bearer" or parts is None:
        return None
    prefix, secret = parts.groups()
    token = ApiToken.objects.select_related("user").filter(prefix=prefix).first()
    # An unknown prefix takes as long as a wrong secret.
    right = hmac.compare_digest(token.secret_hash if token else NOBODY, hash_of(secret))
    today = timezone.localdate()
    if not (right and token and token.revoked_at is None and token.expires_on >= today):
        return None
    if not (token.user.is_active and token.user.kind == User.Kind.ACCOUNT):
        return None
    if token.last_used_on != today:  # once a day: a busy program must not turn every reading into a write
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token.user, token
