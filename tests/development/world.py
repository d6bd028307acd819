"""The rows of development in the prepared world: one of each, in the state that tells readers apart."""

from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.development import actions
from peerwork.development.appraisal import actions as appraising
from peerwork.development.cpd import actions as cpd
from peerwork.development.moments import actions as moments
from peerwork.kit.story import Event
from tests import make

COPIED = [
    ("development.Competence/plain", "number"),
    ("development.OrganisationEvidence/shown", ""),
    ("development.Evidence/asked", "competence=same"),
    ("development.Evidence/confirmed", "competence=same"),
    ("development.Rating/other", "competence=same"),
    ("development.Rating/own", "person=same competence=same"),
    ("development.Goal/shared", ""),
    ("development.Goal/private", "person=same"),
    ("development.GoalStep/shared", ""),
    ("development.GoalCompetence/shared", ""),
    ("development.GoalShare/shared", "stream=same"),
    ("development.Assessor/assessor", "ends_on=today"),
    ("development.Moment/own", "person=same"),
    ("development.CpdEntry/own", "person=same"),
    ("development.Appraisal/signed", ""),
]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def picture(name: str = "poster.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


def framework(organisation):
    return actions.open_framework(by=make.system(), organisation=organisation, name="Our list", source="The handbook")


def competence(domain, number: str, **values):
    values = {"name": f"Competence {number}"} | values
    return actions.add_competence(by=make.system(), domain=domain, number=number, **values)


def begun(place, appraiser: str, years_ago: int = 1):
    """The year is begun by the worker; nobody has written anything yet."""
    first = make.today().replace(month=1, day=1, year=make.today().year - years_ago)
    return appraising.begin_appraisal(
        by=place.user("worker"), person=place.person("worker"), appraiser=place.user(appraiser), year_from=first
    )


def signed(place):
    """A year both have signed."""
    mine, theirs = place.user("worker"), place.user("supervisor")
    row = begun(place, "supervisor", 0)
    row = appraising.prepare(row, by=mine, proud="The Thursday group", hard="The rota", values_own="Being honest")
    row = appraising.plan_voice(row, by=mine, voice_who="The involvement lead", voice_how="By card", voice_said="Kind")
    row = appraising.hand_in(row, by=mine)
    row = appraising.write(row, by=theirs, view="A strong year", support="Time for the group", agreed="A second group")
    row = appraising.propose(row, by=theirs)
    return appraising.countersign(appraising.sign(row, by=mine), by=theirs)


def fill(place) -> None:
    """What development adds to one trust: a list, and what the worker shows and wants."""
    put, worker = place.put, place.person("worker")
    mine, supervisor, colleague = place.user("worker"), place.user("supervisor"), place.user("colleague")
    named = place.user("training_lead")
    listed = put("framework", framework(place.root))
    part = put("domain", actions.add_domain(by=make.system(), framework=listed, number=1, name="Values"))
    lived = put("lived", competence(part, "1.1", assessor_too=True))
    put("plain", competence(part, "1.2"))
    own = put("organisation", competence(part, "1.3", whose="organisation"))
    assessor = actions.name_assessor(
        by=named, organisation=place.root, user=colleague, starts_on=make.today() - make.LONG_AGO
    )
    put("assessor", actions.say_lived_experience(assessor, by=colleague, lived_experience=True))
    show = {"organisation": place.root, "competence": own, "title": "A policy of fair employment", "text": "Since May"}
    put("shown", actions.show_organisation(by=place.user("hr"), **show))
    given = {"by": mine, "person": worker, "competence": lived, "text": "What I did"}
    put("kept", actions.add_evidence(title="A kept note", **given))
    put("asked", actions.add_evidence(title="A group I ran", ask=True, **given))
    half = actions.add_evidence(title="A talk I gave", ask=True, **given)
    put("half", actions.confirm_evidence(half, by=supervisor))
    whole = actions.add_evidence(title="A day of training", ask=True, **given)
    whole = actions.confirm_evidence(whole, by=supervisor, review_words="Clear")
    put("confirmed", actions.assess_evidence(whole, by=colleague))
    said = {"person": worker, "competence": lived, "level": 2}
    put("own", actions.rate(by=mine, words="Getting there", **said))
    put("other", actions.rate(by=supervisor, words="Further than they say", **said))
    goal = {"by": mine, "person": worker, "strengths": "People talk to me"}
    put("private", actions.set_goal(title="Take all my leave", **goal))
    shared = put("shared", actions.set_goal(title="Run a group", first_step="Sit in on one", about=[lived], **goal))
    put("shared", shared.steps.get())
    put("shared", shared.competences.get())
    put("shared", actions.share_goal(by=mine, goal=shared, stream=place.practice))
    put("signed", signed(place))
    put("own", cpd.note_cpd(by=mine, person=worker, title="Spoke at the recovery festival", kind="teaching",
                            provider="Harbour Hall", learned="That people listen"))  # fmt: skip
    own = moments.add_moment(by=mine, person=worker, title="Ran the Thursday group alone", words="Two people stayed")
    put("own", moments.pin_moment(own, by=mine))
    joined = Event("placement:1", make.today(), "Joined the team")
    put("marked", moments.mark(joined, "hide", by=mine, person=worker))


def finish(world, trust) -> None:
    """What only the trust has: a year begun with a senior peer worker who supervises too."""
    trust.put("preparing", begun(trust, "senior"))
