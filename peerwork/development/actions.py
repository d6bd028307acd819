"""Every write about competences, evidence, ratings and goals."""

from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.development import mail
from peerwork.development.models import (
    Assessor,
    Competence,
    Domain,
    Evidence,
    Framework,
    Goal,
    GoalCompetence,
    GoalShare,
    GoalStep,
    OrganisationEvidence,
    Rating,
)
from peerwork.development.policy import (
    assessors,
    competences,
    domains,
    evidence,
    frameworks,
    goal_competences,
    goal_shares,
    goals,
    organisation_evidence,
    ratings,
    steps,
)
from peerwork.kit import files
from peerwork.kit.errors import Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person, Unit, User, live
from peerwork.placements.models import Stream, SupervisorLink

SHIPPED = Path(__file__).parent / "framework.csv"


# The framework --------------------------------------------------------------------------------------------------------
def open_framework(*, by, **values) -> Framework:
    """Begin an organisation's list of competences; it is to be confirmed by the lived-experience lead."""
    with creating(frameworks, "open", by=by, **values) as framework:
        pass
    return framework


def edit_framework(framework: Framework, *, by, version: int | None = None, **changes) -> Framework:
    """Change what the list is called, or where it is from; it is then to be confirmed anew."""
    with acting(frameworks, "edit", framework, by=by, version=version, **changes) as framework:
        framework.confirmed_by = framework.confirmed_on = None
    return framework


def confirm_framework(framework: Framework, *, by, version: int | None = None) -> Framework:
    """The lived-experience lead confirms that this is the list the organisation works with."""
    with acting(frameworks, "confirm", framework, by=by, version=version) as framework:
        framework.confirmed_by, framework.confirmed_on = by, timezone.localdate()
    return framework


def add_domain(*, by, **values) -> Domain:
    """Add a numbered part to the list."""
    with creating(domains, "add", by=by, **values) as domain:
        pass
    return domain


def edit_domain(domain: Domain, *, by, version: int | None = None, **changes) -> Domain:
    """Give a part of the list another name."""
    with acting(domains, "edit", domain, by=by, version=version, **changes) as domain:
        pass
    return domain


def add_competence(*, by, **values) -> Competence:
    """Add one thing to be able to do."""
    with creating(competences, "add", by=by, **values) as competence:
        if not competence.position:
            competence.position = place_of(competence)
    return competence


def place_of(competence: Competence) -> int:
    """Where a number such as 3.2 stands in its part of the list, however many there are (3.10 after 3.9)."""
    parts = [int("".join(c for c in part if c.isdigit()) or 0) for part in competence.number.split(".")[1:3]]
    first, second = [*parts, 0, 0][:2]
    return min(first * 100 + second, 32_000)


def edit_competence(competence: Competence, *, by, version: int | None = None, **changes) -> Competence:
    """Change the words, the roles it is for, or who confirms it; evidence stays with it."""
    with acting(competences, "edit", competence, by=by, version=version, **changes) as competence:
        pass
    return competence


def close_competence(competence: Competence, *, by, version: int | None = None) -> Competence:
    """It is no longer used; what was shown for it is kept."""
    with acting(competences, "close", competence, by=by, version=version) as competence:
        competence.closed_on = timezone.localdate()
    return competence


def name_assessor(*, by, organisation: Unit, user: User, **values) -> Assessor:
    """Name somebody who may confirm evidence, once they have said that they have lived experience of their own."""
    if user.home_organisation_id != organisation.pk:
        raise Invalid(fields={"user": [_("Choose somebody with an account in this organisation.")]})
    with creating(assessors, "name", by=by, organisation=organisation, user=user, **values) as assessor:
        pass
    return assessor


def say_lived_experience(assessor: Assessor, *, by, lived_experience: bool | None, version=None) -> Assessor:
    """Say, or stop saying, that one has lived experience of one's own."""
    with acting(assessors, "say", assessor, by=by, version=version, lived_experience=lived_experience) as assessor:
        pass
    return assessor


def end_assessor(assessor: Assessor, *, by, version: int | None = None) -> Assessor:
    """Somebody is no longer an assessor."""
    with acting(assessors, "end", assessor, by=by, version=version) as assessor:
        assessor.ends_on = max(timezone.localdate(), assessor.starts_on)
    return assessor


# Evidence -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_evidence(*, by, file=None, ask: bool = False, **values) -> Evidence:
    """Keep a piece of evidence: only its owner sees it until they ask for a review."""
    with creating(evidence, "add", by=by, **values) as piece:
        pass
    if file is not None:
        piece = attach_file(piece, by=by, file=file)
    return ask_review(piece, by=by) if ask else piece


def edit_evidence(piece: Evidence, *, by, version: int | None = None, **changes) -> Evidence:
    """Change one's evidence before it is confirmed."""
    with acting(evidence, "edit", piece, by=by, version=version, **changes) as piece:
        pass
    return piece


