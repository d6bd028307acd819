"""Words that may ask about health: nobody is asked about it before an offer (Equality Act 2010, section 60)."""

import re

from django.utils.translation import gettext as _

WORDS = re.compile(
    r"\b(diagnos\w*|admissions?|admitted|sectioned|medication|medicines?|sickness|sick (leave|days?|record)|illness\w*|"
    r"symptoms?|disorders?|hospitali[sz]\w*|health (record|history|condition)|medical (record|history))\b",
    re.I,
)


def found(*texts: str) -> str:
    """The first word that may ask about health, or nothing."""
    return next((match[0] for text in texts if (match := WORDS.search(text or ""))), "")


def note(word: str) -> str:
    return _(
        "“%(word)s” may ask about health. Before an offer nobody may be asked about diagnosis, admissions, "
        "medication or sickness. Write what the person needs to be able to do; or tick the box if this asks "
        "nothing about health."
    ) % {"word": word}
