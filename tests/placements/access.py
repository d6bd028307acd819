"""Who may see and do what with posts, placements, supervisors and joining, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it.
"""

from tests.system.matrix import EVERYBODY, HR, Model

HR_VERBS = "propose agree start change extend end resume withdraw"
WHERE = "person team status starts_on ends_on post employer host wte contract line_manager"
LEADS = "hr hr_worker charity_hr team_lead next_team_lead lived_experience_lead training_lead visiting"

MODELS: dict[str, Model] = {
    "placements.LadderStep": Model(
        sets={"step": "organisation number name closed_on"},
        rows={"step": {"TRUST": "step", "administrator": "step | step | open edit close"}},
        label="name",
    ),
    "placements.PayTable": Model(
        sets={"table": "organisation name source starts_on ends_on"},
        rows={"table": {"TRUST": "table", "administrator": "table | table | publish close"}},
        label="name",
    ),
    "placements.PayPoint": Model(
        sets={"point": "table band years salary"},
        rows={"point": {"TRUST": "point", "administrator": "point | point | publish"}},
        label="band salary",
    ),
    "placements.Post": Model(
        sets={
            "post": "team title code family band wte lived_experience_essential scope contracts step starts_on ends_on",
        },
        rows={
            "peer nurse next": {
                HR: "post | post | open edit change close",
                "lived_experience_lead training_lead": "post",
            },
            "peer nurse": {"team_lead visiting": "post"},
            "next": {"next_team_lead": "post"},
            "peer": {"worker senior starter proposed charity_worker": "post"},
            "nurse": {
                "colleague supervisor": "post",
                "worker senior starter charity_worker": "title team band family step scope lived_experience_essential",
            },
        },
        label="title",
    ),
    "placements.PostTerm": Model(
        sets={"term": "post team band wte starts_on ends_on cancelled_on"},
        rows={
            "peer nurse": {
                HR: "term | term | change",
                "lived_experience_lead training_lead team_lead visiting": "term",
            }
        },
        label="post",
    ),
    "placements.NextPost": Model(
        sets={"next": "post leads_to starts_on ends_on"},
        rows={
            "peer": {
                HR: "next | next | open end",
                "lived_experience_lead training_lead team_lead visiting": "next",
                "worker senior starter charity_worker": "next",
            },
        },
        label="leads_to",
    ),
    "placements.Placement": Model(
        sets={
            "dates": "person team status starts_on ends_on",
            "where": WHERE,
            "all": f"{WHERE} returns_to end_reason destination",
        },
        rows={
            "worker colleague supervisor senior starter proposed lately long_ago": {
                HR: f"all | all -status | {HR_VERBS}",
            },
            "worker colleague supervisor senior starter proposed hr_worker charity_worker": {"SELF": "all | | agree"},
            "worker colleague supervisor senior starter charity_worker": {
                "team_lead training_lead visiting": "where",
            },
            "worker senior charity_worker": {"supervisor lived_experience_lead": "where"},
            "worker": {"senior": "where"},
            "proposed": {"team_lead": "where | where -status | propose"},
            "lately": {"team_lead": "dates"},
            "hr_worker": {
                "hr": f"all | all -status | {HR_VERBS}",
                "hr_worker": "all | all -status | agree",
                "next_team_lead lived_experience_lead training_lead": "where",
            },
            "charity_worker": {
                "charity_hr": f"all | all -status | {HR_VERBS}",
                HR: "where",
            },
        },
        states={
            "proposed": "agree withdraw",
            "agreed": "start change extend withdraw",
            "started": "change extend end",
            "ended": "resume",
            "withdrawn": "",
        },
        label="person post",
    ),
    "placements.PlacementTerm": Model(
        sets={"term": "placement team line_manager wte working_wte starts_on ends_on cancelled_on"},
        rows={
            "worker": {
                "worker": "term kind",
                "supervisor senior team_lead lived_experience_lead": "term",
                HR: "term kind | term kind | change",
            }
        },
        label="placement",
    ),
    "placements.ExitConversation": Model(
        sets={
            "frame": "status placement offered_on held_on held_with",
            "words": "went_well could_change support",
            "shares": "share_went_well share_could_change share_support",
        },
        rows={
            "colleague supervisor": {"SELF": "frame words shares | held_on held_with words shares | write decline"},
            "colleague": {HR: "frame words | placement | offer"},
            "supervisor": {HR: "frame | placement | offer"},
        },
        states={"offered": "write decline", "written": "write", "declined": ""},
        label="placement",
    ),
    "placements.SupervisorLink": Model(
        sets={"link": "person supervisor stream cover starts_on ends_on"},
        rows={
            "worker worker_peer senior colleague_past": {
                HR: "link change_asked_on | link | link end",
                "team_lead": "link",
            },
            "worker worker_peer": {"worker": "link change_asked_on | | ask_change"},
            "worker worker_peer senior charity_worker": {"lived_experience_lead": "link"},
            "worker senior charity_worker": {"supervisor": "link"},
            "worker_peer colleague_past": {"senior": "link"},
            "senior charity_worker": {"SELF": "link change_asked_on | | ask_change"},
            "colleague_past": {"colleague": "link change_asked_on | | ask_change"},
            "charity_worker": {"charity_hr": "link change_asked_on | link | link end", "team_lead": "link"},
        },
        label="supervisor stream",
    ),
    "placements.SupervisorProposal": Model(
        sets={"proposal": "status person supervisor stream starts_on"},
        rows={
            "colleague": {
                "team_lead": "proposal | proposal -status | propose",
                HR: "proposal | starts_on | agree decline",
                "colleague": "proposal",
            }
        },
        states={"proposed": "agree decline", "agreed": "", "declined": ""},
        label="supervisor stream",
    ),
    "placements.Supervising": Model(
        sets={"gives": "user organisation capacity trained_on trained_until", "own": "open_to_more lived_experience"},
        rows={
            "supervisor senior": {
                "SELF": "gives own | own | say",
                HR: "gives | gives | note edit",
                "lived_experience_lead": "gives",
                "training_lead": "gives lived_experience | trained_on trained_until | edit",
            }
        },
        label="user",
    ),
    "placements.Exclusion": Model(
        sets={
            "wish": "person user team named_on withdrawn_on",
            "kept": "person user team named_on withdrawn_on holder stepped_back",
        },
        rows={
            "worker": {"worker": "wish holder | person user team holder | name withdraw"},
            "stepped": {"team_lead": "wish stepped_back | person user stepped_back holder | step_back withdraw"},
            "worker stepped": {"hr": "kept | person user team holder | name withdraw"},
        },
        label="user",
        system="pass_on",
    ),
    "placements.Readiness": Model(
        sets={"ready": "team answer reason conditions decided_by decided_on expires_on"},
        rows={
            "team": {
                f"team_lead {HR}": "ready | ready -decided_by | decide",
                "supervisor senior lived_experience_lead training_lead visiting": "ready",
            },
            "next_team": {
                f"next_team_lead {HR}": "ready | ready -decided_by | decide",
                "lived_experience_lead training_lead": "ready",
            },
        },
        label="answer",
    ),
    "placements.PeerNetwork": Model(
        sets={"network": "team name contact starts_on ends_on"},
        rows={
            "team": {"TRUST": "network", f"{HR} lived_experience_lead": "network | network | name end"},
        },
        label="name",
    ),
    "placements.Override": Model(
        sets={"override": "rule person team placement link verb reason decided_by decided_on"},
        rows={"worker": {f"{HR} worker": "override", "lived_experience_lead": "override -reason"}},
        label="rule",
        system="override",
    ),
    "placements.ColumnMapping": Model(
        sets={"mapping": "organisation name columns dropped_on"},
        rows={"mapping": {"administrator": "mapping | mapping | keep edit drop"}},
        label="name",
    ),
    "placements.StaffFile": Model(
        sets={
            "file": "status organisation profile mapping file_name sha256 dry_run started_at finished_at rows_read "
            "rows_accepted rows_refused progress message report handed_in_by",
            "given": "organisation profile mapping file_name sha256 dry_run handed_in_by",
        },
        rows={"file": {"administrator": "file | given | hand_in"}},
        states={
            "staged": "check publish pass_over refuse",
            "checked": "",
            "published": "",
            "refused": "",
            "unchanged": "",
        },
        label="file_name",
        system="check publish pass_over refuse",
    ),
    "joining.StartingPoint": Model(
        sets={"said": "person ready_from wte travel access"},
        rows={"worker": {"worker": "said | said | state edit", HR: "said"}},
        label="person",
    ),
}

