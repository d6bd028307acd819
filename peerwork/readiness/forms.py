"""Forms about ready teams; labels, hints and errors come from the models."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, Form, ModelForm, Radios
from peerwork.placements.models import Readiness
from peerwork.readiness.models import MOST_PRIORITIES, Assessment, ChecklistItem, FactorRating, ItemAnswer, TeamAction
from peerwork.readiness.words import ANCHORS, CHALLENGES, NUMBERS, Level, Present

ANCHOR_HINTS = {str(level.value): words for level, words in ANCHORS.items()}


def present_field(required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Who took part"),
        choices=Present,
        required=required,
        widget=Checkboxes,
        help_text=_("Made together means: people with lived experience of services, and staff."),
    )


class ItemForm(ModelForm):
    class Meta:
        model = ChecklistItem
        fields = ["label", "hint", "position"]


class AnswerForm(ModelForm):
    present = present_field()

    class Meta:
        model = ItemAnswer
        fields = ["state", "evidence", "answered_on", "present", "review_on"]
        widgets = {"state": Radios, "evidence": forms.Textarea(attrs={"rows": 3})}


class DecideForm(ModelForm):
    class Meta:
        model = Readiness
        fields = ["answer", "reason", "conditions", "expires_on"]
        widgets = {
            "answer": Radios,
            "reason": forms.Textarea(attrs={"rows": 3}),
            "conditions": forms.Textarea(attrs={"rows": 3}),
        }


class RatingForm(ModelForm):
    present = present_field()

    class Meta:
        model = FactorRating
        fields = ["factor", "level", "evidence", "rated_on", "present", "review_on"]
        widgets = {
            "factor": Radios,
            "level": Radios(hints=ANCHOR_HINTS),
            "evidence": forms.Textarea(attrs={"rows": 3}),
        }


class AssessmentForm(ModelForm):
    """The ten challenges on one page: a step and how one knows it for each, then the top three."""

    kept = _("What you wrote is kept.")

    class Meta:
        model = Assessment
        fields = ["held_on", "present", "resources", "priorities", "review_on"]

    present = present_field()
    priorities = forms.TypedMultipleChoiceField(
        label=_("Our top three"),
        required=False,
        coerce=int,
        widget=Checkboxes,
        choices=[(number, CHALLENGES[number - 1]) for number in NUMBERS],
        help_text=_("Three at most. The rest comes later."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = {name: self.fields.pop(name) for name in ("priorities", "review_on")}
        row = self.instance
        for number in NUMBERS:
            self.fields[f"level_{number}"] = forms.TypedChoiceField(
                label=f"{number}. {CHALLENGES[number - 1]}",
                required=False,
                coerce=int,
                empty_value=None,
                choices=[(level.value, f"{level.value} {level.label}") for level in Level],
                widget=Radios,
                initial=row.levels[number - 1],
            )
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=_("How you know, %(number)d") % {"number": number},
                required=False,
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=row.evidence[number - 1],
            )
        self.fields |= last
        if not row.pk:
            self.initial.pop("held_on", None)

    def clean_priorities(self):
        chosen = self.cleaned_data["priorities"]
        if len(chosen) > MOST_PRIORITIES:
            raise forms.ValidationError(_("Choose three at most: the rest comes later."))
        return chosen

    @property
    def answers(self) -> dict:
        said = super().answers
        levels = [said.pop(f"level_{number}") for number in NUMBERS]
        evidence = [said.pop(f"evidence_{number}") for number in NUMBERS]
        return said | {"levels": levels, "evidence": evidence}


class ReviewForm(ModelForm):
    class Meta:
        model = Assessment
        fields = ["review_words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["review_words"].required = True


class ActionForm(ModelForm):
    """What will be done; `find` gives the account of somebody here by address, `challenges` what it can be about."""

    class Meta:
        model = TeamAction
        fields = ["challenge", "what", "owner_words", "due_on"]

    field_order = ["challenge", "what", "email", "owner_words", "due_on"]
    challenge = forms.TypedChoiceField(
        label=_("About which challenge?"), coerce=int, empty_value=None, required=False, widget=Radios
    )
    email = forms.EmailField(
        label=_("Work email of who sees to it"),
        required=False,
        max_length=254,
        help_text=_("Somebody of this team, who is then reminded. Or say it in words below."),
    )

    def __init__(self, *args, find, challenges=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.find = find
        if self.instance.owner_id:
            self.fields["email"].help_text = _("Leave it empty to keep who it is now.")
        if challenges:
            self.fields["challenge"].choices = [("", ""), *((n, CHALLENGES[n - 1]) for n in challenges)]
        else:
            del self.fields["challenge"]

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not email:
            return None
        if (found := self.find(email)) is None:
            raise forms.ValidationError(_("Nobody of this team has this address. Check it, or say who in words."))
        return found

    @property
    def answers(self) -> dict:
        said = super().answers
        owner = said.pop("email")
        return said | ({"owner": owner} if owner else {})


class LearnedForm(Form):
    learned = forms.CharField(
        label=_("What you learned"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StopForm(LearnedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["learned"].required = True
        self.fields["learned"].help_text = _("Trying it was worth it. Others can build on what you found.")
