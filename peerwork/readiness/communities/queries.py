"""What the pages, the API and the programme's counters ask about communities and learning sets; the user first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from peerwork.kit import release
from peerwork.people.models import Settings, Unit, live
from peerwork.people.reach import reach_of, units_of
from peerwork.placements.models import Qualified, SupervisorLink
from peerwork.readiness.communities.models import (
    Attendance,
    Committee,
    Community,
    CommunityAction,
    Meeting,
    Membership,
    on,
)
from peerwork.readiness.communities.policy import (
    actions,
    agenda,
    committees,
    communities,
    meetings,
    memberships,
    participants,
    seats,
    sessions,
    sets,
    sites,
)
from peerwork.readiness.communities.reach import coordinated, my_communities
from peerwork.readiness.communities.set_models import MOST_AT_A_SITE, LearningSet, SetSession, SetSite
from peerwork.readiness.words import Present, co_produced

PROGRAMME = ("director", "hr", "lived_experience_lead", "training_lead")


# Communities ----------------------------------------------------------------------------------------------------------
def communities_for(user) -> list[Community]:
    rows = communities.visible(user).select_related("parent", "coordinator", "organisation")
    return list(rows.order_by("status", "name", "pk"))


def may_invite(user, community: Community) -> bool:
    return community.pk in coordinated(user) and community.status == "open"


def own_membership(user, community: Community) -> Membership | None:
    rows = memberships.visible(user).filter(user=user.pk, community=community, left_on__isnull=True)
    return rows.select_related("community", "user").first()


def belongs(user, community: Community) -> bool:
    """Whether the inside of a community is theirs to see: as a member, or as who coordinates it."""
    return community.pk in my_communities(user) or community.pk in coordinated(user)


def members_of(user, community: Community) -> list[Membership]:
    rows = memberships.visible(user).filter(community=community, left_on__isnull=True).select_related("user")
    return list(rows.order_by("user__name", "pk"))


def parts_of(user, community: Community) -> list[Community]:
    return list(communities.visible(user).filter(parent=community).order_by("name", "pk"))


def meetings_of(user, community: Community) -> list[Meeting]:
    """A community's meetings, newest first, with how many came."""
    rows = meetings.visible(user).filter(community=community)
    return list(rows.annotate(came=Count("attendance", filter=Q(attendance__came=True))).order_by("-starts_at")[:120])


def agenda_of(user, meeting: Meeting) -> list:
    rows = agenda.visible(user).filter(meeting=meeting, dropped_on__isnull=True)
    return list(rows.select_related("brought_by__user__home_organisation").order_by("pk"))


def actions_of(user, community: Community) -> list:
    rows = actions.visible(user).filter(community=community)
    return list(rows.select_related("owner__user__home_organisation", "evidence_unit").order_by("due_on", "pk")[:200])


def committees_of(user, community: Community) -> list[tuple[Committee, list]]:
    """The executive and the committees at work, each with who sits on it."""
    rows = committees.visible(user).filter(community=community, closed_on__isnull=True)
    held = seats.visible(user).filter(left_on__isnull=True, member__left_on__isnull=True)
    held = held.filter(committee__community=community).select_related("member__user")
    by_committee = defaultdict(list)
    for seat in held:
        by_committee[seat.committee_id].append(seat)
    return [(row, by_committee[row.pk]) for row in rows]


def who_belonged(user, meeting: Meeting) -> QuerySet:
    """Those who belonged to the community on the day of a meeting."""
    rows = memberships.visible(user).filter(on(meeting.day), community=meeting.community_id)
    return rows.select_related("user").order_by("user__name", "pk")


# Growth and attendance ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Grown:
    """How many belonged at the end of a month."""

    month: date
    members: int


@dataclass(frozen=True)
class Attended:
    """How many of those who belonged came to one meeting."""

    meeting: Meeting
    came: int
    video: int
    members: int

    @property
    def share(self) -> float | None:
        return self.came / self.members if self.members else None


