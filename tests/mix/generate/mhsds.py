"""Submissions of MHSDS versions 5 and 6, with every trap of the real ones."""

from datetime import date, timedelta

from tests.mix.generate.files import CANARY, as_csv, zipped

NAMES = {
    "MHS000": "DatSetVer OrgIDProvider ReportingPeriodStartDate ReportingPeriodEndDate",
    "MHS101": "ServiceRequestID CareProfTeamLocalID",
    "MHS201": "CareContactID ServiceRequestID CareContDate OtherCareProfTeamLocalID CareProfTeamLocalID "
    "ClinContDurOfCareCont ConsMechanismMH ConsMediumUsed AttendStatus AttendOrDNACode",
    "MHS202": "CareActID CareContactID ClinContactDurOfCareAct CareProfLocalID",
    "MHS206": "CareActID CareProfLocalID",
    "MHS204": "ServiceRequestID OtherCareProfTeamLocalID IndirectActDate IndirectActTime DurationIndirectAct "
    "CareProfLocalID",
    "MHS301": "GroupSessID GroupSessDate ClinContDurOfGroupSess CareProfLocalID ServTeamTypeRefToMH",
    "MHS302": "MHDropInContactID CareContactDateMHDropInContact StartTimeDropInContact EndTimeDropInContact "
    "CareProfLocalID MHDropInContactServiceType",
    "MHS901": "CareProfLocalID CareProfStaffGpMH CareProfJobRoleCode OccCode ProfRegBodyCode",
    "MHS902": "CareProfTeamLocalID ServTeamTypeMH",
}
TITLES = {
    "MHS000": "Header", "MHS101": "Referral", "MHS201": "CareContact", "MHS202": "CareActivity",
    "MHS206": "StaffActivity", "MHS204": "IndirectActivity", "MHS301": "GroupSession", "MHS302": "MHDropInContact",
    "MHS901": "StaffDetails", "MHS902": "ServiceTeamDetails",
}  # fmt: skip
PATIENT = {"NHSNumber": "9434765919", "LocalPatientID": f"{CANARY}-1", "EthnicCategory": f"{CANARY}-2"}
STAFF = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", ""]
TEAMS = ["T1", "T2", "T3", "T4", "T-OLD", "T-NEW", ""]
TIMES = ["", "0", "5", "15", "30", "45", "60", "90"]


