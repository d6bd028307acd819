"""Every write about starters: the offer and its answer, the date, the first day, what is told and carried over."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import links
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating, keep
from peerwork.people import actions as people_actions
from peerwork.people.actions import system_user
from peerwork.people.models import Invitation, Person, PersonMatch, Unit, User, Worker
from peerwork.people.reach import organisation_of
from peerwork.placements import actions as placements
from peerwork.placements.models import Placement
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.before import actions as before
from peerwork.recruitment.before.models import Support
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application, Contact
from peerwork.recruitment.starting import carrying, gate, mail, merging, visiting
from peerwork.recruitment.starting.checks.actions import lay_checks, settle
from peerwork.recruitment.starting.models import Consent, OfferTemplate, Starter, StartingRules, Update
from peerwork.recruitment.starting.onboarding.actions import date_tasks, do_task, give_tasks, lay_tasks
from peerwork.recruitment.starting.onboarding.models import OnboardingTask
from peerwork.recruitment.starting.policy import consents, offer_templates, starters, starting_rules, updates


# What an organisation asks of itself --------------------------------------------------------------------------------
def set_rules(*, by, organisation: Unit, version: int | None = None, **values) -> StartingRules:
    """Say how long an offer can be answered, how many references are asked for, how often starters hear from you."""
    if organisation.organisation_id:
        raise Invalid(fields={"organisation": [_("These rules are an organisation’s, not a part’s.")]})
    held = StartingRules.objects.filter(organisation=organisation).first()
    if held is None:
        with creating(starting_rules, "open", by=by, organisation=organisation, **values) as rules:
            pass
        return rules
    with acting(starting_rules, "edit", held, by=by, version=version, **values) as held:
        pass
    return held


def open_letter(*, by, **values) -> OfferTemplate:
    """Write an offer letter, with fields that are filled in for each offer."""
    with creating(offer_templates, "open", by=by, **values) as template:
        pass
    return template


def edit_letter(template: OfferTemplate, *, by, version: int | None = None, **changes) -> OfferTemplate:
    """Change an offer letter; letters that were sent stay as they were."""
    with acting(offer_templates, "edit", template, by=by, version=version, **changes) as template:
        pass
    return template


def close_letter(template: OfferTemplate, *, by, version: int | None = None) -> OfferTemplate:
    """An offer letter is no longer used."""
    with acting(offer_templates, "close", template, by=by, version=version) as template:
        template.closed_on = timezone.localdate()
    return template


# The offer ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def offer(
    *, by, template: OfferTemplate, application: Application | None = None, person: Person | None = None, **values
) -> Starter:
    """Make a conditional offer: to an applicant whom the decision chose, or to somebody recruited elsewhere.

    values: post, wte, contract, line_manager, contact, answer_by, planned_on, recruited_by, ends_on, team, host.
    With it comes the offer of an independent benefits check, before they answer (domain.md 3).
    Who is known already (the same account) keeps their record; who may be (the same address) HR decides on.
    Raises Conflict for an application that was not chosen, Invalid without an address to write to.
    """
    if application is not None:
        application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if application.status != "offered":
            raise Conflict(_("The decision has not chosen this application: decide first, then make the offer."))
        values = _from_vacancy(application.vacancy) | values
        person = _person_of(application, by=by)
    if person is None:
        raise Invalid(fields={"person": [_("Say who the offer is for.")]})
    if person.died_on:
        raise Invalid(fields={"person": [_("This person has died.")]})
    post = values.get("post")
    if post is None:
        raise Invalid(fields={"post": [_("Choose the post they will hold.")]})
    if values.get("wte") is None:
        raise Invalid(fields={"wte": [_("Say how much of full time it is: 1 is full time.")]})
    _way_in(person)
    team = values.setdefault("team", post.team)
    values.setdefault("host", organisation_of(team))
    values["contact"] = values.get("contact") or by
    rules = gate.rules_of(person.organisation)
    values["answer_by"] = values.get("answer_by") or timezone.localdate() + timedelta(days=rules.answer_days)
    with creating(starters, "offer", by=by, application=application, person=person, **values) as starter:
        starter.employer = person.organisation
        if template.closed_on or template.organisation_id != starter.employer_id:
            raise Invalid(fields={"template": [_("Choose a letter of the employer that is in use.")]})
        starter.letter = merging.merged(template.body, letter_fields(starter))
    _propose_matches(person)
    settle(starter)
    if application is not None and not before.is_offered(application, Support.Kind.BENEFITS):
        before.offer_support(by=system_user(), application=application, kind=Support.Kind.BENEFITS)
    mail.tell_starter(
        starter,
        "offer",
        f"offer:{starter.pk}",
        title=_("An offer for you"),
        words=_("Your letter is ready to read. You can say yes or no online."),
    )
    return starter


def _from_vacancy(vacancy) -> dict:
    """What the vacancy says of the job; HR can say otherwise."""
    said = {
        "post": vacancy.post,
        "team": vacancy.team,
        "host": vacancy.host,
        "contract": vacancy.contract,
        "wte": vacancy.wte,
    }
    return {name: value for name, value in said.items() if value is not None}


def _person_of(application: Application, *, by) -> Person:
    """The applicant's record: the one they have, or a new one with what they gave."""
    if application.person_id:
        return application.person.merged_into or application.person
    organisation = organisation_of(application.vacancy.employer)
    person = Person.objects.filter(user=application.user_id, organisation=organisation).first()
    if person is None or application.user_id is None:
        given = Contact.objects.get(application=application)
        taken = Person.objects.filter(user=application.user_id).exists()
        person = people_actions.register_person(
            by=system_user(),
            organisation=organisation,
            given_name=given.given_name,
            family_name=given.family_name,
            known_as=given.known_as,
            pronouns=given.pronouns,
            user=None if taken else application.user,
        )
        person.home_email, person.home_phone, person.home_address = given.email, given.phone, given.address
        keep(person, "register", by=by)
    deciding.link_person(application, person, by=by)
    return person


