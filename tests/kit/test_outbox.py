"""Mail: once per rule, subject, date and person; never lost; never to somebody who may no longer read."""

import re
import socket
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from peerwork.kit import links, outbox  # noqa: F401
from peerwork.kit.errors import Invalid
from peerwork.kit.models import Message
from tests.kit import people

TUESDAY_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
readers = {}


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    folder = tmp_path / "templates" / "mail"
    folder.mkdir(parents=True)
    for name in ("note", "at_once"):
        (folder / f"{name}.subject.txt").write_text("About {{ what }}")
        (folder / f"{name}.txt").write_text(
            '{% extends "mail/base.txt" %}{% block words %}Hello, {{ what }}{% endblock %}'
        )
        (folder / f"{name}.html").write_text('{% extends "mail/base.html" %}{% block words %}{{ what }}{% endblock %}')
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path / "templates", *engine["DIRS"]]}]
    kept = dict(outbox._templates)
    readers.clear()
    outbox.register("note", lambda user, message: readers.get(user.pk if user else None, True))
    outbox.register("at_once", lambda user, message: True, at_once=True)
    outbox.register("unwritten", lambda user, message: True)
    yield
    outbox._templates.clear()
    outbox._templates.update(kept)


@pytest.fixture
def sam(db):
    return people.user(digest=False)


def send(to, **values):
    values = {"rule": "due", "subject_key": "session:1", "on": date(2026, 11, 24), "template": "note"} | values
    values.setdefault("context", {"what": "your week", "url": "/mine/"})
    values.setdefault("send_after", SUNDAY - timedelta(days=3))
    outbox.send(to=to, **values)


def due(now=TUESDAY_NOON, **values):
    return outbox.send_due(now=lambda: now, **values)


class Post:
    """A real mail server; `refuse` maps an address to its answer."""

    def __init__(self):
        self.mails, self.refuse, self.on_mail = [], {}, None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.content.decode())
        return "250 OK"

    def ids(self):
        return [re.search(r"Message-ID: (\S+)", text).group(1) for text in self.mails]


@pytest.fixture
def post(settings):
    handler = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    yield handler
    server.stop()


# Writing ------------------------------------------------------------------------------------------------------------
def test_outbox_a_second_message_for_the_same_rule_subject_date_and_person_is_a_no_op(sam):
    send(sam)
    send(sam)
    assert Message.objects.count() == 1
    send(sam, on=date(2026, 11, 25))
    send(people.user("Alex Reid"))
    outbox.send(rule="due", subject_key="session:1", on=date(2026, 11, 24), template="note", email="x@example.org")
    outbox.send(rule="due", subject_key="session:1", on=date(2026, 11, 24), template="note", email="x@example.org")
    assert Message.objects.count() == 4


def test_outbox_a_message_is_gone_with_the_change_it_belonged_to(sam):
    with pytest.raises(RuntimeError), transaction.atomic():
        send(sam)
        raise RuntimeError
    assert not Message.objects.exists()


@pytest.mark.parametrize("bad", ["Sam\nBcc: all@example.org", "Sam\rX"])
def test_outbox_a_line_break_in_a_name_or_subject_is_refused(sam, bad):
    with pytest.raises(Invalid):
        send(sam, context={"what": bad})
    sam.name = bad
    with pytest.raises(Invalid):
        send(sam)
    assert not Message.objects.exists()


def test_outbox_refuses_what_is_not_an_address_or_not_registered(sam):
    with pytest.raises(Invalid):
        send(None, email="a@example.org\nBcc: b@example.org")
    with pytest.raises(Invalid):
        send(None, email=f"a@{'x' * 60}.{'x' * 60}.{'x' * 60}.{'x' * 60}.{'x' * 20}.example")
    with pytest.raises(ImproperlyConfigured):
        send(sam, template="unheard_of")
    with pytest.raises(ImproperlyConfigured):
        send(sam, context={"what": object()})
    with pytest.raises(ImproperlyConfigured):
        send(None)


# Sending ------------------------------------------------------------------------------------------------------------
def test_outbox_sends_text_and_html_with_one_link_and_a_stable_id(sam):
    send(sam, context={"what": "<b>& co", "url": "/mine/"})
    assert due() == 1
    (sent,) = mail.outbox
    assert sent.to == ["sam@example.org"]
    assert sent.subject == "About <b>& co"
    assert f"{settings.SITE_URL}/mine/" in sent.body
    assert "<b>& co" in sent.body
    assert "&lt;b&gt;&amp; co" in sent.alternatives[0].content
    message = Message.objects.get()
    assert sent.extra_headers["Message-ID"] == message.message_id
    assert (message.status, message.sent_at) == ("sent", TUESDAY_NOON)
    assert due() == 0


