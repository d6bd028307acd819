"""Log lines: one a request and event, found by request id, with nothing personal and no way to forge one."""

import io
import json
import logging

import pytest

from peerwork.kit import logs

LINE_ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.fixture
def lines():
    """Everything logged during the test, as production would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JSONLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().split("\n") if line]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("formatter", [logs.JSONLines(), logs.TextLines()])
def test_a_log_line_cannot_be_forged(end, formatter):
    record = logging.LogRecord(
        "x", logging.INFO, "f", 1, "name is %s", (f"Pia{end}12:00 error break-in \x1b[2K",), None
    )
    line = formatter.format(record)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_a_log_line_holds_no_address_and_no_query(lines):
    logging.getLogger("x").warning("mail to pia.smith@example.org failed at /reset/?token=abc&email=pia@example.org")
    (line,) = lines()
    assert "example.org" not in json.dumps(line)
    assert "abc" not in line["event"]
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["logger"]) == ("warning", "x")


def test_an_exception_is_logged_by_its_place_and_never_its_words(lines):
    try:
        try:
            raise ValueError("Key (email)=(pia.smith@example.org) already exists: canary")
        except ValueError as error:
            raise RuntimeError("canary again") from error
    except RuntimeError:
        logging.getLogger("x").exception("it failed")
    (line,) = lines()
    assert "canary" not in json.dumps(line)
    assert "builtins.ValueError" in line["failure"] and "builtins.RuntimeError" in line["failure"]
    assert any("test_logs.py" in part for part in line["failure"])


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_never_its_path(client, lines):
    client.get("/no-such-place/one-use-token-canary/?q=pia", headers={"X-Request-Id": "proxy-1234.abc"})
    (line,) = [line for line in lines() if line["logger"] == "peerwork.request"]
    assert (line["method"], line["status"], line["request"]) == ("GET", 404, "proxy-1234.abc")
    assert "canary" not in json.dumps(lines())
    assert "pia" not in json.dumps(lines())


@pytest.mark.django_db
def test_the_answer_names_the_request(client):
    answer = client.get("/health/live/", headers={"X-Request-Id": "proxy-1234.abc"})
    assert answer.headers["X-Request-Id"] == "proxy-1234.abc"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "x" * 65, "has spaces in it", "<script>1</script>", "line\r\nbreak"])
def test_an_unsafe_request_id_is_replaced(client, given):
    answer = client.get("/health/live/", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] != given
    assert len(answer.headers["X-Request-Id"]) == 32


def test_the_request_id_is_gone_after_the_request():
    assert logs.request_id.get() == ""
