"""Every write about employment checks, references, starts with a plan, certificates and work health outcomes."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import links, sealed
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import RetentionRule, Unit, User
from peerwork.people.reach import organisation_of
from peerwork.recruitment.starting import gate, mail, visiting
from peerwork.recruitment.starting.checks.models import Check, CriminalRecord, Reference, StartDecision, WorkHealth
from peerwork.recruitment.starting.checks.policy import (
    checks,
    criminal_records,
    decisions,
    references,
    work_health,
)
from peerwork.recruitment.starting.models import Move, Starter
from peerwork.recruitment.starting.policy import starters

# What is asked of the starter, in their words, whose move it is once asked for, and how long it usually takes.
USUAL = {
    "identity": (
        _("Bring two documents with a photo and one with your address, or one and two: originals, please."),
        Move.APPLICANT,
        10,
    ),
    "right_to_work": (_("Bring your passport, or give us your share code."), Move.APPLICANT, 10),
    "registration": (_("Bring the certificates the advert asked for, if any."), Move.APPLICANT, 14),
    "references": (_("Tell us who we may ask. We write to them."), Move.REFEREE, 21),
    "criminal_record": (_("Fill in the form we send you. A record does not rule anyone out."), Move.APPLICANT, 28),
    "work_health": (_("Answer the questions of occupational health. We see only the outcome."), Move.OH, 21),
}
LAWFUL = ("identity", "right_to_work")  # these two can't be waived
DBS = "dbs"


def settle(starter: Starter | int) -> None:
    """Note anew whose move it is: after every change to a starter, a check, a plan or a task."""
    row = Starter.objects.select_related("post", "employer").get(pk=getattr(starter, "pk", starter))
    found = gate.waiting_for(row)
    since = found.since
    if found.move == row.move and found.what == row.waits_for and row.move_since and since:
        since = min(since, row.move_since)  # "since today" is since the day it was first so
    Starter.objects.filter(pk=row.pk).update(move=found.move, move_since=since, waits_for=found.what[:120])


def _no_details(check: Check, note: str) -> None:
    if note and check.kind in Check.CONFIDENTIAL:
        raise Invalid(fields={"note": [_("Nothing is noted here: it has a page of its own that two people read.")]})


# Checks -------------------------------------------------------------------------------------------------------------
def lay_checks(starter: Starter, *, by) -> None:
    """The six checks of every starter, with what is usually asked and when it should be back."""
    today = timezone.localdate()
    for kind in Check.NHS:
        need, _move, days = USUAL[kind]
        values = {"kind": kind, "need": str(need), "owner": starter.contact, "due_on": today + timedelta(days=days)}
        with creating(checks, "add", by=by, starter=starter, **values):
            pass


def add_check(*, by, starter: Starter, title: str, **values) -> Check:
    """Add a check of the organisation's own, with a name; it counts like the six."""
    if starter.status not in ("offered", "accepted"):
        raise Conflict(_("The file has been checked. Open the checks again first."))
    with creating(checks, "add", by=by, starter=starter, kind=Check.Kind.OWN, title=title, **values) as check:
        check.owner = check.owner or starter.contact
    settle(starter)
    return check


@transaction.atomic
def edit_check(check: Check, *, by, version: int | None = None, **changes) -> Check:
    """Change who sees to a check, when it is due, or what the starter is asked to do."""
    with acting(checks, "edit", check, by=by, version=version, **changes) as check:
        _no_details(check, check.note)
        if "move" in changes:
            check.moved_on = timezone.localdate()
    settle(check.starter_id)
    return check


@transaction.atomic
def request_check(check: Check, *, by, version: int | None = None, **changes) -> Check:
    """Ask for what a check needs: from the starter, a referee or somebody outside (`move`), by a day (`due_on`)."""
    with acting(checks, "request", check, by=by, version=version, **changes) as check:
        check.move = changes.get("move") or (USUAL[check.kind][1] if check.kind in USUAL else Move.APPLICANT)
        check.requested_on = check.moved_on = timezone.localdate()
        _ours(check)
    settle(check.starter_id)
    if check.move == Move.APPLICANT:
        mail.tell_starter(
            check.starter,
            "asked",
            f"check:{check.pk}:{check.moved_on}",
            about=check.starter,
            title=_("Getting ready to start: something to do"),
            words=_("There is something we need from you."),
        )
    return check


def _ours(check: Check) -> None:
    """Nothing is asked for before there is a yes."""
    if check.starter.status not in ("accepted", "cleared", "dated"):
        raise Conflict(_("They have not said yes to the offer. Checks begin after that."))