def month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from one to another, and the last day itself."""
    ends, day = [], first.replace(day=1)
    while True:
        after = (day + timedelta(days=32)).replace(day=1)
        if after > last:
            return [*ends, last]
        ends.append(after - timedelta(days=1))
        day = after


def spells(community: Community) -> list[tuple[date, date | None]]:
    return list(Membership.objects.filter(community=community).values_list("joined_on", "left_on"))


def count_on(days: Iterable[tuple[date, date | None]], day: date) -> int:
    return sum(joined <= day and (left is None or left > day) for joined, left in days)


def growth(community: Community, today: date | None = None) -> list[Grown]:
    """Members at the end of each month since the first joined; the last entry is today."""
    today, found = today or timezone.localdate(), spells(community)
    if not found:
        return []
    return [Grown(day, count_on(found, day)) for day in month_ends(min(joined for joined, _l in found), today)]


def attended(community: Community) -> list[Attended]:
    """Every meeting that took place, oldest first: how many came, and of how many."""
    found = spells(community)
    rows = Meeting.objects.filter(community=community, status="held").order_by("starts_at", "pk")
    came = Counter()
    noted = Attendance.objects.filter(meeting__community=community, came=True)
    for meeting, how in noted.values_list("meeting", "how"):
        came[meeting, how] += 1
    return [
        Attended(row, came[row.pk, "there"] + came[row.pk, "video"], came[row.pk, "video"], count_on(found, row.day))
        for row in rows
    ]


def attendance_rate(held: list[Attended]) -> float | None:
    """Of all who could have come, how many did."""
    could = sum(each.members for each in held)
    return sum(each.came for each in held) / could if could else None


def mix_of(found: Iterable) -> list[tuple[str, int]]:
    """How many by what brings them here, in the usual order, without those nobody is."""
    counted = Counter(found)
    return [(str(kind.label), counted[kind.value]) for kind in Present if counted[kind.value]]


# Learning sets --------------------------------------------------------------------------------------------------------
def sets_for(user) -> list[LearningSet]:
    rows = sets.visible(user).annotate(
        n_sites=Count("sites", filter=Q(sites__left_on__isnull=True), distinct=True),
        n_sessions=Count("sessions", distinct=True),
    )
    return list(rows.order_by("-starts_on", "name", "pk"))


@dataclass(frozen=True)
class SiteLine:
    """A site, who comes for it, and whether that is more than the usual eight."""

    site: SetSite
    people: list
    mix: list[tuple[str, int]]

    @property
    def over(self) -> bool:
        return len(self.people) > MOST_AT_A_SITE


def sites_of(user, row: LearningSet) -> list[SiteLine]:
    found = list(sites.visible(user).filter(learning_set=row, left_on__isnull=True).select_related("unit"))
    people = participants.visible(user).filter(site__learning_set=row, left_on__isnull=True)
    by_site = defaultdict(list)
    for person in people.order_by("name", "pk"):
        by_site[person.site_id].append(person)
    return [SiteLine(site, by_site[site.pk], mix_of(p.kind for p in by_site[site.pk])) for site in found]


def sessions_of(user, row: LearningSet) -> list[SetSession]:
    return list(sessions.visible(user).filter(learning_set=row).select_related("site").order_by("-held_on", "-pk"))


def may_see_participants(user) -> bool:
    return bool({"lived_experience_lead", "training_lead"} & reach_of(user).keys())


# The programme --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Programme:
    """The programme's counts for one organisation; people are rounded for directors."""

    sites: int
    learning_sets: int
    sessions: int
    co_produced: int
    communities: int
    actions: int
    with_evidence: int
    trained: str
    supported: str
    members: str
    note: str


def programme_organisations(user) -> list[Unit]:
    """The organisations in which the user holds a role that looks at the whole."""
    held = Unit.objects.filter(pk__in=units_of(user, *PROGRAMME), organisation__isnull=True)
    return list(held.order_by("name", "pk"))


def programme(user, organisation: Unit, today: date | None = None) -> Programme:
    """What the programme has reached: as it is for HR and leads, people through the release rules for a director."""
    today = today or timezone.localdate()
    here = SetSite.objects.filter(learning_set__organisation=organisation)
    held = SetSession.objects.filter(learning_set__organisation=organisation, held_on__lte=today)
    present = list(held.values_list("present", flat=True))
    ours = Community.objects.filter(organisation=organisation)
    todo = CommunityAction.objects.filter(community__organisation=organisation)
    trained = Qualified.objects.filter(person__organisation=organisation, starts_on__lte=today)
    links = SupervisorLink.objects.filter(live(today), stream__organisation=organisation, person__worker__isnull=False)
    belonging = Membership.objects.filter(on(today), community__organisation=organisation, community__status="open")
    held_settings = Settings.objects.filter(organisation=organisation).first()
    rules = release.rules(
        *((held_settings.hide_up_to, held_settings.round_to, held_settings.fold_teams_under) if held_settings else ())
    )
    rounds = not {"hr", "lived_experience_lead", "training_lead"} & {
        role for role, units in reach_of(user).items() if organisation.pk in units
    }

    def people(rows: QuerySet, path: str) -> str:
        count = rows.order_by().values(path).distinct().count()
        return release.shown(release.pub(count, rules) if rounds else count)

    return Programme(
        sites=here.order_by().values("name").distinct().count(),
        learning_sets=LearningSet.objects.filter(organisation=organisation).count(),
        sessions=len(present),
        co_produced=sum(map(co_produced, present)),
        communities=ours.filter(status="open").count(),
        actions=todo.exclude(status="stopped").count(),
        with_evidence=todo.exclude(evidence="").count(),
        trained=people(trained, "person"),
        supported=people(links, "person"),
        members=people(belonging, "user"),
        note=rules.note if rounds else "",
    )


def organisations_to_open_in(user) -> list[Unit]:
    """Where the user may open communities and learning sets."""
    rows = Unit.objects.filter(
        pk__in=units_of(user, "lived_experience_lead", "training_lead"), organisation__isnull=True
    )
    return list(rows.order_by("name", "pk"))


def units_for_evidence(user, community: Community) -> QuerySet:
    """The teams in which something can show: those of the community's organisation."""
    rows = Unit.objects.filter(organisation=community.organisation_id, kind=Unit.Kind.TEAM, closed_on__isnull=True)
    return rows.order_by("name", "pk")


def may_see_programme(user) -> bool:
    return bool(set(PROGRAMME) & reach_of(user).keys())
