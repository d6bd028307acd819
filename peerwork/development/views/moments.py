"""Moments of one's own story: added, changed, kept at the top, left out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from peerwork.development.moments import actions
from peerwork.development.moments.forms import MomentForm
from peerwork.development.moments.policy import moments
from peerwork.development.views.people import own_person
from peerwork.kit.views_base import form_page, posted, version

BOTH = require_http_methods(["GET", "HEAD", "POST"])
STORY = "/my-development/story/"


def _story() -> dict:
    return {"text": _("My story so far"), "url": STORY}


@BOTH
@login_required
def add_moment(request) -> HttpResponse:
    """Add a moment to your story."""
    person = own_person(request)
    return form_page(
        request, MomentForm, lambda form: actions.add_moment(by=request.user, person=person, **form.answers),
        policy=moments, verb="add", title=_("A moment to remember"), button=_("Add it"), to=STORY,
        done=_("It is in your story. Only you can see it."), back=_story(),
    )  # fmt: skip


@BOTH
@login_required
def edit_moment(request, pk: int) -> HttpResponse:
    """Change a moment of your own."""
    row = moments.find(request.user, pk=pk)
    return form_page(
        request, MomentForm,
        lambda form: actions.edit_moment(row, by=request.user, version=form.version, **form.answers), policy=moments,
        verb="edit", row=row, title=_("Change this moment"), done=_("Saved."), to=STORY, back=_story(),
    )  # fmt: skip


def _button(action, words):
    return posted(
        lambda request, pk: action(moments.find(request.user, pk=pk), by=request.user, version=version(request)),
        done=words,
        to=STORY,
    )


pin_moment = _button(actions.pin_moment, lazy("It is at the top of your story."))
hide_moment = _button(actions.hide_moment, lazy("Left out of your story. The record itself is as it was."))
show_moment = _button(actions.show_moment, lazy("Back in its place."))
remove_moment = _button(actions.remove_moment, lazy("Taken out."))
