"""Staff files come in here: read and checked first, on disk; then published in one short transaction, or refused whole.

A named writer: beside actions.py, the only module that writes the tables of staff files. Reports name the row, the
column, the rule and what to do, and never a value, because a value may be about a person.
"""

import hashlib
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit.errors import Invalid, Refused
from peerwork.kit.jobs import enqueue, job
from peerwork.kit.records import acting, creating
from peerwork.kit.staging import Report, Staged, rows, stage
from peerwork.mix import actions, rollups
from peerwork.mix.models import StaffFte, StaffLine, StaffSubmission, clean_text
from peerwork.mix.policy import submissions
from peerwork.people.actions import open_unit, system_user
from peerwork.people.models import Unit, User

Profile = StaffSubmission.Profile
CHUNK = 1000
CODE = re.compile(r"[A-Z0-9]{3,10}")
TEAM_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,19}")


class BadCell(Exception):
    """A cell that refuses its row: the column, the rule and what to do, never the value."""


def import_staff(
    source,
    profile: str,
    organisation: Unit | None,
    *,
    by,
    create_organisations: bool = False,
    dry_run: bool = False,
    as_at: date | None = None,
) -> StaffSubmission:
    """Load a staff file: good rows together, refused rows listed, a repeat changes nothing, a bad file loads nothing.

    source                  a path, or an uploaded file
    organisation            whose file it is; None (published files only) for all organisations the file names
    create_organisations    open the organisations (of a list: the teams) that are named and not there yet;
                            a published file is then loaded for every organisation in it
    as_at                   the day a staff list was made; today unless told
    Returns the submission: its `status`, `message` and `report` say what happened. Raises NotAllowed, Invalid.
    """
    submission, staged = _hand_in(source, profile, organisation, by=by, dry_run=dry_run, as_at=as_at)
    return _load(submission, staged.path, by=by, create=create_organisations, told_day=as_at is not None)


def hand_in_and_load(source, profile: str, organisation: Unit | None, *, by, as_at=None, **given) -> StaffSubmission:
    """Keep an upload and ask for the job that loads it, both or neither; takes and raises what `import_staff` does."""
    create = given.pop("create_organisations", False)
    with transaction.atomic():
        submission, staged = _hand_in(source, profile, organisation, by=by, as_at=as_at, **given)
        enqueue(load_staff, submission.pk, staged.path.name, by.pk, create, as_at is not None)
    return submission


@job
def load_staff(pk: int, staged_as: str, by: int, create: bool, told_day: bool) -> None:
    """Load a staff file that was handed in on a page, as the person who handed it in."""
    submission = StaffSubmission.objects.select_related("organisation").get(pk=pk)
    path = settings.STAGING_ROOT / staged_as
    if submission.status != StaffSubmission.Status.STAGED:
        return
    if path.is_file():
        _load(submission, path, by=User.objects.get(pk=by), create=create, told_day=told_day)
    else:
        words = _("The file is no longer there, so nothing was loaded. Hand it in again.")
        _finish(submission, "refuse", words, Report(), by=system_user())


def _hand_in(source, profile, organisation, *, by, dry_run=False, as_at=None) -> tuple[StaffSubmission, Staged]:
    if profile not in STAGES:
        raise Invalid(_("Choose one of these kinds of file: %(all)s.") % {"all": ", ".join(STAGES)})
    if organisation is None and profile == Profile.STAFF_LIST_CSV:
        raise Invalid(_("A staff list belongs to one organisation. Say which."))
    staged = stage(source)
    try:
        with creating(
            submissions, "hand_in", by=by, organisation=organisation, profile=profile, file_name=staged.name,
            sha256=staged.sha256, dry_run=dry_run, as_at=as_at or timezone.localdate(),
        ) as submission:  # fmt: skip
            pass
    except BaseException:
        staged.remove()
        raise
    return submission, staged


