"""Files in the real ESR GO2 layout, with a canary in every column that must never be read."""

from pathlib import Path

from peerwork.placements.esr import KEPT

WIDTH = {"PRA": 43, "ASA": 49, "POA": 23, "ORA": 14}  # columns after the record type, as ESR sends them
CANARY = "ZZCANARY"


def record(kind: str, **values) -> str:
    """One line; every column that is not given and is not kept holds a canary that names its place."""
    places = KEPT[kind]
    cells = [f"{CANARY}{kind}{place}" for place in range(WIDTH[kind] + 1)]
    cells[0] = kind
    for name, place in places.items():
        cells[place] = str(values.pop(name, ""))
    assert not values, values
    return "~".join(cells)


def org(number, name, parent="", **values) -> str:
    return record("ORA", **{"number": number, "name": name, "parent": parent, "starts_on": "20150401"} | values)


def position(number, org, title="Staff Nurse", **values) -> str:
    given = {"number": number, "org": org, "title": title, "code": f"P{number}", "wte": "5.00", "starts_on": "20180401"}
    given |= {"ends_on": "47121231", "staff_group": "Nursing and Midwifery Registered", "job_role": "Staff Nurse"}
    return record("POA", **given | {"band": "NHS|XR05|Review Body Band 5"} | values)


def person(number, given="Alex", family="Marsh", **values) -> str:
    found = {"number": number, "staff_id": f"1{number}", "given_name": given, "family_name": f"{family}{number}"}
    return record("PRA", **found | values)


def assignment(number, member, position, org, wte="1.00", starts_on="20220401", **values) -> str:
    given = {"number": number, "member": member, "position": position, "org": org, "wte": wte, "starts_on": starts_on}
    given |= {"ends_on": "47121231", "status": "Active Assignment", "number_shown": f"{number}-1"}
    return record("ASA", **given | {"category": "Permanent"} | values)


def write(path: Path, *lines: str, full: bool = True, run: str = "20261101", count: int | None = None) -> Path:
    name = f"GO_504_EXP_GO{'F' if full else 'C'}_{run}_00000001.DAT"
    header = f"HDR~{name}~{run} 020000~504~20261031 020000~{run} 020000~GO2"
    trailer = f"TRL~{len(lines) if count is None else count}"
    file = path / name
    file.write_text("\r\n".join([header, *lines, trailer]) + "\r\n", encoding="cp1252")
    return file


def small(team="20", **changes) -> list[str]:
    """A trust with a service, a team, two posts and three people."""
    return [
        org("1", "Example Trust"), org("10", "Community services", "1"), org(team, "Harbour Team", "10"),
        position("100", team), position("101", team, "Peer Support Worker", staff_group="Additional Clinical Services",
                                        job_role="Support worker", band="NHS|XR03|Review Body Band 3"),
        person("7", "Noor", work_email="noor@example.org"), person("8", "Dev"), person("9", "Esme"),
        assignment("70", "7", "100", team), assignment("80", "8", "100", team, "0.60", manager="7"),
        assignment("90", "9", "101", team, "0.80", first_day="20210901"),
    ]  # fmt: skip
