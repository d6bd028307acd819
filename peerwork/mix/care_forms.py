"""What people give about care activity: files, links, teams, professions, counting rules, the delivery log."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import DateField, Form, Radios
from peerwork.mix import care_lists
from peerwork.mix.activity_models import ActivitySubmission, CareSource, Kind, Profession
from peerwork.mix.forms import OfOrganisation
from peerwork.people.models import Person, Unit
from peerwork.people.policy import units


class ActivityFileForm(OfOrganisation):
    file = forms.FileField(label=_("File"), help_text=_("A CSV file, or a ZIP of CSV files with one for each table."))
    profile = forms.ChoiceField(
        label=_("What kind of file is it?"), choices=ActivitySubmission.Profile.choices, widget=Radios,
        initial=ActivitySubmission.Profile.MHSDS_V6,
    )  # fmt: skip
    dry_run = forms.BooleanField(label=_("Check only: load nothing, show what would happen"), required=False)


class LinkForm(OfOrganisation):
    """Whose staff number a number in a care system is."""

    source = forms.ChoiceField(label=_("Care system"), choices=CareSource.choices)
    local_id = forms.CharField(label=_("Number in the care system"), max_length=80)
    staff_id = forms.CharField(label=_("Staff number"), max_length=80, help_text=_("As in the staff list."))
    starts_on = DateField(label=_("From"), help_text=_("Contacts before this day keep the answer they had."))


class CrosswalkForm(OfOrganisation):
    source = forms.ChoiceField(label=_("Care system"), choices=CareSource.choices)
    file = forms.FileField(
        label=_("Crosswalk file"),
        help_text=_("CSV with the columns care_prof_local_id, employee_number, valid_from and valid_to."),
    )


class MapTeamForm(Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Which team here is it?"), required=False)

    def __init__(self, *args, user, organisation: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.narrow(user, Unit.objects.filter(organisation=organisation))


class ProfessionForm(OfOrganisation):
    value = forms.CharField(label=_("Staff group"), max_length=160, help_text=_("As it stands in the files."))
    name = forms.CharField(label=_("What it is called here"), max_length=80)
    registration = forms.ChoiceField(
        label=_("Registered, unregistered or voluntary"), choices=Profession.Registration.choices, widget=Radios
    )


class CountedRuleForm(OfOrganisation):
    """Which contacts count, from a month on."""

    effective_from = DateField(label=_("From the month"), help_text=_("The first day of a month."))
    attended = forms.CharField(
        label=_("Attendance codes that count"), max_length=40, initial="5 6 Y", help_text=_("With spaces between.")
    )
    mechanisms = forms.CharField(
        label=_("Ways of contact that count"), max_length=120, initial="01 02 04 11 P1 P2 P3 P4",
        help_text=_("01 face to face, 02 telephone, 04 talk type, 09 text, 10 instant messaging, 11 video, 13 chat."),
    )  # fmt: skip
    most_unattributed = forms.DecimalField(
        label=_("A month is not reportable above this part of time not attributed"), max_digits=4, decimal_places=3,
        min_value=0, max_value=1, initial="0.1", help_text=_("As a fraction: 0.1 is one in ten."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=400)


def monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


class TallyForm(Form):
    """A week or a day of somebody's work: a minute to fill in, and nobody who is supported is named."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Team"), empty_label=None)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Whose work"), required=False, empty_label=_("The team's other staff together")
    )
    held_on = DateField(label=_("Day, or first day of the week"), initial=monday)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=Radios, initial=Kind.DIRECT)
    minutes = forms.IntegerField(label=_("Minutes in all"), min_value=0, max_value=10080, required=False)
    contacts = forms.IntegerField(label=_("How many contacts or sessions"), min_value=0, max_value=1000, required=False)
    covering = forms.BooleanField(
        label=_("Covering another role"), required=False,
        help_text=_("A shift for somebody else. It counts as care, not as peer work."),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["unit"].queryset = care_lists.log_units(user)
        people = self.fields["person"]
        people.queryset = care_lists.log_people(user)
        if not care_lists.leads(user):
            own = people.queryset.first()
            people.initial, people.required = own and own.pk, True
            people.widget = forms.HiddenInput()

    def clean(self):
        given = super().clean()
        if not given.get("minutes") and not given.get("contacts") and not self.errors:
            raise ValidationError({"minutes": _("Give the minutes, or how many contacts, or both.")})
        given["minutes"], given["contacts"] = given.get("minutes") or 0, given.get("contacts") or 0
        return given
