"""Every write about posts, placements, supervisors, absence, qualification and readiness."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import outbox
from peerwork.kit.access import forget
from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.records import acting, creating, keep
from peerwork.people import actions as people_actions
from peerwork.people.models import Person, Unit, User, live
from peerwork.people.policy import people
from peerwork.people.reach import organisation_of
from peerwork.placements import endings, gates, warnings
from peerwork.placements.intervals import covers, earliest, splice
from peerwork.placements.models import (
    Away,
    ColumnMapping,
    Exclusion,
    ExitConversation,
    LadderStep,
    Leaving,
    NextPost,
    PayTable,
    PeerNetwork,
    Placement,
    PlacementTerm,
    Post,
    PostTerm,
    Qualified,
    Readiness,
    Stream,
    Supervising,
    SupervisorLink,
    SupervisorProposal,
)
from peerwork.placements.policy import (
    away,
    column_mappings,
    exclusions,
    exits,
    ladder_steps,
    next_posts,
    pay_points,
    pay_tables,
    peer_networks,
    placements,
    posts,
    proposals,
    qualified,
    readiness,
    streams,
    supervising,
    supervisor_links,
)

A_DAY = timedelta(days=1)


# Reference lists ----------------------------------------------------------------------------------------------------
def open_step(*, by, **values) -> LadderStep:
    """Add a step to an organisation's career ladder: its number and name."""
    with creating(ladder_steps, "open", by=by, **values) as step:
        pass
    return step


def edit_step(step: LadderStep, *, by, version: int | None = None, **changes) -> LadderStep:
    """Correct a career step's name or number."""
    with acting(ladder_steps, "edit", step, by=by, version=version, **changes) as step:
        pass
    return step


def close_step(step: LadderStep, *, by, closed_on: date, version: int | None = None) -> LadderStep:
    """A career step is no longer used from a day."""
    with acting(ladder_steps, "close", step, by=by, version=version, closed_on=closed_on) as step:
        pass
    return step


@transaction.atomic
def publish_pay(*, by, points: list[dict], **values) -> PayTable:
    """Publish what each band pays from a day, with the source; the table before it ends the day before.

    points  dicts with band, years (in the band), salary (pounds a year, full time)
    """
    before = PayTable.objects.filter(organisation=values["organisation"], ends_on__isnull=True).first()
    if before is not None:
        close_pay(before, by=by, ends_on=values["starts_on"] - A_DAY)
    with creating(pay_tables, "publish", by=by, **values) as table:
        pass
    if not points:
        raise Invalid(fields={"points": [_("Give at least one pay point.")]})
    for point in points:
        with creating(pay_points, "publish", by=by, table=table, **point) as _point:
            pass
    return table


def close_pay(table: PayTable, *, by, ends_on: date, version: int | None = None) -> PayTable:
    """A pay table holds to and including a day."""
    with acting(pay_tables, "close", table, by=by, version=version, ends_on=ends_on) as table:
        pass
    return table


# Posts --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_post(*, by, **values) -> Post:
    """Open a post in a team's establishment: title, role family, WTE, from a day."""
    with creating(posts, "open", by=by, **values) as post:
        pass
    _lay(PostTerm(post=post), post, post.starts_on, post.ends_on, "open", by)
    return post


def edit_post(post: Post, *, by, version: int | None = None, **changes) -> Post:
    """Correct a post's words and flags; its team, band and hours change from a day (`change_post`)."""
    if {"team", "wte", "band", "starts_on", "ends_on"} & set(changes):
        raise Invalid(_("Team, band and hours change from a day, so that past months stay as they were."))
    with acting(posts, "edit", post, by=by, version=version, **changes) as post:
        pass
    return post


@transaction.atomic
def change_post(post: Post, *, by, starts_on: date, version: int | None = None, **changes) -> Post:
    """Change a post's team, band or budgeted WTE from a day; the months before stay as they were."""
    with acting(posts, "change", post, by=by, version=version) as post:
        posts.require(by, "change", post, changes)
        if not (post.starts_on <= starts_on and (post.ends_on is None or starts_on <= post.ends_on)):
            raise Invalid(fields={"starts_on": [_("Choose a day on which the post is open.")]})
        _cut(PostTerm, PostTerm.objects.filter(post=post), starts_on, None, changes, "change", by)
        _as_today(post, PostTerm.objects.filter(post=post))
    return post


