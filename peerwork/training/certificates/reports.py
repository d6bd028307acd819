"""The certificate on paper: one page, tagged, with its code and the way to check it."""

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerwork.kit.errors import Conflict
from peerwork.kit.sheets import Sheet, build
from peerwork.training.certificates import badges, signing
from peerwork.training.certificates.models import Certificate


def sheet(certificate: Certificate) -> bytes:
    """The PDF of a certificate: what was signed, and nothing that was not."""
    leads = {
        Certificate.Award.ATTENDANCE: _("has taken part in"),
        Certificate.Award.COMPLETION: _("has completed"),
        Certificate.Award.ACCREDITED: _("has completed, and is accredited in"),
    }
    titles = {
        Certificate.Award.ATTENDANCE: _("Certificate of attendance"),
        Certificate.Award.COMPLETION: _("Certificate of completion"),
        Certificate.Award.ACCREDITED: _("Certificate of accredited completion"),
    }
    hours = f"{certificate.hours:.2f}".rstrip("0").rstrip(".")
    facts = [_("%(hours)s hours attended") % {"hours": hours}]
    if certificate.credential:
        facts.append(certificate.credential)
    dates = [_("Issued on %(day)s") % {"day": date_format(certificate.issued_on, "j F Y")}]
    if certificate.valid_until:
        dates.append(_("valid until %(day)s") % {"day": date_format(certificate.valid_until, "j F Y")})
    url = badges.address("checked", certificate.code)
    return build(
        Sheet(
            title=titles[certificate.award],
            issuer=certificate.issuer,
            before=_("This is to say that"),
            name=certificate.holder,
            between=str(leads[certificate.award]),
            what=certificate.title,
            facts=" · ".join(facts),
            dates=", ".join(dates),
            code=certificate.code,
            code_words=_("Check this certificate"),
            url=url,
            alt=_("A square code that leads to the page on which this certificate can be checked: %(url)s")
            % {"url": url},
        )
    )


def certificate(user, row: Certificate) -> HttpResponse:
    """The certificate as a download; one that no longer says what was signed is not printed."""
    if not signing.is_unchanged(row):
        raise Conflict(_("This certificate no longer says what was signed. Take it back and issue a new one."))
    name = f"certificate-{row.code}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet(row), content_type="application/pdf", headers=headers)
