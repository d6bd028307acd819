"""The lists this app works with, in words: the checklist to begin with, four factors, ten challenges, the scale."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Present(models.TextChoices):
    """Who took part, by what brings them here; a person can be counted under more than one."""

    SERVICE_USERS = "service_users", _("People who use services")
    PEERS = "peers", _("Peer workers")
    CARERS = "carers", _("Family and carers")
    PRACTITIONERS = "practitioners", _("Practitioners")
    MANAGERS = "managers", _("Managers")
    ADMINISTRATORS = "administrators", _("Administrators")
    RESEARCHERS = "researchers", _("Researchers")
    PARTNERS = "partners", _("Other organisations")


LIVED = {Present.SERVICE_USERS, Present.PEERS, Present.CARERS}
STAFF = {Present.PRACTITIONERS, Present.MANAGERS, Present.ADMINISTRATORS}


def co_produced(present) -> bool:
    """Made together: somebody with lived experience of services and somebody else who works in them."""
    here = set(present or ())
    return bool(here & LIVED) and bool(here & STAFF)


def present_words(present) -> str:
    return ", ".join(str(Present(name).label) for name in Present.values if name in (present or ()))


class Level(models.IntegerChoices):
    """How far something has come: the same five steps for the ten challenges and the four factors."""

    NOT_BEGUN = 1, _("Not begun")
    TALKED_ABOUT = 2, _("Talked about")
    BEGUN = 3, _("Begun")
    USUAL = 4, _("Usual")
    KEPT_UP = 5, _("Kept up")


ANCHORS = {
    Level.NOT_BEGUN: _("We have not looked at this together yet."),
    Level.TALKED_ABOUT: _("We agree that it matters. What we do has not changed."),
    Level.BEGUN: _("Some of us work this way, some of the time."),
    Level.USUAL: _("Most of us work this way, and people who use the service would say so."),
    Level.KEPT_UP: _("It is how we work, and we check it regularly, together with people who use the service."),
}
# From which share on a figure of the system stands on a step; below the first it is 1 (nobody) or 2 (somebody).
STEPS = ((0.4, Level.BEGUN), (0.75, Level.USUAL), (0.95, Level.KEPT_UP))


def level_of(part: int, whole: int) -> Level | None:
    """The step of a share; None where there is nobody to count."""
    if not whole:
        return None
    reached = [level for least, level in STEPS if part / whole >= least]
    return reached[-1] if reached else Level.TALKED_ABOUT if part else Level.NOT_BEGUN


class Factor(models.TextChoices):
    """The four that hold each other up (Whitley and colleagues, 2009): where one is missing, change is held back."""

    TRAINING = "training", _("Quality of training")
    MANAGEMENT = "management", _("Quality of management and supervision")
    LEADERSHIP = "leadership", _("Local leadership")
    CULTURE = "culture", _("Culture of innovation")


FACTOR_HINTS = {
    Factor.TRAINING: _("Peer workers are trained for the role, and colleagues know what the role is."),
    Factor.MANAGEMENT: _("Everybody has somebody who manages and somebody who supervises them, and they meet."),
    Factor.LEADERSHIP: _("People at every level speak up for recovery and are known for it."),
    Factor.CULTURE: _("The team tries things, looks at what came of them, and says what it learned."),
}

# ImROC's ten organisational challenges, in short.
CHALLENGES = (
    _("The quality of day-to-day interactions"),
    _("Learning programmes made and given together"),
    _("A recovery education centre"),
    _("The organisation’s commitment and culture"),
    _("Personalisation and choice"),
    _("A changed workforce"),
    _("How risk is assessed and managed"),
    _("A new understanding of user involvement"),
    _("Staff in their own recovery"),
    _("A life beyond illness"),
)
NUMBERS = tuple(range(1, len(CHALLENGES) + 1))

# The checklist an organisation begins with: (key, what must be there, what to look for).
CHECKLIST = (
    ("purpose", _("Purpose of the role and a role description"), _("Why peer workers, which role, written together.")),
    ("orientation", _("Colleagues’ orientation"), _("Colleagues who are not peers know what the role is and is not.")),
    ("named", _("Line manager and peer supervisor named"), _("Both by name, for everybody in the role.")),
    ("booked", _("Supervision booked"), _("The next times are in the diary before somebody starts.")),
    ("boundaries", _("Boundaries, and rules for access to notes"), _("Written down and talked through.")),
    ("base", _("A base and IT"), _("A desk, a phone, a sign-in, a pass, on the first day.")),
    ("peers", _("At least two peer workers, or a linked network"), _("Nobody is the only one.")),
    (
        "conflict",
        _("A plan for conflicts of interest"),
        _("For people who have used, or use, this service themselves."),
    ),
)


class ProcessKind(models.TextChoices):
    """Where recovery values must live."""

    RECRUITMENT = "recruitment", _("Recruitment")
    SUPERVISION = "supervision", _("Supervision")
    MANAGEMENT = "management", _("Management")
    APPRAISAL = "appraisal", _("Appraisal")
    OPERATIONS = "operations", _("Operational policies")
    MISSION = "mission", _("Mission statement")
    LANGUAGE = "language", _("Language")
    OTHER = "other", _("Something else")


class LeadLevel(models.TextChoices):
    """The levels at which somebody should be known as standing for recovery."""

    PRACTITIONER = "practitioner", _("Practitioners of a team")
    TEAM = "team", _("Team leads")
    SERVICE = "service", _("Managers of a service")
    ORGANISATION = "organisation", _("The organisation")


LEVELS_OF = {
    "team": (LeadLevel.PRACTITIONER, LeadLevel.TEAM),
    "service": (LeadLevel.SERVICE,),
    "directorate": (LeadLevel.SERVICE,),
    "organisation": (LeadLevel.ORGANISATION,),
}


def rising(values) -> str:
    """What a run of ratings says, by a rule over the last three, never over two."""
    known = [value for value in values if value is not None]
    if len(known) < 3:
        return _("too few times to say")
    first, middle, last = known[-3:]
    if first <= middle <= last and first < last:
        return _("rising")
    if first >= middle >= last and first > last:
        return _("going down")
    return _("no clear change")
