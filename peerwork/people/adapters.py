"""How allauth works in this house: accounts come from invitations only, and mail goes through the outbox."""

import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peerwork.kit import outbox
from peerwork.kit.errors import Refused
from peerwork.people import actions, sign_in
from peerwork.people.models import User

NOTICES = {  # what allauth reports by mail, in our words
    "account/email/password_changed": _("the password of your account was changed"),
    "account/email/password_reset": _("the password of your account was changed"),
    "mfa/email/totp_activated": _("an authenticator app was added to your account"),
    "mfa/email/totp_deactivated": _("the authenticator app was taken off your account"),
    "mfa/email/webauthn_added": _("a passkey was added to your account"),
    "mfa/email/webauthn_removed": _("a passkey was taken off your account"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made for your account"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Passwords: for accounts only, never for visitors by link or the system."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email address or the password is not right. Check both, then try again."),
        "too_many_login_attempts": _(
            "That was too many tries. Wait five minutes, then try again, or choose a new password."
        ),
        "incorrect_password": _("That is not your password. Try again."),
        "enter_current_password": _("That is not your password. Try again."),
        "rate_limited": _("That was too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.kind == User.Kind.ACCOUNT else None

    def login(self, request, user):
        super().login(request, user)
        sign_in.begin(request.session)

    def is_reauthentication_required(self, *, app, **kwargs):
        return not sign_in.recently(self.request)

    def set_password(self, user, password):
        actions.change_password(user, password)

    def reauthenticate(self, user, password):
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_password_reset_mail(self, user, email, context):
        if user.kind != User.Kind.ACCOUNT or not user.has_usable_password():
            self._send("no_password", email, {"url": reverse("account_login")})
            return
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": context["uid"], "key": context["key"]})
        self._send("new_password", email, {"url": path})

    def send_mail(self, template_prefix, email, context):
        """Whatever else allauth would write: only the answer to an address nobody has, which takes as long as any."""
        if template_prefix == "account/email/unknown_account":
            self._send("no_account", email, {"url": reverse("account_login")})

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if template_prefix in NOTICES:
            words = {"what": gettext(NOTICES[template_prefix]), "url": reverse("people:account")}
            outbox.send(
                rule="account_notice",
                subject_key=f"user:{user.pk}:{template_prefix}:{sign_in.now()}",
                template="people/account_notice",
                to=user,
                context=words,
            )

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)

    def _send(self, template, email, context):
        outbox.send(
            rule=template,
            subject_key=str(sign_in.now()),  # the address is in the row already, and may be longer than a key
            template=f"people/{template}",
            email=email,
            context=context,
        )


class BySubject(OpenIDConnectProvider):
    """Single sign-on keyed on who issued the identity and the subject there; nothing else of it is kept."""

    def extract_uid(self, data) -> str:
        token, info = data.get("id_token") or {}, data.get("userinfo") or {}
        if not token.get("iss") or not token.get("sub") or info.get("sub", token["sub"]) != token["sub"]:
            raise ImmediateHttpResponse(unknown(self.request))
        return hashlib.sha256(f"{token['iss']}\n{token['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data) -> dict:
        return {"iss": data["id_token"]["iss"], "sub": data["id_token"]["sub"]}


def unknown(request):
    return render(request, "people/unknown.html", status=403)


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts it was linked to by accepting an invitation; an e-mail address proves nothing."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def get_provider(self, request, provider, client_id=None):
        found = super().get_provider(request, provider, client_id)
        return BySubject(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def populate_user(self, request, sociallogin, data):
        return sociallogin.user  # whatever the provider says of them, they are who the invitation was sent to

    def pre_social_login(self, request, sociallogin):
        token = request.session.pop(sign_in.INVITATION, None)
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(unknown(request))
        if token:
            known = sociallogin.user if sociallogin.is_existing else None
            identity = SocialAccount(
                provider=sociallogin.account.provider,
                uid=sociallogin.account.uid,
                extra_data=sociallogin.account.extra_data,
            )
            try:
                user = actions.accept(token, user=known, identity=identity)
            except Refused as problem:
                page = render(request, "people/not_accepted.html", {"problem": problem.message}, status=problem.status)
                raise ImmediateHttpResponse(page) from None
            sociallogin.user, sociallogin.account = (
                user,
                SocialAccount.objects.get(provider=identity.provider, uid=identity.uid),
            )
        elif not sociallogin.is_existing or sociallogin.user.kind != User.Kind.ACCOUNT:
            raise ImmediateHttpResponse(unknown(request))


class MFAAdapter(DefaultMFAAdapter):
    """The second step: its secret is sealed with the installation's own key, and the last one can't be taken off."""

    def encrypt(self, text):
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _seal().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self):
        return settings.PEERWORK["SERVICE_NAME"]

    def can_delete_authenticator(self, authenticator):
        if not settings.MFA_REQUIRED or authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        steps = Authenticator.objects.filter(
            user=authenticator.user_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        )
        return steps.exclude(pk=authenticator.pk).exists()


def _seal() -> MultiFernet:
    keys = [entry.partition(":")[2].rstrip("=") for entry in settings.SEAL_KEYS]
    return MultiFernet([Fernet(key + "=" * (-len(key) % 4)) for key in keys])
