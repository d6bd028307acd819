"""What the pages of this app share: a page of parts, a page for one verb, a button for one verb."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from peerwork.kit import readlog
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.sign_in import ask_again, recently
from peerwork.placements import shown

BOTH = require_http_methods(["GET", "HEAD", "POST"])
button = shown.button


def page(request, title: str, parts: list[dict], **context) -> HttpResponse:
    """A page of parts; empty parts are left out. `strip` says under the heading who can see it."""
    found = [part for part in parts if part]
    context["aside"] = [part for part in context.get("aside", ()) if part]
    return render(request, "adjustments/page.html", {"title": title, "parts": found, **context})


def proven(policy, verb: str = ""):
    """A view of a row that opens once somebody has proven that it is they; for whom it is not, it is not there."""

    def wrap(view):
        @login_required
        @wraps(view)
        def checked(request, pk: int) -> HttpResponse:
            row = policy.find(request.user, pk=pk)
            if verb:
                policy.require(request.user, verb, row)
            return view(request, pk) if recently(request) else ask_again(request)

        return checked

    return wrap


def back_to(text, name: str, *args) -> dict:
    return {"text": text, "url": reverse(f"adjustments:{name}", args=args)}


def opened(policy, user, row, what):
    """The row, opened through the read log: one line for anybody but its owner, and no data without it."""
    return readlog.opened(policy, user, what=str(what), person_id=row.person_id, pk=row.pk)


def verb_page(policy, verb: str, form_class, act, *, title, done, what="", kwargs=None, initial=None, to=None, **more):
    """A page for one verb of a row: its form, what it does, and back to the row.

    what    names the row in the read log where its form shows confidential words; it is opened first
    """

    @BOTH
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = policy.find(request.user, pk=pk)
        policy.require(request.user, verb, row)
        if what:
            row = opened(policy, request.user, row, what)
        context = {name: value(request, row) if callable(value) else value for name, value in more.items()}
        return form_page(
            request,
            form_class,
            lambda form: act(row, by=request.user, version=form.version, **form.answers),
            policy=policy,
            verb=verb,
            row=row,
            title=title(row) if callable(title) else str(title),
            form_kwargs=kwargs(request, row) if kwargs else None,
            initial=initial(row) if initial else None,
            done=done,
            to=to(row) if callable(to) else to or row.get_absolute_url(),
            back={"text": str(row), "url": row.get_absolute_url()},
            **context,
        )

    return view


def verb_post(policy, act, *, done, to=""):
    """A view for one button: the verb at once."""

    def do(request, pk):
        row = policy.find(request.user, pk=pk)
        return act(row, by=request.user, version=version(request))

    return posted(do, done=done, to=to)


def buttons(policy, row, prefix: str, words: dict, posts=()) -> list[dict]:
    """A button for each verb on offer: words by route; those in `posts` act at once, the others open a form."""
    offers = policy.offers(row)
    return [
        button(text, f"adjustments:{prefix}{verb}", row.pk, post=verb in posts, version=row.version)
        for verb, text in words.items()
        if verb in offers
    ]