@transaction.atomic
def close_post(post: Post, *, by, ends_on: date, version: int | None = None) -> Post:
    """Close a post after a day; raises Conflict while somebody is placed in it beyond that day."""
    with acting(posts, "close", post, by=by, version=version, ends_on=ends_on) as post:
        beyond = Placement.objects.exclude(status__in=("withdrawn", "proposed")).exclude(ends_on__lte=ends_on)
        if beyond.filter(post=post).exists():
            raise Conflict(_("Somebody is placed in this post after that day. End or move their placement first."))
        if ends_on < post.starts_on:
            raise Invalid(fields={"ends_on": [_("Choose a day after the post was opened.")]})
        _end_terms(PostTerm.objects.filter(post=post), ends_on, "close", by)
    return post


def open_next_post(*, by, **values) -> NextPost:
    """Say that somebody in a post can grow into another."""
    with creating(next_posts, "open", by=by, **values) as step:
        if not posts.visible(by).filter(pk=step.leads_to_id).exists():
            raise NotAllowed()
    return step


def end_next_post(step: NextPost, *, by, version: int | None = None, **changes) -> NextPost:
    """A post no longer leads to another from a day."""
    with acting(next_posts, "end", step, by=by, version=version, **changes) as step:
        step.ends_on = step.ends_on or timezone.localdate()
    return step


# Dated rows ---------------------------------------------------------------------------------------------------------
def _lay(term, source, starts_on: date, ends_on: date | None, verb: str, by, **values) -> None:
    """Keep a new dated row with the values of `source`, and these."""
    term.starts_on, term.ends_on = starts_on, ends_on
    for name in term.VALUES:
        setattr(term, name, values.get(name, getattr(source, name, getattr(term, name, None))))
    keep(term, verb, by=by)


def _cut(model, terms, starts_on: date, ends_on: date | None, changes, verb: str, by) -> None:
    """Change dated rows from a day to a day; what was before and after stays as it was.

    changes  new values, or row -> new values where they follow from what held before
    """
    rows = list(terms.select_for_update().filter(cancelled_on__isnull=True).order_by("starts_on"))
    pieces = splice(rows, starts_on, ends_on)
    owner = "post" if model is PostTerm else "placement"
    new = []
    for row in rows:
        was = {name: getattr(row, name) for name in model.VALUES}
        now = was | (changes(row) if callable(changes) else changes)
        first, *others = [piece for piece in pieces if piece.row is row]
        values = now if first.inside else was
        if (first.ends_on, values) != (row.ends_on, was):
            row.ends_on = first.ends_on
            for name, value in values.items():
                setattr(row, name, value)
            keep(row, verb, by=by)
        new += [(row, piece, now if piece.inside else was) for piece in others]
    for row, piece, values in new:
        _lay(model(**{owner: getattr(row, owner)}), row, piece.starts_on, piece.ends_on, verb, by, **values)


def _end_terms(terms, ends_on: date, verb: str, by) -> None:
    """Dated rows end on a day; those that would only have begun after it are cancelled."""
    for term in terms.select_for_update().filter(cancelled_on__isnull=True).exclude(ends_on__lte=ends_on):
        if term.starts_on > ends_on:
            term.cancelled_on = timezone.localdate()
        else:
            term.ends_on = ends_on
        keep(term, verb, by=by)


def _as_today(row, terms) -> None:
    """Copy onto a post or placement what its dated rows say for today (or the day nearest to today)."""
    found = sorted(terms.filter(cancelled_on__isnull=True), key=lambda term: term.starts_on)
    today = timezone.localdate()
    holding = next((term for term in found if covers(term, today)), None)
    if holding is None and found:
        holding = found[0] if found[0].starts_on > today else found[-1]
    if holding is None:
        return
    row.team = holding.team
    if holding.wte > 0:
        row.wte = holding.wte
    if isinstance(row, Post):
        row.band = holding.band
    else:
        row.line_manager = holding.line_manager


def bring_up_to_date(*, by) -> int:
    """Copy onto posts and placements what their dated rows say from today on; how many changed."""
    changed = 0
    for model, owner in ((PostTerm, "post"), (PlacementTerm, "placement")):
        begun = model.objects.filter(live(), cancelled_on__isnull=True, starts_on__gte=timezone.localdate() - 7 * A_DAY)
        for term in begun.select_related(owner):
            row = getattr(term, owner)
            before = (row.team_id, row.wte, getattr(row, "line_manager_id", None), getattr(row, "band", None))
            _as_today(row, row.terms)
            now = (row.team_id, row.wte, getattr(row, "line_manager_id", None), getattr(row, "band", None))
            if before != now:
                keep(row, "change", by=by)
                changed += 1
    return changed


