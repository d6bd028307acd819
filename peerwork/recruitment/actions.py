"""Every write about vacancies: the specification, the gate before publishing, opening, closing, and stage times."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import CASCADE, F, Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import links, retention
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Unit, User
from peerwork.recruitment import careful, equality, gate, mail
from peerwork.recruitment.models import (
    Application,
    Criterion,
    EqualityFigure,
    Involvement,
    Override,
    Shortlister,
    StageTemplate,
    Vacancy,
    VacancyComment,
)
from peerwork.recruitment.policy import (
    comments,
    criteria,
    involvements,
    overrides,
    shortlisters,
    templates,
    vacancies,
)
from peerwork.recruitment.words import Stage

CLOSES_TIME = time(23, 59)
COPIED = (
    *("title", "team", "employer", "host", "post", "family", "scope", "band", "pay", "wte", "hours", "contract"),
    *("places", "advert", "help_words", "panel_plan", "panel_service_users", "panel_staff", "template"),
)
# What ships: starting values for an organisation to look at, change and confirm (published steps of one trust).
DEFAULT_DAYS = {
    Stage.APPLIED: [7, 21],
    Stage.INTERVIEW: [14, 28],
    Stage.DECISION: [3, 7],
    Stage.CHECKS: [28, 90],
}


# Stage times --------------------------------------------------------------------------------------------------------
def propose_template(organisation: Unit, *, by) -> StageTemplate | None:
    """Put usual stage times before an organisation that has none; to be confirmed."""
    if StageTemplate.objects.filter(organisation=organisation).exists():
        return None
    values = {"name": _("Usual times"), "days": {str(k): v for k, v in DEFAULT_DAYS.items()}}
    source = _("Published steps of one NHS trust; to be confirmed")
    with creating(templates, "propose", by=by, organisation=organisation, source=source, **values) as template:
        pass
    return template


def set_template(*, by, organisation: Unit, name: str, days: dict, source: str = "") -> StageTemplate:
    """Say how many days each stage should take; times of the same name that stood before are closed."""
    with transaction.atomic():
        before = templates.visible(by).filter(organisation=organisation, name=name, closed_on__isnull=True).first()
        if before is not None:
            close_template(before, by=by)
        with creating(
            templates, "set", by=by, organisation=organisation, name=name, days=days, source=source
        ) as template:
            pass
    return template


def confirm_template(template: StageTemplate, *, by, version: int | None = None) -> StageTemplate:
    """Confirm stage times for the organisation."""
    with acting(templates, "confirm", template, by=by, version=version) as template:
        template.confirmed_by, template.confirmed_on = by, timezone.localdate()
    return template


def close_template(template: StageTemplate, *, by, version: int | None = None) -> StageTemplate:
    """Use these stage times no longer for new vacancies."""
    with acting(templates, "close", template, by=by, version=version) as template:
        if template.closed_on:
            raise Conflict()
        template.closed_on = timezone.localdate()
    return template


# Vacancies ----------------------------------------------------------------------------------------------------------
def closing(on: date | None, at: time | None) -> datetime | None:
    """The instant a vacancy closes: on that day, at that local time, to the end of its minute.

    On the two days a year when clocks change a time can come twice or not at all: the later instant holds.
    """
    if on is None:
        return None
    local = datetime.combine(on, at or CLOSES_TIME)
    zone = timezone.get_current_timezone()
    both = [local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(both) + timedelta(minutes=1)


def draft_vacancy(*, by, team: Unit, employer: Unit | None = None, host: Unit | None = None, **values) -> Vacancy:
    """Begin a vacancy for a team; employer and host are the team's organisation unless told."""
    root = team.organisation or team
    values |= {"team": team, "employer": employer or root, "host": host or root}
    values["template"] = values.get("template") or _template_of(values["employer"])
    with creating(vacancies, "draft", by=by, **values) as vacancy:
        _fits(vacancy)
    return vacancy


def _template_of(organisation: Unit) -> StageTemplate | None:
    """The stage times of an organisation, or the usual ones put before it."""
    open_ones = StageTemplate.objects.filter(organisation=organisation, closed_on__isnull=True)
    return open_ones.order_by(F("confirmed_on").desc(nulls_last=True), "pk").first() or propose_template(
        organisation, by=system_user()
    )


def copy_vacancy(earlier: Vacancy, *, by) -> Vacancy:
    """Begin a vacancy from an earlier one, with its specification; dates and who took part are not copied."""
    with transaction.atomic():
        earlier = vacancies.lock(by, earlier)
        values = {name: getattr(earlier, name) for name in COPIED}
        with creating(vacancies, "copy", by=by, copied_from=earlier, **values) as vacancy:
            _fits(vacancy)
        for line in earlier.criteria.filter(dropped_on__isnull=True):
            fields = {name: getattr(line, name) for name in ("text", "kind", "essential", "assessed_by")}
            add_criterion(by=by, vacancy=vacancy, **fields)
    return vacancy


