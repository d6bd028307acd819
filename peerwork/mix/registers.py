"""What the main job makes known: what waits for somebody, and its steps in setting up an organisation."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peerwork.kit import tasks, trail
from peerwork.kit.tasks import Task
from peerwork.mix import (
    lists,
    takeout,  # noqa: F401  its part of somebody's own copy
)
from peerwork.mix.board import queries as board
from peerwork.mix.models import CountingRule, StaffSubmission, Target
from peerwork.mix.policy import activity_files, rules, submissions
from peerwork.people import checklist
from peerwork.people.models import Unit
from peerwork.people.reach import reach_of


def waiting(user) -> Iterator[Task]:
    """Suggestions to decide on, for those who may; codes nobody has answered for, for administrators."""
    yield from _asked(user)
    if not reach_of(user).keys() & {"administrator", "hr"}:
        return
    page = reverse("mix:rules")
    if rules.may_start(user, "approve"):
        open_ones = rules.visible(user).filter(status=CountingRule.Status.SUGGESTED).count()
        words = ngettext("Decide on %d suggestion of who counts", "Decide on %d suggestions of who counts", open_ones)
        later = _("Until then they count as before.")
        if open_ones:
            yield Task(words % open_ones, f"{page}?status=suggested", None, _("To be decided"), "due", later)
    if rules.may_start(user, "classify") and (codes := lists.unanswered(user)):
        words = ngettext("Say how %d code counts", "Say how %d codes count", len(codes)) % len(codes)
        yield Task(words, page, consequence=_("Staff with these codes are shown as not attributed."))


def _asked(user) -> Iterator[Task]:
    """The five questions of this quarter, for peer workers who have not answered; a forum that has no answer yet."""
    for check in board.asked(user):
        words = _("Answer five questions about your role")
        yield Task(words, reverse("mix:check-answer", args=[check.pk]), check.closes_on, _("This quarter"))
    if "director" in reach_of(user):
        for row in board.unanswered(user):
            yield Task(_("Answer the peer forum"), reverse("mix:statement-reply", args=[row.pk]), None, str(row))


tasks.register("mix", waiting)
for policy in (submissions, activity_files):
    trail.register(policy, "imports")
trail.register(rules, "settings")


def _here(model, **states):
    return lambda organisation: model.objects.filter(organisation=organisation, **states).exists()


def _target(organisation: Unit) -> bool:
    return Target.objects.filter(unit=organisation, status=Target.Status.SET).exists()


def _page(name: str):
    return lambda organisation: reverse(name)


checklist.register(
    checklist.Step(
        "staff_file", 60, gettext_lazy("Hand in the first staff file"),
        gettext_lazy("The share of care is worked out from it."), _page("mix:submission-hand-in"),
        _here(StaffSubmission, status=StaffSubmission.Status.PUBLISHED),
    )
)  # fmt: skip
checklist.register(
    checklist.Step(
        "who_counts", 70, gettext_lazy("Say who counts as a peer worker"),
        gettext_lazy("No national code says so: your staff groups, job roles and posts do."), _page("mix:rules"),
        _here(CountingRule, status=CountingRule.Status.APPROVED), after="staff_file",
    )
)  # fmt: skip
checklist.register(
    checklist.Step(
        "target", 80, gettext_lazy("Set a target"),
        gettext_lazy("A director does this on the page of the share of care."), _page("mix:mix"), _target,
        after="who_counts", roles=frozenset({"director", "hr", "lived_experience_lead", "team_lead"}),
    )
)  # fmt: skip
