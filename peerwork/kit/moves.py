"""State tables: from which state to which a verb leads. One per model, read by actions, buttons, API and tests."""

from peerwork.kit.errors import Conflict

START = None


class Moves(dict):
    """`Moves({"propose": (["draft"], "proposed"), "log": ([START], "draft"), "edit": (["draft"], None)})`

    A verb maps to the states it may be asked in, and the state it leads to (None: the state stays as it is).
    """

    def begin(self, verb: str) -> str:
        """The first state of a new row; raises Conflict where the verb does not begin one."""
        froms, to = self[verb]
        if START not in froms:
            raise Conflict()
        return to

    def reach(self, verb: str, status: str) -> str:
        """The state after the verb; raises Conflict where the table says no."""
        froms, to = self.get(verb, ((), None))
        if status not in froms:
            raise Conflict()
        return status if to is None else to

    def allowed(self, status: str) -> set[str]:
        """The verbs that can be asked in this state."""
        return {verb for verb, (froms, _to) in self.items() if status in froms}

    def starts(self, verb: str) -> bool:
        return START in self.get(verb, ((), None))[0]
