"""Asking and answering the quarterly checks, the forum's statement and its answer, outcomes, and making the report."""

import csv
import io
import secrets
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.mix.board import content, foi
from peerwork.mix.board.models import (
    BoardReport,
    Check,
    CheckCount,
    CheckMark,
    FoiPack,
    Indicator,
    OutcomeFigure,
    Statement,
    quarter_of,
)
from peerwork.mix.board.policy import checks, indicators, packs, reports, statements
from peerwork.mix.board.questions import ANSWERS, QUESTIONS
from peerwork.mix.rollups import is_over
from peerwork.people.models import Unit
from peerwork.people.reach import reach_of

MOST_CODES = 500
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
MOST_ROWS = 20_000
COLUMNS = ("indicator", "unit", "month", "numerator", "denominator", "source")


# Checks ---------------------------------------------------------------------------------------------------------------
def open_check(*, by, **values) -> Check:
    """Ask five questions for a quarter, until a day. Raises NotAllowed, Invalid."""
    with creating(checks, "open", by=by, **values) as check:
        if check.closes_on < timezone.localdate():
            raise Invalid(fields={"closes_on": [_("This day is over already.")]})
    return check


def close_check(check: Check, *, by, version: int | None = None) -> Check:
    """Close a check: nobody answers any more, and what may be told of it is told."""
    with acting(checks, "close", check, by=by, version=version) as check:
        pass
    return check


def close_what_is_due(*, by) -> int:
    """Close the checks whose last day is over; how many there were."""
    due = list(Check.objects.filter(status=Check.Status.OPEN, closes_on__lt=timezone.localdate()))
    for check in due:
        close_check(check, by=by)
    return len(due)


def answer_pulse(check: Check, *, by, answers: list[int], version: int | None = None) -> Check:
    """Answer the peers' check: counted, and never kept with who it was. Raises NotHere, Conflict (answered already)."""
    check = checks.find(by, pk=check.pk)
    checks.require(by, "answer", check)
    if check.kind != Check.Kind.PEERS:
        raise Conflict(_("This check is answered with a code."))
    count_in(check, key_of(check, by), answers, code=False)
    return check


