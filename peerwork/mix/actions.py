"""Every write about who counts, the frozen figures and targets; staff files come in through importers.py."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.mix import rollups
from peerwork.mix.models import CountingRule, CountsAs, Definition, Snapshot, StaffLine, Target, clean_text
from peerwork.mix.policy import definitions, keeps_rules_of, rules, targets
from peerwork.people.actions import FIRST_DAY, system_user
from peerwork.people.models import Unit
from peerwork.placements.models import Post

By, Status = CountingRule.By, CountingRule.Status

FIRST_DEFINITION = (
    "The share of care is what peer workers give, divided by what peer workers and all other care staff give. "
    "By whole-time equivalent it adds up contracted time; by people it counts each person once, as a peer worker if "
    "any of their posts is one. A month is counted as at its last day. Staff nobody has said how to count are left out "
    "of both and shown as not attributed; coverage is the part of all staff somebody has said how to count."
)


# Who counts -----------------------------------------------------------------------------------------------------------
def classify(
    *, by, organisation: Unit | None, answers: Iterable[tuple[str, str, str]], starts_on: date, reason: str = ""
) -> list[CountingRule]:
    """Say from which day values of a code count as peer workers, other care staff or not at all; figures follow.

    answers        (told by, value, counts as), such as ("job_role", "Peer Support Worker", "peer")
    organisation   None for all of them, which only the installation itself may say
    What holds already changes nothing. A named person (told by staff number) is only suggested: HR decides.
    Raises NotAllowed, Invalid.
    """
    if not keeps_rules_of(by, organisation):
        raise NotAllowed()
    made: list[CountingRule] = []
    with transaction.atomic():
        for told_by, value, counts_as in answers:
            _known_words(told_by, counts_as)
            if _holds(organisation, told_by, value, counts_as, starts_on):
                continue
            given = {"organisation": organisation, "told_by": told_by, "value": value, "counts_as": counts_as}
            if told_by == By.STAFF_ID:
                made.append(_suggest(by=by, starts_on=starts_on, reason=reason, **given))
                continue
            _make_room(organisation, told_by, value, starts_on, by=by)
            with creating(rules, "classify", by=by, starts_on=starts_on, reason=reason, **given) as rule:
                rule.proposed_by = rule.decided_by = by
            made.append(rule)
    if any(rule.status == Status.APPROVED for rule in made):
        freeze(organisation)
    return made


def _known_words(told_by: str, counts_as: str) -> None:
    if told_by not in By.values:
        raise Invalid(fields={"told_by": [_("Choose one of: %(all)s.") % {"all": ", ".join(By.values)}]})
    if counts_as not in CountsAs.values:
        raise Invalid(fields={"counts_as": [_("Choose one of: %(all)s.") % {"all": ", ".join(CountsAs.values)}]})


def _same(organisation: Unit | None, told_by: str, value: str):
    return CountingRule.objects.filter(organisation=organisation, told_by=told_by, key=clean_text(value))


def _holds(organisation, told_by, value, counts_as, starts_on: date) -> bool:
    """Whether the rules in use say just this from that day on."""
    standing = _same(organisation, told_by, value).filter(status=Status.APPROVED).order_by("starts_on")
    later = [rule for rule in standing if rule.ends_on is None or rule.ends_on >= starts_on]
    return [(r.counts_as, r.ends_on) for r in later] == [(counts_as, None)] and later[0].starts_on <= starts_on


def _make_room(organisation, told_by, value, starts_on: date, *, by, but: int | None = None) -> None:
    """End the answer that held on that day; set aside those that were to follow it, and suggestions it answers."""
    others = _same(organisation, told_by, value).filter(status__in=(Status.APPROVED, Status.SUGGESTED)).exclude(pk=but)
    for rule in others:
        if rule.starts_on >= starts_on or rule.status == Status.SUGGESTED:
            with acting(rules, "replace", rule, by=by):
                pass
        elif rule.ends_on is None or rule.ends_on >= starts_on:
            with acting(rules, "end", rule, by=by, ends_on=starts_on - timedelta(days=1)):
                pass


def _suggest(*, by, **given) -> CountingRule:
    with creating(rules, "suggest", by=by, **given) as rule:
        rule.proposed_by = by
    return rule


WORDS = re.compile(
    r"\b(peer(?!\s+review)|lived[\s-]+experience|carer\s+consultant|recovery\s+trainer)\b", re.IGNORECASE
)
PEER_FAMILIES = ("peer", "senior_peer", "peer_trainer", "peer_lead", "carer_peer")


@transaction.atomic
def suggest_by_words(organisation: Unit) -> list[CountingRule]:
    """Suggest what may be peer work, by the words of job roles and by our own peer posts; somebody else decides.

    A support, time and recovery worker is not a peer worker. What was ever suggested or decided is not asked again.
    """
    lines = StaffLine.objects.filter(organisation=organisation).order_by()
    asked = set(CountingRule.objects.filter(organisation__in=[organisation.pk]).values_list("told_by", "key")) | set(
        CountingRule.objects.filter(organisation=None).values_list("told_by", "key")
    )
    flagged = Post.objects.filter(team__organisation=organisation, family__in=PEER_FAMILIES).exclude(code="")
    posts = {clean_text(code) for code in flagged.values_list("code", flat=True)}
    found = [
        (told_by, value, day, why)
        for told_by, field, fits, why in (
            (By.JOB_ROLE, "role", WORDS.search, _("The words of the job role.")),
            (By.POST, "post", lambda value: clean_text(value) in posts, _("The post is a peer post here.")),
        )
        for value, day in lines.exclude(**{field: ""}).values_list(field).annotate(day=Min("starts_on"))
        if fits(value) and (told_by, clean_text(value)) not in asked
    ]
    seen: dict[tuple[str, str], tuple] = {}
    for told_by, value, day, why in found:
        key = told_by, clean_text(value)
        seen[key] = (value, min(day, seen.get(key, (value, day))[1]), why)
    return [
        _suggest(
            by=system_user(), organisation=organisation, told_by=told_by, value=value,
            counts_as=CountsAs.PEER, starts_on=day, reason=why,
        )
        for (told_by, _key), (value, day, why) in seen.items()
    ]  # fmt: skip


def suggest_person(
    *, by, organisation: Unit, staff_id: str, counts_as: str, starts_on: date, reason: str = ""
) -> CountingRule:
    """Suggest that one person counts as a peer worker, or no longer does; HR decides. Raises NotAllowed, Invalid."""
    _known_words(By.STAFF_ID, counts_as)
    given = {"told_by": By.STAFF_ID, "value": staff_id, "counts_as": counts_as, "starts_on": starts_on}
    return _suggest(by=by, organisation=organisation, reason=reason, **given)


def approve(rule: CountingRule, *, by, version: int | None = None) -> CountingRule:
    """Take a suggestion into use from its day. Never one's own; HR for people, administrators for codes."""
    with transaction.atomic(), acting(rules, "approve", rule, by=by, version=version) as rule:
        rule.decided_by = by
        _make_room(rule.organisation, rule.told_by, rule.value, rule.starts_on, by=by, but=rule.pk)
    freeze(rule.organisation)
    return rule