def _load(submission, path, *, by, create: bool, told_day: bool) -> StaffSubmission:
    """Read, check and publish a staged file, which is then removed, whatever came of it."""
    report = Report()
    try:
        with tempfile.TemporaryFile("w+", dir=settings.STAGING_ROOT, encoding="utf-8") as file:
            loading = STAGES[submission.profile](submission, report, file, create=create, by=by)
            loading.told_day = told_day
            loading.read(path)
            loading.settle()
            verb = "check" if submission.dry_run else "publish" if loading.changes else "pass_over"
            with transaction.atomic():
                if verb == "publish":
                    loading.publish()
                submission = _finish(submission, verb, WORDS[verb], report, by=by, loading=loading)
    except Refused as problem:
        return _finish(submission, "refuse", problem.message, report, by=by)
    except IntegrityError:
        words = _("Another file for the same months was loaded at the same moment. Hand this one in again.")
        return _finish(submission, "refuse", words, report, by=by)
    except Exception:
        _finish(submission, "refuse", _("Something went wrong, and nothing was loaded."), report, by=by)
        raise
    finally:
        path.unlink(missing_ok=True)
    if verb != "check":  # also after a repeat: what broke off before the figures is made good by handing it in again
        loading.afterwards()
    return submission


WORDS = {
    "check": later("The file was checked. Nothing was loaded."),
    "publish": later("The file was loaded."),
    "pass_over": later("These rows are loaded already. Nothing was changed."),
}


def _finish(submission, verb, message, report: Report, *, by, loading=None) -> StaffSubmission:
    with acting(submissions, verb, submission, by=by) as submission:
        submission.rows_read, submission.rows_refused = report.read, report.refused
        submission.rows_accepted = 0 if verb == "refuse" else report.accepted
        submission.message, submission.finished_at, submission.progress = str(message), timezone.now(), 100
        submission.report = report.as_dict() | {"rows_accepted": submission.rows_accepted}
        if loading:
            submission.report |= loading.facts | {"rows_of_others": loading.others, "warnings": loading.warnings}
            submission.fingerprint = loading.fingerprint
            submission.created_organisations, submission.created_teams = loading.opened, loading.opened_teams
    return submission


class Loading:
    """One file on its way in: read row by row, kept on disk, then written in one go."""

    columns: dict[str, tuple[str, ...]] = {}  # our name -> other headings that mean the same
    required: tuple[str, ...] = ()
    told_day = False

    def __init__(self, submission, report: Report, file, *, create: bool, by):
        self.submission, self.report, self.file, self.create, self.by = submission, report, file, create, by
        self.organisation: Unit | None = submission.organisation
        self.opened = self.opened_teams = self.others = self.sum = 0
        self.changes = False
        self.facts: dict = {}
        self.warnings: list[str] = []

    @property
    def fingerprint(self) -> str:
        """The same for the same rows, in whatever order they come."""
        return f"{self.sum:064x}"

    def read(self, path) -> None:
        """Check every row; raises Invalid where the file as a whole can't be loaded."""
        headings: dict[str, str] = {}
        for row in rows(path):
            headings = headings or self._headings(row)
            try:
                if row.width > len(row):
                    raise BadCell(
                        "", _("more cells than headings"), _("Take out the cells too many, or put quotes round commas.")
                    )
                values = self.check({name: row.get(heading, "") for name, heading in headings.items()})
            except BadCell as bad:
                self.report.read += 1
                self.report.refuse(row.number, *bad.args)
                continue
            if values is None:
                self.others += 1
                continue
            self.report.read += 1
            if self.report.read % CHUNK == 0:  # how far it is, for whoever waits; no record, so without history
                StaffSubmission.objects.filter(pk=self.submission.pk).update(rows_read=self.report.read)
            self.sum = (self.sum + int.from_bytes(hashlib.sha256(json.dumps(values).encode()).digest())) % 2**256
            self.keep(values)
        if not self.report.read:
            raise Invalid(
                _("No row of this file is for this organisation, so nothing was loaded.")
                if self.others
                else _("This file has headings but no rows, so nothing was loaded.")
            )
        if self.report.too_bad():
            raise Invalid(
                _("%(bad)d of %(all)d rows can't be loaded, so nothing was. Mend the rows listed, then load it again.")
                % {"bad": self.report.refused, "all": self.report.read}
            )

    def _headings(self, row) -> dict[str, str]:
        found = {
            name: next((heading for heading in (name, *others) if heading in row), "")
            for name, others in self.columns.items()
        }
        if missing := [name for name in self.required if not found[name]]:
            raise Invalid(
                _("These columns are missing: %(missing)s. The first row must hold the column names: %(all)s.")
                % {"missing": ", ".join(missing), "all": ", ".join(self.columns)}
            )
        return found

    def keep(self, values: list) -> None:
        self.file.write(json.dumps(values) + "\n")

    def kept(self) -> Iterator[list]:
        self.file.seek(0)
        return map(json.loads, self.file)

    def check(self, row: dict[str, str]) -> list | None:
        """The row as plain values, None for one that isn't for this organisation; raises BadCell."""
        raise NotImplementedError

    def settle(self) -> None:
        """Read what stands already, to see whether this file changes anything."""
        raise NotImplementedError

    def publish(self) -> None:
        raise NotImplementedError

    def afterwards(self) -> None:
        """Suggestions and figures, once what was loaded is safe."""
        raise NotImplementedError


