"""Every write about occupational health: the referral, the worker's consent, the report, the answers to it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerwork.adjustments import actions as adjusting
from peerwork.adjustments import around, mail
from peerwork.adjustments.health.models import Clinical, Disclosure, Recommendation, Referral, Report
from peerwork.adjustments.health.policy import clinical_parts, disclosures, recommendations, referrals, reports
from peerwork.adjustments.words import Response
from peerwork.kit import sealed
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Person, User

TEXT, CONTENT, GROUNDS = "text", "content", "grounds"


def _in(person: Person, step: str) -> date:
    return around.today() + timedelta(days=getattr(around.times_of(person), step))


def _needed(words: str, name: str, message: str) -> None:
    if not (words or "").strip():
        raise Invalid(fields={name: [message]})


def _tell(user: User | None, rule: str, row, words: str, *, title: str = "") -> None:
    mail.tell(user, rule, f"{rule}:{row.pk}:{row.version}", about=row, url=row.get_absolute_url(), words=words,
              title=title)  # fmt: skip


# The referral -------------------------------------------------------------------------------------------------------
def propose(*, by, **values) -> Referral:
    """Propose to ask occupational health: what you see at work, and what you want to know."""
    with creating(referrals, "propose", by=by, **values) as row:
        row.proposed_by, row.proposed_on = by, around.today()
        row.due_on = _in(row.person, "inform_days")
    return row


def edit(row: Referral, *, by, version: int | None = None, **changes) -> Referral:
    """Change the reasons or questions, before they are talked through with the worker."""
    with acting(referrals, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def inform(row: Referral, *, by, version: int | None = None) -> Referral:
    """The reasons and questions have been talked through with the worker, who now reads them and decides."""
    with acting(referrals, "inform", row, by=by, version=version) as row:
        row.informed_on, row.due_on = around.today(), _in(row.person, "consent_days")
    _tell(
        row.person.user, "informed", row, _("There is a question for you. Read it, and say yes or no; both are fine.")
    )
    return row


def consent(row: Referral, *, by, version: int | None = None) -> Referral:
    """The worker agrees to be referred; they can change their mind at any time before the advice is released."""
    with acting(referrals, "consent", row, by=by, version=version) as row:
        row.answered_on, row.due_on = around.today(), _in(row.person, "refer_days")
    _tell(row.proposed_by, "consented", row, _("You can send a referral now."))
    return row


def decline(row: Referral, *, by, version: int | None = None) -> Referral:
    """The worker says no: a normal answer, kept as a closed referral and nothing else."""
    with acting(referrals, "decline", row, by=by, version=version) as row:
        row.answered_on = around.today()
        _closed(row)
    _tell(row.proposed_by, "closed", row, _("A referral is closed. Decide on what you know."))
    return row


def withdraw(row: Referral, *, by, version: int | None = None) -> Referral:
    """The worker changes their mind: nothing more is asked or written, and nobody is told why."""
    with acting(referrals, "withdraw", row, by=by, version=version) as row:
        if Report.objects.filter(referral=row, status="released").exists():
            raise Conflict(_("You have released the report already."))
        _closed(row)
    _tell(row.proposed_by, "closed", row, _("A referral is closed. Decide on what you know."))
    return row


def refer(row: Referral, *, by, version: int | None = None, **changes) -> Referral:
    """Send it to an adviser; one from outside has it until a day only."""
    with acting(referrals, "refer", row, by=by, version=version, **changes) as row:
        _may_advise(row)
        row.referred_on, row.due_on = around.today(), _in(row.person, "appointment_days")
    _tell(row.adviser, "referred", row, _("There is a new referral for you."))
    return row


def refer_again(row: Referral, *, by, version: int | None = None, **changes) -> Referral:
    """Open a closed case again, for a reason that is kept: only once the worker has agreed to a referral before."""
    with acting(referrals, "refer_again", row, by=by, version=version, **changes) as row:
        _may_advise(row)
        _needed(row.again_because, "again_because", _("Say why it is opened again."))
        if row.referred_on is None:
            raise Conflict(_("It was never sent. Propose a new referral, and ask the worker again."))
        row.due_on, row.closed_on = _in(row.person, "appointment_days"), None
    _tell(row.adviser, "referred", row, _("There is a new referral for you."))
    _tell(row.person.user, "again", row, _("Your referral was opened again. You can read why, and say no."))
    return row


def _may_advise(row: Referral) -> None:
    adviser = row.adviser
    if adviser is None or adviser not in around.advisers_of(row.person.organisation_id):
        raise Invalid(fields={"adviser": [_("Choose an occupational health adviser of this organisation.")]})
    if adviser.pk == row.person.user_id:
        raise Invalid(fields={"adviser": [_("Nobody advises on themselves. Choose another adviser.")]})


def pass_on(row: Referral, *, by, adviser: User, version: int | None = None) -> Referral:
    """The occupational health lead gives a case to a colleague; who had it before no longer reads it."""
    with acting(referrals, "pass_on", row, by=by, version=version, adviser=adviser) as row:
        _may_advise(row)
        row.adviser_until = None
    _tell(row.adviser, "referred", row, _("A case has been passed to you."))
    return row


def offer_appointment(row: Referral, *, by, version: int | None = None, **changes) -> Referral:
    """Offer the worker an appointment, or another one."""
    with acting(referrals, "offer_appointment", row, by=by, version=version, **changes) as row:
        if row.appointment_at is None:
            raise Invalid(fields={"appointment_at": [_("Say when.")]})
        row.due_on = row.appointment_at.date()
    _tell(row.person.user, "appointment", row, _("There is an appointment for you to look at."))
    return row


def assess(row: Referral, *, by, version: int | None = None, **changes) -> Referral:
    """You have met, and asked again whether they agree."""
    with acting(referrals, "assess", row, by=by, version=version, **changes) as row:
        if not row.consent_again:
            raise Invalid(
                fields={"consent_again": [_("Ask again at the appointment. Without a yes, nothing is written.")]}
            )
        row.assessed_on, row.due_on = row.assessed_on or around.today(), _in(row.person, "report_days")
    return row


def close(row: Referral, *, by, version: int | None = None) -> Referral:
    """Nothing more is to be done; the adviser's access ends with it."""
    with acting(referrals, "close", row, by=by, version=version) as row:
        _closed(row)
    return row


