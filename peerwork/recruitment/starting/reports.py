"""What leaves: the offer letter and the planned date as PDF, and the starters' file for payroll."""

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerwork.kit import exports
from peerwork.kit.pdf import Heading, Paragraph, build
from peerwork.people.policy import people
from peerwork.recruitment.starting.models import Starter
from peerwork.recruitment.starting.policy import starters


def _pdf(user, title: str, blocks: list, about: Starter) -> HttpResponse:
    content = build(title, blocks)
    exports.log(user, title, "pdf", 1, named=True, about=about)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slugify(title)}.pdf"'
    return answer


def letter(user, starter: Starter) -> HttpResponse:
    """The letter as it was sent."""
    seen = starters.show(starter)
    title = _("Conditional offer: %(post)s") % {"post": seen.post}
    blocks = [Paragraph(part.strip()) for part in seen.letter.split("\n\n") if part.strip()]
    return _pdf(user, title, blocks, starter)


def planned(user, starter: Starter) -> HttpResponse:
    """A planned date in writing: it says itself that it is no start date."""
    seen, day = starters.show(starter), date_format(starter.planned_on, "j F Y")
    words = _(
        "We plan with %(day)s as the first day of %(name)s as %(post)s. This is a plan, and no start date: that is "
        "agreed once all employment checks are settled."
    ) % {"day": day, "name": seen.person, "post": seen.post}
    blocks = [Paragraph(words)]
    if seen.planned_for:
        blocks.insert(0, Heading(_("For %(who)s") % {"who": seen.planned_for}))
    blocks.append(Paragraph(f"{seen.contact}, {seen.employer}"))
    return _pdf(user, _("A planned date"), blocks, starter)


COLUMNS = (
    "starter_number",
    "applicant_number",
    "given_name",
    "family_name",
    "known_as",
    "date_of_birth",
    "home_email",
    "home_phone",
    "home_address",
    "employer_code",
    "host_code",
    "team_code",
    "team",
    "position_number",
    "post",
    "band",
    "contract",
    "wte",
    "start_date",
    "planned_date",
    "last_day",
    "line_manager",
)


def _rows(user, found):
    readable = {
        row.pk: people.readable(row) for row in people.visible(user).filter(pk__in=[s.person_id for s in found])
    }
    for starter in found:
        person, post = starter.person, starter.post

        def own(name, person=person):
            return getattr(person, name) if name in readable.get(person.pk, ()) else ""

        yield [
            starter.pk,
            starter.application.number if starter.application_id else starter.recruited_by,
            own("given_name"),
            own("family_name"),
            own("known_as"),
            own("date_of_birth"),
            own("home_email"),
            own("home_phone"),
            own("home_address"),
            starter.employer.code,
            starter.host.code,
            starter.team.code,
            starter.team.name,
            post.code,
            post.title,
            post.band,
            starter.get_contract_display(),
            starter.wte,
            starter.starts_on,
            starter.planned_on if starter.starts_on is None else None,
            starter.ends_on,
            str(starter.line_manager or ""),
        ]


def starter_file(user, found, *, format: str, reason: str) -> HttpResponse:
    """One row per starter; dates of birth and home contact as far as the asker may read them. It is logged."""
    write = exports.xlsx_response if format == "xlsx" else exports.csv_response
    return write(user, _("Starters for payroll"), COLUMNS, _rows(user, list(found)), named=True, reason=reason)
