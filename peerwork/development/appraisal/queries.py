"""Appraisals within reach, and what lies beside one: supervision, training and goals of its year."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from peerwork.development import ties
from peerwork.development.appraisal.models import Appraisal
from peerwork.development.appraisal.policy import appraisals
from peerwork.development.policy import goals
from peerwork.development.ties import Line, Tie
from peerwork.kit.templatetags.ui import day
from peerwork.people.models import Person, User, live
from peerwork.people.policy import people
from peerwork.placements.models import SupervisorLink
from peerwork.placements.reach import supervises


def appraisals_for(user, show: str = "") -> QuerySet[Appraisal]:
    """Everybody's but one's own: those one takes part in, and that others happened."""
    rows = appraisals.visible(user).exclude(person__user=user.pk).exclude(status="withdrawn")
    if show:
        rows = rows.filter(status="signed") if show == "signed" else rows.exclude(status="signed")
    return rows.select_related("person", "appraiser")


def my_appraisals(user) -> QuerySet[Appraisal]:
    mine = appraisals.visible(user).filter(person__user=user.pk).exclude(status="withdrawn")
    return mine.select_related("person", "appraiser")


def supervisors_of(person: Person) -> QuerySet[User]:
    """With whom somebody can have it: whoever supervises them today."""
    links = SupervisorLink.objects.filter(live(), person=person).values("supervisor")
    return User.objects.filter(pk__in=links, is_active=True).order_by("name")


def supervised_by(user) -> QuerySet[Person]:
    """Peer workers this user supervises today."""
    rule = supervises("pk")(user)
    rows = people.visible(user).filter(worker__isnull=False)
    return rows.none() if rule is None else rows.filter(rule).order_by("family_name", "pk")


def beside(user, row: Appraisal) -> list[Tie]:
    """What the year held, as far as this reader may see it: goals, then what each app adds."""
    mine = goals.visible(user).filter(person=row.person_id).exclude(status="aside").order_by("status", "-pk")[:12]
    lines = [Line(f"{goal}: {goal.get_status_display()}", goal.get_absolute_url()) for goal in mine]
    found = [Tie(_("Goals"), lines), *ties.beside(user, row.person, row.year_from)]
    return [tie for tie in found if tie.lines]


def stages(row: Appraisal) -> list[dict]:
    """Where it is, stage by stage, as a list of things to complete."""
    shown = row.status in (Appraisal.Status.TO_SIGN, Appraisal.Status.SIGNED)
    planned = _("Planned") if row.voice_who else _("To plan")
    found = [
        (_("The worker’s own view"), row.handed_in_on is not None, _("First")),
        (_("What people who use the service say"), bool(row.voice_said), planned),
        (_("Talked through and written down"), shown, day(row.meet_on)),
        (_("Signed by both"), row.status == Appraisal.Status.SIGNED, ""),
        (_("A look halfway"), row.halfway_on is not None, day(row.halfway_due)),
    ]
    return [{"title": title, "status": _("Done") if done else hint or _("To come")} for title, done, hint in found]
