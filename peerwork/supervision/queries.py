"""What the pages, the API and the reports ask about supervision; the user comes first."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerwork.kit import readlog
from peerwork.kit.errors import NotHere
from peerwork.kit.models import Draft
from peerwork.people.models import Person, Unit, UnitLink, User, live
from peerwork.people.policy import people, units
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Placement, Stream, SupervisorLink
from peerwork.placements.policy import placements
from peerwork.placements.reach import closed_people, employs, works_in
from peerwork.supervision import due, mail
from peerwork.supervision.models import (
    AgreedAction,
    Booking,
    MonthFigure,
    PreparationNote,
    Session,
    SupervisionRule,
)
from peerwork.supervision.policy import (
    actions,
    addenda,
    agreements,
    attendances,
    bookings,
    groups,
    notes,
    passed_on,
    rules,
    sessions,
    shares,
)
from peerwork.supervision.practice.models import ReflectionItem
from peerwork.supervision.practice.policy import items, observations, reflections, role_checks, voice_batches
from peerwork.supervision.reach import ADHOC
from peerwork.supervision.words import QUESTIONS, Answer, Skill, Topic

WATCHING = ("team_lead", "hr", "lived_experience_lead")


# Where somebody stands, in words --------------------------------------------------------------------------------------
@dataclass
class Line:
    """One worker in one kind of supervision, as a supervisor, the worker or a lead sees them."""

    person: object
    stream: Stream
    team: str
    fact: due.Fact | None
    booking: Booking | None = None
    open_actions: int = 0
    waiting: int = 0
    supervisor: object = None
    cover: bool = False

    @property
    def words(self) -> str:
        return stands(self.fact, self.booking)[0]

    @property
    def kind(self) -> str:
        return stands(self.fact, self.booking)[1]

    @property
    def next_words(self) -> str:
        if self.booking is not None:
            return mail.moment(self.booking.starts_at)
        if self.fact is None or self.fact.due_on is None:
            return ""
        day = date_format(self.fact.due_on, "j F")
        return _("Was due %(day)s") % {"day": day} if self.kind == "over" else _("Due by %(day)s") % {"day": day}


def stands(fact: due.Fact | None, booking: Booking | None = None, today: date | None = None) -> tuple[str, str]:
    """The status in words and the colour of its tag ("": plain text): late is said with how long, and never in red."""
    today = today or timezone.localdate()
    if fact is None:
        return (_("Booked"), "") if booking else (_("As you need it"), "")
    if fact.state == due.PAUSED:
        return (
            _("Paused until %(day)s") % {"day": date_format(fact.until, "j F")} if fact.until else _("Paused")
        ), "quiet"
    if fact.state == due.OVERDUE:
        weeks = fact.late // 7
        if weeks:
            return ngettext("Overdue by %d week", "Overdue by %d weeks", weeks) % weeks, "over"
        return ngettext("Overdue by %d day", "Overdue by %d days", fact.late) % fact.late, "over"
    if fact.late or fact.due_on == today:
        return _("Due now"), "due"
    if fact.due_on <= today + due.SOON:
        return (_("Due tomorrow") if fact.due_on == today + timedelta(days=1) else _("Due this week")), "due"
    return (_("Booked") if booking else _("Up to date")), ""


def supervisees(user) -> list[Line]:
    """Everybody this person supervises today, by kind of supervision, the soonest due first."""
    held = SupervisorLink.objects.filter(live(), supervisor=user.pk).exclude(person__in=closed_people(user))
    links = list(held.select_related("person", "stream"))
    ids, kinds = {link.person_id for link in links}, {link.stream_id for link in links}
    if not ids:
        return []
    standing = {(f.person_id, f.stream_id): f for f in due.facts(streams=kinds, people=ids)}
    coming, teams = _coming(user, ids), teams_of(ids)
    open_ones = _count(actions.visible(user).filter(status="open", person__in=ids))
    waiting = _count(sessions.visible(user).filter(held_by=user, status="proposed", person__in=ids))
    lines = [
        Line(
            link.person,
            link.stream,
            teams.get(link.person_id, ""),
            standing.get((link.person_id, link.stream_id)),
            coming.get((link.person_id, link.stream_id)) or coming.get((None, link.stream_id)),
            open_ones[link.person_id, link.stream_id],
            waiting[link.person_id, link.stream_id],
            cover=link.cover,
        )
        for link in links
    ]
    return sorted(lines, key=lambda line: (_soonest(line), str(line.person), line.stream.kind))


def _soonest(line: Line) -> date:
    """The day that decides: when it is due, or (nothing due) when it is booked; paused and neither come last."""
    if line.fact is not None and line.fact.state != due.PAUSED and line.fact.due_on:
        return line.fact.due_on
    return timezone.localdate(line.booking.starts_at) if line.booking else date.max


def _coming(user, ids) -> dict[tuple, Booking]:
    """(person or None for a group, stream) -> the next booked session within the user's reach."""
    since = timezone.now() - timedelta(hours=12)
    rows = bookings.visible(user).filter(
        Q(person__in=ids) | Q(person__isnull=True), status="booked", starts_at__gte=since
    )
    found: dict = {}
    for booking in rows.order_by("starts_at"):
        found.setdefault((booking.person_id, booking.stream_id), booking)
    return found


