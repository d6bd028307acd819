"""The rows of communities and learning sets in the prepared world, with somebody from outside."""

from datetime import timedelta

from django.utils import timezone

from peerwork.readiness.communities import actions
from tests import make

AFTER = ("readiness",)


def fill(place) -> None:
    """What this part adds to one trust; the community's coordinator is the team lead, a colleague its executive."""
    put, lead, keeps = place.put, place.user("lived_experience_lead"), place.user("team_lead")
    worker, colleague = place.user("worker"), place.user("colleague")
    values = {"by": lead, "organisation": place.root, "purpose": "To learn from each other"}
    circle = put("circle", actions.open_community(
        name="Recovery circle", coordinator=keeps, budget="None", host="The college", **values))  # fmt: skip
    local = put("local", actions.open_community(name="Harbour circle", parent=circle, **values))
    mine = put("worker", actions.join(by=worker, community=circle, role_type="peers"))
    other = put("colleague", actions.join(by=colleague, community=circle, role_type="practitioners"))
    address = f"{place.prefix}out@example.org"
    letter = {"role_type": "carers", "name": "Outside", "email": address}
    outside = put("outsider", actions.invite(by=keeps, community=circle, **letter))
    setattr(place.world.cast, f"{place.prefix}outsider", outside.user)
    actions.join(by=place.user("supervisor"), community=local, role_type="practitioners")
    committee = put("executive", actions.set_up_committee(
        by=keeps, community=circle, kind="executive", name="The executive", task="Plans the year"))  # fmt: skip
    put("colleague", actions.take_seat(by=keeps, committee=committee, member=other))
    now = timezone.now()
    planned = put("planned", actions.plan_meeting(
        by=keeps, community=circle, starts_at=now + timedelta(days=20), place="The hall"))  # fmt: skip
    named = {"kind": "showcase", "title": "A walking group", "objective": "practice", "reading": "Their leaflet"}
    put("named", actions.add_to_agenda(by=worker, meeting=planned, **named))
    put("unnamed", actions.add_to_agenda(
        by=colleague, meeting=planned, kind="discussion", title="Cuts", attribution="unnamed"))  # fmt: skip
    held = actions.plan_meeting(by=keeps, community=circle, starts_at=now, place="The hall")
    held = put("held", actions.hold_meeting(held, by=keeps, there=[mine], notes="We agreed on a rota"))
    put("worker", held.attendance.get(member=mine))
    evidence = {"evidence_unit": place.team, "evidence": "A rota on the wall"}
    first = actions.add_action(by=worker, community=circle, what="Try a rota", meeting=held)
    put("named", actions.show_evidence(first, by=worker, **evidence))
    put("unnamed", actions.add_action(by=worker, community=circle, what="Write to the board", attribution="unnamed"))
    learning = put("set", actions.open_set(by=lead, organisation=place.root, name="Set one", about="Recovery colleges"))
    site = put("site", actions.add_site(by=lead, learning_set=learning, name="Harbour", unit=place.team))
    put("person", actions.add_participant(by=lead, site=site, name="Ana", kind="service_users"))
    put("session", actions.record_session(
        by=lead, learning_set=learning, kind="visit", topic="How they began", site=site, came=6,
        present=["service_users", "practitioners"], held_on=make.today()))  # fmt: skip


COPIED = [  # for tests/system/crowd.py
    ("readiness.Community/local", ""),
    ("readiness.Membership/worker", "community=same user=people.User/colleague"),
    ("readiness.Committee/executive", "community=same kind"),
    ("readiness.Meeting/planned", "community=same"),
    ("readiness.Meeting/held", "community=same"),
    ("readiness.AgendaItem/named", "meeting=same"),
    ("readiness.CommunityAction/named", "community=same meeting=same"),
    ("readiness.LearningSet/set", ""),
    ("readiness.SetSite/site", "learning_set=same"),
    ("readiness.Participant/person", "site=same"),
    ("readiness.SetSession/session", "learning_set=same site=same"),
]
