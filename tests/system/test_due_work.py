"""Everything that is done regularly runs on a trust at work: now, again at once, and half a year later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from peerwork.kit import jobs
from peerwork.kit.models import JobRun


@pytest.mark.parametrize("days", [0, 1, 200])
def test_every_piece_of_regular_work_can_be_done_and_done_again(world, days, monkeypatch):
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)
    names = set(jobs.run_due(later))
    assert len(names) > 10 and not JobRun.objects.exclude(outcome="done").exists()
    assert set(jobs.run_due(later + timedelta(days=1))) >= names, "the second time is no failure either"
