"""Staff in post come in here: the file is read, every line is checked, the good ones are written through actions.

A named writer. What is loaded again changes nothing; what a staff system deletes ends and is never erased; reports name
the line, the column, the rule and what to do, never a value, because a value may be about a person.
"""

import hashlib
from collections import defaultdict
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, Refused
from peerwork.kit.models import Submission
from peerwork.kit.records import acting, creating, keep
from peerwork.kit.staging import Report, stage
from peerwork.people import actions as people
from peerwork.people.models import Identifier, Person, Unit, UnitLink
from peerwork.placements import actions, esr, mapping, staffing
from peerwork.placements.intervals import covers
from peerwork.placements.models import ColumnMapping, ExternalId, Placement, Post, StaffFile
from peerwork.placements.policy import staff_files
from peerwork.placements.staffing import Assignment, Staffing

MISSING_SHARE = 0.2  # a full file that lacks more than this share of the known assignments is taken for cut short
MISSING_LEAST = 10
LISTED = 200
WORDS = {
    "check": later("The file was checked. Nothing was loaded."),
    "publish": later("The file was loaded."),
    "pass_over": later("Everything in this file is loaded already. Nothing was changed."),
}


def import_esr(source, organisation: Unit, *, by, dry_run: bool = False, name: str = "") -> StaffFile:
    """Load an ESR outbound file (GO2, full or changes) into units, posts, people and placements; see `_import`."""
    return _import(
        source, organisation, StaffFile.Profile.ESR_GO2,
        lambda staged, report: esr.read(staged.path, staged.name, report), by=by, dry_run=dry_run, name=name,
    )  # fmt: skip


def import_mapped(
    source, organisation: Unit, *, by, columns: dict, saved: ColumnMapping | None = None, as_at: date | None = None,
    dry_run: bool = False, name: str = "",
) -> StaffFile:  # fmt: skip
    """Load a spreadsheet whose columns somebody has mapped (`{"staff_id": "Employee Number", …}`); see `_import`."""
    return _import(
        source, organisation, StaffFile.Profile.MAPPED,
        lambda staged, report: mapping.read(staged.path, columns, organisation, report, as_at or timezone.localdate()),
        by=by, dry_run=dry_run, name=name, mapping=saved,
    )  # fmt: skip


def _import(source, organisation: Unit, profile: str, read, *, by, dry_run: bool, name: str, mapping=None) -> StaffFile:
    """Hand a file in, read it, load it or only check it. Returns the file's record, whose status and report say what
    happened; raises NotAllowed, and Invalid for an empty or too large file."""
    with stage(source, name) as staged:
        with creating(
            staff_files, "hand_in", by=by, organisation=organisation, profile=profile, file_name=staged.name,
            sha256=staged.sha256, dry_run=dry_run, mapping=mapping, handed_in_by=by,
        ) as handed_in:  # fmt: skip
            pass
        report, system = Report(), people.system_user()
        try:
            said = read(staged, report)
            if report.too_bad():
                raise Invalid(_("Too many lines can’t be read. Nothing was loaded."))
            with transaction.atomic():
                loading = Loading(organisation, said, report, by=system)
                loading.load()
                verb = "check" if dry_run else "publish" if loading.changes else "pass_over"
                if verb != "publish":
                    transaction.set_rollback(True)
            forget()
            return _finish(handed_in, verb, WORDS[verb], report, by=system, loading=loading)
        except Refused as problem:
            forget()
            return _finish(handed_in, "refuse", problem.message, report, by=system)
        except Exception:
            _finish(handed_in, "refuse", _("Something went wrong, and nothing was loaded."), report, by=system)
            raise


def _finish(handed_in: Submission, verb: str, message, report: Report, *, by, loading=None) -> StaffFile:
    with acting(staff_files, verb, handed_in, by=by) as handed_in:
        handed_in.rows_read, handed_in.rows_refused = report.read, report.refused
        handed_in.rows_accepted = 0 if verb == "refuse" else report.accepted
        handed_in.message, handed_in.finished_at, handed_in.progress = str(message), timezone.now(), 100
        handed_in.report = report.as_dict() | (loading.facts() if loading else {})
    return handed_in


