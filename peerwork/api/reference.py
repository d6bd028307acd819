"""The page on which people read the API: written from the OpenAPI document, without script, so everybody can use it."""

from functools import cache

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_safe

from peerwork.api.schema import document


@require_safe
@login_required
def reference(request):
    return render(request, "api/reference.html", {"sections": sections(), "fields": COLUMNS})


COLUMNS = [later("Name"), later("What it is"), later("In words")]


@cache
def sections() -> list[dict]:
    """One section a resource: what a row looks like, and what can be asked."""
    found: dict[str, dict] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            name = operation["tags"][0]
            section = found.setdefault(name, {"name": name, "operations": []})
            section["operations"].append(described(method, path, operation))
            if operation["operationId"] == f"{name}_retrieve":
                row = _named(operation["responses"]["200"])
                section |= {"words": row.get("description", ""), "fields": fields(row), "title": operation["summary"]}
                found[name] = section
            elif method == "get" and "title" not in section:  # an answer that is no record: said by the question itself
                row = _named(operation["responses"]["200"])
                section |= {
                    "words": operation.get("description", ""),
                    "fields": fields(row),
                    "title": operation["summary"],
                }
                found[name] = section
    return sorted(found.values(), key=lambda section: section["name"])


def described(method: str, path: str, operation: dict) -> dict:
    asked = [
        (given["name"], kind(given["schema"]), words(given["schema"] | given))
        for given in operation.get("parameters", ())
        if given["in"] != "path"
    ]
    body = operation.get("requestBody")
    return {
        "id": slugify(operation["operationId"]),
        "method": method.upper(),
        "path": path,
        "parts": path.strip("/").split("/"),
        "summary": operation.get("summary", ""),
        "words": operation.get("description", "") if method == "post" else "",
        "asked": asked,
        "body": fields(_named(body)) if body else [],
    }


def fields(shape: dict) -> list[tuple[str, str, str]]:
    """Name, type and words of each field of a shape."""
    needed = shape.get("required", ())
    return [
        (name, kind(part) + (_(", required") if name in needed else ""), words(part))
        for name, part in shape.get("properties", {}).items()
    ]


def words(part: dict) -> str:
    """What the model says of a field; its choices stand beside it already."""
    return part.get("description", "").partition("* `")[0].strip() or part.get("title", "")


def kind(part: dict) -> str:
    """A type in words: `date or nothing`, `one of: own, carer`."""
    if choices := part.get("oneOf") or part.get("anyOf") or part.get("allOf"):
        return _(" or ").join(kind(choice) for choice in choices)
    if "$ref" in part:
        return _("link (id and label)")
    if "enum" in part:
        return _("one of: %(values)s") % {"values": ", ".join(str(value) or _("(empty)") for value in part["enum"])}
    types = part.get("type", "any")
    types = types if isinstance(types, list) else [types]
    return _(" or ").join(_("nothing") if name == "null" else part.get("format", name) for name in types)


def _named(holder: dict) -> dict:
    """The shape that a body or an answer holds, or holds many of."""
    shape = holder["content"]["application/json"]["schema"]
    reference = shape.get("items", shape)["$ref"]
    return document()["components"]["schemas"][reference.rpartition("/")[2]]
