"""The accounts of people who come by a link: starters and referees."""

from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.records import keep
from peerwork.people.actions import system_user
from peerwork.people.models import User


def user_for(email: str, name: str) -> User:
    """Whoever has this address, or somebody new who comes by link and code. Raises Invalid for a closed account."""
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(kind=User.Kind.LINK, email=email, name=name)
        user.set_unusable_password()
        keep(user, "join", by=system_user())
    elif not user.is_active:
        raise Invalid(fields={"email": [_("This address can’t be written to. Ask for another one.")]})
    return user
