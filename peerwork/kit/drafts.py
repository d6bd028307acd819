"""What somebody has typed and not yet sent: theirs alone, without history, truly gone when they erase it."""

import json
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.models import Draft

KEEP = timedelta(days=90)
LARGEST = 200_000  # characters of one form
MOST = 200  # drafts of one person
NEVER = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code")


def save(user, key: str, fields: dict) -> datetime:
    """Keep what is in a form, in place of what was kept; when it was saved. Raises Invalid when it is too much."""
    fields = {name: value for name, value in fields.items() if name not in NEVER}
    if len(key) > 120 or len(json.dumps(fields)) > LARGEST:
        raise Invalid(_("This is too long to be kept for later. Shorten it, or send it in parts."))
    mine = Draft.objects.filter(user=user)
    if not mine.filter(key=key).exists() and mine.count() >= MOST:
        raise Invalid(_("You have too many unfinished forms. Finish or erase some first."))
    draft, _new = Draft.objects.update_or_create(
        user=user, key=key, defaults={"fields": fields, "saved_at": timezone.now()}
    )
    return draft.saved_at


def load(user, key: str) -> dict:
    """What was kept for this form, or nothing."""
    return Draft.objects.filter(user=user, key=key).values_list("fields", flat=True).first() or {}


def saved_at(user, key: str) -> datetime | None:
    return Draft.objects.filter(user=user, key=key).values_list("saved_at", flat=True).first()


def erase(user, key: str) -> None:
    """Gone for good; the verb that sends the form calls this too."""
    Draft.objects.filter(user=user, key=key).delete()


def tidy() -> int:
    """Erase what nobody has touched for three months; how many there were."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - KEEP).delete()[0]
