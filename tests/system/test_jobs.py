"""Work behind the pages: done once, tried again after a failure, never for a change that was taken back."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from peerwork.kit import jobs
from peerwork.kit.models import JobRun

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)  # in the past: what fails is marked with the real time
done: list = []


@jobs.job
def note(word: str) -> None:
    done.append(word)


@jobs.job
def refuse() -> None:
    raise RuntimeError("no")


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(jobs, "_register", {})
    done.clear()


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def every(minutes, name="test.note", work=lambda: done.append("due")):
    jobs.due(every=minutes, name=name)(work)


@pytest.mark.django_db
def test_work_is_done_once_a_slot():
    every(60)
    assert jobs.run_due(NOON) == ["test.note"]
    assert jobs.run_due(NOON + timedelta(minutes=59)) == []
    assert jobs.run_due(NOON + timedelta(minutes=60)) == ["test.note"]
    assert len(done) == 2


@pytest.mark.django_db
def test_a_clock_set_back_repeats_nothing_and_a_clock_set_forward_does_it_once():
    every(60)
    jobs.run_due(NOON - timedelta(hours=1))
    jobs.run_due(NOON)
    assert jobs.run_due(NOON - timedelta(hours=1)) == []
    assert jobs.run_due(NOON + timedelta(days=40)) == ["test.note"]


@pytest.mark.django_db
def test_a_failure_stops_nothing_else_and_is_tried_again_later():
    tries = []

    def failing():
        tries.append(1)
        raise RuntimeError("no")

    every(1440, "test.a", failing)
    every(1440, "test.b")
    assert jobs.run_due(NOON) == ["test.b"]
    assert jobs.run_due(NOON) == []
    assert len(tries) == 1
    assert JobRun.objects.get(name="test.a").outcome == "failed"
    JobRun.objects.filter(name="test.a").update(finished_at=NOON)
    jobs.run_due(NOON + jobs.RETRY)
    assert len(tries) == 2


@pytest.mark.django_db
def test_work_whose_worker_died_is_taken_over_once():
    every(1440)
    JobRun.objects.create(name="test.note", slot=datetime(2026, 1, 5, tzinfo=UTC), started_at=NOON)
    assert jobs.run_due(NOON + timedelta(minutes=59)) == []
    assert jobs.run_due(NOON + timedelta(minutes=60)) == ["test.note"]
    assert jobs.run_due(NOON + timedelta(minutes=60)) == []


@pytest.mark.django_db(transaction=True)
def test_four_workers_do_each_slot_once():
    for number in range(5):
        every(60, f"test.{number}", lambda number=number: done.append(number))
    start = threading.Barrier(4)

    def worker():
        try:
            start.wait()
            for hour in range(6):
                jobs.run_due(NOON + timedelta(hours=hour))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(list(range(5)) * 6)


def test_two_pieces_of_work_cannot_share_a_name():
    every(5, "test.same", lambda: None)

    def other():
        return None

    with pytest.raises(ValueError, match=r"test\.same"):
        jobs.due(every=5, name="test.same")(other)


@pytest.mark.django_db(transaction=True)
def test_a_job_belongs_to_the_change_that_asked_for_it(queue):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(note, "taken back")
        raise ZeroDivisionError
    with transaction.atomic():
        jobs.enqueue(note, "kept")
    call_command("run_due")
    call_command("run_due")
    assert done == ["kept"]


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_three_times_and_no_more(queue):
    jobs.enqueue(refuse)
    for _ in range(5):
        call_command("run_due")
        DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).update(finished_at=timezone.now() - jobs.RETRY)
        jobs.rescue()
    job = DBTaskResult.objects.get()
    assert (job.status, len(job.worker_ids)) == (TaskResultStatus.FAILED, jobs.TRIES)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_died_is_done_by_another(queue):
    jobs.enqueue(note, "after all")
    DBTaskResult.objects.get().claim("dead-worker")
    call_command("run_due")
    assert done == []
    DBTaskResult.objects.update(started_at=timezone.now() - jobs.LOST)
    jobs.rescue()
    call_command("run_due")
    assert done == ["after all"]


@pytest.mark.django_db
def test_old_traces_are_tidied_away():
    JobRun.objects.create(name="old", slot=timezone.now() - timedelta(days=jobs.KEEP_DAYS + 1))
    JobRun.objects.create(name="new", slot=timezone.now())
    jobs.tidy()
    assert [run.name for run in JobRun.objects.all()] == ["new"]
