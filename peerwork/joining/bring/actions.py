"""Every write about bringing a record along: making the file, handing it in, asking for what is in it."""

from datetime import date
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.adjustments import actions as adjusting
from peerwork.adjustments.models import Adjustment, Kind
from peerwork.joining.bring import passport
from peerwork.joining.bring.models import Brought
from peerwork.joining.bring.policy import brought
from peerwork.kit import exports
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person
from peerwork.training.certificates.actions import key_of
from peerwork.training.certificates.documents import signed

MOST_ASKED = 20  # adjustments at once: a file from outside shall not flood a queue


def make_file(*, by, person: Person, parts: list[str]) -> dict:
    """The signed file of what one chose to give; it goes to nobody but its owner.

    parts  of `passport.PIECES`. Raises NotAllowed for anybody else's, Invalid where nothing was chosen.
    """
    if person.user_id != by.pk or not brought.may_start(by, "give"):
        raise NotAllowed()
    if not parts or not set(parts) <= set(passport.PIECES):
        raise Invalid(fields={"parts": [_("Choose at least one thing to give.")]})
    exports.allowed(by, named=False)
    made = signed(passport.made(by, person, parts), key_of(person.organisation))
    rows = sum(len(part) for part in made["given"].values())
    exports.log(by, _("Bring it with me"), "json", rows, named=False, about=person)
    return made


def give_file(*, by, person: Person, file: IO[bytes]) -> Brought:
    """Hand in a file from an employer before: taken only as it was signed, and once. Raises NotAllowed, Invalid."""
    if not brought.may_start(by, "give"):
        raise NotAllowed()
    try:
        found = passport.read(file.read(passport.LARGEST + 1))
    except ValueError as problem:
        raise Invalid(fields={"file": [str(problem)]}) from None
    proof = found["proof"]
    if Brought.objects.filter(person=person, signature=proof["signature"], status="given").exists():
        raise Invalid(fields={"file": [_("This file is here already.")]})
    with creating(brought, "give", by=by, person=person) as row:
        row.employer, row.code = found["employer"]["name"], found["employer"]["code"][:40]
        row.name = f"{found['person']['given_name']} {found['person']['family_name']}".strip()[:240]
        row.made_on = date.fromisoformat(found["made_on"])
        row.signed_by, row.signature = proof["publicKeyMultibase"][:120], proof["signature"][:160]
        for name, rows in found["given"].items():
            setattr(row, name, rows)
    return row


@transaction.atomic
def ask_for(row: Brought, *, by, version: int | None = None) -> Brought:
    """Ask here for the adjustments one had there, so that they can be in place from day one."""
    with acting(brought, "ask_for", row, by=by, version=version) as row:
        if row.asked_on:
            raise Conflict(_("You have asked for these already."))
        known = {str(value) for value in Kind.values}
        wanted = [each for each in row.adjustments if each["kind"] in known and each["what"].strip()][:MOST_ASKED]
        if not wanted:
            raise Invalid(_("There are no adjustments in this file."))
        row.asked_on = timezone.localdate()
    open_here = set(
        Adjustment.objects.filter(person=row.person, status__in=(*Adjustment.WAITING, *Adjustment.LIVE)).values_list(
            "what", flat=True
        )
    )
    for each in wanted:
        if each["what"][:400] not in open_here:
            adjusting.ask(by=by, person=row.person, kind=each["kind"], what=each["what"][:400], from_start=True)
    return row


def withdraw(row: Brought, *, by, version: int | None = None) -> Brought:
    """Take back what one brought: nobody else reads it any more."""
    with acting(brought, "withdraw", row, by=by, version=version) as row:
        pass
    return row
