"""The prepared rows of posts, placements and joining that the access tests ask about (tests/world.py calls this)."""

from datetime import timedelta

from peerwork.joining import actions as joining
from peerwork.kit.records import creating
from peerwork.placements import actions
from peerwork.placements.models import Placement
from peerwork.placements.policy import overrides, staff_files
from tests import make


def fill(place) -> None:
    """Every kind of row that placements and joining hold, for one trust of the cast."""
    by, root, team = make.system(), place.root, place.team
    administrator, hr = place.user("administrator"), place.user("hr")
    worker, supervisor = place.person("worker"), place.user("supervisor")
    place.put("step", actions.open_step(by=administrator, organisation=root, number=1, name="Peer support worker"))
    table = actions.publish_pay(
        by=administrator, organisation=root, name="Pay 2021", source="A published table", starts_on=make.today(),
        points=[{"band": "3", "years": 0, "salary": 20330}],
    )  # fmt: skip
    place.put("table", table)
    place.put("point", table.points.get())
    for name, post in (("peer", place.post), ("nurse", place.nurse)):
        place.put(name, post.terms.get())
    place.put("peer", actions.open_next_post(by=hr, post=place.post, leads_to=place.nurse))
    place.put("worker", Placement.objects.get(person=worker).terms.get())
    place.put("next_team", make.ready(place.next_team))
    for name in ("colleague", "supervisor"):
        placement = Placement.objects.get(person=place.person(name))
        talk = place.put(name, actions.offer_exit(by=hr, placement=placement))
        parts = {"went_well": "The team", "could_change": "The rota", "support": "Supervision", "held_with": "Jo"}
        shares = {f"share_{part}": name == "colleague" for part in ("went_well", "could_change", "support")}
        place.put(name, actions.write_exit(talk, by=place.user(name), **parts, **shares))
    place.put(
        "colleague",
        actions.propose_supervisor(
            by=place.user("team_lead"), person=place.person("colleague"), supervisor=supervisor, stream=place.practice
        ),
    )
    place.put("supervisor", make.gives(supervisor, root))
    wish = {"person": worker, "holder": hr}
    place.put("worker", actions.name_exclusion(by=place.user("worker"), user=place.user("oh_lead"), **wish))
    known = make.person(root)
    make.placement(known, place.nurse)
    place.put("stepped", actions.step_back(by=place.user("team_lead"), person=known, holder=hr))
    place.put("team", actions.name_network(by=hr, team=team, name="Peers of the coast", contact="The hub"))
    with creating(
        overrides, "override", by=by, rule="only_peer", person=worker, team=team, verb="propose",
        reason="Agreed with her", placement=Placement.objects.get(person=worker), decided_by=hr,
    ) as override:  # fmt: skip
        pass
    place.put("worker", override)
    columns = {"staff_id": "employee_number", "team": "team"}
    mapping = actions.keep_mapping(by=administrator, organisation=root, name="Monthly list", columns=columns)
    place.put("mapping", mapping)
    with creating(
        staff_files, "hand_in", by=administrator, organisation=root, profile="mapped", file_name="staff.csv",
        sha256="0" * 64, dry_run=True, mapping=mapping, handed_in_by=administrator,
    ) as file:  # fmt: skip
        pass
    place.put("file", file)
    place.put(
        "worker",
        joining.state_starting_point(
            by=place.user("worker"), person=worker, ready_from=make.today() + timedelta(days=9), travel="By bus",
            access="Step-free",
        ),
    )  # fmt: skip