def _count(rows: QuerySet) -> Counter:
    counted = rows.order_by().values_list("person_id", "stream_id").annotate(n=Count("pk", distinct=True))
    return Counter({(person, stream): n for person, stream, n in counted})


def teams_of(ids) -> dict[int, str]:
    """Where each of these people works today, in a word."""
    placed = Placement.objects.filter(live(), person__in=ids, status__in=("started", "ended"))
    return dict(placed.order_by("-starts_on").values_list("person", "team__name"))


def finding(lines: list[Line]) -> str:
    """The first sentence of a supervisor's page: what is late, what is due, and that the rest is well."""
    late = sum(line.kind == "over" for line in lines)
    soon = sum(line.kind == "due" for line in lines)
    parts = []
    if late:
        parts.append(ngettext("%d session is overdue.", "%d sessions are overdue.", late) % late)
    if soon:
        parts.append(ngettext("%d is due this week.", "%d are due this week.", soon) % soon)
    if len(lines) > late + soon:
        parts.append(_("Everyone else is up to date.") if parts else _("Everyone is up to date."))
    return " ".join(parts)


def supervisor_page(user) -> dict:
    """Supervisees, soonest due first; own actions, diary, what waits for somebody else."""
    lines, today = supervisees(user), timezone.localdate()
    since = timezone.now() - timedelta(hours=12)
    diary = bookings.visible(user).filter(held_by=user, status="booked", starts_at__gte=since)
    mine = actions.visible(user).filter(owner=user, status="open").select_related("person", "session")
    waiting = sessions.visible(user).filter(held_by=user, status="proposed").select_related("person")
    asked = bookings.visible(user).filter(held_by=user, status="asked").select_related("person", "stream")
    return {
        "lines": [line for line in lines if line.stream.kind != Stream.Kind.GROUP],
        "groups": _groups(lines),
        "finding": finding(lines),
        "today": today,
        "actions": list(mine[:8]),
        "diary": list(diary.select_related("person", "stream").order_by("starts_at")[:8]),
        "waiting": list(waiting[:8]),
        "asked": list(asked),
        "rule_words": [rule_words(rule) for rule in rules_now({line.stream.pk for line in lines})],
    }


