"""The shapes of what people type about posts, placements, supervisors and absence; labels come from the models."""

from decimal import Decimal

from django import forms as fields
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios
from peerwork.people.models import Unit, User
from peerwork.placements import mapping
from peerwork.placements.models import (
    Away,
    Contract,
    ExitConversation,
    LadderStep,
    PeerNetwork,
    Placement,
    PlacementTerm,
    Post,
    Readiness,
    Stream,
    Supervising,
)


class Choices:
    """Forms whose choices are the rows the reader may reach: `Form(…, choices={"team": queryset})`.

    words  field -> {row number: words}, said beside each choice
    """

    def __init__(self, *args, choices=None, words=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            if name in self.fields:
                self.fields[name].queryset = rows
        for name, said in (words or {}).items():
            self.fields[name].words = said


class SupervisorField(fields.ModelChoiceField):
    """Somebody who supervises, with how many people they have, or that they are not available."""

    words: dict[int, str] = {}

    def label_from_instance(self, user):
        return f"{user} ({self.words[user.pk]})" if user.pk in self.words else str(user)


class Despite(fields.CharField):
    """Why somebody goes on all the same: asked for only where a warning stands."""

    def __init__(self):
        super().__init__(
            label=_("If you go on despite a warning, why?"),
            required=False,
            max_length=400,
            widget=fields.Textarea(attrs={"rows": 2}),
            help_text=_("Kept with your name, and counted. The person can read it."),
        )


def wte_field(label=_("WTE"), most=1, **options) -> fields.DecimalField:
    return fields.DecimalField(
        label=label,
        max_digits=6,
        decimal_places=3,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(most))],
        help_text=_("1 is full time, 0.6 is three days of five."),
        **options,
    )


# Lists --------------------------------------------------------------------------------------------------------------
class EstablishmentFilter(Form):
    on = DateField(label=_("On"), required=False)
    peers = fields.BooleanField(label=_("Peer worker posts only"), required=False)
    says_optional = False


class PostFilter(Choices, Form):
    q = fields.CharField(label=_("Title or position number"), required=False, max_length=80)
    team = fields.ModelChoiceField(label=_("Team"), queryset=Unit.objects.none(), required=False, empty_label=_("Any"))
    peers = fields.BooleanField(label=_("Peer worker posts only"), required=False)
    says_optional = False


class PlacementFilter(Choices, Form):
    q = fields.CharField(label=_("Name or post"), required=False, max_length=80)
    team = fields.ModelChoiceField(label=_("Team"), queryset=Unit.objects.none(), required=False, empty_label=_("Any"))
    status = fields.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any")), *Placement.Status.choices])
    says_optional = False


# Posts --------------------------------------------------------------------------------------------------------------
class PostForm(Choices, ModelForm):
    contracts = fields.MultipleChoiceField(
        label=_("Contracts allowed"),
        choices=Contract.choices,
        required=False,
        widget=Checkboxes,
        help_text=_("None ticked means any kind."),
    )
    wte = wte_field(_("Budgeted WTE"), 999)

    class Meta:
        model = Post
        fields = (
            "title",
            "team",
            "code",
            "family",
            "band",
            "wte",
            "lived_experience_essential",
            "scope",
            "contracts",
            "step",
            "starts_on",
            "ends_on",
        )


class EditPostForm(Choices, ModelForm):
    contracts = fields.MultipleChoiceField(
        label=_("Contracts allowed"),
        choices=Contract.choices,
        required=False,
        widget=Checkboxes,
        help_text=_("None ticked means any kind."),
    )

    class Meta:
        model = Post
        fields = ("title", "code", "family", "lived_experience_essential", "scope", "contracts", "step")


class ChangePostForm(Choices, ModelForm):
    starts_on = DateField(label=_("From"), help_text=_("The months before stay as they were."))
    wte = wte_field(_("Budgeted WTE"), 999)

    class Meta:
        model = Post
        fields = ("starts_on", "team", "band", "wte")


class NextPostForm(Choices, Form):
    leads_to = fields.ModelChoiceField(label=_("Next step"), queryset=Post.objects.none())


class EndForm(Form):
    ends_on = DateField(label=_("Last day"), initial=timezone.localdate)


# Placements ---------------------------------------------------------------------------------------------------------
class ProposeForm(Choices, ModelForm):
    wte = wte_field()
    despite = Despite()

    class Meta:
        model = Placement
        fields = ("person", "post", "wte", "contract", "line_manager", "starts_on", "ends_on", "employer")


