"""Every write about what is the worker's own: shares, the plan, the card, the wellbeing plan; and what carries over."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.adjustments import around, mail
from peerwork.adjustments.models import Adjustment, Reason
from peerwork.adjustments.own.models import Card, CardOpening, CarryOver, Plan, Share, WellbeingPlan
from peerwork.adjustments.own.policy import cards, carry_overs, openings, plans, shares, wellbeing_plans
from peerwork.adjustments.words import Part
from peerwork.kit import readlog
from peerwork.kit.errors import Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Person, User

REVIEW_DAYS = 2  # access.md: whoever opens a card in an emergency, it is looked at within two days


# Shares -------------------------------------------------------------------------------------------------------------
def share(*, by, person: Person, part: str, user: User, reason: Reason | None = None) -> Share:
    """Let one person read one part, until it is taken back."""
    if user.pk == person.user_id:
        raise Invalid(fields={"user": [_("Choose somebody else: this is yours already.")]})
    values = {"reason": reason} if reason is not None else {}
    if part == Part.REASON and (reason is None or reason.person_id != person.pk):
        raise Invalid(fields={"reason": [_("Choose which reason.")]})
    with creating(shares, "share", by=by, person=person, part=part, user=user, **values) as row:
        pass
    mail.tell(
        user, "shared", f"shared:{row.pk}", about=row, url="/adjustments/shared/",
        words=_("Somebody has chosen to let you read something. They can take it back at any time."),
    )  # fmt: skip
    return row


def unshare(row: Share, *, by, version: int | None = None) -> Share:
    """Take it back: nobody reads it from the next request on."""
    with acting(shares, "unshare", row, by=by, version=version) as row:
        row.ended_on = row.ended_on or around.today()
    return row


# The plan -----------------------------------------------------------------------------------------------------------
def lines_of(person: Person) -> list[dict]:
    """What stands for this person, as a version of the plan keeps it: what, kind and where it is; never why."""
    rows = Adjustment.objects.filter(person=person, status__in=Adjustment.LIVE).order_by("kind", "pk")
    return [
        {
            "adjustment": row.pk,
            "what": str(row),
            "kind": str(row.get_kind_display()),
            "status": str(row.get_status_display()),
            "since": row.in_place_on.isoformat() if row.in_place_on else "",
        }
        for row in rows
    ]


def write_plan(*, by, person: Person, **values) -> Plan:
    """Begin a new version of one's agreement, with the words of the one before where nothing else is given."""
    before = Plan.objects.filter(person=person, status="agreed").first()
    if before is not None and before.person.user_id == by.pk:
        for name in ("good_day", "harder_day", "if_unwell", "contacts"):
            values.setdefault(name, getattr(before, name))
    last = Plan.objects.filter(person=person).order_by("-number").values_list("number", flat=True).first() or 0
    with creating(plans, "write", by=by, person=person, **values) as row:
        row.number, row.lines = last + 1, lines_of(person)
    return row


def edit_plan(row: Plan, *, by, version: int | None = None, **changes) -> Plan:
    """Change a version that is still being written."""
    with acting(plans, "edit", row, by=by, version=version, **changes) as row:
        row.lines = lines_of(row.person)
    return row


def propose_plan(row: Plan, *, by, version: int | None = None) -> Plan:
    """The worker agrees this version, and gives it to the manager to agree. Words stay theirs to share."""
    with acting(plans, "propose", row, by=by, version=version) as row:
        row.proposed_at, row.change_wanted, row.lines = timezone.now(), "", lines_of(row.person)
        if row.review_on is None:
            row.review_on = around.months_after(around.today(), around.times_of(row.person).review_months)
    for manager in around.managers_of(row.person):
        mail.tell(
            manager, "plan", f"plan:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(),
            words=_("Somebody you manage has an agreement for you to read and agree."),
        )  # fmt: skip
    return row


def ask_plan_change(row: Plan, *, by, version: int | None = None, **changes) -> Plan:
    """The manager says what they would change; the worker takes it up or not."""
    with acting(plans, "ask_change", row, by=by, version=version, **changes) as row:
        if not row.change_wanted.strip():
            raise Invalid(fields={"change_wanted": [_("Say what you would change.")]})
        row.proposed_at = None
    _tell_worker(row, "plan_change", _("Your manager has replied about your agreement."))
    return row


@transaction.atomic
def agree_plan(row: Plan, *, by, version: int | None = None) -> Plan:
    """The manager agrees; the version before it becomes an earlier version."""
    held = Plan.objects.filter(person=row.person_id, status="agreed").first()
    if held is not None:
        with acting(plans, "replace", held, by=system_user()):
            pass
    with acting(plans, "agree", row, by=by, version=version) as row:
        row.manager, row.agreed_at = by, timezone.now()
    _tell_worker(row, "plan_agreed", _("Your agreement is agreed by both of you."))
    return row


def withdraw_plan(row: Plan, *, by, version: int | None = None) -> Plan:
    """A version that is not sent after all; the one that holds goes on holding."""
    with acting(plans, "withdraw", row, by=by, version=version) as row:
        pass
    return row


def _tell_worker(row, rule: str, words: str) -> None:
    mail.tell(
        row.person.user, rule, f"{rule}:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(), words=words
    )


