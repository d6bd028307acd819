"""Who may see and do what with rates and claims: the member's own, prepared by the coordinator, approved by HR."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import within
from peerwork.recruitment.panels import reach
from peerwork.recruitment.panels.pay.models import PanelClaim, PanelRate

RATE = {"organisation", "work", "hourly", "starts_on", "ends_on"}
rates = Policy(
    PanelRate,
    [
        Grant("hr", within("hr", "organisation"), RATE, RATE, {"set", "end"}),
        Grant("panel coordinator", within("panel_coordinator", "organisation"), RATE),
        Grant("panel member", reach.rate_of_mine, RATE, own=True),
    ],
)

CLAIM = {
    *("status", "seat", "work", "worked_on", "hours", "expenses", "expenses_for", "choice", "part_amount", "hourly"),
    *("fee", "total", "question", "approved_by", "approved_on", "paid_on"),
}
CLAIMED = {"seat", "work", "worked_on", "hours", "expenses", "expenses_for", "choice", "part_amount"}


def own(user) -> Q | None:
    return Q(seat__panellist__user=user.pk) if getattr(user, "pk", None) else None


claims = Policy(
    PanelClaim,
    [
        Grant(
            "panel member",
            reach.own_claims,
            CLAIM,
            CLAIMED,
            {"claim", "edit", "withdraw"},
            own=True,
        ),
        Grant(
            "panel coordinator",
            reach.over("panel_coordinator", "seat__panel__vacancy__"),
            CLAIM,
            CLAIMED,
            {"claim", "edit"},
        ),
        Grant(
            "hr",
            reach.recruits("seat__panel__vacancy__"),
            CLAIM,
            {"question", "paid_on"},
            {"query", "approve", "pay"},
        ),
    ],
    derived={"fee", "total"},
    closed=reach.shut_to_applicants("seat__panel__vacancy"),
    bars={"query": own, "approve": own, "pay": own},
)
