"""Every write about who counts, the frozen figures and targets; staff files come in through importers.py."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import release
from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.jobs import enqueue, job
from peerwork.kit.records import acting, creating
from peerwork.mix import care_sums, rollups
from peerwork.mix.models import (
    CareStamp,
    CareTeam,
    CountedRule,
    CountingRule,
    CountsAs,
    Definition,
    FixedThresholds,
    Profession,
    Snapshot,
    StaffLine,
    StaffLink,
    Tally,
    Target,
    clean_text,
)
from peerwork.mix.policy import (
    care_teams,
    counted_rules,
    crosswalk,
    definitions,
    keeps_rules_of,
    professions,
    rules,
    tallies,
    targets,
)
from peerwork.people.actions import FIRST_DAY, system_user
from peerwork.people.models import Settings, Unit, live
from peerwork.placements.models import Placement, Post

By, Status = CountingRule.By, CountingRule.Status

FIRST_DEFINITION = (
    "The share of care is what peer workers give, divided by what peer workers and all other care staff give. "
    "By whole-time equivalent it adds up contracted time; by people it counts each person once, as a peer worker if "
    "any of their posts is one. A month is counted as at its last day. Staff nobody has said how to count are left out "
    "of both and shown as not attributed; coverage is the part of all staff somebody has said how to count."
)

FIRST_CARE_DEFINITION = (
    "The share of care is what peer workers give, divided by what peer workers and all other care staff give. By care "
    "hours it adds up the minutes noted for each staff member in contacts with one person, groups and drop-ins; each "
    "is credited their own minutes, and travel and writing up are not in it. By contacts a contact counts once, as a "
    "peer contact if any peer worker took part. Indirect work is shown apart. Care by staff nobody has said how to "
    "count is left out of both and shown as not attributed; coverage is the part somebody has said how to count."
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
        _one_at_a_time(organisation)
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
        refigure(organisation, by=by)
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


def _one_at_a_time(organisation: Unit | None) -> None:
    """Two answers for one value at the same moment wait for each other: both would find nothing to end."""
    organisations = Unit.objects.filter(organisation=None) if organisation is None else [organisation.pk]
    list(Unit.objects.select_for_update().filter(pk__in=organisations).order_by("pk").values_list("pk"))


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
PMHC_PEERS = "Peer Support Worker"
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


@transaction.atomic
def suggest_peer_code(organisation: Unit) -> None:
    """Suggest the PMHC MDS's own code for peer workers, which is valid from 2019; somebody else decides. Asked once."""
    key = clean_text(PMHC_PEERS)
    if not CountingRule.objects.filter(organisation=organisation, told_by=By.STAFF_GROUP, key=key).exists():
        _suggest(
            by=system_user(), organisation=organisation, told_by=By.STAFF_GROUP, value=PMHC_PEERS,
            counts_as=CountsAs.PEER, starts_on=care_sums.PMHC_PEERS_FROM, reason=_("Code 13 of the PMHC MDS."),
        )  # fmt: skip


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
        _one_at_a_time(rule.organisation)
        _make_room(rule.organisation, rule.told_by, rule.value, rule.starts_on, by=by, but=rule.pk)
    freeze(rule.organisation)
    refigure(rule.organisation, by=by)
    return rule


def reject(rule: CountingRule, *, by, version: int | None = None) -> CountingRule:
    """Say no to a suggestion; it is not made again."""
    with acting(rules, "reject", rule, by=by, version=version) as rule:
        rule.decided_by = by
    return rule


def end(rule: CountingRule, *, by, ends_on: date, version: int | None = None) -> CountingRule:
    """End a rule on a day, which is its last. Raises Conflict, Invalid, also for a day after the end it has."""
    with acting(rules, "end", rule, by=by, version=version) as rule:
        _not_longer(rule, ends_on)
    freeze(rule.organisation)
    refigure(rule.organisation, by=by)
    return rule


def _not_longer(row: CountingRule | StaffLink, ends_on: date) -> None:
    """End it, never later than it ends: what follows it may say something else."""
    if row.ends_on and ends_on > row.ends_on:
        words = _("It ends on %(day)s already. Choose that day or an earlier one.")
        raise Invalid(fields={"ends_on": [words % {"day": date_format(row.ends_on)}]})
    row.ends_on = ends_on


