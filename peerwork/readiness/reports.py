"""A team's plan on paper: what its reader may see, and no more."""

from django.utils.translation import gettext as _

from peerwork.kit import exports, pdf
from peerwork.kit.templatetags.ui import day
from peerwork.readiness import queries
from peerwork.readiness.models import Assessment
from peerwork.readiness.policy import actions, assessments


def plan(user, row: Assessment) -> bytes:
    """The PDF of a team recovery implementation plan: resources, benchmark, top three, review."""
    seen = assessments.show(row)
    lines = row.lines()
    title = _("Our plan: %(unit)s") % {"unit": row.unit}
    told = [_("Looked at on %(day)s.") % {"day": day(row.held_on)}]
    if row.present:
        told.append(_("Who took part: %(who)s.") % {"who": row.present_words})
    if row.review_on:
        told.append(_("We look again on %(day)s.") % {"day": day(row.review_on)})
    blocks: list = [
        pdf.Paragraph(" ".join(told)),
        pdf.Paragraph(_("This is the team’s own. It is not a device of management."), quiet=True),
    ]
    if "resources" in seen.readable:
        blocks += [pdf.Heading(_("1. What we can build on")), pdf.Paragraph(row.resources or _("Nothing noted yet."))]
    blocks.append(pdf.Heading(_("2. Where we are")))
    if "evidence" in seen.readable:
        columns = [_("Challenge"), _("Step"), _("How we know")]
        cells = [
            [f"{line['number']}. {line['challenge']}", _step(line), words or "–"]
            for line, words in zip(lines, row.evidence, strict=True)
        ]
    else:
        columns = [_("Challenge"), _("Step")]
        cells = [[f"{line['number']}. {line['challenge']}", _step(line)] for line in lines]
    blocks.append(pdf.Table(_("The ten challenges"), columns, cells, numbers=False))
    blocks.append(pdf.Heading(_("3. Our top three")))
    todo = queries.actions_of(user, row)
    for line in lines:
        if not line["priority"]:
            continue
        blocks.append(pdf.Heading(line["challenge"], level=3))
        mine = [each for each in todo if each.challenge == line["number"]]
        blocks += [pdf.Paragraph(_action(each)) for each in mine] or [pdf.Paragraph(_("Nothing planned yet."))]
    others = [each for each in todo if each.challenge not in row.priorities]
    if others:
        blocks += [pdf.Heading(_("Also"), level=3), *(pdf.Paragraph(_action(each)) for each in others)]
    if "review_words" in seen.readable:
        blocks.append(pdf.Heading(_("4. Looking back")))
        if row.reviewed_on:
            when = _("Reviewed on %(day)s.") % {"day": day(row.reviewed_on)}
            blocks += [pdf.Paragraph(when), pdf.Paragraph(row.review_words)]
        else:
            blocks.append(pdf.Paragraph(_("We have not looked back yet.")))
    exports.log(user, title, "pdf", len(lines), named=False, about=row)
    return pdf.build(title, blocks)


def _step(line: dict) -> str:
    return f"{line['level']} {line['level_words']}" if line["level"] else "–"


def _action(row) -> str:
    seen = actions.show(row)
    parts = [seen.what, row.who]
    if row.due_on:
        parts.append(_("by %(day)s") % {"day": day(row.due_on)})
    parts.append(str(row.get_status_display()))
    if row.learned:
        parts.append(_("what we learned: %(words)s") % {"words": row.learned})
    return " · ".join(map(str, filter(None, parts)))
