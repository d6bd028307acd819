"""What the sums of an extract must be, worked out slowly and plainly from the rows as they were written.

Written from the rules in words, without the product's code: only lists and dictionaries, one record at a time.
"""

from collections import defaultdict
from datetime import date

from tests.mix.generate.place import COUNTS, LINKS, MAPPED, POSTS, ROLE_CODES, TEAMS

ORDER = ["peer", "clinical", "", "excluded"]


def best(answers: list[str]) -> str:
    return sorted(answers, key=ORDER.index)[0]


def person(local_id: str, day: date) -> str | None:
    for number, starts, ends in LINKS.get(local_id, []):
        if starts <= day and (ends is None or day <= ends):
            return number
    return None


def posts_of(number: str | None, day: date) -> list[tuple[str, str]]:
    return [
        (team, role)
        for team, role, starts, ends in POSTS.get(number, [])
        if starts <= day and (not ends or day <= ends)
    ]


def counts_as(local_id: str, team: str, day: date, role_code: str, number: str | None = None) -> str:
    if not local_id:
        return ""
    posts = posts_of(number or person(local_id, day), day)
    here = [role for where, role in posts if where == team] or [role for _where, role in posts]
    if here:
        answer = best([COUNTS.get(role, "") for role in here])
        if answer:
            return answer
    return ROLE_CODES.get(role_code, "")


def home(local_id: str, day: date) -> str:
    posts = posts_of(person(local_id, day), day)
    full = [team for team, role in posts if not (person(local_id, day) == "S4" and role == "Nurse")]
    return (full or [team for team, _role in posts] or [""])[0]


def team_here(number: str) -> str:
    if number.startswith("type "):
        fits = [code for code, kind in TEAMS.items() if kind == number[5:]]
        return fits[0] if len(fits) == 1 else ""
    return MAPPED.get(number, number if number in TEAMS else "")


def national(day: date, attendance: str, way: str) -> str:
    """ "" where the contact counts."""
    if attendance not in ("5", "6", "Y"):
        return "attendance"
    if day >= date(2021, 10, 1):
        counted = way in ("01", "02", "04", "11", "--", "P1", "P2", "P3", "P4")
    else:
        counted = way not in ("05", "06", "", "?")
    return "" if counted else (way or "none")


class Book:
    """Sums by month, team, kind, why left out, and how the staff count."""

    def __init__(self):
        self.minutes: dict[tuple, int] = defaultdict(int)
        self.low: dict[tuple, int] = defaultdict(int)
        self.high: dict[tuple, int] = defaultdict(int)
        self.contacts: dict[tuple, int] = defaultdict(int)

    def contact(self, day: date, kind: str, credits: list[dict]) -> None:
        """One contact; credits: team, local_id, role_code, minutes (low, high), left_out of each staff member."""
        month, seen = day.replace(day=1), []
        for credit in credits:
            answer = credit.get("answer")
            if answer is None:
                answer = counts_as(credit["local_id"], credit["team"], day, credit.get("role_code", ""),
                                   credit.get("number"))  # fmt: skip
            key = (month, credit["team"], kind, credit["left_out"], answer)
            low, middle, high = credit["minutes"]
            self.minutes[key] += middle
            self.low[key] += low
            self.high[key] += high
            seen.append((credit["left_out"] != "", ORDER.index(answer), key))
        # One contact counts once: where peers took part, as theirs; where parts differ in team, in one of them.
        chosen = min(seen, key=lambda each: each[:2])
        same = [key for out, rank, key in seen if (out, rank) == chosen[:2]]
        self.contacts[frozenset(same)] += 1


def mhsds(files: dict[str, list[dict]]) -> Book:
    book = Book()
    role_codes: dict[str, list[str]] = defaultdict(list)
    for row in files.get("MHS901", []):
        role_codes[row["CareProfLocalID"]].append(row["CareProfJobRoleCode"])
    role = lambda local_id: role_codes[local_id][0] if len(role_codes.get(local_id, [])) == 1 else ""
    referral_team = {row["ServiceRequestID"]: row["CareProfTeamLocalID"] for row in files.get("MHS101", [])}
    seen = set()
    for contact in files.get("MHS201", []):
        day = date.fromisoformat(contact["CareContDate"])
        if not inside(files, day) or contact["CareContactID"] in seen:
            continue
        seen.add(contact["CareContactID"])
        if day >= date(2024, 4, 1):
            number = contact["OtherCareProfTeamLocalID"] or referral_team.get(contact["ServiceRequestID"], "")
        else:
            number = contact["CareProfTeamLocalID"]
        left_out = national(day, contact["AttendStatus"] or contact["AttendOrDNACode"],
                            contact["ConsMechanismMH"] or contact["ConsMediumUsed"])  # fmt: skip
        whole = contact["ClinContDurOfCareCont"]
        times: dict[str, list[str]] = defaultdict(list)
        activities, known = [], set()
        for row in files.get("MHS202", []):
            if row["CareContactID"] == contact["CareContactID"] and row["CareActID"] not in known:
                activities.append(row)
            known.add(row["CareActID"])
        for activity in activities:
            staff = {
                row["CareProfLocalID"] for row in files.get("MHS206", []) if row["CareActID"] == activity["CareActID"]
            }
            staff |= {activity["CareProfLocalID"]} - {""}
            for local_id in staff or {""}:
                times[local_id].append(activity["ClinContactDurOfCareAct"])
        if not activities:
            times[""].append("")
        credits = []
        for local_id, spent in times.items():
            total = sum(int(each) for each in spent if each != "")
            if "" in spent and whole != "":
                total = max(total, int(whole))
            credits.append({"team": team_here(number), "local_id": local_id, "role_code": role(local_id),
                            "minutes": (total,) * 3, "left_out": left_out})  # fmt: skip
        book.contact(day, "direct", credits)
    seen = set()
    for row in files.get("MHS204", []):
        day = date.fromisoformat(row["IndirectActDate"])
        which = (row["ServiceRequestID"], row["IndirectActDate"], row["IndirectActTime"])
        if not inside(files, day) or which in seen:
            continue
        seen.add(which)
        number = row["OtherCareProfTeamLocalID"] or referral_team.get(row["ServiceRequestID"], "")
        minutes = int(row["DurationIndirectAct"] or 0)
        book.contact(day, "indirect", [{"team": team_here(number), "local_id": row["CareProfLocalID"],
                                        "role_code": role(row["CareProfLocalID"]), "minutes": (minutes,) * 3,
                                        "left_out": ""}])  # fmt: skip
    for table, kind, id_column, date_column in (
        ("MHS301", "group", "GroupSessID", "GroupSessDate"),
        ("MHS302", "dropin", "MHDropInContactID", "CareContactDateMHDropInContact"),
    ):
        seen = set()
        for row in files.get(table, []):
            day = date.fromisoformat(row[date_column])
            if not inside(files, day) or (row[id_column], row["CareProfLocalID"]) in seen:
                continue
            seen.add((row[id_column], row["CareProfLocalID"]))
            if kind == "group":
                minutes = int(row["ClinContDurOfGroupSess"] or 0)
                fallback = team_here(f"type {row['ServTeamTypeRefToMH']}") if row["ServTeamTypeRefToMH"] else ""
            else:
                minutes, fallback = clock(row["StartTimeDropInContact"], row["EndTimeDropInContact"]), ""
            local_id = row["CareProfLocalID"]
            team = home(local_id, day) or fallback
            book.contact(day, kind, [{"team": team, "local_id": local_id, "role_code": role(local_id),
                                      "minutes": (minutes,) * 3, "left_out": ""}])  # fmt: skip
    return book


