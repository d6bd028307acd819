"""Who may see and do what between an offer and a first day, by hand from docs/access.md ("From offer to first day").

Merged into tests/system/matrix.py, which says how to read it; tests/recruitment/starting/world.py says who is who.
"""

from tests.system.matrix import HR, Model

HERE = f"{HR} charity_hr"
JOB = "person post team employer host contract wte ends_on line_manager"
OFFER = "application recruited_by contact answer_by planned_on planned_for"
TOLD = "status letter offered_on answered_on starts_on updated_on buddy cleared_on"
WAITING = "move move_since waits_for"
HR_READS = f"{JOB} {OFFER} {TOLD} {WAITING} cleared_by dated_by placement reason ready"
HR_WRITES = (
    "person post team host contract wte ends_on line_manager application recruited_by contact answer_by planned_on "
    "planned_for buddy reason"
)
HR_VERBS = "offer edit plan name_buddy clear reopen set_date start withdraw"
STANDING = "status starter kind title need move moved_on due_on requested_on received_on decided_on expires_on"
CHECK = f"{STANDING} owner note held held_reference held_by decided_by reason"
CHECK_WRITES = "starter kind title need owner move due_on note held held_reference held_by reason expires_on"
CHECK_VERBS = "add edit request receive pass raise_concern assure not_need waive renew"
NAMED = "starter name email organisation relation covers_from covers_to"
ANSWERS = "known_as dates_right role strengths to_know again"
DECISION = "status person employment_check plan holds_until proposed_by proposed_on decider decided_on grounds"
WHO = "employment_check verifier decider"
RECORD = f"{WHO} status person level seen_on something outcome decided_on disputed_on dispute_ended_on details grounds"
HEALTH = "status employment_check person adviser asked_on outcome given_on given_by"
TASK = "status starter title hint owner_kind owner topic offset due_on before done_on done_by skipped_because"
SHOWN = "status starter title hint owner_kind topic offset due_on before done_on"
TASK_WRITES = "starter title hint owner_kind owner offset due_on before skipped_because"
TASK_VERBS = "add edit do skip reopen"

