"""What this app makes known to the kit: what waits for whom, what search finds, what leavers hold, daily work."""

from contextlib import contextmanager
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from peerwork.kit import jobs, search, tasks, trail
from peerwork.kit import story as stories
from peerwork.kit.errors import Conflict, NotAllowed, NotHere
from peerwork.kit.tasks import Task
from peerwork.people import holdings
from peerwork.people.actions import edit_worker, system_user
from peerwork.people.holdings import Holding
from peerwork.people.models import Unit, User, Worker
from peerwork.people.reach import has_record, reach_of
from peerwork.placements import (
    actions,
    queries,
    story,
    takeout,  # noqa: F401  its part of somebody's own copy
    warnings,
)
from peerwork.placements.models import Exclusion, Placement
from peerwork.placements.policy import placements, posts, staff_files
from peerwork.placements.reach import in_post_or_coming

SOON = timedelta(days=28)

trail.register(staff_files, "imports")
search.register(posts, ["title", "code"], later("Post"))
search.register(placements, ["person__family_name", "person__given_name", "person__known_as"], later("Placement"))


# Waiting for you ----------------------------------------------------------------------------------------------------
def waiting(user):
    """What waits about placements: one’s own to agree; for HR what was proposed, asked for, or should have ended."""
    if has_record(user):
        yield from _own(user)
    if "hr" in reach_of(user):
        yield from _for_hr(user)
    if {"hr", "team_lead"} & set(reach_of(user)):
        yield from _for_teams(user)


def _own(user):
    mine = placements.visible(user).filter(person__user=user.pk, status="proposed").select_related("post")
    for row in mine:
        yield Task(
            _("Agree where you will work: %(post)s") % {"post": row.post}, row.get_absolute_url(), row.starts_on,
            consequence=_("You start once you have agreed."), weight=2,
        )  # fmt: skip
    for talk in queries.talks_offered(user):
        yield Task(
            _("Say what you want about leaving, or that you’d rather not"), talk.placement.get_absolute_url(),
            consequence=_("Every part is yours to share or not."), weight=6,
        )  # fmt: skip


def _for_hr(user):
    today = timezone.localdate()
    for row in queries.placements_for(user, status="proposed")[: tasks.MOST]:
        if "agree" in placements.offers(row) and row.person.user_id != user.pk:
            yield Task(
                _("Agree a placement: %(person)s, %(post)s") % {"person": row.person, "post": row.post},
                row.get_absolute_url(), row.starts_on, consequence=_("They can’t start before it is agreed."),
            )  # fmt: skip
    for row in queries.starting_soon(user)[: tasks.MOST]:
        if row.starts_on <= today:
            yield Task(
                _("Say that %(person)s has started") % {"person": row.person}, row.get_absolute_url(), row.starts_on,
                consequence=_("Until then they are in no figure, and nobody’s supervisee."), weight=4,
            )  # fmt: skip
    for row in queries.should_have_ended(user, today)[: tasks.MOST]:
        yield Task(
            _("End or extend the placement of %(person)s") % {"person": row.person}, row.get_absolute_url(),
            row.ends_on, consequence=_("Its last day has passed."), weight=4,
        )  # fmt: skip
    for link in queries.changes_asked(user)[: tasks.MOST]:
        yield Task(
            _("Talk with %(person)s about another supervisor") % {"person": link.person},
            reverse("placements:person", args=[link.person_id]), link.change_asked_on,
            consequence=_("They asked for a change; they need not say why."), weight=3,
        )  # fmt: skip
    for row in queries.proposals_for(user)[: tasks.MOST]:
        yield Task(
            _("Decide on a supervisor for %(person)s") % {"person": row.person},
            reverse("placements:person", args=[row.person_id]), row.starts_on,
            consequence=_("Proposed by the team lead."), weight=4,
        )  # fmt: skip


def _for_teams(user):
    """Teams whose readiness runs out soon, for whoever decides it."""
    today = timezone.localdate()
    teams = {team.pk: team for team in queries.teams_of(user)}
    for pk, row in queries.readiness_by_team(user, list(teams), today).items():
        if row.expires_on <= today + SOON:
            yield Task(
                _("Look again whether %(team)s is ready") % {"team": teams[pk].name},
                reverse("placements:team", args=[pk]), row.expires_on,
                consequence=_("After that day nobody can be placed there without a reason."), weight=6,
            )  # fmt: skip


tasks.register("placements", waiting)
stories.register("placements", story.of)


# Holdings -----------------------------------------------------------------------------------------------------------
@contextmanager
def by_hr(words: str):
    """An administrator who ends an account has no say in who supervises whom: that is for HR to decide first."""
    try:
        yield
    except (NotHere, NotAllowed):
        raise Conflict(words) from None


@holdings.register
def supervises(user: User, organisation: Unit):
    """The people somebody supervises, all handed over together."""
    count = actions.held_links(user, timezone.localdate()).filter(stream__organisation=organisation).count()
    if count:

        def pass_on(successor, *, last_day, by):
            with by_hr(_("HR hands over the people they supervise first, on their supervisor’s page.")):
                first_day = last_day + actions.A_DAY
                actions.hand_over(user, successor, by=by, first_day=first_day, despite=_("Their supervisor leaves."))

        yield Holding(_("%(count)d people to supervise") % {"count": count}, pass_on)


@holdings.register
def leads(user: User, organisation: Unit):
    """The people somebody is line manager of."""
    rows = list(Placement.objects.filter(in_post_or_coming(), line_manager=user, host=organisation))
    if rows:

        def pass_on(successor, *, last_day, by):
            with by_hr(_("HR names another line manager for their people first.")):
                for row in rows:
                    day = max(last_day + actions.A_DAY, row.starts_on)
                    actions.change_placement(row, by=by, starts_on=day, line_manager=successor)

        yield Holding(_("line manager of %(count)d people") % {"count": len(rows)}, pass_on)


@holdings.register
def keeps_wishes(user: User, organisation: Unit):
    """The private wishes an HR contact keeps, and the people who chose them for it: never whose, only how many."""
    wishes = Exclusion.objects.filter(holder=user, withdrawn_on__isnull=True, person__organisation=organisation)
    chosen = Worker.objects.filter(confidant=user, peer_until__isnull=True, person__organisation=organisation)
    count = len({*wishes.values_list("person", flat=True), *chosen.values_list("person", flat=True)})
    if count:

        def pass_on(successor, *, last_day, by):
            if not queries.hr_contacts(organisation).filter(pk=successor.pk).exists():
                raise Conflict(_("Private wishes are kept by HR: give it to somebody who holds HR here."))
            if wishes.filter(user=successor).exists():
                raise Conflict(warnings.not_available())
            system = system_user()
            for wish in wishes:
                actions.pass_on_wish(wish, by=system, holder=successor)
            for worker in chosen:
                edit_worker(worker, by=system, confidant=successor)

        yield Holding(_("HR contact of %(count)d people") % {"count": count}, pass_on)


# Every day ----------------------------------------------------------------------------------------------------------
@jobs.due(every=60, name="placements.today")
def today() -> None:
    """What was agreed to change from today is copied onto posts and placements."""
    actions.bring_up_to_date(by=system_user())
