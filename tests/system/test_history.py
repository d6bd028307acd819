"""Every verb leaves one line of history with who and what; a refused verb leaves none, anywhere.

RECIPES says for each verb who does it in the cast and how, through the real action. A verb without a recipe fails.
"""

import re
from collections import Counter
from collections.abc import Container
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

from peerwork.kit.access import Policy
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.records import Versioned
from peerwork.mix import actions as mix
from peerwork.mix.models import CountingRule
from peerwork.people import actions as people
from peerwork.people.models import Invitation
from peerwork.placements import actions as placements
from tests import make
from tests.mix import care
from tests.parts import parts

SOON = timedelta(days=30)


def soon():
    return make.today() + SOON


def _person(world, name="worker"):
    return world.row(f"people.Person/{name}")


def _accept(world, by):
    row = world.row("people.Invitation/invited")
    return people.accept(people.issue_invitation_link(row), name="Ana", password="a long enough pass phrase")


def _old_invitation(world):
    row = world.row("people.Invitation/invited")
    Invitation.objects.filter(pk=row.pk).update(sent_at=timezone.now() - timedelta(hours=1))
    return row


def _deactivated(world):
    return people.deactivate(world.row("people.User/colleague"), by=world.cast.administrator)


def _merged(world):
    return people.merge(world.row("people.PersonMatch/worker"), by=world.cast.hr)