def _closed(row: Referral) -> None:
    row.closed_on, row.due_on = around.today(), None


# The report ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def draft(*, by, referral: Referral, clinical: str = "", **values) -> Report:
    """Write a report: advice for the employer, and, apart and sealed, what is clinical."""
    with creating(reports, "draft", by=by, referral=referral, **values) as row:
        if referral.status != "assessed":
            raise Conflict(_("A report is written once you have met."))
        row.person, row.adviser = referral.person, by
    if clinical.strip():
        write_clinical(by=by, report=row, text=clinical)
    return row


def edit_report(row: Report, *, by, version: int | None = None, **changes) -> Report:
    """Change the advice, before the worker has it or when they ask for a correction."""
    with acting(reports, "edit", row, by=by, version=version, **changes) as row:
        pass
    return row


def check_harm(row: Report, *, by, version: int | None = None, **changes) -> Report:
    """Record that you considered whether reading it could cause serious harm, and on what grounds."""
    with acting(reports, "check_harm", row, by=by, version=version, **changes) as row:
        _needed(row.harm_grounds, "harm_grounds", _("Write down what you considered."))
        row.harm_checked_on = around.today()
    return row


def show(row: Report, *, by, version: int | None = None) -> Report:
    """Give it to the worker, who reads it first and decides."""
    with acting(reports, "show", row, by=by, version=version) as row:
        row.shown_on, row.read_by, row.correction_wanted = around.today(), _in(row.person, "reading_days"), ""
    _tell(row.person.user, "report", row, _("It is for you only. Read it, then choose what happens with it."),
          title=_("A document is ready for you"))  # fmt: skip
    return row


@transaction.atomic
def release(row: Report, *, by, version: int | None = None) -> Report:
    """The worker lets their manager and HR read the advice; the clinical part stays between them and the adviser."""
    with acting(reports, "release", row, by=by, version=version) as row:
        row.decided_on = around.today()
    with acting(referrals, "advise", row.referral, by=system_user()) as referral:
        referral.due_on, referral.closed_on = _in(row.person, "respond_days"), None
    for user in {*around.managers_of(row.person), referral.proposed_by}:
        _tell(user, "released", row, _("There is advice for you to read and respond to."))
    return row


def ask_correction(row: Report, *, by, version: int | None = None, **changes) -> Report:
    """The worker asks the adviser to put something right first."""
    with acting(reports, "ask_correction", row, by=by, version=version, **changes) as row:
        _needed(row.correction_wanted, "correction_wanted", _("Say what should be corrected."))
    _tell(row.adviser, "correction", row, _("A correction is asked for."))
    return row


@transaction.atomic
def keep_private(row: Report, *, by, version: int | None = None) -> Report:
    """The worker keeps it to themselves: the referral closes like any other, and nobody is told more."""
    with acting(reports, "keep_private", row, by=by, version=version) as row:
        row.decided_on = around.today()
    close(row.referral, by=system_user())
    _tell(row.referral.proposed_by, "closed", row.referral, _("A referral is closed. Decide on what you know."))
    return row


