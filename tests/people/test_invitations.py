"""Invitations: the only way to an account, one by one or many from a file."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere, TooMany
from peerwork.kit.models import Message
from peerwork.people import actions
from peerwork.people.models import Invitation, RoleAssignment, Unit, User
from tests import make
from tests.people.conftest import PASSWORD, mail, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(world):
    return world.row("people.Unit/team")


@pytest.fixture
def invitation(world, team):
    return actions.invite(
        by=world.cast.administrator, email="New.One@Example.org", name="New One", role="hr", unit=team
    )


def link():
    return mail("people/invitation").context["url"]


def test_accepting_makes_an_account_with_its_role(world, team, invitation, strict):
    client = Client()
    page = client.get(link())
    assert "new.one@example.org" in page.content.decode()
    answer = client.post(link(), {"name": "New One", "password": PASSWORD})
    user = User.objects.get(email="new.one@example.org")
    assert answer.url == "/"
    assert user.home_organisation == world.row("people.Unit/organisation")
    held = RoleAssignment.objects.get(user=user)
    assert (held.role, held.unit) == ("hr", team)
    assert client.get("/people/").url.startswith("/account/second-step/")
    invitation.refresh_from_db()
    assert (invitation.status, invitation.accepted_by) == ("accepted", user)


def test_link_works_once(invitation):
    path = link()
    Client().post(path, {"name": "New One", "password": PASSWORD})
    answer = Client().post(path, {"name": "Again", "password": PASSWORD})
    assert answer.status_code == 404
    assert User.objects.filter(email="new.one@example.org").count() == 1


def test_opening_the_link_changes_nothing(invitation):
    """Mail scanners open links."""
    for _time in range(3):
        assert Client().get(link()).status_code == 200
    assert not User.objects.filter(email="new.one@example.org").exists()


@pytest.mark.parametrize("weak", ["short words", "", "14 characters."])
def test_weak_password_is_refused_and_the_link_still_works(invitation, weak):
    answer = Client().post(link(), {"name": "New One", "password": weak})
    assert answer.status_code == 400
    assert Client().get(link()).status_code == 200


def test_invitation_ends_after_14_days(invitation, clock):
    clock(days=15)
    assert Client().get(link()).status_code == 404


def test_withdrawn_invitation_is_gone(world, invitation):
    path = link()
    actions.withdraw(invitation, by=world.cast.administrator)
    assert Client().get(path).status_code == 404
    with pytest.raises(NotHere):
        actions.accept(path.split("/")[-2], name="x", password=PASSWORD)


def test_sending_again_ends_the_first_link_and_takes_ten_minutes(world, invitation, clock):
    first = link()
    with pytest.raises(TooMany):
        actions.resend(invitation, by=world.cast.administrator)
    clock(minutes=11)
    actions.resend(invitation, by=world.cast.administrator)
    assert link() != first
    assert Client().get(first).status_code == 404
    assert Client().get(link()).status_code == 200


def test_mail_holds_the_link_only_until_it_is_sent(invitation, mailoutbox):
    from peerwork.kit import outbox

    path = link()
    outbox.send_due()
    mail = next(each for each in mailoutbox if each.to == ["new.one@example.org"])
    assert path in mail.body
    assert Message.objects.filter(template="people/invitation").latest("pk").context == {}


def test_administrators_invite_to_their_own_units_only(world):
    other = world.row("people.Unit/other_team")
    with pytest.raises(NotAllowed):
        actions.invite(by=world.cast.administrator, email="a@example.org", name="A", role="hr", unit=other)
    assert not Invitation.objects.filter(email="a@example.org").exists()
    assert not Message.objects.filter(email="a@example.org").exists()


@pytest.mark.parametrize("member", ["hr", "director", "team_lead", "worker"])
def test_only_administrators_invite(world, team, member):
    client = world.client(member)
    assert client.get("/invitations/").status_code == 404
    assert client.get("/invitations/invite/").status_code == 403
    fields = {
        "email": "a@example.org",
        "name": "A",
        "role": "administrator",
        "unit": team.pk,
        "starts_on": "2026-01-01",
    }
    assert client.post("/invitations/invite/", fields).status_code == 403
    assert not Invitation.objects.filter(email="a@example.org").exists()


def test_nobody_invites_themselves(world, team):
    with pytest.raises(Invalid):
        actions.invite(
            by=world.cast.administrator, email=world.cast.administrator.email, name="Me", role="hr", unit=team
        )


def test_same_invitation_twice_is_refused_with_words(world, team, invitation):
    client = world.client("administrator")
    fields = {"email": "new.one@example.org", "name": "N", "role": "hr", "unit": team.pk, "starts_on": "2026-01-01"}
    answer = client.post("/invitations/invite/", fields)
    assert answer.status_code == 400
    assert "open invitation" in answer.content.decode()


def test_line_break_in_a_name_never_reaches_a_mail(world, team):
    with pytest.raises(Invalid):
        actions.invite(
            by=world.cast.administrator, email="a@example.org", name="A\nBcc: b@example.org", role="hr", unit=team
        )


# With an account already --------------------------------------------------------------------------------------------
@pytest.fixture
def second_role(world, pat):
    charity = world.row("people.Unit/charity")
    actions.invite(by=make.system(), email="pat@example.org", name="Pat", role="hr", unit=charity)
    return charity


def test_somebody_with_an_account_signs_in_and_accepts(pat, second_role):
    client = Client()
    page = client.get(link())
    assert 'name="password"' not in page.content.decode()
    sign_in(client=client)
    assert client.post(link()).status_code == 302
    assert RoleAssignment.objects.filter(user=pat, unit=second_role, role="hr").exists()


def test_the_link_alone_does_not_open_an_account_that_exists(pat, second_role):
    client = Client()
    client.post(link(), {"name": "Thief", "password": "four other quiet words"})
    assert "_auth_user_id" not in client.session
    assert sign_in()[1].status_code == 302
    assert not RoleAssignment.objects.filter(user=pat, unit=second_role).exists()


def test_somebody_else_cannot_accept_it(world, pat, second_role):
    client = world.client("team_lead")
    assert client.post(link()).status_code == 400
    with pytest.raises(Conflict):
        actions.accept(link().split("/")[-2], user=world.cast.team_lead)
    assert not RoleAssignment.objects.filter(user=world.cast.team_lead, unit=second_role).exists()


# Many at once -------------------------------------------------------------------------------------------------------
def upload(text: str, name: str = "people.csv"):
    file = io.BytesIO(text.encode())
    file.name = name
    return {"file": file}


def rows_of(page) -> str:
    from html import unescape
    from re import search

    return unescape(search(r'name="rows" value="([^"]*)"', page.content.decode())[1])


FILE = """email,name,role,unit
one@example.org,One,HR,{team}
two@example.org,Two,team_lead,{team}
not an address,Three,hr,{team}
four@example.org,Four,chief,{team}
five@example.org,Five,hr,NOWHERE
six@example.org,=HYPERLINK("x"),hr,{team}
one@example.org,One,hr,{team}
"""


def test_file_is_previewed_then_sent_and_a_repeat_changes_nothing(world, team):
    client = world.client("administrator")
    page = client.post("/invitations/invite-many/", upload(FILE.format(team=team.code)))
    words = page.content.decode()
    assert page.status_code == 200
    assert "3 to send, 4 need another look" in words
    assert "no role called “chief”" in words
    assert "None of your open units has the code “NOWHERE”" in words
    assert "in the file twice" in words
    assert not Invitation.objects.filter(email="one@example.org").exists()
    rows = rows_of(page)
    done = client.post("/invitations/invite-many/", {"rows": rows}).content.decode()
    assert "3 sent, 4 not sent" in done
    assert set(Invitation.objects.filter(unit=team, status="sent").values_list("email", flat=True)) >= {
        "one@example.org", "two@example.org", "six@example.org",
    }  # fmt: skip
    counted = Invitation.objects.count(), Message.objects.count()
    again = client.post("/invitations/invite-many/", {"rows": rows}).content.decode()
    assert "0 sent" in again
    assert "Invited already" in again
    assert (Invitation.objects.count(), Message.objects.count()) == counted


def test_tampered_rows_are_judged_again(world, team):
    other = world.row("people.Unit/other_team")
    rows = f'[{{"email": "x@example.org", "name": "X", "role": "administrator", "unit": "{other.code}"}}]'
    world.client("administrator").post("/invitations/invite-many/", {"rows": rows})
    assert not Invitation.objects.filter(email="x@example.org").exists()
    assert world.client("administrator").post("/invitations/invite-many/", {"rows": "nonsense"}).status_code == 400


@pytest.mark.parametrize(("text", "words"), [("", "empty"), ("email,name\na@example.org,A\n", "columns are missing")])
def test_unreadable_file_says_what_to_do(world, text, words):
    answer = world.client("administrator").post("/invitations/invite-many/", upload(text))
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_file_costs_the_same_queries_however_long(world, team, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from peerwork.people import bulk

    def cost(count):
        rows = [{"email": f"p{n}@example.org", "name": "P", "role": "hr", "unit": team.code} for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert all(row.good for row in bulk.judge(rows, world.cast.administrator))
        return len(queries)

    assert cost(2) == cost(200)


# The first administrator --------------------------------------------------------------------------------------------
def first(*extra):
    out, err = io.StringIO(), io.StringIO()
    arguments = [
        "--organisation",
        "NEWT",
        "--organisation-name",
        "New Trust",
        "--name",
        "Ada",
        "--email",
        "ada@example.org",
    ]
    call_command("create_administrator", *arguments, *extra, stdout=out, stderr=err)
    return out.getvalue().strip()


def test_first_administrator_opens_the_organisation_and_accepts(db):
    path = first().removeprefix("http://testserver")
    client = Client()
    client.post(path, {"name": "Ada", "password": PASSWORD})
    unit = Unit.objects.get(code="NEWT")
    assert RoleAssignment.objects.filter(user__email="ada@example.org", role="administrator", unit=unit).exists()
    assert unit.retention_rules.filter(confirmed_on__isnull=True).count() == unit.retention_rules.count() > 0
    page = client.get("/set-up/")
    assert page.status_code == 200
    with pytest.raises(CommandError, match="has an administrator"):
        first()
    assert first("--another", "--email", "bea@example.org").startswith("http://testserver/invitation/")
