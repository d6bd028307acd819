"""What waits for the two of an appraisal."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.development.appraisal.policy import appraisals
from peerwork.kit.tasks import MOST, Task


def for_user(user) -> Iterator[Task]:
    soon = timezone.localdate() + timedelta(days=14)
    rows = appraisals.visible(user).filter(Q(person__user=user.pk) | Q(appraiser=user.pk))
    for row in rows.exclude(status="withdrawn").select_related("person")[:MOST]:
        mine = row.person.user_id == user.pk
        about = {"name": row.person}
        if row.status == "preparing" and mine:
            yield Task(_("Write your own view of the year"), row.get_absolute_url(), row.meet_on, weight=6,
                       consequence=_("It comes first, and is yours until you hand it in."))  # fmt: skip
        elif row.status == "talking" and not mine:
            yield Task(_("Talk through and write down the year with %(name)s") % about, row.get_absolute_url(),
                       row.meet_on, weight=5)  # fmt: skip
        elif row.status == "to_sign" and (row.signed_on if mine else row.countersigned_on) is None:
            words = _("Read and sign your appraisal") if mine else _("Sign the appraisal of %(name)s") % about
            yield Task(words, row.get_absolute_url(), tag=_("To be signed"), kind="info", weight=5)
        elif row.status == "signed" and row.halfway_on is None and row.halfway_due and row.halfway_due <= soon:
            words = _("Look at your year, halfway") if mine else _("Look at the year with %(name)s, halfway") % about
            yield Task(words, row.get_absolute_url(), row.halfway_due, weight=6)
