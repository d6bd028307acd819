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
                "charity_worker": "notice",
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
                "charity_worker": "line",
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
    "recruitment:shortlisting_vacancy": "GET | row recruitment.Shortlister & start recruitment.Sift sift",
    "recruitment:sift": f"GET POST | row {A} & start recruitment.Sift sift",
    "recruitment:reopen_sift": "POST | verb recruitment.Sift reopen",
}  # fmt: skip
API: dict[str, str] = {}
ROLES = {"shortlister", "anyone", "hr who opened the name", "applicant", "panel coordinator"}

ADDRESSED = {
    "recruitment:mine_answer": lambda world, row: {"pk": row.pk, "line": 1},
    "recruitment:mine_document": lambda world, row: {"pk": row.pk, "document": 1},
    "recruitment:mine_remove": lambda world, row: {"pk": row.pk, "document": 1},
}
