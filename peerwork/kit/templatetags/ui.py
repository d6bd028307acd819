"""The parts pages are made of: one tag, one partial in templates/kit/, one entry in the gallery.

Also how dates and figures are written: shares are fractions (0.274) until the moment they are shown. Lists are
plain dicts; kit/gallery.py shows each shape.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import wraps

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from peerwork.kit import charts

register = template.Library()
NO_DATA = "[x]"
MINUS = "−"  # the true minus sign, the width of a plus


def block(partial):
    """A tag with an end tag: its content goes to the partial as `content`, with whatever the function returns."""

    def wrap(function):
        @register.simple_block_tag(name=function.__name__)
        @wraps(function)
        def render(content, *args, **kwargs):
            return render_to_string(partial, {"content": content, **function(content, *args, **kwargs)})

        return function

    return wrap


# How dates and figures are written -------------------------------------------------------------------------------


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """25 November 2026, in the organisation's time zone; nothing for None."""
    return date_format(_local(value), "j F Y") if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """2pm or 2:30pm, noon as 12pm, in the organisation's time zone; nothing for None."""
    if value is None or value == "":
        return ""
    value = _local(value)
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def moment(value: datetime | time | None) -> str:
    """25 November 2026, 2pm; a time alone is 2pm."""
    return f"{day(value)}, {clock(value)}" if isinstance(value, datetime) else clock(value)


@register.filter
def month(value: date | datetime | None) -> str:
    """October 2026."""
    return date_format(_local(value), "F Y") if value else ""


def rounded(value, places: int) -> Decimal:
    """Half up, as people expect (not to even), and never minus nought."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


@register.filter
def percent(value, places: int = 1) -> str:
    """A share (a fraction) as 27.4%; [x] when there is none; text such as [c] is left alone."""
    if value is None or value == "":
        return NO_DATA
    return (
        value
        if isinstance(value, str)
        else f"{number_format(rounded(value * 100, int(places)), int(places))}%".replace("-", MINUS)
    )


@register.filter
def points(value, places: int = 1) -> str:
    """A difference of two shares (fractions) in percentage points: +1.2, −4.1, 0.0."""
    if value is None or value == "":
        return NO_DATA
    if isinstance(value, str):
        return value
    figure = rounded(value * 100, int(places))
    return (("+" if figure > 0 else "") + number_format(figure, int(places))).replace("-", MINUS)


@register.filter
def number(value, places: int = 0) -> str:
    """1,076 or, with places, 1,076.4; [x] when there is none; text such as [c] is left alone."""
    if value is None or value == "":
        return NO_DATA
    if isinstance(value, str):
        return value
    return number_format(rounded(value, int(places)), int(places), use_l10n=True, force_grouping=True).replace(
        "-", MINUS
    )


@register.filter
def label_of(thing, field: str) -> str:
    """What a model, a row or a form calls one of its fields, as people read it."""
    if hasattr(thing, "fields"):
        return str(thing[field].label)
    words = str(thing._meta.get_field(field).verbose_name)
    return words[:1].upper() + words[1:]


# Small marks -----------------------------------------------------------------------------------------------------


@register.inclusion_tag("kit/icon.html")
def icon(name: str):
    """lock, eye, user, calendar, check, clock, download, star, printer: always beside words."""
    return {"name": name}


@register.inclusion_tag("kit/tag.html")
def tag(text, kind: str = "quiet"):
    """Needs someone: done, due, over, info, quiet, private. What is finished is plain text, not a tag."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("kit/button.html")
def button(text, href="", kind="primary", small=False, name="", value="", hidden="", id=""):
    """A link when it has an address, else it sends the form. Kinds: primary (one per page head), secondary, warning."""
    return {
        "text": text,
        "href": href,
        "kind": kind,
        "small": small,
        "name": name,
        "value": value,
        "hidden": hidden,
        "id": id,
    }


