"""A plan of each trust and one of its team, as their director made it; not played, for that takes its time."""

from peerwork.kit.records import creating
from peerwork.mix.steering.policy import scenarios


def plan(unit, director, **values):
    """A kept plan that nobody has played yet."""
    values = {"basis": "wte", "name": "Two more a month", "months": 12} | values
    with creating(scenarios, "make", by=director, unit=unit, **values) as made:
        made.made_by = director
    return made


def fill(place) -> None:
    place.put("organisation", plan(place.root, place.user("director")))
    place.put("team", plan(place.team, place.user("director"), name="One more in the team"))


COPIED = [("mix.Scenario/organisation", "")]
