"""The demonstration's supervision: intervals, supervisors everywhere, half a year of sessions, Dana's own people."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from peerwork.kit.records import keep
from peerwork.people.models import Identifier, Person, User
from peerwork.placements import actions as placements
from peerwork.placements.models import Placement, Stream, SupervisorLink
from peerwork.supervision import actions
from peerwork.supervision.importers import import_sessions
from peerwork.supervision.practice import actions as practice

BEGAN = date(2026, 6, 1)
WHY = "Already their supervisor when Peerwork began."
NAMES = [
    "Bea Lindqvist",
    "Obi Nwosu",
    "Ceri Prosser",
    "Maya Lal",
    "Joel Stern",
    "Tess Moran",
    "Ravi Anand",
    "Una Flood",
    "Per Holm",
    "Ida Reyes",
    "Gil Tanner",
    "Sia Okoro",
]
WELL = [
    "Ran the Thursday group alone for the first time. Two people stayed behind to say it helped.",
    "Somebody they support asked for a second coffee and spoke of going back to the allotment.",
    "Said no to a task that was not theirs, and the team understood.",
]


def fill(demo) -> None:
    """Called once everybody is placed; `demo` is the Demo being filled."""
    trust, dana = demo.units["NMP"], demo.users["Dana Whitlock"]
    streams = {stream.kind: stream for stream in Stream.objects.filter(organisation=trust)}
    streams["adhoc"] = placements.open_stream(
        by=demo.by, organisation=trust, kind="adhoc", name="Debrief", required=False
    )
    _rules(demo, streams)
    _everybody(demo, streams)
    _past(demo, trust, streams)
    _dana(demo, dana, streams)
    actions.freeze(months=6)


def _rules(demo, streams) -> None:
    hr, since = demo.users["Asha Bello"], {"starts_on": date(2023, 1, 1), "source": "Supervision policy 2023"}
    often = {"first_weeks": 12, "tolerance_days": 7}
    actions.confirm_rule(
        actions.set_rule(by=hr, stream=streams["line"], every=6, first_every=2, **often, **since), by=hr
    )
    actions.confirm_rule(
        actions.set_rule(by=hr, stream=streams["peer"], every=4, first_every=2, **often, **since), by=hr
    )
    for kind in ("practice", "group"):
        actions.set_rule(by=hr, stream=streams[kind], every=1, unit="months", tolerance_days=7, required=False, **since)


def _everybody(demo, streams) -> None:
    """A line and a peer supervisor for every peer worker of today: one of each for every team."""
    here = Placement.objects.filter(status="started", person__worker__isnull=False, host=demo.units["NMP"])
    here = list(here.select_related("person", "team").order_by("team", "pk"))
    held = set(SupervisorLink.objects.filter(ends_on__isnull=True).values_list("person", "stream"))
    teams = sorted({placement.team_id for placement in here})
    by_team = {}
    for number, team in enumerate(teams):
        user = User(
            email=f"{NAMES[number % 12]}@northmere.example".lower().replace(" ", "."),
            name=NAMES[number % 12],
            home_organisation=demo.units["NMP"],
        )
        user.set_unusable_password()
        keep(user, "join", by=demo.by)
        by_team[team] = user
        placements.note_supervising(
            by=demo.by, user=user, organisation=demo.units["NMP"], capacity=12, trained_on=date(2024, 9, 2)
        )
    for placement in here:
        for kind in ("line", "peer"):
            if (placement.person_id, streams[kind].pk) not in held:
                user = by_team[placement.team_id]
                if user.pk != placement.person.user_id:
                    placements.link_supervisor(
                        by=demo.by,
                        person=placement.person,
                        supervisor=user,
                        stream=streams[kind],
                        despite=WHY,
                        starts_on=max(BEGAN, placement.starts_on),
                    )


def _past(demo, trust, streams) -> None:
    """Sessions of the last months come from a file, as they would from the spreadsheets an organisation has."""
    path, today = Path(settings.STAGING_ROOT) / "demo-sessions.csv", timezone.localdate()
    path.parent.mkdir(parents=True, exist_ok=True)
    numbers = dict(Identifier.objects.filter(organisation=trust, system="staff_id").values_list("person", "value"))
    links = SupervisorLink.objects.filter(ends_on__isnull=True, stream__in=[streams["line"], streams["peer"]])
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["staff_id", "stream", "held_on", "minutes"])
        for link in links.select_related("stream", "supervisor").order_by("pk"):
            if link.person_id not in numbers or link.supervisor.name == "Dana Whitlock":
                continue
            every = 42 if link.stream.kind == "line" else 28
            stop = today - timedelta(days=demo.random.choice([0, 0, 0, 0, 0, 0, 0, 60]))
            day = max(link.starts_on, BEGAN) + timedelta(days=demo.random.randrange(1, 12))
            while day < stop:
                writer.writerow(
                    [numbers[link.person_id], link.stream.kind, day.isoformat(), demo.random.choice([45, 60])]
                )
                day += timedelta(days=every - demo.random.randrange(0, 5))
    try:
        import_sessions(path, trust, by=demo.users["Tom Ferris"])
    finally:
        path.unlink()


def _at(days: int, hour: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    day += timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _dana(demo, dana: User, streams) -> None:
    """Dana's people, one in each state: overdue, due, booked, up to date, paused, waiting to be agreed."""
    today, peer = timezone.localdate(), streams["peer"]
    mine = Person.objects.filter(supervisor_links__supervisor=dana, supervisor_links__stream=peer).distinct()
    sam = Person.objects.get(user=demo.users["Sam Okafor"])
    people = [sam, *mine.exclude(pk=sam.pk).order_by("pk")]

    def log(person, days, well=0, **values):
        return actions.log(
            by=dana,
            person=person,
            stream=peer,
            held_on=today - timedelta(days=days),
            minutes=60,
            mode="together",
            gone_well=WELL[well % 3],
            topics=["successes", "role"],
            skills=["boundaries"],
            send=True,
            **values,
        )

    sams = demo.users["Sam Okafor"]
    for days in (113, 84, 56):
        actions.agree(log(sam, days, days), by=sams)
    talk = {
        "what": "Explain the peer role at the team away day",
        "owner": dana,
        "due_on": today + timedelta(days=4),
    }
    desk = {"what": "Shadow a home visit", "owner": sams, "due_on": today + timedelta(days=9)}
    last = log(
        sam,
        25,
        1,
        peer_role="Asked twice to sit in on medication checks. Sam said no both times.",
        agreed=[talk, desk],
        note="Ask how the away day felt.",
    )
    actions.agree(last, by=sams, worker_comment="That is how it was.")
    log(sam, 6, 2)
    actions.book(by=dana, person=sam, stream=peer, starts_at=_at(2, 14), place="Riverside House")
    space = {
        "what": "Ask the ward manager about a space to debrief",
        "owner": dana,
        "due_on": today - timedelta(days=3),
    }
    here = [person for person in people[1:] if not person.away.exists()]
    for number, person in enumerate(people[1:]):
        late = bool(here) and person == here[0]
        for days in (90, 62):
            actions.lapse(log(person, days, number), by=demo.by)
        log(person, 45 if late else 26 - 4 * number, number, agreed=[space] if late else [])
        if number == 2:
            first = _at(9, 11)
            actions.book(by=dana, person=person, stream=peer, starts_at=first, mode="video", repeat_weeks=4, times=3)
    agreed = actions.propose_agreement(
        by=dana,
        person=sam,
        stream=peer,
        every=4,
        review_on=today + timedelta(days=200),
        purpose="A regular time to look at the work together: what goes well, what is hard, what would help.",
        confidentiality="What we say stays between us, unless somebody is in danger; then we say so first.",
        recorded="A short record that we both read and both agree. Others see that we met, and when.",
        disagree="We say so. If that does not help, either of us asks Jo Marsh.",
    )
    actions.agree_agreement(agreed, by=sams)
    group = streams["group"]
    for person in people:
        placements.link_supervisor(
            by=demo.by, person=person, supervisor=dana, stream=group, despite=WHY, starts_on=date(2026, 6, 1)
        )
    for days in (66, 38, 12):
        actions.log_group(
            by=dana,
            stream=group,
            came=people[1:] if days == 38 else people,
            minutes=90,
            mode="video",
            topics=["lived_experience", "team"],
            held_on=today - timedelta(days=days),
        )
    actions.book(by=dana, person=None, stream=group, starts_at=_at(16, 11), mode="video", minutes=90)
    for days, answers in (
        (20, {1: "yes", 2: "yes", 7: "partly"}),
        (11, {1: "partly", 3: "yes"}),
        (2, {1: "yes", 9: "yes"}),
    ):
        kept = practice.reflect(by=sams, person=sam, answers=answers, on=today - timedelta(days=days))
    practice.share_item(kept.items.get(number=9), by=sams, shared_in=peer)
    practice.record_observation(
        by=dana,
        person=sam,
        stream=peer,
        setting="The Thursday group",
        observed_on=today - timedelta(days=30),
        went_well="Waited, and let the silence do its work.",
        to_try="Invite the quieter people by name sooner.",
    )