def _groups(lines: list[Line]) -> list[dict]:
    """One line for each group: how many belong to it, when it last met, when it is next, who is late."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.stream.kind == Stream.Kind.GROUP:
            found[line.stream.pk].append(line)
    return [
        {
            "stream": members[0].stream,
            "people": len(members),
            "last_on": max((line.fact.last_on for line in members if line.fact and line.fact.last_on), default=None),
            "next_words": members[0].next_words,
            "late": sum(line.kind == "over" for line in members),
        }
        for members in found.values()
    ]


def rules_now(streams) -> list[SupervisionRule]:
    found = SupervisionRule.objects.filter(live(), stream__in=streams, family="")
    return list(found.select_related("stream").order_by("stream__kind"))


def rule_words(rule: SupervisionRule) -> str:
    """ "Practice: every 4 weeks, or every week for the first 12 weeks." """
    words = interval(rule.every, rule.unit)
    if rule.first_weeks:
        words = _("%(usual)s, or %(first)s for the first %(weeks)d weeks") % {
            "usual": words,
            "first": interval(rule.first_every, "weeks"),
            "weeks": rule.first_weeks,
        }
    unsure = "" if rule.confirmed_on else " " + _("(to be confirmed)")
    return f"{rule.stream}: {words}{unsure}."


def interval(every: int, unit: str) -> str:
    if unit == "months":
        return ngettext("every month", "every %d months", every) % (() if every == 1 else every)
    return ngettext("every week", "every %d weeks", every) % (() if every == 1 else every)


# The worker's own view ------------------------------------------------------------------------------------------------
def own_person(user) -> Person | None:
    return Person.objects.filter(user=user.pk).first() if getattr(user, "pk", None) else None


def my_page(user) -> dict:
    """The worker's view of the same: next, last, what waits for them, what was agreed, who supervises them."""
    person = own_person(user)
    if person is None:
        return {"person": None, "lines": []}
    mine = sessions.visible(user).filter(person=person).select_related("stream", "held_by")
    return {
        "person": person,
        "lines": my_lines(user, person),
        "sessions": [sessions.show(row) for row in mine[:30]],
        "waiting": [row for row in mine if row.status == "proposed"],
        "agreements": list(agreements.visible(user).filter(person=person).select_related("stream")),
        "actions": list(actions.visible(user).filter(person=person, status="open").select_related("owner")),
        "groups": list(attendances.visible(user).filter(person=person).select_related("group__stream")[:10]),
        "observations": list(observations.visible(user).filter(person=person)[:5]),
    }


def my_lines(user, person: Person) -> list[Line]:
    """Each kind of supervision a worker has or should have: with whom, when next, how it stands."""
    links = list(SupervisorLink.objects.filter(live(), person=person).select_related("stream", "supervisor"))
    standing = {f.stream_id: f for f in due.facts(people=[person.pk])}
    coming = _coming(user, [person.pk])
    kinds = {link.stream_id: link for link in sorted(links, key=lambda link: not link.cover)}
    streams = Stream.objects.filter(pk__in={*standing, *kinds}).order_by("kind")
    return [
        Line(
            person,
            s,
            "",
            standing.get(s.pk),
            coming.get((person.pk, s.pk)) or coming.get((None, s.pk)),
            supervisor=kinds[s.pk].supervisor if s.pk in kinds else None,
            cover=s.pk in kinds and kinds[s.pk].cover,
        )
        for s in streams
    ]


def my_stream(user, pk: int) -> tuple[Person, Stream]:
    """The worker and one kind of supervision they have, or should have, today; any other is not there."""
    page = my_page(user)
    found = next((line.stream for line in page["lines"] if line.stream.pk == pk), None)
    if found is None:
        raise NotHere()
    return page["person"], found


