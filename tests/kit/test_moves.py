"""State tables: what leads where, and a clear no for the rest."""

import pytest

from peerwork.kit.errors import Conflict
from peerwork.kit.moves import START, Moves

MOVES = Moves(
    {
        "log": ([START], "draft"),
        "edit": (["draft"], None),
        "propose": (["draft"], "proposed"),
        "agree": (["proposed"], "agreed"),
        "cancel": (["draft", "proposed"], "cancelled"),
    }
)


def test_moves_a_first_verb_gives_the_first_state():
    assert MOVES.begin("log") == "draft"
    assert MOVES.starts("log")
    assert not MOVES.starts("edit")
    with pytest.raises(Conflict):
        MOVES.begin("agree")


@pytest.mark.parametrize("status", ["draft", "proposed", "agreed", "cancelled", "unheard of"])
def test_moves_every_verb_in_every_state_leads_on_or_is_refused(status):
    expected = {
        "draft": {"edit": "draft", "propose": "proposed", "cancel": "cancelled"},
        "proposed": {"agree": "agreed", "cancel": "cancelled"},
    }.get(status, {})
    assert MOVES.allowed(status) == set(expected)
    for verb in [*MOVES, "unheard of"]:
        if verb in expected:
            assert MOVES.reach(verb, status) == expected[verb]
        else:
            with pytest.raises(Conflict):
                MOVES.reach(verb, status)