@register.inclusion_tag("kit/post.html", takes_context=True)
def post(context, text, url, kind="secondary", small=True, hidden="", link=False, **fields):
    """One button that does one thing at once: `{% post "Done" url version=row.version %}`; `link=True` for a link."""
    return {
        "text": text,
        "url": url,
        "kind": kind,
        "small": small,
        "hidden": hidden,
        "link": link,
        "fields": fields,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("kit/see.html")
def see(text, lead="", block=False):
    """Who can see this, said before anyone writes; `block=True` for the strip under a page's heading."""
    return {"text": text, "lead": lead, "block": block or bool(lead)}


@register.inclusion_tag("kit/back.html")
def back(text, url):
    """The way back: one link above the heading."""
    return {"text": text, "url": url}


@register.inclusion_tag("kit/breadcrumbs.html")
def breadcrumbs(items):
    """Where this page lies: dicts with text and href, the nearest last."""
    return {"items": items, "last": items[-1] if items else None}


@register.inclusion_tag("kit/subnav.html")
def subnav(items, label):
    """Pages of one record: dicts with label, url, current. Pages the reader may not open are left out."""
    return {"items": items, "label": label}


@register.inclusion_tag("kit/stages.html")
def stages(items, label):
    """A list's stages with counts: dicts with label, url, count, current."""
    return {"items": items, "label": label}


@register.inclusion_tag("kit/banner.html")
def banner(text, heading="", kind="success", id="0"):
    """What has just been done, to whom, and what happens next. Kinds: success, info."""
    return {"text": text, "heading": heading, "kind": kind, "id": id}


# Boxes with content ----------------------------------------------------------------------------------------------


@block("kit/details.html")
def details(content, summary, open=False):
    """More for those who want it."""
    return {"summary": summary, "open": open}


@block("kit/panel.html")
def panel(content, heading, level=2):
    """Good to know, in the side column; never the task itself."""
    return {"heading": heading, "level": level}


@block("kit/section.html")
def section(content, heading, link="", url="", note="", level=2, id=""):
    """A part of the page with its heading, and on the right one link or a short note."""
    return {"heading": heading, "link": link, "url": url, "note": note, "level": level, "id": id}


@block("kit/empty.html")
def empty_state(content, heading, level=3):
    """Nothing here (yet): what will be here and by when, or the way to clear the filters."""
    return {"heading": heading, "level": level}


@block("kit/locked.html")
def locked(content, heading, level=3):
    """Private to someone else: whose it is, that they choose, and to ask them."""
    return {"heading": heading, "level": level}


@block("kit/note.html")
def note(content, lead=""):
    """Read only, changed by someone else, not ready yet: why, and what to do."""
    return {"lead": lead}


@block("kit/known.html")
def known(content, url="", hidden="", link=""):
    """What we know already is shown as text with Change, not asked again."""
    return {"url": url, "hidden": hidden, "link": link or _("Change")}


@block("kit/figure.html")
def figure(content, heading, sub="", id="figure", level=2):
    """A chart with its finding as the heading, and measure, unit and dates under it."""
    return {"heading": heading, "sub": sub, "id": id, "level": level}


# Lists -----------------------------------------------------------------------------------------------------------


def as_cell(value) -> dict:
    """A cell is text, or a dict with text and any of href, hidden, sub, kind (a tag), strong, muted."""
    return value if isinstance(value, dict) else {"text": value}


@register.inclusion_tag("kit/figures.html")
def figures(items):
    """Two to four figures in a row: dicts with label, value, unit, note."""
    return {"items": items, "three": len(items) == 3}


@register.inclusion_tag("kit/summary.html")
def summary(rows, narrow=False):
    """Facts: dicts with label, value, and change (an address) where it can be changed; narrow for side panels."""
    return {"rows": [{**row, "cell": as_cell(row["value"])} for row in rows], "narrow": narrow}


@register.inclusion_tag("kit/table.html")
def table(columns, rows, caption, stack=True, scroll=False, shown=False, empty=""):
    """Columns are words or dicts (label, num, hidden); a row is a list of cells, the first names the row.

    On phones rows stack into blocks, or with `scroll` the table moves in its own box. `empty` says what no rows means.
    """
    columns = [column if isinstance(column, dict) else {"label": column} for column in columns]
    rows = [[(column, as_cell(value)) for column, value in zip(columns, row, strict=True)] for row in rows]
    return {
        "columns": columns,
        "rows": rows,
        "caption": caption,
        "stack": stack and not scroll,
        "scroll": scroll,
        "shown": shown,
        "empty": empty,
    }


@register.inclusion_tag("kit/due_list.html")
def due_list(items, empty=""):
    """What is due, soonest first: dicts with title, href, text (why), tag and kind, or action (text, href, hidden)."""
    return {"items": items, "empty": empty}


@register.inclusion_tag("kit/task_list.html")
def task_list(items, id="task"):
    """Things to complete: dicts with title, href (none: cannot start yet), hint, status, kind (none when complete)."""
    return {"items": items, "id": id}


@register.inclusion_tag("kit/board.html")
def board(stages, id="stage"):
    """People by stage, nothing to drag: dicts with label, count, cards (title, href, text, foot, kind), more."""
    return {"stages": stages, "id": id}


@register.inclusion_tag("kit/timeline.html")
def timeline(items, level=3):
    """What happened, newest first: dicts with when, title, text, href and link, next (to come), star (to remember)."""
    return {"items": items, "level": level}


@register.inclusion_tag("kit/steps.html")
def steps(now: int, total: int):
    """Where you are in a short run of pages; the words beside it say the same."""
    return {"marks": ["is-done" if n < now else "is-now" if n == now else "" for n in range(1, total + 1)]}


@register.inclusion_tag("kit/segments.html")
def segments(done: int, total: int, now: bool = True):
    """How many of a known number are finished; the words beside it say the same."""
    return {"marks": ["is-done" if n < done else "is-now" if now and n == done else "" for n in range(total)]}


@register.inclusion_tag("kit/bar.html")
def bar(part, whole):
    """A thin bar beside its words."""
    return {"width": round(100 * part / whole) if whole else 0}


@register.inclusion_tag("kit/funnel.html")
def funnel(stages):
    """How many reached each stage: dicts with label, value, shown (what is printed, already rounded or [c]), wait."""
    most = max((row["value"] or 0 for row in stages), default=0)
    return {
        "stages": [
            {"shown": number(row["value"]), **row, "width": round(100 * (row["value"] or 0) / most) if most else 0}
            for row in stages
        ]
    }


@register.inclusion_tag("kit/heat.html")
def heat(months, rows, caption, total=None, label=None, gap=True, small=False):
    """Shares by row and month: dicts with name, sub, href, values (fractions, or [c] [x] [z]), gap (a fraction)."""
    total = [{**total, "total": True}] if total else []
    scale = charts.Bands.of([value for row in rows for value in row["values"]])
    codes = {
        value if isinstance(value, str) else NO_DATA
        for row in [*rows, *total]
        for value in row["values"]
        if value is None or isinstance(value, str)
    }
    return {
        "months": [{"date": date, "year": not index or date.month == 1} for index, date in enumerate(months)],
        "rows": [
            {
                **row,
                "cells": [_heat_cell(value, scale, row.get("total")) for value in row["values"]],
                "gap_words": points(row.get("gap"), scale.places),
            }
            for row in [*rows, *total]
        ],
        "key": scale.key(),
        "hidden": "[c]" in codes,
        "absent": NO_DATA in codes,
        "outside": "[z]" in codes,
        "least": settings.PEERWORK["HIDE_UP_TO"] + 1,
        "caption": caption,
        "label": label or _("Team"),
        "gap": gap,
        "small": small,
    }


def _heat_cell(value, scale, plain):
    if value is None or isinstance(value, str):
        return {"text": value or NO_DATA, "band": "" if plain else "app-hc"}
    return {
        "text": percent(value, scale.places).removesuffix("%"),
        "band": "" if plain else f"app-h{scale.band(value)}",
    }


@register.inclusion_tag("kit/dots.html")
def dots(above, below, above_label=None, below_label=None):
    """Scores 1 to 5 from two groups on one scale, service users above the line; said in words as well."""
    return {
        "scale": [(sum(s == n for s in above) * " ", sum(s == n for s in below) * " ") for n in range(1, 6)],
        "above": ", ".join(map(str, above)),
        "below": ", ".join(map(str, below)),
        "above_label": above_label or _("Service users"),
        "below_label": below_label or _("Staff"),
    }


@register.simple_tag
def sparkline(values):
    """The shape of a run of figures; always with words beside it, because it says nothing to a screen reader."""
    return charts.spark(values)


# Getting about in lists ------------------------------------------------------------------------------------------


@register.inclusion_tag("kit/pagination.html", takes_context=True)
def pagination(context, page, what=""):
    """Links to the other pages of a Django Page, keeping every filter in the address."""
    query = context["request"].GET.copy()

    def link(number):
        query["page"] = number
        return f"?{query.urlencode()}"

    numbers = [
        {"number": n, "href": link(n) if isinstance(n, int) else "", "current": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "what": what,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("kit/filters.html")
def filters(form, clear="", label=None):
    """A form that narrows a list by its address, so that it can be linked; `clear` is the address without filters."""
    form.says_optional = False
    return {"form": form, "clear": clear, "label": label or _("Narrow the list")}


@register.inclusion_tag("kit/error_summary.html")
def error_summary(form):
    """For pages that place their fields one by one: `{{ form }}` has it already."""
    return {"form": form}


@register.inclusion_tag("kit/score.html")
def score(field, heading=2):
    """A choice from 1 to 5 with words, large enough for a thumb: a bound field with choices."""
    return {"field": field, "heading": heading, "options": list(field)}


@register.inclusion_tag("kit/draft_status.html")
def draft_status(words=""):
    """Where a form with data-draft-url says when it was last saved; put it beside the buttons."""
    return {"words": words}