def reject(rule: CountingRule, *, by, version: int | None = None) -> CountingRule:
    """Say no to a suggestion; it is not made again."""
    with acting(rules, "reject", rule, by=by, version=version) as rule:
        rule.decided_by = by
    return rule


def end(rule: CountingRule, *, by, ends_on: date, version: int | None = None) -> CountingRule:
    """End a rule on a day, which is its last. Raises Conflict, Invalid."""
    with acting(rules, "end", rule, by=by, version=version, ends_on=ends_on) as rule:
        pass
    freeze(rule.organisation)
    return rule


# Figures --------------------------------------------------------------------------------------------------------------
def definition_for(month: date) -> Definition:
    """The definition in force in a month; the first one is written when it is first needed."""
    known = rollups.definition_in_force(month)
    if known is None:
        with creating(
            definitions, "publish", by=system_user(), number=1, text=FIRST_DEFINITION, effective_from=FIRST_DAY
        ) as known:
            pass
    return known


def freeze(organisation: Unit | None = None) -> int:
    """Fix the figures of every month that is over, for one organisation or all; how many months got a new version.

    A month whose figures stand is left alone. One that changes gets a new version of all its figures; the old stay.
    Nothing is fixed for a month before anybody has said who counts.
    """
    ids = [organisation.pk] if organisation else rollups.organisations_with_data()
    return sum(_freeze(pk) for pk in ids)