# "model/verb": (who in the cast does it, how[, what must be so before]); `by` is them, or somebody who must be refused.
RECIPES = {
    "people.Unit/open": ("administrator", lambda w, by: people.open_unit(
        by=by, parent=w.row("people.Unit/service"), kind="team", name="Quay", code="QUAY")),
    "people.Unit/rename": ("administrator", lambda w, by: people.rename_unit(
        w.row("people.Unit/team"), by=by, name="Harbour north")),
    "people.Unit/move": ("administrator", lambda w, by: people.move_unit(
        w.row("people.Unit/team"), w.row("people.Unit/organisation"), by=by, starts_on=make.today())),
    "people.Unit/close": ("administrator", lambda w, by: people.close_unit(
        w.row("people.Unit/next_team"), by=by, closed_on=make.today())),
    "people.UnitLink/open": ("administrator", lambda w, by: people.open_unit(
        by=by, parent=w.row("people.Unit/service"), kind="team", name="Quay", code="QUAY")),
    "people.UnitLink/move": ("administrator", lambda w, by: people.move_unit(
        w.row("people.Unit/team"), w.row("people.Unit/organisation"), by=by, starts_on=make.today())),
    "people.Settings/open": ("system", lambda w, by: people.open_unit(
        by=by, kind="organisation", name="Newhaven", code="NEWH")),
    "people.Settings/edit": ("administrator", lambda w, by: people.edit_settings(
        w.row("people.Settings/organisation"), by=by, display_name="Fellside")),
    "people.RetentionRule/edit": ("administrator", lambda w, by: people.edit_retention(
        w.row("people.RetentionRule/rule"), by=by, months=84)),
    "people.RetentionRule/confirm": ("records_officer", lambda w, by: people.confirm_retention(
        w.row("people.RetentionRule/rule"), by=by)),
    "people.User/rename": ("worker", lambda w, by: people.rename_user(w.cast.worker, by=by, name="Pia Moss")),
    "people.User/change_password": ("worker", lambda w, by: people.change_password(
        w.cast.worker, "a long enough pass phrase", by=by)),
    "people.User/end_sessions": ("worker", lambda w, by: people.end_sessions(w.cast.worker, by=by)),
    "people.User/reset_second_step": ("administrator", lambda w, by: people.reset_second_step(
        w.row("people.User/colleague"), by=by)),
    "people.User/deactivate": ("administrator", lambda w, by: people.deactivate(w.row("people.User/colleague"), by=by)),
    "people.User/reactivate": ("administrator", lambda w, by: people.reactivate(w.ready, by=by), _deactivated),
    "people.RoleAssignment/give": ("administrator", lambda w, by: people.give_role(
        by=by, user=w.row("people.User/colleague"), role="hr", unit=w.row("people.Unit/team"))),
    "people.RoleAssignment/end": ("administrator", lambda w, by: people.end_role(
        w.row("people.RoleAssignment/team_lead"), by=by, ends_on=make.today())),
    "people.Invitation/invite": ("administrator", lambda w, by: people.invite(
        by=by, email="new@example.org", name="New", role="hr", unit=w.row("people.Unit/team"))),
    "people.Invitation/resend": ("administrator", lambda w, by: people.resend(w.ready, by=by), _old_invitation),
    "people.Invitation/withdraw": ("administrator", lambda w, by: people.withdraw(
        w.row("people.Invitation/invited"), by=by)),
    "people.Invitation/accept": ("system", _accept),
    "people.User/join": ("system", _accept),
    "people.ApiToken/issue": ("worker", lambda w, by: people.issue_token(
        by=by, name="Sheet", scope="read", expires_on=soon())),
    "people.ApiToken/revoke": ("worker", lambda w, by: people.revoke_token(w.row("people.ApiToken/worker"), by=by)),
    "people.Handover/begin": ("administrator", lambda w, by: people.begin_handover(
        by=by, leaver=w.row("people.User/team_lead"), organisation=w.row("people.Unit/organisation"), last_day=soon())),
    "people.Handover/edit": ("director", lambda w, by: people.edit_handover(
        w.row("people.Handover/handover"), by=by, note="The budget code is in the blue folder.")),
    "people.Handover/finish": ("administrator", lambda w, by: people.finish_handover(
        w.row("people.Handover/handover"), by=by)),
    "people.Person/register": ("hr", lambda w, by: people.register_person(
        by=by, organisation=w.row("people.Unit/organisation"), given_name="New", family_name="Person")),
    "people.Person/edit": ("hr", lambda w, by: people.edit_person(_person(w), by=by, home_phone="01632 960001")),
    "people.Person/correct": ("worker", lambda w, by: people.correct_person(_person(w), by=by, known_as="Pip")),
    "people.Person/link_account": ("hr", lambda w, by: people.link_account(
        w.row("people.Person/leaver"), w.row("people.User/team_lead").email, by=by)),
    "people.Identifier/note": ("hr", lambda w, by: people.note_identifier(
        by=by, person=_person(w), system="lms", value="L-1")),
    "people.Identifier/end": ("hr", lambda w, by: people.end_identifier(
        w.row("people.Identifier/worker"), by=by, ended_on=make.today())),
    "people.Identifier/carry": (
        "hr", lambda w, by: people.merge(w.row("people.PersonMatch/worker"), by=by),
        lambda w: make.number(w.row("people.PersonMatch/worker").duplicate, "lms")),
    "people.Worker/begin": ("hr", lambda w, by: people.begin_worker(
        by=by, person=_person(w, "colleague"), peer_since=make.today())),
    "people.Worker/edit": ("worker", lambda w, by: people.edit_worker(
        w.row("people.Worker/worker"), by=by, scope="carer")),
    "people.Worker/end": ("hr", lambda w, by: people.end_worker(
        w.row("people.Worker/worker"), by=by, peer_until=make.today())),
    "people.PersonMatch/propose": ("hr", lambda w, by: people.propose_match(
        by=by, kept=_person(w), duplicate=_person(w, "gone"), grounds="The same address")),
    "people.PersonMatch/merge": ("hr", lambda w, by: people.merge(w.row("people.PersonMatch/worker"), by=by)),
    "people.PersonMatch/keep_apart": ("hr", lambda w, by: people.keep_apart(w.row("people.PersonMatch/worker"), by=by)),
    "people.PersonMatch/undo": ("hr", lambda w, by: people.undo_merge(w.ready, by=by), _merged),
    "placements.Post/open": ("hr", lambda w, by: placements.open_post(
        by=by, team=w.row("people.Unit/team"), title="Peer", family="peer", wte=1)),
    "placements.Placement/propose": ("team_lead", lambda w, by: placements.propose_placement(
        by=by, person=_person(w, "gone"), post=w.row("placements.Post/peer"), team=w.row("people.Unit/team"),
        employer=w.row("people.Unit/organisation"), host=w.row("people.Unit/organisation"), wte=1)),
    "placements.Placement/agree": ("proposed", lambda w, by: placements.agree_placement(
        w.row("placements.Placement/proposed"), by=by)),
    "placements.Placement/start": ("hr", lambda w, by: placements.start_placement(
        w.row("placements.Placement/starter"), by=by)),
    "placements.Placement/end": ("hr", lambda w, by: placements.end_placement(
        w.row("placements.Placement/worker"), by=by, ends_on=make.today())),
    "placements.Stream/open": ("administrator", lambda w, by: placements.open_stream(
        by=by, organisation=w.row("people.Unit/organisation"), kind="group", name="Group")),
    "placements.SupervisorLink/link": ("hr", lambda w, by: placements.link_supervisor(
        by=by, person=_person(w, "starter"), supervisor=w.cast.supervisor, stream=w.row("placements.Stream/peer"))),
    "placements.SupervisorLink/end": ("hr", lambda w, by: placements.end_supervisor(
        w.row("placements.SupervisorLink/worker"), by=by, ends_on=make.today())),
    "placements.Away/note": ("hr", lambda w, by: placements.note_away(
        by=by, person=_person(w), kind="leave", starts_on=soon())),
    "placements.Qualified/note": ("training_lead", lambda w, by: placements.note_qualified(
        by=by, person=_person(w), requirement="First aid", source="Course")),
    "placements.Readiness/decide": ("team_lead", lambda w, by: placements.decide_readiness(
        by=by, team=w.row("people.Unit/team"), answer="not_yet", reason="No supervisor", expires_on=soon())),
    "mix.CountingRule/classify": ("administrator", lambda w, by: mix.classify(
        by=by, organisation=w.row("people.Unit/organisation"), starts_on=make.today(),
        answers=[("job_role", "Porter", "excluded")])),
    "mix.CountingRule/suggest": ("hr", lambda w, by: mix.suggest_person(
        by=by, organisation=w.row("people.Unit/organisation"), staff_id="FELL1", counts_as="peer",
        starts_on=make.today())),
    "mix.CountingRule/approve": ("administrator", lambda w, by: mix.approve(
        w.row("mix.CountingRule/suggested"), by=by)),
    "mix.CountingRule/reject": ("administrator", lambda w, by: mix.reject(w.row("mix.CountingRule/suggested"), by=by)),
    "mix.CountingRule/end": ("administrator", lambda w, by: mix.end(
        w.row("mix.CountingRule/code"), by=by, ends_on=make.today())),
    "mix.CountingRule/replace": ("administrator", lambda w, by: mix.classify(
        by=by, organisation=w.row("people.Unit/organisation"), starts_on=make.today() - make.LONG_AGO,
        answers=[("job_role", "Peer worker", "clinical")])),
    "mix.StaffSubmission/publish": ("administrator", lambda w, by: make.published(
        w.row("people.Unit/organisation"), [("2017-OCT", "Nurses", "7")], by=by)),
    "mix.ActivitySubmission/publish": ("administrator", lambda w, by: care.activity(
        w.row("people.Unit/organisation"), [care.contact("FELL1", make.today() - make.LONG_AGO)], by=by)),
    "mix.StaffLink/link": ("administrator", lambda w, by: mix.link_staff(
        by=by, organisation=w.row("people.Unit/organisation"), source="mhsds", local_id="CPI2", staff_id="FELL2",
        starts_on=make.today())),
    "mix.StaffLink/end": ("administrator", lambda w, by: mix.end_link(
        w.row("mix.StaffLink/care_link"), by=by, ends_on=soon())),
    "mix.CareTeam/map": ("administrator", lambda w, by: mix.map_team(
        w.row("mix.CareTeam/care_team"), by=by, unit=w.row("people.Unit/next_team"))),
    "mix.Profession/name": ("administrator", lambda w, by: mix.name_profession(
        by=by, organisation=w.row("people.Unit/organisation"), value="Support", name="Support staff",
        registration="unregistered")),
    "mix.CountedRule/set": ("administrator", lambda w, by: mix.set_counted_rule(
        by=by, organisation=w.row("people.Unit/organisation"), effective_from=make.today().replace(day=1),
        mechanisms="01 02", reason="As agreed")),
    "mix.Tally/log": ("worker", lambda w, by: care.tally(
        w.row("people.Unit/team"), by=by, person=_person(w))),
    "mix.Tally/edit": ("worker", lambda w, by: mix.edit_tally(w.row("mix.Tally/worker"), by=by, minutes=45)),
    "mix.Tally/withdraw": ("worker", lambda w, by: mix.withdraw_tally(w.row("mix.Tally/worker"), by=by)),
    "mix.Target/set": ("director", lambda w, by: make.target(w.row("people.Unit/service"), by)),
    "mix.Target/replace": ("director", lambda w, by: make.target(w.row("people.Unit/team"), by)),
    "mix.Target/withdraw": ("director", lambda w, by: mix.withdraw_target(w.row("mix.Target/team"), by=by)),
}  # fmt: skip

