"""How each verb of development is done, for tests/system/test_history.py: (who, how[, what before])."""

from peerwork.development import actions
from peerwork.development.appraisal import actions as appraising
from peerwork.development.cpd import actions as cpd
from peerwork.development.models import Framework
from peerwork.development.moments import actions as moments
from tests import make
from tests.development.world import picture


def row(label):
    return lambda w, name: w.row(f"development.{label}/{name}")


piece, goal, step, moment = row("Evidence"), row("Goal"), row("GoalStep"), row("Moment")


def person(w):
    return w.row("people.Person/worker")


def lived(w):
    return w.row("development.Competence/lived")


def root(w):
    return w.row("people.Unit/organisation")


def _done(w):
    return actions.do_step(step(w, "shared"), by=w.cast.worker)


def _bare(w):
    """The trust without its list, so that another can be opened."""
    for rows in (Framework.objects, Framework.history):
        rows.filter(id=w.row("development.Framework/framework").pk).update(organisation=w.row("people.Unit/service"))


def year(w):
    return w.row("development.Appraisal/preparing")


def _prepared(w):
    return appraising.prepare(year(w), by=w.cast.worker, proud="The Thursday group")


def _handed_in(w):
    row = appraising.plan_voice(_prepared(w), by=w.cast.worker, voice_who="The involvement lead", voice_how="By card")
    return appraising.hand_in(row, by=w.cast.worker)


def _written(w):
    return appraising.write(_handed_in(w), by=w.cast.senior, agreed="A second group")


def _proposed(w):
    return appraising.propose(_written(w), by=w.cast.senior)


