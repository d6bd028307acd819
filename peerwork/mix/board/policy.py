"""Who asks and reads the quarterly checks, who speaks for the peer forum, who answers, and who makes the report."""

from django.db.models import Q
from django.utils import timezone

from peerwork.kit.access import Grant, Policy, remembered, system
from peerwork.mix.board.models import BoardReport, Check, FoiPack, Indicator, Statement
from peerwork.mix.policy import role_on
from peerwork.people.models import Worker
from peerwork.people.reach import within

SPEAKS = "lived_experience_lead"


def peers_at(user) -> list[int]:
    """The organisations where somebody is a peer worker today."""
    if not getattr(user, "pk", None) or user.is_system:
        return []
    today = timezone.localdate()
    rows = Worker.objects.filter(
        Q(peer_until=None) | Q(peer_until__gte=today), person__user=user.pk, peer_since__lte=today
    )
    return remembered(("peers_at", user.pk), lambda: list(rows.values_list("person__organisation", flat=True)))


def as_a_peer(user) -> Q | None:
    places = peers_at(user)
    return Q(organisation__in=places) if places else None


ASKED = {"organisation", "kind", "quarter", "closes_on"}
checks = Policy(
    Check,
    [
        *(
            Grant(name, within(role, "organisation"), ASKED | {"status"}, ASKED, {"open", "close"})
            for role, name in (("hr", "hr"), (SPEAKS, "lived-experience lead"))
        ),
        role_on("organisation", "director", ASKED | {"status"}),
        Grant("peer worker", as_a_peer, ASKED | {"status"}, verbs={"answer"}, own=True),
        Grant("system", system, ASKED | {"status"}, ASKED, {"open", "close"}),
    ],
)

SAID = {"organisation", "quarter", "none_made", "text"}
STATEMENT = SAID | {"status", "given_by", "given_on", "reply", "replied_by", "replied_on"}
statements = Policy(
    Statement,
    [
        Grant("lived-experience lead", within(SPEAKS, "organisation"), STATEMENT, SAID, {"give"}),
        Grant("director", within("director", "organisation"), STATEMENT, {"reply"}, {"reply"}),
        role_on("organisation", "hr", STATEMENT),
        Grant("peer worker", as_a_peer, STATEMENT, own=True),
        Grant("system", system, STATEMENT, SAID | {"reply"}, {"give", "reply"}),
    ],
)

KEPT = {"organisation", "code", "name", "level", "perspective", "better", "note"}
indicators = Policy(
    Indicator,
    [
        *(
            Grant(name, within(role, "organisation"), KEPT | {"closed_on"}, KEPT, {"add", "edit", "close"})
            for role, name in (("hr", "hr"), (SPEAKS, "lived-experience lead"))
        ),
        role_on("organisation", "director", KEPT | {"closed_on"}),
        Grant("system", system, KEPT | {"closed_on"}, KEPT, {"add", "edit", "close"}),
    ],
)

CHOSEN = {"organisation", "month", "basis"}
REPORT = CHOSEN | {"status", "made_by", "made_on", "content"}
reports = Policy(
    BoardReport,
    [
        Grant("director", within("director", "organisation"), REPORT, CHOSEN, {"make"}),
        Grant("hr", within("hr", "organisation"), REPORT, CHOSEN, {"make"}),
        role_on("organisation", SPEAKS, REPORT),
        Grant("system", system, REPORT, CHOSEN, {"make"}),
    ],
)

OF = {"organisation", "month"}
PACK = OF | {"status", "made_by", "made_on", "content"}
packs = Policy(
    FoiPack,
    [
        Grant("director", within("director", "organisation"), PACK, OF, {"make"}),
        Grant("hr", within("hr", "organisation"), PACK, OF, {"make"}),
        role_on("organisation", SPEAKS, PACK),
        Grant("system", system, PACK, OF, {"make"}),
    ],
)