# Placements ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def propose_placement(*, by, despite: str = "", **values) -> Placement:
    """Propose that somebody works in a post: person, post, WTE, contract, dates; team, employer, host, line manager.

    Team and host are the post's, and the employer the person's, unless told. Raises Invalid outside the post's dates,
    for a contract the post does not allow, and for a warning (`warnings`) without a reason to go on (`despite`).
    """
    person, post = values["person"], values["post"]
    _lock(person, post)
    values.setdefault("team", post.team)
    values.setdefault("employer", person.organisation)
    values.setdefault("host", organisation_of(values["team"]))
    with creating(placements, "propose", by=by, **values) as placement:
        _check_place(placement)
        same = Placement.objects.filter(person=person, post=post, starts_on=placement.starts_on)
        if same.filter(status__in=("proposed", "agreed", "started")).exclude(pk=placement.pk).exists():
            raise Conflict(_("They are proposed for this post from that day already."))
    gates.ask(person, post, "propose", by)
    _lay(PlacementTerm(placement=placement, kind=PlacementTerm.Kind.USUAL), placement, placement.starts_on,
         placement.ends_on, "propose", by, working_wte=placement.wte)  # fmt: skip
    found = warnings.before_placing(post, placement.team, placement.starts_on, person)
    found += warnings.about_hours(placement, placement.starts_on, placement.ends_on)
    _go_past(found, despite, placement, "propose", by)
    forget()
    return placement


