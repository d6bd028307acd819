"""What monitors are told, and what nobody is told."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import OperationalError

from peerwork import environment
from peerwork.kit import health, metrics, sealed

pytestmark = pytest.mark.django_db
ELSEWHERE = "203.0.113.9"


@pytest.fixture(autouse=True)
def unsure(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


@pytest.fixture
def measured(settings, tmp_path, monkeypatch):
    settings.METRICS, settings.METRICS_TOKEN, settings.VAR = True, "a-long-random-token", tmp_path
    monkeypatch.setattr(metrics, "_opened", None)


def test_live_and_ready_answer_anybody(client):
    for path in ("/health/live/", "/health/ready/"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert "no-store" in answer.headers["Cache-Control"]


def test_live_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/health/live/")


def test_not_ready_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("kit.0002", False)])
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})
    assert client.get("/health/live/").status_code == 200


def test_not_ready_without_the_database_and_no_word_why(client, monkeypatch):
    def away(*_):
        raise OperationalError("could not connect to server 10.1.2.3 as peerwork")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_only_reading_is_allowed(client):
    assert client.post("/health/live/").status_code in (403, 405)


def test_metrics_are_not_there_unless_switched_on(client):
    assert client.get("/metrics/").status_code == 404


def test_metrics_are_for_this_machine_or_the_token(client, measured):
    assert client.get("/metrics/").status_code == 200
    assert client.get("/metrics/", REMOTE_ADDR=ELSEWHERE).status_code == 404
    assert client.get("/metrics/", headers={"X-Forwarded-For": ELSEWHERE}).status_code == 404
    for given, status in [("a-long-random-token", 200), ("another", 404), ("", 404)]:
        asked = client.get("/metrics/", REMOTE_ADDR=ELSEWHERE, headers={"Authorization": f"Bearer {given}"})
        assert asked.status_code == status


def test_an_empty_token_opens_nothing(client, measured, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics/", REMOTE_ADDR=ELSEWHERE, headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_count_answers_and_name_nobody(client, measured):
    for _ in range(3):
        client.get("/no-such-place/")
    text = client.get("/metrics/").content.decode()
    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert figures['peerwork_answers_total{status="4xx"}'] == "3"
    assert figures["peerwork_answer_seconds_count"] == figures['peerwork_answer_seconds_bucket{le="+Inf"}'] == "3"
    assert figures["peerwork_mail_waiting"] == "0"
    assert "no-such-place" not in text


def test_several_processes_count_together(measured):
    import multiprocessing

    metrics.count(200, 0.01)
    workers = [multiprocessing.get_context("fork").Process(target=count_many) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert 'peerwork_answers_total{status="2xx"} 2001' in metrics.lines()


def count_many():
    for _ in range(500):
        metrics.count(200, 0.01)


def test_ready_says_no_while_a_key_is_missing(client, settings, django_user_model):
    by = django_user_model.objects.create(email="sealer@example.org", name="Sealer")
    sealed.write(uuid4(), "body", "only for some", by=by)
    settings.SEAL_KEYS = [f"other:{environment.kept_secret('OTHER_KEY', settings.VAR, size=32)}"]
    assert client.get("/health/ready/").status_code == 503
