"""The menu: one list for everybody, from which each person sees what their roles open."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from peerwork.development.moments.policy import moments
from peerwork.people.reach import ROLE_WORDS, roles_of
from peerwork.placements.reach import is_supervised, supervises_somebody
from peerwork.recruitment.panels.reach import sits_somewhere
from peerwork.training.reach import teaches_somebody

EVERYBODY = frozenset()


@dataclass(frozen=True)
class Item:
    """One line of the menu: no roles means everybody signed in; `section` is what keeps it marked as current."""

    label: str
    route: str
    roles: frozenset[str] = EVERYBODY
    section: str = ""


ITEMS = [
    Item(_("Home"), "home:home", section="home:home"),
    Item(_("My development"), "home:my_development", frozenset({"peer"}), "home:my_development"),
    Item(_("My supervisees"), "supervision:home", frozenset({"supervisor"}), "supervision:home"),
    Item(_("My supervision"), "supervision:mine", frozenset({"supervised"}), "supervision:mine"),
    Item(_("My goals"), "development:mine", frozenset({"supervised"}), "development:mine"),
    Item(_("Appraisals"), "development:appraisals", frozenset({"peer", "supervisor"}), "development:appraisal"),
    Item(
        _("Competences"),
        "development:coverage",
        frozenset({"supervisor", "team_lead", "training_lead"}),
        "development:coverage",
    ),
    Item(_("My adjustments"), "adjustments:mine", frozenset({"placed"}), "adjustments:mine"),
    Item(_("Adjustments"), "adjustments:queue", frozenset({"hr", "team_lead"}), "adjustments:queue"),
    Item(_("Referrals"), "adjustments:referrals", frozenset({"oh_adviser", "oh_lead"}), "adjustments:referral"),
    Item(_("Emergency cards"), "adjustments:emergency", frozenset({"on_call_manager"}), "adjustments:emergency"),
    Item(_("Adjustments"), "adjustments:figures", frozenset({"director"}), "adjustments:figures"),
    Item(_("Actions"), "supervision:actions", frozenset({"supervisor"}), "supervision:action"),
    Item(
        _("Vacancies"),
        "recruitment:vacancies",
        frozenset({"hr", "lived_experience_lead", "panel_coordinator"}),
        "recruitment:",
    ),
    Item(_("On the way to joining"), "recruitment:board", frozenset({"hr"}), "recruitment:board"),
    Item(_("Panels"), "panels:home", frozenset({"hr", "panel_coordinator"}), "panels:home"),
    Item(_("Your panels"), "panels:mine", frozenset({"panel member"}), "panels:mine"),
    Item(_("Panel figures"), "panels:figures", frozenset({"director"}), "panels:figures"),
    Item(_("Workforce mix"), "mix:mix", frozenset({"director", "hr", "lived_experience_lead", "team_lead"}), "mix:mix"),
    Item(
        _("Supervision"),
        "supervision:compliance",
        frozenset({"hr", "lived_experience_lead", "team_lead"}),
        "supervision:compliance",
    ),
    Item(_("Supervision"), "supervision:figures", frozenset({"director"}), "supervision:figures"),
    Item(
        _("Recovery training"),
        "training:needs_coverage",
        frozenset({"director", "lived_experience_lead"}),
        "training:needs_coverage",
    ),
    Item(_("Who counts"), "mix:rules", frozenset({"hr", "administrator"}), "mix:rule"),
    Item(_("Imports"), "mix:submissions", frozenset({"administrator"}), "mix:submission"),
    Item(_("Care activity"), "mix:activity", frozenset({"administrator"}), "mix:activity"),
    Item(_("Delivery log"), "mix:log", frozenset({"supervised", "team_lead"}), "mix:log"),
    Item(_("Training"), "training:home", frozenset({"training_lead", "trainer"}), "training:home"),
    Item(_("Courses"), "training:curricula", frozenset({"training_lead", "trainer"}), "training:curric"),
    Item(_("Groups"), "training:cohorts", frozenset({"training_lead", "trainer"}), "training:cohort"),
    Item(_("Certificates"), "training:certificates", frozenset({"training_lead"}), "training:certificate"),
    Item(_("Who training has reached"), "training:coverage", frozenset({"hr", "director"}), "training:coverage"),
    Item(_("My training"), "training:mine", section="training:mine"),
    Item(_("What I need"), "training:needs_mine", frozenset({"supervised"}), "training:needs_mine"),
    Item(
        _("Who has what"),
        "training:needs_team",
        frozenset({"supervisor", "team_lead", "training_lead", "hr"}),
        "training:needs_",
    ),
    Item(
        _("Establishment"),
        "placements:establishment",
        frozenset({"hr", "team_lead", "lived_experience_lead", "training_lead"}),
        "placements:",
    ),
    Item(_("Starters"), "starting:board", frozenset({"hr", "team_lead"}), "starting:"),
    Item(
        _("Ready teams"),
        "readiness:home",
        frozenset({"hr", "team_lead", "lived_experience_lead", "training_lead", "director", "supervised"}),
        "readiness:",
    ),
    Item(_("Communities"), "communities:home", section="communities:"),
    Item(_("Ready to start"), "joining:ready", frozenset({"hr"}), "joining:"),
    Item(_("Staff in post"), "placements:files", frozenset({"administrator"}), "placements:file"),
    Item(_("People"), "people:people", frozenset({"hr"}), "people:pe"),
    Item(_("Questions about records"), "people:requests", frozenset({"hr"}), "people:request"),
    Item(_("Records cases"), "people:cases", frozenset({"records_officer"}), "people:case"),
    Item(_("Take it with me"), "people:copies", frozenset({"placed"}), "people:cop"),
    Item(_("Users"), "people:users", frozenset({"administrator"}), "people:user"),
    Item(_("Units"), "people:units", frozenset({"administrator"}), "people:unit"),
    Item(_("Search"), "home:search", frozenset({"hr", "administrator", "team_lead"}), "home:search"),
    Item(_("Set-up"), "people:setup", frozenset({"administrator"}), "people:setup"),
]


def menu(user, match: ResolverMatch | None) -> list[dict]:
    """The items this person's roles open, each with its address and whether it is the current page."""
    roles = roles_of(user) | {"supervisor"} if supervises_somebody(user) else roles_of(user)
    roles = roles | {"supervised"} if is_supervised(user) else roles
    roles = roles | {"panel member"} if sits_somewhere(user) and not roles & {"hr", "panel_coordinator"} else roles
    roles = roles | {"trainer"} if teaches_somebody(user) else roles
    roles = roles | {"peer"} if moments.may_start(user, "add") else roles
    roles = roles | {"placed"} if getattr(user, "person", None) is not None else roles
    here = getattr(match, "view_name", "") or ""
    shown = []
    for item in ITEMS:
        if item.roles and not item.roles & roles:
            continue
        try:
            url = reverse(item.route)
        except NoReverseMatch:
            continue
        shown.append({"label": item.label, "url": url, "current": here.startswith(item.section), "count": None})
    return shown


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
