"""Return to work, figures, what is kept how long, the API, and needs stated before starting."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db.models import Q
from django.urls import reverse

from peerwork.adjustments import actions, figures, keeping, queries
from peerwork.adjustments import around as day
from peerwork.adjustments.models import Adjustment, MonthFigure
from peerwork.adjustments.returning import actions as returning
from peerwork.joining import actions as joining
from peerwork.joining import needs
from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.models import SealedText
from peerwork.people.models import Person
from tests import make
from tests.adjustments import world as rows
from tests.adjustments.recipes import _hours_agreed


def test_agreed_hours_change_the_placement_for_their_weeks_and_end_by_themselves(around):
    row = _hours_agreed(around.world)
    with pytest.raises(NotAllowed):
        returning.apply(row, by=around.lead)
    row = returning.apply(row, by=around.hr)
    terms = list(row.placement.terms.filter(cancelled_on__isnull=True).order_by("starts_on"))
    assert [term.kind for term in terms] == ["usual", "phased", "usual"]
    assert (terms[1].working_wte, terms[1].wte) == (Decimal("0.4"), Decimal("0.8"))
    assert terms[2].starts_on == terms[1].ends_on + timedelta(days=1)
    assert terms[2].working_wte == Decimal("0.8")


@pytest.mark.parametrize(
    "phases",
    [
        "soon",
        [{"starts_on": "2030-01-01"}],
        [{"starts_on": "2030-02-01", "ends_on": "2030-01-01", "working_wte": "0.4"}],
        [{"starts_on": "2030-01-01", "ends_on": "2030-01-14", "working_wte": "1.4"}],
        [],
    ],
)
def test_hours_that_make_no_sense_are_refused(phases, around):
    row = returning.hold(around.world.row("adjustments.Return/return"), by=around.lead)
    with pytest.raises(Invalid):
        returning.propose_hours(
            row, by=around.lead, placement=around.world.row("placements.Placement/worker"), phases=phases
        )


def test_an_absence_linked_to_a_disability_is_kept_apart(around):
    before = queries.absences_that_count(around.hr, around.person)
    assert len(before["counted"]) == 1 and not before["apart"]
    returning.keep_apart(around.world.row("adjustments.Return/return"), by=around.worker, kept_apart=True)
    after = queries.absences_that_count(around.hr, around.person)
    assert not after["counted"] and len(after["apart"]) == 1
    page = around.world.client("team_lead").get(around.world.row("adjustments.Return/return").get_absolute_url())
    assert "linked to a disability" not in page.content.decode()


def test_a_month_is_counted_from_dates_and_fixed_once(around):
    last = around.today.replace(day=1) - timedelta(days=1)
    MonthFigure.objects.all().delete()
    with day.as_at(last - timedelta(days=20)):
        row = actions.agree(rows.asked(around.person, what="A lamp"), by=around.lead)
    with day.as_at(last - timedelta(days=10)):
        actions.put_in_place(row, by=around.lead)
    assert actions.freeze(around.today) == 1
    found = MonthFigure.objects.get(organisation=around.person.organisation)
    assert (found.people, found.by_stage) == (1, {"in_place": 1})
    assert (found.to_agree, found.to_place) == ([0], [10])
    assert actions.freeze(around.today) == 0


@pytest.mark.parametrize("people", [8, 19, 20, 60])
def test_a_director_sees_nothing_of_fewer_than_twenty_and_no_exact_count(people, around):
    row = around.world.row("adjustments.MonthFigure/month")
    stages = {"asked": people // 3 + 1, "arranging": 9, "in_place": people, "declined": 1}
    MonthFigure.objects.filter(pk=row.pk).update(people=people, by_stage=stages, asked=people, adequate=people - 1,
                                                 by_kind={"hours": sum(stages.values())})  # fmt: skip
    found = figures.released(around.cast.director, "")
    shown = [item["value"] for item in found["figures"]] + [value for _words, value in found["stages"]]
    if people < 20:
        assert found["stages"] == found["kinds"] == [] and set(shown) == {"[c]"}
    else:
        counts = [value for value in shown if value.replace(",", "").isdigit()]
        assert counts and all(int(value.replace(",", "")) % 5 == 0 for value in [found["figures"][0]["value"]])
        assert dict(found["stages"]).get("Not agreed", "[c]") == "[c]"
    page = around.world.client("director").get(reverse("adjustments:figures")).content.decode()
    assert str(around.person) not in page
    assert around.world.client("director").get(reverse("adjustments:queue")).status_code == 403


def test_after_their_time_everything_of_a_person_goes_history_and_sealed_parts_too(around):
    Person.objects.filter(pk=around.person.pk).update(left_on=around.today - timedelta(days=4000))
    organisation, before = around.person.organisation, around.today - timedelta(days=3000)
    assert list(keeping.health_due(organisation, before)) == [around.person]
    assert list(keeping.adjustments_due(organisation, around.today - timedelta(days=5000))) == []
    sealed = SealedText.objects.count()
    keeping.purge_health(around.person)
    keeping.purge_adjustments(around.person)
    assert SealedText.objects.count() < sealed
    for model in apps.get_app_config("adjustments").get_models():
        names = {field.name for field in model._meta.fields}
        if "person" in names:
            assert not model.objects.filter(Q(person=around.person.pk)).exists(), model


def test_from_asked_to_in_place_through_the_api(around):
    def post(member, path, body=None):
        answer = around.world.client(member).post(
            f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json"
        )
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    asked = post("worker", "adjustments/ask/", {
        "person": around.person.pk, "kind": "quiet", "what": "A desk", "why": "So that I can think"})  # fmt: skip
    assert asked["status"] == "asked" and "withdraw" in asked["offers"] and "agree" not in asked["offers"]
    number = asked["id"]
    agreed = post("team_lead", f"adjustments/{number}/agree/", {"funding": "none"})
    assert agreed["agreed_what"] == "A desk"
    due = (around.today + timedelta(days=3)).isoformat()
    step = post("team_lead", "adjustment-steps/add/", {
        "adjustment": number, "what": "Move it", "owner_words": "Estates", "due_on": due})  # fmt: skip
    post("team_lead", f"adjustment-steps/{step['id']}/do/")
    assert post("team_lead", f"adjustments/{number}/put_in_place/")["status"] == "in_place"
    why = Adjustment.objects.get(pk=number).reason
    mine = around.world.client("worker").get(f"/api/v1/adjustment-reasons/{why.pk}/words/").json()
    assert mine["words"] == "So that I can think"
    listed = around.world.client("worker").get(f"/api/v1/adjustment-reasons/{why.pk}/").json()
    assert "words" not in listed
    card = around.world.row("adjustments.Card/card")
    opened = post("supervisor", f"unwell-cards/{card.pk}/open/", {"reason": "Faint"})
    assert opened["ring"] == "My sister"


def test_what_was_said_before_starting_becomes_a_request_only_if_they_say_so(around):
    point = around.world.row("joining.StartingPoint/worker")
    joining.edit_starting_point(point, by=around.worker, access="Step-free, please", travel="")
    found = [need for need in needs.needs_of(around.worker) if need.key == "access"]
    (need,) = found
    assert need.words == "Step-free, please"
    assert not Adjustment.objects.filter(from_start=True).exists()
    client = around.world.client("worker")
    page = client.get(reverse("joining:needs")).content.decode()
    assert "Step-free, please" in page
    done = client.post(reverse("joining:take_up", args=["access"]), {"kind": "place", "what": "A step-free way in"})
    assert done.status_code == 302
    row = Adjustment.objects.get(from_start=True)
    assert (row.status, row.barrier, row.asked_by) == ("asked", "Step-free, please", around.worker)
    assert "access" not in {need.key for need in needs.needs_of(around.worker)}
    assert make.today() == row.asked_on


def test_what_was_brought_along_from_recruitment_is_taken_up_by_the_worker_alone(around):
    kept = around.world.row("people.StartingNeed/worker")
    address = reverse("joining:take_up", args=[f"need-{kept.pk}"])
    assert around.world.client("hr").get(address).status_code in (403, 404)
    given = {"kind": "communication", "what": "Written notes"}
    assert around.world.client("worker").post(address, given).status_code == 302
    kept.refresh_from_db()
    assert kept.taken_up_on == around.today
    assert Adjustment.objects.get(from_start=True).barrier == kept.words