@transaction.atomic
def say_done(check: Check, *, by, version: int | None = None) -> Check:
    """The starter says that they have done their part; now it is HR's move."""
    with acting(checks, "say_done", check, by=by, version=version) as check:
        check.move, check.moved_on = Move.HR, timezone.localdate()
    settle(check.starter_id)
    return check


@transaction.atomic
def receive_check(check: Check, *, by, version: int | None = None, **changes) -> Check:
    """What was asked for is here, or was seen; somebody still signs it off."""
    with acting(checks, "receive", check, by=by, version=version, **changes) as check:
        _ours(check)
        _no_details(check, check.note)
        check.received_on = check.moved_on = timezone.localdate()
        check.move = Move.HR
    settle(check.starter_id)
    return check


@transaction.atomic
def pass_check(check: Check, *, by, version: int | None = None, **changes) -> Check:
    """Sign a check off as complete: satisfactory, until `expires_on` if it runs out."""
    with acting(checks, "pass", check, by=by, version=version, **changes) as check:
        _no_details(check, check.note)
        _two_are_back(check)
        _sign(check, by)
    settle(check.starter_id)
    return check


def _two_are_back(check: Check) -> None:
    """References and the two confidential checks are complete once what belongs to them is."""
    if check.kind == Check.Kind.REFERENCES:
        wanted = gate.rules_of(check.starter.employer).references
        taken = Reference.objects.filter(starter=check.starter_id, status="taken").count()
        if taken < wanted:
            raise Conflict(
                _("%(taken)d of %(wanted)d references are read and taken.") % {"taken": taken, "wanted": wanted}
            )
    if check.kind == Check.Kind.CRIMINAL_RECORD:
        record = CriminalRecord.objects.filter(employment_check=check).first()
        clear = record is not None and (record.something is False or record.outcome == CriminalRecord.Outcome.GO_ON)
        if not clear:
            raise Conflict(_("The certificate has not been looked at by the people named for it."))
    if check.kind == Check.Kind.WORK_HEALTH:
        given = WorkHealth.objects.filter(employment_check=check, outcome__in=("fit", "adjustments"))
        if not given.exists():
            raise Conflict(_("Occupational health has not given an outcome with which they can start."))


def _sign(check: Check, by) -> None:
    check.decided_by, check.decided_on = by, timezone.localdate()
    check.move, check.moved_on = "", check.decided_on


@transaction.atomic
def raise_concern(check: Check, *, by, version: int | None = None) -> Check:
    """There is something to talk about: no start before it is settled, or agreed with a plan."""
    with acting(checks, "raise_concern", check, by=by, version=version) as check:
        check.move, check.moved_on = Move.HR, timezone.localdate()
        check.decided_by = check.decided_on = None
    _open_again(check.starter_id, by)
    return check


@transaction.atomic
def assure_check(check: Check, *, by, version: int | None = None, **changes) -> Check:
    """The check is held elsewhere (Trac, NHS Jobs, the employer's written assurance): it is not made again."""
    with acting(checks, "assure", check, by=by, version=version, **changes) as check:
        missing = {name: [_("Say where it is held.")] for name in ("held", "held_by") if not getattr(check, name)}
        if missing:
            raise Invalid(fields=missing)
        _sign(check, by)
    settle(check.starter_id)
    return check


@transaction.atomic
def not_need_check(check: Check, *, by, reason: str, version: int | None = None) -> Check:
    """The role does not need this check; who says so and why is kept."""
    with acting(checks, "not_need", check, by=by, version=version, reason=reason) as check:
        if check.kind in LAWFUL:
            raise Invalid(fields={"reason": [_("Every role needs this check.")]})
        _with_reason(check, by)
    settle(check.starter_id)
    return check


@transaction.atomic
def waive_check(check: Check, *, by, reason: str, version: int | None = None) -> Check:
    """Go without a check; who decided it and why is kept. Identity and the right to work can't be waived."""
    with acting(checks, "waive", check, by=by, version=version, reason=reason) as check:
        if check.kind in LAWFUL:
            raise Invalid(fields={"reason": [_("The law asks for this check: it can't be waived.")]})
        _with_reason(check, by)
    settle(check.starter_id)
    return check


def _with_reason(check: Check, by) -> None:
    if not check.reason.strip():
        raise Invalid(fields={"reason": [_("Say why: it is kept with your name.")]})
    _sign(check, by)