def _lock(person: Person, post: Post) -> None:
    """People first, then posts: everybody locks in this order, and two starts of one post wait for each other."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)


def _check_place(placement: Placement) -> None:
    post, problems = Post.objects.get(pk=placement.post_id), {}
    if placement.starts_on < post.starts_on or (post.ends_on and placement.starts_on > post.ends_on):
        problems["starts_on"] = [_("The post is not open on that day.")]
    elif post.ends_on and (placement.ends_on is None or placement.ends_on > post.ends_on):
        problems["ends_on"] = [_("The post closes on %(day)s: the placement must end by then.") % {"day": post.ends_on}]
    if post.contracts and placement.contract not in post.contracts:
        problems["contract"] = [_("This post is not for that kind of contract.")]
    if placement.person.died_on:
        problems["person"] = [_("This person has died.")]
    if warnings.not_wanted_in(placement.person, placement.team):
        problems["team"] = [warnings.not_available()]
    if placement.line_manager and (
        placement.line_manager_id == placement.person.user_id
        or warnings.refuses(placement.person, placement.line_manager)
    ):
        problems["line_manager"] = [warnings.not_available()]
    if problems:
        raise Invalid(fields=problems)


def _go_past(found, despite: str, placement: Placement, verb: str, by) -> None:
    warnings.go_past(
        found, despite, by=by, verb=verb, person=placement.person, team=placement.team, placement=placement
    )


def agree_placement(placement: Placement, *, by, version: int | None = None) -> Placement:
    """The worker, or HR for them, agrees a proposed placement."""
    with acting(placements, "agree", placement, by=by, version=version) as placement:
        gates.ask(placement.person, placement.post, "agree", by)
    forget()
    return placement


@transaction.atomic
def start_placement(
    placement: Placement, *, by, version: int | None = None, began_on: date | None = None, despite: str = ""
) -> Placement:
    """The person has started, on the day planned or another (`began_on`); whoever leads and supervises can see them.

    Raises Invalid before the day has come, and when the post or the person would be over their hours, or a supervisor
    is missing, without a reason to go on.
    """
    _lock(placement.person, placement.post)
    with acting(placements, "start", placement, by=by, version=version) as placement:
        gates.ask(placement.person, placement.post, "start", by)
        if began_on is not None and began_on != placement.starts_on:
            _begin_terms(placement, began_on, by)
        if placement.starts_on > timezone.localdate():
            raise Invalid(
                fields={"began_on": [_("That day is still to come. Say that they have started once they have.")]}
            )
        _check_place(placement)
        _as_today(placement, placement.terms)
    found = warnings.before_starting(placement)
    found += warnings.about_hours(placement, placement.starts_on, placement.ends_on)
    _go_past(found, despite, placement, "start", by)
    forget()
    return placement


def _begin_terms(placement: Placement, began_on: date, by) -> None:
    if placement.ends_on and began_on > placement.ends_on:
        raise Invalid(fields={"began_on": [_("That is after the placement ends.")]})
    first, *others = placement.terms.filter(cancelled_on__isnull=True).order_by("starts_on")
    for term in [first, *others]:
        if term.ends_on and term.ends_on < began_on:
            term.cancelled_on = timezone.localdate()
            keep(term, "start", by=by)
    first = placement.terms.filter(cancelled_on__isnull=True).order_by("starts_on").first()
    first.starts_on = placement.starts_on = began_on
    keep(first, "start", by=by)


@transaction.atomic
def change_placement(
    placement: Placement,
    *,
    by,
    starts_on: date,
    until: date | None = None,
    version: int | None = None,
    despite: str = "",
    **changes,
) -> Placement:
    """Change hours, team or line manager from a day, for good or `until` a day; the months before stay as they were.

    changes  any of wte, working_wte, team, line_manager, kind (usual, phased, leave, released)
    Phased hours keep the WTE and lower what is worked; a leave of absence keeps the post; in another post, none counts.
    """
    _lock(placement.person, placement.post)
    with acting(placements, "change", placement, by=by, version=version) as placement:
        allowed = placements.writable(placement) | {"working_wte", "kind"}
        if hidden := set(changes) - (allowed & set(PlacementTerm.VALUES)):
            raise NotAllowed(fields=sorted(hidden))
        if not covers(placement, starts_on):
            raise Invalid(fields={"starts_on": [_("Choose a day on which the placement holds.")]})
        if until is not None and until < starts_on:
            raise Invalid(fields={"until": [_("Choose a day after the change begins.")]})
        _cut(PlacementTerm, placement.terms.all(), starts_on, until, lambda term: _whole(term, changes), "change", by)
        _as_today(placement, placement.terms)
        _check_place(placement)
    found = warnings.about_hours(placement, starts_on, until or placement.ends_on)
    if "team" in changes and placement.post.lived_experience_essential:
        found += warnings.before_placing(placement.post, changes["team"], starts_on, placement.person)
    _go_past(found, despite, placement, "change", by)
    forget()
    return placement


def _whole(now: PlacementTerm, changes: dict) -> dict:
    """A change with all that follows from it: leave means no hours worked, usual hours mean all of them."""
    kind = changes.get("kind", now.kind)
    Kind = PlacementTerm.Kind
    wte = changes.get("wte")
    if wte is None:
        wte = now.wte if now.wte > 0 else now.placement.wte
    if kind == Kind.RELEASED:
        wte = working = 0
    elif kind == Kind.LEAVE:
        working = 0
    elif kind == Kind.PHASED:
        working = changes.get("working_wte", now.working_wte)
        if working > wte:
            raise Invalid(fields={"working_wte": [_("Phased hours are fewer than the hours of the contract.")]})
    else:
        working = wte
    return changes | {"kind": kind, "wte": wte, "working_wte": working}


@transaction.atomic
def extend_placement(
    placement: Placement, *, by, version: int | None = None, despite: str = "", ends_on: date | None = None
) -> Placement:
    """Change the last day of a placement that has not ended: later, earlier, or no end (None)."""
    _lock(placement.person, placement.post)
    with acting(placements, "extend", placement, by=by, version=version, ends_on=ends_on) as placement:
        _check_place(placement)
        _last_day(placement, ends_on, "extend", by)
    _go_past(warnings.about_hours(placement, placement.starts_on, ends_on), despite, placement, "extend", by)
    forget()
    return placement


def _last_day(placement: Placement, ends_on: date | None, verb: str, by) -> None:
    if ends_on is not None:
        _end_terms(placement.terms.all(), ends_on, verb, by)
    last = placement.terms.filter(cancelled_on__isnull=True).order_by("-starts_on").first()
    if last is None:
        raise Invalid(fields={"ends_on": [_("Choose a day after the placement began.")]})
    if last.ends_on != ends_on:
        last.ends_on = ends_on
        keep(last, verb, by=by)


@transaction.atomic
def end_placement(
    placement: Placement, *, by, version: int | None = None, ends_on: date | None = None, **changes
) -> Placement:
    """The placement ends on a day (`ends_on`, today unless told), its last; with why (end_reason) and where to.

    Who holds no other placement has left: their supervisor links end with it. Raises Invalid before it began.
    """
    ends_on = ends_on or placement.ends_on or timezone.localdate()
    if changes.get("end_reason") == Leaving.DEATH:
        raise Invalid(fields={"end_reason": [_("A death is recorded on the person’s page: it stops every message.")]})
    with acting(placements, "end", placement, by=by, version=version, ends_on=ends_on, **changes) as placement:
        if ends_on < placement.starts_on:
            raise Invalid(fields={"ends_on": [_("Choose a day after the placement began.")]})
        _last_day(placement, ends_on, "end", by)
        _as_today(placement, placement.terms)
    _leave(placement.person, ends_on, by)
    forget()
    return placement


def _leave(person: Person, last_day: date, by) -> None:
    """After somebody's last placement, whoever supervised them no longer does."""
    other = Placement.objects.filter(person=person, status__in=("agreed", "started")).exclude(ends_on__lte=last_day)
    if other.exists():
        return
    for link in SupervisorLink.objects.filter(person=person).exclude(ends_on__lte=last_day):
        link.ends_on = max(last_day, link.starts_on)
        keep(link, "end", by=by)


