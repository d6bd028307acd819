"""Who may see and do what in supervision, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it.
"""

from tests.system.matrix import HR, Model

WATCHERS = f"senior team_lead lived_experience_lead {HR}"
WHEN = "starts_at minutes mode place"
LOGGED = (
    "person stream booking held_on minutes mode also_there next_on not_held_because topics skills gone_well "
    "lived_experience peer_role workload talked_about what_we_agreed written_together"
)
TO_DO = "what owner owner_words both due_on"
FILE_VERBS = "hand_in check publish pass_over refuse"

MODELS: dict[str, Model] = {
    "supervision.SupervisionRule": Model(
        sets={
            "given": "stream family every unit first_weeks first_every tolerance_days least_minutes required source "
            "starts_on ends_on",
            "rule": "stream family every unit first_weeks first_every tolerance_days least_minutes required source "
            "starts_on ends_on confirmed_by confirmed_on",
        },
        rows={
            "practice": {
                "TRUST": "rule",
                "administrator": "rule | given | set end",
                HR: "rule | given | set end confirm",
            }
        },
        label="stream",
        system="propose",
    ),
    "supervision.Agreement": Model(
        sets={
            "often": "person stream every unit",
            "terms": "purpose confidentiality recorded disagree review_on every unit",
            "all": "person stream every unit purpose confidentiality recorded disagree review_on status supervisor "
            "change_wanted proposed_on agreed_on",
        },
        rows={
            "proposed": {
                "worker": "all | change_wanted | agree ask_change",
                "supervisor": "all | terms person stream | propose edit end renew",
                WATCHERS: "often",
            }
        },
        states={"proposed": "edit ask_change agree end", "agreed": "renew end", "renewed": "", "ended": ""},
        label="stream",
    ),
    "supervision.Booking": Model(
        sets={
            "booked": "status person stream held_by starts_at minutes mode place sequence asked_on cancelled_by "
            "cancelled_because replaces",
        },
        rows={
            "booked": {"worker": "booked | person stream cancelled_because | ask cancel"},
            "booked_group": {"worker": "booked -person"},
            "booked booked_group": {
                "supervisor": f"booked | {WHEN} person stream cancelled_because replaces | book move cancel hold miss"
            },
        },
        states={
            "asked": "book cancel rehome",
            "booked": "move cancel hold miss rehome",
            "held": "",
            "missed": "",
            "cancelled": "",
        },
        label="starts_at",
        hidden="uid series",
        system="rehome",
    ),
    "supervision.Session": Model(
        sets={
            "dates": "person stream held_on minutes kept",
            "summary": "person stream held_on minutes kept status held_by mode not_held_because proposed_at closed_at "
            "booking",
            "record": "also_there next_on topics skills gone_well lived_experience peer_role workload talked_about "
            "what_we_agreed written_together worker_comment change_wanted",
            "answer": "worker_comment change_wanted",
        },
        rows={
            "draft": {"worker": "summary"},
            "agreed proposed not_answered": {"worker": "summary record | answer | agree query"},
            "draft agreed proposed not_answered": {
                "supervisor": f"summary record | {LOGGED} | log miss edit propose remind withdraw",
                WATCHERS: "dates",
            },
            "agreed": {"lived_experience_lead": "summary record"},
        },
        states={
            "draft": "edit propose withdraw",
            "proposed": "edit remind agree query lapse",
            "agreed": "",
            "queried": "edit propose",
            "not_answered": "agree",
            "did_not_happen": "",
            "past": "",
            "withdrawn": "",
        },
        label="held_on",
        hidden="counts logged_at reminded_on",
        system="carry_in lapse",
    ),
    "supervision.GroupSession": Model(
        sets={"group": "status stream held_by booking held_on minutes mode topics"},
        rows={
            "group": {
                "supervisor": "group | group -status -held_by | log edit withdraw",
                "worker": "group -booking",
            }
        },
        states={"held": "edit withdraw", "withdrawn": ""},
        label="held_on",
        hidden="counts logged_at",
    ),
    "supervision.Attendance": Model(
        sets={"there": "person group came held_on stream minutes"},
        rows={"worker": {f"worker {WATCHERS}": "there", "supervisor": "there | group person came | note edit"}},
        label="group",
    ),
    "supervision.AgreedAction": Model(
        sets={"action": "status session person stream what owner owner_words both due_on done_on"},
        rows={
            "owned": {
                "worker": "action",
                "supervisor": f"action | {TO_DO} session | add edit do drop reopen",
                "hr": "action -session | | do reopen",
            }
        },
        states={"open": "edit do drop", "done": "reopen", "dropped": "reopen"},
        label="what",
    ),
    "supervision.PreparationNote": Model(
        sets={"note": "session by asked_on given_on"},
        rows={
            "agreed given": {"supervisor": "note text | session text | write edit", "worker": "note | | ask"},
            "given": {"worker": "text", "records_officer": "note text | | give"},
        },
        system="erase",
    ),
    "supervision.Addendum": Model(
        sets={"remark": "session by at text"},
        rows={
            "remark": {
                "worker supervisor": "remark | session text | add",
                "lived_experience_lead": "remark",
            }
        },
    ),
    "supervision.EntryShare": Model(
        sets={"share": "session user shared_on until ended_on"},
        rows={
            "shared standing": {"worker": "share | session user until | share end"},
            "shared": {"lived_experience_lead": "session shared_on until"},
            "standing": {"supervisor": "session shared_on until"},
        },
        label="user",
    ),
    "supervision.PassedOn": Model(
        sets={"concern": "session to by passed_on worker_told"},
        rows={
            "told untold": {"supervisor": "concern | concern -by | note tell"},
            "told": {"worker": "concern"},
        },
        label="to",
    ),
    "supervision.MonthFigure": Model(
        sets={"which": "unit stream month frozen_at", "counts": "people in_date paused late"},
        rows={
            "organisation team": {
                "director": "which",
                f"{HR} lived_experience_lead": "which counts",
            },
            "team": {"team_lead": "which counts"},
        },
        label="unit month",
        hidden="thresholds",
    ),
    "supervision.SessionFile": Model(
        sets={
            "file": "status organisation profile columns file_name sha256 dry_run started_at finished_at rows_read "
            "rows_accepted rows_refused progress message report handed_in_by",
        },
        rows={
            "file": {
                "administrator": f"file | organisation profile columns file_name sha256 dry_run | {FILE_VERBS}",
            }
        },
        states={
            "staged": "check publish pass_over refuse",
            "checked": "",
            "published": "",
            "refused": "",
            "unchanged": "",
        },
        label="file_name",
    ),
    # Looking at practice -------------------------------------------------------------------------------------------
    "supervision.Reflection": Model(
        rows={"worker": {"worker": "person on | person on | reflect erase"}},
        label="on",
    ),
    "supervision.ReflectionItem": Model(
        sets={
            "part": "person reflection number question answer text shared_in shared_on",
            "given": "reflection number answer text shared_in",
        },
        rows={
            "private shared": {"worker": "part | given | reflect edit share unshare erase"},
            "shared": {"supervisor": "person number question answer text shared_on"},
        },
        label="number",
    ),
    "supervision.Observation": Model(
        sets={
            "seen": "status person stream observed_by observed_on setting went_well to_try worker_view",
            "given": "person stream observed_on setting went_well to_try",
        },
        rows={"worker": {"worker": "seen | worker_view | answer", "supervisor": "seen | given | record edit"}},
        states={"recorded": "edit answer", "answered": ""},
        label="observed_on",
    ),
    "supervision.RoleCheck": Model(
        sets={"check": "person stream view by on answers words", "given": "person stream on answers words"},
        rows={
            "worker_view": {"worker": "check | given | give edit", "supervisor": "check"},
            "supervisor_view": {"worker": "check", "supervisor": "check | given | give edit"},
        },
        label="view on",
    ),
    "supervision.VoiceBatch": Model(
        sets={"counted": "person quarter people counts"},
        rows={
            "counted": {
                "worker": "counted shared_in in_appraisal | shared_in | share unshare allow disallow",
                "supervisor": "counted",
            }
        },
        label="quarter",
        system="gather",
    ),
}

