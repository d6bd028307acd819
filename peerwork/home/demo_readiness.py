"""The demonstration's ready teams: eight teams over three years, what they tried, a community and two learning sets."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from peerwork.kit.records import keep
from peerwork.people import actions as people
from peerwork.people.models import Role, User
from peerwork.readiness import actions
from peerwork.readiness.change import actions as change
from peerwork.readiness.communities import actions as together
from peerwork.readiness.models import ChecklistItem
from peerwork.readiness.words import NUMBERS

FIRST = date(2023, 11, 20)
TEAMS = [  # code, who leads it, where it stood at first, how it moved in each half year
    ("HILL", "Priya Nair", 2, 1),
    ("RIVE", "Ola Berg", 2, 1),
    ("EIP", "Nora Pell", 1, 1),
    ("CRHT", "Stan Kirby", 1, 0),
    ("ROWA", "Edie Frost", 1, 1),
    ("OAK", "Max Adeyi", 3, 1),
    ("COLL", "Lena Marsh", 3, 1),
    ("WORK", "Abe Winter", 2, 0),
]
SAID = [
    "People tell us in the monthly tea round.",
    "Two courses this year were written and given together.",
    "The college gives a taster in our day room.",
    "It stands in the plan of the service.",
    "We ask “what matters to you” first.",
    "Three peer workers, and a fourth is coming.",
    "Safety plans are written by the person, with us.",
    "Two people who use the service sit in our business meeting.",
    "We have said aloud that some of us use services too.",
    "The job coach is here on Tuesdays.",
]
BUILD_ON = "A kitchen, a garden, three peer workers, and a college that says yes."
DO = [
    "Ask three people a month how it was, and read it out in the team meeting.",
    "Write the joint safety plan with two people who have one.",
    "Invite the job coach to the morning meeting.",
]
LEARNED = "The evening group was too late for most. A lunch works better."
NAMES = [
    "Ada Lowe",
    "Bram Ellis",
    "Cleo Ward",
    "Dai Pugh",
    "Ebo Mensah",
    "Flo Grieve",
    "Gus Hale",
    "Hana Sato",
    "Ivo Brand",
    "Joy Akande",
    "Kit Rowe",
    "Lou Bray",
    "Mo Farid",
    "Nell Price",
    "Oz Demir",
    "Pam Yates",
    "Raj Gill",
    "Sue Tran",
    "Tim Oduya",
    "Una Bell",
    "Val Moss",
    "Wim Kuiper",
    "Yara Nash",
    "Zed Okon",
]
KINDS = ["peers", "practitioners", "service_users", "managers", "practitioners", "peers", "carers", "researchers"]
SITES = {
    "Recovery colleges": ["Northmere college", "Rowan Ward", "Westbay", "Hollin Trust", "Carr House", "The Orchard"],
    "Peer workers in crisis teams": [
        "Crisis and Home Treatment", "Larch Ward", "Westbay crisis", "Denholm", "Fairlea", "Marsh End", "Seacliff",
    ],
}  # fmt: skip


def fill(demo) -> None:
    """Called once supervision is there; `demo` is the Demo being filled."""
    actions.lay_checklist(demo.units["NMP"], by=demo.users["Asha Bello"])
    leads = {code: _lead(demo, code, name) for code, name, *_rest in TEAMS}
    for number, (code, _name, start, step) in enumerate(TEAMS):
        _checklist(demo, demo.units[code], leads[code], number)
        _ten(demo.units[code], leads[code], start, step, number)
        _tried(demo.units[code], leads[code], number)
    _register(demo)
    _community(demo, leads)
    _sets(demo)


def _account(demo, name: str, organisation: str = "NMP") -> User:
    address = f"{name}@northmere.example".lower().replace(" ", ".")
    user = User(email=address, name=name, home_organisation=demo.units[organisation])
    user.set_unusable_password()
    keep(user, "join", by=demo.by)
    return user


def _lead(demo, code: str, name: str) -> User:
    if name in demo.users:
        return demo.users[name]
    user = _account(demo, name)
    people.give_role(by=demo.by, user=user, role=Role.TEAM_LEAD, unit=demo.units[code], starts_on=FIRST)
    return user


def _checklist(demo, team, lead: User, number: int) -> None:
    """Answers of last year and of now; the newest team has something open."""
    today = timezone.localdate()
    items = list(ChecklistItem.objects.filter(organisation=demo.units["NMP"]).order_by("position"))
    for place, item in enumerate(items):
        later = (place * 7 + number * 3) % 11
        first = "partly" if later < 5 else "in_place"
        now = "not_yet" if later == 0 else "partly" if later == 1 else "in_place"
        for state, days in ((first, 400), (now, 30 + place)):
            actions.answer(
                by=lead, team=team, item=item, state=state, answered_on=today - timedelta(days=days),
                evidence=f"Team handbook, page {place + 2}" if state == "in_place" else "",
                present=["peers", "practitioners", "managers"] if place % 2 else ["practitioners", "managers"],
                review_on=today - timedelta(days=days) + timedelta(days=365),
            )  # fmt: skip
    seen = [
        ("training", 4),
        ("management", 3 + number % 2),
        ("leadership", 2 + number % 3),
        ("culture", 2 + number % 4),
    ]
    for factor, level in seen:
        for back, less in ((420, 1), (60, 0)):
            actions.rate(
                by=lead, team=team, factor=factor, level=max(1, min(5, level - less)),
                evidence="What people said at the away day.", rated_on=today - timedelta(days=back),
                present=["peers", "practitioners"], review_on=today - timedelta(days=back - 365),
            )  # fmt: skip


def _ten(team, lead: User, start: int, step: int, number: int) -> None:
    """A look at the ten challenges every half year since November 2023; the last one is still being worked on."""
    today, day, turn = timezone.localdate(), FIRST + timedelta(days=6 * number), 0
    row = None
    while day <= today:
        levels = [max(1, min(5, start + (step * turn + n * (number + 2)) % 3 + (step * turn) // 3 - n % 2))
                  for n in NUMBERS]  # fmt: skip
        lowest = sorted(NUMBERS, key=lambda n: (levels[n - 1], n))[:3]
        row = actions.begin(
            by=lead, unit=team, held_on=day, levels=levels, evidence=SAID, priorities=lowest, resources=BUILD_ON,
            present=["service_users", "peers", "practitioners", "managers"], review_on=day + timedelta(days=183),
        )  # fmt: skip
        row = actions.agree(row, by=lead)
        for place, challenge in enumerate(lowest):
            action = actions.add_action(
                by=lead, assessment=row, challenge=challenge, what=DO[(place + turn) % 3],
                due_on=day + timedelta(days=90 + 20 * place), owner=lead if place == 0 else None,
                owner_words="" if place == 0 else "The Monday meeting",
            )  # fmt: skip
            if day + timedelta(days=120) < today:
                if (turn + place) % 5 == 3:
                    actions.stop_action(action, by=lead, learned=LEARNED)
                else:
                    actions.do_action(action, by=lead)
        if day + timedelta(days=183) < today:
            row = actions.review(row, by=lead, review_words="Two of three are done. The third taught us something.")
        day, turn = day + timedelta(days=183), turn + 1
    if row is not None and number in (0, 3, 5, 6):
        actions.share(row, by=lead)


def _tried(team, lead: User, number: int) -> None:
    """A local audit with what followed and a second look, leads by level with gaps, things tried and stopped."""
    today = timezone.localdate()
    same = {"unit": team, "topic": "Goals in the person’s own words", "looked_at": 20, "present": ["peers", "carers"]}
    first = change.record_audit(
        by=lead, met=6 + number % 4, held_on=today - timedelta(days=500), found="Half are ours, in their name.", **same,
        again_on=today - timedelta(days=300),
    )  # fmt: skip
    todo = actions.add_action(by=lead, audit=first, what="Write the goal down together", owner_words="Everybody")
    actions.do_action(todo, by=lead)
    if number % 3:
        change.record_audit(
            by=lead, met=11 + number, held_on=today - timedelta(days=280), follows=first, **same,
            again_on=today + timedelta(days=85), found="Better where we took time.",
        )  # fmt: skip
    if number % 4 != 1:
        change.name_lead(by=lead, unit=team, level="team", kind="lead", name=lead.name, starts_on=FIRST)
    if number % 2 == 0:
        name = NAMES[number]
        change.name_lead(by=lead, unit=team, level="practitioner", name=name, starts_on=FIRST)
    going = {"aim": "Services that people choose and shape", "present": ["peers", "service_users", "practitioners"]}
    row = change.begin(
        change.propose(by=lead, unit=team, name="Open evening once a month", owner=lead, **going), by=lead
    )
    if number % 3 == 1:
        change.stop(row, by=lead, learned=LEARNED)
    if number % 2:
        more = change.begin(
            change.propose(by=lead, unit=team, name="Peer worker at the first visit", owner=lead, **going), by=lead
        )
        change.finish(more, by=lead, learned="People say the second visit is easier.")


def _register(demo) -> None:
    """Where recovery values must live in the trust: some looked at, some not yet."""
    asha, trust, today = demo.users["Asha Bello"], demo.units["NMP"], timezone.localdate()
    listed = [
        ("recruitment", "How we interview", "HR", 200, "Panels with people who use services; questions on hope."),
        ("supervision", "Supervision policy", "Jo Marsh", 120, "The prompts ask about strengths."),
        ("appraisal", "Appraisal form", "HR", 460, "One question on recovery, at the end."),
        ("operations", "Visiting and belongings", "Ward managers", 0, ""),
        ("mission", "What the trust stands for", "The board", 300, "Written with the recovery college."),
        ("language", "Letters to people", "Communications", 0, ""),
    ]
    for kind, name, keeper, days, found in listed:
        row = change.list_process(by=asha, unit=trust, kind=kind, name=name, keeper=keeper)
        if days:
            change.review_process(
                row, by=asha, found=found, reviewed_on=today - timedelta(days=days),
                next_on=today - timedelta(days=days - 365), present=["service_users", "peers", "managers"],
            )  # fmt: skip
    jo = demo.users["Jo Marsh"]
    change.name_lead(by=jo, unit=trust, level="organisation", kind="lead", name=jo.name, starts_on=FIRST)
    change.name_lead(by=jo, unit=demo.units["REC"], level="service", name="Lena Marsh", starts_on=FIRST)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _community(demo, leads) -> None:
    """Thirty-odd people since late 2023, who meet every month; a smaller circle of one team within it."""
    jo, trust, today = demo.users["Jo Marsh"], demo.units["NMP"], timezone.localdate()
    circle = together.open_community(
        by=jo, organisation=trust, name="Northmere recovery community", host="The Recovery College",
        budget="£1,200 a year for travel and tea, from the college", coordinator=demo.users["Dana Whitlock"],
        purpose="A neutral place where people who use services, families, staff and researchers learn from each other.",
    )  # fmt: skip
    dana, joined = demo.users["Dana Whitlock"], []
    known = [dana, jo, demo.users["Sam Okafor"], *leads.values()]
    everybody = [*known, *(_account(demo, name) for name in NAMES)]
    for number, user in enumerate(everybody):
        since = FIRST if number < 28 else FIRST + timedelta(days=120 * (number - 27))
        joined.append(
            together.join(by=user, community=circle, role_type=KINDS[number % len(KINDS)], since=min(since, today))
        )
    for member in (joined[15], joined[19]):
        together.leave(member, by=member.user, on=today - timedelta(days=200))
    outside = [
        ("Mina Rao", "mina.rao@university.example", "researchers"),
        ("Rob Tate", "rob.tate@family.example", "carers"),
    ]
    for name, email, role_type in outside:
        together.invite(by=dana, community=circle, role_type=role_type, name=name, email=email)
    executive = together.set_up_committee(
        by=dana, community=circle, kind="executive", name="Executive", task="Plans the meetings; all of it voluntary."
    )
    for member in joined[1:6]:
        together.take_seat(by=dana, committee=executive, member=member)
    papers = together.set_up_committee(by=dana, community=circle, name="Papers", task="Chooses what is read before.")
    together.take_seat(by=dana, committee=papers, member=joined[7])
    day, turn = FIRST + timedelta(days=15), 0
    here = [member for member in joined if member.pk not in (joined[15].pk, joined[19].pk)]
    while day < today:
        meeting = together.plan_meeting(
            by=dana, community=circle, starts_at=_at(day, 14), place="College hall, and by video"
        )
        able = [member for member in here if member.joined_on <= day]
        came = [member for n, member in enumerate(able) if (n * 5 + turn) % 9 < 4]
        together.hold_meeting(
            meeting, by=dana, there=came[::3] + came[1::3], video=came[2::3],
            notes="A good half of the time went to what people had tried.",
        )  # fmt: skip
        day, turn = day + timedelta(days=30), turn + 1
    coming = together.plan_meeting(
        by=dana, community=circle, starts_at=_at(today + timedelta(days=12), 14), place="College hall, and by video"
    )
    sam = demo.users["Sam Okafor"]
    together.add_to_agenda(
        by=sam, meeting=coming, kind="showcase", objective="practice", title="The Thursday group, run by peers",
        reading="One page: what we tried and what people said. On the table by the door.",
    )  # fmt: skip
    together.add_to_agenda(
        by=leads["OAK"], meeting=coming, kind="discussion", objective="influence", attribution="unnamed",
        title="What worries us about next year’s money",
    )  # fmt: skip
    taken = [
        (sam, "Ask the ward to let people keep their phones at night", "individual", "ROWA", "A shelf with chargers"),
        (leads["HILL"], "Put “what matters to you” on the first page", "organisation", "HILL", "The new first page"),
        (leads["EIP"], "Write to the board about waiting times", "unnamed", "", ""),
        (jo, "Visit the crisis house in Westbay", "individual", "", ""),
    ]
    for user, what, attribution, code, evidence in taken:
        row = together.add_action(
            by=user, community=circle, what=what, attribution=attribution, due_on=today + timedelta(days=20)
        )
        if evidence:
            together.show_evidence(row, by=user, evidence_unit=demo.units[code], evidence=evidence)
    local = together.open_community(
        by=jo, organisation=trust, parent=circle, name="Hillside circle", coordinator=demo.users["Priya Nair"],
        purpose="The same, close to home: Hillside’s own evenings.", host="Community, Hillside", budget="None",
    )  # fmt: skip
    for user, role_type in ((demo.users["Priya Nair"], "managers"), (sam, "peers"), (everybody[12], "service_users")):
        together.join(by=user, community=local, role_type=role_type)


def _sets(demo) -> None:
    """Two learning sets with sites at different stages, their people, sessions and visits."""
    erin, trust = demo.users["Erin Byrne"], demo.units["NMP"]
    ours = {unit.name: unit for unit in demo.units.values() if unit.kind == "team"}
    kinds = ["service_users", "peers", "practitioners", "managers", "carers", "partners", "practitioners", "peers"]
    for turn, (name, sites) in enumerate(SITES.items()):
        began = FIRST + timedelta(days=300 * turn)
        row = together.open_set(by=erin, organisation=trust, name=name, starts_on=began, about="Four days a year.")
        places = []
        for number, site in enumerate(sites):
            stage = ("starting", "on_the_way", "far")[(number + turn) % 3]
            place = together.add_site(by=erin, learning_set=row, name=site, unit=ours.get(site), stage=stage)
            places.append(place)
            for n in range(9 if number == 2 else 5 + (number + turn) % 4):
                person = NAMES[(number * 9 + n + turn) % len(NAMES)].split()[0]
                together.add_participant(by=erin, site=place, name=person, kind=kinds[n % 8])
        for n in range(8):
            held_on = began + timedelta(days=90 * n + 20)
            if held_on > timezone.localdate():
                break
            visit = n % 4 == 3
            together.record_session(
                by=erin, learning_set=row, held_on=held_on, came=18 + (n * 5) % 13,
                kind="visit" if visit else ("input", "stalls", "input")[n % 3],
                topic="How they began" if visit else ("Language", "Safety plans", "Peer roles")[n % 3],
                site=places[n % len(places)] if visit else None,
                present=["service_users", "practitioners", "managers"] if n % 3 else ["practitioners", "managers"],
            )  # fmt: skip
