"""Round every request: its id, its memory, and refusals turned into pages."""

import logging
import re
import time
import uuid

from django.conf import settings

from peerwork.kit import logs, metrics
from peerwork.kit.access import request_memo
from peerwork.kit.errors import Refused
from peerwork.kit.views import refused

logger = logging.getLogger("peerwork.request")
SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Outermost: names the request in every log line and in the answer, and clears what was remembered for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-Id", "")
        request.id = given if SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        token = logs.request_id.set(request.id)
        began = time.perf_counter()
        try:
            with request_memo():
                response = self.get_response(request)
            seconds = time.perf_counter() - began
            if not request.path_info.startswith(("/health/", "/metrics", settings.STATIC_URL)):
                figures = {"method": request.method, "route": logs.route(request), "status": response.status_code}
                logger.info("answered", extra={"figures": figures | {"ms": round(seconds * 1000)}})
                if settings.METRICS:
                    metrics.count(response.status_code, seconds)
            response.headers["X-Request-Id"] = request.id
            return response
        finally:
            logs.request_id.reset(token)


class Answers:
    """Innermost: a refusal becomes its page, and nothing shown to a signed-in person is kept by a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request, error):
        return refused(request, error) if isinstance(error, Refused) else None
