"""Who may see and do what in training, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it. The colleague is the trainer of the group in which the
worker has finished and a carer, who has no account, has a place.
"""

from uuid import UUID

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
                "TRUST": "person about",
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

CONSENT = "in_library in_training outside until how"
WAY = (
    "person organisation kind source begun_on enrolment practice_in gateway_on end_point_on off_job_needed "
    "stopped_because"
)
HOURS = "person edition starts_on ends_on hours one_to_one"
MODELS |= {
    # Checking oneself -----------------------------------------------------------------------------------------------
    "training.Question": Model(
        sets={"asked": "module number text options", "all": "module number text options answer why"},
        rows={"used": {"TRUST": "asked", "training_lead": "all dropped | all | add edit drop"}},
        label="text",
    ),
    "training.Attempt": Model(
        rows={"worker": {"worker": "learner module answers fitting of at | learner module answers | try"}},
        label="fitting of",
    ),
    "training.Feedback": Model(
        rows={
            "said": {"training_lead colleague": "cohort useful welcome together pace helped best better"},
        },
        label="cohort",
    ),
    # The library ----------------------------------------------------------------------------------------------------
    "training.Resource": Model(
        sets={"all": "organisation title kind made_by year link words domains"},
        rows={"kept": {"TRUST": "all", "training_lead": "all dropped | all | add edit drop"}},
        label="title",
    ),
    "training.Story": Model(
        sets={"told": "title told_as text", "given": "title told_as text organisation teller"},
        rows={
            "shown told": {"training_lead worker": "given status told_on | given | tell edit show hide withdraw"},
            "shown": {"TRUST": "told"},
        },
        states={"told": "edit show withdraw", "shown": "hide withdraw", "withdrawn": ""},
        label="title",
    ),
    "training.StoryConsent": Model(
        rows={
            "shown": {
                "training_lead worker": f"story number given_on noted_by ended_on {CONSENT} | story {CONSENT} "
                "| give end"
            }
        },
        label="number story",
    ),
    # Ways into a post -----------------------------------------------------------------------------------------------
    "training.Pathway": Model(
        sets={"given": WAY, "all": f"{WAY} status stopped_from"},
        rows={
            "worker": {
                "training_lead": "all | given | begin edit join practise reach take_post stop resume",
                HR: "all",
                "worker": "all",
            }
        },
        states={
            "taster": "edit join stop",
            "cohort": "edit practise take_post stop",
            "practicum": "edit reach take_post stop",
            "gateway": "edit take_post stop",
            "post": "",
            "stopped": "resume",
        },
        label="person",
    ),
    "training.OffJobHours": Model(
        sets={"given": "pathway on hours what"},
        rows={"worker": {"training_lead worker": "given withdrawn | given | log withdraw"}},
        label="hours on",
    ),
    "training.SupervisedHours": Model(
        sets={"sum": f"{HOURS} status signed_on", "given": HOURS},
        rows={
            "worker": {
                "worker": "sum question signed_by | given | note edit",
                "supervisor senior": "sum question signed_by | question | sign ask",
                f"training_lead visiting team_lead {HR}": "sum",
            }
        },
        states={"noted": "edit sign ask", "signed": "", "asked": "edit"},
        label="starts_on ends_on",
    ),
}

