"""Lists of competences come in here: all of a file or nothing of it; the same file again changes nothing.

A named writer. Reports name the row, the column and what to do.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from peerwork.development import actions
from peerwork.development.models import Competence, Domain, Framework
from peerwork.development.policy import frameworks
from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.staging import rows, stage
from peerwork.people.models import Unit
from peerwork.placements.models import Post

NEEDED = ("domain", "domain_name", "number", "name")
YES, NO = ("yes", "y", "true", "1"), ("", "no", "n", "false", "0")


@dataclass
class Loaded:
    """What a file did, or would do: how many competences are new, changed, as they were, and no longer in it."""

    new: int = 0
    changed: int = 0
    same: int = 0
    closed: int = 0
    framework: Framework | None = None


class BadCell(Exception):
    """A cell that refuses its row: the column and what to do."""


def load_framework(source, organisation: Unit, *, by, name: str = "", source_words: str = "", dry_run: bool = False):
    """Load a list of competences (CSV or Excel): new ones are added, changed ones changed, missing ones closed.

    Raises NotAllowed, and Invalid with one line for each row that can't be read: then nothing is loaded.
    """
    if not frameworks.may_start(by, "open"):
        raise NotAllowed()
    with stage(source) as staged, transaction.atomic():
        wanted = _read(staged.path)
        loaded = _load(wanted, organisation, by=by, name=name, source_words=source_words)
        if dry_run:
            transaction.set_rollback(True)
    return loaded


def _read(path) -> dict[tuple[int, str], dict]:
    found, faults = {}, []
    for row in rows(path, needs=NEEDED):
        try:
            values = _row(row)
            key = (values["domain"], values["number"])
            if key in found:
                raise BadCell("number", _("is there twice"))
            found[key] = values
        except BadCell as bad:
            column, words = bad.args
            faults.append(
                _("Row %(row)d, %(column)s: %(words)s.") % {"row": row.number, "column": column, "words": words}
            )
    if faults:
        raise Invalid(fields={"file": faults[:50]})
    if not found:
        raise Invalid(fields={"file": [_("This file holds no competences.")]})
    return found


def _row(row) -> dict:
    if not row["domain"].isdecimal() or not 1 <= int(row["domain"]) <= 99:
        raise BadCell("domain", _("give a number from 1 to 99"))
    whose = row.get("for", "").casefold() or Competence.For.PERSON
    if whose not in Competence.For.values:
        raise BadCell("for", _("write person or organisation"))
    families = row.get("roles", "").replace(";", " ").replace(",", " ").split()
    if set(families) - set(Post.Family.values):
        raise BadCell("roles", _("use these: %s") % ", ".join(Post.Family.values))
    values = {
        "domain": int(row["domain"]),
        "domain_name": row["domain_name"],
        "number": row["number"],
        "name": row["name"],
        "whose": whose,
        "optional": _yes(row, "optional"),
        "assessor_too": _yes(row, "assessor"),
        "families": sorted(families),
    }
    if not row["domain_name"]:
        raise BadCell("domain_name", _("is empty"))
    checked = Competence(**{k: v for k, v in values.items() if k not in ("domain", "domain_name")})
    try:
        checked.clean_fields(exclude=["domain"])
    except ValidationError as problem:
        column, words = next(iter(problem.message_dict.items()))
        raise BadCell(column, words[0].rstrip(".")) from None
    return values


def _yes(row, name: str) -> bool:
    said = row.get(name, "").casefold()
    if said not in YES + NO:
        raise BadCell(name, _("write yes or no"))
    return said in YES


def _load(wanted: dict, organisation: Unit, *, by, name: str, source_words: str) -> Loaded:
    framework = Framework.objects.filter(organisation=organisation).first()
    if framework is None:
        values = {"name": name or _("Competences for peer support"), "source": source_words}
        framework = actions.open_framework(by=by, organisation=organisation, **values)
    loaded = Loaded(framework=framework)
    parts = {part.number: part for part in Domain.objects.filter(framework=framework)}
    for number, words in {v["domain"]: v["domain_name"] for v in wanted.values()}.items():
        if number not in parts:
            parts[number] = actions.add_domain(by=by, framework=framework, number=number, name=words)
        elif parts[number].name != words:
            parts[number] = actions.edit_domain(parts[number], by=by, name=words)
            loaded.changed += 1
    standing = {
        (each.domain.number, each.number): each
        for each in Competence.objects.filter(domain__framework=framework, closed_on__isnull=True).select_related(
            "domain"
        )
    }
    for key, values in wanted.items():
        given = {k: v for k, v in values.items() if k not in ("domain", "domain_name")}
        if key not in standing:
            actions.add_competence(by=by, domain=parts[values["domain"]], **given)
            loaded.new += 1
        elif changes := {k: v for k, v in given.items() if getattr(standing[key], k) != v}:
            actions.edit_competence(standing[key], by=by, **changes)
            loaded.changed += 1
        else:
            loaded.same += 1
    for key in standing.keys() - wanted.keys():
        actions.close_competence(standing[key], by=by)
        loaded.closed += 1
    return loaded
