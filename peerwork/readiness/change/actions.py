"""Every write about the register of processes, local audits, recovery leads and initiatives."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.readiness.change.models import Audit, Initiative, Process, RecoveryLead
from peerwork.readiness.change.policy import audits, initiatives, leads, processes


# The register -----------------------------------------------------------------------------------------------------
def list_process(*, by, **values) -> Process:
    """Put a process or policy on the list of those in which recovery values must live."""
    with creating(processes, "list", by=by, **values) as row:
        pass
    return row


def edit_process(row: Process, *, by, version: int | None = None, **changes) -> Process:
    """Change its name, kind, or who keeps it."""
    with acting(processes, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def review_process(row: Process, *, by, version: int | None = None, found: str, **changes) -> Process:
    """Look at it together: do recovery values live in it, and when do we look again?"""
    if not found.strip():
        raise Invalid(fields={"found": [_("Say what you found")]})
    changes["reviewed_on"] = changes.get("reviewed_on") or timezone.localdate()
    with acting(processes, "review", row, by=by, version=version, found=found, **changes) as row:
        if row.closed_on:
            raise Conflict(_("This is no longer used."))
        if not row.present:
            raise Invalid(fields={"present": [_("Say who took part")]})
        if not row.next_on:
            raise Invalid(fields={"next_on": [_("Say when you look again")]})
    return row


def close_process(row: Process, *, by, version: int | None = None) -> Process:
    """It is no longer used."""
    with acting(processes, "close", row, by=by, version=version) as row:
        row.closed_on = timezone.localdate()
    return row


# Local audits -----------------------------------------------------------------------------------------------------
def record_audit(*, by, **values) -> Audit:
    """Record a local audit; one that looks again at an earlier one closes that one."""
    with creating(audits, "record", by=by, **values) as audit:
        pass
    if audit.follows_id and audit.follows.status == Audit.Status.OPEN:
        close_audit(audit.follows, by=by)
    return audit


def edit_audit(audit: Audit, *, by, version: int | None = None, **changes) -> Audit:
    """Correct an audit."""
    with acting(audits, "edit", audit, by=by, version=version, **changes) as audit:
        pass
    return audit


def close_audit(audit: Audit, *, by, version: int | None = None) -> Audit:
    """It has been followed up."""
    with acting(audits, "close", audit, by=by, version=version) as audit:
        pass
    return audit


# Recovery leads ---------------------------------------------------------------------------------------------------
def name_lead(*, by, **values) -> RecoveryLead:
    """Name somebody who stands up for recovery at one level; ask them first."""
    with creating(leads, "name", by=by, **values) as lead:
        pass
    return lead


def end_lead(lead: RecoveryLead, *, by, ends_on: date, version: int | None = None) -> RecoveryLead:
    """They stop on a day."""
    with acting(leads, "end", lead, by=by, version=version, ends_on=ends_on) as lead:
        pass
    return lead


# Initiatives ------------------------------------------------------------------------------------------------------
def propose(*, by, **values) -> Initiative:
    """Propose something to try, with an owner and the aim it serves."""
    with creating(initiatives, "propose", by=by, **values) as row:
        pass
    return row


def edit_initiative(row: Initiative, *, by, version: int | None = None, **changes) -> Initiative:
    """Change what is said of it."""
    with acting(initiatives, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def begin(row: Initiative, *, by, version: int | None = None) -> Initiative:
    """It begins."""
    with acting(initiatives, "begin", row, by=by, version=version) as row:
        row.starts_on = row.starts_on or timezone.localdate()
    return row


def finish(row: Initiative, *, by, version: int | None = None, learned: str = "") -> Initiative:
    """It has become part of how people work."""
    return _end(row, "finish", by=by, version=version, learned=learned)


def stop(row: Initiative, *, by, version: int | None = None, learned: str = "") -> Initiative:
    """Stop it, and say what was learned."""
    return _end(row, "stop", by=by, version=version, learned=learned)


def _end(row: Initiative, verb: str, *, by, version, learned: str) -> Initiative:
    given = {"learned": learned} if learned else {}
    with acting(initiatives, verb, row, by=by, version=version, **given) as row:
        row.ended_on = timezone.localdate()
    return row


def reopen(row: Initiative, *, by, version: int | None = None) -> Initiative:
    """Take it up again."""
    with acting(initiatives, "reopen", row, by=by, version=version) as row:
        row.ended_on = None
        row.starts_on = row.starts_on or timezone.localdate()
    return row