TEAM = "training_lead visiting colleague"
# Whoever has a record of their own here: only they can take a place for themselves.
HERE = "worker colleague supervisor senior hr_worker starter proposed"
ROUTES: dict[str, str] = {
    "training:home": f"GET | only {TEAM}",
    "training:mine": "GET | signed in",
    "training:catalogue": "GET | signed in",
    # What is taught
    "training:curricula": "GET | signed in",
    "training:open_curriculum": "GET POST | only training_lead",
    "training:load_shipped": "POST | only training_lead",
    "training:curriculum": "GET | row training.Curriculum",
    "training:edit_curriculum": "GET POST | verb training.Curriculum edit",
    "training:close_curriculum": "POST | verb training.Curriculum close",
    "training:draft_version": "POST | row training.Curriculum & only training_lead",
    "training:version": "GET | row training.CurriculumVersion",
    "training:edit_version": "GET POST | verb training.CurriculumVersion edit",
    "training:publish_version": "POST | verb training.CurriculumVersion publish",
    "training:discard_version": "POST | verb training.CurriculumVersion discard",
    "training:confirm_version": "POST | verb training.CurriculumVersion confirm",
    # 409: a version in use stands as it is
    "training:add_module": "GET POST | row training.CurriculumVersion & only training_lead | 409",
    "training:add_assessment": "GET POST | row training.CurriculumVersion & only training_lead | 409",
    "training:module": "GET | row training.Module",
    "training:edit_module": "GET POST | verb training.Module edit",
    "training:drop_module": "POST | verb training.Module drop",
    "training:ask_for_first": "GET POST | verb training.Module edit",
    "training:map_module": "GET POST | verb training.Module edit",
    "training:drop_prerequisite": "GET POST | verb training.Prerequisite drop",
    "training:drop_mapping": "GET POST | verb training.ModuleMapping drop",
    "training:edit_assessment": "GET POST | verb training.AssessmentPart edit",
    "training:drop_assessment": "POST | verb training.AssessmentPart drop",
    # Where, and who teaches
    "training:sites": "GET | signed in",
    "training:open_site": "GET POST | only training_lead",
    "training:site": "GET | row training.Site",
    "training:edit_site": "GET POST | verb training.Site edit",
    "training:close_site": "POST | verb training.Site close",
    "training:serve": "GET POST | row training.Site & only training_lead",
    "training:offer": "GET POST | row training.Site & only training_lead",
    "training:end_service": "GET POST | verb training.SiteService end",
    "training:end_offer": "GET POST | verb training.Offer end",
    "training:trainers": "GET | only training_lead",
    "training:register_trainer": "GET POST | only training_lead",
    "training:trainer": "GET | row training.Trainer",
    "training:edit_trainer": "GET POST | verb training.Trainer edit",
    "training:declare": "GET POST | verb training.Trainer declare",
    "training:retire": "POST | verb training.Trainer retire",
    "training:log_support": "GET POST | row training.Trainer & only training_lead colleague supervisor",
    # Groups, days, registers
    "training:cohorts": f"GET | only {TEAM}",
    "training:plan": "GET POST | only training_lead",
    "training:cohort": "GET | row training.Cohort",
    "training:edit_cohort": "GET POST | verb training.Cohort edit",
    "training:open_cohort": "POST | verb training.Cohort open",
    "training:finish_cohort": "POST | verb training.Cohort finish",
    "training:cancel_cohort": "GET POST | verb training.Cohort cancel",
    "training:name_trainer": "GET POST | row training.Cohort & only training_lead",
    "training:set_meeting": "GET POST | row training.Cohort & only training_lead colleague",
    "training:add_learner": "GET POST | row training.Cohort & only training_lead",
    "training:take_place": f"POST | row training.Cohort & only {HERE}",
    "training:end_trainer": "GET POST | verb training.CohortTrainer end",
    "training:register": "GET POST | verb training.Meeting hold",
    "training:move_meeting": "GET POST | verb training.Meeting move",
    "training:cancel_meeting": "POST | verb training.Meeting cancel",
    "training:catch_up": "GET POST | verb training.Attendance edit",
    # Learners and places
    "training:learner": "GET | row training.Learner",
    "training:edit_learner": "GET POST | verb training.Learner edit",
    "training:place": "GET | row training.Enrolment",
    "training:withdraw": "GET POST | verb training.Enrolment withdraw",
    "training:tell_needs": "GET POST | row training.Enrolment & only worker",
    "training:certificate_of": "GET | row training.Enrolment & only training_lead colleague worker | 404",
    "training:badge_of": "GET | row training.Enrolment & only worker",
    "training:ask_badge_of": "POST | row training.Enrolment & only worker",
    "training:drop_badge_of": "POST | row training.Enrolment & only worker",
    "training:invite": "GET POST | row training.Enrolment & only training_lead",
    "training:stop": "GET POST | verb training.Enrolment stop",
    "training:resume": "POST | verb training.Enrolment resume",
    "training:transfer": "GET POST | verb training.Enrolment transfer",
    "training:complete": "POST | verb training.Enrolment complete",
    "training:accredit": "POST | verb training.Enrolment accredit",
    "training:record_result": "GET POST | verb training.Enrolment complete",
    "training:issue": "GET POST | verb training.Enrolment complete",
    "training:edit_result": "GET POST | verb training.AssessmentResult edit",
    # Checking oneself, feedback
    "training:add_question": "GET POST | row training.Module & only training_lead",
    "training:edit_question": "GET POST | verb training.Question edit",
    "training:drop_question": "POST | verb training.Question drop",
    "training:quiz": "GET POST | row training.Enrolment & only worker",
    "training:feedback": "GET POST | verb training.Enrolment answer",
    # The library
    "training:library": "GET | signed in",
    "training:add_resource": "GET POST | only training_lead",
    "training:edit_resource": "GET POST | verb training.Resource edit",
    "training:drop_resource": "POST | verb training.Resource drop",
    "training:tell": f"GET POST | only training_lead charity_worker {HERE}",
    "training:story": "GET | row training.Story",
    "training:edit_story": "GET POST | verb training.Story edit",
    "training:give_consent": "GET POST | verb training.Story tell",
    "training:withdraw_story": "GET POST | verb training.Story withdraw",
    "training:end_consent": "POST | verb training.StoryConsent end",
    # Ways into a post, supervised hours, coverage
    "training:pathways": f"GET | only training_lead visiting charity_hr {HR}",
    "training:begin": "GET POST | only training_lead",
    "training:pathway": "GET | row training.Pathway",
    "training:edit_pathway": "GET POST | verb training.Pathway edit",
    **{
        f"training:{verb}": f"POST | verb training.Pathway {verb}"
        for verb in ("join", "practise", "reach", "take_post")
    },
    "training:stop_pathway": "GET POST | verb training.Pathway stop",
    "training:resume_pathway": "POST | verb training.Pathway resume",
    "training:log_off_job": "GET POST | row training.Pathway & only training_lead worker",
    "training:withdraw_off_job": "GET POST | verb training.OffJobHours withdraw",
    "training:my_hours": "GET | signed in",
    "training:note_hours": f"GET POST | only charity_worker {HERE}",
    "training:hours_of": "GET | row people.Person",
    "training:edit_hours": "GET POST | verb training.SupervisedHours edit",
    "training:sign_hours": "GET POST | verb training.SupervisedHours sign",
    "training:ask_about_hours": "GET POST | verb training.SupervisedHours ask",
    "training:coverage": f"GET | only training_lead visiting director charity_hr {HR}",
    # Certificates
    "training:certificates": f"GET | only {TEAM}",
    "training:certificate": "GET | row training.Certificate",
    "training:certificate_pdf": "GET | row training.Certificate & only training_lead colleague worker",
    "training:revoke": "GET POST | verb training.Certificate revoke",
    # Anybody
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
    "questions": "training.Question",
    "question-tries": "training.Attempt",
    "course-feedback": "training.Feedback",
    "library-resources": "training.Resource",
    "recovery-stories": "training.Story",
    "story-consents": "training.StoryConsent",
    "pathways": "training.Pathway",
    "off-job-hours": "training.OffJobHours",
    "supervised-hours": "training.SupervisedHours",
}
ROLES = {"trainer", "learner"}
NOBODYS = UUID(int=0)

# Routes whose address holds something else than a row's number.
ADDRESSED = {
    "training:quiz": lambda world, row: {"pk": row.pk, "number": 1},
    # Public, and not there: what they say to anybody is looked at in tests/training/test_certificates.py.
    "training:checked": lambda world, row: {"code": "AAAA-BBBB-CCCC"},
    "training:issuer": lambda world, row: {"uuid": NOBODYS},
    "training:revoked": lambda world, row: {"uuid": NOBODYS},
    "training:achievement": lambda world, row: {"number": 0},
}