def edit_vacancy(vacancy: Vacancy, *, by, version: int | None = None, **changes) -> Vacancy:
    """Change a vacancy until it closes; once published, only the advert's words and dates that help applicants."""
    with acting(vacancies, "edit", vacancy, by=by, version=version, **changes) as vacancy:
        _fits(vacancy)
        if vacancy.status == "published":
            before = Vacancy.objects.get(pk=vacancy.pk)
            if fixed := [name for name in gate.FIXED if getattr(before, name) != getattr(vacancy, name)]:
                raise Invalid(fields={key: [_("This can’t change once people are applying.")] for key in fixed})
            if vacancy.closes_at is None or vacancy.closes_at < max(before.closes_at, timezone.now()):
                raise Invalid(fields={"closes_on": [_("The closing date can be moved later, not earlier.")]})
    return vacancy


def _fits(vacancy: Vacancy) -> None:
    """What belongs together: the closing instant, the post's team, both organisations."""
    vacancy.closes_at = closing(vacancy.closes_on, vacancy.closes_time)
    for name in ("employer", "host"):
        if getattr(vacancy, name).organisation_id is not None:
            raise Invalid(fields={name: [_("Choose a whole organisation.")]})
    if vacancy.post is not None and vacancy.post.team_id != vacancy.team_id:
        raise Invalid(fields={"post": [_("Choose a post of this team.")]})


def add_criterion(*, by, vacancy: Vacancy, sure: bool = False, **values) -> Criterion:
    """Add a line to the specification of a draft; `sure` where words that look like it ask nothing about health."""
    _asks_nothing_about_health(values, sure)
    with transaction.atomic():
        _in_draft(by, vacancy)
        last = Criterion.objects.filter(vacancy=vacancy).aggregate(last=Max("number"))["last"] or 0
        with creating(criteria, "add", by=by, vacancy=vacancy, **values) as criterion:
            criterion.number = last + 1
    return criterion


def edit_criterion(criterion: Criterion, *, by, version: int | None = None, sure: bool = False, **changes) -> Criterion:
    """Change a line of a draft's specification."""
    changes.pop("vacancy", None)
    _asks_nothing_about_health(changes, sure)
    with transaction.atomic(), acting(criteria, "edit", criterion, by=by, version=version, **changes) as criterion:
        _in_draft(by, criterion.vacancy)
    return criterion


def _asks_nothing_about_health(values: dict, sure: bool) -> None:
    if not sure and (word := careful.found(values.get("text", ""))):
        raise Invalid(fields={"sure": [careful.note(word)]})


def drop_criterion(criterion: Criterion, *, by, version: int | None = None) -> Criterion:
    """Take a line out of a draft's specification."""
    with transaction.atomic(), acting(criteria, "drop", criterion, by=by, version=version) as criterion:
        _in_draft(by, criterion.vacancy)
        if criterion.dropped_on:
            raise Conflict()
        criterion.dropped_on = timezone.localdate()
    return criterion


def _in_draft(by, vacancy: Vacancy, verb: str = "edit") -> Vacancy:
    vacancy = vacancies.lock(by, vacancy)
    vacancies.require(by, verb, vacancy)
    if vacancy.status != "draft":
        raise Conflict(_("This vacancy is published: its specification stands as people read it."))
    return vacancy


def note_involvement(*, by, vacancy: Vacancy, **values) -> Involvement:
    """Note that somebody who uses services, or a carer, took part in the specification: as a role, and when."""
    with transaction.atomic():
        _in_draft(by, vacancy)
        with creating(involvements, "note", by=by, vacancy=vacancy, **values) as involvement:
            pass
    return involvement


def comment(*, by, vacancy: Vacancy, text: str) -> VacancyComment:
    """Say something about a vacancy before it is published."""
    with transaction.atomic():
        _in_draft(by, vacancy, "comment")
        with creating(comments, "comment", by=by, vacancy=vacancy, text=text) as remark:
            remark.by = by
    return remark


def set_aside(*, by, vacancy: Vacancy, rule: str, reason: str, application: Application | None = None) -> Override:
    """Set a rule aside with a written reason; it is kept for good, and counted."""
    if len(reason.strip()) < 10:
        raise Invalid(fields={"reason": [_("Write why, in a sentence: it is kept and counted.")]})
    number = application.number if application is not None else None
    values = {"vacancy": vacancy, "rule": rule, "reason": reason.strip(), "application_number": number}
    with creating(overrides, "override", by=by, **values) as override:
        override.by = by
    return override


def publish(vacancy: Vacancy, *, by, version: int | None = None, reason: str = "") -> Vacancy:
    """Open a vacancy for applications. What the gate misses is listed; HR may go on with a written reason."""
    with transaction.atomic():
        current = vacancies.lock(by, vacancy)
        if faults := gate.faults(current):
            raise Invalid(fields=faults)
        missing = gate.missing(current)
        if missing and not reason.strip():
            raise Invalid(
                fields={"reason": [_("Write why you publish without: %s") % "; ".join(map(str, missing.values()))]}
            )
        for rule in missing:
            set_aside(by=by, vacancy=current, rule=rule, reason=reason)
        with acting(vacancies, "publish", vacancy, by=by, version=version) as vacancy:
            vacancy.published_at = timezone.now()
    return vacancy


