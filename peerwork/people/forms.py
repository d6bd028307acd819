"""The shapes of what people type about accounts, units and people; labels and hints come from the models."""

import json

from django import forms as fields
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, ModelForm, Radios
from peerwork.people.models import (
    ApiToken,
    Handover,
    Identifier,
    Invitation,
    Person,
    PersonMatch,
    RetentionRule,
    Role,
    Settings,
    Unit,
    User,
    Worker,
)


class UnitField(fields.ModelChoiceField):
    """A unit, named with what it is and its code, because teams of two services may share a name."""

    def label_from_instance(self, unit):
        return f"{unit.name} ({unit.code})"


class OneOf:
    """Forms whose choices are the rows the reader may reach: `Form(…, choices={"unit": queryset})`."""

    def __init__(self, *args, choices=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            self.fields[name].queryset = rows


HOURS = ("mail_from", "mail_until")


class AccountForm(ModelForm):
    class Meta:
        model = User
        fields = ("name", "digest", "mail_from", "mail_until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in HOURS:
            self.fields[name].required = False

    def clean(self):
        given = super().clean()
        for name in HOURS:  # not answered is as it was
            given[name] = given.get(name) or getattr(self.instance, name)
        return given


class EmailForm(Form):
    email = fields.EmailField(label=_("New email address"), max_length=254)


class TokenForm(ModelForm):
    expires_on = DateField(label=_("Ends on"), help_text=_("Within a year from today."))

    class Meta:
        model = ApiToken
        fields = ("name", "scope", "expires_on")
        widgets = {"scope": Radios(small=True)}


# Users --------------------------------------------------------------------------------------------------------------
class UserFilter(Form):
    q = fields.CharField(label=_("Name or email"), required=False, max_length=80)
    role = fields.ChoiceField(label=_("Role"), required=False, choices=[("", _("Any")), *Role.choices])
    status = fields.ChoiceField(
        label=_("Account"), required=False, choices=[("", _("Any")), ("open", _("Open")), ("closed", _("Closed"))]
    )
    says_optional = False


class RoleForm(OneOf, Form):
    role = fields.ChoiceField(label=_("Role"), choices=[("", _("Choose")), *Role.choices])
    unit = UnitField(
        label=_("Where"), queryset=Unit.objects.none(), help_text=_("The role reaches everything below it too.")
    )
    starts_on = DateField(label=_("From"), initial=timezone.localdate)
    ends_on = DateField(label=_("To"), required=False)
    reason = fields.CharField(label=_("Why"), required=False, max_length=200)


class EndForm(Form):
    ends_on = DateField(label=_("Last day"), initial=timezone.localdate)


class InviteForm(OneOf, Form):
    email = fields.EmailField(label=_("Email address"), max_length=254)
    name = fields.CharField(label=_("Name"), max_length=160)
    role = fields.ChoiceField(label=_("Role"), choices=[("", _("No role yet")), *Role.choices], required=False)
    unit = UnitField(label=_("Where"), queryset=Unit.objects.none())
    starts_on = DateField(label=_("Role from"), initial=timezone.localdate)
    ends_on = DateField(label=_("Role to"), required=False)


class FileForm(Form):
    file = fields.FileField(
        label=_("File of people to invite"),
        help_text=_(
            "CSV or Excel with the columns email, name, role, unit (its code); and, if you like, starts_on and ends_on."
        ),
    )


class RowsForm(fields.Form):
    """The rows that were previewed, sent back to be invited."""

    rows = fields.CharField(widget=fields.HiddenInput, max_length=2_000_000)

    def clean_rows(self):
        try:
            found = json.loads(self.cleaned_data["rows"])
        except ValueError:
            raise ValidationError(_("These rows can't be read. Choose the file again.")) from None
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise ValidationError(_("These rows can't be read. Choose the file again."))
        return [{str(name): str(value) for name, value in row.items()} for row in found]


class AcceptForm(Form):
    name = fields.CharField(
        label=_("Your name"), max_length=160, widget=fields.TextInput(attrs={"autocomplete": "name"})
    )
    password = fields.CharField(
        label=_("Choose a password"),
        help_text=_("At least 15 characters. Three or four words you can remember are a good password."),
        widget=fields.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class CodeForm(Form):
    code = fields.CharField(
        label=_("Code"),
        help_text=_("The 6 numbers we sent you."),
        widget=fields.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "nhsuk-input--width-5"}
        ),
        max_length=20,
    )


# Organisation -------------------------------------------------------------------------------------------------------
class OpenUnitForm(OneOf, ModelForm):
    parent = UnitField(label=_("Part of"), queryset=Unit.objects.none())

    class Meta:
        model = Unit
        fields = ("kind", "name", "code", "team_type", "opened_on")

    field_order = ("parent", "kind", "name", "code", "team_type", "opened_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _now("Choose"))] + [c for c in Unit.Kind.choices if c[0] != "organisation"]


class RenameUnitForm(ModelForm):
    class Meta:
        model = Unit
        fields = ("name", "code", "team_type")


class MoveUnitForm(OneOf, Form):
    parent = UnitField(label=_("Part of"), queryset=Unit.objects.none())
    starts_on = DateField(label=_("From"), help_text=_("Months before this day are counted where the unit was then."))


class CloseUnitForm(Form):
    closed_on = DateField(label=_("Last day"))


class AsAtForm(Form):
    on = DateField(label=_("Show the units as they were on"), required=False)
    says_optional = False


class SettingsForm(ModelForm):
    class Meta:
        model = Settings
        fields = (
            "display_name",
            "brand_colour",
            "word_service_user",
            "words_service_users",
            "word_peer_worker",
            "support_email",
            "support_phone",
            "hide_up_to",
            "round_to",
            "fold_teams_under",
        )
        help_texts = {
            "hide_up_to": _("7 unless you choose more."),
            "round_to": _("5 unless you choose more."),
            "fold_teams_under": _("5 unless you choose more."),
        }


class RetentionForm(ModelForm):
    class Meta:
        model = RetentionRule
        fields = ("months", "source")


class HandoverForm(OneOf, ModelForm):
    class Meta:
        model = Handover
        fields = ("successor", "last_day", "note")


# People -------------------------------------------------------------------------------------------------------------
class PersonFilter(Form):
    q = fields.CharField(label=_("Name, email or staff number"), required=False, max_length=80)
    left = fields.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("People who work here")), ("left", _("People who have left"))]
    )
    says_optional = False


