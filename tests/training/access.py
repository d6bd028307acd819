"""Who may see and do what in training, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it. The colleague is the trainer of the group in which the
worker has finished and a carer, who has no account, has a place.
"""

from tests.system.matrix import HR, Model

FOLLOWERS = f"supervisor senior team_lead visiting {HR}"
TERMS = (
    "changes source threshold may_make_up accredited level credits practicum_hours supervised_hours one_to_one_hours "
    "renew_months designed_with produced_with to_confirm"
)
WORDS = "number part title summary learning hours mode domains teaches makeable"
KEPT = "person organisation professional about trained_in trained_on supported_by support_weeks pay"
PLANNED = (
    "edition site name place link getting_in capacity starts_on ends_on audience ask_yourself designed_with "
    "produced_with delivered_with"
)
LED = "enrol wait promote withdraw stop resume complete accredit"
VERSION_VERBS = "draft edit publish replace discard confirm"

MODELS: dict[str, Model] = {
    # Curricula ------------------------------------------------------------------------------------------------------
    "training.Curriculum": Model(
        sets={"all": "organisation code name kind summary audience closed_on"},
        rows={"course": {"TRUST": "all", "training_lead": "all | all | open edit close"}},
        label="name",
    ),
    "training.CurriculumVersion": Model(
        sets={"all": f"{TERMS} status curriculum number published_on", "given": f"{TERMS} curriculum"},
        rows={
            "used": {"TRUST": "all"},
            "used draft": {"training_lead": f"all | given | {VERSION_VERBS}"},
        },
        states={
            "draft": "edit publish discard confirm",
            "published": "replace confirm",
            "replaced": "",
            "discarded": "",
        },
        label="curriculum number",
    ),
    "training.Module": Model(
        sets={"all": f"{WORDS} edition dropped", "given": f"{WORDS} edition"},
        rows={"used": {"TRUST": "all"}, "used draft": {"training_lead": "all | given | add edit drop"}},
        label="title",
    ),
    "training.Prerequisite": Model(
        sets={"all": "module first dropped"},
        rows={"used": {"TRUST": "all"}, "used draft": {"training_lead": "all | module first | ask_for drop"}},
        label="first",
    ),
    "training.ModuleMapping": Model(
        sets={"all": "old new dropped"},
        rows={"draft": {"training_lead": "all | old new | map drop"}},
        label="old new",
    ),
    "training.AssessmentPart": Model(
        sets={
            "all": "number title kind words for_accreditation edition dropped",
            "given": "number title kind words for_accreditation edition",
        },
        rows={"used": {"TRUST": "all"}, "used draft": {"training_lead": "all | given | add edit drop"}},
        label="title",
    ),
    # Where, and who teaches -----------------------------------------------------------------------------------------
    "training.Site": Model(
        sets={"all": "organisation name kind place getting_in contact closed_on"},
        rows={"college": {"TRUST": "all", "training_lead": "all | all | open edit close"}},
        label="name",
    ),
    "training.SiteService": Model(
        sets={"all": "site unit starts_on ends_on"},
        rows={"college": {"TRUST": "all", "training_lead": "all | all | serve end"}},
        label="unit",
    ),
    "training.Offer": Model(
        sets={"all": "site curriculum starts_on ends_on"},
        rows={"college": {"TRUST": "all", "training_lead": "all | all | offer end"}},
        label="curriculum",
    ),
    "training.Trainer": Model(
        sets={"all": f"{KEPT} lived_experience retired_on", "kept": KEPT},
        rows={
            "trainer": {
                "training_lead": "all | kept retired_on | register edit retire",
                "colleague": "all | lived_experience about | declare",
            }
        },
        label="person",
    ),
    "training.TrainerSupport": Model(
        sets={"given": "trainer kind held_on minutes"},
        rows={
            "support": {
                "training_lead colleague supervisor": "given withdrawn | given | log withdraw",
            }
        },
        label="kind held_on",
    ),
    # Groups ---------------------------------------------------------------------------------------------------------
    "training.Cohort": Model(
        sets={"all": f"{PLANNED} status organisation", "planned": PLANNED},
        rows={
            "group planned": {"training_lead": "all | planned organisation | plan edit open finish cancel"},
            "group": {
                "TRUST": "all -link",
                "colleague": "all | place link getting_in | edit finish",
                "worker": "all",
            },
        },
        states={
            "planned": "edit open cancel",
            "open": "edit finish cancel",
            "finished": "",
            "cancelled": "",
        },
        label="name edition",
    ),
    "training.CohortTrainer": Model(
        sets={"all": "cohort trainer side starts_on ends_on"},
        rows={"lived": {"TRUST": "all -side", "training_lead": "all | all | name end", "colleague": "all"}},
        label="trainer",
    ),
    "training.Meeting": Model(
        sets={"when": "module starts_at minutes place", "all": "module starts_at minutes place status cohort sequence"},
        rows={
            "first": {
                "TRUST": "all -sequence",
                "training_lead colleague": "all | when cohort | set move hold cancel",
            }
        },
        states={"planned": "move hold cancel", "held": "hold", "cancelled": ""},
        label="module starts_at",
        hidden="uid",
    ),
    # Who learns -----------------------------------------------------------------------------------------------------
    "training.Learner": Model(
        sets={
            "who": "organisation person profession level",
            "all": "organisation person profession level kind access_needs",
        },
        rows={
            "worker carer": {
                "training_lead": "all | all | register edit invite",
                "colleague": "all -organisation",
            },
            "worker": {"worker": "all | profession level access_needs | tell", FOLLOWERS: "who"},
        },
        label="person",
        hidden="visitor",
    ),
    "training.Enrolment": Model(
        sets={
            "standing": "status cohort learner edition placed_on finished_on",
            "all": "status cohort learner edition placed_on finished_on asked_at stopped_because",
        },
        rows={
            "worker carer": {
                "training_lead": f"all | cohort learner edition stopped_because | {LED} transfer",
                "colleague": f"all | cohort learner stopped_because | {LED}",
            },
            "worker": {
                "worker": "all feedback_on | cohort learner | enrol wait withdraw answer",
                FOLLOWERS: "standing",
            },
        },
        states={
            "waiting": "promote withdraw",
            "placed": "withdraw stop transfer complete accredit answer",
            "withdrawn": "",
            "stopped": "resume transfer answer",
            "completed": "accredit answer",
            "accredited": "answer",
        },
        label="learner cohort edition",
    ),
    "training.Attendance": Model(
        sets={"all": "enrolment meeting came minutes_missed made_up_on made_up_how"},
        rows={
            "worker": {
                "training_lead colleague": "all | all | mark edit",
                "worker": "all",
                FOLLOWERS: "all",
            }
        },
        label="meeting came",
    ),
    "training.AssessmentResult": Model(
        sets={
            "outcome": "enrolment part result assessed_on",
            "all": "enrolment part result assessed_on assessed_by comment",
        },
        rows={
            "worker": {
                "training_lead colleague": "all | outcome comment | record edit",
                "worker": "all",
                FOLLOWERS: "outcome",
            }
        },
        label="part result",
    ),
    # Certificates ---------------------------------------------------------------------------------------------------
    "training.SigningKey": Model(
        sets={"all": "organisation public_key made_on retired_on"},
        rows={"key": {"administrator": "all | | retire", "training_lead": "all"}},
        label="organisation",
        hidden="uuid",
        system="make",
    ),
    "training.Certificate": Model(
        sets={
            "short": "status enrolment award title issued_on valid_until",
            "all": "status enrolment award title issued_on valid_until code holder issuer hours credential issued_by "
            "revoked_on revoked_because",
        },
        rows={
            "worker": {
                "training_lead": "all | enrolment award valid_until revoked_because | issue revoke",
                "colleague": "all | enrolment award valid_until | issue",
                "worker": "all badge | | ask_badge drop_badge",
                FOLLOWERS: "short",
            }
        },
        states={"issued": "revoke ask_badge drop_badge", "revoked": ""},
        label="title award",
        hidden="uuid key signature",
    ),
}