@transaction.atomic
def resume_placement(
    placement: Placement, *, by, version: int | None = None, despite: str = "", ends_on: date | None = None
) -> Placement:
    """An end was a mistake, or taken back: the placement goes on, to `ends_on` or until further notice."""
    _lock(placement.person, placement.post)
    with acting(placements, "resume", placement, by=by, version=version, ends_on=ends_on) as placement:
        placement.end_reason = placement.destination = ""
        _check_place(placement)
        _last_day(placement, ends_on, "resume", by)
        _as_today(placement, placement.terms)
    _go_past(warnings.about_hours(placement, placement.starts_on, ends_on), despite, placement, "resume", by)
    forget()
    return placement


def withdraw_placement(placement: Placement, *, by, version: int | None = None) -> Placement:
    """A placement that was proposed or agreed does not come about."""
    with acting(placements, "withdraw", placement, by=by, version=version) as placement:
        pass
    forget()
    return placement


@transaction.atomic
def release(
    placement: Placement, *, by, starts_on: date, until: date, post: Post, contract: str, despite: str = "", **values
) -> Placement:
    """Second somebody to another post, or let them act up, from a day to a day: their own post is kept for them."""
    if contract not in (Placement.Contract.SECONDED, Placement.Contract.ACTING):
        raise Invalid(fields={"contract": [_("Choose secondment or acting up.")]})
    change_placement(placement, by=by, starts_on=starts_on, until=until, kind=PlacementTerm.Kind.RELEASED)
    values.setdefault("wte", placement.wte)
    return propose_placement(
        by=by, person=placement.person, post=post, starts_on=starts_on, ends_on=until, contract=contract,
        returns_to=placement, despite=despite, **values,
    )  # fmt: skip


@transaction.atomic
def record_death(person: Person, *, by, died_on: date, version: int | None = None) -> Person:
    """Somebody has died: every message to them stops at once, their account closes, what was private is sealed.

    Their placements end on that day, with no question asked of anyone. Raises NotHere, NotAllowed, Conflict.
    """
    with acting(people, "record_death", person, by=by, version=version, died_on=died_on) as person:
        if died_on > timezone.localdate():
            raise Invalid(fields={"died_on": [_("The day can’t be in the future.")]})
    system = people_actions.system_user()
    for placement in Placement.objects.select_for_update().filter(person=person):
        if placement.status in ("proposed", "agreed"):
            withdraw_placement(placement, by=system)
        elif placement.status == "started":
            last = max(earliest(died_on, placement.ends_on), placement.starts_on)
            with acting(placements, "end", placement, by=system, ends_on=last) as placement:
                placement.end_reason = Leaving.DEATH
                _last_day(placement, last, "end", system)
    _leave(person, died_on, system)
    if person.user is not None:
        for link in SupervisorLink.objects.filter(supervisor=person.user).exclude(ends_on__lte=died_on):
            link.ends_on = max(died_on, link.starts_on)
            keep(link, "end", by=system)
        if person.user.is_active:
            people_actions.deactivate(person.user, by=system)
    outbox.stop(person.user, person.work_email, person.home_email)
    endings.seal(person, by=by)
    forget()
    return person


# Leaving ------------------------------------------------------------------------------------------------------------
def offer_exit(*, by, placement: Placement) -> ExitConversation:
    """Offer somebody who leaves a conversation about it; what they write is theirs to share or not."""
    with creating(exits, "offer", by=by, placement=placement) as conversation:
        pass
    return conversation


def write_exit(conversation: ExitConversation, *, by, version: int | None = None, **changes) -> ExitConversation:
    """The leaver writes, and chooses for each part whether HR can read it."""
    with acting(exits, "write", conversation, by=by, version=version, **changes) as conversation:
        pass
    return conversation


def decline_exit(conversation: ExitConversation, *, by, version: int | None = None) -> ExitConversation:
    """The leaver would rather not; nobody asks again."""
    with acting(exits, "decline", conversation, by=by, version=version) as conversation:
        pass
    return conversation


# Supervisors --------------------------------------------------------------------------------------------------------
def open_stream(*, by, **values) -> Stream:
    """Begin a kind of supervision in an organisation."""
    with creating(streams, "open", by=by, **values) as stream:
        pass
    return stream


