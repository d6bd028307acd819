"""Tables as CSV, written in all the ways organisations write them."""

import codecs
import csv
import io
import zipfile

CANARY = "CANARY"


def as_csv(rows: list[dict], names: list[str], random, *, extra: dict[str, str] | None = None, plain=False) -> bytes:
    """The rows with headings in any case and order, blanks as blank or NULL, with or without a mark, in UTF-8 or 16."""
    names = [*names, *(extra or {})]
    if not plain:
        random.shuffle(names)
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if plain else random.choice([",", "\t", ","]))
    ways = lambda n: [n, n.upper(), n.lower(), n.replace("ID", "Id"), f" {n} "]
    writer.writerow([name if plain else random.choice(ways(name)) for name in names])
    for row in rows:
        cells = []
        for name in names:
            value = row.get(name, (extra or {}).get(name, ""))
            blank = "" if plain else random.choice(["", "NULL", " ", "null"])
            cells.append(str(value) if value not in ("", None) else blank)
        writer.writerow(cells)
    body = text.getvalue()
    if plain:
        return body.encode()
    return random.choice(
        [
            body.encode(),
            codecs.BOM_UTF8 + body.encode(),
            codecs.BOM_UTF16_LE + body.encode("utf-16-le"),
        ]
    )


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, body in files.items():
            parts.writestr(name, body)
    return out.getvalue()
