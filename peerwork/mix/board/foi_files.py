"""The pack as files: the numbers as CSV, the whole as PDF, and what each number means."""

import csv
import io
import zipfile

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerwork.kit import exports
from peerwork.kit.pdf import Heading, Paragraph, Table, build
from peerwork.mix.board.models import FoiPack


def as_zip(user, pack: FoiPack) -> HttpResponse:
    """One file with all three; it is written down that it left."""
    exports.allowed(user, named=False)
    made, content = io.BytesIO(), pack.content
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("numbers.csv", numbers(content))
        whole.writestr("numbers.pdf", document(content))
        whole.writestr("definitions.txt", definitions(content))
    exports.log(user, str(pack), "zip", len(content["lines"]), named=False, about=pack)
    name = slugify(f"{pack} {pack.organisation.code}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return HttpResponse(made.getvalue(), content_type="application/zip", headers=headers)


def numbers(content: dict) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["table", "what", "value"])
    safe = lambda cell: f"'{cell}" if str(cell).startswith(exports.FORMULA) else cell
    writer.writerows([safe(cell) for cell in line] for line in content["lines"])
    return text.getvalue().encode("utf-8-sig")


def definitions(content: dict) -> str:
    lines = [content["title"], "", *(f"{name}: {words}" for name, words in content["definitions"]), "", content["note"]]
    if content["withheld"]:
        lines.append(_("Not shown, because small numbers could be worked out: %(tables)s.") % {
            "tables": ", ".join(content["withheld"])})  # fmt: skip
    return "\n".join(lines) + "\n"


def document(content: dict) -> bytes:
    blocks: list = [Paragraph(content["note"])]
    for table in dict.fromkeys(line[0] for line in content["lines"]):
        rows = [line[1:] for line in content["lines"] if line[0] == table]
        blocks.append(Table(table, [_("What"), _("Number or share")], rows))
    if content["withheld"]:
        blocks.append(Paragraph(_("Not shown, because small numbers could be worked out: %(tables)s.") % {
            "tables": ", ".join(content["withheld"])}))  # fmt: skip
    blocks.append(Heading(_("What each number means")))
    blocks += [Paragraph(f"{name}: {words}") for name, words in content["definitions"]]
    return build(content["title"], blocks)
