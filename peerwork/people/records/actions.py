"""Every write about what somebody asks of their own record."""

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import outbox
from peerwork.kit.errors import Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person
from peerwork.people.records.models import RecordRequest
from peerwork.people.records.policy import requests


def ask(*, by, person: Person, **values) -> RecordRequest:
    """Ask about one's own record, or say what is not right in it."""
    with creating(requests, "ask", by=by, person=person, **values) as request:
        pass
    return request


def edit_request(request: RecordRequest, *, by, version: int | None = None, **changes) -> RecordRequest:
    """Change what one asked, while it waits."""
    with acting(requests, "edit", request, by=by, version=version, **changes) as request:
        pass
    return request


def withdraw_request(request: RecordRequest, *, by, version: int | None = None) -> RecordRequest:
    """Take back what one asked."""
    with acting(requests, "withdraw", request, by=by, version=version) as request:
        pass
    return request


def answer(request: RecordRequest, *, by, answer: str = "", version: int | None = None) -> RecordRequest:
    """HR answers; where something stays as it is, the answer says why."""
    with acting(requests, "answer", request, by=by, version=version, answer=answer) as request:
        _answered(request, by)
    _tell(request)
    return request


def put_right(request: RecordRequest, *, by, answer: str = "", version: int | None = None) -> RecordRequest:
    """HR has changed the record as it was asked, and says what."""
    with acting(requests, "put_right", request, by=by, version=version, answer=answer) as request:
        _answered(request, by)
    _tell(request)
    return request


def _answered(request: RecordRequest, by) -> None:
    if not request.answer.strip():
        raise Invalid(fields={"answer": [_("Write a sentence: they read it as you write it.")]})
    request.answered_by, request.answered_on = by, timezone.localdate()


def _tell(request: RecordRequest) -> None:
    outbox.send(
        rule="people.request",
        subject_key=f"request:{request.pk}",
        to=request.person.user,
        template="people/news",
        context={
            "title": _("HR answered what you asked about your record"),
            "words": _("The answer is with your question."),
            "url": request.get_absolute_url(),
        },
        about=request,
    )
