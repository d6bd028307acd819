"""Putting a session with evidence, a course with a goal; and taking them off again."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from peerwork.development.policy import evidence, goals
from peerwork.joining.ties import actions, queries
from peerwork.joining.ties import policy as policies
from peerwork.kit.forms import Form, put_in_words
from peerwork.kit.views_base import form_page, posted, version

BOTH = require_http_methods(["GET", "HEAD", "POST"])


class ChooseForm(Form):
    """One of these; made for one evidence or goal."""

    def __init__(self, *args, name: str, label: str, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[name] = forms.ModelChoiceField(label=label, queryset=choices)
        put_in_words(name, self.fields[name])


@BOTH
@login_required
def link_session(request, pk: int) -> HttpResponse:
    """Put a supervision session you chose with your evidence: others see that it took place, and no more."""
    row = evidence.find(request.user, pk=pk)
    evidence.require(request.user, "edit", row)
    return form_page(
        request,
        ChooseForm,
        lambda form: actions.link_session(by=request.user, evidence=row, **form.answers),
        policy=policies.evidence_sessions,
        verb="link",
        title=_("Put a session with it"),
        lede=_("Whoever looks at your evidence sees that you met, and when. What was said stays where it is."),
        done=_("The session is with your evidence."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
        form_kwargs={
            "name": "session",
            "label": _("Which session?"),
            "choices": queries.sessions_to_choose(request.user, row),
        },
    )


@BOTH
@login_required
def link_course(request, pk: int) -> HttpResponse:
    """Say which course your goal is about."""
    row = goals.find(request.user, pk=pk)
    goals.require(request.user, "edit", row)
    return form_page(
        request,
        ChooseForm,
        lambda form: actions.link_course(by=request.user, goal=row, **form.answers),
        policy=policies.goal_courses,
        verb="link",
        title=_("Link a course"),
        lede=str(row),
        done=_("Linked."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
        form_kwargs={
            "name": "course",
            "label": _("Which course?"),
            "choices": queries.courses_to_choose(request.user, row),
        },
    )


unlink_session = posted(
    lambda request, pk: actions.unlink_session(
        policies.evidence_sessions.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken off."),
    to=lambda tie: tie.evidence.get_absolute_url(),
)
unlink_course = posted(
    lambda request, pk: actions.unlink_course(
        policies.goal_courses.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken off."),
    to=lambda tie: tie.goal.get_absolute_url(),
)
