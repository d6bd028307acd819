"""The rules shown where decisions are made, handing over, cover, private wishes, a death, and leaving."""

from datetime import timedelta
from decimal import Decimal

import pytest

from peerwork.kit import outbox
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Message
from peerwork.kit.records import keep
from peerwork.people import holdings
from peerwork.people.policy import people
from peerwork.placements import actions, endings, queries, warnings
from peerwork.placements.models import Override, Placement, Supervising, SupervisorLink
from peerwork.placements.policy import exclusions, exits, placements, supervisor_links
from peerwork.placements.survival import kaplan_meier
from peerwork.recruitment.starting.actions import set_rules
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.today()
DAY = timedelta(days=1)


@pytest.fixture
def trust():
    """A trust that places people without an offer of its own: the checks before a start have tests of their own."""
    trust = make.organisation()
    set_rules(by=make.system(), organisation=trust, offers_first=False)
    return trust


@pytest.fixture
def team(trust):
    return make.team(trust)


@pytest.fixture
def hr(trust):
    return make.holder("hr", trust)


@pytest.fixture
def peer_post(team):
    return make.post(team, lived_experience_essential=True, wte=Decimal(2))


def propose(hr, person, post, **values):
    values = {"starts_on": TODAY, "wte": Decimal("0.6")} | values
    return actions.propose_placement(by=hr, person=person, post=post, **values)


def rules_in(refusal) -> str:
    return " ".join(refusal.value.fields["despite"])


# Warnings -----------------------------------------------------------------------------------------------------------
def test_the_only_peer_in_a_team_nobody_called_ready_needs_a_reason_which_is_kept_and_counted(
    trust, team, hr, peer_post
):
    person = make.person(trust)
    with pytest.raises(Invalid) as refusal:
        propose(hr, person, peer_post)
    assert "ready" in rules_in(refusal) and "only peer worker" in rules_in(refusal)
    assert not Placement.objects.exists() and not Override.objects.exists()
    propose(hr, person, peer_post, despite="She knows the team.")
    kept = Override.objects.order_by("rule")
    assert [(row.rule, row.reason, row.decided_by, row.person) for row in kept] == [
        ("not_ready", "She knows the team.", hr, person), ("only_peer", "She knows the team.", hr, person),
    ]  # fmt: skip
    assert queries.override_counts(hr) == [("not_ready", 1), ("only_peer", 1)]


def test_a_ready_team_with_a_peer_network_needs_no_reason(trust, team, hr, peer_post):
    make.ready(team)
    actions.name_network(by=hr, team=team, name="Peers together")
    propose(hr, make.person(trust), peer_post)
    assert not Override.objects.exists()


@pytest.mark.parametrize(("answer", "expires", "ready"), [("ready", 30, True), ("conditions", 30, True),
                                                          ("not_yet", 30, False), (None, 0, False)])  # fmt: skip
def test_readiness_is_the_last_decision_that_still_holds(team, hr, answer, expires, ready):
    make.ready(team)
    if answer:
        actions.decide_readiness(by=hr, team=team, answer=answer, reason="Seen", conditions="A talk first",
                                 expires_on=TODAY + expires * DAY)  # fmt: skip
    day = TODAY if answer else TODAY + make.LONG_AGO + DAY
    assert (warnings.team_not_ready(team, day) == []) is ready


def test_a_peer_who_starts_without_a_needed_supervisor_needs_a_reason(trust, team, hr, peer_post):
    make.ready(team)
    actions.name_network(by=hr, team=team, name="Peers together")
    stream, person = make.stream(trust), make.person(trust)
    row = actions.agree_placement(propose(hr, person, peer_post), by=hr)
    with pytest.raises(Invalid) as refusal:
        actions.start_placement(row, by=hr)
    assert stream.name in rules_in(refusal)
    make.supervised(person, make.account(organisation=trust), stream, starts_on=TODAY)
    assert actions.start_placement(row, by=hr).status == "started"


