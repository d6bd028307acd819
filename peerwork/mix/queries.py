"""What is read of the share of care."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from peerwork.mix import rollups
from peerwork.mix.policy import snapshots
from peerwork.people.models import Unit


@dataclass(frozen=True)
class Share:
    """One unrounded figure with all it takes to check it; for the system user and those who see figures as they are."""

    unit: Unit
    month: date
    basis: str
    numerator: Decimal
    denominator: Decimal
    excluded: Decimal
    not_attributed: Decimal
    peers: int | None
    source: str
    definition: int
    mapping_version: int
    number: int | None
    frozen_at: datetime | None

    @property
    def share(self) -> Decimal | None:
        return rollups.share(self.numerator, self.denominator)

    @property
    def coverage(self) -> Decimal | None:
        return rollups.coverage(self.denominator, self.excluded, self.not_attributed)

    def as_data(self) -> dict:
        plain = lambda value: value if value is None else float(value)
        return {
            "organisation": (self.unit.organisation or self.unit).code,
            "unit": self.unit.code,
            "name": self.unit.name,
            "month": f"{self.month:%Y-%m}",
            "basis": self.basis,
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "share": plain(self.share),
            "coverage": plain(self.coverage),
            "not_attributed": plain(self.not_attributed),
            "not_counted": plain(self.excluded),
            "definition_version": self.definition,
            "mapping_version": self.mapping_version,
            "version": self.number,
            "frozen_at": self.frozen_at and self.frozen_at.isoformat(timespec="seconds"),
            "source": self.source,
        }


def shares(user, unit: Unit | None, basis: str, month: date) -> Iterator[Share]:
    """The figure of a unit, or of every organisation (None), as it is: fixed if the month is, else worked out now."""
    rows = snapshots.visible(user).filter(current=True, basis=basis, month=month).select_related("unit", "definition")
    rows = rows.filter(unit=unit) if unit else rows.filter(unit__organisation=None)
    fixed = {row.unit_id: row for row in rows.order_by("unit__code") if "numerator" in snapshots.readable(row)}
    units = [unit] if unit else Unit.objects.filter(pk__in=rollups.organisations_with_data()).order_by("code")
    for each in units:
        if row := fixed.get(each.pk):
            yield Share(
                each, month, basis, row.numerator, row.denominator, row.excluded, row.not_attributed, row.peers,
                row.source, row.definition.number, row.mapping_version, row.number, row.frozen_at,
            )  # fmt: skip
        elif user.is_system and basis in rollups.MEASURED:
            known = rollups.definition_in_force(month)
            definition = known.number if known else 1
            tally = rollups.Staff.of(each.root_id).count(month).get((each.pk, basis))
            if tally:
                yield Share(
                    each, month, basis, tally.numerator, tally.denominator, tally.excluded, tally.not_attributed,
                    tally.peers, tally.source, definition, rollups.mapping_version(each.root_id),
                    None, None,
                )  # fmt: skip