def test_outbox_asks_again_whether_the_person_may_read_it(sam):
    send(sam)
    readers[sam.pk] = False
    assert due() == 0
    assert mail.outbox == []
    assert Message.objects.get().status == "dropped"


def test_outbox_a_question_or_template_that_breaks_holds_up_nobody_else(sam, db):
    """What a message is about may be gone, or its words unfit: the others go out, and this one is tried again."""
    outbox.register("note", lambda user, message: {}[message.about_id])
    send(sam)
    send(sam, subject_key="two", template="unwritten")
    send(sam, subject_key="three", template="at_once")
    assert due() == 1
    assert sorted(Message.objects.values_list("status", "why_not")) == [
        ("sent", ""),
        ("waiting", "KeyError"),
        ("waiting", "TemplateDoesNotExist"),
    ]


def test_outbox_does_not_write_to_a_closed_account(sam):
    send(sam)
    sam.is_active = False
    sam.save()
    assert due() == 0
    assert Message.objects.get().status == "dropped"


@pytest.mark.parametrize(
    ("moment", "sends"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 17, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 18, 0, tzinfo=UTC), False),
        (SUNDAY, False),
        (datetime(2026, 7, 7, 7, 0, tzinfo=UTC), True),  # 8am in London's summer
        (datetime(2026, 7, 7, 17, 0, tzinfo=UTC), False),
    ],
)
def test_outbox_keeps_quiet_at_night_and_at_weekends(sam, moment, sends):
    send(sam, send_after=moment - timedelta(hours=1))
    assert due(moment) == int(sends)


def test_outbox_a_code_comes_at_any_hour(sam):
    outbox.send(
        rule="code",
        subject_key="x",
        template="code",
        to=sam,
        context={"code": "123456", "minutes": 10},
        send_after=SUNDAY,
    )
    assert due(SUNDAY) == 1
    assert "123456" in mail.outbox[0].body
    assert Message.objects.get().context == {}, "a code is not kept after it was sent"


def test_outbox_a_weekly_summary_gathers_a_persons_reminders(db):
    pia = people.user("Pia Lund", digest=True)
    for number in range(3):
        send(pia, subject_key=f"s:{number}", context={"what": f"thing {number}", "url": f"/t/{number}/"})
    send(pia, template="at_once", subject_key="visit")
    assert due(datetime(2026, 11, 20, 12, tzinfo=UTC)) == 1  # Friday: only what can't wait
    assert due(datetime(2026, 11, 23, 8, 5, tzinfo=UTC)) == 1  # Monday
    summary = mail.outbox[1]
    assert all(f"thing {number}" in summary.body and f"/t/{number}/" in summary.body for number in range(3))
    assert set(Message.objects.values_list("status", flat=True)) == {"sent"}


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 9, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),  # clocks go back between
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),  # and forward
    ],
)
def test_outbox_summaries_go_out_on_monday_at_eight_local_time(moment, then):
    assert outbox.monday(moment) == then


# A real server ------------------------------------------------------------------------------------------------------
def test_outbox_keeps_the_servers_refusal_and_goes_on(sam, post):
    post.refuse["alex@example.org"] = "550 No such mailbox"
    send(people.user("Alex Reid", digest=False))
    send(sam)
    assert due() == 1
    refused = Message.objects.get(status="refused")
    assert refused.why_not == "550 No such mailbox"
    assert list(outbox.not_sent()) == [refused]
    assert len(post.mails) == 1


def test_outbox_tries_again_later_and_later_when_the_server_is_busy(sam, post):
    post.refuse["sam@example.org"] = "451 Try again later"
    send(sam)
    assert due() == 0
    message = Message.objects.get()
    assert (message.status, message.tries, message.send_after) == ("waiting", 1, TUESDAY_NOON + timedelta(minutes=2))
    assert due(TUESDAY_NOON + timedelta(minutes=2)) == 0
    message.refresh_from_db()
    assert message.send_after == TUESDAY_NOON + timedelta(minutes=6)
    post.refuse.clear()
    assert due(message.send_after) == 1
    Message.objects.update(status="waiting", tries=outbox.MAX_TRIES - 1)
    post.refuse["sam@example.org"] = "451 Try again later"
    due(message.send_after)
    assert Message.objects.get().status == "refused"