@transaction.atomic
def renew_check(check: Check, *, by, version: int | None = None, **changes) -> Check:
    """A check runs out, or is asked for anew: it is open again, and so is the start date."""
    with acting(checks, "renew", check, by=by, version=version, **changes) as check:
        check.move = changes.get("move") or (USUAL[check.kind][1] if check.kind in USUAL else Move.APPLICANT)
        check.requested_on = check.moved_on = timezone.localdate()
        check.decided_by = check.decided_on = check.received_on = check.expires_on = None
        check.held, check.held_by, check.held_reference, check.reason = "", "", "", ""
    _open_again(check.starter_id, by)
    return check


def _open_again(starter_id: int, by) -> None:
    """A date that was set while all was settled no longer stands once something is not."""
    row = Starter.objects.get(pk=starter_id)
    if row.status in ("cleared", "dated"):
        with acting(starters, "reopen", row, by=system_user()) as row:
            row.starts_on = row.dated_by = row.cleared_on = row.cleared_by = None
    settle(starter_id)


# References ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def name_referee(*, by, starter: Starter, **values) -> Reference:
    """Say who may be asked for a reference: name, address, how they know the starter."""
    if starter.status not in ("offered", "accepted"):
        raise Conflict(_("References are no longer asked for."))
    with creating(references, "name", by=by, starter=starter, **values) as reference:
        reference.person = starter.person
        if reference.email.lower() in _own_addresses(starter):
            raise Invalid(fields={"email": [_("Name somebody else: nobody writes their own reference.")]})
    settle(starter)
    return reference


def _own_addresses(starter: Starter) -> set[str]:
    person = starter.person
    user = person.user.email if person.user else ""
    return {address.lower() for address in (person.home_email, person.work_email, user) if address}


def edit_referee(reference: Reference, *, by, version: int | None = None, **changes) -> Reference:
    """Correct who may be asked, before they are asked."""
    with acting(references, "edit", reference, by=by, version=version, **changes) as reference:
        if reference.email.lower() in _own_addresses(reference.starter):
            raise Invalid(fields={"email": [_("Name somebody else: nobody writes their own reference.")]})
    return reference


@transaction.atomic
def ask_referee(reference: Reference, *, by, version: int | None = None) -> Reference:
    """Write to the referee with a one-use link; asking again sends a new link, and the one before stops working."""
    with acting(references, "ask", reference, by=by, version=version) as reference:
        if reference.starter.status != "accepted":
            raise Conflict(_("Referees are asked once the starter has said yes to the offer."))
        reference.referee = visiting.user_for(reference.email, reference.name)
        reference.asked_on = timezone.localdate()
    mail.ask_referee(reference)
    _begin_references(reference.starter, by)
    return reference


def _begin_references(starter: Starter, by) -> None:
    check = Check.objects.filter(starter=starter, kind="references", status="todo").first()
    if check is not None:
        request_check(check, by=by)
    settle(starter)


@transaction.atomic
def answer_reference(reference: Reference, *, by, version: int | None = None, **changes) -> Reference:
    """The referee answers; the link is used up, and HR reads it."""
    with acting(references, "answer", reference, by=by, version=version, **changes) as reference:
        if not reference.strengths.strip() or not reference.again:
            wanted = {"strengths": _("Write a few words."), "again": _("Choose one.")}
            raise Invalid(fields={name: [words] for name, words in wanted.items() if not getattr(reference, name)})
        reference.answered_on = timezone.localdate()
    open_left = Reference.objects.filter(starter=reference.starter_id, status__in=("named", "asked")).exists()
    check = Check.objects.filter(starter=reference.starter_id, kind="references", status="requested").first()
    if check is not None and not open_left:
        with acting(checks, "receive", check, by=system_user()) as check:
            check.received_on = check.moved_on = timezone.localdate()
            check.move = Move.HR
    settle(reference.starter_id)
    return reference


@transaction.atomic
def take_reference(reference: Reference, *, by, version: int | None = None) -> Reference:
    """HR has read a reference and takes it."""
    with acting(references, "take", reference, by=by, version=version) as reference:
        pass
    settle(reference.starter_id)
    return reference


@transaction.atomic
def withdraw_referee(reference: Reference, *, by, version: int | None = None) -> Reference:
    """A referee is not asked, or not asked any more: the link stops working."""
    with acting(references, "withdraw", reference, by=by, version=version) as reference:
        pass
    links.revoke(about=reference)
    settle(reference.starter_id)
    return reference


