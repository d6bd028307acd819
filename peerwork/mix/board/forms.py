"""What people give for the board: checks, answers, the forum's statement, the answer to it, outcomes, which report."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, Radios
from peerwork.mix.board.models import Check, Indicator, Statement, quarter_of, quarter_words
from peerwork.mix.board.policy import SPEAKS
from peerwork.mix.board.questions import ANSWERS, QUESTIONS
from peerwork.mix.board.reach import months_of, organisations_with
from peerwork.mix.models import Basis
from peerwork.mix.rollups import add_months
from peerwork.mix.shown import words
from peerwork.people.models import Unit


class Ours(Form):
    """A form about one organisation; not asked where there is only one."""

    roles: tuple[str, ...] = ("hr", SPEAKS)
    organisation = forms.ModelChoiceField(Unit.objects.none(), label=_("Organisation"), empty_label=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = organisations_with(user, *self.roles)
        if len(choices := list(field.queryset[:2])) == 1:
            field.initial, field.widget = choices[0].pk, forms.HiddenInput()


def quarters() -> list[tuple[str, str]]:
    """This quarter and the three before it."""
    now = quarter_of(timezone.localdate())
    found = [add_months(now, -3 * n) for n in range(4)]
    return [(first.isoformat(), quarter_words(first)) for first in found]


class QuarterField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(choices=quarters, **kwargs)

    def clean(self, value):
        from datetime import date

        return date.fromisoformat(super().clean(value))


class OpenCheckForm(Ours):
    kind = forms.ChoiceField(label=_("Who is asked?"), choices=Check.Kind.choices, widget=Radios)
    quarter = QuarterField(label=_("Quarter"))
    closes_on = DateField(label=_("Last day to answer"))


class CodesForm(Form):
    many = forms.IntegerField(label=_("How many codes?"), min_value=1, max_value=200, initial=40)


class AnswersForm(Form):
    """Five questions, each answered on the same five steps."""

    kind = Check.Kind.PEERS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, question in enumerate(QUESTIONS[self.kind]):
            self.fields[f"q{number}"] = forms.TypedChoiceField(
                label=question, choices=ANSWERS, coerce=int, widget=Radios
            )

    @property
    def five(self) -> list[int]:
        return [self.cleaned_data[f"q{number}"] for number in range(len(QUESTIONS[self.kind]))]


class CodeAnswersForm(AnswersForm):
    kind = Check.Kind.SERVICE
    code = forms.CharField(label=_("Your code"), max_length=20, help_text=_("From the card you were given."))


class StatementForm(Ours):
    roles = (SPEAKS,)
    quarter = QuarterField(label=_("Quarter"))
    text = forms.CharField(
        label=Statement._meta.get_field("text").verbose_name, max_length=6000, required=False, widget=forms.Textarea,
        help_text=Statement._meta.get_field("text").help_text,
    )  # fmt: skip
    none_made = forms.BooleanField(label=Statement._meta.get_field("none_made").verbose_name, required=False)


class ReplyForm(ModelForm):
    class Meta:
        model = Statement
        fields = ["reply"]


class IndicatorForm(ModelForm):
    class Meta:
        model = Indicator
        fields = ["code", "name", "level", "perspective", "better", "note"]


class NewIndicatorForm(IndicatorForm):
    class Meta(IndicatorForm.Meta):
        fields = ["organisation", *IndicatorForm.Meta.fields]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset, field.empty_label = organisations_with(user, "hr", SPEAKS), None
        if len(choices := list(field.queryset[:2])) == 1:
            field.initial, field.widget = choices[0].pk, forms.HiddenInput()


class LoadForm(Ours):
    file = forms.FileField(
        label=_("File"), help_text=_("CSV with the columns indicator, unit, month, numerator, denominator, source.")
    )


class ReportForm(Ours):
    roles = ("director", "hr")
    month = forms.ChoiceField(label=_("Month"))
    basis = forms.ChoiceField(label=_("Counted by"), choices=[("", _("As the page of the share"))])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        known = months_of(self.fields["organisation"].queryset)
        self.fields["month"].choices = [(f"{month:%Y-%m}", words(month)) for month in known]
        self.fields["basis"].required = False
        self.fields["basis"].choices = [("", _("As the page of the share")), *Basis.choices]


class PackForm(Ours):
    roles = ("director", "hr")
    month = forms.ChoiceField(label=_("As at the end of"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        now = timezone.localdate().replace(day=1)
        months = [add_months(now, -n) for n in range(1, 13)]
        self.fields["month"].choices = [(f"{month:%Y-%m}", words(month)) for month in months]
