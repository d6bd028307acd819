"""Mail and reminders: written in the change's own transaction, sent later, once, and only to people who may still read.

A message holds nothing sensitive: what happened in plain words, and one link. Templates are `mail/<name>.subject.txt`,
`.txt` and `.html`, with plain placeholders only. Register each with the question "may this person still read it?".
"""

import logging
import smtplib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Model, Q
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid
from peerwork.kit.models import Message

logger = logging.getLogger(__name__)
STALE = timedelta(minutes=15)  # a claim this old was left by a worker that died; sending one message takes far less
MAX_TRIES = 12  # with back-off: about two days
OPENS, CLOSES = time(8), time(18)  # weekdays, in the organisation's time zone
CALENDAR = "_calendar"


@dataclass(frozen=True)
class Template:
    may_read: Callable[[object, Message], bool]
    urgent: bool = False
    at_once: bool = False
    secret: bool = False


_templates: dict[str, Template] = {}


def register(name: str, may_read, *, urgent: bool = False, at_once: bool = False, secret: bool = False) -> None:
    """Make a template known.

    may_read  asked again just before sending: may_read(user or None, message)
    urgent    sent at any hour: codes and invitations, nothing else
    at_once   not gathered into the weekly summary of people who asked for one
    secret    the context holds a link or a code, and is wiped as soon as the message is sent or given up
    """
    _templates[name] = Template(may_read, urgent, at_once, secret)


# Writing ------------------------------------------------------------------------------------------------------------
def send(
    *,
    rule: str,
    subject_key: str,
    template: str,
    to=None,
    email: str = "",
    on: date | None = None,
    context: dict | None = None,
    about: Model | None = None,
    send_after: datetime | None = None,
    urgent: bool | None = None,
    calendar: str = "",
) -> None:
    """Write one message in the caller's transaction; the same rule, subject, date and person again is a no-op.

    to / email   a user, or the address of somebody without an account; one of the two
    context      plain words, numbers and dates; "url" is the path of the one link
    calendar     an invitation from `ics.invitation`, attached
    Raises Invalid for an address or a word that mail can't carry, ImproperlyConfigured for an unregistered template.
    """
    if template not in _templates:
        raise ImproperlyConfigured(f"Mail template {template!r} is not registered.")
    if (to is None) == (not email):
        raise ImproperlyConfigured("A message goes to a user or to an address.")
    words = {name: _plain(value) for name, value in (context or {}).items()}
    address = email or to.email
    try:
        Message._meta.get_field("email").clean(address, None)
    except ValidationError:
        raise Invalid(_("This email address can't be written to. Check it, then try again.")) from None
    for value in (rule, subject_key, str(to or ""), *words.values()):
        if "\n" in value or "\r" in value:
            raise Invalid(_("A name or title holds a line break. Take it out, then try again."))
    if calendar:
        words[CALENDAR] = calendar
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    urgent = _templates[template].urgent if urgent is None else urgent
    due = send_after or timezone.now()
    message = Message(
        rule=rule,
        subject_key=subject_key,
        on=on or timezone.localdate(),
        to=to,
        email=email,
        template=template,
        context=words,
        urgent=urgent,
        send_after=due,
        shown_from=due,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
        about_model=about._meta.label if about is not None else "",
        about_id=about.pk if about is not None else None,
    )
    if to is not None and not urgent and not _templates[template].at_once and to.digest:
        message.send_after = monday(message.send_after)
    Message.objects.bulk_create([message], ignore_conflicts=True)


def _plain(value) -> str:
    if isinstance(value, str | Promise | int):
        return str(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "l j F, P")
    if isinstance(value, date):
        return date_format(value, "l j F")
    raise ImproperlyConfigured(f"A message can't carry {type(value).__name__}: give it words.")


def may_send_now(now: datetime) -> bool:
    """Weekdays, 8am to 6pm, where the organisation is."""
    local = timezone.localtime(now)
    return local.weekday() < 5 and OPENS <= local.time() < CLOSES


def monday(moment: datetime) -> datetime:
    """The moment the weekly summaries go out: 8am of that Monday, or of the next one."""
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=-local.weekday() % 7)
    if local.weekday() == 0 and local.time() >= OPENS:
        day += timedelta(days=7)
    return timezone.make_aware(datetime.combine(day, OPENS))


