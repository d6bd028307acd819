"""What development tells of somebody's own story: goals reached, evidence confirmed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from peerwork.development.appraisal.policy import appraisals
from peerwork.development.policy import evidence, goals
from peerwork.kit.story import MOST, Event


def of(user) -> Iterator[Event]:
    for row in goals.visible(user).filter(person__user=user.pk, status="reached").order_by("-reached_on")[:MOST]:
        yield Event(f"goal:{row.pk}", row.reached_on, _("Reached: %(goal)s") % {"goal": row}, row.look_back,
                    row.get_absolute_url(), _("Open it"))  # fmt: skip
    shown = evidence.visible(user).filter(person__user=user.pk, status="confirmed").select_related("competence")
    for row in shown.order_by("-confirmed_on")[:MOST]:
        yield Event(f"evidence:{row.pk}", row.confirmed_on, _("Confirmed: %(title)s") % {"title": row},
                    str(row.competence), row.get_absolute_url(), _("Open it"))  # fmt: skip
    for row in appraisals.visible(user).filter(person__user=user.pk, status="signed").order_by("-year_from")[:MOST]:
        yield Event(f"appraisal:{row.pk}", row.countersigned_on, _("Looked back on a year, and ahead"),
                    href=row.get_absolute_url(), link=_("Read it"))  # fmt: skip
