"""Drafts: theirs alone, and truly gone when erased."""

from datetime import timedelta

import pytest
from django.utils import timezone

from peerwork.kit import drafts
from peerwork.kit.errors import Invalid
from peerwork.kit.models import Draft
from tests.kit import people


@pytest.fixture
def sam(db):
    return people.user()


def test_drafts_are_kept_and_replaced(sam):
    drafts.save(sam, "reflect", {"text": "one", "csrfmiddlewaretoken": "x", "password": "y"})
    first = drafts.saved_at(sam, "reflect")
    drafts.save(sam, "reflect", {"text": "two"})
    assert drafts.load(sam, "reflect") == {"text": "two"}
    assert drafts.saved_at(sam, "reflect") >= first
    assert Draft.objects.count() == 1


def test_drafts_hold_no_password(sam):
    drafts.save(sam, "reflect", {"text": "one", "csrfmiddlewaretoken": "x", "password": "y"})
    assert drafts.load(sam, "reflect") == {"text": "one"}


def test_drafts_are_nobody_elses(sam):
    drafts.save(sam, "reflect", {"text": "mine"})
    alex = people.user("Alex Reid")
    assert drafts.load(alex, "reflect") == {}
    drafts.erase(alex, "reflect")
    assert drafts.load(sam, "reflect") == {"text": "mine"}


def test_drafts_erased_are_gone_without_a_trace(sam):
    drafts.save(sam, "reflect", {"text": "canary"})
    drafts.erase(sam, "reflect")
    assert not Draft.objects.exists()
    assert drafts.load(sam, "reflect") == {}
    assert drafts.saved_at(sam, "reflect") is None
    assert not hasattr(Draft, "history")


def test_drafts_have_limits(sam, monkeypatch):
    with pytest.raises(Invalid):
        drafts.save(sam, "reflect", {"text": "x" * drafts.LARGEST})
    with pytest.raises(Invalid):
        drafts.save(sam, "k" * 121, {})
    monkeypatch.setattr(drafts, "MOST", 1)
    drafts.save(sam, "one", {})
    drafts.save(sam, "one", {"a": "b"})
    with pytest.raises(Invalid):
        drafts.save(sam, "two", {})


def test_drafts_outlive_a_day_and_not_a_season(sam):
    drafts.save(sam, "new", {"a": "b"})
    drafts.save(sam, "old", {"a": "b"})
    Draft.objects.filter(key="old").update(saved_at=timezone.now() - drafts.KEEP - timedelta(days=1))
    assert drafts.tidy() == 1
    assert drafts.load(sam, "new")
