"""What somebody said they need before they started, made into requests for adjustments once they say so themselves."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerwork.adjustments import actions
from peerwork.adjustments.models import Adjustment
from peerwork.adjustments.policy import adjustments
from peerwork.adjustments.queries import me
from peerwork.adjustments.words import Kind
from peerwork.joining.policy import starting_points
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.forms import ModelForm
from peerwork.kit.views_base import form_page
from peerwork.people import actions as people
from peerwork.people.actions import system_user
from peerwork.people.models import Person, StartingNeed
from peerwork.people.policy import starting_needs
from peerwork.placements import shown
from peerwork.placements.views.page import page


@dataclass(frozen=True)
class Need:
    """One thing said before starting: where it was said, and the person's own words."""

    key: str
    said: str
    words: str
    kept: StartingNeed | None = None  # brought along from recruitment


def needs_of(user) -> list[Need]:
    """What the user has said for themselves, and not asked for as an adjustment yet."""
    found = []
    point = starting_points.visible(user).filter(person__user=user.pk).first()
    if point is not None:
        found = [
            Need("access", str(_("What I need at the place itself")), point.access),
            Need("travel", str(_("How far I can travel")), point.travel),
        ]
    kept = starting_needs.visible(user).filter(
        person__user=user.pk, kind__in=("needs", "health"), taken_up_on__isnull=True, withdrawn_on__isnull=True
    )
    found += [Need(f"need-{row.pk}", str(row.get_kind_display()), row.words, row) for row in kept]
    asked = set(Adjustment.objects.filter(person__user=user.pk, from_start=True).values_list("barrier", flat=True))
    return [need for need in found if need.words.strip() and need.words not in asked]


@transaction.atomic
def take_up(*, by, person: Person, need: Need, **values) -> Adjustment:
    """The worker says that a need they stated before starting is to become a request; their words stay with it."""
    row = actions.ask(by=by, person=person, barrier=need.words, from_start=True, **values)
    if need.kept is not None:
        people.take_up_need(need.kept, by=system_user())
    return row


class TakeUpForm(ModelForm):
    class Meta:
        model = Adjustment
        fields = ("kind", "what")


@require_safe
@login_required
def needs(request) -> HttpResponse:
    """What you said before you started: nothing of it becomes a request unless you say so."""
    if not adjustments.may_start(request.user, "ask"):
        raise NotAllowed()
    rows = [
        [{"text": need.words, "sub": need.said},
         shown.link(_("Ask for this"), "joining:take_up", need.key, hidden=need.said)]
        for need in needs_of(request.user)
    ]  # fmt: skip
    return page(
        request,
        _("What I said before I started"),
        [
            {
                "columns": [_("In my words"), {"label": _("What you can do"), "hidden": True}],
                "rows": rows,
                "caption": _("What I said before I started"),
                "empty": _("There is nothing here that you have not asked for already."),
            }
        ],
        lede=_("None of it goes to your manager unless you ask for it here."),
        back={"text": _("My adjustments"), "url": reverse("adjustments:mine")},
    )


@require_http_methods(["GET", "POST"])
@login_required
def take_up_page(request, key: str) -> HttpResponse:
    """Ask for one of them: in the same words, or others."""
    if not adjustments.may_start(request.user, "ask"):
        raise NotAllowed()
    need = next((need for need in needs_of(request.user) if need.key == key), None)
    if need is None:
        raise NotHere()
    person = me(request.user)
    kinds = {"access": Kind.PLACE, "travel": Kind.TRAVEL}
    return form_page(
        request,
        TakeUpForm,
        lambda form: take_up(by=request.user, person=person, need=need, **form.answers),
        policy=adjustments,
        verb="ask",
        initial={"what": need.words, "kind": kinds.get(key, Kind.OTHER)},
        title=_("Ask for this"),
        done=_("Asked. Your manager and HR can see it now."),
        back={"text": _("What I said before I started"), "url": reverse("joining:needs")},
    )
