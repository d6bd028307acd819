"""The demonstration's adjustments: twelve workers, each at another point, and occupational health in every state."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from peerwork.adjustments import actions, around
from peerwork.adjustments.health import actions as health
from peerwork.adjustments.own import actions as own
from peerwork.adjustments.returning import actions as returning
from peerwork.kit.records import keep
from peerwork.people import actions as people
from peerwork.people.models import Person, User
from peerwork.placements import actions as placements
from peerwork.placements.models import Placement

QUIET = {"kind": "quiet", "what": "A quiet desk for writing notes", "barrier": "The shared room is loud after lunch."}
LATER = {"kind": "hours", "what": "Start at 10am after a late finish"}
NOTES = {"kind": "communication", "what": "Written notes after team meetings"}
DEBRIEF = {"kind": "breaks", "what": "30 minutes to debrief after a hard visit"}


class Days:
    """Days ago, so that the clock of each adjustment shows something."""

    def __init__(self):
        self.today = timezone.localdate()

    def __call__(self, days: int):
        return around.as_at(self.today - timedelta(days=days))


def fill(demo) -> None:
    """Called once everybody is placed and supervised; `demo` is the Demo being filled."""
    ago, hr, helen, priya = Days(), demo.users["Asha Bello"], demo.users["Helen Osei"], demo.users["Priya Nair"]
    for code in ("NMP", "HLP"):
        actions.open_times(demo.units[code], by=demo.users["Asha Bello" if code == "NMP" else "Grace Mbeki"])
        actions.fill_library(demo.units[code], by=demo.by)
    *_others, dana, sam = (entry["person"] for entry in demo.planned)
    _sam(ago, sam, hr, priya, helen, demo.users["Dana Whitlock"])
    _dana(ago, dana, priya)
    others = _workers(demo, (sam.pk, dana.pk))
    for person, story in zip(others, (_asked, _late, _partly, _provisional, _trial, _not_working, _consent, _private,
                                      _writing, _returning), strict=True):  # fmt: skip
        story(ago, person, hr, helen)
    own.notice_new_managers(by=demo.by)
    actions.freeze(months=3)


def _workers(demo, known) -> list[Person]:
    """Ten more peer workers of the trust, with accounts."""
    here = Placement.objects.filter(
        status="started", person__worker__isnull=False, employer=demo.units["NMP"], person__user__isnull=True,
        person__left_on__isnull=True, ends_on__isnull=True,
    ).exclude(person__in=known)  # fmt: skip
    found = []
    for placement in here.select_related("person").order_by("pk")[:10]:
        person = placement.person
        user = User(email=person.work_email, name=str(person), home_organisation=demo.units["NMP"])
        user.set_unusable_password()
        keep(user, "join", by=demo.by)
        found.append(people.link_account(person, user.email, by=demo.users["Asha Bello"]))
    return found


def _agreed(ago, person, by, ask: dict, *, asked: int, answered: int, placed: int | None = None, **answer):
    with ago(asked):
        row = actions.ask(by=person.user, person=person, **ask)
    with ago(answered):
        row = actions.agree(row, by=by, **answer)
    if placed is None:
        return row
    with ago(placed):
        return actions.put_in_place(row, by=by)


def _sam(ago, sam, hr, priya, helen, dana) -> None:
    me = sam.user
    why = {"why": "So I am rested enough to be present with people."}
    late = _agreed(ago, sam, priya, LATER | why, asked=30, answered=26, placed=24)
    _agreed(ago, sam, priya, NOTES, asked=30, answered=26, placed=22)
    _agreed(ago, sam, priya, DEBRIEF, asked=30, answered=26, placed=24)
    desk = _agreed(ago, sam, priya, QUIET, asked=20, answered=15)
    due = ago.today + timedelta(days=6)
    actions.add_step(by=priya, adjustment=desk, what="Free a desk by the window", owner=hr, due_on=due)
    actions.add_step(by=priya, adjustment=desk, what="Move the telephone", owner_words="Estates desk",
                     owner_email="estates@northmere.example", due_on=due)  # fmt: skip
    own.share(by=me, person=sam, part="reason", reason=late.reason, user=dana)
    plan = {
        "good_day": "I like to run groups, and to plan the week on Monday.",
        "harder_day": "Swap visits for phone calls where we can. Check in by text, not in front of the team.",
        "if_unwell": "Ask me what would help before suggesting time off.",
        "contacts": "My sister Ada, 01632 960 144",
    }
    for number, days in ((1, 120), (2, 28)):
        with ago(days):
            row = own.write_plan(by=me, person=sam, **plan)
            row = own.propose_plan(row, by=me)
            if number == 1:
                own.agree_plan(row, by=priya)
    own.agree_plan(row, by=priya)
    own.share(by=me, person=sam, part="plan", user=dana)
    own.write_card(by=me, person=sam, ring="My sister Ada, 01632 960 144", not_ring="My former landlord",
                   helps="A quiet room and ten minutes alone", helps_not="Several people at once")  # fmt: skip
    own.write_wellbeing(by=me, person=sam, keeps_well="Walking to work, and lunch outside.",
                        early_signs="I stop answering messages.", who_to_tell="Dana, then Priya.")  # fmt: skip
    report = _report(ago, sam, hr, helen, days=40)
    with ago(18):
        report = health.release(report, by=me)
    first = report.recommendations.order_by("pk").first()
    with ago(16):
        health.respond(first, by=priya, response="accepted")


def _referred(ago, person, hr, helen, *, days: int):
    with ago(days):
        row = health.propose(by=hr, person=person, why="Long days seem to leave them tired the day after.",
                             questions="Which hours would suit? What would help after hard visits?")  # fmt: skip
        row = health.inform(row, by=hr)
    with ago(days - 2):
        row = health.consent(row, by=person.user)
        return health.refer(row, by=hr, adviser=helen)


def _met(ago, person, hr, helen, *, days: int):
    row = _referred(ago, person, hr, helen, days=days)
    when = timezone.make_aware(datetime.combine(ago.today - timedelta(days=days - 10), time(10)))
    with ago(days - 5):
        row = health.offer_appointment(row, by=helen, appointment_at=when)
    with ago(days - 10):
        return health.assess(row, by=helen, consent_again=True)


def _report(ago, person, hr, helen, *, days: int):
    row = _met(ago, person, hr, helen, days=days)
    with ago(days - 14):
        report = health.draft(
            by=helen, referral=row, fit="adjusted", limits="No late finish followed by an early start.",
            advice="Flexible starts and protected time after difficult visits. Look at it again after 6 months.",
            clinical="Written down here only: what we spoke about is between the two of us.",
        )  # fmt: skip
        health.add_recommendation(by=helen, report=report, kind="breaks", what="Protected time after hard visits")
        health.add_recommendation(by=helen, report=report, kind="hours", what="No early start after a late finish")
        return health.show(report, by=helen)


def _dana(ago, dana, priya) -> None:
    with ago(9):
        row = actions.ask(by=dana.user, person=dana, kind="place", what="Write up notes at home on Fridays")
    with ago(4):
        actions.decline(row, by=priya, decision="The team has no laptop that may leave the building before March.",
                        alternatives="The quiet room every Friday from 2pm, booked for you.")  # fmt: skip
    own.write_card(by=dana.user, person=dana, ring="Jo Marsh, 01632 960 120", helps="A short walk")


def _asked(ago, person, hr, helen) -> None:
    with ago(3):
        actions.ask(by=person.user, person=person, **QUIET)


def _late(ago, person, hr, helen) -> None:
    with ago(24):
        actions.ask(by=person.user, person=person, kind="equipment", what="Dictation software")


def _partly(ago, person, hr, helen) -> None:
    with ago(40):
        row = actions.ask(by=person.user, person=person, kind="hours", what="No evening work")
    with ago(33):
        row = actions.agree_partly(row, by=hr, agreed_what="At most one evening a week, known two weeks ahead",
                                   decision="The evening group needs two people.", alternatives="Swaps by agreement",
                                   )  # fmt: skip
    with ago(20):
        actions.put_in_place(row, by=hr)


def _provisional(ago, person, hr, helen) -> None:
    with ago(2):
        actions.raise_for(by=hr, person=person, kind="workload", what="Fewer visits in the first week back")


def _trial(ago, person, hr, helen) -> None:
    ends = ago.today + timedelta(days=21)
    _agreed(ago, person, hr, LATER | {"trial": True, "ends_on": ends}, asked=25, answered=20, placed=18)


def _not_working(ago, person, hr, helen) -> None:
    row = _agreed(ago, person, hr, QUIET, asked=60, answered=52, placed=45)
    with ago(1):
        actions.say_not_working(row, by=person.user, not_working="The desk is taken most mornings.")


def _consent(ago, person, hr, helen) -> None:
    with ago(4):
        row = health.propose(by=hr, person=person, why="Afternoons have been hard since the move.",
                             questions="Would other hours help?")  # fmt: skip
        health.inform(row, by=hr)


def _private(ago, person, hr, helen) -> None:
    report = _report(ago, person, hr, helen, days=50)
    with ago(30):
        health.keep_private(report, by=person.user)


def _writing(ago, person, hr, helen) -> None:
    _met(ago, person, hr, helen, days=16)


def _returning(ago, person, hr, helen) -> None:
    placement = Placement.objects.filter(person=person, status="started").latest("starts_on")
    away = placements.note_away(by=hr, person=person, kind="sickness", starts_on=ago.today - timedelta(days=34),
                                ends_on=ago.today + timedelta(days=3))  # fmt: skip
    row = returning.open_return(by=hr, away=away, back_on=ago.today + timedelta(days=4))
    row = returning.hold(row, by=hr, what_helps="Short days, and the first week beside a colleague")
    day, half, phases = row.back_on, placement.wte / 2, []
    for share in (half, placement.wte * 3 / 4):
        end = day + timedelta(days=13)
        phases.append({"starts_on": day.isoformat(), "ends_on": end.isoformat(), "working_wte": f"{share:.3f}"})
        day = end + timedelta(days=1)
    row = returning.propose_hours(row, by=hr, placement=placement, phases=phases)
    returning.apply(returning.agree(row, by=person.user), by=hr)
