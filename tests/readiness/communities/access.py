"""Who may see and do what in communities and learning sets, by hand from docs/access.md; see tests/system/matrix.py."""

from tests.system.matrix import Model

KEEPS = "team_lead colleague"  # the coordinator, and who sits on the executive
LEADS = "lived_experience_lead training_lead"
DO = "add edit show do stop reopen"


def learning(fields: str, given: str, verbs: str, label: str) -> Model:
    return Model(
        sets={"part": fields, "given": given},
        rows={NAMES[verbs]: {"TRUST": "part", LEADS: f"part | given | {verbs}"}},
        label=label,
    )


NAMES = {"open edit close": "set", "add edit leave": "site", "record edit": "session"}
MODELS: dict[str, Model] = {
    "readiness.Community": Model(
        sets={
            "outline": "status organisation parent name purpose host coordinator",
            "all": "status organisation parent name purpose host coordinator budget",
            "given": "parent name purpose host coordinator budget",
        },
        rows={
            "circle": {
                "TRUST": "outline",
                "worker outsider": "all",
                KEEPS: "all | given | edit close",
                LEADS: "all | given organisation | open edit close",
            },
            "local": {
                "TRUST": "outline",
                "supervisor": "all",
                LEADS: "all | given organisation | open edit close",
            },
        },
        states={"open": "edit close", "closed": ""},
        label="name",
    ),
    "readiness.Membership": Model(
        sets={"belongs": "community user role_type joined_on left_on", "seen": "community user joined_on"},
        rows={
            "worker": {
                "SELF": "belongs | community role_type | join edit leave",
                KEEPS: "belongs | community role_type | invite renew",
                "outsider": "seen",
            },
            "colleague": {
                "SELF": "belongs | community role_type | join edit leave invite renew",
                "team_lead": "belongs | community role_type | invite renew",
                "worker outsider": "seen",
            },
            "outsider": {
                "SELF": "belongs | role_type | edit leave",
                KEEPS: "belongs | community role_type | invite renew",
                "worker": "seen",
            },
        },
        label="user",
    ),
    "readiness.Committee": Model(
        sets={"all": "community kind name task closed_on", "given": "community kind name task"},
        rows={"executive": {KEEPS: "all | given | set_up edit close", "worker outsider": "all"}},
        label="name",
    ),
    "readiness.Seat": Model(
        sets={"seat": "committee member joined_on left_on"},
        rows={"colleague": {KEEPS: "seat | committee member | take leave", "worker outsider": "seat"}},
        label="member",
    ),
    "readiness.Meeting": Model(
        sets={
            "when": "community status starts_at minutes",
            "all": "community status starts_at minutes place notes",
            "given": "community starts_at minutes place notes",
        },
        rows={
            "planned held": {
                "TRUST": "when",
                KEEPS: "all | given | plan edit hold cancel",
                "worker outsider": "all",
            }
        },
        states={"planned": "edit hold cancel", "held": "hold", "cancelled": ""},
        label="starts_at",
    ),
    "readiness.Attendance": Model(
        sets={"came_": "meeting member came how"},
        rows={"worker": {"worker": "came_", KEEPS: "came_ | came_ | note edit"}},
        label="meeting",
    ),
    "readiness.AgendaItem": Model(
        sets={
            "item": "meeting kind objective title attribution who reading dropped_on",
            "given": "meeting kind objective title attribution reading",
        },
        rows={
            "named": {
                "worker colleague": "item brought_by | given | add edit drop",
                "team_lead": "item | given | add edit drop",
                "outsider": "item brought_by",
            },
            "unnamed": {
                "colleague": "item brought_by | given | add edit drop",
                "team_lead": "item | given | add edit drop",
                "worker outsider": "item",
            },
        },
        label="title",
    ),
    "readiness.CommunityAction": Model(
        sets={
            "act": "status community meeting what attribution who due_on ended_on learned evidence_unit evidence "
            "evidence_on",
            "given": "community meeting what attribution due_on learned evidence_unit evidence evidence_on",
        },
        rows={
            "named": {
                "worker colleague": f"act owner | given | {DO}",
                "team_lead": f"act | given | {DO}",
                "outsider": "act owner",
            },
            "unnamed": {
                "worker": f"act owner | given | {DO}",
                KEEPS: f"act | given | {DO}",
                "outsider": "act",
            },
        },
        states={"open": "edit show do stop", "done": "show reopen", "stopped": "reopen"},
        label="what",
    ),
    "readiness.LearningSet": learning(
        "organisation name about starts_on ends_on",
        "organisation name about starts_on ends_on",
        "open edit close",
        "name",
    ),
    "readiness.SetSite": learning(
        "learning_set name unit stage joined_on left_on",
        "learning_set name unit stage joined_on",
        "add edit leave",
        "name",
    ),
    "readiness.SetSession": learning(
        "learning_set kind held_on topic site came present",
        "learning_set kind held_on topic site came present",
        "record edit",
        "held_on",
    ),
    "readiness.Participant": Model(
        sets={"comes": "site name kind joined_on left_on"},
        rows={"person": {LEADS: "comes | site name kind joined_on | add leave"}},
        label="name",
    ),
}