def edit_stream(stream: Stream, *, by, version: int | None = None, **changes) -> Stream:
    """Correct a kind of supervision's name, and whether everyone needs it."""
    with acting(streams, "edit", stream, by=by, version=version, **changes) as stream:
        pass
    return stream


def close_stream(stream: Stream, *, by, closed_on: date, version: int | None = None) -> Stream:
    """A kind of supervision is no longer given from a day."""
    with acting(streams, "close", stream, by=by, version=version, closed_on=closed_on) as stream:
        pass
    return stream


@transaction.atomic
def link_supervisor(*, by, despite: str = "", **values) -> SupervisorLink:
    """Name somebody's supervisor in a stream, from a day. Raises Invalid where they are not available, or for a warning
    without a reason to go on (`despite`)."""
    User.objects.select_for_update(of=("self",)).get(pk=values["supervisor"].pk)
    found = _supervisor_warnings(
        values["supervisor"],
        values["person"],
        values["stream"],
        values.get("starts_on"),
        cover=values.get("cover", False),
    )
    with creating(supervisor_links, "link", by=by, **values) as link:
        _check_apart(link)
    warnings.go_past(found, despite, by=by, verb="link", person=link.person, link=link)
    forget()
    return link


def _supervisor_warnings(supervisor: User, person: Person, stream: Stream, day, *, cover: bool = False):
    if supervisor.pk == person.user_id:
        raise Invalid(fields={"supervisor": [_("Nobody supervises themselves.")]})
    if not supervisor.is_active or warnings.refuses(person, supervisor):
        raise Invalid(fields={"supervisor": [warnings.not_available()]})
    found = warnings.before_supervising(supervisor, person, stream, day or timezone.localdate())
    return [] if cover else found


def _check_apart(link: SupervisorLink) -> None:
    """PostgreSQL refuses this by itself; here the words are better, and SQLite refuses it too."""
    if link.cover:
        return
    others = SupervisorLink.objects.filter(person=link.person, stream=link.stream, cover=False).exclude(pk=link.pk)
    others = others.exclude(ends_on__lt=link.starts_on)
    if (others.filter(starts_on__lte=link.ends_on) if link.ends_on else others).exists():
        raise Invalid(
            fields={"starts_on": [_("They already have a supervisor for this then. End that first, from a date.")]}
        )


def end_supervisor(link: SupervisorLink, *, by, version: int | None = None, **changes) -> SupervisorLink:
    """End a supervisor link on a day (`ends_on`); what was agreed stays with the next one."""
    with acting(supervisor_links, "end", link, by=by, version=version, **changes) as link:
        link.ends_on = link.ends_on or timezone.localdate()
    forget()
    return link


def ask_change(link: SupervisorLink, *, by, version: int | None = None) -> SupervisorLink:
    """The worker asks HR for a change of supervisor; no reason is asked."""
    with acting(supervisor_links, "ask_change", link, by=by, version=version) as link:
        link.change_asked_on = timezone.localdate()
    return link


def propose_supervisor(*, by, **values) -> SupervisorProposal:
    """A team lead proposes a supervisor for somebody in the team; HR decides."""
    _supervisor_warnings(values["supervisor"], values["person"], values["stream"], values.get("starts_on"))
    with creating(proposals, "propose", by=by, **values) as proposal:
        pass
    return proposal


@transaction.atomic
def agree_supervisor(
    proposal: SupervisorProposal, *, by, version: int | None = None, despite: str = "", **changes
) -> SupervisorProposal:
    """HR takes up a proposal: a supervisor of the same kind ends the day before, and the new one begins."""
    with acting(proposals, "agree", proposal, by=by, version=version, **changes) as proposal:
        pass
    for link in SupervisorLink.objects.filter(
        live(proposal.starts_on), person=proposal.person, stream=proposal.stream, cover=False
    ):
        end_supervisor(link, by=by, ends_on=max(proposal.starts_on - A_DAY, link.starts_on))
    link_supervisor(
        by=by, person=proposal.person, supervisor=proposal.supervisor, stream=proposal.stream,
        starts_on=proposal.starts_on, despite=despite,
    )  # fmt: skip
    return proposal


def decline_supervisor(proposal: SupervisorProposal, *, by, version: int | None = None) -> SupervisorProposal:
    """HR does not take up a proposed supervisor."""
    with acting(proposals, "decline", proposal, by=by, version=version) as proposal:
        pass
    return proposal


def held_links(supervisor: User, first_day: date):
    """The links somebody holds on or after a day, cover left out: what is handed over when they leave."""
    links = SupervisorLink.objects.filter(supervisor=supervisor, cover=False).exclude(ends_on__lt=first_day)
    return links.select_related("person", "stream").order_by("person__family_name", "stream__kind")