def test_over_budget_over_full_time_and_outside_the_post_are_told_apart(trust, team, hr):
    post = make.post(team, wte=Decimal(1), ends_on=TODAY + 100 * DAY)
    person = make.person(trust)
    with pytest.raises(Invalid) as refusal:
        propose(hr, person, post)
    assert set(refusal.value.fields) == {"ends_on"}
    first = propose(hr, person, post, wte=Decimal("0.8"), ends_on=TODAY + 50 * DAY)
    actions.start_placement(actions.agree_placement(first, by=hr), by=hr)
    other = make.post(team, title="Other")
    with pytest.raises(Invalid) as refusal:
        propose(hr, person, other, wte=Decimal("0.4"))
    assert "1.2 WTE" in rules_in(refusal)
    row = propose(hr, make.person(trust), post, wte=Decimal("0.4"), ends_on=TODAY + 10 * DAY)
    with pytest.raises(Invalid) as refusal:
        actions.start_placement(actions.agree_placement(row, by=hr), by=hr)
    assert "0.2 WTE" in rules_in(refusal)


def test_the_same_proposal_twice_is_there_once(trust, team, hr):
    post, person = make.post(team), make.person(trust)
    propose(hr, person, post)
    with pytest.raises(Conflict):
        propose(hr, person, post)
    assert Placement.objects.filter(person=person).count() == 1


def test_contracts_a_post_does_not_allow_are_refused_whatever_the_reason(trust, team, hr):
    post = make.post(team, contracts=["permanent", "fixed"])
    with pytest.raises(Invalid) as refusal:
        propose(hr, make.person(trust), post, contract="bank", despite="Please")
    assert set(refusal.value.fields) == {"contract"}


def test_an_untrained_or_full_supervisor_needs_a_reason(trust, team, hr):
    beside = make.stream(trust, "peer", "Peer supervision")
    supervisor = make.account(organisation=trust)
    persons = [make.person(trust) for _n in range(4)]
    for person in persons:
        make.placement(person, make.post(team, title=f"Post {person.pk}"))
    with pytest.raises(Invalid) as refusal:
        actions.link_supervisor(by=hr, person=persons[0], supervisor=supervisor, stream=beside)
    assert "training" in rules_in(refusal)
    make.gives(supervisor, trust, capacity=2)
    for person in persons[:2]:
        actions.link_supervisor(by=hr, person=person, supervisor=supervisor, stream=beside)
    with pytest.raises(Invalid) as refusal:
        actions.link_supervisor(by=hr, person=persons[2], supervisor=supervisor, stream=beside)
    assert refusal.value.fields["despite"][0] == "Not available."
    actions.link_supervisor(by=hr, person=persons[2], supervisor=supervisor, stream=beside, despite="For a month")
    assert Override.objects.get().rule == "over_capacity"


# Handing over -------------------------------------------------------------------------------------------------------
@pytest.fixture
def leaver(trust, team):
    """A supervisor with four people in two kinds of supervision."""
    leaver = make.account("Leaver", organisation=trust)
    line, practice = make.stream(trust, "line", "Line"), make.stream(trust)
    for n in range(4):
        person = make.person(trust)
        make.placement(person, make.post(team, title=f"Post {n}"))
        make.supervised(person, leaver, line if n % 2 else practice)
    return leaver


def links(user):
    return SupervisorLink.objects.filter(supervisor=user)


def test_all_of_a_leavers_people_are_handed_over_in_one_step(trust, hr, leaver):
    successor = make.account("Next", organisation=trust)
    given = actions.hand_over(leaver, successor, by=hr, first_day=TODAY + DAY)
    assert len(given) == 4 and {row.ends_on for row in links(leaver)} == {TODAY}
    assert {row.starts_on for row in links(successor)} == {TODAY + DAY}
    assert set(links(leaver).values_list("person", "stream")) == set(links(successor).values_list("person", "stream"))
    with pytest.raises(Conflict):
        actions.hand_over(leaver, successor, by=hr, first_day=TODAY + DAY)


