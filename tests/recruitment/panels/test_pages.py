"""The pages of panels through a browser's requests: set-up by HR, a member on a phone, the outcome, the applicant."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peerwork.kit import links
from peerwork.kit.access import Hidden
from peerwork.kit.models import Message
from peerwork.people.models import User
from peerwork.recruitment.panels import actions, mail, queries
from peerwork.recruitment.panels.models import Slot
from peerwork.recruitment.panels.scoring.models import Decision, Score
from tests.recruitment.panels import make as panels


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def by_link(seat) -> Client:
    """A browser in which somebody without an account has opened their link and typed the code."""
    cache.clear()
    client = Client()
    token = links.issue(mail.PURPOSE, days=5, user=seat.panellist.user, about=seat)
    address = reverse("people:link", args=[token])
    client.post(address)
    code = Message.objects.filter(rule="code", to=seat.panellist.user).latest("pk").context["code"]
    assert client.post(address, {"code": code}).status_code == 302
    return client


def text(response) -> str:
    assert response.status_code == 200, (response.status_code, response.content[:300])
    return response.content.decode()


def test_hr_and_the_coordinator_see_every_page_of_a_panel(found, world):
    panel, application = found.panel, found.applications[0]
    day = actions.add_day(by=found.by, panel=panel, starts_at=timezone.now() + timedelta(days=3), place="Hall")
    actions.offer_times(day, by=found.by, first=day.starts_at, minutes=30, times=2)
    for member in ("hr", "panel_coordinator"):
        client = world.client(member)
        assert "Priya" in text(client.get(panel.get_absolute_url()))
        for name in ("home", "rules", "panellists", "rates", "claims", "elsewhere", "record_elsewhere"):
            text(client.get(reverse(f"panels:{name}")))
        for name in ("edit", "add_seat", "add_day", "add_question", "copy_questions"):
            text(client.get(reverse(f"panels:{name}", args=[panel.pk])))
        assert "Scores are hidden" in text(client.get(reverse("panels:outcome", args=[panel.pk, application.pk])))
    assert "00%" not in text(world.client("director").get(reverse("panels:figures")))
    assert world.client("worker").get(reverse("panels:home")).status_code == 403


def test_a_member_without_an_account_scores_by_link_and_opens_nothing_else(found):
    hr = found.by
    listed = actions.name_panellist(
        by=hr, organisation=found.vacancy.employer, side="service_user", name="Ana", email="ana@example.org",
        trained_on=timezone.localdate(),
    )  # fmt: skip
    assert listed.user.kind == User.Kind.LINK
    seat = actions.add_seat(by=hr, panel=found.panel, panellist=listed)
    client, application = by_link(seat), found.applications[0]
    page = text(client.get(seat.get_absolute_url()))
    assert "You are asked to sit on a panel" in page
    accept = reverse("panels:accept", args=[seat.pk])
    assert "stays private" in client.post(accept, {}).content.decode()
    client.post(accept, {"confidential": "on"})
    assert "2 people to score" in text(client.get(seat.get_absolute_url()))
    start = reverse("panels:start", args=[seat.pk, application.pk])
    assert "Quillfeather" in text(client.get(start))
    first = reverse("panels:score", args=[seat.pk, application.pk, 1])
    assert client.post(start, {"answer": "no"}).headers["Location"] == first
    page = text(client.get(first))
    assert "Quillfeather" not in page and "Robin" in page and "question 1 of 2" in page
    refused = client.post(first, {"value": "9"})
    assert refused.status_code == 400 and "Choose a score from 1 to 5" in refused.content.decode()
    refused = client.post(first, {"value": "", "note": "Calm"})
    assert "come back to this one later" in refused.content.decode() and "Calm" in refused.content.decode()
    saved = client.post(first, {"value": "4", "note": "Calm"}, headers={"X-Requested-With": "fetch"})
    assert saved.json()["message"].startswith("Saved")
    assert client.post(first, {"value": "5", "note": "Calm"}).headers["Location"].endswith("/2/")
    second = reverse("panels:score", args=[seat.pk, application.pk, 2])
    check = reverse("panels:check", args=[seat.pk, application.pk])
    assert "Not ready to send yet" in text(client.get(check))
    assert client.post(second, {"not_assessed": "on"}).headers["Location"] == check
    assert "Send my scores" in text(client.get(check))
    done = client.post(reverse("panels:submit", args=[seat.pk, application.pk]))
    assert "Your scores for Robin are sent" in text(client.get(done.headers["Location"]))
    assert set(Score.objects.filter(sheet__seat=seat).values_list("value", "not_assessed")) == {
        (5, False),
        (None, True),
    }
    for address in ("/", reverse("panels:home"), found.seats[0].get_absolute_url(), found.panel.get_absolute_url()):
        assert client.get(address).status_code == 404
    for name in ("needs", "my_claims", "claim_pay", "dates"):
        text(client.get(reverse(f"panels:{name}", args=[seat.pk])))


def test_the_outcome_page_asks_why_and_then_sends_after_a_check(found, world):
    panel = panels.all_scored(found, [[5, 5, 3, 3], [3, 3, 5, 5]])
    client, second = world.client("hr"), found.applications[1]
    page = reverse("panels:outcome", args=[panel.pk, second.pk])
    assert "Everyone" in text(client.get(page)) and "What went well" in text(client.get(page))
    refused = client.post(page, {"outcome": "offer", "feedback": panels.FEEDBACK})
    assert refused.status_code == 400 and "higher" in refused.content.decode()
    assert panels.FEEDBACK[:20] in refused.content.decode()
    reason = "The post needs a licence to drive, and only this person has one"
    went = client.post(page, {"outcome": "offer", "feedback": panels.FEEDBACK, "reason": reason})
    decision = Decision.objects.get(application=second)
    check = reverse("panels:decision", args=[decision.pk])
    assert went.headers["Location"] == check
    assert "Check before you send" in text(client.get(check))
    client.post(reverse("panels:send", args=[decision.pk]), {"version": decision.version})
    assert Decision.objects.get(pk=decision.pk).status == "told"
    told = queries.interview_page(found.applicants[1], decision.application)
    assert told["decision"].feedback == panels.FEEDBACK and told["averages"].lived_average == 3
    with pytest.raises(Hidden):
        told["decision"].reason  # noqa: B018  what the panel wrote for itself stays with the panel
    member = signed_in(found.seats[0].panellist.user)
    assert reason in text(member.get(reverse("panels:results", args=[found.seats[0].pk])))
    text(client.get(panel.get_absolute_url()))


def test_bad_times_are_refused_in_words(found, world):
    hr = found.by
    day = actions.add_day(by=hr, panel=found.panel, starts_at=timezone.now() + timedelta(days=3), place="Hall")
    made = actions.offer_times(day, by=hr, first=day.starts_at, minutes=30, times=2)
    first, second = found.applications
    actions.book_slot(made[0], by=hr, application=first)
    client = world.client("hr")
    again = client.post(reverse("panels:book_slot", args=[made[1].pk]), {"application": first.pk})
    assert again.status_code in (400, 409)
    taken = client.post(reverse("panels:book_slot", args=[made[0].pk]), {"application": second.pk})
    assert taken.status_code == 409
    assert Slot.objects.get(pk=made[0].pk).application == first
    text(client.get(reverse("panels:offer_times", args=[day.pk])))
    page = client.post(reverse("panels:override", args=[found.panel.pk]), {"override_reason": "x"})
    assert page.status_code == 409


@pytest.mark.parametrize("path", ["/panels/seats/0/", "/panels/0/", "/panels/decisions/0/", "/panels/claims/0/"])
def test_what_is_not_there_is_a_plain_404(path, world):
    assert world.client("hr").get(path).status_code == 404
