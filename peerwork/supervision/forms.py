"""What people give about supervision: little is required, the rest is there for those who want it."""

import secrets
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Checkboxes, DateField, Form, ModelForm, Radios, TimeField
from peerwork.people.models import Unit
from peerwork.placements.models import Stream
from peerwork.supervision.models import Agreement, Booking, GroupSession, Session, SupervisionRule
from peerwork.supervision.practice.models import Observation
from peerwork.supervision.words import QUESTIONS, ROLE_QUESTIONS, Answer, Mode, NotHeld, Skill, Topic

ROWS = 3
PROMPTS = ("gone_well", "lived_experience", "peer_role", "workload")
area = lambda rows=3: forms.Textarea(attrs={"rows": rows})


def sure_field():
    return forms.BooleanField(label=_("These words identify nobody we support"), required=False)


class Careful:
    """A form whose words are looked through: the box to tick appears only when something was found."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sure"].widget = forms.HiddenInput()

    def refuse(self, error) -> None:
        if "sure" in getattr(error, "fields", ()):
            self.fields["sure"].widget = forms.CheckboxInput()
        super().refuse(error)


class LogForm(Careful, ModelForm):
    """A session: only the date is asked for, and it is filled in; everything else is optional."""

    kept = _("Your notes are saved.")
    suffixes = {"minutes": _("minutes")}
    topics = forms.MultipleChoiceField(
        label=_("What you talked about"), choices=Topic.choices, required=False, widget=Checkboxes
    )
    skills = forms.MultipleChoiceField(
        label=_("Competences you touched on"), choices=Skill.choices, required=False, widget=Checkboxes
    )
    done = forms.MultipleChoiceField(
        label=_("Actions from last time"),
        help_text=_("Tick the ones that are done. The rest carry over."),
        required=False,
        widget=Checkboxes,
    )
    next_time = TimeField(
        label=_("At what time?"),
        help_text=_("Give a time, and we send you both a calendar invitation."),
        required=False,
    )
    note = forms.CharField(
        label=_("Preparation note"),
        max_length=4000,
        required=False,
        widget=area(),
        help_text=_("For yourself. It is deleted 30 days after the record closes."),
    )
    sees = {"note": _("Only you. They are told that a note exists, and can ask for it.")}
    sure = sure_field()
    tab = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    grew_from = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    class Meta:
        model = Session
        fields = (
            "held_on",
            "minutes",
            "mode",
            "also_there",
            "topics",
            *PROMPTS,
            "talked_about",
            "what_we_agreed",
            "skills",
            "next_on",
            "written_together",
        )
        widgets = {name: area() for name in (*PROMPTS, "talked_about", "what_we_agreed")}

    def __init__(self, *args, open_actions=(), owners=None, rows=ROWS, with_note=True, booking=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.open_actions, self.owners, self.booking = list(open_actions), owners or {}, booking
        self.fields["mode"].required = False
        hints = {
            str(a.pk): " · ".join(filter(None, [a.who(), a.due_on and f"{a.due_on:%d/%m/%Y}"])) for a in open_actions
        }
        self.fields["done"].choices = [(str(action.pk), action.what) for action in self.open_actions]
        self.fields["done"].widget.hints = hints
        if not self.open_actions:
            del self.fields["done"]
        if not with_note:
            del self.fields["note"]
        self.fields["tab"].initial = secrets.token_hex(6)
        self.rows = max(rows, self._rows_sent())
        choices = [("", ""), *((key, words) for key, (words, _user) in self.owners.items())]
        for n in range(1, self.rows + 1):
            self.fields[f"what_{n}"] = forms.CharField(label=_("What will happen?"), max_length=240, required=False)
            self.fields[f"who_{n}"] = forms.ChoiceField(label=_("Who will do it?"), choices=choices, required=False)
            self.fields[f"by_{n}"] = DateField(label=_("By when?"), required=False)

    def _rows_sent(self) -> int:
        sent = self.data if self.is_bound else self.initial
        return max([int(n[5:]) for n in sent if n[:5] == "what_" and n[5:].isdecimal() and int(n[5:]) <= 12], default=0)

    def clean(self):
        given = super().clean()
        for n in range(1, self.rows + 1):
            if (given.get(f"who_{n}") or given.get(f"by_{n}")) and not given.get(f"what_{n}"):
                self.add_error(f"what_{n}", _("Enter what will happen, or empty action %(number)d") % {"number": n})
        if given.get("next_time") and not given.get("next_on"):
            self.add_error("next_on", _("Enter the day as well as the time"))
        return given

    @property
    def action_rows(self) -> list[dict]:
        """The bound fields of each new action, for the page."""
        return [
            {"number": n, "what": self[f"what_{n}"], "who": self[f"who_{n}"], "by": self[f"by_{n}"]}
            for n in range(1, self.rows + 1)
        ]

    @property
    def answers(self) -> dict:
        """What the action takes: the record's fields, what was done, what was agreed, when to meet next."""
        given = self.cleaned_data
        found = {name: given[name] for name in self.Meta.fields}
        found |= {"sure": given["sure"], "done": [a for a in self.open_actions if str(a.pk) in given.get("done", ())]}
        if "note" in self.fields:
            found["note"] = given["note"]
        found["agreed"] = [self._agreed(n) for n in range(1, self.rows + 1) if given.get(f"what_{n}")]
        if given.get("next_time"):
            found["next_at"] = timezone.make_aware(datetime.combine(given["next_on"], given["next_time"]))
        return found

    def _agreed(self, n: int) -> dict:
        given, key = self.cleaned_data, self.cleaned_data.get(f"who_{n}", "")
        _words, user = self.owners.get(key, ("", None))
        return {
            "what": given[f"what_{n}"],
            "owner": user,
            "both": key == "both",
            "due_on": given.get(f"by_{n}"),
            "owner_words": str(_("Somebody else")) if key == "other" else "",
        }


