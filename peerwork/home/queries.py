"""What the home pages show, drawn from every app's own queries and policies."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peerwork.kit import tasks
from peerwork.kit.access import Policy
from peerwork.kit.tasks import Task
from peerwork.people.models import Settings
from peerwork.people.reach import ROLE_WORDS

APPS = {  # what each source of tasks is called
    "adjustments": gettext_lazy("Support at work"),
    "communities": gettext_lazy("Communities"),
    "development": gettext_lazy("Development"),
    "joining": gettext_lazy("Joining"),
    "mix": gettext_lazy("Figures"),
    "people": gettext_lazy("People"),
    "placements": gettext_lazy("Placements"),
    "readiness": gettext_lazy("Ready teams"),
    "recruitment": gettext_lazy("Recruitment"),
    "starting": gettext_lazy("Starters"),
    "supervision": gettext_lazy("Supervision"),
    "training": gettext_lazy("Training"),
}
ROLES = {key.replace("_", " "): label for key, label in ROLE_WORDS.items()}


SHORT = 8  # tasks shown before "All of them"


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody and for others, as the home shows it."""

    lede: str
    tasks: list[dict]
    others: list[dict]
    stages: list[dict]
    total: int
    counts: dict[str, int]


def waiting(user, app: str = "", everything: bool = False) -> Waiting:
    """All tasks from every app in one list; `app` narrows it to one of them, `everything` shows the long list."""
    found = tasks.for_user(user, mine=None)
    mine, others = [task for task in found if task.mine], [task for task in found if not task.mine]
    counts = tasks.counts(user, mine)
    narrowed = [task for task in mine if task.app == app] if app in counts else mine
    shown = narrowed if everything or app in counts else narrowed[:SHORT]
    home = reverse("home:home")
    stages = [{"label": _("All"), "url": f"{home}?all=1", "count": len(mine), "current": app not in counts}]
    stages += [
        {"label": APPS.get(key, key), "url": f"{home}?part={key}", "count": count, "current": key == app}
        for key, count in sorted(counts.items(), key=lambda pair: str(APPS.get(pair[0], pair[0])))
    ]
    return Waiting(
        in_a_sentence(mine),
        [_told(task) for task in shown],
        [_told(task) for task in others[: None if everything else SHORT]],
        stages if len(counts) > 1 and len(mine) > SHORT else [],
        len(narrowed),
        dict(counts),
    )


def in_a_sentence(mine: list[Task]) -> str:
    """How much is overdue, due within a week, and in all."""
    today = timezone.localdate()
    over = sum(task.kind == "over" for task in mine)
    soon = sum(task.kind != "over" and task.due is not None and 0 <= (task.due - today).days < 7 for task in mine)
    if not mine:
        return ""
    parts = [ngettext("%d thing waits for you", "%d things wait for you", len(mine)) % len(mine)]
    if over:
        parts.append(ngettext("%d is overdue", "%d are overdue", over) % over)
    if soon:
        parts.append(ngettext("%d is due within a week", "%d are due within a week", soon) % soon)
    return ", ".join(parts) + "."


def _told(task: Task) -> dict:
    """A task as a due list shows it, with its day in words where it brought none."""
    tag, kind = task.tag, task.kind
    if not tag and task.due is not None:
        left = (task.due - timezone.localdate()).days
        on = date_format(task.due, "j F")
        tag, kind = (
            (_("Since %(day)s") % {"day": on}, "")
            if left < 0
            else (_("Due today"), "due")
            if left == 0
            else (_("Due tomorrow"), "due")
            if left == 1
            else (_("Due %(day)s") % {"day": on}, "due" if left < 7 else "quiet")
        )
    return {"title": task.title, "href": task.href, "text": task.text, "tag": tag, "kind": kind}


@dataclass(frozen=True)
class Line:
    role: str
    reads: list[str]
    writes: list[str]
    verbs: list[str]


@dataclass(frozen=True)
class RecordKind:
    name: str
    lines: list[Line]
    logged: bool


def who_can_see() -> list[RecordKind]:
    """Every kind of record with what each role may read, write and do; nothing here is typed by hand."""
    kinds = []
    for policy in Policy.registry.values():
        names = {
            field.name: str(getattr(field, "verbose_name", field.name)) for field in policy.model._meta.get_fields()
        }
        lines: dict[str, Line] = {}
        for grant in policy.grants:
            if grant.role == "system":
                continue
            line = lines.setdefault(grant.role, Line(capfirst(str(ROLES.get(grant.role, grant.role))), [], [], []))
            line.reads.extend(sorted({names.get(name, name) for name in grant.reads} - set(line.reads)))
            line.writes.extend(sorted({names.get(name, name) for name in grant.writes} - set(line.writes)))
            line.verbs.extend(sorted({verb.replace("_", " ") for verb in grant.verbs} - set(line.verbs)))
        kinds.append(RecordKind(_name_of(policy.model), list(lines.values()), policy.outline is not None))
    return sorted(kinds, key=lambda kind: kind.name)


def _name_of(model) -> str:
    """A kind of record in words; where two share a name, with the part of the work it belongs to."""
    name = capfirst(str(model._meta.verbose_name))
    alike = [other for other in Policy.registry.values() if capfirst(str(other.model._meta.verbose_name)) == name]
    return f"{name} ({apps.get_app_config(model._meta.app_label).verbose_name})" if len(alike) > 1 else name


def brand_colour(organisation: int) -> str | None:
    """An organisation's own colour, which is no secret: its sign-in page wears it."""
    # By the key, not the link: a number too large for the database is then simply not there.
    return Settings.objects.filter(organisation__pk=organisation).values_list("brand_colour", flat=True).first()


def ink_on(colour: str) -> str:
    """White or black, whichever reads on this colour (WCAG 2.2 relative luminance: one is always at least 4.5:1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= 4.5 else "#000000"