def hand_out_codes(check: Check, many: int, *, by) -> list[str]:
    """New codes for the check of those who receive services: told this once, to be printed; each answers once."""
    check = checks.find(by, pk=check.pk)
    if "close" not in checks.offers(check):
        raise NotAllowed()
    if check.kind != Check.Kind.SERVICE:
        raise Invalid(fields={"many": [_("Peer workers answer signed in, without a code.")]})
    if CheckMark.objects.filter(check_asked=check).count() + many > MOST_CODES:
        raise Invalid(fields={"many": [_("At most %(most)d codes for one check.") % {"most": MOST_CODES}]})
    codes = ["".join(secrets.choice(LETTERS) for _n in range(10)) for _code in range(many)]
    CheckMark.objects.bulk_create(
        CheckMark(check_asked=check, key=_code_key(code), used=False) for code in sorted(codes, key=_code_key)
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def answer_by_code(code: str, answers: list[int]) -> None:
    """Answer with a one-use code. A code that is unknown, used or of a closed check is told apart nowhere."""
    code = "".join(letter for letter in code.upper() if letter in LETTERS)
    mark = CheckMark.objects.filter(key=_code_key(code), used=False).select_related("check_asked").first()
    if mark is None or not _answerable(mark.check_asked):
        raise Invalid(fields={"code": [_("This code is not right, has been used, or has ended.")]})
    count_in(mark.check_asked, mark.key, answers, code=True)


def _code_key(code: str) -> str:
    return salted_hmac("peerwork.board.code", code, algorithm="sha256").hexdigest()


def key_of(check: Check, user) -> str:
    """The mark of somebody who answered: keyed, so that it can't be read back."""
    return salted_hmac("peerwork.board.answered", f"{check.pk}:user:{user.pk}", algorithm="sha256").hexdigest()


def _answerable(check: Check) -> bool:
    return check.status == Check.Status.OPEN and check.closes_on >= timezone.localdate()


def count_in(check: Check, key: str, answers: list[int], *, code: bool) -> None:
    """Add one person's answers to the counts, once for each mark."""
    allowed = {value for value, _words in ANSWERS}
    if len(answers) != len(QUESTIONS[check.kind]) or not set(answers) <= allowed:
        raise Invalid(fields={"__all__": [_("Answer each of the five questions.")]})
    with transaction.atomic():
        check = Check.objects.select_for_update().get(pk=check.pk)
        if not _answerable(check):
            raise Conflict(_("This check is closed."))
        if code:
            if not CheckMark.objects.filter(check_asked=check, key=key, used=False).update(used=True):
                raise Conflict(_("This code has been used."))
        else:
            try:
                with transaction.atomic():
                    CheckMark.objects.create(check_asked=check, key=key)
            except IntegrityError:
                raise Conflict(_("You have answered this check already. Thank you.")) from None
        if not CheckCount.objects.filter(check_asked=check).exists():
            CheckCount.objects.bulk_create(
                CheckCount(check_asked=check, question=question, answer=value)
                for question in range(len(QUESTIONS[check.kind]))
                for value, _words in ANSWERS
            )
        for question, value in enumerate(answers):
            CheckCount.objects.filter(check_asked=check, question=question, answer=value).update(many=F("many") + 1)


# The forum ------------------------------------------------------------------------------------------------------------
def give_statement(*, by, **values) -> Statement:
    """Hand in the peer forum's statement for a quarter, or that it makes none; nobody changes it afterwards."""
    with creating(statements, "give", by=by, **values) as statement:
        statement.given_by = by
    return statement


def reply_to_statement(statement: Statement, *, by, reply: str, version: int | None = None) -> Statement:
    """The director's answer, dated; the peers read it. Raises NotAllowed, Conflict, Invalid."""
    if not reply.strip():
        raise Invalid(fields={"reply": [_("Write an answer.")]})
    with acting(statements, "reply", statement, by=by, version=version, reply=reply) as statement:
        statement.replied_by, statement.replied_on = by, timezone.localdate()
    return statement


# Outcomes -------------------------------------------------------------------------------------------------------------
def add_indicator(*, by, **values) -> Indicator:
    """Keep one more outcome beside the share."""
    with creating(indicators, "add", by=by, **values) as indicator:
        pass
    return indicator


def edit_indicator(indicator: Indicator, *, by, version: int | None = None, **values) -> Indicator:
    """Change what an outcome is called and how it is tagged. Raises NotAllowed, Conflict, Invalid."""
    with acting(indicators, "edit", indicator, by=by, version=version, **values) as indicator:
        pass
    return indicator


def close_indicator(indicator: Indicator, *, by, version: int | None = None) -> Indicator:
    """No longer keep an outcome; what was loaded stays."""
    with acting(indicators, "close", indicator, by=by, version=version) as indicator:
        if indicator.closed_on:
            raise Conflict(_("This outcome is closed already."))
        indicator.closed_on = timezone.localdate()
    return indicator


def load_outcomes(*, by, organisation: Unit, file) -> int:
    """Load a file of sums: indicator, unit, month, numerator, denominator, source; how many rows.

    All rows or none. A month that is loaded again takes the place of what stood. Raises NotAllowed, Invalid.
    """
    may_load_outcomes(by, organisation)
    try:
        text = io.StringIO(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid(fields={"file": [_("Save the file as CSV in UTF-8.")]}) from None
    reader = csv.DictReader(text)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise Invalid(fields={"file": [_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}]})
    return load_outcome_rows(by=by, organisation=organisation, rows=reader)


def may_load_outcomes(by, organisation: Unit | None = None) -> None:
    """Raises NotAllowed for whoever may not load sums of outcomes of an organisation (or of any)."""
    held = reach_of(by)
    mine = {unit for role in ("hr", "lived_experience_lead") for unit in held.get(role, ())}
    if not (getattr(by, "is_system", False) or (organisation.pk in mine if organisation else mine)):
        raise NotAllowed()


def load_outcome_rows(*, by, organisation: Unit, rows: Iterable[dict]) -> int:
    """The same, of rows that were read already."""
    may_load_outcomes(by, organisation)
    known = {row.code: row for row in Indicator.objects.filter(organisation=organisation, closed_on=None)}
    units = {row.code.upper(): row for row in Unit.objects.filter(organisation=organisation) if row.code}
    units[organisation.code.upper()] = organisation
    found, faults = {}, []
    for number, line in enumerate(rows, 2):
        if number > MOST_ROWS:
            faults.append(_("At most %(most)d rows.") % {"most": MOST_ROWS})
            break
        try:
            row = _outcome(line, known, units)
            found[row.indicator_id, row.unit_id, row.month] = row
        except (ValueError, InvalidOperation, KeyError) as problem:
            faults.append(_("Line %(number)d: %(why)s") % {"number": number, "why": _why(problem)})
    if faults or not found:
        raise Invalid(fields={"file": faults[:20] or [_("The file holds no rows.")]})
    with transaction.atomic():
        for indicator, unit, month in found:
            OutcomeFigure.objects.filter(indicator=indicator, unit=unit, month=month).delete()
        OutcomeFigure.objects.bulk_create(found.values(), batch_size=500)
    return len(found)


def _outcome(line: dict, known: dict, units: dict) -> OutcomeFigure:
    cell = lambda name: (line.get(name) or "").strip()
    if cell("indicator") not in known:
        raise ValueError(_("no outcome with this short name is kept here"))
    if cell("unit").upper() not in units:
        raise ValueError(_("no unit here has this code"))
    try:
        month = date.fromisoformat(f"{cell('month')[:7]}-01")
    except ValueError:
        raise ValueError(_("a month is written as 2026-10")) from None
    numerator, denominator = Decimal(cell("numerator")), Decimal(cell("denominator"))
    if not (0 <= numerator <= denominator < 10**10) or not is_over(month):
        raise ValueError(_("the numerator is part of the denominator, and the month is over"))
    longest = OutcomeFigure._meta.get_field("source").max_length
    if len(cell("source")) > longest:
        raise ValueError(_("a source has %(longest)d letters at most") % {"longest": longest})
    return OutcomeFigure(
        indicator=known[cell("indicator")], unit=units[cell("unit").upper()], month=month, numerator=numerator,
        denominator=denominator, source=cell("source"),
    )  # fmt: skip


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, ValueError) else _("a number is missing or can't be read")


