"""Every write on the way into a post: stages, hours away from the job, supervised hours and their signature."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import outbox
from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.people.actions import register_person, system_user
from peerwork.people.models import Person, Unit, User, live
from peerwork.placements.models import SupervisorLink
from peerwork.training.curricula.models import CurriculumVersion
from peerwork.training.pathways.models import OffJobHours, Pathway, SupervisedHours
from peerwork.training.pathways.policy import off_job, pathways, supervised


# Stages -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin(
    *, by, organisation: Unit, person: Person | None = None, given_name: str = "", family_name: str = "", **values
) -> Pathway:
    """Somebody begins on the way into a peer post, with a taster; they need no post, and may be new here."""
    if not pathways.may_start(by, "begin"):
        raise NotAllowed()
    if person is None:
        if not (given_name.strip() and family_name.strip()):
            raise Invalid(fields={"given_name": [_("Choose somebody, or write a first and last name.")]})
        names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
        person = register_person(by=system_user(), organisation=organisation, **names)
    with creating(pathways, "begin", by=by, organisation=organisation, person=person, **values) as pathway:
        if pathway.person.organisation_id != pathway.organisation_id:
            raise Invalid(fields={"person": [_("Choose somebody of this organisation.")]})
    return pathway


def edit_pathway(pathway: Pathway, *, by, version: int | None = None, **changes) -> Pathway:
    """Change dates, the group or where they practise."""
    with acting(pathways, "edit", pathway, by=by, version=version, **changes) as pathway:
        _dates(pathway)
    return pathway


def _dates(pathway: Pathway) -> None:
    if pathway.gateway_on and pathway.end_point_on and pathway.end_point_on < pathway.gateway_on:
        raise Invalid(fields={"end_point_on": [_("The end-point assessment comes after the gateway.")]})


def join(pathway: Pathway, *, by, version: int | None = None) -> Pathway:
    """The taster led on: they join a group."""
    with acting(pathways, "join", pathway, by=by, version=version) as pathway:
        pass
    return pathway


def practise(pathway: Pathway, *, by, version: int | None = None) -> Pathway:
    """They begin to practise in a team."""
    with acting(pathways, "practise", pathway, by=by, version=version) as pathway:
        pass
    return pathway


def reach(pathway: Pathway, *, by, version: int | None = None) -> Pathway:
    """They reach the gateway: an apprentice only with the hours away from the job that were agreed."""
    with acting(pathways, "reach", pathway, by=by, version=version) as pathway:
        done = sum(row.hours for row in pathway.off_job.filter(withdrawn=False))
        needed = pathway.off_job_needed or 0
        if pathway.kind == Pathway.Kind.APPRENTICESHIP and done < needed:
            words = _("%(done)s of %(needed)s hours away from the job are noted.")
            raise Conflict(words % {"done": f"{float(done):g}", "needed": needed})
    return pathway


def take_post(pathway: Pathway, *, by, version: int | None = None) -> Pathway:
    """They take up a post."""
    with acting(pathways, "take_post", pathway, by=by, version=version) as pathway:
        pass
    return pathway


def stop_pathway(pathway: Pathway, *, by, version: int | None = None, **changes) -> Pathway:
    """They stop for now, with a reason that is nobody's fault; they can go on where they were."""
    was = pathway.status
    with acting(pathways, "stop", pathway, by=by, version=version, **changes) as pathway:
        if not pathway.stopped_because:
            raise Invalid(fields={"stopped_because": [_("Choose why they stop.")]})
        pathway.stopped_from = was
    return pathway


def resume_pathway(pathway: Pathway, *, by, version: int | None = None) -> Pathway:
    """They go on, at the stage where they stopped."""
    with acting(pathways, "resume", pathway, by=by, version=version) as pathway:
        pathway.status = pathway.stopped_from or Pathway.Status.TASTER
        pathway.stopped_from = pathway.stopped_because = ""
    return pathway


# Hours --------------------------------------------------------------------------------------------------------------
def log_off_job(*, by, **values) -> OffJobHours:
    """Note hours of learning away from the job."""
    with creating(off_job, "log", by=by, **values) as row:
        if row.on > timezone.localdate():
            raise Invalid(fields={"on": [_("The day must be today or in the past.")]})
        if row.pathway.kind != Pathway.Kind.APPRENTICESHIP:
            raise Invalid(_("Hours away from the job are noted for apprentices only."))
    return row


def withdraw_off_job(row: OffJobHours, *, by, version: int | None = None) -> OffJobHours:
    """Take hours back that were noted by mistake."""
    with acting(off_job, "withdraw", row, by=by, version=version) as row:
        if row.withdrawn:
            raise Conflict()
        row.withdrawn = True
    return row


@transaction.atomic
def note_hours(*, by, person: Person, edition: CurriculumVersion, **values) -> SupervisedHours:
    """A worker notes the supervised hours of a period; their supervisor is asked to sign."""
    with creating(supervised, "note", by=by, person=person, edition=edition, **values) as row:
        _period(row)
    for supervisor in _supervisors(person):
        outbox.send(
            rule="training.hours",
            subject_key=f"hours:{row.pk}:{row.version}",
            to=supervisor,
            template="training/news",
            context={
                "title": _("Supervised hours to sign"),
                "words": _("Somebody you supervise has noted their hours."),
                "url": row.get_absolute_url(),
            },
            about=row,
        )
    return row


def _supervisors(person: Person):
    links = SupervisorLink.objects.filter(live(), person=person)
    return User.objects.filter(pk__in=links.values("supervisor"), is_active=True)


def _period(row: SupervisedHours) -> None:
    if row.ends_on > timezone.localdate():
        raise Invalid(fields={"ends_on": [_("The period must be over.")]})
    if row.ends_on < row.starts_on:
        raise Invalid(fields={"ends_on": [_("The period ends after it begins.")]})
    if row.one_to_one > row.hours:
        raise Invalid(fields={"one_to_one": [_("One to one is part of the hours: it can’t be more.")]})
    others = SupervisedHours.objects.filter(
        person=row.person_id, edition=row.edition_id, starts_on__lte=row.ends_on, ends_on__gte=row.starts_on
    )
    if others.exclude(pk=row.pk).exists():
        raise Invalid(fields={"starts_on": [_("Some of these days are noted already. No hour counts twice.")]})


def edit_hours(row: SupervisedHours, *, by, version: int | None = None, **changes) -> SupervisedHours:
    """Correct hours that are not signed yet; they wait for the supervisor again."""
    with acting(supervised, "edit", row, by=by, version=version, **changes) as row:
        row.question = ""
        _period(row)
    return row


def sign(row: SupervisedHours, *, by, version: int | None = None) -> SupervisedHours:
    """The supervisor signs the hours of a period in which they supervised; nobody signs their own."""
    with acting(supervised, "sign", row, by=by, version=version) as row:
        row.signed_by, row.signed_on = by, timezone.localdate()
    return row


def ask_about(row: SupervisedHours, *, by, version: int | None = None, **changes) -> SupervisedHours:
    """The supervisor asks about the hours before signing."""
    with acting(supervised, "ask", row, by=by, version=version, **changes) as row:
        if not row.question.strip():
            raise Invalid(fields={"question": [_("Say what you would like to know.")]})
    return row
