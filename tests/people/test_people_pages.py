"""People, records that may be one person, units, setting up and handing over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from peerwork.kit.errors import Conflict, NotAllowed
from peerwork.people import actions, checklist, queries
from peerwork.people.models import Person, PersonMatch, RoleAssignment
from peerwork.placements.models import Placement
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(world):
    return world.row("people.Unit/organisation")


# People -------------------------------------------------------------------------------------------------------------
def test_hr_finds_people_by_name_and_number(world, root):
    person = make.person(root, given_name="Zadie", family_name="Oduya")
    make.number(person, value="Z-4711")
    client = world.client("hr")
    assert "Oduya" in client.get("/people/?q=zadie oduya").content.decode()
    assert "Oduya" in client.get("/people/?q=z-4711").content.decode()
    assert "Oduya" not in client.get("/people/?q=4711").content.decode()
    assert "Oduya" not in client.get("/people/?left=left").content.decode()


def test_home_contact_is_shown_to_its_readers_only(world):
    person = world.row("people.Person/worker")
    actions.edit_person(person, by=world.cast.hr, home_phone="07700 900123")
    for member, sees in [("hr", True), ("worker", True), ("supervisor", False), ("team_lead", False)]:
        page = world.client(member).get(f"/people/{person.pk}/")
        assert page.status_code == 200, member
        assert ("07700 900123" in page.content.decode()) is sees, member
    assert world.client("director").get(f"/people/{person.pk}/").status_code == 404
    assert world.client("other_hr").get(f"/people/{person.pk}/").status_code == 404


def test_who_can_see_lines_come_from_the_policy(world):
    page = world.client("hr").get(f"/people/{world.row('people.Person/worker').pk}/").content.decode()
    assert "Who can see this:" in page
    assert "the person themself" in page


def test_worker_corrects_their_own_details_and_nobody_elses(world):
    mine, other = world.row("people.Person/worker"), world.row("people.Person/colleague")
    client = world.client("worker")
    fields = {"given_name": "Sam", "family_name": "Roy", "home_phone": "07700 900456", "version": mine.version}
    assert client.post(f"/people/{mine.pk}/correct/", fields).status_code == 302
    mine.refresh_from_db()
    assert mine.home_phone == "07700 900456"
    assert client.post(f"/people/{other.pk}/correct/", fields).status_code == 404
    assert client.post(f"/people/{mine.pk}/edit/", fields).status_code == 403


def test_numbers_belong_to_one_person(world, root):
    person = make.person(root)
    make.number(person, value="77")
    other = make.person(root)
    answer = world.client("hr").post(f"/people/{other.pk}/numbers/note/", {"system": "staff_id", "value": "77"})
    assert answer.status_code == 400
    assert "already belongs to somebody" in answer.content.decode()


# One person, two records --------------------------------------------------------------------------------------------
@pytest.fixture
def pair(world, root):
    """One person twice: the second record has the number, the placement and the account."""
    kept = make.person(root, given_name="Alex", family_name="Kay")
    duplicate = make.person(root, make.account("Alex Kay", root), given_name="alex", family_name="KAY")
    for person in (kept, duplicate):
        actions.edit_person(person, by=world.cast.hr, date_of_birth=date(1980, 3, 4))
        person.refresh_from_db()
    make.number(duplicate, value="N-900")
    make.peer(duplicate)
    make.placement(duplicate, world.row("placements.Post/peer"))
    return kept, duplicate


def test_pairs_are_proposed_by_number_address_and_birth_never_by_name(world, root, pair):
    same_name = make.person(root, given_name="Alex", family_name="Kay")
    actions.edit_person(same_name, by=world.cast.hr, date_of_birth=date(1991, 3, 4))
    post = make.person(root, work_email="k@example.org")
    also = make.person(root, work_email="K@example.org")
    before = PersonMatch.objects.count()
    world.client("hr").post("/people/possible-duplicates/propose/")
    found = {(match.kept_id, match.duplicate_id): match.grounds for match in PersonMatch.objects.all()}
    assert found[pair[0].pk, pair[1].pk] == "The same name and date of birth"
    assert found[post.pk, also.pk] == "The same email address"
    assert not any(same_name.pk in numbers for numbers in found)
    assert PersonMatch.objects.count() == before + 2
    world.client("hr").post("/people/possible-duplicates/propose/")
    assert PersonMatch.objects.count() == before + 2


def state(person):
    return (
        person.user_id,
        list(person.identifiers.values_list("value", flat=True)),
        list(Placement.objects.filter(person=person).values_list("pk", flat=True)),
        hasattr(Person.objects.get(pk=person.pk), "worker"),
    )


def test_merge_carries_everything_over_and_undo_brings_it_back(world, pair):
    kept, duplicate = pair
    before = state(duplicate)
    match = make.match(kept, duplicate)
    match = actions.merge(match, by=world.cast.hr)
    kept, duplicate = Person.objects.get(pk=kept.pk), Person.objects.get(pk=duplicate.pk)
    assert duplicate.merged_into == kept
    assert state(kept) == before
    assert state(duplicate) == (None, [], [], False)
    assert duplicate not in queries.people_for(world.cast.hr)
    assert world.client("hr").get(f"/people/{duplicate.pk}/").url == f"/people/{kept.pk}/"
    actions.undo_merge(match, by=world.cast.hr)
    kept, duplicate = Person.objects.get(pk=kept.pk), Person.objects.get(pk=duplicate.pk)
    assert duplicate.merged_into is None
    assert state(duplicate) == before
    assert state(kept) == (None, [], [], False)


def test_merge_leaves_history_with_actor_and_verb(world, pair):
    kept, duplicate = pair
    number = duplicate.identifiers.get()
    actions.merge(make.match(kept, duplicate), by=world.cast.hr)
    newest = number.history.first()
    assert (newest.history_change_reason, newest.history_user) == ("carry", world.cast.hr)


def test_two_accounts_do_not_merge_and_nothing_moves(world, pair, root):
    kept, duplicate = pair
    kept = make.person(root, make.account("Other", root))
    before = state(duplicate)
    with pytest.raises(Conflict, match="account"):
        actions.merge(make.match(kept, duplicate), by=world.cast.hr)
    assert state(Person.objects.get(pk=duplicate.pk)) == before


def test_nobody_merges_their_own_record(world):
    match = world.row("people.PersonMatch/hr_worker")
    with pytest.raises(NotAllowed):
        actions.merge(match, by=world.cast.hr_worker)


def test_pair_kept_apart_is_not_proposed_again(world, root, pair):
    actions.propose_matches(root, by=world.cast.hr)
    match = PersonMatch.objects.get(kept=pair[0], duplicate=pair[1])
    world.client("hr").post(f"/people/possible-duplicates/{match.pk}/keep-apart/", {"version": match.version})
    assert actions.propose_matches(root, by=world.cast.hr) == 0
    match.refresh_from_db()
    assert match.status == "apart"


# Units --------------------------------------------------------------------------------------------------------------
def test_unit_opens_moves_and_is_shown_as_it_was(world, root):
    client, service = world.client("administrator"), world.row("people.Unit/service")
    fields = {"parent": service.pk, "kind": "team", "name": "New Team", "code": "NEW1", "opened_on": "2026-01-05"}
    answer = client.post("/units/open/", fields)
    assert answer.status_code == 302, answer.content
    other = make.service(root, "Elsewhere")
    unit = service.child_links.get(unit__code="NEW1").unit
    answer = client.post(
        f"/units/{unit.pk}/move/", {"parent": other.pk, "starts_on": "2026-09-01", "version": unit.version}
    )
    assert answer.status_code == 302, answer.content

    def under(on):
        rows = queries.tree(world.cast.administrator, on)
        place = next(number for number, row in enumerate(rows) if row["unit"] == unit)
        depth = rows[place]["depth"]
        return next(row["unit"] for row in reversed(rows[:place]) if row["depth"] == depth - 1)

    assert under(date(2026, 5, 1)) == service
    assert under(date(2026, 10, 1)) == other
    client.get("/units/")
    assert "New Team" not in client.get("/units/?on=2025-12-31").content.decode()


def test_units_are_changed_by_administrators_only(world):
    team = world.row("people.Unit/team")
    for verb in ("rename", "move", "close"):
        assert world.client("hr").get(f"/units/{team.pk}/{verb}/").status_code == 403
        assert world.client("other_administrator").get(f"/units/{team.pk}/{verb}/").status_code == 404


def test_unit_with_open_units_below_is_not_closed(world):
    service = world.row("people.Unit/service")
    answer = world.client("administrator").post(
        f"/units/{service.pk}/close/", {"closed_on": "2026-11-01", "version": service.version}
    )
    assert answer.status_code == 409
    assert "Close or move" in answer.content.decode()


# Settings, retention, setting up ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("field", "low"), [("hide_up_to", 6), ("round_to", 4), ("fold_teams_under", 4)])
def test_small_numbers_can_be_raised_but_not_lowered(world, root, field, low):
    client, own = world.client("administrator"), root.settings
    answer = client.post(f"/units/{root.pk}/settings/", {field: low, "version": own.version})
    assert answer.status_code == 400
    assert client.post(f"/units/{root.pk}/settings/", {field: low + 5, "version": own.version}).status_code == 302
    own.refresh_from_db()
    assert getattr(own, field) == low + 5


def test_rule_counts_only_once_the_records_officer_confirms_it(world):
    rule = world.row("people.RetentionRule/rule")
    assert world.client("administrator").post(f"/retention/{rule.pk}/confirm/").status_code == 403
    world.client("records_officer").post(f"/retention/{rule.pk}/confirm/", {"version": rule.version})
    rule.refresh_from_db()
    assert rule.confirmed_by == world.cast.records_officer
    world.client("administrator").post(
        f"/retention/{rule.pk}/edit/", {"months": 12, "source": "Ours", "version": rule.version}
    )
    rule.refresh_from_db()
    assert (rule.months, rule.confirmed_on) == (12, None)


def test_usual_schedule_is_proposed_once_and_unconfirmed(world, root):
    client = world.client("administrator")
    before = set(root.retention_rules.values_list("pk", flat=True))
    client.post(f"/units/{root.pk}/propose-retention/")
    after = root.retention_rules.count()
    assert after > len(before)
    client.post(f"/units/{root.pk}/propose-retention/")
    assert root.retention_rules.count() == after
    assert not root.retention_rules.exclude(pk__in=before).filter(confirmed_on__isnull=False).exists()
    assert world.client("hr").post(f"/units/{root.pk}/propose-retention/").status_code == 403


def test_set_up_steps_follow_what_is_there(world, root):
    def done():
        return {step["key"]: step["done"] for step in checklist.steps(root, frozenset({"administrator"}))}

    before = done()
    assert before["units"]
    assert not before["administrators"]
    assert not before["brand"]
    assert not before["retention"]
    make.holder("administrator", root)
    own = root.settings
    actions.edit_settings(own, by=world.cast.administrator, brand_colour="#123456")
    for rule in root.retention_rules.all():
        actions.confirm_retention(rule, by=world.cast.records_officer)
    world.client("administrator").post("/set-up/words/looked-at/", {"organisation": root.pk})
    after = done()
    assert after["administrators"]
    assert after["brand"]
    assert after["retention"]
    assert after["words"]
    assert not after["thresholds"]


def test_set_up_is_for_administrators_of_the_whole_organisation(world):
    assert world.client("administrator").get("/set-up/").status_code == 200
    assert world.client("hr").get("/set-up/").status_code == 404
    assert world.client("hr").post("/set-up/words/looked-at/").status_code == 404


# Handover -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def leaving(world, root):
    """A team lead of two teams leaves in a week."""
    leaver = make.holder("team_lead", world.row("people.Unit/team"))
    make.role(leaver, "team_lead", world.row("people.Unit/next_team"))
    successor = make.account("Next", root)
    last = make.today() + timedelta(days=7)
    return make.handover(leaver, root, successor=successor, last_day=last), leaver, successor, last


def test_page_says_what_they_hold(world, leaving):
    page = world.client("administrator").get(f"/handovers/{leaving[0].pk}/").content.decode()
    assert page.count("Team lead,") == 2


def test_everything_passes_from_the_day_after(world, leaving):
    handover, leaver, successor, last = leaving
    world.client("administrator").post(f"/handovers/{handover.pk}/finish/", {"version": handover.version})
    assert {role.ends_on for role in leaver.assignments.all()} == {last}
    assert {role.starts_on for role in successor.assignments.all()} == {last + timedelta(days=1)}
    assert successor.assignments.count() == 2
    handover.refresh_from_db()
    assert handover.status == "done"


def test_role_with_an_end_keeps_it(world, leaving, root):
    handover, leaver, successor, last = leaving
    before, after = last - timedelta(days=2), last + timedelta(days=30)
    make.role(leaver, "training_lead", root, ends_on=before)
    make.role(leaver, "oh_lead", root, ends_on=after)
    actions.finish_handover(handover, by=world.cast.administrator)
    assert leaver.assignments.get(role="training_lead").ends_on == before
    assert successor.assignments.get(role="oh_lead").ends_on == after
    assert not successor.assignments.filter(role="training_lead").exists()


def test_if_one_thing_cannot_pass_nothing_does(world, leaving, root):
    handover, leaver, successor, last = leaving
    make.role(leaver, "training_lead", root, starts_on=last + timedelta(days=30))
    with pytest.raises(Conflict):
        actions.finish_handover(handover, by=world.cast.administrator)
    assert not RoleAssignment.objects.filter(user=successor).exists()
    assert not leaver.assignments.filter(ends_on__isnull=False).exists()
    handover.refresh_from_db()
    assert handover.status == "open"


def test_administrator_cannot_hand_a_role_to_themselves(world, leaving):
    handover, leaver, _successor, _last = leaving
    handover = actions.edit_handover(handover, by=world.cast.administrator, successor=world.cast.administrator)
    with pytest.raises(NotAllowed):
        actions.finish_handover(handover, by=world.cast.administrator)
    assert not leaver.assignments.filter(ends_on__isnull=False).exists()


def test_role_the_successor_has_already_is_not_given_twice(world, leaving):
    handover, _leaver, successor, _last = leaving
    make.role(successor, "team_lead", world.row("people.Unit/team"))
    actions.finish_handover(handover, by=world.cast.administrator)
    assert successor.assignments.filter(unit=world.row("people.Unit/team")).count() == 1


def test_leaver_writes_the_note_and_nothing_else(world, leaving):
    from django.test import Client

    handover, leaver, _successor, last = leaving
    client = Client()
    client.force_login(leaver)
    page = client.get(f"/handovers/{handover.pk}/edit/").content.decode()
    assert 'name="note"' in page
    assert 'name="successor"' not in page
    client.post(
        f"/handovers/{handover.pk}/edit/", {"note": "Ring Jo.", "last_day": "2030-01-01", "version": handover.version}
    )
    handover.refresh_from_db()
    assert (handover.note, handover.last_day) == ("Ring Jo.", last)


# What waits, what is found, what goes -------------------------------------------------------------------------------
def test_home_lists_what_waits_for_each_role(world, leaving):
    from peerwork.kit import tasks

    def titles(member):
        return " / ".join(str(task.title) for task in tasks.for_user(getattr(world.cast, member)))

    assert f"Hand over what {leaving[1]} holds" in titles("administrator")
    assert "possible duplicate" in titles("hr")
    assert "retention rule" in titles("records_officer")
    assert "retention rule" not in titles("hr")


def test_invitations_go_only_once_their_rule_is_confirmed(world, root, clock):
    from peerwork.kit import retention

    team = world.row("people.Unit/team")
    old = actions.invite(by=world.cast.administrator, email="old@example.org", name="Old", role="hr", unit=team)
    actions.withdraw(old, by=world.cast.administrator)
    still_open = actions.invite(
        by=world.cast.administrator, email="open@example.org", name="Open", role="hr", unit=team
    )
    actions.propose_retention(root, by=world.cast.administrator)
    clock(days=400)
    retention.purge(root, timezone.localdate(), by=make.system())
    assert type(old).objects.filter(pk=old.pk).exists()
    actions.confirm_retention(root.retention_rules.get(record_class="invitation"), by=world.cast.records_officer)
    retention.purge(root, timezone.localdate(), by=make.system())
    assert not type(old).objects.filter(pk=old.pk).exists()
    assert not type(old).history.filter(email="old@example.org").exists()
    assert type(old).objects.filter(pk=still_open.pk).exists()


# The account a person signs in with ---------------------------------------------------------------------------------
def test_hr_links_an_account_and_its_holder_sees_their_record(world, root):
    person, user = make.person(root), make.account("Rae", root, email="rae@example.org")
    client = world.client("hr")
    answer = client.post(f"/people/{person.pk}/account/", {"email": "Rae@example.org", "version": person.version})
    assert answer.status_code == 302, answer.content
    person.refresh_from_db()
    assert person.user == user
    assert person.history.first().history_change_reason == "link_account"


@pytest.mark.parametrize("whose", ["other_hr", "worker", "hr", "visitor"])
def test_account_of_others_of_somebody_linked_or_ones_own_is_not_linked(world, root, whose):
    person = make.person(root)
    email = getattr(world.cast, whose).email
    answer = world.client("hr").post(f"/people/{person.pk}/account/", {"email": email, "version": person.version})
    assert answer.status_code == 400
    person.refresh_from_db()
    assert person.user is None
