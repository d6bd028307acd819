"""What the board report says: made once, through the release rules, and kept; page and PDF draw the same blocks.

A section is {"key", "title", "blocks"}; a block is {"words"}, {"quote", "by"}, {"figures"}, {"table"}, {"chart"} or
{"bars"}: plain text and numbers that were released, so that nothing else can be drawn from what is kept.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.adjustments import figures as adjusting
from peerwork.adjustments.models import MonthFigure as AdjustmentFigure
from peerwork.kit import boards, release
from peerwork.kit.errors import NotHere
from peerwork.mix import queries
from peerwork.mix.board.models import BoardReport, Check, Statement, quarter_of, quarter_words
from peerwork.mix.board.outcomes import outcome_rows
from peerwork.mix.board.questions import results
from peerwork.mix.rollups import last_day
from peerwork.mix.shown import percentage, points, words
from peerwork.people.models import Settings, Unit
from peerwork.placements.intervals import joined
from peerwork.placements.models import PlacementTerm
from peerwork.placements.survival import kaplan_meier
from peerwork.recruitment.board import FUNNEL
from peerwork.recruitment.models import Application, Step
from peerwork.recruitment.panels.scoring import figures as panelling
from peerwork.recruitment.panels.scoring.models import PanelFigure
from peerwork.supervision import figures as supervising
from peerwork.supervision.models import MonthFigure as SupervisionFigure

ENOUGH, BASE = 8, 20
MONTH_DAYS = 30.4375


def made(by, organisation: Unit, month: date, basis: str, said: Statement) -> dict:
    """The whole report. Raises NotHere where there are no figures, or out of reach."""
    mix = queries.mix(by, organisation, basis, month, released=True)
    if not mix.series:
        raise NotHere()
    rules = release.rules_of(Settings.objects.filter(organisation=organisation).first())
    before = BoardReport.objects.filter(organisation=organisation, basis=mix.basis, month__lt=month).first()
    keep = _compared(mix)
    sections = [
        _share(mix),
        _teams(mix),
        _supported(mix, organisation, month, rules),
        _pipeline(organisation, month, rules),
        _adjustments(organisation, month),
        _retention(organisation, month, rules),
        *_told_elsewhere(organisation, month),
        _panels(organisation, month, rules),
        _verdict(organisation, month, rules),
        _peers(organisation, month, rules, said),
        _changed(keep, before),
        _meaning(mix, rules),
    ]
    return {
        "basis": mix.basis,
        "title": _("%(unit)s: report to the board, %(month)s") % {"unit": organisation, "month": words(month)},
        "headline": mix.finding,
        "figures": [[f.value + f.unit, f.label, f.note] for f in mix.figures],
        "compared": keep,
        "sections": [section for section in sections if section["blocks"]],
    }


def _section(key: str, title: str, *blocks: dict | None) -> dict:
    return {"key": key, "title": title, "blocks": [block for block in blocks if block]}


def _words(text: str) -> dict | None:
    return {"words": text} if text else None


def _table(caption: str, columns: list, rows: list[list]) -> dict | None:
    said = lambda row: [str(cell) for cell in row]
    return (
        {"table": {"caption": caption, "columns": said(columns), "rows": [said(row) for row in rows]}} if rows else None
    )


# The share ------------------------------------------------------------------------------------------------------------
def _share(mix) -> dict:
    from peerwork.mix import reports as mix_reports

    plain = lambda value: None if value is None else round(float(value), 5)
    chart = {
        "title": mix_reports.chart_words(mix)["title"],
        "desc": mix_reports.chart_words(mix)["desc"],
        "past": [[f"{point.month:%Y-%m}", plain(point.actual)] for point in mix.series],
        "path": [[f"{when:%Y-%m}", plain(value)] for when, value in mix.path],
        "ahead": [[f"{when:%Y-%m}", *map(plain, each)] for when, *each in mix.forecast.months],
        "breaks": [[f"{flag.month:%Y-%m}", flag.note] for flag in mix.flags],
    }
    rows = [
        [words(point.month), percentage(point.actual) if point.actual is not None else release.HIDDEN_MARK,
         percentage(point.target)] for point in mix.series[-12:]
    ]  # fmt: skip
    return _section(
        "share", mix.headline, {"chart": chart}, _words(mix_reports.forecast_words(mix)),
        *(_words(flag.words) for flag in mix.flags), *(_words(text) for text in mix.warnings),
        _table(_("Share in the last twelve months"), [_("Month"), _("Share"), _("Target path")], rows),
    )  # fmt: skip


def _teams(mix) -> dict:
    months = mix.heat_months[-3:]
    cell = lambda each: percentage(each.share) if each.share is not None else each.mark or "[x]"
    gap = lambda row: points(row.gap, signed=True) if row.gap is not None else "–"
    rows = [[row.name, *map(cell, row.cells[-3:]), gap(row)] for row in mix.heat]
    columns = [_("Team"), *(date_format(month, "M Y") for month in months), _("Gap to the path, points")]
    return _section(
        "teams", _("By team"), _table(_("Share by team in the last three months"), columns, rows),
        _words(_("Teams with few peer workers are added together, so that nobody can be picked out.") if rows else ""),
    )  # fmt: skip


def _supported(mix, organisation, month, rules) -> dict:
    told = mix.supported
    reasons = [[reason.label, reason.amount, reason.part] for reason in told.reasons] if told else []
    rows = SupervisionFigure.objects.filter(unit=organisation, month__year=month.year, month__month=month.month)
    lines = [supervising.line(row, supervising.of(row, rules)) for row in rows.select_related("stream")]
    return _section(
        "supported", _("Training and supervision"),
        _words(told.finding if told else _("The part of it by peer workers trained and supported is worked out two "
                                           "weeks after the month.")),
        _table(_("Not part of it, and why"), [_("Because"), _("Amount"), _("Of what peer workers gave")], reasons),
        _words(told.note if told else ""),
        _table(_("Supervision in date at the end of the month"), [_("Kind"), _("People"), _("In date")],
               [[line["stream"], line["people"], line["share"]] for line in lines]),
    )  # fmt: skip


# People ---------------------------------------------------------------------------------------------------------------
def _pipeline(organisation, month, rules) -> dict:
    """How many reached each step in the twelve months to the end of this one."""
    last = last_day(month)
    steps = Step.objects.filter(
        application__vacancy__team__organisation=organisation, at__date__lte=last, at__date__gt=last - timedelta(365)
    )
    counts: dict[str, set[int]] = defaultdict(set)
    for application, status in steps.values_list("application", "status"):
        counts[status].add(application)
    labels = dict(Application.Status.choices)
    told = [(str(labels[name]), release.pub(len(counts[name]), rules)) for name in FUNNEL]
    if not any(value for _label, value in told):
        return _section("pipeline", _("On the way to joining"))
    bars = [[label, value, release.shown(value)] for label, value in told]
    return _section(
        "pipeline", _("On the way to joining"),
        {"bars": {"caption": _("Applicants who reached each step in twelve months"), "rows": bars}},
    )  # fmt: skip


def _adjustments(organisation, month) -> dict:
    rows = AdjustmentFigure.objects.filter(organisation=organisation, month__lte=last_day(month)).order_by("-month")
    row = rows.first()
    if row is None:
        return _section("adjustments", _("Adjustments"))
    told = adjusting.through_the_rules(row)
    figures = [[figure["value"], figure["label"], figure.get("note", "")] for figure in told["figures"]]
    said = {"month": words(row.month), "note": told["note"]}
    return _section(
        "adjustments", _("Adjustments: how long people wait"), {"figures": figures},
        _words(_("At the end of %(month)s. %(note)s") % said),
    )  # fmt: skip


def _retention(organisation, month, rules) -> dict:
    """Still in post after a time, of everybody who ever took up a peer post here, as a part of two published counts."""
    day, spans = last_day(month), defaultdict(list)
    terms = PlacementTerm.objects.filter(
        placement__post__lived_experience_essential=True, placement__status__in=("started", "ended"),
        cancelled_on__isnull=True, starts_on__lte=day, placement__person__organisation=organisation,
    )  # fmt: skip
    for person, first, last in terms.values_list("placement__person", "starts_on", "ends_on"):
        spans[person].append((first, last if last is not None and last < day else None))
    lives = []
    for own in spans.values():
        first, last = joined(own)[0]
        lives.append((round(((last or day) - first).days / MONTH_DAYS * 10), last is not None))
    if len(lives) < BASE:
        return _section("retention", _("Staying"))
    rows = []
    for step in kaplan_meier(lives, [60, 120, 240]):
        enough = step.at_risk >= max(ENOUGH, rules.apart_from) and step.share is not None
        stayed = release.pub(round(step.share * len(lives)) if enough else 0, rules)
        share = release.pct(stayed, release.pub(len(lives), rules))
        told = release.HIDDEN_MARK if share is None else f"{share}%"
        rows.append([ngettext("After %d month", "After %d months", step.after // 10) % (step.after // 10), told])
    return _section(
        "retention", _("Staying"),
        _table(_("Peer workers still in post"), [_("Time since they began"), _("Still in post")], rows),
    )  # fmt: skip


def _told_elsewhere(organisation, month) -> list[dict]:
    """What apps beside this one tell the board, each by its own rules."""
    return [_section(part.key, str(part.title), *part.tell(organisation, last_day(month))) for part in boards.parts()]


def _panels(organisation, month, rules) -> dict:
    row = PanelFigure.objects.filter(unit=organisation, quarter__lte=quarter_of(month)).order_by("-quarter").first()
    if row is None:
        return _section("panels", _("Service users on panels"))
    told = panelling.line(row, rules, exact=False)
    names = [
        ("panels", _("Panels that appointed")),
        ("share", _("Their first choice was appointed")),
        ("overridden", _("Went on although a rule was not kept")),
        ("chaired", _("Chaired by a service user or carer")),
    ]
    return _section(
        "panels", _("Service users on panels"),
        _table(_("Panels in %(quarter)s") % {"quarter": told["quarter"]}, [_("What"), _("Number or share")],
               [[label, told[name]] for name, label in names]),
    )  # fmt: skip


# In their own words ---------------------------------------------------------------------------------------------------
def _check(organisation, month, kind, rules) -> list[dict | None]:
    check = Check.objects.filter(organisation=organisation, kind=kind, status=Check.Status.CLOSED,
                                 quarter__lte=quarter_of(month)).first()  # fmt: skip
    if check is None:
        return [_words(_("No check has been closed yet."))]
    told = results(check, rules)
    caption = _("%(check)s: mostly or fully, of %(answered)s answers") % {"check": check, "answered": told.answered}
    return [_table(caption, [_("Question"), _("Mostly or fully")], told.lines), _words(told.note)]


def _verdict(organisation, month, rules) -> dict:
    rows = outcome_rows(organisation, month, rules)
    columns = [_("Outcome"), _("For whom"), _("As told by"), _("Month"), _("Rate"), _("A year before")]
    return _section(
        "verdict", _("What people who receive services say, and outcomes"),
        *_check(organisation, month, Check.Kind.SERVICE, rules),
        _table(_("Outcomes beside the share"), columns, rows),
        _words(_("An outcome beside the share is not an effect of it.") if rows else ""),
    )  # fmt: skip


def _peers(organisation, month, rules, said: Statement) -> dict:
    quote = {"quote": said.text, "by": _("The peer forum, %(quarter)s, unedited") % {
        "quarter": quarter_words(said.quarter)}} if not said.none_made else _words(
            _("No statement made: the peer forum makes none for %(quarter)s.") % {
                "quarter": quarter_words(said.quarter)})  # fmt: skip
    reply = (
        {"quote": said.reply, "by": _("The director, %(day)s") % {"day": date_format(said.replied_on, "j F Y")}}
        if said.replied_on
        else _words(_("The director has not answered yet.") if not said.none_made else "")
    )
    return _section("peers", _("The peers’ page"), quote, reply, *_check(organisation, month, Check.Kind.PEERS, rules))


# To read it by --------------------------------------------------------------------------------------------------------
def _compared(mix) -> dict:
    kept = {str(figure.label): figure.value + figure.unit for figure in mix.figures}
    if mix.supported and mix.supported.share is not None:
        kept[_("Trained and supported share")] = mix.supported.text
    return kept


def _changed(now: dict, before: BoardReport | None) -> dict:
    if before is None:
        return _section("changed", _("What changed since last time"), _words(_("This is the first report.")))
    old = before.content.get("compared", {})
    rows = [[name, old.get(name, "–"), value] for name, value in now.items()]
    columns = [_("Figure"), words(before.month), _("Now")]
    return _section("changed", _("What changed since last time"), _table(_("Then and now"), columns, rows))


def _meaning(mix, rules) -> dict:
    meaning = mix.definition
    rows = [
        [row.label, *([row.none, "", "", ""] if row.none else [row.peers, row.everyone, row.share, row.coverage])]
        for row in mix.four
    ]
    columns = [_("Counted by"), _("Peer workers"), _("Everyone"), _("Share"), _("Coverage")]
    made_with = _("Definition %(number)s, version %(mapping)s of who counts, version %(version)s of the month. Source: "
                  "%(source)s. Not attributed: %(rest)s.") % {
        "number": meaning.number, "mapping": meaning.mapping_version, "version": meaning.version,
        "source": meaning.source, "rest": meaning.not_attributed,
    }  # fmt: skip
    return _section(
        "meaning", _("Definitions, coverage and release rules"), _words(meaning.text), _words(meaning.caution),
        _words(meaning.counting), _table(_("Four ways to count the share"), columns, rows), _words(made_with),
        _words(rules.note), _words(_("Made on %(day)s.") % {"day": date_format(timezone.localdate(), "j F Y")}),
    )  # fmt: skip
