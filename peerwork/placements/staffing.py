"""What a file of staff in post says, whatever its layout: organisations, positions, people, assignments."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from peerwork.placements.models import Contract, Leaving, PlacementTerm, Post


@dataclass(frozen=True)
class Org:
    line: int
    number: str
    name: str
    parent: str
    starts_on: date
    ends_on: date | None
    code: str = ""


@dataclass(frozen=True)
class Position:
    line: int
    number: str
    title: str
    org: str
    wte: Decimal
    starts_on: date
    ends_on: date | None
    code: str = ""
    staff_group: str = ""
    job_role: str = ""
    band: str = ""


@dataclass(frozen=True)
class Member:
    line: int
    number: str
    given_name: str
    family_name: str
    staff_id: str = ""
    known_as: str = ""
    work_email: str = ""
    smartcard: str = ""
    left_on: date | None = None
    end_reason: str = ""


@dataclass(frozen=True)
class Assignment:
    """One row of an assignment: what held from a day. An assignment has one row for each change."""

    line: int
    number: str
    member: str
    position: str
    org: str
    wte: Decimal
    starts_on: date
    ends_on: date | None
    first_day: date | None = None
    number_shown: str = ""
    contract: str = Contract.PERMANENT
    kind: str = PlacementTerm.Kind.USUAL
    manager: str = ""
    last_day: date | None = None
    ended: bool = False

    @property
    def said(self) -> tuple:
        """What it says, without the line it stands on."""
        return (
            self.member, self.position, self.org, str(self.wte.normalize()), self.starts_on, self.ends_on,
            self.first_day, self.contract, self.kind, self.manager, self.last_day, self.ended,
        )  # fmt: skip


@dataclass
class Staffing:
    """A whole file: `full` files hold everybody, so that whoever is missing has left."""

    as_at: date
    full: bool = True
    orgs: dict[str, Org] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    deleted: list[tuple[int, str, str]] = field(default_factory=list)  # line, kind, number


# Words of staff systems ---------------------------------------------------------------------------------------------
FAMILIES = [  # the first whose words stand in the staff group or job role; peers are never told by a word
    (Post.Family.OCCUPATIONAL_THERAPY, ("occupational therap",)),
    (Post.Family.PSYCHOLOGY, ("psycholog", "psychotherap")),
    (Post.Family.SOCIAL_WORK, ("social work",)),
    (Post.Family.MEDICAL, ("medical and dental",)),
    (Post.Family.NURSING, ("nursing and midwifery",)),
    (Post.Family.SUPPORT, ("additional clinical services",)),
    (Post.Family.OTHER_CLINICAL, ("allied health", "scientific", "healthcare scientist")),
    (Post.Family.OTHER, ("administrative", "estates", "students", "supplementary")),
]
PEER_WORDS = ("peer", "lived experience", "carer consultant", "recovery trainer")
CONTRACTS = [
    (Contract.BANK, ("bank", "locum")),
    (Contract.HONORARY, ("honorary",)),
    (Contract.APPRENTICE, ("apprentice",)),
    (Contract.VOLUNTEER, ("volunteer",)),
    (Contract.ACTING, ("acting up",)),
    (Contract.SECONDED, ("secondment in", "internal secondment", "secondee")),
    (Contract.FIXED, ("fixed", "temp")),
]
KINDS = [
    (PlacementTerm.Kind.RELEASED, ("out on external secondment", "secondment out")),
    (PlacementTerm.Kind.LEAVE, ("suspend", "susp", "career break", "maternity", "parental", "adoption", "unpaid")),
]
REASONS = [
    (Leaving.DEATH, ("death in service", "died")),
    (Leaving.RETIREMENT, ("retire",)),
    (Leaving.REDUNDANCY, ("redundan",)),
    (Leaving.DISMISSAL, ("dismiss",)),
    (Leaving.TRANSFER, ("employee transfer", "tupe")),
    (Leaving.CONTRACT_END, ("end of fixed term",)),
    (Leaving.RELOCATION, ("relocation",)),
    (Leaving.HEALTH, ("health",)),
    (Leaving.CARING, ("dependants", "child", "caring")),
    (Leaving.WORK_LIFE, ("work life", "work-life")),
    (Leaving.PAY, ("pay and reward", "better reward")),
    (Leaving.RELATIONS, ("incompatible", "working relation")),
    (Leaving.LEARNING, ("education", "training")),
    (Leaving.PROGRESSION, ("promotion", "lack of opportunities")),
    (Leaving.OTHER_JOB, ("resignation",)),
]
ENDED = ("term_assign", "terminate", "ended", "inactive")


def told_by(table, *words: str, otherwise=""):
    said = " ".join(words).casefold()
    return next((answer for answer, marks in table if any(mark in said for mark in marks)), otherwise)


def could_be_peer(title: str) -> bool:
    """Whether a title suggests a peer worker's post: a suggestion for somebody to decide on, never a rule."""
    return any(word in title.casefold() for word in PEER_WORDS)
