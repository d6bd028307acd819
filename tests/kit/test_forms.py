"""Forms: the design system's markup, errors in the field's own words that lead to the right control, and no writing."""

from datetime import date, time

import pytest
from django import forms
from django.contrib.sessions.models import Session as Row
from django.core.exceptions import ValidationError
from django.http import QueryDict

from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios, TimeField
from peerwork.kit.gallery import Session
from tests.kit.oracle import parsed, shape, theirs

DIFFERENT = ("autocomplete", "maxlength", "aria-invalid")  # ours adds these; the design system has no say in them


class Small(Form):
    name = forms.CharField(label="Name of the group", help_text="As people know it", max_length=20)
    met_on = DateField(label="Date you met", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Two")], widget=Radios)
    sure = forms.BooleanField(label="We agreed this")


def page(form):
    return parsed(str(form))


def group(document, id):
    return document.find(id=id).find_parent(class_="nhsuk-form-group")


def dates(**parts):
    return {f"met_on_{part}": value for part, value in parts.items()}


# The same as the design system ------------------------------------------------------------------------------------


def test_a_text_field_with_an_error_is_the_design_systems():
    ours = group(page(Small({})), "id_name")
    expected = theirs(
        "input",
        "input",
        id="id_name",
        name="name",
        label={"text": "Name of the group"},
        hint={"text": "As people know it", "id": "id_name_helptext"},
        errorMessage={"text": "Enter name of the group", "id": "id_name_error"},
    ).div
    assert shape(ours, without=DIFFERENT) == shape(expected, without=DIFFERENT)


def test_the_error_summary_is_the_design_systems():
    ours = page(Small({"name": "A", "kind": "a", **dates(day="1", month="2", year="")})).find(
        class_="nhsuk-error-summary"
    )
    expected = theirs(
        "error-summary",
        "errorSummary",
        titleText="There is a problem",
        descriptionText="2 things need another look.",
        errorList=[
            {"text": "Date you met must include a year", "href": "#id_met_on_day"},
            {"text": "Tick the box: We agreed this", "href": "#id_sure"},
        ],
    ).div
    assert shape(ours) == shape(expected)


def test_a_select_and_a_text_area_are_the_design_systems():
    class Other(Form):
        who = forms.ChoiceField(label="Who", choices=[("a", "One"), ("b", "Two")])
        note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 5}))

    document = page(Other(initial={"who": "b"}))
    who = theirs(
        "select",
        "select",
        id="id_who",
        name="who",
        label={"text": "Who"},
        items=[{"value": "a", "text": "One"}, {"value": "b", "text": "Two", "selected": True}],
    ).div
    note = theirs("textarea", "textarea", id="id_note", name="note", label={"text": "Note"}, rows=5).div
    assert shape(group(document, "id_who")) == shape(who)
    assert shape(group(document, "id_note"), without=("cols",)) == shape(note)


def test_a_password_can_be_shown_and_is_the_design_systems():
    class Other(Form):
        secret = forms.CharField(label="Password", widget=forms.PasswordInput)

    expected = theirs("password-input", "passwordInput", id="id_secret", name="secret", label={"text": "Password"}).div
    assert shape(group(page(Other()), "id_secret")) == shape(expected)


# Labels, hints, errors --------------------------------------------------------------------------------------------


def test_every_control_has_a_label_and_every_description_exists():
    for form in (Session(), Session({})):
        document = page(form)
        for control in document.find_all(["input", "select", "textarea"]):
            if control.get("type") == "hidden":
                continue
            assert document.find("label", attrs={"for": control["id"]}), control
            for id in control.get("aria-describedby", "").split():
                assert document.find(id=id), id


def test_every_error_leads_to_a_control():
    document = page(Session({}))
    links = document.find(class_="nhsuk-error-summary").find_all("a")
    assert len(links) == 5
    for link in links:
        assert document.find(id=link["href"][1:]).name in ("input", "select", "textarea"), link


def test_optional_is_said_and_required_is_not():
    text = {label.text.strip() for label in page(Session()).find_all(["label", "legend"])}
    assert "Time (optional)" in text
    assert "Date you met" in text
    assert "We wrote this together, or Sam has seen it" in text