def add_remark(row: Report, *, by, words: str, version: int | None = None) -> Report:
    """Put something right in a released report by adding to it: what was read cannot be unread."""
    _needed(words, "words", _("Write what is added."))
    held = reports.find(by, pk=row.pk).remarks
    text = f"{held}\n\n{around.today():%d.%m.%Y}: {words.strip()}".strip()
    with acting(reports, "add_remark", row, by=by, version=version, remarks=text) as row:
        pass
    for user in {row.person.user, *around.managers_of(row.person)}:
        _tell(user, "remark", row, _("Something was added to advice you can read."))
    return row


# Recommendations ----------------------------------------------------------------------------------------------------
def add_recommendation(*, by, report: Report, **values) -> Recommendation:
    """Recommend one thing, to be answered by itself."""
    with creating(recommendations, "add", by=by, report=report, **values) as row:
        row.person = report.person
        _still_written(row)
    return row


def edit_recommendation(row: Recommendation, *, by, version: int | None = None, **changes) -> Recommendation:
    """Change a recommendation before the worker has it."""
    with acting(recommendations, "edit", row, by=by, version=version, **changes) as row:
        _still_written(row)
    return row


def drop_recommendation(row: Recommendation, *, by, version: int | None = None) -> Recommendation:
    """Leave a recommendation out, before the worker has it."""
    with acting(recommendations, "drop", row, by=by, version=version) as row:
        _still_written(row)
    return row


def _still_written(row: Recommendation) -> None:
    if row.report.status not in ("draft", "correction"):
        raise Conflict(_("The worker has this report already."))


@transaction.atomic
def respond(row: Recommendation, *, by, version: int | None = None, **changes) -> Recommendation:
    """Answer one recommendation; what is accepted becomes an adjustment, agreed from today."""
    with acting(recommendations, "respond", row, by=by, version=version, **changes) as row:
        if not row.response:
            raise Invalid(fields={"response": [_("Choose an answer.")]})
        row.responded_by, row.responded_on = by, around.today()
        if row.response != Response.DECLINED:
            what = row.response_words if row.response == Response.PARTLY else row.what
            row.adjustment = adjusting.take_up(
                by=by, person=row.person, kind=row.kind, what=row.what, agreed_what=what[:400]
            )
    _tell(row.person.user, "responded", row.report, _("There is an answer to advice about your work."))
    return row


# The clinical part --------------------------------------------------------------------------------------------------
@transaction.atomic
def write_clinical(*, by, report: Report, text: str) -> Clinical:
    """Keep the clinical part: sealed, apart from the report, read by its adviser and the worker only."""
    _needed(text, TEXT, _("Write the clinical part, or leave it out."))
    with creating(clinical_parts, "write", by=by, report=report) as row:
        row.person, row.by = report.person, by
    sealed.write(row.uuid, TEXT, text, by=by)
    return row


def edit_clinical(row: Clinical, *, by, text: str, version: int | None = None) -> Clinical:
    """A new version of the clinical part; the one before stays, sealed."""
    _needed(text, TEXT, _("Write the clinical part."))
    with acting(clinical_parts, "edit", row, by=by, version=version) as row:
        if row.report.status not in ("draft", "correction"):
            raise Conflict(_("The worker has this report already. It is corrected when they ask for it."))
        row.by, row.on = by, around.today()
        sealed.write(row.uuid, TEXT, text, by=by)
    return row


# The adviser's own disclosure ---------------------------------------------------------------------------------------
@transaction.atomic
def disclose(*, by, referral: Referral, to: User, content: str, grounds: str, **values) -> Disclosure:
    """Disclose the least possible in the public interest: on written grounds, after senior advice, the worker told."""
    with creating(disclosures, "disclose", by=by, referral=referral, to=to, **values) as row:
        row.person, row.by = referral.person, by
        _may_disclose(row, content, grounds)
    sealed.write(row.uuid, CONTENT, content, by=by)
    sealed.write(row.uuid, GROUNDS, grounds, by=by)
    _tell(row.person.user, "disclosed", row, _("Something about you was passed on. You can read what and to whom."),
          title=_("A document is ready for you"))  # fmt: skip
    _tell(to, "disclosed_to", row, _("An occupational health adviser has something you must read."))
    return row


def _may_disclose(row: Disclosure, content: str, grounds: str) -> None:
    _needed(content, CONTENT, _("Write the least that has to be said."))
    _needed(grounds, GROUNDS, _("Write down the grounds."))
    here = row.to.home_organisation_id == row.person.organisation_id
    if not here or row.to_id in (row.by_id, row.person.user_id):
        raise Invalid(fields={"to": [_("Choose one person of this organisation who has to know.")]})
    if max(row.advised_on, row.told_on) > around.today():
        raise Invalid(fields={"told_on": [_("Take senior advice and tell the worker first.")]})
