"""What pages about vacancies and applications read: always within the reader's reach, always as few questions."""

from collections import Counter, defaultdict

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.errors import Invalid
from peerwork.kit.templatetags.ui import day, moment
from peerwork.people.models import Unit, User
from peerwork.people.reach import organisations_of, units_of
from peerwork.placements.models import Placement
from peerwork.placements.policy import posts
from peerwork.recruitment import gate, pace, policy
from peerwork.recruitment.models import Application, Vacancy
from peerwork.recruitment.reach import ANYBODY
from peerwork.recruitment.words import Stage

PAGE = 50
STAGES = {
    "to_read": (_("To read"), ("sent",)),
    "shortlisted": (_("Shortlisted"), ("shortlisted", "interview")),
    "interviewed": (_("Interviewed"), ("interviewed", "reserve")),
    "offers": (_("Offer and checks"), ("offered", "appointed")),
    "started": (_("Started"), ("started",)),
    "not_going_ahead": (_("Not going ahead"), ("not_this_time", "withdrawn", "declined")),
}


# Choices ------------------------------------------------------------------------------------------------------------
def teams_of(user) -> QuerySet[Unit]:
    """The teams HR may begin a vacancy for."""
    held = units_of(user, "hr")
    hosts = Placement.objects.filter(employer__in=held).values("team")  # where our people work already
    return Unit.objects.filter(Q(pk__in=held) | Q(pk__in=hosts), kind="team", closed_on__isnull=True)


def choices_for(user) -> dict:
    """The choices of a form about a vacancy."""
    roots = teams_of(user).values("organisation")
    organisations = Unit.objects.filter(Q(pk__in=organisations_of(user)) | Q(pk__in=roots), organisation__isnull=True)
    return {
        "team": teams_of(user),
        "employer": organisations,
        "host": organisations,
        "post": posts.visible(user).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())),
        "template": policy.templates.visible(user).filter(closed_on__isnull=True),
    }


def account_here(email: str, vacancy: Vacancy) -> User:
    """The account of this address in the employer or the host; raises Invalid, in the same words for anybody else."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True, kind=User.Kind.ACCOUNT).first()
    if user is None or user.home_organisation_id not in (vacancy.employer_id, vacancy.host_id):
        raise Invalid(fields={"email": [_("Nobody with this address has an account here. Check it with them.")]})
    return user


# Vacancies ----------------------------------------------------------------------------------------------------------
def with_units(rows: QuerySet) -> QuerySet:
    return rows.select_related("team", "employer", "host", "template", "post", "copied_from")


def vacancy_list(user, *, q: str = "", status: str = "", team=None, page=1) -> dict:
    """The vacancies somebody works on, newest first, each with how many applied and how far they are."""
    rows = policy.vacancies.visible(user).filter(working(user)).select_related("team", "employer", "host")
    if q:
        rows = rows.filter(title__icontains=q)
    if status:
        rows = rows.filter(status=status)
    if team:
        rows = rows.filter(team=team)
    found = Paginator(rows.order_by("-pk"), PAGE).get_page(page)
    counted = counts(user, [row.pk for row in found])
    lines = [{"vacancy": policy.vacancies.show(row), "applied": sum(counted[row.pk].values())} for row in found]
    return {"page": found, "lines": lines}


def working(user) -> Q:
    """Not what is merely public or one's own application: vacancies the user has a part in."""
    rules = [
        grant.rows(user)
        for grant in policy.vacancies.grants
        if grant.role in ("hr", "lived-experience lead", "panel coordinator")
    ]
    rule = Q(pk__in=[])
    for each in rules:
        rule |= each if each is not None else Q(pk__in=[])
    return rule


def counts(user, vacancies: list[int]) -> dict[int, Counter]:
    """Vacancy -> status -> how many applications the user reaches."""
    found: dict[int, Counter] = defaultdict(Counter)
    rows = policy.applications.visible(user).filter(vacancy__in=vacancies).order_by()
    for vacancy, status, many in rows.values_list("vacancy", "status").annotate(many=Count("pk")):
        found[vacancy][status] = many
    return found