def test_nothing_a_person_typed_becomes_markup():
    document = page(Small({"name": '"><script>1</script>', **dates(day="<b>"), "kind": "<i>"}))
    assert not document.find_all(["script", "b", "i"])


def test_errors_are_in_the_fields_words_unless_the_form_chose_others():
    class Other(Form):
        group = forms.CharField(label="Group", error_messages={"required": "Say which group"})
        hours = forms.IntegerField(label="Hours a week", min_value=1, max_value=37)
        rate = forms.DecimalField(label="Rate", required=False)

    errors = Other({"hours": "99"}).errors
    assert errors["group"] == ["Say which group"]
    assert errors["hours"] == ["Hours a week must be 37 or less"]
    assert Other({"hours": "many"}).errors["hours"] == ["Hours a week must be a whole number, for example 12"]
    assert Other({"hours": "3", "rate": "x"}).errors["rate"] == ["Rate must be a number, for example 7.5"]
    assert Small({"name": "x" * 25}).errors["name"] == ["Name of the group must be 20 characters or fewer (it has 25)"]


def test_numbers_get_number_keys_and_no_spinner():
    field = page(Session()).find(id="id_minutes")
    assert (field["type"], field["inputmode"]) == ("text", "numeric")


def test_browsers_are_not_asked_to_check():
    assert not page(Session()).find_all(required=True)


def test_who_can_see_is_said_before_anything_is_written():
    document = page(Session())
    assert "You and Sam can read" in document.find(class_="app-see--block").text
    assert "Only you can read this" in group(document, "id_note").text


def test_hints_under_choices_are_tied_to_them():
    document = page(Session())
    choice = document.find("input", value="missed")
    assert "It will not count" in document.find(id=choice["aria-describedby"]).text


def test_radios_offer_no_blank_choice():
    class Other(Form):
        kind = forms.ChoiceField(label="Kind", choices=[("", "---------"), ("a", "One")], widget=Radios, required=False)
        kinds = forms.MultipleChoiceField(label="Kinds", choices=[("a", "One")], widget=Checkboxes, required=False)

    document = page(Other())
    assert [choice["value"] for choice in document.find_all("input", type="radio")] == ["a"]
    assert [choice["value"] for choice in document.find_all("input", type="checkbox")] == ["a"]


def test_a_blank_choice_in_a_list_says_what_to_do():
    assert page(Session()).find(id="id_who").option.text == "Choose one"


# Dates and times -------------------------------------------------------------------------------------------------

