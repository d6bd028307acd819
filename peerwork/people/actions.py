"""Every write about units, users, roles and people."""

import secrets
from collections import defaultdict
from datetime import date, timedelta
from functools import partial

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import links, outbox
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere, TooMany
from peerwork.kit.models import Link
from peerwork.kit.records import Versioned, acting, creating, keep
from peerwork.people import bulk, merging, retention, tokens
from peerwork.people.holdings import Holding, holdings_of
from peerwork.people.holdings import register as holds
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
    Settings,
    StartingNeed,
    Unit,
    UnitLink,
    UnitPath,
    User,
    Worker,
    live,
    stamp,
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
    unit_links,
    units,
    users,
    workers,
)
from peerwork.people.policy import tokens as api_tokens


def system_user() -> User:
    """The user that jobs, imports and commands act as."""
    user = User.objects.filter(kind=User.Kind.SYSTEM).first()
    if user is None:
        user = User(kind=User.Kind.SYSTEM, email="system@peerwork.invalid", name="Peerwork")
        user.set_unusable_password()
        keep(user, "join", by=None)
    return user


# Units --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_unit(*, by, parent: Unit | None = None, starts_on: date | None = None, **values) -> Unit:
    """Open an organisation, or a unit that is part of `parent` from a day (its opening day unless told).

    values: kind, name, code, team_type, opened_on. Raises Invalid, NotAllowed.
    """
    if (parent is None) != (values.get("kind") == Unit.Kind.ORGANISATION):
        raise Invalid(fields={"parent": [_("Say which unit this is part of; only an organisation stands on its own.")]})
    starts_on = starts_on or values.get("opened_on") or FIRST_DAY

    def lay(unit: Unit) -> None:
        if parent is not None:
            keep(UnitLink(unit=unit, parent=parent, starts_on=starts_on), "open", by=by)
        lay_paths(unit.root_id)
        forget()

    with creating(units, "open", by=by, settle=lay, **values) as unit:
        unit.organisation = parent and (parent.organisation or parent)
    if parent is None:
        keep(Settings(organisation=unit), "open", by=by)
    return unit


def rename_unit(unit: Unit, *, by, version: int | None = None, **changes) -> Unit:
    """Correct a unit's name, code or team type. Raises NotHere, NotAllowed, Conflict, Invalid."""
    with acting(units, "rename", unit, by=by, version=version, **changes) as unit:
        pass
    return unit


@transaction.atomic
def move_unit(unit: Unit, parent: Unit, *, by, starts_on: date, version: int | None = None) -> Unit:
    """Make a unit part of another from a day; the months before roll up as they did.

    Raises Invalid for a move into itself, to another organisation, or before the present link began.
    """
    _hold_tree(unit.root_id)
    with acting(units, "move", unit, by=by, version=version) as unit:
        if parent.root_id != unit.root_id:
            raise Invalid(fields={"parent": [_("A unit can move within its organisation only.")]})
        if UnitPath.objects.filter(ancestor=unit, descendant=parent).exists():
            raise Invalid(fields={"parent": [_("A unit can't be part of itself or of a unit below it.")]})
    now = UnitLink.objects.select_for_update().filter(unit=unit, ends_on__isnull=True).first()
    if now is not None:
        if now.starts_on >= starts_on:
            raise Invalid(
                fields={
                    "starts_on": [
                        _("It has been where it is since %(day)s. Choose a later day.") % {"day": now.starts_on}
                    ]
                }
            )
        with acting(unit_links, "move", now, by=by, ends_on=starts_on - timedelta(days=1)):
            pass
    keep(UnitLink(unit=unit, parent=parent, starts_on=starts_on), "move", by=by)
    lay_paths(unit.root_id)
    forget()
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by, closed_on: date, version: int | None = None) -> Unit:
    """Close a unit on a day; past figures keep it. Raises Conflict while units below are open."""
    below = UnitLink.objects.filter(parent=unit, ends_on__isnull=True, unit__closed_on__isnull=True)
    with acting(units, "close", unit, by=by, version=version, closed_on=closed_on) as unit:
        if below.exists():
            raise Conflict(_("Close or move the units that are part of it first."))
    return unit


