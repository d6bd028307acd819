"""What is asked when a panel is set up, when members answer and score, and when it decides."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, Radios, TimeField
from peerwork.recruitment.panels.models import (
    Declaration,
    InterviewDay,
    Panel,
    Panellist,
    PanelRule,
    Question,
    Seat,
    Side,
)
from peerwork.recruitment.panels.pay.models import PanelClaim, PanelRate
from peerwork.recruitment.panels.scoring.models import Decision

SCALE = [("1", _("Not today")), ("2", _("A little")), ("3", _("Partly")), ("4", _("Well")), ("5", _("Really well"))]


def at(day, time) -> datetime:
    return timezone.make_aware(datetime.combine(day, time))


# Rules and panels -----------------------------------------------------------------------------------------------------
class RulesForm(ModelForm):
    class Meta:
        model = PanelRule
        fields = [
            *("service_users", "no_fewer_than_staff", "named_reserve", "trained_only", "quorum", "weight"),
            *("least_average", "reserve_months"),
        ]


class PanelForm(ModelForm):
    closes_on = DateField(label=_("Scores are in by"), required=False)
    closes_time = TimeField(label=_("At what time?"), required=False)

    field_order = ["closes_on", "closes_time", "decide_by", "help_name", "help_phone", "questions_by", "questions_on"]

    class Meta:
        model = Panel
        fields = ["decide_by", "help_name", "help_phone", "questions_by", "questions_on"]

    def __init__(self, *args, **kwargs):
        panel = kwargs.get("instance")
        if panel is not None and panel.closes_at:
            local = timezone.localtime(panel.closes_at)
            kwargs["initial"] = {"closes_on": local.date(), "closes_time": local.time()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean() or self.cleaned_data
        day, time = given.get("closes_on"), given.get("closes_time")
        if bool(day) != bool(time):
            self.add_error("closes_time" if day else "closes_on", _("Give the day and the time, or leave both out."))
        return given

    @property
    def answers(self) -> dict:
        given = super().answers
        day, time = given.pop("closes_on"), given.pop("closes_time")
        return given | {"closes_at": at(day, time) if day and time else None}


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class OverrideForm(Form):
    override_reason = forms.CharField(
        label=_("Why may this panel go on?"),
        help_text=_("This is kept, and counted in the figures directors see."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# Members --------------------------------------------------------------------------------------------------------------
class NameForm(Form):
    """Somebody new on the list: a name, any e-mail address, and as whom they sit."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(
        label=_("Email address"), help_text=_("A private one is fine. Invitations and links go there.")
    )
    side = forms.ChoiceField(label=_("Sits as"), choices=Side.choices, widget=Radios)
    trained_on = DateField(label=_("Trained for panels on"), required=False)


class PanellistForm(ModelForm):
    class Meta:
        model = Panellist
        fields = ["side", "trained_on", "advice_offered_on"]


