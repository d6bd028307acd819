"""Extracts of care activity come in here: read and checked on disk, loaded unseen in small steps, then shown at once.

A named writer. Rows go in under a submission that nothing points to; one short transaction makes its months the current
ones and writes their sums; what they replaced is cleared afterwards. A run that is broken off leaves rows nobody sees,
which the next run clears. Reports never hold a value: it may be about a person.
"""

import hashlib
import os
import shutil
import socket
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit.errors import Conflict, Invalid, Refused
from peerwork.kit.records import acting, creating, keep
from peerwork.kit.staging import Report, Staged, stage
from peerwork.mix import actions, care_sums
from peerwork.mix.activity_models import (
    ActivitySubmission,
    Care,
    CareCode,
    CarePeriod,
    CareRun,
    CareStaff,
    CareTeam,
)
from peerwork.mix.policy import activity_files
from peerwork.mix.profiles.base import Reading
from peerwork.mix.profiles.delivery_log import DeliveryLog
from peerwork.mix.profiles.mhsds import Version5, Version6
from peerwork.mix.profiles.pmhc import Pmhc
from peerwork.mix.profiles.reading import Extract
from peerwork.mix.profiles.simple import Simple
from peerwork.mix.profiles.spool import FIELDS, Spool
from peerwork.people.models import Unit

Profile, Status = ActivitySubmission.Profile, ActivitySubmission.Status
READERS: dict[str, type[Reading]] = {
    Profile.MHSDS_V6: Version6,
    Profile.MHSDS_V5: Version5,
    Profile.ACTIVITY: Simple,
    Profile.PMHC: Pmhc,
    Profile.DELIVERY_LOG: DeliveryLog,
}
LEASE = timedelta(minutes=5)
BEAT = 2.0  # seconds between signs of life
# On SQLite others wait while a step is written, so steps are short and leave gaps; PostgreSQL takes longer ones.
STEP = {"sqlite": 4_000, "postgresql": 100_000}
GAP = 0.25  # of the time a step took
HALF = 0.5
NOTHING = (0, "")

WORDS = {
    "check": later("The file was checked. Nothing was loaded."),
    "publish": later("The file was loaded."),
    "pass_over": later("These rows are loaded already. Nothing was changed."),
}
BROKEN_OFF = later("The run was broken off. Nothing of it was loaded: hand the file in again.")
DISK_FULL = later("There is no room left on the disk, so nothing was loaded. Make room, then try again.")
LOST = later("The connection to the database was lost, so nothing was loaded. Try again.")


# Handing in -----------------------------------------------------------------------------------------------------------
def import_activity(source, profile: str, organisation: Unit, *, by, dry_run: bool = False) -> ActivitySubmission:
    """Load an extract now: its months replace those there are, refused rows are listed, a repeat changes nothing.

    source   a folder, a ZIP or a CSV file, as a path (it is read where it is), or an upload
    Returns the submission: its `status`, `message` and `report` say what happened. Raises NotAllowed, Invalid, and
    Conflict while another extract of the organisation is being loaded.
    """
    path = Path(source) if isinstance(source, str | os.PathLike) else None
    if path is not None:
        submission = _handed_in(profile, organisation, path.name, sealed(path), dry_run, by=by)
        return run(submission, path, by=by)
    submission = hand_in(source, profile, organisation, by=by, dry_run=dry_run)
    try:
        return run_staged(submission, by=by)
    except Conflict as problem:
        (settings.STAGING_ROOT / submission.run.staged_as).unlink(missing_ok=True)
        _finish(submission, "refuse", problem.message, Report(), by=by)
        raise


def sealed(path: Path) -> str:
    """The seal of a file, or of a folder's files in the order of their names."""
    seal = hashlib.sha256()
    for each in sorted(path.iterdir()) if path.is_dir() else [path]:
        if each.is_file():
            with each.open("rb") as file:
                while chunk := file.read(2**20):
                    seal.update(chunk)
    return seal.hexdigest()


def hand_in(upload, profile: str, organisation: Unit, *, by, dry_run: bool = False) -> ActivitySubmission:
    """Keep an upload until it is read by a job; raises NotAllowed, Invalid."""
    staged = stage(upload)
    try:
        return _handed_in(profile, organisation, staged.name, staged.sha256, dry_run, by=by, staged=staged)
    except BaseException:
        staged.remove()
        raise