class PublishedSums(Loading):
    """The published file: month, org_code, org_name, staff_group, fte. Its months replace those there are."""

    columns = {
        "month": ("period", "date"),
        "org_code": ("organisation_code", "ods_code"),
        "org_name": ("organisation_name", "organisation"),
        "staff_group": (),
        "fte": ("wte",),
    }
    required = ("month", "org_code", "staff_group", "fte")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.create = self.create and self.by.is_system  # nobody else reaches across organisations
        self.units = {unit.code: unit for unit in Unit.objects.filter(kind=Unit.Kind.ORGANISATION)}
        self.names: dict[str, str] = {}
        self.seen: set[tuple[str, str, str]] = set()
        self.months: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)

    def check(self, row):
        code = row["org_code"].upper()
        if not CODE.fullmatch(code):
            raise BadCell(
                "org_code", _("unknown code form"), _("Give the organisation's ODS code: 3 to 10 letters and numbers.")
            )
        if not self.create:
            if self.organisation and code != self.organisation.code:
                return None
            if code not in self.units:
                raise BadCell(
                    "org_code", _("unknown organisation"),
                    _("No organisation has this code. Open it first, or load with --create-organisations."),
                )  # fmt: skip
        group = _text(row, "staff_group", 160, required=True)
        month, fte = a_month("month", row["month"]), a_number("fte", row["fte"], most=Decimal(10**9))
        key = (code, month.isoformat(), clean_text(group))
        if key in self.seen:
            raise BadCell(
                "staff_group", _("repeated"), _("This organisation, month and staff group came before. Keep one.")
            )
        self.seen.add(key)
        self.names.setdefault(code, _text(row, "org_name", 160) or code)
        return [code, month.isoformat(), group, str(fte)]

    def keep(self, values):
        code, month, group, fte = values
        self.months[code, month][group] = fte

    def settle(self):
        ids = {unit.pk: code for code, unit in self.units.items()}
        standing: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
        rows = StaffFte.objects.filter(organisation__in={self.units[c].pk for c, _m in self.months if c in self.units})
        for pk, month, group, fte in rows.values_list("organisation_id", "month", "staff_group", "fte"):
            standing[ids[pk], month.isoformat()][group] = fte
        self.changed = {
            key: groups
            for key, groups in self.months.items()
            if standing.get(key) != {group: Decimal(fte) for group, fte in groups.items()}
        }
        self.changes = bool(self.changed)
        short = sorted({code for code, _month in self.months} - set(self.units))
        self.facts = {
            "organisations": len({code for code, _month in self.months}),
            "organisations_opened": len(short),
            "months": sorted({month[:7] for _code, month in self.months}),
            "months_changed": len(self.changed),
        }
        if self.report.refused:
            self.warnings.append(
                _("Rows were refused: the shares of those months may be wrong until the rows are mended.")
            )

    def publish(self):
        for code in sorted({code for code, _month in self.changed} - set(self.units)):
            self.units[code] = open_unit(by=self.by, kind=Unit.Kind.ORGANISATION, name=self.names[code], code=code)
            self.opened += 1
        for code, month in self.changed:
            StaffFte.objects.filter(organisation=self.units[code], month=month).delete()
        StaffFte.objects.bulk_create(
            (
                StaffFte(
                    submission=self.submission,
                    organisation=self.units[code],
                    unit=self.units[code],
                    month=date.fromisoformat(month),
                    staff_group=group,
                    fte=Decimal(fte),
                )
                for (code, month), groups in self.changed.items()
                for group, fte in groups.items()
            ),
            batch_size=CHUNK,
        )

    def afterwards(self):
        for code in sorted({code for code, _month in self.months}):
            actions.freeze(self.units[code])