def close(vacancy: Vacancy, *, by, version: int | None = None) -> Vacancy:
    """Take no more applications; what was being written is kept for its writer, but not sent."""
    with acting(vacancies, "close", vacancy, by=by, version=version) as vacancy:
        vacancy.closed_at = timezone.now()
        mail.shortlisting_opens(vacancy)
    return vacancy


def close_due(now: datetime | None = None) -> int:
    """Close what has reached its closing time; how many. Safe to run late, often, and side by side."""
    now, closed = now or timezone.now(), 0
    for vacancy in Vacancy.objects.filter(status="published", closes_at__lte=now):
        try:
            close(vacancy, by=system_user())
            closed += 1
        except Conflict:
            continue  # somebody else closed it
    return closed


def reopen(
    vacancy: Vacancy, *, by, closes_on: date, closes_time: time | None = None, version: int | None = None
) -> Vacancy:
    """Take applications again until a new day, as long as nobody has begun to shortlist."""
    with acting(vacancies, "reopen", vacancy, by=by, version=version) as vacancy:
        if vacancy.applications.filter(sifts__isnull=False).exists():
            raise Conflict(_("Shortlisting has begun: it would not be fair to take more applications now."))
        vacancy.closes_on, vacancy.closes_time = closes_on, closes_time
        vacancy.closes_at, vacancy.closed_at = closing(closes_on, closes_time), None
        if vacancy.closes_at <= timezone.now():
            raise Invalid(fields={"closes_on": [_("Choose a day to come.")]})
    return vacancy


def withdraw_vacancy(vacancy: Vacancy, *, by, version: int | None = None) -> Vacancy:
    """Go on with this vacancy no further; whoever applied must have an answer first."""
    with acting(vacancies, "withdraw", vacancy, by=by, version=version) as vacancy:
        if vacancy.applications.filter(status__in=Application.OPEN).exists():
            raise Conflict(_("People are waiting for an answer. Tell each of them “not this time” first."))
    return vacancy


def finish(vacancy: Vacancy, *, by, version: int | None = None) -> Vacancy:
    """Everybody has an answer: nothing more happens with this vacancy."""
    with acting(vacancies, "finish", vacancy, by=by, version=version) as vacancy:
        waiting = ("sent", "shortlisted", "interview", "interviewed")
        if vacancy.applications.filter(status__in=waiting).exists():
            raise Conflict(_("People are waiting for an answer. Give each of them one first."))
    return vacancy


def purge_application(application: Application) -> None:
    """The retention job takes an application with all that hangs on it; that there was one is kept as a figure."""
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(pk=application.vacancy_id)
        for status in set(application.steps.exclude(status="draft").values_list("status", flat=True)):
            vacancy.gone[status] = vacancy.gone.get(status, 0) + 1
        Vacancy.objects.filter(pk=vacancy.pk).update(gone=vacancy.gone)
        links.revoke(about=application)
        application.documents.update(stored=None)  # the files go with the application they are about
        _remove_whole(application)


def _remove_whole(row: Model) -> None:
    """A row after whatever belongs to it (marks, scores, answers), each with its history."""
    for link in row._meta.related_objects:
        if link.on_delete is CASCADE:
            for child in link.related_model._base_manager.filter(**{link.field.name: row.pk}):
                _remove_whole(child)
    retention.remove(row)


# Who shortlists -----------------------------------------------------------------------------------------------------
def name_shortlister(*, by, vacancy: Vacancy, user: User) -> Shortlister:
    """Name somebody who shortlists: from now on they see no names of this vacancy, whatever else they hold."""
    with transaction.atomic():
        current = vacancies.lock(by, vacancy)
        if not current.is_blind:
            raise Conflict(_("Shortlisting is finished."))
        if Application.objects.filter(vacancy=vacancy, user=user).exists():
            raise Invalid(fields={"user": [_("They can’t shortlist this vacancy.")]})
        with creating(shortlisters, "name", by=by, vacancy=vacancy, user=user) as shortlister:
            pass
    forget()
    return shortlister


def end_shortlister(shortlister: Shortlister, *, by, version: int | None = None) -> Shortlister:
    """Somebody shortlists this vacancy no longer; the views they finished stand."""
    with acting(shortlisters, "end", shortlister, by=by, version=version) as shortlister:
        if shortlister.ended_on:
            raise Conflict()
        shortlister.ended_on = timezone.localdate()
    forget()
    return shortlister


# Figures --------------------------------------------------------------------------------------------------------------
def fix_equality(today: date | None = None, *, halves: int = 1) -> int:
    """Fix, once for ever, what applicants of the half years that are over said of themselves; how many were written."""
    half, made = equality.half_of((today or timezone.localdate()) - equality.DECIDED), 0
    for _number in range(halves):
        half = equality.half_of(half - timedelta(days=1))
        done = EqualityFigure.objects.filter(half=half).values("organisation")
        for organisation in Unit.objects.filter(organisation__isnull=True).exclude(pk__in=done):
            people, counts = equality.counted(organisation, half)
            if people:
                EqualityFigure.objects.create(organisation=organisation, half=half, people=people, counts=counts)
                made += 1
    return made
