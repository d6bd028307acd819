"""The appraisal: begun, prepared, talked through, signed by both, looked at halfway."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development.appraisal import actions, forms, queries
from peerwork.development.appraisal.policy import appraisals
from peerwork.development.queries import own_person as own
from peerwork.development.views.people import own_person
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.people.queries import who_reads

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _list() -> dict:
    return {"text": _("Appraisals"), "url": reverse("development:appraisals")}


@require_safe
@login_required
def appraisal_list(request) -> HttpResponse:
    """Your own years, those you look back on with others, and that others’ happened."""
    form = forms.AppraisalFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    page = Paginator(queries.appraisals_for(request.user, show), 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [appraisals.show(row) for row in page],
        "mine": [appraisals.show(row) for row in queries.my_appraisals(request.user)[:20]],
        "supervised": queries.supervised_by(request.user)[:50],
        "may_begin": own(request.user) is not None,
    }
    return render(request, "development/appraisals.html", context)


@BOTH
@login_required
def begin(request) -> HttpResponse:
    """Begin a look at your year, with somebody who supervises you."""
    person = own_person(request)

    def act(form):
        return actions.begin_appraisal(by=request.user, person=person, **form.answers)

    return form_page(
        request, forms.BeginForm, act, policy=appraisals, verb="begin", title=_("Begin an appraisal"),
        lede=_("Your own view comes first. You choose with whom you have it."), button=_("Begin"), back=_list(),
        form_kwargs={"supervisors": queries.supervisors_of(person)}, done=_("Begun. Write your own view first."),
    )  # fmt: skip


@BOTH
@login_required
def begin_of(request, pk: int) -> HttpResponse:
    """Begin the look at a year with somebody you supervise."""
    person = people.find(request.user, pk=pk)
    if not queries.supervised_by(request.user).filter(pk=pk).exists():
        raise NotAllowed()

    def act(form):
        return actions.begin_appraisal(by=request.user, person=person, appraiser=request.user, **form.answers)

    return form_page(
        request, forms.BeginForm, act, policy=appraisals, verb="begin", back=_list(), button=_("Begin"),
        title=_("Begin an appraisal with %(name)s") % {"name": person},
        lede=_("They write their own view first, and hand it in when they are ready."), done=_("Begun."),
    )  # fmt: skip


@require_safe
@login_required
def appraisal(request, pk: int) -> HttpResponse:
    """One year: where it is, what each wrote, and what lies beside it."""
    row = appraisals.find(request.user, pk=pk)
    seen = appraisals.show(row)
    taking_part = "appraiser" in seen.readable
    context = {
        "row": seen,
        "mine": row.person.user_id == request.user.pk,
        "taking_part": taking_part,
        "stages": queries.stages(row) if taking_part else [],
        "ties": queries.beside(request.user, row) if taking_part else [],
        "see": who_reads(appraisals, "agreed"),
    }
    return render(request, "development/appraisal.html", context)


def _form(form_class, action, verb: str, title, done, *, button=None):
    """A page with the form of one verb."""

    @BOTH
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = appraisals.find(request.user, pk=pk)
        return form_page(
            request, form_class, lambda form: action(row, by=request.user, version=form.version, **form.answers),
            policy=appraisals, verb=verb, row=row, title=title, done=done, button=button or _("Save"),
            back={"text": str(row), "url": row.get_absolute_url()},
        )  # fmt: skip

    return view


prepare = _form(forms.PrepareForm, actions.prepare, "prepare", lazy("My own view of the year"), lazy("Kept."))
voice = _form(
    forms.VoiceForm, actions.plan_voice, "plan_voice", lazy("What people who use the service say"), lazy("Saved.")
)
write = _form(forms.WriteForm, actions.write, "write", lazy("Talked through and written down"), lazy("Saved."))
ask_change = _form(
    forms.ChangeForm, actions.ask_change, "ask_change", lazy("Ask for a change"), lazy("They are told."),
    button=lazy("Ask for it"),
)  # fmt: skip
halfway = _form(forms.HalfwayForm, actions.look_halfway, "look_halfway", lazy("A look halfway"), lazy("Noted."))


@BOTH
@login_required
def choose(request, pk: int) -> HttpResponse:
    """Have it with another of your supervisors."""
    row = appraisals.find(request.user, pk=pk)
    return form_page(
        request, forms.ChooseForm,
        lambda form: actions.choose_appraiser(row, by=request.user, version=form.version, **form.answers),
        policy=appraisals, verb="choose", row=row, title=_("With whom?"), done=_("They are told."),
        form_kwargs={"supervisors": queries.supervisors_of(row.person)},
        back={"text": str(row), "url": row.get_absolute_url()},
    )  # fmt: skip


def _button(action, words, **how):
    return posted(
        lambda request, pk: action(appraisals.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        **how,
    )


hand_in = _button(actions.hand_in, lazy("Handed in. They can read it now."))
propose = _button(actions.propose, lazy("It is there to be signed by both."))
sign = _button(actions.sign, lazy("Signed."))
countersign = _button(actions.countersign, lazy("Signed."))
withdraw = _button(actions.withdraw_appraisal, lazy("Taken back."), to="development:appraisals")