def _handed_in(profile, organisation, name, sha256, dry_run, *, by, staged: Staged | None = None):
    if profile not in READERS:
        raise Invalid(_("Choose one of these kinds of file: %(all)s.") % {"all": ", ".join(READERS)})
    with creating(
        activity_files, "hand_in", by=by, organisation=organisation, profile=profile, file_name=name[:200],
        sha256=sha256, dry_run=dry_run,
    ) as submission:  # fmt: skip
        pass
    CareRun.objects.create(submission=submission, staged_as=staged.path.name if staged else "")
    return submission


def run_staged(submission: ActivitySubmission, *, by) -> ActivitySubmission:
    """Load an upload that was kept; the kept file is then removed, whatever came of it.

    Raises Conflict, and keeps the file, while another extract of the organisation is being loaded.
    """
    staged_as = submission.run.staged_as
    path = settings.STAGING_ROOT / staged_as
    if not staged_as or not path.is_file():
        return _finish(submission, "refuse", BROKEN_OFF, Report(), by=by)
    try:
        done = run(submission, path, by=by)
    except Conflict:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)
    return done


def run_of(submission: ActivitySubmission) -> CareRun | None:
    """How far a file is, while it is being read."""
    if submission.status != Status.STAGED:
        return None
    return CareRun.objects.filter(submission=submission.pk).first()


# One run --------------------------------------------------------------------------------------------------------------
def run(submission: ActivitySubmission, path: Path, *, by) -> ActivitySubmission:
    """Read, check, load and publish one extract; whatever goes wrong, nothing of it is seen and the report says why."""
    report = Report()
    with _lease(submission):
        try:
            clear(submission.organisation_id, mine=submission.pk)
            settings.STAGING_ROOT.mkdir(parents=True, exist_ok=True, mode=0o700)
            sweep()
            prefix = f"care-{os.getpid()}-{_born(os.getpid())}-"
            with tempfile.TemporaryDirectory(dir=settings.STAGING_ROOT, prefix=prefix) as place:
                loading = Loading(submission, path, Path(place), report, by=by)
                submission = loading.load()
        except Refused as problem:
            return _broken(submission, problem.message, report, by=by)
        except (OSError, DatabaseError, InterfaceError) as problem:
            words = _what_happened(problem)
            if words is None:
                _broken(submission, _("Something went wrong, and nothing was loaded."), report, by=by)
                raise
            return _broken(submission, words, report, by=by)
        except Exception:
            _broken(submission, _("Something went wrong, and nothing was loaded."), report, by=by)
            raise
        if submission.status == Status.PUBLISHED:
            clear(submission.organisation_id)
    if submission.status in (Status.PUBLISHED, Status.UNCHANGED):  # a repeat mends what was killed before its figures
        if submission.profile == Profile.PMHC:
            actions.suggest_peer_code(submission.organisation)
        actions.freeze_care(submission.organisation)
    return submission


def _what_happened(problem: Exception):
    """Words for what the machine did to us; None for a fault of our own."""
    said = str(problem).lower()
    if getattr(problem, "errno", None) in (27, 28) or "disk is full" in said or "disk full" in said:
        return DISK_FULL  # EFBIG, ENOSPC, SQLITE_FULL
    if "no space left" in said or "disk i/o error" in said:
        return DISK_FULL
    return LOST if isinstance(problem, OperationalError | InterfaceError) else None


def _broken(submission, words, report: Report, *, by) -> ActivitySubmission:
    """Say what happened where that can still be written; else the next run finds the submission and says it."""
    try:
        _fresh_connection()
        clear(submission.organisation_id, mine=submission.pk)
        return _finish(submission, "refuse", words, report, by=by)
    except (DatabaseError, InterfaceError, OSError):
        submission.status, submission.message = Status.REFUSED, str(words)
        return submission


def _fresh_connection() -> None:
    if not connection.in_atomic_block and connection.connection is not None and not connection.is_usable():
        connection.close()


def _finish(submission, verb: str, words, report: Report, *, by, loading=None) -> ActivitySubmission:
    with acting(activity_files, verb, submission, by=by) as submission:
        submission.rows_read, submission.rows_refused = report.read, report.refused
        submission.rows_accepted = 0 if verb == "refuse" else report.accepted
        submission.message, submission.finished_at, submission.progress = str(words), timezone.now(), 100
        submission.report = report.as_dict() | {"rows_accepted": submission.rows_accepted}
        if loading:
            submission.report |= loading.facts | {"warnings": [str(words) for words in loading.warnings]}
    return submission


