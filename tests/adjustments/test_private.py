"""Canaries in every confidential field: found only where docs/access.md allows, and every reading leaves one line."""

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from peerwork.adjustments import actions, takeout
from peerwork.adjustments.health import actions as health
from peerwork.adjustments.health import queries as health_queries
from peerwork.adjustments.health.models import Referral
from peerwork.adjustments.own import actions as own
from peerwork.kit import outbox
from peerwork.kit.errors import NotHere
from peerwork.kit.models import Message, ReadLine
from tests import make
from tests.adjustments import world as rows
from tests.adjustments.conftest import proven, told
from tests.system import routes
from tests.system.matrix import API

MINE = ("adjustments:",)  # rows are opened by number below; tests/system/test_leaks.py walks every other page
ALSO = ["home:home", "home:search", "people:person", "supervision:mine", "api:readings"]
WORDS = {
    "why": "zqwhy", "plan": "zqplan", "card": "zqcard", "well": "zqwellbeing", "kept": "zqkeptprivate",
    "clinical": "zqclinical", "disclosed": "zqdisclosed", "grounds": "zqgrounds", "harm": "zqharm",
}  # fmt: skip
# Besides the worker: who may read which of them once they open it.
MAY = {
    "oh_adviser": {"kept", "clinical", "disclosed", "grounds", "harm"},
    "hr": {"disclosed"},
    "supervisor": {"plan"},
}


@pytest.fixture
def canaries(around):
    """A word of its own in every confidential field of the worker; the report is with them, and not released."""
    person, mine = around.person, around.worker
    asked = rows.asked(person, why=f"Because {WORDS['why']}")
    plan = own.withdraw_plan(around.world.row("adjustments.Plan/proposed"), by=mine)
    plan = own.write_plan(by=mine, person=person, harder_day=f"Then {WORDS['plan']}")
    own.agree_plan(own.propose_plan(plan, by=mine), by=around.lead)
    own.edit_card(around.world.row("adjustments.Card/card"), by=mine, ring=WORDS["card"])
    own.edit_wellbeing(around.world.row("adjustments.WellbeingPlan/well"), by=mine, keeps_well=WORDS["well"])
    own.unshare(around.world.row("adjustments.Share/wellbeing"), by=mine)
    case = rows.assessed(person, around.lead, around.hr, around.adviser)
    report = health.draft(by=around.adviser, referral=case, clinical=f"Sealed {WORDS['clinical']}",
                          fit="fit", advice=f"Advice {WORDS['kept']}")  # fmt: skip
    report = health.check_harm(report, by=around.adviser, harm_grounds=WORDS["harm"])
    report = health.show(report, by=around.adviser)
    disclosed = health.disclose(
        by=around.adviser, referral=case, to=around.hr, content=WORDS["disclosed"], grounds=WORDS["grounds"],
        senior_adviser="Dr Wells", advised_on=around.today, told_on=around.today,
    )  # fmt: skip
    around.asked, around.plan, around.report, around.disclosed = asked, plan, report, disclosed
    return around


def addresses(canaries) -> list[str]:
    """The pages, files and endpoints that open each of them by number."""
    c, report = canaries, canaries.report
    why, clinical = c.asked.reason.pk, report.clinical.pk
    card, well = c.world.row("adjustments.Card/card").pk, c.world.row("adjustments.WellbeingPlan/well").pk
    found = [
        ("adjustments:reason", why), ("api:adjustment-reasons-words", why), ("api:adjustment-reasons-row", why),
        ("adjustments:plan", c.plan.pk), ("adjustments:plan_pdf", c.plan.pk), ("api:adjustment-plans-words", c.plan.pk),
        ("api:adjustment-plans-row", c.plan.pk), ("adjustments:open_card", card), ("api:unwell-cards-row", card),
        ("adjustments:wellbeing", well), ("api:wellbeing-plans-words", well), ("adjustments:report", report.pk),
        ("api:health-reports-row", report.pk), ("api:health-reports-words", report.pk),
        ("adjustments:clinical", clinical), ("api:health-clinical-parts-row", clinical),
        ("api:health-clinical-parts-words", clinical), ("adjustments:disclosure", c.disclosed.pk),
        ("api:health-disclosures-words", c.disclosed.pk), ("adjustments:referral", report.referral_id),
        ("adjustments:adjustment", c.asked.pk), ("adjustments:edit_report", report.pk),
    ]  # fmt: skip
    return [reverse(name, args=[pk]) for name, pk in found]


