"""The open standard: made, signed, checked, loaded and compared; open data in the long shape; what was revised."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.mix import actions as mixing
from peerwork.mix.models import Snapshot
from peerwork.mix.openly import actions, queries, standard
from peerwork.mix.queries import mix
from peerwork.training.certificates.actions import key_of
from tests.mix.openly.recipes import body, upload
from tests.mix.openly.world import loaded


@pytest.fixture
def trust(world):
    return world.row("people.Unit/organisation")


def test_a_file_is_what_a_director_sees_signed_and_without_a_count(world, trust, tmp_path, capsys):
    month = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month").month
    director = world.cast.director
    made = actions.publish_share(by=director, organisation=trust, month=month)
    shares = {figure["basis"]: Decimal(figure["share"]) for figure in made["figures"]}
    seen = mix(director, trust, "wte", month).share
    assert abs(shares["wte"] - seen) <= Decimal("0.0005")
    assert standard.problems(made) == []
    assert not {"peers", "numerator", "denominator", "people"} & set(json.dumps(made).replace('"', " ").split())
    path = tmp_path / "share.json"
    path.write_text(json.dumps(made))
    call_command("check_peer_share", str(path))
    assert "as it was signed" in capsys.readouterr().out
    path.write_text(json.dumps(made).replace(made["figures"][0]["share"], "0.999", 1))
    with pytest.raises(CommandError, match="changed after"):
        call_command("check_peer_share", str(path))


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2.0"}, {"month": "October"}, {"figures": []}, {"people": 12}, {"organisation": "RYY"},
        {"figures": [{"basis": "wte", "share": "1.2", "coverage": "0.9", "definition": "1", "source": "x"}]},
        {"figures": [{"basis": "wte", "share": 0.2, "coverage": "0.9", "definition": "1", "source": "x"}]},
        {"figures": [{"basis": "wte", "share": "0.2", "coverage": "0.9", "definition": "1", "source": "x",
                      "trained_and_supported": "0.4"}]},
    ],
)  # fmt: skip
def test_what_does_not_follow_the_standard_is_refused(world, trust, change):
    signed = standard.signed(body() | change, key_of(trust))
    assert standard.problems(signed)
    file = SimpleUploadedFile("x.json", json.dumps(signed).encode())
    with pytest.raises(Invalid):
        actions.load_share(by=world.cast.director, organisation=trust, file=file)


def test_others_are_compared_as_a_spread_from_five_on_and_never_by_name(world, trust):
    director = world.cast.director
    with pytest.raises(NotAllowed):
        actions.load_share(by=world.cast.team_lead, organisation=trust, file=upload(key_of(trust)))
    actions.load_share(by=director, organisation=trust, file=upload(key_of(trust)))
    assert "few" in queries.spread(director)[0]
    for number in range(3):
        loaded(trust, director, code=f"R{number}", share=f"0.{number + 2}00")
    (row,) = queries.spread(director)
    assert (row["files"], row["middle"]) == (5, "20%")
    page = world.client("director").get("/mix/open/").content.decode()
    assert "Lower quarter" in page and "30%" in page  # the upper quarter
    assert "10.1%" not in page and "40%" not in page  # neither end: it is somebody's own


def test_open_data_has_the_published_shape_and_what_a_director_sees(world, trust):
    answer = world.client("hr").get(f"/mix/open/mix.csv?organisation={trust.pk}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert tuple(rows[0]) == queries.COLUMNS
    whole = [row for row in rows if row["BREAKDOWN"] == "Organisation" and row["MEASURE_ID"] == "PS01"]
    seen = mix(world.cast.director, trust, "wte")
    assert whole[-1]["MEASURE_VALUE"] == f"{100 * seen.share:.1f}"
    assert whole[-1]["REPORTING_PERIOD_END"] == mixing.rollups.last_day(seen.month).strftime("%d/%m/%Y")
    small = world.row("people.Unit/next_team").name
    assert not any(small in row["SECONDARY_LEVEL_DESCRIPTION"] for row in rows)
    assert world.client("team_lead").get(f"/mix/open/mix.csv?organisation={trust.pk}").status_code in (403, 404)


def test_freezing_twice_changes_nothing_and_a_correction_is_a_new_version_of_the_month(world, trust):
    assert mixing.freeze(trust) == 0
    before = Snapshot.objects.filter(organisation=trust).count()
    assert mixing.freeze(trust) == 0 and Snapshot.objects.filter(organisation=trust).count() == before
    row = Snapshot.objects.filter(unit=trust, basis="wte", current=True).latest("month")
    told = len(queries.revisions(trust))
    Snapshot.objects.filter(pk=row.pk).update(numerator=row.numerator - 1)  # as if the list had said otherwise
    assert mixing.freeze(trust) == 1
    month = Snapshot.objects.filter(organisation=trust, month=row.month, basis__in=("wte", "headcount"))
    numbers = set(month.filter(current=True).values_list("number", flat=True))
    assert numbers == {row.number + 1}  # every unit and basis of the month, not only the one that changed
    changes = queries.revisions(trust)
    assert len(changes) == told + 1 and changes[0][4] != changes[0][5]