@transaction.atomic
def hand_over(supervisor: User, successor: User, *, by, first_day: date, despite: str = "") -> list[SupervisorLink]:
    """Give all of a supervisor's people to another from a day: every one of them, or none.

    Raises Invalid where the successor is not available to one of them, NotHere where one is out of the asker's reach.
    """
    if supervisor.pk == successor.pk:
        raise Invalid(fields={"successor": [_("Choose somebody else.")]})
    User.objects.select_for_update(of=("self",)).get(pk=successor.pk)
    links = list(held_links(supervisor, first_day).select_for_update(of=("self",)))
    if not links:
        raise Conflict(_("They supervise nobody from that day on."))
    new = [link for link in links if link.person.user_id != successor.pk]
    if (
        len(new) < len(links)
        or not successor.is_active
        or any(warnings.refuses(link.person, successor) for link in new)
    ):
        raise Invalid(fields={"successor": [warnings.not_available()]})
    found, seen = [], set()
    given_people: set[int] = set()
    for link in new:
        given_people.add(link.person_id)  # somebody supervised in two streams is one person more
        more = warnings.before_supervising(successor, link.person, link.stream, first_day, more=len(given_people))
        found += [warning for warning in more if warning.rule not in seen]
        seen |= {warning.rule for warning in more}
    given = []
    for link in new:
        first = max(first_day, link.starts_on)
        if link.starts_on < first_day:
            end_supervisor(link, by=by, ends_on=first_day - A_DAY)
        else:
            # A link still to begin never begins: it is moved to the successor by ending it on its first day's eve.
            raise Conflict(_("A link of theirs begins only on %(day)s. End it first.") % {"day": link.starts_on})
        with creating(
            supervisor_links, "link", by=by, person=link.person, supervisor=successor, stream=link.stream,
            starts_on=first, ends_on=link.ends_on,
        ) as made:  # fmt: skip
            _check_apart(made)
        given.append(made)
    warnings.go_past(found, despite, by=by, verb="hand_over", person=given[0].person, link=given[0])
    forget()
    return given


@transaction.atomic
def cover_supervisor(supervisor: User, covering: User, *, by, starts_on: date, ends_on: date) -> list[SupervisorLink]:
    """While a supervisor is away, another covers all of their people, from a day to a day: all or none."""
    if supervisor.pk == covering.pk:
        raise Invalid(fields={"covering": [_("Choose somebody else.")]})
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": [_("Choose a day after the cover begins.")]})
    links = [link for link in held_links(supervisor, starts_on) if link.starts_on <= ends_on]
    links = [link for link in links if link.person.user_id != covering.pk]
    if not links:
        raise Conflict(_("They supervise nobody in that time."))
    return [
        link_supervisor(
            by=by, person=link.person, supervisor=covering, stream=link.stream, cover=True,
            starts_on=max(starts_on, link.starts_on), ends_on=earliest(ends_on, link.ends_on),
        )
        for link in links
    ]  # fmt: skip


def note_supervising(*, by, **values) -> Supervising:
    """Note what somebody can give as a supervisor: how many people at once, and their training."""
    with creating(supervising, "note", by=by, **values) as gives:
        pass
    return gives


def edit_supervising(gives: Supervising, *, by, version: int | None = None, **changes) -> Supervising:
    """Change how many people a supervisor can see at once, or their training dates."""
    with acting(supervising, "edit", gives, by=by, version=version, **changes) as gives:
        pass
    return gives


def say_supervising(gives: Supervising, *, by, version: int | None = None, **changes) -> Supervising:
    """A supervisor says whether they can take on more people, and (only if they wish) their own lived experience."""
    with acting(supervising, "say", gives, by=by, version=version, **changes) as gives:
        pass
    return gives


# Private wishes -----------------------------------------------------------------------------------------------------
def name_exclusion(*, by, person: Person, holder: User | None = None, verb: str = "name", **values) -> Exclusion:
    """Name somebody, or a team, not to work with: no reason is asked; one HR contact sees it, everyone else
    sees only "not available". Raises Invalid where no HR contact is named."""
    holder = holder or getattr(getattr(person, "worker", None), "confidant", None)
    if holder is None:
        raise Invalid(fields={"holder": [_("Choose the HR contact who keeps this for you.")]})
    if values.get("user") is not None and values["user"].pk == person.user_id:
        raise Invalid(fields={"user": [_("Choose somebody else.")]})
    with creating(exclusions, verb, by=by, person=person, holder=holder, **values) as wish:
        pass
    forget()
    return wish