def attach_file(piece: Evidence, *, by, file, version: int | None = None) -> Evidence:
    """Put a file with one's evidence, in place of the one that was there."""
    with acting(evidence, "attach", piece, by=by, version=version) as piece:
        old, piece.file = piece.file, files.store(file, by=by, about=piece, retention_class="other_training")
    if old is not None:
        files.erase(old)
    return piece


def ask_review(piece: Evidence, *, by, version: int | None = None) -> Evidence:
    """Ask for one's evidence to be looked at and confirmed: supervisors and leads can read it from now on."""
    with acting(evidence, "ask", piece, by=by, version=version) as piece:
        if not piece.text.strip() and piece.file_id is None:
            raise Invalid(fields={"text": [_("Say what you did and learned, or put a file with it, then ask.")]})
        piece.asked_on, piece.review_words = timezone.localdate(), ""
    links = SupervisorLink.objects.filter(live(), person=piece.person_id).select_related("supervisor")
    for supervisor in {link.supervisor for link in links}:
        mail.tell(
            supervisor,
            "asked",
            f"evidence:{piece.pk}:{piece.version}",
            about=piece,
            title=_("Evidence to look at"),
            words=_("%(name)s asks you to look at a piece of evidence.") % {"name": piece.person},
        )
    return piece


def take_back_evidence(piece: Evidence, *, by, version: int | None = None) -> Evidence:
    """Take evidence back before it is confirmed: nobody else can read it from the next request on."""
    with acting(evidence, "take_back", piece, by=by, version=version) as piece:
        _unconfirm(piece)
        piece.asked_on = None
    return piece


def _unconfirm(piece: Evidence) -> None:
    piece.confirmed_by = piece.confirmed_on = piece.assessed_by = piece.assessed_on = None


def confirm_evidence(piece: Evidence, *, by, version: int | None = None, **changes) -> Evidence:
    """A supervisor, team lead or training lead confirms somebody else's evidence."""
    with acting(evidence, "confirm", piece, by=by, version=version, **changes) as piece:
        piece.confirmed_by, piece.confirmed_on = by, timezone.localdate()
        _settle(piece)
    _tell_owner(piece)
    return piece


def assess_evidence(piece: Evidence, *, by, version: int | None = None, **changes) -> Evidence:
    """An assessor confirms somebody else's evidence from lived experience of their own."""
    with acting(evidence, "assess", piece, by=by, version=version, **changes) as piece:
        piece.assessed_by, piece.assessed_on = by, timezone.localdate()
        _settle(piece)
    _tell_owner(piece)
    return piece


def _settle(piece: Evidence) -> None:
    """Confirmed once everybody who must confirm it has."""
    if piece.confirmed_on and (piece.assessed_on or not piece.competence.assessor_too):
        piece.status = Evidence.Status.CONFIRMED


def _tell_owner(piece: Evidence) -> None:
    if piece.status == Evidence.Status.CONFIRMED:
        title, words = _("Your evidence is confirmed"), _("It counts from today.")
    elif piece.status == Evidence.Status.MORE_WANTED:
        title, words = _("A little more is wanted"), _("Read what would help, then ask again when you are ready.")
    else:
        return
    mail.tell(
        piece.person.user, "answered", f"evidence:{piece.pk}:{piece.version}", about=piece, title=title, words=words
    )


def want_more(piece: Evidence, *, by, review_words: str = "", version: int | None = None) -> Evidence:
    """Say what would make the evidence clear; its owner adds to it and asks again."""
    with acting(evidence, "want_more", piece, by=by, version=version, review_words=review_words) as piece:
        if not review_words.strip():
            raise Invalid(fields={"review_words": [_("Say what would help, in a sentence.")]})
        _unconfirm(piece)
    _tell_owner(piece)
    return piece


def withdraw_evidence(piece: Evidence, *, by, version: int | None = None) -> Evidence:
    """One's evidence no longer stands; that it did is kept."""
    with acting(evidence, "withdraw", piece, by=by, version=version) as piece:
        pass
    return piece


# What the organisation shows ------------------------------------------------------------------------------------------
def show_organisation(*, by, **values) -> OrganisationEvidence:
    """Add what shows that the organisation has one of its own competences."""
    with creating(organisation_evidence, "add", by=by, **values) as shown:
        shown.added_by = by
    return shown


def edit_organisation(shown: OrganisationEvidence, *, by, version: int | None = None, **changes):
    """Correct what the organisation shows, before it is confirmed."""
    with acting(organisation_evidence, "edit", shown, by=by, version=version, **changes) as shown:
        pass
    return shown


def confirm_organisation(shown: OrganisationEvidence, *, by, version: int | None = None) -> OrganisationEvidence:
    """The lived-experience lead confirms what somebody else added."""
    with acting(organisation_evidence, "confirm", shown, by=by, version=version) as shown:
        shown.confirmed_by, shown.confirmed_on = by, timezone.localdate()
    return shown


