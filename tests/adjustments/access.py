"""Who may see and do what about adjustments and occupational health, by hand from docs/access.md."""

from tests.system.matrix import HR, Model

DAYS = (
    "confirm_days answer_days arrange_days adequate_days review_months inform_days consent_days refer_days "
    "appointment_days report_days reading_days respond_days"
)
ASKED = "person kind what barrier trial starts_on ends_on"
REVIEW = "outcome review_words review_on"
ANSWER = "agreed_what decision alternatives cost funding place_by starts_on ends_on trial"
DECIDES = "raise_for edit agree agree_partly decline put_in_place review end take_up"
MANAGER = f"all | {ASKED} {ANSWER} {REVIEW} | {DECIDES}"
WORKER = f"all | {ASKED} {REVIEW} not_working | ask edit confirm withdraw ask_again say_not_working review end"
STEP = "status person what due_on done_on"
TO_DO = "what owner owner_words owner_email due_on adjustment"
WORDS = "good_day harder_day if_unwell contacts"
GIVEN = "why questions person adviser adviser_until again_because"
TALK = "open hold edit propose_hours finish"
HOURS = "away back_on held_on what_helps placement phases"

MODELS: dict[str, Model] = {
    "adjustments.Times": Model(
        sets={"days": DAYS},
        rows={
            "times": {
                "TRUST": "days organisation confirmed_by confirmed_on",
                HR: "days | days organisation | open edit confirm",
            }
        },
        label="organisation",
    ),
    "adjustments.TypicalAdjustment": Model(
        sets={"line": "organisation kind words source closed_on"},
        rows={"typical": {"TRUST": "line", HR: "line | line | open edit close"}},
        label="words",
    ),
    "adjustments.Adjustment": Model(
        sets={
            "stands": "status person kind what agreed_what trial starts_on ends_on review_on in_place_on",
            "all": "status person kind what agreed_what trial starts_on ends_on review_on in_place_on barrier "
            "from_start asked_by asked_on stands_on confirmed_by confirmed_on answer_by decided_by decided_on decision "
            "alternatives cost funding place_by not_working reviewed_by reviewed_on outcome review_words ended_on",
        },
        rows={
            "provisional asked agreed in_place": {
                "worker": WORKER,
                f"team_lead {HR}": MANAGER,
                "oh_adviser": "all -cost -funding -decided_by",
            },
            "provisional": {
                "lived_experience_lead": "status person kind what asked_by asked_on stands_on | | confirm",
            },
            "in_place": {"supervisor senior": "stands"},
            "charity": {
                "charity_worker": WORKER,
                "charity_hr team_lead": MANAGER,
                f"{HR} supervisor": "stands",
            },
        },
        states={
            "provisional": "confirm stand edit withdraw",
            "asked": "edit withdraw agree agree_partly decline",
            "agreed": "withdraw put_in_place",
            "partly": "withdraw ask_again put_in_place",
            "declined": "withdraw ask_again",
            "in_place": "say_not_working review",
            "reviewed": "say_not_working review end",
            "ended": "",
            "withdrawn": "",
        },
        label="agreed_what what",
        system="stand",
    ),
    "adjustments.Reason": Model(
        sets={"why": "adjustment person words"},
        rows={"why": {"worker": "why | why | write edit erase", "supervisor": "why"}},
    ),
    "adjustments.Step": Model(
        sets={"step": "status adjustment person what owner owner_words owner_email due_on sent_on done_on"},
        rows={
            "step outside": {
                "worker": "step -owner_email",
                f"team_lead {HR}": f"step | {TO_DO} | add edit send do drop reopen",
            },
            "step": {"supervisor": f"{STEP} | | do reopen"},
        },
        states={"open": "edit send do drop", "done": "reopen", "dropped": "reopen"},
        label="what",
    ),
    "adjustments.MonthFigure": Model(
        sets={
            "which": "organisation month frozen_at",
            "counts": "people by_stage by_kind to_agree to_place asked adequate",
        },
        rows={"month": {"director": "which", HR: "which counts"}},
        label="organisation month",
    ),
    # The worker's own ----------------------------------------------------------------------------------------------
    "adjustments.Share": Model(
        sets={"share": "person part reason user shared_on ended_on"},
        rows={
            "why plan wellbeing confirm": {"worker": "share | person part reason user | share unshare"},
            "why plan wellbeing": {"supervisor": "person part shared_on"},
            "confirm": {"lived_experience_lead": "person part shared_on"},
        },
        label="part",
    ),
    "adjustments.Plan": Model(
        sets={
            "plan": "status person number lines proposed_at manager agreed_at review_on",
            "words": WORDS,
        },
        rows={
            "agreed proposed": {
                "worker": "plan words change_wanted | words person review_on | write edit propose withdraw",
                f"team_lead {HR}": "plan change_wanted | change_wanted | agree ask_change",
                "supervisor": "plan words",
            },
            "draft": {"colleague": "plan words change_wanted | words person review_on | write edit propose withdraw"},
        },
        states={
            "draft": "edit propose withdraw",
            "proposed": "ask_change agree withdraw",
            "agreed": "replace",
            "replaced": "",
            "withdrawn": "",
        },
        label="number",
        system="replace",
    ),
    "adjustments.CarryOver": Model(
        sets={"carried": "status person manager noticed_on accepted_on"},
        rows={"carried": {f"worker {HR}": "carried", "team_lead": "carried | | accept"}},
        states={"noticed": "accept close", "accepted": "close", "closed": ""},
        system="notice close",
    ),
    "adjustments.Card": Model(
        sets={"card": "person ring not_ring helps helps_not"},
        rows={
            "card": {
                "worker": "card | card | write edit erase",
                f"supervisor senior team_lead on_call_manager {HR}": "card | | open",
            },
            "charity": {
                "charity_worker": "card | card | write edit erase",
                f"supervisor team_lead on_call_manager charity_hr {HR}": "card | | open",
            },
        },
        label="person",
    ),
    "adjustments.CardOpening": Model(
        sets={"opening": "status person card by reason at review_by reviewed_by reviewed_on review_words"},
        rows={
            "opened": {
                "worker": "opening",
                "supervisor": "opening | card reason | open",
                f"lived_experience_lead {HR}": "opening | review_words | review",
            }
        },
        states={"opened": "review", "reviewed": ""},
        label="person",
    ),
    "adjustments.WellbeingPlan": Model(
        sets={"well": "person keeps_well early_signs helps who_to_tell"},
        rows={"well": {"worker": "well | well | write edit erase", "supervisor": "well"}},
    ),
    # Occupational health -------------------------------------------------------------------------------------------
    "adjustments.Referral": Model(
        sets={
            "case": "status person proposed_by proposed_on informed_on adviser referred_on due_on closed_on",
            "care": "answered_on appointment_at assessed_on consent_again again_because adviser_until",
            "question": "why questions",
        },
        rows={
            "proposed case released": {
                "team_lead": "case question | question person | propose edit inform close",
                HR: f"case question adviser_until again_because | {GIVEN} | "
                "propose edit inform refer close refer_again",
            },
            "case released": {
                "worker": "case care question | | consent decline withdraw",
                "oh_adviser": "case care question | appointment_at assessed_on consent_again | "
                "offer_appointment assess close",
            },
            "colleague": {
                "colleague": "case care question | | consent decline withdraw",
                HR: f"case question adviser_until again_because | {GIVEN} | "
                "propose edit inform refer close refer_again",
                "oh_adviser": "case care question | appointment_at assessed_on consent_again | "
                "offer_appointment assess close",
                "oh_lead": "status person adviser referred_on due_on closed_on | adviser | pass_on",
            },
        },
        states={
            "proposed": "edit inform decline close",
            "informed": "consent decline close",
            "consented": "refer withdraw close",
            "referred": "pass_on offer_appointment withdraw close",
            "appointment": "pass_on offer_appointment assess withdraw close",
            "assessed": "pass_on advise withdraw close",
            "advised": "close",
            "closed": "advise refer_again",
        },
        label="person",
        system="advise",
    ),
    "adjustments.Report": Model(
        sets={
            "facts": "status referral person adviser shown_on read_by decided_on",
            "told": "fit limits advice remarks",
        },
        rows={
            "draft case released": {
                "oh_adviser": "facts told correction_wanted harm_checked_on harm_grounds | "
                "told referral harm_grounds | draft edit check_harm show add_remark",
            },
            "case released": {
                "worker": "facts told correction_wanted | correction_wanted | release ask_correction keep_private",
            },
            "released": {f"team_lead {HR}": "facts -read_by told"},
        },
        states={
            "draft": "edit check_harm show",
            "with_worker": "release ask_correction keep_private",
            "correction": "edit check_harm show",
            "kept_private": "release",
            "released": "add_remark",
        },
    ),
    "adjustments.Recommendation": Model(
        sets={
            "answered": "status report person response responded_by responded_on adjustment",
            "said": "kind what response_words",
        },
        rows={
            "draft case released": {"oh_adviser": "answered said | report kind what | add edit drop"},
            "case released": {"worker": "answered said"},
            "released": {f"team_lead {HR}": "answered said | response response_words | respond"},
        },
        states={"written": "edit drop respond", "responded": "", "dropped": ""},
        label="kind",
    ),
    "adjustments.Clinical": Model(
        sets={"outside": "report person by on"},
        rows={
            "draft case released": {"oh_adviser": "outside text | report text | write edit"},
            "case released": {"worker": "outside text"},
        },
        hidden="uuid",
    ),
    "adjustments.Disclosure": Model(
        sets={"disclosed": "referral person by to senior_adviser advised_on told_on at"},
        rows={
            "disclosed": {
                "worker": "disclosed content grounds",
                "oh_adviser": "disclosed content grounds | "
                "referral to senior_adviser advised_on told_on content grounds | disclose",
                "hr": "person by at content",
            }
        },
        hidden="uuid",
    ),
    # Return to work ------------------------------------------------------------------------------------------------
    "adjustments.Return": Model(
        sets={
            "return": "status person away back_on held_on held_by what_helps placement phases change_wanted agreed_on "
            "applied_on opened_on",
        },
        rows={
            "return": {
                "worker": "return kept_apart | change_wanted kept_apart | agree ask_change keep_apart",
                "team_lead": f"return | {HOURS} | {TALK}",
                HR: f"return kept_apart | {HOURS} kept_apart | {TALK} apply keep_apart",
            }
        },
        states={
            "open": "hold edit keep_apart",
            "held": "edit keep_apart propose_hours finish",
            "proposed": "keep_apart ask_change agree",
            "agreed": "keep_apart apply",
            "phased": "keep_apart finish",
            "done": "keep_apart",
        },
        label="person",
    ),
}

