"""The chain over the trail: every way of tampering is found, and a purge leaves it whole."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from peerwork.kit import chain, instep, retention
from peerwork.kit.models import ChainLink, ReadLine
from peerwork.people.models import RoleAssignment, Unit
from tests import make

pytestmark = pytest.mark.django_db
HISTORY = RoleAssignment.history.model


@pytest.fixture
def trail(world):
    """A chain over the prepared trail, that is old enough to be whole."""
    assert chain.extend() > 30
    assert list(chain.faults()) == []
    ChainLink.objects.update(at=timezone.now() - timedelta(days=1))
    return world


def old(table):
    """The lines of a table, written long ago, in their order."""
    return list(table.objects.order_by("pk"))


def test_every_line_has_one_link_and_the_next_run_adds_only_what_is_new(trail):
    assert chain.extend() == 0
    make.reading(trail.row("people.Person/worker"), trail.cast.hr)
    before = chain.head()
    assert chain.extend() == 1
    assert chain.head().number == before.number + 1
    assert list(chain.faults(before)) == []


def test_a_flipped_line_is_found(trail):
    line = old(HISTORY)[0]
    HISTORY.objects.filter(pk=line.pk).update(reason="Because")
    assert [fault for fault in chain.faults() if f"{line.pk} was changed" in fault]


def test_a_deleted_line_is_found(trail):
    line = ReadLine.objects.order_by("pk")[0]
    ReadLine.objects.filter(pk=line.pk).delete()
    assert [fault for fault in chain.faults() if "is gone, and no purge says so" in fault]


def test_two_lines_that_change_places_are_found(trail):
    first, second = old(HISTORY)[:2]
    values = {name: getattr(first, name) for name in ("role", "history_date", "history_user_id", "id", "user_id")}
    HISTORY.objects.filter(pk=first.pk).update(**{name: getattr(second, name) for name in values})
    HISTORY.objects.filter(pk=second.pk).update(**values)
    assert len([fault for fault in chain.faults() if "was changed" in fault]) == 2


def test_a_line_put_in_past_the_chain_is_found(trail):
    """Straight into the table, with a date of long ago."""
    make.reading(trail.row("people.Person/worker"), trail.cast.hr, at=timezone.now() - timedelta(days=2))
    assert [fault for fault in chain.faults() if "has no link" in fault]


def test_links_that_change_places_or_go_are_found(trail):
    first, second = ChainLink.objects.order_by("number")[3:5]
    ChainLink.objects.filter(pk=first.pk).update(digest=second.digest)
    ChainLink.objects.filter(pk=second.pk).update(digest=first.digest)
    assert [fault for fault in chain.faults() if "was changed or moved" in fault]
    ChainLink.objects.filter(pk=first.pk).delete()
    assert [fault for fault in chain.faults() if f"link {first.number} is missing" in fault]


def test_a_chain_that_is_cut_with_its_lines_is_found_by_the_head_kept_elsewhere(trail):
    kept = chain.head()
    last = ChainLink.objects.order_by("-number").exclude(table=chain.FORGOTTEN)[0]
    chain._tables[last.table][0].objects.filter(pk=last.row).delete()
    ChainLink.objects.filter(pk=last.pk).delete()
    assert list(chain.faults()) == []  # nothing in the database says so any more
    assert [fault for fault in chain.faults(kept) if "was cut, or written anew" in fault]


def test_a_chain_written_anew_is_found_by_the_head_kept_elsewhere(trail):
    kept = chain.head()
    HISTORY.objects.filter(pk=old(HISTORY)[0].pk).update(reason="Because")
    ChainLink.objects.all().delete()
    chain.extend()
    assert list(chain.faults()) == []
    assert [fault for fault in chain.faults(kept) if "was cut, or written anew" in fault]


def test_what_is_purged_leaves_the_chain_whole_and_cannot_be_guessed(trail):
    kept, line = chain.head(), ReadLine.objects.order_by("pk")[0]
    link = ChainLink.objects.get(table="kit.ReadLine", row=line.pk)
    retention.remove(line)
    link.refresh_from_db()
    assert link.salt is None
    assert list(chain.faults(kept)) == []
    # A salt that goes without a purge is found.
    other = ChainLink.objects.filter(salt__isnull=False).first()
    ChainLink.objects.filter(pk=other.pk).update(salt=None)
    assert [fault for fault in chain.faults() if "its salt is gone" in fault]


def test_the_command_says_yes_or_no_by_its_exit_and_keeps_the_head(trail, tmp_path):
    place = tmp_path / "head.json"
    call_command("verify_trail", "--chain-only", export=place)
    assert json.loads(place.read_text())["number"] == chain.head().number
    call_command("verify_trail", "--chain-only", head=place)
    HISTORY.objects.filter(pk=old(HISTORY)[0].pk).update(reason="Because")
    with pytest.raises(CommandError):
        call_command("verify_trail", "--chain-only", head=place)


def test_a_record_changed_past_its_history_is_found(world):
    assert list(instep.faults()) == []
    team = world.row("people.Unit/team")
    Unit.objects.filter(pk=team.pk).update(name="Quay")
    assert list(instep.faults()) == [f"people.Unit {team.pk} differs from its history in name"]
    Unit.history.filter(id=team.pk).delete()
    assert list(instep.faults()) == [f"people.Unit {team.pk} has no history"]
