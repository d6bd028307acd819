"""How each verb on a loaded file is done, for tests/system/test_history.py."""

import json
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.mix.openly import actions, standard
from peerwork.training.certificates.actions import key_of

FIGURE = {"basis": "wte", "share": "0.120", "coverage": "0.980", "definition": "1", "source": "Staff list"}


def body(code="RYY", **figure) -> dict:
    return {
        "standard": "peer-share", "version": "1.0", "organisation": {"code": code, "name": f"Trust {code}"},
        "month": "2026-09", "figures": [FIGURE | figure], "made_on": date(2026, 10, 20).isoformat(),
    }  # fmt: skip


def upload(key, code="RYY", **figure) -> SimpleUploadedFile:
    signed = standard.signed(body(code, **figure), key)
    return SimpleUploadedFile("share.json", json.dumps(signed).encode(), "application/json")


RECIPES = {
    "mix.ShareFile/load": ("director", lambda w, by: actions.load_share(
        by=by, organisation=w.row("people.Unit/organisation"),
        file=upload(key_of(w.row("people.Unit/organisation"))))),
    "mix.ShareFile/withdraw": ("director", lambda w, by: actions.withdraw_share(
        w.row("mix.ShareFile/organisation"), by=by)),
}  # fmt: skip
