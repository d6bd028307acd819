"""Who may see and do what with ready teams, by hand from docs/access.md; tests/system/matrix.py says how to read it."""

from tests.system.matrix import HR, Model

PLACED = "worker colleague supervisor senior charity_worker"
TEAMS = f"{PLACED} team_lead"
ALL = "begin edit agree share unshare review withdraw"
TODO = "add edit do stop reopen"

MODELS: dict[str, Model] = {
    "readiness.ChecklistItem": Model(
        sets={"item": "organisation key label hint position closed_on", "given": "organisation label hint position"},
        rows={"purpose": {"TRUST": "item", f"{HR} lived_experience_lead": "item | given | add edit close"}},
        label="label",
    ),
    "readiness.ItemAnswer": Model(
        sets={
            "said": "team item state evidence answered_on answered_by present review_on",
            "given": "team item state evidence answered_on present review_on",
        },
        rows={
            "team": {
                f"team_lead {HR}": "said | given | answer",
                "supervisor senior lived_experience_lead training_lead visiting": "said",
            },
            "next_team": {
                f"next_team_lead {HR}": "said | given | answer",
                "lived_experience_lead training_lead": "said",
            },
        },
        label="state",
    ),
    "readiness.FactorRating": Model(
        sets={
            "said": "team factor level evidence rated_on rated_by present review_on",
            "given": "team factor level evidence rated_on present review_on",
        },
        rows={
            "team": {
                "team_lead": "said | given | rate",
                f"{HR} supervisor senior lived_experience_lead training_lead visiting": "said",
            },
            "next_team": {
                "next_team_lead": "said | given | rate",
                f"{HR} lived_experience_lead training_lead": "said",
            },
        },
        label="factor",
    ),
    "readiness.Assessment": Model(
        sets={
            "head": "unit status held_on levels priorities present review_on reviewed_on shared_on",
            "all": "unit status held_on levels priorities present review_on reviewed_on shared_on evidence resources "
            "review_words",
            "given": "unit held_on levels evidence priorities present resources review_on review_words",
        },
        rows={
            "team draft": {TEAMS: f"all | given | {ALL}"},
            "next_team": {
                "hr_worker next_team_lead": f"all | given | {ALL}",
                "hr lived_experience_lead training_lead": "all",
                "director": "head",
            },
            "organisation": {"TRUST": "all", f"{HR} lived_experience_lead": f"all | given | {ALL}"},
        },
        states={
            "draft": "edit agree withdraw",
            "agreed": "share unshare review",
            "reviewed": "share unshare",
            "withdrawn": "",
        },
        label="held_on",
    ),
    "readiness.TeamAction": Model(
        sets={
            "todo": "status assessment audit challenge what owner owner_words due_on ended_on learned",
            "given": "assessment audit challenge what owner owner_words due_on learned",
        },
        rows={
            "team owned": {TEAMS: f"todo | given | {TODO}"},
            "owned": {"records_officer": "todo -assessment -audit | learned | do stop reopen"},
            "next_team": {
                "hr_worker next_team_lead": f"todo | given | {TODO}",
                "hr lived_experience_lead training_lead": "todo",
            },
            "followed": {
                f"team_lead {HR} lived_experience_lead": f"todo | given | {TODO}",
                f"{PLACED} training_lead visiting": "todo",
            },
            "organisation": {
                "TRUST": "todo -owner",
                "training_lead": "todo",
                f"{HR} lived_experience_lead": f"todo | given | {TODO}",
            },
        },
        states={"open": "edit do stop", "done": "reopen", "stopped": "reopen"},
        label="what",
    ),
}
LOOKING = "hr hr_worker team_lead next_team_lead lived_experience_lead training_lead visiting supervisor senior"

ROUTES: dict[str, str] = {
    "readiness:home": "GET | signed in",
    "readiness:checklist": "GET | row readiness.ItemAnswer",
    "readiness:item_history": "GET | row readiness.ItemAnswer",
    "readiness:answer": "GET POST | verb readiness.ItemAnswer answer",
    "readiness:decide": f"GET POST | row readiness.ItemAnswer & only {HR} team_lead next_team_lead",
    "readiness:factors": "GET | row readiness.FactorRating",
    "readiness:rate": "GET POST | verb readiness.FactorRating rate",
    "readiness:items": "GET | signed in",
    "readiness:add_item": f"GET POST | only {HR} charity_hr lived_experience_lead",
    "readiness:lay_checklist": f"POST | row people.Unit & only {HR} lived_experience_lead charity_hr",
    "readiness:edit_item": "GET POST | verb readiness.ChecklistItem edit",
    "readiness:close_item": "POST | verb readiness.ChecklistItem close",
    "readiness:challenges": "GET | row readiness.Assessment",
    "readiness:begin": "GET POST | verb readiness.Assessment begin",
    "readiness:assessment": "GET | row readiness.Assessment",
    "readiness:plan": "GET | row readiness.Assessment",
    "readiness:edit": "GET POST | verb readiness.Assessment edit",
    "readiness:agree": "POST | verb readiness.Assessment agree",
    "readiness:share": "POST | verb readiness.Assessment share",
    "readiness:unshare": "POST | verb readiness.Assessment unshare",
    "readiness:review": "GET POST | verb readiness.Assessment review",
    "readiness:withdraw": "POST | verb readiness.Assessment withdraw",
    "readiness:add_action": "GET POST | verb readiness.Assessment begin",
    "readiness:action": "GET | row readiness.TeamAction",
    "readiness:edit_action": "GET POST | verb readiness.TeamAction edit",
    "readiness:do_action": "GET POST | verb readiness.TeamAction do",
    "readiness:stop_action": "GET POST | verb readiness.TeamAction stop",
    "readiness:reopen_action": "POST | verb readiness.TeamAction reopen",
}
API: dict[str, str] = {
    "checklist-items": "readiness.ChecklistItem",
    "checklist-answers": "readiness.ItemAnswer",
    "factor-ratings": "readiness.FactorRating",
    "ten-challenges": "readiness.Assessment",
    "team-actions": "readiness.TeamAction",
}
ROLES = {"team member", "action owner"}


def _item(world, row) -> dict:
    return {"pk": row.team_id, "item": row.item_id}


# Routes whose address holds more, or something else, than the row's number.
ADDRESSED = {
    **{
        f"readiness:{name}": (lambda world, row: {"pk": row.team_id})
        for name in ("checklist", "decide", "factors", "rate")
    },
    **{f"readiness:{name}": _item for name in ("item_history", "answer")},
    **{f"readiness:{name}": (lambda world, row: {"pk": row.unit_id}) for name in ("challenges", "begin")},
}
