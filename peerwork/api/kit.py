"""What every API request passes: who is asking, how often, in which form, and how a refusal is told.

Named in settings, so nothing here may import rest_framework's views (they import this).
"""

import threading
import time
from decimal import Decimal
from http import HTTPStatus

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, ParseError, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.utils.encoders import JSONEncoder

from peerwork.api.documents import document_errors  # noqa: F401  named in settings
from peerwork.api.lists import ReadableFilters, ReadableOrdering  # noqa: F401  named in settings
from peerwork.kit.errors import NotAllowed, NotHere, Refused
from peerwork.people.models import ApiToken
from peerwork.people.tokens import verify

ASK_WITH = 'Bearer realm="Peerwork"'


# Who is asking ----------------------------------------------------------------------------------------------------
class SessionAuth(SessionAuthentication):
    """Somebody signed in with a browser, whose page sends its CSRF token; a key in the request comes before it."""

    def authenticate(self, request):
        return None if _key_of(request) else super().authenticate(request)

    def authenticate_header(self, request):
        return ASK_WITH


class TokenAuth(BaseAuthentication):
    """A program with its owner's key; it never begins a session."""

    def authenticate(self, request):
        if not (key := _key_of(request)):
            return None
        found = verify(key)
        if found is None:
            raise AuthenticationFailed(_("This key does not open, or no longer does. Make a new one on your page."))
        return found

    def authenticate_header(self, request):
        return ASK_WITH


def _key_of(request) -> str:
    header = request.headers.get("Authorization", "")
    return header if header.lower().startswith("bearer") else ""


class SignedIn(BasePermission):
    """Signed-in, active users only; a read-only key reads only."""

    def has_permission(self, request, view) -> bool:
        if not (request.user and request.user.is_authenticated and request.user.is_active):
            return False
        key = request.auth
        if isinstance(key, ApiToken) and key.scope != ApiToken.Scope.WRITE and request.method not in SAFE_METHODS:
            raise NotAllowed(_("This key can read only. Make one that may change things."))
        return True


class Throttle(BaseThrottle):
    """So many requests a user in a minute (API_RATE), counted for all workers together in the shared cache.

    Each worker tells the cache about every twentieth of the limit only: a reading must not cost a write.
    """

    PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    _here: dict[int, list[int]] = {}
    _lock = threading.Lock()

    def allow_request(self, request, view) -> bool:
        number, _per, period = api_settings.DEFAULT_THROTTLE_RATES["user"].partition("/")
        limit, seconds = int(number), self.PERIODS[period[0]]
        now = time.time()
        window, self._wait = int(now // seconds), seconds - now % seconds
        step, who = max(1, limit // 20), request.user.pk
        with self._lock:
            counted = self._here.get(who)
            if counted is None or counted[0] != window:
                counted = self._here[who] = [window, 0, 0]  # window, not yet told, told by all
            counted[1] += 1
            tell = counted[1] >= step
            if tell:
                counted[1] -= step
        if tell:
            key = f"api:{who}:{window}"
            cache.add(key, 0, seconds * 2)
            counted[2] = cache.incr(key, step)
        return counted[1] + counted[2] <= limit

    def wait(self) -> float:
        return self._wait


# In which form ------------------------------------------------------------------------------------------------------
class Exact(JSONEncoder):
    """Decimals as text: a share or a number of hours must not pass through binary fractions."""

    def default(self, obj):
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class JSON(JSONRenderer):
    """The only form; errors are the same bytes as `application/problem+json`."""

    charset = None
    encoder_class = Exact


class ReadJSON(JSONParser):
    """The only form that is read."""

    def parse(self, *args, **kwargs):
        try:
            return super().parse(*args, **kwargs)
        except RecursionError:
            raise ParseError(_("This is nested too deeply.")) from None


class Pages(PageNumberPagination):
    """`page` and `page_size` (50 unless told, 200 at most), with the count of all."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request) -> int:
        return _whole(request, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request, paginator) -> int:
        return _whole(request, "page", 1, 10**9)


def _whole(request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 12 and 1 <= int(given) <= most):
        raise ValidationError({name: [_("Give a whole number from 1 to %(most)d.") % {"most": most}]})
    return int(given)


# How a refusal is told ------------------------------------------------------------------------------------------------
def problem(exc, context) -> Response | None:
    """Any refusal as problem+json (RFC 9457); None, so a plain 500, for what is not one."""
    headers = {}
    if isinstance(exc, Http404):
        exc = NotHere()
    elif isinstance(exc, PermissionDenied):
        exc = NotAllowed(_("You don't have access to this."))
    if isinstance(exc, Refused):
        status, words, more = exc.status, str(exc.message), _details(exc, context)
        wait = exc.details.get("wait")
    elif isinstance(exc, APIException):
        status, wait = exc.status_code, getattr(exc, "wait", None)
        if isinstance(exc.detail, list | dict):
            words, more = _("Some answers need another look."), {"fields": flat(exc.detail)}
        else:
            words, more = str(exc.detail), {}
        if header := getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = header
    else:
        return None
    if wait is not None:
        headers["Retry-After"] = str(max(1, int(wait + 0.999)))
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": words, **more}
    return Response(told, status, headers=headers, content_type="application/problem+json")


def _details(exc: Refused, context) -> dict:
    more = {}
    if isinstance(fields := exc.details.get("fields"), dict):
        more["fields"] = flat(fields)
    elif fields:
        more["fields"] = {name: [_("You can't change this.")] for name in fields}
    view = context.get("view")
    if (current := exc.details.get("current")) is not None and hasattr(view, "shown"):
        more["current"] = view.shown(current)
    return more


def flat(detail) -> dict[str, list[str]]:
    """Messages by field, however deep they came; what belongs to no field is under `__all__`."""
    if isinstance(detail, list | tuple):
        return {"__all__": [str(message) for message in detail]}
    told = {}
    for name, messages in detail.items():
        name = "__all__" if name == api_settings.NON_FIELD_ERRORS_KEY else str(name)
        if isinstance(messages, dict):
            told |= {f"{name}.{inner}": said for inner, said in flat(messages).items()}
        else:
            told[name] = [str(message) for message in (messages if isinstance(messages, list | tuple) else [messages])]
    return told
