"""Completed courses as a file for the staff record system (ESR)."""

from peerwork.kit import exports
from peerwork.people.models import Unit
from peerwork.training.needs import queries
from peerwork.training.needs.days import held_until

# ESR's own words for the columns of a learning record, which whoever loads the file maps by.
COLUMNS = ("Employee Number", "Competence Name", "Date From", "Date To")


def learning(user, organisation: Unit, reason: str):
    """Every completion in reach of somebody with a staff number, with the day it holds until by the rule."""
    numbers, intervals, lines = queries.learning_lines(user, organisation)
    rows = (
        [numbers[person], name, done_on, held_until(done_on, intervals.get(course), expires_on)]
        for person, course, name, done_on, expires_on in lines
        if person in numbers
    )
    return exports.csv_response(user, "learning for ESR", COLUMNS, rows, named=True, reason=reason)
