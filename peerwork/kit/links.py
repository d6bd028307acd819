"""One-use links, with a code sent apart from them: for people without a password, and for invitations.

Only keyed hashes are kept. A link that is unknown, used, ended or withdrawn, and a wrong code, are told apart nowhere.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from peerwork.kit import outbox
from peerwork.kit.errors import Invalid, NotHere, TooMany
from peerwork.kit.models import Link, Message

CODE_MINUTES = 10
TRIES = 5  # a code; then another must be sent
PAUSE = timedelta(seconds=60)
CODES_A_DAY = 10  # with five tries each, guessing a link's code for a month succeeds once in 600 times

outbox.register("code", lambda user, message: True, urgent=True, secret=True)


def issue(purpose: str, *, days: int, user=None, email: str = "", about: Model | None = None) -> str:
    """A new link's token (256 random bits), to be put in one message and nowhere else; the link ends after `days`."""
    if (user is None) == (not email):
        raise ValueError("A link is for a user or for an address.")
    token = secrets.token_urlsafe(32)
    Link.objects.create(
        purpose=purpose,
        user=user,
        email=email,
        token_hash=_hash("token", token),
        expires_at=timezone.now() + timedelta(days=days),
        about_model=about._meta.label if about is not None else "",
        about_id=about.pk if about is not None else None,
    )
    return token


def open(token: str, *, purpose: str = "") -> Link:
    """The live link of this token; raises NotHere for any other."""
    link = _live().filter(token_hash=_hash("token", token or "")).select_related("user").first() if token else None
    if link is None or (purpose and link.purpose != purpose) or (link.user and not link.user.is_active):
        raise NotHere()
    return link


def send_code(link: Link) -> None:
    """Send six digits to the link's owner, good for ten minutes; raises TooMany within a minute, or after ten a day."""
    now = timezone.now()
    with transaction.atomic():
        link = _locked(link)
        codes = Message.objects.filter(rule="code", subject_key__startswith=f"link:{link.pk}:")
        if link.code_sent_at and link.code_sent_at > now - PAUSE:
            raise TooMany(wait=int((link.code_sent_at + PAUSE - now).total_seconds()) + 1)
        if codes.filter(created_at__gt=now - timedelta(days=1)).count() >= CODES_A_DAY:
            raise TooMany(wait=3600)
        code = f"{secrets.randbelow(1_000_000):06}"
        link.code_hash, link.code_sent_at, link.tries = _hash("code", f"{link.pk}:{code}"), now, 0
        link.save(update_fields=["code_hash", "code_sent_at", "tries"])
        outbox.send(
            rule="code",
            subject_key=f"link:{link.pk}:{codes.count()}",
            to=link.user,
            email=link.email,
            template="code",
            context={"code": code, "minutes": CODE_MINUTES},
        )


def redeem(link: Link, code: str) -> Link:
    """Use the link up with the code that was sent; raises Invalid for a wrong code, TooMany after five tries.

    Not to be called inside a transaction that the refusal would roll back: the try must stay counted.
    """
    code = "".join(str(code or "").split())
    with transaction.atomic():
        link = _locked(link)
        fresh = link.code_sent_at and link.code_sent_at > timezone.now() - timedelta(minutes=CODE_MINUTES)
        too_many = link.tries >= TRIES
        link.tries = min(link.tries + 1, TRIES)
        right = (
            not too_many
            and bool(fresh and code and link.code_hash)
            and constant_time_compare(link.code_hash, _hash("code", f"{link.pk}:{code}"))
        )
        if right:
            link.used_at, link.code_hash = timezone.now(), ""
        link.save(update_fields=["tries", "used_at", "code_hash"])
    if too_many:
        raise TooMany(_("That was too many tries. Ask for a new code."), wait=int(PAUSE.total_seconds()))
    if not right:
        raise Invalid(fields={"code": [_("This code is not right, or has ended. Check it, or ask for a new one.")]})
    return link


def use(link: Link) -> Link:
    """Use up a link that needs no code (an invitation); raises NotHere when somebody was faster."""
    if not _live().filter(pk=link.pk).update(used_at=timezone.now()):
        raise NotHere()
    link.refresh_from_db()
    return link


def revoke(*, about: Model | None = None, user=None, purpose: str = "") -> int:
    """Withdraw the links about a row, or of a user; how many there were.

    Also those used up already: what a visitor's session may open hangs on their link.
    """
    if about is None and user is None:
        raise ValueError("Say whose links, or links about what.")
    links = Link.objects.filter(revoked_at__isnull=True)
    if about is not None:
        links = links.filter(about_model=about._meta.label, about_id=about.pk)
    if user is not None:
        links = links.filter(user=user)
    if purpose:
        links = links.filter(purpose=purpose)
    return links.update(revoked_at=timezone.now(), code_hash="")


def _live():
    return Link.objects.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


def _locked(link: Link) -> Link:
    locked = _live().select_for_update().filter(pk=link.pk).first()
    if locked is None:
        raise NotHere()
    return locked


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"peerwork.links.{kind}", value, algorithm="sha256").hexdigest()