class StaffList(Loading):
    """One row for each person and post. A list made later for the same month replaces it."""

    columns = {
        "staff_id": ("staff_number", "employee_number", "staff_local_id", "esr_number"),
        "name": ("full_name", "staff_name"),
        "team_code": ("team", "unit_code"),
        "role": ("job_role", "job_title", "position_title"),
        "staff_group": (),
        "occupation_code": ("occ_code",),
        "post": ("position_number", "post_number"),
        "wte": ("fte", "contracted_fte"),
        "start": ("starts_on", "start_date", "from"),
        "end": ("ends_on", "end_date", "to"),
    }
    required = ("staff_id", "team_code", "role", "staff_group", "wte", "start")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in Unit.objects.filter(organisation=self.organisation)}
        self.units |= {"": self.organisation, self.organisation.code: self.organisation}
        self.new_teams: set[str] = set()
        self.seen: set[bytes] = set()
        self.left = 0

    def check(self, row):
        team = row["team_code"].upper()
        if team not in self.units:
            if not self.create:
                raise BadCell(
                    "team_code", _("unknown team"),
                    _("No team here has this code. Open it first, or load with --create-organisations."),
                )  # fmt: skip
            if not TEAM_CODE.fullmatch(team):
                raise BadCell("team_code", _("unknown code form"), _("Use up to 20 letters, numbers, dots and dashes."))
        values = [
            team,
            _text(row, "staff_id", 80, required=True),
            _text(row, "name", 160),
            _text(row, "role", 160),
            _text(row, "staff_group", 160),
            _text(row, "occupation_code", 20),
            _text(row, "post", 40),
            str(a_number("wte", row["wte"], most=Decimal(2))),
        ]
        if not (values[3] or values[4]):
            raise BadCell("role", _("missing"), _("Give the job role, the staff group, or both."))
        starts, ends = a_day("start", row["start"]), a_day("end", row["end"], required=False)
        if ends and ends < starts:
            raise BadCell("end", _("ends before it starts"), _("The end is before the start. Mend one of them."))
        key = hashlib.sha256("\0".join([values[1], team, values[3], values[6], starts.isoformat()]).encode()).digest()[
            :16
        ]
        if key in self.seen:
            raise BadCell("staff_id", _("repeated"), _("This person, team, role and start came before. Keep one."))
        self.seen.add(key)
        self.left += bool(ends and ends <= self.submission.as_at)
        if team not in self.units:
            self.new_teams.add(team)
        return [*values, starts.isoformat(), ends and ends.isoformat()]

    def settle(self):
        self.lists = rollups.lists_of(self.organisation.pk)
        latest = (
            StaffSubmission.objects.filter(pk=self.lists[-1][1]).values_list("fingerprint", flat=True).first()
            if self.lists
            else None
        )
        month = rollups.closes(self.submission.as_at)
        self.replaced = [pk for day, pk in self.lists if rollups.closes(day) == month]
        same_month = not self.told_day or (self.lists and rollups.closes(self.lists[-1][0]) == month)
        self.changes = bool(self.report.accepted) and not (latest == self.fingerprint and same_month)
        self.facts = {
            "teams_opened": len(self.new_teams),
            "as_at": self.submission.as_at.isoformat(),
            "people_who_left": self.left,
        }
        if not self.left:
            self.warnings.append(
                _("Nobody in this list has left. Months before it show only those still here, so they may be too low.")
            )

    def publish(self):
        for code in sorted(self.new_teams):
            self.units[code] = open_unit(
                by=self.by, parent=self.organisation, kind=Unit.Kind.TEAM, name=code, code=code
            )
            self.opened_teams += 1
        StaffLine.objects.filter(submission__in=self.replaced).delete()
        batch = []
        for team, staff_id, name, role, group, occupation, post, wte, starts, ends in self.kept():
            batch.append(
                StaffLine(
                    submission=self.submission,
                    organisation=self.organisation,
                    unit=self.units[team],
                    staff_id=staff_id,
                    name=name,
                    role=role,
                    staff_group=group,
                    occupation_code=occupation,
                    post=post,
                    wte=Decimal(wte),
                    starts_on=date.fromisoformat(starts),
                    ends_on=ends and date.fromisoformat(ends),
                )
            )
            if len(batch) == CHUNK:
                StaffLine.objects.bulk_create(batch)
                batch.clear()
        StaffLine.objects.bulk_create(batch)

    def afterwards(self):
        actions.suggest_by_words(self.organisation)
        actions.freeze(self.organisation)
        actions.refigure(self.organisation, by=self.by)


