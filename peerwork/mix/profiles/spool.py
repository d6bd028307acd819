"""Checked lines on their way to the database, kept on disk by month: sorted, each contact's lines side by side."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

AT_ONCE = 50_000  # lines held before they are written
SORTED_AT_ONCE = 400_000  # lines of a month sorted in memory; a larger month is split by its contacts' numbers
FIELDS = (
    "submission_id", "month", "contact", "staff", "team", "held_on", "kind", "attendance", "mechanism", "low",
    "minutes", "high", "timed_by", "shared",
)  # fmt: skip


class Spool:
    """`put(month)` gives the list to append lines to; `finish` sorts a month and writes it as the database takes it.

    A line is contact, staff, row number (nine digits, so that the first of two alike sorts first), team, day, kind,
    attendance, mechanism, low, minutes, high, timed by.
    """

    def __init__(self, place: Path):
        self.place = place
        self.held: dict[str, list[str]] = {}
        self.count: dict[str, int] = {}

    def months(self) -> list[str]:
        return sorted(self.held)

    def put(self, month: str) -> list[str]:
        return self.held.setdefault(month, [])

    def flush(self) -> None:
        for month, lines in self.held.items():
            if lines:
                with (self.place / month).open("a", encoding="ascii") as file:
                    file.write("".join(lines))
                self.count[month] = self.count.get(month, 0) + len(lines)
                lines.clear()

    def finish(self, month: str, before: str, repeated: Callable[[int], None]) -> tuple[int, str]:
        """Rows and fingerprint of a month; `before` is put before each line, `repeated` gets the rows left out."""
        rows, seal = 0, hashlib.sha256()
        with (self.place / f"{month}-ready").open("w", encoding="ascii") as out:
            for lines in self._parts(month):
                kept = _settled(lines, repeated)
                seal.update("".join(kept).encode("ascii"))
                rows += len(kept)
                out.write("".join([before + line for line in kept]))
        (self.place / month).unlink(missing_ok=True)
        return rows, seal.hexdigest()

    def _parts(self, month: str) -> Iterator[list[str]]:
        path = self.place / month
        if not path.exists():
            return
        if self.count[month] <= SORTED_AT_ONCE:
            with path.open(encoding="ascii") as file:
                yield sorted(file)
            return
        digits = range(16 if self.count[month] <= 10 * SORTED_AT_ONCE else 100)
        files = [(self.place / f"{month}-{digit}").open("w+", encoding="ascii") for digit in digits]
        with path.open(encoding="ascii") as file:
            for line in file:
                files[int(line[: line.index("\t")]) % len(files)].write(line)
        for part in files:
            part.seek(0)
            yield sorted(part)
            part.close()
            Path(part.name).unlink()

    def ready(self, month: str) -> Path:
        return self.place / f"{month}-ready"


def _settled(lines: list[str], repeated: Callable[[int], None]) -> list[str]:
    """Sorted lines without row numbers, each contact and staff member once, marked where several staff shared one."""
    kept: list[str] = []
    contact = staff = ""
    shared = False
    for line in lines:
        now, who, row, rest = line.split("\t", 3)
        if now != contact:
            contact, staff, shared = now, who, False
            kept.append(f"{now}\t{who}\t{rest[:-1]}\t0\n")
            continue
        if who == staff:
            repeated(int(row))
            continue
        if not shared:
            shared = True
            kept[-1] = kept[-1][:-2] + "1\n"
        staff = who
        kept.append(f"{now}\t{who}\t{rest[:-1]}\t1\n")
    return kept
