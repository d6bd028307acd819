"""Reading certificates: by their code, and what badges point to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from peerwork.kit.errors import NotHere
from peerwork.training.certificates import badges, signing
from peerwork.training.certificates.models import Certificate, SigningKey
from peerwork.training.curricula.models import CurriculumVersion


@dataclass(frozen=True)
class Checked:
    """What the public check page says, and nothing else."""

    valid: bool
    state: str  # valid, ended, revoked, changed
    award: str
    title: str
    credential: str
    holder: str
    issuer: str
    issued_on: date
    valid_until: date | None
    revoked_on: date | None


def as_code(words: str) -> str:
    """A code as it stands on certificates, however it was typed: small letters, without dashes, with spaces."""
    letters = "".join(letter for letter in words.upper() if letter.isalnum())[:24]
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def checked(words: str) -> Checked | None:
    """The certificate with this code, or none; whoever holds the code may ask."""
    row = Certificate.objects.filter(code=as_code(words)).select_related("key").first()
    if row is None:
        return None
    state = "valid"
    if not signing.is_unchanged(row):
        state = "changed"
    elif row.status != Certificate.Status.ISSUED:
        state = "revoked"
    elif row.valid_until and row.valid_until < timezone.localdate():
        state = "ended"
    return Checked(
        valid=state == "valid",
        state=state,
        award=row.get_award_display(),
        title=row.title,
        credential=row.credential,
        holder=row.holder,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        revoked_on=row.revoked_on,
    )


def best_award(enrolment) -> str:
    """What a place has earned at most: accreditation, completion, or attendance."""
    return {"completed": "completion", "accredited": "accredited"}.get(enrolment.status, "attendance")


def _key(uuid: UUID) -> SigningKey:
    key = SigningKey.objects.filter(uuid=uuid).select_related("organisation").first()
    if key is None:
        raise NotHere()
    return key


def issuer(uuid: UUID) -> dict:
    return badges.issuer(_key(uuid))


def revoked(uuid: UUID) -> dict:
    return badges.revoked(_key(uuid))


def achievement(number: int) -> dict:
    """A course as a badge names it; raises NotHere for one that was never in use."""
    editions = CurriculumVersion.objects.filter(status__in=CurriculumVersion.USED)
    edition = editions.select_related("curriculum__organisation").filter(pk=number).first()
    if edition is None:
        raise NotHere()
    return {"edition": edition, "criteria": badges.criteria(edition)}
