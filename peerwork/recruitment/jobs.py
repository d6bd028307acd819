"""What recruitment does by itself: close vacancies at their time, and remind, once a step, those whose move it is."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit.jobs import due
from peerwork.people.models import RoleAssignment, UnitPath, User, live
from peerwork.recruitment import actions, mail, pace
from peerwork.recruitment.models import Application, Shortlister, Sift, Vacancy

CLOSES_SOON = timedelta(days=2)


@due(every=1, name="recruitment.close")
def close_vacancies() -> None:
    actions.close_due()


@due(every=24 * 60, name="recruitment.daily")
def daily(now: datetime | None = None) -> None:
    now = now or timezone.now()
    drafts_closing(now)
    shortlisting_waits(now)
    steps_late(now)
    actions.fix_equality(timezone.localdate(now))


def drafts_closing(now: datetime) -> None:
    """Tell those who are still writing, once, that the vacancy closes in two days."""
    rows = Application.objects.filter(
        status="draft", vacancy__status="published", vacancy__closes_at__gt=now,
        vacancy__closes_at__lte=now + CLOSES_SOON,
    )  # fmt: skip
    for row in rows.select_related("user", "vacancy__employer"):
        mail.news(row, f"closes:{row.vacancy.closes_at:%Y%m%d}")


def shortlisting_waits(now: datetime) -> None:
    """Tell each who shortlists, once for each closing, when the best time is over and they have not finished."""
    rows = Vacancy.objects.filter(status="closed", template__isnull=False, closed_at__isnull=False)
    for vacancy in rows.select_related("template"):
        limits = vacancy.template.days.get("applied")
        if not limits or now < vacancy.closed_at + timedelta(days=limits[0]):
            continue
        waiting = vacancy.applications.filter(status="sent")
        many = waiting.count()
        for named in Shortlister.objects.filter(vacancy=vacancy, ended_on__isnull=True).select_related("user"):
            done = Sift.objects.filter(by=named.user, status="done", application__in=waiting).count()
            if done < many:
                mail.tell(
                    named.user,
                    "shortlist_waits",
                    f"vacancy:{vacancy.pk}",
                    on=timezone.localdate(vacancy.closed_at),
                    title=_("Applications wait for you"),
                    words=_("%(many)d applications for %(title)s wait for your view.")
                    % {"many": many - done, "title": vacancy.title},
                    url=reverse("recruitment:shortlisting_vacancy", args=[named.pk]),
                    about=vacancy,
                )


def steps_late(now: datetime) -> None:
    """Tell HR of the employer, once for each step of each application, that it is past its longest time."""
    rows = Application.objects.filter(
        status__in=("shortlisted", "interview", "interviewed", "appointed"), vacancy__template__isnull=False
    ).select_related("vacancy__template", "vacancy__employer")
    late: dict[int, list[Application]] = {}
    for row in rows:
        if pace.pace(row.status, row.since, row.vacancy.template.days, timezone.localdate(now)).kind == "over":
            late.setdefault(row.vacancy.employer_id, []).append(row)
    for employer, found in late.items():
        users = hr_of(employer)
        for row in found:
            for user in users:
                mail.tell(
                    user,
                    "late",
                    f"application:{row.pk}:{row.status}",
                    on=timezone.localdate(row.since),
                    title=_("Somebody waits for the next step"),
                    words=_("%(who)s, %(title)s, has been at one step since %(day)s.")
                    % {
                        "who": row,
                        "title": row.vacancy.title,
                        "day": date_format(timezone.localdate(row.since), "j F"),
                    },
                    url=row.get_absolute_url(),
                    about=row,
                )


def hr_of(employer: int) -> list[User]:
    """Those who hold HR on the whole of an organisation today."""
    above = UnitPath.objects.filter(live(), descendant=employer).values("ancestor")
    held = RoleAssignment.objects.filter(live(), role="hr", unit__in=above, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user")))
