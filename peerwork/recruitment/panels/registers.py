"""What panels make known to the kit: mail, what waits for whom, ways in by link, and what happens by itself."""

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy

from peerwork.kit import outbox, tasks
from peerwork.kit.access import policy_of
from peerwork.people import checklist, visitors
from peerwork.recruitment.panels import jobs, mail, waiting  # noqa: F401  jobs registers itself
from peerwork.recruitment.panels.models import PanelRule
from peerwork.recruitment.panels.reach import PLANNERS

SEAT_PAGES = (
    *("seat", "accept", "decline", "step_down", "dates", "needs", "results", "moderate", "start", "check", "submit"),
    *("confirm", "correct", "done", "score", "my_claims", "claim_pay", "edit_my_claim", "withdraw_my_claim"),
    *("thanks", "ask_for_link"),
)
INTERVIEW_PAGES = ("interview", "book", "free", "interview_date")


def still_reads(user, message) -> bool:
    """Asked again just before sending: the link must lead somewhere this person may still look."""
    model = apps.get_model(message.about_model)
    return user is not None and policy_of(model).visible(user).filter(pk=message.about_id).exists()


outbox.register("panels/news", still_reads)
outbox.register("panels/invitation", still_reads, at_once=True)
outbox.register("panels/interview", still_reads, at_once=True, secret=True)
outbox.register("panels/link", still_reads, urgent=True, secret=True)
tasks.register("recruitment.panels", waiting.for_user)
visitors.register(
    mail.PURPOSE,
    words=gettext_lazy("The panel you sit on"),
    opens=lambda link: reverse("panels:seat", args=[link.about_id]),
    views={f"panels:{name}" for name in SEAT_PAGES},
)
checklist.register(
    checklist.Step(
        "panels",
        57,
        gettext_lazy("Confirm the rules for panels"),
        gettext_lazy("HR does this: how many service users sit, who scores what, how much each score counts."),
        lambda organisation: reverse("panels:rules"),
        lambda organisation: PanelRule.objects.filter(organisation=organisation, confirmed_on__isnull=False).exists(),
        roles=PLANNERS,
    )
)