def _way_in(person: Person) -> None:
    """Somebody without an account comes by links to the address on their record."""
    if person.user_id is None:
        if not (email := person.home_email or person.work_email):
            raise Invalid(fields={"person": [_("There is no email address on their record to write to.")]})
        user = visiting.user_for(email, str(person))
        if Person.objects.filter(user=user).exists():
            raise Invalid(fields={"person": [_("Another record has this email address. Merge the two first.")]})
        person.user = user
        keep(person, "edit", by=system_user())


def _propose_matches(person: Person) -> None:
    """Whoever may be the same person is put before HR; the first day waits for their answer."""
    emails = [email for email in (person.home_email, person.work_email) if email]
    same = Q(pk__in=[])
    for email in emails:
        same |= Q(home_email__iexact=email) | Q(work_email__iexact=email)
    if person.date_of_birth:
        same |= Q(
            given_name__iexact=person.given_name,
            family_name__iexact=person.family_name,
            date_of_birth=person.date_of_birth,
        )
    here = Person.objects.filter(same, organisation=person.organisation_id, merged_into__isnull=True)
    for other in here.exclude(pk=person.pk):
        pair = Q(kept=other, duplicate=person) | Q(kept=person, duplicate=other)
        if not PersonMatch.objects.filter(pair).exists():
            grounds = _("The same email address, or the same name and date of birth")
            people_actions.propose_match(by=system_user(), kept=other, duplicate=person, grounds=grounds)


def letter_fields(starter: Starter) -> dict[str, str]:
    """What stands in a letter's fields for this starter."""
    person, post = starter.person, starter.post

    def day(value) -> str:
        return date_format(value, "j F Y") if value else ""

    return {
        "first_name": person.known_as or person.given_name,
        "full_name": f"{person.given_name} {person.family_name}",
        "post": post.title,
        "team": starter.team.name,
        "employer": starter.employer.name,
        "host": starter.host.name,
        "contract": str(starter.get_contract_display()).lower(),
        "band": post.band,
        "wte": f"{Decimal(starter.wte).normalize():f}",
        "offered_on": day(starter.offered_on),
        "answer_by": day(starter.answer_by),
        "ends_on": day(starter.ends_on),
        "contact": str(starter.contact),
    }


@transaction.atomic
def accept(starter: Starter, *, by, version: int | None = None) -> Starter:
    """The person says yes: checks begin, and the tasks before the first day are laid out."""
    with acting(starters, "accept", starter, by=by, version=version) as starter:
        if starter.answer_by < timezone.localdate():
            raise Conflict(_("The time to answer has passed. Please ask your HR contact: they can give you more."))
        starter.answered_on = timezone.localdate()
    if starter.application_id and starter.application.status == "offered":
        deciding.appoint(starter.application, by=system_user())
    lay_checks(starter, by=system_user())
    lay_tasks(starter, by=system_user())
    settle(starter)
    mail.tell(
        starter.contact,
        "accepted",
        f"accepted:{starter.pk}",
        about=starter,
        path=starter.get_absolute_url(),
        title=_("Somebody said yes to an offer"),
        words=_("Checks can begin."),
    )
    return starter


