"""What waits for whom about starters: one’s own offer, tasks and plans to sign; for HR whoever is stuck on its move."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit import tasks
from peerwork.kit.tasks import Task
from peerwork.people.reach import has_record, reach_of
from peerwork.recruitment.starting.checks.policy import criminal_records, decisions, references, work_health
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks
from peerwork.recruitment.starting.policy import starters
from peerwork.recruitment.starting.queries import lanes


def for_user(user):
    """A fixed number of queries, whoever asks."""
    under_way = ("offered", "accepted", "cleared", "dated")
    mine = starters.visible(user).filter(person__user=user.pk, status__in=under_way).select_related("post")
    for row in mine if has_record(user) else ():
        title = _("Answer your offer: %(post)s") if row.status == "offered" else _("Getting ready to start: %(post)s")
        yield Task(
            title % {"post": row.post},
            reverse("starting:mine", args=[row.pk]),
            row.answer_by if row.status == "offered" else None,
            consequence=_("See how things stand."),
            weight=1,
        )
    if not getattr(user, "home_organisation_id", None) and not reach_of(user):
        return
    yield from _to_sign(user)
    yield from _to_do(user)
    if "hr" in reach_of(user):
        yield from _for_hr(user)
        yield from _for_others(user)


def _to_sign(user):
    for row in decisions.visible(user).filter(decider=user.pk, status="proposed").select_related("employment_check"):
        yield Task(
            _("Sign or decline a start with a plan"),
            row.get_absolute_url(),
            row.proposed_on,
            consequence=_("Until then nobody can agree the start date."),
            weight=2,
        )
    for row in criminal_records.visible(user).filter(decider=user.pk, status="recorded"):
        yield Task(
            _("Decide on a certificate you are named for"),
            row.get_absolute_url(),
            row.seen_on,
            consequence=_("A record does not rule anyone out. Talk it through with them first."),
            weight=2,
        )
    for row in work_health.visible(user).filter(adviser=user.pk, status="asked"):
        yield Task(
            _("Give the outcome of a work health assessment"),
            row.get_absolute_url(),
            row.asked_on,
            consequence=_("HR sees the outcome and nothing else."),
            weight=3,
        )
    for row in references.visible(user).filter(referee=user.pk, status="asked").select_related("person"):
        yield Task(
            _("Write a reference for %(name)s") % {"name": row.person},
            reverse("starting:answer", args=[row.pk]),
            row.asked_on,
            consequence=_("They can’t start before it is here."),
            weight=3,
        )


def _to_do(user):
    today = timezone.localdate()
    lead = "team_lead" in reach_of(user)
    rows = onboarding_tasks.visible(user).filter(status="open", due_on__isnull=False)
    rows = rows.exclude(owner_kind="applicant").select_related("starter__person").order_by("due_on")
    for row in rows[: tasks.MOST]:
        mine = row.owner_id == user.pk or (row.owner_id is None and lead and row.owner_kind == "manager")
        if mine and "do" in onboarding_tasks.offers(row):
            late = row.due_on < today
            yield Task(
                _("%(what)s, for %(name)s") % {"what": row.title, "name": row.starter.person},
                row.get_absolute_url(),
                row.due_on,
                _("Overdue") if late else "",
                "over" if late else "",
                row.hint,
                weight=3 if late else 5,
            )


def _for_others(user):
    for lane in lanes(user):
        if lane.move != "hr":
            words = ngettext("%d starter is on the way", "%d starters are on the way", lane.count) % lane.count
            yield Task(
                words,
                f"{reverse('starting:board')}?move={lane.move}",
                tag=_("Waiting for: %(who)s") % {"who": lane.label},
                kind="info",
                consequence=_("The longest since %(day)s.") % {"day": date_format(lane.since, "j F")}
                if lane.since
                else "",
                mine=False,
            )


def _for_hr(user):
    stuck = starters.visible(user).filter(status__in=("offered", "accepted", "cleared", "dated"), move="hr")
    first = stuck.order_by("move_since").values_list("move_since", flat=True)[:1]
    count = stuck.count()
    if count:
        words = ngettext("%d starter waits for HR", "%d starters wait for HR", count) % count
        since = next(iter(first), None)
        yield Task(
            words,
            reverse("starting:board") + "?move=hr",
            since,
            consequence=_("The longest since %(day)s.") % {"day": date_format(since, "j F")} if since else "",
            weight=3,
        )
