"""What anybody may ask: whether a certificate is valid, and the documents that badges point to."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peerwork.training.certificates import queries


@require_safe
@never_cache
def check(request) -> HttpResponse:
    """Check a certificate by the code on it: valid or not, the award, the date and the name."""
    code = request.GET.get("code", "").strip()
    answer = queries.checked(code) if code else None
    title = _("Check a certificate")
    status = 404 if code and answer is None else 200
    return render(request, "training/check.html", {"answer": answer, "code": code, "title": title}, status=status)


@require_safe
@never_cache
def checked(request, code: str) -> HttpResponse:
    """The page the square code on a certificate leads to."""
    answer = queries.checked(code)
    context = {"answer": answer, "code": code, "title": _("Check a certificate")}
    return render(request, "training/check.html", context, status=200 if answer else 404)


@require_safe
def issuer(request, uuid) -> JsonResponse:
    """Who signs badges, and with which key."""
    return JsonResponse(queries.issuer(uuid), content_type="application/json")


@require_safe
@never_cache
def revoked(request, uuid) -> JsonResponse:
    """Which badges of this issuer no longer hold."""
    return JsonResponse(queries.revoked(uuid), content_type="application/json")


@require_safe
def achievement(request, number: int) -> HttpResponse:
    """What a badge is for: the course, and what it asks."""
    return render(request, "training/achievement.html", queries.achievement(number))
