"""What the pages of adjustments show: rows within the reader's reach, and nothing of them the reader may not see."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from peerwork.adjustments import around, reach
from peerwork.adjustments.health.models import Report
from peerwork.adjustments.health.policy import referrals, reports
from peerwork.adjustments.models import Adjustment, Reason, Step, Times, TypicalAdjustment
from peerwork.adjustments.own.models import Card, Plan, WellbeingPlan
from peerwork.adjustments.own.policy import cards, carry_overs, openings, plans, shares, wellbeing_plans
from peerwork.adjustments.policy import adjustments, library, reasons, steps, times
from peerwork.adjustments.returning.policy import returns
from peerwork.kit.errors import Invalid, NotAllowed, NotHere
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.people.models import Person, Unit, User, live
from peerwork.people.policy import people
from peerwork.people.queries import organisations_of_role
from peerwork.people.reach import reach_of
from peerwork.placements.models import Placement, SupervisorLink
from peerwork.placements.policy import away
from peerwork.placements.reach import in_post_or_coming, supervises_somebody

KIND_OF = {
    "provisional": "quiet",
    "asked": "info",
    "agreed": "info",
    "partly": "info",
    "declined": "quiet",
    "in_place": "done",
    "reviewed": "done",
    "ended": "quiet",
    "withdrawn": "quiet",
}


def me(user) -> Person:
    """The user's own record; raises NotHere for somebody without one."""
    person = Person.objects.filter(user=user.pk).first()
    if person is None:
        raise NotHere()
    return person


def decides(user) -> bool:
    """Whether the user answers requests of anybody: managers and HR."""
    return "hr" in reach_of(user) or reach.manages_somebody(user)


# Adjustments --------------------------------------------------------------------------------------------------------
def where_it_is(row: Adjustment) -> dict:
    """A cell: where it is, in a tag, and since or until when, in words. Late ones say so."""
    seen = adjustments.show(row)
    if "asked_on" in seen.readable and row.late_since:
        words = _("since %(day)s") % {"day": day_words(row.late_since)}
        labels = {"asked": _("Answer overdue"), "agreed": _("Overdue"), "partly": _("Overdue")}
        return {"text": labels.get(row.status, _("To look at again")), "kind": "over", "sub": words}
    sub = ""
    if row.status in Adjustment.STANDING and row.in_place_on:
        sub = _("since %(day)s") % {"day": day_words(row.in_place_on)}
    elif row.status in ("agreed", "partly") and "place_by" in seen.readable and row.place_by:
        sub = _("by %(day)s") % {"day": day_words(row.place_by)}
    elif row.status == "asked" and "answer_by" in seen.readable and row.answer_by:
        sub = _("answer by %(day)s") % {"day": day_words(row.answer_by)}
    elif row.status == "provisional" and row.stands_on:
        sub = _("stands from %(day)s") % {"day": day_words(row.stands_on)}
    return {"text": row.get_status_display(), "kind": KIND_OF[row.status], "sub": sub}


def who_by_adjustment(user, rows) -> dict[int, str]:
    """Who makes each of these happen, in a word."""
    found: dict[int, list[str]] = defaultdict(list)
    mine = steps.visible(user, Step.objects.filter(adjustment__in=[row.pk for row in rows], status="open"))
    for step in mine.select_related("owner"):
        if "owner" in steps.readable(step):
            found[step.adjustment_id].append(step.who())
    return {pk: ", ".join(dict.fromkeys(names)) for pk, names in found.items()}


def adjustments_of(user, person: Person) -> list[Adjustment]:
    """One person's adjustments within reach, what stands and what is asked first."""
    order = ["provisional", "asked", "agreed", "partly", "in_place", "reviewed", "declined", "ended", "withdrawn"]
    rows = adjustments.visible(user, Adjustment.objects.filter(person=person)).select_related("decided_by", "person")
    return sorted(rows, key=lambda row: (order.index(row.status), row.kind, row.pk))


