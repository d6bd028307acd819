"""What the pages of this app share: a form on a row or on a new one, the pages of one team, the way back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peerwork.kit.views_base import form_page
from peerwork.people.models import Unit
from peerwork.readiness import queries

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def on_row(policy, verb: str, form_class, act, *, title, done, back=None, kwargs=None, to=None, of=None, **more):
    """A view for a verb that asks something, on a row: `act(row, by=…, version=…, **answers)`.

    title, back, to and kwargs may be functions of the row (kwargs of the user and the row). With `of` the address
    holds two numbers, as in /communities/3/meetings/12/: `pk` of what the row is part of, and `number`, its own.
    """

    @BOTH
    @login_required
    def view(request, pk: int, number: int | None = None) -> HttpResponse:
        row = policy.find(request.user, **({"pk": pk} if of is None else {"pk": number, of: pk}))
        tell = lambda value: value(row) if callable(value) else value
        return form_page(
            request,
            form_class,
            lambda form: act(row, by=request.user, version=form.version, **form.answers),
            policy=policy,
            verb=verb,
            row=row,
            title=tell(title),
            done=done,
            back=tell(back) if back else {"text": str(row), "url": row.get_absolute_url()},
            to=(lambda result: to(result)) if to else "",
            form_kwargs=kwargs(request.user, row) if kwargs else None,
            **more,
        )

    return view


def back_to_team(team: Unit) -> dict:
    return {"text": team.name, "url": reverse("readiness:checklist", args=[team.pk])}


def tabs(user, unit: Unit, here: str) -> list[dict]:
    """The pages of one unit, without those this reader may not open."""
    found = []
    looks = unit.kind == Unit.Kind.TEAM and queries.looked_at(user).filter(pk=unit.pk).exists()
    if looks:
        found += [("checklist", _("Checklist")), ("factors", _("Four factors"))]
    if any(each.pk == unit.pk for each in queries.units_with_challenges(user)):
        found.append(("challenges", _("Ten challenges")))
    return [
        {"label": label, "url": reverse(f"readiness:{name}", args=[unit.pk]), "current": name == here}
        for name, label in found
    ]
