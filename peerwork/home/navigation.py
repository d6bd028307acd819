"""The menu: four to six lines for everybody, the rest one step away, and what waits beside each line."""

import time
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest

from django.urls import ResolverMatch, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from peerwork.development.moments.policy import moments
from peerwork.people.reach import ROLE_WORDS, organisations_of, reach_of, roles_of
from peerwork.placements.reach import is_supervised, supervises_somebody
from peerwork.recruitment.panels.reach import sits_somewhere
from peerwork.training.reach import teaches_somebody

EVERYBODY: frozenset[str] = frozenset()
FRESH = 1800  # seconds for which the counts of the last look at home are shown
MOST = 6  # lines of the menu, Home and More among them


@dataclass(frozen=True)
class Item:
    """A page of the menu. No roles: everybody signed in. `section` keeps it marked as current; `apps` are the sources
    of tasks counted beside it."""

    label: str
    route: str
    roles: frozenset[str] = EVERYBODY
    section: str = ""
    apps: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Part:
    """Pages that belong together: shown side by side at the top of each of them, and under one heading on "More"."""

    key: str
    label: str
    items: tuple[Item, ...]


def page(label, route: str, roles: str = "", section: str = "", apps: str = "") -> Item:
    return Item(label, route, frozenset(roles.split()), section or route, frozenset(apps.split()))


