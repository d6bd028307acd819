"""allauth's forms in our words, and without grey hints inside the boxes."""

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import put_in_words

LABELS = {
    "login": _("Email address"),
    "email": _("Email address"),
    "password": _("Password"),
    "oldpassword": _("Password you have now"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code"),
    "name": _("Name for this passkey"),
    "passwordless": _("Sign in with this passkey alone, without a password"),
}
HINTS = {
    "passwordless": _("It then asks for your face, finger or PIN."),
}


class Worded:
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "nhsuk-input--width-10"}
            put_in_words(name, field)


class Login(Worded, account.LoginForm):
    pass


class ResetPassword(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKey(Worded, account.ResetPasswordKeyForm):
    pass


class ChangePassword(Worded, account.ChangePasswordForm):
    pass


class Reauthenticate(Worded, account.ReauthenticateForm):
    pass


class SecondStep(Worded, second.AuthenticateForm):
    pass


class SecondStepAgain(Worded, second.ReauthenticateForm):
    pass


class AddApp(Worded, totp.ActivateTOTPForm):
    pass


class AddPasskey(Worded, webauthn.AddWebAuthnForm):
    pass


class RenamePasskey(Worded, webauthn.EditWebAuthnForm):
    pass
