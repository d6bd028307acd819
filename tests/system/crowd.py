"""Many more of every kind of row, beside the prepared ones and seen by the same people."""

import copy
from datetime import date, timedelta

from django.apps import apps

from tests import make
from tests.parts import parts

# Row to copy, and its words or numbers that must differ in each copy. Links to rows copied earlier in the list follow
# the copies: each new person has their own placement, number and supervisor link, each new team its figures.
COPIED = [
    ("people.User/colleague", "email"),
    ("people.Unit/team", "code"),
    ("people.UnitLink/team", ""),
    ("people.RoleAssignment/team_lead", "user=people.User/colleague"),
    ("people.RetentionRule/rule", "record_class"),
    ("people.Invitation/invited", "email"),
    ("people.ApiToken/worker", "prefix secret_hash"),
    ("people.Handover/handover", ""),
    ("people.Person/worker", "uuid user=None"),
    ("people.Identifier/worker", "value"),
    ("people.Worker/worker", ""),
    ("people.PersonMatch/worker", ""),
    ("kit.ReadLine/worker", ""),
    ("kit.ExportLine/hr", ""),
    ("placements.Post/peer", ""),
    ("placements.PostTerm/peer", ""),
    ("placements.Placement/worker", ""),
    ("placements.PlacementTerm/worker", ""),
    ("placements.Stream/practice", "closed_on=today"),
    ("placements.SupervisorLink/worker", "stream=same"),
    ("placements.Away/worker", ""),
    ("placements.Qualified/worker", ""),
    ("placements.Readiness/team", ""),
    ("mix.StaffSubmission/list", "sha256"),
    ("mix.StaffLine/line", ""),
    ("mix.StaffFte/sum", "staff_group"),
    ("mix.CountingRule/code", "value key"),
    ("mix.CountingRule/named", "value key"),
    ("mix.Snapshot/team", ""),
    ("mix.Target/team", ""),
    *(row for part in parts("world") for row in getattr(part, "COPIED", ())),
]


def gather(world, copies: int = 24) -> int:
    """Make that many copies of each row; how many rows there are more."""
    followed: dict[tuple[str, int], list] = {}
    made = 0
    for path, words in COPIED:
        original = world.row(path)
        changed = dict(word.partition("=")[::2] for word in words.split())
        rows = [_copy(world, original, number, changed, followed) for number in range(copies)]
        apps.get_model(original._meta.label)._default_manager.bulk_create(rows)
        followed[(original._meta.label, original.pk)] = rows
        made += len(rows)
    _paths(world.row("people.Unit/team"), followed)
    return made


def _copy(world, original, number: int, changed: dict[str, str], followed):
    row = copy.copy(original)
    row._state = copy.copy(original._state)
    row._state.fields_cache = {}
    row.pk, row._state.adding = None, True
    for field in row._meta.concrete_fields:
        to = changed.get(field.name)
        if field.is_relation and to != "same":
            source = world.row(to) if to and "/" in to else None
            key = (field.related_model._meta.label, source.pk if source else getattr(original, field.attname))
            if key in followed:
                setattr(row, field.name, followed[key][number])
        if to == "today":
            setattr(row, field.name, make.today())
        elif to == "None":
            setattr(row, field.name, None)
        elif to == "" and field.get_internal_type() == "UUIDField":
            setattr(row, field.name, field.get_default())
        elif to == "":
            value = getattr(original, field.name)
            if isinstance(value, date):
                other = value - timedelta(days=40 * (number + 1))
            else:
                other = value + 1000 + number if isinstance(value, int) else f"{number:02}{value}"[: field.max_length]
            setattr(row, field.name, other)
    return row


def _paths(team, followed) -> None:
    paths = apps.get_model("people.UnitPath")
    for path in list(paths.objects.filter(descendant=team)):
        for unit in followed[("people.Unit", team.pk)]:
            ancestor = unit.pk if path.ancestor_id == team.pk else path.ancestor_id
            paths.objects.create(
                ancestor_id=ancestor, descendant=unit, depth=path.depth, starts_on=path.starts_on, ends_on=path.ends_on
            )
