"""Words that look as if they identify somebody who uses services: a warning before they are kept, never a verdict."""

import re
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peerwork.kit.errors import Invalid

TEN_DIGITS = re.compile(r"(?<![\d-])(\d{3})[ \-.]?(\d{3})[ \-.]?(\d{4})(?![\d-])")
A_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.\- ](\d{1,2}|[a-z]{3,9})[/.\-, ]{1,2}((?:19|20)\d\d|\d\d)(?!\d)", re.I)
BORN = re.compile(r"\b(?:d\.?o\.?b\b|date of birth|birth ?date|born(?: on)?)\W{0,4}[^\n]{0,12}\d", re.I)
HOSPITAL = re.compile(
    r"\b(?:hospital|patient|record|case|rio|mrn|nhs|systmone|epjs|carenotes|paris)\W{0,3}(?:n(?:o|umber|um)?\b|id\b|ref\b|#)?"
    r"\W{0,4}[a-z]{0,3}\d{5,10}\b|\b[a-z]{1,3}\d{6,8}[a-z]?\b",
    re.I,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YOUNGEST = 10  # years: a later date is hardly a date of birth of somebody who is supported

KINDS = {
    "nhs_number": _("an NHS number"),
    "date_of_birth": _("a date of birth"),
    "hospital_number": _("a hospital or record number"),
}


def kinds(*texts: str) -> list[str]:
    """What these texts seem to hold: "nhs_number", "date_of_birth", "hospital_number"."""
    text = "\n".join(filter(None, texts))
    found = []
    if any(is_nhs_number("".join(parts)) for parts in TEN_DIGITS.findall(text)):
        found.append("nhs_number")
    if BORN.search(text) or any(_long_ago(*parts) for parts in A_DATE.findall(text)):
        found.append("date_of_birth")
    if HOSPITAL.search(text):
        found.append("hospital_number")
    return found


def refuse(*texts: str, sure: bool) -> None:
    """Raises Invalid where words look as if they identify somebody supported, unless the writer is sure."""
    if found := [] if sure else kinds(*texts):
        words = gettext(
            "This looks as if it holds %(what)s. Leave out what could identify somebody you support, or tick the box."
        )
        raise Invalid(fields={"sure": [words % {"what": ", ".join(str(KINDS[kind]) for kind in found)}]})


def is_nhs_number(digits: str) -> bool:
    """Ten digits of which the last is the check digit: weights 10 to 2, modulus 11 (NHS Data Dictionary)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and (0 if check == 11 else check) == int(digits[9])


def _long_ago(day: str, month: str, year: str) -> bool:
    """Whether this is a real date far enough back to be somebody's birth."""
    number = int(month) if month.isdigit() else next((n for n, m in enumerate(MONTHS, 1) if month.lower()[:3] == m), 0)
    today = timezone.localdate()
    full = int(year) if len(year) == 4 else 1900 + int(year) + (100 if int(year) <= today.year % 100 - YOUNGEST else 0)
    try:
        found = date(full, number, int(day))
    except ValueError:
        return False
    return 1900 <= found.year <= today.year - YOUNGEST
