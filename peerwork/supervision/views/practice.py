"""The worker's own reflections, observations, and whether the role stays a peer role."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerwork.kit.errors import Invalid, NotAllowed, NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.placements.policy import streams
from peerwork.supervision import forms, queries
from peerwork.supervision.practice import actions
from peerwork.supervision.practice import policy as policies

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def mine() -> dict:
    return {"text": _("Your reflections"), "url": reverse("supervision:reflections")}


def own_person(request, policy, verb):
    person = queries.own_person(request.user)
    if person is None or not policy.may_start(request.user, verb):
        raise NotAllowed()
    return person


# Reflections ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def reflections(request) -> HttpResponse:
    """Your own look back: yours alone, with your own trend."""
    found = queries.my_reflections(request.user)
    context = {"reflections": found, "trend": queries.my_trend(request.user) if found else []}
    return render(request, "supervision/reflections.html", context)


@BOTH
@login_required
def reflect(request) -> HttpResponse:
    """Ten questions to yourself after a contact: any of them, in under a minute."""
    person = own_person(request, policies.reflections, "reflect")
    return form_page(
        request,
        forms.ReflectForm,
        lambda form: actions.reflect(by=request.user, person=person, **form.answers),
        policy=policies.reflections,
        verb="reflect",
        title=_("Look back"),
        button=_("Keep it"),
        back=mine(),
        lede=_("Answer what you like and leave the rest."),
        done=_("Kept. Only you can see it."),
        to=reverse("supervision:reflections"),
    )


@require_safe
@login_required
def reflection(request, pk: int) -> HttpResponse:
    """One of your own, part by part, and what of it is shared."""
    row = policies.reflections.find(request.user, pk=pk)
    parts = list(policies.items.visible(request.user).filter(reflection=row).select_related("shared_in"))
    return render(request, "supervision/reflection.html", {"row": row, "parts": parts})


@require_POST
@login_required
def erase(request, pk: int) -> HttpResponse:
    actions.erase_reflection(policies.reflections.find(request.user, pk=pk), by=request.user)
    messages.success(request, _("Erased for good."))
    return redirect("supervision:reflections")


def _streams(request):
    return streams.visible(request.user).filter(
        pk__in=[line.stream.pk for line in queries.my_page(request.user)["lines"]]
    )


@BOTH
@login_required
def share_item(request, pk: int) -> HttpResponse:
    """Share one part with your supervisor in one kind of supervision."""
    item = policies.items.find(request.user, pk=pk)
    return form_page(
        request,
        forms.StreamForm,
        lambda form: actions.share_item(item, by=request.user, version=form.version, **form.answers),
        policy=policies.items,
        verb="share",
        row=item,
        title=_("Share one part of a reflection"),
        button=_("Share"),
        done=_("Shared. You can take it back at any time."),
        to=item.reflection.get_absolute_url(),
        back=mine(),
        form_kwargs={"streams": _streams(request)},
        lede=item.question,
    )


unshare_item = posted(
    lambda request, pk: actions.unshare_item(
        policies.items.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken back. Only you can see it."),
    to=lambda item: item.reflection.get_absolute_url(),
)


# Observation ----------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def record_observation(request, pk: int, stream: int) -> HttpResponse:
    """Write down what you saw of the worker's practice."""
    person = people.find(request.user, pk=pk)
    found = queries.stream_of(request.user, person, stream)

    def act(form):
        return actions.record_observation(by=request.user, person=person, stream=found, **form.answers)

    return form_page(
        request,
        forms.ObservationForm,
        act,
        policy=policies.observations,
        verb="record",
        button=_("Send to the worker"),
        title=_("Observation of %(name)s") % {"name": person},
        done=_("Sent to the worker, who can add their own view."),
    )


@require_safe
@login_required
def observation(request, pk: int) -> HttpResponse:
    row = policies.observations.find(request.user, pk=pk)
    return render(request, "supervision/observation.html", {"seen": policies.observations.show(row)})