def everything(canaries, member: str) -> str:
    world = canaries.world
    lists = [name for name, route in routes.routes().items() if name.startswith(MINE) and not route.model]
    names = [*lists, *(f"api:{name}" for name, label in API.items() if label[:11] == "adjustments"), *ALSO]
    said = [told(visit.response) for visit in routes.visits(world, member, names=names)]
    client = proven(world, member)
    for address in addresses(canaries):
        said.append(told(client.get(address)))
    for word in WORDS.values():
        found = told(client.get(reverse("home:search"), {"q": word[:-1]}))
        said.append(found.replace(f'value="{word[:-1]}"', ""))
    return "\n".join(said)


@pytest.mark.parametrize(
    "member", ["team_lead", "hr", "supervisor", "oh_adviser", "oh_lead", "director", "on_call_manager"]
)
def test_each_word_is_found_only_by_whom_it_is_for(member, canaries):
    said = everything(canaries, member)
    assert len(said) > 1000
    found = {name for name, word in WORDS.items() if word in said}
    assert found == MAY.get(member, set()), found


def test_the_worker_reads_everything_of_theirs_and_has_a_copy(canaries):
    client = proven(canaries.world, "worker")
    said = "\n".join(told(client.get(address)) for address in addresses(canaries))
    said += told(client.get(reverse("adjustments:my_card"))) + told(client.get(reverse("adjustments:my_wellbeing")))
    copy = told(client.get(reverse("adjustments:take_away"))).replace("\n", "")
    for name in set(WORDS) - {"harm"}:
        assert WORDS[name] in said, name
        assert WORDS[name] in copy, name
    assert WORDS["harm"] not in said + copy
    assert not ReadLine.objects.filter(reader=canaries.worker).exists()


def test_a_copy_made_for_somebody_else_holds_no_clinical_part(canaries):
    for who in (canaries.hr, canaries.adviser):
        said = str([piece.facts for piece in takeout.of(who, canaries.person)])
        assert WORDS["clinical"] not in said and WORDS["why"] not in said


def test_clinical_words_stand_in_no_table_no_history_no_mail_and_no_log(canaries, caplog):
    with caplog.at_level(logging.DEBUG):
        address = reverse("adjustments:clinical", args=[canaries.report.clinical.pk])
        assert WORDS["clinical"] in told(proven(canaries.world, "worker").get(address))
    assert WORDS["clinical"] not in caplog.text
    for model in apps.get_models(include_auto_created=True):
        for values in model._base_manager.values_list():
            assert WORDS["clinical"] not in str([bytes(v) if isinstance(v, memoryview) else v for v in values]), model
    monday = timezone.localtime() + timedelta(days=(7 - timezone.localtime().weekday()) % 7)
    noon = monday.replace(hour=12)
    Message.objects.update(send_after=timezone.now() - timedelta(minutes=1))
    outbox.send_due(now=lambda: noon)
    assert mail.outbox
    for message in mail.outbox:
        for word in WORDS.values():
            assert word not in message.subject + message.body + str(message.alternatives)


def test_the_clinical_part_asks_who_it_is_first_and_never_opens_with_a_key(canaries):
    address = reverse("adjustments:clinical", args=[canaries.report.clinical.pk])
    for member in ("worker", "oh_adviser"):
        asked = canaries.world.client(member).get(address)
        assert asked.status_code == 302 and "reauthenticate" in asked.headers["Location"]
    assert canaries.world.client("hr").get(address).status_code == 404
    refused = canaries.world.client("worker").get(
        reverse("api:health-clinical-parts-words", args=[canaries.report.clinical.pk])
    )
    assert refused.status_code == 403 and WORDS["clinical"] not in told(refused)


