"""Who may see and do what with scores: alone until the reveal, then together; and with decisions."""

from django.db.models import Q

from peerwork.kit.access import Grant, Policy, remembered, system
from peerwork.people.reach import reach_of, within
from peerwork.recruitment.panels import reach
from peerwork.recruitment.panels.scoring.models import (
    Decision,
    Moderation,
    PanelElsewhere,
    PanelFigure,
    Score,
    ScoreSheet,
)

SHOWN = ("revealed", "closed")
HR_OF, OVER = reach.recruits, reach.over


def both(rule, more: Q):
    """A row rule with one more condition."""

    def rows(user) -> Q | None:
        found = rule(user)
        return None if found is None else found & more

    return rows


def shown(path: str) -> Q:
    return Q(**{f"{path}panel__status__in": SHOWN})


SHEET = {"status", "seat", "application", "submitted_at", "reason", "keyed_by"}
sheets = Policy(
    ScoreSheet,
    [
        Grant("hr", HR_OF("seat__panel__vacancy__"), SHEET, {"reason"}, {"excuse", "reopen", "key"}),
        Grant("panel coordinator", OVER("panel_coordinator", "seat__panel__vacancy__"), SHEET, (), {"key"}),
        Grant(
            "panel member",
            reach.own_seat("seat"),
            SHEET,
            {"seat", "application"},
            {"save", "submit", "confirm", "correct"},
            own=True,
        ),
        Grant(
            "panel member",
            reach.on_panel("seat__panel", *SHOWN),
            {"status", "seat", "application", "reason"},
            own=True,
        ),
        Grant("system", system, SHEET, {"seat", "application", "reason"}, {"give", "excuse", "lapse"}),
    ],
    closed=reach.shut_while_i_sit("application", "application__vacancy"),
    bars={"key": reach.own_seat("seat")},
)


def typed_by_me(user) -> Q | None:
    """Scores on a paper sheet the user is typing in: written, and not theirs to read again."""
    if not reach_of(user).keys() & {"hr", "panel_coordinator"}:
        return None
    mine = ScoreSheet.objects.filter(keyed_by=user.pk, status="keyed")
    there = remembered(("typing", user.pk), mine.exists)
    return Q(sheet__keyed_by=user.pk, sheet__status="keyed") if there else None


GIVEN = {"sheet", "question", "value", "not_assessed", "note"}
NO_NOTES = {"question", "value", "not_assessed"}  # who gave it: HR and the chair see that
scores = Policy(
    Score,
    [
        Grant("panel member", reach.own_seat("sheet__seat"), GIVEN, own=True),
        Grant(
            "panel member",
            reach.own_seat("sheet__seat", rule=Q(sheet__status="open")),
            GIVEN,
            GIVEN,
            {"save", "change"},
            own=True,
        ),
        Grant("panel member", reach.on_panel("sheet__seat__panel", *SHOWN), NO_NOTES, own=True),
        Grant("panel member", reach.on_panel("sheet__seat__panel", *SHOWN, chair=True), GIVEN, own=True),
        Grant("hr", both(HR_OF("sheet__seat__panel__vacancy__"), shown("sheet__seat__")), GIVEN),
        Grant(
            "panel coordinator",
            both(OVER("panel_coordinator", "sheet__seat__panel__vacancy__"), shown("sheet__seat__")),
            NO_NOTES,
        ),
        Grant("hr", typed_by_me, {"sheet"}, GIVEN, {"save"}),
    ],
    closed=reach.shut_while_i_sit("sheet__application", "sheet__application__vacancy"),
)

CHANGED = {"score", "value", "reason", "by", "at"}
moderations = Policy(
    Moderation,
    [
        Grant("panel member", reach.on_panel("score__sheet__seat__panel", *SHOWN), CHANGED, own=True),
        Grant(
            "panel member",
            reach.own_seat("score__sheet__seat"),
            CHANGED,
            {"score", "value", "reason"},
            {"moderate"},
            own=True,
        ),
        Grant("hr", HR_OF("score__sheet__seat__panel__vacancy__"), CHANGED),
        Grant("panel coordinator", OVER("panel_coordinator", "score__sheet__seat__panel__vacancy__"), CHANGED),
    ],
    closed=reach.shut_while_i_sit("score__sheet__application", "score__sheet__application__vacancy"),
)

DECIDED = {
    *("status", "panel", "application", "outcome", "reserve_until", "reserve_ended_on", "reason", "passes_over"),
    *("service_users_place", "decided_by", "decided_on"),
}
DECISION = DECIDED | {"feedback", "told_at"}
decisions = Policy(
    Decision,
    [
        Grant(
            "hr",
            HR_OF("panel__vacancy__"),
            DECISION,
            {"panel", "application", "outcome", "reserve_until", "reason", "feedback"},
            {"decide", "change", "draft", "send", "offer_next"},
        ),
        Grant("panel coordinator", OVER("panel_coordinator", "panel__vacancy__"), DECIDED),
        Grant("panel member", reach.on_panel("panel"), DECIDED, own=True),
        Grant(
            "applicant",
            reach.my_application("application", Q(status="told")),
            {"application", "outcome", "reserve_until", "reserve_ended_on", "feedback", "told_at"},
            own=True,
        ),
        Grant("system", system, DECISION, (), {"expire"}),
    ],
    closed=reach.shut_while_i_sit("application", "application__vacancy"),
)

ELSEWHERE = {
    *("unit", "post", "held_on", "service_users", "staff", "service_user_chaired", "candidates", "withdrawn_on"),
}
elsewhere = Policy(
    PanelElsewhere,
    [
        Grant(role.replace("_", " "), within(role, "unit"), ELSEWHERE, ELSEWHERE - {"withdrawn_on"},
              {"record", "edit", "withdraw"})
        for role in ("hr", "panel_coordinator")
    ],
)  # fmt: skip

WHICH = {"unit", "quarter", "frozen_at"}
COUNTS = {"panels", "first_choice", "passed_over", "overridden", "chaired"}
panel_figures = Policy(
    PanelFigure,
    [
        Grant("hr", within("hr", "unit"), WHICH | COUNTS),
        Grant("lived-experience lead", within("lived_experience_lead", "unit"), WHICH | COUNTS),
        Grant("director", within("director", "unit"), WHICH),
    ],
)
