"""What goes to the demonstration's board: two quarters of checks, the forum, outcomes, two reports, a pack."""

import io
from datetime import date, timedelta

from django.utils import timezone

from peerwork.mix.board import actions
from peerwork.mix.board.models import Check
from peerwork.mix.rollups import add_months

MONTHS = (date(2026, 9, 1), date(2026, 10, 1))
STATEMENTS = {
    date(2026, 7, 1): (
        "We are more than we were, and that is good. Two of us are still the only one in their team. On the wards "
        "the rota asks us to cover observations when somebody is off sick; then we are not peers for that shift. We "
        "ask for a rule.",
        "Thank you for saying it plainly. From 1 November nobody in a peer post covers observations. The two teams "
        "with one peer worker recruit a second this quarter, and I come to the forum in January.",
    ),
    date(2026, 10, 1): (
        "The rule about observations holds. What we would like next: an hour together every week that is not given "
        "away when it is busy, and one of us in the room when the rota is made.",
        "",
    ),
}
OUTCOMES = [  # short name, name, for whom, told by, which way, numerator of a thousand at first and each month on
    ("readmissions", "Readmitted within 30 days", "supported", "records", "lower", 124, -2),
    ("restraint", "Restrained on a ward", "supported", "records", "lower", 86, -1),
    ("goals", "Worked on a goal of their own", "supported", "receiving", "higher", 540, 6),
    ("stayed", "Would stay another year", "providing", "peers", "higher", 700, 3),
    ("sickness", "Days lost to sickness", "organisation", "records", "lower", 58, 0),
]


def add_board(demo) -> None:
    trust, users = demo.units["NMP"], demo.users
    director, hr = users["Ruth Adeyemi"], demo.by
    for number, quarter in enumerate(sorted(STATEMENTS)):
        last = number == len(STATEMENTS) - 1  # this quarter's pulse is still open
        check(demo, trust, Check.Kind.PEERS, quarter, 31 - 20 * last, close=not last)
        check(demo, trust, Check.Kind.SERVICE, quarter, 64 + 9 * number)
        text, reply = STATEMENTS[quarter]
        lead = users["Jo Marsh"]
        said = actions.give_statement(by=lead, organisation=trust, quarter=quarter, text=text, none_made=False)
        if reply:
            actions.reply_to_statement(said, by=director, reply=reply)
    outcomes(trust, hr)
    for month in MONTHS:
        actions.make_report(by=director, organisation=trust, month=month, basis="hours")
    actions.make_pack(by=director, organisation=trust, month=MONTHS[-1])


def check(demo, trust, kind, quarter: date, many: int, *, close: bool = True) -> None:
    until = timezone.localdate() + timedelta(days=21)
    made = actions.open_check(by=demo.by, organisation=trust, kind=kind, quarter=quarter, closes_on=until)
    for number in range(many):
        answers = [min(5, max(1, round(demo.random.gauss(middle, 1)))) for middle in (4.1, 3.4, 3.9, 3.2, 4.3)]
        actions.count_in(made, f"demo{number}", answers, code=False)
    if close:
        actions.close_check(made, by=demo.by)


def outcomes(trust, by) -> None:
    lines = ["indicator,unit,month,numerator,denominator,source"]
    for code, name, level, perspective, better, first, step in OUTCOMES:
        actions.add_indicator(by=by, organisation=trust, code=code, name=name, level=level, perspective=perspective,
                              better=better)  # fmt: skip
        for number in range(18):
            month = add_months(date(2025, 5, 1), number)
            lines.append(f"{code},{trust.code},{month:%Y-%m},{first + step * number},1000,Demonstration")
    actions.load_outcomes(by=by, organisation=trust, file=io.BytesIO("\n".join(lines).encode()))
