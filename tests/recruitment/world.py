"""The rows of recruitment in the prepared world: one of each, in the state that tells readers apart.

The nurse `colleague` applies for two posts; `supervisor` and `worker` shortlist the one that has closed.
"""

from peerwork.recruitment import actions
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.deciding import actions as deciding
from tests.make import system
from tests.recruitment import make


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
        put("published", published.overrides.get())
    closed = put("closed", make.closed(team, by=hr, shortlisters=(supervisor, worker), applicants=(colleague, second)))
    put("closed", closed.criteria.first())
    put("closed", closed.overrides.get())
    for name, user in (("supervisor", supervisor), ("worker", worker)):
        put(name, closed.shortlisters.get(user=user))
    sent = put("sent", closed.applications.get(user=colleague))
    put("sent", sent.contact)
    put("sent", sent.answers.first())
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
    put("opened", deciding.open_name(sent, by=hr, reason="They rang about the time"))
    named = put("shortlisted", make.shortlisted(team, by=hr, applicants=(colleague,)))
    put("shortlisted", named.criteria.first())
    known = put("shortlisted", named.applications.get())
    put("shortlisted", known.contact)
    put("shortlisted", known.answers.first())
    put("shortlisted", known.documents.get())