def test_outbox_waits_when_the_server_is_not_there(sam, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send(sam)
    send(people.user("Alex Reid", digest=False))
    assert due() == 0
    assert sorted(Message.objects.values_list("status", "tries")) == [("waiting", 0), ("waiting", 1)]


def test_outbox_a_crash_between_sending_and_marking_costs_one_duplicate_with_the_same_id(sam, post, monkeypatch):
    send(sam)
    send(sam, subject_key="session:2")

    def crash(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "_close", crash)
        with pytest.raises(KeyboardInterrupt):
            due()
    assert due() == 1, "the other message goes on"
    assert due() == 0, "a fresh claim is left alone"
    assert due(TUESDAY_NOON + outbox.STALE + timedelta(seconds=1)) == 1
    assert sorted(Counter(post.ids()).values()) == [1, 2]
    assert set(Message.objects.values_list("status", flat=True)) == {"sent"}


def test_outbox_clocks_that_jump_send_nothing_twice(sam, post):
    send(sam)
    due()
    send(sam)
    assert due(TUESDAY_NOON - timedelta(hours=1)) == due(TUESDAY_NOON + timedelta(days=40)) == 0
    assert len(post.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_outbox_three_workers_send_each_message_once(post):
    sam = people.user(digest=False)
    for number in range(30):
        send(sam, subject_key=f"s:{number}")
    start, problems = threading.Barrier(3), []

    def work():
        try:
            start.wait()
            due()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    assert len(post.mails) == len(set(post.ids())) == 30


# Words --------------------------------------------------------------------------------------------------------------
def test_outbox_templates_hold_only_plain_placeholders():
    folder = Path(settings.BASE_DIR) / "peerwork" / "templates" / "mail"
    paths = [path for path in folder.rglob("*") if path.is_file()]
    names = {str(path.relative_to(folder)).split(".")[0] for path in paths}
    assert names >= {"base", "code", "digest"}
    for path in paths:
        text = path.read_text()
        for placeholder in re.findall(r"{{(.*?)}}", text):
            assert re.fullmatch(r" (item\.)?[a-z_]+ ", placeholder), (path.name, placeholder)
        for tag in re.findall(r"{%\s*(\w+)", text):
            assert tag in {
                "extends",
                "block",
                "endblock",
                "if",
                "endif",
                "for",
                "endfor",
                "translate",
                "blocktranslate",
                "endblocktranslate",
            }, (path.name, tag)
    for name in names - {"base"}:
        assert all((folder / f"{name}.{kind}").exists() for kind in ("subject.txt", "txt", "html")), name


def test_messages_stand_on_a_page_at_once_and_are_new_until_seen(sam, settings):
    weekly = people.user("Pia Lund", digest=True)
    for person in (sam, weekly):
        send(person, send_after=None)
        outbox.send(to=person, rule="later", subject_key="x", template="note", context={"what": "soon", "url": "/x/"},
                    send_after=timezone.now() + timedelta(days=2))  # fmt: skip
        (line,) = outbox.told(outbox.messages_of(person))
        assert (line.subject, line.url, line.new) == ("About your week", "/mine/", True)
    assert outbox.unseen(sam) == 1 and outbox.see(sam) == 1 and outbox.see(sam) == 0
    assert outbox.unseen(sam) == 0 and outbox.unseen(weekly) == 1
    (line,) = outbox.told(outbox.messages_of(sam))
    assert not line.new
    outbox.stop(sam)  # what is not sent is not shown
    assert not outbox.messages_of(sam).exists()


def test_codes_and_one_use_links_stand_on_no_page(sam):
    outbox.register("note", lambda user, message: True, secret=True)
    send(sam, send_after=None)
    assert Message.objects.filter(to=sam).exists() and not outbox.messages_of(sam).exists()


def test_reminders_keep_to_the_hours_somebody_chose_and_codes_do_not(sam):
    sam.mail_from, sam.mail_until = 14, 16
    sam.save()
    outbox.register("code", lambda user, message: True, urgent=True)
    send(sam)
    send(people.user("Pia Lund", digest=False))
    assert due(TUESDAY_NOON) == 1 and mail.outbox[0].to != [sam.email]
    assert due(TUESDAY_NOON + timedelta(hours=4)) == 0
    assert due(TUESDAY_NOON + timedelta(hours=3)) == 1 and mail.outbox[1].to == [sam.email]
    send(sam, rule="code", urgent=True)
    assert due(TUESDAY_NOON) == 1
