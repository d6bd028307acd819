"""What happens by itself, once a day: reminders (each step once), weekly updates, checks that run out, purges."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import retention
from peerwork.kit.jobs import due
from peerwork.people.actions import system_user
from peerwork.recruitment.starting import actions, mail
from peerwork.recruitment.starting.checks.actions import DBS, end_start, open_what_ran_out, settle
from peerwork.recruitment.starting.checks.models import Check, Reference, StartDecision
from peerwork.recruitment.starting.models import Starter
from peerwork.recruitment.starting.onboarding.actions import team_is_ready
from peerwork.recruitment.starting.onboarding.models import OnboardingTask

A_WEEK = timedelta(days=7)


@due(every=24 * 60, name="starting.daily")
def daily(now: datetime | None = None) -> None:
    now = now or timezone.now()
    today = timezone.localdate(now)
    actions.close_what_was_taken_back()
    open_what_ran_out(today)
    plans_that_ran_out(today)
    waiting_teams = OnboardingTask.objects.filter(topic="readiness", status="open").values("starter__team")
    team_is_ready(waiting_teams)
    for starter in Starter.objects.filter(status="dated").only("pk"):
        settle(starter)
    checks_waiting(today)
    referees_waiting(today)
    tasks_due(today)
    actions.update_by_itself(today)
    purge_certificates(today)


def plans_that_ran_out(today: date) -> None:
    """A plan whose day has passed no longer holds, and a date set on it neither."""
    rows = StartDecision.objects.filter(
        status="agreed", holds_until__lt=today, employment_check__starter__status__in=Starter.OPEN
    )
    for decision in rows:
        end_start(decision, by=system_user())


def checks_waiting(today: date) -> int:
    """Whoever's move it is, and who has not moved for a week, hears of it once for each step."""
    waiting = Check.objects.filter(
        status__in=("todo", "requested", "received", "concern"),
        moved_on__lte=today - A_WEEK,
        starter__status="accepted",
        starter__person__died_on__isnull=True,
    )
    told = 0
    for check in waiting.select_related("starter__person__user", "starter__contact", "owner"):
        key = f"check:{check.pk}:{check.status}:{check.move}"
        if check.move == "applicant":
            told += mail.tell_starter(
                check.starter,
                "remind",
                key,
                on=check.moved_on,
                title=_("Getting ready to start: something to do"),
                words=_("There is something we still need from you. Tell us if anything makes it hard."),
            )
        elif check.move in ("hr", "third", "oh"):
            told += mail.tell(
                check.owner or check.starter.contact,
                "remind",
                key,
                on=check.moved_on,
                about=check.starter,
                path=check.get_absolute_url(),
                title=_("A starter’s check waits for you"),
                words=_("Nothing has moved for a week."),
            )
    return told


def referees_waiting(today: date) -> int:
    """One reminder a week after the letter; after two, HR is told instead."""
    told = 0
    rows = Reference.objects.filter(status="asked", asked_on__lte=today - A_WEEK, starter__status="accepted")
    for reference in rows.select_related("person", "referee", "starter__contact"):
        told += mail.remind_referee(reference, on=reference.asked_on)
        if reference.asked_on <= today - 2 * A_WEEK:
            told += mail.tell(
                reference.starter.contact,
                "no_answer",
                f"reference:{reference.pk}",
                on=reference.asked_on,
                about=reference.starter,
                path=reference.starter.get_absolute_url(),
                title=_("A referee has not answered"),
                words=_("We wrote twice. You could ring, or ask for another name."),
            )
    return told


def tasks_due(today: date) -> int:
    """Whoever does a task is told on its day, and the HR contact once it is a week late."""
    told = 0
    rows = OnboardingTask.objects.filter(
        Q(starter__status__in=("accepted", "cleared", "dated", "started")), status="open", due_on__lte=today
    )
    for task in rows.select_related("owner", "starter__person__user", "starter__contact"):
        words = {"title": _("Something to do for a starter"), "words": task.title}
        late = task.due_on <= today - A_WEEK
        if task.owner_kind == "applicant":
            told += mail.tell_starter(
                task.starter,
                "task",
                f"task:{task.pk}",
                on=task.due_on,
                title=_("Getting ready to start: something to do"),
                words=_("There is something to do on your list."),
            )
        elif not late:
            told += mail.tell(
                task.owner or task.starter.contact,
                "task",
                f"task:{task.pk}",
                on=task.due_on,
                about=task,
                path=task.get_absolute_url(),
                **words,
            )
        if late:
            told += mail.tell(
                task.starter.contact,
                "task_late",
                f"task:{task.pk}",
                on=task.due_on,
                about=task.starter,
                path=task.get_absolute_url(),
                **words,
            )
    return told


def purge_certificates(today: date) -> None:
    """Certificate details go on their day by themselves, where the time they are kept is confirmed."""
    keeper = retention.keeper()
    for organisation in keeper.organisations():
        retention.purge(organisation, today, by=keeper.system(), only={DBS})