ROUTES: dict[str, str] = {
    "training:place": "GET | row training.Enrolment",
    "training:check": "GET | public",
    "training:checked": "GET | public",
    "training:issuer": "GET | public",
    "training:revoked": "GET | public",
    "training:achievement": "GET | public",
}

API: dict[str, str] = {
    "curricula": "training.Curriculum",
    "curriculum-versions": "training.CurriculumVersion",
    "modules": "training.Module",
    "prerequisites": "training.Prerequisite",
    "module-mappings": "training.ModuleMapping",
    "assessments": "training.AssessmentPart",
    "sites": "training.Site",
    "site-services": "training.SiteService",
    "course-offers": "training.Offer",
    "trainers": "training.Trainer",
    "trainer-support": "training.TrainerSupport",
    "cohorts": "training.Cohort",
    "cohort-trainers": "training.CohortTrainer",
    "meetings": "training.Meeting",
    "learners": "training.Learner",
    "enrolments": "training.Enrolment",
    "attendance": "training.Attendance",
    "assessment-results": "training.AssessmentResult",
    "signing-keys": "training.SigningKey",
    "certificates": "training.Certificate",
}
ROLES = {"trainer", "learner"}

# Routes whose address holds something else than a row's number.
ADDRESSED = {
    "training:checked": lambda world, row: {"code": world.row("training.Certificate/worker").code},
    "training:issuer": lambda world, row: {"uuid": world.row("training.SigningKey/key").uuid},
    "training:revoked": lambda world, row: {"uuid": world.row("training.SigningKey/key").uuid},
    "training:achievement": lambda world, row: {"number": world.row("training.CurriculumVersion/used").pk},
}
