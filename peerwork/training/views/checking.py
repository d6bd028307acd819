"""Questions to check oneself by, and what people say of a course."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from peerwork.kit.errors import Invalid
from peerwork.kit.views_base import form_page, posted, version
from peerwork.placements.views.page import BOTH
from peerwork.training import forms, shown
from peerwork.training.checking import actions, queries
from peerwork.training.checking import policy as policies
from peerwork.training.cohorts.policy import places
from peerwork.training.curricula.policy import modules


@BOTH
@login_required
def add_question(request, pk: int) -> HttpResponse:
    module = modules.find(request.user, pk=pk)
    return form_page(
        request,
        forms.QuestionForm,
        lambda form: actions.add_question(module, by=request.user, **form.answers),
        policy=policies.questions,
        verb="add",
        title=_("Add a question"),
        lede=str(module),
        back=shown.back(module, "module", pk),
        initial={"number": module.questions.filter(dropped=False).count() + 1, "answer": 1},
        done=_("Added."),
        to=module.get_absolute_url(),
    )


@BOTH
@login_required
def edit_question(request, pk: int) -> HttpResponse:
    row = policies.questions.find(request.user, pk=pk)
    return form_page(
        request,
        forms.QuestionForm,
        lambda form: actions.edit_question(row, by=request.user, version=form.version, **form.answers),
        policy=policies.questions,
        verb="edit",
        row=row,
        title=_("Change the question"),
        template="training/edit_question.html",
        question=row,
        back=shown.back(row.module, "module", row.module_id),
        done=_("Saved."),
        to=row.module.get_absolute_url(),
    )


drop_question = posted(
    lambda request, pk: actions.drop_question(
        policies.questions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("The question is asked no more."),
    to=lambda row: row.module.get_absolute_url(),
)


@BOTH
@login_required
def quiz(request, pk: int, number: int) -> HttpResponse:
    """A few questions on one module, for oneself: at once which answers fit, and why."""
    enrolment, module, asked = queries.to_try(request.user, pk, number)
    sent = (request.POST,) if request.method == "POST" else ()
    form, marked, attempt = forms.TryForm(*sent, questions=asked), None, None
    if sent and form.is_valid():
        try:
            attempt = actions.try_questions(enrolment, module, by=request.user, **form.answers)
            marked = queries.marked(attempt)
        except Invalid as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "marked": marked,
        "attempt": attempt,
        "module": module,
        "title": _("Check yourself: %(module)s") % {"module": module},
        "back": shown.back(enrolment.cohort, "place", pk),
    }
    return render(request, "training/quiz.html", context, status=400 if sent and marked is None else 200)


@BOTH
@login_required
def feedback(request, pk: int) -> HttpResponse:
    """How was the course? Once, without a name."""
    row = places.find(request.user, pk=pk)
    return form_page(
        request,
        forms.FeedbackForm,
        lambda form: actions.give_feedback(row, by=request.user, version=None, **form.answers),
        policy=places,
        verb="answer",
        title=_("How was the course?"),
        lede=str(row.cohort),
        button=_("Send it"),
        back=shown.back(row.cohort, "place", pk),
        done=_("Thank you. It is kept without your name."),
        to=row.get_absolute_url(),
    )
