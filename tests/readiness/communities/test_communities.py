"""Anyone joins and leaves at any time; figures equal a replay; somebody from outside reaches their community only."""

import random
import re
from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message
from peerwork.people.models import User
from peerwork.readiness.communities import actions, queries
from peerwork.readiness.communities.models import Membership, Seat
from peerwork.readiness.communities.policy import actions as action_policy
from peerwork.readiness.communities.policy import communities, meetings, memberships
from tests import make


@pytest.fixture
def circle(world):
    return world.row("readiness.Community/circle")


# Joining and leaving --------------------------------------------------------------------------------------------------
def test_somebody_joins_and_leaves_at_any_time_and_nobody_approves(world, circle):
    client, inside = world.client("administrator"), reverse("communities:figures", args=[circle.pk])
    assert client.get(inside).status_code == 404
    for _turn in range(2):
        joined = client.post(reverse("communities:join", args=[circle.pk]), {"role_type": "administrators"})
        assert joined.status_code == 302
        assert client.get(inside).status_code == 200, "in with the very next request"
        row = Membership.objects.get(community=circle, user=world.cast.administrator, left_on__isnull=True)
        client.post(reverse("communities:leave", args=[circle.pk, row.pk]), {"version": row.version})
        assert client.get(inside).status_code == 404, "out with the very next request"
    assert Membership.objects.filter(community=circle, user=world.cast.administrator).count() == 2


def test_nobody_belongs_twice_or_leaves_twice(world, circle):
    with pytest.raises(Conflict):
        actions.join(by=world.cast.worker, community=circle, role_type="peers")
    row = world.row("readiness.Membership/worker")
    actions.leave(row, by=world.cast.worker)
    with pytest.raises(Conflict):
        actions.leave(row, by=world.cast.worker)


def test_nobody_is_made_to_leave_and_nobody_joins_for_another(world, circle):
    with pytest.raises(NotAllowed):
        actions.leave(world.row("readiness.Membership/worker"), by=world.cast.team_lead)
    with pytest.raises((NotAllowed, NotHere)):
        actions.join(by=world.cast.other_worker, community=circle, role_type="peers")


def test_leaving_gives_up_the_seat_and_its_rights(world, circle):
    assert "edit" in communities.granted(communities.find(world.cast.colleague, pk=circle.pk))
    actions.leave(world.row("readiness.Membership/colleague"), by=world.cast.colleague)
    assert Seat.objects.get(pk=world.row("readiness.Seat/colleague").pk).left_on == make.today()
    assert "edit" not in communities.granted(communities.find(world.cast.colleague, pk=circle.pk))


