"""Rows as the parts of a page: facts, tables and buttons, from what the reader may see and no more."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from peerwork.kit.access import Seen, policy_of
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import label_of, number

NOTHING = "–"


def wte(value: Decimal | None) -> str:
    """0.6, 1, 7.25: as many decimals as there are, three at most."""
    return NOTHING if value is None else f"{value.normalize():f}"


def told(seen: Seen, name: str, default=NOTHING):
    """A field of a row as this reader may see it, in words."""
    if name not in seen.readable:
        return default
    value = getattr(seen, name)
    row = seen._row._meta.get_field(name) if name in {f.name for f in seen._row._meta.concrete_fields} else None
    if row is not None and row.choices:
        return getattr(seen, f"get_{name}_display") or default
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Decimal):
        return wte(value)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or default
    return str(value) if value not in (None, "") else default


def facts(seen: Seen, *names: str, links: dict | None = None) -> list[dict]:
    """Label and value of each of these fields that the reader may see."""
    found = []
    for name in names:
        if name in seen.readable:
            value = told(seen, name)
            if value in (NOTHING, ""):
                continue
            if links and name in links and value != NOTHING:
                value = {"text": value, "href": links[name]}
            found.append({"label": label_of(seen._row, name), "value": value})
    return found


def span(seen: Seen) -> str:
    """From a day to a day, in words."""
    first, last = told(seen, "starts_on", ""), told(seen, "ends_on", "")
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(first)s") % {"first": first} if first else ""


def show(row) -> Seen:
    return policy_of(row).show(row)


def link(text, url_name: str, *args, **more) -> dict:
    return {"text": text, "href": reverse(url_name, args=args), **more}


def button(text, url_name: str, *args, post=False, hidden="", kind="secondary", version=None) -> dict:
    return {"text": text, "url": reverse(url_name, args=args), "post": post, "hidden": hidden, "kind": kind,
            "version": version}  # fmt: skip


def verbs(row, words: dict, prefix: str, *, posts=()) -> list[dict]:
    """A button for each verb on offer: words by verb; those in `posts` act at once, the others open a form."""
    offered = policy_of(row).offers(row)
    return [
        button(text, f"placements:{prefix}{verb}", row.pk, post=verb in posts, version=row.version)
        for verb, text in words.items()
        if verb in offered
    ]


# Tables -------------------------------------------------------------------------------------------------------------
def placements_table(rows, *, caption, empty, people=True, team=True) -> dict:
    columns = [_("Person")] if people else []
    columns += [_("Post")] + ([_("Team")] if team else [])
    columns += [{"label": _("WTE"), "num": True}, _("Stage"), _("When")]
    lines = []
    for row in rows:
        seen = show(row)
        post = told(seen, "post")
        cells = [link(told(seen, "person"), "placements:placement", row.pk), post] if people else [
            link(post, "placements:placement", row.pk)]  # fmt: skip
        cells += [told(seen, "team")] if team else []
        lines.append([*cells, told(seen, "wte"), told(seen, "status"), span(seen)])
    return {"columns": columns, "rows": lines, "caption": caption, "empty": empty}


def terms_table(rows, *, caption) -> dict:
    columns = [_("When"), _("Hours"), {"label": _("WTE"), "num": True}, {"label": _("Worked"), "num": True},
               _("Team"), _("Line manager")]  # fmt: skip
    lines = []
    for row in rows:
        seen = show(row)
        lines.append([span(seen), told(seen, "kind"), told(seen, "wte"), told(seen, "working_wte"),
                      told(seen, "team"), told(seen, "line_manager")])  # fmt: skip
    return {"columns": columns, "rows": lines, "caption": caption, "empty": _("None noted.")}


def links_table(rows, *, caption, empty, person=False) -> dict:
    columns = [*([_("Person")] if person else []), _("Kind"), *([] if person else [_("Supervisor")]), _("When"), ""]
    columns[-1] = {"label": _("What you can do"), "hidden": True}
    lines = []
    for row in rows:
        seen = show(row)
        offers = seen.offers
        about = told(seen, "person") if person else told(seen, "supervisor")
        act = ""
        if "end" in offers and (row.ends_on is None or row.is_live):
            act = link(_("End"), "placements:end_supervisor", row.pk, hidden=f"{told(seen, 'stream')}, {about}")
        kind = told(seen, "stream")
        when = span(seen) + (f", {_('cover')}" if row.cover else "")
        if person:
            lines.append([link(about, "placements:person", row.person_id), kind, when, act])
        else:
            lines.append([kind, about, when, act])
    return {"columns": columns, "rows": lines, "caption": caption, "empty": empty}


def months_table(rows, *, caption) -> dict:
    columns = [_("Month end"), *({"label": words, "num": True} for words in (
        _("People"), _("WTE"), _("Peer workers"), _("Peer WTE")))]  # fmt: skip
    lines = [
        [day_words(row.on), number(row.people), number(row.wte, 1), number(row.peers), number(row.peer_wte, 1)]
        for row in reversed(rows)
    ]
    return {"columns": columns, "rows": lines, "caption": caption}


def percent_of(step) -> str:
    share = f"{step.share * 100:.0f}%"
    if step.low is None:
        return share
    return _("%(share)s (likely %(low)d to %(high)d)") % {
        "share": share, "low": round(step.low * 100), "high": round(step.high * 100),
    }  # fmt: skip
