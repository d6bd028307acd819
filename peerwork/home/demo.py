"""A made-up trust and a charity, to look at and to measure with: always the same people for the same scale.

Nothing here is real. Everything is written through the actions and importers that a real organisation uses, so no
demo record is one the product could not hold.
"""

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from peerwork.home import (
    demo_adjustments,
    demo_needs,
    demo_placements,
    demo_readiness,
    demo_recruitment,
    demo_starting,
    demo_supervision,
    demo_training,
)
from peerwork.home.demo_activity import add_activity
from peerwork.home.demo_board import add_board
from peerwork.kit.access import request_memo
from peerwork.kit.records import keep
from peerwork.mix import actions as mix
from peerwork.mix import supported
from peerwork.mix.importers import import_staff
from peerwork.people import actions as people
from peerwork.people.models import Identifier, Person, Role, Unit, User
from peerwork.placements import actions as placements
from peerwork.placements.models import Post

SEED = 20261031
FIRST_MONTH, AS_AT = date(2024, 5, 1), date(2026, 10, 31)
DOMAIN = "northmere.example"
CHARITY_DOMAIN = "harbourlights.example"

# team code, name, service, MHSDS team type, other care staff, peers at the start, peers now
TEAMS = [
    ("HILL", "Community, Hillside", "COM", "A06", 46, 4, 10),
    ("RIVE", "Community, Riverside", "COM", "A06", 44, 5, 12),
    ("EIP", "Early Intervention", "COM", "A14", 30, 2, 6),
    ("PERI", "Perinatal", "COM", "C02", 18, 1, 2),
    ("OLDE", "Older Adults", "COM", "A07", 34, 0, 2),
    ("CRHT", "Crisis and Home Treatment", "CRI", "A02", 52, 2, 7),
    ("LIAI", "Hospital Liaison", "CRI", "A11", 24, 0, 1),
    ("ROWA", "Rowan Ward", "CRI", "A10", 40, 1, 3),
    ("LARC", "Larch Ward", "CRI", "A10", 38, 0, 2),
    ("OAK", "Rehabilitation, Oak House", "REC", "A09", 34, 6, 12),
    ("COLL", "Recovery College", "REC", "Z01", 8, 3, 8),
    ("WORK", "Housing and Employment", "REC", "D05", 22, 1, 5),
]
SERVICES = [("COM", "Community services"), ("CRI", "Crisis and inpatient services"), ("REC", "Recovery services")]
SUPPORT_GROUP = "Additional Clinical Services"
OTHERS = [  # job role, staff group, role family, share of the other care staff
    ("Mental health nurse", "Nursing and Midwifery Registered", Post.Family.NURSING, 38),
    ("Health care assistant", SUPPORT_GROUP, Post.Family.SUPPORT, 22),
    ("Support, time and recovery worker", SUPPORT_GROUP, Post.Family.SUPPORT, 10),
    ("Occupational therapist", "Allied Health Professionals", Post.Family.OCCUPATIONAL_THERAPY, 9),
    ("Clinical psychologist", "Add Prof Scientific and Technic", Post.Family.PSYCHOLOGY, 9),
    ("Psychiatrist", "Medical and Dental", Post.Family.MEDICAL, 7),
    ("Social worker", "Add Prof Scientific and Technic", Post.Family.SOCIAL_WORK, 5),
]
PEERS = [
    ("Peer support worker", Post.Family.PEER, 70),
    ("Senior peer support worker", Post.Family.SENIOR_PEER, 18),
    ("Carer peer worker", Post.Family.CARER_PEER, 8),
    ("Peer trainer", Post.Family.PEER_TRAINER, 4),
]
PEER_FAMILIES = {family for _role, family, _share in PEERS}
PEER_HOURS = ("0.4", "0.5", "0.6", "0.6", "0.8", "1")
OTHER_HOURS = ("0.6", "0.8", "1", "1", "1", "1")
NOT_COUNTED = ("Team administrator", "Administrative and Clerical")
NOT_MAPPED = ("Wellbeing practitioner", "Additional Professional Roles")  # nobody has said yet how they count

