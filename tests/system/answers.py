"""What must hold of every answer, whoever asks for whichever address, and of the database once it has been given."""

import hashlib
import re
from urllib.parse import urljoin, urlsplit

from django.db import connection

# Visits and what left, which are written down; and the address of an account, which allauth copies when it first asks.
NOT_RECORDS = {"django_session", "usersessions_usersession", "kit_readline", "kit_exportline", "account_emailaddress"}


def check_headers(response, *, signed_in: bool) -> list[str]:
    headers, faults = response.headers, []
    policy = headers.get("Content-Security-Policy", "")
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())
    if rules.get("default-src") not in ("'none'", "'self'"):
        faults.append(f"content policy: {policy!r}")
    if "unsafe" in policy or "*" in policy or "http:" in policy:
        faults.append(f"content policy lets in too much: {policy!r}")
    if rules.get("frame-ancestors") != "'none'" or rules.get("base-uri") != "'none'":
        faults.append("can be framed, or its base changed")
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    faults += [f"{name}: {headers.get(name)!r}" for name, value in wanted.items() if headers.get(name) != value]
    if signed_in and "no-store" not in headers.get("Cache-Control", ""):
        faults.append(f"Cache-Control: {headers.get('Cache-Control')!r}")
    if (kind := headers.get("Content-Type", "")).startswith("text/") and "charset" not in kind:
        faults.append("no charset")
    for name in ("Server", "X-Powered-By"):
        if name in headers:
            faults.append(f"says what it runs on: {headers[name]}")
    return faults


def everything() -> dict[str, str]:
    """A sum over every table."""
    sums = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if table not in NOT_RECORDS:
                quoted = connection.ops.quote_name(table)
                cursor.execute(f"SELECT * FROM {quoted}")
                rows = sorted(repr(row) for row in cursor.fetchall())
                sums[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return sums


def changed(before: dict[str, str]) -> set[str]:
    """The tables that are no longer what they were."""
    after = everything()
    return {table for table in before if before[table] != after[table]}


def own(location: str) -> bool:
    """Whether a browser that follows it, with tabs taken out and backslashes turned as browsers do, stays here."""
    followed = re.sub(r"[\t\r\n]", "", location).replace("\\", "/")
    return urlsplit(urljoin("http://testserver/", followed))[:2] == ("http", "testserver")
