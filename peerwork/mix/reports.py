"""The share of care as a page, a spreadsheet and a PDF: all from the one answer of queries.mix."""

from collections.abc import Callable
from dataclasses import asdict
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import charts, exports
from peerwork.kit.pdf import Figures, Heading, LineChart, Paragraph, Series, Table, build
from peerwork.mix.models import Basis
from peerwork.mix.queries import Mix, percentage, words

NO_DATA = "[x]"
MEASURES = {
    Basis.WTE: later("Share of care staff who are peer workers, by month"),
    Basis.HEADCOUNT: later("Share of care staff who are peer workers, by month"),
    Basis.HOURS: later("Share of care hours given by peer workers, by month"),
    Basis.CONTACTS: later("Share of contacts in which a peer worker took part, by month"),
}


def chart_words(mix: Mix) -> dict:
    """Title and description of the share chart, for those who hear it."""
    known = [(point.month, point.actual) for point in mix.series if point.actual is not None]
    ends = [known[0], known[-1]] if known else []
    sentences = [_("It begins at %(share)s in %(month)s."), _("It stands at %(share)s in %(month)s.")]
    if mix.path:
        ends.append(mix.path[-1])
        sentences[len(ends) - 1 :] = [_("The target path leads to %(share)s in %(month)s.")]
    said = [
        sentence % {"share": percentage(share), "month": words(month)}
        for sentence, (month, share) in zip(sentences, ends, strict=False)
    ]
    return {"title": _("Share of care by month"), "desc": " ".join([*said, _("Every value is in the table below.")])}


def share_chart(mix: Mix):
    """The share by month against the target path, with a gap where the counting changed."""
    return charts.line(
        [(point.month, point.actual) for point in mix.series], id="share", **chart_words(mix), target=mix.path,
        forecast=mix.forecast.months, breaks=[(flag.month, flag.note) for flag in mix.flags],
        name=_("Care delivered by peer workers"),
    )  # fmt: skip


def lines_chart(mix: Mix):
    """Peer workers and others as two absolute lines: a share that rises because others left is not progress."""
    return charts.lines(
        [
            (_("Others"), [(point.month, point.others) for point in mix.series]),
            (_("Peer workers"), [(point.month, point.peers) for point in mix.series]),
        ],
        id="lines",
        title=_("Peer workers and other care staff by month"),
        desc=_("Two lines: peer workers, and other care staff. Every value is in the table above."),
    )


def forecast_words(mix: Mix) -> str:
    """What the forecast says and how far to trust it; or why there is none."""
    found = mix.forecast
    if not mix.series:
        return ""
    if not found:
        return _(
            "There is no forecast: it takes twelve months in a row without a gap or a change in counting, and there "
            "are %(known)d."
        ) % {"known": found.known}
    month, _middle, low, high = found.months[-1]
    said = {"month": words(month), "low": percentage(low), "high": percentage(high), "held": found.held}
    said |= {"judged": found.judged, "part": percentage(found.coverage)}
    sentences = [
        _("If things go on as they have, the share in %(month)s is likely to lie between %(low)s and %(high)s.") % said
    ]
    if found.judged:
        sentences.append(
            _("Looking back, %(held)d of %(judged)d such forecasts held the share that came: %(part)s, aiming at 80%%.")
            % said
        )
    return " ".join(sentences)


def heat_rows(mix: Mix) -> tuple[list[dict], dict | None]:
    """Teams by month as the heat table takes them, and the row for the whole."""
    rows, total = [], None
    for row in mix.heat:
        values = [cell.share if cell.share is not None else cell.mark or NO_DATA for cell in row.cells]
        shown = {"name": row.name, "sub": row.sub, "gap": row.gap, "values": values}
        if row.kind == "total":
            total = shown
        else:
            rows.append(shown)
    return rows, total


