"""Staff in post files: hand one in, map a spreadsheet's columns, check, load, and see what happened."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peerwork.kit.errors import NotHere
from peerwork.kit.staging import Staged, stage
from peerwork.kit.templatetags.ui import number
from peerwork.kit.views_base import form_page
from peerwork.people.policy import units
from peerwork.people.queries import organisations_of_role, page_of
from peerwork.people.reach import roles_of
from peerwork.placements import importers, mapping, queries, shown
from peerwork.placements.actions import keep_mapping
from peerwork.placements.forms import FileForm, MapForm, SheetForm
from peerwork.placements.models import StaffFile
from peerwork.placements.policy import column_mappings, staff_files
from peerwork.placements.views.page import BOTH, page

KEY = "staff_sheet"
HELD = timedelta(hours=2)


def _back() -> dict:
    return {"text": _("Staff in post files"), "url": reverse("placements:files")}


def _administrator(request) -> None:
    if "administrator" not in roles_of(request.user):
        raise NotHere()


@require_GET
@login_required
def files_page(request) -> HttpResponse:
    _administrator(request)
    rows = page_of(queries.files_for(request.user), request.GET.get("page"))
    table = {
        "columns": [
            _("File"),
            _("Kind"),
            _("What happened"),
            {"label": _("Rows"), "num": True},
            {"label": _("Refused"), "num": True},
            _("Handed in"),
        ],
        "rows": [
            [
                shown.link(row.file_name, "placements:file", row.pk),
                dict(StaffFile.Profile.choices).get(row.profile, row.profile),
                row.get_status_display(),
                number(row.rows_read),
                number(row.rows_refused),
                shown.day_words(row.started_at),
            ]
            for row in rows
        ],
        "caption": _("Staff in post files, newest first"),
        "empty": _("None yet. Hand in an ESR outbound file, or a spreadsheet of your own."),
    }
    buttons = [
        shown.button(_("Hand in an ESR file"), "placements:hand_in_esr", kind="primary"),
        shown.button(_("Hand in a spreadsheet"), "placements:hand_in_sheet"),
    ]
    return page(request, _("Staff in post files"), [table], page=rows, buttons=buttons)


@require_GET
@login_required
def file_page(request, pk: int) -> HttpResponse:
    row = staff_files.find(request.user, pk=pk)
    report = row.report or {}
    words = {
        "units_opened": _("teams and services opened"),
        "units_renamed": _("renamed"),
        "units_moved": _("moved"),
        "units_closed": _("closed"),
        "posts_opened": _("posts opened"),
        "posts_changed": _("posts changed"),
        "posts_closed": _("posts closed"),
        "people_registered": _("people registered"),
        "people_changed": _("names changed"),
        "people_left": _("people left"),
        "numbers_noted": _("staff numbers noted"),
        "placements_started": _("placements begun"),
        "placements_changed": _("placements changed"),
        "placements_ended": _("placements ended"),
        "placements_resumed": _("placements taken up again"),
    }
    parts = [
        {
            "figures": [
                {"label": _("Rows read"), "value": number(row.rows_read)},
                {"label": _("Accepted"), "value": number(row.rows_accepted)},
                {"label": _("Refused"), "value": number(row.rows_refused)},
            ]
        },
        {"text": " ".join(report.get("warnings", []))} if report.get("warnings") else {},
        {
            "heading": _("What was done") if row.status == "published" else _("What would be done"),
            "columns": [_("What"), {"label": _("How many"), "num": True}],
            "rows": [[str(words.get(name, name)), number(count)] for name, count in report.get("done", {}).items()],
            "caption": _("What was done"),
            "empty": _("Nothing."),
        }
        if report
        else {},
        {
            "heading": _("Lines refused"),
            "note": _("no value is kept, only where and why"),
            "columns": [_("Line"), _("Column"), _("Rule"), _("What to do")],
            "rows": [
                [str(line["row"]), line["column"], line["rule"], line["advice"]] for line in report.get("refused", [])
            ],
            "caption": _("Lines refused"),
        }
        if report.get("refused")
        else {},
        {
            "heading": _("Positions that match nothing"),
            "columns": [_("Line"), _("Position"), _("Title"), _("Why")],
            "rows": [
                [str(line["line"]), line["position"], line["title"], line["why"]]
                for line in report.get("unmatched_positions", [])
            ],
            "caption": _("Positions that match nothing"),
        }
        if report.get("unmatched_positions")
        else {},
        {
            "heading": _("May be peer worker posts"),
            "note": _("somebody decides, on the post’s own page"),
            "columns": [_("Line"), _("Position"), _("Title")],
            "rows": [
                [str(line["line"]), line["position"], line["title"]] for line in report.get("may_be_peer_posts", [])
            ],
            "caption": _("Titles that suggest a peer worker"),
        }
        if report.get("may_be_peer_posts")
        else {},
    ]
    return page(
        request,
        row.file_name,
        parts,
        caption=dict(StaffFile.Profile.choices).get(row.profile, row.profile),
        lede=row.message,
        back=_back(),
    )


@BOTH
@login_required
def hand_in_esr(request) -> HttpResponse:
    def act(form):
        said = form.answers
        return importers.import_esr(
            said["file"], said["organisation"], by=request.user, dry_run=said["dry_run"], name=said["file"].name
        )

    return form_page(
        request,
        FileForm,
        act,
        policy=staff_files,
        verb="hand_in",
        title=_("Hand in an ESR outbound file"),
        lede=_(
            "The GO2 layout, full or changes. Birth dates, NI numbers, ethnic origin, disability, nationality and "
            "pay are not read."
        ),
        form_kwargs={"choices": {"organisation": organisations_of_role(request.user, "administrator")}},
        button=_("Hand it in"),
        back=_back(),
    )


@BOTH
@login_required
def hand_in_sheet(request) -> HttpResponse:
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
            "until": (timezone.now() + HELD).timestamp(),
        }
        return staged

    return form_page(
        request,
        SheetForm,
        act,
        policy=staff_files,
        verb="hand_in",
        title=_("Hand in a spreadsheet of staff"),
        lede=_("Next you say which column is which, and see the first rows as they would be read."),
        form_kwargs={"choices": {"organisation": organisations_of_role(request.user, "administrator")}},
        button=_("Continue"),
        to=reverse("placements:map_sheet"),
        back=_back(),
    )


def _held(request):
    held = request.session.get(KEY)
    if not held or held["until"] < timezone.now().timestamp():
        return None, None
    path = settings.STAGING_ROOT / Path(held["path"]).name
    return (held, path) if path.exists() else (None, None)


@BOTH
@login_required
def map_sheet(request) -> HttpResponse:
    _administrator(request)
    held, path = _held(request)
    if held is None:
        return redirect("placements:hand_in_sheet")
    organisation = units.find(request.user, pk=held["organisation"])
    names = mapping.headings(path)
    saved = {row.pk: row for row in queries.mappings_for(request.user, organisation)}
    chosen = saved.get(int(request.GET["saved"])) if request.GET.get("saved", "").isdecimal() else None
    guess = chosen.columns if chosen else mapping.guess(names)
    seen = mapping.preview(path, guess)
    preview = {
        "columns": [str(mapping.COLUMNS[name][0]) for name in guess],
        "caption": _("The first rows as they would be read"),
        "rows": [[row.get(name, "") or shown.NOTHING for name in guess] for row in seen],
    }

    def act(form):
        said = form.answers
        columns = mapping.checked(form.columns)
        if said["save_as"]:
            keep_mapping(by=request.user, organisation=organisation, name=said["save_as"], columns=columns)
        result = importers.import_mapped(
            path,
            organisation,
            by=request.user,
            columns=columns,
            saved=chosen,
            as_at=said["as_at"],
            dry_run=said["dry_run"],
            name=held["name"],
        )
        if result.status in ("published", "unchanged"):
            Staged(path, held["name"], 0, "").remove()
            request.session.pop(KEY, None)
        return result

    return form_page(
        request,
        MapForm,
        act,
        policy=staff_files,
        verb="hand_in",
        title=_("Which column is which?"),
        template="placements/map.html",
        form_kwargs={"headings": names, "guess": guess},
        preview=preview if guess else None,
        saved=saved.values(),
        lede=held["name"],
        button=_("Hand it in"),
        back=_back(),
    )


@require_GET
@login_required
def mappings_page(request) -> HttpResponse:
    _administrator(request)
    rows = queries.mappings_for(request.user)
    table = {
        "columns": [_("Name"), _("Organisation"), _("Columns")],
        "rows": [
            [
                row.name,
                str(row.organisation),
                ", ".join(
                    f"{mapping.COLUMNS[ours][0]} = {theirs}"
                    for ours, theirs in row.columns.items()
                    if ours in mapping.COLUMNS
                ),
            ]
            for row in rows
        ],
        "caption": _("Saved column mappings"),
        "empty": _("None saved yet."),
        "buttons": [
            shown.button(
                _("No longer offer %(name)s") % {"name": row.name},
                "placements:drop_mapping",
                row.pk,
                post=True,
                version=row.version,
            )
            for row in rows
            if "drop" in column_mappings.offers(row)
        ],
    }
    return page(request, _("Saved column mappings"), [table], back=_back())