# Growth and attendance ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_growth_and_attendance_equal_a_replay(seed, world, circle):
    """Everybody's coming and going, day by day, told again from the events themselves."""
    dice, today, by = random.Random(seed), make.today(), world.cast.team_lead
    people = [make.account(f"Member {n}", world.row("people.Unit/organisation")) for n in range(9)]
    first = today - timedelta(days=150)
    events: list[tuple] = []  # (day, order, what, who)
    rows: dict[int, Membership] = {}
    for who, user in enumerate(people):
        day = first + timedelta(days=dice.randrange(120))
        rows[who] = actions.join(by=user, community=circle, role_type="peers", since=day)
        events.append((day, "join", who))
        if dice.random() < 0.6:
            left = day + timedelta(days=dice.randrange(0, 30))
            actions.leave(rows[who], by=user, on=left)
            events.append((left, "leave", who))
    for row in Membership.objects.filter(community=circle).exclude(pk__in=[row.pk for row in rows.values()]):
        events.append((row.joined_on, "join", f"row {row.pk}"))

    def there(day) -> Counter:
        """Who belonged at the end of a day, by walking through every event up to it."""
        here: Counter = Counter()
        for when, what, who in sorted(events, key=lambda event: (event[0], event[1] != "join")):
            if when <= day:
                here[who] += 1 if what == "join" else -1
        return Counter({who: n for who, n in here.items() if n})

    for each in queries.growth(circle):
        assert each.members == sum(there(each.month).values()), each
    for days in (130, 90, 60, 20):
        day = today - timedelta(days=days)
        belonged = [who for who in there(day) if isinstance(who, int)]
        came = dice.sample(belonged, dice.randint(0, len(belonged)))
        video = came[: len(came) // 3]
        at = timezone.make_aware(datetime.combine(day, time(14)))
        meeting = actions.plan_meeting(by=by, community=circle, starts_at=at)
        actions.hold_meeting(
            meeting, by=by, there=[rows[who] for who in came[len(video):]], video=[rows[who] for who in video]
        )  # fmt: skip
        told = next(each for each in queries.attended(circle) if each.meeting.pk == meeting.pk)
        assert (told.came, told.video, told.members) == (len(came), len(video), sum(there(day).values()))
    held = queries.attended(circle)
    assert queries.attendance_rate(held) == sum(e.came for e in held) / sum(e.members for e in held)


def test_who_came_is_corrected_and_never_erased(world, circle):
    held, by = world.row("readiness.Meeting/held"), world.cast.team_lead
    outsider = world.row("readiness.Membership/outsider")
    actions.hold_meeting(held, by=by, video=[outsider])
    told = {row.member_id: (row.came, row.how) for row in held.attendance.all()}
    assert told == {world.row("readiness.Membership/worker").pk: (False, "there"), outsider.pk: (True, "video")}
    with pytest.raises(Invalid):
        actions.hold_meeting(world.row("readiness.Meeting/planned"), by=by, there=[outsider])


# From outside ---------------------------------------------------------------------------------------------------------
def came_in(world, circle) -> tuple[Client, User]:
    """Somebody from outside, through the link they were sent and the code sent apart from it."""
    client = Client()
    link = Message.objects.filter(template="communities/link", to=world.cast.outsider).latest("pk").context["url"]
    client.post(link, {"action": "send"})
    code = Message.objects.filter(template="code", to=world.cast.outsider).latest("pk").context["code"]
    answer = client.post(link, {"code": code})
    assert answer.status_code == 302, answer.content[:400]
    assert answer.headers["Location"] == f"/communities/{circle.pk}/"
    return client, world.cast.outsider


def test_somebody_from_outside_reaches_their_community_and_nothing_else(world, circle):
    client, _user = came_in(world, circle)
    local, planned = world.row("readiness.Community/local"), world.row("readiness.Meeting/planned")
    for name, args in (("community", [circle.pk]), ("figures", [circle.pk]), ("meeting", [circle.pk, planned.pk])):
        assert client.get(reverse(f"communities:{name}", args=args)).status_code == 200, name
    shut = [
        reverse("communities:community", args=[local.pk]), reverse("communities:home"), reverse("home:home"),
        reverse("communities:meeting", args=[local.pk, planned.pk]), reverse("readiness:home"),
        reverse("communities:programme"), reverse("api:communities"), reverse("home:search"),
        reverse("communities:invite", args=[circle.pk]), reverse("communities:edit", args=[circle.pk]),
        reverse("communities:join", args=[local.pk]), reverse("people:account"),
    ]  # fmt: skip
    assert {address: client.get(address).status_code for address in shut} == dict.fromkeys(shut, 404)
    page = client.get(circle.get_absolute_url()).content.decode()
    assert str(world.row("readiness.Membership/worker").user) in page and "Peer workers" not in page


def test_somebody_from_outside_brings_something_leaves_and_is_out(world, circle):
    client, user = came_in(world, circle)
    planned = world.row("readiness.Meeting/planned")
    brought = {"kind": "paper", "title": "What families say", "attribution": "organisation"}
    assert client.post(reverse("communities:add_to_agenda", args=[circle.pk, planned.pk]), brought).status_code == 302
    assert planned.agenda.latest("pk").who == "a member’s organisation"
    row = Membership.objects.get(community=circle, user=user)
    client.post(reverse("communities:leave", args=[circle.pk, row.pk]))
    assert client.get(circle.get_absolute_url()).status_code in (302, 404)
    assert not communities.visible(user).exists() and not meetings.visible(user).exists()


def test_a_link_opens_once_and_a_new_one_shuts_the_one_before(world, circle):
    row = world.row("readiness.Membership/outsider")
    first = Message.objects.filter(template="communities/link", to=row.user).latest("pk").context["url"]
    actions.renew_link(row, by=world.cast.team_lead)
    assert Client().get(first).status_code == 404
    came_in(world, circle)
    again = Message.objects.filter(template="communities/link", to=row.user).latest("pk").context["url"]
    assert Client().get(again).status_code == 404
    with pytest.raises(Conflict):
        actions.renew_link(world.row("readiness.Membership/worker"), by=world.cast.team_lead)


def test_a_colleague_is_told_and_joins_by_themselves(world, circle):
    address = world.cast.administrator.email
    given = {"community": circle, "role_type": "administrators", "name": "Whoever", "email": address}
    assert actions.invite(by=world.cast.team_lead, **given) is None
    assert not Membership.objects.filter(community=circle, user=world.cast.administrator).exists()
    assert Message.objects.filter(template="communities/told", to=world.cast.administrator).count() == 1
    with pytest.raises((NotAllowed, NotHere)):
        actions.invite(by=world.cast.worker, **given | {"email": "else@example.org"})


# Under whose name, and what came of it --------------------------------------------------------------------------------
def test_without_a_name_nobody_but_its_owner_learns_whose_it_is(world, circle):
    row = world.row("readiness.CommunityAction/unnamed")
    assert row.who == "a member"
    for member in ("team_lead", "colleague", "outsider"):
        found = action_policy.find(getattr(world.cast, member), pk=row.pk)
        assert "owner" not in action_policy.readable(found)
        if member != "outsider":
            told = world.client(member).get(reverse("api:community-actions-row", args=[row.pk])).json()
            assert "owner" not in told and told["who"] == "a member"
    assert "owner" in action_policy.readable(action_policy.find(world.cast.worker, pk=row.pk))


def test_what_shows_nowhere_says_so(world, circle):
    row = world.row("readiness.CommunityAction/unnamed")
    page = world.client("worker").get(circle.get_absolute_url()).content.decode()
    assert "no evidence yet" in page and "A rota on the wall" in page
    with pytest.raises(Invalid):
        actions.show_evidence(row, by=world.cast.worker, evidence="A letter")
    shown = actions.show_evidence(
        row, by=world.cast.worker, evidence="A letter", evidence_unit=world.row("people.Unit/team")
    )
    assert shown.evidence_on == make.today() and "A letter" in shown.evidence_words


# The programme --------------------------------------------------------------------------------------------------------
def test_the_programme_counts_in_its_units_and_rounds_people_for_a_director(world):
    root = world.row("people.Unit/organisation")
    exact = queries.programme(world.cast.hr, root)
    assert (exact.sites, exact.learning_sets, exact.sessions, exact.co_produced) == (1, 1, 1, 1)
    assert (exact.communities, exact.actions, exact.with_evidence, exact.members) == (2, 2, 1, "4")
    director = queries.programme(world.cast.director, root)
    assert (director.trained, director.members, director.sites) == ("[c]", "[c]", 1)
    told = world.client("director").get(reverse("api:programme"), {"organisation": root.pk}).json()
    assert told["members"] == "[c]"
    other = world.row("people.Unit/other_organisation")
    assert world.client("hr").get(reverse("api:programme"), {"organisation": other.pk}).status_code == 404


def test_a_community_is_no_part_of_its_own_parts(world, circle):
    with pytest.raises(Invalid):
        actions.edit_community(
            circle, by=world.cast.lived_experience_lead, parent=world.row("readiness.Community/local")
        )


def test_more_than_eight_at_a_site_is_said_and_not_forbidden(world):
    site, by = world.row("readiness.SetSite/site"), world.cast.training_lead
    for n in range(8):
        actions.add_participant(by=by, site=site, name=f"Nine {n}", kind="peers")
    page = world.client("training_lead").get(reverse("communities:set", args=[site.learning_set_id])).content.decode()
    assert "More than eight people:" in page and re.search(r"Peer workers: 8", page)
    page = world.client("worker").get(reverse("communities:set", args=[site.learning_set_id])).content.decode()
    assert "Nine 1" not in page and "Ana" not in page


def test_only_those_who_keep_it_going_see_what_brings_members(world, circle):
    for member, sees in (("team_lead", True), ("worker", False)):
        row = memberships.find(getattr(world.cast, member), pk=world.row("readiness.Membership/outsider").pk)
        assert ("role_type" in memberships.readable(row)) is sees
