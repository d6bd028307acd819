"""What a records officer needs to look at: holds, what is past its time, what was destroyed."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import retention
from peerwork.kit.errors import NotHere
from peerwork.people.models import Person, Unit
from peerwork.people.policy import holds, purges
from peerwork.people.reach import units_of
from peerwork.people.retention import label_of

PAGE = 50


def keeps(user, organisation: Unit) -> bool:
    """Whether this person is a records officer of that organisation."""
    return Unit.objects.filter(pk__in=units_of(user, "records_officer")).filter(pk=organisation.pk).exists()


def person_named(user, who: str) -> Person:
    """The one person of one's organisation with this address or number; raises NotHere for none or several."""
    exact = Q(work_email__iexact=who.strip()) | Q(identifiers__value=who.strip())
    here = Person.objects.filter(exact, organisation__in=units_of(user, "records_officer"), merged_into=None)
    found = list(here.distinct()[:2]) if who.strip() else []
    if len(found) != 1:
        raise NotHere()
    return found[0]


def holds_page(user, page=1, lifted: bool = False) -> dict:
    """Holds, each named as its case names it, for a name would open a record; those that stand unless told."""
    rows = holds.visible(user).filter(lifted_on__isnull=not lifted).order_by("-held_on", "-pk")
    found = Paginator(rows, PAGE).get_page(page)
    lines = [(holds.show(hold), hold.named_as or _("record %(n)d") % {"n": hold.person_id}) for hold in found]
    return {"page": found, "lines": lines, "lifted": lifted, "may_hold": holds.may_start(user, "hold")}


def due_page(user, rule, page=1) -> dict:
    """What is past its time under one rule, by number only: a name would open a record.

    Raises NotHere where nothing registers such records, or for whoever is no records officer there.
    """
    known = {each.name: each for each in retention.classes()}
    if rule.record_class not in known or not keeps(user, rule.organisation):
        raise NotHere()
    outcome, rows = retention.look(rule.record_class, rule.organisation, timezone.localdate())
    found = Paginator(rows.order_by("pk") if rows is not None else [], PAGE).get_page(page)
    lines = [[f"{row._meta.verbose_name} {row.pk}".capitalize()] for row in found]
    return {
        "outcome": outcome, "page": found, "lines": lines, "label": label_of(rule.record_class),
        "before": retention.months_before(timezone.localdate(), outcome.months) if outcome.months is not None else None,
    }  # fmt: skip


def purged(user, limit: int = 50):
    """What was destroyed lately: which class, how many, by whom."""
    rows = purges.visible(user).select_related("by").order_by("-at", "-pk")[:limit]
    return [(purges.show(row), label_of(row.record_class)) for row in rows]
