"""A named cast around one team of one trust, a double of each elsewhere, and the rows the access tests ask about.

`cast.<name>` is somebody who signs in; `rows["people.Person"]["worker"]` is a row, named after whose it is. A row named
`other_…` belongs to another organisation with which nobody of the trust has a tie.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client

from peerwork.kit.access import request_memo
from peerwork.kit.records import creating
from peerwork.mix.actions import link_staff, name_profession, set_counted_rule, suggest_person
from peerwork.mix.models import CareStaff, CareTeam, CountedRule, Definition, Snapshot
from peerwork.mix.policy import rules
from peerwork.people.models import Role, User
from tests import make
from tests.mix import care
from tests.parts import parts

TEAM_ROLES = {"team_lead"}


@dataclass
class World:
    cast: SimpleNamespace = field(default_factory=SimpleNamespace)
    rows: dict[str, dict[str, Model]] = field(default_factory=dict)
    ready: Model | None = None  # what a test prepared for its next step

    def put(self, name: str, row: Model) -> Model:
        self.rows.setdefault(row._meta.label, {})[name] = row
        return row

    def row(self, path: str) -> Model:
        """`world.row("people.Person/worker")`"""
        label, name = path.split("/")
        return self.rows[label][name]

    def members(self) -> dict[str, User]:
        return dict(vars(self.cast))

    def client(self, member: str | None) -> Client:
        """A browser in which this member of the cast is signed in; nobody for None."""
        client = Client(raise_request_exception=False)
        if member and member != "nobody":
            client.force_login(getattr(self.cast, member))
        return client


def build() -> World:
    """The whole cast and its rows."""
    world = World()
    with request_memo():
        world.cast.system = make.system()
        trust = Place(world, "", "Fellside Trust", "FELL")
        elsewhere = Place(world, "other_", "Lowmoor Trust", "LOWM")
        for place in (trust, elsewhere):
            place.people()
            for part in parts("world"):
                part.fill(place)
            place.figures()
            place.care()
        charity(world, trust)
        both(world, trust)
        everybody(world)
        for part in parts("world"):
            if finish := getattr(part, "finish", None):
                finish(world, trust)
    return world


def is_there(world: World) -> bool:
    """Whether the database still holds this world."""
    return User.objects.filter(pk=world.cast.hr.pk, email=world.cast.hr.email).exists()


class Place:
    """One trust with a service, two teams and everybody who works there; `prefix` goes before every name."""

    def __init__(self, world: World, prefix: str, name: str, code: str):
        self.world, self.prefix = world, prefix
        self.root = self.put("organisation", make.organisation(name, code))
        self.service = self.put("service", make.service(self.root, f"Community, {name}"))
        self.team = self.put("team", make.team(self.service, f"Harbour, {name}"))
        self.next_team = self.put("next_team", make.team(self.service, f"Hill, {name}"))
        for row in (*self.root.child_links.all(), *self.service.child_links.all()):
            self.put({self.service: "service", self.team: "team", self.next_team: "next_team"}[row.unit], row)
        self.put("organisation", self.root.settings)
        self.put("rule", make.retention_rule(self.root))

    def put(self, name, row):
        return self.world.put(self.prefix + name, row)

    def join(self, name: str, user: User) -> User:
        setattr(self.world.cast, self.prefix + name, user)
        return self.put(name, user)

    def people(self) -> None:
        for name in Role.values:
            user = make.holder(name, self.team if name in TEAM_ROLES else self.root)
            self.join(name, user)
            self.put(name, user.assignments.get())
        self.join("next_team_lead", make.holder("team_lead", self.next_team))
        self.put("next_team_lead", self.user("next_team_lead").assignments.get())
        self.practice = self.put("practice", make.stream(self.root))
        self.beside = self.put("peer", make.stream(self.root, "peer", "Peer supervision"))
        self.post = self.put("peer", make.post(self.team))
        self.nurse = self.put("nurse", make.post(self.team, title="Nurse", family="nursing"))
        self.staff("worker", peer=True)
        self.staff("colleague", self.nurse)
        self.staff("supervisor", self.nurse)
        self.link("worker", "supervisor", self.practice)
        self.put("worker", make.match(self.person("worker"), make.person(self.root)))
        cast = {
            name: self.world.row(f"people.User/{self.prefix}{name}") for name in ("director", "training_lead", "hr")
        }
        self.put("handover", make.handover(cast["director"], self.root, successor=cast["training_lead"]))
        self.put("invited", make.invitation(self.team))
        self.put("worker", make.token(self.world.row(f"people.User/{self.prefix}worker")))
        self.put("hr", make.export_line(cast["hr"]))
        self.put("worker", make.reading(self.person("worker"), cast["hr"]))
        self.put("delayed", make.reading(self.person("worker"), cast["hr"], shown_from=make.today() + make.LONG_AGO))
        self.put("worker", make.hold(self.person("worker")))
        self.put("organisation", make.purge(self.root, self.user("records_officer")))
        self.put("team", make.ready(self.team))

    def figures(self) -> None:
        """A staff list with a large and a small team, a published file, who counts, what is aimed for."""
        administrator, director, code = self.user("administrator"), self.user("director"), self.root.code
        staff = [(f"{code}{n}", f"Listed {n}", self.team, "Peer worker", "Support", "0.8") for n in range(12)]
        staff += [(f"{code}{n}", f"Listed {n}", self.team, "Nurse", "Nursing", "1") for n in range(12, 42)]
        staff += [(f"{code}{n}", f"Listed {n}", self.next_team, "Peer worker", "Support", "1") for n in range(42, 45)]
        staff += [(f"{code}{n}", f"Listed {n}", self.next_team, "Nurse", "Nursing", "1") for n in range(45, 56)]
        listed = self.put("list", make.staff_list(self.root, staff, by=administrator))
        self.put("line", listed.lines.filter(unit=self.team).first())
        sums = self.put("sums", make.published(self.root, [("2017-SEP", "Nurses", "900.5")], by=administrator))
        self.put("sum", sums.sums.get())
        answers = [("job_role", "Peer worker", "peer"), ("job_role", "Nurse", "clinical")]
        self.put("code", make.counted(self.root, answers, by=administrator)[0])
        person = {"organisation": self.root, "staff_id": f"{code}3", "counts_as": "excluded", "starts_on": make.today()}
        self.put("named", suggest_person(by=self.user("hr"), **person))
        word = {"organisation": self.root, "told_by": "job_role", "value": "Helper", "counts_as": "peer"}
        with creating(rules, "suggest", by=make.system(), starts_on=make.today(), **word) as suggested:
            suggested.proposed_by = make.system()
        self.put("suggested", suggested)
        for name, unit in (("organisation", self.root), ("team", self.team), ("next_team", self.next_team)):
            self.put(name, Snapshot.objects.filter(unit=unit, basis="wte", current=True).latest("month"))
        self.put("organisation", make.target(self.root, director))
        self.put("team", make.target(self.team, director))

    def care(self) -> None:
        """A file of this month's care, what joins it to people and teams, which contacts count, the delivery log."""
        administrator, day = self.user("administrator"), make.today()
        rows = [care.contact(f"{self.root.code}{n}", day, team_code=self.team.code) for n in range(20)]
        self.put("activity", care.activity(self.root, rows, by=administrator))
        ours = {"by": administrator, "organisation": self.root}
        self.put("care_number", CareStaff.objects.filter(organisation=self.root).first())
        self.put("care_team", CareTeam.objects.get(organisation=self.root))
        link = {"source": "mhsds", "local_id": "CPI1", "staff_id": f"{self.root.code}1", "starts_on": day}
        self.put("care_link", link_staff(**ours, **link))
        words = {"value": "Nursing", "name": "Nurses", "registration": "registered"}
        self.put("profession", name_profession(**ours, **words))
        rule = {"effective_from": day.replace(day=1), "mechanisms": "01 02 09 11", "reason": "We work by text as well"}
        self.put("own_rule", set_counted_rule(**ours, **rule))
        self.put("worker", care.tally(self.team, by=self.user("worker"), person=self.person("worker")))
        self.put("others", care.tally(self.team, by=self.user("team_lead")))

    def user(self, name):
        return self.world.row(f"people.User/{self.prefix}{name}")

    def person(self, name):
        return self.world.row(f"people.Person/{self.prefix}{name}")

    def staff(self, name: str, post=None, *, peer: bool = False, employer=None, status: str = "started"):
        """Somebody with an account, a person's record, a placement, a number, some leave and a qualification."""
        user = self.join(name, make.account(f"{name} of {self.root}", employer or self.root))
        person = self.put(name, make.person(employer or self.root, user))
        if peer:
            self.put(name, make.peer(person))
        self.put(name, make.placement(person, post or self.post, status))
        self.put(name, make.number(person))
        self.put(name, make.away(person, "sickness", ends_on=make.today() + timedelta(days=3)))
        self.put(name, make.qualified(person))
        return person

    def link(self, name: str, supervisor: str, stream, as_: str = "", **values):
        return self.put(as_ or name, make.supervised(self.person(name), self.user(supervisor), stream, **values))


