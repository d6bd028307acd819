"""How each verb of placements and joining is done, for tests/system/test_history.py: (who, how[, what before])."""

from datetime import timedelta

from peerwork.joining import actions as joining
from peerwork.placements import actions
from tests import make


def person(w, name="worker"):
    return w.row(f"people.Person/{name}")


def placement(w, name="worker"):
    return w.row(f"placements.Placement/{name}")


def root(w):
    return w.row("people.Unit/organisation")


def soon():
    return make.today() + timedelta(days=30)


def _ended(w):
    return actions.end_placement(placement(w), by=w.cast.hr, ends_on=make.today())


def _extra(w):
    return actions.open_post(by=w.cast.hr, team=w.row("people.Unit/team"), title="Extra", family="peer", wte=1)


def _offered(w):
    return actions.offer_exit(by=w.cast.hr, placement=placement(w))


RECIPES = {
    "people.Person/record_death": ("hr", lambda w, by: actions.record_death(
        person(w, "starter"), by=by, died_on=make.today())),
    "placements.LadderStep/open": ("administrator", lambda w, by: actions.open_step(
        by=by, organisation=root(w), number=2, name="Senior")),
    "placements.LadderStep/edit": ("administrator", lambda w, by: actions.edit_step(
        w.row("placements.LadderStep/step"), by=by, name="Peer worker")),
    "placements.LadderStep/close": ("administrator", lambda w, by: actions.close_step(
        w.row("placements.LadderStep/step"), by=by, closed_on=make.today())),
    "placements.PayTable/publish": ("administrator", lambda w, by: actions.publish_pay(
        by=by, organisation=root(w), name="Pay 2027", source="A table", starts_on=soon(),
        points=[{"band": "3", "years": 0, "salary": 25000}])),
    "placements.PayPoint/publish": ("administrator", lambda w, by: actions.publish_pay(
        by=by, organisation=root(w), name="Pay 2028", source="A table", starts_on=soon(),
        points=[{"band": "3", "years": 0, "salary": 25000}])),
    "placements.PayTable/close": ("administrator", lambda w, by: actions.close_pay(
        w.row("placements.PayTable/table"), by=by, ends_on=make.today())),
    "placements.Post/edit": ("hr", lambda w, by: actions.edit_post(
        w.row("placements.Post/peer"), by=by, title="Peer worker")),
    "placements.Post/change": ("hr", lambda w, by: actions.change_post(
        w.row("placements.Post/peer"), by=by, starts_on=make.today(), wte=30)),
    "placements.PostTerm/change": ("hr", lambda w, by: actions.change_post(
        w.row("placements.Post/peer"), by=by, starts_on=make.today(), wte=31)),
    "placements.Post/close": ("hr", lambda w, by: actions.close_post(w.ready, by=by, ends_on=soon()), _extra),
    "placements.NextPost/open": ("hr", lambda w, by: actions.open_next_post(
        by=by, post=w.row("placements.Post/nurse"), leads_to=w.row("placements.Post/peer"))),
    "placements.NextPost/end": ("hr", lambda w, by: actions.end_next_post(
        w.row("placements.NextPost/peer"), by=by, ends_on=make.today())),
    "placements.Placement/change": ("hr", lambda w, by: actions.change_placement(
        placement(w), by=by, starts_on=make.today(), wte="0.4")),
    "placements.PlacementTerm/change": ("hr", lambda w, by: actions.change_placement(
        placement(w), by=by, starts_on=make.today(), wte="0.5")),
    "placements.Placement/extend": ("hr", lambda w, by: actions.extend_placement(
        placement(w), by=by, ends_on=soon())),
    "placements.Placement/resume": ("hr", lambda w, by: actions.resume_placement(w.ready, by=by), _ended),
    "placements.Placement/withdraw": ("hr", lambda w, by: actions.withdraw_placement(
        placement(w, "proposed"), by=by)),
    "placements.ExitConversation/offer": ("hr", lambda w, by: actions.offer_exit(by=by, placement=placement(w))),
    "placements.ExitConversation/write": ("worker", lambda w, by: actions.write_exit(
        w.ready, by=by, went_well="The people"), _offered),
    "placements.ExitConversation/decline": ("worker", lambda w, by: actions.decline_exit(w.ready, by=by), _offered),
    "placements.Stream/open": ("administrator", lambda w, by: actions.open_stream(
        by=by, organisation=root(w), kind="line", name="Line")),
    "placements.Stream/edit": ("administrator", lambda w, by: actions.edit_stream(
        w.row("placements.Stream/practice"), by=by, name="Practice")),
    "placements.Stream/close": ("administrator", lambda w, by: actions.close_stream(
        w.row("placements.Stream/practice"), by=by, closed_on=soon())),
    "placements.SupervisorLink/ask_change": ("worker", lambda w, by: actions.ask_change(
        w.row("placements.SupervisorLink/worker"), by=by)),
    "placements.SupervisorProposal/propose": ("team_lead", lambda w, by: actions.propose_supervisor(
        by=by, person=person(w, "starter"), supervisor=w.cast.supervisor, stream=w.row("placements.Stream/practice"))),
    "placements.SupervisorProposal/agree": ("hr", lambda w, by: actions.agree_supervisor(
        w.row("placements.SupervisorProposal/colleague"), by=by)),
    "placements.SupervisorProposal/decline": ("hr", lambda w, by: actions.decline_supervisor(
        w.row("placements.SupervisorProposal/colleague"), by=by)),
    "placements.Supervising/note": ("hr", lambda w, by: actions.note_supervising(
        by=by, user=w.cast.team_lead, organisation=root(w), capacity=4)),
    "placements.Supervising/edit": ("hr", lambda w, by: actions.edit_supervising(
        w.row("placements.Supervising/supervisor"), by=by, capacity=6)),
    "placements.Supervising/say": ("supervisor", lambda w, by: actions.say_supervising(
        w.row("placements.Supervising/supervisor"), by=by, open_to_more=False)),
    "placements.Exclusion/name": ("worker", lambda w, by: actions.name_exclusion(
        by=by, person=person(w), holder=w.cast.hr, user=w.cast.records_officer)),
    "placements.Exclusion/step_back": ("supervisor", lambda w, by: actions.step_back(
        by=by, person=person(w), holder=w.cast.hr)),
    "placements.Exclusion/withdraw": ("worker", lambda w, by: actions.withdraw_exclusion(
        w.row("placements.Exclusion/worker"), by=by)),
    "placements.Away/edit": ("hr", lambda w, by: actions.edit_away(
        w.row("placements.Away/worker"), by=by, ends_on=soon())),
    "placements.Away/cancel": ("hr", lambda w, by: actions.cancel_away(w.row("placements.Away/worker"), by=by)),
    "placements.Qualified/withdraw": ("training_lead", lambda w, by: actions.withdraw_qualified(
        w.row("placements.Qualified/worker"), by=by)),
    "placements.PeerNetwork/name": ("hr", lambda w, by: actions.name_network(
        by=by, team=w.row("people.Unit/next_team"), name="Peers of the hill")),
    "placements.PeerNetwork/end": ("hr", lambda w, by: actions.end_network(
        w.row("placements.PeerNetwork/team"), by=by, ends_on=soon())),
    "placements.ColumnMapping/keep": ("administrator", lambda w, by: actions.keep_mapping(
        by=by, organisation=root(w), name="Another", columns={"team": "team"})),
    "placements.ColumnMapping/edit": ("administrator", lambda w, by: actions.keep_mapping(
        by=by, organisation=root(w), name="Monthly list", columns={"team": "org"})),
    "placements.ColumnMapping/drop": ("administrator", lambda w, by: actions.drop_mapping(
        w.row("placements.ColumnMapping/mapping"), by=by)),
    "joining.StartingPoint/state": ("senior", lambda w, by: joining.state_starting_point(
        by=by, person=person(w, "senior"), travel="On foot")),
    "joining.StartingPoint/edit": ("worker", lambda w, by: joining.edit_starting_point(
        w.row("joining.StartingPoint/worker"), by=by, travel="By train")),
}  # fmt: skip

ELSEWHERE = {
    "placements.Exclusion/pass_on": "its HR contact leaves: tests/placements/test_rules.py",
    "placements.Override/override": "a warning gone past: tests/placements/test_rules.py",
    "placements.StaffFile/hand_in": "the first step of every import",
    "placements.StaffFile/check": "a dry run: tests/placements/test_esr.py",
    "placements.StaffFile/publish": "tests/placements/test_esr.py",
    "placements.StaffFile/pass_over": "a repeat: tests/placements/test_esr.py",
    "placements.StaffFile/refuse": "a bad file: tests/placements/test_esr.py",
}
