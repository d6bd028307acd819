"""Counts shared by every server process of one machine: a small mapped file, locked for each step."""

import fcntl
import mmap
import os
import struct
import threading
from contextlib import contextmanager

from django.conf import settings

BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds
CLASSES = (2, 3, 4, 5)
# One number each: answers by status class, answers by duration (the last one has no upper bound), microseconds in all.
CELLS = len(CLASSES) + len(BOUNDS) + 1 + 1
_lock = threading.Lock()
_opened: tuple[int, int, mmap.mmap] | None = None


@contextmanager
def _cells():
    """The numbers, as a list that is written back; one process and one thread at a time."""
    global _opened
    with _lock:
        if _opened is None or _opened[0] != os.getpid():  # after a fork each process needs its own lock on the file
            settings.VAR.mkdir(parents=True, exist_ok=True)
            file = os.open(settings.VAR / "metrics.bin", os.O_RDWR | os.O_CREAT, 0o600)
            os.ftruncate(file, CELLS * 8)
            _opened = os.getpid(), file, mmap.mmap(file, CELLS * 8)
        _, file, memory = _opened
        fcntl.lockf(file, fcntl.LOCK_EX)
        try:
            cells = list(struct.unpack(f"{CELLS}Q", memory[:]))
            yield cells
            memory[:] = struct.pack(f"{CELLS}Q", *cells)
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN)


def count(status: int, seconds: float) -> None:
    """Add one answer."""
    with _cells() as cells:
        cells[CLASSES.index(min(max(status // 100, 2), 5))] += 1
        cells[len(CLASSES) + next((i for i, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))] += 1
        cells[-1] += round(seconds * 1_000_000)


def lines() -> list[str]:
    """The counts as Prometheus text."""
    with _cells() as cells:
        cells = list(cells)
    text = ["# TYPE peerwork_answers_total counter"]
    text += [f'peerwork_answers_total{{status="{digit}xx"}} {cells[i]}' for i, digit in enumerate(CLASSES)]
    text.append("# TYPE peerwork_answer_seconds histogram")
    total = 0
    for i, bound in enumerate([*map(str, BOUNDS), "+Inf"]):
        total += cells[len(CLASSES) + i]
        text.append(f'peerwork_answer_seconds_bucket{{le="{bound}"}} {total}')
    return [*text, f"peerwork_answer_seconds_sum {cells[-1] / 1_000_000}", f"peerwork_answer_seconds_count {total}"]