def queue(user) -> dict[str, list[Adjustment]]:
    """What those who decide have before them, by stage, the latest first; never one's own."""
    rows = adjustments.visible(user).exclude(person__user=user.pk)
    rows = rows.exclude(status__in=("ended", "withdrawn", "declined")).select_related("person").order_by("pk")
    found: dict[str, list[Adjustment]] = {"late": [], "asked": [], "arranging": [], "review": [], "standing": []}
    for row in rows[:500]:
        if not adjustments.granted(row):
            continue
        if row.late_since:
            found["late"].append(row)
        elif row.status in Adjustment.WAITING:
            found["asked"].append(row)
        elif row.status in ("agreed", "partly"):
            found["arranging"].append(row)
        elif row.not_working or row.outcome in ("change", "end"):
            found["review"].append(row)
        else:
            found["standing"].append(row)
    found["late"].sort(key=lambda row: (row.late_since, row.pk))
    return found


def library_for(user, organisation_id: int) -> QuerySet:
    return library.visible(user, TypicalAdjustment.objects.filter(organisation=organisation_id, closed_on=None))


def library_page(user) -> list[TypicalAdjustment]:
    return list(library.visible(user).filter(closed_on__isnull=True).select_related("organisation"))


def times_page(user) -> list[Times]:
    return list(times.visible(user).select_related("organisation", "confirmed_by"))


def owners_for(person: Person) -> QuerySet:
    """Who may be asked to do a step: managers and HR around the worker, and the worker's own supervisors."""
    around_them = {user.pk for user in (*around.managers_of(person), *around.hr_of(person))}
    return User.objects.filter(
        Q(pk__in=around_them) | Q(pk__in=_supervisors(person)), is_active=True, kind=User.Kind.ACCOUNT
    )


def _supervisors(person: Person):
    return SupervisorLink.objects.filter(live(), person=person).values("supervisor")


def steps_of(user, adjustment: Adjustment) -> list[Step]:
    return list(steps.visible(user, Step.objects.filter(adjustment=adjustment)).select_related("owner"))


def steps_owned(user) -> list[Step]:
    rows = steps.visible(user, Step.objects.filter(owner=user.pk, status="open"))
    return list(rows.select_related("person").order_by("due_on"))


def reason_of(user, adjustment: Adjustment) -> Reason | None:
    """That there is a reason within reach; its words need opening."""
    return reasons.visible(user, Reason.objects.filter(adjustment=adjustment)).first()


def reasons_of(user, person: Person) -> QuerySet:
    return reasons.visible(user, Reason.objects.filter(person=person)).select_related("adjustment")


# The worker's own ---------------------------------------------------------------------------------------------------
def plans_of(user, person: Person) -> list[Plan]:
    return list(plans.visible(user, Plan.objects.filter(person=person)).select_related("manager").order_by("-number"))


def shares_of(user, person: Person) -> list:
    rows = shares.visible(user).filter(person=person, ended_on__isnull=True)
    return list(rows.select_related("user", "reason__adjustment"))


def shared_with(user) -> list:
    rows = shares.visible(user).filter(user=user.pk, ended_on__isnull=True)
    return list(rows.select_related("person", "reason"))


def shared_page(user) -> list[tuple]:
    """What is shared with the user, each with the page it is read on; ("", 0) where there is nothing to read yet."""
    rows = shared_with(user)
    owners = {row.person_id for row in rows}
    known = dict(wellbeing_plans.visible(user).filter(person__in=owners).values_list("person", "pk"))
    versions: dict[int, int] = {}
    for pk, person in plans.visible(user).filter(person__in=owners).order_by("number").values_list("pk", "person"):
        versions[person] = pk
    holding = plans.visible(user).filter(person__in=owners, status="agreed").values_list("person", "pk")
    versions |= dict(holding)
    found = []
    for row in rows:
        page: tuple[str, int] = ("", 0)
        if row.part == "reason" and row.reason_id:
            page = ("adjustments:reason", row.reason_id)
        elif row.part == "plan" and row.person_id in versions:
            page = ("adjustments:plan", versions[row.person_id])
        elif row.part == "wellbeing" and row.person_id in known:
            page = ("adjustments:wellbeing", known[row.person_id])
        found.append((row, page))
    return found


def may_share_with(person: Person) -> QuerySet:
    return owners_for(person)