@transaction.atomic
def decline(starter: Starter, *, by, version: int | None = None) -> Starter:
    """The person says no, without having to say why."""
    with acting(starters, "decline", starter, by=by, version=version) as starter:
        starter.answered_on = timezone.localdate()
    if starter.application_id and starter.application.status == "offered":
        deciding.decline(starter.application, by=system_user())
    elif starter.application_id and starter.application.status == "appointed":
        applying.withdraw(starter.application, by=system_user())
    _close(starter)
    mail.tell(
        starter.contact,
        "declined",
        f"declined:{starter.pk}",
        about=starter,
        path=starter.get_absolute_url(),
        title=_("Somebody said no to an offer"),
        words=_("The post can be offered to somebody else."),
    )
    return starter


def _close(starter: Starter) -> None:
    """Nobody is asked for anything any more."""
    for reference in starter.references.all():
        links.revoke(about=reference)
    settle(starter)
    forget()


@transaction.atomic
def edit_starter(starter: Starter, *, by, version: int | None = None, **changes) -> Starter:
    """Correct what was agreed about the job, who the contact is, or the day to answer by."""
    with acting(starters, "edit", starter, by=by, version=version, **changes) as starter:
        pass
    give_tasks(starter)
    settle(starter)
    return starter


@transaction.atomic
def plan(starter: Starter, *, by, version: int | None = None, **changes) -> Starter:
    """Tell a planned date, for payroll or the Jobcentre: it is no start date, and opens nothing."""
    with acting(starters, "plan", starter, by=by, version=version, **changes) as starter:
        if starter.planned_on and starter.planned_on < timezone.localdate():
            raise Invalid(fields={"planned_on": [_("Choose a day to come.")]})
    return starter


@transaction.atomic
def name_buddy(starter: Starter, *, by, buddy: User | None, version: int | None = None) -> Starter:
    """Name somebody already working as a peer to be there for them; their tasks are the buddy's from now on."""
    with acting(starters, "name_buddy", starter, by=by, version=version, buddy=buddy) as starter:
        if buddy is not None and buddy.pk == starter.person.user_id:
            raise Invalid(fields={"buddy": [_("Choose somebody else.")]})
    give_tasks(starter)
    if buddy is not None:
        for task in OnboardingTask.objects.filter(starter=starter, topic="buddy", status="open"):
            do_task(task, by=system_user())
        mail.tell(
            buddy,
            "buddy",
            f"buddy:{starter.pk}",
            about=starter,
            path=starter.get_absolute_url(),
            title=_("You are somebody’s buddy"),
            words=_("Thank you. Here is who they are and when they start."),
        )
    return starter


# The date -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def clear(starter: Starter, *, by, version: int | None = None) -> Starter:
    """A second person has looked over the file: all checks are settled. Raises Conflict for whoever signed them all."""
    with acting(starters, "clear", starter, by=by, version=version) as starter:
        gate.require_settled(starter, timezone.localdate())
        if gate.signers(starter) == {by.pk}:
            raise Conflict(_("You signed off every check yourself. A second person looks over the file."))
        starter.cleared_by, starter.cleared_on = by, timezone.localdate()
    settle(starter)
    return starter


@transaction.atomic
def reopen(starter: Starter, *, by, version: int | None = None) -> Starter:
    """The checks are looked at again: a date that was set no longer stands."""
    with acting(starters, "reopen", starter, by=by, version=version) as starter:
        starter.starts_on = starter.dated_by = starter.cleared_on = starter.cleared_by = None
    date_tasks(starter, None)
    settle(starter)
    return starter


