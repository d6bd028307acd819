"""Invitations from a file: every row is judged before anything is sent, and a repeat changes nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import staging
from peerwork.kit.errors import Invalid
from peerwork.people.models import Invitation, Role, RoleAssignment, Unit, live
from peerwork.people.policy import invitations
from peerwork.people.reach import units_of

COLUMNS = ("email", "name", "role", "unit")
MOST = 1000


@dataclass
class Row:
    """One line of the file: what it asks for, what is wrong with it, or why there is nothing to do."""

    number: int
    asked: dict[str, str]
    values: dict = field(default_factory=dict)
    problem: str = ""
    unchanged: str = ""

    @property
    def good(self) -> bool:
        return not self.problem and not self.unchanged


def read(upload) -> list[dict[str, str]]:
    """The rows of a CSV or Excel file; raises Invalid when it can't be read, lacks a column, or has too many rows."""
    with staging.stage(upload) as staged:
        found = [dict(row) | {"number": str(row.number)} for row in staging.rows(staged.path, needs=COLUMNS)]
    if len(found) > MOST:
        raise Invalid(fields={"file": [_("This file has more than %(most)d rows. Split it.") % {"most": MOST}]})
    return found


def judge(rows: list[dict[str, str]], by) -> list[Row]:
    """What each row would do, in the same words before and after sending; a fixed number of queries."""
    roles = {value: value for value in Role.values} | {str(label).casefold(): value for value, label in Role.choices}
    reach = Unit.objects.filter(pk__in=units_of(by, "administrator"), closed_on__isnull=True)
    units: dict[str, list[Unit]] = {}
    for unit in reach:
        units.setdefault(unit.code.casefold(), []).append(unit)
    emails = {row.get("email", "").strip().lower() for row in rows}
    sent = set(
        invitations.visible(by, Invitation.objects.filter(status=Invitation.Status.SENT)).values_list(
            "email", "role", "unit"
        )
    )
    held = set(RoleAssignment.objects.filter(live(), user__email__in=emails).values_list("user__email", "role", "unit"))
    seen, judged = set(), []
    for number, asked in enumerate(rows, 2):
        given = asked.get("number", "")
        row = Row(int(given) if given.isdecimal() else number, asked)
        judged.append(row)
        try:
            row.values = _values(asked, roles, units, by)
        except Invalid as problem:
            row.problem = str(problem)
            continue
        key = (row.values["email"], row.values["role"], row.values["unit"].pk)
        if key in seen:
            row.problem = _("This row is in the file twice.")
        elif key in sent:
            row.unchanged = _("Invited already")
        elif row.values["role"] and key in held:
            row.unchanged = _("Holds this role already")
        seen.add(key)
    return judged


def _values(asked: dict[str, str], roles, units, by) -> dict:
    email = asked.get("email", "").strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("Write a full email address, such as name@example.org.")) from None
    if len(email) > 254 or not 0 < len(asked.get("name", "").strip()) <= 160:
        raise Invalid(_("Write a name of 1 to 160 characters."))
    if email == by.email:
        raise Invalid(_("Nobody gives themselves a role. Ask another administrator."))
    words = asked.get("role", "").strip().casefold()
    if words and words not in roles:
        raise Invalid(_("There is no role called “%(role)s”.") % {"role": asked["role"]})
    found = units.get(asked.get("unit", "").strip().casefold(), [])
    if len(found) != 1:
        several = _("The code “%(code)s” belongs to several of your units. Invite this person by hand.")
        none = _("None of your open units has the code “%(code)s”.")
        raise Invalid((several if found else none) % {"code": asked.get("unit", "")})
    starts = _day(asked.get("starts_on", "")) or timezone.localdate()
    ends = _day(asked.get("ends_on", ""))
    if ends and ends < starts:
        raise Invalid(_("The role would end before it begins."))
    return {
        "email": email,
        "name": asked["name"].strip(),
        "role": roles.get(words, ""),
        "unit": found[0],
        "starts_on": starts,
        "ends_on": ends,
    }


def _day(words: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(words.strip(), shape).date()  # noqa: DTZ007  a date has no time zone
        except ValueError:
            continue
    if words.strip():
        raise Invalid(_("Write dates as 2026-11-25 or 25/11/2026."))
    return None