def _hold_tree(organisation_id: int) -> None:
    """One change of a tree at a time: two moves, each right alone, can make a circle or lay paths twice."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk=organisation_id))


def lay_paths(organisation_id: int) -> None:
    """Work out every path of an organisation's tree again from its dated links."""
    _hold_tree(organisation_id)
    parents = defaultdict(list)
    for link in UnitLink.objects.filter(unit__organisation=organisation_id):
        parents[link.unit_id].append(link)

    def up(unit: int, seen: tuple = ()) -> list[tuple[int, int, date, date | None]]:
        paths = [(unit, 0, FIRST_DAY, None)]
        for link in parents[unit]:
            for ancestor, depth, starts, ends in (
                up(link.parent_id, (*seen, unit)) if link.parent_id not in seen else ()
            ):
                first = max(link.starts_on, starts)
                last = min((day for day in (link.ends_on, ends) if day), default=None)
                if last is None or first <= last:
                    paths.append((ancestor, depth + 1, first, last))
        return paths

    ids = [organisation_id, *Unit.objects.filter(organisation=organisation_id).values_list("pk", flat=True)]
    UnitPath.objects.filter(descendant__in=ids).delete()
    UnitPath.objects.bulk_create(
        UnitPath(ancestor_id=ancestor, descendant_id=unit, depth=depth, starts_on=starts, ends_on=ends)
        for unit in ids
        for ancestor, depth, starts, ends in up(unit)
    )


def edit_settings(settings: Settings, *, by, version: int | None = None, **changes) -> Settings:
    """Change an organisation's look, words or thresholds. Raises NotAllowed, Conflict, Invalid."""
    with acting(organisation_settings, "edit", settings, by=by, version=version, **changes) as settings:
        pass
    return settings


def propose_retention(organisation: Unit, *, by) -> int:
    """Put the usual schedule before the organisation, to be confirmed class by class; how many classes were new."""
    settings = organisation_settings.find(by, organisation=organisation)
    organisation_settings.require(by, "edit", settings)
    there = set(RetentionRule.objects.filter(organisation=organisation).values_list("record_class", flat=True))
    new = [line for line in retention.schedule() if line.record_class not in there]
    with transaction.atomic():
        for line in new:
            with creating(retention_rules, "propose", by=system_user(), organisation=organisation, **line.values()):
                pass
    return len(new)


def edit_retention(rule: RetentionRule, *, by, version: int | None = None, **changes) -> RetentionRule:
    """Change how long a class is kept; what was confirmed must be confirmed again."""
    with acting(retention_rules, "edit", rule, by=by, version=version, **changes) as rule:
        rule.confirmed_by = rule.confirmed_on = None
    return rule


def confirm_retention(rule: RetentionRule, *, by, version: int | None = None) -> RetentionRule:
    """The records officer confirms a rule: from now on the retention job may act on it."""
    with acting(retention_rules, "confirm", rule, by=by, version=version) as rule:
        rule.confirmed_by, rule.confirmed_on = by, timezone.localdate()
    return rule


# Roles --------------------------------------------------------------------------------------------------------------
def give_role(*, by, user: User, role: str, unit: Unit, **values) -> RoleAssignment:
    """Give somebody a role on a unit, from a day (today unless told). Nobody gives themselves a role."""
    with creating(assignments, "give", by=by, user=user, role=role, unit=unit, **values) as assignment:
        pass
    forget()
    return assignment


def end_role(assignment: RoleAssignment, *, by, ends_on: date, version: int | None = None) -> RoleAssignment:
    """End a role on a day, which is its last; access changes with the very next request after it.

    Raises Invalid for a day after the end it has: a longer role is given anew, and nobody gives themselves one.
    """
    with acting(assignments, "end", assignment, by=by, version=version) as assignment:
        if assignment.ends_on and ends_on > assignment.ends_on:
            words = _("It ends on %(day)s already. Choose that day or an earlier one, or give the role again.")
            raise Invalid(fields={"ends_on": [words % {"day": date_format(assignment.ends_on)}]})
        assignment.ends_on = ends_on
    forget()
    return assignment


