"""What joining makes known: needs somebody stated before starting, which become requests only if they say so."""

from django.urls import reverse
from django.utils.translation import gettext as _

from peerwork.joining.needs import needs_of
from peerwork.kit import tasks
from peerwork.kit.tasks import Task


def waiting(user):
    """One line for the worker, while something they said before starting has not been asked for."""
    if getattr(user, "person", None) is not None and needs_of(user):
        yield Task(
            _("You said before you started what you need. Ask for it, if you like"), reverse("joining:needs"),
            consequence=_("Nobody acts on it unless you ask."), weight=7,
        )  # fmt: skip


tasks.register("joining", waiting)