LEADS = "hr hr_worker charity_hr team_lead next_team_lead lived_experience_lead"
PEERS = "worker senior charity_worker hr_worker"
# 404: the kind of supervision in the address is the trust's, which somebody of another organisation does not have.
ROUTES: dict[str, str] = {
    "supervision:home": "GET | only supervisor senior",
    "supervision:mine": "GET | signed in",
    "supervision:take_away_mine": (
        f"GET POST | only {PEERS} colleague supervisor starter proposed"  # whoever has a record of their own
    ),
    "supervision:my_role": f"GET | only {PEERS} | 404",
    "supervision:my_view": f"GET POST | only {PEERS} | 404",
    "supervision:worker": "GET | row people.Person & only supervisor senior",
    "supervision:take_away": "GET POST | row people.Person & only supervisor senior",
    "supervision:log": "GET POST | row people.Person & only supervisor",
    "supervision:miss": "GET POST | row people.Person & only supervisor",
    "supervision:book": "GET POST | row people.Person & only supervisor",
    "supervision:propose_agreement": "GET POST | row people.Person & only supervisor",
    "supervision:record_observation": "GET POST | row people.Person & only supervisor",
    "supervision:role": "GET | row people.Person & only supervisor",
    "supervision:give_view": "GET POST | row people.Person & only supervisor",
    "supervision:draft": "POST | only supervisor senior",
    "supervision:session": "GET | row supervision.Session",
    "supervision:session_pdf": "GET | row supervision.Session",
    "supervision:edit": "GET POST | verb supervision.Session edit",
    "supervision:propose": "POST | verb supervision.Session propose",
    "supervision:remind": "POST | verb supervision.Session remind",
    "supervision:agree": "GET POST | verb supervision.Session agree",
    "supervision:query": "GET POST | verb supervision.Session query",
    "supervision:withdraw": "POST | verb supervision.Session withdraw",
    "supervision:remark": "GET POST | row supervision.Session & only worker supervisor",
    "supervision:share": "GET POST | row supervision.Session & only worker",
    "supervision:note_passed_on": "GET POST | row supervision.Session & only supervisor",
    "supervision:end_share": "POST | verb supervision.EntryShare end",
    "supervision:share_earlier": "POST | only worker | 404",
    "supervision:tell_worker": "POST | verb supervision.PassedOn tell",
    "supervision:ask_for_note": "POST | verb supervision.PreparationNote ask",
    "supervision:give_note": "GET POST | verb supervision.PreparationNote give",
    "supervision:actions": "GET | signed in",
    "supervision:action": "GET | row supervision.AgreedAction",
    "supervision:edit_action": "GET POST | verb supervision.AgreedAction edit",
    "supervision:do_action": "POST | verb supervision.AgreedAction do",
    "supervision:drop_action": "POST | verb supervision.AgreedAction drop",
    "supervision:reopen_action": "POST | verb supervision.AgreedAction reopen",
    "supervision:booking": "GET | row supervision.Booking",
    "supervision:book_asked": "GET POST | verb supervision.Booking book",
    "supervision:move": "GET POST | verb supervision.Booking move",
    "supervision:cancel": "GET POST | verb supervision.Booking cancel",
    "supervision:ask": f"POST | only {PEERS} | 404",
    "supervision:book_group": "GET POST | only supervisor",
    "supervision:log_group": "GET POST | only supervisor",
    "supervision:group": "GET | row supervision.GroupSession",
    "supervision:edit_group": "GET POST | verb supervision.GroupSession edit",
    "supervision:withdraw_group": "POST | verb supervision.GroupSession withdraw",
    "supervision:agreement": "GET | row supervision.Agreement",
    "supervision:edit_agreement": "GET POST | verb supervision.Agreement edit",
    "supervision:agree_agreement": "POST | verb supervision.Agreement agree",
    "supervision:ask_agreement_change": "GET POST | verb supervision.Agreement ask_change",
    "supervision:end_agreement": "POST | verb supervision.Agreement end",
    "supervision:calendar": "GET POST | signed in",
    "supervision:feed": "GET | public",
    "supervision:reflections": "GET | signed in",
    "supervision:reflect": f"GET POST | only {PEERS}",
    "supervision:reflection": "GET | row supervision.Reflection",
    "supervision:erase": "POST | verb supervision.Reflection erase",
    "supervision:share_item": "GET POST | verb supervision.ReflectionItem share",
    "supervision:unshare_item": "POST | verb supervision.ReflectionItem unshare",
    "supervision:observation": "GET | row supervision.Observation",
    "supervision:edit_observation": "GET POST | verb supervision.Observation edit",
    "supervision:answer_observation": "GET POST | verb supervision.Observation answer",
    "supervision:codes": f"GET POST | only {PEERS}",
    "supervision:voice": "GET POST | public",
    "supervision:share_voices": "GET POST | verb supervision.VoiceBatch share",
    "supervision:unshare_voices": "POST | verb supervision.VoiceBatch unshare",
    "supervision:allow_voices": "POST | verb supervision.VoiceBatch allow",
    "supervision:disallow_voices": "POST | verb supervision.VoiceBatch disallow",
    "supervision:compliance": f"GET | only {LEADS}",
    "supervision:take_compliance": f"GET POST | only {LEADS} | 302",  # after a fresh sign-in
    "supervision:figures": "GET | only director",
    "supervision:rules": "GET | signed in",
    "supervision:set_rule": f"GET POST | only administrator {HR} charity_hr",
    "supervision:propose_rules": "POST | only administrator",
    "supervision:confirm_rule": "POST | verb supervision.SupervisionRule confirm",
    "supervision:end_rule": "GET POST | verb supervision.SupervisionRule end",
    "supervision:files": "GET | only administrator",
    "supervision:hand_in": "GET POST | only administrator",
    "supervision:file": "GET | row supervision.SessionFile",
    "supervision:note": "GET POST | row supervision.Session & only supervisor",
    "api:supervision-in-date": f"GET | only {LEADS}",
    "api:supervision-released": "GET | only director",
    "api:supervision-calendar": "POST DELETE | signed in",
    "api:share-earlier": "POST | only worker",
    "api:voice-codes": f"POST | only {PEERS}",
}

