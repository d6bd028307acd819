"""Files of past sessions come in here: dates, kinds and lengths, checked row by row; a repeat changes nothing.

A named writer. Reports name the row, the column, the rule and what to do, and never a value.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from peerwork.kit.errors import Invalid, NotAllowed, Refused
from peerwork.kit.records import acting, creating
from peerwork.kit.staging import Report, normal, rows, stage
from peerwork.people.actions import system_user
from peerwork.people.models import Identifier, Unit, User
from peerwork.placements.models import Stream, SupervisorLink
from peerwork.supervision import actions
from peerwork.supervision.models import Session, SessionFile
from peerwork.supervision.policy import files, sessions

COLUMNS = ("staff_id", "stream", "held_on", "minutes", "supervisor")
NEEDED = ("staff_id", "stream", "held_on")
SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d.%m.%Y")
WORDS = {
    "check": lazy("The file was checked. Nothing was loaded."),
    "publish": lazy("The file was loaded."),
    "pass_over": lazy("These sessions are here already. Nothing was changed."),
}


class BadCell(Exception):
    """A cell that refuses its row: the column, the rule and what to do, never the value."""


def import_sessions(
    source, organisation: Unit, *, by, columns: dict | None = None, dry_run: bool = False
) -> SessionFile:
    """Load past sessions: good rows together, refused rows listed, a repeat changes nothing.

    columns  our name -> the file's heading, for staff_id, stream, held_on, minutes, supervisor (an email address)
    Returns the file: its `status`, `message` and `report` say what happened. Raises NotAllowed, Invalid.
    """
    if not files.may_start(by, "hand_in"):
        raise NotAllowed()
    mapped = {name: normal((columns or {}).get(name, name)) for name in COLUMNS}
    with stage(source) as staged:
        with creating(
            files,
            "hand_in",
            by=by,
            organisation=organisation,
            profile="past_sessions",
            file_name=staged.name,
            sha256=staged.sha256,
            dry_run=dry_run,
            columns=mapped,
        ) as file:
            file.handed_in_by = by
        report = Report()
        try:
            new = _read(staged.path, mapped, organisation, report)
            verb = "check" if dry_run else "publish" if new else "pass_over"
            with transaction.atomic():
                for values in new if verb == "publish" else ():
                    with creating(
                        sessions, "carry_in", by=system_user(), **{k: v for k, v in values.items() if k != "held_by"}
                    ) as session:
                        session.held_by = values["held_by"]
                        session.counts = actions.long_enough(session, session.person)
                file = _finish(file, verb, WORDS[verb], report, by=by, new=len(new))
        except Refused as problem:
            file = _finish(file, "refuse", problem.message, report, by=by)
    return file


def _finish(file, verb, message, report: Report, *, by, new: int = 0) -> SessionFile:
    with acting(files, verb, file, by=by) as file:
        file.rows_read, file.rows_refused = report.read, report.refused
        file.rows_accepted = 0 if verb == "refuse" else report.accepted
        file.message, file.finished_at, file.progress = str(message), timezone.now(), 100
        file.report = report.as_dict() | {"rows_accepted": file.rows_accepted, "sessions_new": new}
    return file


def _read(path, mapped: dict, organisation: Unit, report: Report) -> list[dict]:
    """The sessions that are not here yet; refused rows go to the report. Raises Invalid for a bad file."""
    known = _Known(organisation)
    found: dict[tuple, dict] = {}
    for row in rows(path, needs=[mapped[name] for name in NEEDED]):
        report.read += 1
        try:
            values = known.session({name: row.get(heading, "") for name, heading in mapped.items()})
        except BadCell as bad:
            report.refuse(row.number, *bad.args)
            continue
        found.setdefault((values["person"].pk, values["stream"].pk, values["held_on"]), values)
    if report.read and report.too_bad():
        raise Invalid(
            _("%(bad)d of %(all)d rows can't be loaded, so nothing was. Mend the rows listed, then load it again.")
            % {"bad": report.refused, "all": report.read}
        )
    here = Session.objects.filter(stream__organisation=organisation).exclude(status__in=Session.NOT_HELD)
    standing = set(here.values_list("person", "stream", "held_on"))
    return [values for key, values in found.items() if key not in standing]


class _Known:
    """What rows are looked up in: staff numbers, kinds of supervision, supervisors."""

    def __init__(self, organisation: Unit):
        numbers = Identifier.objects.filter(organisation=organisation, ended_on__isnull=True).select_related("person")
        self.people = {number.value.casefold(): number.person for number in numbers.filter(system="staff_id")}
        kinds = Stream.objects.filter(organisation=organisation).exclude(kind=Stream.Kind.GROUP)
        self.streams = {
            word.casefold(): kind for kind in kinds for word in (kind.kind, kind.name, kind.get_kind_display())
        }
        self.users = {user.email: user for user in User.objects.filter(home_organisation=organisation)}
        links = SupervisorLink.objects.filter(stream__organisation=organisation).select_related("supervisor")
        self.links = list(links.order_by("-starts_on"))

    def session(self, said: dict) -> dict:
        person = self.people.get(said["staff_id"].casefold())
        if person is None:
            raise BadCell("staff_id", _("unknown staff number"), _("Nobody here has this staff number. Check it."))
        stream = self.streams.get(said["stream"].casefold())
        if stream is None:
            raise BadCell(
                "stream", _("unknown kind"), _("Use the name of a kind of supervision as it stands under Supervision.")
            )
        held_on = _date(said["held_on"])
        if held_on > timezone.localdate():
            raise BadCell("held_on", _("still to come"), _("Give sessions that have taken place."))
        minutes = said.get("minutes", "")
        if minutes and not (minutes.isdecimal() and 5 <= int(minutes) <= 600):
            raise BadCell(
                "minutes", _("not a length"), _("Give the length in minutes, from 5 to 600, or leave it empty.")
            )
        values = {"person": person, "stream": stream, "held_on": held_on, "minutes": int(minutes) if minutes else None}
        return values | {"held_by": self._supervisor(said.get("supervisor", ""), person, stream, held_on)}

    def _supervisor(self, email: str, person, stream, day: date) -> User:
        if email:
            user = self.users.get(email.lower())
            if user is None:
                raise BadCell(
                    "supervisor", _("unknown address"), _("Give the address of somebody with an account here.")
                )
            return user
        mine = [link for link in self.links if (link.person_id, link.stream_id) == (person.pk, stream.pk)]
        link = next((x for x in mine if x.starts_on <= day and (x.ends_on is None or day <= x.ends_on)), None)
        link = link or (mine[-1] if mine else None)
        if link is None:
            raise BadCell(
                "supervisor", _("nobody known"), _("Give the supervisor’s email address, or name them first.")
            )
        return link.supervisor


def _date(text: str) -> date:
    for shape in SHAPES:
        try:
            return datetime.strptime(text[:11].strip(), shape).date()  # noqa: DTZ007  a day, not a moment
        except ValueError:
            continue
    raise BadCell("held_on", _("not a date"), _("Write dates as 2026-11-25 or 25/11/2026."))
