"""Publishing one's own shares by the open standard, and loading what others published."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from peerwork.kit import exports
from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.records import acting, creating
from peerwork.mix.openly import standard
from peerwork.mix.openly.models import ShareFile
from peerwork.mix.openly.policy import files
from peerwork.people.models import Unit
from peerwork.training.certificates.actions import key_of


def publish_share(*, by, organisation: Unit, month: date) -> dict:
    """The signed file of a month. Raises NotAllowed, TooMany, Invalid where nothing may be told of that month."""
    if not files.may_start(by, "load"):
        raise NotAllowed()
    exports.allowed(by, named=False)
    body = standard.made(by, organisation, month, timezone.localdate())
    if not body["figures"]:
        raise Invalid(fields={"month": [_("Nothing of this month may be told.")]})
    exports.log(by, f"peer-share {organisation.code} {month:%Y-%m}", "json", len(body["figures"]), named=False)
    return standard.signed(body, key_of(organisation))


def load_share(*, by, organisation: Unit, file) -> ShareFile:
    """Load a file that follows the standard and is as it was signed. Raises NotAllowed, Invalid."""
    if not files.may_start(by, "load"):
        raise NotAllowed()
    try:
        found = standard.read(file.read(standard.LARGEST + 1))
    except ValueError as problem:
        raise Invalid(fields={"file": [str(problem)]}) from None
    with creating(files, "load", by=by, organisation=organisation) as row:
        row.publisher, row.code = found["organisation"]["name"], found["organisation"]["code"][:40]
        row.month, row.content, row.loaded_by = standard.month_of(found), found, by
        row.signed_by = found["proof"]["publicKeyMultibase"][:120]
    return row


def withdraw_share(row: ShareFile, *, by, version: int | None = None) -> ShareFile:
    """Take a loaded file out of the comparison."""
    with acting(files, "withdraw", row, by=by, version=version) as row:
        pass
    return row
