"""What the commands of the share of care have in common: words into records, and refusals into exit codes."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from peerwork.mix.importers import BadCell, a_day, a_month
from peerwork.people.models import Unit

WRONG, NO_DATA = 2, 3


def organisation_called(code: str) -> Unit:
    """The organisation with this code; ends the command with 2 when there is none."""
    found = Unit.objects.filter(kind=Unit.Kind.ORGANISATION, code=code.strip().upper()).first()
    if found is None:
        raise CommandError(
            f"No organisation has the code {code}. Check it, or open the organisation.", returncode=WRONG
        )
    return found


def unit_called(code: str, organisation: Unit | None) -> Unit:
    """The unit with this code, in the organisation if one is given; ends with 2 unless there is just one."""
    found = Unit.objects.filter(code=code.strip().upper())
    if organisation:
        found = found.filter(organisation=organisation) | found.filter(pk=organisation.pk)
    found = list(found[:2])
    if not found:
        raise CommandError(f"No unit has the code {code}. Check it.", returncode=WRONG)
    if len(found) > 1:
        raise CommandError(
            f"Several organisations have a unit {code}. Say which with --organisation.", returncode=WRONG
        )
    return found[0]


def day(text: str) -> date:
    try:
        return a_day("", text)
    except BadCell as bad:
        raise ArgumentTypeError(str(bad.args[2])) from None


def month(text: str) -> date:
    try:
        return a_month("", text)
    except BadCell as bad:
        raise ArgumentTypeError(str(bad.args[2])) from None