class MissForm(ModelForm):
    """A session that did not happen: when it was to be, and why; it counts against nobody."""

    not_held_because = forms.ChoiceField(label=_("Why did it not happen?"), choices=NotHeld.choices, widget=Radios)

    class Meta:
        model = Session
        fields = ("held_on", "not_held_because")
        labels = {"held_on": _("Day it was planned for")}


class CommentForm(Careful, Form):
    worker_comment = forms.CharField(
        label=_("Your comment"),
        max_length=2000,
        required=False,
        widget=area(),
        help_text=_("You need not write anything."),
    )
    sure = sure_field()


class ChangeForm(Careful, Form):
    change_wanted = forms.CharField(label=_("What would you change?"), max_length=2000, widget=area(4))
    sure = sure_field()


class TextForm(Careful, Form):
    text = forms.CharField(label=_("Your remark"), max_length=4000, widget=area(4))
    sure = sure_field()


class NoteForm(Careful, Form):
    see = _("Only you. The worker is told that a note exists, and can ask for it.")
    text = forms.CharField(
        label=_("Preparation note"),
        max_length=4000,
        widget=area(6),
        help_text=_("It is deleted 30 days after the record closes."),
    )
    sure = sure_field()


class ShareForm(Form):
    email = forms.EmailField(
        label=_("Their work email address"),
        help_text=_(
            "Such as the Speak Up guardian, your union, or the lived-experience lead. They need an account here."
        ),
    )
    days = forms.IntegerField(label=_("For how many days?"), min_value=1, max_value=30, initial=30)


class PassedOnForm(Form):
    to = forms.CharField(
        label=_("Who was it passed to?"),
        max_length=120,
        help_text=_("A role or a team. Write nothing about the concern."),
    )
    passed_on = DateField(label=_("When?"), initial=timezone.localdate)
    worker_told = forms.BooleanField(label=_("The worker has been told"), required=False)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Under which case, and why?"), max_length=400)


class ActionForm(Careful, Form):
    what = forms.CharField(label=_("What will happen?"), max_length=240)
    due_on = DateField(label=_("By when?"), required=False)
    sure = sure_field()