# The report -----------------------------------------------------------------------------------------------------------
def make_report(*, by, organisation: Unit, month: date, basis: str = "") -> BoardReport:
    """Make the board's report of a month, whole and through the release rules.

    There is none without the peers' page: the forum's statement of that quarter, or that it makes none. Raises
    NotAllowed, NotHere (no figures), Invalid.
    """
    if not reports.may_start(by, "make"):
        raise NotAllowed()
    month = month.replace(day=1)
    said = Statement.objects.filter(organisation=organisation, quarter=quarter_of(month)).first()
    if said is None:
        raise Invalid(
            fields={"month": [_("The peer forum’s statement for this quarter is not in yet: there is no report without "
                                "it. The lived-experience lead hands it in, or says that the forum makes none.")]}
        )  # fmt: skip
    made = content.made(by, organisation, month, basis, said)
    with creating(reports, "make", by=by, organisation=organisation, month=month, basis=made["basis"]) as report:
        report.made_by, report.content = by, made
    return report


def make_pack(*, by, organisation: Unit, month: date) -> FoiPack:
    """Make the pack for information requests of a month that is over. Raises NotAllowed, Invalid (made already)."""
    if not packs.may_start(by, "make"):
        raise NotAllowed()
    month = month.replace(day=1)
    if not is_over(month):
        raise Invalid(fields={"month": [_("This month is not over yet.")]})
    with creating(packs, "make", by=by, organisation=organisation, month=month) as pack:
        pack.made_by, pack.content = by, foi.pack(organisation, month).as_data()
    return pack