def test_handing_over_is_all_or_nothing(trust, hr, leaver):
    successor = make.account("Next", organisation=trust)
    last = links(leaver).order_by("person__family_name").last().person
    last.user = make.account(organisation=trust)
    make.peer(last)
    keep(last, "edit", by=make.system())
    actions.name_exclusion(by=last.user, person=last, user=successor, holder=hr)
    before = list(SupervisorLink.objects.order_by("pk").values())
    with pytest.raises(Invalid) as refusal:
        actions.hand_over(leaver, successor, by=hr, first_day=TODAY + DAY)
    assert refusal.value.fields == {"successor": ["Not available."]}
    elsewhere = make.holder("hr", make.organisation())
    with pytest.raises((NotHere, NotAllowed)):
        actions.hand_over(leaver, make.account(organisation=trust), by=elsewhere, first_day=TODAY + DAY)
    assert list(SupervisorLink.objects.order_by("pk").values()) == before


def test_a_failure_half_way_takes_back_what_was_handed_over(trust, team, hr, leaver):
    """One of the people has agreed a supervisor of the same kind from later on: nothing moves."""
    successor = make.account("Next", organisation=trust)
    late = make.person(trust)
    make.placement(late, make.post(team, title="Late"))
    make.supervised(late, leaver, links(leaver).first().stream, starts_on=TODAY + 9 * DAY)
    with pytest.raises(Conflict):
        actions.hand_over(leaver, successor, by=hr, first_day=TODAY + DAY)
    assert not links(successor).exists() and not links(leaver).filter(ends_on__isnull=False).exists()


def test_cover_holds_for_everybody_from_a_day_to_a_day(trust, hr, leaver):
    covering = make.account("Covers", organisation=trust)
    given = actions.cover_supervisor(leaver, covering, by=hr, starts_on=TODAY, ends_on=TODAY + 5 * DAY)
    assert len(given) == 4 and all(row.cover and row.ends_on == TODAY + 5 * DAY for row in given)
    assert not links(leaver).filter(ends_on__isnull=False).exists()
    assert supervisor_links.visible(covering).count() == 4


def test_a_supervisor_proposed_by_the_lead_takes_over_when_hr_agrees(trust, team, hr, leaver):
    lead, better = make.holder("team_lead", team), make.account("Better", organisation=trust)
    old = links(leaver).first()
    proposal = actions.propose_supervisor(by=lead, person=old.person, supervisor=better, stream=old.stream,
                                          starts_on=TODAY + DAY)  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.agree_supervisor(proposal, by=lead)
    actions.agree_supervisor(proposal, by=hr)
    old.refresh_from_db()
    assert old.ends_on == TODAY and links(better).get().starts_on == TODAY + DAY


# Private wishes -----------------------------------------------------------------------------------------------------
def test_a_private_wish_closes_every_grant_and_only_its_keeper_sees_it(world):
    cast, person = world.cast, world.row("people.Person/worker")
    row = world.row("placements.Placement/worker")
    assert placements.find(cast.supervisor, pk=row.pk)
    wish = actions.name_exclusion(by=cast.worker, person=person, user=cast.supervisor, holder=cast.hr)
    for policy, pk in ((people, person.pk), (placements, row.pk)):
        with pytest.raises(NotHere):
            policy.find(cast.supervisor, pk=pk)
    assert not supervisor_links.visible(cast.supervisor).filter(person=person).exists()
    assert exclusions.visible(cast.hr).filter(pk=wish.pk).exists()
    for other in (cast.supervisor, cast.hr_worker, cast.team_lead, cast.administrator, cast.director):
        assert not exclusions.visible(other).filter(pk=wish.pk).exists()
    actions.withdraw_exclusion(wish, by=cast.worker)
    assert placements.find(cast.supervisor, pk=row.pk)


def test_private_wishes_stay_kept_when_their_hr_contact_leaves(world):
    cast, person, root = world.cast, world.row("people.Person/worker"), world.row("people.Unit/organisation")
    wish = actions.name_exclusion(by=cast.worker, person=person, user=cast.team_lead, holder=cast.hr)
    held = next(h for h in holdings.holdings_of(cast.hr, root) if "HR contact" in str(h.words))
    for nobody in (cast.administrator, cast.team_lead):
        with pytest.raises(Conflict):
            held.pass_on(nobody, last_day=TODAY, by=cast.administrator)
    held.pass_on(cast.hr_worker, last_day=TODAY, by=cast.administrator)
    assert exclusions.visible(cast.hr_worker).filter(pk=wish.pk).exists()
    assert not exclusions.visible(cast.hr).filter(pk=wish.pk).exists()
    assert not exclusions.visible(cast.administrator).filter(pk=wish.pk).exists()
    assert not any("HR contact" in str(h.words) for h in holdings.holdings_of(cast.hr, root))