# Figures --------------------------------------------------------------------------------------------------------------
def definition_for(month: date, measure: str = Definition.Measure.STAFF) -> Definition:
    """The definition in force in a month; the first of each measure is written when it is first needed."""
    known = rollups.definition_in_force(month, measure)
    if known is None:
        number = (Definition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        text = FIRST_DEFINITION if measure == Definition.Measure.STAFF else FIRST_CARE_DEFINITION
        with creating(
            definitions, "publish", by=system_user(), number=number, measure=measure, text=text,
            effective_from=FIRST_DAY,
        ) as known:  # fmt: skip
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
                made_with = dict.fromkeys(figures, (stamp[0], None))
                return _write(organisation_id, figures, made_with, rollups.MEASURED, Definition.Measure.STAFF)


def _write(organisation_id: int, figures: dict[date, dict], made_with: dict, bases, measure: str) -> int:
    """made_with: month -> version of who counts, and the rule on contacts."""
    standing: dict[date, dict] = defaultdict(dict)
    ours = Snapshot.objects.filter(organisation=organisation_id, basis__in=bases)
    for row in ours.filter(current=True, month__in=figures):
        standing[row.month][row.unit_id, row.basis] = row
    changed = [month for month, tallies in figures.items() if not _stands(standing[month], tallies)]
    _fix_thresholds(organisation_id)
    if not changed:
        return 0
    _fix_thresholds(organisation_id, changed)
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
                low=tally.low,
                high=tally.high,
                definition=definition,
                mapping_version=made_with[month][0],
                counting_rule_id=made_with[month][1],
                number=numbers.get(month, 0) + 1,
                frozen_at=now,
            )
            for month in changed
            for definition in [definition_for(month, measure)]
            for (unit, basis), tally in figures[month].items()
        ),
        batch_size=500,
    )
    return len(changed)


def _fix_thresholds(organisation_id: int, months: Iterable[date] | None = None) -> None:
    """The release thresholds of today stay with these months, or with every fixed month that has none yet."""
    if months is None:
        months = Snapshot.objects.filter(organisation=organisation_id).order_by().values_list("month", flat=True)
    known = FixedThresholds.objects.filter(organisation=organisation_id).values_list("month", flat=True)
    missing = set(months).difference(known)
    if missing:
        now = release.rules_of(Settings.objects.filter(organisation=organisation_id).first()).thresholds
        FixedThresholds.objects.bulk_create(
            [FixedThresholds(organisation_id=organisation_id, month=month, thresholds=now) for month in missing],
            ignore_conflicts=True,
        )


def _stands(rows: dict, tallies: dict) -> bool:
    return rows.keys() == tallies.keys() and all(tally.same_as(rows[key]) for key, tally in tallies.items())


# Care activity --------------------------------------------------------------------------------------------------------
NATIONAL = (  # NHS England's rule for a counted contact, by the way of contact; each part can be set otherwise
    {"effective_from": date(1948, 8, 1), "mechanisms": "05 06", "leave_out": True},
    {
        "effective_from": date(2021, 10, 1), "mechanisms": "01 02 04 11 P1 P2 P3 P4 --",
        "text_providers": "DFC S9X2N", "text_mechanisms": "05 09 10 13",
    },
)  # fmt: skip
NATIONAL_REASON = "NHS England's rule for a counted contact: attended, and not by letter, text or chat."


@transaction.atomic
def counting_rules() -> None:
    """The national rules on which contacts count; written when they are first needed."""
    if CountedRule.objects.exists():
        return
    for values in NATIONAL:
        _set_counted_rule(by=system_user(), organisation=None, reason=NATIONAL_REASON, **values)


def set_counted_rule(*, by, organisation: Unit | None, **values) -> CountedRule:
    """Say which contacts count from a month on, for one organisation or (the installation itself) all; figures follow.

    values: effective_from, attended, mechanisms, leave_out, text_providers, text_mechanisms, most_unattributed, reason.
    Raises NotAllowed, Invalid.
    """
    counting_rules()
    rule = _set_counted_rule(by=by, organisation=organisation, **values)
    refigure(organisation, by=by)
    return rule


def _set_counted_rule(*, by, organisation: Unit | None, **values) -> CountedRule:
    with creating(counted_rules, "set", by=by, organisation=organisation, **values) as rule:
        rule.number = (CountedRule.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    return rule


def refigure(organisation: Unit | None, *, by) -> None:
    """Work the figures of care out again: at once for the installation itself, for everybody else behind the page."""
    known = care_sums.organisations()
    for pk in [organisation.pk] if organisation else known:
        if pk in known and by.is_system:
            _refreeze_care(pk)
        elif pk in known:
            enqueue(figures_of_care, pk)


@job
def figures_of_care(organisation_id: int) -> None:
    """The figures of care of one organisation, worked out behind the page."""
    _refreeze_care(organisation_id)


def freeze_care(organisation: Unit | None = None) -> int:
    """Bring the sums of care up to date and fix those of every month that is over; how many got a new version."""
    ids = [organisation.pk] if organisation else care_sums.organisations()
    return sum(_refreeze_care(pk) for pk in ids)


def _refreeze_care(organisation_id: int) -> int:
    counting_rules()
    care_sums.refresh(organisation_id)
    months = [m for m in care_sums.months_known(organisation_id) if rollups.is_over(m)]
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=organisation_id)
        made = CareStamp.objects.filter(organisation=organisation_id, month__in=months)
        made_with = {month: (mapping, rule) for month, mapping, rule in made.values_list(
            "month", "mapping_version", "counting_rule"
        )}  # fmt: skip
        months = [month for month in made_with if care_sums.in_use(organisation_id, month)]
        figures = care_sums.figures(organisation_id, months)
        return _write(organisation_id, figures, made_with, care_sums.CARE, Definition.Measure.CARE)


