"""What each role's home shows beside its tasks: one short piece a role, each in a constant number of queries."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peerwork.adjustments import queries as adjustments
from peerwork.adjustments.health.models import Referral
from peerwork.home.navigation import held
from peerwork.kit import outbox
from peerwork.mix.models import StaffSubmission
from peerwork.mix.policy import submissions
from peerwork.mix.queries import mix
from peerwork.people import checklist
from peerwork.people.models import Unit
from peerwork.people.reach import ROLE_WORDS, roles_of, units_of
from peerwork.placements import queries as placements
from peerwork.recruitment import board
from peerwork.recruitment import queries as recruitment
from peerwork.recruitment.panels import queries as panels
from peerwork.supervision import queries as supervision
from peerwork.training.cohorts import queries as training

SHORT = 5


@dataclass(frozen=True)
class Part:
    """One piece of a home: a heading, and one of figures, a board, a table or a list."""

    role: str
    heading: str
    link: str = ""
    url: str = ""
    figures: list[dict] = field(default_factory=list)
    stages: list[dict] = field(default_factory=list)
    columns: list = field(default_factory=list)
    rows: list[list] = field(default_factory=list)
    items: list[dict] = field(default_factory=list)
    note: str = ""
    empty: str = ""


def day(value) -> str:
    return date_format(value, "j F Y") if value else ""


def for_director(user) -> list[Part]:
    found = mix(user)
    return [
        Part("director", found.finding, _("The share, month by month"), reverse("mix:mix"), figures=found.figures,
             note="" if found.figures else _("Figures are shown here once a month is fixed."))
    ]  # fmt: skip


def for_hr(user) -> list[Part]:
    found, open_ones = board.board(user), recruitment.vacancy_list(user, status="published")["lines"][:SHORT]
    rows = [
        [{"text": line["vacancy"].title, "href": line["vacancy"].get_absolute_url(), "sub": str(line["vacancy"].team)},
         str(line["applied"]),
         day(timezone.localdate(line["vacancy"].closes_at)) if line["vacancy"].closes_at else _("No closing date")]
        for line in open_ones
    ]  # fmt: skip
    hidden = _("Names are hidden until shortlisting is finished.") if found["blind"] else ""
    columns = [_("Vacancy"), {"label": _("Applicants"), "num": True}, _("Open until")]
    return [
        Part("hr", _("People on the way to joining"), _("See as a list"), reverse("recruitment:people"),
             stages=found["stages"], note=hidden),
        Part("hr", _("Open vacancies"), _("All vacancies"), reverse("recruitment:vacancies"), columns=columns,
             rows=rows, empty=_("No vacancy is open.")),
    ]  # fmt: skip


def for_supervisor(user) -> list[Part]:
    lines = supervision.supervisees(user)
    rows = [
        [{"text": str(line.person), "href": reverse("supervision:worker", args=[line.person.pk]),
          "hidden": f", {line.stream}", "sub": f"{line.stream}, {line.team}" if line.team else str(line.stream)},
         line.next_words or "–", {"text": line.words, "kind": line.kind} if line.kind else line.words,
         str(line.open_actions)]
        for line in lines[:8]
    ]  # fmt: skip
    columns = [_("Name"), _("Next session"), _("Status"), {"label": _("Open actions"), "num": True}]
    return [
        Part("supervisor", _("My supervisees"), _("Log or book a session"), reverse("supervision:home"),
             columns=columns, rows=rows, note=supervision.finding(lines))
    ]  # fmt: skip


def for_team_lead(user) -> list[Part]:
    soon = placements.starting_soon(user).filter(team__in=units_of(user, "team_lead"))[:SHORT]
    items = [
        {"title": str(row.person), "href": row.get_absolute_url(), "text": f"{row.post}, {row.team}",
         "tag": _("Starts on %(day)s") % {"day": day(row.starts_on)}, "kind": "info"}
        for row in soon
    ]  # fmt: skip
    return [
        Part("team_lead", _("Starting soon in your team"), _("Starters"), reverse("starting:board"), items=items,
             empty=_("Nobody is about to start."))
    ]  # fmt: skip


def for_trainer(user) -> list[Part]:
    items = [
        {"title": str(row.module), "href": row.get_absolute_url(), "text": str(row.cohort),
         "tag": day(timezone.localdate(row.starts_at)), "kind": ""}
        for row in training.next_days(user, SHORT)
    ]  # fmt: skip
    return [
        Part("trainer", _("Next training days"), _("All groups"), reverse("training:cohorts"), items=items,
             empty=_("No training day is planned."))
    ]  # fmt: skip


def for_oh(user) -> list[Part]:
    words, counted = dict(Referral.Status.choices), {}
    for row in adjustments.referrals_of(user):
        counted[row.status] = counted.get(row.status, 0) + 1
    figures = [
        {"label": str(words[key]), "value": str(counted[key])} for key in words if counted.get(key) and key != "closed"
    ]
    return [
        Part("oh_adviser", _("Referrals"), _("All referrals"), reverse("adjustments:referrals"), figures=figures[:4],
             empty="" if figures else _("No referral is open."))
    ]  # fmt: skip


def for_administrator(user) -> list[Part]:
    found = []
    for organisation in Unit.objects.filter(organisation=None, pk__in=units_of(user, "administrator"))[:1]:
        steps = checklist.steps(organisation, roles_of(user))
        left = [step for step in steps if not step["done"]]
        items = [{"title": step["title"], "href": step["href"], "text": step["hint"]} for step in left[:SHORT]]
        found.append(
            Part("administrator", _("Set-up"), _("All steps"), reverse("people:setup"), items=items,
                 note=ngettext("%d step left.", "%d steps left.", len(left)) % len(left) if left else "",
                 empty=_("Everything is set up."))
        )  # fmt: skip
    here = Q(to__home_organisation__in=units_of(user, "administrator"))
    refused = [
        {"title": str(row.to), "href": reverse("people:user", args=[row.to_id]), "text": row.to.email,
         "tag": _("Refused on %(day)s") % {"day": day(timezone.localdate(row.created_at))}, "kind": "due"}
        for row in outbox.not_sent(SHORT, here)
    ]  # fmt: skip
    if refused:
        note = _("The mail server would not take a message to these addresses. Check them with the person.")
        found.append(Part("administrator", _("Mail that could not be delivered"), items=refused, note=note))
    rows = [
        [{"text": row.file_name, "href": reverse("mix:submission", args=[row.pk])}, row.get_status_display(),
         day(timezone.localdate(row.started_at)), str(row.rows_refused)]
        for row in submissions.visible(user, StaffSubmission.objects.all())[:SHORT]
    ]  # fmt: skip
    columns = [_("File"), _("Status"), _("Handed in"), {"label": _("Rows refused"), "num": True}]
    found.append(
        Part("administrator", _("Last files"), _("All imports"), reverse("mix:submissions"), columns=columns, rows=rows,
             empty=_("No file has been handed in."))
    )  # fmt: skip
    return found


def for_panels(user) -> list[Part]:
    rows = []
    for line in panels.panel_lines(user)[:SHORT]:
        coming = line.next_day
        rows.append(
            [{"text": str(line.panel.vacancy), "href": line.panel.get_absolute_url()},
             day(timezone.localdate(coming.starts_at)) if coming else _("No day set"), str(line.members),
             line.panel.get_status_display()]
        )  # fmt: skip
    columns = [_("Panel"), _("Next day"), {"label": _("Members"), "num": True}, _("Now")]
    return [
        Part("panel_coordinator", _("Panels"), _("All panels"), reverse("panels:home"), columns=columns, rows=rows,
             empty=_("No panel is planned."))
    ]  # fmt: skip


def for_panel_member(user) -> list[Part]:
    items = [
        {"title": str(seat.panel.vacancy), "href": seat.get_absolute_url(), "text": seat.get_status_display()}
        for seat in panels.my_seats(user)[:SHORT]
    ]
    return [Part("panel_member", _("Your panels"), _("All of them"), reverse("panels:mine"), items=items)]


def for_lead(user) -> list[Part]:
    found = mix(user)
    return [
        Part("lived_experience_lead", found.finding, _("The share, month by month"), reverse("mix:mix"),
             figures=found.figures)
    ]  # fmt: skip


HOMES: dict[str, Callable] = {
    "hr": for_hr,
    "supervisor": for_supervisor,
    "team_lead": for_team_lead,
    "panel_coordinator": for_panels,
    "panel_member": for_panel_member,
    "training_lead": for_trainer,
    "trainer": for_trainer,
    "oh_adviser": for_oh,
    "lived_experience_lead": for_lead,
    "administrator": for_administrator,
    "director": for_director,
}
WORDS = {**ROLE_WORDS, "supervisor": gettext_lazy("Supervisor"), "panel_member": gettext_lazy("Panel member"),
         "trainer": gettext_lazy("Trainer")}  # fmt: skip


@dataclass(frozen=True)
class Role:
    key: str
    words: str
    parts: list[Part]


def homes(user) -> list[Role]:
    """One section for each role somebody holds, in the order of HOMES; what two roles share is shown once."""
    roles, found, made = held(user), [], set()
    for role, make in HOMES.items():
        if role in roles and make not in made:
            made.add(make)
            found.append(Role(role, WORDS[role], make(user)))
    return found