def test_a_wish_and_no_place_left_look_the_same(world):
    cast, person, stream = world.cast, world.row("people.Person/starter"), world.row("placements.Stream/practice")
    make.peer(person)
    actions.name_exclusion(by=cast.starter, person=person, user=cast.team_lead, holder=cast.hr)
    actions.say_supervising(Supervising.objects.get(user=cast.senior), by=cast.senior, open_to_more=False)
    said = []
    for supervisor in (cast.team_lead, cast.senior):
        with pytest.raises(Invalid) as refusal:
            actions.link_supervisor(by=cast.hr_worker, person=person, supervisor=supervisor, stream=stream, despite="x")
        said.append(refusal.value.fields)
    assert said[0] == said[1] == {"supervisor": ["Not available."]}
    _rows, words = queries.supervisor_words(cast.hr_worker, world.row("people.Unit/organisation"), person)
    assert words[cast.team_lead.pk] == words[cast.senior.pk] == "not available"


def test_lists_to_choose_from_never_name_peer_workers_who_supervise_nobody(world):
    """A list of accounts would tell who has lived experience: only role holders and supervisors stand in them."""
    cast, root = world.cast, world.row("people.Unit/organisation")
    peers = {cast.worker, cast.starter, cast.proposed, cast.charity_worker, cast.colleague}
    for rows in (
        queries.could_supervise(cast.hr, root),
        queries.managers_for(cast.hr),
        queries.who_reach(world.row("people.Person/worker")),
        queries.hr_contacts(root),
        queries.accounts_in_reach(cast.charity_hr),
    ):
        assert not peers & set(rows)
    assert cast.supervisor in queries.could_supervise(cast.hr, root)
    assert cast.team_lead in queries.who_reach(world.row("people.Person/worker"))


def test_a_team_named_in_a_wish_is_not_available(world):
    cast, person = world.cast, world.row("people.Person/gone")
    keep_user = make.account(organisation=person.organisation)
    person.user = keep_user
    make.peer(person)
    keep(person, "edit", by=make.system())
    actions.name_exclusion(by=keep_user, person=person, team=world.row("people.Unit/team"), holder=cast.hr)
    with pytest.raises(Invalid) as refusal:
        propose(cast.hr_worker, person, world.row("placements.Post/peer"), despite="x")
    assert refusal.value.fields == {"team": ["Not available."]}


# Hours over time ----------------------------------------------------------------------------------------------------
def test_phased_hours_leave_and_secondment_keep_the_post(trust, team, hr):
    post, away_post = make.post(team, wte=Decimal(1)), make.post(make.team(trust), title="Project")
    row = make.placement(make.person(trust), post, wte=Decimal(1))
    actions.change_placement(
        row, by=hr, starts_on=TODAY, until=TODAY + 9 * DAY, kind="phased", working_wte=Decimal("0.5")
    )
    actions.change_placement(row, by=hr, starts_on=TODAY + 10 * DAY, until=TODAY + 19 * DAY, kind="leave")
    actions.release(row, by=hr, starts_on=TODAY + 20 * DAY, until=TODAY + 29 * DAY, post=away_post, contract="seconded")
    terms = [(t.kind, t.wte, t.working_wte) for t in row.terms.filter(cancelled_on__isnull=True).order_by("starts_on")]
    assert terms == [
        ("usual", 1, 1), ("phased", 1, Decimal("0.5")), ("leave", 1, 0), ("released", 0, 0), ("usual", 1, 1),
    ]  # fmt: skip
    assert Placement.objects.get(contract="seconded").returns_to == row
    assert queries.wte_by_team(TODAY + 15 * DAY)[team.pk] == 1
    assert team.pk not in queries.wte_by_team(TODAY + 25 * DAY)


