"""Log lines: one event a line, in UTC, with the request's id, and nothing personal.

Left out on purpose: bodies, query strings, addresses, and exceptions' messages (databases put values in them).
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings

request_id: ContextVar[str] = ContextVar("request_id", default="")

ADDRESS = re.compile(r"[^\s<>\"'(),;:=/]+@[^\s<>\"'(),;:=/]+")
QUERY = re.compile(r"\?[^\s\"'?]*=[^\s\"']*")
# Every character that some reader of logs takes for the end of a line, and the ones that move a terminal's cursor.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def clean(words: str) -> str:
    """Words fit for one log line: no address, no query string, no control character."""
    words = QUERY.sub("?…", ADDRESS.sub("…@…", words))
    return CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), words)


def route(request) -> str:
    """The pattern a request matched, never its path: a path can hold a one-use token."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(no route)"


def event(record: logging.LogRecord) -> str:
    """What happened, with the route in place of the path where Django logs a path."""
    request = getattr(record, "request", None)
    path = getattr(request, "path", None)
    if path and isinstance(record.args, tuple):
        shown = tuple(route(request) if part == path else part for part in record.args)
        return clean(str(record.msg) % shown if shown else str(record.msg))
    return clean(record.getMessage())


def failure(record: logging.LogRecord) -> list[str]:
    """Where an exception came from: its kind and the code it passed through, without its message."""
    lines: list[str] = []
    error = record.exc_info[1] if record.exc_info else None
    while error is not None and len(lines) < 200:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines += [f"  {step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


class JSONLines(logging.Formatter):
    """For machines: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": request_id.get(),
            "event": event(record),
        }
        line |= getattr(record, "figures", {})
        if record.exc_info:
            line["failure"] = failure(record)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """For a person at a screen; in a demonstration, where nobody is real, with the whole traceback."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        figures = " ".join(f"{name}={clean(str(value))}" for name, value in getattr(record, "figures", {}).items())
        line = " ".join(
            part for part in (at, record.levelname.lower(), event(record), figures, request_id.get()) if part
        )
        if not record.exc_info:
            return line
        whole = self.formatException(record.exc_info) if settings.DEMO else "\n".join(failure(record))
        return f"{line}\n{whole}"
