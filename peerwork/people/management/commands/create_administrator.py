"""The first administrator of an organisation: a link to make their account, printed once and kept nowhere."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from peerwork.kit.errors import Refused
from peerwork.people import actions
from peerwork.people.models import Role, RoleAssignment, Unit, live


class Command(BaseCommand):
    help = "Invite the first administrator of an organisation, and print the link with which they make their account."

    def add_arguments(self, parser):
        parser.add_argument("--organisation", required=True, metavar="CODE", help="the organisation's ODS or own code")
        parser.add_argument("--organisation-name", default="", help="its name, when it is not here yet")
        parser.add_argument("--name", required=True, help="the administrator's name")
        parser.add_argument("--email", required=True, help="their email address")
        parser.add_argument("--another", action="store_true", help="invite one more where there is one already")

    @transaction.atomic
    def handle(self, *, organisation, organisation_name, name, email, another, **options):
        by = actions.system_user()
        try:
            unit = Unit.objects.filter(code=organisation, organisation__isnull=True).first()
            if unit is None:
                unit = actions.open_unit(
                    by=by, kind=Unit.Kind.ORGANISATION, code=organisation, name=organisation_name or organisation
                )
                self.stderr.write(f"Opened the organisation {unit} ({unit.code}).")
            held = RoleAssignment.objects.filter(live(), role=Role.ADMINISTRATOR, unit=unit, user__is_active=True)
            if held.exists() and not another:
                raise CommandError(f"{unit} has an administrator: ask them, or add --another.")
            actions.propose_retention(unit, by=by)
            invitation = actions.invite(by=by, email=email, name=name, role=Role.ADMINISTRATOR, unit=unit)
            token = actions.issue_invitation_link(invitation)
        except Refused as problem:
            words = [message for messages in getattr(problem, "fields", {}).values() for message in messages]
            raise CommandError("; ".join(words) or str(problem)) from None
        self.stderr.write(f"{name} makes their account here, once, within {actions.INVITATION_DAYS} days:")
        self.stdout.write(settings.SITE_URL + reverse("people:accept", args=[token]))
