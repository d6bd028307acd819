"""What this app makes known: its messages, what waits for somebody, what can be found, and what is kept how long."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peerwork.kit import outbox, retention, search, tasks, trail
from peerwork.kit.models import ExportLine, ReadLine
from peerwork.kit.tasks import Task
from peerwork.people import (
    actions,
    takeout,  # noqa: F401  its part of somebody's own copy
)
from peerwork.people.copies import registers as copies  # noqa: F401  copies of records, and their cases
from peerwork.people.models import Handover, Invitation, Person, PersonMatch, RetentionRule, Unit
from peerwork.people.policy import (
    assignments,
    export_lines,
    handovers,
    invitations,
    matches,
    organisation_settings,
    people,
    retention_rules,
    tokens,
    unit_links,
    units,
    users,
)
from peerwork.people.reach import reach_of
from peerwork.people.records import registers as records  # noqa: F401  questions and corrections


@receiver(authenticator_added, dispatch_uid="people.second_step")
def second_step_added(sender, request, user, authenticator, **kwargs):
    if getattr(request, "user", None) == user and authenticator.type != "recovery_codes":
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


def still_open(user, message) -> bool:
    return Invitation.objects.filter(pk=message.about_id, status=Invitation.Status.SENT).exists()


outbox.register("people/invitation", still_open, urgent=True, secret=True)
for name in ("new_email", "old_email", "new_password"):
    outbox.register(f"people/{name}", lambda user, message: True, urgent=True, secret=True)
for name in ("no_account", "no_password", "account_notice", "second_step_reset"):
    outbox.register(f"people/{name}", lambda user, message: True, urgent=True)


# What waits for somebody --------------------------------------------------------------------------------------------
def waiting(user):
    """Handovers to finish, records that may be one person, rules to confirm: three queries at most."""
    roles = reach_of(user).keys()
    if "administrator" in roles:
        rows = handovers.visible(user).filter(status=Handover.Status.OPEN).select_related("leaver")
        for row in rows.order_by("last_day")[:10]:
            words = _("Hand over what %(name)s holds") % {"name": row.leaver}
            yield Task(words, row.get_absolute_url(), due=row.last_day, consequence=_("Their roles end on that day."))
    if "hr" in roles:
        count = matches.visible(user).filter(status=PersonMatch.Status.PROPOSED).count()
        if count:
            words = ngettext("Decide on %d possible duplicate", "Decide on %d possible duplicates", count) % count
            yield Task(words, reverse("people:matches"), consequence=_("Until then a person may be counted twice."))
    if "records_officer" in roles:
        count = retention_rules.visible(user).filter(confirmed_on__isnull=True).count()
        if count:
            words = ngettext("Confirm %d retention rule", "Confirm %d retention rules", count) % count
            yield Task(words, reverse("people:retention"), consequence=_("Until then nothing of that kind is removed."))


tasks.register("people", waiting)


# The audit trail of what administrators do ----------------------------------------------------------------------------
trail.register(users, "users")
trail.register(tokens, "users")
trail.register(invitations, "roles")
trail.register(assignments, "roles")
trail.register(handovers, "roles")
trail.register(units, "settings")
trail.register(unit_links, "settings")
trail.register(organisation_settings, "settings")
trail.register(retention_rules, "settings")
trail.register(export_lines, "exports")


# What can be found --------------------------------------------------------------------------------------------------
def _account(user) -> str:
    """An administrator's page about somebody; one's own account for anybody else who finds themselves."""
    kept = "administrator" in users.roles(user)
    return reverse("people:user", args=[user.pk]) if kept else reverse("people:account")


search.register(people, ("given_name", "family_name", "known_as", "work_email"))
search.register(units, ("name", "code"))
search.register(users, ("name", "email"), url=_account)


# What is kept how long ----------------------------------------------------------------------------------------------
def confirmed(organisation: Unit) -> dict[str, int]:
    """The classes whose rule somebody has confirmed, with their months."""
    rules = RetentionRule.objects.filter(organisation=organisation, confirmed_on__isnull=False)
    return dict(rules.values_list("record_class", "months"))


def old_invitations(organisation: Unit, day):
    here = Q(unit=organisation) | Q(unit__organisation=organisation)
    return Invitation.objects.filter(here, sent_at__date__lte=day).exclude(status=Invitation.Status.SENT)


retention.connect(
    organisations=lambda: Unit.objects.filter(organisation__isnull=True),
    confirmed=confirmed,
    system=actions.system_user,
)


def old_readings(organisation: Unit, day):
    """Readings of the records of people of this organisation; who is gone from the records counts no more."""
    here = Person.objects.filter(organisation=organisation).values("pk")
    return ReadLine.objects.filter(person_id__in=here, at__date__lte=day)


def old_exports(organisation: Unit, day):
    return ExportLine.objects.filter(by__home_organisation=organisation, at__date__lte=day)


retention.register(
    "audit",
    label=gettext_lazy("Read log"),
    trigger=gettext_lazy("the day of the entry"),
    default_months=72,
    source=gettext_lazy("Organisation's decision"),
    due=old_readings,
)
retention.register(
    "exports",
    label=gettext_lazy("List of files taken away"),
    trigger=gettext_lazy("the day of the entry"),
    default_months=72,
    source=gettext_lazy("Organisation's decision"),
    due=old_exports,
    person="",
)
retention.register(
    "invitation",
    label=gettext_lazy("Invitations that were accepted or withdrawn"),
    trigger=gettext_lazy("the day it was sent"),
    default_months=12,
    source=gettext_lazy("Organisation's decision"),
    due=old_invitations,
    person="",
)
