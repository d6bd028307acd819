"""An organisation's own words: where the product says "service user" or "peer worker", people read what is said there.

Only the product's own words change, as they pass gettext; what people wrote is theirs and stays as it is.
"""

import re

from django.utils.translation import trans_real

from peerwork.home.context import chosen

SAID = re.compile(r"\b(service users?|peer workers?)\b", re.IGNORECASE)
# A translated sentence is trusted by the templates, so nothing but words may come into it, whatever the database holds.
WORDS = re.compile(r"[\w’ -]+")


def spoken(own) -> dict[str, str]:
    """The product's word -> the organisation's, one and several; words it has not chosen are left out."""
    if own is None:
        return {}
    found = {}
    for ours, one, many in (
        ("service user", own.word_service_user, own.words_service_users),
        ("peer worker", own.word_peer_worker, ""),
    ):
        if one and WORDS.fullmatch(one):
            found[ours] = one
            found[f"{ours}s"] = many if many and WORDS.fullmatch(many) else f"{one}s"
    return found


def said(text: str, words: dict[str, str]) -> str:
    """A sentence of the product in an organisation's words; a capital at its place is kept."""

    def own(match: re.Match) -> str:
        word = words.get(match[0].lower(), match[0])
        return word[:1].upper() + word[1:] if match[0][0].isupper() else word

    return SAID.sub(own, text)


class Worded:
    """The translation that is active, with an organisation's own words put in; asked for only where one is said."""

    def __init__(self, plain, user):
        self._plain, self._user, self._words = plain, user, None

    def __getattr__(self, name):
        return getattr(self._plain, name)

    def gettext(self, message):
        return self._told(self._plain.gettext(message))

    def ngettext(self, one, many, number):
        return self._told(self._plain.ngettext(one, many, number))

    def _told(self, text: str) -> str:
        if not SAID.search(text):
            return text
        if self._words is None:
            self._words = spoken(chosen(self._user))
        return said(text, self._words) if self._words else text


class OwnWords:
    """Middleware: whoever is signed in reads the words of their organisation."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = getattr(request, "user", None)
        plain = getattr(trans_real._active, "value", None)
        if plain is None or user is None or not user.is_authenticated:
            return self.get_response(request)
        trans_real._active.value = Worded(plain, user)
        try:
            return self.get_response(request)
        finally:
            trans_real._active.value = plain