def test_every_reading_leaves_exactly_one_line_that_the_worker_sees(canaries):
    readers = {
        "oh_adviser": [("adjustments:report", canaries.report.pk), ("api:health-reports-words", canaries.report.pk),
                       ("adjustments:clinical", canaries.report.clinical.pk),
                       ("adjustments:disclosure", canaries.disclosed.pk)],
        "supervisor": [("adjustments:plan", canaries.plan.pk), ("api:adjustment-plans-words", canaries.plan.pk),
                       ("adjustments:reason", canaries.world.row("adjustments.Reason/why").pk)],
        "hr": [("adjustments:report", canaries.world.row("adjustments.Report/released").pk),
               ("adjustments:disclosure", canaries.disclosed.pk)],
    }  # fmt: skip
    for member, opened in readers.items():
        client = proven(canaries.world, member)
        for name, pk in opened:
            before = ReadLine.objects.count()
            assert client.get(reverse(name, args=[pk])).status_code == 200, name
            assert ReadLine.objects.count() == before + 1, name
            line = ReadLine.objects.latest("pk")
            assert line.person_id == canaries.person.pk and line.reader == getattr(canaries.cast, member)
    seen = canaries.world.client("worker").get(reverse("api:readings")).json()["count"]
    assert seen >= ReadLine.objects.filter(person_id=canaries.person.pk, shown_from=None).count()


def test_without_the_read_log_nothing_opens(canaries):
    table = ReadLine._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_gone"')
    try:
        for member in ("oh_adviser", "supervisor", "hr"):
            client = proven(canaries.world, member)
            for address in addresses(canaries):
                try:
                    with transaction.atomic():
                        said = told(client.get(address))
                except Exception:
                    said = ""
                for word in WORDS.values():
                    assert word not in said, (member, address)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{table}_gone" RENAME TO "{table}"')


def test_kept_private_looks_to_others_like_any_closed_referral(canaries):
    declined = health.propose(by=canaries.lead, person=canaries.person, why="Tired", questions="What helps?")
    declined = health.decline(health.inform(declined, by=canaries.lead), by=canaries.worker)
    kept = health.keep_private(canaries.report, by=canaries.worker)
    client = canaries.world.client("team_lead")
    both = (declined.pk, kept.referral_id)
    shown = [client.get(reverse("api:health-referrals-row", args=[pk])).json() for pk in both]
    assert [row["status"] for row in shown] == ["closed", "closed"]
    assert not {"answered_on", "consent_again", "appointment_at"} & set(shown[1])
    assert client.get(reverse("adjustments:report", args=[kept.pk])).status_code == 404
    assert proven(canaries.world, "hr").get(reverse("adjustments:report", args=[kept.pk])).status_code == 404
    with pytest.raises(NotHere):
        health_queries.open_report(canaries.adviser, kept.pk)  # the case is closed, and with it the adviser's reach
    released = health.release(kept, by=canaries.worker)  # the worker can still change their mind
    assert released.status == "released" and Referral.objects.get(pk=released.referral_id).status == "advised"


def test_an_adviser_from_outside_reads_until_a_day_and_one_who_passed_it_on_no_longer(canaries):
    referral = canaries.report.referral
    type(referral).objects.filter(pk=referral.pk).update(adviser_until=canaries.today - timedelta(days=1))
    with pytest.raises(NotHere):
        health_queries.open_report(canaries.adviser, canaries.report.pk)
    type(referral).objects.filter(pk=referral.pk).update(adviser_until=None, adviser=canaries.supervisor)
    make.role(canaries.supervisor, "oh_adviser", canaries.world.row("people.Unit/organisation"))
    assert health_queries.open_report(canaries.supervisor, canaries.report.pk).advice
    with pytest.raises(NotHere):
        health_queries.open_report(canaries.adviser, canaries.report.pk)


def test_a_reason_that_is_erased_is_gone_from_every_table(canaries):
    actions.erase_reason(canaries.asked.reason, by=canaries.worker)
    for model in apps.get_models(include_auto_created=True):
        assert WORDS["why"] not in str(list(model._base_manager.values_list()))