ROUTES: dict[str, str] = {
    # Posts and teams
    "placements:establishment": f"GET | only {LEADS}",
    "placements:staying": f"GET | only {HR} charity_hr lived_experience_lead",
    "placements:posts": f"GET | only {LEADS}",
    "placements:open_post": f"GET POST | only {HR} charity_hr",
    "placements:post": "GET | row placements.Post",
    "placements:post_edit": "GET POST | verb placements.Post edit",
    "placements:post_change": "GET POST | verb placements.Post change",
    "placements:post_close": "GET POST | verb placements.Post close",
    "placements:open_next_post": "GET POST | row placements.Post & start placements.NextPost open",
    "placements:end_next_post": "GET POST | verb placements.NextPost end",
    "placements:team": f"GET | row placements.Readiness & only {LEADS}",
    "placements:decide_readiness": f"GET POST | row people.Unit & only {HR} charity_hr team_lead next_team_lead",
    "placements:name_network": f"GET POST | row people.Unit & only {HR} charity_hr lived_experience_lead",
    "placements:end_network": "GET POST | verb placements.PeerNetwork end",
    # Placements
    "placements:placements": f"GET | only {LEADS}",
    "placements:propose": f"GET POST | only {HR} charity_hr team_lead next_team_lead",
    "placements:overrides": f"GET | only {HR} charity_hr lived_experience_lead",
    "placements:placement": "GET | row placements.Placement",
    "placements:agree": "POST | verb placements.Placement agree",
    "placements:start": "GET POST | verb placements.Placement start",
    "placements:change": "GET POST | verb placements.Placement change",
    "placements:extend": "GET POST | verb placements.Placement extend",
    "placements:release": "GET POST | verb placements.Placement change",
    "placements:end": "GET POST | verb placements.Placement end",
    "placements:resume": "GET POST | verb placements.Placement resume",
    "placements:withdraw": "POST | verb placements.Placement withdraw",
    "placements:offer_exit": "POST | verb placements.ExitConversation offer",
    "placements:exit_write": "GET POST | verb placements.ExitConversation write",
    "placements:exit_decline": "POST | verb placements.ExitConversation decline",
    # One person at work
    "placements:person": "GET | row people.Person",
    "placements:link": "GET POST | row people.Person & start placements.SupervisorLink link",
    "placements:propose_supervisor": "GET POST | row people.Person & only team_lead next_team_lead",
    "placements:can_supervise": f"GET POST | row people.Person & only {HR} charity_hr | 409",
    "placements:note_away": "GET POST | row people.Person & start placements.Away note",
    "placements:name_wish": "GET POST | verb people.Person correct",
    "placements:step_back": "GET POST | row people.Person",
    "placements:record_death": "GET POST | verb people.Person record_death",
    "placements:edit_away": "GET POST | verb placements.Away edit",
    "placements:cancel_away": "POST | verb placements.Away cancel",
    "placements:withdraw_wish": "GET POST | verb placements.Exclusion withdraw",
    "placements:end_supervisor": "GET POST | verb placements.SupervisorLink end",
    "placements:ask_change": "POST | verb placements.SupervisorLink ask_change",
    "placements:proposal_agree": "POST | verb placements.SupervisorProposal agree",
    "placements:proposal_decline": "POST | verb placements.SupervisorProposal decline",
    # Supervisors
    "placements:supervisors": f"GET | only {HR} charity_hr lived_experience_lead training_lead visiting",
    "placements:my_people": "GET | only supervisor senior",
    "placements:supervisor": "GET | row placements.Supervising",
    "placements:hand_over": "GET POST | verb placements.Supervising note",
    "placements:cover": "GET POST | verb placements.Supervising note",
    "placements:note_supervising": "GET POST | verb placements.Supervising note",
    "placements:edit_supervising": "GET POST | verb placements.Supervising edit",
    "placements:say_supervising": "GET POST | verb placements.Supervising say",
    # Reference lists, staff files
    "placements:lists": "GET | signed in",
    "placements:open_stream": "GET POST | start placements.Stream open",
    "placements:edit_stream": "GET POST | verb placements.Stream edit",
    "placements:close_stream": "GET POST | verb placements.Stream close",
    "placements:open_step": "GET POST | start placements.LadderStep open",
    "placements:publish_pay": "GET POST | start placements.PayTable publish",
    "placements:files": "GET | only administrator",
    "placements:file": "GET | row placements.StaffFile",
    "placements:hand_in_esr": "GET POST | start placements.StaffFile hand_in",
    "placements:hand_in_sheet": "GET POST | start placements.StaffFile hand_in",
    "placements:map_sheet": "GET POST | only administrator | 302",
    "placements:mappings": "GET | only administrator",
    "placements:drop_mapping": "POST | verb placements.ColumnMapping drop",
    "api:establishment": f"GET | only {LEADS}",
    "api:staying": f"GET | only {HR} charity_hr lived_experience_lead",
    "api:hand-over": f"POST | only {HR} charity_hr",
    "api:cover": f"POST | only {HR} charity_hr",
    # Joining
    "api:places": f"GET | row people.Person & only {HR} charity_hr",
    "joining:ready": f"GET | only {HR} charity_hr",
    "joining:mine": "GET POST | only worker senior hr_worker charity_worker",
    "joining:match": f"GET | row people.Person & only {HR} charity_hr",
}

