"""Every write of certificates: issued once for what was earned, signed, taken back with a reason; badges on request."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import retention, sealed
from peerwork.kit.errors import Conflict, Invalid
from peerwork.kit.records import acting, creating
from peerwork.people.actions import system_user
from peerwork.people.models import Unit
from peerwork.training import mail
from peerwork.training.certificates import badges, signing
from peerwork.training.certificates.models import Certificate, SigningKey
from peerwork.training.certificates.policy import certificates, keys
from peerwork.training.certificates.queries import best_award
from peerwork.training.cohorts.models import Enrolment
from peerwork.training.progress import progress_of


def key_of(organisation: Unit) -> SigningKey:
    """The key the organisation signs with now; its first is made when it is first needed."""
    key = SigningKey.objects.filter(organisation=organisation, retired_on__isnull=True).first()
    return key or make_key(by=system_user(), organisation=organisation)


@transaction.atomic
def make_key(*, by, organisation: Unit) -> SigningKey:
    """Make a key to sign with; its secret half is sealed."""
    public, secret = signing.new_pair()
    with creating(keys, "make", by=by, organisation=organisation, public_key=public) as key:
        pass
    sealed.write(key.uuid, signing.SEALED, secret, by=by)
    return key


def retire_key(key: SigningKey, *, by, version: int | None = None) -> SigningKey:
    """Sign with a new key from now on; what this one signed stays valid."""
    with acting(keys, "retire", key, by=by, version=version) as key:
        if key.retired_on:
            raise Conflict()
        key.retired_on = timezone.localdate()
    return key


@transaction.atomic
def issue(*, by, enrolment: Enrolment, award: str = "", valid_until: date | None = None) -> Certificate:
    """Issue a certificate for what somebody has earned; what it says is signed and stands."""
    progress = progress_of([enrolment])[enrolment.pk]
    award = award or best_award(enrolment)
    _earned(enrolment, award, progress)
    edition = enrolment.edition
    if valid_until is None and edition.renew_months and award != "attendance":
        valid_until = retention.months_before(enrolment.finished_on, -edition.renew_months)
    given = {"enrolment": enrolment, "award": award} | ({"valid_until": valid_until} if valid_until else {})
    with creating(certificates, "issue", by=by, **given) as certificate:
        person, organisation = enrolment.learner.person, edition.curriculum.organisation
        certificate.holder = f"{person.given_name} {person.family_name}"
        certificate.title = edition.curriculum.name
        certificate.issuer = organisation.settings.display_name or organisation.name
        certificate.hours = Decimal(round(progress.hours * 100)) / 100
        if award == "accredited":
            certificate.credential = _credential(edition)
        certificate.issued_by, certificate.key = by, key_of(organisation)
        certificate.signature = signing.encoded(signing.sign(certificate.key, signing.content(certificate)))
    mail.tell(
        enrolment.learner,
        "certificate",
        f"certificate:{certificate.pk}",
        title=_("Your certificate is ready"),
        words=_("You can read it, print it and give its code to whoever asks."),
        url=enrolment.get_absolute_url(),
        about=enrolment,
    )
    return certificate


def _earned(enrolment: Enrolment, award: str, progress) -> None:
    done = {"completion": enrolment.DONE, "accredited": ("accredited",)}.get(award)
    if done is None and not progress.hours:
        raise Invalid(fields={"award": [_("No day is marked for them yet.")]})
    if done is not None and enrolment.status not in done:
        raise Invalid(fields={"award": [_("They have not finished this yet. Their page says what is open.")]})


def _credential(edition) -> str:
    parts = [_("Level %(level)s") % {"level": edition.level}] if edition.level else []
    parts += [_("%(count)d credits") % {"count": edition.credits}] if edition.credits else []
    return ", ".join(parts)


def revoke(certificate: Certificate, *, by, version: int | None = None, **changes) -> Certificate:
    """Take a certificate back, with a reason; its check page says so from then on."""
    with acting(certificates, "revoke", certificate, by=by, version=version, **changes) as certificate:
        if not certificate.revoked_because.strip():
            raise Invalid(fields={"revoked_because": [_("Say why it is taken back. The learner reads this.")]})
        certificate.revoked_on, certificate.badge = timezone.localdate(), None
    return certificate


def ask_badge(certificate: Certificate, *, by, version: int | None = None) -> Certificate:
    """The holder asks for a badge to take to other places: it says what it is for, so it is theirs to want."""
    with acting(certificates, "ask_badge", certificate, by=by, version=version) as certificate:
        certificate.badge = badges.credential(certificate)
    return certificate


def drop_badge(certificate: Certificate, *, by, version: int | None = None) -> Certificate:
    """The holder no longer wants the badge; it is gone from here."""
    with acting(certificates, "drop_badge", certificate, by=by, version=version) as certificate:
        if certificate.badge is None:
            raise Conflict()
        certificate.badge = None
    return certificate
