"""How each verb of recruitment is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from peerwork.recruitment import actions
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.before import actions as before
from peerwork.recruitment.carrying import importers, mapping
from peerwork.recruitment.deciding import actions as deciding
from tests import make
from tests.recruitment import make as ours
from tests.recruitment import world

REASON = "There was nobody else in time"


def row(label):
    return lambda w, name: w.row(f"recruitment.{label}/{name}")


vacancy, criterion, application = row("Vacancy"), row("Criterion"), row("Application")


def _again(found):
    return type(found).objects.get(pk=found.pk)


def team(w):
    return w.row("people.Unit/team")


def mine(w):
    """An application the colleague is writing for the post that is open."""
    return ours.written(vacancy(w, "published"), w.cast.colleague)


def begun(w):
    return ours.begun(vacancy(w, "published"), w.cast.colleague)


def line(w, name="published"):
    return criterion(w, name)


def invited(w):
    return deciding.invite_to_interview(_again(application(w, "shortlisted")), by=w.cast.hr)


def seen(w):
    return deciding.interviewed(invited(w), by=w.cast.hr)


def offered(w):
    return deciding.offer(seen(w), by=w.cast.hr)


def appointed(w):
    return deciding.appoint(offered(w), by=w.cast.colleague)


def refused(w):
    return deciding.not_this_time(application(w, "sent"), by=w.cast.hr)


def decided(w):
    """Every application for the closed post has its answer."""
    for each in vacancy(w, "closed").applications.filter(status="sent"):
        deciding.shortlist(each, by=w.cast.hr, reason=REASON)


def answered(w):
    deciding.not_this_time(_again(application(w, "shortlisted")), by=w.cast.hr)


def moved(verb, before, who="hr"):
    return who, lambda w, by: getattr(deciding, verb)(w.ready, by=by), before


def new_post(w):
    return ours.published(team(w), by=w.cast.hr)


RECIPES = {
    "recruitment.StageTemplate/set": ("hr", lambda w, by: actions.set_template(
        by=by, organisation=w.row("people.Unit/organisation"), name="Bank", days={"applied": [3, 9]})),
    "recruitment.StageTemplate/confirm": ("hr", lambda w, by: actions.confirm_template(
        row("StageTemplate")(w, "usual"), by=by)),
    "recruitment.StageTemplate/close": ("hr", lambda w, by: actions.close_template(
        row("StageTemplate")(w, "usual"), by=by)),
    "recruitment.Vacancy/draft": ("hr", lambda w, by: actions.draft_vacancy(by=by, team=team(w), title="Peer lead")),
    "recruitment.Vacancy/copy": ("hr", lambda w, by: actions.copy_vacancy(vacancy(w, "closed"), by=by)),
    "recruitment.Vacancy/edit": ("hr", lambda w, by: actions.edit_vacancy(vacancy(w, "draft"), by=by, band="4")),
    "recruitment.Vacancy/publish": ("hr", lambda w, by: actions.publish(vacancy(w, "draft"), by=by)),
    "recruitment.Vacancy/close": ("hr", lambda w, by: actions.close(w.ready, by=by), new_post),
    "recruitment.Vacancy/reopen": (
        "hr", lambda w, by: actions.reopen(w.ready, by=by, closes_on=make.today() + timedelta(days=9)),
        lambda w: actions.close(new_post(w), by=w.cast.hr)),
    "recruitment.Vacancy/finish_shortlisting": (
        "hr", lambda w, by: deciding.finish_shortlisting(vacancy(w, "closed"), by=by), decided),
    "recruitment.Vacancy/finish": ("hr", lambda w, by: actions.finish(vacancy(w, "shortlisted"), by=by), answered),
    "recruitment.Vacancy/withdraw": ("hr", lambda w, by: actions.withdraw_vacancy(vacancy(w, "draft"), by=by)),
    "recruitment.Criterion/add": ("hr", lambda w, by: actions.add_criterion(
        by=by, vacancy=vacancy(w, "draft"), text="Can listen", assessed_by=["interview"])),
    "recruitment.Criterion/edit": ("hr", lambda w, by: actions.edit_criterion(line(w, "draft"), by=by, text="Listens")),
    "recruitment.Criterion/drop": ("hr", lambda w, by: actions.drop_criterion(line(w, "draft"), by=by)),
    "recruitment.Involvement/note": ("hr", lambda w, by: actions.note_involvement(
        by=by, vacancy=vacancy(w, "draft"), who="A carer", what="Read it through")),
    "recruitment.Shortlister/name": ("hr", lambda w, by: actions.name_shortlister(
        by=by, vacancy=vacancy(w, "closed"), user=w.cast.senior)),
    "recruitment.Shortlister/end": ("hr", lambda w, by: actions.end_shortlister(
        row("Shortlister")(w, "worker"), by=by)),
    # Applications
    "recruitment.Application/write": ("colleague", lambda w, by: applying.write(w.ready, by=by, gaps="Two"), begun),
    "recruitment.Application/send": ("colleague", lambda w, by: applying.send(w.ready, by=by), mine),
    "recruitment.Application/ask_adjustments": ("colleague", lambda w, by: applying.ask_adjustments(
        application(w, "sent"), by=by, interview_needs="A quiet room")),
    "recruitment.Application/withdraw": ("colleague", lambda w, by: applying.withdraw(
        application(w, "sent"), by=by)),
    "recruitment.Application/shortlist": ("hr", lambda w, by: deciding.shortlist(application(w, "sent"), by=by)),
    "recruitment.Application/not_this_time": ("hr", lambda w, by: deciding.not_this_time(
        application(w, "sent"), by=by)),
    "recruitment.Application/look_again": moved("look_again", refused),
    "recruitment.Application/invite_to_interview": moved(
        "invite_to_interview", lambda w: _again(application(w, "shortlisted"))),
    "recruitment.Application/interviewed": moved("interviewed", invited),
    "recruitment.Application/place_on_reserve": moved("place_on_reserve", seen),
    "recruitment.Application/offer": moved("offer", seen),
    "recruitment.Application/appoint": moved("appoint", offered, "colleague"),
    "recruitment.Application/decline": moved("decline", offered, "colleague"),
    "recruitment.Application/withdraw_offer": moved("withdraw_offer", appointed),
    "recruitment.Application/start": moved("start", appointed),
    "recruitment.Application/link_person": (
        "hr", lambda w, by: deciding.link_person(w.ready, w.row("people.Person/colleague"), by=by), appointed),
    "recruitment.Contact/write": ("colleague", lambda w, by: applying.write_contact(
        w.ready, by=by, **ours.CONTACT), begun),
    "recruitment.Answer/write": ("colleague", lambda w, by: applying.write_answer(
        w.ready, line(w), by=by, text="I listen"), begun),
    "recruitment.ApplicationDocument/attach": ("colleague", lambda w, by: ours.document(w.ready, by), begun),
    "recruitment.ApplicationDocument/remove": ("colleague", lambda w, by: applying.remove(
        w.ready.documents.get(), by=by), mine),
    # Before any vacancy, and files
    "recruitment.InformationSession/plan": ("hr", lambda w, by: world.information(
        w.row("people.Unit/organisation"), by)),
    "recruitment.InformationSession/edit": ("hr", lambda w, by: before.edit_session(
        row("InformationSession")(w, "coming"), by=by, place="Library")),
    "recruitment.InformationSession/cancel": ("hr", lambda w, by: before.cancel_session(
        row("InformationSession")(w, "coming"), by=by)),
    "recruitment.Interest/invite": ("hr", lambda w, by: before.invite_interest(
        row("Interest")(w, "told"), vacancy(w, "published"), by=by)),
    "recruitment.Interest/note_came": ("hr", lambda w, by: before.note_came(row("Interest")(w, "told"), by=by)),
    "recruitment.Interest/close": ("hr", lambda w, by: before.close_interest(row("Interest")(w, "told"), by=by)),
    "recruitment.Support/offer": ("hr", lambda w, by: before.offer_support(
        by=by, application=application(w, "sent"), kind="help")),
    "recruitment.Support/take": ("colleague", lambda w, by: before.take_support(row("Support")(w, "offered"), by=by)),
    "recruitment.Support/decline": ("colleague", lambda w, by: before.decline_support(
        row("Support")(w, "offered"), by=by)),
    "recruitment.ApplicantMapping/save": ("hr", lambda w, by: importers.save_mapping(
        by=by, organisation=w.row("people.Unit/organisation"), name="Other",
        columns=mapping.guess(list(mapping.COLUMNS)), statuses={})),
    "recruitment.ApplicantFile/hand_in": ("hr", lambda w, by: world.handed_in(w.row("people.Unit/organisation"), by)),
    # Shortlisting
    "recruitment.Sift/sift": (
        "worker", lambda w, by: deciding.sift(row("Sift")(w, "begun").application, by=by, given={})),
    "recruitment.Sift/edit": ("supervisor", lambda w, by: deciding.sift(
        row("Sift")(w, "begun").application, by=by, given={}, view="talk")),
    "recruitment.Sift/finish": (
        "supervisor", lambda w, by: deciding.finish_sift(_again(row("Sift")(w, "begun")), by=by),
        lambda w: deciding.sift(row("Sift")(w, "begun").application, by=w.cast.supervisor, given={}, view="talk")),
    "recruitment.Sift/reopen": ("hr", lambda w, by: deciding.reopen_sift(row("Sift")(w, "done"), by=by)),
    "recruitment.ShortlistMark/mark": ("supervisor", lambda w, by: deciding.sift(
        row("Sift")(w, "begun").application, by=by, given={line(w, "closed").pk: "met"})),
}  # fmt: skip

ELSEWHERE = {
    "recruitment.Interest/tell": "anybody may tell: tests/recruitment",
    **{f"recruitment.ApplicantFile/{verb}": "files: tests/recruitment" for verb in
       ("check", "publish", "pass_over", "refuse")},
    "recruitment.Vacancy/comment": "the comment itself says who: tests/recruitment",
    "recruitment.Application/open_name": "the opening itself says who: tests/recruitment",
    "recruitment.Application/apply": "anybody may apply: tests/recruitment",
    "recruitment.StageTemplate/propose": "set when an organisation begins: tests/recruitment",
    "recruitment.Vacancy/carry_in": "the importer, as the system: tests/recruitment",
    "recruitment.Vacancy/follow": "the importer, as the system: tests/recruitment",
    "recruitment.Application/carry_in": "the importer, as the system: tests/recruitment",
    "recruitment.Application/follow": "the importer, as the system: tests/recruitment",
    "recruitment.Contact/carry_in": "the importer, as the system: tests/recruitment",
    **{f"recruitment.Equality/{verb}": "equality answers keep no history: tests/recruitment"
       for verb in ("write", "erase")},
}  # fmt: skip
