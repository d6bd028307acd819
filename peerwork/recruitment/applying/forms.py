"""The application form, one thing a page: little is required, and nothing asks about health."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from peerwork.kit.forms import Form, ModelForm, Radios
from peerwork.recruitment.forms import area
from peerwork.recruitment.models import Application, Contact, Equality

SALT = "recruitment.start"
FASTEST, SLOWEST = 2, 24 * 3600  # seconds between opening the page and sending it


class Unforced:
    """Keeps programs out without asking people anything: a box nobody sees, and a page that was open for a moment."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["opened"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=lambda: signing.TimestampSigner(salt=SALT).sign("page")
        )

    def clean(self):
        given = super().clean()
        signer, stamp = signing.TimestampSigner(salt=SALT), given.get("opened", "")
        try:
            signer.unsign(stamp, max_age=SLOWEST)
            quick = True
            try:
                signer.unsign(stamp, max_age=FASTEST)
            except signing.SignatureExpired:
                quick = False
        except signing.BadSignature:
            quick = True
        if given.get("website") or quick:
            self.data = self.data.copy()
            self.data["opened"] = signer.sign("page")
            raise forms.ValidationError(_("Please send it once more: that went faster than we expect of a person."))
        return given

    @property
    def answers(self) -> dict:
        return {"email": self.cleaned_data["email"]}


class StartForm(Unforced, Form):
    """Where the way in goes."""

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send you a link, so that you can stop and come back. You need no password."),
    )


ABOUT_ME = {
    "given_name": "given-name",
    "family_name": "family-name",
    "known_as": "nickname",
    "phone": "tel",
    "address": "street-address",
}


class ContactForm(ModelForm):
    """Who you are, and how to reach you."""

    see = _("HR, once shortlisting is finished. The people who shortlist do not see this page.")

    class Meta:
        model = Contact
        fields = ("given_name", "family_name", "known_as", "pronouns", "email", "phone", "address")
        widgets = {"address": area(3)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in ABOUT_ME.items():
            self.fields[name].widget.attrs["autocomplete"] = words
        self.fields["email"].required = True


class AboutForm(ModelForm):
    """Why this role, and what you bring."""

    kept = _("What you wrote is kept.")
    see = _("HR and the people who shortlist, without your name. What you write about gaps: HR only.")

    class Meta:
        model = Application
        fields = ("statement", "experience", "gaps")
        widgets = {"statement": area(8), "experience": area(6), "gaps": area(3)}


class AnswerForm(Form):
    """What you say about one line of the specification."""

    kept = _("What you wrote is kept.")
    see = _("HR and the people who shortlist, without your name.")
    text = forms.CharField(label=_("Your answer"), max_length=4000, required=False, widget=area(8))


class DocumentForm(Form):
    """A document: what it is, and the file."""

    see = _("HR, once shortlisting is finished. The file’s own name is shown to nobody but you.")
    about = forms.CharField(label=_("What it is"), max_length=120, help_text=_("For example: a course certificate."))
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word (.docx) or a picture."))


class InterviewForm(ModelForm):
    """A Disability Confident interview, and what helps."""

    see = _("HR only. The people who shortlist and the panel do not see your choice.")

    class Meta:
        model = Application
        fields = ("disability_confident", "interview_needs")
        widgets = {"interview_needs": area(3)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["disability_confident"].label = _(
            "I am disabled, and would like an interview if I meet the essentials"
        )
        self.fields["disability_confident"].help_text = _(
            "Under the Disability Confident scheme. Nobody asks for proof, and it is used for nothing else."
        )
        self.fields["interview_needs"].help_text = _(
            "For example: questions in writing beforehand, a quiet room, breaks, somebody with you. No reasons needed."
        )


class NeedsForm(ModelForm):
    """What helps at the interview, also after sending."""

    see = _("HR only.")

    class Meta:
        model = Application
        fields = ("interview_needs",)
        widgets = {"interview_needs": area(4)}


class EqualityForm(ModelForm):
    """Five questions nobody has to answer."""

    see = _("Nobody but you. Only totals of many people are ever shown.")

    class Meta:
        model = Equality
        fields = ("age", "gender", "ethnicity", "disability", "carer")
        widgets = {name: Radios() for name in fields}
        labels = {
            "age": _("How old are you?"),
            "gender": _("Which best describes you?"),
            "ethnicity": _("What is your ethnic group?"),
            "disability": _("Are you a disabled person?"),
            "carer": _("Do you look after somebody?"),
        }


class SendForm(Form):
    """The last look."""

    consent = forms.BooleanField(
        label=_("I have read the privacy notice, and what I wrote is true"),
        error_messages={"required": _("Tick the box once you have read the privacy notice")},
    )


class WithdrawForm(Form):
    sure = forms.BooleanField(label=_("Yes, take my application back"))
