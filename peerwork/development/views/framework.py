"""The list of competences, what the organisation shows for its own, and who assesses from lived experience."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.development import actions, forms, queries
from peerwork.development import policy as policies
from peerwork.development.importers import load_framework
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _list() -> dict:
    return {"text": _("Competences"), "url": reverse("development:framework")}


@require_safe
@login_required
def framework(request) -> HttpResponse:
    """What peer workers, and organisations that employ them, should be able to do."""
    found = queries.frameworks_for(request.user)
    chosen = next((row for row in found if str(row.pk) == request.GET.get("list")), found[0] if found else None)
    mine = queries.organisations_led(request.user, "training_lead")
    context = {
        "framework": policies.frameworks.show(chosen) if chosen else None,
        "others": [row for row in found if row is not chosen],
        "parts": queries.parts_of(request.user, chosen),
        "may_load": policies.frameworks.may_start(request.user, "open"),
        "may_start": not found and mine.exists(),
        "may_show": policies.organisation_evidence.may_start(request.user, "add"),
        "may_name": policies.assessors.may_start(request.user, "name"),
    }
    return render(request, "development/framework.html", context)


@require_POST
@login_required
def start(request) -> HttpResponse:
    """Begin with the nine domains that come with the product."""
    if not policies.frameworks.may_start(request.user, "open"):
        raise NotAllowed()
    words = _("Nine domains after the 2020 competence framework for peer support workers; to be confirmed")
    for organisation in queries.organisations_led(request.user, "training_lead"):
        if queries.framework_of(request.user, organisation.pk) is None:
            load_framework(actions.SHIPPED, organisation, by=request.user, source_words=words)
    return redirect("development:framework")


@BOTH
@login_required
def load(request) -> HttpResponse:
    """Load a list of competences from a file: all of it, or nothing."""

    def act(form):
        return load_framework(form.cleaned_data["file"], by=request.user, **{
            name: form.cleaned_data[name] for name in ("organisation", "source_words", "dry_run")
        })  # fmt: skip

    def done(loaded):
        words = _("%(new)d new, %(changed)d changed, %(closed)d no longer used, %(same)d as they were.")
        return words % {"new": loaded.new, "changed": loaded.changed, "closed": loaded.closed, "same": loaded.same}

    return form_page(
        request,
        forms.FrameworkForm,
        act,
        policy=policies.frameworks,
        verb="open",
        title=_("Load a list of competences"),
        button=_("Load"),
        done=done,
        to=reverse("development:framework"),
        back=_list(),
        form_kwargs={"organisations": queries.organisations_led(request.user, "training_lead")},
    )


confirm_framework = posted(
    lambda request, pk: actions.confirm_framework(
        policies.frameworks.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed."),
)


@BOTH
@login_required
def edit_competence(request, pk: int) -> HttpResponse:
    row = policies.competences.find(request.user, pk=pk)
    return form_page(
        request,
        forms.CompetenceForm,
        lambda form: actions.edit_competence(row, by=request.user, version=form.version, **form.answers),
        policy=policies.competences,
        verb="edit",
        row=row,
        title=_("Change %(number)s") % {"number": row.number},
        done=_("Saved."),
        to=reverse("development:framework"),
        back=_list(),
    )


close_competence = posted(
    lambda request, pk: actions.close_competence(
        policies.competences.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("No longer used. What was shown for it is kept."),
    to="development:framework",
)


# What the organisation shows ------------------------------------------------------------------------------------------
@BOTH
@login_required
def show_organisation(request) -> HttpResponse:
    """Add what shows that the organisation can do what it should."""
    about = request.GET.get("competence", "")

    def act(form):
        competence = form.cleaned_data["competence"]
        return actions.show_organisation(
            by=request.user, organisation=competence.domain.framework.organisation, **form.answers
        )

    return form_page(
        request,
        forms.ShownForm,
        act,
        policy=policies.organisation_evidence,
        verb="add",
        title=_("What does the organisation show?"),
        done=_("Added. The lived-experience lead is asked to confirm it."),
        back=_list(),
        form_kwargs={"competences": queries.organisation_competences(request.user)},
        initial={"competence": about} if about.isdecimal() else None,
        lede=_("Everybody in the organisation can read it."),
    )


@BOTH
@login_required
def edit_organisation(request, pk: int) -> HttpResponse:
    row = policies.organisation_evidence.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ShownForm,
        lambda form: actions.edit_organisation(row, by=request.user, version=form.version, **form.answers),
        policy=policies.organisation_evidence,
        verb="edit",
        row=row,
        title=_("What does the organisation show?"),
        done=_("Saved."),
        back=_list(),
        form_kwargs={"competences": queries.organisation_competences(request.user)},
    )


confirm_organisation = posted(
    lambda request, pk: actions.confirm_organisation(
        policies.organisation_evidence.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed."),
)
withdraw_organisation = posted(
    lambda request, pk: actions.withdraw_organisation(
        policies.organisation_evidence.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Withdrawn."),
)


# Assessors ------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def assessors(request) -> HttpResponse:
    """Who confirms evidence from lived experience of their own."""
    if not policies.assessors.may_start(request.user, "name"):
        raise NotAllowed()
    rows = [policies.assessors.show(row) for row in queries.assessors_for(request.user)]
    return render(request, "development/assessors.html", {"assessors": rows})


@BOTH
@login_required
def name_assessor(request) -> HttpResponse:
    """Name an assessor; they say for themselves whether they have lived experience."""

    def act(form):
        given = form.answers
        user = queries.account_here(request.user, given.pop("email"))
        return actions.name_assessor(by=request.user, organisation=user.home_organisation, user=user, **given)

    return form_page(
        request,
        forms.AssessorForm,
        act,
        policy=policies.assessors,
        verb="name",
        title=_("Name an assessor"),
        done=_("Named. They are asked to say whether they have lived experience of their own."),
        to=reverse("development:assessors"),
        back={"text": _("Assessors"), "url": reverse("development:assessors")},
    )


@BOTH
@login_required
def say(request, pk: int) -> HttpResponse:
    row = policies.assessors.find(request.user, pk=pk)
    return form_page(
        request,
        forms.SayForm,
        lambda form: actions.say_lived_experience(row, by=request.user, version=form.version, **form.answers),
        policy=policies.assessors,
        verb="say",
        row=row,
        title=_("You as an assessor"),
        lede=_("Where a competence asks for it, somebody with lived experience of their own confirms evidence too."),
        done=_("Saved."),
        to=reverse("development:mine"),
    )


end_assessor = posted(
    lambda request, pk: actions.end_assessor(
        policies.assessors.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Ended."),
    to="development:assessors",
)