def page(mix: Mix) -> dict:
    """The context of the director's page."""
    rows, total = heat_rows(mix)
    chosen = {"unit": mix.unit.pk, "basis": mix.basis}
    if mix.month:
        chosen["month"] = f"{mix.month:%Y-%m}"
    address = lambda name: f"{reverse('mix:download', args=[name])}?{urlencode(chosen)}"
    return {
        "mix": mix,
        "places": 0 if mix.basis in (Basis.HEADCOUNT, Basis.CONTACTS) else 1,
        "share_places": 0 if mix.released and mix.basis == Basis.HEADCOUNT else 1,
        "figures": [asdict(figure) for figure in mix.figures],
        "share_chart": share_chart(mix) if mix.series else "",
        "lines_chart": lines_chart(mix) if any(point.peers is not None for point in mix.series) else "",
        "lines_words": _("By %(basis)s. A share that rises because others left is not progress.")
        % {"basis": Basis(mix.basis).label},
        "heat_rows": rows,
        "heat_total": total,
        "forecast_words": forecast_words(mix),
        "measure": MEASURES[mix.basis],
        "downloads": [(name.upper(), address(name)) for name in FORMATS] if mix.series else [],
        "set_url": reverse("mix:set", args=[mix.unit.pk, mix.basis]),
    }


def _named(mix: Mix) -> str:
    return _("Workforce mix %(unit)s %(month)s") % {
        "unit": mix.unit,
        "month": f"{mix.month:%Y-%m}" if mix.month else "",
    }


def csv(user, mix: Mix) -> HttpResponse:
    return exports.csv_response(user, _named(mix), Mix.COLUMNS, mix.table(), named=False)


def xlsx(user, mix: Mix) -> HttpResponse:
    return exports.xlsx_response(user, _named(mix), Mix.COLUMNS, mix.table(), named=False)


def pdf(user, mix: Mix) -> HttpResponse:
    """Two or three A4 pages: the finding, the figures, the chart, teams by month, what the share means."""
    blocks = [
        Paragraph(mix.finding),
        Figures([(figure.value + figure.unit, figure.label, figure.note) for figure in mix.figures]),
        Paragraph(mix.note, quiet=True),
        Heading(mix.headline),
        _pdf_chart(mix),
        *_pdf_supported(mix),
        Heading(_("Teams")),
        _pdf_teams(mix),
        Heading(_("How the share is worked out")),
        Paragraph(mix.definition.text),
        _pdf_bases(mix),
    ]
    exports.allowed(user, named=False)
    body = build(_("Workforce mix: %(unit)s, %(month)s") % {"unit": mix.unit, "month": words(mix.month)}, blocks)
    exports.log(user, _named(mix), "pdf", len(mix.series), named=False)
    headers = {"Content-Disposition": f'attachment; filename="{slugify(_named(mix))}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _pdf_supported(mix: Mix) -> list:
    found = mix.supported
    if found is None:
        return []
    rows = [[reason.label, reason.amount, reason.part] for reason in found.reasons]
    columns = [_("Not part of it, because"), _("Amount"), _("Of what peer workers gave")]
    table = [Table(_("What is not part of it, and why"), columns, rows)] if rows else []
    note = [Paragraph(found.note, quiet=True)] if found.note else []
    return [Heading(_("Trained and supported")), Paragraph(found.finding), *table, *note]


def _percents(values) -> list[float | None]:
    return [None if value is None else float(100 * value) for value in values]


def _pdf_chart(mix: Mix) -> LineChart:
    months = [date_format(point.month, "M Y") for point in mix.series]
    lines = [Series(_("Share"), _percents(point.actual for point in mix.series))]
    if mix.target:
        lines.append(Series(_("Target path"), _percents(point.target for point in mix.series), dash=(5, 3)))
    return LineChart(chart_words(mix)["desc"], months, lines, unit="%")


def _pdf_teams(mix: Mix) -> Table:
    shown = lambda cell: percentage(cell.share) if cell.share is not None else cell.mark or NO_DATA
    months = [date_format(month, "M Y") for month in mix.heat_months[-3:]]
    rows = [[row.name, *map(shown, row.cells[-3:])] for row in mix.heat]
    return Table(_("Share by team, the last three months"), [_("Team"), *months], rows)


def _pdf_bases(mix: Mix) -> Table:
    columns = [_("Counted by"), _("Peer workers"), _("Everyone"), _("Share"), _("Coverage")]
    figures = lambda row: [row.none, "", "", ""] if row.none else [row.peers, row.everyone, row.share, row.coverage]
    return Table(_("Four ways to count the share"), columns, [[row.label, *figures(row)] for row in mix.four])


FORMATS: dict[str, Callable] = {"csv": csv, "xlsx": xlsx, "pdf": pdf}
