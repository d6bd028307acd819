"""What is told to whom about a start: nothing of what a check says, one link, each step once."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import links, outbox
from peerwork.kit.models import Message
from peerwork.people.models import User
from peerwork.recruitment.starting.checks.models import Reference
from peerwork.recruitment.starting.models import Starter

LINK_DAYS, REFEREE_DAYS = 14, 28


def tell(user: User | None, rule: str, key: str, *, title: str, words: str, path: str, about, on=None) -> bool:
    """One message to somebody who signs in, once for this rule, key and day."""
    if user is None or not user.is_active or user.kind != User.Kind.ACCOUNT:
        return False
    outbox.send(
        rule=f"starting.{rule}",
        subject_key=key,
        to=user,
        on=on,
        template="starting/news",
        context={"title": title, "words": words, "url": path},
        about=about,
    )
    return True


def tell_starter(starter: Starter, rule: str, key: str, *, title: str, words: str, about=None, on=None) -> bool:
    """One message to the starter; without an account they get a new one-use link with it."""
    user = starter.person.user
    path = reverse("starting:mine", args=[starter.pk])
    if user is None or starter.person.died_on:
        return False
    if user.kind == User.Kind.ACCOUNT:
        return tell(user, rule, key, title=title, words=words, path=path, about=starter, on=on)
    return _by_link(user, "starter", rule, key, title, words, starter, LINK_DAYS, on)


def ask_referee(reference: Reference) -> None:
    """Write to the referee; the link of an earlier letter stops working."""
    name, user = str(reference.person), reference.referee
    title = _("A reference for %(name)s") % {"name": name}
    words = _(
        "%(name)s has told us that you know them. A few questions, ten minutes. Please leave out anything about health."
    ) % {"name": name}
    key, today = f"reference:{reference.pk}:{reference.version}", timezone.localdate()
    if user.kind == User.Kind.ACCOUNT:
        tell(user, "reference", key, title=title, words=words, path=reference.get_absolute_url(), about=reference)
        return
    links.revoke(about=reference)
    _by_link(user, "reference", "reference", key, title, words, reference, REFEREE_DAYS, today)


def remind_referee(reference: Reference, on: date) -> bool:
    """One reminder, with a new link."""
    user, title = reference.referee, _("A reminder: a reference for %(name)s") % {"name": reference.person}
    words, key = _("We have not had your answer yet. Thank you for your help."), f"reference:{reference.pk}"
    if user.kind == User.Kind.ACCOUNT:
        path = reference.get_absolute_url()
        return tell(user, "remind", key, title=title, words=words, path=path, about=reference, on=on)
    return _by_link(user, "reference", "remind", key, title, words, reference, REFEREE_DAYS, on)


def _by_link(user, purpose: str, rule: str, key: str, title, words, about, days: int, on) -> bool:
    on = on or timezone.localdate()
    if Message.objects.filter(rule=f"starting.{rule}", subject_key=key, on=on, to=user).exists():
        return False  # a link is made only for a message that goes
    token = links.issue(purpose, days=days, user=user, about=about)
    outbox.send(
        rule=f"starting.{rule}",
        subject_key=key,
        to=user,
        on=on,
        template="starting/link",
        context={"title": title, "words": words, "days": days, "url": reverse("people:link", args=[token])},
        about=about,
    )
    return True
