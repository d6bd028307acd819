"""Forms: one renderer for every form in the house, and base classes that speak in the field's own words.

A page writes `<form method="post" novalidate class="app-form">{% csrf_token %}{{ form }}{% button _("Save") %}</form>`;
labels, hints and errors come from the model. Forms shape input and nothing else: they never touch a row, that is for
actions.
"""

import re
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import TemplatesSetting
from django.utils import dates
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from peerwork.kit.errors import Invalid

CLASSES = [  # the first that fits
    (forms.CheckboxInput, "nhsuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "nhsuk-checkboxes__input"),
    (forms.RadioSelect, "nhsuk-radios__input"),
    (forms.Select, "nhsuk-select"),
    (forms.Textarea, "nhsuk-textarea"),
    (forms.FileInput, "nhsuk-file-upload__input"),
    (forms.PasswordInput, "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input"),
    (forms.Widget, "nhsuk-input"),
]
ERROR_CLASSES = {
    "nhsuk-select": "nhsuk-select--error",
    "nhsuk-textarea": "nhsuk-textarea--error",
    "nhsuk-input": "nhsuk-input--error",
}


class Field(BoundField):
    """A field on a page: which shape it takes, and where an error about it leads."""

    @property
    def kind(self) -> str:
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.PasswordInput):
            return "password"
        if isinstance(widget, forms.FileInput):
            return "file"
        return "group" if widget.use_fieldset else "single"

    @property
    def target(self) -> str:
        """The id of the control to go to: the first choice, the day of a date."""
        if isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def see(self):
        return getattr(self.form, "sees", {}).get(self.name, "")

    @property
    def heading(self):
        return getattr(self.form, "headings", {}).get(self.name, "")

    @property
    def suffix(self):
        return getattr(self.form, "suffixes", {}).get(self.name, "")

    @property
    def optional(self) -> bool:
        return not self.field.required and self.kind != "checkbox" and getattr(self.form, "says_optional", True)

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop(
            "required", None
        )  # the server says what is missing, in the field's words; a browser's bubble does not
        if widget.is_hidden:
            return attrs
        own = next(words for kind, words in CLASSES if isinstance(widget, kind))
        error = ERROR_CLASSES.get(own.split()[0], "") if self.errors else ""
        attrs["class"] = " ".join(filter(None, [own, error, widget.attrs.get("class", "")]))
        if isinstance(widget, forms.RadioSelect):
            attrs.pop("aria-invalid", None)  # means nothing on one radio of a group
        if isinstance(widget, forms.PasswordInput):
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
            attrs.setdefault("autocomplete", widget.attrs.get("autocomplete", "current-password"))
        if isinstance(widget, forms.EmailInput):
            attrs |= {"spellcheck": "false", "autocomplete": widget.attrs.get("autocomplete", "email")}
        return attrs


