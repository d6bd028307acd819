"""The endpoints of care activity; its rows stand in tests/system/matrix.py, which says how to read them."""

MODELS: dict = {}
API: dict[str, str] = {
    "activity-files": "mix.ActivitySubmission",
    "care-staff-numbers": "mix.CareStaff",
    "staff-number-links": "mix.StaffLink",
    "care-teams": "mix.CareTeam",
    "professions": "mix.Profession",
    "contact-rules": "mix.CountedRule",
    "delivery-log": "mix.Tally",
}
