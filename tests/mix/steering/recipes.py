"""How each verb on a plan is done, for tests/system/test_history.py."""

from peerwork.mix.steering import actions


def _plan(world):
    return world.row("mix.Scenario/organisation")


def _aside(world):
    return actions.set_plan_aside(_plan(world), by=world.cast.director)


RECIPES = {
    "mix.Scenario/make": ("director", lambda w, by: actions.make_plan(
        by=by, unit=w.row("people.Unit/organisation"), basis="wte", name="Three a month", months=6)),
    "mix.Scenario/edit": ("director", lambda w, by: actions.edit_plan(_plan(w), by=by, months=24)),
    "mix.Scenario/work_out": ("director", lambda w, by: actions.work_out(_plan(w), by=by)),
    "mix.Scenario/set_aside": ("director", lambda w, by: actions.set_plan_aside(_plan(w), by=by)),
    "mix.Scenario/take_up": ("director", lambda w, by: actions.take_plan_up(w.ready, by=by), _aside),
}  # fmt: skip
ELSEWHERE = {"mix.Scenario/settle": "what came of it, kept by the job: tests/mix/steering"}
