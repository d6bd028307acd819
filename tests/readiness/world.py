"""The rows of ready teams in the prepared world: one of each, unshared and shared."""

from datetime import timedelta

from peerwork.readiness import actions
from tests import make

LEVELS, SAID = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5], ["What we go by"] * 10


def assessed(unit, by, **values):
    """A look at the ten challenges, rated and with its top three, agreed unless told."""
    until = values.pop("until", "agreed")
    values = {
        "levels": LEVELS, "evidence": SAID, "priorities": [1, 6, 2], "present": ["service_users", "practitioners"],
        "resources": "A kitchen and good will", "review_on": make.today() + timedelta(days=100),
        "held_on": make.today() - timedelta(days=60),
    } | values  # fmt: skip
    row = actions.begin(by=by, unit=unit, **values)
    if until == "draft":
        return row
    row = actions.agree(row, by=by)
    return actions.share(row, by=by) if until == "shared" else row


def fill(place) -> None:
    """What this app adds to one trust: the team's own, the next team's shared, the organisation's."""
    put, hr, lead = place.put, place.user("hr"), place.user("team_lead")
    actions.lay_checklist(place.root, by=hr)
    item = put("purpose", place.root.checklist_items.get(key="purpose"))
    said = {"state": "in_place", "evidence": "The role description of May", "present": ["peers", "managers"]}
    put("team", actions.answer(by=lead, team=place.team, item=item, **said))
    put("next_team", actions.answer(by=hr, team=place.next_team, item=item, **said))
    seen = {"factor": "culture", "level": 3, "evidence": "Two trials this year"}
    put("team", actions.rate(by=lead, team=place.team, **seen))
    put("next_team", actions.rate(by=place.user("next_team_lead"), team=place.next_team, **seen))
    own = put("team", assessed(place.team, lead))
    shared = put("next_team", assessed(place.next_team, place.user("next_team_lead"), until="shared"))
    put("draft", assessed(place.team, lead, until="draft", held_on=make.today()))
    whole = put("organisation", assessed(place.root, hr, until="shared"))
    todo = {"challenge": 1, "what": "Ask people how it is", "due_on": make.today() + timedelta(days=20)}
    put("team", actions.add_action(by=lead, assessment=own, owner_words="The Monday meeting", **todo))
    put("owned", actions.add_action(by=lead, assessment=own, owner=place.user("records_officer"), **todo))
    put("organisation", actions.add_action(by=hr, assessment=whole, owner=hr, **todo))
    put("next_team", actions.add_action(
        by=place.user("next_team_lead"), assessment=shared, owner_words="The Monday meeting", **todo))  # fmt: skip


COPIED = [  # for tests/system/crowd.py
    ("readiness.ChecklistItem/purpose", "label"),
    ("readiness.ItemAnswer/team", "item=same"),
    ("readiness.FactorRating/team", ""),
    ("readiness.Assessment/team", "unit=same"),
    ("readiness.Assessment/next_team", ""),
    ("readiness.TeamAction/team", "assessment=same"),
    ("readiness.TeamAction/owned", "assessment=same"),
]