def account_by_address(email: str, person: Person) -> User:
    """The account of this address; raises Invalid, in the same words for nobody and for somebody elsewhere."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True, kind=User.Kind.ACCOUNT).first()
    known = {each.pk for each in (*around.managers_of(person), *around.hr_of(person))}
    if user is None or (user.home_organisation_id != person.organisation_id and user.pk not in known):
        raise Invalid(fields={"email": [_("Nobody with this address has an account here. Check it with them.")]})
    return user


def carried(user) -> list:
    """What the user, as a new manager, has still to take on."""
    rows = carry_overs.visible(user).filter(manager=user.pk, status="noticed")
    return list(rows.select_related("person"))


def carried_of(user, person: Person) -> list:
    rows = carry_overs.visible(user).filter(person=person).exclude(status="closed")
    return list(rows.select_related("manager"))


def own_card(user) -> Card | None:
    return cards.visible(user).filter(person__user=user.pk).first()


def card_of(user, person: Person) -> Card | None:
    return cards.visible(user).filter(person=person).first()


def cards_to_open(user) -> list[Card]:
    rows = cards.visible(user).exclude(person__user=user.pk).select_related("person")
    return [row for row in rows.order_by("person__family_name", "pk") if "open" in cards.granted(row)]


def openings_of(user, **lookup) -> list:
    return list(openings.visible(user).filter(**lookup).select_related("person", "by", "reviewed_by"))


def openings_to_review(user) -> list:
    rows = openings.visible(user).filter(status="opened").select_related("person", "by").order_by("review_by")
    return [row for row in rows if "review" in openings.offers(row)]


def own_wellbeing(user) -> WellbeingPlan | None:
    return wellbeing_plans.visible(user).filter(person__user=user.pk).first()


def wellbeing_of(user, person: Person) -> WellbeingPlan | None:
    return wellbeing_plans.visible(user).filter(person=person).first()


# Occupational health, return to work --------------------------------------------------------------------------------
def referrals_of(user, person: Person | None = None) -> list:
    rows = referrals.visible(user)
    rows = rows.filter(person=person) if person is not None else rows
    return list(rows.select_related("person", "adviser", "proposed_by").order_by("-proposed_on", "-pk")[:300])


def report_of(user, referral) -> Report | None:
    return reports.visible(user).filter(referral=referral).first()


def reports_of(user, person: Person) -> list[Report]:
    return list(reports.visible(user).filter(person=person).select_related("adviser", "referral"))


def returns_of(user, person: Person | None = None) -> list:
    rows = returns.visible(user)
    rows = rows.filter(person=person) if person is not None else rows
    return list(rows.select_related("person", "away", "held_by", "placement__post")[:300])


# Whom a page is about -----------------------------------------------------------------------------------------------
def find_person(user, pk: int) -> Person:
    """A person the user manages, supports or advises; raises NotHere for anybody else, oneself included."""
    person = people.find(user, pk=pk)
    if person.user_id == user.pk:
        raise NotHere()
    return person


def may_help(user) -> bool:
    return decides(user) or supervises_somebody(user) or bool({"on_call_manager", "oh_adviser"} & set(reach_of(user)))


def users_in(ids) -> QuerySet:
    return User.objects.filter(pk__in=list(ids)).order_by("name", "pk")


def advises(user) -> bool:
    return bool({"oh_adviser", "oh_lead"} & set(reach_of(user)))


def placements_for(person: Person) -> QuerySet:
    """Where somebody comes back to: the placements that hold today or soon."""
    return Placement.objects.filter(in_post_or_coming(), person=person).select_related("post", "person")


def absences_that_count(user, person: Person) -> dict:
    """Times away of the last twelve months, those linked to a disability kept apart; for HR only."""
    since = around.today() - timedelta(days=365)
    periods = away.visible(user).filter(person=person, cancelled_on__isnull=True, starts_on__gte=since, kind="sickness")
    apart = set(returns.visible(user).filter(person=person, kept_apart=True).values_list("away", flat=True))
    rows = list(periods)
    return {"counted": [row for row in rows if row.pk not in apart], "apart": [row for row in rows if row.pk in apart]}


def hr_organisation(user) -> Unit:
    """The organisation whose HR the user is; raises NotAllowed for anybody else."""
    found = organisations_of_role(user, "hr").first()
    if found is None:
        raise NotAllowed()
    return found
