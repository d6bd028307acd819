"""Components: the design system's markup where it is theirs, every word escaped, figures as people write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from peerwork.kit import gallery
from tests.kit.oracle import parsed, shape, theirs

HOSTILE = "\"><script>alert(1)</script>'"


def ours(source, request=None, **context):
    return parsed(Template(source).render(Context({"request": request or RequestFactory().get("/"), **context})))


def first(document):
    return shape(next(node for node in document.children if getattr(node, "name", None)))


# The same as the design system ------------------------------------------------------------------------------------


def test_a_tag_is_the_design_systems():
    theirs_too = theirs("tag", "tag", text="Due this week", classes="app-tag--due")
    assert first(ours('{% tag "Due this week" "due" %}')) == first(theirs_too)


@pytest.mark.parametrize("kind", ["primary", "secondary", "warning"])
def test_a_button_that_leads_somewhere_is_the_design_systems(kind):
    variant = {} if kind == "primary" else {"variant": kind}
    expected = first(theirs("button", "button", text="Go", href="/x/", small=True, **variant))
    assert first(ours('{% button "Go" "/x/" kind=kind small=True %}', kind=kind)) == expected


def test_a_button_that_sends_is_the_design_systems_and_takes_one_click():
    expected = first(theirs("button", "button", text="Save", name="draft", value="1", preventDoubleClick=True))
    assert first(ours('{% button "Save" name="draft" value="1" %}')) == expected


def test_details_are_the_design_systems():
    expected = first(theirs("details", "details", summaryText="More", text="Words"))
    assert first(ours('{% details "More" %}Words{% enddetails %}')) == expected


def test_breadcrumbs_are_the_design_systems():
    items = [{"text": "People", "href": "/p/"}, {"text": "Sam", "href": "/s/"}]
    expected = theirs("breadcrumb", "breadcrumb", items=items[:1], text="Sam", href="/s/")
    assert first(ours("{% breadcrumbs items %}", items=items)) == first(expected)


def test_a_task_list_is_the_design_systems():
    expected = theirs(
        "task-list",
        "taskList",
        idPrefix="task",
        items=[
            {"title": {"text": "Identity"}, "href": "/i/", "hint": {"text": "Seen"}, "status": {"text": "Complete"}},
            {"title": {"text": "File check"}, "status": {"text": "Cannot start yet", "classes": "app-muted"}},
        ],
    )
    items = [
        {"title": "Identity", "href": "/i/", "hint": "Seen", "status": "Complete"},
        {"title": "File check", "status": "Cannot start yet"},
    ]
    assert first(ours("{% task_list items %}", items=items)) == first(expected)


# Every word escaped ----------------------------------------------------------------------------------------------

TAGS = {
    "tag text 'due'": 1,
    "button text '#'": 1,
    "button text name=text value=text": 2,
    "see text lead=text": 2,
    "back text '#'": 1,
    "banner text text": 2,
    "breadcrumbs dicts": 2,
    "subnav dicts text": 2,
    "stages dicts text": 2,
    "figures dicts": 4,
    "summary dicts": 2,
    "table columns rows text": 4,
    "due_list dicts": 3,
    "task_list dicts": 3,
    "timeline dicts": 4,
    "funnel dicts": 3,
    "heat months dicts text": 3,
    "draft_status text": 1,
    "post text '#' extra=text": 2,
}


@pytest.mark.parametrize("tag", TAGS)
def test_no_word_becomes_markup(tag):
    each = dict.fromkeys(
        [
            "text",
            "title",
            "label",
            "name",
            "sub",
            "hint",
            "status",
            "tag",
            "wait",
            "note",
            "link",
            "when",
            "hidden",
            "unit",
            "shown",
        ],
        HOSTILE,
    )
    each |= {"href": "#", "url": "#", "count": 1, "value": HOSTILE if "funnel" not in tag else 1, "values": [HOSTILE]}
    page = ours(
        f"{{% {tag} %}}",
        text=HOSTILE,
        dicts=[each],
        columns=[HOSTILE],
        rows=[[{"text": HOSTILE, "sub": HOSTILE}]],
        months=[date(2026, 1, 1)],
    )
    assert not page.find_all("script")
    assert str(page).count("alert(1)") >= TAGS[tag]
    assert not [name for node in page.find_all() for name in node.attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("tag", ["details", "panel", "section", "empty_state", "locked", "note"])
def test_no_heading_becomes_markup_and_content_is_kept(tag):
    page = ours(f"{{% {tag} text %}}<b>kept</b>{{{{ text }}}}{{% end{tag} %}}", text=HOSTILE)
    assert not page.find_all("script")
    assert page.b.text == "kept"
    assert page.text.count("alert(1)") == 2


# Tables and lists ------------------------------------------------------------------------------------------------


def test_a_table_names_its_rows_and_columns_and_says_each_heading_again_on_phones():
    page = ours("{% table columns people 'Your supervisees' %}", **gallery.context())
    assert page.caption.text == "Your supervisees"
    assert [head.get("scope") for head in page.thead.find_all("th")] == ["col"] * 6
    assert {head.get("scope") for head in page.tbody.find_all("th")} == {"row"}
    labels = [cell.get("data-label") for cell in page.tbody.tr.find_all("td")]
    assert labels == ["Last met", "Next session", "Status", "Open actions", None]
    assert "is-num" in page.tbody.tr.find_all("td")[3]["class"]


def test_a_row_of_the_wrong_length_is_a_fault_not_a_shift():
    with pytest.raises(ValueError, match="zip"):
        ours("{% table columns rows 'T' %}", columns=["A", "B"], rows=[["only one"]])


def test_an_empty_table_says_why():
    page = ours("{% table columns rows 'T' empty='Nobody yet.' %}", columns=["A"], rows=[])
    assert not page.table
    assert page.text.strip() == "Nobody yet."


def test_a_wide_table_scrolls_in_a_box_a_keyboard_can_reach():
    box = ours("{% table columns rows 'By month' scroll=True %}", columns=["A"], rows=[["1"]]).div
    assert (box["role"], box["tabindex"], box["aria-label"]) == ("region", "0", "By month")


def test_links_in_a_list_are_unique_out_of_context():
    page = ours("{% table columns people 'T' %}", **gallery.context())
    names = [link.text for link in page.find_all("a")]
    assert len(names) == len(set(names))


def test_pages_keep_the_filters():
    request = RequestFactory().get("/people/?team=3&page=9&q=a%26b")
    page = ours("{% pagination page %}", request, page=Paginator(range(200), 20).page(4))
    assert page.find(rel="next")["href"] == "?team=3&page=5&q=a%26b"
    assert page.find(attrs={"aria-current": "page"}).text == "4"
    assert ours("{% pagination page %}", request, page=Paginator(range(5), 20).page(1)).text.strip() == ""


def test_a_hidden_figure_is_said_shaded_and_explained_only_when_used():
    months = [date(2026, 1, 1), date(2026, 2, 1)]
    hidden = ours("{% heat months rows 'T' %}", months=months, rows=[{"name": "A", "values": ["[c]", 0.3]}])
    assert "app-hc" in hidden.find("td", string="[c]")["class"]
    assert "[c] not shown, fewer than 8" in hidden.ul.text
    assert "[x]" not in hidden.ul.text
    whole = ours("{% heat months rows 'T' %}", months=months, rows=[{"name": "A", "values": [0.2, 0.3]}])
    assert "[c]" not in whole.text


def test_dots_are_said_in_words():
    assert "Service users gave 5, 4. Staff gave 3." in ours("{% dots above below %}", above=[5, 4], below=[3]).text


def test_a_small_form_carries_its_token_and_version():
    page = ours("{% post 'Done' '/x/' version=7 hidden='the visit' %}", csrf_token="T0KEN")
    assert page.form["method"] == "post"
    assert {field["name"]: field["value"] for field in page.find_all("input")} == {
        "csrfmiddlewaretoken": "T0KEN",
        "version": "7",
    }
    assert page.button.text == "Done the visit"


# Dates and figures -----------------------------------------------------------------------------------------------


def say(expression, **context):
    return Template(f"{{{{ {expression} }}}}").render(Context(context))


SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # the same evening in London, half past eleven


@pytest.mark.parametrize(
    ("expression", "value", "words"),
    [
        ("v|day", date(2026, 11, 25), "25 November 2026"),
        ("v|day", datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026"),
        ("v|day", None, ""),
        ("v|moment", SUMMER, "1 July 2026, 11:30pm"),
        ("v|moment", datetime(2026, 11, 25, 14, tzinfo=UTC), "25 November 2026, 2pm"),
        ("v|clock", time(0, 5), "12:05am"),
        ("v|clock", time(12), "12pm"),
        ("v|clock", time(0), "12am"),
        ("v|month", date(2026, 10, 1), "October 2026"),
        ("v|percent", 0.2744, "27.4%"),
        ("v|percent", Fraction(1, 8), "12.5%"),
        ("v|percent", Decimal("0.00449"), "0.4%"),
        ("v|percent:2", 0.00449, "0.45%"),
        ("v|percent", 0.1225, "12.3%"),
        ("v|percent", -0.0001, "0.0%"),
        ("v|percent", 0, "0.0%"),
        ("v|percent", None, "[x]"),
        ("v|percent", "[c]", "[c]"),
        ("v|points", -0.041, "−4.1"),
        ("v|points", 0.012, "+1.2"),
        ("v|points", -0.0004, "0.0"),
        ("v|points", None, "[x]"),
        ("v|number", 1076, "1,076"),
        ("v|number", 0, "0"),
        ("v|number", -3, "−3"),
        ("v|number:1", Decimal("1300.25"), "1,300.3"),
    ],
)
def test_dates_and_figures_read_as_people_write_them(expression, value, words):
    assert say(expression, v=value) == words


def test_times_are_the_organisations():
    with timezone.override("Asia/Tokyo"):
        assert say("v|moment", v=SUMMER) == "2 July 2026, 7:30am"


def test_label_of_takes_its_words_from_the_model_and_the_form():
    from django.contrib.sessions.models import Session

    assert say("v|label_of:'expire_date'", v=Session) == "Expire date"
    assert say("v|label_of:'met_on'", v=gallery.Session()) == "Date you met"


# Whole pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["400", "500"])
def test_the_last_pages_need_nothing_but_themselves(status, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        page = parsed(render_to_string(f"{status}.html"))
    assert page.h1.text
    assert page.title.text.endswith("– Peerwork")


@pytest.mark.parametrize("name", ["403", "404", "409", "429"])
def test_each_refusal_says_what_happened_and_leads_home(name):
    page = parsed(render_to_string(f"{name}.html", {"message": HOSTILE}))
    assert len(page.find_all("h1")) == 1
    assert page.main.find("a", href="/")
    assert not page.find_all("script", src=None)


def test_the_gallery_shows_everything_with_no_inline_style_script_or_handler():
    context = gallery.context() | {"request": RequestFactory().get("/")}
    page = parsed(render_to_string("home/gallery.html", context))
    assert len(page.find_all("h1")) == 1
    assert not page.find_all(style=True)
    assert not page.find_all("style")
    assert not page.find_all("script", src=None)
    assert not [name for node in page.find_all() for name in node.attrs if name.startswith("on")]
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    for node in page.find_all(["a", "link", "script", "img", "use"]):
        assert not (node.get("href") or node.get("src") or "").startswith(("http", "//"))


def test_every_component_is_in_the_gallery():
    from django.template import engines

    from peerwork.kit.templatetags import ui

    source = engines["django"].get_template("home/gallery.html").template.source
    missing = [name for name in ui.register.tags if f"{{% {name} " not in source and name not in {"error_summary"}]
    assert not missing
