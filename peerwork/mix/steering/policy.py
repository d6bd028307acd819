"""Who may make plans for the share, and read what came of them."""

from peerwork.kit.access import Grant, Policy, system
from peerwork.mix.policy import AS_IT_IS, role_on
from peerwork.mix.steering.models import Scenario
from peerwork.people.reach import within

STEPS = {
    "name", "why", "months", "hires_a_month", "hires_from", "hires_until", "hire_in", "cohort", "cohort_on",
    "fewer_leave", "more_supervisors", "more_supervisors_on", "opens", "opens_on", "opens_care", "opens_peers",
}  # fmt: skip
ASSUMED = {"leaves", "fills", "growth", "cost_a_year", "on_costs"}
LIMITED = {"most_a_month", "supervisors", "per_supervisor", "places_a_month", "budget", "first_month"}
GIVEN = {"unit", "basis"} | STEPS | ASSUMED | LIMITED
READ = GIVEN | {"status", "made_by", "result"}

scenarios = Policy(
    Scenario,
    [
        Grant(
            "director", within("director", "unit"), READ, GIVEN, {"make", "edit", "work_out", "set_aside", "take_up"}
        ),
        *(role_on("unit", role, READ) for role in AS_IT_IS),
        Grant("system", system, READ, GIVEN | {"result"}, {"make", "settle"}),
    ],
)