# A start with a plan ------------------------------------------------------------------------------------------------
@transaction.atomic
def propose_start(*, by, employment_check: Check, decider: User, **values) -> StartDecision:
    """Propose that somebody starts with a plan although a check is not settled; another person, named here, signs."""
    if decider.pk == by.pk:
        raise Invalid(fields={"decider": [_("Somebody else signs it: choose a colleague.")]})
    if decider.pk == employment_check.starter.person.user_id:
        raise Invalid(fields={"decider": [_("Nobody signs for themselves.")]})
    if employment_check.status not in ("requested", "received", "concern"):
        raise Conflict(_("A plan is for a check that was asked for and is not settled."))
    if employment_check.kind == Check.Kind.RIGHT_TO_WORK:
        raise Conflict(_("Nobody can start before their right to work is settled: the law asks for it."))
    with creating(
        decisions, "propose", by=by, employment_check=employment_check, decider=decider, **values
    ) as decision:
        decision.proposed_by, decision.person = by, employment_check.starter.person
    mail.tell(
        decider,
        "sign",
        f"decision:{decision.pk}",
        about=decision,
        path=decision.get_absolute_url(),
        title=_("A start with a plan waits for you to sign"),
        words=_("Read the plan, and say yes or no."),
    )
    settle(employment_check.starter_id)
    return decision


@transaction.atomic
def agree_start(decision: StartDecision, *, by, version: int | None = None, **changes) -> StartDecision:
    """The named person signs the plan: the check no longer stands in the way, as long as the plan holds."""
    with acting(decisions, "agree", decision, by=by, version=version, **changes) as decision:
        decision.decided_on = timezone.localdate()
    settle(decision.employment_check.starter_id)
    return decision


@transaction.atomic
def decline_start(decision: StartDecision, *, by, version: int | None = None, **changes) -> StartDecision:
    """The named person does not sign the plan, and says why."""
    with acting(decisions, "decline", decision, by=by, version=version, **changes) as decision:
        if not decision.grounds.strip():
            raise Invalid(fields={"grounds": [_("Say why.")]})
        decision.decided_on = timezone.localdate()
    settle(decision.employment_check.starter_id)
    return decision


@transaction.atomic
def end_start(decision: StartDecision, *, by, version: int | None = None) -> StartDecision:
    """A plan no longer holds: the check stands in the way again."""
    with acting(decisions, "end", decision, by=by, version=version) as decision:
        pass
    _open_again(decision.employment_check.starter_id, by)
    return decision


# The certificate ----------------------------------------------------------------------------------------------------
def name_for_record(*, by, employment_check: Check, **values) -> CriminalRecord:
    """Name the two people who alone see what a certificate says: who verifies it, and who decides."""
    if employment_check.kind != Check.Kind.CRIMINAL_RECORD:
        raise Invalid(_("This is another check."))
    with creating(criminal_records, "name", by=by, employment_check=employment_check, **values) as record:
        record.person = employment_check.starter.person
        _two_others(record)
    return record


def hand_over_record(record: CriminalRecord, *, by, version: int | None = None, **changes) -> CriminalRecord:
    """Somebody else verifies, or decides: whoever did can open it no more."""
    with acting(criminal_records, "hand_over", record, by=by, version=version, **changes) as record:
        _two_others(record)
    return record


def _two_others(record: CriminalRecord) -> None:
    if record.verifier_id == record.decider_id:
        raise Invalid(fields={"decider": [_("Choose two people: one verifies, the other decides.")]})
    if record.person.user_id in (record.verifier_id, record.decider_id):
        raise Invalid(fields={"verifier": [_("Nobody looks at their own certificate.")]})


def retention_confirmed(organisation: Unit) -> bool:
    """Whether somebody has confirmed how long certificate details are kept: nothing is recorded before that."""
    rules = RetentionRule.objects.filter(organisation=organisation, record_class=DBS, confirmed_on__isnull=False)
    return rules.exists()


