"""Filters, search and ordering of lists: only by what the asker may read, row by row.

A filter on a field that some role of the asker's reads on some rows finds only those rows.
"""

from functools import reduce
from operator import or_

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend

from peerwork.kit.access import EVERY_ROW, Policy

PAGING = {"page", "page_size"}


def where_readable(policy: Policy, rows: QuerySet, field: str) -> Q | None:
    """On which of these rows (from `policy.visible`) their reader may read the field; None for nowhere."""
    marks = rows.query.annotations
    reached = [(grant, marks[f"_grant_{n}"]) for n, grant in enumerate(policy.grants) if f"_grant_{n}" in marks]
    shown = policy.outline is None or field in policy.outline
    opening = [mark for grant, mark in reached if shown and field in grant.reads]
    if not opening:
        return None
    if len(opening) == len(reached) or any(isinstance(mark, Value) for mark in opening):
        return EVERY_ROW
    names = (f"_grant_{n}" for n, grant in enumerate(policy.grants) if field in grant.reads)
    return reduce(or_, (Q(**{name: True}) for name in names if name in marks))


def refuse(*names: str):
    raise ValidationError({name: [_("You can't filter or sort by this.")] for name in names})


class ReadableFilters(BaseFilterBackend):
    """`?unit=12&starts_on_from=2026-01-01&search=smith`; a name that is unknown, or hidden from the asker, is a 400."""

    def filter_queryset(self, request, rows, view):
        resource, given = view.resource, request.query_params.dict()
        known = resource.parameters
        if unknown := given.keys() - known - PAGING - {"ordering"}:
            refuse(*sorted(unknown))
        asked = {name: value for name, value in given.items() if name in known}
        if not asked:
            return rows
        lookups = resource.lookups
        masks = {name: where_readable(resource.policy, rows, lookups[name][0]) for name in asked if name != "search"}
        if hidden := sorted(name for name, mask in masks.items() if mask is None):
            refuse(*hidden)
        form = resource.query(data=asked, context=view.get_serializer_context())
        form.is_valid(raise_exception=True)
        for name, value in form.validated_data.items():
            if name == "search":
                rows = rows.filter(self.found(resource, rows, value))
            else:
                field, lookup = lookups[name]
                rows = rows.filter(masks[name], **{f"{field}__{lookup}": value})
        return rows

    def found(self, resource, rows, words: str) -> Q:
        masks = ((field, where_readable(resource.policy, rows, field)) for field in resource.search)
        rules = [mask & Q(**{f"{field}__icontains": words}) for field, mask in masks if mask is not None]
        return reduce(or_, rules) if rules else refuse("search")

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return []  # resource.query is the one declaration; schema.py reads it


class ReadableOrdering(BaseFilterBackend):
    """`?ordering=name,-opened_on`; rows whose reader may not see the field come last, and equal rows keep one order."""

    def filter_queryset(self, request, rows, view):
        if not hasattr(view, "resource"):
            return rows
        resource, given = view.resource, request.query_params.get("ordering", "")
        order = []
        for word in filter(None, given.split(",")):
            field = word.removeprefix("-")
            mask = where_readable(resource.policy, rows, field) if field in resource.sortable else None
            if mask is None:
                refuse("ordering")
            by = Case(When(mask, then=F(field))) if mask else F(field)
            order.append(by.desc(nulls_last=True) if word.startswith("-") else by.asc(nulls_last=True))
        return rows.order_by(*(order or rows.query.order_by or resource.model._meta.ordering), "pk")

    def get_schema_operation_parameters(self, view) -> list[dict]:
        names = sorted(getattr(getattr(view, "resource", None), "sortable", ()))
        if not names:
            return []
        words = f"Comma-separated, a minus for descending: {', '.join(names)} (each only if you may read it)."
        return [{"name": "ordering", "in": "query", "description": words, "schema": {"type": "string"}}]
