"""People who come by a link and a code: what each kind of link opens, and that it opens nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import login
from django.utils.translation import gettext_lazy as _

from peerwork.kit.errors import NotHere
from peerwork.kit.models import Link
from peerwork.people import sign_in
from peerwork.people.models import User


@dataclass(frozen=True)
class Purpose:
    """One kind of link.

    words   what the person will find behind it, as in "Your application"
    opens   link -> the address they land on
    views   the names of the views a session by this link may use; a view with a `pk` in its address only for the
            link's own object
    """

    words: str
    opens: Callable[[Link], str]
    views: frozenset[str]


_purposes: dict[str, Purpose] = {}
ALWAYS = frozenset({"account_logout", "people:keep", "people:link"})


def register(name: str, *, words, opens, views) -> None:
    """Make a kind of link known. Raises nothing; a link of an unknown kind opens nothing."""
    _purposes[name] = Purpose(words, opens, frozenset(views))


def purpose_of(link: Link) -> Purpose:
    """Raises NotHere for a link that is not for visitors (an invitation, a change of address)."""
    if link.purpose not in _purposes or link.user is None or link.user.kind != User.Kind.LINK:
        raise NotHere()
    return _purposes[link.purpose]


def enter(request, link: Link) -> str:
    """Begin the visitor's session, confined to their link; the address to go to."""
    login(request, link.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    sign_in.begin(request.session)
    request.session[sign_in.LINK] = {"id": link.pk, "purpose": link.purpose, "pk": link.about_id}
    return purpose_of(link).opens(link)


def may_open(request, match) -> bool:
    """Whether this session may use this view: a visitor's only for what their link is about, all others any."""
    if request.user.kind != User.Kind.LINK:
        return True
    if match.view_name in ALWAYS:
        return True
    link = request.session.get(sign_in.LINK) or {}
    purpose = _purposes.get(link.get("purpose"))
    if purpose is None or match.view_name not in purpose.views:
        return False
    if Link.objects.filter(pk=link["id"], revoked_at__isnull=False).exists():
        return False
    return "pk" not in match.kwargs or match.kwargs["pk"] == link["pk"]


GONE = _("This link has been used, has ended, or was withdrawn. Ask whoever sent it for a new one.")
