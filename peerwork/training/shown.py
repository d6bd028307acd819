"""Rows of training as the parts of a page: from what the reader may see and no more."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit.access import policy_of
from peerwork.kit.templatetags.ui import clock
from peerwork.placements.shown import button, facts, link, told  # noqa: F401  the words of facts are the same here
from peerwork.training.words import Domain, With


def verbs(row, words: dict[str, str], names: dict[str, str] | None = None, *, posts=()) -> list[dict]:
    """A button for each verb on offer: words by verb; those in `posts` act at once, the others open a form."""
    offered, names = policy_of(row).offers(row), names or {}
    return [
        button(text, f"training:{names.get(verb, verb)}", row.pk, post=verb in posts, version=row.version)
        for verb, text in words.items()
        if verb in offered
    ]


def when(moment) -> str:
    """Wednesday 2 December, 2pm."""
    local = timezone.localtime(moment)
    year = "" if local.year == timezone.localdate().year else f" {local.year}"
    return f"{date_format(local, 'l j F')}{year}, {clock(local)}"


def hours(value) -> str:
    """5 hours, 1.5 hours, 1 hour."""
    return _("1 hour") if value == 1 else _("%(count)s hours") % {"count": plain(value)}


def plain(value) -> str:
    """A number of hours with as many decimals as it needs: 6, 1.5, 0.25."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def ticked(choices, values) -> str:
    """The words of what was ticked."""
    words = dict(choices.choices)
    return ", ".join(str(words[value]) for value in values or () if value in words)


def together(edition) -> str:
    """With whom a course was made, in a sentence; nothing where nobody has said."""
    parts = []
    if edition.designed_with:
        parts.append(_("Designed with %(whom)s.") % {"whom": ticked(With, edition.designed_with).lower()})
    if edition.produced_with:
        parts.append(_("Written with %(whom)s.") % {"whom": ticked(With, edition.produced_with).lower()})
    return " ".join(parts)


def domains(module) -> str:
    return ticked(Domain, module.domains)


def back(text, name: str, *args) -> dict:
    return {"text": text, "url": reverse(f"training:{name}", args=args)}