class Renderer(TemplatesSetting):
    """FORM_RENDERER: forms, fields and widgets from templates/kit/forms and templates/django/forms."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    bound_field_class = Field


# Widgets and fields ----------------------------------------------------------------------------------------------


class Hinted:
    """Choices with a hint under some of them: `Radios(hints={"missed": _("You can say why.")})`; no blank choice."""

    def __init__(self, attrs=None, choices=(), *, hints=None, small=True):
        super().__init__(attrs, choices)  # type: ignore[call-arg]  # a widget stands behind it
        self.hints, self.small = hints or {}, small

    def optgroups(self, name, value, attrs=None):
        return [
            group for group in super().optgroups(name, value, attrs) if any(str(option["value"]) for option in group[1])
        ]

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_hint"
        return option

    def get_context(self, *args):
        context = super().get_context(*args)
        context["widget"]["large"] = not self.small
        return context


class Radios(Hinted, forms.RadioSelect):
    pass


class Checkboxes(Hinted, forms.CheckboxSelectMultiple):
    pass


class DateInput(forms.Widget):
    """Day, month and year; also reads the whole date from one value as 2026-11-25."""

    template_name = "kit/forms/date.html"
    use_fieldset = True
    PARTS = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def id_for_label(self, id_):
        return f"{id_}_day" if id_ else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value) if isinstance(value, str) else None
        if found:
            value = dict(zip(("year", "month", "day"), found.groups(), strict=True))
        elif isinstance(value, date):
            value = {"day": value.day, "month": value.month, "year": value.year}
        elif isinstance(value, str):
            value = {"day": value}
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{attrs.get('id', name)}_{part}",
                "label": label,
                "size": size,
                "value": (value or {}).get(part, ""),
            }
            for part, label, size in self.PARTS
        ]
        context["widget"]["invalid"] = "aria-invalid" in context["widget"]["attrs"]
        return context

    def value_from_datadict(self, data, files, name):
        parts = {part: data.get(f"{name}_{part}", "").strip() for part, _label, _size in self.PARTS}
        return parts if any(parts.values()) else data.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and not any(f"{name}_{part}" in data for part, _label, _size in self.PARTS)


class DateField(forms.DateField):
    """A day, as three numbers (the month may be a word) or as 2026-11-25; the error says which part is missing."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("%(label)s must be a real date, for example 25 11 2026"),
        "day": _("%(label)s must include a day"),
        "month": _("%(label)s must include a month"),
        "year": _("%(label)s must include a year"),
        "short_year": _("The year must have 4 numbers, for example 2026"),
    }

    def to_python(self, value):
        if not isinstance(value, dict):
            return super().to_python(value)
        if not any(value.values()):
            return None
        for part in ("day", "month", "year"):
            if not value.get(part):
                raise self.problem(part)
        month = value["month"] if value["month"].isdecimal() else MONTHS().get(value["month"].casefold()[:3], "")
        if not re.fullmatch(r"\d{4}", value["year"]):
            raise self.problem("short_year" if value["year"].isdecimal() else "invalid")
        try:
            return date(int(value["year"]), int(month), int(value["day"]))
        except ValueError:
            raise self.problem("invalid") from None

    def problem(self, code):
        label = re.sub(r"\?$", "", str(self.label or _("Date")))
        return ValidationError(self.error_messages[code], code, {"label": label})


def MONTHS() -> dict[str, int]:
    """Short month names in the reader's language and in English."""
    return {str(name).casefold()[:3]: number for number, name in dates.MONTHS.items()} | {
        name: number
        for number, name in enumerate(
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
        )
    }


