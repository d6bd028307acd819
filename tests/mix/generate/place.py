"""The organisation that generated extracts are about: teams, staff with every awkward history, who counts, links."""

from dataclasses import dataclass, field
from datetime import date

from peerwork.mix import actions
from peerwork.mix.models import CareTeam
from tests import make
from tests.mix import care

D = date
TEAMS = {"T1": "A06", "T2": "A02", "T3": "A14", "T4": "A06"}
# staff number: posts as (team, job role, from, to)
POSTS = {
    "S1": [("T1", "Peer worker", D(2020, 1, 1), None)],
    "S2": [("T1", "Nurse", D(2020, 1, 1), None)],
    "S3": [("T2", "Nurse", D(2020, 1, 1), D(2026, 5, 14)), ("T3", "Peer worker", D(2026, 5, 15), None)],  # mid-month
    "S4": [("T1", "Peer worker", D(2020, 1, 1), None), ("T2", "Nurse", D(2020, 1, 1), None)],  # two posts, two teams
    "S5": [("T3", "Clerk", D(2020, 1, 1), None)],  # not counted
    "S6": [("T2", "Wizard", D(2020, 1, 1), None)],  # nobody has said
    "S7": [("T4", "Nurse", D(2023, 10, 10), D(2024, 4, 10)), ("T4", "Peer worker", D(2024, 4, 11), None)],
}
COUNTS = {"Peer worker": "peer", "Nurse": "clinical", "Clerk": "excluded"}
# number in the care system: links to staff numbers, dated
LINKS = {
    "P1": [("S1", D(2020, 1, 1), None)],
    "P2": [("S2", D(2020, 1, 1), None)],
    "P3": [("S3", D(2020, 1, 1), None)],
    "P4": [("S4", D(2020, 1, 1), None)],
    "P5": [("S5", D(2020, 1, 1), None)],
    "P6": [("S6", D(2020, 1, 1), None)],
    "P7": [("S7", D(2020, 1, 1), None)],
    "P8": [("S1", D(2020, 1, 1), D(2026, 5, 9)), ("S2", D(2026, 5, 10), None)],  # a number given to somebody else
}
ROLE_CODES = {"FD45": "peer", "FD46": "clinical"}  # codes of the staff table that rules answer for
MAPPED = {"T-OLD": "T2"}  # a team number that somebody mapped


@dataclass
class Where:
    organisation: object
    units: dict = field(default_factory=dict)  # pk -> code


def build() -> Where:
    organisation = make.organisation()
    where = Where(organisation, {organisation.pk: ""})
    for code, kind in TEAMS.items():
        team = make.team(organisation, code, code=code, team_type=kind)
        where.units[team.pk] = code
    lines = ["staff_id,name,team_code,role,staff_group,wte,start,end"]
    for number, posts in POSTS.items():
        for team, role, starts, ends in posts:
            wte = "1" if role != "Nurse" or number != "S4" else "0.4"
            lines.append(f"{number},Listed {number},{team},{role},,{wte},{starts},{ends or ''}")
    text = "\n".join(lines) + "\n"
    make._handed_in(text, "staff_list_csv", organisation, by=make.system())
    answers = [("job_role", role, counts_as) for role, counts_as in (COUNTS | ROLE_CODES).items()]
    actions.classify(by=make.system(), organisation=organisation, answers=answers, starts_on=D(2015, 1, 1))
    for local_id, links in LINKS.items():
        for number, starts, ends in links:
            link = actions.link_staff(by=make.system(), organisation=organisation, source="mhsds", local_id=local_id,
                                      staff_id=number, starts_on=starts)  # fmt: skip
            if ends:
                actions.end_link(link, by=make.system(), ends_on=ends)
    return where


def map_teams(where: Where) -> None:
    """Once an extract has named them."""
    for number, code in MAPPED.items():
        team = CareTeam.objects.filter(organisation=where.organisation, local_id=number, unit=None).first()
        if team:
            unit = next(pk for pk, known in where.units.items() if known == code)
            actions.map_team(team, by=make.system(), unit=type(where.organisation).objects.get(pk=unit))


__all__ = ["COUNTS", "LINKS", "MAPPED", "POSTS", "ROLE_CODES", "TEAMS", "Where", "build", "care", "map_teams"]