# People -------------------------------------------------------------------------------------------------------------
def register_person(*, by, **values) -> Person:
    """Begin a record of somebody: organisation, first and last name, and what else is known."""
    with creating(people, "register", by=by, **values) as person:
        pass
    return person


def edit_person(person: Person, *, by, version: int | None = None, **changes) -> Person:
    """HR corrects or completes somebody's details."""
    with acting(people, "edit", person, by=by, version=version, **changes) as person:
        pass
    return person


def correct_person(person: Person, *, by, version: int | None = None, **changes) -> Person:
    """Somebody corrects their own details."""
    with acting(people, "correct", person, by=by, version=version, **changes) as person:
        pass
    return person


def link_account(person: Person, email: str, *, by, version: int | None = None) -> Person:
    """HR says which account is this person's: an open one of their organisation that no other record has."""
    with acting(people, "link_account", person, by=by, version=version) as person:
        found = User.objects.filter(email__iexact=email.strip(), kind=User.Kind.ACCOUNT, is_active=True).first()
        if found is None or found.home_organisation_id != person.organisation_id:
            raise Invalid(fields={"email": [_("No open account of your organisation has this address.")]})
        if person.user_id or Person.objects.filter(user=found).exists():
            raise Invalid(fields={"email": [_("This account, or this person, is linked already.")]})
        if found.pk == by.pk:
            raise Invalid(fields={"email": [_("Nobody links their own account. Ask a colleague.")]})
        person.user = found
    return person


def begin_worker(*, by, person: Person, **values) -> Worker:
    """Say that somebody is employed as a peer worker, from a day."""
    with creating(workers, "begin", by=by, person=person, **values) as worker:
        pass
    return worker


def edit_worker(worker: Worker, *, by, version: int | None = None, **changes) -> Worker:
    """Correct what a peer worker's role draws on, or who keeps their private wishes."""
    with acting(workers, "edit", worker, by=by, version=version, **changes) as worker:
        pass
    return worker


def end_worker(worker: Worker, *, by, peer_until: date, version: int | None = None) -> Worker:
    """Say until when somebody was employed as a peer worker."""
    with acting(workers, "end", worker, by=by, version=version, peer_until=peer_until) as worker:
        pass
    return worker


def note_identifier(*, by, person: Person, system: str, value: str, organisation: Unit | None = None) -> Identifier:
    """Note the number a system knows somebody by. Raises Invalid when it already belongs to somebody."""
    organisation = organisation or person.organisation
    with creating(
        identifiers, "note", by=by, person=person, organisation=organisation, system=system, value=value.strip()
    ) as identifier:
        pass
    return identifier


def end_identifier(identifier: Identifier, *, by, ended_on: date, version: int | None = None) -> Identifier:
    """A number is no longer used, from a day."""
    with acting(identifiers, "end", identifier, by=by, version=version, ended_on=ended_on) as identifier:
        pass
    return identifier


def carry_need(*, by, person: Person, kind: str, words: str) -> StartingNeed:
    """Keep what somebody chose to bring into the job, in their words, until it is taken up."""
    with creating(starting_needs, "carry", by=by, person=person, kind=kind, words=words[:400]) as need:
        pass
    return need


def take_up_need(need: StartingNeed, *, by, version: int | None = None) -> StartingNeed:
    """What somebody brought along has been talked about with them, and is looked after now."""
    with acting(starting_needs, "take_up", need, by=by, version=version) as need:
        if need.taken_up_on or need.withdrawn_on:
            raise Conflict(_("This was taken up, or taken back, already."))
        need.taken_up_on = timezone.localdate()
    return need


def withdraw_need(need: StartingNeed, *, by, version: int | None = None) -> StartingNeed:
    """The person takes back what they brought along: its words are gone from here."""
    with acting(starting_needs, "withdraw", need, by=by, version=version) as need:
        if need.withdrawn_on:
            raise Conflict(_("This was taken up, or taken back, already."))
        need.withdrawn_on, need.words = timezone.localdate(), "–"
    StartingNeed.history.filter(id=need.pk).update(words="–")
    return need


