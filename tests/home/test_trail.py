"""What changed on a record, and the audit trail of administrators."""

import json

from django.urls import reverse

from peerwork.people import actions
from tests import make


def page(world, member, name, *args, **query):
    return world.client(member).get(reverse(name, args=args), query)


def test_a_record_says_what_changed_to_whoever_may_read_it(world):
    person = world.row("people.Person/worker")
    actions.edit_person(person, by=world.cast.hr, home_phone="01632 960123")
    told = page(world, "hr", "home:changes", "people.Person", person.pk).content.decode()
    assert "01632 960123" in told and str(world.cast.hr) in told
    # A supervisor reads the name, and not the phone: that it changed is not told either.
    told = page(world, "supervisor", "home:changes", "people.Person", person.pk)
    assert told.status_code == 200 and "960123" not in told.content.decode()
    assert "phone" not in told.content.decode().lower()
    for member, label in (("other_hr", "people.Person"), ("hr", "people.Nobody"), ("hr", "kit.ReadLine"), ("hr", "x")):
        assert page(world, member, "home:changes", label, person.pk).status_code == 404


def test_a_records_own_page_leads_to_what_changed(world):
    unit = world.row("people.Unit/team")
    shown = world.client("administrator").get(unit.get_absolute_url()).content.decode()
    assert reverse("home:changes", args=["people.Unit", unit.pk]) in shown
    assert "/changes/" not in page(world, "administrator", "people:units").content.decode()


def test_the_audit_trail_holds_what_administrators_did_here_and_nothing_of_people(world):
    admin, colleague = world.cast.administrator, world.row("people.User/colleague")
    actions.give_role(by=admin, user=colleague, role="hr", unit=world.row("people.Unit/team"))
    make.export_line(admin, what="a list of units")
    shown = page(world, "administrator", "home:audit").content.decode()
    assert "give" in shown and "a list of units" in shown
    other = page(world, "other_administrator", "home:audit").content.decode()
    assert "a list of units" not in other and str(colleague) not in other
    only = page(world, "administrator", "home:audit", kind="exports").content.decode()
    assert "a list of units" in only and "Role" not in only.partition("<tbody")[2].partition("</tbody")[0]
    assert "Nothing here" in page(world, "administrator", "home:audit", who="nobody at all").content.decode()
    assert page(world, "hr", "home:audit").status_code == 403


def test_the_trail_is_taken_away_with_a_reason_and_its_head_as_a_file(world):
    client = world.client("administrator")
    assert client.post(reverse("home:audit-take"), {"reason": ""}).status_code in (200, 400)
    taken = client.post(reverse("home:audit-take") + "?kind=roles", {"reason": "Yearly audit"})
    lines = b"".join(taken.streaming_content).decode("utf-8-sig").splitlines()
    assert taken["Content-Type"].startswith("text/csv") and len(lines) > 3
    head = client.get(reverse("home:audit-head"))
    assert {"number", "hash"} <= json.loads(head.content).keys()
    assert world.client("hr").get(reverse("home:audit-head")).status_code == 403
