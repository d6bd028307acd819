"""Who may see and do what with training that is needed, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it.
"""

from tests.system.matrix import HR, Model

FOLLOWERS = f"supervisor senior team_lead {HR}"
LEADS = "training_lead visiting"
ASKED = "organisation course family unit band stage within_days every_months counts source starts_on ends_on"
DAYS = (
    "person course team needed_from due_on every_months counts confirmed done_on valid_until booked_on exempt_until "
    "exempt_why next_on"
)
HANDED = "organisation profile file_name sha256 dry_run course"
WATCHERS = "supervisor senior team_lead next_team_lead training_lead visiting hr hr_worker charity_hr"
COVERAGE = "training_lead hr hr_worker lived_experience_lead director charity_hr"

MODELS: dict[str, Model] = {
    "training.NeedRule": Model(
        sets={"asked": ASKED, "all": f"{ASKED} confirmed_by confirmed_on"},
        rows={
            "confirmed": {
                "TRUST": "all",
                "training_lead": "all | asked | set confirm end",
                HR: "all | | confirm",
            }
        },
        label="course",
        system="propose",
    ),
    "training.Completion": Model(
        sets={
            "given": "person course done_on expires_on reference",
            "all": "person course done_on expires_on reference source noted_by withdrawn_on",
        },
        rows={"worker": {f"worker {FOLLOWERS}": "all", LEADS: "all | given | note withdraw"}},
        label="course done_on",
        system="carry_in",
    ),
    "training.Exemption": Model(
        sets={
            "some": "person course why starts_on ends_on",
            "all": "person course why starts_on ends_on words decided_by",
        },
        rows={"worker": {"worker": "all", FOLLOWERS: "some", LEADS: "all | some words | exempt end"}},
        label="course why",
    ),
    "training.Standing": Model(
        sets={"days": DAYS},
        rows={"worker": {f"worker {FOLLOWERS} {LEADS}": "days"}},
        label="course",
    ),
    "training.CourseName": Model(
        sets={"name": "organisation value course ended_on"},
        rows={"name": {"training_lead": "name | organisation value course | name end"}},
        label="value",
        hidden="key",
    ),
    "training.LearningMapping": Model(
        sets={"saved": "organisation name columns dropped_on"},
        rows={"saved": {"training_lead": "saved | organisation name columns | keep edit drop"}},
        label="name",
    ),
    "training.LearningFile": Model(
        sets={
            "file": f"{HANDED} status started_at finished_at rows_read rows_accepted rows_refused progress message "
            "report handed_in_by",
        },
        rows={"file": {"training_lead": f"file | {HANDED} | hand_in check publish pass_over refuse"}},
        states={
            "staged": "check publish pass_over refuse",
            "checked": "",
            "published": "",
            "refused": "",
            "unchanged": "",
        },
        label="file_name",
    ),
    "training.Unmatched": Model(
        sets={
            "line": "status organisation system number hint course done_on expires_on source file person",
        },
        rows={"waiting": {"training_lead": "line | person | match set_aside"}},
        states={"waiting": "match set_aside", "matched": "", "set_aside": "match"},
        label="number course",
        system="hold",
    ),
}

ROUTES: dict[str, str] = {
    "training:needs_mine": "GET | signed in",
    "training:needs_team": f"GET | only {WATCHERS}",
    "training:needs_due": f"GET | only {WATCHERS}",
    "training:needs_group": "GET | row training.Cohort & only training_lead visiting",
    "training:needs_person": f"GET | row people.Person & only {WATCHERS}",
    "training:needs_note": "GET POST | row people.Person & start training.Completion note",
    "training:needs_exempt": "GET POST | row people.Person & start training.Exemption exempt",
    "training:needs_withdraw": "POST | verb training.Completion withdraw",
    "training:needs_end_exemption": "POST | verb training.Exemption end",
    "training:needs_rules": "GET | signed in",
    "training:needs_set": "GET POST | start training.NeedRule set",
    "training:needs_propose": "POST | start training.NeedRule set",
    "training:needs_confirm": "POST | verb training.NeedRule confirm",
    "training:needs_end": "GET POST | verb training.NeedRule end",
    "training:needs_coverage": f"GET | only {COVERAGE}",
    "training:needs_files": "GET | start training.LearningFile hand_in",
    "training:needs_hand_in": "GET POST | start training.LearningFile hand_in",
    "training:needs_hand_in_sheet": "GET POST | start training.LearningFile hand_in",
    "training:needs_map": "GET POST | start training.LearningFile hand_in | 302",  # no spreadsheet is held
    "training:needs_take": "GET POST | start training.LearningFile hand_in",
    "training:needs_file": "GET | row training.LearningFile",
    "training:needs_waiting": "GET | start training.Unmatched match",
    "training:needs_match": "GET POST | verb training.Unmatched match",
    "training:needs_set_aside": "POST | verb training.Unmatched set_aside",
    "training:needs_names": "GET | start training.CourseName name",
    "training:needs_name": "GET POST | start training.CourseName name",
    "training:needs_end_name": "POST | verb training.CourseName end",
    "training:needs_drop_mapping": "POST | verb training.LearningMapping drop",
    "api:learning-statements": "POST | start training.LearningFile hand_in",
    "api:training-states": f"GET | only {WATCHERS}",
    "api:recovery-coverage": f"GET | only {COVERAGE}",
}

API: dict[str, str] = {
    "training-rules": "training.NeedRule",
    "completions": "training.Completion",
    "exemptions": "training.Exemption",
    "training-standings": "training.Standing",
    "course-names": "training.CourseName",
    "learning-mappings": "training.LearningMapping",
    "learning-files": "training.LearningFile",
    "unmatched-completions": "training.Unmatched",
}
