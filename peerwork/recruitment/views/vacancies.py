"""Vacancies, as HR works on them: draft, specification, gate, publish, close, who shortlists, stage times."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.reach import reach_of
from peerwork.recruitment import actions, forms, gate, policy, queries
from peerwork.recruitment.deciding import actions as deciding

BOTH = require_http_methods(["GET", "HEAD", "POST"])
READS = {"hr", "lived_experience_lead", "panel_coordinator"}


def back_to(vacancy) -> dict:
    return {"text": str(vacancy), "url": vacancy.get_absolute_url()}


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1


@require_safe
@login_required
def vacancies(request) -> HttpResponse:
    """Vacancies: who is looked for, how many applied, how far it is."""
    if not READS & set(reach_of(request.user)):
        raise NotAllowed()
    form = forms.VacancyFilter(request.GET or None, teams=queries.teams_of(request.user))
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    given = {name: chosen[name] for name in ("q", "status", "team") if chosen.get(name)}
    context = queries.vacancy_list(request.user, **given, page=request.GET.get("page", 1))
    context |= {"form": form, "may_draft": policy.vacancies.may_start(request.user, "draft"), "narrowed": bool(given)}
    return render(request, "recruitment/vacancies.html", context)


@require_safe
@login_required
def vacancy(request, pk: int) -> HttpResponse:
    """One vacancy: its stages, its people, its specification and what is still missing."""
    stage, page = request.GET.get("stage", ""), request.GET.get("page", 1)
    return render(request, "recruitment/vacancy.html", queries.vacancy_page(request.user, pk, stage, page))


@BOTH
@login_required
def draft(request) -> HttpResponse:
    """Begin a vacancy."""
    return form_page(
        request,
        forms.VacancyForm,
        lambda form: actions.draft_vacancy(by=request.user, **form.answers),
        policy=policy.vacancies,
        verb="draft",
        form_kwargs={"choices": queries.choices_for(request.user)},
        title=_("Add a vacancy"),
        button=_("Save the draft"),
        back={"text": _("Vacancies"), "url": reverse("recruitment:vacancies")},
        done=_("Saved as a draft. Add the specification next."),
    )


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    """Change a vacancy."""
    row = policy.vacancies.find(request.user, pk=pk)
    return form_page(
        request,
        forms.VacancyForm,
        lambda form: actions.edit_vacancy(row, by=request.user, version=form.version, **form.answers),
        policy=policy.vacancies,
        verb="edit",
        row=row,
        form_kwargs={"choices": queries.choices_for(request.user)},
        title=_("Change the vacancy"),
        back=back_to(row),
        done=_("Saved."),
    )


@BOTH
@login_required
def publish(request, pk: int) -> HttpResponse:
    """The last look, then open for applications."""
    row = policy.vacancies.find(request.user, pk=pk)
    missing = list(gate.missing(row).values())
    return form_page(
        request,
        forms.PublishForm,
        lambda form: actions.publish(row, by=request.user, version=form.version, **form.answers),
        policy=policy.vacancies,
        verb="publish",
        row=row,
        form_kwargs={"missing": missing},
        title=_("Open for applications"),
        button=_("Publish"),
        back=back_to(row),
        template="recruitment/publish.html",
        done=_("Published. Anybody can read it and apply until it closes."),
        vacancy=row,
        missing=missing,
        faults=[m for messages in gate.faults(row).values() for m in messages],
    )


@BOTH
@login_required
def reopen(request, pk: int) -> HttpResponse:
    """Take applications again."""
    row = policy.vacancies.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ReopenForm,
        lambda form: actions.reopen(row, by=request.user, version=form.version, **form.answers),
        policy=policy.vacancies,
        verb="reopen",
        row=row,
        title=_("Take applications again"),
        back=back_to(row),
        done=_("Open for applications again."),
    )


def _verb(action):
    return lambda request, pk: action(
        policy.vacancies.find(request.user, pk=pk), by=request.user, version=version(request)
    )


copy = posted(
    lambda request, pk: actions.copy_vacancy(policy.vacancies.find(request.user, pk=pk), by=request.user),
    done=lazy("Copied as a draft, with its specification. Dates and who took part are yours to add."),
)
close = posted(_verb(actions.close), done=lazy("Closed: no more applications come in."))
finish_shortlisting = posted(
    _verb(deciding.finish_shortlisting),
    done=lazy("Shortlisting is finished. Names are open to HR, and everybody gets their answer by email."),
)
finish = posted(_verb(actions.finish), done=lazy("Finished."))
withdraw = posted(_verb(actions.withdraw_vacancy), done=lazy("Withdrawn."))


def _to_edit(request, pk: int):
    row = policy.vacancies.find(request.user, pk=pk)
    policy.vacancies.require(request.user, "edit", row)
    return row


# Specification ------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def add_criterion(request, pk: int) -> HttpResponse:
    """Add a line to the specification."""
    row = _to_edit(request, pk)
    return form_page(
        request,
        forms.CriterionForm,
        lambda form: actions.add_criterion(by=request.user, vacancy=row, **form.answers),
        policy=policy.criteria,
        verb="add",
        title=_("Add a criterion"),
        initial={"assessed_by": ["application", "interview"]},
        back=back_to(row),
        done=_("Added."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def edit_criterion(request, pk: int) -> HttpResponse:
    """Change a line of the specification."""
    row = policy.criteria.find(request.user, pk=pk)
    return form_page(
        request,
        forms.CriterionForm,
        lambda form: actions.edit_criterion(row, by=request.user, version=form.version, **form.answers),
        policy=policy.criteria,
        verb="edit",
        row=row,
        title=_("Change a criterion"),
        back=back_to(row.vacancy),
        done=_("Saved."),
        to=row.vacancy.get_absolute_url(),
    )


drop_criterion = posted(
    lambda request, pk: actions.drop_criterion(
        policy.criteria.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken out."),
    to=lambda line: line.vacancy.get_absolute_url(),
)


@BOTH
@login_required
def note_involvement(request, pk: int) -> HttpResponse:
    """Note who took part in writing the specification."""
    row = _to_edit(request, pk)
    return form_page(
        request,
        forms.InvolvementForm,
        lambda form: actions.note_involvement(by=request.user, vacancy=row, **form.answers),
        policy=policy.involvements,
        verb="note",
        title=_("Who took part in the specification"),
        back=back_to(row),
        done=_("Noted."),
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
def comment(request, pk: int) -> HttpResponse:
    """Comment on a draft."""
    row = policy.vacancies.find(request.user, pk=pk)
    return form_page(
        request,
        forms.CommentForm,
        lambda form: actions.comment(by=request.user, vacancy=row, text=form.answers["text"]),
        policy=policy.vacancies,
        verb="comment",
        row=row,
        title=_("Comment on the draft"),
        back=back_to(row),
        done=_("Your comment is with HR."),
        to=row.get_absolute_url(),
    )


# Who shortlists -----------------------------------------------------------------------------------------------------
@BOTH
@login_required
def name_shortlister(request, pk: int) -> HttpResponse:
    """Name somebody who shortlists."""
    row = _to_edit(request, pk)

    def act(form):
        user = queries.account_here(form.answers["email"], row)
        return actions.name_shortlister(by=request.user, vacancy=row, user=user)

    return form_page(
        request,
        forms.ShortlisterForm,
        act,
        policy=policy.shortlisters,
        verb="name",
        title=_("Name somebody who shortlists"),
        lede=_("They see no names of this vacancy until shortlisting is finished, whatever else they do here."),
        back=back_to(row),
        done=_("Named. They find the applications on their home page once the vacancy has closed."),
        to=row.get_absolute_url(),
    )


end_shortlister = posted(
    lambda request, pk: actions.end_shortlister(
        policy.shortlisters.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("They shortlist this vacancy no longer."),
    to=lambda named: named.vacancy.get_absolute_url(),
)


# Stage times --------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def templates(request) -> HttpResponse:
    """How long each stage should take."""
    if not policy.templates.may_start(request.user, "set"):
        raise NotAllowed()
    rows = policy.templates.visible(request.user).filter(closed_on__isnull=True).select_related("organisation")
    return render(request, "recruitment/templates.html", {"templates": [queries.template_line(row) for row in rows]})


@BOTH
@login_required
def set_template(request, pk: int) -> HttpResponse:
    """Say how long each stage should take, in place of these times, or beside them under another name."""
    before = policy.templates.find(request.user, pk=pk)
    policy.templates.require(request.user, "set", before)
    return form_page(
        request,
        forms.TemplateForm,
        lambda form: actions.set_template(by=request.user, organisation=before.organisation, **form.answers),
        policy=policy.templates,
        verb="set",
        form_kwargs={"template": before},
        initial={"name": before.name, "source": before.source},
        title=_("Stage times"),
        back={"text": _("Stage times"), "url": reverse("recruitment:templates")},
        done=_("Saved. Times of the same name that stood before are closed."),
        to=reverse("recruitment:templates"),
    )


confirm_template = posted(
    lambda request, pk: actions.confirm_template(
        policy.templates.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Confirmed."),
    to=lambda row: reverse("recruitment:templates"),
)
close_template = posted(
    lambda request, pk: actions.close_template(
        policy.templates.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Used no longer."),
    to=lambda row: reverse("recruitment:templates"),
)