# Death, leaving -----------------------------------------------------------------------------------------------------
def test_a_death_stops_every_message_ends_placements_and_seals_what_was_private(world, monkeypatch):
    cast, person = world.cast, world.row("people.Person/worker")
    outbox.register("people/account_notice", lambda user, message: True)
    outbox.send(rule="r", subject_key="s", template="people/account_notice", to=cast.worker)
    sealed = []
    monkeypatch.setattr(endings, "_parts", [lambda person, by: sealed.append(person.pk)])
    with pytest.raises(Invalid):
        actions.record_death(person, by=cast.hr, died_on=TODAY + DAY)
    with pytest.raises(Invalid):
        actions.end_placement(world.row("placements.Placement/worker"), by=cast.hr, end_reason="death")
    actions.record_death(person, by=cast.hr, died_on=TODAY)
    row = world.row("placements.Placement/worker")
    row.refresh_from_db()
    assert (row.status, row.ends_on, row.end_reason) == ("ended", TODAY, "death")
    assert Message.objects.get(to=cast.worker, rule="r").status == Message.Status.DROPPED
    cast.worker.refresh_from_db()
    assert not cast.worker.is_active and sealed == [person.pk]
    assert not SupervisorLink.objects.filter(person=person, ends_on__isnull=True).exists()


def test_what_a_leaver_writes_is_read_part_by_part_as_they_choose(world):
    cast, row = world.cast, world.row("placements.Placement/worker")
    actions.end_placement(row, by=cast.hr, ends_on=TODAY, end_reason="other_job", destination="charity")
    talk = actions.offer_exit(by=cast.hr, placement=row)
    actions.write_exit(talk, by=cast.worker, went_well="The people", could_change="The rota", share_went_well=True)
    seen = exits.show(exits.find(cast.hr, pk=talk.pk))
    assert "went_well" in seen.readable and "could_change" not in seen.readable
    assert not exits.visible(cast.supervisor).filter(pk=talk.pk).exists()


def test_the_last_placement_ends_its_supervision_and_resuming_is_possible(world):
    cast, row = world.cast, world.row("placements.Placement/worker")
    actions.end_placement(row, by=cast.hr, ends_on=TODAY)
    assert not SupervisorLink.objects.filter(person=row.person, ends_on__isnull=True).exists()
    row = actions.resume_placement(row, by=cast.hr)
    assert (row.status, row.ends_on, row.terms.get().ends_on) == ("started", None, None)


def test_a_lead_sees_who_moves_to_their_team_from_the_day_it_is_agreed(trust, team, hr):
    other = make.team(trust)
    lead = make.holder("team_lead", other)
    row = make.placement(make.person(trust), make.post(team))
    assert not placements.visible(lead).exists()
    actions.change_placement(row, by=hr, starts_on=TODAY + 20 * DAY, team=other)
    assert placements.visible(lead).get() == row
    row.refresh_from_db()
    assert row.team == team  # today's team is still the old one


def test_what_begins_today_is_copied_once_its_day_has_come(trust, team, hr, monkeypatch):
    row = make.placement(make.person(trust), make.post(team))
    actions.change_placement(row, by=hr, starts_on=TODAY + DAY, wte=Decimal("0.4"))
    row.refresh_from_db()
    assert row.wte == Decimal("0.8")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY + DAY)
    assert actions.bring_up_to_date(by=make.system()) == 1
    row.refresh_from_db()
    assert row.wte == Decimal("0.4")
    assert actions.bring_up_to_date(by=make.system()) == 0


# Staying ------------------------------------------------------------------------------------------------------------
def test_still_in_post_by_hand():
    """Ten people: two leave after 3, one is lost to sight at 4, two leave after 6 (Kaplan-Meier by hand)."""
    lives = [(3, True), (3, True), (4, False), (6, True), (6, True), *[(9, False)] * 5]
    three, five, six = kaplan_meier(lives, [3, 5, 6])
    assert (three.share, three.at_risk, three.left) == (pytest.approx(0.8), 10, 2)
    assert five.share == pytest.approx(0.8)
    assert (six.share, six.at_risk, six.left) == (pytest.approx(0.8 * 5 / 7), 7, 4)
    assert six.low < six.share < six.high
