"""For load balancers and monitors: is the process alive, can it serve, how busy is it; and no more than that."""

import hmac
import ipaddress
import logging
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from peerwork.kit import metrics, sealed
from peerwork.kit.models import JobRun, Message

logger = logging.getLogger(__name__)
_migrated = False


@never_cache
@require_safe
def live(request) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request) -> HttpResponse:
    """The database answers, holds every migration and its keys are right; 503 otherwise, the reason only in the log."""
    try:
        fault = _fault()
    except Exception:
        logger.exception("not ready: the database does not answer")
        fault = True
    return JsonResponse({"status": "unavailable"}, status=503) if fault else JsonResponse({"status": "ok"})


def _fault() -> bool:
    global _migrated
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated:  # once true it stays true for this process's code
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            logger.error("not ready: %d migrations are not applied", len(waiting))
            return True
        sealed.check_keys()  # a wrong key is said before anybody asks for a sealed text
        _migrated = True
    return False


@never_cache
@require_safe
def figures(request) -> HttpResponse:
    """Prometheus text, for a monitor on this machine or with the token; not there for anyone else."""
    if not settings.METRICS or not (_from_here(request) or _with_token(request)):
        raise Http404
    waiting = Message.objects.filter(status=Message.Status.WAITING, send_after__lte=timezone.now())
    oldest = waiting.order_by("send_after").values_list("send_after", flat=True).first()
    text = [
        *metrics.lines(),
        "# TYPE peerwork_mail_waiting gauge",
        f"peerwork_mail_waiting {waiting.count()}",
        "# TYPE peerwork_mail_waiting_seconds gauge",
        f"peerwork_mail_waiting_seconds {(timezone.now() - oldest).total_seconds() if oldest else 0:.0f}",
        "# TYPE peerwork_jobs_waiting gauge",
        f"peerwork_jobs_waiting {DBTaskResult.objects.ready().count()}",
        "# TYPE peerwork_jobs_failed_day gauge",
        f"peerwork_jobs_failed_day {_failed_today()}",
    ]
    return HttpResponse("\n".join(text) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _failed_today() -> int:
    since = timezone.now() - timedelta(days=1)
    jobs = DBTaskResult.objects.failed().filter(finished_at__gte=since).count()
    return jobs + JobRun.objects.filter(started_at__gte=since, outcome="failed").count()


def _from_here(request) -> bool:
    """Straight from this machine: a request that a proxy passed on comes from anywhere."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _with_token(request) -> bool:
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), wanted.encode())
