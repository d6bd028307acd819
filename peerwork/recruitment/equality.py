"""What applicants said of themselves, by half year: fixed counts, and only through the release rules, for everybody.

The answers are nobody's to read but the applicant's own. A half year is counted once, when its decisions are made; half
years do not overlap, so that no two figures can be taken from each other.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from peerwork.kit import release
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.people.models import Settings, Unit
from peerwork.people.reach import reach_of
from peerwork.recruitment.models import Application, Equality, EqualityFigure, Step
from peerwork.recruitment.policy import equality_figures

ASKED = ("age", "gender", "ethnicity", "disability", "carer")
NOT_SAID = "-"
DECIDED = timedelta(days=60)  # after its end a half year is counted: by then most of its decisions are made
LEAST = 20  # applications: the base of any figure about a special category (quality.md, section 1)
READERS = ("director", "hr", "lived_experience_lead")
SHORTLISTED = ("shortlisted", "interview", "interviewed", "reserve", "offered", "appointed")
OFFERED = ("offered", "appointed")
STEPS = {"sent": lazy("Applied"), "shortlisted": lazy("Shortlisted"), "offered": lazy("Offered")}


def half_of(day: date) -> date:
    return day.replace(month=1 if day.month < 7 else 7, day=1)


def half_words(half: date) -> str:
    last = (half + timedelta(days=190)).replace(day=1) - timedelta(days=1)
    return f"{date_format(half, 'F')} – {date_format(last, 'F Y')}"


def counted(organisation: Unit, half: date) -> tuple[int, dict[str, dict[str, list[int]]]]:
    """Applications sent in a half year; for each question and answer how many applied, were shortlisted, offered."""
    after = half_of(half + timedelta(days=190))
    rows = Application.objects.filter(
        vacancy__employer=organisation, sent_at__date__gte=half, sent_at__date__lt=after
    ).values_list("pk", "status")
    came: dict[int, set] = defaultdict(set)
    for application, status in Step.objects.filter(application__in=[pk for pk, _s in rows]).values_list(
        "application", "status"
    ):
        came[application].add(status)
    said = {
        row["application"]: row
        for row in Equality.objects.filter(application__in=[pk for pk, _s in rows]).values("application", *ASKED)
    }
    found: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0, 0]) for name in ASKED}
    for pk, status in rows:
        reached = came[pk] | {status}
        for name in ASKED:
            line = found[name][said.get(pk, {}).get(name) or NOT_SAID]
            line[0] += 1
            line[1] += bool(reached & set(SHORTLISTED))
            line[2] += bool(reached & set(OFFERED))
    return len(rows), {name: dict(lines) for name, lines in found.items()}


# Through the rules ----------------------------------------------------------------------------------------------------
def page(user, organisation: int | None = None, half: str = "") -> dict:
    """One fixed half year of one organisation; raises NotAllowed, NotHere."""
    if not reach_of(user).keys() & set(READERS):
        raise NotAllowed()
    rows = list(equality_figures.visible(user).select_related("organisation"))
    chosen = [row for row in rows if organisation in (None, row.organisation_id) and half in ("", f"{row.half:%Y-%m}")]
    if not chosen and (organisation is not None or half):
        raise NotHere()
    row = chosen[0] if chosen else None
    return {
        "row": row,
        "choices": [
            {"value": f"{each.organisation_id} {each.half:%Y-%m}", "current": each == row,
             "label": f"{each.organisation}, {half_words(each.half)}"}
            for each in rows
        ],
        **(released(row) if row else {"tables": [], "note": ""}),
    }  # fmt: skip


def released(row: EqualityFigure) -> dict:
    """All tables of a half year published together: what would tell of fewer than the rules allow is left out whole."""
    by = release.rules_of(Settings.objects.filter(organisation=row.organisation_id).first())
    if row.people < LEAST:
        return {
            "tables": [],
            "note": f"{by.note} " + _("Not shown: fewer than %(least)d applications.") % {"least": LEAST},
        }
    counts: Counter = Counter({("all",): row.people})
    for name in ASKED:
        for answer in _answers(name):
            sent, listed, offered = row.counts.get(name, {}).get(answer, (0, 0, 0))
            counts[name, answer] = sent
            counts[name, answer, "offered"] = offered
            counts[name, answer, "shortlisted"] = listed - offered
            counts[name, answer, "sent"] = sent - listed
    breakdowns = [release.Breakdown(("all",), tuple((name, answer) for answer in _answers(name))) for name in ASKED]
    breakdowns += [
        release.Breakdown((name, answer), tuple((name, answer, step) for step in STEPS))
        for name in ASKED
        for answer in _answers(name)
    ]
    told = release.publish(dict(counts), breakdowns, by)
    tables = []
    for name, breakdown in zip(ASKED, breakdowns, strict=False):
        lines = [
            {"label": label, **_line(told.values, (name, answer))} for answer, label in _answers(name).items()
        ] if told.shows(breakdown) else []  # fmt: skip
        tables.append({"name": name, "heading": str(Equality._meta.get_field(name).verbose_name), "lines": lines})
    return {"tables": tables, "note": by.note, "withheld": release.WITHHELD}


def _line(values, key: tuple) -> dict:
    """Applied, and how many got no further, were shortlisted at most, were offered a post; "" where withheld."""
    words = lambda at: release.shown(values[at]) if at in values else ""
    return {"sent": words(key), "no_further": words((*key, "sent")), "shortlisted": words((*key, "shortlisted")),
            "offered": words((*key, "offered"))}  # fmt: skip


def _answers(name: str) -> dict[str, str]:
    field = Equality._meta.get_field(name)
    return {str(value): str(label) for value, label in field.choices} | {NOT_SAID: _("Not said")}
