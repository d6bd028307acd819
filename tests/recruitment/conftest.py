"""What tests of recruitment ask for: HR, a team, people who apply."""

from types import SimpleNamespace

import pytest

from tests import make
from tests.recruitment import make as ours


@pytest.fixture
def round(world):
    """A published vacancy of the trust, HR, two who shortlist, and a way to get applicants."""
    hr, team = world.cast.hr, world.row("people.Unit/team")
    vacancy = ours.published(team, by=hr)

    def applicant(**values):
        return ours.sent(vacancy, make.account(kind="link"), **values)

    return SimpleNamespace(
        hr=hr, team=team, vacancy=vacancy, applicant=applicant, first=world.cast.supervisor, second=world.cast.senior
    )
