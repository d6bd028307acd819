"""The rows of recruitment in the prepared world: one of each, in the state that tells readers apart.

The nurse `colleague` applies for two posts; `supervisor` and `worker` shortlist the one that has closed.
"""

from datetime import date, timedelta

from django.utils import timezone

from peerwork.kit.records import creating
from peerwork.recruitment import actions, equality
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.before import actions as before
from peerwork.recruitment.carrying import importers, mapping
from peerwork.recruitment.carrying.policy import files
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import EqualityFigure, NameOpening
from tests.make import system
from tests.recruitment import make

# Rows the many are copied from (tests/system/crowd.py): applications of the same vacancies, and more vacancies.
COPIED = [
    ("recruitment.Vacancy/draft", ""),
    ("recruitment.Vacancy/published", ""),
    ("recruitment.Criterion/draft", "number vacancy=same"),
    ("recruitment.Involvement/draft", "vacancy=same"),
    ("recruitment.VacancyComment/draft", "vacancy=same"),
    ("recruitment.Override/closed", ""),
    ("recruitment.Shortlister/supervisor", "vacancy=recruitment.Vacancy/draft"),
    ("recruitment.Application/sent", "number vacancy=same user=None"),
    ("recruitment.Answer/sent", ""),
    ("recruitment.Sift/done", ""),
    ("recruitment.ShortlistMark/done", ""),
    ("recruitment.Application/shortlisted", "number vacancy=same user=None"),
    ("recruitment.Contact/shortlisted", ""),
]


def fill(place) -> None:
    """What recruitment adds to one trust."""
    put, hr, team = place.put, place.user("hr"), place.team
    colleague, supervisor, worker = place.user("colleague"), place.user("supervisor"), place.user("worker")
    second = place.user("next_team_lead")
    put("usual", actions.propose_template(place.root, by=system()))
    drafted = put("draft", make.draft(team, by=hr, post=place.post))
    put("draft", drafted.criteria.first())
    put("draft", drafted.involvements.get())
    put("draft", actions.comment(by=hr, vacancy=drafted, text="Say more about the group"))
    if not place.prefix:  # open to everybody, so it has no double
        published = put("published", make.published(team, by=hr))
        put("published", published.criteria.first())
        put("published", published.overrides.get(rule="post"))
    closed = put("closed", make.closed(team, by=hr, shortlisters=(supervisor, worker), applicants=(colleague, second)))
    put("closed", closed.criteria.first())
    put("closed", closed.overrides.get(rule="post"))
    for name, user in (("supervisor", supervisor), ("worker", worker)):
        put(name, closed.shortlisters.get(user=user))
    sent = put("sent", closed.applications.get(user=colleague))
    put("sent", sent.contact)
    put("sent", sent.answers.first())
    put("half", EqualityFigure.objects.create(
        organisation=place.root, half=date(2026, 1, 1), people=60,
        counts={name: {"-": [60, 30, 10]} for name in equality.ASKED}
        | {"disability": {"yes": [20, 10, 5], "no": [30, 15, 5], "-": [10, 5, 0]}}))  # fmt: skip
    put("sent", sent.documents.get())
    put("sent", applying.write_equality(sent, by=colleague, age="25_34"))
    sift = put("done", make.sifted(sent, by=supervisor))
    put("done", sift.marks.first())
    beside = put("beside", make.sifted(sent, by=worker, mark="partly"))
    put("beside", beside.marks.first())
    other = closed.applications.get(user=second)
    lines = {line.pk: "partly" for line in closed.criteria.all()}
    begun = put("begun", deciding.sift(other, by=supervisor, given=lines))
    put("begun", begun.marks.first())
    opened = put("opened", deciding.open_name(sent, by=hr, reason="They rang about the time"))
    # The cast is kept for the whole run: open for longer than that takes.
    NameOpening.objects.filter(pk=opened.pk).update(until=opened.until + timedelta(days=1))
    named = put("shortlisted", make.shortlisted(team, by=hr, applicants=(colleague,)))
    put("shortlisted", named.criteria.first())
    known = put("shortlisted", named.applications.get())
    put("shortlisted", known.contact)
    put("shortlisted", known.answers.first())
    put("shortlisted", known.documents.get())
    put("offered", before.offer_support(by=hr, application=known, kind="benefits"))
    if not place.prefix:
        put("coming", information(place.root, hr))
    put("cancelled", before.cancel_session(information(place.root, hr), by=hr))
    told = {"name": "Keen Person", "email": f"keen{place.root.pk}@example.org"}
    put("told", before.tell_interest(organisation=place.root, **told))
    put("usual", importers.save_mapping(
        by=hr, organisation=place.root, name="Trac", columns=mapping.guess(list(mapping.COLUMNS)), statuses={}
    ))  # fmt: skip
    put("file", handed_in(place.root, hr))


def information(organisation, hr):
    when = timezone.now() + timedelta(days=9)
    return before.plan_session(by=hr, organisation=organisation, title="Come and ask", starts_at=when, place="Hall")


def handed_in(organisation, hr):
    given = {"profile": "applicants", "file_name": "trac.csv", "sha256": "1" * 64}
    with creating(files, "hand_in", by=hr, organisation=organisation, **given) as file:
        file.handed_in_by = hr
    return file


def finish(world, trust) -> None:
    """A charity looks for somebody to work in the trust's team: employer and host differ."""
    charity, hr = world.row("people.Unit/charity"), world.cast.charity_hr
    vacancy = world.put("charity", make.draft(trust.team, by=hr, employer=charity, host=trust.root))
    world.put("charity", vacancy.template)
    world.put("charity", vacancy.criteria.first())
    world.put("charity", vacancy.involvements.get())
    named = actions.name_shortlister(by=hr, vacancy=vacancy, user=world.cast.charity_worker)
    world.put("charity_worker", actions.end_shortlister(named, by=hr))
    world.put("charity", before.cancel_session(information(charity, hr), by=hr))
    world.put("charity", handed_in(charity, hr))
