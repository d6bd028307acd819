"""One panel for all tests of this folder: made once in the module's own transaction, fresh copies for each test."""

import copy

import pytest

from tests.recruitment.panels import make as panels


@pytest.fixture(scope="module")
def prepared(template, django_db_blocker):
    with django_db_blocker.unblock():
        return panels.full(template.row("people.Unit/team"), by=template.cast.hr)


@pytest.fixture
def found(prepared, world):
    """A panel that keeps every rule, with two applicants; scoring is open."""
    return copy.deepcopy(prepared)
