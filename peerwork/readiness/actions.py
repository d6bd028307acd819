"""Every write about ready teams: the checklist, the decision, the four factors, the ten challenges and what follows."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.models import Unit
from peerwork.placements import actions as placements
from peerwork.placements.models import Readiness
from peerwork.readiness.models import Assessment, ChecklistItem, FactorRating, ItemAnswer, TeamAction
from peerwork.readiness.policy import actions, answers, assessments, items, ratings
from peerwork.readiness.words import CHECKLIST

NOT_SETTLED = (ItemAnswer.State.PARTLY, ItemAnswer.State.NOT_YET)


# The checklist --------------------------------------------------------------------------------------------------------
def lay_checklist(organisation: Unit, *, by) -> int:
    """Begin with the usual checklist, if the organisation has none of its own; how many items were added."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=organisation.pk)
        if ChecklistItem.objects.filter(organisation=organisation).exists():
            return 0
        for place, (key, label, hint) in enumerate(CHECKLIST, 1):
            values = {"label": str(label), "hint": str(hint), "position": 10 * place}
            with creating(items, "add", by=by, organisation=organisation, **values) as item:
                item.key = key
    return len(CHECKLIST)


def add_item(*, by, **values) -> ChecklistItem:
    """Ask for one more thing before a team welcomes a peer worker."""
    with creating(items, "add", by=by, **values) as item:
        pass
    return item


def edit_item(item: ChecklistItem, *, by, version: int | None = None, **changes) -> ChecklistItem:
    """Say an item in other words, or move it in the list."""
    with acting(items, "edit", item, by=by, version=version, **changes) as item:
        pass
    return item


def close_item(item: ChecklistItem, *, by, version: int | None = None) -> ChecklistItem:
    """Ask for it no longer; what teams answered is kept."""
    with acting(items, "close", item, by=by, version=version) as item:
        item.closed_on = timezone.localdate()
    return item


def answer(*, by, team: Unit, item: ChecklistItem, **values) -> ItemAnswer:
    """Say how it stands with one item in a team: with how one knows it, who took part, and when to look again."""
    with creating(answers, "answer", by=by, team=team, item=item, **values) as given:
        given.answered_by = by
        if item.closed_on:
            raise Invalid(_("This is no longer asked for."))
    return given


def decide(*, by, team: Unit, missing: list[str], **values) -> Readiness:
    """Decide whether a team is ready; "ready" without conditions only when nothing on the list is missing.

    missing   what is not in place yet, in words: items of the checklist, and factors that have not begun
    """
    if values.get("answer") == Readiness.Answer.READY and missing:
        words = _("Not in place yet: %(items)s. Choose “%(answer)s”, and say what must be done first.")
        told = {"items": "; ".join(missing), "answer": Readiness.Answer.CONDITIONS.label}
        raise Invalid(fields={"answer": [words % told]})
    return placements.decide_readiness(by=by, team=team, **values)


# Four factors -----------------------------------------------------------------------------------------------------
def rate(*, by, team: Unit, factor: str, **values) -> FactorRating:
    """Rate one of the four factors as the team sees it; earlier ratings are kept."""
    with creating(ratings, "rate", by=by, team=team, factor=factor, **values) as rating:
        rating.rated_by = by
    return rating


# Ten challenges ---------------------------------------------------------------------------------------------------
def begin(*, by, unit: Unit, **values) -> Assessment:
    """Begin to look at the ten challenges together."""
    with creating(assessments, "begin", by=by, unit=unit, **values) as assessment:
        pass
    return assessment


def edit(assessment: Assessment, *, by, version: int | None = None, **changes) -> Assessment:
    """Go on with a draft; any part may still be empty."""
    with acting(assessments, "edit", assessment, by=by, version=version, **changes) as assessment:
        pass
    return assessment


def agree(assessment: Assessment, *, by, version: int | None = None) -> Assessment:
    """Close the draft: all ten are rated, the top three chosen, and it is said who took part and when to look again."""
    with acting(assessments, "agree", assessment, by=by, version=version) as assessment:
        missing = []
        if None in assessment.levels:
            numbers = [str(number) for number, level in enumerate(assessment.levels, 1) if level is None]
            missing.append(_("a step for challenge %(numbers)s") % {"numbers": ", ".join(numbers)})
        if not assessment.priorities:
            missing.append(_("the top three"))
        if not assessment.present:
            missing.append(_("who took part"))
        if not assessment.review_on:
            missing.append(_("when to look again"))
        if missing:
            raise Invalid(_("Before you agree it, add: %(what)s.") % {"what": "; ".join(missing)})
    return assessment


def share(assessment: Assessment, *, by, version: int | None = None) -> Assessment:
    """The team lets those above it see its assessment."""
    with acting(assessments, "share", assessment, by=by, version=version) as assessment:
        assessment.shared_on = timezone.localdate()
    return assessment


def unshare(assessment: Assessment, *, by, version: int | None = None) -> Assessment:
    """The team takes it back: nobody above can read it from the next request on."""
    with acting(assessments, "unshare", assessment, by=by, version=version) as assessment:
        assessment.shared_on = None
    return assessment


def review(assessment: Assessment, *, by, version: int | None = None, review_words: str) -> Assessment:
    """Look back together at what came of it; then the next one can begin."""
    if not review_words.strip():
        raise Invalid(fields={"review_words": [_("Say what came of it, what went well first.")]})
    with acting(assessments, "review", assessment, by=by, version=version, review_words=review_words) as assessment:
        assessment.reviewed_on = timezone.localdate()
    return assessment


def withdraw(assessment: Assessment, *, by, version: int | None = None) -> Assessment:
    """Put a draft away."""
    with acting(assessments, "withdraw", assessment, by=by, version=version) as assessment:
        pass
    return assessment


# What we will do --------------------------------------------------------------------------------------------------
def add_action(*, by, **values) -> TeamAction:
    """Add something to do, with who sees to it."""
    with creating(actions, "add", by=by, **values) as action:
        pass
    return action


def edit_action(action: TeamAction, *, by, version: int | None = None, **changes) -> TeamAction:
    """Change what is to be done, by whom or by when."""
    with acting(actions, "edit", action, by=by, version=version, **changes) as action:
        pass
    return action


def do_action(action: TeamAction, *, by, version: int | None = None, learned: str = "") -> TeamAction:
    """It is done."""
    return _end(action, "do", by=by, version=version, learned=learned)


def stop_action(action: TeamAction, *, by, version: int | None = None, learned: str = "") -> TeamAction:
    """Stop, and say what was learned: trying it was worth it."""
    return _end(action, "stop", by=by, version=version, learned=learned)


def _end(action: TeamAction, verb: str, *, by, version, learned: str, on: date | None = None) -> TeamAction:
    with acting(actions, verb, action, by=by, version=version, **({"learned": learned} if learned else {})) as action:
        action.ended_on = on or timezone.localdate()
    return action


def reopen_action(action: TeamAction, *, by, version: int | None = None) -> TeamAction:
    """Take it up again."""
    with acting(actions, "reopen", action, by=by, version=version) as action:
        action.ended_on = None
    return action
