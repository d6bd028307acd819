"""Your account: name, reminders, address, second step, sessions, keys for your own programs."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peerwork.kit.views_base import form_page, posted, version
from peerwork.people import actions, queries
from peerwork.people.forms import AccountForm, EmailForm, TokenForm
from peerwork.people.policy import tokens, users
from peerwork.people.sign_in import recently_authenticated

# The first that fits: each of these also says the names below it.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac": "Mac",
    "Linux": "Linux",
}
BOTH = require_http_methods(["GET", "POST"])


def back() -> dict:
    return {"text": _("Your account"), "url": reverse("people:account")}


@require_GET
@login_required
def account(request) -> HttpResponse:
    me = users.find(request.user, pk=request.user.pk)
    context = {
        "me": users.show(me),
        "roles": queries.roles_held(request.user, me),
        "steps": queries.second_steps_of(me),
        "has_password": request.user.has_usable_password(),
        "tokens": queries.tokens_of(request.user, me),
    }
    return render(request, "people/account.html", context)


@BOTH
@login_required
def edit_account(request) -> HttpResponse:
    me = users.find(request.user, pk=request.user.pk)
    return form_page(
        request,
        AccountForm,
        lambda form: actions.rename_user(me, by=request.user, version=form.version, **form.answers),
        policy=users, verb="rename", row=me, title=_("Your name and reminders"), done=_("Saved."),
        to=reverse("people:account"), back=back(),
    )  # fmt: skip


@BOTH
@recently_authenticated
def change_email(request) -> HttpResponse:
    return form_page(
        request,
        EmailForm,
        lambda form: actions.ask_new_email(request.user, form.cleaned_data["email"], by=request.user),
        title=_("Change your email address"), button=_("Send both links"), back=back(), to=reverse("people:account"),
        lede=_("We send a link to the new address and one to the address you have now. Open both to make the change."),
        done=_("We have sent a link to both addresses. Your address changes when you have opened both."),
    )  # fmt: skip


@BOTH
@login_required
@never_cache
def confirm_email(request, token: str) -> HttpResponse:
    """The link in either mail; opened by mail scanners too, so it takes a press of the button."""
    if request.method == "GET":
        return render(request, "people/confirm_email.html")
    changed = actions.confirm_email(token, by=request.user)
    words = _("Your email address is changed.") if changed else _("Confirmed. Now open the link in the other mail.")
    messages.success(request, words)
    return redirect("people:account")


# Sessions -----------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def sessions(request) -> HttpResponse:
    found = [(row, device(row.user_agent)) for row in queries.sessions_of(request.user)]
    return render(request, "people/sessions.html", {"sessions": found})


def device(agent: str) -> str:
    """A browser and a system as people call them; what the browser says of itself where neither is known."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    known = _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return known if browser and system else browser or system or agent[:80] or _("Unknown device")


@require_POST
@login_required
def end_session(request, pk: int) -> HttpResponse:
    if not actions.end_session(request.user, pk, by=request.user):
        return redirect("people:sessions")
    messages.success(request, _("That device is signed out."))
    return redirect("people:sessions")


@require_POST
@login_required
def end_other_sessions(request) -> HttpResponse:
    user = actions.end_sessions(request.user, by=request.user)
    update_session_auth_hash(request, user)
    actions.note_session(request)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("people:sessions")


# Keys for one's own programs ----------------------------------------------------------------------------------------
@BOTH
@recently_authenticated
@never_cache
def issue_token(request) -> HttpResponse:
    """Make a key; the next page shows it, once."""
    shown = {}

    def act(form):
        token, shown["key"] = actions.issue_token(by=request.user, **form.answers)
        return token

    response = form_page(
        request, TokenForm, act, policy=tokens, verb="issue", title=_("Make an API token"), button=_("Make the token"),
        back=back(), to=reverse("people:account"),
    )  # fmt: skip
    return render(request, "people/token.html", shown) if shown else response


revoke_token = posted(
    lambda request, pk: actions.revoke_token(
        tokens.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=_("The token has ended."),
    to=lambda token: reverse("people:account"),
)
