"""What leads, HR and directors see: dates and gaps, how often it should be, past sessions; never a word of content."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import units
from peerwork.people.reach import reach_of, units_of
from peerwork.people.sign_in import recently_authenticated
from peerwork.placements.policy import streams
from peerwork.supervision import actions, figures, forms, queries, reports
from peerwork.supervision import policy as policies
from peerwork.supervision.importers import import_sessions

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def compliance(request) -> HttpResponse:
    """Who is in date, by kind of supervision: dates and gaps only."""
    if not queries.is_watching(request.user):
        raise NotAllowed()
    kinds = list(streams.visible(request.user).filter(closed_on__isnull=True))
    form = forms.ComplianceFilter(request.GET, streams=kinds)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.compliance(request.user, **wanted)
    page = Paginator(found["facts"], 50).get_page(request.GET.get("page"))
    lines = queries.compliance_lines(request.user, list(page), found["streams"])
    context = {
        "page": page,
        "lines": lines,
        "counts": found["counts"],
        "form": form,
        "trend": figures.trend_rows(queries.trend(request.user)),
    }
    return render(request, "supervision/compliance.html", context)


@BOTH
@login_required
def take_compliance(request) -> HttpResponse:
    """The same list as CSV, with names, for a reason that is kept and after a fresh sign-in."""
    if not queries.is_watching(request.user):
        raise NotAllowed()
    return _take_compliance(request)


@recently_authenticated
def _take_compliance(request) -> HttpResponse:
    form = forms.ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = queries.compliance(request.user)
        lines = queries.compliance_lines(request.user, found["facts"], found["streams"])
        return reports.compliance(request.user, lines, form.cleaned_data["reason"])
    context = {"form": form, "title": _("Take the list away"), "button": _("Make the file")}
    context["back"] = {"text": _("Who is in date"), "url": reverse("supervision:compliance")}
    return render(request, "kit/form_page.html", context, status=400 if request.method == "POST" else 200)


@require_safe
@login_required
def figures_page(request) -> HttpResponse:
    """A director's figures: fixed months, one unit at a time, through the release rules."""
    if "director" not in reach_of(request.user):
        raise NotAllowed()
    given = {name: value.strip() for name, value in request.GET.items() if value.strip()}
    try:
        month = date.fromisoformat(f"{given['month']}-01") if "month" in given else None
        unit = units.find(request.user, pk=int(given["unit"])) if "unit" in given else None
    except ValueError:
        raise NotHere() from None
    return render(request, "supervision/figures.html", figures.released(request.user, unit, month))


# How often ------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def rules(request) -> HttpResponse:
    """How often each kind of supervision is due, for whom, since when; what is still to be confirmed."""
    context = {
        "rules": queries.reached_rules(request.user),
        "may_set": policies.rules.may_start(request.user, "set"),
        "may_propose": "administrator" in reach_of(request.user),
    }
    return render(request, "supervision/rules.html", context)


def _streams(request):
    mine = units_of(request.user, "administrator", "hr")
    return streams.visible(request.user).filter(organisation__in=mine, closed_on__isnull=True)


@BOTH
@login_required
def set_rule(request) -> HttpResponse:
    """Say how often a kind of supervision is due from a day on."""
    return form_page(
        request,
        forms.RuleForm,
        lambda form: actions.set_rule(by=request.user, **form.answers),
        policy=policies.rules,
        verb="set",
        title=_("How often is it due?"),
        done=_("Saved. Months before that day keep the rule they had."),
        to=reverse("supervision:rules"),
        back=_rules(),
        form_kwargs={"streams": _streams(request)},
    )


def _rules() -> dict:
    return {"text": _("How often supervision is due"), "url": reverse("supervision:rules")}


@require_POST
@login_required
def propose_rules(request) -> HttpResponse:
    """Put the usual intervals before the organisation, to be changed and confirmed."""
    if "administrator" not in reach_of(request.user):
        raise NotAllowed()
    for unit in units.visible(request.user).filter(
        pk__in=units_of(request.user, "administrator"), organisation__isnull=True
    ):
        actions.propose_rules(unit, by=actions.system_user())
    return redirect("supervision:rules")


confirm_rule = posted(
    lambda request, pk: actions.confirm_rule(
        policies.rules.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed."),
    to="supervision:rules",
)


@BOTH
@login_required
def end_rule(request, pk: int) -> HttpResponse:
    rule = policies.rules.find(request.user, pk=pk)
    return form_page(
        request,
        forms.EndForm,
        lambda form: actions.end_rule(rule, by=request.user, version=form.version, **form.answers),
        policy=policies.rules,
        verb="end",
        row=rule,
        title=_("End “%(rule)s”") % {"rule": rule},
        button=_("End it"),
        done=_("Ended. From the next day nothing is due by this rule."),
        to=reverse("supervision:rules"),
        back=_rules(),
    )


# Files of past sessions -----------------------------------------------------------------------------------------------
@require_safe
@login_required
def files(request) -> HttpResponse:
    if not policies.files.may_start(request.user, "hand_in"):
        raise NotAllowed()
    page = Paginator(policies.files.visible(request.user), 50).get_page(request.GET.get("page"))
    return render(
        request, "supervision/files.html", {"page": page, "files": [policies.files.show(row) for row in page]}
    )


@require_safe
@login_required
def file(request, pk: int) -> HttpResponse:
    row = policies.files.find(request.user, pk=pk)
    return render(request, "supervision/file.html", {"file": policies.files.show(row)})


@BOTH
@login_required
def hand_in(request) -> HttpResponse:
    """Hand in a file of past sessions: dates, kinds and lengths."""

    def act(form):
        given = form.cleaned_data
        return import_sessions(
            given["file"], given["organisation"], by=request.user, columns=form.columns, dry_run=given["dry_run"]
        )

    mine = units.visible(request.user).filter(pk__in=units_of(request.user, "administrator"), organisation__isnull=True)
    return form_page(
        request,
        forms.FileForm,
        act,
        policy=policies.files,
        verb="hand_in",
        title=_("Hand in past sessions"),
        button=_("Hand in"),
        form_kwargs={"organisations": mine},
        back={"text": _("Past sessions"), "url": reverse("supervision:files")},
    )