# One person, two records --------------------------------------------------------------------------------------------
def propose_match(*, by, kept: Person, duplicate: Person, grounds: str) -> PersonMatch:
    """Say that two records may be one person, and why; somebody decides."""
    if kept.organisation_id != duplicate.organisation_id:
        raise Invalid(_("Both records must belong to one organisation."))
    if PersonMatch.objects.filter(kept=duplicate, duplicate=kept).exists():
        raise Conflict(_("This pair is already on the list."))
    with creating(matches, "propose", by=by, kept=kept, duplicate=duplicate, grounds=grounds[:200]) as match:
        pass
    return match


def propose_matches(organisation: Unit, *, by) -> int:
    """Look for records that share a stable number, an address, or name and date of birth; how many pairs are new."""
    judged = {
        frozenset(pair)
        for pair in PersonMatch.objects.filter(kept__organisation=organisation).values_list("kept", "duplicate")
    }
    found = [pair for pair in merging.candidates(organisation) if frozenset(pair[:2]) not in judged]
    records = Person.objects.in_bulk({pk for pair in found for pk in pair[:2]})
    with transaction.atomic():
        for kept, duplicate, grounds in found:
            propose_match(by=by, kept=records[kept], duplicate=records[duplicate], grounds=grounds)
    return len(found)


@transaction.atomic
def merge(match: PersonMatch, *, by, version: int | None = None) -> PersonMatch:
    """Two records are one person: everything about the second now belongs to the first. `undo` puts it back.

    Raises Conflict when both have an account, or the two records clash.
    """
    with acting(matches, "merge", match, by=by, version=version) as match:
        kept, duplicate = (
            Person.objects.select_for_update(of=("self",)).get(pk=pk) for pk in (match.kept_id, match.duplicate_id)
        )
        if kept.merged_into_id or duplicate.merged_into_id:
            raise Conflict(_("One of these records has been merged already. Undo that first."))
        if kept.user_id and duplicate.user_id:
            raise Conflict(
                _("Both records have an account to sign in with. Deactivate one, then ask for help to unlink it.")
            )
        match.carried = _carry(duplicate, kept, by=by)
        duplicate.merged_into = kept
        keep(duplicate, "merge", by=by)
    return match


def keep_apart(match: PersonMatch, *, by, version: int | None = None) -> PersonMatch:
    """Two records are two people; they are not proposed again."""
    with acting(matches, "keep_apart", match, by=by, version=version) as match:
        pass
    return match


@transaction.atomic
def undo_merge(match: PersonMatch, *, by, version: int | None = None) -> PersonMatch:
    """It was two people after all: what was carried over goes back to where it was."""
    with acting(matches, "undo", match, by=by, version=version) as match:
        duplicate = Person.objects.select_for_update(of=("self",)).get(pk=match.duplicate_id)
        duplicate.merged_into = None
        keep(duplicate, "undo", by=by)
        _carry_back(match.carried, duplicate, by=by)
        match.carried = {}
    return match


def _carry(duplicate: Person, kept: Person, *, by) -> dict[str, list[int]]:
    """Move everything that belongs to one record to another; what was moved, as "app.Model.field" -> row numbers.

    A second peer profile stays where it is. Raises Conflict where the two clash.
    """
    carried = {}
    if duplicate.user_id and not kept.user_id:
        user, duplicate.user = duplicate.user, None
        keep(duplicate, "merge", by=by)
        kept.user = user
        keep(kept, "merge", by=by)
        carried["user"] = [user.pk]
    for relation in Person._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model in (Person, PersonMatch) or not issubclass(model, Versioned):
            continue
        if relation.one_to_one and model._default_manager.filter(**{field.name: kept}).exists():
            continue
        moved = _move(model._default_manager.filter(**{field.name: duplicate}), field.name, kept, by=by)
        if moved:
            carried[f"{model._meta.label}.{field.name}"] = moved
    return carried


