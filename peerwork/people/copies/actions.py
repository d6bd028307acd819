"""Every write about copies of a record and the cases they are given in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit import exports, files, outbox, sealed
from peerwork.kit.errors import Invalid
from peerwork.kit.jobs import enqueue, job
from peerwork.kit.models import StoredFile
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.copies import making
from peerwork.people.copies.models import Copy, RecordsCase, Redaction
from peerwork.people.copies.policy import cases, copies, redactions
from peerwork.people.models import Person

DAYS = 7


# Copies -------------------------------------------------------------------------------------------------------------
def ask_copy(*, by, person: Person) -> Copy:
    """Ask for a copy of one's whole record; an e-mail says when it is ready."""
    exports.allowed(by, named=False)
    with creating(copies, "ask", by=by, person=person) as copy:
        pass
    enqueue(make_copy, copy.pk)
    return copy


@job
def make_copy(pk: int) -> None:
    """Make a copy somebody asked for, or that is given in a case, and tell its owner."""
    copy = Copy.objects.select_related("person__user", "person__organisation", "case").filter(pk=pk).first()
    if copy is None or copy.status != Copy.Status.ASKED:
        return
    total = len(making.takeout.parts())

    def progress(done: int) -> None:
        Copy.objects.filter(pk=pk).update(progress=round(95 * done / total))

    content = making.given(copy.case) if copy.case_id else making.whole(copy.person, progress)
    with acting(copies, "make", copy, by=system_user(), version=copy.version) as copy:
        now = timezone.now()
        copy.size, copy.progress, copy.made_at, copy.ends_at = len(content), 100, now, now + timedelta(days=DAYS)
        body = sealed.wrap(copy.uuid, making.FIELD, content)
        files.keep_own(body, f"record-{timezone.localdate():%Y-%m-%d}.zip", "sealed", by=system_user(), about=copy)
    if copy.person.user is not None and copy.person.user.is_active:
        outbox.send(
            rule="people.copy",
            subject_key=f"copy:{copy.pk}",
            to=copy.person.user,
            template="people/copy",
            context={
                "title": _("The copy of your record is ready"),
                "words": _("You can fetch it once, until %(day)s. Only you can, after signing in.")
                % {"day": date_format(timezone.localtime(copy.ends_at), "j F Y")},
                "url": copy.get_absolute_url(),
            },
            about=copy,
        )


def fetch_copy(copy: Copy, *, by, version: int | None = None) -> bytes:
    """Fetch one's own copy; it can be fetched once, and is gone from here afterwards."""
    return _fetched("fetch", copy, by, version)


def hand_over_copy(copy: Copy, *, by, version: int | None = None) -> bytes:
    """The records officer takes what is given in a case, to send it to somebody who cannot sign in here."""
    return _fetched("hand_over", copy, by, version)


def _fetched(verb: str, copy: Copy, by, version) -> bytes:
    with acting(copies, verb, copy, by=by, version=version) as copy:
        if verb == "hand_over" and copy.person.user is not None and copy.person.user.is_active:
            raise Invalid(_("They can sign in and fetch it themselves: only they should."))
        if copy.ends_at is None or copy.ends_at <= timezone.now():
            raise Invalid(_("This copy has ended. Ask for a new one."))
        stored = StoredFile.objects.get(about_model=copy._meta.label, about_id=copy.pk)
        with files.open_file(stored) as file:
            content = sealed.unwrap(copy.uuid, making.FIELD, file.read())
        copy.fetched_at = timezone.now()
        exports.log(by, _("A copy of a whole record"), "zip", 1, named=False, about=copy)
        files.erase(stored)
    return content


@transaction.atomic
def end_copy(copy: Copy, *, by) -> Copy:
    """A copy nobody fetched in time, or that could not be made, is gone from here."""
    with acting(copies, "end", copy, by=by) as copy:
        for stored in StoredFile.objects.filter(about_model=copy._meta.label, about_id=copy.pk):
            files.erase(stored)
    return copy


def fail_copy(copy: Copy, *, by) -> Copy:
    """A copy that was not made within a day: its owner asks again."""
    with acting(copies, "fail", copy, by=by) as copy:
        pass
    return copy


def sweep() -> None:
    """What was not made within a day has failed; what was not fetched within its days is taken away."""
    now, system = timezone.now(), system_user()
    for copy in Copy.objects.filter(status="asked", asked_at__lt=now - timedelta(days=1)):
        fail_copy(copy, by=system)
    for copy in Copy.objects.filter(status="ready", ends_at__lte=now):
        end_copy(copy, by=system)


