"""The fields of an offer letter: `{{ first_name }}` and the like are filled in, and nothing else is understood."""

import re

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "first_name": _("what they like to be called"),
    "full_name": _("first and last name"),
    "post": _("title of the post"),
    "team": _("team"),
    "employer": _("employer"),
    "host": _("organisation they will work in"),
    "contract": _("kind of contract"),
    "band": _("band of the post"),
    "wte": _("hours, in WTE"),
    "offered_on": _("day of the offer"),
    "answer_by": _("day to answer by"),
    "ends_on": _("last day of a fixed term"),
    "contact": _("HR contact"),
}
FIELD = re.compile(r"{{\s*(\w*)\s*}}")
DEFAULT = """Dear {{ first_name }},

We are glad to offer you the post of {{ post }} in {{ team }}, with {{ employer }}.

The contract is: {{ contract }}. The hours are {{ wte }} of full time. The band is {{ band }}.

This is a conditional offer. Before we can agree a start date we make the employment checks that the NHS asks of \
everybody. Please do not resign from a job you have before we have agreed a start date with you.

Having a criminal record does not rule anyone out. If there is something you would like to talk about first, \
{{ contact }} is glad to listen.

You can say yes or no online until {{ answer_by }}.

{{ contact }}
{{ employer }}"""


def unknown_fields(body: str) -> list[str]:
    """What stands between two pairs of braces and is no field."""
    return sorted({name or "{{ }}" for name in FIELD.findall(body)} - set(FIELDS))


def merged(body: str, values: dict[str, str]) -> str:
    """The letter with its fields filled in, once: what a value holds is never looked at again."""
    return FIELD.sub(lambda found: values.get(found[1], ""), body)