@transaction.atomic
def record_certificate(
    record: CriminalRecord, *, by, details: str = "", version: int | None = None, **changes
) -> CriminalRecord:
    """The verifier notes that they saw the certificate, and only if there is something on it, what it is.

    Raises Conflict while nobody has confirmed how long such details are kept.
    """
    organisation = organisation_of(record.employment_check.starter.employer)
    with acting(criminal_records, "record", record, by=by, version=version, **changes) as record:
        if not retention_confirmed(organisation):
            raise Conflict(
                _("First your records officer confirms how long certificate details are kept. Nothing was recorded.")
            )
        if record.something is None:
            raise Invalid(fields={"something": [_("Say whether there is something on it.")]})
        record.seen_on = record.seen_on or timezone.localdate()
        if record.something and not details.strip():
            raise Invalid(fields={"details": [_("Say what the decision is about; it is gone six months after it.")]})
        if not record.something and details.strip():
            raise Invalid(fields={"details": [_("Leave this empty where there is nothing on the certificate.")]})
        if not record.something:
            record.decided_on = record.seen_on
        if details.strip():
            sealed.write(record.uuid, "details", details.strip(), by=by)
    check = record.employment_check
    if check.status in ("todo", "requested"):
        with acting(checks, "receive", check, by=system_user()) as check:
            check.received_on = check.moved_on = timezone.localdate()
            check.move = Move.HR
    if record.something and check.status != "concern":
        with acting(checks, "raise_concern", check, by=system_user()) as check:
            check.move, check.moved_on = Move.HR, timezone.localdate()
            check.decided_by = check.decided_on = None
    if record.something:
        mail.tell(
            record.decider,
            "decide",
            f"record:{record.pk}",
            about=record,
            path=record.get_absolute_url(),
            title=_("A decision waits for you"),
            words=_("You are named to decide on a check."),
        )
    _open_again(check.starter_id, by)
    return record


@transaction.atomic
def decide_record(record: CriminalRecord, *, by, grounds: str, version: int | None = None, **changes) -> CriminalRecord:
    """The decider says whether the person can start, and why; from that day the details are kept six months."""
    with acting(criminal_records, "decide", record, by=by, version=version, **changes) as record:
        if not record.outcome:
            raise Invalid(fields={"outcome": [_("Choose one.")]})
        if record.something and not grounds.strip():
            raise Invalid(fields={"grounds": [_("Say why: only you two and the person read it.")]})
        record.decided_on = timezone.localdate()
        if grounds.strip():
            sealed.write(record.uuid, "grounds", grounds.strip(), by=by)
    settle(record.employment_check.starter_id)
    return record


def dispute_record(record: CriminalRecord, *, by, version: int | None = None) -> CriminalRecord:
    """The person disputes what the certificate says, or the decision: its details are kept until that is settled."""
    with acting(criminal_records, "dispute", record, by=by, version=version) as record:
        record.disputed_on, record.dispute_ended_on = timezone.localdate(), None
    return record


def end_dispute(record: CriminalRecord, *, by, version: int | None = None) -> CriminalRecord:
    """A dispute is settled: the six months go on as they were."""
    with acting(criminal_records, "end_dispute", record, by=by, version=version) as record:
        if record.disputed_on is None or record.dispute_ended_on:
            raise Conflict(_("There is no dispute."))
        record.dispute_ended_on = timezone.localdate()
    return record


# Work health --------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_health(*, by, employment_check: Check, **values) -> WorkHealth:
    """Ask occupational health for an outcome: of an adviser here, or of an outside service (no adviser named)."""
    if employment_check.kind != Check.Kind.WORK_HEALTH:
        raise Invalid(_("This is another check."))
    _ours(employment_check)
    with creating(work_health, "ask", by=by, employment_check=employment_check, **values) as health:
        health.person = employment_check.starter.person
        if health.adviser_id and health.adviser_id == health.person.user_id:
            raise Invalid(fields={"adviser": [_("Choose somebody else.")]})
    if employment_check.status == "todo":
        request_check(employment_check, by=by, move=Move.OH)
    if health.adviser_id:
        mail.tell(
            health.adviser,
            "health",
            f"health:{health.pk}",
            about=health,
            path=health.get_absolute_url(),
            title=_("A work health assessment is asked for"),
            words=_("You give the outcome, and nothing else."),
        )
    return health


@transaction.atomic
def give_health(health: WorkHealth, *, by, outcome: str, version: int | None = None) -> WorkHealth:
    """Give the outcome: fit, fit with adjustments, or not yet; the answers stay with occupational health."""
    with acting(work_health, "give", health, by=by, version=version, outcome=outcome) as health:
        health.given_by, health.given_on = by, timezone.localdate()
    check = health.employment_check
    if check.status in ("todo", "requested"):
        with acting(checks, "receive", check, by=system_user()) as check:
            check.received_on = check.moved_on = timezone.localdate()
            check.move = Move.HR
    settle(check.starter_id)
    return health


# By itself ----------------------------------------------------------------------------------------------------------
def open_what_ran_out(today: date) -> int:
    """A check that has run out before the first day is asked for anew; how many there were."""
    rows = Check.objects.filter(
        status__in=("satisfactory", "waived", "not_required"), expires_on__lt=today, starter__status__in=Starter.OPEN
    )
    for check in rows:
        renew_check(check, by=system_user())
    return len(rows)
