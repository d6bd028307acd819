"""Who may see and do what in recruitment, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it. `colleague` applies, `supervisor` and `worker` shortlist.
"""

from tests.system.matrix import EVERYBODY, HR, Model

APPLICANTS = "colleague next_team_lead"
SHORTLISTERS = "supervisor worker"
ADVERT = (
    "status title closes_on closes_time closes_at interviews_on team employer host family scope band pay wte hours "
    "contract places advert help_words published_at"
)
PLAN = "panel_plan panel_service_users panel_staff"
GIVEN = (
    "title team employer host post family scope band pay wte hours contract places advert help_words closes_on "
    f"closes_time interviews_on {PLAN} template copied_from"
)
VACANCY_VERBS = "draft copy edit comment publish close reopen finish_shortlisting finish withdraw"
MOVES = (
    "shortlist invite_to_interview interviewed place_on_reserve offer not_this_time withdraw_offer look_again "
    "link_person start withdraw decline appoint open_name"
)

MODELS: dict[str, Model] = {
    "recruitment.StageTemplate": Model(
        sets={"times": "organisation name days source confirmed_by confirmed_on closed_on"},
        rows={
            "usual": {HR: "times | organisation name days source | set confirm close"},
            "charity": {"charity_hr": "times | organisation name days source | set confirm close"},
        },
        label="name",
        system="propose",
    ),
    "recruitment.Vacancy": Model(
        sets={
            "outline": "status title closes_on closes_time closes_at interviews_on",
            "notice": ADVERT,
            "plan": PLAN,
            "all": f"{ADVERT} {PLAN} post template copied_from closed_at shortlisted_at",
            "given": GIVEN,
        },
        rows={
            "draft closed shortlisted published": {
                HR: f"all external_ref | given | {VACANCY_VERBS}",
                "lived_experience_lead": "all | | comment",
                "panel_coordinator": "outline",
            },
            "charity": {
                "charity_hr": f"all external_ref | given | {VACANCY_VERBS}",
                "lived_experience_lead": "all | | comment",
                "panel_coordinator": "outline",
            },
            "closed shortlisted published": {"panel_coordinator": "notice plan"},
            "closed": {f"{SHORTLISTERS} {APPLICANTS}": "notice"},
            "shortlisted": {"colleague": "notice"},
            "published": {EVERYBODY: "notice"},
        },
        states={
            "draft": "edit comment publish withdraw",
            "published": "edit close withdraw",
            "closed": "reopen finish_shortlisting withdraw follow",
            "shortlisted": "finish withdraw follow",
            "finished": "",
            "withdrawn": "",
        },
        label="title",
        hidden="gone",
        system="carry_in follow",
    ),
    "recruitment.Criterion": Model(
        sets={"line": "vacancy number text kind essential assessed_by dropped_on"},
        rows={
            "draft closed shortlisted published": {
                HR: "line | vacancy text kind essential assessed_by | add edit drop",
                "lived_experience_lead": "line",
            },
            "charity": {
                "charity_hr": "line | vacancy text kind essential assessed_by | add edit drop",
                "lived_experience_lead": "line",
            },
            "closed shortlisted published": {"panel_coordinator": "line"},
            "closed": {f"{SHORTLISTERS} {APPLICANTS}": "line"},
            "shortlisted": {"colleague": "line"},
            "published": {EVERYBODY: "line"},
        },
        label="text",
    ),
    "recruitment.Involvement": Model(
        sets={"part": "vacancy who what on"},
        rows={
            "draft": {HR: "part | part | note", "lived_experience_lead": "part"},
            "charity": {"charity_hr": "part | part | note", "lived_experience_lead": "part"},
        },
        label="who",
    ),
    "recruitment.VacancyComment": Model(
        sets={"remark": "vacancy by at text"},
        rows={"draft": {f"{HR} lived_experience_lead": "remark | vacancy text | comment"}},
    ),
    "recruitment.Shortlister": Model(
        sets={"named": "vacancy user named_on ended_on"},
        rows={
            SHORTLISTERS: {HR: "named | vacancy user | name end", "SELF": "named"},
            "charity_worker": {"charity_hr": "named | vacancy user | name end", "SELF": "named"},
        },
        label="user",
    ),
    "recruitment.Override": Model(
        sets={"aside": "vacancy application_number rule reason by at"},
        rows={
            "published closed": {
                HR: "aside | vacancy application_number rule reason | override",
                "lived_experience_lead": "vacancy rule at",
            }
        },
    ),
    # Applications --------------------------------------------------------------------------------------------------
    "recruitment.Application": Model(
        sets={
            "where": "vacancy number status",
            "written": "statement experience gaps",
            "own": "disability_confident interview_needs consented_at",
            "dates": "sent_at since decided_at",
        },
        rows={
            "sent shortlisted": {
                "colleague": "where written own dates | written own vacancy | "
                "apply write send ask_adjustments withdraw appoint decline",
                HR: f"where written dates disability_confident external_ref | | {MOVES}",
            },
            "sent": {SHORTLISTERS: "where statement experience sent_at"},
            "shortlisted": {HR: "interview_needs person | person"},
        },
        states={
            "draft": "write send ask_adjustments withdraw",
            "sent": "ask_adjustments shortlist not_this_time withdraw open_name follow",
            "shortlisted": "ask_adjustments invite_to_interview not_this_time withdraw open_name follow",
            "interview": "ask_adjustments interviewed not_this_time withdraw follow",
            "interviewed": "place_on_reserve offer not_this_time withdraw follow",
            "reserve": "invite_to_interview offer not_this_time withdraw follow",
            "offered": "appoint decline withdraw_offer withdraw link_person follow",
            "appointed": "start withdraw_offer withdraw link_person follow",
            "started": "link_person",
            "declined": "",
            "not_this_time": "look_again open_name",
            "withdrawn": "",
        },
        label="number",
        hidden="user",
        system="carry_in follow",
    ),
    "recruitment.Contact": Model(
        sets={"who": "application given_name family_name known_as pronouns email phone address"},
        rows={
            "sent shortlisted": {"colleague": "who | who | write"},
            "sent": {"hr": "who"},  # who has opened it
            "shortlisted": {HR: "who"},
        },
        label="given_name family_name known_as",
        system="carry_in",
    ),
    "recruitment.NameOpening": Model(
        sets={"opening": "application by reason at until"},
        rows={"opened": {"colleague": "opening", HR: "opening | application reason | open"}},
    ),
    "recruitment.Answer": Model(
        sets={"answer": "application criterion text"},
        rows={
            "sent shortlisted": {"colleague": "answer | answer | write", HR: "answer"},
            "sent": {SHORTLISTERS: "answer"},
        },
        label="criterion",
    ),
    "recruitment.ApplicationDocument": Model(
        sets={"document": "application number about stored removed_on"},
        rows={
            "sent shortlisted": {"colleague": "document | application about | attach remove"},
            "shortlisted": {HR: "document"},
        },
        label="number",
    ),
    "recruitment.Equality": Model(
        sets={"asked": "application age gender ethnicity disability carer"},
        rows={"sent": {"colleague": "asked | asked | write erase"}},
    ),
    "recruitment.EqualityFigure": Model(
        sets={"which": "organisation half frozen_at", "numbers": "people counts"},
        rows={"half": {f"director {HR} lived_experience_lead": "which"}},
        label="organisation half",
    ),
    # Before any vacancy, and beside it --------------------------------------------------------------------------
    "recruitment.InformationSession": Model(
        sets={"hour": "status organisation title starts_at minutes place about"},
        rows={
            "coming": {EVERYBODY: "hour"},
            "coming cancelled": {HR: "hour | hour -status | plan edit cancel"},
            "charity": {"charity_hr": "hour | hour -status | plan edit cancel"},
        },
        states={"planned": "edit cancel", "cancelled": ""},
        label="title starts_at",
    ),
    "recruitment.Interest": Model(
        sets={"told": "organisation name email family session wish"},
        rows={"told": {HR: "told status told_on came | came | invite note_came close"}},
        states={"open": "invite note_came close", "invited": "invite note_came close", "closed": ""},
        label="name",
        system="tell",
    ),
    "recruitment.Support": Model(
        sets={"help": "status application kind offered_on offered_by"},
        rows={"offered": {"colleague": "help | | take decline", HR: "help | application kind | offer take decline"}},
        states={"offered": "take decline", "taken": "", "declined": "take"},
        label="kind",
    ),
    "recruitment.ApplicantMapping": Model(
        sets={"read": "organisation name columns statuses"},
        rows={"usual": {HR: "read | read | save"}},
        label="name",
    ),
    "recruitment.ApplicantFile": Model(
        sets={
            "given": "organisation profile columns statuses file_name sha256 dry_run",
            "file": "organisation profile columns statuses file_name sha256 dry_run status started_at finished_at "
            "rows_read rows_accepted rows_refused progress message report handed_in_by",
        },
        rows={
            "file": {HR: "file | given | hand_in check publish pass_over refuse"},
            "charity": {"charity_hr": "file | given | hand_in check publish pass_over refuse"},
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
    # Shortlisting --------------------------------------------------------------------------------------------------
    "recruitment.Sift": Model(
        sets={"sheet": "status application by view note finished_at"},
        rows={
            "done begun": {"supervisor": "sheet | application view note | sift edit finish"},
            "beside": {"worker": "sheet | application view note | sift edit finish", "supervisor": "sheet"},
            "done": {"worker": "sheet"},
            "done beside": {HR: "sheet | | reopen"},
            "begun": {HR: "application by status"},
        },
        states={"open": "edit finish", "done": "reopen"},
        label="application",
    ),
    "recruitment.ShortlistMark": Model(
        sets={"given": "sift criterion mark"},
        rows={
            "done begun": {"supervisor": "given | given | mark"},
            "done beside": {HR: "given"},
            "beside": {"worker": "given | given | mark", "supervisor": "given"},
            "done": {"worker": "given"},
        },
        label="criterion",
    ),
}
# The prepared world keeps its rows and not its files: 404 is what a download answers there.
V, A = "recruitment.Vacancy", "recruitment.Application"
READERS = f"{HR} charity_hr lived_experience_lead panel_coordinator"
WRITES = f"GET POST | verb {A} write"
MINE = {
    **{f"recruitment:mine_{name}": WRITES for name in (
        "contact", "about", "answer", "documents", "interview", "equality", "check")},
    "recruitment:mine": f"GET | verb {A} write",
    "recruitment:mine_advert": f"GET | verb {A} write",
    "recruitment:mine_document": f"GET | verb {A} write | 404",
    "recruitment:mine_remove": f"POST | verb {A} write",
    "recruitment:mine_erase_equality": f"POST | verb {A} write",
    "recruitment:mine_adjustments": f"GET POST | verb {A} ask_adjustments",
    "recruitment:mine_withdraw": f"GET POST | verb {A} write",
}  # fmt: skip
ROUTES: dict[str, str] = {
    "recruitment:jobs": "GET | public",
    "recruitment:job": f"GET | public & row {V}",
    "recruitment:apply": f"GET POST | public & row {V}",
    "recruitment:come_back": "GET POST | public",
    "recruitment:sent_link": "GET | public",
    "recruitment:my_applications": "GET | signed in",
    **MINE,
    # Vacancies
    "recruitment:vacancies": f"GET | only {READERS}",
    "recruitment:draft": f"GET POST | start {V} draft",
    "recruitment:templates": f"GET | only {HR} charity_hr",
    "recruitment:set_template": "GET POST | verb recruitment.StageTemplate set",
    "recruitment:confirm_template": "POST | verb recruitment.StageTemplate confirm",
    "recruitment:close_template": "POST | verb recruitment.StageTemplate close",
    "recruitment:vacancy": f"GET | row {V}",
    **{f"recruitment:{verb}": f"GET POST | verb {V} {verb}" for verb in ("edit", "publish", "reopen")},
    **{f"recruitment:{verb}": f"POST | verb {V} {verb}" for verb in (
        "copy", "close", "finish_shortlisting", "finish", "withdraw")},
    "recruitment:add_criterion": f"GET POST | verb {V} edit",
    "recruitment:note_involvement": f"GET POST | verb {V} edit",
    "recruitment:comment": f"GET POST | verb {V} comment",
    "recruitment:name_shortlister": f"GET POST | verb {V} edit",
    "recruitment:edit_criterion": "GET POST | verb recruitment.Criterion edit",
    "recruitment:drop_criterion": "POST | verb recruitment.Criterion drop",
    "recruitment:end_shortlister": "POST | verb recruitment.Shortlister end",
    # Applications
    "recruitment:application": f"GET | row {A}",
    "recruitment:shortlist": f"GET POST | verb {A} shortlist",
    "recruitment:not_this_time": f"GET POST | verb {A} not_this_time",
    "recruitment:look_again": f"POST | verb {A} look_again",
    "recruitment:withdraw_for": f"GET POST | verb {A} withdraw",
    "recruitment:open_name": f"GET POST | verb {A} open_name",
    "recruitment:document": "GET | row recruitment.ApplicationDocument | 404",
    "recruitment:shortlisting": "GET | signed in",
    # People on the way to joining
    **{f"recruitment:{name}": f"GET | only {HR} charity_hr" for name in ("board", "people", "figures", "interests",
                                                                         "files")},
    "recruitment:equality": f"GET | only director {HR} lived_experience_lead charity_hr",
    "api:equality-tables": f"GET | only director {HR} lived_experience_lead charity_hr",
    "recruitment:take_people": f"GET POST | only {HR} charity_hr",
    # Before any vacancy
    "recruitment:tell_interest": "GET POST | public",
    "recruitment:invite_interest": "GET POST | verb recruitment.Interest invite",
    "recruitment:note_came": "POST | verb recruitment.Interest note_came",
    "recruitment:close_interest": "POST | verb recruitment.Interest close",
    "recruitment:plan_session": "GET POST | start recruitment.InformationSession plan",
    "recruitment:edit_session": "GET POST | verb recruitment.InformationSession edit",
    "recruitment:cancel_session": "POST | verb recruitment.InformationSession cancel",
    "recruitment:offer_support": f"GET POST | verb {A} open_name",
    "recruitment:mine_take": "POST | verb recruitment.Support take",
    "recruitment:mine_decline": "POST | verb recruitment.Support decline",
    # Files from the applicant system
    "recruitment:hand_in": "GET POST | start recruitment.ApplicantFile hand_in",
    "recruitment:map_file": "GET POST | start recruitment.ApplicantFile hand_in | 302",
    "recruitment:file": "GET | row recruitment.ApplicantFile",
    "recruitment:shortlisting_vacancy": "GET | row recruitment.Shortlister & start recruitment.Sift sift",
    "recruitment:sift": f"GET POST | row {A} & start recruitment.Sift sift",
    "recruitment:reopen_sift": "POST | verb recruitment.Sift reopen",
}  # fmt: skip
API: dict[str, str] = {
    "stage-times": "recruitment.StageTemplate",
    "vacancies": V,
    "criteria": "recruitment.Criterion",
    "involvements": "recruitment.Involvement",
    "vacancy-comments": "recruitment.VacancyComment",
    "shortlisters": "recruitment.Shortlister",
    "rules-set-aside": "recruitment.Override",
    "applications": A,
    "applicant-contacts": "recruitment.Contact",
    "names-opened": "recruitment.NameOpening",
    "answers": "recruitment.Answer",
    "application-documents": "recruitment.ApplicationDocument",
    "equality-answers": "recruitment.Equality",
    "equality-figures": "recruitment.EqualityFigure",
    "shortlisting-views": "recruitment.Sift",
    "shortlisting-marks": "recruitment.ShortlistMark",
    "information-sessions": "recruitment.InformationSession",
    "interests": "recruitment.Interest",
    "help-offered": "recruitment.Support",
    "applicant-mappings": "recruitment.ApplicantMapping",
    "applicant-files": "recruitment.ApplicantFile",
}
ROLES = {"shortlister", "anyone", "hr who opened the name", "applicant", "panel coordinator"}

ADDRESSED = {
    "recruitment:take_people": lambda world, row: {"format": "csv"},
    **{
        f"recruitment:mine_{verb}": (lambda world, row: {"pk": row.application_id, "support": row.pk})
        for verb in ("take", "decline")
    },
    "recruitment:mine_answer": lambda world, row: {"pk": row.pk, "line": 1},
    "recruitment:mine_document": lambda world, row: {"pk": row.pk, "document": 1},
    "recruitment:mine_remove": lambda world, row: {"pk": row.pk, "document": 1},
}
# What anybody reads before they sign in: posts that are open, sessions to come, who recruits.
_OPEN = {"people.Unit": "name", "recruitment.InformationSession/coming": "title place about"}
TOLD_AT = {
    "recruitment:jobs": {"anyone": _OPEN | {"recruitment.Vacancy/published": "title pay hours"}},
    "recruitment:tell_interest": {"anyone": _OPEN},
}
