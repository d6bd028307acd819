"""Steps: who has to do what by when, colleagues and people outside alike."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.adjustments import actions, forms, queries
from peerwork.adjustments.policy import adjustments, steps
from peerwork.adjustments.views.base import BOTH, button, page, verb_page, verb_post
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page
from peerwork.placements import shown

STEP_WORDS = {
    "do": lazy("Done"),
    "reopen": lazy("It is not done after all"),
    "edit": lazy("Change"),
    "send": lazy("Send it again"),
    "drop": lazy("No longer needed"),
}


@require_safe
@login_required
def step(request, pk: int) -> HttpResponse:
    """One thing to do: what, for whom, by when; nothing of why."""
    row = steps.find(request.user, pk=pk)
    seen = steps.show(row)
    back = None
    if "adjustment" in seen.readable:
        back = {"text": str(row.adjustment), "url": row.adjustment.get_absolute_url()}
    facts = shown.facts(seen, "person", "due_on", "status", "done_on", "owner_email", "sent_on")
    if "owner" in seen.readable:
        facts.insert(1, {"label": _("Who does it"), "value": row.who()})
    route = {"do": "do_step", "reopen": "reopen_step", "edit": "edit_step", "send": "send_step", "drop": "drop_step"}
    offers = steps.offers(row)
    return page(
        request,
        str(row),
        [
            {"facts": facts},
            {
                "buttons": [
                    button(
                        words, f"adjustments:{route[verb]}", row.pk, post=verb != "edit", version=row.version,
                        kind="primary" if verb == "do" else "secondary",
                    )
                    for verb, words in STEP_WORDS.items()
                    if verb in offers
                ]
            },
        ],
        back=back,
        lede=_("For a colleague’s work arrangements."),
    )  # fmt: skip


@BOTH
@login_required
def add_step(request, pk: int) -> HttpResponse:
    """Say who has to do what by when; somebody outside gets one link."""
    row = adjustments.find(request.user, pk=pk)
    if "put_in_place" not in adjustments.granted(row):
        raise NotAllowed()
    return form_page(
        request,
        forms.StepForm,
        lambda form: actions.add_step(by=request.user, adjustment=row, **form.answers),
        policy=steps,
        verb="add",
        form_kwargs={"owners": queries.owners_for(row.person)},
        initial={"due_on": row.place_by},
        title=_("Who has to do what"),
        done=lambda made: _("Sent to %(who)s.") % {"who": made.who()} if made.sent_on else _("Noted."),
        to=row.get_absolute_url(),
        back={"text": str(row), "url": row.get_absolute_url()},
    )


edit_step = verb_page(
    steps, "edit", forms.StepForm, actions.edit_step, title=lazy("Change a step"), done=lazy("Changed."),
    kwargs=lambda request, row: {"owners": queries.owners_for(row.person)},
)  # fmt: skip
send_step = verb_post(steps, actions.send_step, done=lazy("Sent."))
do_step = verb_post(steps, actions.do_step, done=lazy("Noted as done. Thank you."))
drop_step = verb_post(steps, actions.drop_step, done=lazy("Let go."))
reopen_step = verb_post(steps, actions.reopen_step, done=lazy("It is to do again."))
