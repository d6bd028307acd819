"""Files of completed courses: hand one in, map its columns, see what happened; who is not found waits here."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.staging import Staged, stage
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.people.reach import units_of
from peerwork.training.needs import actions, forms, importers, queries, reading, reports
from peerwork.training.needs import policy as policies
from peerwork.training.needs.models import LearningFile

BOTH = require_http_methods(["GET", "HEAD", "POST"])
KEY = "learning_sheet"
HELD = timedelta(hours=2)


def _lead(request) -> None:
    if not policies.files.may_start(request.user, "hand_in"):
        raise NotAllowed()


def _back() -> dict:
    return {"text": _("Files of completed courses"), "url": reverse("training:needs_files")}


@require_safe
@login_required
def files(request) -> HttpResponse:
    """Files handed in, newest first; what waits for somebody to say whose it is."""
    _lead(request)
    page = Paginator(queries.files_for(request.user), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "files": [policies.files.show(row) for row in page],
        "profiles": dict(LearningFile.Profile.choices),
        "waiting": queries.waiting_lines(request.user).count(),
    }
    return render(request, "training/needs/files.html", context)


@require_safe
@login_required
def file(request, pk: int) -> HttpResponse:
    row = policies.files.find(request.user, pk=pk)
    seen = policies.files.show(row)
    passed = (row.report or {}).get("activities_passed_over", {})
    return render(request, "training/needs/file.html", {"file": seen, "passed": sorted(passed.items())})


@BOTH
@login_required
def hand_in(request) -> HttpResponse:
    """Hand in a report as Moodle exports it."""

    def act(form):
        given = form.answers
        upload = given.pop("file")
        return importers.import_learning(
            upload, given.pop("profile"), given.pop("organisation"), by=request.user, name=upload.name, **given
        )

    return form_page(
        request,
        forms.MoodleForm,
        act,
        policy=policies.files,
        verb="hand_in",
        title=_("Hand in a report from Moodle"),
        button=_("Hand it in"),
        back=_back(),
        form_kwargs={
            "organisations": queries.organisations_led(request.user),
            "courses": queries.courses_of(request.user),
        },
    )


@BOTH
@login_required
def hand_in_sheet(request) -> HttpResponse:
    """The first of two steps: the file is kept apart on disk while its columns are mapped."""

    def act(form):
        staged = stage(form.answers["file"])
        try:
            reading.headings_of(staged.path)
        except Exception:
            staged.remove()
            raise
        request.session[KEY] = {
            "path": staged.path.name,
            "name": staged.name,
            "size": staged.size,
            "sha256": staged.sha256,
            "organisation": form.answers["organisation"].pk,
            "until": (timezone.now() + HELD).timestamp(),
        }
        return staged

    return form_page(
        request,
        forms.SheetForm,
        act,
        policy=policies.files,
        verb="hand_in",
        title=_("Hand in a spreadsheet of completed courses"),
        lede=_("Next you say which column is which, and see the first rows as they would be read."),
        button=_("Continue"),
        to=reverse("training:needs_map"),
        back=_back(),
        form_kwargs={"organisations": queries.organisations_led(request.user)},
    )


def _held(request) -> tuple[dict | None, Path | None]:
    held = request.session.get(KEY)
    if not held or held["until"] < timezone.now().timestamp():
        return None, None
    path = settings.STAGING_ROOT / Path(held["path"]).name
    return (held, path) if path.exists() else (None, None)


@BOTH
@login_required
def map_sheet(request) -> HttpResponse:
    """Which column is which; the first rows as they would be read; check, then load."""
    _lead(request)
    held, path = _held(request)
    if held is None or path is None:
        return redirect("training:needs_hand_in_sheet")
    if held["organisation"] not in units_of(request.user, "training_lead"):
        raise NotHere()
    organisation = units.find(request.user, pk=held["organisation"])
    names = reading.headings_of(path)
    saved = {row.pk: row for row in queries.mappings_for(request.user, organisation)}
    asked = request.GET.get("saved", "")
    chosen = saved.get(int(asked)) if asked.isdecimal() else None
    guess = chosen.columns if chosen else reading.guess(names)
    seen = reading.preview(path, guess)
    preview = {
        "columns": [str(reading.COLUMNS[name][0]) for name in guess],
        "rows": [[row.get(name, "") or "–" for name in guess] for row in seen],
    }

    def act(form):
        said = form.answers
        columns = reading.checked(form.columns)
        if said["save_as"]:
            actions.keep_mapping(by=request.user, organisation=organisation, name=said["save_as"], columns=columns)
        staged = Staged(path, held["name"], held["size"], held["sha256"])
        result = importers.import_learning(
            staged, "mapped", organisation, by=request.user, columns=columns, dry_run=said["dry_run"]
        )
        if result.status in ("published", "unchanged"):
            staged.remove()
            request.session.pop(KEY, None)
        return result

    return form_page(
        request,
        forms.MapForm,
        act,
        policy=policies.files,
        verb="hand_in",
        title=_("Which column is which?"),
        template="training/needs/map.html",
        lede=held["name"],
        button=_("Hand it in"),
        back=_back(),
        form_kwargs={"headings": names, "guess": guess},
        preview=preview,
        saved=saved.values(),
    )


# Who is not found -----------------------------------------------------------------------------------------------------
@require_safe
@login_required
def waiting(request) -> HttpResponse:
    """Completions whose number nobody here has: say whose they are, or that they are nobody's."""
    if not policies.unmatched.may_start(request.user, "match"):
        raise NotAllowed()
    page = Paginator(queries.waiting_lines(request.user), 50).get_page(request.GET.get("page"))
    lines = [policies.unmatched.show(row) for row in page]
    return render(request, "training/needs/waiting.html", {"page": page, "lines": lines})


