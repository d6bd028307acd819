"""The board report as a page and as a PDF: both draw the blocks that were kept, so they can't say two things."""

from datetime import date

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerwork.kit import charts, exports
from peerwork.kit.pdf import Bars, Figures, Heading, LineChart, Paragraph, Quote, Series, Table, build
from peerwork.mix.board.models import BoardReport


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def page(content: dict) -> dict:
    """The content as the template takes it: charts drawn, the rest as it is."""
    sections = []
    for section in content.get("sections", []):
        blocks = [
            {**block, "svg": _chart(block["chart"])} if "chart" in block else block for block in section["blocks"]
        ]
        sections.append({**section, "blocks": [_bars(block) for block in blocks]})
    figures = [{"value": value, "label": label, "note": note} for value, label, note in content.get("figures", [])]
    return {"content": content, "figures": figures, "sections": sections}


def _bars(block: dict) -> dict:
    if "bars" in block:
        rows = [{"label": label, "value": value or 0, "shown": shown} for label, value, shown in block["bars"]["rows"]]
        return {**block, "stages": rows}
    if "figures" in block:
        return {"numbers": [{"value": value, "label": label, "note": note} for value, label, note in block["figures"]]}
    return block


def _chart(chart: dict):
    return charts.line(
        [(_month(month), value) for month, value in chart["past"]], id="board", title=chart["title"],
        desc=chart["desc"], target=[(_month(month), value) for month, value in chart["path"]],
        forecast=[(_month(month), *each) for month, *each in chart["ahead"]],
        breaks=[(_month(month), note) for month, note in chart["breaks"]], name=_("Care delivered by peer workers"),
    )  # fmt: skip


# PDF ------------------------------------------------------------------------------------------------------------------
def pdf(user, report: BoardReport) -> HttpResponse:
    exports.allowed(user, named=False)
    body = document(report.content)
    exports.log(user, str(report), "pdf", len(report.content.get("sections", [])), named=False, about=report)
    name = slugify(f"{report} {report.organisation.code}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def document(content: dict) -> bytes:
    """The PDF of a report."""
    blocks: list = [Paragraph(content["headline"])]
    if content["figures"]:
        blocks.append(Figures([tuple(each) for each in content["figures"]]))
    for section in content["sections"]:
        blocks.append(Heading(section["title"]))
        for block in section["blocks"]:
            blocks += _drawn(block)
    return build(content["title"], blocks)


def _drawn(block: dict) -> list:
    if "words" in block:
        return [Paragraph(block["words"])]
    if "quote" in block:
        return [Quote(block["quote"], block["by"])]
    if "figures" in block:
        return [Figures([tuple(each) for each in block["figures"]])]
    if "table" in block:
        table = block["table"]
        return [Table(table["caption"], table["columns"], table["rows"])]
    if "bars" in block:
        return [Bars(block["bars"]["caption"], [tuple(row) for row in block["bars"]["rows"]])]
    return [_line(block["chart"])] if "chart" in block else []


def _line(chart: dict) -> LineChart:
    """The share against its path with the forecast's band, as far as the forecast goes."""
    months = sorted({row[0] for row in [*chart["past"], *chart["ahead"]]})
    past = dict(chart["past"])
    path = dict(chart["path"])
    ahead = {month: each for month, *each in chart["ahead"]}
    per_cent = lambda value: None if value is None else 100 * value
    middle = {month: each[0] for month, each in ahead.items()}
    lines = [Series(_("Share"), [per_cent(past.get(month)) for month in months])]
    if path:
        lines.append(Series(_("Target path"), [per_cent(path.get(month)) for month in months], dash=(5, 3)))
    if ahead:
        lines.append(Series(_("Forecast"), [per_cent(middle.get(month)) for month in months], dash=(2, 2)))
    band = [tuple(100 * value for value in ahead[month][1:]) if month in ahead else None for month in months]
    names = [date_format(_month(month), "M Y") for month in months]
    return LineChart(f"{chart['title']}. {chart['desc']}", names, lines, unit="%", band=band)