def supervisee_page(user, pk: int) -> dict:
    """One supervisee, in the kinds of supervision this person gives them; out of reach is not there."""
    person = people.find(user, pk=pk)
    lines = [line for line in supervisees(user) if line.person.pk == person.pk]
    if not lines:
        raise NotHere()
    mine = sessions.visible(user).filter(person=person).select_related("stream", "held_by", "person")
    kinds = [line.stream.pk for line in lines]
    return {
        "person": person,
        "lines": lines,
        "sessions": [sessions.show(row) for row in mine[:30]],
        "actions": list(actions.visible(user).filter(person=person, status="open").select_related("owner")),
        "agreements": list(agreements.visible(user).filter(person=person, stream__in=kinds).select_related("stream")),
        "brought": [items.show(row) for row in brought(user, person)],
        "observations": list(observations.visible(user).filter(person=person)[:5]),
        "adhoc": Stream.objects.filter(
            organisation__in={line.stream.organisation_id for line in lines}, kind=ADHOC, closed_on__isnull=True
        ).first(),
    }


def brought(user, person: Person) -> list[ReflectionItem]:
    """What the worker has shared of their reflections with this person."""
    return list(items.visible(user).filter(person=person, shared_in__isnull=False).order_by("-shared_on")[:10])


def stream_of(user, person: Person, pk: int) -> Stream:
    """A kind of supervision this person gives the worker today (any supervisor may hold a debrief); else not there."""
    links = SupervisorLink.objects.filter(live(), supervisor=user.pk, person=person)
    stream = Stream.objects.filter(pk=pk, closed_on__isnull=True).first()
    if stream is None or person.pk in closed_people(user):
        raise NotHere()
    organisations = links.values("stream__organisation")
    if links.filter(stream=stream).exists() or (
        stream.kind == ADHOC
        and links.exists()
        and organisations.filter(stream__organisation=stream.organisation).exists()
    ):
        return stream
    raise NotHere()


def owners_for(user, person: Person) -> dict[str, tuple[str, User | None]]:
    """Who may be chosen to do something agreed: key -> (words, account)."""
    choices: dict[str, tuple[str, User | None]] = {f"u{user.pk}": (_("%(name)s (you)") % {"name": user}, user)}
    if person.user_id and person.user_id != user.pk:
        choices[f"u{person.user_id}"] = (str(person), person.user)
    choices["both"] = (_("Both of you"), None)
    placed = placements.visible(user).filter(live(), person=person, status="started", line_manager__isnull=False)
    for placement in placed.select_related("line_manager"):
        manager = placement.line_manager
        if "line_manager" in placements.readable(placement):
            choices.setdefault(f"u{manager.pk}", (str(manager), manager))
    choices["other"] = (_("Somebody else: say who in the action"), None)
    return choices


def booking_for(user, person: Person | None, stream: Stream) -> Booking | None:
    """The booked session that a log is most likely about: the latest one that has begun, or the next within a day."""
    until = timezone.now() + timedelta(hours=18)
    rows = bookings.visible(user).filter(person=person, stream=stream, status="booked", starts_at__lte=until)
    return rows.order_by("-starts_at").first()


def last_record(user, person: Person, stream: Stream, but: Session | None = None) -> Session | None:
    """The latest record of this supervision whose words the user may read."""
    rows = sessions.visible(user).filter(person=person, stream=stream).exclude(status__in=Session.NOT_HELD)
    rows = rows.exclude(pk=but.pk) if but else rows
    return next((row for row in rows[:10] if "gone_well" in sessions.readable(row)), None)


def open_actions(user, person: Person, stream: Stream) -> list[AgreedAction]:
    rows = actions.visible(user).filter(person=person, stream=stream, status="open")
    return [row for row in rows.select_related("owner") if "do" in actions.offers(row)]


@dataclass(frozen=True)
class Kept:
    """What somebody has typed into a form in one window and not sent."""

    tab: str
    fields: dict
    saved_at: object


def drafts_of(user, prefix: str) -> list[Kept]:
    """What this person has typed into a form in any window and not sent, newest first."""
    rows = Draft.objects.filter(user=user, key__startswith=prefix).order_by("-saved_at")
    return [Kept(row.key.rpartition(":")[2], row.fields, row.saved_at) for row in rows]


