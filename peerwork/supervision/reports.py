"""Records to take away: one, or those of a period, as a PDF a screen reader can follow; and dates alone as CSV."""

from datetime import date

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from peerwork.kit import exports
from peerwork.kit.pdf import Heading, Paragraph, Table, build
from peerwork.supervision import queries
from peerwork.supervision.models import Session
from peerwork.supervision.policy import actions, addenda, sessions


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def record_blocks(seen, remarks=(), agreed=()) -> list:
    """One record, with what its reader may read of it and nothing else."""
    blocks = [Heading(f"{seen.stream}, {_day(seen.held_on)}")]
    facts = [str(seen.kept)]
    if getattr(seen, "minutes", None):
        facts.append(_("%(count)d minutes") % {"count": seen.minutes})
    if "held_by" in seen.readable:
        facts += [str(seen.held_by), str(seen.get_status_display())]
    blocks.append(Paragraph(" · ".join(facts), quiet=True))
    if ticked := queries.ticked_of(seen):
        blocks.append(Paragraph(", ".join(ticked)))
    for text in queries.texts_of(seen):
        blocks += [Heading(text["label"], 3), Paragraph(text["words"])]
    if agreed:
        rows = [[row.what, row.who(), _day(row.due_on), str(row.get_status_display())] for row in agreed]
        columns = [_("What was agreed"), _("Who"), _("By"), _("Status")]
        blocks.append(Table(_("Actions"), columns, rows, numbers=False))
    for remark in remarks:
        blocks += [Heading(_("Later remark, %(name)s, %(day)s") % {"name": remark.by, "day": _day(remark.at)}, 3)]
        blocks += [Paragraph(remark.text)]
    return blocks


def one(user, page: dict) -> HttpResponse:
    blocks = record_blocks(page["session"], page["addenda"], page["actions"])
    return _pdf(user, _("Supervision record, %(day)s") % {"day": _day(page["row"].held_on)}, blocks, 1)


def many(user, person, rows: list[Session], groups: list, first: date, last: date) -> HttpResponse:
    """The records of a period, as far as this reader may read each."""
    agreed: dict[int, list] = {}
    mine = actions.visible(user).filter(session__in=[row.pk for row in rows]).select_related("owner")
    for action in mine:
        agreed.setdefault(action.session_id, []).append(action)
    remarks: dict[int, list] = {}
    for remark in addenda.visible(user).filter(session__in=[row.pk for row in rows]).select_related("by"):
        remarks.setdefault(remark.session_id, []).append(addenda.show(remark))
    blocks = [
        Paragraph(
            _("%(name)s, %(first)s to %(last)s. Sessions that took place: %(count)d.")
            % {
                "name": person,
                "first": _day(first),
                "last": _day(last),
                "count": sum(row.status not in Session.NOT_HELD for row in rows),
            }
        )
    ]
    for row in rows:
        blocks += record_blocks(sessions.show(row), remarks.get(row.pk, ()), agreed.get(row.pk, ()))
    if groups:
        came = [[_day(each.held_on), each.stream, str(each.minutes or "")] for each in groups]
        table = Table(_("Groups"), [_("Date"), _("Kind of supervision"), _("Minutes")], came, numbers=False)
        blocks += [Heading(_("Group sessions")), table]
    return _pdf(user, _("Supervision records"), blocks, len(rows))


def _pdf(user, title: str, blocks: list, rows: int) -> HttpResponse:
    exports.allowed(user, named=False)
    body = build(title, blocks)
    exports.log(user, _("Supervision records"), "pdf", rows, named=False)
    name = f"{slugify(title)}.pdf"
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


DATES = (lazy("Date"), lazy("Kind of supervision"), lazy("Took place"), lazy("Minutes"))


def dates(user, rows: list[Session], groups: list) -> HttpResponse:
    """When sessions and group sessions were, and not a word of what was said."""
    lines = [[row.held_on, str(row.stream), row.kept, row.minutes] for row in rows]
    lines += [[each.held_on, each.stream, _("Kept"), each.minutes] for each in groups]
    lines.sort(key=lambda line: line[0])
    return exports.csv_response(user, _("Supervision dates"), [str(name) for name in DATES], lines, named=False)


def compliance(user, lines, reason: str) -> HttpResponse:
    """Who is in date, with names: kept with its reason."""
    columns = [_("Name"), _("Team"), _("Kind of supervision"), _("Supervisor"), _("Last"), _("Due"), _("Status")]
    rows = (
        [str(x.person), x.team, str(x.stream), str(x.supervisor or ""), x.fact.last_on, x.fact.due_on, x.words]
        for x in lines
    )
    return exports.csv_response(user, _("Supervision in date"), columns, rows, named=True, reason=reason)
