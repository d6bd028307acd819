"""Care activity: an import beside the same rows put in by executemany or COPY alone, and the director's page.

    bench/activity.py                  1,000,000 rows
    CARE_BENCH_ROWS=100000             fewer, for a quick look
    CARE_BENCH_PAGE=10000000           the page is timed again with this many contacts
    bench/activity.py extract 1024     instead: an MHSDS extract of so many megabytes, and the memory it takes

Each import runs in a process of its own, so that its memory can be told. Run it in `tools/with_pg` for PostgreSQL.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = int(os.environ.get("CARE_BENCH_ROWS", 1_000_000))
PAGE = int(os.environ.get("CARE_BENCH_PAGE", 0))
MONTHS, TEAMS, STAFF = 24, 30, 1_500
FIRST = date(2024, 11, 1)
PLACE = Path(__file__).resolve().parent.parent / "build" / "bench-care"


def prepare() -> None:
    """An organisation with teams and a staff list; nobody's care yet."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        for name in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{name}").unlink(missing_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from peerwork.mix import actions
    from peerwork.mix.importers import import_staff
    from peerwork.people import actions as people

    by = people.system_user()
    trust = people.open_unit(by=by, kind="organisation", name="Bench", code="RBN")
    services = [people.open_unit(by=by, parent=trust, kind="service", name=f"S{n}", code=f"S{n}") for n in range(5)]
    for n in range(TEAMS):
        people.open_unit(by=by, parent=services[n % 5], kind="team", name=f"T{n}", code=f"T{n}")
    path = PLACE / "staff.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["staff_id,name,team_code,role,staff_group,wte,start,end"]
    for n in range(STAFF):
        role = "Peer worker" if n % 8 == 0 else "Nurse"
        lines.append(f"{n:06d},,T{n % TEAMS},{role},Care,1,2020-01-01,")
    path.write_text("\n".join(lines) + "\n")
    import_staff(path, "staff_list_csv", trust, by=by, as_at=date(2026, 10, 31))
    answers = [("job_role", "Peer worker", "peer"), ("job_role", "Nurse", "clinical")]
    actions.classify(by=by, organisation=trust, answers=answers, starts_on=date(2020, 1, 1))


def simple(rows: int) -> Path:
    path = PLACE / f"simple-{rows}.csv"
    if not path.exists():
        chance, days = random.Random(1), [FIRST + timedelta(n) for n in range(MONTHS * 30)]
        with path.open("w") as file:
            file.write(
                "activity_id,activity_date,team_code,staff_local_id,staff_group_code,attended,mechanism,kind,minutes\n"
            )
            for n in range(rows):
                staff = chance.randrange(STAFF)
                how = chance.choice(("5,01,direct", "5,02,direct", "6,11,direct", "3,01,direct", "5,09,direct"))
                day = days[chance.randrange(len(days))]
                file.write(f"A{n - n % 10 if n % 10 == 1 else n:09d},{day},T{staff % TEAMS},{staff:06d},,{how},"
                           f"{chance.choice((15, 30, 45, 60))}\n")  # fmt: skip
    return path


# What a real extract holds besides: columns nobody asked for, with values as long as theirs.
MORE = {
    "MHS201Care": ("OrgIDComm,ActLocTypeCode,PlaceOfSafetyInd,CareContPatientTherMode,EarliestReasonOfferDate,EffFrom",
                   "RBN,A01,N,1,2026-01-05,2026-01-05T00:00:00"),
    "MHS202Care": ("FindSchemeInUse,Finding,Observation,ObsValue,UnitofMeasurement_UCUM,Effective_From",
                   "04,7200002,1239511000000100,12,kg/m2,2026-01-05T00:00:00"),
}  # fmt: skip


def mhsds(rows: int, *, wide: bool = False) -> Path:
    """A version 6 extract with so many staff activities, in the months of the simple file."""
    place = PLACE / f"mhsds-{rows}{'-wide' if wide else ''}"
    more = {name: f",{values}" for name, (_headings, values) in MORE.items()} if wide else dict.fromkeys(MORE, "")
    if (place / "done").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    chance = random.Random(2)
    names = {
        "MHS101Referral": "ServiceRequestID,LocalPatientID,CareProfTeamLocalID",
        "MHS201CareContact": "CareContactID,ServiceRequestID,CareContDate,OtherCareProfTeamLocalID,"
        "ClinContDurOfCareCont,ConsMechanismMH,AttendStatus,LanguageCodeTreat,SiteIDOfTreat",
        "MHS202CareActivity": "CareActID,CareContactID,ClinContactDurOfCareAct,Procedure",
        "MHS206StaffActivity": "CareActID,CareProfLocalID",
    }
    files = {name: (place / f"{name}.csv").open("w") for name in names}
    for name, headings in names.items():
        extra = f",{MORE[name[:10]][0]}" if wide and name[:10] in MORE else ""
        files[name].write(headings + extra + "\n")
    referrals = max(1, rows // 8)
    for n in range(referrals):
        files["MHS101Referral"].write(f"R{n:012d},P{n:012d},T{n % TEAMS}\n")
    for n in range(rows):
        day = FIRST + timedelta(chance.randrange(MONTHS * 30))
        staff = chance.randrange(STAFF)
        files["MHS201CareContact"].write(
            f"CC{n:014d},R{chance.randrange(referrals):012d},{day},,{chance.choice((30, 45, 60))},01,5,eng,RBN01"
            f"{more['MHS201Care']}\n"
        )
        files["MHS202CareActivity"].write(f"CA{n:014d},CC{n:014d},30,304891004{more['MHS202Care']}\n")
        files["MHS206StaffActivity"].write(f"CA{n:014d},{staff:06d}\n")
    for file in files.values():
        file.close()
    (place / "done").touch()
    return place


def floor() -> tuple[int, float]:
    """The rows the import made, put into the same table again by executemany or COPY alone, and taken out."""
    from django.db import connection, transaction

    from peerwork.mix.activity import COLUMNS
    from peerwork.mix.models import Care

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM mix_care ORDER BY id")
        rows = [(0, *row[1:]) for row in cursor.fetchall()]
    began = time.perf_counter()
    if connection.vendor == "postgresql":
        sql = f"COPY mix_care ({COLUMNS}) FROM STDIN"
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(COLUMNS.split(",")))
        with transaction.atomic():
            connection.connection.executemany(f"INSERT INTO mix_care ({COLUMNS}) VALUES ({marks})", rows)
    took = time.perf_counter() - began
    Care.objects.filter(submission=0).delete()
    return len(rows), took