@transaction.atomic
def set_date(starter: Starter, *, by, starts_on: date, version: int | None = None) -> Starter:
    """Agree the start date. Raises Conflict before every check allows it, and for whoever alone signed them off."""
    with acting(starters, "set_date", starter, by=by, version=version) as starter:
        gate.require_settled(starter, max(starts_on, timezone.localdate()))
        gate.require_team(starter)
        if gate.signers(starter) == {by.pk} and starter.cleared_by_id in (None, by.pk):
            raise Conflict(_("You signed off the checks alone. A colleague agrees the date."))
        if starts_on < starter.cleared_on:
            raise Invalid(fields={"starts_on": [_("Choose a day after the file was checked.")]})
        if starter.ends_on and starter.ends_on < starts_on:
            raise Invalid(fields={"starts_on": [_("The contract ends before that day.")]})
        starter.starts_on, starter.dated_by = starts_on, by
    date_tasks(starter, starts_on)
    settle(starter)
    mail.tell_starter(
        starter,
        "date",
        f"date:{starter.pk}:{starts_on}",
        title=_("Getting ready to start: your first day"),
        words=_("Your start date is agreed."),
    )
    return starter


# The first day ------------------------------------------------------------------------------------------------------
@transaction.atomic
def start(starter: Starter, *, by, version: int | None = None, despite: str = "") -> Starter:
    """They have started: the worker is registered and the placement opened, all of it or nothing.

    Pressed twice, or by two people, it is done once: whoever comes second gets the starter as it stands. Raises
    Conflict where a check, a task or an undecided duplicate stands in the way, Invalid for a warning without a reason.
    """
    row = Starter.objects.select_for_update(of=("self",)).filter(pk=starter.pk).first()
    if row is not None and row.status == Starter.Status.STARTED:
        return starters.find(by, pk=row.pk)
    with acting(starters, "start", starter, by=by, version=version) as starter:
        _may_start(starter)
        starter.placement = _placement(starter, by=by, despite=despite)
    _register_worker(starter, by=by)
    _carry(starter, by=by)
    _invite(starter)
    if starter.application_id and starter.application.status == "appointed":
        deciding.start(starter.application, by=by)
    settle(starter)
    forget()
    return starter


def _may_start(starter: Starter) -> None:
    today = timezone.localdate()
    if starter.starts_on > today:
        raise Conflict(_("Their first day is still to come. Say that they have started once they have."))
    gate.require_settled(starter, today)
    if tasks := gate.undone(starter):
        names = ", ".join(task.title for task in tasks)
        raise Conflict(_("These tasks must be done before the first day: %(names)s.") % {"names": names})
    doubles = PersonMatch.objects.filter(status="proposed", duplicate=starter.person)
    if doubles.exists() or PersonMatch.objects.filter(status="proposed", kept=starter.person).exists():
        raise Conflict(_("They may be in Peerwork already. Decide on the possible duplicate first."))


def _placement(starter: Starter, *, by, despite: str) -> Placement:
    """The placement a staff system has sent already, or a new one; never a second."""
    held = Placement.objects.filter(person=starter.person, post=starter.post, status__in=("agreed", "started"))
    placement = held.order_by("status", "pk").first()
    if placement is None:
        placement = placements.propose_placement(
            by=by,
            person=starter.person,
            post=starter.post,
            team=starter.team,
            employer=starter.employer,
            host=starter.host,
            wte=starter.wte,
            contract=starter.contract,
            line_manager=starter.line_manager,
            starts_on=starter.starts_on,
            ends_on=starter.ends_on,
            despite=despite,
        )
        placement = placements.agree_placement(placement, by=by)
    if placement.status == "agreed":
        placement = placements.start_placement(placement, by=by, began_on=starter.starts_on, despite=despite)
    return placement


def _register_worker(starter: Starter, *, by) -> None:
    if starter.post.lived_experience_essential and not Worker.objects.filter(person=starter.person).exists():
        values = {"scope": starter.post.scope} if starter.post.scope else {}
        people_actions.begin_worker(by=by, person=starter.person, peer_since=starter.starts_on, **values)


def _invite(starter: Starter) -> None:
    """Whoever came by links is invited to make an account: what is theirs stays theirs."""
    user = starter.person.user
    if user is None or user.kind != User.Kind.LINK:
        return
    if not Invitation.objects.filter(email__iexact=user.email, status="sent").exists():
        people_actions.invite(by=system_user(), email=user.email, name=str(starter.person), unit=starter.team)


def _carry(starter: Starter, *, by) -> None:
    """What they agreed to have carried over goes where it belongs; nothing else does."""
    for consent in Consent.objects.filter(starter=starter, taken_back_on__isnull=True, carried_on__isnull=True):
        if carrying.carry(consent, starter, by=by):
            consent.carried_on = timezone.localdate()
            keep(consent, "carry", by=by)


