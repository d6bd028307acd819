"""Reading the library."""

from peerwork.people.models import Person
from peerwork.training.library.policy import consents, resources, stories


def library(user) -> dict:
    """What there is to read, watch and use, and the stories whose tellers agree that they are read."""
    return {
        "resources": list(resources.visible(user).filter(dropped=False)),
        "stories": list(stories.visible(user).exclude(status="withdrawn").select_related("teller").order_by("title")),
    }


def story_page(user, pk: int) -> dict:
    row = stories.find(user, pk=pk)
    given = consents.visible(user).filter(story=row).select_related("noted_by")
    return {"story": row, "seen": stories.show(row), "consents": list(given.order_by("-number"))}


def own_person(user) -> Person | None:
    return Person.objects.filter(user=user.pk, merged_into__isnull=True).first()