GIVEN = [
    "Amara",
    "Ben",
    "Carys",
    "Dev",
    "Elif",
    "Farah",
    "Gwen",
    "Hassan",
    "Ines",
    "Jonah",
    "Kezia",
    "Liam",
    "Mina",
    "Noor",
    "Owen",
    "Petra",
    "Quinn",
    "Rosa",
    "Sol",
    "Tariq",
    "Una",
    "Viktor",
    "Wren",
    "Xiu",
    "Yusuf",
    "Zofia",
    "Anwen",
    "Bilal",
    "Cora",
    "Dylan",
    "Esme",
    "Femi",
    "Greta",
    "Hugo",
    "Isla",
    "Jay",
    "Kamal",
    "Leila",
    "Marek",
    "Nia",
]
FAMILY = [
    "Abbott",
    "Baptiste",
    "Chowdhury",
    "Davies",
    "Ekwueme",
    "Fraser",
    "Grant",
    "Hussain",
    "Iqbal",
    "Jones",
    "Kowalski",
    "Lowe",
    "Mbeki",
    "Novak",
    "Osei",
    "Price",
    "Quayle",
    "Rahman",
    "Sharma",
    "Thomas",
    "Underhill",
    "Vaughan",
    "Walsh",
    "Xavier",
    "Yeo",
    "Zaman",
    "Aldridge",
    "Begum",
    "Corrigan",
    "Doyle",
    "Evans",
    "Foster",
]


@dataclass(frozen=True)
class SignIn:
    """One person to sign in as: who they are, what they hold, where."""

    email: str
    name: str
    words: str
    roles: tuple[tuple[str, str], ...] = ()  # (role, unit code)


CAST = [
    SignIn(f"ruth.adeyemi@{DOMAIN}", "Ruth Adeyemi", "Director", ((Role.DIRECTOR, "NMP"),)),
    SignIn(f"asha.bello@{DOMAIN}", "Asha Bello", "HR", ((Role.HR, "NMP"),)),
    SignIn(f"priya.nair@{DOMAIN}", "Priya Nair", "Team lead, Community Hillside", ((Role.TEAM_LEAD, "HILL"),)),
    SignIn(f"dana.whitlock@{DOMAIN}", "Dana Whitlock", "Supervisor, and a senior peer worker herself"),
    SignIn(f"sam.okafor@{DOMAIN}", "Sam Okafor", "Peer support worker"),
    SignIn(f"jo.marsh@{DOMAIN}", "Jo Marsh", "Lived-experience lead", ((Role.LIVED_EXPERIENCE_LEAD, "NMP"),)),
    SignIn(f"erin.byrne@{DOMAIN}", "Erin Byrne", "Training lead", ((Role.TRAINING_LEAD, "NMP"),)),
    SignIn(f"helen.osei@{DOMAIN}", "Helen Osei", "Occupational health adviser", ((Role.OH_ADVISER, "NMP"),)),
    SignIn(f"iain.reid@{DOMAIN}", "Iain Reid", "Occupational health lead", ((Role.OH_LEAD, "NMP"),)),
    SignIn(f"tom.ferris@{DOMAIN}", "Tom Ferris", "Administrator", ((Role.ADMINISTRATOR, "NMP"),)),
    SignIn(f"lucy.chan@{DOMAIN}", "Lucy Chan", "Panel coordinator", ((Role.PANEL_COORDINATOR, "NMP"),)),
    SignIn(f"mark.doyle@{DOMAIN}", "Mark Doyle", "Records officer", ((Role.RECORDS_OFFICER, "NMP"),)),
    SignIn(f"nia.evans@{DOMAIN}", "Nia Evans", "On-call manager", ((Role.ON_CALL_MANAGER, "NMP"),)),
    SignIn(
        f"kim.lowe@{DOMAIN}",
        "Kim Lowe",
        "Several roles: HR officer and director of Recovery services",
        ((Role.HR, "REC"), (Role.DIRECTOR, "REC")),
    ),
    SignIn(f"grace.mbeki@{CHARITY_DOMAIN}", "Grace Mbeki", "HR of the charity", ((Role.HR, "HLP"),)),
    SignIn(
        f"paul.aldridge@{CHARITY_DOMAIN}",
        "Paul Aldridge",
        "Administrator of the charity",
        ((Role.ADMINISTRATOR, "HLP"),),
    ),
]