# One record -----------------------------------------------------------------------------------------------------------
def session_page(user, pk: int) -> dict:
    """A record with everything this reader may see beside it."""
    session = _with_links(sessions.find(user, pk=pk))
    seen = sessions.show(session)
    note = notes.visible(user).filter(session=session).first()
    mine = session.person.user_id == user.pk
    return {
        "session": seen,
        "row": session,
        "mine": mine,
        "texts": texts_of(seen),
        "ticked": ticked_of(seen),
        "actions": list(actions.visible(user).filter(session=session).select_related("owner")),
        "addenda": [addenda.show(row) for row in addenda.visible(user).filter(session=session).select_related("by")],
        "may_remark": session.status in Session.CLOSED and (mine or session.held_by_id == user.pk),
        "concerns": list(passed_on.visible(user).filter(session=session)),
        "may_pass_on": session.held_by_id == user.pk,
        "may_note": session.held_by_id == user.pk and not session.closed_at and session.status != "withdrawn",
        "shares": list(shares.visible(user).filter(session=session, ended_on__isnull=True).select_related("user"))
        if mine
        else [],
        "note": note and notes.show(own_note(user, note)),
        "readers": readers_of(user, session),
    }


TEXTS = (
    "gone_well",
    "lived_experience",
    "peer_role",
    "workload",
    "talked_about",
    "what_we_agreed",
    "worker_comment",
    "change_wanted",
)


def texts_of(seen) -> list[dict]:
    """What was written in a record, with its labels, as far as its reader may read it."""
    fields = ((name, Session._meta.get_field(name)) for name in TEXTS if name in seen.readable)
    labelled = ((str(field.verbose_name), getattr(seen, name)) for name, field in fields)
    return [{"label": label[:1].upper() + label[1:], "words": words} for label, words in labelled if words]


def ticked_of(seen) -> list[str]:
    if "topics" not in seen.readable:
        return []
    return [str(Topic(topic).label) for topic in seen.topics] + [str(Skill(skill).label) for skill in seen.skills]


def _with_links(session: Session) -> Session:
    session.stream, session.person, session.held_by  # noqa: B018  read now, so that the page asks no more
    return session


def own_note(user, note: PreparationNote) -> PreparationNote:
    """A note is open to whoever wrote it without a line in the read log; the worker reads what was given to them."""
    note._opened = note.by_id == user.pk or (note.given_on is not None and note.session.person.user_id == user.pk)
    return note


def open_note(user, pk: int, reason: str) -> PreparationNote:
    """The records officer opens a note the worker asked for; one line in the read log says so."""
    found = notes.find(user, pk=pk)
    return readlog.opened(
        notes, user, pk=pk, what=_("preparation note"), person_id=found.session.person_id, reason=reason
    )


def readers_of(user, session: Session) -> str:
    """Who can read the words of this record now, by name; whom the worker shows it to, only the worker is told."""
    names = [str(session.held_by), str(session.person)]
    if session.person.user_id == user.pk:
        until = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
        mine = shares.visible(user).filter(until, session=session, ended_on__isnull=True).select_related("user")
        names += [str(share.user) for share in mine if share.user_id != session.held_by_id]
    return _("%(names)s can read everything here. Others see that you met, and when.") % {"names": ", ".join(names)}


def period(user, person: Person, first: date, last: date, stream: Stream | None = None) -> list[Session]:
    """The records this reader may read of one worker between two days, oldest first."""
    rows = sessions.visible(user).filter(person=person, held_on__range=(first, last)).exclude(status="withdrawn")
    rows = rows.filter(stream=stream) if stream else rows
    return list(rows.select_related("stream", "held_by", "person").order_by("held_on", "pk"))


def diary_of(user) -> list[Booking]:
    """What a private calendar holds: booked sessions of the last months and to come, and those just cancelled."""
    since = timezone.now() - timedelta(days=90)
    rows = bookings.visible(user).filter(starts_at__gte=since, status__in=("booked", "held", "missed", "cancelled"))
    rows = rows.filter(Q(held_by=user) | Q(person__user=user) | Q(person__isnull=True))
    gone = Q(status="cancelled", starts_at__lt=timezone.now())
    return list(rows.exclude(gone).order_by("starts_at")[:1000])


