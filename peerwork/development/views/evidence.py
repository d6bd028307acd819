"""Evidence: kept by the worker, reviewed when they ask, confirmed by others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.development import actions, forms, queries, ties
from peerwork.development import policy as policies
from peerwork.development.views.people import own_person
from peerwork.kit import files
from peerwork.kit.errors import NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import who_reads

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _mine() -> dict:
    return {"text": _("My goals and competences"), "url": reverse("development:mine")}


@BOTH
@login_required
def add(request) -> HttpResponse:
    """Keep something you did that shows a competence."""
    person = own_person(request)
    choices = queries.to_choose(request.user, person)
    about = request.GET.get("competence", "")

    def act(form):
        return actions.add_evidence(by=request.user, person=person, **form.answers)

    return form_page(
        request,
        forms.EvidenceForm,
        act,
        policy=policies.evidence,
        verb="add",
        title=_("Add evidence"),
        button=_("Keep it"),
        done=_("Kept. Only you can see it, until you ask for a review."),
        back=_mine(),
        form_kwargs={"competences": choices},
        initial={"competence": about} if about.isdecimal() else None,
    )


@require_safe
@login_required
def piece(request, pk: int) -> HttpResponse:
    """One piece of evidence: what it is, what belongs to it, where it stands."""
    row = policies.evidence.find(request.user, pk=pk)
    seen = policies.evidence.show(row)
    context = {
        "piece": seen,
        "mine": row.person.user_id == request.user.pk,
        "ties": ties.of(request.user, row),
        "see": _("Only you.") if row.status == "kept" else who_reads(policies.evidence, "text"),
    }
    return render(request, "development/piece.html", context)


@require_safe
@login_required
def file(request, pk: int) -> HttpResponse:
    """The file that belongs to it, as a download."""
    row = policies.evidence.find(request.user, pk=pk)
    if row.file is None:
        raise NotHere()
    return files.response(row.file)


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    row = policies.evidence.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EvidenceForm,
        lambda form: actions.edit_evidence(row, by=request.user, version=form.version, **form.answers),
        policy=policies.evidence,
        verb="edit",
        row=row,
        title=_("Change your evidence"),
        done=_("Saved."),
        form_kwargs={"competences": queries.to_choose(request.user, row.person), "with_file": False},
    )


@BOTH
@login_required
def attach(request, pk: int) -> HttpResponse:
    row = policies.evidence.find(request.user, pk=pk)
    return form_page(
        request,
        forms.FileForm,
        lambda form: actions.attach_file(row, by=request.user, version=form.version, **form.answers),
        policy=policies.evidence,
        verb="attach",
        row=row,
        title=_("Put a file with it"),
        lede=_("It takes the place of the file that is there.") if row.file_id else "",
        done=_("The file is with your evidence."),
    )


def _find(request, pk):
    return policies.evidence.find(request.user, pk=pk)


ask = posted(
    lambda request, pk: actions.ask_review(_find(request, pk), by=request.user, version=version(request)),
    done=lazy("Asked. Your supervisors and leads can read it now."),
)
take_back = posted(
    lambda request, pk: actions.take_back_evidence(_find(request, pk), by=request.user, version=version(request)),
    done=lazy("Taken back. Only you can see it."),
)
withdraw = posted(
    lambda request, pk: actions.withdraw_evidence(_find(request, pk), by=request.user, version=version(request)),
    done=lazy("Withdrawn. It counts for nothing from now on."),
)


def _answer(request, pk: int, verb: str, form_class, act, **words) -> HttpResponse:
    row = policies.evidence.find(request.user, pk=pk)

    def answer(form):
        result = act(row, by=request.user, version=form.version, **form.answers)
        messages.success(request, words["done"])
        return result

    return form_page(
        request,
        form_class,
        answer,
        policy=policies.evidence,
        verb=verb,
        row=row,
        title=words["title"],
        button=words["button"],
        lede=f"{row}: {row.competence}",
        to=reverse("development:mine"),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


@BOTH
@login_required
def confirm(request, pk: int) -> HttpResponse:
    """Say that the evidence shows it."""
    words = {"title": _("Confirm this evidence"), "button": _("Confirm"), "done": _("Confirmed. They are told.")}
    return _answer(request, pk, "confirm", forms.ConfirmForm, actions.confirm_evidence, **words)


@BOTH
@login_required
def assess(request, pk: int) -> HttpResponse:
    """Say, from lived experience of your own, that the evidence shows it."""
    words = {"title": _("Confirm as an assessor"), "button": _("Confirm"), "done": _("Confirmed. They are told.")}
    return _answer(request, pk, "assess", forms.ConfirmForm, actions.assess_evidence, **words)


@BOTH
@login_required
def want_more(request, pk: int) -> HttpResponse:
    """Say what would make it clear."""
    words = {"title": _("Ask for a little more"), "button": _("Send"), "done": _("Sent. They can add to it.")}
    return _answer(request, pk, "want_more", forms.WantMoreForm, actions.want_more, **words)
