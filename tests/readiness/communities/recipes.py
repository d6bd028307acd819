"""How each verb of communities is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from django.utils import timezone

from peerwork.readiness.communities import actions
from tests import make


def row(label):
    return lambda w, name: w.row(f"readiness.{label}/{name}")


community, member, committee, meeting = row("Community"), row("Membership"), row("Committee"), row("Meeting")
item, action, site, learning = row("AgendaItem"), row("CommunityAction"), row("SetSite"), row("LearningSet")


def root(w):
    return w.row("people.Unit/organisation")


def _done(w):
    return actions.do_action(action(w, "unnamed"), by=w.cast.worker)


RECIPES = {
    "readiness.Community/open": ("lived_experience_lead", lambda w, by: actions.open_community(
        by=by, organisation=root(w), name="Another", purpose="To try")),
    "readiness.Community/edit": ("team_lead", lambda w, by: actions.edit_community(
        community(w, "circle"), by=by, budget="£200")),
    "readiness.Community/close": ("team_lead", lambda w, by: actions.close_community(community(w, "circle"), by=by)),
    "readiness.Membership/join": ("worker", lambda w, by: actions.join(
        by=by, community=community(w, "local"), role_type="peers")),
    "readiness.Membership/invite": ("team_lead", lambda w, by: actions.invite(
        by=by, community=community(w, "circle"), role_type="researchers", name="Sol", email="sol@example.org")),
    "readiness.Membership/edit": ("worker", lambda w, by: actions.edit_membership(
        member(w, "worker"), by=by, role_type="service_users")),
    "readiness.Membership/leave": ("worker", lambda w, by: actions.leave(member(w, "worker"), by=by)),
    "readiness.Membership/renew": ("team_lead", lambda w, by: actions.renew_link(member(w, "outsider"), by=by)),
    "readiness.Committee/set_up": ("team_lead", lambda w, by: actions.set_up_committee(
        by=by, community=community(w, "circle"), name="Away day")),
    "readiness.Committee/edit": ("team_lead", lambda w, by: actions.edit_committee(
        committee(w, "executive"), by=by, task="Plans two years")),
    "readiness.Committee/close": ("team_lead", lambda w, by: actions.close_committee(
        committee(w, "executive"), by=by)),
    "readiness.Seat/take": ("team_lead", lambda w, by: actions.take_seat(
        by=by, committee=committee(w, "executive"), member=member(w, "worker"))),
    "readiness.Seat/leave": ("team_lead", lambda w, by: actions.leave_seat(w.row("readiness.Seat/colleague"), by=by)),
    "readiness.Meeting/plan": ("team_lead", lambda w, by: actions.plan_meeting(
        by=by, community=community(w, "circle"), starts_at=timezone.now() + timedelta(days=40))),
    "readiness.Meeting/edit": ("team_lead", lambda w, by: actions.edit_meeting(
        meeting(w, "planned"), by=by, place="Room 2")),
    "readiness.Meeting/hold": ("team_lead", lambda w, by: actions.hold_meeting(
        meeting(w, "held"), by=by, there=[member(w, "worker")], notes="More of it")),
    "readiness.Meeting/cancel": ("team_lead", lambda w, by: actions.cancel_meeting(meeting(w, "planned"), by=by)),
    "readiness.Attendance/note": ("team_lead", lambda w, by: actions.hold_meeting(
        meeting(w, "held"), by=by, there=[member(w, "worker")], video=[member(w, "outsider")])),
    "readiness.Attendance/edit": ("team_lead", lambda w, by: actions.edit_attendance(
        w.row("readiness.Attendance/worker"), by=by, how="video")),
    "readiness.AgendaItem/add": ("worker", lambda w, by: actions.add_to_agenda(
        by=by, meeting=meeting(w, "planned"), kind="paper", title="A paper")),
    "readiness.AgendaItem/edit": ("worker", lambda w, by: actions.edit_agenda_item(
        item(w, "named"), by=by, title="A longer walk")),
    "readiness.AgendaItem/drop": ("worker", lambda w, by: actions.drop_agenda_item(item(w, "named"), by=by)),
    "readiness.CommunityAction/add": ("worker", lambda w, by: actions.add_action(
        by=by, community=community(w, "circle"), what="Ask around")),
    "readiness.CommunityAction/edit": ("worker", lambda w, by: actions.edit_action(
        action(w, "unnamed"), by=by, due_on=make.today())),
    "readiness.CommunityAction/show": ("worker", lambda w, by: actions.show_evidence(
        action(w, "unnamed"), by=by, evidence="A letter", evidence_unit=w.row("people.Unit/team"))),
    "readiness.CommunityAction/do": ("worker", lambda w, by: actions.do_action(action(w, "unnamed"), by=by)),
    "readiness.CommunityAction/stop": ("worker", lambda w, by: actions.stop_action(
        action(w, "unnamed"), by=by, learned="They were busy")),
    "readiness.CommunityAction/reopen": (
        "worker", lambda w, by: actions.reopen_action(action(w, "unnamed"), by=by), _done),
    "readiness.LearningSet/open": ("training_lead", lambda w, by: actions.open_set(
        by=by, organisation=root(w), name="Set two")),
    "readiness.LearningSet/edit": ("training_lead", lambda w, by: actions.edit_set(
        learning(w, "set"), by=by, about="Peer support")),
    "readiness.LearningSet/close": ("training_lead", lambda w, by: actions.close_set(
        learning(w, "set"), by=by, ends_on=make.today())),
    "readiness.SetSite/add": ("training_lead", lambda w, by: actions.add_site(
        by=by, learning_set=learning(w, "set"), name="Elsewhere")),
    "readiness.SetSite/edit": ("training_lead", lambda w, by: actions.edit_site(site(w, "site"), by=by, stage="far")),
    "readiness.SetSite/leave": ("training_lead", lambda w, by: actions.leave_set(site(w, "site"), by=by)),
    "readiness.Participant/add": ("training_lead", lambda w, by: actions.add_participant(
        by=by, site=site(w, "site"), name="Bo", kind="carers")),
    "readiness.Participant/leave": ("training_lead", lambda w, by: actions.end_participant(
        w.row("readiness.Participant/person"), by=by)),
    "readiness.SetSession/record": ("training_lead", lambda w, by: actions.record_session(
        by=by, learning_set=learning(w, "set"), kind="input", topic="Language")),
    "readiness.SetSession/edit": ("training_lead", lambda w, by: actions.edit_session(
        w.row("readiness.SetSession/session"), by=by, came=9)),
}  # fmt: skip
