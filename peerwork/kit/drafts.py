"""What somebody has typed and not yet sent: theirs alone, without history, truly gone when they erase it."""

import json
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import sealed
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


# A form sent when the session had ended: sealed, because it may hold what no table may show -------------------------
def _of_page(request) -> tuple[str, UUID]:
    return f"page:{request.path}", uuid5(NAMESPACE_URL, f"{request.user.pk}:{request.path}")


def keep_sent(request) -> bool:
    """Keep what was sent in a form, for when its sender has signed in again; whether there was anything to keep."""
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER}
    if not any(any(values) for name, values in fields.items() if name != "version"):
        return False
    (key, record), text = _of_page(request), json.dumps(fields)
    try:
        if len(text) > LARGEST:
            return False
        save(request.user, key, {"sealed": str(record)})
    except Invalid:
        return False
    sealed.erase(record)
    sealed.write(record, "page", text, by=request.user)
    return True


def sent_before(request) -> QueryDict | None:
    """What the reader sent in this page's form as their session ended, and has not sent again."""
    if not request.user.is_authenticated or not load(request.user, _of_page(request)[0]):
        return None
    again = QueryDict(mutable=True)
    for name, values in json.loads(sealed.read(_of_page(request)[1], "page") or "{}").items():
        again.setlist(name, values)
    return again


def sent_again(request) -> None:
    """It is through now."""
    if request.user.is_authenticated:
        key, record = _of_page(request)
        if load(request.user, key):
            erase(request.user, key)
            sealed.erase(record)


def tidy() -> int:
    """Erase what nobody has touched for three months; how many there were."""
    old = Draft.objects.filter(saved_at__lt=timezone.now() - KEEP)
    for fields in old.filter(key__startswith="page:").values_list("fields", flat=True):
        sealed.erase(UUID(fields["sealed"]))
    return old.delete()[0]
