"""Placing and lifting legal holds, and destroying what is past its time."""

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import retention
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.models import Hold, Purge
from peerwork.kit.records import acting, creating
from peerwork.people.keeping import queries
from peerwork.people.models import Unit
from peerwork.people.policy import holds, purges


def place_hold(*, by, who: str, reason: str, **values) -> Hold:
    """Keep everything about one person, whatever the schedule says, until the hold is lifted.

    who  their work e-mail address or staff number, as the claim or case names them. Raises NotAllowed, NotHere.
    """
    if not holds.may_start(by, "hold"):
        raise NotAllowed()
    person = queries.person_named(by, who)
    with creating(holds, "hold", by=by, person_id=person.pk, named_as=who.strip(), reason=reason, **values) as hold:
        pass
    return hold


def lift_hold(hold: Hold, *, by, version: int | None = None) -> Hold:
    """Let the schedule count again for this person; what is past its time may be destroyed from now on."""
    with acting(holds, "lift", hold, by=by, version=version) as hold:
        if hold.lifted_on is not None:
            raise Conflict(_("This hold has been lifted already."))
        hold.lifted_on = max(timezone.localdate(), hold.held_on)
    return hold


def purge_due(*, by, organisation: Unit, record_class: str, rows: int) -> Purge:
    """Destroy for good what is past its time in one confirmed class of records, as it was looked at.

    rows  how many the list said: when it is another number by now, nothing is destroyed. Raises NotAllowed, NotHere,
    Invalid, Conflict.
    """
    if not purges.may_start(by, "purge"):
        raise NotAllowed()
    if not queries.keeps(by, organisation) or record_class not in {each.name for each in retention.classes()}:
        raise NotHere()
    today = timezone.localdate()
    plan, _rows = retention.look(record_class, organisation, today)
    if plan.months is None:
        raise Conflict(_("The rule for these records is not confirmed. Nothing was destroyed."))
    if not plan.rows:
        raise Conflict(_("Nothing of this kind is past its time."))
    if plan.rows != rows:
        raise Invalid(fields={"rows": [_("It is %(n)d by now. Look at the list again.") % {"n": plan.rows}]})
    (outcome,) = retention.purge(organisation, today, by=by, only=[record_class])
    if not outcome.rows:
        raise Conflict(_("Other records that are kept longer still need these. Nothing was destroyed."))
    return purges.visible(by).filter(record_class=record_class, organisation_id=organisation.pk).latest("pk")