# The diary ------------------------------------------------------------------------------------------------------------
class WhenForm(Form):
    """A day, a time, how long, how and where."""

    suffixes = {"minutes": _("minutes")}
    day = DateField(label=_("Day"))
    time = TimeField(label=_("Time"), help_text=_("For example, 2pm"))
    minutes = forms.IntegerField(label=_("Length"), min_value=5, max_value=600, initial=60)
    mode = forms.ChoiceField(label=_("How"), choices=Mode.choices, widget=Radios, initial=Mode.TOGETHER)
    place = forms.CharField(label=_("Where"), max_length=160, required=False)

    @property
    def answers(self) -> dict:
        given = super().answers
        given["starts_at"] = timezone.make_aware(datetime.combine(given.pop("day"), given.pop("time")))
        return given


class BookForm(WhenForm):
    repeat_weeks = forms.TypedChoiceField(
        label=_("Repeat"),
        coerce=int,
        initial=0,
        required=False,
        empty_value=0,
        choices=[
            (0, _("Only once")),
            (1, _("Every week")),
            (2, _("Every 2 weeks")),
            (4, _("Every 4 weeks")),
            (6, _("Every 6 weeks")),
            (8, _("Every 8 weeks")),
        ],
    )
    times = forms.IntegerField(label=_("How many sessions?"), min_value=1, max_value=26, initial=1, required=False)

    def clean_times(self):
        return self.cleaned_data.get("times") or 1


class CancelForm(Form):
    cancelled_because = forms.ChoiceField(
        label=_("Why?"), choices=NotHeld.choices, widget=Radios, help_text=_("It counts against nobody.")
    )


def moment_of(booking: Booking) -> dict:
    """What a booked session says, for a form."""
    local = timezone.localtime(booking.starts_at) if booking.starts_at else None
    when = {"day": local.date(), "time": local.time()} if local else {}
    return when | {"minutes": booking.minutes, "mode": booking.mode, "place": booking.place}


# Groups ---------------------------------------------------------------------------------------------------------------
class GroupForm(ModelForm):
    """A group session: who came and which themes."""

    see = _("Attendance and themes only: please write nothing about anybody.")
    suffixes = {"minutes": _("minutes")}
    topics = forms.MultipleChoiceField(label=_("Themes"), choices=Topic.choices, required=False, widget=Checkboxes)
    came = forms.MultipleChoiceField(label=_("Who came?"), required=False, widget=Checkboxes)

    class Meta:
        model = GroupSession
        fields = ("held_on", "minutes", "mode", "topics")

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.members = list(members)
        self.fields["mode"].required = False
        self.fields["came"].choices = [(str(person.pk), str(person)) for person in self.members]

    @property
    def there(self) -> list:
        return [person for person in self.members if str(person.pk) in self.cleaned_data["came"]]

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


# Agreements, rules ----------------------------------------------------------------------------------------------------
class AgreementForm(Careful, ModelForm):
    see = _("You and the worker can read all of this. Others see only how often you meet.")
    sure = sure_field()

    class Meta:
        model = Agreement
        fields = ("every", "unit", "purpose", "confidentiality", "recorded", "disagree", "review_on")