HOME = Item(_("Home"), "home:home", section="home:home")
# fmt: off
PARTS = (
    Part("mine", _("My own"), (
        page(_("My development"), "home:my_development", "peer"),
        page(_("My supervision"), "supervision:mine", "supervised"),
        page(_("My training"), "training:mine"),
        page(_("My goals"), "development:mine", "supervised"),
        page(_("Appraisals"), "development:appraisals", "peer supervisor", "development:appraisal"),
        page(_("What I need to learn"), "training:needs_mine", "supervised"),
        page(_("My adjustments"), "adjustments:mine", "placed"),
        page(_("Take it with me"), "people:copies", "placed", "people:cop"),
        page(_("Bring it with me"), "joining:bring", "peer", "joining:bring", ""),
        page(_("Messages"), "home:messages"),
        page(_("Delivery log"), "mix:log", "supervised team_lead"),
    )),
    Part("panels", _("Your panels"), (page(_("Your panels"), "panels:mine", "panel_member"),)),
    Part("recruitment", _("Recruitment"), (
        page(_("Vacancies"), "recruitment:vacancies", "hr lived_experience_lead panel_coordinator", "recruitment:",
             "recruitment"),
        page(_("On the way to joining"), "recruitment:board", "hr"),
        page(_("Panels"), "panels:home", "hr panel_coordinator", "panels:", ""),
        page(_("Panel figures"), "panels:figures", "director"),
        page(_("Who applies"), "recruitment:equality", "hr director"),
    )),
    Part("starting", _("Starters"), (
        page(_("Starters"), "starting:board", "hr team_lead", "starting:", "starting"),
        page(_("Ready to start"), "joining:ready", "hr", "joining:"),
        page(_("Brought along"), "joining:brought", "hr training_lead", "joining:brought"),
    )),
    Part("people", _("People"), (
        page(_("People"), "people:people", "hr", "people:pe", "people placements"),
        page(_("Establishment"), "placements:establishment", "hr team_lead lived_experience_lead training_lead",
             "placements:", "placements"),
        page(_("Questions about records"), "people:requests", "hr", "people:request"),
        page(_("Search"), "home:search", "hr administrator team_lead"),
    )),
    Part("supervision", _("Supervision"), (
        page(_("My supervisees"), "supervision:home", "supervisor", "supervision:home", "supervision"),
        page(_("Actions"), "supervision:actions", "supervisor", "supervision:action"),
        page(_("Supervision"), "supervision:compliance", "hr lived_experience_lead team_lead"),
        page(_("Supervision"), "supervision:figures", "director"),
        page(_("Competences"), "development:coverage", "supervisor team_lead training_lead", "", "development"),
    )),
    Part("support", _("Support at work"), (
        page(_("Adjustments"), "adjustments:queue", "hr team_lead", "adjustments:", "adjustments"),
        page(_("Referrals"), "adjustments:referrals", "oh_adviser oh_lead", "adjustments:referral", "adjustments"),
        page(_("Emergency cards"), "adjustments:emergency", "on_call_manager"),
        page(_("Adjustments"), "adjustments:figures", "director"),
    )),
    Part("training", _("Training"), (
        page(_("Training"), "training:home", "training_lead trainer", "training:home", "training"),
        page(_("Courses"), "training:curricula", "training_lead trainer", "training:curric"),
        page(_("Groups"), "training:cohorts", "training_lead trainer", "training:cohort"),
        page(_("Certificates"), "training:certificates", "training_lead", "training:certificate"),
        page(_("Who has what"), "training:needs_team", "supervisor team_lead training_lead hr", "training:needs_"),
        page(_("Who training has reached"), "training:coverage", "hr director"),
        page(_("Recovery training"), "training:needs_coverage", "whole"),
    )),
    Part("teams", _("Teams"), (
        page(_("Ready teams"), "readiness:home",
             "hr team_lead lived_experience_lead training_lead director supervised", "readiness:", "readiness"),
        page(_("Communities"), "communities:home", "", "communities:", "communities"),
    )),
    Part("figures", _("Figures"), (
        page(_("Workforce mix"), "mix:mix", "director hr lived_experience_lead team_lead", "", "mix"),
        page(_("Plans"), "mix:plans", "director hr lived_experience_lead team_lead", "mix:plan", ""),
        page(_("Board reports"), "mix:board", "director hr lived_experience_lead", "mix:board", ""),
        page(_("Voice"), "mix:voice", "director hr lived_experience_lead peer", "mix:voice", ""),
        page(_("Outcomes"), "mix:outcomes", "director hr lived_experience_lead", "mix:outcome", ""),
        page(_("Information requests"), "mix:foi", "director hr lived_experience_lead", "mix:foi", ""),
        page(_("Open data"), "mix:open", "director hr lived_experience_lead", "mix:open", ""),
        page(_("Who counts"), "mix:rules", "hr administrator", "mix:rule", "mix"),
    )),
    Part("organisation", _("The organisation"), (
        page(_("Users"), "people:users", "administrator", "people:user", "people"),
        page(_("Units"), "people:units", "administrator", "people:unit"),
        page(_("Imports"), "mix:submissions", "administrator", "mix:submission"),
        page(_("Care activity"), "mix:activity", "administrator"),
        page(_("Staff in post"), "placements:files", "administrator", "placements:file"),
        page(_("Set-up"), "people:setup", "administrator"),
        page(_("Audit trail"), "home:audit", "administrator"),
        page(_("Records cases"), "people:cases", "records_officer", "people:case"),
        page(_("How long records are kept"), "people:retention", "records_officer administrator", "", "people"),
    )),
)
# What each role sees first; somebody with several roles gets the first of each, then the second of each.
FIRST = {
    "hr": "recruitment:vacancies starting:board people:people adjustments:queue",
    "director": "mix:mix supervision:figures training:coverage adjustments:figures",
    "lived_experience_lead": "mix:mix supervision:compliance readiness:home recruitment:vacancies",
    "administrator": "people:users people:units people:setup mix:submissions",
    "training_lead": "training:home training:curricula training:cohorts training:certificates",
    "oh_adviser": "adjustments:referrals", "oh_lead": "adjustments:referrals",
    "panel_coordinator": "panels:home recruitment:vacancies",
    "records_officer": "people:cases people:retention",
    "on_call_manager": "adjustments:emergency",
    "supervisor": "supervision:home supervision:actions",
    "team_lead": "supervision:compliance adjustments:queue starting:board readiness:home",
    "trainer": "training:home training:cohorts",
    "panel_member": "panels:mine",
    "peer": "home:my_development",
    "supervised": "supervision:mine training:mine adjustments:mine development:mine",
    "placed": "training:mine adjustments:mine communities:home",
}
# fmt: on
ITEMS = {item.route: item for part in PARTS for item in part.items}


def covers_all(user) -> bool:
    """Whether somebody leads a whole organisation, not only a part of it, as director or lived-experience lead."""
    reach = reach_of(user)
    wide = reach.get("lived_experience_lead", frozenset()) | reach.get("director", frozenset())
    return bool(wide and wide.intersection(organisations_of(user)))


