"""What goes to the board in each trust: a check of either kind, two statements, an outcome, a report, a pack."""

from datetime import timedelta

from peerwork.kit.records import creating
from peerwork.mix.board import actions
from peerwork.mix.board.models import quarter_of
from peerwork.mix.board.policy import packs, reports
from peerwork.mix.rollups import add_months, first_of
from tests import make

NOW = quarter_of(make.today())
LAST = add_months(NOW, -3)
MONTH = add_months(first_of(make.today()), -1)
CONTENT = {
    "basis": "wte", "title": "Fellside: report to the board", "headline": "The share is rising.", "compared": {},
    "figures": [["12.4%", "Peer workers among care staff", "Target path: 14%"]],
    "sections": [
        {"key": "share", "title": "The share is rising", "blocks": [
            {"chart": {"title": "Share", "desc": "It rises.", "past": [["2026-08", 0.11], ["2026-09", 0.12]],
                       "path": [["2026-08", 0.12], ["2026-10", 0.14]], "ahead": [["2026-10", 0.13, 0.12, 0.14]],
                       "breaks": []}},
            {"table": {"caption": "By month", "columns": ["Month", "Share"], "rows": [["August 2026", "11%"]]}}]},
        {"key": "pipeline", "title": "On the way", "blocks": [
            {"bars": {"caption": "Reached", "rows": [["Applied", 40, "40"], ["Started", None, "[c]"]]}},
            {"figures": [["12", "Days to agree", ""]]}]},
        {"key": "peers", "title": "The peers", "blocks": [
            {"quote": "We are six now.", "by": "The forum"}, {"words": "Not answered yet."}]},
    ],
}  # fmt: skip
PACK = {
    "title": "Peer workers in numbers", "lines": [["People", "Everybody in a lived-experience role", "45"]],
    "withheld": ["Band"], "note": "Rounded.", "definitions": [["Peer worker", "In a peer post on the day."]],
}  # fmt: skip


def fill(place) -> None:
    put, root = place.put, place.root
    hr, director, lead = (place.user(name) for name in ("hr", "director", "lived_experience_lead"))
    until = make.today() + timedelta(days=20)
    for kind in ("peers", "service"):
        put(kind, actions.open_check(by=hr, organisation=root, kind=kind, quarter=NOW, closes_on=until))
    put("given", actions.give_statement(by=lead, organisation=root, quarter=NOW, text="We are six now.",
                                        none_made=False))  # fmt: skip
    said = actions.give_statement(by=lead, organisation=root, quarter=LAST, text="The rota bends us.", none_made=False)
    put("answered", actions.reply_to_statement(said, by=director, reply="We have changed it."))
    put("organisation", actions.add_indicator(
        by=lead, organisation=root, code="readmissions", name="Readmissions within 30 days", level="supported",
        perspective="records", better="lower"))  # fmt: skip
    with creating(reports, "make", by=director, organisation=root, month=MONTH, basis="wte") as report:
        report.made_by, report.content = director, CONTENT
    put("organisation", report)
    with creating(packs, "make", by=director, organisation=root, month=MONTH) as pack:
        pack.made_by, pack.content = director, PACK
    put("organisation", pack)


COPIED = [
    ("mix.Check/peers", "quarter"), ("mix.Statement/given", "quarter"), ("mix.Indicator/organisation", "code"),
    ("mix.BoardReport/organisation", ""), ("mix.FoiPack/organisation", "month"),
]  # fmt: skip
