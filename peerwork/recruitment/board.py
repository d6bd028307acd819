"""People on the way to joining: the board, the same as a list, and the figures worked out from their steps."""

from collections import defaultdict
from datetime import timedelta
from statistics import median

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.people.reach import reach_of
from peerwork.recruitment import pace, policy
from peerwork.recruitment.models import Application, Override, StageTemplate, Step, Vacancy
from peerwork.recruitment.queries import PAGE, names_of
from peerwork.recruitment.words import Rule, Stage

CARDS = 3
STARTED_LATELY = timedelta(days=30)
A_YEAR = timedelta(days=365)
STATUSES = {stage: tuple(status for status, at in Application.STAGES.items() if at == stage) for stage in Stage}
BRIEF = ("status", "number", "sent_at", "since", "vacancy__title", "vacancy__status", "vacancy__template",
         "vacancy__team__name")  # fmt: skip
FUNNEL = ("sent", "shortlisted", "interviewed", "offered", "appointed", "started")


def on_the_way(user) -> QuerySet[Application]:
    """Everybody in HR's reach who is on the way to joining, those who started a month ago at most among them."""
    lately = Q(status="started", since__gt=timezone.now() - STARTED_LATELY)
    rows = policy.applications.visible(user, role="hr")  # and not merely as the reader's own application
    return rows.filter(Q(status__in=[s for s in Application.STAGES if s != "started"]) | lately)


def stage_times() -> dict[int, dict]:
    """The stage times in use: number of the template -> stage -> [best, most] days."""
    return dict(StageTemplate.objects.filter(pk__in=Vacancy.objects.values("template")).values_list("pk", "days"))


def by_urgency(rows: QuerySet, times: dict[int, dict], *stages: str) -> QuerySet:
    """Late first, then due soon, then the longest at their step; by each vacancy's own stage times."""
    now, late, soon = timezone.now(), [], []
    for template, days in times.items():
        for stage in stages or Stage.values:
            if stage in days and stage != Stage.STARTED:
                best, most = days[stage]
                here = Q(vacancy__template=template, status__in=[s for s in STATUSES[stage] if s != "reserve"])
                late.append(here & Q(since__lt=now - timedelta(days=most)))
                soon.append(here & Q(since__lt=now - timedelta(days=max(best - pace.SOON, 0))))
    cases = [When(rule, then=Value(0)) for rule in late] + [When(rule, then=Value(1)) for rule in soon]
    urgency = Case(*cases, default=Value(2), output_field=IntegerField()) if cases else Value(2)
    return rows.annotate(urgency=urgency).order_by("urgency", "since", "pk")


def at(rows: QuerySet, *, vacancy=None, team=None) -> QuerySet:
    """Of one vacancy or one team, where it is named."""
    if vacancy:
        rows = rows.filter(vacancy=vacancy)
    return rows.filter(vacancy__team=team) if team else rows


def narrowed(rows: QuerySet, times: dict, *, vacancy=None, team=None, stage: str = "", late: bool = False) -> QuerySet:
    rows = at(rows, vacancy=vacancy, team=team)
    if stage in Stage.values:
        rows = rows.filter(status__in=STATUSES[stage])
    rows = by_urgency(rows, times)
    return brief(rows.filter(urgency=0) if late else rows)


def brief(rows: QuerySet) -> QuerySet:
    """What a line shows of an application, and nothing of what was written in it."""
    return rows.select_related("vacancy__team").only(*BRIEF)


def lines_of(user, rows, times: dict) -> list[dict]:
    """The applications of a page, each with its name where that may be read, its pace and whose move it is."""
    rows = list(rows)
    names, lines = names_of(user, [row.pk for row in rows]), []
    for row in rows:
        lines.append(
            {
                "application": row,
                "name": names.get(row.pk, str(row)),
                "vacancy": row.vacancy,
                "pace": pace.pace(row.status, row.since, times.get(row.vacancy.template_id, {})),
                "move": pace.whose_move(row.status),
                "stage": Stage(row.stage).label if row.stage else "",
            }
        )
    return lines