# Carried over -------------------------------------------------------------------------------------------------------
def notice_new_managers(*, by) -> int:
    """Tell every manager who has not been told which adjustments they take on; nothing lapses meanwhile. How many."""
    ids = set(Adjustment.objects.filter(status__in=Adjustment.LIVE).values_list("person", flat=True))
    ids |= set(Plan.objects.filter(status="agreed").values_list("person", flat=True))
    managers = around.managers_by_person(ids)
    told = {(row.person_id, row.manager_id): row for row in CarryOver.objects.exclude(status="closed")}
    knows = set(
        Adjustment.objects.filter(person__in=ids, decided_by__isnull=False).values_list("person", "decided_by")
    ) | set(Plan.objects.filter(person__in=ids, status="agreed").values_list("person", "manager"))
    people, made = Person.objects.in_bulk(ids), 0
    for pk, users in managers.items():
        for user in users:
            if (pk, user.pk) in knows or (pk, user.pk) in told:
                continue
            notice(by=by, person=people[pk], manager=user)
            made += 1
    for (pk, manager), row in told.items():
        if manager not in {user.pk for user in managers.get(pk, [])}:
            with acting(carry_overs, "close", row, by=by):
                pass
    return made


def notice(*, by, person: Person, manager: User) -> CarryOver:
    """Tell a new manager that adjustments carry on, and the worker that their words need a yes of theirs."""
    with creating(carry_overs, "notice", by=by, person=person, manager=manager) as row:
        pass
    mail.tell(
        manager, "carried", f"carried:{row.pk}", about=row, url=f"/adjustments/people/{person.pk}/",
        words=_("Adjustments of somebody you now manage carry on as they are. Please read them and take them on."),
    )  # fmt: skip
    mail.tell(
        person.user, "carried_worker", f"carried:{row.pk}", about=row, url="/adjustments/",
        words=_("Your adjustments carry on with a new manager. They read none of your words unless you share them."),
    )  # fmt: skip
    return row


def accept(row: CarryOver, *, by, version: int | None = None) -> CarryOver:
    """The new manager takes them on; what held, holds, whether they do or not."""
    with acting(carry_overs, "accept", row, by=by, version=version) as row:
        row.accepted_on = around.today()
    mail.tell(
        row.person.user, "accepted", f"accepted:{row.pk}", about=row, url="/adjustments/",
        words=_("Your new manager has read your adjustments and takes them on."),
    )  # fmt: skip
    return row


# The card -----------------------------------------------------------------------------------------------------------
def write_card(*, by, person: Person, **values) -> Card:
    """Write one's own card for a day one is unwell at work."""
    with creating(cards, "write", by=by, person=person, **values) as row:
        pass
    return row


def edit_card(row: Card, *, by, version: int | None = None, **changes) -> Card:
    """Change one's card; what stood there before is not kept."""
    with acting(cards, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def erase_card(row: Card, *, by) -> None:
    """Erase one's card for good; who opened it when stays known."""
    _erase(cards, row, by)


@transaction.atomic
def open_card(row: Card, *, by, reason: str) -> Card:
    """Open somebody's card in an emergency: the reason is kept, the worker is told, and it is looked at in two days."""
    if not (reason or "").strip():
        raise Invalid(fields={"reason": [_("Say why you need it now. One line is enough.")]})
    card = cards.find(by, pk=row.pk)
    cards.require(by, "open", card)
    with creating(openings, "open", by=by, card=card, reason=reason) as opening:
        opening.person, opening.by = card.person, by
        opening.review_by = around.today() + timedelta(days=REVIEW_DAYS)
    card = readlog.opened(
        cards, by, what=_("card for a day unwell at work"), person_id=card.person_id, reason=reason, pk=card.pk
    )
    mail.tell(
        card.person.user, "card", f"card:{opening.pk}", about=opening, url=opening.get_absolute_url(), even_away=True,
        title=_("Someone opened a part of your record"),
        words=_("Somebody opened a part of your record, with a reason. You can read who and why."),
    )  # fmt: skip
    return card


def review_opening(row: CardOpening, *, by, version: int | None = None, **changes) -> CardOpening:
    """HR or the lived-experience lead looks at it afterwards: was it needed? Never whoever opened it."""
    with acting(openings, "review", row, by=by, version=version, **changes) as row:
        row.reviewed_by, row.reviewed_on = by, around.today()
    return row


# The wellbeing plan -------------------------------------------------------------------------------------------------
def write_wellbeing(*, by, person: Person, **values) -> WellbeingPlan:
    """Write one's own wellbeing plan; nobody else reads it, and nobody asks for it."""
    with creating(wellbeing_plans, "write", by=by, person=person, **values) as row:
        pass
    return row


def edit_wellbeing(row: WellbeingPlan, *, by, version: int | None = None, **changes) -> WellbeingPlan:
    """Change one's wellbeing plan; what stood there before is not kept."""
    with acting(wellbeing_plans, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def erase_wellbeing(row: WellbeingPlan, *, by) -> None:
    """Erase one's wellbeing plan for good, and end its shares."""
    with transaction.atomic():
        for given in Share.objects.filter(person=row.person_id, part=Part.WELLBEING, ended_on__isnull=True):
            unshare(given, by=by)
        _erase(wellbeing_plans, row, by)


def _erase(policy, row, by) -> None:
    with transaction.atomic():
        locked = policy.lock(by, row)
        policy.require(by, "erase", locked)
        locked.delete()


def seal(person: Person, *, by) -> None:
    """Somebody has died: nothing of theirs is shared any more, and their card opens to nobody."""
    for row in Share.objects.filter(person=person, ended_on__isnull=True):
        unshare(row, by=system_user())
