"""Every write about coming back: the conversation, the hours agreed for the first weeks, and their putting in place."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from peerwork.adjustments import around, mail
from peerwork.adjustments.returning.models import Return
from peerwork.adjustments.returning.policy import returns
from peerwork.kit.errors import Invalid
from peerwork.kit.records import acting, creating
from peerwork.placements import actions as placements
from peerwork.placements.models import Away


def _tell(user, rule: str, row: Return, words: str) -> None:
    mail.tell(user, rule, f"{rule}:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(), words=words,
              even_away=True)  # fmt: skip


def open_return(*, by, away: Away, **values) -> Return:
    """Begin a return to work: when somebody is back, or says when they will be."""
    with creating(returns, "open", by=by, away=away, **values) as row:
        row.person = away.person
    _tell(row.person.user, "return", row, _("Your return to work is being prepared with you."))
    return row


def edit(row: Return, *, by, version: int | None = None, **changes) -> Return:
    """Change the first day back, or what helps."""
    with acting(returns, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def hold(row: Return, *, by, version: int | None = None, **changes) -> Return:
    """You have talked about coming back: when, and what will help in the first weeks."""
    with acting(returns, "hold", row, by=by, version=version, **changes) as row:
        row.held_by, row.held_on = by, row.held_on or around.today()
    return row


def keep_apart(row: Return, *, by, version: int | None = None, **changes) -> Return:
    """Say whether this absence is linked to a disability; if so it is left out of any count of absences."""
    with acting(returns, "keep_apart", row, by=by, version=version, **changes) as row:
        pass
    return row


def propose_hours(row: Return, *, by, version: int | None = None, **changes) -> Return:
    """Propose fewer hours for the first weeks, step by step; they end by themselves."""
    with acting(returns, "propose_hours", row, by=by, version=version, **changes) as row:
        if row.placement is None or row.placement.person_id != row.person_id:
            raise Invalid(fields={"placement": [_("Choose the placement they come back to.")]})
        if not row.phases:
            raise Invalid(fields={"phases": [_("Give at least one step.")]})
        row.change_wanted = ""
    _tell(
        row.person.user,
        "return_hours",
        row,
        _("Hours for your first weeks back are proposed. Agree, or say what to change."),
    )
    return row


def ask_change(row: Return, *, by, version: int | None = None, **changes) -> Return:
    """The worker says what they would change about the hours."""
    with acting(returns, "ask_change", row, by=by, version=version, **changes) as row:
        if not row.change_wanted.strip():
            raise Invalid(fields={"change_wanted": [_("Say what you would change.")]})
    if row.held_by is not None:
        _tell(row.held_by, "return_change", row, _("A change is asked for to the hours of a return to work."))
    return row


def agree(row: Return, *, by, version: int | None = None) -> Return:
    """The worker agrees the hours; HR puts them in place."""
    with acting(returns, "agree", row, by=by, version=version) as row:
        row.agreed_on = around.today()
    for user in around.hr_of(row.person):
        _tell(user, "return_agreed", row, _("Hours of a return to work are agreed. Please put them in place."))
    return row


@transaction.atomic
def apply(row: Return, *, by, version: int | None = None) -> Return:
    """Put the agreed hours in place: each step changes the placement for its own weeks, and then ends by itself."""
    with acting(returns, "apply", row, by=by, version=version) as row:
        row.applied_on = around.today()
        for phase in row.phases:
            placements.change_placement(
                row.placement, by=by, kind="phased", working_wte=Decimal(str(phase["working_wte"])),
                starts_on=date.fromisoformat(phase["starts_on"]), until=date.fromisoformat(phase["ends_on"]),
            )  # fmt: skip
    _tell(row.person.user, "return_applied", row, _("Your hours for the first weeks back are in place."))
    return row


def finish(row: Return, *, by, version: int | None = None) -> Return:
    """Nothing more is to be arranged about this return."""
    with acting(returns, "finish", row, by=by, version=version) as row:
        pass
    return row