# The lease ------------------------------------------------------------------------------------------------------------
def _me() -> str:
    return f"{socket.gethostname()[:80]} {os.getpid()} {_born(os.getpid())}"


def _born(pid: int) -> str:
    """When a process of this machine began; "" where it is gone or nobody can say."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def _alive(held: CareRun) -> bool:
    """Whether the run that holds this lease still goes on; a dead process of this machine is known at once."""
    if held.lease_until is None or held.lease_until <= timezone.now():
        return False
    host, pid, born = ([*held.lease_by.split(" "), "", "", ""])[:3]
    if host != socket.gethostname()[:80] or not os.path.isdir("/proc/self"):
        return True
    return _born(int(pid)) == born != ""


@contextmanager
def _lease(submission: ActivitySubmission) -> Iterator[None]:
    """One extract of an organisation at a time; raises Conflict."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=submission.organisation_id)
        for other in _runs(submission.organisation_id):
            if _alive(other) and other.lease_by != _me():
                raise Conflict(_("Another file of this organisation is being loaded. Try again when it is done."))
        _hold(submission, progress=1)
    try:
        yield
    finally:
        try:
            CareRun.objects.filter(submission=submission.pk).update(lease_until=None)
        except (DatabaseError, InterfaceError):
            _fresh_connection()  # the lease runs out by itself


def _runs(organisation_id: int):
    """The runs of an organisation that have begun and not ended."""
    begun = CareRun.objects.filter(submission__organisation=organisation_id, submission__status=Status.STAGED)
    return begun.exclude(lease_by="").select_related("submission")


def _hold(submission, **changes) -> None:
    CareRun.objects.filter(submission=submission.pk).update(
        lease_by=_me(), lease_until=timezone.now() + LEASE, **changes
    )


