"""The demonstration's posts, placements and teams beyond the plain ones: vacancies, starters, leavers, wishes."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from peerwork.joining import actions as joining
from peerwork.people import actions as people
from peerwork.people.models import Person
from peerwork.placements import actions as placements
from peerwork.placements.models import Placement, Post

LADDER = ["Volunteer", "Peer support worker", "Senior peer support worker", "Coordinator or trainer", "Lead"]
PAY = [("3", 0, 20330), ("3", 2, 21777), ("4", 0, 22549), ("4", 3, 24882), ("5", 0, 25655), ("5", 2, 27780),
       ("5", 4, 31534), ("6", 0, 32306), ("6", 2, 34172), ("6", 5, 39027)]  # fmt: skip
BANDS = {Post.Family.PEER: ("3", 1), Post.Family.CARER_PEER: ("3", 1), Post.Family.SENIOR_PEER: ("4", 2),
         Post.Family.PEER_TRAINER: ("5", 3)}  # fmt: skip
VACANT = {"HILL": "1.4", "EIP": "0.8", "CRHT": "1.0", "ROWA": "0.6", "OAK": "0.5", "LIAI": "0.6"}
NEW = [("Ama", "Sutton"), ("Leo", "Brandt"), ("Rhys", "Calder")]


def fill(demo) -> None:
    """Called once the plain staff are placed; `demo` is the Demo being filled."""
    by, units, hr = demo.by, demo.units, demo.users["Asha Bello"]
    trust, today = units["NMP"], timezone.localdate()
    steps = [
        placements.open_step(by=by, organisation=trust, number=number, name=name) for number, name in enumerate(LADDER)
    ]
    placements.publish_pay(
        by=by, organisation=trust, name="Agenda for Change 2021/22", starts_on=date(2021, 4, 1),
        source="NHS Employers, Annual pay scales 2021/22; shown as an example, confirm before use",
        points=[{"band": band, "years": years, "salary": Decimal(salary)} for band, years, salary in PAY],
    )  # fmt: skip
    posts = list(Post.objects.filter(family__in=BANDS).select_related("team").order_by("pk"))
    for post in posts:
        band, step = BANDS[post.family]
        placements.change_post(post, by=by, starts_on=post.starts_on, band=band)
        placements.edit_post(post, by=by, step=steps[step])
    by_team = {(post.team.code, post.family): post for post in posts}
    for (code, family), post in by_team.items():
        senior = by_team.get((code, Post.Family.SENIOR_PEER))
        if family == Post.Family.PEER and senior is not None:
            placements.open_next_post(by=by, post=post, leads_to=senior)
    for code, more in VACANT.items():
        if post := by_team.get((code, Post.Family.PEER)):
            post.refresh_from_db()
            placements.change_post(post, by=by, starts_on=date(2026, 9, 1), wte=post.wte + Decimal(more))
    _teams(units, hr, today)
    _supervisors(demo, trust)
    _movers(demo, by_team, today)
    _ready(demo, trust, today)


def _teams(units, hr, today: date) -> None:
    placements.decide_readiness(
        by=hr, team=units["ROWA"], answer="conditions",
        reason="The ward wants this; two colleagues still ask about risk.",
        conditions="A reflective session with the team, led by Jo Marsh, before the first day.",
        expires_on=today + timedelta(days=20),
    )  # fmt: skip
    placements.decide_readiness(
        by=hr, team=units["LIAI"], answer="not_yet", reason="No supervisor named, and no room to meet in.",
        expires_on=today + timedelta(days=90),
    )  # fmt: skip
    placements.end_network(units["LIAI"].peer_networks.get(), by=hr, ends_on=today - timedelta(days=1))


def _supervisors(demo, trust) -> None:
    for name, capacity, trained in (("Dana Whitlock", 6, 2023), ("Jo Marsh", 8, 2021), ("Priya Nair", 8, None)):
        placements.note_supervising(
            by=demo.by, user=demo.users[name], organisation=trust, capacity=capacity,
            trained_on=date(trained, 5, 4) if trained else None,
        )  # fmt: skip


def _movers(demo, posts, today: date) -> None:
    """Changed hours, a leave of absence, a secondment, somebody who starts soon, somebody proposed, a leaver."""
    hr, hill = demo.users["Asha Bello"], posts["HILL", Post.Family.PEER]
    rows = Placement.objects.filter(post__lived_experience_essential=True, status="started", employer=demo.units["NMP"])
    rows = list(rows.filter(person__user__isnull=True, starts_on__lt=date(2026, 5, 1)).order_by("pk"))
    full = [row for row in rows if row.wte >= Decimal("0.6")]
    despite = "Agreed with them and their team."
    placements.change_placement(full[0], by=hr, starts_on=date(2026, 9, 7), wte=Decimal("0.5"), despite=despite)
    placements.change_placement(
        full[1], by=hr, starts_on=date(2026, 11, 2), until=today + timedelta(days=40), kind="phased",
        working_wte=full[1].wte / 2, despite=despite,
    )  # fmt: skip
    placements.change_placement(
        full[2], by=hr, starts_on=date(2026, 10, 5), until=today + timedelta(days=120), kind="leave", despite=despite
    )
    placements.note_away(
        by=hr, person=full[2].person, kind="parental", starts_on=date(2026, 10, 5), ends_on=today + timedelta(days=120)
    )
    placements.note_away(by=hr, person=full[1].person, kind="leave", starts_on=today, ends_on=today + timedelta(days=6))
    if senior := posts.get(("OAK", Post.Family.SENIOR_PEER)):
        placements.release(
            full[3], by=hr, starts_on=today, until=today + timedelta(days=180), post=senior, contract="acting",
            wte=Decimal("0.5"), despite=despite,
        )  # fmt: skip
    for given, family, status in (("Mei", "Carrow", "agreed"), ("Ivo", "Halden", "proposed")):
        person = people.register_person(
            by=demo.by, organisation=demo.units["NMP"], given_name=given, family_name=family
        )
        people.begin_worker(by=demo.by, person=person, peer_since=today)
        row = placements.propose_placement(
            by=hr, person=person, post=hill, wte=Decimal("0.6"), starts_on=today + timedelta(days=14), despite=despite
        )
        if status == "agreed":
            placements.agree_placement(row, by=demo.by)  # agreed before offers were made here
    leaver = placements.end_placement(
        full[4], by=hr, ends_on=today - timedelta(days=12), end_reason="progression", destination="charity"
    )
    placements.offer_exit(by=hr, placement=leaver)


def _ready(demo, trust, today: date) -> None:
    for given, family in NEW:
        person = people.register_person(by=demo.by, organisation=trust, given_name=given, family_name=family)
        people.begin_worker(by=demo.by, person=person, peer_since=today)
    sam = Person.objects.get(user=demo.users["Sam Okafor"])
    joining.state_starting_point(
        by=demo.users["Sam Okafor"],
        person=sam,
        travel="By bus, half an hour at most.",
        access="A quiet corner.",
    )
    placements.name_exclusion(
        by=demo.users["Sam Okafor"], person=sam, team=demo.units["CRHT"], holder=demo.users["Asha Bello"]
    )
