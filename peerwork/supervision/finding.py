"""Looking an account up by the address somebody typed."""

from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.people.models import User
from peerwork.supervision.models import Session


def account_by_address(email: str, session: Session) -> User:
    """The account of this address; raises Invalid, in the same words for nobody and for somebody elsewhere."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True, kind=User.Kind.ACCOUNT).first()
    here = {session.stream.organisation_id, session.person.organisation_id}
    if user is None or user.home_organisation_id not in here:
        raise Invalid(fields={"email": [_("Nobody with this address has an account here. Check it with them.")]})
    return user