PLACED = "worker colleague supervisor senior starter proposed charity_worker hr_worker"
DECIDING = f"{HR} charity_hr team_lead next_team_lead"
HELPING = f"{DECIDING} supervisor senior oh_adviser"
A, R = "adjustments.Adjustment", "adjustments.Report"
ROUTES: dict[str, str] = {
    "adjustments:mine": f"GET | only {PLACED}",
    "adjustments:my_pdf": f"GET | only {PLACED}",
    "adjustments:take_away": f"GET | only {PLACED} | 302",
    "adjustments:ask": f"GET POST | only {PLACED}",
    "adjustments:queue": f"GET | only {DECIDING}",
    "adjustments:shared": "GET | signed in",
    "adjustments:person": f"GET | row people.Person & another & only {HELPING}",
    "adjustments:raise_for": f"GET POST | row people.Person & another & only {DECIDING}",
    "adjustments:adjustment": f"GET | row {A}",
    **{f"adjustments:{verb}": f"GET POST | verb {A} {verb}" for verb in (
        "edit", "agree", "agree_partly", "decline", "say_not_working", "review")},
    **{f"adjustments:{verb}": f"POST | verb {A} {verb}" for verb in (
        "confirm", "withdraw", "ask_again", "put_in_place", "end")},
    "adjustments:write_reason": f"GET POST | row {A} & only worker charity_worker",
    "adjustments:add_step": f"GET POST | verb {A} put_in_place",
    "adjustments:reason": "GET | row adjustments.Reason",
    "adjustments:edit_reason": "GET POST | verb adjustments.Reason edit",
    "adjustments:erase_reason": "POST | verb adjustments.Reason erase",
    "adjustments:step": "GET | row adjustments.Step",
    "adjustments:edit_step": "GET POST | verb adjustments.Step edit",
    **{f"adjustments:{verb}_step": f"POST | verb adjustments.Step {verb}" for verb in ("send", "do", "drop", "reopen")},
    "adjustments:library": "GET | signed in",
    "adjustments:open_typical": f"GET POST | only {HR} charity_hr",
    "adjustments:edit_typical": "GET POST | verb adjustments.TypicalAdjustment edit",
    "adjustments:close_typical": "POST | verb adjustments.TypicalAdjustment close",
    "adjustments:times": "GET | signed in",
    "adjustments:open_times": f"POST | only {HR} charity_hr",
    "adjustments:edit_times": "GET POST | verb adjustments.Times edit",
    "adjustments:confirm_times": "POST | verb adjustments.Times confirm",
    "adjustments:figures": f"GET | only director {HR} charity_hr",
    # The worker's own
    "adjustments:sharing": f"GET | only {PLACED}",
    "adjustments:share": f"GET POST | only {PLACED}",
    "adjustments:unshare": "GET POST | verb adjustments.Share unshare",
    "adjustments:accept": "POST | verb adjustments.CarryOver accept",
    "adjustments:write_plan": f"GET POST | only {PLACED}",
    "adjustments:plan": "GET | row adjustments.Plan",
    "adjustments:edit_plan": "GET POST | verb adjustments.Plan edit",
    "adjustments:propose_plan": "POST | verb adjustments.Plan propose",
    "adjustments:agree_plan": "POST | verb adjustments.Plan agree",
    "adjustments:ask_plan_change": "GET POST | verb adjustments.Plan ask_change",
    "adjustments:withdraw_plan": "POST | verb adjustments.Plan withdraw",
    "adjustments:plan_pdf": "GET | row adjustments.Plan & only worker colleague",
    "adjustments:my_card": f"GET | only {PLACED}",
    "adjustments:write_card": f"GET POST | only {PLACED}",
    "adjustments:edit_card": "GET POST | verb adjustments.Card edit",
    "adjustments:erase_card": "POST | verb adjustments.Card erase",
    "adjustments:emergency": f"GET | only {DECIDING} supervisor senior on_call_manager lived_experience_lead",
    "adjustments:open_card": "GET POST | verb adjustments.Card open",
    "adjustments:opening": "GET | row adjustments.CardOpening",
    "adjustments:review_opening": "GET POST | verb adjustments.CardOpening review",
    "adjustments:my_wellbeing": f"GET | only {PLACED}",
    "adjustments:write_wellbeing": f"GET POST | only {PLACED}",
    "adjustments:wellbeing": "GET | row adjustments.WellbeingPlan",
    "adjustments:edit_wellbeing": "GET POST | verb adjustments.WellbeingPlan edit",
    "adjustments:erase_wellbeing": "POST | verb adjustments.WellbeingPlan erase",
    # Occupational health; 302: asked to prove that it is they
    "adjustments:referrals": f"GET | only {DECIDING} oh_adviser oh_lead",
    "adjustments:my_health": f"GET | only {PLACED}",
    "adjustments:propose_referral": f"GET POST | row people.Person & another & only {DECIDING}",
    "adjustments:referral": "GET | row adjustments.Referral",
    "adjustments:edit_referral": "GET POST | verb adjustments.Referral edit",
    "adjustments:inform": "POST | verb adjustments.Referral inform",
    "adjustments:consent": "POST | verb adjustments.Referral consent",
    "adjustments:decline_referral": "POST | verb adjustments.Referral decline",
    "adjustments:withdraw_referral": "POST | verb adjustments.Referral withdraw",
    "adjustments:refer": "GET POST | verb adjustments.Referral refer",
    "adjustments:refer_again": "GET POST | verb adjustments.Referral refer_again",
    "adjustments:pass_on": "GET POST | verb adjustments.Referral pass_on",
    "adjustments:offer_appointment": "GET POST | verb adjustments.Referral offer_appointment",
    "adjustments:assess": "GET POST | verb adjustments.Referral assess",
    "adjustments:close_referral": "POST | verb adjustments.Referral close",
    "adjustments:draft_report": "GET POST | row adjustments.Referral & only oh_adviser | 409",
    "adjustments:disclose": "GET POST | verb adjustments.Referral assess | 302",
    "adjustments:disclosure": "GET | row adjustments.Disclosure | 302",
    "adjustments:report": f"GET | row {R}",
    "adjustments:edit_report": f"GET POST | verb {R} edit",
    "adjustments:check_harm": f"GET POST | verb {R} check_harm",
    "adjustments:show_report": f"POST | verb {R} show",
    "adjustments:release": f"POST | verb {R} release",
    "adjustments:ask_correction": f"GET POST | verb {R} ask_correction",
    "adjustments:keep_private": f"POST | verb {R} keep_private",
    "adjustments:add_report_remark": f"GET POST | verb {R} add_remark",
    "adjustments:add_recommendation": f"GET POST | verb {R} edit",
    "adjustments:write_clinical": f"GET POST | verb {R} edit | 302",
    "adjustments:edit_recommendation": "GET POST | verb adjustments.Recommendation edit",
    "adjustments:drop_recommendation": "POST | verb adjustments.Recommendation drop",
    "adjustments:respond": "GET POST | verb adjustments.Recommendation respond",
    "adjustments:clinical": "GET | row adjustments.Clinical | 302",
    "adjustments:edit_clinical": "GET POST | verb adjustments.Clinical edit | 302",
    # Return to work
    "adjustments:returns": f"GET | only {DECIDING}",
    "adjustments:open_return": f"GET POST | row people.Person & another & only {DECIDING}",
    "adjustments:return": "GET | row adjustments.Return",
    "adjustments:hold_return": "GET POST | verb adjustments.Return hold",
    "adjustments:edit_return": "GET POST | verb adjustments.Return edit",
    "adjustments:keep_apart": "GET POST | verb adjustments.Return keep_apart",
    "adjustments:propose_hours": "GET POST | verb adjustments.Return propose_hours",
    "adjustments:ask_return_change": "GET POST | verb adjustments.Return ask_change",
    "adjustments:agree_return": "POST | verb adjustments.Return agree",
    "adjustments:apply_return": "POST | verb adjustments.Return apply",
    "adjustments:finish_return": "POST | verb adjustments.Return finish",
    "joining:needs": f"GET | only {PLACED}",
    "joining:take_up": "GET POST | only worker | 404",
    # Words of confidential records; 403: a key, or a session not proven just now
    "api:adjustment-reasons-words": "GET | row adjustments.Reason",
    "api:adjustment-plans-words": "GET | row adjustments.Plan",
    "api:wellbeing-plans-words": "GET | row adjustments.WellbeingPlan",
    "api:health-reports-words": f"GET | row {R}",
    "api:health-clinical-parts-words": "GET | row adjustments.Clinical | 403",
    "api:health-disclosures-words": "GET | row adjustments.Disclosure | 403",
}  # fmt: skip

