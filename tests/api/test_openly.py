"""Open data and the open standard through the API: what the pages give and take."""

import json

from peerwork.mix.board.models import OutcomeFigure
from peerwork.mix.models import Snapshot
from peerwork.mix.openly import queries, standard
from peerwork.training.certificates.actions import key_of
from tests.mix.openly.recipes import upload


def test_the_api_gives_and_takes_what_the_pages_do(world, ask):
    trust = world.row("people.Unit/organisation")
    month = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month").month
    hr, lead = ask("hr"), ask("lived_experience_lead")
    signed = hr.get("peer-share/", organisation=trust.pk, month=f"{month:%Y-%m}").json()
    assert standard.problems(signed) == [] and standard.proves(signed)
    rows = hr.get("open-mix/", organisation=trust.pk).json()
    assert tuple(rows[0]) == queries.COLUMNS
    assert [tuple(map(str, row)) for row in queries.long_table(world.cast.hr, trust)] == [
        tuple(r.values()) for r in rows
    ]
    loaded = hr.post("share-files/load/", organisation=trust.pk, document=json.loads(upload(key_of(trust)).read()))
    assert loaded.status_code == 201, loaded.content
    changed = signed | {"month": "2020-01"}
    assert hr.post("share-files/load/", organisation=trust.pk, document=changed).status_code == 400
    row = world.row("mix.Indicator/organisation")
    line = {"indicator": row.code, "unit": trust.code, "month": "2026-05", "numerator": "3", "denominator": "90"}
    assert lead.post("outcome-figures/", organisation=trust.pk, rows=[line]).json() == {"rows": 1}
    assert OutcomeFigure.objects.filter(indicator=row, numerator=3, denominator=90).exists()
    long = lead.post("outcome-figures/", organisation=trust.pk, rows=[line | {"source": "s" * 121}])
    assert long.status_code == 400 and "120 letters" in long.content.decode()
    bad = lead.post("outcome-figures/", organisation=trust.pk, rows=[line, line | {"unit": "NOWHERE"}])
    assert bad.status_code == 400 and OutcomeFigure.objects.filter(indicator=row, numerator=3).count() == 1
    assert ask("director").post("outcome-figures/", organisation=trust.pk, rows=[line]).status_code == 403
    assert ask("team_lead").get("open-mix/").status_code == 404
