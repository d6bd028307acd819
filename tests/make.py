"""Makers of real rows: plain functions, through the real actions, so that no test holds an impossible record.

Everything is made by the system user unless a maker says otherwise; every value has a default, so a test names only
what it is about: `make.placement(make.person(), make.post(team))`.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from peerwork.kit.models import ExportLine, Hold, Purge, ReadLine
from peerwork.kit.records import creating, keep
from peerwork.mix import actions as mix
from peerwork.mix.importers import import_staff
from peerwork.mix.models import CountingRule, StaffSubmission, Target
from peerwork.people import actions as people
from peerwork.people.models import (
    ApiToken,
    Handover,
    Identifier,
    Invitation,
    Person,
    PersonMatch,
    RoleAssignment,
    Unit,
    User,
    Worker,
)
from peerwork.people.policy import handovers, identifiers, invitations, matches, retention_rules, tokens, workers
from peerwork.people.tokens import mint
from peerwork.placements import actions as placements
from peerwork.placements.models import Away, Placement, Post, Qualified, Readiness, Stream, Supervising, SupervisorLink

_numbers = count(1)
LONG_AGO = timedelta(days=300)
SOON = timedelta(days=30)
PASSWORD = "plain tests, long enough"


def today() -> date:
    return timezone.localdate()


def system() -> User:
    return people.system_user()


# Units, accounts, roles ---------------------------------------------------------------------------------------------
def organisation(name: str = "", code: str = "") -> Unit:
    number = next(_numbers)
    return people.open_unit(
        by=system(), kind="organisation", name=name or f"Organisation {number}", code=code or f"ORG{number}"
    )


def service(parent: Unit, name: str = "", **values) -> Unit:
    number = next(_numbers)
    values = {"kind": "service", "name": name or f"Service {number}", "code": f"SVC{number}"} | values
    return people.open_unit(by=system(), parent=parent, **values)


def team(parent: Unit, name: str = "", **values) -> Unit:
    number = next(_numbers)
    values = {"kind": "team", "name": name or f"Team {number}", "code": f"TEAM{number}"} | values
    return people.open_unit(by=system(), parent=parent, **values)


def account(name: str = "", organisation: Unit | None = None, **values) -> User:
    """Somebody who can sign in; tests sign them in with `client.force_login`."""
    number = next(_numbers)
    values = {"email": f"person{number}@example.org", "name": name or f"Account {number}"} | values
    user = User(home_organisation=organisation, **values)
    user.set_password(PASSWORD)
    keep(user, "join", by=system())
    return user


def role(user: User, name: str, unit: Unit, **values) -> RoleAssignment:
    values.setdefault("starts_on", today() - LONG_AGO)
    return people.give_role(by=system(), user=user, role=name, unit=unit, **values)


def holder(name: str, unit: Unit, **values) -> User:
    """An account in the unit's organisation that holds the role there."""
    user = account(f"{name.replace('_', ' ').capitalize()} of {unit.name}", unit.organisation or unit)
    role(user, name, unit, **values)
    return user


def invitation(unit: Unit, name: str = "Invited") -> Invitation:
    values = {"email": f"invited{next(_numbers)}@example.org", "name": name, "role": "team_lead", "unit": unit}
    with creating(invitations, "invite", by=system(), **values) as row:
        pass
    return row


def token(user: User, name: str = "My spreadsheet") -> ApiToken:
    prefix, _secret, kept = mint()
    values = {"user": user, "name": name, "scope": "read", "expires_on": today() + LONG_AGO}
    with creating(tokens, "issue", by=user, **values) as row:
        row.prefix, row.secret_hash = prefix, kept
    return row


def reading(person: Person, reader: User, **values) -> ReadLine:
    values = {"role": "hr", "what": "work health report", "reason": "Asked to"} | values
    return ReadLine.objects.create(reader=reader, person_id=person.pk, **values)


def export_line(by: User, **values) -> ExportLine:
    return ExportLine.objects.create(
        by=by, **{"what": "starters", "format": "csv", "rows": 3, "reason": "Pay"} | values
    )


def hold(person: Person) -> Hold:
    row = Hold(person_id=person.pk, named_as="the claimant", reason="A claim")
    keep(row, "hold", by=system())
    return row


def purge(organisation: Unit, by: User) -> Purge:
    return Purge.objects.create(record_class="invitation", organisation_id=organisation.pk, rows=3, by=by)


# People -------------------------------------------------------------------------------------------------------------
def person(organisation: Unit, user: User | None = None, **values) -> Person:
    number = next(_numbers)
    values = {"given_name": f"Given{number}", "family_name": f"Family{number}"} | values
    return people.register_person(by=system(), organisation=organisation, user=user, **values)


def peer(person: Person, **values) -> Worker:
    with creating(
        workers, "begin", by=system(), **{"person": person, "peer_since": today() - LONG_AGO} | values
    ) as worker:
        pass
    return worker


def number(person: Person, system_name: str = "staff_id", value: str = "") -> Identifier:
    values = {"system": system_name, "value": value or f"N{next(_numbers)}"}
    with creating(
        identifiers, "note", by=system(), person=person, organisation=person.organisation, **values
    ) as identifier:
        pass
    return identifier


def match(kept: Person, duplicate: Person, grounds: str = "The same staff number") -> PersonMatch:
    with creating(matches, "propose", by=system(), kept=kept, duplicate=duplicate, grounds=grounds) as found:
        pass
    return found


