"""A file of peer shares that another organisation published, loaded in each trust."""

from peerwork.kit.records import creating
from peerwork.mix.openly.policy import files
from tests import make

CONTENT = {"organisation": {"code": "RZZ", "name": "Farmoor"}, "figures": [
    {"basis": "wte", "share": "0.101", "coverage": "0.990", "definition": "1", "source": "Staff list"}]}  # fmt: skip


def loaded(organisation, by, code="RZZ", month=None, **figure):
    content = CONTENT | {"figures": [CONTENT["figures"][0] | figure]}
    with creating(files, "load", by=by, organisation=organisation) as row:
        row.publisher, row.code, row.content, row.loaded_by = "Farmoor", code, content, by
        row.month, row.signed_by = month or make.today().replace(day=1), "z6Mk"
    return row


def fill(place) -> None:
    place.put("organisation", loaded(place.root, place.user("director")))


COPIED = [("mix.ShareFile/organisation", "code")]