MODELS: dict[str, Model] = {
    "recruitment.StartingRules": Model(
        sets={"rules": "organisation answer_days update_days references reference_years ready_team_first offers_first"},
        rows={"rules": {HR: "rules | rules | open edit"}},
        label="organisation",
    ),
    "recruitment.OfferTemplate": Model(
        sets={"letter": "organisation name body closed_on"},
        rows={"letter": {HR: "letter | letter | open edit close"}},
        label="name",
    ),
    "recruitment.Starter": Model(
        rows={
            "coming offered": {HR: f"{HR_READS} | {HR_WRITES} | {HR_VERBS}"},
            "coming": {
                "coming": f"{JOB} {TOLD} {WAITING} contact answer_by planned_on planned_for ready | | accept decline",
                "team_lead": "person post team ready planned_on starts_on buddy line_manager | buddy | name_buddy",
                "worker": "person post team planned_on starts_on buddy",
            },
            "hosted": {
                "charity_hr": f"{HR_READS} | {HR_WRITES} | {HR_VERBS}",
                HR: "person post team employer host ready starts_on",
                "team_lead": "person post team ready planned_on starts_on buddy line_manager | buddy | name_buddy",
            },
        },
        states={
            "offered": "accept decline edit plan withdraw",
            "accepted": "decline edit plan name_buddy clear withdraw",
            "cleared": "edit plan name_buddy reopen set_date withdraw",
            "dated": "name_buddy reopen set_date start withdraw",
            "started": "",
            "declined": "",
            "withdrawn": "",
        },
        label="person post",
    ),
    "recruitment.Update": Model(
        sets={"update": "starter words sent_on sent_by"},
        rows={"coming": {"coming": "update", HR: "update | starter words | send"}},
        label="sent_on",
    ),
    "recruitment.Consent": Model(
        sets={"consent": "starter kind given_on taken_back_on carried_on"},
        rows={"coming": {"coming": "consent words | starter kind words | give take_back", HR: "consent"}},
        label="kind",
    ),
    "recruitment.Check": Model(
        rows={
            "identity": {
                "coming": f"{STANDING} note | | say_done",
                HR: f"{CHECK} | {CHECK_WRITES} | {CHECK_VERBS}",
            },
            "hosted": {
                "charity_hr": f"{CHECK} | {CHECK_WRITES} | {CHECK_VERBS}",
                HR: "status starter kind title decided_on expires_on held held_by",
            },
        },
        states={
            "todo": "edit request receive assure not_need waive",
            "requested": "edit request say_done receive raise_concern assure not_need waive",
            "received": "edit request pass raise_concern assure waive",
            "satisfactory": "raise_concern renew",
            "concern": "edit pass waive",
            "not_required": "renew",
            "waived": "renew",
        },
        label="title kind",
    ),
    "recruitment.Reference": Model(
        rows={
            "coming": {
                "coming": f"{NAMED} status asked_on answered_on person | {NAMED} | name edit withdraw",
                HR: f"{NAMED} {ANSWERS} status asked_on answered_on person | {NAMED} | name edit ask take withdraw",
                "records_officer": f"{ANSWERS} status person name organisation relation covers_from covers_to | "
                f"{ANSWERS} | answer",
            }
        },
        states={
            "named": "edit ask withdraw",
            "asked": "ask answer withdraw",
            "answered": "take withdraw",
            "taken": "",
            "withdrawn": "",
        },
        label="name",
        hidden="referee",
    ),
    "recruitment.StartDecision": Model(
        rows={
            "coming": {
                "coming": "status person employment_check plan holds_until proposed_on decided_on",
                HR: f"{DECISION} | employment_check plan holds_until decider | propose end",
                "oh_lead": f"{DECISION} | grounds | agree decline",
            }
        },
        states={"proposed": "agree decline end", "agreed": "end", "declined": "", "ended": ""},
        label="employment_check",
    ),
    "recruitment.CriminalRecord": Model(
        rows={
            "coming": {
                "coming": f"{RECORD} | | dispute",
                "training_lead": f"{RECORD} | level seen_on something | record",
                "lived_experience_lead": f"{RECORD} | outcome | decide end_dispute",
                HR: f"{WHO} | {WHO} level | name hand_over",
            }
        },
        states={
            "named": "record hand_over",
            "recorded": "decide hand_over dispute end_dispute",
            "decided": "dispute end_dispute",
        },
        label="employment_check",
        hidden="uuid",
    ),
    "recruitment.WorkHealth": Model(
        rows={
            "coming": {
                "coming": HEALTH,
                "oh_adviser": f"{HEALTH} | outcome | give",
                HR: f"{HEALTH} | employment_check adviser | ask",
            },
            "outside": {HR: f"{HEALTH} | employment_check adviser outcome | ask give"},
        },
        states={"asked": "give", "given": "give"},
        label="employment_check",
    ),
    "recruitment.TaskTemplate": Model(
        sets={"task": "organisation family title hint owner topic offset before closed_on"},
        rows={"welcome": {HR: "task | task | open edit close"}},
        label="title",
    ),
    "recruitment.OnboardingTask": Model(
        rows={
            "managers it theirs": {"coming": SHOWN, HR: f"{TASK} | {TASK_WRITES} | {TASK_VERBS}"},
            "managers": {"team_lead": f"{SHOWN} | | do"},
            "theirs": {"coming": f"{SHOWN} | | do"},
        },
        states={"open": "edit do skip", "done": "reopen", "skipped": "reopen"},
        label="title",
    ),
    "recruitment.RecordDocument": Model(
        sets={"document": "person kind title retention_class added_by added_on withdrawn_on"},
        rows={"worker": {"worker": "document", HR: "document | person kind title | add withdraw"}},
        label="title",
    ),
    "people.StartingNeed": Model(
        sets={"need": "person kind words carried_on taken_up_on withdrawn_on"},
        rows={"worker": {"worker": "need | | withdraw", HR: "need | person kind words | carry take_up"}},
        label="kind",
    ),
}