def load(path: Path, profile: str) -> None:
    """In a process of its own: load, and print seconds and the most memory used."""
    from peerwork.mix.activity import import_activity
    from peerwork.people.actions import system_user
    from peerwork.people.models import Unit

    began = time.perf_counter()
    done = import_activity(path, profile, Unit.objects.get(code="RBN"), by=system_user())
    assert done.status == "published", done.message
    print(time.perf_counter() - began, most_memory(), done.rows_accepted)


def most_memory() -> float:
    """The most this process has held, in MB; getrusage would count what its parent held before it."""
    for words in Path("/proc/self/status").read_text().splitlines():
        if words.startswith("VmHWM:"):
            return int(words.split()[1]) / 1024
    raise RuntimeError("no VmHWM")


def measured(path: Path, profile: str) -> tuple[float, float, int]:
    words = [sys.executable, __file__, "load", str(path), profile]
    out = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()[-3:]
    return float(out[0]), float(out[1]), int(out[2])


def page(note, contacts: int) -> float:
    """The director's page: the milliseconds of CPU for one answer, and its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from peerwork.people import actions as people
    from peerwork.people.models import Unit, User

    user = User.objects.filter(email="director@bench.example").first()
    trust = Unit.objects.get(code="RBN")
    if user is None:
        from peerwork.kit.records import keep

        user = User(email="director@bench.example", name="Director", home_organisation=trust)
        user.set_unusable_password()
        keep(user, "join", by=people.system_user())
        people.give_role(by=people.system_user(), user=user, role="director", unit=trust, starts_on=FIRST)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    for _ in range(3):
        assert client.get("/mix/?basis=hours").status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get("/mix/?basis=hours")
    note(f"director's page, {contacts:,} contacts: queries", len(seen), "queries")
    times = []
    for _ in range(15):
        began = time.process_time()
        client.get("/mix/?basis=hours")
        times.append(1000 * (time.process_time() - began))
    best = sorted(times)[len(times) // 3]
    note(f"director's page, {contacts:,} contacts: CPU", best, "ms")
    return best


def more(times: int) -> None:
    """As many contacts again and again: copies of what is there, for the page only."""
    from django.db import connection

    from peerwork.mix.activity import COLUMNS

    with connection.cursor() as cursor:
        for _ in range(times - 1):
            cursor.execute(
                f"INSERT INTO mix_care ({COLUMNS}) SELECT {COLUMNS} FROM mix_care WHERE id <= "
                "(SELECT MIN(id) + %s FROM mix_care)", [ROWS],
            )  # fmt: skip


def size_of(place: Path) -> float:
    """Megabytes of an extract."""
    return sum(each.stat().st_size for each in place.iterdir()) / 2**20


def extract(note, megabytes: int) -> None:
    """One very large extract: how long it takes and, above all, how little memory."""
    from django.db import connection

    prepare()
    sample = mhsds(20_000, wide=True)
    rows = int(megabytes / size_of(sample) * 20_000)
    path = mhsds(rows, wide=True)
    took, memory, _accepted = measured(path, "mhsds_v6")
    words = f"mhsds_v6, {rows:,} staff activities in {size_of(path):,.0f} MB, {connection.vendor}"
    note(words, rows / took, "rows/s")
    note("  memory (aim: under 500 MB)", memory, "MB")


def measure(note) -> None:
    from django.db import connection

    prepare()
    kind = connection.vendor
    took, memory, rows = measured(simple(ROWS), "activity_simple_csv")
    count, alone = floor()
    note(f"activity_simple_csv, {ROWS:,} rows, {kind}", rows / took, "rows/s", count / alone)
    note(f"  memory, {kind}", memory, "MB")
    first = page(note, ROWS)
    if PAGE > ROWS:
        more(PAGE // ROWS)
        second = page(note, PAGE)
        note("director's page, ten times the contacts", second / first, "times")
    took, memory, rows = measured(mhsds(ROWS), "mhsds_v6")
    note(f"mhsds_v6, {ROWS:,} staff activities, {kind}", ROWS / took, "rows/s", count / alone)
    note(f"  memory for an extract of {size_of(mhsds(ROWS)):,.0f} MB, {kind}", memory, "MB")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("PEERWORK_VAR", str(PLACE))
    import django

    django.setup()
    if sys.argv[1:2] == ["load"]:
        load(Path(sys.argv[2]), sys.argv[3])
    else:

        def told(name, value, unit, floor=None):
            ratio = f"   floor {floor:,.0f}   ratio {value / floor:.2f}" if floor else ""
            print(f"{name:60} {value:12,.1f} {unit}{ratio}", flush=True)

        extract(told, int(sys.argv[2])) if sys.argv[1:2] == ["extract"] else measure(told)
