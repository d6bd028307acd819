"""What is read for the board's pages."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import release
from peerwork.kit.errors import Conflict
from peerwork.mix.board.actions import key_of
from peerwork.mix.board.models import BoardReport, Check, CheckMark, FoiPack, Statement, quarter_of, quarter_words
from peerwork.mix.board.outcomes import kept, outcome_rows
from peerwork.mix.board.policy import checks, indicators, packs, peers_at, reports, statements
from peerwork.mix.board.questions import results
from peerwork.mix.rollups import add_months, first_of
from peerwork.people.models import Settings

SHOWN = 8  # quarters


def reports_for(user) -> QuerySet:
    return reports.visible(user, BoardReport.objects.defer("content")).select_related("organisation", "made_by")


def waiting_for(user) -> str:
    """What last month's report still waits for, in words; nothing where it could be made."""
    if not reports.may_start(user, "make"):
        return ""
    quarter = quarter_of(add_months(first_of(timezone.localdate()), -1))
    if statements.visible(user, Statement.objects.filter(quarter=quarter)).exists():
        return ""
    return _("The peer forum’s statement for %(quarter)s is not in yet. There is no report without it.") % {
        "quarter": quarter_words(quarter)
    }


def rules_by_organisation(pks) -> dict[int, release.Rules]:
    held = {row.organisation_id: row for row in Settings.objects.filter(organisation__in=pks)}
    return {pk: release.rules_of(held.get(pk)) for pk in pks}


def voice(user) -> dict:
    """The checks with what may be told of them, and the statements with their answers."""
    rows = list(checks.visible(user).select_related("organisation").prefetch_related("counts")[:SHOWN])
    rules, open_to_me = rules_by_organisation({row.organisation_id for row in rows}), set(_unanswered(user, rows))
    said = list(statements.visible(user).select_related("organisation", "given_by", "replied_by")[:SHOWN])
    return {
        "checks": [(checks.show(row), results(row, rules[row.organisation_id]), row.pk in open_to_me) for row in rows],
        "statements": [statements.show(row) for row in said],
        "may_open": checks.may_start(user, "open"),
        "may_give": statements.may_start(user, "give"),
    }


def _unanswered(user, rows: Iterable[Check]) -> list[int]:
    """Which of these checks this reader is asked to answer and has not."""
    today = timezone.localdate()
    mine = {
        key_of(row, user): row.pk
        for row in rows
        if row.kind == Check.Kind.PEERS and row.closes_on >= today and "answer" in checks.offers(row)
    }
    done = set(CheckMark.objects.filter(key__in=mine).values_list("key", flat=True)) if mine else set()
    return [pk for key, pk in mine.items() if key not in done]


def asked(user) -> list[Check]:
    """The open checks this reader is asked to answer and has not."""
    if not peers_at(user):
        return []
    open_ones = checks.visible(user, Check.objects.filter(kind=Check.Kind.PEERS, status=Check.Status.OPEN))
    rows = list(open_ones.select_related("organisation")[:SHOWN])
    wanted = set(_unanswered(user, rows))
    return [row for row in rows if row.pk in wanted]


def unanswered(user) -> list[Statement]:
    rows = Statement.objects.filter(status=Statement.Status.GIVEN, none_made=False)
    return [row for row in statements.visible(user, rows) if "reply" in statements.offers(row)]


def to_answer(user, pk: int) -> Check:
    """The check a peer worker is asked; raises NotHere, NotAllowed, Conflict for one that is answered with a code."""
    check = checks.find(user, pk=pk)
    checks.require(user, "answer", check)
    if check.kind != Check.Kind.PEERS:
        raise Conflict(_("This check is answered with a code."))
    return check


def outcomes(user) -> dict:
    """The registry, and the figures of each organisation through the release rules."""
    rows = list(kept(user))
    places = {row.organisation_id: row.organisation for row in rows}
    rules = rules_by_organisation(places)
    return {
        "indicators": [indicators.show(row) for row in rows],
        "figures": [(place.name, outcome_rows(place, None, rules[pk])) for pk, place in sorted(places.items())],
        "columns": [_("Outcome"), _("For whom"), _("As told by"), _("Month"), _("Rate"), _("A year before")],
        "may_add": indicators.may_start(user, "add"),
    }


def packs_for(user) -> QuerySet:
    return packs.visible(user, FoiPack.objects.defer("content")).select_related("organisation", "made_by")