def step_back(*, by, person: Person, holder: User) -> Exclusion:
    """A colleague steps back from one person's matters, without a reason. Raises NotHere out of their reach."""
    if not people.visible(by).filter(pk=person.pk).exists():
        raise NotHere()
    return name_exclusion(by=by, person=person, holder=holder, verb="step_back", user=by, stepped_back=True)


def withdraw_exclusion(wish: Exclusion, *, by, version: int | None = None) -> Exclusion:
    """A private wish no longer holds."""
    with acting(exclusions, "withdraw", wish, by=by, version=version) as wish:
        wish.withdrawn_on = timezone.localdate()
    forget()
    return wish


def pass_on_wish(wish: Exclusion, *, by, holder: User) -> Exclusion:
    """The HR contact who kept a private wish leaves: another keeps it, and nobody else learns of it."""
    with acting(exclusions, "pass_on", wish, by=by, holder=holder) as wish:
        pass
    return wish


# Absence, qualification ---------------------------------------------------------------------------------------------
@transaction.atomic
def note_away(*, by, **values) -> Away:
    """Note that somebody is away from a day, and until when if it is known."""
    Person.objects.select_for_update(of=("self",)).get(pk=values["person"].pk)
    with creating(away, "note", by=by, **values) as period:
        _check_not_away(period)
    return period


def _check_not_away(period: Away) -> None:
    others = Away.objects.filter(person=period.person, cancelled_on__isnull=True).exclude(pk=period.pk)
    others = others.exclude(ends_on__lt=period.starts_on)
    if (others.filter(starts_on__lte=period.ends_on) if period.ends_on else others).exists():
        raise Invalid(fields={"starts_on": [_("They are noted as away in that time already. Change that one.")]})


def edit_away(period: Away, *, by, version: int | None = None, **changes) -> Away:
    """Correct the days somebody is away, or say when they are back (`ends_on` is the last day away)."""
    with acting(away, "edit", period, by=by, version=version, **changes) as period:
        _check_not_away(period)
    return period


def cancel_away(period: Away, *, by, version: int | None = None) -> Away:
    """Time away that did not come about."""
    with acting(away, "cancel", period, by=by, version=version) as period:
        period.cancelled_on = timezone.localdate()
    return period


def note_qualified(*, by, **values) -> Qualified:
    """Note that from this day the person has what a role asks for."""
    with creating(qualified, "note", by=by, **values) as fact:
        pass
    return fact


def withdraw_qualified(fact: Qualified, *, by, version: int | None = None) -> Qualified:
    """A qualification no longer holds from today."""
    with acting(qualified, "withdraw", fact, by=by, version=version) as fact:
        fact.ends_on = max(timezone.localdate() - A_DAY, fact.starts_on)
    return fact


# Teams --------------------------------------------------------------------------------------------------------------
def decide_readiness(*, by, **values) -> Readiness:
    """Say whether a team is ready to welcome a peer worker, why, on which conditions, and until when that holds."""
    with creating(readiness, "decide", by=by, **values) as decision:
        decision.decided_by = by
        decision.decided_on = timezone.localdate()
        if decision.answer == Readiness.Answer.CONDITIONS and not decision.conditions.strip():
            raise Invalid(fields={"conditions": [_("Say what must be done, and by whom.")]})
    return decision


def name_network(*, by, **values) -> PeerNetwork:
    """Name the peer network that peer workers of a small team belong to."""
    with creating(peer_networks, "name", by=by, **values) as network:
        pass
    return network


def end_network(network: PeerNetwork, *, by, version: int | None = None, **changes) -> PeerNetwork:
    """A team's peer network ends on a day."""
    with acting(peer_networks, "end", network, by=by, version=version, **changes) as network:
        network.ends_on = network.ends_on or timezone.localdate()
    return network


# Column mappings ----------------------------------------------------------------------------------------------------
def keep_mapping(*, by, organisation: Unit, name: str, columns: dict) -> ColumnMapping:
    """Save which column means what, under a name; the same name again changes it."""
    held = ColumnMapping.objects.filter(organisation=organisation, name=name, dropped_on__isnull=True).first()
    if held is not None:
        with acting(column_mappings, "edit", held, by=by, columns=columns) as held:
            pass
        return held
    with creating(column_mappings, "keep", by=by, organisation=organisation, name=name, columns=columns) as mapping:
        pass
    return mapping


def drop_mapping(mapping: ColumnMapping, *, by, version: int | None = None) -> ColumnMapping:
    """A saved mapping is no longer offered."""
    with acting(column_mappings, "drop", mapping, by=by, version=version) as mapping:
        mapping.dropped_on = timezone.localdate()
    return mapping