def _carry_back(carried: dict[str, list[int]], person: Person, *, by) -> None:
    """Give back what was carried over, as far as it still is where it went."""
    carried = dict(carried)
    if users := carried.pop("user", None):
        holder = Person.objects.filter(user__in=users).first()
        if holder is not None:
            user, holder.user = holder.user, None
            keep(holder, "undo", by=by)
            person.user = user
            keep(person, "undo", by=by)
    for path, numbers in carried.items():
        label, _dot, field = path.rpartition(".")
        _move(apps.get_model(label)._default_manager.filter(pk__in=numbers), field, person, by=by)


def _move(rows, field: str, to: Person, *, by) -> list[int]:
    moved = []
    for row in rows.select_for_update(of=("self",)):
        setattr(row, field, to)
        try:
            keep(row, "carry", by=by)
        except Invalid as problem:
            words = "; ".join(message for messages in problem.fields.values() for message in messages)
            raise Conflict(_("The two records clash: %(words)s") % {"words": words}) from problem
        moved.append(row.pk)
    return moved


# Accounts -----------------------------------------------------------------------------------------------------------
def rename_user(user: User, *, by, version: int | None = None, **changes) -> User:
    """Change the name shown for an account, or (one's own) how reminders come."""
    with acting(users, "rename", user, by=by, version=version, **changes) as user:
        pass
    return user


def put_hint_away(user: User, key: str) -> None:
    """A first-time hint is not shown to this person any more."""
    with transaction.atomic():
        row = User.objects.select_for_update().only("hints_gone").get(pk=user.pk)
        User.objects.filter(pk=user.pk).update(hints_gone=sorted({*row.hints_gone, key})[:100])


def show_hints_again(user: User) -> None:
    """All first-time hints are shown to this person as on the first day."""
    User.objects.filter(pk=user.pk).update(hints_gone=[])


@transaction.atomic
def change_password(user: User, password: str, *, by=None) -> User:
    """Choose a new password: every session and every API token of the account ends. Raises Invalid for a weak one.

    `by` is the account's own holder: signed in, or proven by the link in their mail.
    """
    _check_password(password, user)
    with acting(users, "change_password", user, by=by or user) as user:
        if user.kind != User.Kind.ACCOUNT:
            raise NotAllowed()
        user.set_password(password)
    _end_access(user, by=by or user)
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Invalid(fields={"password": problem.messages}) from None


@transaction.atomic
def deactivate(user: User, *, by, version: int | None = None) -> User:
    """Close an account: every session, link and API token of it ends at once. What it did stays as it is."""
    with acting(users, "deactivate", user, by=by, version=version) as user:
        if not user.is_active:
            raise Conflict(_("This account is closed already."))
        user.is_active, user.session_stamp = False, stamp()
    _end_access(user, by=by)
    forget()
    return user


def reactivate(user: User, *, by, version: int | None = None) -> User:
    """Open a closed account again; its holder signs in anew, and makes new API tokens."""
    with acting(users, "reactivate", user, by=by, version=version) as user:
        if user.is_active:
            raise Conflict(_("This account is open already."))
        user.is_active = True
    return user


@transaction.atomic
def end_sessions(user: User, *, by) -> User:
    """Sign somebody (or oneself) out on every device."""
    with acting(users, "end_sessions", user, by=by) as user:
        user.session_stamp = stamp()
    _forget_sessions(user)
    return user


@transaction.atomic
def reset_second_step(user: User, *, by, version: int | None = None) -> User:
    """Somebody has lost their phone or key: take off every second step, so that they set up another.

    Nobody gets in by this alone: every session, link and token ends, the password ends with it, and a new one can only
    be chosen through the person's own e-mail address; the next sign-in then asks for a second step at once.
    """
    with acting(users, "reset_second_step", user, by=by, version=version) as user:
        if not user.is_active:
            raise Conflict(_("This account is closed. Open it first."))
        user.session_stamp = stamp()
        if user.has_usable_password():
            user.set_password(secrets.token_urlsafe(32))
    Authenticator.objects.filter(user=user).delete()
    _end_access(user, by=by)
    outbox.send(
        rule="second_step_reset",
        subject_key=f"user:{user.pk}:{user.version}",
        template="people/second_step_reset",
        to=user,
        context={"url": reverse("account_reset_password")},
    )
    return user