def withdraw_organisation(shown: OrganisationEvidence, *, by, version: int | None = None) -> OrganisationEvidence:
    """What the organisation showed no longer stands."""
    with acting(organisation_evidence, "withdraw", shown, by=by, version=version) as shown:
        pass
    return shown


# Ratings --------------------------------------------------------------------------------------------------------------
def rate(*, by, person: Person, **values) -> Rating:
    """Say how one sees a competence today, one's own or that of somebody one works with; it stays as it was said."""
    with creating(ratings, "rate", by=by, person=person, **values) as rating:
        rating.by = by
        rating.view = Rating.View.OWN if person.user_id == by.pk else Rating.View.OTHER
    return rating


# Goals ----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def set_goal(*, by, first_step: str = "", about=(), **values) -> Goal:
    """Set a goal for oneself, with a first step and the competences it is about, if one likes."""
    with creating(goals, "set", by=by, **values) as goal:
        pass
    if first_step.strip():
        add_step(by=by, goal=goal, what=first_step)
    for competence in about:
        link_competence(by=by, goal=goal, competence=competence)
    return goal


def edit_goal(goal: Goal, *, by, version: int | None = None, **changes) -> Goal:
    """Change a goal of one's own."""
    with acting(goals, "edit", goal, by=by, version=version, **changes) as goal:
        pass
    return goal


def reach_goal(goal: Goal, *, by, version: int | None = None, **changes) -> Goal:
    """One's goal is reached."""
    with acting(goals, "reach", goal, by=by, version=version, **changes) as goal:
        goal.reached_on = timezone.localdate()
    return goal


def put_aside(goal: Goal, *, by, version: int | None = None) -> Goal:
    """Put a goal aside; it can be taken up again."""
    with acting(goals, "put_aside", goal, by=by, version=version) as goal:
        pass
    return goal


def take_up(goal: Goal, *, by, version: int | None = None) -> Goal:
    """Take a goal up again."""
    with acting(goals, "take_up", goal, by=by, version=version) as goal:
        goal.reached_on = None
    return goal


def add_step(*, by, goal: Goal, **values) -> GoalStep:
    """Add a step towards a goal of one's own."""
    with creating(steps, "add", by=by, goal=goal, **values) as step:
        pass
    return step


def edit_step(step: GoalStep, *, by, version: int | None = None, **changes) -> GoalStep:
    """Change a step."""
    with acting(steps, "edit", step, by=by, version=version, **changes) as step:
        pass
    return step


def do_step(step: GoalStep, *, by, version: int | None = None) -> GoalStep:
    """A step is done."""
    with acting(steps, "do", step, by=by, version=version) as step:
        step.done_on, step.dropped_on = timezone.localdate(), None
    return step


def reopen_step(step: GoalStep, *, by, version: int | None = None) -> GoalStep:
    """A step is still to do."""
    with acting(steps, "reopen", step, by=by, version=version) as step:
        step.done_on = step.dropped_on = None
    return step


def drop_step(step: GoalStep, *, by, version: int | None = None) -> GoalStep:
    """Leave a step out."""
    with acting(steps, "drop", step, by=by, version=version) as step:
        step.dropped_on, step.done_on = timezone.localdate(), None
    return step


def link_competence(*, by, goal: Goal, competence: Competence) -> GoalCompetence:
    """Say which competence a goal is about."""
    with creating(goal_competences, "link", by=by, goal=goal, competence=competence) as link:
        pass
    return link


def unlink_competence(link: GoalCompetence, *, by, version: int | None = None) -> GoalCompetence:
    """A goal is not about that competence."""
    with acting(goal_competences, "unlink", link, by=by, version=version) as link:
        link.ended_on = link.ended_on or timezone.localdate()
    return link


def share_goal(*, by, goal: Goal, stream: Stream) -> GoalShare:
    """Let one's supervisor in a kind of supervision read a goal and its steps."""
    held = SupervisorLink.objects.filter(live(), Q(stream=stream), person=goal.person_id)
    if not held.exists():
        raise Invalid(fields={"stream": [_("Nobody supervises you in this just now.")]})
    with creating(goal_shares, "share", by=by, goal=goal, stream=stream) as share:
        pass
    for link in held.select_related("supervisor"):
        mail.tell(
            link.supervisor,
            "goal",
            f"goal:{goal.pk}:{share.pk}",
            about=goal,
            title=_("A goal was shared with you"),
            words=_("%(name)s would like you to know what they are working towards.") % {"name": goal.person},
        )
    return share


def end_share(share: GoalShare, *, by, version: int | None = None) -> GoalShare:
    """Take a goal back: the supervisor cannot read it from the next request on."""
    with acting(goal_shares, "end", share, by=by, version=version) as share:
        share.ended_on = share.ended_on or timezone.localdate()
    return share
