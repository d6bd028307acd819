"""Which rules of the organisation a panel does not keep: shown at once, and in the way of a decision until mended."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peerwork.people.models import Unit
from peerwork.placements.models import Placement
from peerwork.placements.reach import in_post_or_coming
from peerwork.recruitment.models import Application
from peerwork.recruitment.panels import reach
from peerwork.recruitment.panels.models import Panel, PanelRule, Seat

TIES = {
    "applicant": gettext_lazy("%(name)s applies for this post, and can’t sit on its panel."),
    "reserve": gettext_lazy("%(name)s is on a reserve list, and can’t sit on this panel."),
    "supervisor": gettext_lazy("%(name)s supervises somebody who applies, and can’t sit on this panel."),
}


@dataclass(frozen=True)
class Breach:
    """A rule that is not kept; `key` is how it is named when somebody allows the panel to go on."""

    key: str
    words: str | Promise


def rule_of(organisation: Unit | int) -> PanelRule:
    """What this organisation asks of its panels: its own rules, or the defaults."""
    number = organisation if isinstance(organisation, int) else organisation.pk
    return PanelRule.objects.filter(organisation=number).first() or PanelRule(organisation_id=number)


def sitting(panel: Panel) -> list[Seat]:
    """Everybody asked or on the panel, reserves last."""
    rows = panel.seats.filter(status__in=reach.SITTING).select_related("panellist__user")
    return sorted(rows, key=lambda seat: (seat.reserve, not seat.chair, seat.pk))


def employed_peers(seats: list[Seat]) -> set[int]:
    """Places held as service user or carer by somebody who is employed here: they don't count as such."""
    lived = {seat.panellist.user_id: seat.pk for seat in seats if seat.is_lived}
    placed = Placement.objects.filter(in_post_or_coming(), person__user__in=lived).exclude(contract="volunteer")
    return {lived[user] for user in placed.values_list("person__user", flat=True)}


def ties(panel: Panel, users: list[int]) -> dict[int, str]:
    """Of these users, those who may not sit, and why."""
    found = reach.tied_to_applicants(panel, users)
    waiting = Application.objects.filter(user__in=users, status="reserve")
    return {**dict.fromkeys(waiting.values_list("user", flat=True), "reserve"), **found}


def breaches(panel: Panel, seats: list[Seat] | None = None) -> list[Breach]:
    """Every rule this panel does not keep as it stands, allowed or not; a constant number of queries."""
    rule = rule_of(panel.vacancy.employer_id)
    seats = sitting(panel) if seats is None else seats
    peers = employed_peers(seats)
    members = [seat for seat in seats if not seat.reserve]
    lived = [seat for seat in members if seat.is_lived and seat.pk not in peers]
    staff = len(members) - len(lived)
    found = []
    if len(lived) < rule.service_users:
        asked = ngettext(
            "There should be %(n)d service user or carer on the panel; there are %(there)d.",
            "There should be %(n)d service users or carers on the panel; there are %(there)d.",
            rule.service_users,
        )
        found.append(Breach("service_users", asked % {"n": rule.service_users, "there": len(lived)}))
    if rule.no_fewer_than_staff and len(lived) < staff:
        words = _("There are fewer service users and carers (%(lived)d) than staff (%(staff)d).")
        found.append(Breach("no_fewer_than_staff", words % {"lived": len(lived), "staff": staff}))
    if peers:
        names = ", ".join(str(seat) for seat in seats if seat.pk in peers)
        words = _("%(names)s: employed here, so counted as staff. Service-user places are for others.")
        found.append(Breach("employed_peers", words % {"names": names}))
    if rule.named_reserve and not any(seat.reserve and seat.is_lived for seat in seats):
        found.append(Breach("named_reserve", _("No service user or carer is named as reserve.")))
    if rule.trained_only and (names := [str(seat) for seat in members if not seat.panellist.trained_on]):
        words = _("Not trained for panels yet: %(names)s.") % {"names": ", ".join(names)}
        found.append(Breach("trained_only", words))
    if len(members) < panel.quorum:
        words = _("%(n)d members must score; only %(there)d are on the panel.")
        found.append(Breach("quorum", words % {"n": panel.quorum, "there": len(members)}))
    tied = ties(panel, [seat.panellist.user_id for seat in seats])
    for seat in seats:
        if why := tied.get(seat.panellist.user_id):
            found.append(Breach(f"tied_{seat.pk}", TIES[why] % {"name": seat}))
    return found


def standing(panel: Panel, seats: list[Seat] | None = None) -> list[Breach]:
    """The breaches nobody has allowed: while there is one, no decision can be recorded."""
    return [breach for breach in breaches(panel, seats) if breach.key not in panel.overridden]