# Done on the way to another verb, or not offered by an action yet; each says which.
ELSEWHERE = {
    "kit.Hold/hold": "nobody may yet: it comes with the records officer's cases",
    "kit.Hold/lift": "nobody may yet: it comes with the records officer's cases",
    "people.UnitLink/close": "a unit that closes keeps its place in the tree",
    "people.RetentionRule/propose": "propose_retention, by the system for an administrator",
    "people.User/invite": "people come by an invitation: people.Invitation/invite",
    "people.User/change_email": "confirm_email, once both mails are answered: tests/people",
    "mix.StaffSubmission/hand_in": "the first step of every import",
    "mix.StaffSubmission/check": "a dry run: tests/mix",
    "mix.StaffSubmission/pass_over": "a repeat: tests/mix",
    "mix.StaffSubmission/refuse": "a bad file: tests/mix",
    "mix.ActivitySubmission/hand_in": "the first step of every import",
    "mix.ActivitySubmission/check": "a dry run: tests/mix",
    "mix.ActivitySubmission/pass_over": "a repeat: tests/mix",
    "mix.ActivitySubmission/refuse": "a bad file: tests/mix",
    "mix.CareTeam/note": "the first file that names a team: tests/mix",
    "mix.Definition/publish": "the first figure: tests/mix",
}