def board(user, *, vacancy=None, team=None) -> dict:
    """The board: for each stage how many, the three most urgent, and the way to the rest."""
    rows, times = at(on_the_way(user), vacancy=vacancy, team=team), stage_times()
    counted = dict(rows.order_by().values_list("status").annotate(many=Count("pk")))
    cards: list[Application] = []
    for stage, statuses in STATUSES.items():
        if any(counted.get(status) for status in statuses):
            cards += brief(by_urgency(rows.filter(status__in=statuses), times, stage))[:CARDS]
    lines = defaultdict(list)
    for line in lines_of(user, cards, times):
        lines[line["application"].stage].append(line)
    stages = []
    for stage, statuses in STATUSES.items():
        many = sum(counted.get(status, 0) for status in statuses)
        more = many - len(lines[stage])
        where = f"{reverse('recruitment:people')}?stage={stage}"
        where += f"&vacancy={vacancy.pk}" if vacancy else ""
        stages.append(
            {
                "label": stage.label,
                "count": many,
                "cards": [
                    {
                        "title": line["name"],
                        "href": line["application"].get_absolute_url(),
                        "text": f"{line['vacancy'].title}, {line['vacancy'].team}",
                        "foot": line["pace"].words or line["application"].get_status_display(),
                        "kind": line["pace"].kind,
                    }
                    for line in lines[stage]
                ],
                "more": {"href": where, "text": _("%d more") % more, "hidden": stage.label} if more else None,
            }
        )
    return {"stages": stages, "blind": any(line["vacancy"].is_blind for each in lines.values() for line in each)}


def people(user, page=1, **chosen) -> dict:
    """The same as a list."""
    times = stage_times()
    found = Paginator(narrowed(on_the_way(user), times, **chosen), PAGE).get_page(page)
    return {"page": found, "lines": lines_of(user, found, times)}


def for_export(user, **chosen):
    """Every line of the list, for a file: names only where they are open."""
    times = stage_times()
    rows = narrowed(on_the_way(user), times, **chosen)
    for start in range(0, rows.count(), 1000):
        for line in lines_of(user, rows[start : start + 1000], times):
            row = line["application"]
            yield (
                line["name"],
                row.number,
                line["vacancy"].title,
                str(line["vacancy"].team),
                line["stage"],
                row.get_status_display(),
                row.sent_at,
                row.since,
                line["pace"].days,
                line["pace"].due_on,
                line["move"],
            )


def export_columns() -> list[str]:
    return [
        *(_("Applicant"), _("Number"), _("Vacancy"), _("Team"), _("Stage"), _("Status"), _("Applied"), _("Since")),
        *(_("Days here"), _("Due"), _("Whose move")),
    ]


# Figures ------------------------------------------------------------------------------------------------------------
def may_see_figures(user) -> bool:
    return "hr" in reach_of(user)


def figures(user, *, vacancy=None, team=None) -> dict:
    """Of the last year: how many reached each step, how long each step took, and how long a post takes to fill."""
    since = timezone.now() - A_YEAR
    vacancies = policy.vacancies.visible(user, role="hr")
    if vacancy:
        vacancies = vacancies.filter(pk=vacancy.pk)
    if team:
        vacancies = vacancies.filter(team=team)
    mine = Vacancy.objects.filter(pk__in=vacancies.values("pk"))
    reached: dict[str, int] = defaultdict(int)
    days: dict[str, list[float]] = defaultdict(list)
    hired: list[float] = []
    steps = Step.objects.filter(application__vacancy__in=mine.values("pk"), at__gt=since)
    seen = set()
    for application, status, at, until, published in steps.values_list(
        "application", "status", "at", "until", "application__vacancy__published_at"
    ):
        if (application, status) not in seen:
            seen.add((application, status))
            reached[status] += 1
        if until is not None:
            days[status].append((until - at).total_seconds() / 86400)
        if status == "appointed" and published:
            hired.append((at - published).total_seconds() / 86400)
    for gone in mine.exclude(gone={}).values_list("gone", flat=True):  # of applications that are removed by now
        for status, many in gone.items():
            reached[status] += many
    words = dict(Application.Status.choices)
    funnel = [{"label": words[s], "value": reached[s]} for s in FUNNEL]
    waits = [
        {"status": words[status], "many": len(days[status]), "median": round(median(days[status]), 1)}
        for status in Application.STAGES
        if days[status]
    ]
    return {
        "funnel": funnel if reached["sent"] else [],
        "waits": waits,
        "to_hire": round(median(hired)) if hired else None,
        "hired": len(hired),
        "overrides": _overrides(mine),
    }


def _overrides(mine) -> list[dict]:
    counted = Override.objects.filter(vacancy__in=mine.values("pk")).values_list("rule").annotate(n=Count("pk"))
    return [{"rule": Rule(rule).label, "many": many} for rule, many in counted.order_by("rule")]
