"""Checks and tasks as lines of a list, in HR's words and in the starter's own."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.templatetags.ui import day
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks

DO_NEXT, WAITING, LATER = "due", "info", "quiet"


def check_lines(found) -> list[dict]:
    """Each check for HR: what was seen or is waited for, whose move it is, and the file check at the end."""
    lines = [
        {
            "title": str(line.check),
            "href": line.check.get_absolute_url(),
            "hint": _hint(line),
            **_status(line),
        }
        for line in found.lines
    ]
    if lines and "cleared_on" in found_fields(found):
        row = found.row
        done = row.cleared_on is not None
        ready = row.status == "accepted" and found.settled == len(found.lines)
        lines.append(
            {
                "title": _("File check"),
                "href": row.get_absolute_url() + "#do" if ready else "",
                "hint": _("Looked over on %(day)s") % {"day": day(row.cleared_on)}
                if done
                else _("A second person looks over the checks, once all are back"),
                "status": _("Complete") if done else _("Do next") if ready else _("Cannot start yet"),
                "kind": DO_NEXT if ready and not done else "",
            }
        )
    return lines


def found_fields(found) -> frozenset[str]:
    from peerwork.recruitment.starting.policy import starters

    return starters.readable(found.row)


def _hint(line) -> str:
    seen = line.seen
    if getattr(seen, "held", ""):
        return _("Held elsewhere: %(where)s") % {"where": seen.get_held_display()}
    if getattr(seen, "note", ""):
        return seen.note
    if seen.status in ("satisfactory", "not_required", "waived") and seen.decided_on:
        return _("Signed off on %(day)s") % {"day": day(seen.decided_on)}
    if seen.status == "requested" and getattr(seen, "requested_on", None):
        return _("Asked for on %(day)s") % {"day": day(seen.requested_on)}
    if seen.status == "received" and getattr(seen, "received_on", None):
        return _("Received on %(day)s") % {"day": day(seen.received_on)}
    if getattr(seen, "due_on", None):
        return _("Due %(day)s") % {"day": day(seen.due_on)}
    return ""


def _status(line) -> dict:
    seen, today = line.seen, timezone.localdate()
    if line.plan is not None and line.plan.status == "proposed":
        return {"status": _("Waiting for %(who)s to sign") % {"who": line.plan.decider}, "kind": WAITING}
    if line.plan is not None:
        return {"status": _("Agreed with a plan"), "kind": ""}
    if seen.status in ("satisfactory", "not_required", "waived"):
        if getattr(seen, "expires_on", None) and seen.expires_on < today:
            return {"status": _("Has run out"), "kind": "over"}
        return {"status": seen.get_status_display(), "kind": ""}
    if seen.status == "todo":
        return {"status": _("Not started"), "kind": LATER}
    if seen.status == "concern":
        return {"status": _("To talk about"), "kind": DO_NEXT}
    if seen.status == "received" or getattr(seen, "move", "") == "hr":
        return {"status": _("Do next"), "kind": DO_NEXT}
    late = getattr(seen, "due_on", None) and seen.due_on < today
    return {"status": _("Waiting for %(who)s") % {"who": seen.get_move_display()}, "kind": "over" if late else WAITING}


def task_lines(tasks, *, dated: bool) -> list[dict]:
    """Each task before and after the first day, for whoever sees it."""
    lines, today = [], timezone.localdate()
    for row in tasks:
        seen = onboarding_tasks.show(row)
        line = {"title": seen.title, "href": row.get_absolute_url(), "hint": seen.hint, "kind": ""}
        if seen.status != "open":
            line["status"] = seen.get_status_display() if seen.status == "skipped" else _("Complete")
        elif seen.due_on is None:
            line |= (
                {"status": _("Cannot start yet"), "hint": seen.hint or _("Needs a start date")}
                if not (dated or seen.before)
                else {"status": _("To do"), "kind": LATER}
            )
        elif seen.due_on < today:
            line |= {"status": _("Overdue, due %(day)s") % {"day": day(seen.due_on)}, "kind": "over"}
        else:
            line |= {"status": _("Due %(day)s") % {"day": day(seen.due_on)}, "kind": DO_NEXT}
        lines.append(line)
    return lines


# The starter's own words --------------------------------------------------------------------------------------------
OWN = {
    "todo": _("We have not begun this yet."),
    "received": _("We have it, and are looking at it."),
    "satisfactory": _("Done."),
    "concern": _("We would like to talk with you about this. It does not rule you out."),
    "not_required": _("Not needed for this role."),
    "waived": _("Not needed."),
}


def own_lines(found, starter) -> list[dict]:
    """The same list for the starter: what to do, or whom we are waiting for."""
    lines = []
    for line in found.lines:
        seen = line.seen
        mine = seen.status == "requested" and seen.move == "applicant"
        if mine:
            words = seen.need
        elif seen.status == "requested":
            words = _("We are waiting for %(who)s. You need to do nothing.") % {"who": seen.get_move_display()}
        else:
            words = OWN[seen.status]
        if line.plan is not None and line.plan.status == "agreed":
            words = _("Settled with a plan.")
        if line.check.kind == "references" and seen.status in ("todo", "requested"):
            words = _("Tell us below who we may ask.")
        lines.append(
            {
                "title": str(line.check),
                "words": words,
                "mine": mine,
                "settled": line.settled,
                "due": seen.due_on if mine else None,
                "done_url": reverse("starting:say_done", args=[starter.pk, line.check.pk]) if mine else "",
                "version": line.check.version,
            }
        )
    return lines
