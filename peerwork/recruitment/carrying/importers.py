"""The applicant system's file comes in here: one row an applicant, checked row by row; a repeat changes nothing.

A named writer. Reports name the row, the column, the rule and what to do, and never a value.
"""

from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, Refused
from peerwork.kit.records import acting, creating
from peerwork.kit.staging import Report, normal, rows, stage
from peerwork.people.actions import system_user
from peerwork.people.models import Unit
from peerwork.recruitment.carrying import mapping
from peerwork.recruitment.carrying.models import ApplicantFile, ApplicantMapping
from peerwork.recruitment.carrying.policy import files, mappings
from peerwork.recruitment.deciding.actions import moving, step
from peerwork.recruitment.models import Application, Contact, Vacancy
from peerwork.recruitment.policy import applications, contacts, vacancies
from peerwork.recruitment.starting.checks.actions import assure_check
from peerwork.recruitment.starting.checks.models import Check

SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d.%m.%Y")
WORDS = {
    "check": lazy("The file was checked. Nothing was loaded."),
    "publish": lazy("The file was loaded."),
    "pass_over": lazy("All of this is here already. Nothing was changed."),
}
# The verbs that lead from one status to the next: a file moves people by the same table as everybody else.
ONWARD = {
    "sent": "shortlist",
    "shortlisted": "invite_to_interview",
    "interview": "interviewed",
    "interviewed": "offer",
    "reserve": "offer",
    "offered": "appoint",
}
AT_ONCE = {"not_this_time": "not_this_time", "withdrawn": "withdraw", "declined": "decline"}
ORDER = ("sent", "shortlisted", "interview", "interviewed", "offered", "appointed")


class BadCell(Exception):
    """A cell that refuses its row: the column, the rule and what to do, never the value."""


class Undone(Exception):
    """Raised to take back everything a check did."""


def save_mapping(*, by, organisation: Unit, name: str, columns: dict, statuses: dict) -> ApplicantMapping:
    """Keep how a file is read, for the next time; under the same name it takes the place of what stood there."""
    columns, _all = mapping.checked(columns), mapping.words_for(statuses)
    found = mappings.visible(by).filter(organisation=organisation, name=name).first()
    given = {"columns": columns, "statuses": statuses}
    if found is None:
        with creating(mappings, "save", by=by, organisation=organisation, name=name, **given) as found:
            pass
    elif (found.columns, found.statuses) != (columns, statuses):
        with acting(mappings, "save", found, by=by, **given) as found:
            pass
    return found


def import_applicants(
    source,
    organisation: Unit,
    *,
    by,
    columns: dict,
    statuses: dict | None = None,
    dry_run: bool = False,
    name: str = "",
) -> ApplicantFile:
    """Load vacancies, applicants and where they stand: good rows together, refused rows listed, a repeat changes
    nothing. Returns the file: its `status`, `message` and `report` say what happened. Raises NotAllowed, Invalid."""
    if not files.may_start(by, "hand_in"):
        raise NotAllowed()
    columns, words = mapping.checked(columns), mapping.words_for(statuses or {})
    with stage(source, name) as staged:
        given = {"profile": "applicants", "file_name": staged.name, "sha256": staged.sha256, "dry_run": dry_run}
        with creating(
            files, "hand_in", by=by, organisation=organisation, columns=columns, statuses=statuses or {}, **given
        ) as file:
            file.handed_in_by = by
        report, changed = Report(), _Changed()
        try:
            try:
                with transaction.atomic():
                    _load(staged.path, organisation, columns, words, report, changed, by=by)
                    if dry_run or report.too_bad():
                        raise Undone
            except Undone:
                if report.too_bad():
                    raise Invalid(
                        _("Too many rows can’t be read. Look at them below, then hand it in again.")
                    ) from None
            verb = "check" if dry_run else "publish" if changed.any else "pass_over"
            file = _finish(file, verb, WORDS[verb], report, changed, by=by)
        except Refused as problem:
            file = _finish(file, "refuse", problem.message, report, _Changed(), by=by)
    return file


