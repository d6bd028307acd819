"""The shapes of what goes out and comes in, made from the model and its policy: nothing is written twice."""

import json
from collections import Counter
from collections.abc import Callable
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from peerwork.kit.access import Policy, policy_of


class Link(serializers.Serializer):
    """Another record: its number and its name, and nothing else of it."""

    id = serializers.IntegerField()
    label = serializers.CharField()


class Pick(serializers.PrimaryKeyRelatedField):
    """The number of a record the asker may reach; any other is not there."""

    def __init__(self, model=None, *, queryset=None, **kwargs):
        self.model = model or queryset.model
        super().__init__(**{"pk_field": serializers.IntegerField(), **kwargs})

    def get_queryset(self):
        return policy_of(self.model).narrow(self.context["request"].user)


def storable(value) -> None:
    """JSON that every database takes: no NUL, no half characters."""
    try:
        text = json.dumps(value, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        text = "\\u0000"
    if "\\u0000" in text:
        raise serializers.ValidationError(_("Leave out control characters."))


class FromModel(serializers.ModelSerializer):
    """Fields with the model's words, types and limits; uniqueness is the model's to say when it is saved."""

    serializer_related_field = Pick

    def build_standard_field(self, name, field):
        kind, kwargs = super().build_standard_field(name, field)
        validators = [v for v in kwargs.pop("validators", ()) if not isinstance(v, UniqueValidator)]
        validators += [storable] if issubclass(kind, serializers.JSONField) else []
        return kind, kwargs | ({"validators": validators} if validators else {})

    def build_relational_field(self, name, info):
        kind, kwargs = super().build_relational_field(name, info)
        return kind, {key: value for key, value in kwargs.items() if key not in ("validators", "view_name")}


def shape(name: str, model, fields: list[str], extra: dict | None = None, declared: dict | None = None) -> type:
    declared = declared or {}
    meta = type(
        "Meta", (), {"model": model, "fields": [*declared, *fields], "extra_kwargs": extra or {}, "validators": []}
    )
    words = " ".join((model.__doc__ or "").split())
    return type(name, (FromModel,), {"Meta": meta, "__doc__": words, **declared})


def named(model) -> str:
    """What a model is called in the document: its own name, with its app's before it where two apps have one alike."""
    alike = _alike()[model.__name__]
    return model.__name__ if alike < 2 else model._meta.app_label.title() + model.__name__


@cache
def _alike() -> Counter[str]:
    return Counter(model.__name__ for model in Policy.registry)


@cache
def taken() -> set[str]:
    """The names that records have in the document."""
    return {named(model) for model in Policy.registry}


def concrete(model, name: str) -> models.Field | None:
    """The column of that name; None for a property."""
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def is_link(model, name: str) -> bool:
    return bool((field := concrete(model, name)) and field.is_relation)


def readable_names(policy: Policy) -> list[str]:
    """Every field some role reads, in the model's order, then the derived ones."""
    union = frozenset().union(*(grant.reads for grant in policy.grants))
    columns = [field.name for field in policy.model._meta.concrete_fields if field.name in union]
    return columns + sorted(union - set(columns))


def getter(model, name: str) -> Callable:
    if not is_link(model, name):
        return lambda row: getattr(row, name)

    def link(row):
        other = getattr(row, name)
        return None if other is None else {"id": other.pk, "label": str(other)}

    return link


def read_shape(policy: Policy, verbs: list[str], derived: dict) -> type:
    """What one row looks like at most: each reader gets the fields they may read of it, and hidden ones are absent."""
    model = policy.model
    names = [name for name in readable_names(policy) if name not in derived]
    declared = {"id": serializers.IntegerField()}
    for name in names:
        if is_link(model, name):
            column = concrete(model, name)
            declared[name] = Link(required=False, allow_null=column.null, help_text=str(column.verbose_name))
    declared |= derived
    if hasattr(model, "version"):
        declared["version"] = serializers.IntegerField(required=False)
    if verbs:
        declared["offers"] = serializers.ListField(
            child=serializers.CharField(),
            required=False,
            help_text=_("What you may do with it now: %(verbs)s") % {"verbs": ", ".join(verbs)},
        )
    plain = [name for name in names if name not in declared]
    return shape(named(model), model, plain, {n: {"required": False, "read_only": False} for n in plain}, declared)


def query_shape(policy: Policy, filters, search) -> tuple[type, dict[str, tuple[str, str]]]:
    """The query parameters of a list, and for each the column and lookup it means."""
    model, lookups, declared, plain = policy.model, {}, {}, []
    words = {name: concrete(model, name).verbose_name for name in filters}
    for name in filters:
        column = concrete(model, name)
        if isinstance(column, models.DateField):  # and DateTimeField
            kind = serializers.DateTimeField if isinstance(column, models.DateTimeField) else serializers.DateField
            first, last = _("%(name)s: this day or later"), _("%(name)s: this day or earlier")
            declared[f"{name}_from"] = kind(required=False, help_text=first % {"name": words[name]})
            declared[f"{name}_to"] = kind(required=False, help_text=last % {"name": words[name]})
            lookups |= {f"{name}_from": (name, "gte"), f"{name}_to": (name, "lte")}
        else:
            plain.append(name)
            lookups[name] = (name, "exact")
        if column.null:
            declared[f"{name}_empty"] = serializers.BooleanField(
                required=False, help_text=_("%(name)s: is empty") % {"name": words[name]}
            )
            lookups[f"{name}_empty"] = (name, "isnull")
    if search:
        declared["search"] = serializers.CharField(
            required=False, max_length=200, help_text=_("Words to find in: %(names)s") % {"names": ", ".join(search)}
        )
    extra = {
        name: {
            "required": False,
            "allow_null": False,
            "read_only": False,
            "help_text": concrete(model, name).verbose_name,
        }
        for name in plain
    }
    return shape(f"{named(model)}Query", model, plain, extra, declared), lookups