class StartForm(Form):
    began_on = DateField(label=_("First day"))
    despite = Despite()


class ChangeForm(Choices, Form):
    starts_on = DateField(label=_("From"), initial=timezone.localdate)
    until = DateField(label=_("Until"), required=False, help_text=_("Only for a time; leave empty for good."))
    kind = fields.ChoiceField(
        label=_("Hours"),
        choices=PlacementTerm.Kind.choices[:3],
        widget=Radios(
            hints={
                "phased": _("The contract stays as it is; fewer hours are worked."),
                "leave": _("The post is kept; no hours are worked. Why is not asked here."),
            }
        ),
    )
    wte = wte_field(_("WTE of the contract"))
    working_wte = wte_field(_("WTE worked, for phased hours"), required=False)
    team = fields.ModelChoiceField(label=_("Team"), queryset=Unit.objects.none())
    line_manager = fields.ModelChoiceField(label=_("Line manager"), queryset=User.objects.none(), required=False)
    despite = Despite()


class ExtendForm(Form):
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Empty for no end."))
    despite = Despite()


class EndPlacementForm(ModelForm):
    ends_on = DateField(label=_("Last day"))

    class Meta:
        model = Placement
        fields = ("ends_on", "end_reason", "destination")


class ResumeForm(Form):
    ends_on = DateField(label=_("Goes on until"), required=False, help_text=_("Empty for no end."))
    despite = Despite()


class ReleaseForm(Choices, Form):
    contract = fields.ChoiceField(
        label=_("What it is"),
        choices=[(Contract.SECONDED, _("Secondment")), (Contract.ACTING, _("Acting up"))],
        widget=Radios(),
    )
    post = fields.ModelChoiceField(label=_("To the post"), queryset=Post.objects.none())
    wte = wte_field()
    starts_on = DateField(label=_("From"))
    until = DateField(label=_("Last day"), help_text=_("From the day after, they are back in their own post."))
    despite = Despite()


class DeathForm(Form):
    died_on = DateField(label=_("Day they died"))
    sure = fields.BooleanField(
        label=_("I understand that every message stops, the account closes and private plans are sealed, at once")
    )


class ExitForm(ModelForm):
    class Meta:
        model = ExitConversation
        fields = (
            "held_on",
            "held_with",
            "went_well",
            "share_went_well",
            "could_change",
            "share_could_change",
            "support",
            "share_support",
        )


# Supervisors --------------------------------------------------------------------------------------------------------
class LinkForm(Choices, Form):
    stream = fields.ModelChoiceField(label=_("Kind of supervision"), queryset=Stream.objects.none())
    supervisor = SupervisorField(label=_("Supervisor"), queryset=User.objects.none())
    starts_on = DateField(label=_("From"), initial=timezone.localdate)
    despite = Despite()


class ProposeSupervisorForm(Choices, Form):
    stream = fields.ModelChoiceField(label=_("Kind of supervision"), queryset=Stream.objects.none())
    supervisor = SupervisorField(label=_("Supervisor"), queryset=User.objects.none())
    starts_on = DateField(label=_("From"), initial=timezone.localdate)


class HandOverForm(Choices, Form):
    successor = SupervisorField(label=_("Who takes over"), queryset=User.objects.none())
    first_day = DateField(label=_("From"), initial=timezone.localdate)
    despite = Despite()


class CoverForm(Choices, Form):
    covering = SupervisorField(label=_("Who covers"), queryset=User.objects.none())
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Last day"))


class SupervisingForm(ModelForm):
    class Meta:
        model = Supervising
        fields = ("capacity", "trained_on", "trained_until")


class SayForm(ModelForm):
    lived_experience = fields.NullBooleanField(
        label=_("I have lived experience of my own"),
        required=False,
        widget=fields.Select(choices=[("unknown", _("I’d rather not say")), ("true", _("Yes")), ("false", _("No"))]),
        help_text=_("Yours to say or not to say. Only training leads can read it."),
    )

    class Meta:
        model = Supervising
        fields = ("open_to_more", "lived_experience")


class StreamForm(Choices, ModelForm):
    class Meta:
        model = Stream
        fields = ("organisation", "kind", "name", "required")


class EditStreamForm(ModelForm):
    class Meta:
        model = Stream
        fields = ("name", "required")


class StepForm(Choices, ModelForm):
    class Meta:
        model = LadderStep
        fields = ("organisation", "number", "name")