class _Changed:
    """What a file brought."""

    def __init__(self):
        self.vacancies = self.applications = self.moved = self.corrected = self.checks = 0
        self.checks_waiting = 0  # until an offer is accepted here: then the same file brings them

    @property
    def any(self) -> bool:
        return bool(self.vacancies or self.applications or self.moved or self.corrected or self.checks)

    def as_dict(self) -> dict:
        return {f"{name}_changed" if name == "corrected" else name: value for name, value in vars(self).items()}


def _finish(file, verb, message, report: Report, changed: _Changed, *, by) -> ApplicantFile:
    with acting(files, verb, file, by=by) as file:
        file.rows_read, file.rows_refused = report.read, report.refused
        file.rows_accepted = 0 if verb == "refuse" else report.accepted
        file.message, file.finished_at, file.progress = str(message), timezone.now(), 100
        file.report = report.as_dict() | {"rows_accepted": file.rows_accepted, "brought": changed.as_dict()}
    return file


def _load(path, organisation, columns, words, report: Report, changed: _Changed, *, by) -> None:
    here = _Here(organisation)
    for row in rows(path, needs=[columns[name] for name in mapping.NEEDED]):
        report.read += 1
        values = {name: row.get(heading, "") for name, heading in columns.items()}
        try:
            with transaction.atomic():
                brought = _Changed()
                _one(values, here, words, brought)
                _checks(values, here, brought, by)
            for name, many in vars(brought).items():
                setattr(changed, name, getattr(changed, name) + many)
        except BadCell as bad:
            here.forget(values)
            report.refuse(row.number, columns.get(bad.args[0], bad.args[0]), bad.args[1], bad.args[2])
        except (Invalid, Conflict) as problem:
            here.forget(values)
            column = next(iter(getattr(problem, "fields", {}) or {}), "status")
            rule, advice = _("can’t be carried in like this"), _("Look at this applicant in both systems.")
            report.refuse(row.number, columns.get(column, column), rule, advice)


class _Here:
    """What is here of the employer already, read once."""

    def __init__(self, organisation: Unit):
        self.organisation = organisation
        self.teams = {team.code: team for team in Unit.objects.filter(organisation=organisation, kind="team")}
        carried = Vacancy.objects.filter(employer=organisation).exclude(external_ref="")
        self.vacancies = {row.external_ref: row for row in carried}
        rows = Application.objects.filter(vacancy__in=carried).exclude(external_ref="").select_related("contact")
        self.applications = {(row.vacancy_id, row.external_ref): row for row in rows}
        self.numbers: dict[int, int] = {}

    def forget(self, values: dict) -> None:
        """After a row was taken back: what it had made is not here after all."""
        found = self.vacancies.get(values.get("vacancy", ""))
        if found is not None and not Vacancy.objects.filter(pk=found.pk).exists():
            del self.vacancies[values["vacancy"]]
        self.numbers.clear()

    def next_number(self, vacancy: Vacancy) -> int:
        if vacancy.pk not in self.numbers:
            last = Application.objects.filter(vacancy=vacancy).order_by("-number").values_list("number", flat=True)
            self.numbers[vacancy.pk] = last.first() or 0
        self.numbers[vacancy.pk] += 1
        return self.numbers[vacancy.pk]


def _one(values: dict, here: _Here, words: dict, changed: _Changed) -> None:
    by = system_user()
    for name in mapping.NEEDED:
        if not values[name]:
            raise BadCell(name, _("is empty"), _("Fill it in, then hand the file in again."))
    status = words.get(normal(values["status"]))
    if status is None:
        advice = _("Say what this word means in the mapping, then hand the file in again.")
        raise BadCell("status", _("is a status we don’t know"), advice)
    applied = _day(values["applied_on"])
    vacancy = _vacancy(values, here, changed, by)
    found = here.applications.get((vacancy.pk, values["applicant"]))
    if found is None:
        sent_at = timezone.make_aware(datetime.combine(applied, time(12)))
        with creating(applications, "carry_in", by=by, vacancy=vacancy, external_ref=values["applicant"]) as found:
            found.number, found.sent_at = here.next_number(vacancy), sent_at
        step(found)
        changed.applications += 1
    _contact(found, values, changed, by)
    before = found.status
    found = _move(found, status, by)
    here.applications[vacancy.pk, values["applicant"]] = found
    changed.moved += found.status != before


