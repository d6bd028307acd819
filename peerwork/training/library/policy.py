"""Who may see and do what in the library: a story is its teller's, and shown to others only while they agree."""

from django.db.models import Q
from django.utils import timezone

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import member, own
from peerwork.training.library.models import Resource, Story, StoryConsent
from peerwork.training.reach import lead

RESOURCE = {"organisation", "title", "kind", "made_by", "year", "link", "words", "domains"}


def kept(user) -> Q | None:
    rule = member("organisation")(user)
    return None if rule is None else rule & Q(dropped=False)


resources = Policy(
    Resource,
    [
        Grant("training lead", lead("organisation"), RESOURCE | {"dropped"}, RESOURCE, {"add", "edit", "drop"}),
        Grant("anyone in the organisation", kept, RESOURCE),
        Grant("system", system, RESOURCE | {"dropped"}, RESOURCE, {"add", "edit", "drop"}),
    ],
)


def agreed(user) -> Q | None:
    """A row rule on stories: those whose tellers agree today that people here read them."""
    rule = member("organisation")(user)
    if rule is None:
        return None
    today = timezone.localdate()
    holding = StoryConsent.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), ended_on__isnull=True, in_library=True
    )
    return rule & Q(status="shown", pk__in=holding.values("story"))


TOLD = {"title", "told_as", "text"}
STORY = TOLD | {"status", "organisation", "teller", "told_on"}
VERBS = {"tell", "edit", "show", "hide", "withdraw"}
stories = Policy(
    Story,
    [
        Grant("self", own("teller__user"), STORY, TOLD | {"organisation", "teller"}, VERBS, own=True),
        Grant("training lead", lead("organisation"), STORY, TOLD | {"organisation", "teller"}, VERBS),
        Grant("anyone in the organisation", agreed, TOLD),
        Grant("system", system, STORY, TOLD | {"organisation", "teller"}, VERBS),
    ],
)
CONSENT = {
    "story",
    "number",
    "in_library",
    "in_training",
    "outside",
    "given_on",
    "until",
    "noted_by",
    "how",
    "ended_on",
}
GIVEN = {"story", "in_library", "in_training", "outside", "until", "how"}
consents = Policy(
    StoryConsent,
    [
        Grant("self", own("story__teller__user"), CONSENT, GIVEN, {"give", "end"}, own=True),
        Grant("training lead", lead("story__organisation"), CONSENT, GIVEN, {"give", "end"}),
        Grant("system", system, CONSENT, GIVEN, {"give", "end"}),
    ],
)