API: dict[str, str] = {
    "adjustment-times": "adjustments.Times",
    "typical-adjustments": "adjustments.TypicalAdjustment",
    "adjustments": A,
    "adjustment-reasons": "adjustments.Reason",
    "adjustment-steps": "adjustments.Step",
    "adjustment-figures": "adjustments.MonthFigure",
    "adjustment-shares": "adjustments.Share",
    "adjustment-plans": "adjustments.Plan",
    "adjustments-carried-over": "adjustments.CarryOver",
    "unwell-cards": "adjustments.Card",
    "card-openings": "adjustments.CardOpening",
    "wellbeing-plans": "adjustments.WellbeingPlan",
    "health-referrals": "adjustments.Referral",
    "health-reports": R,
    "health-recommendations": "adjustments.Recommendation",
    "health-clinical-parts": "adjustments.Clinical",
    "health-disclosures": "adjustments.Disclosure",
    "returns-to-work": "adjustments.Return",
}
ROLES = {"line manager", "named person", "action owner", "OH adviser", "OH lead", "on-call manager", "card opener"}
ADDRESSED = {"joining:take_up": lambda world, row: {"key": "access"}}
# Who may be asked to do a step: managers and HR around the worker, and the worker's own supervisors.
_ASKED = {member: {"people.User": "name"} for member in f"team_lead lived_experience_lead charity_hr {HR}".split()}
_WITH = {member: {"people.User": "name"} for member in PLACED.split()}
TOLD_AT = {"adjustments:share": _WITH, "adjustments:edit_step": _ASKED, "adjustments:add_step": _ASKED}
