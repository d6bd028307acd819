"""How coverage is shown: shares of a domain as shaded cells, and the same in words."""

from django.utils.translation import gettext as _


def band(done: int, of: int) -> int:
    """The shade of a cell: 0 for none, 5 for all, the steps between for parts."""
    if not of or not done:
        return 0
    return 5 if done >= of else max(1, min(4, round(5 * done / of)))


def cell(done: int, of: int) -> dict:
    return {"text": _("%(done)d of %(of)d") % {"done": done, "of": of} if of else "–", "band": f"app-h{band(done, of)}"}


def domain_lines(parts, covered) -> list[dict]:
    """One person's domains, each with how much is confirmed."""
    return [
        {"domain": part, "done": covered.cells[part.number][0], "of": covered.cells[part.number][1]}
        for part in parts
        if part.number in covered.cells
    ]


def heat(parts, covered) -> dict:
    """The rows of the heat map, a row of all together, and the same for a plain table."""
    none = {"text": "–", "band": "app-hc"}
    rows = [
        {
            "person": line.person,
            "team": line.team,
            "cells": [cell(*line.cells[part.number]) if part.number in line.cells else none for part in parts],
            "all": cell(*line.all),
        }
        for line in covered
    ]
    total = []
    for part in parts:
        sums = [line.cells[part.number] for line in covered if part.number in line.cells]
        total.append(cell(sum(done for done, _of in sums), sum(of for _done, of in sums)))
    wholes = [line.all for line in covered]
    return {
        "rows": rows,
        "total": total,
        "whole": cell(sum(done for done, _of in wholes), sum(of for _done, of in wholes)),
        "key": [_("none"), _("a few"), _("some"), _("half or more"), _("nearly all"), _("all")],
    }