def link_staff(*, by, organisation: Unit, source: str, local_id: str, staff_id: str, starts_on: date) -> StaffLink:
    """Say whose staff number a number in a care system stands for, from a day; the link that held ends. Figures follow.

    Raises NotAllowed, Invalid, Conflict.
    """
    with transaction.atomic():
        link = _link(by=by, organisation=organisation, source=source, local_id=local_id, staff_id=staff_id,
                     starts_on=starts_on)  # fmt: skip
    refigure(organisation, by=by)
    return link


def link_many(*, by, organisation: Unit, source: str, links: Iterable[dict]) -> int:
    """Take a crosswalk file in: care_prof_local_id, employee_number, valid_from, valid_to; how many links are new."""
    made = 0
    with transaction.atomic():
        for row in links:
            values = {"local_id": row["local_id"], "staff_id": row["staff_id"], "starts_on": row["starts_on"]}
            known = StaffLink.objects.filter(organisation=organisation, source=source, **values).first()
            if known is None:
                known = _link(by=by, organisation=organisation, source=source, **values)
                made += 1
            if row.get("ends_on") and known.ends_on != row["ends_on"]:
                with acting(crosswalk, "end", known, by=by, ends_on=row["ends_on"]):
                    pass
    refigure(organisation, by=by)
    return made


def _link(*, by, organisation: Unit, source: str, local_id: str, starts_on: date, **values) -> StaffLink:
    if not crosswalk.may_start(by, "link"):
        raise NotAllowed()
    standing = StaffLink.objects.filter(organisation=organisation, source=source, local_id=local_id, ends_on=None)
    for link in standing:
        if link.starts_on >= starts_on:
            raise Invalid(fields={"starts_on": [_("There is a link from this day or later. End that one first.")]})
        with acting(crosswalk, "end", link, by=by, ends_on=starts_on - timedelta(days=1)):
            pass
    ours = {"organisation": organisation, "source": source, "local_id": local_id, "starts_on": starts_on}
    with creating(crosswalk, "link", by=by, **ours, **values) as link:
        pass
    return link


def end_link(link: StaffLink, *, by, ends_on: date, version: int | None = None) -> StaffLink:
    """End a link on a day, which is its last; from then on nobody has said whose number it is."""
    with acting(crosswalk, "end", link, by=by, version=version) as link:
        _not_longer(link, ends_on)
    refigure(link.organisation, by=by)
    return link


def map_team(team: CareTeam, *, by, unit: Unit | None, version: int | None = None) -> CareTeam:
    """Say which team here a team number of a care system is; its contacts move there in all months. Raises Invalid."""
    if unit is not None and unit.root_id != team.organisation_id:
        raise Invalid(fields={"unit": [_("Choose a team of this organisation.")]})
    with acting(care_teams, "map", team, by=by, version=version, unit=unit) as team:
        pass
    refigure(team.organisation, by=by)
    return team


def name_profession(*, by, organisation: Unit, value: str, name: str, registration: str) -> Profession:
    """Say what a staff group is called here and whether it is registered; saying it again corrects it."""
    known = Profession.objects.filter(organisation=organisation, key=clean_text(value)).first()
    if known:
        with acting(professions, "name", known, by=by, name=name, registration=registration) as known:
            pass
    else:
        given = {"organisation": organisation, "value": value, "name": name, "registration": registration}
        with creating(professions, "name", by=by, **given) as known:
            pass
    refigure(organisation, by=by)
    return known


def log_tally(*, by, unit: Unit, person=None, **values) -> Tally:
    """Write a line of the delivery log: own work, or as the team's lead anybody's of the team, or the others' together.

    values: held_on, kind, minutes, contacts, covering. Raises NotAllowed, Invalid.
    """
    if not tallies.may_start(by, "log"):
        raise NotAllowed()
    _works_there(unit, person, values.get("held_on") or timezone.localdate())
    with creating(tallies, "log", by=by, unit=unit, person=person, **values) as tally:
        pass
    refigure(unit.organisation or unit, by=by)
    return tally


def edit_tally(tally: Tally, *, by, version: int | None = None, **changes) -> Tally:
    """Correct a line of the delivery log. Raises NotAllowed, Conflict, Invalid."""
    merged = {name: changes.get(name, getattr(tally, name)) for name in ("unit", "person", "held_on")}
    _works_there(merged["unit"], merged["person"], merged["held_on"])
    with acting(tallies, "edit", tally, by=by, version=version, **changes) as tally:
        pass
    refigure(tally.unit.organisation or tally.unit, by=by)
    return tally


def withdraw_tally(tally: Tally, *, by, version: int | None = None) -> Tally:
    """Take a line of the delivery log back; it stays on record and counts no longer."""
    with acting(tallies, "withdraw", tally, by=by, version=version) as tally:
        pass
    refigure(tally.unit.organisation or tally.unit, by=by)
    return tally


def _works_there(unit: Unit, person, day: date) -> None:
    if (
        person is not None
        and not Placement.objects.filter(
            Q(team=unit) | Q(team__paths__ancestor=unit), live(day), person=person, status__in=("started", "ended")
        ).exists()
    ):
        raise Invalid(fields={"unit": [_("Choose a team this person was placed in on that day.")]})


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