@transaction.atomic
def end_session(user: User, number: int, *, by) -> bool:
    """Sign one's own account out on one device; False when that session is not there (any more)."""
    if by.pk != user.pk:
        raise NotAllowed()
    found = UserSession.objects.filter(user=user, pk=number).first()
    if found is None:
        return False
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()
    return True


def note_session(request) -> None:
    """Put this session on the list of one's own sessions, after it got a new number."""
    UserSession.objects.create_from_request(request)


def _end_access(user: User, *, by) -> None:
    _forget_sessions(user)
    links.revoke(user=user)
    for token in ApiToken.objects.filter(user=user, revoked_at__isnull=True):
        token.revoked_at = timezone.now()
        keep(token, "revoke", by=by)


def _forget_sessions(user: User) -> None:
    # The stamp in every session is what ends it; this only keeps dead rows out of the list of sessions.
    known = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()


@transaction.atomic
def ask_new_email(user: User, email: str, *, by) -> None:
    """Ask for another e-mail address: a link goes to the new one and to the old one, and both must be opened."""
    row = users.visible(by).filter(pk=user.pk).first()
    if row is None:
        raise NotHere()
    users.require(by, "change_email", row, {"email"})
    email = email.strip().lower()
    if email == row.email:
        raise Invalid(fields={"email": [_("This is the address you have now.")]})
    for purpose, to in (("new_email", {"email": email}), ("old_email", {"user": user})):
        links.revoke(about=user, purpose=purpose)
        token = links.issue(purpose, days=2, about=user, **to)
        outbox.send(
            rule=purpose,
            subject_key=f"user:{user.pk}:{secrets.token_hex(4)}",
            template=f"people/{purpose}",
            to=to.get("user"),
            email=to.get("email", ""),
            context={"email": email, "url": reverse("people:confirm_email", args=[token])},
        )


@transaction.atomic
def confirm_email(token: str, *, by) -> User | None:
    """Confirm a change of address from one of its two mails; the user once both are confirmed, None before that."""
    link = links.open(token)
    if link.purpose not in ("new_email", "old_email") or link.about_id != by.pk:
        raise NotHere()
    links.use(link)
    pair = {
        purpose: Link.objects.filter(purpose=purpose, about_model=link.about_model, about_id=by.pk)
        .order_by("-pk")
        .first()
        for purpose in ("new_email", "old_email")
    }
    if not all(half and half.used_at and not half.revoked_at for half in pair.values()):
        return None
    try:
        with acting(users, "change_email", by, by=by, email=pair["new_email"].email) as user:
            pass
    except (Invalid, Conflict):
        raise Invalid(_("This address can't be used for your account. Ask your administrator.")) from None
    return user


# API tokens ---------------------------------------------------------------------------------------------------------
def issue_token(*, by, name: str, scope: str, expires_on: date) -> tuple[ApiToken, str]:
    """Make a key for one's own programs; the second answer is the key itself, shown once and kept nowhere."""
    today = timezone.localdate()
    if not today < expires_on <= today + timedelta(days=366):
        raise Invalid(fields={"expires_on": [_("Choose an end date within a year from today.")]})
    prefix, secret, hashed = tokens.mint()
    with creating(api_tokens, "issue", by=by, user=by, name=name, scope=scope, expires_on=expires_on) as token:
        token.prefix, token.secret_hash = prefix, hashed
    return token, tokens.written(prefix, secret)


def revoke_token(token: ApiToken, *, by, version: int | None = None) -> ApiToken:
    """End a key at once."""
    with acting(api_tokens, "revoke", token, by=by, version=version) as token:
        if token.revoked_at:
            raise Conflict(_("This key has ended already."))
        token.revoked_at = timezone.now()
    return token


# Invitations --------------------------------------------------------------------------------------------------------
INVITATION_DAYS = 14
RESEND_AFTER = timedelta(minutes=10)
INVITATIONS_A_DAY = 2000


