"""What each app tells the board beside the share of care: registered here, so that the report asks nobody by name."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One section. `tell(organisation, day)` gives its blocks, already released; none leaves it out."""

    key: str
    title: str
    tell: Callable[[object, object], list[dict]]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    _parts[part.key] = part


def parts() -> list[Part]:
    return list(_parts.values())
