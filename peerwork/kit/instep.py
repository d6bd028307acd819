"""The nightly check that every record says what the newest line of its history says."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Max

BATCH = 1000


def faults() -> Iterator[str]:
    """Each record that was changed past its history, or has none; in words, without what it says."""
    for model in apps.get_models():
        if not hasattr(model, "history"):
            continue
        names, last = [field.attname for field in model.history.model.tracked_fields], 0
        while rows := list(model._base_manager.filter(pk__gt=last).order_by("pk").values("pk", *names)[:BATCH]):
            last = rows[-1]["pk"]
            newest = _newest(model, [row["pk"] for row in rows], names)
            for row in rows:
                line = newest.get(row["pk"])
                if line is None:
                    yield f"{model._meta.label} {row['pk']} has no history"
                elif differing := [name for name in names if line[name] != row[name]]:
                    yield f"{model._meta.label} {row['pk']} differs from its history in {', '.join(differing)}"


def _newest(model, keys: list, names: list[str]) -> dict:
    """The last line of each of these records: two queries."""
    history, key = model.history.model, model._meta.pk.attname
    lines = history._base_manager.filter(**{f"{key}__in": keys}).order_by()
    last = [row["newest"] for row in lines.values(key).annotate(newest=Max("history_id"))]
    return {line[key]: line for line in history._base_manager.filter(history_id__in=last).values(key, *names)}
