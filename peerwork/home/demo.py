"""A made-up trust and a charity, to look at and to measure with: always the same people for the same scale.

Nothing here is real. Everything is written through the actions and importers that a real organisation uses, so no
demo record is one the product could not hold.
"""

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from peerwork.kit.records import keep
from peerwork.mix import actions as mix
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
        self.numbers = 0

    @transaction.atomic
    def fill(self) -> None:
        self.say("Opening the trust, the charity and 12 teams")
        self.organisations()
        self.accounts()
        self.say("Placing the staff")
        lines = self.staff()
        self.say("Loading the staff list and working out the share")
        self.figures(lines)

    # Units and accounts -----------------------------------------------------------------------------------------
    def organisations(self) -> None:
        trust = people.open_unit(by=self.by, kind="organisation", name="Northmere Partnership", code="NMP")
        self.units["NMP"] = trust
        charity = people.open_unit(by=self.by, kind="organisation", name="Harbour Lights", code="HLP")
        self.units["HLP"] = charity
        people.edit_settings(
            trust.settings, by=self.by, support_email=f"help@{DOMAIN}", support_phone="01632 960 001",
            word_service_user="person who uses services",
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
    def staff(self) -> list[dict]:
        """Everybody as people, posts and placements, and as the lines of the staff list."""
        lines = []
        for code, _name, _service, _kind, others, before, now in TEAMS:
            others, before, now = others * self.scale, before * self.scale, now * self.scale
            for _ in range(others):
                role, group, family, _share = self.pick(OTHERS)
                lines.append(self.person(code, role, group, family, self.joined(0.72), self.left(0.12)))
            for number in range(now):
                role, family, _share = self.pick(PEERS)
                since = (
                    FIRST_MONTH - timedelta(days=self.random.randint(30, 900)) if number < before else self.joined(0)
                )
                lines.append(self.person(code, role, SUPPORT_GROUP, family, since, None, peer=True))
            for _ in range(max(1, now // 4)):  # peers who came and went
                since = self.joined(0.3)
                until = min(since + timedelta(days=self.random.randint(200, 500)), AS_AT - timedelta(days=20))
                if until > since:
                    lines.append(self.person(code, PEERS[0][0], SUPPORT_GROUP, PEERS[0][1], since, until, peer=True))
            for _ in range(2 * self.scale):
                lines.append(self.person(code, *NOT_COUNTED, Post.Family.OTHER, self.joined(0.8), None))
        for _ in range(6 * self.scale):
            lines.append(self.person("COLL", *NOT_MAPPED, Post.Family.OTHER_CLINICAL, self.joined(0.2), None))
        self.named()
        return lines

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

    def post(self, code: str, role: str, family: str) -> Post:
        key = (code, role)
        if key not in self.posts:
            peer = family in {row[1] for row in PEERS}
            scope = "carer" if family == Post.Family.CARER_PEER else "own" if peer else ""
            self.posts[key] = placements.open_post(
                by=self.by, team=self.units[code], title=role, family=family, wte=Decimal(1),
                starts_on=date(2010, 4, 1), lived_experience_essential=peer, scope=scope,
            )  # fmt: skip
        return self.posts[key]

    def person(self, code, role, group, family, since, until, *, peer=False, name=None, user=None) -> dict:
        self.numbers += 1
        if until is not None and until <= since:
            until = None
        given, family_name = name or (self.random.choice(GIVEN), self.random.choice(FAMILY))
        wte = self.random.choice(
            ["0.4", "0.5", "0.6", "0.6", "0.8", "1"] if peer else ["0.6", "0.8", "1", "1", "1", "1"]
        )
        number = f"2{self.numbers:07d}"
        # The charity employs some of the peers who work in the trust's teams.
        employer = self.units["HLP" if peer and name is None and self.random.random() < 0.12 else "NMP"]
        person = people.register_person(
            by=self.by, organisation=employer, given_name=given, family_name=family_name, user=user, left_on=until,
            work_email=f"{given}.{family_name}.{self.numbers}@{DOMAIN}".lower(),
        )  # fmt: skip
        people.note_identifier(
            by=self.by, person=person, organisation=self.units["NMP"], system=Identifier.System.STAFF_ID, value=number
        )
        if peer:
            people.begin_worker(by=self.by, person=person, peer_since=since, peer_until=until)
        placement = placements.propose_placement(
            by=self.by, person=person, post=self.post(code, role, family), team=self.units[code], employer=employer,
            host=self.units["NMP"], wte=Decimal(wte), starts_on=since,
        )  # fmt: skip
        placement = placements.start_placement(placements.agree_placement(placement, by=self.by), by=self.by)
        if until:
            placements.end_placement(placement, by=self.by, ends_on=until)
        return {
            "staff_id": number, "name": f"{given} {family_name}", "team_code": code, "role": role, "staff_group": group,
            "wte": wte, "start": since.isoformat(), "end": until.isoformat() if until else "", "person": person,
        }  # fmt: skip

    def named(self) -> None:
        """Sam and Dana, whose records the sign-ins open, and who supervises whom."""
        streams = {
            kind: placements.open_stream(by=self.by, organisation=self.units["NMP"], kind=kind, name=name)
            for kind, name in (
                ("line", "Line management"),
                ("practice", "Practice"),
                ("peer", "Peer"),
                ("group", "Group"),
            )
        }
        senior, since = PEERS[1], date(2023, 2, 6)
        dana = self.person("HILL", senior[0], SUPPORT_GROUP, senior[1], since, None, peer=True,
                           name=("Dana", "Whitlock"), user=self.users["Dana Whitlock"])  # fmt: skip
        sam = self.person("HILL", PEERS[0][0], SUPPORT_GROUP, PEERS[0][1], date(2026, 6, 1), None, peer=True,
                          name=("Sam", "Okafor"), user=self.users["Sam Okafor"])  # fmt: skip
        self.extra = [dana, sam]
        team = Person.objects.filter(placements__team=self.units["HILL"], worker__isnull=False, left_on__isnull=True)
        for person in team.exclude(pk=dana["person"].pk).order_by("pk")[:6]:
            placements.link_supervisor(by=self.by, person=person, supervisor=self.users["Dana Whitlock"],
                                       stream=streams["peer"], starts_on=max(since, date(2026, 6, 1)))  # fmt: skip
        for person in (dana["person"], sam["person"]):
            placements.link_supervisor(by=self.by, person=person, supervisor=self.users["Priya Nair"],
                                       stream=streams["line"], starts_on=date(2026, 6, 1))  # fmt: skip
        placements.link_supervisor(by=self.by, person=dana["person"], supervisor=self.users["Jo Marsh"],
                                   stream=streams["peer"], starts_on=since)  # fmt: skip

    # Figures ----------------------------------------------------------------------------------------------------
    def figures(self, lines: list[dict]) -> None:
        path = Path(settings.STAGING_ROOT) / "demo-staff-list.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = ["staff_id", "name", "team_code", "role", "staff_group", "wte", "start", "end"]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows([*lines, *self.extra])
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