# Sending ------------------------------------------------------------------------------------------------------------
def send_due(limit: int = 200, now: Callable[[], datetime] = timezone.now) -> int:
    """Send what is due, one message at a time, safe under any number of workers; how many were sent.

    A message is claimed before it is sent and marked after: a worker that dies between the two leaves a claim that
    another takes up, and its second mail carries the same Message-ID. The server's refusals are kept and shown.
    """
    Message.objects.filter(status=Message.Status.SENDING, claimed_at__lt=now() - STALE).update(
        status=Message.Status.WAITING, claimed_at=None
    )
    server, sent = get_connection(), 0
    try:
        for _turn in range(limit):
            batch = _claim(now())
            if not batch:
                break
            readable = batch
            try:
                readable = [message for message in batch if _still_wanted(message)]
                if not readable:
                    continue
                server.send_messages([_mail(readable)])
            except Exception as problem:
                server.close()
                if not _failed(readable, problem, now()):
                    break  # the server is not there: leave the rest for the next run
            else:
                _close(readable, Message.Status.SENT, sent_at=now())
                sent += 1
    finally:
        server.close()
    return sent


def _claim(now: datetime) -> list[Message]:
    """The next message that is due, and with it those of the same person's weekly summary; marked as being sent."""
    waiting = Message.objects.filter(status=Message.Status.WAITING, send_after__lte=now)
    if may_send_now(now):
        hour = timezone.localtime(now).hour
        theirs = Q(to__mail_from__lte=hour, to__mail_until__gt=hour)
        waiting = waiting.filter(Q(urgent=True) | Q(to=None) | theirs)
    else:
        waiting = waiting.filter(urgent=True)
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        waiting = waiting.select_related("to").order_by("-urgent", "send_after", "pk")
        first = waiting.first()
        if first is None:
            return []
        batch = [first]
        if _gathered(first):
            others = waiting.filter(to=first.to, urgent=False).exclude(pk=first.pk)
            batch += [message for message in others[:50] if _gathered(message)]
        for message in batch:
            message.tries += 1
            message.claimed_at, message.status = now, Message.Status.SENDING
        # On SQLite the transaction holds the only write lock from its start; the condition holds everywhere.
        claimed = Message.objects.filter(pk__in=[message.pk for message in batch], status=Message.Status.WAITING)
        if claimed.update(status=Message.Status.SENDING, claimed_at=now, tries=first.tries) != len(batch):
            transaction.set_rollback(True)
            return []
    return batch


def _gathered(message: Message) -> bool:
    template = _templates.get(message.template)
    return bool(
        message.to
        and message.to.digest
        and not message.urgent
        and template
        and not template.at_once
        and CALENDAR not in message.context
    )


def _still_wanted(message: Message) -> bool:
    template = _templates.get(message.template)
    if template is None:
        why = _("No such message any more.")
    elif message.to is not None and not message.to.is_active:
        why = _("The account is closed.")
    elif not template.may_read(message.to, message):
        why = _("This person may no longer read what it is about.")
    else:
        return True
    _close([message], Message.Status.DROPPED, why_not=why)
    return False


def _close(batch: list[Message], status: str, **values) -> None:
    for message in batch:
        if status != Message.Status.WAITING and message.template in _templates and _templates[message.template].secret:
            values["context"] = {}
        mine = Message.objects.filter(pk=message.pk, status=Message.Status.SENDING, claimed_at=message.claimed_at)
        mine.update(status=status, **values)


def _failed(batch: list[Message], problem: Exception, now: datetime) -> bool:
    """Keep what the server said; whether to go on with the next message: not where the server is not there."""
    code, words, there = None, type(problem).__name__, not isinstance(problem, OSError)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(problem.recipients.values()))
        there = True
    elif isinstance(problem, smtplib.SMTPResponseException):
        code, words = problem.smtp_code, problem.smtp_error
        there = isinstance(problem, smtplib.SMTPDataError)
    words = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    why = " ".join(f"{code or ''} {words}".split())[:200]
    final = there and code is not None and code >= 500
    if final or max(message.tries for message in batch) >= MAX_TRIES:
        _close(batch, Message.Status.REFUSED, why_not=why)
    else:
        wait = timedelta(minutes=min(2 ** max(message.tries for message in batch), 480))
        _close(batch, Message.Status.WAITING, why_not=why, claimed_at=None, send_after=now + wait)
    logger.warning("mail not sent: %s", f"{code or type(problem).__name__}")
    return there


