"""What applicants and staff are told by email: that there is something to read or do, and one link; nothing of it."""

import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import links, outbox
from peerwork.kit.errors import TooMany
from peerwork.kit.models import Link, Message
from peerwork.people.models import User
from peerwork.recruitment.models import Application, Vacancy

PURPOSE = "application"
LINK_DAYS = 30
LINKS_AN_HOUR = 5  # to one address
LINKS_IN_TEN_MINUTES = 300  # by everybody together: far more than people ask for, far less than a flood


def room_for_a_link(email: str) -> None:
    """Raises TooMany when one address, or everybody together, asks for more links than people do."""
    now = timezone.now()
    asked = Link.objects.filter(purpose=PURPOSE, created_at__gt=now - timedelta(hours=1))
    if asked.filter(user__email__iexact=email).count() >= LINKS_AN_HOUR:
        raise TooMany(wait=3600)
    if asked.filter(created_at__gt=now - timedelta(minutes=10)).count() >= LINKS_IN_TEN_MINUTES:
        raise TooMany(wait=600)


def send_way_in(application: Application, words: str) -> None:
    """Mail the applicant the way to their application: a one-use link, or for an account the page itself."""
    user, employer = application.user, application.vacancy.employer
    url = reverse("recruitment:mine", args=[application.pk])
    if user.kind == User.Kind.LINK:
        token = links.issue(PURPOSE, days=LINK_DAYS, user=user, about=application)
        outbox.send(
            rule="recruitment.link",
            subject_key=f"application:{application.pk}:{secrets.token_hex(4)}",
            to=user,
            template="recruitment/link",
            context={
                "organisation": employer.name,
                "words": words,
                "days": LINK_DAYS,
                "url": reverse("people:link", args=[token]),
            },
            about=application,
        )
        return
    tell(
        user,
        "way_in",
        f"application:{application.pk}:{secrets.token_hex(4)}",
        title=_("Your application to %(name)s") % {"name": employer.name},
        words=words,
        url=url,
        about=application,
    )


def news(application: Application, key: str) -> None:
    """Tell an applicant, once for this key, that there is news; what it is stands on the page of their application."""
    if application.user is None or not application.user.is_active:
        return
    user, employer = application.user, application.vacancy.employer
    title = _("Your application to %(name)s") % {"name": employer.name}
    words = _("There is news about your application for %(title)s.") % {"title": application.vacancy.title}
    subject_key = f"application:{application.pk}:{key}"
    if user.kind != User.Kind.LINK:
        tell(user, "news", subject_key, title=title, words=words,
             url=reverse("recruitment:mine", args=[application.pk]), about=application)  # fmt: skip
        return
    on = timezone.localdate(application.vacancy.published_at or application.since)
    if Message.objects.filter(rule="recruitment.news", subject_key=subject_key, to=user).exists():
        return
    token = links.issue(PURPOSE, days=LINK_DAYS, user=user, about=application)
    outbox.send(
        rule="recruitment.news",
        subject_key=subject_key,
        to=user,
        on=on,
        template="recruitment/link",
        context={"organisation": employer.name, "words": words, "days": LINK_DAYS,
                 "url": reverse("people:link", args=[token])},
        about=application,
        urgent=False,
    )  # fmt: skip


def tell(user, rule: str, key: str, *, title: str, words: str, url: str, about, on=None) -> None:
    """One message to somebody with an account, once for this rule, key and day."""
    if user is not None and user.is_active:
        outbox.send(
            rule=f"recruitment.{rule}",
            subject_key=key,
            to=user,
            on=on,
            template="recruitment/news",
            context={"title": title, "words": words, "url": url},
            about=about,
        )


def shortlisting_opens(vacancy: Vacancy) -> None:
    """Tell those who shortlist that the vacancy has closed."""
    for named in vacancy.shortlisters.filter(ended_on__isnull=True).select_related("user"):
        tell(
            named.user,
            "shortlist",
            f"vacancy:{vacancy.pk}:{vacancy.closed_at:%Y%m%d%H%M}",
            title=_("Applications to shortlist"),
            words=_("The vacancy %(title)s has closed. Its applications are ready for you.") % {"title": vacancy.title},
            url=reverse("recruitment:shortlisting_vacancy", args=[named.pk]),
            about=vacancy,
        )
