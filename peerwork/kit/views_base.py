"""The frame of a page with a form, so that a view says only what is its own: find, form, action, where to go next.

    @login_required
    def edit_person(request, pk):
        person = people.find(request.user, pk=pk)
        return form_page(
            request, PersonForm,
            lambda form: actions.edit_person(person, by=request.user, version=form.version, **form.answers),
            policy=people, verb="edit", row=person, title=_("Correct details"), done=_("Saved."),
        )

The verb is asked for before the body is read. A refusal keeps what was typed: bad input is shown at its field (400),
and somebody else's change beside the form (409), which can then be sent again.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peerwork.kit import drafts
from peerwork.kit.access import Policy
from peerwork.kit.errors import Conflict, Invalid, NotAllowed


def form_page(
    request,
    form_class,
    act: Callable,
    *,
    title: str,
    policy: Policy | None = None,
    verb: str = "",
    row=None,
    done: str | Callable = "",
    to: str | Callable = "",
    template: str = "kit/form_page.html",
    button: str = "",
    back: dict | None = None,
    form_kwargs: dict | None = None,
    initial: dict | None = None,
    only: frozenset[str] | None = None,
    **context,
) -> HttpResponse:
    """Show a form, or do what it asks and go on.

    act      form -> result, or the file to send; what an action refuses is shown in the form
    done     what to say on the next page (words, or result -> words)
    to       where to go next (an address or result -> address); the row's own page unless told
    row      edits an existing row: its values fill the form, and its verb must be on offer now
    only     leave out the fields this person may not write
    """
    if policy is not None and row is None and not policy.may_start(request.user, verb):
        raise NotAllowed()
    if policy is not None and row is not None:
        policy.require(request.user, verb, row)
        if verb not in policy.offers(row):
            raise Conflict()
    kwargs = dict(form_kwargs or {})
    if row is not None and hasattr(form_class, "_meta"):
        kwargs["instance"] = row
    elif row is not None:
        kwargs["version"] = getattr(row, "version", None)
    if initial:
        kwargs["initial"] = initial
    posted_data = (request.POST, request.FILES) if request.method == "POST" else ()
    kept = drafts.sent_before(request) if request.method == "GET" else None
    context["restored"] = kept is not None
    form, status = form_class(*(posted_data or ((kept,) if kept else ())), **kwargs), 400 if posted_data else 200
    if only is not None:
        for name in set(form.fields) - only - {"version"}:
            del form.fields[name]
    if posted_data and form.is_valid():
        try:
            result = act(form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            status = 409
            form.refuse(refusal)
            if (current := refusal.details.get("current")) is not None:
                form.renew(current.version)
                context["changed"] = changed(policy, current, form)
        else:
            drafts.sent_again(request)
            if isinstance(result, HttpResponseBase):
                return result
            if words := done(result) if callable(done) else done:
                messages.success(request, words)
            target = to(result) if callable(to) else to
            return redirect(target or result.get_absolute_url())
    context |= {
        "form": form,
        "title": title,
        "button": button or _("Save"),
        "back": back,
        "multipart": form.is_multipart(),
    }
    return render(request, template, context, status=status)


def changed(policy: Policy | None, current, form) -> list[dict]:
    """What stands in the row now where it is not what was typed, of the fields this reader may see."""
    if policy is None:
        return []
    seen, lines = policy.show(current), []
    for name in form.fields:
        if name in seen.readable and form.cleaned_data.get(name) != getattr(current, name):
            display = getattr(seen, f"get_{name}_display", None) if current._meta.get_field(name).choices else None
            lines.append({"label": form.fields[name].label, "value": display() if display else getattr(seen, name)})
    return lines


def posted(act: Callable, *, done: str | Callable = "", to: str | Callable = ""):
    """A view for one button: `posted(lambda request, pk: actions.withdraw(…), done=_("Withdrawn."), to=…)`.

    The version of the row comes with the button as `version`.
    """

    @require_POST
    def view(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect("account_login")
        result = act(request, *args, **kwargs)
        if words := done(result) if callable(done) else done:
            messages.success(request, words)
        return redirect(to(result) if callable(to) else to or result.get_absolute_url())

    return view


def version(request) -> int | None:
    """The version a button was shown at; raises Invalid when it is not a number."""
    given = request.POST.get("version", "")
    if given and not given.isdecimal():
        raise Invalid()
    return int(given) if given else None
