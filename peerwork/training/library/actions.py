"""Every write of the library; consent is given, renewed and taken back by the teller."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict, Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.training.library.models import Resource, Story, StoryConsent
from peerwork.training.library.policy import consents, resources, stories


def add_resource(*, by, **values) -> Resource:
    """Put something to read, watch or use into the library."""
    with creating(resources, "add", by=by, **values) as resource:
        pass
    return resource


def edit_resource(resource: Resource, *, by, version: int | None = None, **changes) -> Resource:
    """Change what is said of a resource."""
    with acting(resources, "edit", resource, by=by, version=version, **changes) as resource:
        pass
    return resource


def drop_resource(resource: Resource, *, by, version: int | None = None) -> Resource:
    """Take something out of the library."""
    with acting(resources, "drop", resource, by=by, version=version) as resource:
        if resource.dropped:
            raise Conflict()
        resource.dropped = True
    return resource


# Stories ------------------------------------------------------------------------------------------------------------
def tell(*, by, **values) -> Story:
    """Put a story into the library: nobody else reads it before its teller agrees."""
    with creating(stories, "tell", by=by, **values) as story:
        pass
    return story


def edit_story(story: Story, *, by, version: int | None = None, **changes) -> Story:
    """Change a story that is not shown; the next consent is to the story as it then stands."""
    with acting(stories, "edit", story, by=by, version=version, **changes) as story:
        pass
    return story


def _theirs_alone(story: Story, by) -> None:
    """Somebody who can say it themselves says it themselves."""
    teller = story.teller.user_id if story.teller_id else None
    if teller is not None and teller != by.pk:
        raise NotAllowed(_("Only the person who tells this story can agree to it."))


@transaction.atomic
def give_consent(
    story: Story, *, by, until: date | None = None, how: str = "", version: int | None = None, **uses: bool
) -> StoryConsent:
    """The teller agrees to where their story is shown; each consent is a new version, the one before ends."""
    _theirs_alone(story, by)
    if until is not None and until < timezone.localdate():
        raise Invalid(fields={"until": [_("Choose a day still to come.")]})
    if not (story.teller_id and story.teller.user_id == by.pk) and not how.strip():
        raise Invalid(fields={"how": [_("Say how they agreed: it is noted for somebody who is not here.")]})
    held = story.consents.filter(ended_on__isnull=True).first()
    if held is not None:
        with acting(consents, "end", held, by=by) as held:
            held.ended_on = timezone.localdate()
    last = story.consents.order_by("-number").first()
    given = {"story": story, "until": until, "how": how} | uses
    with creating(consents, "give", by=by, **given) as consent:
        consent.number, consent.noted_by = (last.number if last else 0) + 1, by
    if story.status == Story.Status.TOLD:
        with acting(stories, "show", story, by=by, version=version) as story:
            pass
    return consent


@transaction.atomic
def end_consent(consent: StoryConsent, *, by, version: int | None = None) -> StoryConsent:
    """The teller no longer agrees: from this moment nobody else reads the story."""
    with acting(consents, "end", consent, by=by, version=version) as consent:
        if consent.ended_on:
            raise Conflict()
        consent.ended_on = timezone.localdate()
    if consent.story.status == Story.Status.SHOWN:
        with acting(stories, "hide", consent.story, by=by) as _story:
            pass
    return consent


@transaction.atomic
def withdraw_story(story: Story, *, by, version: int | None = None) -> Story:
    """A story is taken back for good, and any consent to it with it."""
    _theirs_alone(story, by)
    for consent in story.consents.filter(ended_on__isnull=True):
        with acting(consents, "end", consent, by=by) as consent:
            consent.ended_on = timezone.localdate()
    with acting(stories, "withdraw", story, by=by, version=version) as story:
        pass
    return story