@BOTH
@login_required
def edit_observation(request, pk: int) -> HttpResponse:
    row = policies.observations.find(request.user, pk=pk)

    def act(form):
        given = {name: value for name, value in form.answers.items() if name != "sure"}
        return actions.edit_observation(row, by=request.user, version=form.version, **given)

    return form_page(
        request,
        forms.ObservationForm,
        act,
        policy=policies.observations,
        verb="edit",
        row=row,
        title=_("Correct the observation"),
        done=_("Saved."),
    )


@BOTH
@login_required
def answer_observation(request, pk: int) -> HttpResponse:
    row = policies.observations.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ViewForm,
        lambda form: actions.answer_observation(row, by=request.user, version=form.version, **form.answers),
        policy=policies.observations,
        verb="answer",
        row=row,
        title=_("Add your own view"),
        done=_("Added."),
    )


# Is this staying a peer role? -----------------------------------------------------------------------------------------
def _about(request, stream: int, pk: int | None):
    """The worker themselves (no number in the address), or somebody the user supervises in this stream."""
    if pk is None:
        return queries.my_stream(request.user, stream)
    person = people.find(request.user, pk=pk)
    return person, queries.stream_of(request.user, person, stream)


@require_safe
@login_required
def role(request, stream: int, pk: int | None = None) -> HttpResponse:
    """Each one's view beside the others'."""
    person, found = _about(request, stream, pk)
    give = reverse("supervision:give_view", args=[pk, stream]) if pk else reverse("supervision:my_view", args=[stream])
    context = queries.role_page(request.user, person, found)
    return render(request, "supervision/role.html", context | {"person": person, "stream": found, "give_url": give})


@BOTH
@login_required
def give_view(request, stream: int, pk: int | None = None) -> HttpResponse:
    person, found = _about(request, stream, pk)
    back = reverse("supervision:role", args=[pk, stream]) if pk else reverse("supervision:my_role", args=[stream])
    return form_page(
        request,
        forms.RoleForm,
        lambda form: actions.give_view(by=request.user, person=person, stream=found, **form.answers),
        policy=policies.role_checks,
        verb="give",
        title=_("Is this staying a peer role?"),
        done=_("Kept, beside the other views."),
        to=back,
    )


@BOTH
@login_required
def codes(request) -> HttpResponse:
    """Codes to give to people you support, on a slip of paper: shown once."""
    person = own_person(request, policies.reflections, "reflect")
    form, made = forms.CountForm(request.POST or None), []
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            made, status = actions.make_codes(person, form.cleaned_data["count"], by=request.user), 200
    return render(request, "supervision/codes.html", {"form": form, "codes": made}, status=status)


@BOTH
@never_cache
def voice(request) -> HttpResponse:
    """Six questions for somebody supported, with a one-use code; nobody signs in, and no name is asked."""
    form, status = forms.VoiceForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.speak(form.cleaned_data["code"], form.said)
            except NotHere:
                form.add_error(
                    "code", _("This code does not open, or has been used. Check it with whoever gave it to you.")
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return render(request, "supervision/voice_thanks.html")
    return render(request, "supervision/voice.html", {"form": form}, status=status)


def _batch(request, pk: int):
    return policies.voice_batches.find(request.user, pk=pk)


@BOTH
@login_required
def share_voices(request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    return form_page(
        request,
        forms.StreamForm,
        lambda form: actions.share_voices(batch, by=request.user, version=form.version, **form.answers),
        policy=policies.voice_batches,
        verb="share",
        row=batch,
        title=_("Share what people you support said"),
        button=_("Share"),
        done=_("Shared. You can take it back at any time."),
        to=reverse("supervision:mine"),
        form_kwargs={"streams": _streams(request)},
    )


def _with_batch(act, words):
    return posted(
        lambda request, pk: act(_batch(request, pk), by=request.user, version=version(request)),
        done=words,
        to="supervision:mine",
    )


unshare_voices = _with_batch(actions.unshare_voices, lazy("Taken back. Only you can see it."))
allow_voices = _with_batch(actions.allow_in_appraisal, lazy("It may be used in your appraisal."))
disallow_voices = _with_batch(actions.disallow_in_appraisal, lazy("It will not be used in your appraisal."))
