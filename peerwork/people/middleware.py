"""Before any page: is the session still good, was it opened with two steps, and does a visitor stay with their link."""

from urllib.parse import urlencode

from allauth.account.internal.flows.logout import logout
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from peerwork.kit import drafts
from peerwork.kit.errors import Conflict, NotAllowed, NotHere
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
        "home:brand",  # the colour of the page it stands on
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
        if match.view_name == "mfa_remove_webauthn" and not may_take_off(request, kwargs["pk"]):
            return refused(
                request, Conflict(_("It is your only second step. Add another first, then take this one off."))
            )
        step = sign_in.needs_second_step(request)
        if not step or match.view_name in FIRST_STEP:
            return None
        return (
            refused(request, NotAllowed())
            if is_api(request)
            else HttpResponseRedirect(with_next(reverse(step), request))
        )

    def ended(self, request, why: str):
        kept = request.method == "POST" and not is_api(request) and drafts.keep_sent(request)
        logout(request, show_message=False)
        if is_api(request):
            return refused(request, NotAllowed())
        more = {"next": request.path, "kept": "1"} if kept else {}
        return HttpResponseRedirect(with_next(reverse("account_login"), request, ended=why, **more))


def may_take_off(request, number: int) -> bool:
    """Whether a passkey may go: allauth asks this for apps, not for passkeys."""
    passkey = Authenticator.objects.filter(user=request.user, pk=number).first()
    return passkey is None or get_adapter().can_delete_authenticator(passkey)


def is_api(request) -> bool:
    return request.path_info.startswith("/api/")


def with_next(url: str, request, **more) -> str:
    """The address with the page that was asked for, to go on to afterwards (pages that were only read)."""
    if request.method == "GET":
        more["next"] = request.get_full_path()
    return f"{url}?{urlencode(more)}" if more else url
