"""Who has taken recovery training, by profession and level, over the whole staff; and how courses are made together."""

from collections import Counter
from dataclasses import dataclass

from peerwork.kit import release
from peerwork.people.models import Unit
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Placement, Post
from peerwork.placements.reach import in_post_or_coming
from peerwork.training.cohorts.models import Cohort, Enrolment
from peerwork.training.words import Kind, With

RECOVERY = (Kind.PRACTICE, Kind.EXTENSION, Kind.CORE, Kind.RECOVERY)
NAMES = ("hr", "training_lead")  # these see counts as they are; a director sees them released


@dataclass(frozen=True)
class Line:
    """One profession at one level: how many people, how many have finished recovery training."""

    profession: str
    level: str
    people: object
    done: object


@dataclass(frozen=True)
class Coverage:
    lines: list[Line]
    people: object
    done: object
    released: bool
    note: str


def may_see(user) -> bool:
    return bool({*NAMES, "director"} & set(reach_of(user)))


def coverage(user) -> Coverage:
    """Recovery training by profession and level, for everybody in post where the reader's role reaches."""
    plain = [role for role in NAMES if role in reach_of(user)]
    units = units_of(user, *plain) if plain else units_of(user, "director")
    placed = Placement.objects.filter(in_post_or_coming(), team__in=units, status="started")
    rows = list(dict.fromkeys(placed.values_list("person", "post__family", "post__band")))
    finished = set(
        Enrolment.objects.filter(status__in=Enrolment.DONE, edition__curriculum__kind__in=RECOVERY).values_list(
            "learner__person", flat=True
        )
    )
    everybody = {person for person, _family, _band in rows}
    if not plain:
        return _released(rows, finished, everybody)
    people = Counter((family, band) for _person, family, band in rows)
    done = Counter((family, band) for person, family, band in rows if person in finished)
    words = dict(Post.Family.choices)
    lines = [
        Line(str(words.get(family, family)), band, people[family, band], done[family, band])
        for family, band in sorted(people, key=lambda key: (str(words.get(key[0], key[0])), key[1]))
    ]
    return Coverage(lines, len(everybody), len(everybody & finished), False, "")


def _released(rows, finished, everybody) -> Coverage:
    """Each person under one profession; done and not yet done are published together: neither gives the other away."""
    first: dict[int, str] = {}
    for person, family, _band in rows:
        first.setdefault(person, family)
    counts: Counter = Counter()
    for person, family in first.items():
        state = "done" if person in finished else "open"
        counts.update([family, (family, state), "all", ("all", state)])
    families = sorted(set(first.values()))
    for key in ("all", *families):
        for state in ("done", "open"):
            counts.setdefault((key, state), 0)
    counts.setdefault("all", 0)
    breakdowns = [release.Breakdown("all", (("all", "done"), ("all", "open")))]
    breakdowns += [release.Breakdown("all", tuple(families))] if families else []
    breakdowns += [release.Breakdown(family, ((family, "done"), (family, "open"))) for family in families]
    published = release.publish(counts, breakdowns)
    words, values = dict(Post.Family.choices), published.values
    lines = [
        Line(
            str(words.get(family, family)),
            "",
            release.shown(values[family]),
            release.shown(values.get((family, "done"))),
        )
        for family in families
        if family in values
    ]
    total, done = release.shown(values.get("all")), release.shown(values.get(("all", "done")))
    return Coverage(lines, total, done, True, release.rules().note)


def together(user) -> list[tuple[str, int, int, int]]:
    """With whom groups were designed, written and taught: how many groups name each."""
    units = units_of(user, *NAMES, "director")
    roots = Unit.objects.filter(pk__in=units).values("organisation")
    groups = Cohort.objects.exclude(status="cancelled")
    groups = groups.filter(organisation__in=units) | groups.filter(organisation__in=roots)
    rows = list(groups.distinct().values_list("designed_with", "produced_with", "delivered_with"))
    return [
        (str(label), *(sum(value in row[place] for row in rows) for place in range(3))) for value, label in With.choices
    ]
