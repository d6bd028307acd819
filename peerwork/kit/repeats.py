"""The same request sent twice is done once: the first answer is kept for a day under the key its sender chose."""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.errors import Invalid, Refused
from peerwork.kit.jobs import due
from peerwork.kit.models import Repeat

KEPT = timedelta(hours=24)


class KeyReused(Refused):
    """The key came before, with something else in the request."""

    status = 422
    words = _("This Idempotency-Key was used for a different request. Choose a new key for a new request.")


def once(user, key: str, fingerprint: str, work: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """The status and text that `work` answers; for a key that came before, what it answered then.

    The key is written in the work's own transaction, so twenty at the same moment wait for the first, and work that is
    refused leaves nothing behind. Raises Invalid for a key that is too long, KeyReused, and whatever `work` raises.
    """
    if not (1 <= len(key) <= 120 and key.isascii() and key.isprintable()):
        raise Invalid(fields={"Idempotency-Key": [_("Use 1 to 120 letters, numbers and signs.")]})
    with transaction.atomic():
        Repeat.objects.filter(user=user, key=key, at__lt=timezone.now() - KEPT).delete()
        try:
            with transaction.atomic():
                repeat = Repeat.objects.create(user=user, key=key, fingerprint=fingerprint)
        except IntegrityError:
            before = Repeat.objects.get(user=user, key=key)
            if before.fingerprint != fingerprint:
                raise KeyReused() from None
            return before.status, before.body
        repeat.status, repeat.body = work()
        repeat.save(update_fields=["status", "body"])
        return repeat.status, repeat.body


@due(every=60, name="kit.repeats")
def forget_repeats() -> None:
    """Answers are kept a day, not longer: they hold what their reader was shown."""
    Repeat.objects.filter(at__lt=timezone.now() - KEPT).delete()