def handover(leaver: User, organisation: Unit, **values) -> Handover:
    values = {"last_day": today() + timedelta(days=14), "note": "The spare key is with the front desk."} | values
    with creating(handovers, "begin", by=system(), leaver=leaver, organisation=organisation, **values) as row:
        pass
    return row


def retention_rule(organisation: Unit, record_class: str = "invitation", **values):
    values = {"months": 12, "trigger": "the day they left", "source": "Records management code"} | values
    with creating(
        retention_rules, "propose", by=system(), organisation=organisation, record_class=record_class, **values
    ) as rule:
        pass
    return rule


# Posts, placements, supervision -------------------------------------------------------------------------------------
def post(team: Unit, **values) -> Post:
    values = {"title": "Peer support worker", "family": "peer", "wte": Decimal(20)} | values
    values.setdefault("starts_on", today() - LONG_AGO)
    return placements.open_post(by=system(), team=team, **values)


def placement(person: Person, post: Post, status: str = "started", **values) -> Placement:
    """Somebody placed in a post, brought to `status` by the verbs that lead there."""
    by = system()
    ends_on = values.pop("ends_on", None)
    values = {
        "team": post.team,
        "employer": person.organisation,
        "host": post.team.organisation,
        "wte": Decimal("0.8"),
        "starts_on": today() - LONG_AGO,
    } | values
    row = placements.propose_placement(by=by, person=person, post=post, **values)
    if status == "proposed":
        return row
    row = placements.agree_placement(row, by=by)
    if status == "agreed":
        return row
    row = placements.start_placement(row, by=by)
    return placements.end_placement(row, by=by, ends_on=ends_on or today()) if status == "ended" else row


def stream(organisation: Unit, kind: str = "practice", name: str = "Practice supervision") -> Stream:
    return placements.open_stream(by=system(), organisation=organisation, kind=kind, name=name)


def supervised(person: Person, supervisor: User, stream: Stream, **values) -> SupervisorLink:
    values.setdefault("starts_on", today() - LONG_AGO)
    if stream.kind == "peer" and not Supervising.objects.filter(user=supervisor).exists():
        gives(supervisor, stream.organisation)
    return placements.link_supervisor(by=system(), person=person, supervisor=supervisor, stream=stream, **values)


def gives(supervisor: User, organisation: Unit, **values) -> Supervising:
    """What a supervisor can give: trained in supervising peer workers long ago, unless told."""
    values = {"trained_on": today() - 4 * LONG_AGO} | values
    return placements.note_supervising(by=system(), user=supervisor, organisation=organisation, **values)


def away(person: Person, kind: str = "leave", **values) -> Away:
    return placements.note_away(by=system(), person=person, kind=kind, **values)


def qualified(person: Person, requirement: str = "Safeguarding", **values) -> Qualified:
    return placements.note_qualified(
        by=system(), person=person, requirement=requirement, **{"source": "Training"} | values
    )


def ready(team: Unit, by: User | None = None, **values) -> Readiness:
    values = {"answer": "ready", "reason": "Two supervisors are trained.", "expires_on": today() + LONG_AGO} | values
    return placements.decide_readiness(by=by or system(), team=team, **values)


# Staff files, who counts, figures, targets --------------------------------------------------------------------------
LIST = "staff_id,name,team_code,role,staff_group,wte,start\n"


def staff_list(organisation: Unit, staff: list[tuple], *, by: User | None = None) -> StaffSubmission:
    """A staff list handed in; staff: (number, name, team, job role, staff group, WTE) each, in post for 300 days."""
    since = today() - LONG_AGO
    lines = [f"{who},{name},{team.code},{role},{group},{wte},{since}\n" for who, name, team, role, group, wte in staff]
    return _handed_in(LIST + "".join(lines), "staff_list_csv", organisation, by=by or system())


def published(organisation: Unit, sums: list[tuple[str, str, str]], *, by: User | None = None) -> StaffSubmission:
    """A published staff file handed in; sums: (month such as 2025-SEP, staff group, WTE)."""
    lines = [f"{month},{organisation.code},{organisation.name},{group},{fte}\n" for month, group, fte in sums]
    text = "month,org_code,org_name,staff_group,fte\n" + "".join(lines)
    return _handed_in(text, "staff_fte_csv", organisation, by=by or system())


def _handed_in(text: str, profile: str, organisation: Unit, *, by: User) -> StaffSubmission:
    file = SimpleUploadedFile(f"staff{next(_numbers)}.csv", text.encode(), "text/csv")
    handed_in = import_staff(file, profile, organisation, by=by)
    assert handed_in.status == "published", (handed_in.message, handed_in.report)
    return handed_in


def counted(organisation: Unit, answers: list[tuple[str, str, str]], *, by: User | None = None) -> list[CountingRule]:
    """Who counts as what, for 300 days: (told by, value, counts as) each."""
    return mix.classify(by=by or system(), organisation=organisation, answers=answers, starts_on=today() - LONG_AGO)


def target(unit: Unit, by: User, **values) -> Target:
    values = {"basis": "wte", "value": Decimal("0.5"), "starts_on": today() - LONG_AGO} | values
    values = {"due_on": today() + LONG_AGO * 3, "reason": "Lived experience in every team"} | values
    return mix.set_target(by=by, unit=unit, **values)
