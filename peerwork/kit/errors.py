"""The ways a request can be refused: the same four answers in pages, API, imports and commands."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A request the system will not carry out, with words that say what to do."""

    status = 400
    words = _("This can't be done.")

    def __init__(self, message=None, **details):
        self.message = message or self.words
        self.details = details
        super().__init__(str(self.message))


class NotHere(Refused):
    """Out of reach, or not there at all: the two are told apart nowhere."""

    status = 404
    words = _("We can't find that page.")


class NotAllowed(Refused):
    """Within reach, but this verb or field is not yours."""

    status = 403
    words = _("You can see this, but you can't make this change.")


class Conflict(Refused):
    """Wrong state, or somebody else's change came first; `details["current"]` holds the row as it now stands."""

    status = 409
    words = _("This has changed since you opened it. Nothing you typed is lost: look at what changed, then try again.")


class Invalid(Refused):
    """Bad input; `details["fields"]` maps field names to lists of messages."""

    status = 400
    words = _("Some answers need another look.")

    @property
    def fields(self) -> dict[str, list[str]]:
        return self.details.get("fields", {})


class TooMany(Refused):
    """Asked too often; `details["wait"]` is the number of seconds after which to try again."""

    status = 429
    words = _("That was too many tries. Wait a few minutes, then try again.")