def _stamp(organisation_id: int) -> tuple:
    """What a calculation was made from; when it has changed by the time of writing, the sums are done again."""
    return (
        rollups.mapping_version(organisation_id),
        rollups.lists_of(organisation_id),
        rollups.latest_sums(organisation_id),
    )


def _freeze(organisation_id: int) -> int:
    while True:
        stamp = _stamp(organisation_id)
        staff = rollups.Staff.of(organisation_id)
        figures = {month: staff.count(month) for month in staff.months() if staff.mapping(month)}
        with transaction.atomic():  # short: the sums are done, nobody waits for them
            Unit.objects.select_for_update().get(pk=organisation_id)
            if stamp == _stamp(organisation_id):
                return _write(organisation_id, figures, stamp[0])


def _write(organisation_id: int, figures: dict[date, dict], mapping_version: int) -> int:
    standing: dict[date, dict] = defaultdict(dict)
    ours = Snapshot.objects.filter(organisation=organisation_id, basis__in=rollups.MEASURED)
    for row in ours.filter(current=True, month__in=figures):
        standing[row.month][row.unit_id, row.basis] = row
    changed = [month for month, tallies in figures.items() if not _stands(standing[month], tallies)]
    if not changed:
        return 0
    numbers = dict(ours.filter(month__in=changed).order_by().values_list("month").annotate(Max("number")))
    ours.filter(current=True, month__in=changed).update(current=False)
    now = timezone.now()
    Snapshot.objects.bulk_create(
        (
            Snapshot(
                unit_id=unit,
                organisation_id=organisation_id,
                month=month,
                basis=basis,
                numerator=tally.numerator,
                denominator=tally.denominator,
                excluded=tally.excluded,
                not_attributed=tally.not_attributed,
                peers=tally.peers,
                source=tally.source,
                definition=definition,
                mapping_version=mapping_version,
                number=numbers.get(month, 0) + 1,
                frozen_at=now,
            )
            for month in changed
            for definition in [definition_for(month)]
            for (unit, basis), tally in figures[month].items()
        ),
        batch_size=500,
    )
    return len(changed)


def _stands(rows: dict, tallies: dict) -> bool:
    return rows.keys() == tallies.keys() and all(tally.same_as(rows[key]) for key, tally in tallies.items())


# Targets --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def set_target(*, by, unit: Unit, basis: str, version: int | None = None, **values) -> Target:
    """Say which share a unit aims for, by when and why; it replaces the target in force, which stays on record.

    values: value and starts_value (fractions), starts_on, due_on, milestones, trajectory, reason.
    version: of the target it replaces, when the person saw one. Raises NotAllowed, Conflict, Invalid.
    """
    if not targets.may_start(by, "set"):
        raise NotAllowed()
    standing = Target.objects.filter(unit=unit, basis=basis, status=Target.Status.SET).first()
    if standing:
        with acting(targets, "replace", standing, by=by, version=version):
            pass
    with creating(targets, "set", by=by, unit=unit, basis=basis, **values) as target:
        target.set_by = by
    return target


def withdraw_target(target: Target, *, by, version: int | None = None) -> Target:
    """Take a target back; it stays on record."""
    with acting(targets, "withdraw", target, by=by, version=version) as target:
        pass
    return target