# Cases --------------------------------------------------------------------------------------------------------------
def open_case(*, by, person: Person, **values) -> RecordsCase:
    """Open a case for what somebody asks to see of a record; the answer is due within one month."""
    with creating(cases, "open", by=by, person=person, **values) as case:
        case.opened_by, case.due_on = by, making.a_month_after(case.received_on)
    return case


def edit_case(case: RecordsCase, *, by, version: int | None = None, **changes) -> RecordsCase:
    """Correct what was asked for, or note that who they are was checked."""
    with acting(cases, "edit", case, by=by, version=version, **changes) as case:
        case.due_on = making.a_month_after(case.received_on, 3 if case.extended_because else 1)
    return case


def extend_case(case: RecordsCase, *, by, extended_because: str = "", version: int | None = None) -> RecordsCase:
    """Take two months more for a request that is large or difficult; the person is told, with the reason."""
    with acting(cases, "extend", case, by=by, version=version, extended_because=extended_because) as case:
        if not extended_because.strip():
            raise Invalid(fields={"extended_because": [_("Say why: they are told.")]})
        case.due_on = making.a_month_after(case.received_on, 3)
    if case.kind == RecordsCase.Kind.SUBJECT_ACCESS and case.person.user is not None:
        outbox.send(
            rule="people.case",
            subject_key=f"case:{case.pk}:extended",
            to=case.person.user,
            template="people/news",
            context={
                "title": _("Your request for your data takes longer"),
                "words": _("Why, and until when, is on its page."),
                "url": case.get_absolute_url(),
            },
            about=case,
        )
    return case


def gather_case(case: RecordsCase, *, by, version: int | None = None) -> RecordsCase:
    """Have gathered what the case names, to be looked through; gathering again begins with today's record."""
    with acting(cases, "gather", case, by=by, version=version) as case:
        if case.identity_on is None:
            raise Invalid(_("Check first who they are, and note the day."))
        making.reader(case.person)
    enqueue(gather, case.pk)
    return case


@job
def gather(pk: int) -> None:
    """Gather what a case names, as the person it is about reads it."""
    case = RecordsCase.objects.select_related("person__user", "person__organisation").filter(pk=pk).first()
    if case is None or case.status != RecordsCase.Status.GATHERING:
        return
    body = sealed.wrap(case.uuid, making.FIELD, making.bundle(case))
    with acting(cases, "gathered", case, by=system_user(), version=case.version) as case:
        for stored in StoredFile.objects.filter(about_model=case._meta.label, about_id=case.pk):
            files.erase(stored)
        files.keep_own(body, "gathered.json", "sealed", by=system_user(), about=case)


@transaction.atomic
def leave_out(*, by, case: RecordsCase, piece: str, why: str) -> Redaction:
    """Leave a piece out of what is given, and say why."""
    if case.status != RecordsCase.Status.REVIEW:
        raise Invalid(_("This case is not being looked through."))
    with creating(redactions, "leave_out", by=by, case=case, piece=piece, why=why) as row:
        row.left_out_by = by
    return row


def put_back(row: Redaction, *, by, version: int | None = None) -> Redaction:
    """Give a piece after all."""
    with acting(redactions, "put_back", row, by=by, version=version) as row:
        if row.case.status != RecordsCase.Status.REVIEW:
            raise Invalid(_("This case is not being looked through."))
        row.put_back_on = row.put_back_on or timezone.localdate()
    return row


@transaction.atomic
def send_case(case: RecordsCase, *, by, version: int | None = None) -> RecordsCase:
    """Give what was looked through: the person fetches it themselves, once, within seven days."""
    with acting(cases, "send", case, by=by, version=version) as case:
        pass
    with creating(copies, "ask", by=system_user(), person=case.person, case=case) as copy:
        pass
    enqueue(make_copy, copy.pk)
    return case


def close_case(case: RecordsCase, *, by, outcome: str = "", version: int | None = None) -> RecordsCase:
    """Close a case, and say what came of it."""
    with acting(cases, "close", case, by=by, version=version, outcome=outcome) as case:
        if not outcome.strip():
            raise Invalid(fields={"outcome": [_("Say what came of it: they can read it.")]})
        case.closed_on = timezone.localdate()
        for stored in StoredFile.objects.filter(about_model=case._meta.label, about_id=case.pk):
            files.erase(stored)
    return case