API: dict[str, str] = {
    "supervision-rules": "supervision.SupervisionRule",
    "supervision-agreements": "supervision.Agreement",
    "supervision-bookings": "supervision.Booking",
    "supervision-sessions": "supervision.Session",
    "supervision-groups": "supervision.GroupSession",
    "supervision-attendances": "supervision.Attendance",
    "supervision-actions": "supervision.AgreedAction",
    "preparation-notes": "supervision.PreparationNote",
    "supervision-remarks": "supervision.Addendum",
    "supervision-shares": "supervision.EntryShare",
    "concerns-passed-on": "supervision.PassedOn",
    "supervision-figures": "supervision.MonthFigure",
    "session-files": "supervision.SessionFile",
    "reflections": "supervision.Reflection",
    "reflection-parts": "supervision.ReflectionItem",
    "observations": "supervision.Observation",
    "peer-role-checks": "supervision.RoleCheck",
    "peer-role-voices": "supervision.VoiceBatch",
}
ROLES = {"action owner", "named person"}

WITH_A_STREAM = ("log", "miss", "book", "propose_agreement", "record_observation", "role", "give_view")
IN_A_STREAM = ("my_role", "my_view", "share_earlier", "ask")


def stream_of(world, row):
    """The practice supervision of the trust the row belongs to."""
    return world.row("placements.Stream/practice").pk if row is None else _same(world, row)


def _same(world, row):
    other = row.pk == world.row("people.Person/other_worker").pk
    return world.row(f"placements.Stream/{'other_' if other else ''}practice").pk


# Routes whose address holds more, or something else, than the row's number.
ADDRESSED = {
    **{
        f"supervision:{name}": (lambda world, row: {"pk": row.pk, "stream": stream_of(world, row)})
        for name in WITH_A_STREAM
    },
    **{f"supervision:{name}": (lambda world, row: {"stream": stream_of(world, None)}) for name in IN_A_STREAM},
    **{
        f"supervision:{name}": (lambda world, row: {"stream": world.row("supervision.GroupSession/group").stream_id})
        for name in ("book_group", "log_group")
    },
    "supervision:draft": lambda world, row: {"key": "log-1-1"},
    "supervision:feed": lambda world, row: {"token": "x" * 43},
}
