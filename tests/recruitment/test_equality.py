"""What applicants say of themselves leaves as figures of whole half years, and never tells of one of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peerwork.recruitment import actions, equality
from peerwork.recruitment.models import Application, Equality, EqualityFigure, Step

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "half", "words"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "January – June 2026"),
        (date(2026, 6, 30), date(2026, 1, 1), "January – June 2026"),
        (date(2026, 7, 1), date(2026, 7, 1), "July – December 2026"),
        (date(2024, 2, 29), date(2024, 1, 1), "January – June 2024"),
    ],
)
def test_a_day_lies_in_its_half_year(day, half, words):
    assert equality.half_of(day) == half and equality.half_words(half) == words


def test_a_half_year_is_counted_once_when_its_decisions_are_made(world):
    EqualityFigure.objects.all().delete()
    sent = world.row("recruitment.Application/sent")
    long_ago = datetime(2020, 3, 5, tzinfo=UTC)
    Application.objects.filter(sent_at__isnull=False).update(sent_at=long_ago)
    Application.objects.filter(pk=sent.pk).update(sent_at=long_ago.replace(year=2025))
    Step.objects.create(application=sent, status="offered", at=timezone.now())
    Equality.objects.filter(application=sent).update(gender="woman", age="")
    assert actions.fix_equality(date(2025, 8, 20)) == 0, "too early: the half year before has no application"
    assert actions.fix_equality(date(2025, 8, 30)) == 1
    row = EqualityFigure.objects.get()
    assert (row.half, row.people) == (date(2025, 1, 1), 1)
    assert row.counts["gender"] == {"woman": [1, 1, 1]} and row.counts["age"] == {"-": [1, 1, 1]}
    Equality.objects.filter(application=sent).delete()  # the answers go when their time is over, the figures stay
    assert actions.fix_equality(date(2025, 9, 30)) == 0 and EqualityFigure.objects.get().counts == row.counts


def _counts(**gender):
    whole = [sum(line[n] for line in gender.values()) for n in range(3)]
    return {name: {"-": whole} for name in equality.ASKED} | {"gender": gender}


def test_small_counts_and_what_would_tell_of_them_are_hidden(world):
    """Sixty applicants, one of whom is the only man: nothing on the page tells whether he was offered a post."""
    row = world.row("recruitment.EqualityFigure/half")
    counts = _counts(woman=[59, 30, 20], man=[1, 1, 1])
    EqualityFigure.objects.filter(pk=row.pk).update(people=60, counts=counts)
    row.refresh_from_db()
    told = equality.released(row)
    gender = next(table for table in told["tables"] if table["name"] == "gender")
    shown = {line["label"]: line for line in gender["lines"]}
    assert all(line["sent"] in ("[c]", "60") for line in shown.values())
    assert not any(line["offered"] not in ("", "[c]") for line in shown.values() if line["sent"] == "[c]")
    numbers = {value for line in shown.values() for key, value in line.items() if key != "label" and value.isdigit()}
    assert all(int(value) % 5 == 0 for value in numbers)
    EqualityFigure.objects.filter(pk=row.pk).update(people=19)
    row.refresh_from_db()
    assert equality.released(row)["tables"] == []


def test_the_page_and_the_endpoint_say_the_same(world):
    row = world.row("recruitment.EqualityFigure/half")
    page = world.client("director").get(reverse("recruitment:equality"), {"of": f"{row.organisation_id} 2026-01"})
    assert "January – June 2026" in page.content.decode() or page.context["row"] == row
    lines = world.client("director").get("/api/v1/equality-tables/", {"half": "2026-01"}).json()
    tables = page.context["tables"]
    assert [line["sent"] for line in lines] == [line["sent"] for table in tables for line in table["lines"]] != []
    assert world.client("director").get(reverse("recruitment:equality"), {"of": "999999 2026-01"}).status_code == 404
    assert world.client("director").get("/api/v1/equality-tables/", {"half": "2026-03"}).status_code == 400


def test_a_late_half_year_is_made_up_for(world):
    EqualityFigure.objects.all().delete()
    Application.objects.filter(sent_at__isnull=False).update(sent_at=timezone.now() - timedelta(days=800))
    assert actions.fix_equality() == 0
    assert actions.fix_equality(halves=6) > 0
