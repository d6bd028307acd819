"""What the two write in an appraisal: every answer but what was agreed is optional."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.development.appraisal.models import Appraisal
from peerwork.development.appraisal.policy import SELF, VIEW, VOICE
from peerwork.kit.forms import DateField, Form, ModelForm
from peerwork.people.models import User

area = lambda rows=4: forms.Textarea(attrs={"rows": rows})


class BeginForm(ModelForm):
    """Of which year, and when you meet; `supervisors` where the worker chooses with whom."""

    year_from = DateField(label=_("The year from"), help_text=_("The first day of the year you look at."))
    meet_on = DateField(label=_("We meet on"), required=False)

    class Meta:
        model = Appraisal
        fields = ("appraiser", "year_from", "meet_on")

    def __init__(self, *args, supervisors=None, **kwargs):
        super().__init__(*args, **kwargs)
        if supervisors is None:
            del self.fields["appraiser"]
        else:
            self.fields["appraiser"].queryset = supervisors


class ChooseForm(Form):
    appraiser = forms.ModelChoiceField(User.objects.none(), label=_("With whom?"))

    def __init__(self, *args, supervisors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["appraiser"].queryset = supervisors


class PrepareForm(ModelForm):
    see = _("Only you, until you hand it in. Then also the one you have it with.")

    class Meta:
        model = Appraisal
        fields = ("proud", "learned", "hard", "ahead", "values_own")

    assert set(Meta.fields) == SELF


class VoiceForm(ModelForm):
    see = _("You two.")

    class Meta:
        model = Appraisal
        fields = ("voice_who", "voice_how", "voice_said")
        widgets = {"voice_how": area(2)}

    assert set(Meta.fields) == VOICE


class WriteForm(ModelForm):
    see = _("You, and the worker once you show it to be signed.")

    class Meta:
        model = Appraisal
        fields = ("view", "values_view", "support", "agreed")

    assert set(Meta.fields) == VIEW


class ChangeForm(ModelForm):
    change_wanted = forms.CharField(label=_("What would you change?"), max_length=2000, widget=area())

    class Meta:
        model = Appraisal
        fields = ("change_wanted",)


class HalfwayForm(ModelForm):
    halfway = forms.CharField(
        label=_("Halfway: how is it going, and what changes?"), max_length=2000, widget=area(),
    )  # fmt: skip

    class Meta:
        model = Appraisal
        fields = ("halfway",)


class AppraisalFilter(Form):
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("All of them")), ("open", _("Not signed yet")), ("signed", _("Signed by both"))],
    )  # fmt: skip
    says_optional = False
