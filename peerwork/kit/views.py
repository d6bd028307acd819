"""The pages for when something is wrong; the same statuses and words in HTML and, under /api/, as problem+json."""

import logging
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from peerwork.kit.errors import Refused

logger = logging.getLogger(__name__)


def problem(status: int, message: str) -> JsonResponse:
    """A refusal as RFC 9457 has it, for programs."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": message}
    return JsonResponse(told, status=status, content_type="application/problem+json")


def _answer(request, status: int, message: str, **context) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        response: HttpResponse = problem(status, message)
    else:
        page = loader.render_to_string(f"{status}.html", {"message": message, "status": status, **context}, request)
        response = HttpResponse(page, status=status)
    add_never_cache_headers(response)
    return response


def refused(request, error: Refused) -> HttpResponse:
    """The answer to a refusal: 404, 403, 409, 429 or 400, each with words that say what to do."""
    response = _answer(request, error.status, str(error.message), details=error.details)
    if error.status == 429 and "wait" in error.details:
        response.headers["Retry-After"] = str(int(error.details["wait"]))
    return response


def bad_request(request, exception=None) -> HttpResponse:
    return _answer(request, 400, _("That request can't be understood. Go back and try again."))


def forbidden(request, exception=None) -> HttpResponse:
    return _answer(request, 403, _("You don't have access to this."))


def not_found(request, exception=None) -> HttpResponse:
    return _answer(request, 404, _("We can't find that page."))


def server_error(request) -> HttpResponse:
    """Something of ours broke: no detail is shown, and the page needs neither the database nor the person's session."""
    message = _("Sorry, something went wrong on our side. It has been noted. Please try again in a few minutes.")
    context = {"message": message, "status": 500, "request_id": getattr(request, "id", "")}
    try:
        if not request.path_info.startswith("/api/"):
            return HttpResponse(loader.render_to_string("500.html", context), status=500)
    except Exception:
        logger.exception("The error page itself failed")
    return problem(500, message)


def csrf_failure(request, reason="") -> HttpResponse:
    """A form without its token: usually a page left open across a new sign-in."""
    return _answer(request, 403, _("This page had been open too long. Go back, reload it and send it again."))
