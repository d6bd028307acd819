"""Who may see and do what with panels, by hand from docs/access.md.

`supervisor` (MEMBER) sits as a service user, `worker` (CHAIR) chairs as a carer, `training_lead` is
the reserve, `colleague` applies.
"""

from tests.system.matrix import HR, Model

AFTER = ("recruitment",)
MEMBER, CHAIR, APPLICANT = "supervisor", "worker", "colleague"
BOTH, RESERVE = f"{MEMBER} {CHAIR}", "training_lead"
COORDINATOR, LEAD = "panel_coordinator", "lived_experience_lead"
PLANNERS = f"{HR} {COORDINATOR}"
DATES = "closes_at decide_by help_name help_phone questions_by questions_on"
ARRANGE = "add edit resend step_down step_in"

MODELS: dict[str, Model] = {
    "recruitment.PanelRule": Model(
        sets={
            "asked": "organisation service_users no_fewer_than_staff named_reserve trained_only quorum weight "
            "least_average reserve_months",
            "rule": "organisation service_users no_fewer_than_staff named_reserve trained_only quorum weight "
            "least_average reserve_months confirmed_by confirmed_on",
        },
        rows={"rules": {HR: "rule | asked | set edit confirm", f"{COORDINATOR} {LEAD}": "rule"}},
        label="organisation",
    ),
    "recruitment.Panel": Model(
        sets={
            "basics": f"status vacancy {DATES} quorum weight least_average opened_at revealed_at closed_on",
            "allowed": "override_reason overridden overridden_by overridden_on",
        },
        rows={
            "open shown": {
                HR: f"basics allowed | vacancy {DATES} override_reason | plan edit override open reveal close cancel",
                COORDINATOR: f"basics allowed | vacancy {DATES} | plan edit",
                LEAD: "basics allowed",
                BOTH: "basics",
            },
            "open": {RESERVE: "basics"},
        },
        states={
            "planned": "edit override open cancel",
            "scoring": "edit override reveal cancel",
            "revealed": "override close",
            "closed": "",
            "cancelled": "",
        },
        label="vacancy",
    ),
    "recruitment.Panellist": Model(
        sets={
            "listed": "user organisation side trained_on advice_offered_on",
            "own": "access_needs payment_choice part_amount",
        },
        rows={
            "member chair reserve": {
                COORDINATOR: "listed own | listed | name edit",
                HR: "listed | listed | name edit",
            },
            "reserve": {RESERVE: "listed own | own advice_offered_on | tell"},
            "member": {MEMBER: "listed own | own advice_offered_on | tell"},
            "chair": {CHAIR: "listed own | own advice_offered_on | tell"},
        },
        label="user",
    ),
    "recruitment.Seat": Model(
        sets={
            "seat": "status panel panellist side chair reserve confidential_on access_until ended_because",
            "given": "panel panellist side chair reserve access_until ended_because",
            "beside": "status panel panellist side chair reserve",
        },
        rows={
            "member chair shown": {PLANNERS: f"seat | given | {ARRANGE}"},
            "member shown": {MEMBER: "seat | ended_because | accept decline step_down", CHAIR: "beside"},
            "chair": {CHAIR: "seat | ended_because | accept decline step_down", MEMBER: "beside"},
            "member chair": {RESERVE: "beside"},
        },
        states={
            "invited": "edit resend accept decline step_down",
            "on": "edit resend step_down step_in",
            "declined": "",
            "stepped_down": "",
        },
        label="panellist",
    ),
    "recruitment.Declaration": Model(
        sets={"said": "seat application answer words declared_on"},
        rows={
            "said": {MEMBER: "said | seat application answer words | declare change"},
            "chairs": {CHAIR: "said | seat application answer words | declare change"},
            "said chairs": {HR: "said", COORDINATOR: "said -words"},
        },
        label="answer",
    ),
    "recruitment.InterviewDay": Model(
        sets={"day": "panel kind starts_at minutes place link words cancelled_on"},
        rows={
            "day": {
                PLANNERS: "day | day -cancelled_on | add edit cancel",
                f"{BOTH} {RESERVE}": "day",
                APPLICANT: "day -panel",
            }
        },
        label="kind starts_at",
        hidden="uid sequence",
    ),
    "recruitment.Slot": Model(
        sets={
            "time": "status day starts_at minutes application booked_at",
            "offered": "day starts_at minutes application",
        },
        rows={
            "free taken": {
                HR: "time | offered | offer book free withdraw",
                COORDINATOR: "time | offered | offer free withdraw",
                f"{BOTH} {RESERVE}": "time -booked_at",
                APPLICANT: "time | application | book free",
            }
        },
        states={"open": "book withdraw", "booked": "free", "withdrawn": ""},
        label="starts_at",
        hidden="sequence",
    ),
    "recruitment.Question": Model(
        sets={"plan": "panel number text asked guide criterion part scored_by dropped_on"},
        rows={"asked": {PLANNERS: "plan | plan -dropped_on | add edit drop", f"{LEAD} {BOTH} {RESERVE}": "plan"}},
        label="text",
    ),
    "recruitment.ScoreSheet": Model(
        sets={"sheet": "status seat application submitted_at reason keyed_by"},
        rows={
            "sent begun keyed shown": {
                HR: "sheet | reason | excuse reopen key",
                COORDINATOR: "sheet | | key",
            },
            "sent shown": {MEMBER: "sheet | seat application | save submit confirm correct"},
            "begun": {CHAIR: "sheet | seat application | save submit confirm correct"},
            "shown": {CHAIR: "status seat application reason"},
        },
        states={
            "open": "save submit key excuse lapse",
            "keyed": "confirm correct excuse lapse",
            "submitted": "reopen",
            "excused": "reopen",
            "late": "",
        },
        label="seat",
        system="give lapse",
    ),
    "recruitment.Score": Model(
        sets={
            "score": "sheet question value not_assessed note",
            "result": "question value not_assessed",
        },
        rows={
            "hidden": {MEMBER: "score"},
            "begun": {CHAIR: "score | score | save change"},
            "keyed": {COORDINATOR: "sheet | score | save"},
            "shown": {f"{MEMBER} {CHAIR} {HR}": "score", COORDINATOR: "result"},
        },
        label="value",
    ),
    "recruitment.Moderation": Model(
        sets={"change": "score value reason by at"},
        rows={
            "changed": {MEMBER: "change | score value reason | moderate"},
            "chairs": {CHAIR: "change | score value reason | moderate"},
            "changed chairs": {f"{BOTH} {PLANNERS}": "change"},
        },
        label="value",
    ),
    "recruitment.Decision": Model(
        sets={
            "decided": "status panel application outcome reserve_until reserve_ended_on reason passes_over "
            "service_users_place decided_by decided_on",
        },
        rows={
            "told": {
                HR: "decided feedback told_at | panel application outcome reserve_until reason feedback | "
                "decide change draft send offer_next",
                f"{COORDINATOR} {BOTH}": "decided",
                APPLICANT: "application outcome reserve_until reserve_ended_on feedback told_at",
            }
        },
        states={"decided": "change draft send", "told": "offer_next expire"},
        label="outcome",
        system="expire",
    ),
    "recruitment.PanelElsewhere": Model(
        sets={
            "light": "unit post held_on service_users staff service_user_chaired candidates withdrawn_on",
        },
        rows={"elsewhere": {PLANNERS: "light | light -withdrawn_on | record edit withdraw"}},
        label="post held_on",
    ),
    "recruitment.PanelFigure": Model(
        sets={"which": "unit quarter frozen_at", "counts": "panels first_choice passed_over overridden chaired"},
        rows={"organisation team": {"director": "which", f"{HR} {LEAD}": "which counts"}},
        label="unit quarter",
    ),
    "recruitment.PanelRate": Model(
        sets={"rate": "organisation work hourly starts_on ends_on"},
        rows={"rate": {HR: "rate | rate | set end", f"{COORDINATOR} {BOTH} {RESERVE}": "rate"}},
        label="work hourly",
    ),
    "recruitment.PanelClaim": Model(
        sets={
            "claim": "status seat work worked_on hours expenses expenses_for choice part_amount hourly fee total "
            "question approved_by approved_on paid_on",
            "given": "seat work worked_on hours expenses expenses_for choice part_amount",
        },
        rows={
            "claimed": {MEMBER: "claim | given | claim edit withdraw"},
            "chairs": {CHAIR: "claim | given | claim edit withdraw"},
            "claimed chairs": {
                COORDINATOR: "claim | given | claim edit",
                HR: "claim | question paid_on | query approve pay",
            },
        },
        states={
            "claimed": "edit query withdraw approve",
            "queried": "edit withdraw",
            "approved": "pay",
            "paid": "",
            "withdrawn": "",
        },
        label="worked_on",
    ),
}

