"""First-time hints: what somebody new to a page would like to be told, once, until they put it away."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

HINTS = {
    "home:home": _(
        "This list gathers what waits for you from everywhere, what matters most first. Something done elsewhere "
        "leaves it by itself."
    ),
    "home:my_development": _(
        "This is your own record. Nobody changes your words here, and “Who has looked at my record” shows who "
        "opened anything confidential."
    ),
    "supervision:mine": _(
        "Your sessions and what was agreed. You can comment on a record, agree to it, or ask for a change before "
        "you do."
    ),
    "supervision:home": _(
        "Everybody you supervise, with who is overdue at the top. You log a session from their line; the list "
        "shows how often you meet, never what was said."
    ),
    "training:mine": _("Your courses and certificates. If you miss a day you can make it up: taking longer is fine."),
    "adjustments:mine": _(
        "What would help you do your job well? You can ask at any time, in your own words; you need no diagnosis."
    ),
    "adjustments:queue": _(
        "What people asked for, the longest wait first. You see what was asked for, not the health reasons behind"
        " it."
    ),
    "adjustments:referrals": _(
        "Only cases that were given to you are here. A closed case opens again only with a reason."
    ),
    "panels:mine": _(
        "Your interviews. Score on your own first: you see the others’ scores once yours are handed in, and your "
        "first choice counts as much as anybody’s."
    ),
    "recruitment:vacancies": _(
        "A vacancy can be published once its panel has people who use services on it. Names of applicants stay "
        "shut until shortlisting is done."
    ),
    "starting:board": _(
        "Everybody who has accepted an offer, and what their start still waits for. Nobody can start before their"
        " checks are done."
    ),
    "placements:establishment": _(
        "Posts by team: filled, vacant, over. Choose a date to see it as it was, or will be."
    ),
    "people:people": _(
        "Search by name, team or staff number. What you see of somebody depends on why you may see them."
    ),
    "training:home": _("Groups under way and what they wait for. Shipped courses are drafts until you confirm them."),
    "mix:mix": _(
        "Small teams are shown together and counts are rounded, so that nobody can be picked out. “How the share "
        "is worked out” says what counts."
    ),
    "readiness:home": _(
        "Where a team stands before peer workers join it, and what it agreed to do. It is a talk, not a test."
    ),
    "people:users": _(
        "Accounts come by invitation only. A role begins and ends on a day, and works with the next click."
    ),
}  # fmt: skip


def hint_for(user, match: ResolverMatch | None) -> dict | None:
    """The hint of the page somebody is on, unless they put it away."""
    here = getattr(match, "view_name", "") or ""
    if here not in HINTS or getattr(user, "kind", "") == "link" or here in user.hints_gone:
        return None
    return {"key": here, "text": HINTS[here]}
