"""Who asks about their own record, and who answers, by hand from docs/access.md."""

from tests.system.matrix import HR, Model

PERSONS = "worker colleague supervisor senior starter proposed charity_worker hr_worker"  # who has a record here
ASKED = "person kind about words"
ALL = f"{ASKED} status asked_on answer answered_by answered_on"
HANDLES = "open edit extend gather send close"
TO_SAY = "extended_because outcome"

MODELS: dict[str, Model] = {
    "people.RecordRequest": Model(
        sets={"given": ASKED, "request": ALL},
        rows={
            "worker colleague": {
                "SELF": "request | given | ask edit withdraw",
                HR: "request | answer | answer put_right",
            },
        },
        states={"asked": "edit answer put_right withdraw", "answered": "", "put_right": "", "withdrawn": ""},
        label="about",
    ),
    "people.Copy": Model(
        sets={"copy": "status person case asked_at progress size made_at ends_at fetched_at"},
        rows={
            "worker colleague": {"SELF": "copy | person | ask fetch"},
            "given": {"worker": "copy | person | ask fetch", "records_officer": "copy | | hand_over"},
        },
        states={"asked": "make fail end", "ready": "fetch hand_over end", "fetched": "", "failed": "end", "ended": ""},
        hidden="uuid",
        system="make fail end",
    ),
    "people.RecordsCase": Model(
        sets={
            "given": "person kind received_on identity_on parts words",
            "case": "person kind received_on parts words status due_on extended_because outcome closed_on opened_by",
        },
        rows={
            "access": {"worker": "case", "records_officer": f"case identity_on | given {TO_SAY} | {HANDLES}"},
            "legal": {"records_officer": f"case identity_on | given {TO_SAY} | {HANDLES}"},
        },
        states={
            "open": "edit extend gather close",
            "gathering": "extend gathered",
            "review": "extend gather send close",
            "sent": "close",
            "closed": "",
        },
        label="kind",
        hidden="uuid",
        system="gathered",
    ),
    "people.Redaction": Model(
        sets={"given": "case piece why", "left_out": "case piece why left_out_by put_back_on"},
        rows={"left_out": {"records_officer": "left_out | given | leave_out put_back"}},
        label="piece",
    ),
}
ROUTES: dict[str, str] = {
    "people:my_requests": f"GET | only {PERSONS}",
    "people:ask": f"GET POST | only {PERSONS}",
    "people:requests": f"GET | only {HR} charity_hr",
    "people:request": "GET | row people.RecordRequest",
    "people:edit_request": "GET POST | verb people.RecordRequest edit",
    "people:withdraw_request": "POST | verb people.RecordRequest withdraw",
    "people:answer_request": "GET POST | verb people.RecordRequest answer",
    "people:copies": f"GET | only {PERSONS}",
    "people:ask_copy": f"POST | only {PERSONS}",
    "people:copy": "GET | row people.Copy",
    "people:fetch_copy": "GET POST | verb people.Copy fetch | 302",
    "people:hand_over_copy": "POST | verb people.Copy hand_over",
    "people:cases": "GET | only records_officer",
    "people:open_case": "GET POST | start people.RecordsCase open",
    "people:case": "GET | row people.RecordsCase",
    "people:edit_case": "GET POST | verb people.RecordsCase edit",
    "people:extend_case": "GET POST | verb people.RecordsCase extend",
    "people:gather_case": "POST | verb people.RecordsCase gather",
    "people:look_through": "POST | verb people.RecordsCase send | 404",  # gathered only while it is looked through
    "people:leave_out": "POST | verb people.RecordsCase send | 404",
    "people:send_case": "POST | verb people.RecordsCase send",
    "people:close_case": "GET POST | verb people.RecordsCase close",
    "people:put_back": "POST | verb people.Redaction put_back",
}
API: dict[str, str] = {
    "record-requests": "people.RecordRequest",
    "record-copies": "people.Copy",
    "records-cases": "people.RecordsCase",
    "case-redactions": "people.Redaction",
}
