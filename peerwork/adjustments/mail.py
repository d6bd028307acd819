"""What is told to whom: that something has changed, one link, and no word of what or why."""

from django.utils.translation import gettext as _

from peerwork.kit import outbox
from peerwork.people.models import User, live
from peerwork.placements.models import Away


def is_away(user: User) -> bool:
    return Away.objects.filter(live(), person__user=user, cancelled_on__isnull=True).exists()


def tell(user: User | None, rule: str, key: str, *, words: str, url: str, about, title: str = "", on=None,
         even_away: bool = False, urgent: bool | None = None) -> bool:  # fmt: skip
    """One message to one person, once for this rule, key and day; False without an account, or while they are away."""
    if user is None or not user.is_active or (not even_away and is_away(user)):
        return False
    outbox.send(
        rule=f"adjustments.{rule}",
        subject_key=key,
        to=user,
        on=on,
        template="adjustments/news",
        context={"title": title or _("An update about work arrangements"), "words": words, "url": url},
        about=about,
        urgent=urgent,
    )
    return True


def send_link(step, token: str) -> None:
    """The one-use link of somebody outside: it opens one step, and nothing of why it is needed."""
    outbox.send(
        rule="adjustments.link",
        subject_key=f"step:{step.pk}:{step.version}",
        to=step.owner,
        template="adjustments/step",
        urgent=False,
        context={"title": _("Something to do for a colleague’s work arrangements"), "url": f"/l/{token}/",
                 "words": _("You have been asked to do something. The link shows what; say there when it is done.")},
        about=step,
    )  # fmt: skip
