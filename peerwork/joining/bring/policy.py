"""Who reads what somebody brought along: they themselves, and whoever it was given to, part by part."""

from django.db.models import Q

from peerwork.development.reach import only
from peerwork.joining.bring.models import Brought
from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import within
from peerwork.placements.reach import closed_to, own_worker

HEAD = {"status", "person", "employer", "code", "name", "made_on", "given_on", "signed_by"}
LEARNED = {"certificates", "learning", "competences"}
NEEDED = {"adjustments", "checks", "asked_on"}
GIVEN = Q(status="given")
brought = Policy(
    Brought,
    [
        Grant(
            "worker", own_worker("person__user"), HEAD | LEARNED | NEEDED, {"person"},
            {"give", "ask_for", "withdraw"}, own=True,
        ),
        Grant("hr", only(within("hr", "person__organisation"), GIVEN), HEAD | LEARNED | NEEDED),
        Grant("training lead", only(within("training_lead", "person__organisation"), GIVEN), HEAD | LEARNED),
    ],
    closed=closed_to("person"),
    internal={"signature"},
)  # fmt: skip