class PayForm(Choices, Form):
    organisation = fields.ModelChoiceField(label=_("Organisation"), queryset=Unit.objects.none())
    name = fields.CharField(label=_("Name"), max_length=120)
    source = fields.CharField(label=_("Where the figures are from"), max_length=300)
    starts_on = DateField(label=_("Holds from"))
    points = fields.CharField(
        label=_("Pay points"),
        widget=fields.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        help_text=_("One a line: band, years in the band, pounds a year. For example: 3, 0, 20330"),
    )

    def clean_points(self):
        found = []
        for number, line in enumerate(self.cleaned_data["points"].splitlines(), 1):
            if not line.strip():
                continue
            cells = [cell.strip().lstrip("£").strip() for cell in line.replace(";", ",").split(",", 2)]
            try:
                band, years, salary = cells[0], int(cells[1]), Decimal(cells[2].replace(",", ""))
            except (IndexError, ValueError, ArithmeticError):
                words = _("Line %(number)d must be a band, a number of years and an amount, with commas between.")
                raise fields.ValidationError(words, params={"number": number}) from None
            found.append({"band": band, "years": years, "salary": salary})
        return found


# Private wishes -----------------------------------------------------------------------------------------------------
class WishForm(Choices, Form):
    user = fields.ModelChoiceField(
        label=_("Somebody I would rather not work with"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("They will no longer be able to see your records, manage, supervise, assess or interview you."),
    )
    email = fields.EmailField(
        label=_("Or the work email of somebody who is not on the list"), required=False, max_length=254
    )
    team = fields.ModelChoiceField(
        label=_("Or a team I would rather not be in"), queryset=Unit.objects.none(), required=False
    )
    holder = fields.ModelChoiceField(
        label=_("HR contact who keeps this"), queryset=User.objects.none(), help_text=_("Nobody else sees it.")
    )

    def clean(self):
        said = super().clean()
        if sum(bool(said.get(name)) for name in ("user", "email", "team")) != 1:
            raise fields.ValidationError(_("Choose one person, or one team."))
        return said


class StepBackForm(Choices, Form):
    holder = fields.ModelChoiceField(
        label=_("HR contact who is told"), queryset=User.objects.none(), help_text=_("No reason is asked.")
    )


# Absence, teams -----------------------------------------------------------------------------------------------------
class AwayForm(ModelForm):
    class Meta:
        model = Away
        fields = ("starts_on", "ends_on", "kind")


class ReadinessForm(ModelForm):
    class Meta:
        model = Readiness
        fields = ("answer", "reason", "conditions", "expires_on")
        widgets = {"answer": Radios()}


class NetworkForm(ModelForm):
    class Meta:
        model = PeerNetwork
        fields = ("name", "contact", "starts_on")


# Staff files --------------------------------------------------------------------------------------------------------
class FileForm(Choices, Form):
    organisation = fields.ModelChoiceField(label=_("Whose staff"), queryset=Unit.objects.none())
    file = fields.FileField(label=_("File"))
    dry_run = fields.BooleanField(label=_("Only check it; load nothing"), required=False, initial=True)


class SheetForm(Choices, Form):
    organisation = fields.ModelChoiceField(label=_("Whose staff"), queryset=Unit.objects.none())
    file = fields.FileField(label=_("File"), help_text=_("CSV or Excel, column names in the first row."))


class MapForm(Form):
    """Which of the file's columns is which of ours; made for one file."""

    as_at = DateField(label=_("The list is as at"), initial=timezone.localdate)
    dry_run = fields.BooleanField(label=_("Only check it; load nothing"), required=False, initial=True)
    save_as = fields.CharField(
        label=_("Save these columns under a name"),
        required=False,
        max_length=80,
        help_text=_("So that the next file is mapped at once."),
    )

    def __init__(self, *args, headings=(), guess=None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((name, name) for name in headings)]
        for ours, (words, _same, needed) in mapping.COLUMNS.items():
            self.fields[f"column_{ours}"] = fields.ChoiceField(
                label=words,
                choices=choices,
                required=needed,
                initial=(guess or {}).get(ours, ""),
                error_messages={"required": _("Choose the column for: %(what)s.") % {"what": words}},
            )

    @property
    def columns(self) -> dict[str, str]:
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_") and value
        }

    def refuse(self, error) -> None:
        for name, messages in (getattr(error, "fields", None) or {"": [str(error)]}).items():
            self.add_error(f"column_{name}" if f"column_{name}" in self.fields else None, messages)
