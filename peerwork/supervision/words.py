"""The lists people tick from: in the organisation's plain words, strengths before problems."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    TOGETHER = "together", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")
    WALKING = "walking", _("Walking")


class Topic(models.TextChoices):
    SUCCESSES = "successes", _("What has gone well")
    WELLBEING = "wellbeing", _("Wellbeing at work")
    ROLE = "role", _("Role and boundaries")
    LIVED_EXPERIENCE = "lived_experience", _("Using lived experience")
    WORKLOAD = "workload", _("People supported, and workload")
    TEAM = "team", _("Discrimination, or a team that resists")
    SKILLS = "skills", _("Skills and learning")
    ADJUSTMENTS = "adjustments", _("Adjustments")
    SAFEGUARDING = "safeguarding", _("A safeguarding concern, raised elsewhere")
    RISK = "risk", _("Risk, discussed openly")


class Skill(models.TextChoices):
    """What the role asks for, as a session may touch it."""

    EXPERIENCE = "experience", _("Using lived experience with purpose")
    MUTUAL = "mutual", _("Listening, and being alongside as equals")
    HOPE = "hope", _("Hope, strengths and people’s own goals")
    BOUNDARIES = "boundaries", _("Boundaries and staying a peer role")
    TEAMWORK = "teamwork", _("Working in a team")
    SAFETY = "safety", _("Safety and safeguarding")
    FAIRNESS = "fairness", _("Fairness, and challenging stigma")
    SELF_CARE = "self_care", _("Looking after oneself")
    COMMUNITY = "community", _("Links with the community")


class NotHeld(models.TextChoices):
    """Why a session did not happen: none of them is anybody's fault."""

    SUPERVISOR_AWAY = "supervisor_away", _("The supervisor was away")
    WORKER_AWAY = "worker_away", _("The worker was away")
    SERVICE = "service", _("The service needed one of us")
    MOVED = "moved", _("We moved it to another day")
    NO_ROOM = "no_room", _("There was no room or connection")
    OTHER = "other", _("Something else")


# Questions for after contact with people supported, in our own words; the idea is from Shepherd, Boardman and Slade,
# Making Recovery a Reality (2008): ten things to ask oneself.
QUESTIONS = (
    _("Did they set the direction, in their own words?"),
    _("Did I show that I believe in what they can do?"),
    _("Did I share something of my own only where it could bring hope?"),
    _("Was I at ease with not knowing, and with steps back?"),
    _("Did I help them find their own ways to look after themselves?"),
    _("Did I listen to what they want from treatment and support?"),
    _("Were we two people with equal worth, working together?"),
    _("Did I do a little more than was asked, and was it theirs to want?"),
    _("Did we speak of life beyond services: giving, working, belonging?"),
    _("Did we look for support outside mental health services?"),
)
ROLE_QUESTIONS = (
    _("Lived experience is used at work, on purpose"),
    _("Support is given as equals, not as tasks for the team"),
    _("The worker is asked to do only what a peer role holds"),
    _("People choose to have this support"),
    _("The team speaks of people with respect when they are not there"),
    _("There is time to reflect on the role"),
)


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NOT_TODAY = "not_today", _("Not this time")
    NOT_ASKED = "", _("Leave out")
