"""Tasks of a starter, and the documents on somebody's record."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit import files
from peerwork.kit.errors import NotHere
from peerwork.kit.templatetags.ui import day
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.people.queries import who_reads
from peerwork.placements import shown
from peerwork.placements.queries import managers_for
from peerwork.recruitment.starting import forms, queries
from peerwork.recruitment.starting.onboarding import actions
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks, record_documents
from peerwork.recruitment.starting.policy import starters
from peerwork.recruitment.starting.views.page import BOTH, buttons, page, to_starter


# Tasks --------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def task(request, pk: int) -> HttpResponse:
    row = onboarding_tasks.find(request.user, pk=pk)
    seen = onboarding_tasks.show(row)
    words = {
        "do": (_("It is done"), "do_task"),
        "skip": (_("It is not needed"), "skip_task"),
        "reopen": (_("It is still to do"), "reopen_task"),
        "edit": (_("Change it"), "edit_task"),
    }
    part = {
        "facts": shown.facts(
            seen, "status", "owner_kind", "owner", "due_on", "before", "done_on", "done_by", "skipped_because"
        ),
        "buttons": buttons(row, words, posts=("do", "reopen"), primary="do"),
    }
    back = None
    if starters.visible(request.user).filter(pk=row.starter_id).exists():
        back = to_starter(row.starter)
    return page(request, seen.title, [part], back=back, caption=str(row.starter.person), lede=seen.hint)


def _form(request, pk: int, form_class, verb: str, act, **context) -> HttpResponse:
    row = onboarding_tasks.find(request.user, pk=pk)
    return form_page(
        request,
        form_class,
        lambda form: act(row, by=request.user, version=form.version, **form.answers),
        policy=onboarding_tasks,
        verb=verb,
        row=row,
        back={"text": row.title, "url": row.get_absolute_url()},
        **context,
    )


@BOTH
@login_required
def add(request, pk: int) -> HttpResponse:
    starter = starters.find(request.user, pk=pk)
    return form_page(
        request,
        forms.TaskForm,
        lambda form: actions.add_task(by=request.user, starter=starter, **form.answers),
        policy=onboarding_tasks,
        verb="add",
        title=_("Add a task"),
        back=to_starter(starter),
        done=_("Added."),
        form_kwargs={"choices": {"owner": managers_for(request.user)}},
        to=starter.get_absolute_url(),
    )


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.TaskForm,
        "edit",
        actions.edit_task,
        title=_("Change the task"),
        done=_("Saved."),
        form_kwargs={"choices": {"owner": managers_for(request.user)}},
    )


@BOTH
@login_required
def skip(request, pk: int) -> HttpResponse:
    return _form(request, pk, forms.SkipForm, "skip", actions.skip_task, title=_("It is not needed"), done=_("Noted."))


def _now(act, done):
    return posted(
        lambda request, pk: act(onboarding_tasks.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=done,
        to=_after,
    )


def _after(task) -> str:
    return reverse("home:home") if task.status == "done" else task.get_absolute_url()


do = _now(actions.do_task, lazy("Done. Thank you."))
reopen = _now(actions.reopen_task, lazy("It is on the list again."))


# Documents ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def documents(request, pk: int) -> HttpResponse:
    """What is kept on somebody's record as a file: who put it there, and how long it is kept."""
    person = people.find(request.user, pk=pk)
    if not queries.reads_documents(request.user, person):
        raise NotHere()
    lines = []
    for row in queries.documents_of(request.user, person):
        seen = record_documents.show(row)
        name = seen.title if seen.withdrawn_on else shown.link(seen.title, "starting:document", row.pk)
        state = _("withdrawn on %(day)s") % {"day": day(seen.withdrawn_on)} if seen.withdrawn_on else ""
        lines.append([name, shown.told(seen, "kind"), f"{day(seen.added_on)}, {seen.added_by}", state])
    may_add = person.user_id != request.user.pk and record_documents.may_start(request.user, "add")
    part = {
        "columns": [_("Document"), _("Kind"), _("Added"), _("State")],
        "rows": lines,
        "caption": _("Documents, newest first"),
        "empty": _("Nothing is kept as a file."),
        "buttons": [shown.button(_("Add a document"), "starting:add_document", person.pk)] if may_add else [],
        "see": who_reads(record_documents, "title"),
    }
    back = {"text": str(person), "url": person.get_absolute_url()}
    return page(request, _("Documents"), [part], back=back, caption=str(person))


@BOTH
@login_required
def add_document(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        forms.DocumentForm,
        lambda form: actions.add_document(by=request.user, person=person, **form.answers),
        policy=record_documents,
        verb="add",
        title=_("Add a document"),
        done=_("Added."),
        back={"text": _("Documents"), "url": reverse("starting:documents", args=[person.pk])},
        to=reverse("starting:documents", args=[person.pk]),
        lede=_("Keep only what is needed. How long it is kept follows from its kind."),
    )


@require_safe
@login_required
def document(request, pk: int) -> HttpResponse:
    """The file itself, as a download; withdrawn ones open for nobody."""
    row = record_documents.find(request.user, pk=pk)
    stored = queries.file_of(row)
    if row.withdrawn_on or stored is None:
        raise NotHere()
    return files.response(stored)


withdraw_document = posted(
    lambda request, pk: actions.withdraw_document(
        record_documents.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Withdrawn. Nobody can open it any more."),
    to=lambda row: reverse("starting:documents", args=[row.person_id]),
)
