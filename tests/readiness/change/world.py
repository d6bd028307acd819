"""The rows of a changing organisation in the prepared world: one of each, in the team."""

from datetime import timedelta

from peerwork.readiness import actions as todo
from peerwork.readiness.change import actions
from tests import make

AFTER = ("readiness",)


def fill(place) -> None:
    """What this part adds to one trust, kept by the team's lead; an initiative is seen to by somebody elsewhere."""
    put, lead, hr = place.put, place.user("team_lead"), place.user("hr")
    process = actions.list_process(by=hr, unit=place.root, kind="recruitment", name="Interviews", keeper="HR")
    put("interviews", actions.review_process(
        process, by=hr, found="The panel asks about hope", present=["peers", "managers"],
        next_on=make.today() + timedelta(days=100)))  # fmt: skip
    put("team", actions.list_process(by=lead, unit=place.team, kind="operations", name="Handover", keeper="The lead"))
    audit = put("team", actions.record_audit(
        by=lead, unit=place.team, topic="Own words in plans", looked_at=10, met=4, found="Short ones",
        present=["peers", "practitioners"], held_on=make.today() - timedelta(days=90)))  # fmt: skip
    put("followed", todo.add_action(by=lead, audit=audit, what="Write plans together", owner_words="All of us"))
    since = make.today() - make.LONG_AGO
    put("team", actions.name_lead(by=lead, unit=place.team, level="practitioner", name="Fay Moor", starts_on=since))
    initiative = actions.propose(
        by=lead, unit=place.team, name="Open evening", about="One evening a month", aim="Services people choose",
        owner=place.user("records_officer"), present=["peers"])  # fmt: skip
    put("team", actions.begin(initiative, by=lead))


COPIED = [  # for tests/system/crowd.py
    ("readiness.Process/interviews", "name"),
    ("readiness.Audit/team", "unit=same"),
    ("readiness.TeamAction/followed", "audit=same"),
    ("readiness.RecoveryLead/team", "unit=same"),
    ("readiness.Initiative/team", "unit=same"),
]
