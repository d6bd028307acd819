"""What a starter agreed to have carried over on the first day: apps above say where each thing goes."""

from collections.abc import Callable

from peerwork.recruitment.starting.models import Consent, Starter

_parts: list[Callable] = []


def register(part: Callable[..., bool]):
    """Make a part known (also as a decorator): `part(consent, starter, by=)` says whether it carried this over."""
    _parts.append(part)
    return part


def carry(consent: Consent, starter: Starter, *, by) -> bool:
    """Whether anybody took it; what nobody takes stays where it is, and is shown as such."""
    carried = [part(consent, starter, by=by) for part in _parts]
    return any(carried)
