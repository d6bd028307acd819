"""The lists people choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an adjustment changes about work; none of them says anything about health."""

    HOURS = "hours", _("Hours and shifts")
    BREAKS = "breaks", _("Breaks")
    QUIET = "quiet", _("A quieter place")
    PLACE = "place", _("Where the work is done")
    PHASED = "phased", _("Coming back step by step")
    WORKLOAD = "workload", _("Amount and kind of work")
    COMMUNICATION = "communication", _("How things are said and written")
    EQUIPMENT = "equipment", _("Equipment and software")
    BUDDY = "buddy", _("A buddy or mentor")
    APPOINTMENTS = "appointments", _("Time for appointments")
    SUPERVISION = "supervision", _("How often you meet your supervisor")
    TRAVEL = "travel", _("Travel")
    OTHER = "other", _("Something else")


class Funding(models.TextChoices):
    NONE = "none", _("It costs nothing")
    TEAM = "team", _("The team’s budget")
    CENTRAL = "central", _("A central budget")
    ACCESS_TO_WORK = "access_to_work", _("Access to Work grant")
    OTHER = "other", _("Another source")


class Outcome(models.TextChoices):
    KEEP = "keep", _("It works: carry on")
    CHANGE = "change", _("It needs a change")
    END = "end", _("It is no longer needed")


class Part(models.TextChoices):
    """What a worker may show to one person, or let them do."""

    REASON = "reason", _("Why I asked")
    PLAN = "plan", _("My plan: harder days, what helps")
    WELLBEING = "wellbeing", _("My wellbeing plan")
    CONFIRM = "confirm", _("May confirm for me what others ask for, when I can’t")


class Fit(models.TextChoices):
    FIT = "fit", _("Fit for work")
    ADJUSTED = "adjusted", _("Fit for work with adjustments")
    NOT_YET = "not_yet", _("Not yet fit for work")
    NOT_ASKED = "not_asked", _("Not part of the question")


class Response(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    DECLINED = "declined", _("Not accepted")


# Starting points for an organisation to change: (kind, words, source). What the sources leave open is to be confirmed.
LIBRARY = [
    ("hours", _("Start later after a late finish"), "Acas"),
    ("hours", _("Fixed days, or shifts known four weeks ahead"), "Acas"),
    ("hours", _("Fewer hours for a time"), "Acas"),
    ("breaks", _("Extra short breaks, taken when needed"), "Acas"),
    ("breaks", _("Time to talk after a hard visit"), "Peer workers report more emotional load (2024)"),
    ("quiet", _("A quiet desk for writing notes"), "Acas"),
    ("quiet", _("Headphones in shared rooms"), "Acas"),
    ("place", _("Work from home on some days"), "Acas"),
    ("phased", _("Come back in steps over about four weeks"), _("Usual practice; to be confirmed")),
    ("workload", _("Swap tasks that are hardest for others"), "Acas"),
    ("workload", _("Fewer people to support at one time"), "Acas"),
    ("communication", _("Written notes after meetings"), "Acas"),
    ("communication", _("Check in by text, not in front of the team"), "Acas"),
    ("equipment", _("Dictation or reading software"), _("Access to Work; to be confirmed")),
    ("equipment", _("A chair or keyboard that suits me"), _("Access to Work; to be confirmed")),
    ("buddy", _("A named colleague to turn to"), "Acas"),
    ("appointments", _("Paid time for appointments"), "Acas"),
    ("supervision", _("Shorter meetings with my supervisor, more often"), "Acas"),
    ("travel", _("Visits near one another, or a lift"), _("Access to Work; to be confirmed")),
]
