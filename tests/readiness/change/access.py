"""Who may see and do what in a changing organisation, by hand from docs/access.md; see tests/system/matrix.py."""

from tests.readiness.access import PLACED
from tests.system.matrix import HR, Model

KEEP = f"team_lead {HR} lived_experience_lead"
TRY = "propose edit begin finish stop reopen"

MODELS: dict[str, Model] = {
    "readiness.Process": Model(
        sets={
            "all": "unit kind name keeper reviewed_on found present next_on closed_on",
            "given": "unit kind name keeper reviewed_on found present next_on",
        },
        rows={
            "interviews": {"TRUST": "all", f"{HR} lived_experience_lead": "all | given | list edit review close"},
            "team": {"TRUST": "all", KEEP: "all | given | list edit review close"},
        },
        label="name",
    ),
    "readiness.Audit": Model(
        sets={
            "all": "status unit about topic held_on looked_at met found present again_on follows",
            "given": "unit about topic held_on looked_at met found present again_on follows",
        },
        rows={
            "team": {
                KEEP: "all | given | record edit close",
                f"{PLACED} training_lead visiting": "all",
            }
        },
        states={"open": "edit close", "closed": ""},
        label="topic",
    ),
    "readiness.RecoveryLead": Model(
        sets={"lead": "unit level kind name starts_on ends_on"},
        rows={
            "team": {
                KEEP: "lead | lead | name end",
                f"{PLACED} training_lead visiting": "lead",
                "director": "lead -name",
            }
        },
        label="name",
    ),
    "readiness.Initiative": Model(
        sets={
            "all": "status unit name about aim owner owner_words present starts_on ended_on learned",
            "given": "unit name about aim owner owner_words present starts_on ended_on learned",
        },
        rows={
            "team": {
                KEEP: f"all | given | {TRY}",
                "records_officer": "all | about learned present | edit finish stop",
                f"{PLACED} training_lead visiting": "all",
                "director": "all -owner -owner_words",
            }
        },
        states={
            "idea": "edit begin stop",
            "going": "edit finish stop",
            "done": "reopen",
            "stopped": "reopen",
        },
        label="name",
    ),
}
KEEPERS = f"{KEEP} next_team_lead charity_hr"

ROUTES: dict[str, str] = {
    "readiness:values": "GET | signed in",
    "readiness:list_process": f"GET POST | only {KEEPERS}",
    "readiness:review_process": "GET POST | verb readiness.Process review",
    "readiness:edit_process": "GET POST | verb readiness.Process edit",
    "readiness:close_process": "POST | verb readiness.Process close",
    "readiness:audits": "GET | signed in",
    "readiness:record_audit": f"GET POST | only {KEEPERS}",
    "readiness:audit": "GET | row readiness.Audit",
    "readiness:edit_audit": "GET POST | verb readiness.Audit edit",
    "readiness:close_audit": "POST | verb readiness.Audit close",
    "readiness:audit_again": "GET POST | verb readiness.Audit record",
    "readiness:add_audit_action": "GET POST | verb readiness.Audit record",
    "readiness:leads": "GET | signed in",
    "readiness:name_lead": f"GET POST | only {KEEPERS}",
    "readiness:end_lead": "GET POST | verb readiness.RecoveryLead end",
    "readiness:initiatives": "GET | signed in",
    "readiness:propose": f"GET POST | only {KEEPERS}",
    "readiness:initiative": "GET | row readiness.Initiative",
    "readiness:edit_initiative": "GET POST | verb readiness.Initiative edit",
    "readiness:begin_initiative": "POST | verb readiness.Initiative begin",
    "readiness:finish": "GET POST | verb readiness.Initiative finish",
    "readiness:stop": "GET POST | verb readiness.Initiative stop",
    "readiness:reopen": "POST | verb readiness.Initiative reopen",
}
API: dict[str, str] = {
    "values-register": "readiness.Process",
    "local-audits": "readiness.Audit",
    "recovery-leads": "readiness.RecoveryLead",
    "initiatives": "readiness.Initiative",
}
ROLES: set[str] = set()
