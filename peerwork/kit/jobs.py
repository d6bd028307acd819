"""Work done behind the pages: when asked (`@job`, `enqueue`) or regularly (`@due`). It may run twice without harm.

A job is written in the transaction that asks for it: never lost, and never run for a change that was taken back.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task as job  # noqa: F401  the decorator that makes a module-level function a job
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from peerwork.kit.models import JobRun

logger = logging.getLogger(__name__)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RETRY = timedelta(minutes=10)  # after a failure
LOST = timedelta(minutes=60)  # started and not finished: its worker is taken for dead
TRIES = 3
KEEP_DAYS = 30


def enqueue(what, *args, **kwargs):
    """Ask for a job; arguments are plain JSON values (numbers of rows, not rows). Returns its result's handle."""
    return what.enqueue(*args, **kwargs)


@dataclass(frozen=True)
class Due:
    """A piece of periodic work, done once in each slot of so many minutes (slots are counted in UTC)."""

    name: str
    every: int
    function: Callable[[], object]

    def slot(self, now: datetime) -> datetime:
        return now - (now - EPOCH) % timedelta(minutes=self.every)


_register: dict[str, Due] = {}


def due(*, every: int, name: str):
    """Register a function without arguments as periodic work, `every` in minutes; ValueError for a name used twice."""

    def register(function):
        known = _register.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two pieces of periodic work are called {name!r}.")
        _register[name] = Due(name, every, function)
        return function

    return register


def run_due(now: datetime | None = None) -> list[str]:
    """Do the work whose slot nobody has done, safe with any number of workers; the names of what was done here."""
    return [work.name for work in list(_register.values()) if run(work, now or timezone.now())]


def run(work: Due, now: datetime) -> bool:
    """Claim the slot and do the work; a failure is logged and tried again after a while, and stops nothing else."""
    slot = work.slot(now)
    if not _claim(work.name, slot, now):
        return False
    try:
        work.function()
        outcome = "done"
    except Exception:
        logger.exception("periodic work failed: %s", work.name)
        outcome = "failed"
    JobRun.objects.filter(name=work.name, slot=slot).update(finished_at=timezone.now(), outcome=outcome)
    return outcome == "done"


def _claim(name: str, slot: datetime, now: datetime) -> bool:
    again = Q(outcome="failed", finished_at__lte=now - RETRY) | Q(finished_at=None, started_at__lte=now - LOST)
    mine = JobRun.objects.filter(name=name, slot=slot)
    if mine.exists():
        return mine.filter(again).update(started_at=now, finished_at=None, outcome="") == 1
    try:
        with transaction.atomic():
            JobRun.objects.create(name=name, slot=slot, started_at=now)
    except IntegrityError:  # another worker was first
        return False
    return True


@due(every=10, name="kit.rescue")
def rescue() -> None:
    """Give failed jobs, and jobs whose worker died, another go, three in all."""
    now = timezone.now()
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lte=now - LOST)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lte=now - RETRY, finished_at__gte=now - timedelta(days=1))
    for result in DBTaskResult.objects.filter(lost | failed):
        same = DBTaskResult.objects.filter(pk=result.pk, status=result.status, started_at=result.started_at)
        if len(result.worker_ids) < TRIES:
            same.update(status=TaskResultStatus.READY)
        elif result.status == TaskResultStatus.RUNNING:
            same.update(status=TaskResultStatus.FAILED, finished_at=now)
            logger.error("given up: %s", result.task_path)


@due(every=24 * 60, name="kit.tidy")
def tidy() -> None:
    """Forget ended sessions, and what the queue and the slots of periodic work kept for a month."""
    long_ago = timezone.now() - timedelta(days=KEEP_DAYS)
    JobRun.objects.filter(slot__lt=long_ago).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=long_ago).delete()
    call_command("clearsessions", verbosity=0)