def rebook_url(user, booking: Booking) -> str:
    """Where another time is booked instead of a cancelled session, for whoever may; "" once it has been."""
    if booking.status != "cancelled" or booking.starts_at is None or "book" not in bookings.granted(booking):
        return ""
    if booking.person_id is not None and booking.person.user_id == getattr(user, "pk", None):
        return ""
    if bookings.visible(user).filter(replaces=booking).exclude(status="cancelled").exists():
        return ""
    name, args = (
        ("book", [booking.person_id, booking.stream_id]) if booking.person_id else ("book_group", [booking.stream_id])
    )
    return f"{reverse(f'supervision:{name}', args=args)}?instead={booking.pk}"


def groups_in(user, person: Person, first: date, last: date) -> list:
    """The group sessions one worker came to between two days, as far as this reader may see them."""
    rows = attendances.visible(user).filter(
        person=person, came=True, group__status="held", group__held_on__range=(first, last)
    )
    return list(rows.select_related("group__stream").order_by("group__held_on", "pk"))


def note_of(user, session: Session) -> PreparationNote | None:
    """One's own preparation note about a session."""
    row = notes.visible(user).filter(session=session, by=user).first()
    return row and own_note(user, row)


# Reflections ----------------------------------------------------------------------------------------------------------
def my_reflections(user, limit: int = 100) -> list[dict]:
    """The worker's own, newest first, each with its parts."""
    rows = list(reflections.visible(user)[:limit])
    parts = defaultdict(list)
    for item in items.visible(user).filter(reflection__in=rows).select_related("shared_in").order_by("number"):
        parts[item.reflection_id].append(item)
    return [{"row": row, "parts": parts[row.pk]} for row in rows]


def my_trend(user, months: int = 6) -> list[dict]:
    """For each question, how often the worker answered yes, month by month; their own, and compared with nobody."""
    today = timezone.localdate()
    ends = due.months_of(
        (today.replace(day=1) - timedelta(days=31 * (months - 1))).replace(day=1), today + timedelta(days=31)
    )
    firsts = [end.replace(day=1) for end in ends if end.replace(day=1) <= today][-months:]
    counted: dict = defaultdict(Counter)
    rows = items.visible(user).filter(number__gt=0, reflection__on__gte=firsts[0], person__user=user)
    for number, on, answer in rows.values_list("number", "reflection__on", "answer"):
        counted[number, on.replace(day=1)][answer] += 1
    return [
        {
            "question": str(question),
            "months": [
                {"month": first, "yes": counted[n, first][Answer.YES], "all": sum(counted[n, first].values())}
                for first in firsts
            ],
        }
        for n, question in enumerate(QUESTIONS, 1)
    ]


def role_page(user, person: Person, stream: Stream) -> dict:
    """The views whether the role stays a peer role, side by side: never added up, never averaged."""
    checks = list(role_checks.visible(user).filter(person=person, stream=stream).select_related("by")[:20])
    return {
        "worker": [row for row in checks if row.view == "worker"],
        "supervisor": [row for row in checks if row.view == "supervisor"],
        "voices": list(voice_batches.visible(user).filter(person=person)[:8]),
        "may_give": role_checks.may_start(user, "give"),
    }


# Leads, HR, directors -------------------------------------------------------------------------------------------------
def watched(user) -> QuerySet:
    """The people whose dates this person may see as team lead, HR or lived-experience lead."""
    rules_ = (works_in("team_lead", "pk"), employs("hr", "pk"), works_in("lived_experience_lead", "pk", peers=True))
    found = [found for rule in rules_ if (found := rule(user)) is not None]
    rows = Person.objects.filter(reduce(or_, found)) if found else Person.objects.none()
    return rows.exclude(pk__in=closed_people(user))