class SeatForm(Form):
    panellist = forms.ModelChoiceField(label=_("Who?"), queryset=Panellist.objects.none())
    reserve = forms.BooleanField(
        label=_("As a named reserve"),
        required=False,
        help_text=_("Steps in when somebody can’t come."),
    )
    chair = forms.BooleanField(label=_("Chairs the panel"), required=False)
    access_until = DateField(
        label=_("Can look until"),
        required=False,
        help_text=_("Their access ends by itself. It is shortened to 14 days after the decision."),
    )

    def __init__(self, *args, panellists, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["panellist"].queryset = panellists
        self.fields["panellist"].label_from_instance = lambda row: f"{row}, {row.get_side_display().lower()}"


class SeatEditForm(ModelForm):
    class Meta:
        model = Seat
        fields = ["chair", "access_until"]


class AcceptForm(Form):
    confidential = forms.BooleanField(
        label=_("What I hear, see and score about people who apply stays private, also after the panel."),
        required=False,
    )


class DeclareForm(ModelForm):
    class Meta:
        model = Declaration
        fields = ["answer", "words"]
        widgets = {"answer": Radios}


class NeedsForm(ModelForm):
    class Meta:
        model = Panellist
        fields = ["access_needs", "payment_choice", "part_amount"]
        widgets = {"payment_choice": Radios}


# Days, times, questions -----------------------------------------------------------------------------------------------
class DayForm(ModelForm):
    day = DateField(label=_("Day"))
    time = TimeField(label=_("Starts at"))

    field_order = ["kind", "day", "time", "minutes", "place", "link", "words"]

    class Meta:
        model = InterviewDay
        fields = ["kind", "minutes", "place", "link", "words"]
        widgets = {"kind": Radios}

    def __init__(self, *args, **kwargs):
        row = kwargs.get("instance")
        if row is not None:
            local = timezone.localtime(row.starts_at)
            kwargs["initial"] = {"day": local.date(), "time": local.time()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @property
    def answers(self) -> dict:
        given = super().answers
        return given | {"starts_at": at(given.pop("day"), given.pop("time"))}


class TimesForm(Form):
    time = TimeField(label=_("First time"))
    minutes = forms.IntegerField(label=_("Minutes for each"), min_value=5, max_value=240, initial=45)
    pause = forms.IntegerField(label=_("Minutes between them"), min_value=0, max_value=120, initial=15)
    times = forms.IntegerField(label=_("How many times?"), min_value=1, max_value=40, initial=4)

    def __init__(self, *args, day: InterviewDay, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day

    @property
    def answers(self) -> dict:
        given = super().answers
        return given | {"first": at(timezone.localdate(self.day.starts_at), given.pop("time"))}


class BookForm(Form):
    application = forms.ModelChoiceField(label=_("For whom?"), queryset=None)

    def __init__(self, *args, applications, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications


class QuestionForm(ModelForm):
    class Meta:
        model = Question
        fields = ["number", "text", "asked", "guide", "criterion", "part", "scored_by"]

    def __init__(self, *args, criteria=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False
        if criteria is not None:
            self.fields["criterion"].queryset = criteria

    @property
    def answers(self) -> dict:
        given = super().answers
        return given if given.get("number") else {k: v for k, v in given.items() if k != "number"}


class CopyForm(Form):
    earlier = forms.ModelChoiceField(label=_("Which panel’s questions?"), queryset=Panel.objects.none())

    def __init__(self, *args, panels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = panels


# Scoring --------------------------------------------------------------------------------------------------------------
class ScoreForm(Form):
    """One question: five large choices, or that one could not tell, and a note for oneself."""

    kept = _("Your other scores are saved.")
    value = forms.ChoiceField(choices=SCALE, required=False, widget=Radios)
    not_assessed = forms.BooleanField(label=_("I could not tell"), required=False)
    note = forms.CharField(
        label=_("Anything you want to remember?"),
        help_text=_("Only you, and after everybody has scored the chair and HR, can read this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].label = question.text
        self.fields["value"].help_text = _("Go with what you saw and heard. There is no wrong answer.")

    def clean(self):
        given = super().clean() or self.cleaned_data
        if "value" in self.errors:
            self._errors["value"] = self.error_class([_("Choose a score from 1 to 5.")])
        elif given.get("not_assessed"):
            given["value"] = ""
        elif not given.get("value"):
            self.add_error("value", _("Choose a score, or come back to this one later."))
        return given

    @property
    def answers(self) -> dict:
        given = super().answers
        return given | {"value": int(given["value"]) if given.get("value") else None}


class KeyForm(Form):
    """A paper sheet: every question of one member about one applicant, on one page."""

    says_optional = False

    def __init__(self, *args, questions: list[Question], **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        choices = [*((n, f"{n} – {words}") for n, words in SCALE), ("0", _("Could not tell"))]
        for question in questions:
            self.fields[f"value_{question.pk}"] = forms.ChoiceField(
                label=question.text,
                choices=choices,
                widget=Radios,
                error_messages={"required": _("Choose what is on the sheet: %(text)s") % {"text": question.text}},
            )
            self.fields[f"note_{question.pk}"] = forms.CharField(
                label=_("Note on the sheet for question %(number)d") % {"number": question.number},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def given(self) -> list[dict]:
        found = []
        for question in self.questions:
            value = int(self.cleaned_data[f"value_{question.pk}"])
            found.append(
                {
                    "question": question.pk,
                    "value": value or None,
                    "not_assessed": value == 0,
                    "note": self.cleaned_data[f"note_{question.pk}"],
                }
            )
        return found


class ModerateForm(Form):
    value = forms.TypedChoiceField(
        label=_("Your score after talking it through"), choices=SCALE, coerce=int, widget=Radios
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The panel reads this. Your first score stays beside it."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# Decision -------------------------------------------------------------------------------------------------------------
class DecisionForm(ModelForm):
    kept = _("What you wrote is kept on this page.")

    class Meta:
        model = Decision
        fields = ["outcome", "reserve_until", "reason", "feedback"]
        widgets = {"outcome": Radios}

    def __init__(self, *args, reserve_hint: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].widget = Radios(hints={"reserve": reserve_hint}, choices=Decision.Outcome.choices)
        self.fields["feedback"].widget.attrs["rows"] = 9
        self.fields["reserve_until"].help_text = _("Only for the reserve list. Left empty, the usual time holds.")


class OfferForm(Form):
    reason = forms.CharField(
        label=_("Why, where the service users put somebody on the list higher"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ElsewhereForm(Form):
    post = forms.CharField(label=_("Post"), max_length=160, help_text=_("Such as consultant, or ward manager."))
    unit = forms.ModelChoiceField(label=_("Organisation or team"), queryset=None)
    held_on = DateField(label=_("Decided on"))
    service_users = forms.IntegerField(label=_("Service users and carers on the panel"), min_value=0, max_value=30)
    staff = forms.IntegerField(label=_("Staff on the panel"), min_value=0, max_value=30)
    service_user_chaired = forms.BooleanField(label=_("A service user or carer chaired"), required=False)
    people = forms.CharField(
        label=_("People met, one on each line"),
        help_text=_(
            "Initials, the service users’ average, the staff’s average, and yes for who was appointed. "
            "For example: AB, 4.2, 3.8, yes"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
    )

    def __init__(self, *args, units, instance=None, **kwargs):
        if instance is not None:
            initial = {name: getattr(instance, name) for name in
                       ("post", "unit", "held_on", "service_users", "staff", "service_user_chaired")}  # fmt: skip
            initial["people"] = "\n".join(_line(row) for row in instance.candidates)
            kwargs = {**kwargs, "initial": initial, "version": instance.version}
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean_people(self):
        found = []
        for number, line in enumerate(filter(None, map(str.strip, self.cleaned_data["people"].splitlines())), 1):
            parts = [part.strip() for part in line.split(",")]
            try:
                who, lived, staff, appointed = parts if len(parts) == 4 else (*parts, "no")
                row = {"who": who, "service_users": _average(lived), "staff": _average(staff)}
            except ValueError:
                raise ValidationError(
                    _("Line %(number)d needs initials, two averages, and yes or no, with commas between.")
                    % {"number": number}
                ) from None
            found.append(row | {"appointed": appointed.casefold() in ("yes", "y", "1", "true")})
        return found

    @property
    def answers(self) -> dict:
        given = super().answers
        return given | {"candidates": given.pop("people")}


def _average(words: str) -> float | None:
    return float(words) if words not in ("", "-", "–") else None


def _line(row: dict) -> str:
    averages = ["-" if row[name] is None else str(row[name]) for name in ("service_users", "staff")]
    return ", ".join([row["who"], *averages, "yes" if row["appointed"] else "no"])


# Pay ------------------------------------------------------------------------------------------------------------------
class RateForm(ModelForm):
    class Meta:
        model = PanelRate
        fields = ["organisation", "work", "hourly", "starts_on", "ends_on"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]


class EndRateForm(Form):
    ends_on = DateField(label=_("Last day of this rate"))


class ClaimForm(ModelForm):
    advice = forms.BooleanField(
        label=_("I have read this, and I know that an independent benefits check is offered to me."), required=False
    )

    class Meta:
        model = PanelClaim
        fields = ["worked_on", "work", "hours", "expenses", "expenses_for", "choice", "part_amount"]
        widgets = {"choice": Radios}

    def __init__(self, *args, ask_advice: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not ask_advice:
            del self.fields["advice"]


class QueryForm(Form):
    question = forms.CharField(
        label=_("What would you like to know?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExportForm(Form):
    reason = forms.CharField(
        label=_("What the file is needed for"), max_length=400, help_text=_("Kept with the list of files taken away.")
    )


class LinkForm(Form):
    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
