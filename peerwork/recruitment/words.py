"""The lists recruitment chooses from, in the words people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a criterion is about."""

    VALUES = "values", _("Values")
    SKILLS = "skills", _("Skills")
    KNOWLEDGE = "knowledge", _("Knowledge")
    EXPERIENCE = "experience", _("Experience")
    LIVED = "lived", _("Able to use own lived experience in the role")


class AssessedBy(models.TextChoices):
    """Where a criterion is looked at."""

    APPLICATION = "application", _("Application")
    INTERVIEW = "interview", _("Interview")
    TASTER = "taster", _("Taster session")


class Mark(models.TextChoices):
    """What a person who shortlists finds about one criterion."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_SHOWN = "not_shown", _("Not shown here")


class View(models.TextChoices):
    """What a person who shortlists proposes for one application."""

    INVITE = "invite", _("Invite to interview")
    TALK = "talk", _("Talk it through")
    NOT_THIS_TIME = "not_this_time", _("Not this time")


class Rule(models.TextChoices):
    """The rules that can be set aside only with a written reason, which is kept and counted."""

    POST = "post", _("Published without a post in the establishment")
    INVOLVEMENT = "involvement", _("Published before service users took part in the specification")
    PANEL_PLAN = "panel_plan", _("Published without a panel plan")
    TEAM = "team_ready", _("Published before the team was ready to welcome a peer worker")
    SHORTLISTERS = "shortlisters", _("Shortlisted by fewer than two people")
    DISABILITY_CONFIDENT = "disability_confident", _("Disability Confident interview not given")
    PANEL = "panel", _("Panel that does not keep the organisation’s rules")
    PASSED_OVER = "passed_over", _("Somebody the service users ranked higher was passed over")


class Stage(models.TextChoices):
    """The columns of the board "People on the way to joining"."""

    APPLIED = "applied", _("Applied")
    INTERVIEW = "interview", _("Interview")
    DECISION = "decision", _("Decision")
    CHECKS = "checks", _("Checks")
    STARTED = "started", _("Started")


class Age(models.TextChoices):
    UNDER_25 = "under_25", _("Under 25")
    TO_34 = "25_34", _("25 to 34")
    TO_44 = "35_44", _("35 to 44")
    TO_54 = "45_54", _("45 to 54")
    FROM_55 = "55_over", _("55 or over")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NON_BINARY = "non_binary", _("Non-binary")
    ANOTHER = "another", _("Another way")


class Ethnicity(models.TextChoices):
    ASIAN = "asian", _("Asian or Asian British")
    BLACK = "black", _("Black, Black British, Caribbean or African")
    MIXED = "mixed", _("Mixed or several ethnic groups")
    WHITE = "white", _("White")
    OTHER = "other", _("Another ethnic group")


class YesNo(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