def is_watching(user) -> bool:
    return bool(reach_of(user).keys() & set(WATCHING))


def compliance(user, *, stream: int | None = None, show: str = "", day: date | None = None) -> dict:
    """Who is in date, by kind of supervision, with dates and gaps and without a word of what was said."""
    standing = due.facts(day, people=watched(user).values("pk"))
    streams = Stream.objects.in_bulk({fact.stream_id for fact in standing})
    counts = defaultdict(Counter)
    late = defaultdict(Counter)
    for fact in standing:
        counts[fact.stream_id][fact.state] += 1
        counts[fact.stream_id]["nobody"] += fact.supervisor_id is None
        late[fact.stream_id][due.how_late(fact)] += 1
    chosen = [f for f in standing if (stream is None or f.stream_id == stream) and (not show or f.state == show)]
    chosen.sort(key=lambda f: (f.state != due.OVERDUE, -f.late, f.due_on or date.max))
    ordered = sorted(streams.values(), key=lambda s: (s.organisation_id, list(Stream.Kind).index(s.kind)))
    return {
        "facts": chosen,
        "streams": streams,
        "counts": [
            {
                "stream": s,
                "in_date": counts[s.pk][due.IN_DATE],
                "overdue": counts[s.pk][due.OVERDUE],
                "paused": counts[s.pk][due.PAUSED],
                "nobody": counts[s.pk]["nobody"],
                "late": late[s.pk],
            }
            for s in ordered
        ],
    }


def compliance_lines(user, facts: list[due.Fact], streams: dict[int, Stream]) -> list[Line]:
    """The facts of one page, with names."""
    ids = {fact.person_id for fact in facts}
    named = {person.pk: person for person in Person.objects.filter(pk__in=ids)}
    by = User.objects.in_bulk({fact.supervisor_id for fact in facts if fact.supervisor_id})
    teams = dict(Unit.objects.filter(pk__in={f.team_id for f in facts if f.team_id}).values_list("pk", "name"))
    return [
        Line(named[f.person_id], streams[f.stream_id], teams.get(f.team_id, ""), f, supervisor=by.get(f.supervisor_id))
        for f in facts
        if f.person_id in named
    ]


def trend(user, roles=WATCHING) -> list[MonthFigure]:
    """The fixed months of the widest units this person watches."""
    top = widest(user, *roles)
    return list(MonthFigure.objects.filter(unit__in=top).select_related("stream", "unit").order_by("month", "stream"))


def widest(user, *roles: str) -> list[int]:
    """The units a role is held on that lie under no other of them."""
    mine = set(units_of(user, *roles))
    below = UnitLink.objects.filter(live(), unit__in=mine, parent__in=mine).values("unit")
    return list(Unit.objects.filter(pk__in=mine).exclude(pk__in=below).values_list("pk", flat=True))


def months_fixed(user, roles) -> list[date]:
    rows = MonthFigure.objects.filter(unit__in=widest(user, *roles)).order_by("-month")
    return list(rows.values_list("month", flat=True).distinct()[:36])


def reached_rules(user) -> list:
    rows = rules.visible(user).select_related("stream", "confirmed_by")
    return [rules.show(row) for row in rows.order_by("stream__kind", "family", "-starts_on")]


def reached_groups(user) -> list:
    return list(groups.visible(user).select_related("stream")[:30])


def members_of(user, stream: Stream, day: date) -> list[Person]:
    """The people of a group this person leads on a day."""
    links = SupervisorLink.objects.filter(live(day), supervisor=user.pk, stream=stream)
    return list(Person.objects.filter(pk__in=links.values("person")).exclude(pk__in=closed_people(user)))


def reached_units(user, *roles: str) -> list[Unit]:
    return list(units.visible(user).filter(pk__in=units_of(user, *roles)).order_by("name"))
