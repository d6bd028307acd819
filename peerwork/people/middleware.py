"""Before any page: is the session still good, was it opened with two steps, and does a visitor stay with their link."""

from urllib.parse import urlencode

from allauth.account.internal.flows.logout import logout
from django.http import HttpResponseRedirect
from django.urls import reverse

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views import refused
from peerwork.people import sign_in, visitors

# What a session with a password only may open: the set-up of its second step, the proof of it, and the way out.
FIRST_STEP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "people:second_step",
    }
)
# What allauth brings that this house does not use: addresses and identities are never added but by invitation.
CLOSED = frozenset(
    {
        "account_confirm_email",
        "account_email",
        "account_email_verification_sent",
        "account_set_password",
        "account_signup",
        "account_signup_by_passkey",
        "mfa_signup_webauthn",
        "mfa_trust",
        "openid_connect_connect",
        "socialaccount_connections",
        "socialaccount_signup",
    }
)


class Gate:
    """Ends sessions that are too old, holds back those opened with one step, keeps visitors to their one thing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and (why := sign_in.too_old(request.session)):
            return self.ended(request, why)
        if request.user.is_authenticated:
            sign_in.seen(request.session)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.view_name in CLOSED:
            return refused(request, NotHere())
        if not request.user.is_authenticated:
            return None
        if not visitors.may_open(request, match):
            return refused(request, NotHere())
        step = sign_in.needs_second_step(request)
        if not step or match.view_name in FIRST_STEP:
            return None
        return (
            refused(request, NotAllowed())
            if is_api(request)
            else HttpResponseRedirect(with_next(reverse(step), request))
        )

    def ended(self, request, why: str):
        logout(request, show_message=False)
        if is_api(request):
            return refused(request, NotAllowed())
        return HttpResponseRedirect(with_next(reverse("account_login"), request, ended=why))


def is_api(request) -> bool:
    return request.path_info.startswith("/api/")


def with_next(url: str, request, **more) -> str:
    """The address with the page that was asked for, to go on to afterwards (pages that were only read)."""
    if request.method == "GET":
        more["next"] = request.get_full_path()
    return f"{url}?{urlencode(more)}" if more else url
