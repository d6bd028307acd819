"""Copies of one's own record, and the cases a records officer handles; the user comes first."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from peerwork.kit import readlog, takeout
from peerwork.kit.bundles import words
from peerwork.kit.errors import Invalid, NotHere
from peerwork.kit.models import ReadLine
from peerwork.people.copies import making
from peerwork.people.copies.models import Copy, RecordsCase
from peerwork.people.copies.policy import cases, copies, redactions
from peerwork.people.models import Identifier, Person
from peerwork.people.reach import units_of


def my_copies(user) -> QuerySet[Copy]:
    return copies.visible(user).filter(person__user=user.pk).select_related("case")


def my_cases(user) -> QuerySet[RecordsCase]:
    return cases.visible(user).filter(person__user=user.pk).select_related("person")


def cases_for(user, status: str = "") -> QuerySet[RecordsCase]:
    rows = cases.visible(user).exclude(person__user=user.pk).select_related("person")
    return rows.filter(status="closed") if status == "closed" else rows.exclude(status="closed")


def person_called(user, given: str) -> Person:
    """Whom a request is about, by an e-mail address or a number; raises Invalid, in the same words for nobody."""
    given = given.strip()
    numbers = Identifier.objects.filter(value__iexact=given, ended_on__isnull=True).values("person")
    here = Person.objects.filter(organisation__in=units_of(user, "records_officer"), merged_into__isnull=True)
    named = Q(work_email__iexact=given) | Q(home_email__iexact=given) | Q(user__email__iexact=given)
    found = list(here.filter(named | Q(pk__in=numbers)).distinct()[:2]) if given else []
    if len(found) != 1:
        raise Invalid(fields={"who": [_("Nobody here is known by this address or number. HR can look it up.")]})
    return found[0]


def parts_to_choose() -> list[tuple[str, str]]:
    return [(part.name, str(part.heading)) for part in takeout.parts()]


def left_out(user, case: RecordsCase) -> list:
    return list(redactions.visible(user).filter(case=case, put_back_on__isnull=True))


def copies_of(user, case: RecordsCase) -> list:
    return list(copies.visible(user).filter(case=case))


def openings_of(case: RecordsCase) -> QuerySet[ReadLine]:
    """Each time somebody opened what the case names."""
    rows = ReadLine.objects.filter(about_model=case._meta.label, about_id=case.pk)
    return rows.select_related("reader").order_by("-at", "-pk")


@transaction.atomic
def look_through(user, pk: int, part: str = "") -> dict:
    """What was gathered for a case, opened: one line in the read log says so before anything comes back."""
    case = cases.find(user, pk=pk)
    cases.require(user, "send", case)
    named = dict(parts_to_choose())
    what = _("your record: %(part)s") % {"part": named.get(part, _("what the case names"))}
    if case.status != RecordsCase.Status.REVIEW:
        raise NotHere()
    case = readlog.opened(cases, user, what=what, person_id=case.person_id, reason=str(case), pk=pk)
    gathered = making.opened(case)
    gone = {row.piece for row in left_out(user, case)}
    sections = [section for section in gathered["sections"] if part in ("", section["name"])]
    return {
        "case": case,
        "sections": [_shown(section, gone) for section in sections],
        "files": [_file(name, gone) for name, _body in gathered["files"]],
        "parts": [{"name": section["name"], "heading": section["heading"]} for section in gathered["sections"]],
        "part": part,
    }


def _file(name: str, gone: set[str]) -> dict:
    return {"piece": f"file/{name}", "label": name, "gone": f"file/{name}" in gone}


def _shown(section: dict, gone: set[str]) -> dict:
    """A part as the records officer looks through it: each row, each value of it, and what is left out already."""
    tables = []
    for table in section["tables"]:
        rows = []
        for row in table["rows"]:
            lines = [
                {
                    "piece": making.piece(table, row, name),
                    "label": field["label"],
                    "value": words(field, row["values"][name]),
                    "gone": making.piece(table, row, name) in gone,
                }
                for name, field in table["fields"].items()
                if name in row["values"]
            ]
            whole = making.piece(table, row)
            rows.append({"piece": whole, "number": row["id"], "lines": lines, "gone": whole in gone})
        tables.append({"heading": table["heading"], "rows": rows})
    return {"heading": section["heading"], "tables": tables}
