"""Ways in: accepting an invitation, a visitor's link and code, setting up the second step, staying signed in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from peerwork.kit import links
from peerwork.kit.errors import Invalid, NotHere, Refused, TooMany
from peerwork.kit.views_base import form_page
from peerwork.people import actions, queries, sign_in, visitors
from peerwork.people.forms import AcceptForm, CodeForm

BOTH = require_http_methods(["GET", "POST"])


@BOTH
@never_cache
@sensitive_post_parameters("password")
def accept(request, token: str) -> HttpResponse:
    """An invitation's link: make an account with a password or single sign-on, or accept with the account one has."""
    try:
        link = links.open(token, purpose="invitation")
    except NotHere:
        return render(request, "people/link_gone.html", {"words": visitors.GONE}, status=404)
    invitation, owner = queries.invited_by(link)
    providers = get_adapter().list_providers(request)
    context = {
        "invitation": invitation,
        "organisation": invitation.unit.organisation or invitation.unit,
        "provider": providers[0] if providers else None,
        "token": token,
    }
    if owner is not None or request.user.is_authenticated:
        return accept_with_account(request, token, owner, context)
    if request.method == "POST" and "sso" in request.POST and providers:
        request.session[sign_in.INVITATION] = token
        return redirect(providers[0].get_login_url(request, process="login"))

    def act(form):
        return actions.accept(token, **form.answers)

    return form_page(
        request,
        AcceptForm,
        act,
        title=_("Make your account"),
        button=_("Make my account"),
        template="people/accept.html",
        initial={"name": invitation.name},
        to=lambda user: enter(request, user),
        **context,
    )


def enter(request, user) -> str:
    """Sign the new account in: the password was typed just now."""
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    return perform_login(request, Login(user=user, email=user.email)).url


def accept_with_account(request, token, owner, context) -> HttpResponse:
    mine = request.user.is_authenticated and request.user == owner
    if request.method == "POST" and mine:
        actions.accept(token, user=request.user)
        messages.success(request, _("You have accepted the invitation."))
        return redirect("home:home")
    if request.method == "POST" and "sso" in request.POST and context["provider"] and not request.user.is_authenticated:
        request.session[sign_in.INVITATION] = token
        return redirect(context["provider"].get_login_url(request, process="login"))
    context |= {"mine": mine, "other": request.user.is_authenticated and not mine}
    return render(request, "people/accept_with_account.html", context, status=400 if request.method == "POST" else 200)


@BOTH
@never_cache
def link(request, token: str) -> HttpResponse:
    """A visitor's link: ask for a code, then for its numbers; nothing of what is behind it is shown before that."""
    try:
        found = links.open(token)
        purpose = visitors.purpose_of(found)
    except NotHere:
        return render(request, "people/link_gone.html", {"words": visitors.GONE}, status=404)
    if request.method == "POST" and "code" not in request.POST:
        try:
            links.send_code(found)
        except TooMany as problem:
            messages.info(request, str(problem))
        return redirect(request.path)
    title = _("Enter the code we sent you") if found.code_sent_at else _("We will send you a code")
    context = {"purpose": purpose, "asked": found.code_sent_at, "title": title}
    if not found.code_sent_at:
        return render(request, "people/link.html", context)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                found = links.redeem(found, form.cleaned_data["code"])
                if request.user.is_authenticated:
                    logout(request, show_message=False)
                return redirect(visitors.enter(request, found))
            except Invalid as problem:
                form.refuse(problem)
            except TooMany as problem:
                status = problem.status
                form.refuse(Invalid(str(problem)))
            except Refused:
                return render(request, "people/link_gone.html", {"words": visitors.GONE}, status=404)
    return render(request, "people/link.html", context | {"form": form}, status=status)


@require_GET
@login_required
@never_cache
def second_step(request) -> HttpResponse:
    """Choose a second step: nothing else opens before it is set up."""
    if is_mfa_enabled(request.user) and not sign_in.needs_second_step(request):
        return redirect("home:home")
    return render(request, "people/second_step.html")


@require_GET
@login_required
@never_cache
def keep(request) -> HttpResponse:
    """Stay signed in: the Gate has noted this request like any other."""
    return HttpResponse(status=204)
