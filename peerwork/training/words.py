"""The words training is spoken of in: kinds of course, ways to learn, who learns, how somebody came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PRACTICE = "practice", _("Recovery-oriented practice")
    EXTENSION = "extension", _("Extension for one profession")
    CORE = "core", _("Core peer support training")
    SUPERVISOR = "supervisor", _("For supervisors")
    TEAM = "team", _("For teams that peer workers join")
    MANDATORY = "mandatory", _("Statutory and mandatory")
    RECOVERY = "recovery", _("Recovery college course")
    OTHER = "other", _("Other")


class Mode(models.TextChoices):
    TOGETHER = "together", _("Together in a room")
    ONLINE = "online", _("Together online")
    OWN_TIME = "own_time", _("In your own time")
    WORKPLACE = "workplace", _("At work")
    MIXED = "mixed", _("A mix")


class Domain(models.TextChoices):
    """Four areas of recovery-oriented practice."""

    RELATIONSHIPS = "relationships", _("Working relationships")
    RECOVERY = "recovery", _("Recovery as each person sees it")
    ORGANISATION = "organisation", _("What the organisation stands for")
    CITIZENSHIP = "citizenship", _("Being a citizen")


class Audience(models.TextChoices):
    PEER = "peer", _("Peer workers")
    STAFF = "staff", _("Staff of every profession and level")
    SERVICE_USER = "service_user", _("People who use services")
    CARER = "carer", _("Carers, family and friends")
    VOLUNTEER = "volunteer", _("Volunteers")
    PUBLIC = "public", _("Anybody")


class LearnerKind(models.TextChoices):
    STAFF = "staff", _("Staff")
    SERVICE_USER = "service_user", _("Uses services, or has")
    CARER = "carer", _("Carer, family or friend")
    VOLUNTEER = "volunteer", _("Volunteer")
    STUDENT = "student", _("Student")
    OTHER = "other", _("Somebody else")


class With(models.TextChoices):
    """With whom a course was designed, produced and delivered."""

    PEERS = "peers", _("Peer workers")
    SERVICE_USERS = "service_users", _("People who use services")
    CARERS = "carers", _("Carers and families")
    PROFESSIONALS = "professionals", _("Professionals")
    COMMUNITY = "community", _("Community groups")
    EXTERNAL = "external", _("An outside provider")


class Came(models.TextChoices):
    CAME = "came", _("Came")
    LATE = "late", _("Came late")
    LEFT_EARLY = "left_early", _("Left early")
    AWAY = "away", _("Did not come")
    MADE_UP = "made_up", _("Made it up later")


class AssessmentKind(models.TextChoices):
    TALK = "talk", _("A talk")
    WRITTEN = "written", _("A written piece")
    WORKBOOK = "workbook", _("A workbook of practice")
    OBSERVED = "observed", _("Practice that was observed")
    QUESTIONS = "questions", _("Questions")


def only_known(choices, values) -> bool:
    """Whether every tick is on the list."""
    return isinstance(values, list) and not set(values) - set(choices.values)