@transaction.atomic
def invite(*, by, email: str, **values) -> Invitation:
    """Invite somebody to make an account, with the role it will hold. values: name, unit, role, starts_on, ends_on.

    Raises Invalid for an open invitation to the same role, TooMany after 2,000 a day, NotAllowed outside one's units.
    """
    email = email.strip().lower()
    if email == by.email:
        raise Invalid(fields={"email": [_("Nobody gives themselves a role. Ask another administrator.")]})
    day = timezone.now() - timedelta(days=1)
    if Invitation.history.filter(history_user=by, history_type="+", history_date__gt=day).count() >= INVITATIONS_A_DAY:
        raise TooMany()
    with creating(invitations, "invite", by=by, email=email, **values) as invitation:
        pass
    _send_invitation(invitation)
    return invitation


def invite_many(rows: list[dict[str, str]], *, by) -> list[bulk.Row]:
    """Invite everybody a file names; the rows as judged, the good ones now invited. A repeat changes nothing."""
    if not invitations.may_start(by, "invite"):
        raise NotAllowed()
    judged = bulk.judge(rows, by)
    with transaction.atomic():
        for row in judged:
            if row.good:
                try:
                    invite(by=by, **row.values)
                except (Invalid, NotAllowed) as problem:
                    words = [message for messages in getattr(problem, "fields", {}).values() for message in messages]
                    row.problem = "; ".join(words) or str(problem)
    return judged


def resend(invitation: Invitation, *, by, version: int | None = None) -> Invitation:
    """Send an invitation again; the link of the earlier mail stops working."""
    with acting(invitations, "resend", invitation, by=by, version=version) as invitation:
        if invitation.sent_at > timezone.now() - RESEND_AFTER:
            raise TooMany(_("It was sent a few minutes ago. Wait ten minutes, then send it again."), wait=600)
        invitation.sent_at = timezone.now()
        _send_invitation(invitation)
    return invitation


def withdraw(invitation: Invitation, *, by, version: int | None = None) -> Invitation:
    """Withdraw an invitation: its link stops working."""
    with acting(invitations, "withdraw", invitation, by=by, version=version) as invitation:
        links.revoke(about=invitation)
    return invitation


def _send_invitation(invitation: Invitation) -> None:
    links.revoke(about=invitation)
    token = issue_invitation_link(invitation)
    outbox.send(
        rule="invitation",
        subject_key=f"invitation:{invitation.pk}:{secrets.token_hex(4)}",
        template="people/invitation",
        email=invitation.email,
        about=invitation,
        context={
            "name": invitation.name,
            "organisation": (invitation.unit.organisation or invitation.unit).name,
            "days": INVITATION_DAYS,
            "url": reverse("people:accept", args=[token]),
        },
    )


def issue_invitation_link(invitation: Invitation) -> str:
    """The token of a new link to accept an invitation; for its mail, and for the first administrator's terminal."""
    return links.issue("invitation", days=INVITATION_DAYS, email=invitation.email, about=invitation)


@transaction.atomic
def accept(token: str, *, user: User | None = None, name: str = "", password: str = "", identity=None) -> User:
    """Accept an invitation and hold its role: with an account one has, or a new one with a password or single sign-on.

    identity  an unsaved SocialAccount (provider and uid say issuer and subject), proven just now by the provider
    Raises NotHere for a link that no longer works, Invalid for a weak password, Conflict when the account belongs to
    somebody else.
    """
    link = links.open(token, purpose="invitation")
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("unit__organisation").get(pk=link.about_id)
    )
    system = system_user()
    owner = User.objects.filter(email__iexact=invitation.email).first()
    visitor = owner is not None and owner.kind == User.Kind.LINK  # who came by link keeps what is theirs
    if (user or (owner and not visitor)) and user != owner:
        raise Conflict(
            _("This invitation is for another account. Sign in with the address it was sent to, then open it again.")
        )
    if user is None:
        user = owner if visitor else User(email=invitation.email)
        user.kind, user.name = User.Kind.ACCOUNT, name or invitation.name
        user.home_organisation = invitation.unit.organisation or invitation.unit
        if identity is None:
            _check_password(password, user)
            user.set_password(password)
        else:
            user.set_unusable_password()
        keep(user, "join", by=system)
        if visitor:
            links.revoke(user=user)
    if identity is not None:
        _link_identity(user, identity)
    links.use(link)
    with acting(invitations, "accept", invitation, by=system, accepted_by=user) as invitation:
        pass
    if (
        invitation.role
        and not RoleAssignment.objects.filter(live(), user=user, role=invitation.role, unit=invitation.unit).exists()
    ):
        give_role(
            by=system,
            user=user,
            role=invitation.role,
            unit=invitation.unit,
            starts_on=invitation.starts_on,
            ends_on=invitation.ends_on,
            reason=_("Accepted an invitation"),
        )
    return user