class Loading:
    """One file on its way in. Every write goes through the actions, as the system user; each line on its own."""

    def __init__(self, organisation: Unit, said: Staffing, report: Report, *, by):
        self.organisation, self.said, self.report, self.by = organisation, said, report, by
        self.done: dict[str, int] = defaultdict(int)
        self.unmatched: list[dict] = []
        self.may_be_peer: list[dict] = []
        self.warnings: list[str] = []
        known = ExternalId.objects.filter(organisation=organisation)
        self.known = {(row.kind, row.number): row for row in known.select_related("unit", "post", "placement")}
        self.people: dict[str, Person] = {}
        self.units = {f"#{unit.pk}": unit for unit in Unit.objects.filter(organisation=organisation)}
        self.added: list[tuple[str, str]] = []
        self.new_people = False

    @property
    def changes(self) -> bool:
        return bool(self.done)

    def facts(self) -> dict:
        return {
            "done": dict(self.done),
            "unmatched_positions": self.unmatched[:LISTED],
            "unmatched_count": len(self.unmatched),
            "may_be_peer_posts": self.may_be_peer[:LISTED],
            "warnings": self.warnings,
        }

    def load(self) -> None:
        for org in self._parents_first():
            with self._line(org.line, "OrganisationId"):
                self._unit(org)
        first_days = self._first_days()
        for position in self.said.positions.values():
            with self._line(position.line, "PositionId"):
                self._post(position, first_days.get(position.number))
        self._find_people()
        for key, member in self.said.members.items():
            with self._line(member.line, "PersonId"):
                self._member(key, member)
        self._managers()
        rows = sorted(self.said.assignments, key=lambda row: (row.number, row.starts_on))
        seen = set()
        for number, group in groupby(rows, key=lambda row: row.number):
            group = list(group)
            seen.add(number)
            with self._line(group[0].line, "AssignmentId"):
                self._assignment(number, group)
        for key, member in self.said.members.items():
            if member.left_on and key in self.people:
                with self._line(member.line, "ActualTerminationDate"):
                    self._left(self.people[key], member)
        for line, kind, number in self.said.deleted:
            with self._line(line, kind):
                self._deleted(kind, number)
        if self.said.full:
            self._missing(seen)
        if self.new_people:
            people.propose_matches(self.organisation, by=self.by)

    @contextmanager
    def _line(self, line: int, column: str):
        """What an action refuses about a line goes to the report, and the other lines go on."""
        self.added, before = [], dict(self.done)
        try:
            with transaction.atomic():
                yield
        except (Invalid, Conflict, NotAllowed) as problem:
            self.done = defaultdict(int, before)
            for key in self.added:
                self.known.pop(key, None)
            fields = problem.details.get("fields")
            where, words = (column, str(problem.message))
            if isinstance(fields, dict) and fields:
                where, messages = next(iter(fields.items()))
                words = str(messages[0])
            self.report.refuse(line, where, words, _("Correct it in the staff system, then send the file again."))
            forget()

    def _know(self, kind: str, number: str, mark: str = "", **row) -> ExternalId:
        known = self.known.get((kind, number))
        if known is None:
            known = ExternalId(organisation=self.organisation, kind=kind, number=number, **row)
            self.known[kind, number] = known
            self.added.append((kind, number))
        known.mark, known.seen_on = mark, self.said.as_at
        known.save()
        return known

    def _of(self, kind: str, number: str):
        if kind == "unit" and number in self.units:  # a spreadsheet names units that are here already
            return self.units[number]
        known = self.known.get((kind, number))
        return getattr(known, kind) if known else None

    # Organisations ------------------------------------------------------------------------------------------------
    def _parents_first(self):
        orgs, placed, found = dict(self.said.orgs), set(), []
        while orgs:
            ready = [org for org in orgs.values() if org.parent not in orgs or org.parent == org.number]
            if not ready:  # a circle: take them as they come, under the organisation
                ready = list(orgs.values())
            for org in ready:
                del orgs[org.number]
                placed.add(org.number)
                found.append(org)
        return found

    def _unit(self, org) -> None:
        roots = [o for o in self.said.orgs.values() if o.parent not in self.said.orgs]
        whole = len(roots) == 1 and roots[0].number == org.number and not self._of("unit", org.parent)
        if whole or (org.code and org.code == self.organisation.code):
            if self._of("unit", org.number) is None:
                self._know("unit", org.number, unit=self.organisation)
            return
        parent = self._of("unit", org.parent) or self.organisation
        unit = self._of("unit", org.number)
        if unit is None:
            unit = self._same_name(org.name)
            if unit is None:
                leads = any(other.parent == org.number for other in self.said.orgs.values())
                unit = people.open_unit(
                    by=self.by, parent=parent, kind="service" if leads else "team", name=org.name,
                    code=f"ESR-{org.number}"[:20], opened_on=org.starts_on,
                )  # fmt: skip
                self.done["units_opened"] += 1
            self._know("unit", org.number, unit=unit)
        elif unit.name != org.name:
            people.rename_unit(unit, by=self.by, name=org.name)
            self.done["units_renamed"] += 1
        now = UnitLink.objects.filter(unit=unit, ends_on__isnull=True).first()
        if now is not None and org.parent in self.said.orgs and now.parent_id != parent.pk:
            people.move_unit(unit, parent, by=self.by, starts_on=max(org.starts_on, now.starts_on + timedelta(days=1)))
            self.done["units_moved"] += 1
        if org.ends_on and org.ends_on <= self.said.as_at and unit.closed_on is None:
            people.close_unit(unit, by=self.by, closed_on=org.ends_on)
            self.done["units_closed"] += 1

    def _same_name(self, name: str) -> Unit | None:
        taken = {row.unit_id for (kind, _number), row in self.known.items() if kind == "unit"}
        same = Unit.objects.filter(organisation=self.organisation, name__iexact=name, closed_on__isnull=True)
        found = [unit for unit in same if unit.pk not in taken]
        return found[0] if len(found) == 1 else None

    # Positions ----------------------------------------------------------------------------------------------------
    def _first_days(self) -> dict[str, date]:
        found: dict[str, date] = {}
        for row in self.said.assignments:
            day = min(filter(None, (row.first_day, row.starts_on)))
            found[row.position] = min(day, found.get(row.position, day))
        return found

    def _post(self, position, first_day: date | None) -> None:
        team = self._of("unit", position.org)
        if team is None:
            self._not_matched(position, _("its organisation is not in the file"))
            raise Invalid(fields={"EsrOrganisationId": [_("The position's organisation is not known here.")]})
        starts_on = min(filter(None, (position.starts_on, first_day)))
        mark = _mark(position.title, position.code, position.org, position.wte, position.band, position.starts_on,
                     position.ends_on, position.staff_group, position.job_role)  # fmt: skip
        known, post = self.known.get(("post", position.number)), self._of("post", position.number)
        family = staffing.told_by(staffing.FAMILIES, position.job_role, position.staff_group)
        if not family:
            self._not_matched(position, _("its staff group is not one we know"))
        known_peer = post is not None and post.lived_experience_essential
        if not known_peer and staffing.could_be_peer(f"{position.title} {position.job_role}"):
            self.may_be_peer.append({"line": position.line, "position": position.code, "title": position.title})
        if post is None:
            post = actions.open_post(
                by=self.by, team=team, title=position.title, code=self._free_code(team, position.code),
                family=family or Post.Family.OTHER, band=position.band, wte=position.wte, starts_on=starts_on,
            )  # fmt: skip
            self._know("post", position.number, mark, post=post)
            self.done["posts_opened"] += 1
        else:
            if starts_on < post.starts_on:
                self._open_from(post, starts_on)
            if known.mark != mark:
                self._changed(post, position, team)
                self._know("post", position.number, mark)
        if position.ends_on and position.ends_on <= self.said.as_at and post.ends_on is None:
            actions.close_post(post, by=self.by, ends_on=position.ends_on)
            self.done["posts_closed"] += 1

    def _free_code(self, team: Unit, code: str) -> str:
        return "" if code and Post.objects.filter(team=team, code=code).exists() else code

    def _not_matched(self, position, why: str) -> None:
        self.unmatched.append(
            {"line": position.line, "position": position.code, "title": position.title, "why": str(why)}
        )

    def _open_from(self, post: Post, day: date) -> None:
        """The post was there earlier than was known: its first dated row begins earlier."""
        first = post.terms.filter(cancelled_on__isnull=True).order_by("starts_on").first()
        post.refresh_from_db()
        post.starts_on = first.starts_on = day
        keep(first, "change", by=self.by)
        keep(post, "change", by=self.by)
        self.done["posts_changed"] += 1

    def _changed(self, post: Post, position, team: Unit) -> None:
        post.refresh_from_db()
        if post.title != position.title:
            post = actions.edit_post(post, by=self.by, title=position.title)
            self.done["posts_changed"] += 1
        day = max(position.starts_on, post.starts_on)
        term = next((t for t in post.terms.filter(cancelled_on__isnull=True) if covers(t, day)), None)
        new = {"team": team, "wte": position.wte, "band": position.band}
        if term is not None and any(getattr(term, name) != value for name, value in new.items()):
            actions.change_post(post, by=self.by, starts_on=day, **new)
            self.done["posts_changed"] += 1

    # People -------------------------------------------------------------------------------------------------------
    def _find_people(self) -> None:
        """Whom the file names and we know already, by the staff system's number, else by the staff number."""
        numbers = Identifier.objects.filter(organisation=self.organisation, ended_on__isnull=True)
        by_number = {(system, value): pk for system, value, pk in numbers.values_list("system", "value", "person")}
        rows = Person.objects.in_bulk(set(by_number.values()))
        for key, member in self.said.members.items():
            pk = by_number.get(("esr_person", member.number)) or by_number.get(("staff_id", member.staff_id))
            if pk is not None:
                self.people[key] = rows[pk].merged_into or rows[pk]
        # A file of changes names people by number only, in its assignments.
        for row in self.said.assignments:
            if row.member not in self.people and (pk := by_number.get(("esr_person", row.member))) is not None:
                self.people[row.member] = rows[pk].merged_into or rows[pk]
        self.numbers = by_number

    def _member(self, key: str, member) -> None:
        names = {"given_name": member.given_name, "family_name": member.family_name}
        optional = {"known_as": member.known_as, "work_email": member.work_email}
        names |= {name: value for name, value in optional.items() if value}
        person = self.people.get(key)
        if person is None:
            person = people.register_person(by=self.by, organisation=self.organisation, **names)
            self.done["people_registered"] += 1
            self.new_people = True
        elif new := {name: value for name, value in names.items() if getattr(person, name) != value}:
            # What somebody likes to be called, and the address they gave, are theirs: never written over.
            new = {n: v for n, v in new.items() if n in ("given_name", "family_name") or not getattr(person, n)}
            if new:
                person = people.edit_person(person, by=self.by, **new)
                self.done["people_changed"] += 1
        wanted = {"esr_person": member.number, "staff_id": member.staff_id, "smartcard": member.smartcard}
        for system, value in wanted.items():
            if value and (system, value) not in self.numbers:
                people.note_identifier(
                    by=self.by, person=person, organisation=self.organisation, system=system, value=value
                )
                self.done["numbers_noted"] += 1
        self.people[key] = person
        self.numbers |= dict.fromkeys(wanted.items(), person.pk)

    def _managers(self) -> None:
        self.managers = {number: person.user for number, person in self._with_users() if person.user is not None}

    def _with_users(self):
        rows = Person.objects.select_related("user").in_bulk([person.pk for person in self.people.values()])
        return [(number, rows[person.pk]) for number, person in self.people.items()]

    def _left(self, person: Person, member) -> None:
        if member.end_reason == "death":
            person.refresh_from_db()
            if person.died_on is None:
                actions.record_death(person, by=self.by, died_on=member.left_on)
                self.done["people_left"] += 1
            return
        for placement in Placement.objects.filter(person=person, host=self.organisation, status="started"):
            if placement.ends_on is None or placement.ends_on > member.left_on:
                self._end(placement, member.left_on, member.end_reason)
        person.refresh_from_db()
        if person.left_on != member.left_on:
            people.edit_person(person, by=self.by, left_on=member.left_on)
            self.done["people_left"] += 1

    # Assignments --------------------------------------------------------------------------------------------------
    def _assignment(self, number: str, rows: list[Assignment]) -> None:
        person = self.people.get(rows[0].member)
        if person is None:
            raise Invalid(fields={"PersonId": [_("The assignment's person is not in the file, nor known here.")]})
        mark = _mark(*(row.said for row in rows))
        segments = [list(group) for _key, group in groupby(rows, key=lambda row: row.position)]
        for place, segment in enumerate(segments):
            key = f"{number}/{segment[0].position}"
            known = self.known.get(("placement", key))
            if known is not None and known.mark == mark:
                if known.seen_on != self.said.as_at:
                    known.seen_on = self.said.as_at
                    known.save(update_fields=["seen_on"])
                continue
            post = self._of("post", segment[0].position)
            if post is None:
                self.unmatched.append({"line": segment[0].line, "position": "", "title": "", "why": str(
                    _("an assignment names a position that is not in the file"))})  # fmt: skip
                raise Invalid(
                    fields={"PositionId": [_("The assignment's position is not in the file, nor known here.")]}
                )
            until = segments[place + 1][0].starts_on - timedelta(days=1) if place + 1 < len(segments) else None
            first = segment[0].first_day if place == 0 and segment[0].first_day else segment[0].starts_on
            self._close_before(number, key, segment[0].starts_on)
            placement = known.placement if known else None
            if placement is None and segment[-1].last_day and segment[-1].last_day < first:
                continue  # over before it began here
            if placement is None:
                placement = self._place(person, post, segment, min(first, segment[0].starts_on))
                self.done["placements_started"] += 1
            self._history(placement, segment)
            self._ending(placement, segment[-1], until)
            self._know("placement", key, mark, placement=placement)
        if rows[0].number_shown and ("esr_assignment", rows[0].number_shown) not in self.numbers:
            people.note_identifier(by=self.by, person=person, organisation=self.organisation,
                                   system="esr_assignment", value=rows[0].number_shown)  # fmt: skip
            self.numbers["esr_assignment", rows[0].number_shown] = person.pk

    def _close_before(self, number: str, key: str, day: date) -> None:
        """An assignment that moved to another position ended in the one before."""
        for (kind, other), row in list(self.known.items()):
            if kind == "placement" and other.startswith(f"{number}/") and other != key and row.placement is not None:
                before = Placement.objects.get(pk=row.placement_id)
                if (
                    before.status == "started"
                    and before.starts_on < day
                    and (before.ends_on is None or before.ends_on >= day)
                ):
                    self._end(before, day - timedelta(days=1), "moved")

    def _values(self, row: Assignment) -> dict:
        values = {"wte": row.wte, "kind": row.kind}
        if team := self._of("unit", row.org):
            values["team"] = team
        if manager := self.managers.get(row.manager):
            values["line_manager"] = manager
        return values

    def _place(self, person: Person, post: Post, segment: list[Assignment], first: date) -> Placement:
        values, post = self._values(segment[0]), Post.objects.get(pk=post.pk)
        values.pop("kind")
        values.setdefault("team", post.team)
        if first < post.starts_on:
            self._open_from(post, first)
            post = Post.objects.get(pk=post.pk)
        last = segment[-1].last_day
        placement = actions.propose_placement(
            by=self.by, person=person, post=post, employer=person.organisation, host=self.organisation,
            contract=segment[0].contract, starts_on=first, ends_on=last if last and last >= first else None,
            despite=_("As the staff system has it."), **values,
        )  # fmt: skip
        placement = actions.agree_placement(placement, by=self.by)
        if first <= timezone.localdate():
            placement = actions.start_placement(placement, by=self.by, despite=_("As the staff system has it."))
        return placement

    def _history(self, placement: Placement, segment: list[Assignment]) -> None:
        """Each row of the assignment is what held from its day on: only what differs is written."""
        for row in segment:
            placement.refresh_from_db()
            if placement.status not in ("agreed", "started") or row.ended:
                return
            day = max(row.starts_on, placement.starts_on)
            if not covers(placement, day):
                continue
            values = self._values(row)
            term = next(t for t in placement.terms.filter(cancelled_on__isnull=True) if covers(t, day))
            held = {"wte": term.wte if term.wte or row.kind != "released" else row.wte, "kind": term.kind}
            held |= {"team": term.team, "line_manager": term.line_manager}
            new = {name: value for name, value in values.items() if held[name] != value}
            if not new:
                continue
            if row.kind != "usual" or "kind" in new:
                new["kind"] = row.kind
            actions.change_placement(
                placement, by=self.by, starts_on=day, despite=_("As the staff system has it."), **new
            )
            self.done["placements_changed"] += 1

    def _ending(self, placement: Placement, row: Assignment, until: date | None) -> None:
        placement.refresh_from_db()
        last = min(filter(None, (until, row.last_day)), default=None)
        if placement.status == "ended":
            if last is None:
                actions.resume_placement(placement, by=self.by, despite=_("As the staff system has it."))
                self.done["placements_resumed"] += 1
            return
        moved = placement.ends_on != last and (last is None or last >= placement.starts_on)
        if moved and placement.status in ("agreed", "started"):
            placement = actions.extend_placement(
                placement, by=self.by, ends_on=last, despite=_("As the staff system has it.")
            )
            self.done["placements_changed"] += 1
        if last is not None and last < self.said.as_at and placement.status == "started":
            self._end(placement, last, "moved" if until else "unknown")

    def _end(self, placement: Placement, day: date, reason: str) -> None:
        reason = "" if reason == "death" else reason
        actions.end_placement(
            placement, by=self.by, ends_on=max(day, placement.starts_on), **({"end_reason": reason} if reason else {})
        )
        self.done["placements_ended"] += 1

    # What is gone -------------------------------------------------------------------------------------------------
    def _deleted(self, kind: str, number: str) -> None:
        """A record taken out of the staff system ends here on the day of the file; nothing is ever erased."""
        day = self.said.as_at
        held = [row for (known, _key), row in self.known.items() if known == "placement"]
        if kind == "assignment":
            for row in held:
                if row.number.startswith(f"{number}/"):
                    self._gone(row, day)
        elif kind == "member":
            pk = self.numbers.get(("esr_person", number))
            for row in held:
                if pk is not None and row.placement.person_id == pk:
                    self._gone(row, day)
        elif kind == "position":
            post = self._of("post", number)
            if post is not None and post.ends_on is None:
                actions.close_post(Post.objects.get(pk=post.pk), by=self.by, ends_on=max(day, post.starts_on))
                self.done["posts_closed"] += 1
        elif (unit := self._of("unit", number)) is not None and unit.closed_on is None and unit != self.organisation:
            people.close_unit(unit, by=self.by, closed_on=day)
            self.done["units_closed"] += 1

    def _gone(self, known: ExternalId, day: date) -> None:
        """Should it come back in a later file, it is looked at anew: what was last said of it is forgotten."""
        placement = Placement.objects.get(pk=known.placement_id)
        known.mark = ""
        known.save(update_fields=["mark"])
        if placement.status == "started":
            self._end(placement, day, "unknown")
        elif placement.status in ("proposed", "agreed"):
            actions.withdraw_placement(placement, by=self.by)
            self.done["placements_ended"] += 1

    def _missing(self, seen: set[str]) -> None:
        """Who is no longer in a full file has left; unless so many are missing that the file must be cut short."""
        open_now = [
            row for (kind, key), row in self.known.items()
            if kind == "placement" and row.placement.status in ("agreed", "started") and (
                row.placement.ends_on is None or row.placement.ends_on > self.said.as_at)
        ]  # fmt: skip
        missing = [row for row in open_now if row.number.partition("/")[0] not in seen]
        if len(missing) > max(MISSING_LEAST, MISSING_SHARE * len(open_now)):
            words = _("%(count)d people known here are not in this full file. It may be cut short: nobody was ended.")
            self.warnings.append(words % {"count": len(missing)})
            return
        for row in missing:
            with self._line(0, "AssignmentId"):
                self._gone(row, self.said.as_at)


def _mark(*said) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()