RECIPES = {
    "development.Framework/open": ("training_lead", lambda w, by: actions.open_framework(
        by=by, organisation=root(w), name="Another list"), _bare),
    "development.Framework/edit": ("training_lead", lambda w, by: actions.edit_framework(
        w.row("development.Framework/framework"), by=by, source="A newer handbook")),
    "development.Framework/confirm": ("lived_experience_lead", lambda w, by: actions.confirm_framework(
        w.row("development.Framework/framework"), by=by)),
    "development.Domain/add": ("training_lead", lambda w, by: actions.add_domain(
        by=by, framework=w.row("development.Framework/framework"), number=7, name="More")),
    "development.Domain/edit": ("training_lead", lambda w, by: actions.edit_domain(
        w.row("development.Domain/domain"), by=by, name="Principles")),
    "development.Competence/add": ("training_lead", lambda w, by: actions.add_competence(
        by=by, domain=w.row("development.Domain/domain"), number="1.9", name="Listening")),
    "development.Competence/edit": ("training_lead", lambda w, by: actions.edit_competence(
        lived(w), by=by, optional=True)),
    "development.Competence/close": ("training_lead", lambda w, by: actions.close_competence(lived(w), by=by)),
    "development.Assessor/name": ("training_lead", lambda w, by: actions.name_assessor(
        by=by, organisation=root(w), user=w.cast.hr)),
    "development.Assessor/say": ("colleague", lambda w, by: actions.say_lived_experience(
        w.row("development.Assessor/assessor"), by=by, lived_experience=None)),
    "development.Assessor/end": ("training_lead", lambda w, by: actions.end_assessor(
        w.row("development.Assessor/assessor"), by=by)),
    "development.Evidence/add": ("worker", lambda w, by: actions.add_evidence(
        by=by, person=person(w), competence=lived(w), title="A walk")),
    "development.Evidence/edit": ("worker", lambda w, by: actions.edit_evidence(piece(w, "kept"), by=by, text="More")),
    "development.Evidence/attach": ("worker", lambda w, by: actions.attach_file(
        piece(w, "kept"), by=by, file=picture())),
    "development.Evidence/ask": ("worker", lambda w, by: actions.ask_review(piece(w, "kept"), by=by)),
    "development.Evidence/take_back": ("worker", lambda w, by: actions.take_back_evidence(piece(w, "asked"), by=by)),
    "development.Evidence/confirm": ("supervisor", lambda w, by: actions.confirm_evidence(piece(w, "asked"), by=by)),
    "development.Evidence/assess": ("colleague", lambda w, by: actions.assess_evidence(piece(w, "half"), by=by)),
    "development.Evidence/want_more": ("supervisor", lambda w, by: actions.want_more(
        piece(w, "asked"), by=by, review_words="Say what you learned")),
    "development.Evidence/withdraw": ("worker", lambda w, by: actions.withdraw_evidence(piece(w, "confirmed"), by=by)),
    "development.OrganisationEvidence/add": ("hr", lambda w, by: actions.show_organisation(
        by=by, organisation=root(w), competence=w.row("development.Competence/organisation"), title="A survey")),
    "development.OrganisationEvidence/edit": ("hr", lambda w, by: actions.edit_organisation(
        w.row("development.OrganisationEvidence/shown"), by=by, text="Since June")),
    "development.OrganisationEvidence/confirm": ("lived_experience_lead", lambda w, by: actions.confirm_organisation(
        w.row("development.OrganisationEvidence/shown"), by=by)),
    "development.OrganisationEvidence/withdraw": ("hr", lambda w, by: actions.withdraw_organisation(
        w.row("development.OrganisationEvidence/shown"), by=by)),
    "development.Rating/rate": ("supervisor", lambda w, by: actions.rate(
        by=by, person=person(w), competence=lived(w), level=3)),
    "development.Goal/set": ("worker", lambda w, by: actions.set_goal(by=by, person=person(w), title="Help to train")),
    "development.Goal/edit": ("worker", lambda w, by: actions.edit_goal(goal(w, "private"), by=by, matters="I do")),
    "development.Goal/reach": ("worker", lambda w, by: actions.reach_goal(goal(w, "private"), by=by, look_back="Well")),
    "development.Goal/put_aside": ("worker", lambda w, by: actions.put_aside(goal(w, "private"), by=by)),
    "development.Goal/take_up": ("worker", lambda w, by: actions.take_up(goal(w, "private"), by=by),
        lambda w: actions.put_aside(goal(w, "private"), by=w.cast.worker)),
    "development.GoalStep/add": ("worker", lambda w, by: actions.add_step(
        by=by, goal=goal(w, "private"), what="Ask for a week in May")),
    "development.GoalStep/edit": ("worker", lambda w, by: actions.edit_step(
        step(w, "shared"), by=by, what="Sit in on two")),
    "development.GoalStep/do": ("worker", lambda w, by: actions.do_step(step(w, "shared"), by=by)),
    "development.GoalStep/reopen": ("worker", lambda w, by: actions.reopen_step(step(w, "shared"), by=by), _done),
    "development.GoalStep/drop": ("worker", lambda w, by: actions.drop_step(step(w, "shared"), by=by)),
    "development.GoalCompetence/link": ("worker", lambda w, by: actions.link_competence(
        by=by, goal=goal(w, "private"), competence=lived(w))),
    "development.GoalCompetence/unlink": ("worker", lambda w, by: actions.unlink_competence(
        w.row("development.GoalCompetence/shared"), by=by)),
    "development.GoalShare/share": ("worker", lambda w, by: actions.share_goal(
        by=by, goal=goal(w, "private"), stream=w.row("placements.Stream/practice"))),
    "development.GoalShare/end": ("worker", lambda w, by: actions.end_share(
        w.row("development.GoalShare/shared"), by=by)),
    "development.CpdEntry/note": ("worker", lambda w, by: cpd.note_cpd(
        by=by, person=w.row("people.Person/worker"), title="A talk on dialogue", hours=2)),
    "development.CpdEntry/edit": ("worker", lambda w, by: cpd.edit_cpd(
        w.row("development.CpdEntry/own"), by=by, learned="To wait")),
    "development.CpdEntry/remove": ("worker", lambda w, by: cpd.remove_cpd(w.row("development.CpdEntry/own"), by=by)),
    "development.Moment/add": ("worker", lambda w, by: moments.add_moment(
        by=by, person=person(w), title="My first day")),
    "development.Moment/edit": ("worker", lambda w, by: moments.edit_moment(moment(w, "own"), by=by, words="Three")),
    "development.Moment/pin": ("worker", lambda w, by: moments.pin_moment(moment(w, "marked"), by=by)),
    "development.Moment/hide": ("worker", lambda w, by: moments.hide_moment(moment(w, "own"), by=by)),
    "development.Moment/show": ("worker", lambda w, by: moments.show_moment(moment(w, "own"), by=by)),
    "development.Moment/remove": ("worker", lambda w, by: moments.remove_moment(moment(w, "own"), by=by)),
    "development.Appraisal/begin": ("worker", lambda w, by: appraising.begin_appraisal(
        by=by, person=person(w), appraiser=w.cast.supervisor, year_from=make.today().replace(year=2020, day=1))),
    "development.Appraisal/choose": ("worker", lambda w, by: appraising.choose_appraiser(
        year(w), by=by, appraiser=w.cast.supervisor)),
    "development.Appraisal/prepare": ("worker", lambda w, by: appraising.prepare(year(w), by=by, proud="A group")),
    "development.Appraisal/plan_voice": ("worker", lambda w, by: appraising.plan_voice(
        year(w), by=by, voice_who="The involvement lead")),
    "development.Appraisal/hand_in": ("worker", lambda w, by: appraising.hand_in(w.ready, by=by), _prepared),
    "development.Appraisal/write": ("senior", lambda w, by: appraising.write(w.ready, by=by, view="Good"), _handed_in),
    "development.Appraisal/propose": ("senior", lambda w, by: appraising.propose(w.ready, by=by), _written),
    "development.Appraisal/ask_change": ("worker", lambda w, by: appraising.ask_change(
        w.ready, by=by, change_wanted="Say more about the group"), _proposed),
    "development.Appraisal/sign": ("worker", lambda w, by: appraising.sign(w.ready, by=by), _proposed),
    "development.Appraisal/countersign": ("senior", lambda w, by: appraising.countersign(w.ready, by=by), _proposed),
    "development.Appraisal/look_halfway": ("worker", lambda w, by: appraising.look_halfway(
        w.row("development.Appraisal/signed"), by=by, halfway="On the way")),
    "development.Appraisal/withdraw": ("worker", lambda w, by: appraising.withdraw_appraisal(year(w), by=by)),
}  # fmt: skip