for part in parts("recipes"):
    RECIPES |= getattr(part, "RECIPES", {})
    ELSEWHERE |= getattr(part, "ELSEWHERE", {})

VERBS = sorted(
    f"{policy.model._meta.label}/{verb}"
    for policy in Policy.registry.values()
    if issubclass(policy.model, Versioned)
    for verb in policy.verbs
)


def histories() -> list:
    return [get_history_manager_for_model(model) for model in apps.get_models() if hasattr(model, "history")]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        return cursor.fetchone()[0]


@contextmanager
def written():
    """The tables that are written to inside, and how many rows each had before the first of it."""
    tables: dict[str, int] = {}

    def note(execute, sql, params, many, context):
        found = re.match(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
        if found and found[1] not in tables:
            tables[found[1]] = count(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@pytest.mark.parametrize("path", VERBS)
def test_every_verb_has_a_recipe(path):
    assert (path in RECIPES) != (path in ELSEWHERE)


def recipe(path: str, world):
    """Who does it and how, after what must be so before."""
    actor, how, *before = RECIPES[path]
    world.ready = before[0](world) if before else None
    return getattr(world.cast, actor), how


@pytest.mark.parametrize("path", sorted(RECIPES))
def test_a_verb_leaves_one_line_that_says_who_and_what(path, world):
    label, verb = path.split("/")
    model, (by, do) = apps.get_model(label), recipe(path, world)
    before = set(model.history.values_list("history_id", flat=True))
    with written() as tables:
        do(world, by)
    new = model.history.exclude(history_id__in=before).filter(history_change_reason=verb)
    assert new.exists(), "no line of history"
    assert {line.history_user for line in new} == {by}
    assert set(Counter(line.id for line in new).values()) == {1}
    for line in new:
        assert line.version == (line.prev_record.version if line.prev_record else 0) + 1
    assert model._meta.db_table in tables
    in_step(tables)


# Who must be refused whatever the verb: the double of its holder, somebody whose role does not hold it, and a visitor.
REFUSED = {
    "adjustments.CardOpening/open": ("director", "visitor"),  # whoever is on call may open a card
    "readiness.Membership/join": ("visitor",),  # anybody of the organisation may join
}


@pytest.mark.parametrize("path", sorted(path for path in RECIPES if RECIPES[path][0] != "system"))
def test_a_refused_verb_leaves_nothing(path, world):
    if path == "people.ApiToken/issue":
        pytest.skip("everybody may make a key of their own")
    actor = RECIPES[path][0]
    _by, do = recipe(path, world)
    double = f"other_{actor}" if hasattr(world.cast, f"other_{actor}") else "other_hr"
    for member in (double, *REFUSED.get(path, ("on_call_manager", "visitor"))):
        with written() as tables, pytest.raises((NotAllowed, NotHere)):
            do(world, getattr(world.cast, member))
        left = {table for table, rows in tables.items() if "_historical" in table and count(table) != rows}
        assert not left, f"{member} left a line"


def in_step(tables: Container[str]) -> None:
    """The latest line of history says what the record says, for every record of the tables that were written to."""
    for model in apps.get_models():
        if not hasattr(model, "history") or model._meta.db_table not in tables:
            continue
        names = [field.attname for field in model.history.model.tracked_fields]
        latest = {}
        for line in model.history.order_by("history_date", "history_id").values("id", "history_type", *names):
            latest[line["id"]] = line
        for row in model._default_manager.values("id", *names):
            line = latest.pop(row["id"], None)
            assert line is not None, f"{model._meta.label} {row['id']} has no history"
            told = {name: line[name] for name in names}
            assert told == {name: row[name] for name in names}, f"{model._meta.label} {row['id']}"
        assert all(line["history_type"] == "-" for line in latest.values()), f"{model._meta.label}: rows gone"


def test_the_latest_line_of_history_is_the_record_itself(world):
    in_step({model._meta.db_table for model in apps.get_models()})


def test_history_always_says_who(world):
    """But for the system user's own first line, which nobody was there to write."""
    for manager in histories():
        nobody = manager.filter(history_user__isnull=True)
        if manager.model.__name__ == "HistoricalUser":
            nobody = nobody.exclude(kind="system")
        assert not nobody.exists(), manager.model


def test_an_approval_is_never_ones_own(world):
    rule = mix.suggest_person(
        by=world.cast.hr,
        organisation=world.row("people.Unit/organisation"),
        staff_id="FELL2",
        counts_as="peer",
        starts_on=make.today(),
    )
    with pytest.raises(NotAllowed):
        mix.approve(rule, by=world.cast.hr)
    assert CountingRule.objects.get(pk=rule.pk).status == "suggested"
    mix.approve(rule, by=world.cast.hr_worker)
