"""The words development is talked about in: ratings, and ten steps to begin with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How somebody sees a competence today; a place to stand, not a mark."""

    BEGINNING = 1, _("Beginning")
    WITH_SUPPORT = 2, _("With support")
    ON_MY_OWN = 3, _("On one’s own")
    HELPING_OTHERS = 4, _("Helping others with it")


# Ten steps to develop one's own practice, in our own words; the idea is from Roberts and Boardman,
# Becoming a recovery-oriented practitioner (2014), box 5.
STEPS = (
    _("Listen to people telling the story of their own recovery"),
    _("Read about recovery, from people who live it and people who study it"),
    _("Find colleagues who think alike, and meet with them"),
    _("Look honestly at how I work today"),
    _("Use a reflection tool regularly"),
    _("Take part in a local look at practice, and act on what it shows"),
    _("Try something small together with people who use the service"),
    _("Join a network"),
    _("Go to meetings and training about recovery"),
    _("Help to lead recovery education together with others"),
)