def stop(user=None, *addresses: str) -> int:
    """Nothing that still waits for this person is sent: to their account, or to any of these addresses; how many."""
    mine = Q(to=user) if user is not None else Q(pk__in=[])
    mine |= Q(email__in=[address for address in addresses if address])
    waiting = Message.objects.filter(mine, status__in=(Message.Status.WAITING, Message.Status.SENDING))
    return waiting.update(status=Message.Status.DROPPED, why_not=_("Messages to this person have stopped."), context={})


# On the page ----------------------------------------------------------------------------------------------------------
KEPT_ON_THE_PAGE = timedelta(days=90)


@dataclass(frozen=True)
class Told:
    """One message as its reader finds it on the page: the subject and the one link, and whether it is new."""

    pk: int
    subject: str
    url: str
    at: datetime
    new: bool


def messages_of(user):
    """What was written to somebody in the last three months, newest first, without codes and one-use links."""
    open_to_read = [name for name, template in _templates.items() if not template.secret]
    rows = Message.objects.filter(to=user.pk, template__in=open_to_read).exclude(status=Message.Status.DROPPED)
    now = timezone.now()
    return rows.filter(shown_from__lte=now, shown_from__gt=now - KEPT_ON_THE_PAGE).order_by("-shown_from", "-pk")


def told(messages: Iterable[Message]) -> list[Told]:
    return [
        Told(row.pk, render(row.template, row.context)[0], row.context.get("url", "/"), row.shown_from,
             row.seen_at is None)
        for row in messages
    ]  # fmt: skip


def unseen(user) -> int:
    return messages_of(user).filter(seen_at=None).count()


def see(user) -> int:
    """Nothing on somebody's page of messages is new any more; how many were."""
    return Message.objects.filter(pk__in=messages_of(user).filter(seen_at=None).values("pk")).update(
        seen_at=timezone.now()
    )


# Words --------------------------------------------------------------------------------------------------------------
def render(template: str, context: dict) -> tuple[str, str, str]:
    """Subject, plain text and HTML; raises Invalid for a subject of more than one line."""
    words = {"service": settings.PEERWORK["SERVICE_NAME"], "site": settings.SITE_URL} | context
    if words.get("url", "").startswith("/"):
        words["url"] = settings.SITE_URL + words["url"]
    subject, text, html = (
        get_template(f"mail/{template}.{kind}").template.render(Context(words, autoescape=kind == "html"))
        for kind in ("subject.txt", "txt", "html")
    )
    subject = subject.strip()
    if "\n" in subject or "\r" in subject:
        raise Invalid(_("The subject of a message must be one line."))
    return subject, text.strip() + "\n", html


def _mail(batch: list[Message]) -> EmailMultiAlternatives:
    first = batch[0]
    if len(batch) == 1:
        subject, text, html = render(first.template, first.context)
    else:
        items = [
            {
                "title": render(message.template, message.context)[0],
                "url": settings.SITE_URL + message.context.get("url", "/"),
            }
            for message in batch
        ]
        subject, text, html = render("digest", {"items": items, "url": "/"})
    mail = EmailMultiAlternatives(
        subject,
        text,
        to=[first.email or first.to.email],
        headers={"Message-ID": first.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    if calendar := first.context.get(CALENDAR):
        method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
        mail.attach_alternative(calendar, f"text/calendar; method={method}; charset=utf-8")
    return mail


def not_sent(limit: int = 100, among: Q | None = None):
    """Messages a mail server refused, newest first, for the administrator; `among` narrows to their people."""
    refused = Message.objects.filter(~Q(why_not=""), status=Message.Status.REFUSED)
    return refused.filter(among or Q()).select_related("to").order_by("-pk")[:limit]
