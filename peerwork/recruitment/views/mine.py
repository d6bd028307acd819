"""One's own applications, with an account or by link: written in sections, sent, followed, taken back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit import files
from peerwork.kit.errors import Conflict, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.recruitment import policy
from peerwork.recruitment.applying import actions, forms, queries
from peerwork.recruitment.queries import advert_for

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def home(pk: int) -> str:
    return reverse("recruitment:mine", args=[pk])


def back(pk: int) -> dict:
    return {"text": _("Your application"), "url": home(pk)}


@require_safe
@login_required
def my_applications(request) -> HttpResponse:
    """All of your applications."""
    return render(request, "recruitment/my_applications.html", {"lines": queries.my_applications(request.user)})


@require_safe
@login_required
def mine(request, pk: int) -> HttpResponse:
    """Your application: what is still to write, or where it stands."""
    return render(request, "recruitment/mine.html", queries.my_page(request.user, pk))


@require_safe
@login_required
def advert(request, pk: int) -> HttpResponse:
    """What you apply for, also after it has closed."""
    row = queries.mine(request.user, pk)
    return render(
        request,
        "recruitment/mine_advert.html",
        {"application": row, **advert_for(request.user, policy.vacancies.find(request.user, pk=row.vacancy_id))},
    )


def _section(request, pk: int, form_class, act, **more) -> HttpResponse:
    row = queries.mine(request.user, pk)
    if "write" not in policy.applications.offers(row):
        raise Conflict(_("You have sent this application: it stands as you sent it."))
    return form_page(
        request,
        form_class,
        lambda form: act(row, form),
        back=back(pk),
        to=home(pk),
        button=more.pop("button", _("Save and go on")),
        done=more.pop("done", _("Saved.")),
        **more,
    )


@BOTH
@login_required
def contact(request, pk: int) -> HttpResponse:
    """Your name and contact."""
    found = policy.contacts.visible(request.user).filter(application=queries.mine(request.user, pk)).first()
    initial = {} if found else {"email": request.user.email}
    return _section(
        request,
        pk,
        forms.ContactForm,
        lambda row, form: actions.write_contact(row, by=request.user, **form.answers),
        form_kwargs={"instance": found} if found else {},
        initial=initial,
        title=_("Your name and contact"),
    )


@BOTH
@login_required
def about(request, pk: int) -> HttpResponse:
    """Why this role, and what you bring."""
    return _section(
        request,
        pk,
        forms.AboutForm,
        lambda row, form: actions.write(row, by=request.user, version=form.version, **form.answers),
        form_kwargs={"instance": queries.mine(request.user, pk)},
        title=_("Why this role, and what you bring"),
        lede=_("No diagnosis, no treatment: only what you want us to know about you and work."),
    )


@BOTH
@login_required
def answer(request, pk: int, line: int) -> HttpResponse:
    """What you say about one line of the specification."""
    mine = queries.mine(request.user, pk)
    criterion = queries.line_of(request.user, mine, line)
    found = policy.answers.visible(request.user).filter(application=mine, criterion=criterion).first()
    return _section(
        request,
        pk,
        forms.AnswerForm,
        lambda row, form: actions.write_answer(row, criterion, by=request.user, **form.answers),
        initial={"text": found.text if found else ""},
        title=criterion.text,
        lede=_("An example from work, volunteering, caring or life. You choose what to tell."),
    )


@BOTH
@login_required
def documents(request, pk: int) -> HttpResponse:
    """Your documents: add one, or take one out."""
    return _section(
        request,
        pk,
        forms.DocumentForm,
        lambda row, form: actions.attach(row, form.answers["file"], by=request.user, about=form.answers["about"]),
        title=_("Documents"),
        button=_("Add this document"),
        done=_("Added."),
        template="recruitment/mine_documents.html",
        documents=list(
            policy.documents.visible(request.user)
            .filter(application=queries.mine(request.user, pk), removed_on__isnull=True)
            .select_related("stored")
        ),
        application=pk,
    )


def _document(request, pk: int, document: int):
    return policy.documents.find(request.user, application=queries.mine(request.user, pk), number=document)


remove = posted(
    lambda request, pk, document: actions.remove(
        _document(request, pk, document), by=request.user, version=version(request)
    ),
    done=lazy("Taken out. The file is gone."),
    to=lambda row: reverse("recruitment:mine_documents", args=[row.application_id]),
)


@require_safe
@login_required
def document(request, pk: int, document: int) -> HttpResponse:
    """Your own file again."""
    row = _document(request, pk, document)
    if row.stored is None:
        raise NotHere()
    return files.response(row.stored)


@BOTH
@login_required
def interview(request, pk: int) -> HttpResponse:
    """A Disability Confident interview, and what helps."""
    return _section(
        request,
        pk,
        forms.InterviewForm,
        lambda row, form: actions.write(row, by=request.user, version=form.version, **form.answers),
        form_kwargs={"instance": queries.mine(request.user, pk)},
        title=_("Interview: what helps you"),
    )


@BOTH
@login_required
def equality(request, pk: int) -> HttpResponse:
    """Equality questions, apart from the application."""
    row = queries.mine(request.user, pk)
    found = policy.equality.visible(request.user).filter(application=row).first()
    return form_page(
        request,
        forms.EqualityForm,
        lambda form: actions.write_equality(row, by=request.user, **form.answers),
        form_kwargs={"instance": found} if found else {},
        title=_("Equality questions"),
        lede=_("Answer as many or as few as you like. They are kept apart from your application."),
        template="recruitment/mine_equality.html",
        back=back(pk),
        done=_("Thank you. Your answers are kept apart from your application."),
        to=home(pk),
        application=row,
        answered=found is not None,
    )


def _erase(request, pk):
    row = queries.mine(request.user, pk)
    actions.erase_equality(row, by=request.user)
    return row


erase_equality = posted(_erase, done=lazy("Your answers are gone."), to=lambda row: home(row.pk))


@BOTH
@login_required
def check(request, pk: int) -> HttpResponse:
    """Look it through, then send it."""
    row = queries.mine(request.user, pk)

    def act(row, form):
        return actions.check_and_send(row, by=request.user, version=form.version)

    return _section(
        request,
        pk,
        forms.SendForm,
        act,
        form_kwargs={"version": row.version},
        title=_("Look it through, then send it"),
        button=_("Send my application"),
        template="recruitment/mine_check.html",
        done=_("Sent. We write to you when there is news; you can follow it here."),
        application=row,
        missing=actions.unfinished(row, consent=False),
        **queries.whole(request.user, row),
    )


@BOTH
@login_required
def adjustments(request, pk: int) -> HttpResponse:
    """What helps at the interview, also after sending."""
    row = queries.mine(request.user, pk)
    return form_page(
        request,
        forms.NeedsForm,
        lambda form: actions.ask_adjustments(row, by=request.user, version=form.version, **form.answers),
        policy=policy.applications,
        verb="ask_adjustments",
        row=row,
        title=_("What helps at the interview"),
        back=back(pk),
        done=_("Saved. HR arranges it with you."),
        to=home(pk),
    )


@BOTH
@login_required
def withdraw(request, pk: int) -> HttpResponse:
    """Take your application back."""
    row = queries.mine(request.user, pk)
    return form_page(
        request,
        forms.WithdrawForm,
        lambda form: actions.withdraw(row, by=request.user, version=form.version),
        policy=policy.applications,
        verb="withdraw",
        row=row,
        title=_("Take your application back"),
        lede=_("You need no reason, and you can apply again for another post at any time."),
        button=_("Take it back"),
        back=back(pk),
        done=_("You have taken it back."),
        to=home(pk),
    )
