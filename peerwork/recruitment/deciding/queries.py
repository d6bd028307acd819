"""What HR and those who shortlist read about applications."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day
from peerwork.recruitment import pace, policy, sifting
from peerwork.recruitment.before.queries import supports_for
from peerwork.recruitment.models import Application
from peerwork.recruitment.queries import PAGE


def application_page(user, pk: int) -> dict:
    """One application, as HR reads it (or whoever else reaches it): blind first, with its name once that is over."""
    row = policy.applications.find(user, pk=pk)
    seen, vacancy = policy.applications.show(row), row.vacancy
    roles = set(policy.applications.roles(row))
    contact = policy.contacts.visible(user).filter(application=row).first()
    views = list(policy.sifts.visible(user).filter(application=row).select_related("by"))
    given = _marks(user, row)
    lines = sifting.lines(vacancy)
    answers = dict(policy.answers.visible(user).filter(application=row).values_list("criterion", "text"))
    hr = "hr" in roles
    return {
        "application": seen,
        "row": row,
        "vacancy": vacancy,
        "roles": roles,
        "is_hr": hr,
        "offers": policy.applications.offers(row),
        "title": str(contact or row),
        "contact": contact,
        "may_open": contact is None and vacancy.is_blind and "open_name" in policy.applications.offers(row),
        "openings": list(policy.openings.visible(user).filter(application=row).select_related("by")),
        "answers": [{"line": line, "text": answers.get(line.pk, ""), "marks": given[line.pk]} for line in lines],
        "views": [policy.sifts.show(view) for view in views],
        "meets": hr
        and sifting.all_met(
            [line for line in lines if line.essential],
            [(line, mark["value"]) for line, marks in given.items() for mark in marks],
        ),
        "enough": sum(view.status == "done" for view in views) >= sifting.EYES,
        "documents": list(policy.documents.visible(user).filter(application=row, removed_on__isnull=True)),
        "steps": [{"when": day(step.at), "title": _step(step.status)} for step in row.steps.all()][::-1] if hr else [],
        "pace": pace.pace(row.status, row.since, vacancy.template.days if vacancy.template else {}) if hr else None,
        "move": pace.whose_move(row.status),
        "supports": supports_for(user, row) if hr else [],
        "others": others(user, row, contact) if hr and contact is not None else [],
        "shortlist_it": "shortlister" in roles,
        "own": "applicant" in roles,
    }


def _step(status: str) -> str:
    return str(Application.Status(status).label)


def _marks(user, row: Application) -> dict:
    """Line number -> the marks given, as words, by those whose view may be read."""
    found = defaultdict(list)
    rows = policy.marks.visible(user).filter(sift__application=row).select_related("sift__by")
    for mark in rows:
        found[mark.criterion_id].append({"by": str(mark.sift.by), "words": mark.get_mark_display(), "value": mark.mark})
    return found


def others(user, row: Application, contact) -> list[dict]:
    """Other applications that seem to be from the same person, once names are open: same account, address or phone."""
    same = Q(email__iexact=contact.email) if contact.email else Q(pk__in=[])
    if contact.phone:
        same |= Q(phone=contact.phone, family_name__iexact=contact.family_name)
    if row.user_id:
        same |= Q(application__user=row.user_id)
    rows = policy.contacts.visible(user).filter(same).exclude(application=row)
    return [
        {
            "application": found.application,
            "vacancy": found.application.vacancy,
            "same": found.application.vacancy_id == row.vacancy_id,
        }
        for found in rows.select_related("application__vacancy")[:10]
    ]


# For those who shortlist --------------------------------------------------------------------------------------------
def my_shortlisting(user) -> list[dict]:
    """The vacancies somebody shortlists, with how many applications they have still to look at."""
    named = policy.shortlisters.visible(user).filter(
        user=user.pk, ended_on__isnull=True, vacancy__status__in=("published", "closed")
    )
    rows = list(named.select_related("vacancy__team").order_by("vacancy__closes_at"))
    here = [row.vacancy_id for row in rows]
    all_of, done = defaultdict(int), defaultdict(int)
    for vacancy in (
        policy.applications.visible(user)
        .filter(vacancy__in=here, status="sent")
        .exclude(user=user.pk)
        .values_list("vacancy", flat=True)
    ):
        all_of[vacancy] += 1
    for vacancy in (
        policy.sifts.visible(user)
        .filter(by=user.pk, status="done", application__vacancy__in=here, application__status="sent")
        .values_list("application__vacancy", flat=True)
    ):
        done[vacancy] += 1
    return [
        {
            "vacancy": row.vacancy,
            "open": row.vacancy.status == "published",
            "all": all_of[row.vacancy_id],
            "left": all_of[row.vacancy_id] - done[row.vacancy_id],
            "url": reverse("recruitment:shortlisting_vacancy", args=[row.pk]),
        }
        for row in rows
    ]


def to_shortlist(user, pk: int, page=1) -> dict:
    """The applications of the vacancy somebody is named for, by number, with what they have done about each."""
    named = policy.shortlisters.find(user, pk=pk)
    if named.user_id != user.pk or named.ended_on is not None or not named.vacancy.is_blind:
        raise NotAllowed()
    vacancy = policy.vacancies.find(user, pk=named.vacancy_id)
    rows = policy.applications.visible(user).filter(vacancy=vacancy).exclude(user=user.pk).order_by("number")
    found = Paginator(rows, PAGE).get_page(page)
    mine = dict(
        policy.sifts.visible(user)
        .filter(by=user.pk, application__in=[row.pk for row in found])
        .values_list("application", "status")
    )
    words = {"done": _("Finished"), "open": _("Begun")}
    return {
        "vacancy": policy.vacancies.show(vacancy),
        "page": found,
        "tasks": [
            {
                "title": str(row),
                "href": reverse("recruitment:sift", args=[row.pk]),
                "status": words.get(mine.get(row.pk), _("To read")),
                "kind": "" if mine.get(row.pk) == "done" else "due",
            }
            for row in found
        ],
    }


def sift_page(user, pk: int) -> dict:
    """One application without a name, one's own marks so far, and the others' once one's own are finished."""
    row = policy.applications.find(user, pk=pk)
    lines = sifting.lines(row.vacancy)
    answers = dict(policy.answers.visible(user).filter(application=row).values_list("criterion", "text"))
    mine = policy.sifts.visible(user).filter(application=row, by=user.pk).first()
    marks = {mark.criterion_id: mark.mark for mark in policy.marks.visible(user).filter(sift=mine)} if mine else {}
    rows = policy.applications.visible(user).filter(vacancy=row.vacancy_id, status="sent").exclude(user=user.pk)
    finished = policy.sifts.visible(user).filter(by=user.pk, status="done").values("application")
    nearest = rows.exclude(pk__in=finished).exclude(pk=row.pk).order_by("number").first()
    others_views = []
    if mine is not None and mine.status == "done":
        shown = policy.sifts.visible(user).filter(application=row, status="done").exclude(by=user.pk)
        others_views = list(shown.select_related("by"))
    given = _marks(user, row)
    return {
        "application": policy.applications.show(row),
        "row": row,
        "vacancy": row.vacancy,
        "lines": lines,
        "answers": [{"line": line, "text": answers.get(line.pk, ""), "marks": given[line.pk]} for line in lines],
        "mine": mine,
        "done": mine is not None and mine.status == "done",
        "initial": {f"mark_{key}": value for key, value in marks.items()}
        | ({"view": mine.view, "note": mine.note} if mine else {}),
        "next": nearest,
        "named": policy.shortlisters.visible(user).filter(vacancy=row.vacancy_id, user=user.pk).first(),
        "others": others_views,
    }