def inside(files: dict[str, list[dict]], day: date) -> bool:
    header = files.get("MHS000")
    if not header:
        return True
    return any(
        date.fromisoformat(row["ReportingPeriodStartDate"]) <= day <= date.fromisoformat(row["ReportingPeriodEndDate"])
        for row in header
    )


def clock(starts: str, ends: str) -> int:
    if not starts or not ends:
        return 0
    minutes = lambda text: int(text[:2]) * 60 + int(text[3:5])
    spent = minutes(ends) - minutes(starts)
    spent = spent if spent >= 0 else spent + 24 * 60
    return spent if spent <= 720 else 0


def simple(rows: list[dict]) -> Book:
    """The activity file: staff are named by their own numbers (S1, not P1); one row for each of them in a contact."""
    book, contacts, seen = Book(), defaultdict(list), set()
    for row in rows:
        month = row["activity_date"][:7]
        which = (row["activity_id"], month)
        if (which, row["staff_local_id"]) in seen:
            continue
        seen.add((which, row["staff_local_id"]))
        contacts[which].append(row)
    for staff in contacts.values():
        by_kind: dict[str, list[dict]] = defaultdict(list)
        for row in staff:
            day, kind, number = date.fromisoformat(row["activity_date"]), row["kind"] or "direct", row["staff_local_id"]
            team, left_out = team_here(row["team_code"]), ""
            if kind in ("group", "dropin") and not row["team_code"]:
                posts = posts_of(number, day)
                full = [where for where, role in posts if not (number == "S4" and role == "Nurse")]
                team = (full or [""])[0]
            if kind == "direct":
                left_out = national(day, row["attended"], row["mechanism"])
            elif kind != "indirect" and row["attended"] not in ("", "5", "6", "Y"):
                left_out = "attendance"
            by_kind[kind].append({"team": team, "local_id": number, "number": number, "left_out": left_out, "day": day,
                                  "minutes": (int(row["minutes"] or 0),) * 3})  # fmt: skip
        for kind, credits in by_kind.items():
            for credit in credits:
                credit["answer"] = counts_as(credit["local_id"], credit["team"], credit["day"], "", credit["number"])
            book.contact(credits[0]["day"], kind, credits)
    return book


BAND = {"0": (0, 0, 0), "1": (1, 8, 15), "2": (16, 23, 30), "3": (31, 38, 45), "9": (121, 128, 480), "99": (0, 0, 0)}


def pmhc(practitioners: list[dict], contacts: list[dict], others: list[dict], peer_from: date) -> Book:
    """Code 13 is a peer worker from a day on; the other categories that rules answer for are clinical."""
    book, category = Book(), {row["practitioner_key"]: row["practitioner_category"] for row in practitioners}
    for row in contacts:
        text = row["service_contact_date"].zfill(8)
        day = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        staff = {row["practitioner_key"]} | {
            each["practitioner_key"] for each in others if each["service_contact_key"] == row["service_contact_key"]
        }
        kind = {"2": "group", "4": "indirect"}.get(row["service_contact_participants"], "direct")
        came = not (row["service_contact_no_show"] == "1" or row["service_contact_duration"] == "0"
                    or row["service_contact_modality"] == "0")  # fmt: skip
        left_out = "" if came or kind == "indirect" else "attendance"
        if kind == "direct" and came and row["service_contact_modality"] == "":
            left_out = "none"
        credits = []
        for key in staff - {""} or {""}:
            code = category.get(key, "")
            answer = ("peer" if day >= peer_from else "") if code == "13" else "clinical" if code in ("1", "5") else ""
            credits.append({"team": team_here(row["organisation_path"]), "local_id": key, "answer": answer,
                            "left_out": left_out, "minutes": BAND[row["service_contact_duration"]]})  # fmt: skip
        book.contact(day, kind, credits)
    return book
