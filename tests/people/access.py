"""Who asks about their own record, and who answers, by hand from docs/access.md."""

from tests.system.matrix import HR, Model

PERSONS = "worker colleague supervisor senior starter proposed charity_worker hr_worker"  # who has a record here
ASKED = "person kind about words"
ALL = f"{ASKED} status asked_on answer answered_by answered_on"

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
}
ROUTES: dict[str, str] = {
    "people:my_requests": f"GET | only {PERSONS}",
    "people:ask": f"GET POST | only {PERSONS}",
    "people:requests": f"GET | only {HR} charity_hr",
    "people:request": "GET | row people.RecordRequest",
    "people:edit_request": "GET POST | verb people.RecordRequest edit",
    "people:withdraw_request": "POST | verb people.RecordRequest withdraw",
    "people:answer_request": "GET POST | verb people.RecordRequest answer",
}
API: dict[str, str] = {"record-requests": "people.RecordRequest"}
