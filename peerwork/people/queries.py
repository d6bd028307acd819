"""What the pages about accounts, units and people show; the user who asks comes first."""

from collections import defaultdict

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.models import Link
from peerwork.people.models import (
    FIRST_DAY,
    ApiToken,
    Handover,
    Identifier,
    Invitation,
    Person,
    PersonMatch,
    RetentionRule,
    RoleAssignment,
    Unit,
    UnitLink,
    User,
    live,
)
from peerwork.people.policy import (
    assignments,
    handovers,
    identifiers,
    invitations,
    matches,
    organisation_settings,
    people,
    retention_rules,
    starting_needs,
    tokens,
    units,
    users,
    workers,
)
from peerwork.people.reach import in_words, reach_of, units_of

PAGE = 50


def page_of(rows, number):
    return Paginator(rows, PAGE).get_page(number)


# Accounts -----------------------------------------------------------------------------------------------------------
def users_for(user, *, q="", role="", status=""):
    """Accounts, each with the roles it holds today in `held`."""
    held = assignments.visible(user).filter(live()).select_related("unit")
    rows = users.visible(user).exclude(kind=User.Kind.SYSTEM).prefetch_related(Prefetch("assignments", held, "held"))
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(email__icontains=q))
    if role:
        rows = rows.filter(pk__in=RoleAssignment.objects.filter(live(), role=role).values("user"))
    if status:
        rows = rows.filter(is_active=status == "open")
    return rows.order_by("name", "pk")


def roles_held(user, of: User):
    """Every role of an account, past and to come, newest first."""
    return assignments.visible(user).filter(user=of).select_related("unit").order_by("-starts_on", "-pk")


def tokens_of(user, of: User):
    return tokens.visible(user, ApiToken.objects.filter(user=of)).order_by("revoked_at", "-pk")


def second_steps_of(of: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=of).exclude(type=Authenticator.Type.RECOVERY_CODES))


def sessions_of(of: User) -> list[UserSession]:
    """Where an account is signed in now, newest first; forgets sessions that have ended."""
    return sorted(UserSession.objects.purge_and_list(of), key=lambda row: row.created_at, reverse=True)


def successors_of(user, leaver: User):
    """Who may take over from somebody: open accounts within reach, but their own."""
    rows = users.narrow(user, User.objects.filter(is_active=True, kind=User.Kind.ACCOUNT))
    return rows.exclude(pk=leaver.pk).order_by("name")


def invited_by(link: Link) -> tuple[Invitation, User | None]:
    """What an invitation's link is about, and the account its address has already; the link itself is the right."""
    invitation = Invitation.objects.select_related("unit__organisation").get(pk=link.about_id)
    # Whoever came by link so far has no account yet: accepting makes it one.
    return invitation, User.objects.filter(email__iexact=invitation.email).exclude(kind=User.Kind.LINK).first()


def invitations_for(user, status=""):
    rows = invitations.visible(user).filter(status=status or Invitation.Status.SENT)
    return rows.select_related("unit", "accepted_by").order_by("-sent_at", "-pk")


def units_to_choose(user, *roles: str):
    """Open units where the user holds one of these roles."""
    return units.visible(user).filter(pk__in=units_of(user, *roles), closed_on__isnull=True).order_by("name", "pk")


def organisations_of_role(user, role: str):
    """The organisations the user holds this role on as a whole."""
    return Unit.objects.filter(pk__in=reach_of(user).get(role, ()), organisation__isnull=True).order_by("name")


def who_reads(policy, *fields) -> str:
    """Who can see these fields, in words made from the policy: never typed by hand."""
    named = [in_words(role) for role in policy.readers(*fields) if role != "system"]
    return _("Who can see this: %(roles)s.") % {"roles": ", ".join(dict.fromkeys(named))}


def needs_of(user, person: Person) -> list:
    """What somebody brought along from before their first day, as far as the reader may see it."""
    rows = starting_needs.visible(user).filter(person=person, withdrawn_on__isnull=True)
    return [starting_needs.show(row) for row in rows]


# Units --------------------------------------------------------------------------------------------------------------
def tree(user, on=None) -> list[dict]:
    """The units as they lay on a day, top down: dicts with unit, depth and since when it is where it is."""
    on = on or timezone.localdate()
    rows = {
        unit.pk: unit
        for unit in units.visible(user).exclude(closed_on__lt=on).exclude(opened_on__gt=on).order_by("name", "pk")
    }
    below, parents = defaultdict(list), {}
    for link in UnitLink.objects.filter(live(on), unit__in=rows):
        below[link.parent_id].append(link)
        parents[link.unit_id] = link.parent_id
    found = []

    def down(unit, depth, since):
        found.append({"unit": unit, "depth": depth, "indent": min(2 * depth, 9), "since": since})
        for link in sorted(below[unit.pk], key=lambda link: rows[link.unit_id].name):
            since = link.starts_on if link.starts_on > FIRST_DAY else None
            down(rows[link.unit_id], depth + 1, since)

    for unit in rows.values():
        if parents.get(unit.pk) not in rows:
            down(unit, 0, None)
    return found


def places_of(unit: Unit):
    """Where a unit has been, newest first."""
    return UnitLink.objects.filter(unit=unit).select_related("parent").order_by("-starts_on")


def settings_of(user, organisation: int):
    # By the key, not the link: a number too large for the database is then simply not there.
    rows = organisation_settings.visible(user).select_related("organisation")
    return rows.filter(organisation__pk=organisation).first()


def retention_for(user):
    return retention_rules.visible(user, RetentionRule.objects.select_related("organisation", "confirmed_by")).order_by(
        "organisation__name", "record_class"
    )


def handovers_for(user):
    return handovers.visible(user, Handover.objects.select_related("leaver", "successor", "organisation")).order_by(
        "-status", "last_day", "pk"
    )


def organisations_to_register_in(user):
    return Unit.objects.filter(pk__in=reach_of(user).get("hr", ()), organisation__isnull=True).order_by("name")


# People -------------------------------------------------------------------------------------------------------------
def people_for(user, *, q="", left=""):
    """People within reach who are not merged into another record."""
    rows = people.visible(user).filter(merged_into__isnull=True).select_related("organisation")
    today = timezone.localdate()
    gone = Q(left_on__lt=today)
    rows = rows.filter(gone) if left == "left" else rows.exclude(gone)
    for word in q.split():
        named = Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word)
        numbered = identifiers.visible(user, Identifier.objects.filter(value__iexact=word)).values("person")
        rows = rows.filter(named | Q(work_email__icontains=word) | Q(pk__in=numbered))
    return rows.order_by("family_name", "given_name", "pk")


def numbers_of(user, person: Person):
    return identifiers.visible(user).filter(person=person).select_related("organisation")


def worker_of(user, person: Person):
    return workers.visible(user).filter(person=person).first()


def matches_for(user):
    rows = PersonMatch.objects.select_related("kept", "duplicate", "kept__organisation")
    return matches.visible(user, rows).order_by("-status", "-pk")