class Demo:
    """Fills an empty database. `scale` multiplies the staff; the same scale gives the same organisation."""

    def __init__(self, password: str, scale: int = 1, say=print):
        self.password, self.scale, self.say = password, scale, say
        self.random = random.Random(SEED)
        self.by = people.system_user()
        self.units: dict[str, Unit] = {}
        self.users: dict[str, User] = {}
        self.posts: dict[tuple, Post] = {}
        self.planned: list[dict] = []

    @transaction.atomic
    def fill(self) -> None:
        with request_memo():  # roles are asked once; every change to them forgets what was remembered
            self._fill()

    def _fill(self) -> None:
        self.say("Opening the trust, the charity and 12 teams")
        self.organisations()
        self.accounts()
        self.say("Placing the staff")
        self.staff()
        self.say("Loading the staff list and working out the share")
        self.figures()
        self.say("Loading thirty months of care activity")
        add_activity(self)
        supported.settle(self.units["NMP"].pk)
        add_board(self)

    # Units and accounts -----------------------------------------------------------------------------------------
    def organisations(self) -> None:
        trust = people.open_unit(by=self.by, kind="organisation", name="Northmere Partnership", code="NMP")
        self.units["NMP"] = trust
        charity = people.open_unit(by=self.by, kind="organisation", name="Harbour Lights", code="HLP")
        self.units["HLP"] = charity
        people.edit_settings(
            trust.settings, by=self.by, support_email=f"help@{DOMAIN}", support_phone="01632 960 001",
            word_service_user="person who uses services", words_service_users="people who use services",
        )  # fmt: skip
        for code, name in SERVICES:
            self.units[code] = people.open_unit(by=self.by, parent=trust, kind="service", name=name, code=code)
        for code, name, service, kind, *_sizes in TEAMS:
            under = "CRI" if code == "PERI" else service
            self.units[code] = people.open_unit(
                by=self.by, parent=self.units[under], kind="team", name=name, code=code, team_type=kind
            )
        # A team that changed service: the months before still roll up as they were.
        people.move_unit(self.units["PERI"], self.units["COM"], by=self.by, starts_on=date(2025, 10, 1))

    def accounts(self) -> None:
        for entry in CAST:
            home = self.units["HLP" if entry.email.endswith(CHARITY_DOMAIN) else "NMP"]
            user = User(email=entry.email, name=entry.name, home_organisation=home)
            user.set_password(self.password)
            keep(user, "join", by=self.by)
            self.users[entry.name] = user
            for role, unit in entry.roles:
                people.give_role(by=self.by, user=user, role=role, unit=self.units[unit], starts_on=FIRST_MONTH)

    # Staff ------------------------------------------------------------------------------------------------------
    def staff(self) -> None:
        """Everybody planned first, so that posts have the hours of those who hold them; then placed one by one."""
        for code, _name, _service, _kind, others, before, now in TEAMS:
            others, before, now = others * self.scale, before * self.scale, now * self.scale
            for _ in range(others):
                role, group, family, _share = self.pick(OTHERS)
                self.plan(code, role, group, family, self.joined(0.72), self.left(0.12))
            for number in range(now):
                role, family, _share = self.pick(PEERS)
                early = FIRST_MONTH - timedelta(days=self.random.randint(30, 900))
                self.plan(code, role, SUPPORT_GROUP, family, early if number < before else self.joined(0))
            for _ in range(max(1, now // 4)):  # peers who came and went
                since = self.joined(0.3)
                until = min(since + timedelta(days=self.random.randint(200, 500)), AS_AT - timedelta(days=20))
                self.plan(code, PEERS[0][0], SUPPORT_GROUP, PEERS[0][1], since, until)
            for _ in range(2 * self.scale):
                self.plan(code, *NOT_COUNTED, Post.Family.OTHER, self.joined(0.8))
        for _ in range(6 * self.scale):
            self.plan("COLL", *NOT_MAPPED, Post.Family.OTHER_CLINICAL, self.joined(0.2))
        senior, newer = PEERS[1], PEERS[0]
        self.plan("HILL", senior[0], SUPPORT_GROUP, senior[1], date(2023, 2, 6), name="Dana Whitlock")
        self.plan("HILL", newer[0], SUPPORT_GROUP, newer[1], date(2026, 6, 1), name="Sam Okafor")
        self.teams()
        for entry in self.planned:
            self.place(entry)
        self.supervision()
        demo_placements.fill(self)
        demo_supervision.fill(self)
        demo_adjustments.fill(self)
        demo_recruitment.fill(self)
        demo_training.fill(self)
        demo_needs.fill(self)
        demo_readiness.fill(self)
        demo_starting.fill(self)

    def pick(self, table):
        return self.random.choices(table, weights=[row[-1] for row in table])[0]

    def joined(self, before_the_first_month: float) -> date:
        if self.random.random() < before_the_first_month:
            return FIRST_MONTH - timedelta(days=self.random.randint(30, 3000))
        return FIRST_MONTH + timedelta(days=self.random.randint(0, (AS_AT - FIRST_MONTH).days - 30))

    def left(self, share: float) -> date | None:
        if self.random.random() > share:
            return None
        return FIRST_MONTH + timedelta(days=self.random.randint(30, (AS_AT - FIRST_MONTH).days))

    def plan(self, code, role, group, family, since: date, until: date | None = None, *, name: str = "") -> None:
        peer = family in PEER_FAMILIES
        given, _space, family_name = name.partition(" ")
        # The charity employs some of the peers who work in the trust's teams.
        employer = "HLP" if peer and not name and self.random.random() < 0.12 else "NMP"
        self.planned.append({
            "staff_id": f"2{len(self.planned) + 1:07d}", "team_code": code, "role": role, "staff_group": group,
            "family": family, "peer": peer, "since": since, "until": until if until and until > since else None,
            "given": given or self.random.choice(GIVEN), "family_name": family_name or self.random.choice(FAMILY),
            "wte": self.random.choice(PEER_HOURS if peer else OTHER_HOURS), "employer": employer,
            "user": self.users.get(name),
        })  # fmt: skip

    def teams(self) -> None:
        """Posts with the hours of those who hold them, ready teams, and a peer network where a peer would be alone."""
        hours: dict[tuple, Decimal] = defaultdict(Decimal)
        for entry in self.planned:
            hours[entry["team_code"], entry["role"], entry["family"]] += Decimal(entry["wte"])
        for (code, role, family), wte in hours.items():
            peer = family in PEER_FAMILIES
            scope = "carer" if family == Post.Family.CARER_PEER else "own" if peer else ""
            self.posts[code, role] = placements.open_post(
                by=self.by, team=self.units[code], title=role, family=family, wte=wte, starts_on=date(2010, 4, 1),
                lived_experience_essential=peer, scope=scope,
            )  # fmt: skip
        for code, *_rest in TEAMS:
            placements.decide_readiness(
                by=self.users["Asha Bello"], team=self.units[code], answer="ready", expires_on=date(2027, 3, 31),
                reason="Looked at with the lived-experience lead at the yearly review.",
            )  # fmt: skip
            placements.name_network(
                by=self.by, team=self.units[code], name="Northmere peer network", contact="Jo Marsh",
                starts_on=date(2010, 4, 1),
            )  # fmt: skip

    def place(self, entry: dict) -> None:
        """One of the planned staff as a person with a number, a peer profile if they have one, and a placement."""
        person = people.register_person(
            by=self.by, organisation=self.units[entry["employer"]], given_name=entry["given"],
            family_name=entry["family_name"], user=entry["user"], left_on=entry["until"],
            work_email=f"{entry['given']}.{entry['family_name']}.{entry['staff_id']}@{DOMAIN}".lower(),
        )  # fmt: skip
        people.note_identifier(
            by=self.by, person=person, organisation=self.units["NMP"], system=Identifier.System.STAFF_ID,
            value=entry["staff_id"],
        )  # fmt: skip
        if entry["peer"]:
            people.begin_worker(by=self.by, person=person, peer_since=entry["since"], peer_until=entry["until"])
        code = entry["team_code"]
        placement = placements.propose_placement(
            by=self.by, person=person, post=self.posts[code, entry["role"]], team=self.units[code],
            employer=person.organisation, host=self.units["NMP"], wte=Decimal(entry["wte"]), starts_on=entry["since"],
        )  # fmt: skip
        placement = placements.start_placement(placements.agree_placement(placement, by=self.by), by=self.by)
        if entry["until"]:
            placements.end_placement(placement, by=self.by, ends_on=entry["until"])
        entry["person"] = person

    def supervision(self) -> None:
        """The kinds of supervision the trust gives, and who supervises whom in Sam's and Dana's team."""
        kinds = [("line", "Line management"), ("practice", "Practice"), ("peer", "Peer"), ("group", "Group")]
        streams = {
            kind: placements.open_stream(by=self.by, organisation=self.units["NMP"], kind=kind, name=name)
            for kind, name in kinds
        }
        *_others, dana, sam = (entry["person"] for entry in self.planned)
        since = date(2026, 6, 1)
        team = Person.objects.filter(placements__team=self.units["HILL"], worker__isnull=False, left_on__isnull=True)
        for person in team.exclude(pk=dana.pk).order_by("-pk")[:6]:
            self.link(person, "Dana Whitlock", streams["peer"], since)
        for person in (dana, sam):
            self.link(person, "Priya Nair", streams["line"], since)
        self.link(dana, "Jo Marsh", streams["peer"], date(2023, 2, 6))

    def link(self, person, supervisor: str, stream, since: date) -> None:
        placements.link_supervisor(
            by=self.by, person=person, supervisor=self.users[supervisor], stream=stream, starts_on=since,
            despite="Already their supervisor when Peerwork began.",
        )  # fmt: skip

    # Figures ----------------------------------------------------------------------------------------------------
    def figures(self) -> None:
        path = Path(settings.STAGING_ROOT) / "demo-staff-list.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = ["staff_id", "name", "team_code", "role", "staff_group", "wte", "start", "end"]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            for entry in self.planned:
                name, end = f"{entry['given']} {entry['family_name']}", entry["until"] or ""
                writer.writerow(entry | {"name": name, "start": entry["since"], "end": end})
        trust = self.units["NMP"]
        try:
            import_staff(path, profile="staff_list_csv", organisation=trust, by=self.by, as_at=AS_AT)
        finally:
            path.unlink()
        answers = [("job_role", role, "peer") for role, _family, _share in PEERS]
        answers += [("staff_group", group, "clinical") for group in sorted({row[1] for row in OTHERS})]
        answers.append(("staff_group", NOT_COUNTED[1], "excluded"))
        mix.classify(by=self.by, organisation=trust, answers=answers, starts_on=FIRST_MONTH)
        mix.set_target(
            by=self.users["Ruth Adeyemi"], unit=trust, basis="wte", value=Decimal("0.5"), due_on=date(2030, 3, 31),
            starts_on=date(2024, 4, 1), starts_value=Decimal("0.05"),
            milestones=[{"value": "0.25", "on": "2027-03-31"}],
            reason="Up to half of care by trained and supported peer workers: the board's aim of March 2024.",
        )  # fmt: skip