def _checks(values: dict, here: _Here, changed: _Changed, by) -> None:
    """What is complete in the other system is noted as held there, signed by whoever hands the file in."""
    named, others = mapping.checks_in(values.get("checks", ""))
    if others:
        advice = _("Name identity, right to work, registration or references. Others are noted by hand, one by one.")
        raise BadCell("checks", _("names a check that is not taken from a file"), advice)
    application = next((row for key, row in here.applications.items() if key[1] == values["applicant"]
                        and row.vacancy.external_ref == values["vacancy"]), None)  # fmt: skip
    if not named or application is None:
        return
    found = list(Check.objects.filter(starter__application=application, kind__in=named))
    if not found:
        changed.checks_waiting += len(named)
    for check in found:
        if check.status in ("todo", "requested", "received"):
            given = {"held": Check.Held.OTHER, "held_by": _("Applicant system"), "held_reference": values["applicant"]}
            assure_check(check, by=by, **given)
            changed.checks += 1


def _day(text: str) -> date:
    for shape in SHAPES:
        try:
            found = datetime.strptime(text[:11].strip(), shape).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if found <= timezone.localdate():
            return found
        raise BadCell("applied_on", _("is a day to come"), _("Correct it, then hand the file in again."))
    raise BadCell("applied_on", _("is no date"), _("Write it as 2026-11-25 or 25/11/2026."))


def _vacancy(values: dict, here: _Here, changed: _Changed, by) -> Vacancy:
    found = here.vacancies.get(values["vacancy"])
    if found is not None:
        return found
    team = here.teams.get(values["team"].upper())
    if team is None:
        raise BadCell("team", _("is no team code of this organisation"), _("Correct it, or add the team first."))
    given = {"title": values["title"][:160], "team": team, "employer": here.organisation, "host": here.organisation}
    with creating(vacancies, "carry_in", by=by, external_ref=values["vacancy"], **given) as found:
        found.closed_at = timezone.now()
    # Shortlisting is done in the other system, by its rules: names are no secret here.
    with acting(vacancies, "finish_shortlisting", found, by=by) as found:
        found.shortlisted_at = timezone.now()
    here.vacancies[values["vacancy"]] = found
    changed.vacancies += 1
    return found


def _contact(application: Application, values: dict, changed: _Changed, by) -> None:
    given = {name: values.get(name, "") for name in ("given_name", "family_name", "email", "phone")}
    if not any(given.values()):
        return
    given = {**given, "given_name": given["given_name"] or "–", "family_name": given["family_name"] or "–"}
    found = Contact.objects.filter(application=application).first()
    if found is None:
        with creating(contacts, "carry_in", by=by, application=application, **given):
            pass
    elif any(getattr(found, name) != value for name, value in given.items()):
        with acting(contacts, "carry_in", found, by=by, **given):
            changed.corrected += 1


def _move(application: Application, status: str, by) -> Application:
    """By the usual verbs, one after another, as far as the file says; nobody is moved back by a file."""
    if application.status == status or application.status in ("appointed", "started"):
        return application
    if status in AT_ONCE:
        if status == "declined":
            application = _move(application, "offered", by)
        return _by(AT_ONCE[status], application, by)
    if status == "reserve":
        return _by("place_on_reserve", _move(application, "interviewed", by), by)
    if application.status not in ONWARD:
        advice = _("Here it has ended. Correct it in the other system, or begin a new application.")
        raise BadCell("status", _("goes on with an application that has ended here"), advice)
    if application.status in ORDER and ORDER.index(application.status) > ORDER.index(status):
        raise BadCell("status", _("goes back to an earlier step"), _("Here they are further on. Correct it by hand."))
    while application.status != status:
        application = _by(ONWARD[application.status], application, by)
    return application


def _by(verb: str, application: Application, by) -> Application:
    with moving(verb, application, by=by) as application:
        pass
    return application
