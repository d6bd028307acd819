"""What the home pages show, drawn from every app's own queries and policies."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from peerwork.home.navigation import menu
from peerwork.kit.access import Policy
from peerwork.mix.queries import mix
from peerwork.people.models import Settings
from peerwork.people.reach import ROLE_WORDS, reach_of

ROLES = {key.replace("_", " "): label for key, label in ROLE_WORDS.items()}


@dataclass(frozen=True)
class Way:
    label: str
    url: str
    text: str


def ways_in(user) -> list[Way]:
    """The pages this person's roles open, but for the one they are on."""
    about = {
        reverse("home:my_development"): _("What is next for you, what you learn and have done, and your whole record."),
        reverse("mix:mix"): _("The share of care delivered by peer workers, month by month, against the target."),
        reverse("mix:rules"): _("Which staff groups, roles and posts count as peer workers, from when."),
        reverse("mix:submissions"): _("Staff files handed in: what was loaded, what was refused and why."),
        reverse("people:people"): _("Names, contacts and staff numbers of the people you employ."),
        reverse("people:users"): _("Who can sign in, and the roles they hold."),
        reverse("people:units"): _("Services and teams, as they are and as they were."),
        reverse("people:setup"): _("What your organisation has set up, and what is still to do."),
    }
    return [Way(item["label"], item["url"], about[item["url"]]) for item in menu(user, None) if item["url"] in about]


def overview(user):
    """For a director: this month's share in a sentence, with its figures; None for everybody else."""
    return mix(user) if "director" in reach_of(user) else None


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
