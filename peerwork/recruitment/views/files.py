"""Files from the applicant system: hand one in, say which column is which, see what came of it."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.staging import Staged, stage
from peerwork.kit.views_base import form_page
from peerwork.people.policy import units
from peerwork.recruitment.carrying import forms, importers, mapping, policy, queries

BOTH = require_http_methods(["GET", "HEAD", "POST"])
KEY = "recruitment.file"
HELD = 3600  # seconds a file waits to be mapped


def _back() -> dict:
    return {"text": _("Files from the applicant system"), "url": reverse("recruitment:files")}


@require_safe
@login_required
def files(request) -> HttpResponse:
    """Files handed in, newest first."""
    if not policy.files.may_start(request.user, "hand_in"):
        raise NotAllowed()
    return render(request, "recruitment/files.html", queries.file_list(request.user, request.GET.get("page", 1)))


@require_safe
@login_required
def file(request, pk: int) -> HttpResponse:
    """One file: what came of it, and the rows that were refused."""
    row = policy.files.find(request.user, pk=pk)
    return render(request, "recruitment/file.html", {"file": policy.files.show(row), "row": row})


@BOTH
@login_required
def hand_in(request) -> HttpResponse:
    """The first of two steps: the file is kept apart on disk while its columns are mapped."""

    def act(form):
        staged = stage(form.answers["file"])
        try:
            mapping.headings(staged.path)
        except Exception:
            staged.remove()
            raise
        request.session[KEY] = {
            "path": staged.path.name,
            "name": staged.name,
            "organisation": form.answers["organisation"].pk,
            "until": timezone.now().timestamp() + HELD,
        }
        return staged

    return form_page(
        request,
        forms.SheetForm,
        act,
        policy=policy.files,
        verb="hand_in",
        title=_("Hand in a file from the applicant system"),
        lede=_("Next you say which column is which, and see the first rows as they would be read."),
        form_kwargs={"choices": {"organisation": queries.employers_of(request.user)}},
        button=_("Continue"),
        to=reverse("recruitment:map_file"),
        back=_back(),
    )


def _held(request):
    held = request.session.get(KEY)
    if not held or held["until"] < timezone.now().timestamp():
        return None, None
    path = Path(settings.STAGING_ROOT) / Path(held["path"]).name
    return (held, path) if path.exists() else (None, None)


@BOTH
@login_required
def map_file(request) -> HttpResponse:
    """The second step: which column is which, and what their status words mean."""
    if not policy.files.may_start(request.user, "hand_in"):
        raise NotAllowed()
    held, path = _held(request)
    if held is None:
        return redirect("recruitment:hand_in")
    organisation = units.find(request.user, pk=held["organisation"])
    names = mapping.headings(path)
    saved = list(policy.mappings.visible(request.user).filter(organisation=organisation))
    asked = request.GET.get("saved", "")
    chosen = next((row for row in saved if str(row.pk) == asked), None)
    guess = chosen.columns if chosen else mapping.guess(names)

    def act(form):
        columns, words = mapping.checked(form.columns), form.words
        if form.answers["save_as"]:
            importers.save_mapping(
                by=request.user,
                organisation=organisation,
                name=form.answers["save_as"],
                columns=columns,
                statuses=words,
            )
        result = importers.import_applicants(
            path,
            organisation,
            by=request.user,
            columns=columns,
            statuses=words,
            dry_run=form.answers["dry_run"],
            name=held["name"],
        )
        if result.status in ("published", "unchanged"):
            Staged(path, held["name"], 0, "").remove()
            request.session.pop(KEY, None)
        return result

    return form_page(
        request,
        forms.MapForm,
        act,
        policy=policy.files,
        verb="hand_in",
        title=_("Which column is which?"),
        template="recruitment/map_file.html",
        form_kwargs={"headings": names, "guess": guess, "statuses": chosen.statuses if chosen else {}},
        preview={
            "columns": [str(mapping.COLUMNS[name][0]) for name in guess],
            "rows": [[line.get(name, "") or "–" for name in guess] for line in mapping.preview(path, guess)],
        },
        saved=saved,
        lede=held["name"],
        button=_("Hand it in"),
        back=_back(),
        to=lambda result: reverse("recruitment:file", args=[result.pk]),
    )