class PersonForm(ModelForm):
    class Meta:
        model = Person
        fields = (
            "given_name",
            "family_name",
            "known_as",
            "pronouns",
            "work_email",
            "home_email",
            "home_phone",
            "home_address",
            "date_of_birth",
            "left_on",
        )


class RegisterForm(OneOf, PersonForm):
    organisation = UnitField(label=_("Organisation"), queryset=Unit.objects.none())
    field_order = ("organisation",)


class AccountOfForm(Form):
    email = fields.EmailField(label=_("Email address of the account"), max_length=254)


class NumberForm(ModelForm):
    class Meta:
        model = Identifier
        fields = ("system", "value")


class WorkerForm(ModelForm):
    class Meta:
        model = Worker
        fields = ("scope", "peer_since")
        widgets = {"scope": Radios(small=True)}


class MatchForm(ModelForm):
    """Two records HR believes to be one person: the number of the other record is on its page."""

    duplicate = fields.IntegerField(
        label=_("Number of the other record"), help_text=_("It stands at the top of that person's page.")
    )

    class Meta:
        model = PersonMatch
        fields = ("grounds",)

    field_order = ("duplicate", "grounds")


class InvitationFilter(Form):
    status = fields.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Open")), *[c for c in Invitation.Status.choices if c[0] != "sent"]],
    )
    says_optional = False