def vacancy_page(user, pk: int, stage: str = "", page=1) -> dict:
    """One vacancy: its facts and specification, and everybody at one stage."""
    row = policy.vacancies.find(user, pk=pk)
    seen = policy.vacancies.show(row)
    counted = counts(user, [pk])[pk]
    stage = (
        stage
        if stage in STAGES
        else next((key for key, (_words, statuses) in STAGES.items() if any(counted[s] for s in statuses)), "to_read")
    )
    reads_people = policy.applications.visible(user).filter(vacancy=row).exists()
    people = people_at(user, row, STAGES[stage][1], page) if reads_people else None
    offers = policy.vacancies.offers(row)
    return {
        "vacancy": seen,
        "row": row,
        "offers": offers,
        "granted": policy.vacancies.granted(row),
        "facts": facts(seen),
        "stage": stage,
        "stage_words": STAGES[stage][0],
        "stages": [
            {
                "label": words,
                "count": sum(counted[s] for s in statuses),
                "url": f"?stage={key}",
                "current": key == stage,
            }
            for key, (words, statuses) in STAGES.items()
        ],
        "people": people,
        "drafts": drafts_of(row) if "hr" in policy.vacancies.roles(row) else None,
        "criteria": list(policy.criteria.visible(user).filter(vacancy=row, dropped_on__isnull=True)),
        "involvements": list(policy.involvements.visible(user).filter(vacancy=row)),
        "comments": list(policy.comments.visible(user).filter(vacancy=row).select_related("by")),
        "shortlisters": [
            policy.shortlisters.show(named)
            for named in policy.shortlisters.visible(user).filter(vacancy=row, ended_on=None).select_related("user")
        ],
        "overrides": [policy.overrides.show(o) for o in policy.overrides.visible(user).filter(vacancy=row)],
        "faults": [m for messages in gate.faults(row).values() for m in messages] if row.status == "draft" else [],
        "missing": list(gate.missing(row).values()) if row.status == "draft" else [],
        "may_comment": "comment" in offers,
    }


FACTS = (
    *("team", "employer", "host", "post", "family", "scope", "contract", "band", "pay", "wte", "hours", "places"),
    *("closes_at", "interviews_on", "panel_plan", "panel_service_users", "panel_staff", "template", "help_words"),
    *("external_ref", "copied_from"),
)


def facts(seen) -> list[dict]:
    """What the reader may know about a vacancy, as label and value."""
    lines = []
    for name in FACTS:
        if name not in seen.readable or (value := getattr(seen, name)) in (None, ""):
            continue
        display = getattr(seen, f"get_{name}_display", None) if Vacancy._meta.get_field(name).choices else None
        value = display() if display else value
        value = moment(value) if name == "closes_at" else day(value) if name == "interviews_on" else str(value)
        label = str(Vacancy._meta.get_field(name).verbose_name)
        lines.append({"label": label[:1].upper() + label[1:], "value": value})
    return lines


def drafts_of(row: Vacancy) -> int:
    """How many people are writing an application: a number, and nothing else of them."""
    return Application.objects.filter(vacancy=row, status="draft").count()


def people_at(user, vacancy: Vacancy, statuses, page=1) -> dict:
    """The applications of a vacancy at these statuses, each with a name where it may be read, and its pace."""
    rows = policy.applications.visible(user).filter(vacancy=vacancy, status__in=statuses).order_by("since", "pk")
    found = Paginator(rows, PAGE).get_page(page)
    names = names_of(user, [row.pk for row in found])
    sifts = Counter(
        policy.sifts.visible(user)
        .filter(application__in=[r.pk for r in found], status="done")
        .values_list("application", flat=True)
    )
    days = vacancy.template.days if vacancy.template else {}
    lines = []
    for row in found:
        at = pace.pace(row.status, row.since, days) if row.status in Application.STAGES else None
        lines.append(
            {
                "application": policy.applications.show(row),
                "name": names.get(row.pk, str(row)),
                "sifts": sifts[row.pk],
                "pace": at,
                "move": pace.whose_move(row.status),
            }
        )
    return {"page": found, "lines": lines}


def names_of(user, applications: list[int]) -> dict[int, str]:
    """Application -> name, of those whose name the user may read now."""
    rows = policy.contacts.visible(user).filter(application__in=applications)
    return {row.application_id: str(row) for row in rows}


# Open to everybody --------------------------------------------------------------------------------------------------
def open_vacancies() -> QuerySet[Vacancy]:
    """What anybody can apply for now, the soonest to close first."""
    rows = policy.vacancies.visible(ANYBODY).select_related("team", "employer", "host")
    return rows.order_by("closes_at", "pk")


def advert(pk: int) -> dict:
    """One vacancy as anybody reads it; raises NotHere once it has closed."""
    row = policy.vacancies.find(ANYBODY, pk=pk)
    return advert_for(ANYBODY, row)


def advert_for(reader, row: Vacancy) -> dict:
    lines = policy.criteria.visible(reader).filter(vacancy=row, dropped_on__isnull=True)
    return {
        "vacancy": policy.vacancies.show(row),
        "row": row,
        "essential": [line for line in lines if line.essential],
        "desirable": [line for line in lines if not line.essential],
        "employer": str(row.employer),
        "host": str(row.host) if row.host_id != row.employer_id else "",
    }


def template_line(row) -> dict:
    """Stage times in words, for their page."""
    return {
        "row": row,
        "days": [
            {"stage": stage.label, "best": row.days[stage][0], "most": row.days[stage][1]}
            for stage in Stage
            if stage in row.days
        ],
        "offers": policy.templates.granted(row),
    }
