"""An unsafe installation does not start, and says everything that is wrong at once."""

import pytest
from django.test import override_settings

from peerwork import checks, environment
from tests.system.running import program

pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
SAFE = {
    "PEERWORK_ENV": "production",
    "PEERWORK_SECRET_KEY": "kR8vXq2mT5wZ9yB4nH7jL1pC6sD3fG0aE-uJ_iOoKlMnBvCxZ",
    "PEERWORK_SEAL_KEYS": "2026:" + "Q" * 43,
    "PEERWORK_HOSTS": "peerwork.example.org",
    "PEERWORK_SITE_URL": "https://peerwork.example.org",
    "PEERWORK_SMTP_HOST": "mail.example.org",
    "PEERWORK_BEHIND_PROXY": "yes",
    "PEERWORK_TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgres://peerwork@127.0.0.1:1/peerwork",
}
SAFE["PEERWORK_SECRET_KEY"] = SAFE["PEERWORK_SECRET_KEY"] * 2
PRODUCTION = {
    "PRODUCTION": True,
    "SECRET_KEY": SAFE["PEERWORK_SECRET_KEY"],
    "DEBUG": False,
    "ALLOWED_HOSTS": ["peerwork.example.org"],
    "SITE_URL": "https://peerwork.example.org",
    "SEAL_KEYS": ["2026:" + "Q" * 43],
    "EMAIL_HOST": "mail.example.org",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
}


def faults(**changed) -> list[str]:
    with override_settings(**(PRODUCTION | changed)):
        return [number for number, _ in checks.faults()]


def test_a_safe_installation_has_no_fault_and_no_doubt():
    with override_settings(**PRODUCTION):
        assert checks.safe_to_serve(None) == []
        checks.insist()


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("SECRET_KEY", "", "E001"),
        ("SECRET_KEY", "short", "E001"),
        ("SECRET_KEY", "a" * 80, "E001"),
        ("SECRET_KEY", "django-insecure-" + "kR8vXq2mT5wZ9yB4nH7jL1pC6sD3fG0aEuJ" * 2, "E001"),
        ("DEBUG", True, "E002"),
        ("ALLOWED_HOSTS", [], "E003"),
        ("ALLOWED_HOSTS", ["*"], "E003"),
        ("ALLOWED_HOSTS", ["peerwork.example.org", ".example.org"], "E003"),
        ("SITE_URL", "http://peerwork.example.org", "E004"),
        ("SITE_URL", "", "E004"),
        ("SITE_URL", "https://elsewhere.example.org", "E005"),
        ("SEAL_KEYS", [], "E006"),
        ("SEAL_KEYS", ["nameless" + "Q" * 43], "E006"),
        ("SEAL_KEYS", ["2026:tooshort"], "E006"),
        ("SEAL_KEYS", ["2026:" + "Q" * 43, "2025:not base64 !"], "E006"),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "E007"),
        ("EMAIL_HOST", "", "E008"),
    ],
)
def test_each_fault_is_refused(name, value, number):
    assert faults(**{name: value}) == [number]
    with override_settings(**(PRODUCTION | {name: value})), pytest.raises(Exception, match="will not start"):
        checks.insist()


def test_sqlite_is_allowed_when_asked_for_in_words(monkeypatch):
    monkeypatch.setenv("PEERWORK_ALLOW_SQLITE", "yes")
    assert faults(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}}) == []


@pytest.mark.parametrize(
    ("name", "value", "number"), [("SECURE_PROXY_SSL_HEADER", None, "W001"), ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, "W002")]
)
def test_each_doubt_is_told(name, value, number):
    with override_settings(**(PRODUCTION | {name: value})):
        assert [found for found, _ in checks.doubts()] == [number]
        checks.insist()


def test_a_demonstration_is_not_held_to_production():
    assert checks.faults() == []


SERVE = "import peerwork.wsgi; print('serving')"


def test_production_is_what_forgetting_everything_means():
    done = program(code=SERVE)
    assert done.returncode != 0
    assert "serving" not in done.stdout


def test_the_server_starts_safe_and_refuses_unsafe():
    assert "serving" in (done := program(code=SERVE, **SAFE)).stdout, done.stderr
    unsafe = SAFE | {"PEERWORK_HOSTS": "*", "PEERWORK_SITE_URL": "http://peerwork.example.org", "PEERWORK_DEBUG": "yes"}
    done = program(code=SERVE, **unsafe)
    assert done.returncode != 0
    assert all(words in done.stderr for words in ("PEERWORK_HOSTS", "PEERWORK_SITE_URL", "PEERWORK_DEBUG"))


def test_the_worker_refuses_unsafe_too():
    done = program("run_due", **(SAFE | {"PEERWORK_SMTP_HOST": ""}))
    assert done.returncode != 0
    assert "PEERWORK_SMTP_HOST" in done.stderr


def test_a_mistyped_switch_is_refused(monkeypatch):
    monkeypatch.setenv("PEERWORK_DEBUG", "flase")
    with pytest.raises(Exception, match="yes or no"):
        environment.flag("DEBUG")


def test_every_setting_read_from_the_environment_is_in_the_example():
    import re

    example = (environment.BASE / ".env.example").read_text(encoding="utf-8")
    sources = [*(environment.BASE / "peerwork").rglob("*.py")]
    asked = {
        name
        for path in sources
        for name in re.findall(r"env\.(?:text|flag|number|words)\(\"([A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    for_developers = {"DEBUG", "DEMO_MFA"}
    assert asked, "the pattern no longer finds anything"
    assert {name for name in asked - for_developers if f"PEERWORK_{name}=" not in example} == set()
