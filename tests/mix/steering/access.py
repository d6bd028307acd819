"""Who may make plans for the share and read them, by hand from docs/access.md."""

from tests.system.matrix import HR, Model

FIGURES = f"director lived_experience_lead team_lead next_team_lead {HR}"
STEPS = "name why months hires_a_month hires_from hires_until hire_in cohort cohort_on fewer_leave more_supervisors "
STEPS += "more_supervisors_on opens opens_on opens_care opens_peers"
ASSUMED = "leaves fills growth cost_a_year on_costs"
LIMITS = "most_a_month supervisors per_supervisor places_a_month budget first_month"
VERBS = "make edit work_out set_aside take_up"

MODELS: dict[str, Model] = {
    "mix.Scenario": Model(
        sets={"given": f"unit basis {STEPS} {ASSUMED} {LIMITS}"},
        rows={
            "organisation": {
                "director": f"given status made_by result | given | {VERBS}",
                f"lived_experience_lead {HR}": "given status made_by result",
            },
            "team": {
                "director": f"given status made_by result | given | {VERBS}",
                f"lived_experience_lead team_lead {HR}": "given status made_by result",
            },
        },
        states={"kept": "edit work_out settle set_aside", "set_aside": "take_up"},
        label="name",
        system="settle",
    ),
}
ROUTES = {
    "mix:plans": f"GET | only {FIGURES} charity_hr",
    "mix:plan-make": "GET POST | start mix.Scenario make",
    "mix:plan": "GET | row mix.Scenario",
    "mix:plan-edit": "GET POST | verb mix.Scenario edit",
    "mix:plan-work_out": "POST | verb mix.Scenario work_out",
    "mix:plan-set_aside": "POST | verb mix.Scenario set_aside",
    "mix:plan-take_up": "POST | verb mix.Scenario take_up",
}
API = {"plans": "mix.Scenario"}
