"""What somebody says about their own record, and what HR answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Form, ModelForm, Radios
from peerwork.people.records.models import RecordRequest


class RequestForm(ModelForm):
    see = _("You, and HR of your employer.")

    class Meta:
        model = RecordRequest
        fields = ("kind", "about", "words")
        widgets = {"kind": Radios(), "about": Radios(), "words": forms.Textarea(attrs={"rows": 4})}


class AnswerForm(ModelForm):
    done = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[("answer", _("It is answered")), ("put_right", _("The record was changed as they asked"))],
        widget=Radios(),
    )
    answer = forms.CharField(
        label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it as you write it. Change the record itself first, on its own page."),
    )  # fmt: skip

    class Meta:
        model = RecordRequest
        fields = ("answer",)

    field_order = ["done", "answer"]


class RequestFilter(Form):
    status = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("What waits")), ("done", _("What was answered")), ("all", _("Everything"))],
    )  # fmt: skip
    says_optional = False
