"""What adjustments do by themselves, once a day: stand, remind the next one up, tell new managers, fix the month.

All of it may run twice, or not for a week, without a second message: each is keyed by rule, subject and date.
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.adjustments import actions, around, mail
from peerwork.adjustments.models import Adjustment, Referral, Report, Step
from peerwork.adjustments.own.actions import notice_new_managers
from peerwork.kit.jobs import due
from peerwork.people.actions import system_user

A_WEEK = timedelta(days=7)


@due(every=24 * 60, name="adjustments.daily")
def daily(today: date | None = None) -> None:
    today, by = today or timezone.localdate(), system_user()
    for row in Adjustment.objects.filter(status="provisional", stands_on__lte=today):
        actions.stand(row, by=by)
    steps_late(today)
    adjustments_late(today)
    referrals_late(today)
    notice_new_managers(by=by)
    actions.freeze(today)


def steps_late(today: date) -> int:
    """A late step goes to its owner, a week later to the managers, another week later to HR."""
    told = 0
    rows = Step.objects.filter(status="open", due_on__lt=today, person__died_on__isnull=True)
    for step in rows.select_related("owner", "person", "adjustment"):
        late, whom = today - step.due_on, [("owner", [step.owner] if step.owner_id else [])]
        if late >= A_WEEK:
            whom.append(("manager", around.managers_of(step.person)))
        if late >= 2 * A_WEEK:
            whom.append(("hr", around.hr_of(step.person)))
        for who, users in whom:
            for user in users:
                told += mail.tell(
                    user, f"step_late_{who}", f"step:{step.pk}", on=step.due_on, about=step,
                    url=step.get_absolute_url(), words=_("Something for a colleague’s work arrangements is overdue."),
                )  # fmt: skip
    return told


def adjustments_late(today: date) -> int:
    """A late answer, arrangement or review goes to the managers, and after a fortnight to HR."""
    told = 0
    rows = Adjustment.objects.filter(status__in=("asked", *Adjustment.LIVE), person__died_on__isnull=True)
    for row in rows.select_related("person"):
        if row.late_since is None:
            continue
        whom = [("manager", around.managers_of(row.person))]
        if today - row.late_since >= 2 * A_WEEK:
            whom.append(("hr", around.hr_of(row.person)))
        for who, users in whom:
            for user in users:
                told += mail.tell(
                    user, f"late_{who}", f"adjustment:{row.pk}:{row.status}", on=row.late_since, about=row,
                    url=row.get_absolute_url(), words=_("Somebody is waiting for work arrangements that are overdue."),
                )  # fmt: skip
    return told


def referrals_late(today: date) -> int:
    """A step of a referral that is late: one message to whoever's turn it is, and none that says why to anybody."""
    told = 0
    rows = Referral.objects.filter(due_on__lt=today, person__died_on__isnull=True).exclude(status="closed")
    for row in rows.select_related("person__user", "proposed_by", "adviser"):
        turn = {
            "proposed": [row.proposed_by],
            "informed": [row.person.user],
            "consented": around.hr_of(row.person),
            "advised": around.managers_of(row.person),
        }.get(row.status, [row.adviser])
        for user in turn:
            told += mail.tell(
                user, "referral_late", f"referral:{row.pk}:{row.status}", on=row.due_on, about=row,
                url=row.get_absolute_url(), words=_("Something waits for your answer or your next step."),
            )  # fmt: skip
    waiting = Report.objects.filter(status="with_worker", read_by__lt=today, person__died_on__isnull=True)
    for row in waiting.select_related("person__user"):
        told += mail.tell(
            row.person.user, "report_waits", f"report:{row.pk}", on=row.read_by, about=row, url=row.get_absolute_url(),
            title=_("A document is ready for you"),
            words=_("It is for you only, and nobody else reads it before you have chosen."),
        )  # fmt: skip
    return told