def generate(random, *, version: int, months: list[date], contacts: int = 12, referrals: bool = True) -> dict:
    """Tables as lists of rows; months are first days, `version` says where staff links are."""
    last = (months[-1] + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    span = (last - months[0]).days
    day = lambda: months[0] + timedelta(days=random.randint(-1, span + 1))  # now and then outside the period
    files: dict[str, list[dict]] = {name: [] for name in NAMES}
    files["MHS101"] = [
        {"ServiceRequestID": f"R{n}", "CareProfTeamLocalID": random.choice(TEAMS)} for n in range(5)
    ] if referrals else []  # fmt: skip
    for number in range(contacts):
        held_on, older = day(), random.random() < 0.3
        mechanism = random.choice(["01", "01", "02", "04", "05", "09", "10", "11", "12", "13", "98", ""])
        attended = random.choice(["5", "5", "5", "6", "2", "3", "4", "7", ""])
        row = {
            "CareContactID": f"C{number}",
            "ServiceRequestID": random.choice(["R0", "R1", "R2", "R3", "R4", "R9"]),
            "CareContDate": held_on.isoformat(),
            "OtherCareProfTeamLocalID": random.choice(TEAMS),
            "CareProfTeamLocalID": random.choice(TEAMS),
            "ClinContDurOfCareCont": random.choice(TIMES),
            "ConsMechanismMH": "" if older else mechanism,
            "ConsMediumUsed": mechanism if older else "",
            "AttendStatus": "" if older else attended,
            "AttendOrDNACode": attended if older else "",
        }
        files["MHS201"].append(row)
        if random.random() < 0.1:
            files["MHS201"].append(row | {"ClinContDurOfCareCont": "999"})  # came twice
        for part in range(random.choice([0, 1, 1, 1, 2, 3])):
            activity = f"A{number}-{part}"
            staff = [random.choice(STAFF) for _ in range(random.choice([1, 1, 2, 3]))]
            files["MHS202"].append(
                {"CareActID": activity, "CareContactID": f"C{number}", "ClinContactDurOfCareAct": random.choice(TIMES),
                 "CareProfLocalID": staff[0] if version == 5 else ""}
            )  # fmt: skip
            if version == 6:
                files["MHS206"] += [{"CareActID": activity, "CareProfLocalID": each} for each in staff if each]
    for _ in range(random.randint(0, 4)):
        files["MHS204"].append(
            {"ServiceRequestID": random.choice(["R0", "R1"]), "OtherCareProfTeamLocalID": random.choice(TEAMS),
             "IndirectActDate": day().isoformat(), "IndirectActTime": random.choice(["09:00:00", "10:00:00"]),
             "DurationIndirectAct": random.choice(TIMES), "CareProfLocalID": random.choice(STAFF)}
        )  # fmt: skip
    for number in range(random.randint(0, 4)):
        session = {"GroupSessID": f"G{number}", "GroupSessDate": day().isoformat(),
                   "ClinContDurOfGroupSess": random.choice(TIMES),
                   "ServTeamTypeRefToMH": random.choice(["", "A02", "A06", "Z01"])}  # fmt: skip
        files["MHS301"].append(session | {"CareProfLocalID": random.choice(STAFF)})
    for number in range(random.randint(0, 4)):
        starts, ends = random.choice([("10:00:00", "10:45:00"), ("23:30:00", "00:15:00"), ("10:00:00", ""),
                                      ("10:00:00", "09:00:00")])  # fmt: skip
        files["MHS302"].append(
            {"MHDropInContactID": f"D{number}", "CareContactDateMHDropInContact": day().isoformat(),
             "StartTimeDropInContact": starts, "EndTimeDropInContact": ends, "CareProfLocalID": random.choice(STAFF)}
        )  # fmt: skip
    for local_id in STAFF[:-2]:
        role = {"P9": "FD45", "P10": "FD46"}.get(local_id, "")
        files["MHS901"].append({"CareProfLocalID": local_id, "CareProfJobRoleCode": role,
                                "ProfRegBodyCode": random.choice(["01", ""])})  # fmt: skip
    if random.random() < 0.3:  # a number twice: nobody's codes are taken
        files["MHS901"].append({"CareProfLocalID": "P9", "CareProfJobRoleCode": "FD46"})
    files["MHS902"] = [{"CareProfTeamLocalID": team, "ServTeamTypeMH": "A06"} for team in TEAMS if team]
    return files


def header(code: str, months: list[date], version: int) -> list[dict]:
    last = (months[-1] + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return [{"DatSetVer": f"{version}.0", "OrgIDProvider": code, "ReportingPeriodStartDate": months[0].isoformat(),
             "ReportingPeriodEndDate": last.isoformat()}]  # fmt: skip


def written(files: dict[str, list[dict]], random, *, leave: tuple[str, ...] = (), plain: bool = False) -> bytes:
    """A ZIP with one CSV for each table."""
    parts = {}
    for name, rows in files.items():
        if name in leave:
            continue
        extra = PATIENT if name in ("MHS101", "MHS201", "MHS302") else {}
        title = f"{name}{TITLES[name]}.csv" if plain else random.choice(
            [f"{name}{TITLES[name]}.csv", f"{name.lower()}.CSV", f"extract/{name}_{TITLES[name]}.csv"])  # fmt: skip
        parts[title] = as_csv(rows, NAMES[name].split(), random, extra=extra, plain=plain)
    return zipped(parts)