LEAP = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"day": "29", "month": "2", "year": "2028"}, LEAP),
        ({"day": " 29 ", "month": "Feb", "year": "2028"}, LEAP),
        ({"day": "29", "month": "february", "year": "2028"}, LEAP),
        ({"day": "", "month": "", "year": ""}, None),
        ({}, None),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, found):
    form = Small({"name": "A", "kind": "a", "sure": "on", **dates(**typed)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["met_on"] == found


def test_a_whole_date_may_come_in_one_piece():
    form = Small({"name": "A", "kind": "a", "sure": "on", "met_on": "2028-02-29"})
    assert form.is_valid()
    assert form.cleaned_data["met_on"] == LEAP
    assert page(form).find(id="id_met_on_month")["value"] == "02"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "", "month": "2", "year": "2028"}, "must include a day"),
        ({"day": "1", "month": "", "year": "2028"}, "must include a month"),
        ({"day": "1", "month": "2", "year": ""}, "must include a year"),
        ({"day": "1", "month": "2", "year": "26"}, "must have 4 numbers"),
        ({"day": "30", "month": "2", "year": "2028"}, "must be a real date"),
        ({"day": "1", "month": "Blurst", "year": "2028"}, "must be a real date"),
        ({"day": "1", "month": "2", "year": "٢٠٢٦x"}, "must be a real date"),
        ({"day": "x" * 500, "month": "2", "year": "2028"}, "must be a real date"),
        ({"day": "1", "month": "2", "year": "0000"}, "must be a real date"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_keeps_what_was_typed(typed, words):
    form = Small({"name": "A", "kind": "a", "sure": "on", **dates(**typed)})
    assert words in form.errors["met_on"][0]
    for part, value in typed.items():
        assert page(form).find(id=f"id_met_on_{part}")["value"] == value


def test_a_stored_date_is_shown_in_three_parts():
    document = page(Small(initial={"met_on": LEAP}))
    assert [document.find(id=f"id_met_on_{part}")["value"] for part in ("day", "month", "year")] == ["29", "2", "2028"]


def test_a_date_that_has_not_changed_is_not_a_change():
    form = Small({"name": "A", **dates(day="29", month="2", year="2028")}, initial={"name": "A", "met_on": LEAP})
    assert "met_on" not in form.changed_data


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2pm", time(14)),
        ("2.30 pm", time(14, 30)),
        ("14:30", time(14, 30)),
        ("12am", time(0)),
        ("noon", time(12)),
        ("9:05", time(9, 5)),
        ("1430", time(14, 30)),
        ("2 p.m.", time(14)),
        ("14:30:00", time(14, 30)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, found):
    assert TimeField().clean(typed) == found


@pytest.mark.parametrize("typed", ["2", "25:00", "13pm", "0pm", "half two", "2:99pm", "²pm"])
def test_a_wrong_time_is_refused(typed):
    with pytest.raises(ValidationError, match="2:30pm"):
        TimeField().clean(typed)


# Versions and refusals -------------------------------------------------------------------------------------------


def test_the_version_travels_with_the_form_and_apart_from_the_answers():
    assert page(Small(version=4)).find(attrs={"name": "version"})["value"] == "4"
    form = Small({"name": "A", "kind": "a", "sure": "on", "version": "4"})
    assert form.is_valid()
    assert form.version == 4
    assert set(form.answers) == {"name", "met_on", "kind", "sure"}


def test_a_forged_version_is_an_error_that_is_shown():
    form = Small({"name": "A", "kind": "a", "sure": "on", "version": "x"})
    assert not form.is_valid()
    assert "must be a whole number" in page(form).find(class_="nhsuk-error-summary").text


def test_after_a_conflict_the_words_are_kept_and_the_next_save_is_against_the_new_row():
    form = Small(QueryDict("name=Mine&kind=a&sure=on&version=4"))
    assert form.is_valid()
    form.refuse(Conflict())
    form.renew(5)
    document = page(form)
    assert document.find(id="id_name")["value"] == "Mine"
    assert document.find(attrs={"name": "version"})["value"] == "5"
    assert "This has changed" in document.find(class_="nhsuk-error-summary").text


@pytest.mark.parametrize(
    "refusal",
    [
        Invalid(fields={"name": ["Taken already"], "held_by": ["Not yours"]}),
        ValidationError({"name": ["Taken already"], "held_by": ["Not yours"]}),
    ],
)
def test_an_actions_refusal_is_shown_at_its_field_or_at_the_top(refusal):
    form = Small({"name": "A", "kind": "a", "sure": "on"})
    assert form.is_valid()
    form.refuse(refusal)
    assert form.errors["name"] == ["Taken already"]
    assert form.non_field_errors() == ["Not yours"]


def test_a_refusal_about_nothing_in_particular_is_shown_at_the_top():
    form = Small({"name": "A", "kind": "a", "sure": "on"})
    form.refuse(ValidationError("No room left"))
    assert form.non_field_errors() == ["No room left"]


class RowForm(ModelForm):
    class Meta:
        model = Row
        fields = ["session_data", "expire_date"]


def test_a_model_form_takes_the_models_words_and_never_touches_the_row():
    row = Row(session_key="k", session_data="before")
    form = RowForm({"session_data": "after", "expire_date": "2026-11-25 14:00"}, instance=row)
    assert form.is_valid(), form.errors
    assert form.answers["session_data"] == "after"
    assert row.session_data == "before"
    assert page(form).find("label", attrs={"for": "id_session_data"}).text == "Session data"
    with pytest.raises(TypeError, match="action"):
        form.save()


def test_a_model_date_becomes_day_month_and_year():
    from django.db import models

    from peerwork.kit.forms import field_for

    assert isinstance(field_for(models.DateField()), DateField)
    assert isinstance(field_for(models.TimeField()), TimeField)
    assert not isinstance(field_for(models.DateTimeField()), DateField)
