"""What tests of starting ask for: the trust's HR and a second pair of eyes, its letter, and short ways to a state."""

from types import SimpleNamespace

import pytest

from peerwork.recruitment.starting.models import Starter
from tests import make
from tests.recruitment.starting import world as rows


@pytest.fixture
def trust(world):
    hr, second, post = world.cast.hr, world.cast.hr_worker, world.row("placements.Post/peer")
    template = world.row("recruitment.OfferTemplate/letter")

    def to(state: str, **values) -> Starter:
        """Somebody new, brought to a state by the verbs that lead there."""
        both = {"by": hr, "template": template} | values
        made = {"offered": rows.offered, "accepted": rows.accepted, "cleared": rows.cleared, "dated": rows.dated}[state]
        if state in ("cleared", "dated"):
            both["second"] = second
        return Starter.objects.get(pk=made(post, **both).pk)

    return SimpleNamespace(
        hr=hr,
        second=second,
        post=post,
        template=template,
        to=to,
        check=rows.check_of,
        settle_all=rows.settle_all,
        root=world.row("people.Unit/organisation"),
        today=make.today(),
        world=world,
    )