def held(user) -> frozenset[str]:
    """What somebody is today, for the menu: the roles given to them, and what follows from links and placements."""
    roles = set(roles_of(user))
    if covers_all(user):
        roles.add("whole")
    if supervises_somebody(user):
        roles.add("supervisor")
    if is_supervised(user):
        roles.add("supervised")
    if sits_somewhere(user) and not roles & {"hr", "panel_coordinator"}:
        roles.add("panel_member")
    if moments.may_start(user, "add"):
        roles.add("peer")
    if teaches_somebody(user):
        roles.add("trainer")
    if getattr(user, "person", None) is not None and user.home_organisation_id:
        roles.add("placed")
    return frozenset(roles)


def may(item: Item, roles: frozenset[str]) -> bool:
    return not item.roles or bool(item.roles & roles)


def first_of(roles: frozenset[str]) -> list[Item]:
    """The pages for the menu itself, in the order of need: one of each role, then the next of each."""
    turns = [[ITEMS[route] for route in FIRST[role].split()] for role in FIRST if role in roles]
    wanted = [item for turn in zip_longest(*turns) for item in turn if item is not None and may(item, roles)]
    others = [item for part in PARTS for item in part.items if may(item, roles)]
    return list(dict.fromkeys([*wanted, *others]))


def note(session, counts: dict[str, int]) -> None:
    """Keep how much waits, so that every page can show it without asking again."""
    if session.get("waiting", {}).get("apps") != counts:
        session["waiting"] = {"apps": counts, "at": time.time()}


def noted(session) -> Counter:
    """How much waited when home was last looked at; nothing once that is a while ago."""
    kept = session.get("waiting") or {}
    return Counter(kept.get("apps")) if time.time() - kept.get("at", 0) < FRESH else Counter()


def menu(user, match: ResolverMatch | None, waiting: Counter | None = None) -> list[dict]:
    """Home, the pages needed most, and More where there are others; `waiting` is how much waits, by app."""
    if getattr(user, "kind", "") == "link":
        return []
    here, waiting = getattr(match, "view_name", "") or "", waiting or Counter()
    pages = first_of(held(user))
    top = pages if len(pages) < MOST else pages[: MOST - 2]
    best = max(
        (item for item in (HOME, *pages) if here.startswith(item.section)), key=lambda i: len(i.section), default=None
    )
    shown = [_line(HOME, best, sum(waiting.values()))]
    shown += [_line(item, best, sum(waiting[app] for app in item.apps)) for item in top]
    if len(top) < len(pages):
        elsewhere = here == "home:more" or (best is not None and best not in (HOME, *top))
        shown.append({"label": _("All pages"), "url": reverse("home:more"), "current": elsewhere, "count": None})
    return shown


def _line(item: Item, best: Item | None, count: int) -> dict:
    return {"label": item.label, "url": reverse(item.route), "current": item == best, "count": count or None}


def beside(user, match: ResolverMatch | None) -> tuple[str, list[dict]]:
    """On a page of the menu: what the part it belongs to is called, and the other pages of it."""
    here = getattr(match, "view_name", "") or ""
    if here not in ITEMS or getattr(user, "kind", "") == "link":
        return "", []
    part, roles = next(part for part in PARTS if ITEMS[here] in part.items), held(user)
    lines = [
        {"label": i.label, "url": reverse(i.route), "current": i.route == here} for i in part.items if may(i, roles)
    ]
    return (part.label, lines) if len(lines) > 1 else ("", [])


def everything(user) -> list[tuple[str, list[dict]]]:
    """All pages this person's roles open, part by part."""
    roles = held(user)
    parts = [(part.label, [i for i in part.items if may(i, roles)]) for part in PARTS]
    return [
        (label, [{"label": item.label, "url": reverse(item.route)} for item in items])
        for label, items in parts
        if items
    ]


def role_words(user) -> list:
    """The roles somebody holds today, in words; supervising comes from links, the others are given."""
    words = [ROLE_WORDS[role] for role in ROLE_WORDS if role in roles_of(user)]
    return [*words, _("Supervisor")] if supervises_somebody(user) else words


def role_label(user) -> str:
    """What stands beside the name in the header: the role, or the first of several and how many more."""
    words = role_words(user)
    if len(words) < 2:
        return words[0] if words else ""
    more = len(words) - 1
    return format_lazy("{} {}", words[0], ngettext("and %d more role", "and %d more roles", more) % more)