def clear(organisation_id: int, *, mine: int | None = None) -> None:
    """Clear rows nobody sees: those of runs that broke off, and those that newer files replaced; in short steps."""
    dead = [run for run in _runs(organisation_id) if run.submission_id != mine and not _alive(run)]
    living = {run.submission_id for run in _runs(organisation_id)} - {run.submission_id for run in dead} - {mine}
    for period in CarePeriod.objects.filter(organisation=organisation_id, current=False):
        if period.submission_id in living:
            continue
        rows = Care.objects.filter(submission=period.submission_id, month=period.month)
        while numbers := list(rows.values_list("pk", flat=True)[: STEP[connection.vendor] // 2]):
            began = time.monotonic()
            Care.objects.filter(pk__in=numbers).delete()
            _breathe(began)
        period.delete()
    for run in dead:
        if run.staged_as:
            (settings.STAGING_ROOT / run.staged_as).unlink(missing_ok=True)
        _finish(run.submission, "refuse", BROKEN_OFF, Report(), by=actions.system_user())


def sweep() -> None:
    """Remove what runs that were killed left in the staging folder: it may hold data about people."""
    for left in settings.STAGING_ROOT.glob("care-*-*-*"):
        _care, pid, born, _rest = left.name.split("-", 3)
        if left.is_dir() and pid.isdecimal() and (_born(int(pid)) or "gone") != born:
            shutil.rmtree(left, ignore_errors=True)


def _breathe(began: float) -> None:
    if connection.vendor == "sqlite":
        time.sleep(min(GAP * (time.monotonic() - began), 0.2))


class Loading:
    """One extract: from files to the spool, from the spool to the database, and then into view."""

    def __init__(self, submission: ActivitySubmission, path: Path, place: Path, report: Report, *, by):
        self.submission, self.organisation, self.report, self.by = submission, submission.organisation, report, by
        self.spool = Spool(place / "spool")
        (place / "spool").mkdir()
        (place / "files").mkdir()
        self.heard = time.monotonic()
        reader = READERS[submission.profile]
        known = lambda model: model.objects.filter(organisation=self.organisation, source=reader.source)
        self.reading = reader(
            Extract(path, place / "files", submission.file_name), self.organisation, self.spool, report,
            staff=known(CareStaff).values_list("local_id", "key"), teams=known(CareTeam).values_list("local_id", "key"),
            beat=lambda rows: self.beat(rows=rows, progress=min(40, 1 + rows // 25_000)),
        )  # fmt: skip
        self.source = reader.source
        self.ready: dict[str, tuple[int, str]] = {}
        self.warnings = self.reading.warnings
        self.facts: dict = {}

    def beat(self, **changes) -> None:
        """A sign of life and how far it is, now and then."""
        if time.monotonic() - self.heard > BEAT:
            self.heard = time.monotonic()
            _hold(self.submission, **changes)

    def load(self) -> ActivitySubmission:
        self.reading.read()
        if not self.report.read and not self.reading.period:
            raise Invalid(
                _("No row of this file is for this organisation, so nothing was loaded.")
                if self.reading.others
                else _("This file has headings but no rows, so nothing was loaded.")
            )
        for number, month in enumerate(self.spool.months(), 1):
            before = f"{self.submission.pk}\t{month}\t"
            rows, seal = self.spool.finish(month, before, self._repeated)
            if rows:
                self.ready[month] = (rows, seal)
            self.beat(progress=40 + 15 * number // len(self.spool.months()))
        if self.report.too_bad():
            raise Invalid(
                _("%(bad)d of %(all)d rows can't be loaded, so nothing was. Mend the rows listed, then load it again.")
                % {"bad": self.report.refused, "all": self.report.read}
            )
        standing = {
            f"{month:%Y-%m}-01": (rows, fingerprint)
            for month, rows, fingerprint in CarePeriod.objects.filter(
                organisation=self.organisation, source=self.source, current=True
            ).values_list("month", "rows", "fingerprint")
        }
        months = set(self.ready) | self.reading.period
        changed = sorted(month for month in months if self.brought(month) != standing.get(month, NOTHING))
        self._say(months, changed, standing)
        codes = self._codes()
        if self.submission.dry_run:
            return self._done("check")
        if not changed and not codes:
            return self._done("pass_over")
        self._staff_and_teams()
        self._load(changed)
        return self._publish([date.fromisoformat(month) for month in changed], codes)

    def brought(self, month: str) -> tuple[int, str]:
        """Rows and fingerprint of a month as this extract has it."""
        return self.ready.get(month, NOTHING)

    def _done(self, verb: str) -> ActivitySubmission:
        return _finish(self.submission, verb, WORDS[verb], self.report, by=self.by, loading=self)

    def _repeated(self, row: int) -> None:
        self.report.refuse(
            row, "", _("repeated"), _("This contact and staff member came before. Keep one row for each.")
        )

    def _say(self, months: set[str], changed: list[str], standing: dict) -> None:
        """What the report tells about the file as a whole; counts and months only."""
        for month in changed:
            before, now = standing.get(month, NOTHING)[0], self.brought(month)[0]
            if now < HALF * before:
                self.warnings.append(
                    _("%(month)s goes from %(before)d rows to %(now)d. Was the whole month handed in?")
                    % {"month": month[:7], "before": before, "now": now}
                )
        reading = self.reading
        if reading.identifiers:
            self.warnings.append(
                _("%(number)d columns hold identifiers or special-category data. They were dropped unread.")
                % {"number": reading.identifiers}
            )
        if self.report.refused:
            self.warnings.append(_("Refused rows are missing from the months they belong to until they are mended."))
        self.facts = {
            "months": sorted(month[:7] for month in months),
            "months_changed": len(changed),
            "rows_of_others": reading.others,
            "columns_dropped": reading.dropped,
            "identifier_columns_dropped": reading.identifiers,
            "staff": len(reading.staff),
            "teams": len(reading.teams),
            **reading.facts,
        }

    # Who and where ------------------------------------------------------------------------------------------------
    def _codes(self) -> list[tuple]:
        """The staff codes that are new or have changed: local id, month and codes."""
        known: dict[str, list[tuple]] = defaultdict(list)
        for local_id, month, *code in CareCode.objects.filter(
            staff__organisation=self.organisation, staff__source=self.source
        ).order_by("month").values_list(
            "staff__local_id", "month", "staff_group", "job_role", "occupation_code", "registered"
        ):  # fmt: skip
            known[local_id].append((f"{month:%Y-%m}-01", tuple(code)))
        new = []
        for local_id, staff in self.reading.staff.items():
            had = known.get(local_id, [])
            for month, code in sorted(staff.by_month.items()):
                held = next((c for m, c in reversed(had) if m <= month), None)
                if held != code:
                    had = sorted([each for each in had if each[0] != month] + [(month, code)])
                    new.append((local_id, month, code))
        return new

    def _staff_and_teams(self) -> None:
        """Numbers not known before; they are wanted before their rows are counted, and harmless if none follow."""
        ours = {"organisation": self.organisation, "source": self.source}
        known = set(CareStaff.objects.filter(**ours).values_list("local_id", flat=True))
        fresh = sorted(set(self.reading.staff) - known)
        CareStaff.objects.bulk_create(
            [CareStaff(**ours, local_id=each, key=self.reading.staff_keys[each]) for each in fresh], batch_size=500
        )
        teams = {team.local_id: team for team in CareTeam.objects.filter(**ours)}
        for local_id, kind in sorted(self.reading.teams.items()):
            if local_id not in teams:
                team = CareTeam(**ours, local_id=local_id, key=self.reading.team_keys[local_id], team_type=kind[:3])
                keep(team, "note", by=self.by)
            elif kind and teams[local_id].team_type != kind[:3]:
                teams[local_id].team_type = kind[:3]
                keep(teams[local_id], "note", by=self.by)

    # Rows ---------------------------------------------------------------------------------------------------------
    def _load(self, months: list[str]) -> None:
        """The rows of the changed months, where nothing points to them yet."""
        CarePeriod.objects.bulk_create(
            CarePeriod(
                organisation=self.organisation, source=self.source, month=month, submission=self.submission,
                rows=self.brought(month)[0], fingerprint=self.brought(month)[1],
            )
            for month in months
        )  # fmt: skip
        total, done = sum(self.ready[month][0] for month in months if month in self.ready) or 1, 0
        for month in months:
            if month not in self.ready:
                continue
            with self.spool.ready(month).open(encoding="ascii") as file:
                while lines := list(islice(file, STEP[connection.vendor])):
                    began = time.monotonic()
                    write_lines(lines)
                    done += len(lines)
                    self.beat(progress=55 + 35 * done // total)
                    _breathe(began)

    # Into view ----------------------------------------------------------------------------------------------------
    def _publish(self, months: list[date], codes: list[tuple]) -> ActivitySubmission:
        """One short transaction: the new months become the current ones, with their sums."""
        _hold(self.submission, progress=92)
        actions.counting_rules()
        with transaction.atomic():
            _write_codes(self.organisation.pk, self.source, codes)
        mine = {
            (self.source, period.month): self.submission.pk
            for period in CarePeriod.objects.filter(submission=self.submission, current=False)
        }

        def flip() -> ActivitySubmission:
            CarePeriod.objects.filter(
                organisation=self.organisation, source=self.source, month__in=[month for _s, month in mine],
                current=True,
            ).update(current=False)  # fmt: skip
            CarePeriod.objects.filter(submission=self.submission).update(current=True)
            return self._done("publish")

        return care_sums.write(self.organisation.pk, months, mine, flip)


def _write_codes(organisation_id: int, source: str, codes: list[tuple]) -> None:
    staff = dict(CareStaff.objects.filter(organisation=organisation_id, source=source).values_list("local_id", "pk"))
    rows = [
        CareCode(
            staff_id=staff[local_id], month=month, staff_group=code[0], job_role=code[1], occupation_code=code[2],
            registered=code[3],
        )
        for local_id, month, code in codes
    ]  # fmt: skip
    for row in rows:
        CareCode.objects.filter(staff=row.staff_id, month=row.month).delete()
    CareCode.objects.bulk_create(rows, batch_size=500)


COLUMNS = ", ".join(FIELDS)
_errors = lambda: connection.wrap_database_errors  # Django wraps the errors of `execute`, not those of COPY


def write_lines(lines: list[str]) -> None:
    """Lines of the spool as rows, in one transaction; by COPY where there is one."""
    if connection.vendor == "postgresql":
        sql = f"COPY mix_care ({COLUMNS}) FROM STDIN"
        with transaction.atomic(), connection.cursor() as cursor, _errors(), cursor.copy(sql) as copy:
            for at in range(0, len(lines), 2000):
                copy.write("".join(lines[at : at + 2000]))
        return
    marks = ", ".join(["%s"] * len(FIELDS))
    rows = [line[:-1].split("\t") for line in lines]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO mix_care ({COLUMNS}) VALUES ({marks})", rows)  # noqa: S608  our own words
