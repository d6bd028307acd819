"""What is told to whom: that something waits or was answered, one link, and nothing of what was written."""

from django.db.models import Model

from peerwork.kit import outbox
from peerwork.people.models import User, live
from peerwork.placements.models import Away


def tell(user: User | None, rule: str, key: str, *, title: str, words: str, about: Model) -> bool:
    """One message to one person, once for this rule and key; False for somebody without an account, or away."""
    if user is None or not user.is_active:
        return False
    if Away.objects.filter(live(), person__user=user, cancelled_on__isnull=True).exists():
        return False
    outbox.send(
        rule=f"development.{rule}",
        subject_key=key,
        to=user,
        template="development/news",
        context={"title": title, "words": words, "url": about.get_absolute_url()},
        about=about,
    )
    return True
