"""Users and roles, for administrators: who can sign in, what they hold, and who is invited."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from peerwork.kit.errors import Invalid, NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people import actions, bulk, queries
from peerwork.people.forms import EndForm, FileForm, InvitationFilter, InviteForm, RoleForm, RowsForm, UserFilter
from peerwork.people.policy import assignments, invitations, users
from peerwork.people.reach import reach_of

BOTH = require_http_methods(["GET", "POST"])


def chosen(form) -> dict:
    """What a filter asks for; a nonsense value asks for nothing."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if name != "version" and value}


def administrators_only(request) -> None:
    if "administrator" not in reach_of(request.user):
        raise NotHere()


@require_GET
@login_required
def users_page(request) -> HttpResponse:
    administrators_only(request)
    form = UserFilter(request.GET)
    page = queries.page_of(queries.users_for(request.user, **chosen(form)), request.GET.get("page"))
    return render(request, "people/users.html", {"page": page, "filter": form, "asked": bool(chosen(form))})


@require_GET
@login_required
def user_page(request, pk: int) -> HttpResponse:
    administrators_only(request)
    of = users.find(request.user, pk=pk)
    held = [{"row": row, "offers": assignments.offers(row)} for row in queries.roles_held(request.user, of)]
    return render(
        request, "people/user.html", {"account": users.show(of), "held": held, "may_give": request.user.pk != of.pk}
    )


@BOTH
@login_required
def give_role(request, pk: int) -> HttpResponse:
    of = users.find(request.user, pk=pk)
    units = queries.units_to_choose(request.user, "administrator")
    return form_page(
        request,
        RoleForm,
        lambda form: actions.give_role(by=request.user, user=of, **form.answers),
        policy=assignments, verb="give", title=_("Give %(name)s a role") % {"name": of.name}, button=_("Give the role"),
        form_kwargs={"choices": {"unit": units}}, done=_("The role is given."), to=reverse("people:user", args=[pk]),
        back={"text": of.name, "url": reverse("people:user", args=[pk])},
    )  # fmt: skip


@BOTH
@login_required
def end_role(request, pk: int) -> HttpResponse:
    role = assignments.find(request.user, pk=pk)
    to = reverse("people:user", args=[role.user_id])
    return form_page(
        request,
        EndForm,
        lambda form: actions.end_role(role, by=request.user, version=form.version, **form.answers),
        policy=assignments, verb="end", row=role, title=_("End a role: %(role)s") % {"role": role},
        lede=_("The day you choose is the last day of it."), button=_("End the role"), done=_("The role has an end."),
        to=to, back={"text": _("Back"), "url": to},
    )  # fmt: skip


deactivate = posted(
    lambda request, pk: actions.deactivate(users.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("The account is closed: every session and token of it has ended."),
    to=lambda user: reverse("people:user", args=[user.pk]),
)
reactivate = posted(
    lambda request, pk: actions.reactivate(users.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("The account is open again."),
    to=lambda user: reverse("people:user", args=[user.pk]),
)
end_user_sessions = posted(
    lambda request, pk: actions.end_sessions(users.find(request.user, pk=pk), by=request.user),
    done=lazy("They are signed out everywhere."),
    to=lambda user: reverse("people:user", args=[user.pk]),
)
reset_second_step = posted(
    lambda request, pk: actions.reset_second_step(
        users.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Their second step is off. We have sent them a message that says how to sign in again."),
    to=lambda user: reverse("people:user", args=[user.pk]),
)


# Invitations --------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def invitations_page(request) -> HttpResponse:
    administrators_only(request)
    form = InvitationFilter(request.GET)
    page = queries.page_of(queries.invitations_for(request.user, **chosen(form)), request.GET.get("page"))
    rows = [{"row": row, "offers": invitations.offers(row)} for row in page]
    return render(request, "people/invitations.html", {"page": page, "rows": rows, "filter": form})


@BOTH
@login_required
def invite(request) -> HttpResponse:
    units = queries.units_to_choose(request.user, "administrator")
    return form_page(
        request,
        InviteForm,
        lambda form: actions.invite(by=request.user, **form.answers),
        policy=invitations, verb="invite", title=_("Invite somebody"), button=_("Send the invitation"),
        lede=_("They get a link to make an account. It works for 14 days."), form_kwargs={"choices": {"unit": units}},
        done=lambda row: _("The invitation to %(name)s is on its way.") % {"name": row.name},
        to=reverse("people:invitations"), back={"text": _("Invitations"), "url": reverse("people:invitations")},
    )  # fmt: skip


@BOTH
@login_required
def invite_many(request) -> HttpResponse:
    """A file of people: first what each row would do, then, on a press of the button, doing it."""
    if not invitations.may_start(request.user, "invite"):
        raise NotAllowed()
    form, rows, status = FileForm(request.POST or None, request.FILES or None), None, 200
    context = {"sent": False}
    if request.method == "POST" and "rows" in request.POST:
        again = RowsForm(request.POST)
        if not again.is_valid():
            raise Invalid()
        rows, context["sent"] = actions.invite_many(again.cleaned_data["rows"], by=request.user), True
    elif request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                found = bulk.read(form.cleaned_data["file"])
            except Invalid as problem:
                form.refuse(Invalid(fields=problem.fields or {"file": [str(problem)]}))
            else:
                rows, status = bulk.judge(found, request.user), 200
                context["again"] = json.dumps(found)
    if rows is not None:
        good = sum(row.good for row in rows)
        context |= {
            "rows": rows,
            "good": good,
            "refused": sum(bool(row.problem) for row in rows),
            "button": ngettext("Send %(count)d invitation", "Send %(count)d invitations", good) % {"count": good},
        }
    return render(request, "people/invite_many.html", context | {"form": form, "columns": bulk.COLUMNS}, status=status)


resend = posted(
    lambda request, pk: actions.resend(
        invitations.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lambda row: _("The invitation to %(name)s is on its way again.") % {"name": row.name},
    to=lambda row: reverse("people:invitations"),
)
withdraw = posted(
    lambda request, pk: actions.withdraw(
        invitations.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lambda row: _("The invitation to %(name)s is withdrawn.") % {"name": row.name},
    to=lambda row: reverse("people:invitations"),
)
