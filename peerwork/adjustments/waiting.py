"""What waits for somebody about adjustments: whose turn it is, never why."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.adjustments import around, queries
from peerwork.adjustments.health.policy import recommendations, referrals, reports
from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.own.policy import plans
from peerwork.adjustments.policy import adjustments
from peerwork.adjustments.returning.policy import returns
from peerwork.kit.tasks import MOST, Task
from peerwork.people.reach import has_record, reach_of

A_FORTNIGHT = 14


def for_user(user) -> Iterator[Task]:
    """One's own first, then what one has to do for others."""
    if not getattr(user, "pk", None):
        return
    if has_record(user):
        yield from _mine(user)
        yield from _asked(user)
    today = around.today()
    for step in queries.steps_owned(user)[:MOST]:
        late = step.due_on < today
        yield Task(
            _("%(what)s, for %(name)s") % {"what": step.what, "name": step.person}, step.get_absolute_url(),
            step.due_on, _("Overdue") if late else "", "over" if late else "", _("A colleague is waiting for it."),
            weight=3 if late else 5,
        )  # fmt: skip
    if queries.decides(user):
        yield from _deciding(user, today)
    yield from _health(user)
    for row in queries.openings_to_review(user)[:MOST]:
        yield Task(
            _("Look at an emergency opening of a card"), row.get_absolute_url(), row.review_by, _("Within 2 days"),
            "due", weight=2,
        )  # fmt: skip


def _mine(user) -> Iterator[Task]:
    rows = adjustments.visible(user).filter(status="provisional", person__user=user.pk)
    for row in rows[:MOST]:
        yield Task(
            _("Confirm, change or take back what was asked for you"), row.get_absolute_url(), row.stands_on,
            _("Waiting for you"), "info", _("If you do nothing it stands from then on, and you can still change it."),
        )  # fmt: skip
    for row in referrals.visible(user).filter(status="informed", person__user=user.pk)[:MOST]:
        yield Task(
            _("Say yes or no to a question"), row.get_absolute_url(), row.due_on, _("Waiting for you"), "info",
            _("Both answers are fine."),
        )  # fmt: skip
    for row in reports.visible(user).filter(status="with_worker", person__user=user.pk)[:MOST]:
        yield Task(_("A document is ready for you"), row.get_absolute_url(), row.read_by, _("For you only"), "private")
    for row in returns.visible(user).filter(status="proposed", person__user=user.pk)[:MOST]:
        yield Task(_("Agree the hours for your first weeks back"), row.get_absolute_url(), row.back_on)


def _asked(user) -> Iterator[Task]:
    """What somebody has asked for and waits to hear about."""
    rows = adjustments.visible(user).filter(status="asked", person__user=user.pk)
    for row in rows.order_by("answer_by", "pk")[:MOST]:
        yield Task(
            str(row), row.get_absolute_url(), row.answer_by, _("Waiting for an answer"), "info",
            _("You hear by %(day)s.") % {"day": date_format(row.answer_by, "j F")} if row.answer_by else "", mine=False,
        )  # fmt: skip


def _deciding(user, today) -> Iterator[Task]:
    """Managers see what is theirs to do; HR what has become late, two weeks after the manager saw it."""
    hr_only = "hr" in reach_of(user) and not queries.reach.manages_somebody(user)
    rows = adjustments.visible(user).exclude(person__user=user.pk)
    for row in rows.filter(status__in=("asked", *Adjustment.LIVE)).select_related("person")[:200]:
        if not adjustments.granted(row):
            continue
        late = row.late_since
        if hr_only and (late is None or (today - late).days < A_FORTNIGHT):
            continue
        due = {"asked": row.answer_by, "agreed": row.place_by, "partly": row.place_by}.get(row.status, row.review_on)
        words = {"asked": _("Answer what %(name)s asked for"), "agreed": _("Bring about an adjustment for %(name)s"),
                 "partly": _("Bring about an adjustment for %(name)s")}.get(
                     row.status, _("Look again at an adjustment with %(name)s"))  # fmt: skip
        soon = due is not None and (due - today).days <= 7
        if row.status != "asked" and not late and not soon:
            continue
        yield Task(
            words % {"name": row.person}, row.get_absolute_url(), due, _("Overdue") if late else "",
            "over" if late else "", _("They are waiting for it.") if row.status == "asked" else "",
            weight=3 if late else 5,
        )  # fmt: skip
    for row in queries.carried(user)[:MOST]:
        yield Task(
            _("Take on the adjustments of %(name)s") % {"name": row.person},
            reverse("adjustments:person", args=[row.person_id]), row.noticed_on, "", "",
            _("They hold already; nothing lapses."),
        )  # fmt: skip
    if not hr_only:
        for row in (
            plans.visible(user).filter(status="proposed").exclude(person__user=user.pk).select_related("person")[:MOST]
        ):
            if "agree" in plans.offers(row):
                yield Task(_("Agree the agreement of %(name)s") % {"name": row.person}, row.get_absolute_url())


def _health(user) -> Iterator[Task]:
    words = {
        "proposed": ("inform", _("Talk a referral through with %(name)s")),
        "consented": ("refer", _("Send the referral of %(name)s")),
        "referred": ("offer_appointment", _("Offer %(name)s an appointment")),
        "appointment": ("assess", _("Note the appointment with %(name)s")),
        "assessed": ("assessed", _("Write the report for %(name)s")),
    }
    advising = "oh_adviser" in reach_of(user)
    if not advising and not queries.decides(user):
        return
    for row in referrals.visible(user).filter(status__in=words).select_related("person")[:MOST]:
        verb, text = words[row.status]
        if verb in referrals.offers(row) or (verb == "assessed" and row.adviser_id == user.pk):
            late = row.due_on is not None and row.due_on < around.today()
            yield Task(
                text % {"name": row.person}, row.get_absolute_url(), row.due_on, _("Overdue") if late else "",
                "over" if late else "",
            )  # fmt: skip
    if queries.decides(user):
        rows = recommendations.visible(user).filter(status="written").exclude(person__user=user.pk)
        for row in rows.select_related("person", "report")[:MOST]:
            if "respond" in recommendations.offers(row):
                yield Task(_("Respond to advice about %(name)s") % {"name": row.person}, row.report.get_absolute_url())
