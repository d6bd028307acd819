"""What a session is worth: when it began, whether it was opened with two steps, and how recently."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import NotAllowed
from peerwork.people.models import User

BEGAN, SEEN, LINK, INVITATION = "began_at", "seen_at", "link", "invitation"
STRONG = {"mfa", "socialaccount"}  # a second step of ours, or the organisation's own single sign-on


def now() -> int:
    return int(timezone.now().timestamp())


def begin(session) -> None:
    session[BEGAN] = session[SEEN] = now()


def too_old(session) -> str:
    """Why the session has ended: "long" after so many hours, "idle" after so many minutes unused; "" while it holds."""
    if now() - session.get(BEGAN, now()) >= settings.SESSION_HOURS * 3600:
        return "long"
    if now() - session.get(SEEN, now()) >= settings.SESSION_IDLE_MINUTES * 60:
        return "idle"
    return ""


def seen(session) -> None:
    if BEGAN not in session:
        begin(session)
    elif now() - session[SEEN] >= 30:  # not a write for every request
        session[SEEN] = now()


def needs_second_step(request) -> str:
    """The page a session must go to before any other: "" when it was opened with two steps, or none are asked for."""
    user = request.user
    if user.kind == User.Kind.LINK or not settings.MFA_REQUIRED or request.session.get(LINK):
        return ""
    if any(record["method"] in STRONG for record in get_authentication_records(request, user)):
        return ""
    return "mfa_reauthenticate" if is_mfa_enabled(user) else "people:second_step"


def recently(request) -> bool:
    """Whether the person has proven in the last few minutes that it is still they who sit there."""
    if request.user.kind == User.Kind.LINK:
        return now() - request.session.get(BEGAN, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(proofs) and now() - max(proofs) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def recently_authenticated(view):
    """Ask for the password, code or passkey again before a sensitive page or a bulk export, then go on to it."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated or not recently(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return checked


def ask_again(request):
    """To the page that asks again, and from there back; people without a password prove it where they sign in."""
    if not request.user.is_authenticated or get_adapter().get_reauthentication_methods(request.user):
        raise ReauthenticationRequired()
    identity = SocialAccount.objects.filter(user=request.user).first()
    if identity is None:
        raise NotAllowed(_("To open this page, sign out and sign in again."))
    provider = identity.get_provider(request)
    return redirect(
        provider.get_login_url(request, process="login", next=request.get_full_path(), auth_params="prompt=login")
    )