SEES = f"{PLANNERS} {LEAD}"
OURS = {f"panels:{name}": spec for name, spec in {
    "home": f"GET | only {SEES} charity_hr",
    "rules": f"GET | only {SEES} charity_hr",
    "set_rules": f"GET POST | only {HR} charity_hr | 404",
    "edit_rules": "GET POST | verb recruitment.PanelRule edit",
    "confirm_rules": "POST | verb recruitment.PanelRule confirm",
    "panellists": f"GET | only {SEES} charity_hr",
    "name_panellist": f"GET POST | only {PLANNERS} charity_hr | 404",
    "panellist": "GET | row recruitment.Panellist",
    "edit_panellist": "GET POST | verb recruitment.Panellist edit",
    "plan": f"GET POST | only {PLANNERS} charity_hr | 404",
    "panel": f"GET | row recruitment.Panel & only {SEES}",
    "edit": "GET POST | verb recruitment.Panel edit",
    "override": "GET POST | verb recruitment.Panel override",
    "invite": f"POST | verb recruitment.Panel open & only {HR}",
    "open": "POST | verb recruitment.Panel open",
    "reveal": "POST | verb recruitment.Panel reveal",
    "close": "POST | verb recruitment.Panel close",
    "cancel": "POST | verb recruitment.Panel cancel",
    "add_seat": f"GET POST | row recruitment.Panel & only {PLANNERS}",
    "add_day": f"GET POST | row recruitment.Panel & only {PLANNERS}",
    "add_question": f"GET POST | row recruitment.Panel & only {PLANNERS}",
    "copy_questions": f"GET POST | row recruitment.Panel & only {PLANNERS}",
    "outcome": f"GET POST | row recruitment.Panel & only {PLANNERS}",
    "edit_day": "GET POST | verb recruitment.InterviewDay edit",
    "cancel_day": "POST | verb recruitment.InterviewDay cancel",
    "offer_times": "GET POST | verb recruitment.InterviewDay edit",
    "book_slot": "GET POST | verb recruitment.Slot book",
    "free_slot": "POST | verb recruitment.Slot free",
    "withdraw_slot": "POST | verb recruitment.Slot withdraw",
    "edit_question": "GET POST | verb recruitment.Question edit",
    "drop_question": "POST | verb recruitment.Question drop",
    "excuse": "GET POST | verb recruitment.ScoreSheet excuse",
    "reopen": "GET POST | verb recruitment.ScoreSheet reopen",
    "key": "GET POST | verb recruitment.ScoreSheet key",
    "decision": "GET | row recruitment.Decision",
    "send": "POST | verb recruitment.Decision send",
    "offer_next": "GET POST | verb recruitment.Decision offer_next",
    "elsewhere": f"GET | only {PLANNERS} charity_hr",
    "record_elsewhere": f"GET POST | only {PLANNERS} charity_hr",
    "elsewhere_row": "GET | row recruitment.PanelElsewhere",
    "edit_elsewhere": "GET POST | verb recruitment.PanelElsewhere edit",
    "withdraw_elsewhere": "POST | verb recruitment.PanelElsewhere withdraw",
    "figures": f"GET | only director {HR} {LEAD} charity_hr",
    "rates": "GET | signed in",
    "set_rate": f"GET POST | only {HR} charity_hr",
    "end_rate": "GET POST | verb recruitment.PanelRate end",
    "claims": f"GET | only {PLANNERS} charity_hr",
    "take_claims": f"GET POST | only {HR} charity_hr",
    "prepare_claim": f"GET POST | only {PLANNERS} charity_hr | 404",
    "claim": "GET | row recruitment.PanelClaim",
    "edit_claim": "GET POST | verb recruitment.PanelClaim edit",
    "query_claim": "GET POST | verb recruitment.PanelClaim query",
    "approve_claim": "POST | verb recruitment.PanelClaim approve",
    "pay_claim": "POST | verb recruitment.PanelClaim pay",
    # A member's own pages: 404 on the other member's row
    "ask_for_link": "GET POST | public",
    "thanks": "GET | public",
    "mine": f"GET | only {BOTH} {RESERVE}",
    "seat": f"GET | row recruitment.Seat & only {BOTH} | 404",
    "edit_seat": "GET POST | verb recruitment.Seat edit",
    "resend": "POST | verb recruitment.Seat resend",
    "step_in": "POST | verb recruitment.Seat step_in",
    "step_down": "POST | verb recruitment.Seat step_down",
    "accept": "GET POST | verb recruitment.Seat accept",
    "decline": "POST | verb recruitment.Seat decline",
    "dates": f"GET | row recruitment.Seat & only {BOTH} | 404",
    "needs": f"GET POST | row recruitment.Seat & only {BOTH} | 404",
    "results": f"GET | row recruitment.Seat & only {BOTH} | 404",
    "moderate": f"GET POST | row recruitment.Seat & only {BOTH} | 404",
    "start": f"GET POST | row recruitment.Seat & only {BOTH} | 404",
    "check": f"GET | row recruitment.Seat & only {BOTH} | 404",
    "submit": f"POST | row recruitment.Seat & only {BOTH} | 404",
    "confirm": f"POST | row recruitment.Seat & only {BOTH} | 404",
    "correct": f"POST | row recruitment.Seat & only {BOTH} | 404",
    "done": f"GET | row recruitment.Seat & only {BOTH} | 404",
    "score": f"GET POST | row recruitment.Seat & only {BOTH} | 404",
    "my_claims": f"GET | row recruitment.Seat & only {BOTH} | 404",
    "claim_pay": f"GET POST | row recruitment.Seat & only {BOTH} | 404",
    "edit_my_claim": f"GET POST | row recruitment.Seat & only {BOTH} | 404",
    "withdraw_my_claim": f"POST | row recruitment.Seat & only {BOTH} | 404",
    # An applicant's own page
    "interview": f"GET | row recruitment.Application & only {APPLICANT} | 404",
    "book": f"POST | row recruitment.Application & only {APPLICANT} | 404",
    "free": f"POST | row recruitment.Application & only {APPLICANT} | 404",
    "interview_date": f"GET | row recruitment.Application & only {APPLICANT} | 404",
}.items()}  # fmt: skip
ROUTES: dict[str, str] = OURS

