"""One's own account, and what an administrator does with others': roles, closing, tokens, addresses."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message
from peerwork.people import actions, tokens
from peerwork.people.models import RoleAssignment, User
from tests import make
from tests.people.conftest import mail, sign_in

pytestmark = pytest.mark.django_db


# Closing ------------------------------------------------------------------------------------------------------------
def test_closing_an_account_ends_every_session_and_token_at_once(world, pat):
    first, _answer = sign_in()
    second, _answer = sign_in()
    forced = Client()
    forced.force_login(pat)
    _token, key = actions.issue_token(by=pat, name="x", scope="read", expires_on=make.today() + timedelta(days=9))
    assert tokens.verify(f"Bearer {key}")
    page = world.client("administrator").post(
        f"/users/{pat.pk}/deactivate/", {"version": User.objects.get(pk=pat.pk).version}
    )
    assert page.status_code == 302
    for client in (first, second, forced):
        assert client.get("/account/").status_code == 302
    assert tokens.verify(f"Bearer {key}") is None
    assert sign_in()[1].url == "/accounts/inactive/"
    assert not Session.objects.filter(session_key=first.cookies["session"].value).exists()


def test_opening_it_again_does_not_bring_old_sessions_or_tokens_back(world, pat):
    client = Client()
    client.force_login(pat)
    _token, key = actions.issue_token(by=pat, name="x", scope="read", expires_on=make.today() + timedelta(days=9))
    actions.deactivate(pat, by=world.cast.administrator)
    actions.reactivate(User.objects.get(pk=pat.pk), by=world.cast.administrator)
    assert client.get("/account/").status_code == 302
    assert tokens.verify(f"Bearer {key}") is None
    assert sign_in()[1].url == "/"


@pytest.mark.parametrize("member", ["hr", "worker", "team_lead", "other_administrator"])
def test_others_cannot_close_an_account(world, pat, member):
    answer = world.client(member).post(f"/users/{pat.pk}/deactivate/")
    assert answer.status_code in (403, 404)
    assert User.objects.get(pk=pat.pk).is_active


def test_administrators_do_not_close_their_own_account(world):
    me = world.cast.administrator
    assert world.client("administrator").post(f"/users/{me.pk}/deactivate/").status_code == 403
    assert User.objects.get(pk=me.pk).is_active


def test_stale_button_is_refused(world, pat):
    actions.rename_user(pat, by=world.cast.administrator, name="Pat Newname")
    answer = world.client("administrator").post(f"/users/{pat.pk}/deactivate/", {"version": "0"})
    assert answer.status_code == 409
    assert User.objects.get(pk=pat.pk).is_active


# A lost second step --------------------------------------------------------------------------------------------------
def test_a_lost_second_step_is_taken_off_and_nobody_gets_in_by_that_alone(world, pat):
    Authenticator.objects.create(user=pat, type="totp", data={"secret": "x"})
    signed_in = Client()
    signed_in.force_login(pat)
    version = User.objects.get(pk=pat.pk).version
    page = world.client("administrator").post(f"/users/{pat.pk}/reset-second-step/", {"version": version})
    assert page.status_code == 302
    assert not Authenticator.objects.filter(user=pat).exists()
    assert signed_in.get("/account/").status_code == 302
    assert sign_in()[1].status_code != 302, "the old password still opens the account"
    assert Message.objects.get(template="people/second_step_reset").to == pat


@pytest.mark.parametrize("member", ["hr", "worker", "other_administrator"])
def test_others_cannot_take_off_a_second_step(world, pat, member):
    Authenticator.objects.create(user=pat, type="totp", data={"secret": "x"})
    assert world.client(member).post(f"/users/{pat.pk}/reset-second-step/").status_code in (403, 404)
    assert Authenticator.objects.filter(user=pat).exists()


def test_administrators_do_not_take_off_their_own(world):
    me = world.cast.administrator
    assert world.client("administrator").post(f"/users/{me.pk}/reset-second-step/").status_code == 403


# Sessions -----------------------------------------------------------------------------------------------------------
def test_one_device_or_all_others_are_signed_out(pat):
    here, _answer = sign_in(HTTP_USER_AGENT="Here")
    there, _answer = sign_in(HTTP_USER_AGENT="There")
    page = here.get("/account/sessions/").content.decode()
    assert "Here" in page
    assert "There" in page
    assert "This device" in page
    end = re.search(r'action="(/account/sessions/\d+/end/)"', page)[1]
    here.post(end)
    assert there.get("/account/").status_code == 302
    third, _answer = sign_in()
    here.post("/account/sessions/end-others/")
    assert third.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_anothers_session_by_number(world, pat):
    from allauth.usersessions.models import UserSession

    mine, _answer = sign_in()
    number = UserSession.objects.get(user=pat).pk
    world.client("team_lead").post(f"/account/sessions/{number}/end/")
    assert mine.get("/account/").status_code == 200


def test_administrator_signs_somebody_out_everywhere(world, pat):
    client, _answer = sign_in()
    world.client("administrator").post(f"/users/{pat.pk}/end-sessions/")
    assert client.get("/account/").status_code == 302


# Roles --------------------------------------------------------------------------------------------------------------
def test_role_opens_and_closes_with_the_very_next_request(world, pat):
    client, _answer = sign_in()
    assert client.get("/people/").status_code == 200
    role = pat.assignments.get()
    actions.end_role(role, by=world.cast.administrator, ends_on=make.today() - timedelta(days=1))
    assert client.get("/people/").status_code == 404


def test_giving_a_role_on_a_page(world):
    to, unit = world.cast.team_lead, world.row("people.Unit/service")
    fields = {"role": "training_lead", "unit": unit.pk, "starts_on": "2026-11-01", "reason": "Cover"}
    answer = world.client("administrator").post(f"/users/{to.pk}/give-role/", fields)
    assert answer.status_code == 302, answer.content
    assert RoleAssignment.objects.filter(user=to, role="training_lead", unit=unit).exists()


def test_nobody_gives_themselves_a_role(world):
    me, unit = world.cast.administrator, world.row("people.Unit/service")
    fields = {"role": "oh_lead", "unit": unit.pk, "starts_on": "2026-11-01"}
    assert world.client("administrator").post(f"/users/{me.pk}/give-role/", fields).status_code in (400, 403)
    assert not RoleAssignment.objects.filter(user=me, role="oh_lead").exists()


def test_nobody_makes_a_role_that_ends_longer_by_ending_it_later(world):
    """Otherwise an administrator could bring back a role of their own: giving is barred, ending is not."""
    me, unit = world.cast.administrator, world.row("people.Unit/service")
    role = make.role(me, "oh_lead", unit, ends_on=make.today() - timedelta(days=1))
    fields = {"ends_on": "2199-12-31", "version": role.version}
    assert world.client("administrator").post(f"/roles/{role.pk}/end/", fields).status_code == 400
    role.refresh_from_db()
    assert role.ends_on < make.today()
    fields["ends_on"] = str(make.today() - timedelta(days=2))
    assert world.client("administrator").post(f"/roles/{role.pk}/end/", fields).status_code == 302


def test_role_on_another_organisations_unit_is_not_to_be_given(world):
    to, unit = world.cast.team_lead, world.row("people.Unit/other_team")
    fields = {"role": "hr", "unit": unit.pk, "starts_on": "2026-11-01"}
    assert world.client("administrator").post(f"/users/{to.pk}/give-role/", fields).status_code == 400
    with pytest.raises(NotAllowed):
        actions.give_role(by=world.cast.administrator, user=to, role="hr", unit=unit)


def test_users_are_found_by_name_role_and_status(world, pat):
    client = world.client("administrator")
    assert "Pat Lee" in client.get("/users/?q=pat").content.decode()
    assert "Pat Lee" in client.get("/users/?role=hr").content.decode()
    assert "Pat Lee" not in client.get("/users/?role=director").content.decode()
    assert "Pat Lee" not in client.get("/users/?status=closed").content.decode()
    assert client.get("/users/?role=' OR 1=1&status=x&page=zz&q=%00'\"").status_code == 200


def test_other_organisations_users_are_not_there(world):
    page = world.client("administrator").get("/users/").content.decode()
    assert world.cast.other_hr.email not in page
    assert world.client("administrator").get(f"/users/{world.cast.other_hr.pk}/").status_code == 404


def test_list_costs_the_same_with_one_and_with_many(world, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, root = world.client("administrator"), world.row("people.Unit/organisation")

    def cost(path):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = [
        "/users/",
        "/people/",
        "/units/",
        "/invitations/",
        "/handovers/",
        "/retention/",
        "/people/possible-duplicates/",
    ]
    hr = world.client("hr")
    before = {path: cost(path) for path in paths if "/people" not in path}
    for number in range(25):
        user = make.holder("team_lead", world.row("people.Unit/team"))
        make.role(user, "training_lead", root)
        make.person(root, user)
        actions.invite(
            by=make.system(), email=f"i{number}@example.org", name="I", role="hr", unit=world.row("people.Unit/team")
        )
        make.handover(user, root)
    assert {path: cost(path) for path in before} == before
    assert max(before.values()) <= 14
    assert hr.get("/people/").status_code == 200


# Keys ---------------------------------------------------------------------------------------------------------------
def test_key_is_shown_once_and_kept_as_a_hash(pat):
    client, _answer = sign_in()
    end = make.today() + timedelta(days=30)
    answer = client.post(
        "/account/tokens/issue/", {"name": "My report", "scope": "read", "expires_on": end.isoformat()}
    )
    key = re.search(r'value="(pw_[^"]+)"', answer.content.decode())[1]
    owner, token = tokens.verify(f"Bearer {key}")
    assert owner == pat
    assert key.split("_", 2)[2] not in str(vars(token))
    account = client.get("/account/").content.decode()
    assert key not in account
    assert "My report" in account
    client.post(f"/account/tokens/{token.pk}/revoke/", {"version": token.version})
    assert tokens.verify(f"Bearer {key}") is None


@pytest.mark.parametrize("days", [0, -1, 400])
def test_key_ends_within_a_year(pat, days):
    with pytest.raises(Invalid):
        actions.issue_token(by=pat, name="x", scope="read", expires_on=make.today() + timedelta(days=days))


def test_nobody_revokes_anothers_key_but_their_administrator(world):
    token = world.row("people.ApiToken/worker")
    assert world.client("hr").post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    actions.revoke_token(token, by=world.cast.administrator)
    with pytest.raises(Conflict):
        actions.revoke_token(token, by=world.cast.administrator)


# Name and address ---------------------------------------------------------------------------------------------------
def test_own_name_and_reminders(pat):
    client, _answer = sign_in()
    client.post("/account/edit/", {"name": "Pat Lee-Moss", "version": pat.version})
    pat.refresh_from_db()
    assert (pat.name, pat.digest) == ("Pat Lee-Moss", False)


def test_two_edits_at_once_keep_both_peoples_words(pat):
    client, _answer = sign_in()
    old = pat.version
    actions.rename_user(pat, by=pat, name="First Change")
    answer = client.post("/account/edit/", {"name": "Second Change", "version": old})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Second Change"' in words
    assert "First Change" in words
    version = re.search(r'name="version" value="(\d+)"', words)[1]
    assert client.post("/account/edit/", {"name": "Second Change", "version": version}).status_code == 302


def test_address_changes_when_both_mails_are_opened(pat):
    client, _answer = sign_in()
    client.post("/account/email/", {"email": "Pat.New@example.org"})
    new, old = mail("people/new_email"), mail("people/old_email")
    assert new.email == "pat.new@example.org"
    assert old.to == pat
    client.get(new.context["url"])
    client.post(new.context["url"])
    pat.refresh_from_db()
    assert pat.email == "pat@example.org"
    client.post(old.context["url"])
    pat.refresh_from_db()
    assert pat.email == "pat.new@example.org"
    assert pat.history.first().history_change_reason == "change_email"
    assert sign_in("pat.new@example.org")[1].status_code == 302


def test_address_takes_a_recent_sign_in(pat, clock):
    client, _answer = sign_in()
    clock(minutes=11)
    assert client.post("/account/email/", {"email": "x@example.org"}).url.startswith("/accounts/reauthenticate/")


def test_mails_of_two_requests_do_not_make_a_pair(pat):
    actions.ask_new_email(pat, "first@example.org", by=pat)
    first = mail("people/new_email").context["url"].split("/")[-2]
    actions.confirm_email(first, by=pat)
    actions.ask_new_email(pat, "second@example.org", by=pat)
    actions.confirm_email(mail("people/old_email").context["url"].split("/")[-2], by=pat)
    assert User.objects.get(pk=pat.pk).email == "pat@example.org"


def test_link_of_another_person_confirms_nothing(pat, world):
    actions.ask_new_email(pat, "first@example.org", by=pat)
    token = mail("people/new_email").context["url"].split("/")[-2]
    with pytest.raises(NotHere):
        actions.confirm_email(token, by=world.cast.hr)


def test_address_somebody_has_is_not_told_until_it_is_proven(pat, world):
    taken = world.cast.hr.email
    actions.ask_new_email(pat, taken, by=pat)
    actions.confirm_email(mail("people/new_email").context["url"].split("/")[-2], by=pat)
    with pytest.raises(Invalid, match="can't be used"):
        actions.confirm_email(mail("people/old_email").context["url"].split("/")[-2], by=pat)


def test_profile_takes_no_other_field(pat):
    client, _answer = sign_in()
    before = timezone.now()
    client.post(
        "/account/edit/",
        {"name": "P", "kind": "system", "is_active": "", "email": "x@example.org", "joined_at": before},
    )
    pat.refresh_from_db()
    assert (pat.kind, pat.is_active, pat.email) == ("account", True, "pat@example.org")