def charity(world: World, trust: Place) -> None:
    """A charity whose worker is placed in the trust's team: employer and host differ."""
    root = world.put("charity", make.organisation("Wayside", "WAY"))
    world.put("charity", root.settings)
    world.cast.charity_hr = world.put("charity_hr", make.holder("hr", root))
    world.put("charity_hr", world.cast.charity_hr.assignments.get())
    trust.staff("charity_worker", peer=True, employer=root)
    trust.link("charity_worker", "supervisor", trust.practice)
    world.put("charity_worker", make.token(world.cast.charity_worker))
    world.put("charity_worker", make.match(trust.person("charity_worker"), make.person(root)))
    world.put("charity_worker", make.reading(trust.person("charity_worker"), world.cast.charity_hr))
    world.put("charity_hr", make.export_line(world.cast.charity_hr))
    world.cast.visiting = world.put("visiting", make.account("Visiting training lead", root))
    world.put("visiting", make.role(world.cast.visiting, "training_lead", trust.team))


def both(world: World, trust: Place) -> None:
    """People who hold two roles at once, and people who come by a link."""
    trust.staff("senior", peer=True)
    trust.link("senior", "supervisor", trust.practice)
    trust.link("worker", "senior", trust.beside, as_="worker_peer")
    world.put("senior", world.cast.senior.supervising)
    next_post = world.put("next", make.post(trust.next_team))
    trust.staff("hr_worker", next_post, peer=True)
    world.put("hr_worker", make.role(world.cast.hr_worker, "hr", trust.root))
    world.put("hr_worker", make.match(trust.person("hr_worker"), make.person(trust.root)))
    world.cast.visitor = world.put("visitor", make.account("Visitor", kind="link"))
    # Past and future: who left, whose placement ended, whose supervisor changed, who starts soon, who is only proposed.
    trust.staff("starter", status="agreed")
    trust.staff("proposed", status="proposed")
    leaver = world.put("leaver", make.person(trust.root))
    world.put("lately", make.placement(leaver, trust.post, "ended", ends_on=make.today() - timedelta(days=30)))
    gone = world.put("gone", make.person(trust.root))
    world.put("long_ago", make.placement(gone, trust.post, "ended", ends_on=make.today() - timedelta(days=200)))
    trust.link("colleague", "senior", trust.practice, as_="colleague_past", ends_on=make.today() - timedelta(days=1))


def everybody(world: World) -> None:
    """What belongs to no organisation."""
    everywhere = {"organisation": None, "told_by": "staff_group", "value": "Managers", "counts_as": "excluded"}
    with creating(rules, "classify", by=make.system(), starts_on=make.today(), **everywhere) as rule:
        rule.proposed_by = rule.decided_by = make.system()
    world.put("everywhere", rule)
    world.put("everywhere", Definition.objects.get(number=1))
    world.put("everywhere", CountedRule.objects.get(number=1))