BOARD = f"{HERE} team_lead next_team_lead"
OWN = "row recruitment.Starter & only coming"
ROUTES: dict[str, str] = {
    "starting:board": f"GET | only {BOARD}",
    "starting:offers": f"GET | only {HERE}",
    "starting:offer": "GET POST | row recruitment.Application & start recruitment.Starter offer",
    "starting:offer_person": "GET POST | row people.Person & start recruitment.Starter offer",
    "starting:file": f"GET POST | only {HERE}",
    "starting:starter": "GET | row recruitment.Starter",
    "starting:letter": f"GET | row recruitment.Starter & only {HERE} coming | 403",
    "starting:planned_date": f"GET | row recruitment.Starter & only {HERE} coming | 404",
    "starting:edit": "GET POST | verb recruitment.Starter edit",
    "starting:plan": "GET POST | verb recruitment.Starter plan",
    "starting:name_buddy": "GET POST | verb recruitment.Starter name_buddy",
    "starting:clear": "POST | verb recruitment.Starter clear",
    "starting:reopen": "POST | verb recruitment.Starter reopen",
    "starting:set_date": "GET POST | verb recruitment.Starter set_date",
    "starting:start": "GET POST | verb recruitment.Starter start",
    "starting:withdraw": "GET POST | verb recruitment.Starter withdraw",
    "starting:send_update": "GET POST | verb recruitment.Starter edit",
    "starting:add_check": "GET POST | row recruitment.Starter & start recruitment.Check add",
    "starting:name_referee_for": "GET POST | verb recruitment.Starter edit",
    "starting:add_task": "GET POST | row recruitment.Starter & start recruitment.OnboardingTask add",
    "starting:check": "GET | row recruitment.Check",
    "starting:edit_check": "GET POST | verb recruitment.Check edit",
    "starting:request": "GET POST | verb recruitment.Check request",
    "starting:receive": "POST | verb recruitment.Check receive",
    "starting:pass": "GET POST | verb recruitment.Check pass",
    "starting:raise_concern": "POST | verb recruitment.Check raise_concern",
    "starting:assure": "GET POST | verb recruitment.Check assure",
    "starting:not_need": "GET POST | verb recruitment.Check not_need",
    "starting:waive": "GET POST | verb recruitment.Check waive",
    "starting:renew": "POST | verb recruitment.Check renew",
    "starting:propose_start": "GET POST | verb recruitment.Check edit",
    "starting:name_for_record": "GET POST | verb recruitment.Check edit",
    "starting:ask_health": "GET POST | verb recruitment.Check edit",
    "starting:reference": f"GET | row recruitment.Reference & only {HERE} coming",
    "starting:ask": "POST | verb recruitment.Reference ask",
    "starting:take": "POST | verb recruitment.Reference take",
    "starting:withdraw_reference": "POST | verb recruitment.Reference withdraw",
    "starting:answer": "GET POST | row recruitment.Reference & only records_officer",
    "starting:decision": "GET | row recruitment.StartDecision",
    "starting:agree_start": "GET POST | verb recruitment.StartDecision agree",
    "starting:decline_start": "GET POST | verb recruitment.StartDecision decline",
    "starting:end_start": "POST | verb recruitment.StartDecision end",
    "starting:record": "GET | row recruitment.CriminalRecord",
    "starting:open_record": "POST | row recruitment.CriminalRecord & only training_lead lived_experience_lead coming",
    "starting:hand_over": "GET POST | verb recruitment.CriminalRecord hand_over",
    "starting:record_certificate": "GET POST | verb recruitment.CriminalRecord record",
    "starting:decide": "GET POST | verb recruitment.CriminalRecord decide",
    "starting:end_dispute": "POST | verb recruitment.CriminalRecord end_dispute",
    "starting:health": "GET | row recruitment.WorkHealth",
    "starting:open_health": "POST | row recruitment.WorkHealth",
    "starting:give_health": "GET POST | verb recruitment.WorkHealth give",
    "starting:task": "GET | row recruitment.OnboardingTask",
    "starting:edit_task": "GET POST | verb recruitment.OnboardingTask edit",
    "starting:do_task": "POST | verb recruitment.OnboardingTask do",
    "starting:skip_task": "GET POST | verb recruitment.OnboardingTask skip",
    "starting:reopen_task": "POST | verb recruitment.OnboardingTask reopen",
    "starting:documents": f"GET | row people.Person & only {HERE} worker charity_worker senior colleague supervisor "
    "starter proposed | 404",
    "starting:add_document": "GET POST | row people.Person & start recruitment.RecordDocument add",
    "starting:document": "GET | row recruitment.RecordDocument",
    "starting:withdraw_document": "POST | verb recruitment.RecordDocument withdraw",
    "starting:mine": f"GET | {OWN}",
    "starting:mine_letter": f"GET | {OWN}",
    "starting:accept": f"POST | {OWN}",
    "starting:decline": f"POST | {OWN}",
    "starting:say_done": f"POST | {OWN}",
    "starting:name_referee": f"GET POST | {OWN}",
    "starting:edit_referee": f"GET POST | {OWN} | 409",
    "starting:withdraw_referee": f"POST | {OWN}",
    "starting:give_consent": f"GET POST | {OWN}",
    "starting:take_back_consent": f"POST | {OWN}",
    "starting:do_mine": f"POST | {OWN}",
    "starting:my_record": f"GET | {OWN}",
    "starting:dispute": f"POST | {OWN}",
    "starting:my_health": f"GET | {OWN}",
    "starting:thanks": "GET | public",
    "starting:rules": f"GET | only {HERE}",
    "starting:set_rules": f"GET POST | row people.Unit & only {HERE}",
    "starting:open_letter": "GET POST | start recruitment.OfferTemplate open",
    "starting:edit_letter": "GET POST | verb recruitment.OfferTemplate edit",
    "starting:close_letter": "POST | verb recruitment.OfferTemplate close",
    "starting:open_template": "GET POST | start recruitment.TaskTemplate open",
    "starting:open_usual": "GET POST | start recruitment.TaskTemplate open",
    "starting:edit_template": "GET POST | verb recruitment.TaskTemplate edit",
    "starting:close_template": "POST | verb recruitment.TaskTemplate close",
    "api:whose-move": f"GET | only {HERE}",
    "api:open-certificate": "POST | row recruitment.CriminalRecord & only training_lead lived_experience_lead coming",
    "api:open-outcome": "POST | row recruitment.WorkHealth",
    "people:take_up_need": "POST | verb people.StartingNeed take_up",
    "people:withdraw_need": "POST | verb people.StartingNeed withdraw",
}