API: dict[str, str] = {
    "panel-rules": "recruitment.PanelRule",
    "panels": "recruitment.Panel",
    "panel-members": "recruitment.Panellist",
    "panel-seats": "recruitment.Seat",
    "panel-declarations": "recruitment.Declaration",
    "panel-days": "recruitment.InterviewDay",
    "interview-times": "recruitment.Slot",
    "panel-questions": "recruitment.Question",
    "score-sheets": "recruitment.ScoreSheet",
    "scores": "recruitment.Score",
    "score-changes": "recruitment.Moderation",
    "panel-decisions": "recruitment.Decision",
    "panels-elsewhere": "recruitment.PanelElsewhere",
    "panel-figures": "recruitment.PanelFigure",
    "panel-rates": "recruitment.PanelRate",
    "panel-claims": "recruitment.PanelClaim",
}
ROLES = {"panel member", "panel coordinator", "applicant"}


def _application(world, row):
    """The applicant of the panel the row belongs to."""
    panel = getattr(row, "panel", row)
    return panel.vacancy.applications.get().pk


ADDRESSED = {
    "panels:set_rules": lambda world, row: {"organisation": world.row("people.Unit/charity").pk},
    "panels:name_panellist": lambda world, row: {"organisation": world.row("people.Unit/charity").pk},
    "panels:plan": lambda world, row: {"vacancy": 0},
    "panels:prepare_claim": lambda world, row: {"seat": 0},
    "panels:outcome": lambda world, row: {"pk": row.pk, "application": _application(world, row)},
    "panels:moderate": lambda world, row: {"pk": row.pk, "score": 0},
    "panels:score": lambda world, row: {"pk": row.pk, "application": _application(world, row), "number": 1},
    **{
        f"panels:{name}": lambda world, row: {"pk": row.pk, "application": _application(world, row)}
        for name in ("start", "check", "submit", "confirm", "correct", "done")
    },
    **{
        f"panels:{name}": lambda world, row: {"pk": row.pk, "claim": 0}
        for name in ("edit_my_claim", "withdraw_my_claim")
    },
    **{f"panels:{name}": lambda world, row: {"pk": row.pk, "slot": 0} for name in ("book", "free")},
}
