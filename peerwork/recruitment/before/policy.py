"""Who reads and does what with interest, information sessions and help offered."""

from django.db.models import Q
from django.utils import timezone

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, within
from peerwork.recruitment import reach
from peerwork.recruitment.before.models import InformationSession, Interest, Support

SESSION = {"status", "organisation", "title", "starts_at", "minutes", "place", "about"}


def coming(user) -> Q:
    """A row rule: sessions to come, to anybody (signed in or not)."""
    return Q(status="planned", starts_at__gt=timezone.now())


informations = Policy(
    InformationSession,
    [
        Grant("hr", within("hr", "organisation"), SESSION, SESSION - {"status"}, {"plan", "edit", "cancel"}),
        Grant("anyone", coming, SESSION),
    ],
)

TOLD = {"organisation", "name", "email", "family", "session", "wish"}
interests = Policy(
    Interest,
    [
        Grant(
            "hr",
            within("hr", "organisation"),
            TOLD | {"status", "told_on", "came"},
            {"came"},
            {"invite", "note_came", "close"},
        ),
        Grant("system", system, TOLD | {"status", "told_on", "came"}, TOLD, {"tell"}),
    ],
)

HELP = {"status", "application", "kind", "offered_on", "offered_by"}
SENT = Q(application__sent_at__isnull=False)
supports = Policy(
    Support,
    [
        Grant("applicant", own("application__user"), HELP, (), {"take", "decline"}, own=True),
        Grant(
            "hr",
            reach.employs("hr", "application__vacancy__", SENT),
            HELP,
            {"application", "kind"},
            {"offer", "take", "decline"},
        ),
        Grant("system", system, HELP, {"application", "kind"}, {"offer"}),
    ],
    closed=reach.shut("application__"),
)