API: dict[str, str] = {
    "starting-rules": "recruitment.StartingRules",
    "offer-letters": "recruitment.OfferTemplate",
    "starters": "recruitment.Starter",
    "starter-updates": "recruitment.Update",
    "starter-consents": "recruitment.Consent",
    "employment-checks": "recruitment.Check",
    "references": "recruitment.Reference",
    "start-decisions": "recruitment.StartDecision",
    "criminal-records": "recruitment.CriminalRecord",
    "work-health": "recruitment.WorkHealth",
    "task-templates": "recruitment.TaskTemplate",
    "onboarding-tasks": "recruitment.OnboardingTask",
    "record-documents": "recruitment.RecordDocument",
    "starting-needs": "people.StartingNeed",
}
ROLES = {
    "starter",
    "hr of the host",
    "buddy",
    "referee",
    "who signs it",
    "verifier",
    "decider",
    "oh adviser",
    "who does it",
}


def _of_starter(label: str):
    """Addresses that begin with the starter's number and end with that of a row of theirs."""

    def address(world, row):
        prefix = "other_" if row.person.user.name.endswith("Lowmoor Trust") else ""
        name = {"recruitment.Check": "identity", "recruitment.OnboardingTask": "theirs"}.get(label, "coming")
        return {"pk": row.pk, "number": world.row(f"{label}/{prefix}{name}").pk}

    return address


ADDRESSED = {
    "starting:say_done": _of_starter("recruitment.Check"),
    "starting:edit_referee": _of_starter("recruitment.Reference"),
    "starting:withdraw_referee": _of_starter("recruitment.Reference"),
    "starting:take_back_consent": _of_starter("recruitment.Consent"),
    "starting:do_mine": _of_starter("recruitment.OnboardingTask"),
}
# Peers of the trust, for whoever names a buddy.
TOLD_AT = {"starting:name_buddy": {member: {"people.User": "name"} for member in f"{HR} team_lead".split()}}
