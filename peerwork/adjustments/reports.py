"""PDFs of one's own adjustments: as they stand, one version of the agreement, everything."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerwork.adjustments.own.policy import plans
from peerwork.kit import exports
from peerwork.kit.pdf import Heading, Paragraph, Table, build
from peerwork.kit.templatetags.ui import day
from peerwork.placements import shown


def _pdf(user, title: str, blocks: list, rows: int) -> HttpResponse:
    body = build(title, blocks)
    exports.log(user, title, "pdf", rows, named=False)
    name = f"{slugify(title)}.pdf"
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _words(row) -> list:
    blocks = []
    for fact in shown.facts(plans.show(row), "good_day", "harder_day", "if_unwell", "contacts"):
        blocks += [Heading(fact["label"]), Paragraph(str(fact["value"]))]
    return blocks


def plan_pdf(user, row) -> HttpResponse:
    """One version of the worker's agreement."""
    lines = [[line["what"], line["kind"], line["status"]] for line in row.lines]
    blocks = [Paragraph(f"{row.person}", quiet=True)]
    if lines:
        blocks.append(Table(_("What stands"), [_("Adjustment"), _("Kind"), _("Where it is")], lines, numbers=False))
    blocks += _words(row)
    agreed = [[str(row.person), day(row.proposed_at)], [str(row.manager or ""), day(row.agreed_at)]]
    blocks.append(Table(_("Agreed by"), [_("Who"), _("When")], agreed, numbers=False))
    return _pdf(user, _("Adjustments agreement, version %(number)d") % {"number": row.number}, blocks, 1)


def adjustments_pdf(user, person, rows, plan) -> HttpResponse:
    """The worker's adjustments as they stand, with their own words."""
    lines = [
        [str(row), str(row.get_status_display()), day(row.in_place_on)]
        for row in rows
        if row.status not in ("ended", "withdrawn", "declined")
    ]
    blocks = [Paragraph(str(person), quiet=True)]
    if lines:
        blocks.append(
            Table(_("What was asked and agreed"), [_("Adjustment"), _("Where it is"), _("Since")], lines, numbers=False)
        )
    else:
        blocks.append(Paragraph(_("Nothing agreed yet.")))
    blocks += _words(plan) if plan is not None else []
    return _pdf(user, _("My adjustments agreement"), blocks, len(lines))


def everything_pdf(user, person, pieces) -> HttpResponse:
    """Everything that is kept about one person in this part of the system."""
    blocks = [Paragraph(_("Everything kept here about %(name)s.") % {"name": person}, quiet=True)]
    for piece in pieces:
        blocks += [Heading(piece.title), Table(
            piece.title, [_("What"), _("Kept")],
            [[fact["label"], str(fact["value"])] for fact in piece.facts], numbers=False)]  # fmt: skip
    return _pdf(user, _("My adjustments and occupational health records"), blocks, len(pieces))