STAGES: dict[str, type[Loading]] = {
    Profile.STAFF_FTE_CSV: PublishedSums,
    Profile.STAFF_LIST_CSV: StaffList,
}


# Cells ----------------------------------------------------------------------------------------------------------------
NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d*\.?\d+|\d+\.")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S")
MONTHS = ("%Y-%b", "%Y-%m", "%b-%Y", "%Y%m", *DAYS)


def _text(row: dict[str, str], column: str, most: int, *, required: bool = False) -> str:
    value = " ".join(row.get(column, "").split())
    if required and not value:
        raise BadCell(column, _("missing"), _("Fill it in."))
    if len(value) > most or "\0" in value:
        raise BadCell(column, _("too long"), _("Use at most %(most)d characters.") % {"most": most})
    return value


def _date(text: str, forms: tuple[str, ...]) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None


def a_day(column: str, text: str, *, required: bool = True) -> date | None:
    """A day such as 2026-10-31, 31/10/2026 or 20261031; raises BadCell."""
    if not text.strip():
        if required:
            raise BadCell(column, _("missing"), _("Fill in the day, such as 2026-10-31."))
        return None
    day = _date(text.strip(), DAYS)
    if day is None or not 1900 <= day.year <= 2200:
        raise BadCell(column, _("not a day"), _("Write the day as 2026-10-31 or 31/10/2026."))
    return day


def a_month(column: str, text: str) -> date:
    """The first day of a month such as 2017-SEP or 2017-09; raises BadCell, also for months to come."""
    month = _date(text.strip(), MONTHS)
    if month is None or not 1948 <= month.year <= 2200:
        raise BadCell(column, _("not a month"), _("Write the month as 2017-SEP or 2017-09."))
    if month > timezone.localdate():
        raise BadCell(column, _("still to come"), _("This month has not come yet."))
    return rollups.first_of(month)


def a_number(column: str, text: str, *, most: Decimal) -> Decimal:
    """A number of nought or more, with at most five decimal places; raises BadCell."""
    text = text.strip()
    if not text:
        raise BadCell(column, _("missing"), _("Fill in the number."))
    if text in ("*", "[c]", "c", ".", "-", "..", ":") or text[0] in "<>≤≥~":
        raise BadCell(
            column, _("hidden figure"), _("A hidden or rounded figure can't be added up. Ask for the figure itself.")
        )
    if text.startswith(("-", "−", "(")):
        raise BadCell(column, _("negative"), _("WTE can't be below nought."))
    if not NUMBER.fullmatch(text):
        raise BadCell(column, _("not a number"), _("Write a plain number, such as 0.6."))
    number = Decimal(text.replace(",", ""))
    if number > most:
        raise BadCell(column, _("too large"), _("This is more than it can be. Look for a slipped decimal point."))
    if -number.as_tuple().exponent > 5:
        number = number.quantize(Decimal("0.00001"))
    return number
