"""What the tests of signing in need: accounts with a password, codes as a phone shows them, and a clock to turn."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone

from peerwork.kit.models import Message
from tests import make

PASSWORD = "three plain quiet words"


@pytest.fixture
def pat(world):
    """An HR officer of the trust with a password."""
    user = make.account("Pat Lee", world.row("people.Unit/organisation"), email="pat@example.org")
    make.role(user, "hr", world.row("people.Unit/organisation"))
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def app(pat):
    """Pat's authenticator app: `app()` is the code it shows now."""
    secret = generate_totp_secret()
    TOTP.activate(pat, secret)
    return lambda: code_of(secret)


@pytest.fixture
def strict(settings):
    """As in production: a second step for every password."""
    settings.MFA_REQUIRED = True
    return settings


@pytest.fixture
def clock(monkeypatch):
    """Turn the clock forward: `clock(minutes=31)`."""
    start = timezone.now()
    shift = [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: start + shift[0])

    def forward(**by):
        shift[0] += timedelta(**by)

    return forward


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(email="pat@example.org", password=PASSWORD, client=None, **extra) -> tuple[Client, object]:
    client = client or Client()
    return client, client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def mail(template: str) -> Message:
    """The newest message made from this template."""
    return Message.objects.filter(template=template).latest("pk")
