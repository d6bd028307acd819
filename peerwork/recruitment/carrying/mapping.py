"""Our columns, the headings applicant systems use for them, and what their status words mean."""

import re
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit.errors import Invalid
from peerwork.kit.staging import normal, rows

COLUMNS = {
    "vacancy": (later("Vacancy number"), ("vacancy ref", "vacancy reference", "job reference", "vacancy id"), True),
    "title": (later("Vacancy title"), ("job title", "vacancy title", "post title", "vacancy"), True),
    "team": (later("Team code"), ("team code", "department code", "cost centre", "department"), True),
    "applicant": (later("Applicant number"), ("application id", "applicant id", "application number"), True),
    "given_name": (later("First name"), ("first name", "forename", "given name"), False),
    "family_name": (later("Last name"), ("last name", "surname", "family name"), False),
    "email": (later("Email address"), ("email", "email address", "e mail"), False),
    "phone": (later("Phone number"), ("phone", "telephone", "mobile"), False),
    "applied_on": (later("Day of the application"), ("date applied", "application date", "applied"), True),
    "status": (later("Status"), ("application status", "stage", "current status"), True),
    "checks": (later("Checks complete there"), ("checks complete", "completed checks", "checks held"), False),
}  # fmt: skip
# Words for a check that is complete in the other system, and so is not made again. A criminal-record certificate and
# a work health outcome are never told by a file: HR notes where they are held, check by check.
CHECKS = {
    "identity": "identity", "id": "identity", "right_to_work": "right_to_work", "rtw": "right_to_work",
    "registration": "registration", "qualifications": "registration", "professional_registration": "registration",
    "references": "references", "employment_history": "references",
}  # fmt: skip
NEEDED = [name for name, (_words, _same, needed) in COLUMNS.items() if needed]
# Never offered and never read: what nobody needs here, or may not be asked before an offer.
NEVER = re.compile(
    r"birth|dob|national_?ins|ni_num|nino|ethnic|disab|national(ity)?$|gender|sex|marital|religio|orientation|"
    r"health|sickness|convict|dbs|criminal|referee|reference_(1|2)"
)
PREVIEW = 5
# Words of common applicant systems -> our status; an organisation's own stand beside them in its saved mapping.
STATUSES = {
    "new": "sent", "received": "sent", "applied": "sent", "submitted": "sent", "longlisted": "sent",
    "shortlisted": "shortlisted", "interview": "interview", "invited_to_interview": "interview",
    "interviewed": "interviewed", "reserve": "reserve", "reserve_list": "reserve",
    "offer": "offered", "offered": "offered", "conditional_offer": "offered",
    "offer_accepted": "appointed", "pre_employment_checks": "appointed", "checks": "appointed",
    "unsuccessful": "not_this_time", "rejected": "not_this_time", "not_shortlisted": "not_this_time",
    "declined": "declined", "offer_declined": "declined", "withdrawn": "withdrawn",
}  # fmt: skip
KNOWN = frozenset(STATUSES.values())


def headings(path: Path) -> list[str]:
    """The columns that may be mapped; never those about a person's background."""
    first = next(iter(rows(path)), None)
    if first is None:
        raise Invalid(_("This file has no rows under its headings."))
    return [name for name in first if name and not NEVER.search(name)]


def guess(names: list[str]) -> dict[str, str]:
    """Which of these headings is probably which of our columns."""
    found, taken = {}, set()
    for ours, (_words, same, _needed) in COLUMNS.items():
        for heading in (ours, *same):
            if normal(heading) in names and normal(heading) not in taken:
                found[ours] = normal(heading)
                taken.add(normal(heading))
                break
    return found


def preview(path: Path, columns: dict) -> list[dict[str, str]]:
    """The first rows as they would be read with this mapping."""
    return [
        {ours: row.get(normal(theirs), "") for ours, theirs in columns.items() if theirs and ours in COLUMNS}
        for row in islice(rows(path), PREVIEW)
    ]


def checked(columns: dict) -> dict[str, str]:
    """A mapping with known columns only; raises Invalid where a needed one is missing or a forbidden one is named."""
    found = {ours: normal(theirs) for ours, theirs in columns.items() if ours in COLUMNS and theirs}
    problems = {
        name: [_("Choose the column for: %(what)s.") % {"what": COLUMNS[name][0]}]
        for name in NEEDED
        if name not in found
    }
    problems |= {ours: [_("This column is never read.")] for ours, theirs in found.items() if NEVER.search(theirs)}
    if problems:
        raise Invalid(fields=problems)
    return found


def words_for(statuses: dict) -> dict[str, str]:
    """Status word of the file -> ours: the common ones, then the organisation's own. Raises Invalid for others."""
    own = {normal(theirs): ours for theirs, ours in (statuses or {}).items() if ours}
    if unknown := set(own.values()) - KNOWN:
        raise Invalid(fields={"statuses": [_("There is no status %s here.") % sorted(unknown)[0]]})
    return STATUSES | own


def checks_in(text: str) -> tuple[set[str], bool]:
    """The checks a cell names, divided by commas, semicolons or lines, and whether it names others we do not take."""
    words = {normal(word) for word in re.split(r"[;,|\n]", text) if word.strip()}
    return {CHECKS[word] for word in words if word in CHECKS}, bool(words - CHECKS.keys())


def read_words(text: str) -> dict[str, str]:
    """Lines "their word = our status", as people write them in a box. Raises Invalid."""
    found = {}
    for line in filter(str.strip, (text or "").splitlines()):
        theirs, mark, ours = line.partition("=")
        if not mark or normal(ours) not in KNOWN:
            words = _("Write each line as: their word = one of %s.") % ", ".join(sorted(KNOWN))
            raise Invalid(fields={"statuses": [words]})
        found[theirs.strip()] = normal(ours)
    return found