API: dict[str, str] = {
    "ladder-steps": "placements.LadderStep",
    "pay-tables": "placements.PayTable",
    "pay-points": "placements.PayPoint",
    "post-terms": "placements.PostTerm",
    "next-posts": "placements.NextPost",
    "placement-terms": "placements.PlacementTerm",
    "exit-conversations": "placements.ExitConversation",
    "supervisor-proposals": "placements.SupervisorProposal",
    "supervising": "placements.Supervising",
    "private-wishes": "placements.Exclusion",
    "peer-networks": "placements.PeerNetwork",
    "overrides": "placements.Override",
    "column-mappings": "placements.ColumnMapping",
    "staff-in-post-files": "placements.StaffFile",
    "starting-points": "joining.StartingPoint",
}
ROLES = {"colleague who stepped back", "hr contact who keeps it"}

# Names in lists to choose from: supervisors and leads for who names one; role holders and HR contacts for who steps
# back or wishes. Never every account: tests/placements/test_rules.py.
_PLACE = f"{HR} charity_hr team_lead next_team_lead other_hr other_team_lead other_next_team_lead"
_WISH = "worker senior hr_worker charity_worker other_worker"
_NAMES = {
    "placements:propose": _PLACE,
    "placements:change": _PLACE,
    "placements:link": _PLACE,
    "placements:propose_supervisor": _PLACE,
    "placements:hand_over": _PLACE,
    "placements:cover": _PLACE,
    "placements:name_wish": _WISH,
    "placements:step_back": EVERYBODY,
}
TOLD_AT = {route: {member: {"people.User": "name"} for member in members.split()} for route, members in _NAMES.items()}

# Routes whose number is not the row's own: name -> the attribute that is in the address.
ADDRESSED = {
    "placements:team": "team_id",
    "placements:offer_exit": "placement_id",
    "placements:supervisor": "user_id",
    "placements:hand_over": "user_id",
    "placements:cover": "user_id",
    "placements:note_supervising": "user_id",
}
