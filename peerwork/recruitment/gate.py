"""What a vacancy needs before people may apply: what can't be done without, and what can with a counted reason."""

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.placements.warnings import team_not_ready
from peerwork.recruitment.models import Vacancy
from peerwork.recruitment.words import Rule

# What applicants have read and answered to stays as it is.
FIXED = ("title", "team", "employer", "host", "post", "family", "scope", "band", "contract", "wte")


def faults(vacancy: Vacancy) -> dict[str, list[str]]:
    """What must be there: field -> messages."""
    found = {}
    if not vacancy.advert.strip():
        found["advert"] = [_("Write about the role first: people read it before they apply.")]
    if vacancy.closes_at is None:
        found["closes_on"] = [_("Say when it closes.")]
    elif vacancy.closes_at <= timezone.now():
        found["closes_on"] = [_("The closing time has passed. Choose a later one.")]
    lines = vacancy.criteria.filter(dropped_on__isnull=True)
    if not any(line.essential for line in lines):
        found["criteria"] = [_("Add at least one essential criterion.")]
    elif not any("application" in line.assessed_by for line in lines):
        found["criteria"] = [_("Say which criteria are looked at in the application.")]
    return found


def missing(vacancy: Vacancy) -> dict[str, str]:
    """What HR may publish without, for a written reason: rule -> words."""
    found = {}
    if vacancy.post_id is None:
        found[Rule.POST] = _("a post in the establishment")
    if not vacancy.panel_plan.strip() or vacancy.panel_service_users == 0:
        found[Rule.PANEL_PLAN] = _("a panel plan that names places for service users")
    if not vacancy.involvements.exists():
        found[Rule.INVOLVEMENT] = _("a service user or carer taking part in the specification")
    if team_not_ready(vacancy.team):
        found[Rule.TEAM] = _("a team that somebody has said is ready to welcome a peer worker")
    return found
