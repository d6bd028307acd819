"""Every write about appraisals."""

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.development import mail
from peerwork.development.appraisal.models import Appraisal
from peerwork.development.appraisal.policy import appraisals
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.kit.retention import months_before
from peerwork.people.models import Person, User, live
from peerwork.placements.models import SupervisorLink


def begin_appraisal(*, by, person: Person, appraiser: User, **values) -> Appraisal:
    """Begin the look at a year: the worker, or somebody who supervises them; the worker writes first."""
    _supervises(appraiser, person)
    with creating(appraisals, "begin", by=by, person=person, appraiser=appraiser, **values) as row:
        pass
    _tell(row, person.user if by.pk == appraiser.pk else appraiser, _("An appraisal has begun"),
          _("The worker’s own view comes first. There is no hurry."))  # fmt: skip
    return row


def _supervises(user: User, person: Person) -> None:
    if not SupervisorLink.objects.filter(live(), person=person, supervisor=user).exists():
        raise Invalid(fields={"appraiser": [_("Choose somebody who supervises them today.")]})


def choose_appraiser(row: Appraisal, *, by, appraiser: User, version: int | None = None) -> Appraisal:
    """Have it with another of one's supervisors: one moved on, or another knows the work better."""
    with acting(appraisals, "choose", row, by=by, version=version, appraiser=appraiser) as row:
        _supervises(appraiser, row.person)
        row.countersigned_on = None
    _tell(row, appraiser, _("An appraisal waits for you"), _("A worker you supervise has it with you."))
    return row


def prepare(row: Appraisal, *, by, version: int | None = None, **changes) -> Appraisal:
    """Write one's own view of the year; nobody else reads it until it is handed in."""
    with acting(appraisals, "prepare", row, by=by, version=version, **changes) as row:
        pass
    return row


def plan_voice(row: Appraisal, *, by, version: int | None = None, **changes) -> Appraisal:
    """Say who asks people who use the service and how, and then what they said."""
    with acting(appraisals, "plan_voice", row, by=by, version=version, **changes) as row:
        pass
    return row


def hand_in(row: Appraisal, *, by, version: int | None = None) -> Appraisal:
    """Hand in one's own view: from now on the one who appraises reads it."""
    with acting(appraisals, "hand_in", row, by=by, version=version) as row:
        if not any((row.proud, row.learned, row.hard, row.ahead, row.values_own)):
            raise Conflict(_("Write at least one answer of your own view first."))
        row.handed_in_on = timezone.localdate()
    _tell(row, row.appraiser, _("Their own view is there"), _("Read it before you meet, then write yours."))
    return row


def write(row: Appraisal, *, by, version: int | None = None, **changes) -> Appraisal:
    """The one who appraises writes how they see the year, and what was agreed; the worker reads it once it is shown."""
    with acting(appraisals, "write", row, by=by, version=version, **changes) as row:
        pass
    return row


def propose(row: Appraisal, *, by, version: int | None = None) -> Appraisal:
    """Show the whole of it to the worker, for both to sign."""
    with acting(appraisals, "propose", row, by=by, version=version) as row:
        if not row.agreed.strip():
            raise Conflict(_("Write down what you agreed first."))
        if not row.voice_who.strip() or not row.voice_how.strip():
            raise Conflict(_("Say first who asks people who use the service, and how."))
        row.change_wanted, row.signed_on, row.countersigned_on = "", None, None
    _tell(row, row.person.user, _("Your appraisal is there to be signed"), _("Read it, sign it, or ask for a change."))
    return row


def ask_change(row: Appraisal, *, by, change_wanted: str = "", version: int | None = None) -> Appraisal:
    """The worker says what they would change before they sign."""
    with acting(appraisals, "ask_change", row, by=by, version=version, change_wanted=change_wanted) as row:
        if not change_wanted.strip():
            raise Invalid(fields={"change_wanted": [_("Say what you would change, in a sentence.")]})
        row.signed_on = row.countersigned_on = None
    _tell(row, row.appraiser, _("A change to an appraisal is asked for"), _("Read what they would change."))
    return row


def sign(row: Appraisal, *, by, version: int | None = None) -> Appraisal:
    """The worker signs."""
    with acting(appraisals, "sign", row, by=by, version=version) as row:
        row.signed_on = row.signed_on or timezone.localdate()
        _settle(row)
    return row


def countersign(row: Appraisal, *, by, version: int | None = None) -> Appraisal:
    """The one who appraises signs."""
    with acting(appraisals, "countersign", row, by=by, version=version) as row:
        row.countersigned_on = row.countersigned_on or timezone.localdate()
        _settle(row)
    return row


def _settle(row: Appraisal) -> None:
    """Signed once both have; the halfway look is due six months later."""
    if row.signed_on and row.countersigned_on:
        row.status = Appraisal.Status.SIGNED
        row.halfway_due = months_before(timezone.localdate(), -6)


def look_halfway(row: Appraisal, *, by, halfway: str = "", version: int | None = None) -> Appraisal:
    """Halfway through the year: how is it going, and what changes; either of the two writes it down."""
    with acting(appraisals, "look_halfway", row, by=by, version=version, halfway=halfway) as row:
        if not halfway.strip():
            raise Invalid(fields={"halfway": [_("A sentence is enough.")]})
        row.halfway_on = timezone.localdate()
    return row


def withdraw_appraisal(row: Appraisal, *, by, version: int | None = None) -> Appraisal:
    """It was begun by mistake, or is not to be."""
    with acting(appraisals, "withdraw", row, by=by, version=version) as row:
        pass
    return row


def _tell(row: Appraisal, user: User | None, title: str, words: str) -> None:
    mail.tell(user, "appraisal", f"appraisal:{row.pk}:{row.version}", title=title, words=words, about=row)