ROUTES: dict[str, str] = {
    "communities:home": "GET | signed in",
    "communities:open": f"GET POST | row people.Unit & only {LEADS}",
    "communities:programme": f"GET | only director hr hr_worker charity_hr {LEADS} visiting",
    "communities:community": "GET | row readiness.Community",
    "communities:edit": "GET POST | verb readiness.Community edit",
    "communities:close": "POST | verb readiness.Community close",
    "communities:join": "GET POST | row readiness.Community",
    "communities:invite": "GET POST | verb readiness.Membership invite",
    "communities:edit_membership": "GET POST | verb readiness.Membership edit",
    "communities:leave": "POST | verb readiness.Membership leave",
    "communities:renew": "POST | verb readiness.Membership renew",
    "communities:figures": "GET | row readiness.Membership",
    "communities:set_up": "GET POST | verb readiness.Membership invite",
    "communities:edit_committee": "GET POST | verb readiness.Committee edit",
    "communities:close_committee": "POST | verb readiness.Committee close",
    "communities:take": "GET POST | verb readiness.Committee edit",
    "communities:leave_seat": "POST | verb readiness.Seat leave",
    "communities:plan": "GET POST | verb readiness.Membership invite",
    "communities:meeting": "GET | row readiness.AgendaItem",
    "communities:edit_meeting": "GET POST | verb readiness.Meeting edit",
    "communities:hold": "GET POST | verb readiness.Meeting hold",
    "communities:cancel": "POST | verb readiness.Meeting cancel",
    "communities:add_to_agenda": "GET POST | row readiness.AgendaItem",
    "communities:edit_agenda_item": "GET POST | verb readiness.AgendaItem edit",
    "communities:drop_agenda_item": "POST | verb readiness.AgendaItem drop",
    "communities:add_action": "GET POST | row readiness.Membership",
    "communities:action": "GET | row readiness.CommunityAction",
    "communities:edit_action": "GET POST | verb readiness.CommunityAction edit",
    "communities:show_evidence": "GET POST | verb readiness.CommunityAction show",
    "communities:do_action": "GET POST | verb readiness.CommunityAction do",
    "communities:stop_action": "GET POST | verb readiness.CommunityAction stop",
    "communities:reopen_action": "POST | verb readiness.CommunityAction reopen",
    "communities:open_set": f"GET POST | row people.Unit & only {LEADS}",
    "communities:set": "GET | row readiness.LearningSet",
    "communities:edit_set": "GET POST | verb readiness.LearningSet edit",
    "communities:close_set": "GET POST | verb readiness.LearningSet close",
    "communities:add_site": "GET POST | verb readiness.LearningSet edit",
    "communities:record_session": "GET POST | verb readiness.LearningSet edit",
    "communities:edit_site": "GET POST | verb readiness.SetSite edit",
    "communities:leave_set": "POST | verb readiness.SetSite leave",
    "communities:add_participant": "GET POST | verb readiness.SetSite edit",
    "communities:end_participant": "POST | verb readiness.Participant leave",
    "communities:edit_session": "GET POST | verb readiness.SetSession edit",
    "api:programme": f"GET | only director hr hr_worker charity_hr {LEADS} visiting | 400",
}
API: dict[str, str] = {
    "communities": "readiness.Community",
    "community-members": "readiness.Membership",
    "community-committees": "readiness.Committee",
    "community-seats": "readiness.Seat",
    "community-meetings": "readiness.Meeting",
    "community-attendances": "readiness.Attendance",
    "community-agenda": "readiness.AgendaItem",
    "community-actions": "readiness.CommunityAction",
    "learning-sets": "readiness.LearningSet",
    "learning-set-sites": "readiness.SetSite",
    "learning-set-participants": "readiness.Participant",
    "learning-set-sessions": "readiness.SetSession",
}
ROLES = {"community member", "coordinator"}


def _part(world, row) -> dict:
    return {"pk": row.community_id, "number": row.pk}


def _of(name: str):
    return lambda world, row: {"pk": getattr(row, name).community_id, "number": row.pk}


WITH_NUMBER = (
    *("edit_membership", "leave", "renew", "edit_committee", "close_committee", "take", "edit_meeting", "hold"),
    *("cancel", "action", "edit_action", "show_evidence", "do_action", "stop_action", "reopen_action"),
)
IN_A_COMMUNITY = ("invite", "figures", "set_up", "plan", "add_action")
# Routes whose address holds more, or something else, than the row's number.
ADDRESSED = {
    **{f"communities:{name}": _part for name in WITH_NUMBER},
    **{f"communities:{name}": (lambda world, row: {"pk": row.community_id}) for name in IN_A_COMMUNITY},
    **{f"communities:{name}": (lambda world, row: {"pk": row.root_id}) for name in ("open", "open_set")},
    **{
        f"communities:{name}": (lambda world, row: {"pk": row.meeting.community_id, "number": row.meeting_id})
        for name in ("meeting", "add_to_agenda")
    },
    **{f"communities:{name}": _of("meeting") for name in ("edit_agenda_item", "drop_agenda_item")},
    "communities:leave_seat": _of("committee"),
}
