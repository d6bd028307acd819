"""Charts: readable at half a per cent and at fifty, never joined over a gap, and nothing hostile gets through."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerwork.kit import charts, gallery

HOSTILE = "</title><script>alert(1)</script>\" onload='x' & <b>"
JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def draw(series, **more):
    return charts.line(series, id="c", title="T", desc="D", **more)


def svgs(markup):
    """Each drawing, parsed: broken markup raises."""
    return [ElementTree.fromstring(part + "</svg>") for part in markup.split("</svg>") if part]


def of_class(svg, kind):
    return [element for element in svg.iter() if kind in (element.get("class") or "").split()]


def words(svg):
    return [element.text for element in svg.iter("text")]


def points(path):
    return [tuple(map(float, pair)) for pair in re.findall(r"[ML](\S+) (\S+)", path.get("d"))]


def test_three_sizes_are_drawn_each_named_for_a_screen_reader_with_ids_of_its_own():
    drawings = svgs(gallery.mix("mix"))
    assert [svg.get("class") for svg in drawings] == ["app-chart__wide", "app-chart__narrow", "app-chart__print"]
    ids = [element.get("id") for svg in drawings for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6
    for svg in drawings:
        assert svg.get("role") == "img"
        assert svg.find("title").get("id") == svg.get("aria-labelledby")
        assert svg.find("desc").get("id") == svg.get("aria-describedby")


def test_nothing_is_styled_inline_or_fetched():
    markup = gallery.mix("mix") + charts.spark([1, 2, 3])
    assert "style=" not in markup
    assert "href" not in markup
    assert "url(" not in markup


@pytest.mark.parametrize("argument", ["title", "desc", "name", "id", "note", "label", "unit"])
def test_a_hostile_label_stays_text(argument):
    texts = {"id": "c", "title": "T", "desc": "D"}
    series = [(JANUARY, 0.1), (FEBRUARY, 0.2)]
    if argument in ("label", "unit"):
        label, unit = (HOSTILE, "") if argument == "label" else ("L", HOSTILE)
        markup = charts.lines([(label, series)], **texts, unit=unit)
    elif argument == "note":
        markup = charts.line(series, **texts, breaks=[(FEBRUARY, HOSTILE)])
    elif argument == "name":
        series = [(date(2025, month, 1), month / 100) for month in range(1, 13)]
        markup = charts.line(series, **texts, name=HOSTILE)
    else:
        markup = charts.line(series, **texts | {argument: HOSTILE})
    assert "<script" not in markup
    for svg in svgs(markup):
        assert not [element for element in svg.iter() if element.tag in ("script", "b")]
        assert not [name for element in svg.iter() for name in element.attrib if name.startswith("on")]


def test_the_axis_follows_the_data():
    for top, ceiling in [(0.004, "0.5%"), (0.0049, "0.5%"), (0.05, "6%"), (0.5, "60%"), (0.95, "100%")]:
        wide = svgs(draw([(JANUARY, top / 2), (FEBRUARY, top)]))[0]
        highest = max(-point[1] for path in of_class(wide, "l-actual") for point in points(path))
        assert -highest < 0.4 * 430, f"{top} lies too low to read"
        labels = [text for text in words(wide) if text.endswith("%")]
        assert ceiling in labels
        assert 3 <= len(of_class(wide, "grid")) <= 6


def test_all_nought_still_has_an_axis_and_no_minus_sign():
    wide = svgs(draw([(JANUARY, 0), (FEBRUARY, 0.0)]))[0]
    assert "1.0%" in words(wide)
    assert "0.0%" in words(wide)
    assert not [text for text in words(wide) if "-" in text]


def test_a_single_month_is_a_point_not_a_line():
    for svg in svgs(draw([(JANUARY, 0.12)])):
        assert not of_class(svg, "l-actual")
        assert len(of_class(svg, "dot")) == 1


def test_nothing_recorded_draws_the_path_alone():
    for svg in svgs(draw([(JANUARY, None)], target=[(JANUARY, 0.1), (APRIL, 0.2)])):
        assert len(of_class(svg, "l-target")) == 1
        assert not of_class(svg, "dot")


def test_nothing_at_all_draws_only_an_axis():
    assert len(svgs(draw([]))) == 3


def test_a_missing_month_a_missing_value_and_a_break_each_leave_a_gap():
    months = [date(2026, month, 1) for month in range(1, 9)]
    whole = [(month, 0.1) for month in months]
    runs = lambda series, **more: len(of_class(svgs(draw(series, **more))[0], "l-actual"))
    assert runs(whole) == 1
    assert runs(whole[:3] + whole[4:]) == 2
    assert runs([*whole[:3], (months[3], None), *whole[4:]]) == 2
    assert runs(whole, breaks=[(months[4], "Counted a new way")]) == 2


def test_a_break_is_marked_and_said():
    wide = svgs(draw([(JANUARY, 0.1), (FEBRUARY, 0.2), (MARCH, 0.2)], breaks=[(MARCH, "Counted a new way")]))[0]
    assert len(of_class(wide, "break")) == 1
    assert "Counted a new way" in words(wide)


def test_the_forecast_starts_at_the_last_recorded_month_and_shows_its_band():
    wide = svgs(gallery.mix("mix"))[0]
    start = points(of_class(wide, "l-forecast")[0])[0]
    assert start == points(of_class(wide, "l-actual")[0])[-1]
    assert of_class(wide, "band")
    assert {"Forecast 41%", "likely 36% to 46%", "Target 50%", "by March 2028", "October 2026: 27.4%"} <= set(
        words(wide)
    )


def test_a_small_share_keeps_two_places():
    assert "October 2026: 0.49%" in words(svgs(gallery.mix("mix", 0.018))[0])


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=40), st.floats(0, 1), st.booleans())
def test_whatever_the_figures_everything_stays_inside_the_frame(values, aim, with_target):
    months = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    target = [(JANUARY, aim / 2), (date(2028, 3, 1), aim)] if with_target else ()
    for svg in svgs(draw(list(zip(months, values, strict=True)), target=target, name="Share")):
        _left, _top, width, height = map(float, svg.get("viewBox").split())
        for element in [*svg.iter("text"), *svg.iter("line"), *svg.iter("circle")]:
            for name, limit in [
                ("x", width),
                ("x1", width),
                ("cx", width),
                ("y", height),
                ("y1", height),
                ("cy", height),
            ]:
                if element.get(name):
                    assert 0 <= float(element.get(name)) <= limit
        for path in svg.iter("path"):
            assert all(0 <= x <= width and 0 <= y <= height for x, y in points(path))


def test_end_labels_do_not_lie_on_each_other():
    near = [(JANUARY, 0.30), (FEBRUARY, 0.31)]
    wide = svgs(draw(near, target=near))[0]
    heights = sorted({float(text.get("y")) for text in wide.iter("text") if float(text.get("x")) > 952})
    assert len(heights) == 4
    assert heights[2] - heights[0] >= charts.LABEL_GAP


def test_lines_are_told_apart_by_style_and_labelled_at_their_ends():
    wide = svgs(
        charts.lines(
            [("Peers", [(JANUARY, 40), (FEBRUARY, 1200)]), ("Others", [(JANUARY, 5), (FEBRUARY, 6.25)])],
            id="l",
            title="T",
            desc="D",
        )
    )[0]
    assert len(of_class(wide, "l-actual")) == len(of_class(wide, "l-target")) == 1
    assert {"1,200", "Peers", "6.2", "Others"} <= set(words(wide))


def test_more_than_three_lines_are_refused():
    with pytest.raises(ValueError, match="told apart"):
        charts.lines([("L", [])] * 4, id="l", title="T", desc="D")


def test_spark_needs_three_figures_and_leaves_a_gap():
    assert charts.spark([1, None, 2]) == ""
    assert charts.spark([1, 2, None, 4, 5]).count("<path") == 2
    assert 'cy="22"' in charts.spark([0, 0, 0])


def test_bands_are_as_wide_as_the_shares_need():
    near, new = charts.Bands.of([0.09, 0.51, "[c]", None]), charts.Bands.of([0.0012, 0.0049])
    assert (near.width, near.places, near.band(0.51), near.band(0.09)) == (10, 0, 5, 0)
    assert near.key() == ["Under 10%", "10 to 19%", "20 to 29%", "30 to 39%", "40 to 49%", "50% or more"]
    assert (new.width, new.band(0.0012), new.band(0.0049)) == (0.1, 1, 4)
    assert charts.Bands.of([]).key()[0] == "Under 0.1%"


def test_a_share_is_shaded_as_it_is_written():
    assert charts.Bands(10).band(0.196) == 2  # written 20
    assert charts.Bands(10).band(0.194) == 1
