"""Who may see and do what with the register, audits, leads and initiatives (access.md)."""

from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import member, own, within
from peerwork.readiness.change.models import Audit, Initiative, Process, RecoveryLead
from peerwork.readiness.reach import supervised_teams, works_here

KEEPERS = (("team lead", "team_lead"), ("hr", "hr"), ("lived-experience lead", "lived_experience_lead"))


def kept(reads, writes, verbs) -> list[Grant]:
    """Team leads for their own teams, HR and lived-experience leads where they hold the role and below."""
    return [Grant(role, within(name, "unit"), reads, writes, verbs) for role, name in KEEPERS]


PROCESS = {"unit", "kind", "name", "keeper", "reviewed_on", "found", "present", "next_on", "closed_on"}
processes = Policy(
    Process,
    [
        *kept(PROCESS, PROCESS - {"closed_on"}, {"list", "edit", "review", "close"}),
        Grant("anyone in the organisation", member("unit"), PROCESS),
        Grant("anyone in the organisation", member("unit__organisation"), PROCESS),
    ],
)

AUDIT = {
    "status", "unit", "about", "topic", "held_on", "looked_at", "met", "found", "present", "again_on", "follows",
}  # fmt: skip
audits = Policy(
    Audit,
    [
        *kept(AUDIT, AUDIT - {"status"}, {"record", "edit", "close"}),
        Grant("team member", works_here("unit"), AUDIT),
        Grant("training lead", within("training_lead", "unit"), AUDIT),
    ],
)

LEAD = {"unit", "level", "kind", "name", "starts_on", "ends_on"}
leads = Policy(
    RecoveryLead,
    [
        *kept(LEAD, LEAD, {"name", "end"}),
        Grant("team member", works_here("unit"), LEAD),
        Grant("supervisor", supervised_teams("unit"), LEAD),
        Grant("training lead", within("training_lead", "unit"), LEAD),
        Grant("director", within("director", "unit"), LEAD - {"name"}),
    ],
)

INITIATIVE = {
    "status", "unit", "name", "about", "aim", "owner", "owner_words", "present", "starts_on", "ended_on", "learned",
}  # fmt: skip
initiatives = Policy(
    Initiative,
    [
        *kept(
            INITIATIVE,
            INITIATIVE - {"status"},
            {"propose", "edit", "begin", "finish", "stop", "reopen"},
        ),
        Grant("action owner", own("owner"), INITIATIVE, {"about", "learned", "present"}, {"edit", "finish", "stop"}),
        Grant("team member", works_here("unit"), INITIATIVE),
        Grant("training lead", within("training_lead", "unit"), INITIATIVE),
        Grant("director", within("director", "unit"), INITIATIVE - {"owner", "owner_words"}),
    ],
)