class RuleForm(ModelForm):
    see = _("Everybody in the organisation can read how often supervision is due.")
    suffixes = {"tolerance_days": _("days"), "least_minutes": _("minutes")}
    stream = forms.ModelChoiceField(Stream.objects.none(), label=_("Kind of supervision"), empty_label=None)

    class Meta:
        model = SupervisionRule
        fields = (
            "stream",
            "family",
            "every",
            "unit",
            "first_weeks",
            "first_every",
            "tolerance_days",
            "least_minutes",
            "required",
            "starts_on",
            "source",
        )

    def __init__(self, *args, streams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stream"].queryset = streams
        self.fields["family"].required = False


class EndForm(Form):
    ends_on = DateField(label=_("Last day"), initial=timezone.localdate)


class FileForm(Form):
    """A file of past sessions, and what its columns are called."""

    organisation = forms.ModelChoiceField(Unit.objects.none(), label=_("Organisation"), empty_label=None)
    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel, with the column names in its first row."))
    staff_id = forms.CharField(label=_("Column of the worker’s staff number"), initial="staff_id", max_length=80)
    stream = forms.CharField(label=_("Column of the kind of supervision"), initial="stream", max_length=80)
    held_on = forms.CharField(label=_("Column of the date"), initial="held_on", max_length=80)
    minutes = forms.CharField(
        label=_("Column of the length in minutes"), initial="minutes", max_length=80, required=False
    )
    supervisor = forms.CharField(
        label=_("Column of the supervisor’s email address"), initial="supervisor", max_length=80, required=False
    )
    dry_run = forms.BooleanField(label=_("Check only: load nothing, show what would happen"), required=False)

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    @property
    def columns(self) -> dict[str, str]:
        names = ("staff_id", "stream", "held_on", "minutes", "supervisor")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


# Practice -------------------------------------------------------------------------------------------------------------
def answers_of(form, questions) -> dict[int, str]:
    return {n: form.cleaned_data[f"q{n}"] for n in range(1, len(questions) + 1)}


class ReflectForm(Careful, Form):
    """Ten questions to oneself: any of them, in under a minute."""

    see = _("Only you. You can share single answers later, and take them back.")
    text = forms.CharField(label=_("In your own words"), max_length=2000, required=False, widget=area())
    on = DateField(label=_("Day"), initial=timezone.localdate)
    sure = sure_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {
            f"q{n}": forms.ChoiceField(label=question, choices=Answer.choices, widget=Radios, required=False)
            for n, question in enumerate(QUESTIONS, 1)
        }
        self.fields = asked | self.fields

    @property
    def answers(self) -> dict:
        given = self.cleaned_data
        return {
            "answers": answers_of(self, QUESTIONS),
            "text": given["text"],
            "on": given["on"],
            "sure": given["sure"],
        }


class RoleForm(Careful, Form):
    see = _("You, and the worker or the supervisor: the views stand side by side.")
    words = forms.CharField(label=_("Anything to add"), max_length=2000, required=False, widget=area())
    sure = sure_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = _role_fields() | self.fields

    @property
    def answers(self) -> dict:
        given = self.cleaned_data
        said = [given[f"q{n}"] for n in range(1, len(ROLE_QUESTIONS) + 1)]
        return {"answers": said, "words": given["words"], "sure": given["sure"]}


def _role_fields() -> dict:
    return {
        f"q{n}": forms.ChoiceField(label=question, choices=Answer.choices, widget=Radios, required=False)
        for n, question in enumerate(ROLE_QUESTIONS, 1)
    }


class VoiceForm(Form):
    """What somebody supported says: no name is asked, and none is kept."""

    code = forms.CharField(
        label=_("Your code"), max_length=40, help_text=_("It works once. It does not say who you are.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= _role_fields()

    @property
    def said(self) -> list[str]:
        return [self.cleaned_data[f"q{n}"] for n in range(1, len(ROLE_QUESTIONS) + 1)]


class CountForm(Form):
    count = forms.IntegerField(label=_("How many codes?"), min_value=1, max_value=20, initial=5)


class StreamForm(Form):
    """Into which supervision something is shared."""

    shared_in = forms.ModelChoiceField(Stream.objects.none(), label=_("Share it in"), empty_label=None, widget=Radios)

    def __init__(self, *args, streams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shared_in"].queryset = streams


class ObservationForm(Careful, ModelForm):
    see = _("You and the worker.")
    sure = sure_field()

    class Meta:
        model = Observation
        fields = ("observed_on", "setting", "went_well", "to_try")


class ViewForm(Careful, Form):
    worker_view = forms.CharField(label=_("Your own view"), max_length=2000, widget=area(4))
    sure = sure_field()


# Lists ----------------------------------------------------------------------------------------------------------------
class ComplianceFilter(forms.Form):
    stream = forms.TypedChoiceField(label=_("Kind of supervision"), required=False, coerce=int, empty_value=None)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everybody")), ("overdue", _("Overdue")), ("in_date", _("In date")), ("paused", _("Paused"))],
    )

    def __init__(self, *args, streams=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stream"].choices = [("", _("All")), *((s.pk, s.name) for s in streams)]


class PeriodForm(Form):
    first = DateField(label=_("From"))
    last = DateField(label=_("To"), initial=timezone.localdate)


class ExportForm(Form):
    reason = forms.CharField(label=_("What are the names needed for?"), max_length=400)
