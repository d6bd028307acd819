"""The steps of setting up an organisation; their state is worked out from what is there, not ticked by hand."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peerwork.people.models import Invitation, RoleAssignment, Settings, Unit, live

LOOKED_AT = ("brand", "words", "thresholds")  # their defaults are good answers: these are done when somebody has looked


@dataclass(frozen=True)
class Step:
    """One step. `done(organisation)` and `url(organisation)`; a step that is `after` another cannot start before it.

    roles  whose page it is, where not every administrator can open it
    """

    key: str
    order: int
    title: str
    hint: str
    url: Callable[[Unit], str]
    done: Callable[[Unit], bool]
    after: str = ""
    roles: frozenset[str] = frozenset()


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Add a step; apps above (imports, targets) register theirs."""
    _steps[step.key] = step


def steps(organisation: Unit, roles: frozenset[str]) -> list[dict]:
    """Every step with its state, for a task list: title, hint, href, done, status, kind. `roles` are the reader's."""
    rows, finished = [], {}
    for step in sorted(_steps.values(), key=lambda step: step.order):
        finished[step.key] = done = step.done(organisation)
        waits = bool(step.after) and not finished.get(step.after, True)
        rows.append(
            {
                "key": step.key,
                "title": step.title,
                "hint": step.hint,
                "done": done,
                "href": "" if waits or (step.roles and not step.roles & roles) else step.url(organisation),
                "status": _("Done") if done else _("Cannot start yet") if waits else _("To\u00a0do"),
                "kind": "" if done or waits else "info",
            }
        )
    return rows


def _settings(organisation: Unit) -> Settings | None:
    return Settings.objects.filter(organisation=organisation).first()


def _holders(organisation: Unit, role: str) -> int:
    held = RoleAssignment.objects.filter(live(), role=role, user__is_active=True)
    within = held.filter(unit=organisation) | held.filter(unit__organisation=organisation)
    return within.values("user").distinct().count()


def _looked_at(key: str, *fields: str):
    def done(organisation: Unit) -> bool:
        own = _settings(organisation)
        return own is not None and (
            key in own.steps_done or any(getattr(own, name) not in ("", None) for name in fields)
        )

    return done


def _retention(organisation: Unit) -> bool:
    rules = organisation.retention_rules.values_list("confirmed_on", flat=True)
    return bool(rules) and all(rules)


def _settings_url(organisation: Unit) -> str:
    return reverse("people:settings", args=[organisation.pk])


for _step in (
    Step(
        "units", 10, _("Services and teams"), _("At least one team, part of the service it belongs to."),
        lambda organisation: reverse("people:units"),
        lambda organisation: organisation.units.filter(kind=Unit.Kind.TEAM, closed_on__isnull=True).exists(),
    ),
    Step(
        "administrators", 20, _("A second administrator"), _("So that nobody is locked out when one person is away."),
        lambda organisation: reverse("people:invite"),
        lambda organisation: _holders(organisation, "administrator") > 1,
    ),
    Step(
        "roles", 30, _("HR and a records officer"),
        _("HR looks after people; the records officer confirms how long records are kept."),
        lambda organisation: reverse("people:invite"),
        lambda organisation: bool(_holders(organisation, "hr") and _holders(organisation, "records_officer")),
    ),
    Step(
        "invitations", 40, _("Invite everybody who will sign in"), _("One by one, or many at once from a file."),
        lambda organisation: reverse("people:invite_many"),
        lambda organisation: Invitation.objects.filter(unit__organisation=organisation).exists(),
        after="units",
    ),
    Step(
        "brand", 50, _("Name and colour"), _("What people see at the top of every page."),
        _settings_url, _looked_at("brand", "display_name", "brand_colour"),
    ),
    Step(
        "words", 60, _("Your words"), _("What you call peer workers, and people who use services."),
        _settings_url, _looked_at("words", "word_service_user", "words_service_users", "word_peer_worker"),
    ),
    Step(
        "thresholds", 70, _("Small numbers"), _("How large a count of people must be to be shown."),
        _settings_url, _looked_at("thresholds", "hide_up_to", "round_to", "fold_teams_under"),
    ),
    Step(
        "retention", 80, _("Keeping records"), _("Nothing is removed before your records officer confirms it."),
        lambda organisation: reverse("people:retention"), _retention,
    ),
):  # fmt: skip
    register(_step)
