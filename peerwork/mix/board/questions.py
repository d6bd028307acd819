"""The five questions of each check, and what may be told of the answers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import release
from peerwork.mix.board.models import Check

ANSWERS = [
    (1, later("Not at all")), (2, later("A little")), (3, later("Partly")), (4, later("Mostly")), (5, later("Fully")),
]  # fmt: skip
YES = (4, 5)
QUESTIONS = {
    Check.Kind.PEERS: [
        later("My role is staying a peer role"),
        later("It is safe here to say no"),
        later("I am supported in what I do"),
        later("The adjustments I need are working"),
        later("I would recommend this work to another peer"),
    ],
    Check.Kind.SERVICE: [
        later("I was met as a person"),
        later("I was listened to"),
        later("I had a say in what was done"),
        later("It helped with what matters to me"),
        later("I would recommend this service to a friend"),
    ],
}
ENOUGH = 8


@dataclass(frozen=True)
class Results:
    """A closed check as anybody may see it: `lines` are (question, share who said mostly or fully)."""

    check: Check
    answered: str
    lines: list[tuple[str, str]]
    note: str = ""


def results(check: Check, by: release.Rules) -> Results:
    """What may be told: nothing of an open check, nothing of fewer than eight answers, and no counts but rounded."""
    questions = QUESTIONS[check.kind]
    if check.status != Check.Status.CLOSED:
        return Results(check, "", [], _("Open until its last day. Nothing is told before it is closed."))
    found = {(row.question, row.answer): row.many for row in check.counts.all()}  # read ahead for a whole page
    total = sum(found.get((0, answer), 0) for answer, _words in ANSWERS)
    whole = release.pub(total, by)
    if total < ENOUGH or whole is None:
        return Results(check, release.HIDDEN_MARK, [], _("Too few answered for anything to be told."))
    lines = []
    for number, words in enumerate(questions):
        said = release.pub(sum(found.get((number, answer), 0) for answer in YES), by)
        share = release.pct(said, whole)
        lines.append((str(words), release.HIDDEN_MARK if share is None else f"{share}%"))
    return Results(check, release.shown(whole), lines, "")