def _link_identity(user: User, identity: SocialAccount) -> None:
    held = SocialAccount.objects.filter(provider=identity.provider, uid=identity.uid).first()
    if held is not None and held.user_id != user.pk:
        raise Conflict(_("Your single sign-on already opens another account here. Sign out there, then try again."))
    if held is None:
        identity.user = user
        identity.save()


# Handover -----------------------------------------------------------------------------------------------------------
def begin_handover(*, by, leaver: User, organisation: Unit, last_day: date, **values) -> Handover:
    """Begin to hand over what somebody holds, because they leave or change work. values: successor, note."""
    if Handover.objects.filter(leaver=leaver, organisation=organisation, status=Handover.Status.OPEN).exists():
        raise Conflict(_("There is a handover for them already."))
    with creating(
        handovers, "begin", by=by, leaver=leaver, organisation=organisation, last_day=last_day, **values
    ) as handover:
        pass
    return handover


def edit_handover(handover: Handover, *, by, version: int | None = None, **changes) -> Handover:
    """Change who takes over, the last day, or what the next person needs to know."""
    with acting(handovers, "edit", handover, by=by, version=version, **changes) as handover:
        pass
    return handover


@transaction.atomic
def finish_handover(handover: Handover, *, by, version: int | None = None) -> Handover:
    """Give everything the leaver holds to the successor, from the day after the last day: all of it, or nothing.

    Raises Invalid without a successor, and whatever passing one thing on raises.
    """
    with acting(handovers, "finish", handover, by=by, version=version) as handover:
        if handover.successor is None:
            raise Invalid(fields={"successor": [_("Choose who takes over.")]})
        if handover.successor_id == handover.leaver_id or not handover.successor.is_active:
            raise Invalid(fields={"successor": [_("Choose somebody else, with an open account.")]})
    for holding in holdings_of(handover.leaver, handover.organisation):
        holding.pass_on(handover.successor, last_day=handover.last_day, by=by)
    forget()
    return handover


@transaction.atomic
def pass_on_role(held: RoleAssignment, successor: User, *, last_day: date, by) -> None:
    """End a role on the leaver's last day and give it to the successor from the next, until the day it was to end."""
    if held.ends_on and held.ends_on <= last_day:
        return
    first = last_day + timedelta(days=1)
    if held.starts_on > last_day:
        raise Conflict(_("A role of theirs begins only after the last day. End it first."))
    until = held.ends_on
    end_role(held, by=by, ends_on=last_day)
    if not RoleAssignment.objects.filter(live(first), user=successor, role=held.role, unit=held.unit).exists():
        give_role(
            by=by,
            user=successor,
            role=held.role,
            unit=held.unit,
            starts_on=first,
            ends_on=until,
            reason=_("Handed over by %(name)s") % {"name": held.user},
        )


@holds
def roles_held(user: User, organisation: Unit):
    """The roles somebody holds, or is to hold, in an organisation."""
    today = timezone.localdate()
    rows = RoleAssignment.objects.select_related("user", "unit", "unit__organisation").filter(user=user)
    for row in rows.exclude(ends_on__lt=today):
        if row.unit.root_id == organisation.pk:
            yield Holding(str(row), partial(pass_on_role, row))