@BOTH
@login_required
def match(request, pk: int) -> HttpResponse:
    """Whose is it? Found by a number, an address or a name, and decided by you."""
    row = policies.unmatched.find(request.user, pk=pk)
    asked = request.GET.get("q", "").strip()
    found = queries.people_to_match(request.user, asked) if asked else None
    suggested = queries.suggestions(request.user, [row]).get(row.pk, []) if not asked else []
    if found is None:
        found = queries.people_to_match(request.user, suggested[0].work_email if suggested else row.number)
    return form_page(
        request,
        forms.MatchForm,
        lambda form: actions.match_line(row, by=request.user, version=form.version, **form.answers),
        policy=policies.unmatched,
        verb="match",
        row=row,
        title=_("Whose is it?"),
        lede=f"{row.get_system_display()} {row.number}, {row.course}",
        template="training/needs/match.html",
        button=_("It is theirs"),
        done=_("Matched, with every other line of this number."),
        to=reverse("training:needs_waiting"),
        back={"text": _("Waiting for a person"), "url": reverse("training:needs_waiting")},
        form_kwargs={"people": found},
        line=policies.unmatched.show(row),
        find=forms.FindForm(initial={"q": asked}),
        found=found.exists(),
    )


set_aside = posted(
    lambda request, pk: actions.set_aside(
        policies.unmatched.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Set aside: nobody here."),
    to="training:needs_waiting",
)


# Names of courses elsewhere -------------------------------------------------------------------------------------------
@require_safe
@login_required
def names(request) -> HttpResponse:
    """What other systems call your courses."""
    if not policies.course_names.may_start(request.user, "name"):
        raise NotAllowed()
    rows = [policies.course_names.show(row) for row in queries.names_for(request.user)]
    saved = [policies.mappings.show(row) for row in queries.mappings_for(request.user)]
    return render(request, "training/needs/names.html", {"names": rows, "saved": saved})


@BOTH
@login_required
def name(request) -> HttpResponse:
    """Say which course another system means by a name."""
    value = request.GET.get("value", "")[:300]
    return form_page(
        request,
        forms.NameForm,
        lambda form: actions.name_course(by=request.user, **form.answers),
        policy=policies.course_names,
        verb="name",
        title=_("Which course is it?"),
        done=_("Named. Hand the file in again, and it is found."),
        to=reverse("training:needs_names"),
        back={"text": _("Names of courses"), "url": reverse("training:needs_names")},
        form_kwargs={
            "organisations": queries.organisations_led(request.user),
            "courses": queries.courses_of(request.user),
        },
        initial={"value": value} if value else None,
    )


end_name = posted(
    lambda request, pk: actions.end_course_name(
        policies.course_names.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("No longer used."),
    to="training:needs_names",
)
drop_mapping = posted(
    lambda request, pk: actions.drop_mapping(
        policies.mappings.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("No longer offered."),
    to="training:needs_names",
)


# Out ------------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def take(request) -> HttpResponse:
    """Completed courses as CSV for the staff record system, with staff numbers, for a reason that is kept."""
    _lead(request)
    form = forms.TakeForm(request.POST or None, organisations=queries.organisations_led(request.user))
    if request.method == "POST" and form.is_valid():
        return reports.learning(request.user, form.cleaned_data["organisation"], form.cleaned_data["reason"])
    context = {"form": form, "title": _("Take completed courses away"), "button": _("Make the file"), "back": _back()}
    context["lede"] = _("One row for each completed course: staff number, course, from, to.")
    return render(request, "kit/form_page.html", context, status=400 if request.method == "POST" else 200)