class TimeField(forms.TimeField):
    """A time as people write it: 2pm, 2.30pm, 14:30, noon."""

    widget = forms.TextInput(attrs={"class": "nhsuk-input--width-5", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Enter a time, for example 2pm or 2:30pm")}

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        words = value.strip().lower().replace(" ", "").replace(".", ":")
        words = {"noon": "12pm", "midday": "12pm", "midnight": "12am"}.get(words, words)
        found = re.fullmatch(r"(\d{1,2})(?::?(\d\d))?(?::\d\d)?(am|pm|a:m:|p:m:)?", words)
        if not found or not (found[2] or found[3]):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            hour = hour % 12 + (12 if found[3].startswith("p") else 0) if 1 <= hour <= 12 else 24
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None


def field_for(db_field: models.Field, **kwargs):
    """The form field for a model field: our date and time, and text areas no taller than what is asked for."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs = {**kwargs, "form_class": DateField}
    elif isinstance(db_field, models.TimeField):
        kwargs = {**kwargs, "form_class": TimeField}
    elif isinstance(db_field, models.TextField) and not db_field.choices:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    return db_field.formfield(**kwargs)


# Words -----------------------------------------------------------------------------------------------------------


def _default(field, code) -> bool:
    """Whether nobody has chosen other words for this error."""
    return any(
        field.error_messages.get(code) == vars(kind).get("default_error_messages", {}).get(code)
        for kind in type(field).__mro__[:-1]
    )


def put_in_words(name: str, field: forms.Field) -> None:
    """Errors in the field's own words, and controls a phone shows the right keys for."""
    label = str(field.label if field.label is not None else name.replace("_", " ").capitalize())
    inner = label if label[:2].isupper() else label[:1].lower() + label[1:]
    if label.endswith("?"):
        required = gettext("Answer the question: %(label)s") % {"label": label}
    elif isinstance(field, forms.BooleanField):
        required = gettext("Tick the box: %(label)s") % {"label": label}
    elif isinstance(field, forms.FileField):
        required = gettext("Choose a file: %(label)s") % {"label": label}
    elif isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        required = gettext("Choose: %(label)s") % {"label": label}
    else:
        required = gettext("Enter %(label)s") % {"label": inner}
    if _default(field, "required"):
        field.error_messages["required"] = required
    if isinstance(field, forms.CharField):
        field.error_messages.setdefault(
            "max_length",
            gettext("%(label)s must be %%(limit_value)d characters or fewer (it has %%(show_value)d)")
            % {"label": label},
        )
        field.error_messages.setdefault(
            "min_length", gettext("%(label)s must be %%(limit_value)d characters or more") % {"label": label}
        )
    if isinstance(field, forms.IntegerField):  # and its children: decimal, float
        whole = type(field) is forms.IntegerField
        field.error_messages.setdefault(
            "min_value", gettext("%(label)s must be %%(limit_value)s or more") % {"label": label}
        )
        field.error_messages.setdefault(
            "max_value", gettext("%(label)s must be %%(limit_value)s or less") % {"label": label}
        )
        if _default(field, "invalid"):
            words = (
                gettext("%(label)s must be a whole number, for example 12")
                if whole
                else gettext("%(label)s must be a number, for example 7.5")
            )
            field.error_messages["invalid"] = words % {"label": label}
        if type(field.widget) is forms.NumberInput:  # spinners lose figures to a turn of the wheel
            field.widget.input_type = "text"
            field.widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
            field.widget.attrs.setdefault("class", "nhsuk-input--width-5")
    elif isinstance(field.widget, forms.TextInput) and not isinstance(field.widget, forms.PasswordInput):
        field.widget.attrs.setdefault(
            "autocomplete", "off"
        )  # people write about others here; only forms about oneself say otherwise


class Shaped:
    """What every form of ours has: words, who can see it, the version it was opened at, room for a refusal."""

    see = ""  # who can read what is written here: shown above the fields
    sees: dict[str, str] = {}  # the same for one field
    headings: dict[str, str] = {}  # in a long form, above the first field of each part
    suffixes: dict[str, str] = {}  # a unit after the box, such as minutes
    kept = ""  # what is safe when something is wrong: "Your notes are saved."
    use_required_attribute = False

    def __init__(self, *args, version: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if version is None and getattr(getattr(self, "instance", None), "pk", None):
            version = getattr(self.instance, "version", None)
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=version)
        for name, field in self.fields.items():
            put_in_words(name, field)

    @property
    def version(self) -> int | None:
        """The version the person was looking at, for the action to compare; None on a first save."""
        return getattr(self, "cleaned_data", {}).get("version")

    @property
    def answers(self) -> dict:
        """What was typed, checked, without the version: `actions.log(…, **form.answers)`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def problem(self) -> str:
        count = sum(len(messages) for messages in self.errors.values())
        words = ngettext("One thing needs another look.", "%(count)d things need another look.", count) % {
            "count": count
        }
        return f"{self.kept} {words}" if self.kept else words

    def refuse(self, error: Invalid | ValidationError | Exception) -> None:
        """Show an action's refusal at the fields it is about; what the form does not ask goes to the top."""
        if isinstance(error, ValidationError):
            fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        else:
            fields = getattr(error, "fields", None) or {"": [str(error)]}
        for name, messages in fields.items():
            self.add_error(name if name in self.fields else None, messages)

    def renew(self, version: int) -> None:
        """After a conflict: keep the person's text, and let the next save be against the row as it now stands."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class Form(Shaped, forms.Form):
    """A form of our own, not about one model."""


class _Metaclass(ModelFormMetaclass):
    def __new__(mcs, name, bases, attrs):
        meta = attrs.get("Meta")
        if meta and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(field_for)
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(Shaped, forms.ModelForm, metaclass=_Metaclass):
    """A form in a model's words. It checks each answer; the row itself is changed and checked by an action."""

    def _post_clean(self):
        pass

    def save(self, commit=True):
        raise TypeError("Forms do not write: hand `form.answers` to an action.")
