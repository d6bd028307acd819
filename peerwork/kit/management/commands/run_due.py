"""`manage.py run_due`: do what is due and what was asked for. With --loop as a service, on any number of machines."""

import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.management.commands.db_worker import Worker

from peerwork.checks import insist
from peerwork.kit import jobs

logger = logging.getLogger(__name__)
PAUSE = 2  # seconds between looks at the queue


class Command(BaseCommand):
    help = "Do the periodic work that is due and the jobs that are waiting. Safe with several at once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep going until told to stop (SIGTERM or Ctrl-C)")

    def handle(self, *args, loop: bool, **options) -> None:
        insist()
        autodiscover_modules("jobs")
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)  # it announces every look at an empty queue
        self.over = threading.Event()
        if not loop:
            for name in self.turn():
                self.stdout.write(name)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.over.set())
        while not self.over.is_set():
            try:
                self.turn()
            except OperationalError:  # the database is away: say so, wait, look again
                logger.exception("the database does not answer")
                self.over.wait(10)
            self.over.wait(PAUSE)

    def turn(self) -> list[str]:
        """One look: periodic work first, then the queue until it is empty or we are told to stop."""
        close_old_connections()
        done = jobs.run_due()
        if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
            worker = Worker(
                queue_names=["*"],
                excluded_queue_names=[],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=20,  # then look again at what is due
                worker_id=get_random_string(32),
            )
            worker.run()
        return done