@transaction.atomic
def withdraw_starter(starter: Starter, *, by, reason: str, version: int | None = None) -> Starter:
    """The start is not going ahead; why is kept, and the person is told by somebody who talks with them."""
    with acting(starters, "withdraw", starter, by=by, version=version, reason=reason) as starter:
        if not starter.reason.strip():
            raise Invalid(fields={"reason": [_("Say why: it is kept.")]})
        starter.starts_on = starter.dated_by = None
    if starter.application_id and starter.application.status in ("offered", "appointed"):
        deciding.withdraw_offer(starter.application, by=by)
    _close(starter)
    return starter


# What is told, what is carried over ---------------------------------------------------------------------------------
@transaction.atomic
def send_update(*, by, starter: Starter, words: str, on: date | None = None) -> Update:
    """Tell a starter how things stand: they find it on their page, and a mail says that it is there."""
    if starter.status not in Starter.OPEN:
        raise Conflict(_("They are not waiting any more."))
    with creating(updates, "send", by=by, starter=starter, words=words) as update:
        update.sent_by, update.sent_on = by, on or timezone.localdate()
    Starter.objects.filter(pk=starter.pk).update(updated_on=update.sent_on)
    mail.tell_starter(
        starter,
        "update",
        f"update:{update.pk}",
        title=_("Getting ready to start: an update"),
        words=_("There is an update for you."),
    )
    return update


def update_by_itself(today: date) -> int:
    """Whoever has heard nothing for as long as the organisation says is told whose move it is; how many were."""
    told = 0
    waiting = Starter.objects.filter(status__in=Starter.OPEN, updated_on__lt=today, person__died_on__isnull=True)
    for starter in waiting.select_related("employer", "person"):
        if starter.updated_on + timedelta(days=gate.rules_of(starter.employer).update_days) <= today:
            send_update(by=system_user(), starter=starter, words=how_it_stands(starter), on=today)
            told += 1
    return told


def how_it_stands(starter: Starter) -> str:
    """One sentence for the starter: what is waited for, and whose move it is."""
    if starter.move == "applicant":
        return _("We are waiting for something from you: %(what)s.") % {"what": starter.waits_for}
    if starter.move == "day":
        return _("Everything is ready for your first day.")
    return _("We are waiting for %(who)s: %(what)s. You need to do nothing for that.") % {
        "who": starter.get_move_display(),
        "what": starter.waits_for,
    }


def give_consent(*, by, starter: Starter, kind: str, words: str = "") -> Consent:
    """The starter lets one thing go with them into the job, in their own words; each is asked for on its own."""
    if starter.status not in ("accepted", "cleared", "dated"):
        raise Conflict(_("This can be agreed between the offer and the first day."))
    with creating(consents, "give", by=by, starter=starter, kind=kind, words=words) as consent:
        if kind in (Consent.Kind.NEEDS, Consent.Kind.PROGRAMME) and not words.strip():
            raise Invalid(fields={"words": [_("Say it in a few words: only that is carried over.")]})
    return consent


def take_back_consent(consent: Consent, *, by, version: int | None = None) -> Consent:
    """The starter takes a consent back: nothing of it is carried over."""
    with acting(consents, "take_back", consent, by=by, version=version) as consent:
        if consent.carried_on or consent.taken_back_on:
            raise Conflict(_("This was carried over, or taken back, already."))
        consent.taken_back_on = timezone.localdate()
    return consent


def close_what_was_taken_back() -> int:
    """Whoever took their application back is not getting ready to start any more; how many there were."""
    rows = Starter.objects.filter(status__in=Starter.OPEN, application__status__in=gate.TAKEN_BACK)
    for starter in rows:
        with acting(starters, "withdraw", starter, by=system_user()) as starter:
            starter.reason, starter.starts_on, starter.dated_by = _("They took the application back."), None, None
        _close(starter)
    return len(rows)


# When somebody dies -------------------------------------------------------------------------------------------------
def stop(person: Person, *, by) -> None:
    """Whatever they were getting ready for ends without a word; referees are asked nothing more."""
    for starter in Starter.objects.filter(person=person, status__in=Starter.OPEN):
        with acting(starters, "withdraw", starter, by=system_user()) as starter:
            starter.reason, starter.starts_on, starter.dated_by = _("They have died."), None, None
        _close(starter)
