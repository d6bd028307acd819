"""The open standard for peer share, version 1.0: the file an organisation publishes, and the check of anybody's file.

docs/peer-share-standard.md says what each word means. Shares are written as text, so that one form can be signed; no
count of people is in the file.
"""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from peerwork.kit.errors import NotHere
from peerwork.mix import queries
from peerwork.mix.models import Basis
from peerwork.mix.rollups import first_of
from peerwork.people.models import Unit
from peerwork.training.certificates.documents import proves, signed  # noqa: F401  the standard signs with them

NAME, VERSION = "peer-share", "1.0"
FIELDS = {"standard", "version", "organisation", "month", "figures", "made_on", "proof"}
FIGURE = {"basis", "share", "coverage", "definition", "source"}
MORE = {"trained_and_supported"}
LARGEST = 100_000


def made(user, organisation: Unit, month: date, today: date) -> dict:
    """What the organisation would publish of a month, not signed yet: what its directors see, and nothing else."""
    figures = []
    for basis in Basis.values:
        try:
            mix = queries.mix(user, organisation, basis, month, released=True)
        except NotHere:
            continue
        if mix.share is None or mix.definition is None:
            continue
        places = "0.01" if basis == Basis.HEADCOUNT else "0.001"
        figure = {
            "basis": str(basis), "share": str(Decimal(mix.share).quantize(Decimal(places))),
            "coverage": coverage(mix.definition.coverage), "definition": str(mix.definition.number),
            "source": mix.definition.source,
        }  # fmt: skip
        if mix.supported and mix.supported.share is not None:
            figure["trained_and_supported"] = str(mix.supported.share.quantize(Decimal("0.01")))
        figures.append(figure)
    return {
        "standard": NAME, "version": VERSION, "organisation": {"code": organisation.code, "name": organisation.name},
        "month": f"{month:%Y-%m}", "figures": figures, "made_on": today.isoformat(),
    }  # fmt: skip


def coverage(text: str) -> str:
    try:
        return str((Decimal(text.removesuffix("%")) / 100).quantize(Decimal("0.001")))
    except InvalidOperation:
        return ""


def read(raw: bytes) -> dict:
    """A file as data; raises ValueError with what is wrong in words."""
    if len(raw) > LARGEST:
        raise ValueError(_("The file is too large to be one of these."))
    try:
        found = json.loads(raw.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValueError(_("The file is no JSON.")) from None
    if faults := problems(found):
        raise ValueError(" ".join(faults))
    return found


def problems(found) -> list[str]:
    """Everything that keeps a file from following the standard; nothing where it does."""
    if not isinstance(found, dict) or set(found) != FIELDS:
        return [_("It must have exactly these entries: %(names)s.") % {"names": ", ".join(sorted(FIELDS))}]
    said = []
    if found["standard"] != NAME or found["version"] != VERSION:
        said.append(_("It is not of %(name)s, version %(version)s.") % {"name": NAME, "version": VERSION})
    place = found["organisation"]
    if not isinstance(place, dict) or set(place) != {"code", "name"} or not all(_word(v) for v in place.values()):
        said.append(_("The organisation needs a code and a name."))
    for name in ("month", "made_on"):
        if _day(found[name], month=name == "month") is None:
            said.append(_("“%(name)s” is no date.") % {"name": name})
    figures = found["figures"]
    if not isinstance(figures, list) or not 0 < len(figures) <= len(Basis.values):
        said.append(_("It needs from one to four figures."))
    else:
        said += [fault for figure in figures for fault in _figure(figure)]
        bases = [figure.get("basis") for figure in figures if isinstance(figure, dict)]
        if len(set(map(str, bases))) < len(bases):
            said.append(_("Each basis stands in it once."))
    if not said and not proves(found):
        said.append(_("The signature does not fit: it was changed after it was signed."))
    return said


def _word(value) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _day(value, *, month: bool) -> date | None:
    try:
        return date.fromisoformat(f"{value}-01" if month else value)
    except (TypeError, ValueError):
        return None


def _figure(figure) -> list[str]:
    if not isinstance(figure, dict) or not FIGURE <= set(figure) <= FIGURE | MORE:
        return [_("A figure must have exactly these entries: %(names)s.") % {"names": ", ".join(sorted(FIGURE))}]
    if figure["basis"] not in Basis.values or not all(isinstance(value, str) for value in figure.values()):
        return [_("A figure names a basis of the standard, and writes numbers as text.")]
    said = []
    for name in ("share", "coverage", "trained_and_supported"):
        if name in figure and not (name == "coverage" and figure[name] == "") and _fraction(figure[name]) is None:
            said.append(_("“%(name)s” must lie between 0 and 1.") % {"name": name})
    told, whole = _fraction(figure.get("trained_and_supported")), _fraction(figure["share"])
    if told is not None and whole is not None and told > whole + Decimal("0.01"):
        said.append(_("The trained and supported share can't be larger than the share."))
    return said


def _fraction(value) -> Decimal | None:
    try:
        found = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return None
    return found if found.is_finite() and 0 <= found <= 1 else None


def month_of(found: dict) -> date:
    return first_of(date.fromisoformat(f"{found['month']}-01"))
