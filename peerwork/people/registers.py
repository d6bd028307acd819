"""What this app makes known to the kit and to allauth: its messages, and that a second step set up now counts now."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver

from peerwork.kit import outbox
from peerwork.people import actions  # noqa: F401  registers what somebody holds
from peerwork.people.models import Invitation


@receiver(authenticator_added, dispatch_uid="people.second_step")
def second_step_added(sender, request, user, authenticator, **kwargs):
    if getattr(request, "user", None) == user and authenticator.type != "recovery_codes":
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


def still_open(user, message) -> bool:
    return Invitation.objects.filter(pk=message.about_id, status=Invitation.Status.SENT).exists()


outbox.register("people/invitation", still_open, urgent=True, secret=True)
for name in ("new_email", "old_email", "new_password"):
    outbox.register(f"people/{name}", lambda user, message: True, urgent=True, secret=True)
for name in ("no_account", "no_password", "account_notice"):
    outbox.register(f"people/{name}", lambda user, message: True, urgent=True)
