"""The demonstration's recruitment: six vacancies from draft to finished, and about 150 people who applied."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest import mock

from django.utils import timezone

from peerwork.kit.records import keep
from peerwork.people.models import User
from peerwork.placements.models import Post
from peerwork.recruitment import actions
from peerwork.recruitment.applying import actions as applying
from peerwork.recruitment.deciding import actions as deciding
from peerwork.recruitment.models import Application, Vacancy

LINES = [
    ("Able to use own experience of distress and recovery to support others", "lived", True),
    ("Listens, and does not take over", "values", True),
    ("Knows what keeps them well at work", "skills", True),
    ("Has supported other people, paid or not", "experience", False),
]
ADVERT = (
    "You walk beside people who are finding their own way through a hard time. You bring your own experience, and you "
    "choose what of it you share. You work in a team that has prepared for you, with a supervisor of your own, and "
    "with other peer workers to think with. You need no diploma. You need time, patience, and hope that holds."
)
WORDS = [
    "When I ran the allotment group I asked first what people wanted from the morning, and we did that.",
    "I looked after my brother for six years. I learnt to wait, and to ask before I help.",
    "In the café I worked with people who had not been out for months. Small steps, and a joke at the right time.",
    "I know my early signs, I tell my manager, and I keep Wednesdays free for swimming.",
    "At the college I sat with a student who could not speak in the group. We wrote it down together.",
    "I was a postman for eleven years. People tell you things at the door. I listen, and it stays there.",
]
GIVEN = ["Ade", "Bronwen", "Callum", "Dilys", "Emeka", "Fern", "Gita", "Harun", "Iris", "Jordan", "Kofi", "Lowri",
         "Mina", "Nadia", "Otis", "Pearl", "Rhian", "Sanjay", "Tomas", "Umar", "Vesna", "Wanda", "Yara",
         "Zoe"]  # fmt: skip
FAMILY = ["Ainsley", "Barker", "Castellanos", "Duffy", "Ellis", "Fashola", "Greenwood", "Hale", "Idris", "Joyce",
          "Keane", "Lombard", "Marsh", "Nkemelu", "Oduya", "Pereira", "Quirke", "Siddiqui", "Thackray", "Upton",
          "Vance", "Whelan", "Yates", "Zielinski"]  # fmt: skip
# title, team, days since it opened, days it was open, applicants, how far
ROUND = [
    ("Peer support worker, Recovery College", "COLL", 150, 21, 39, "finished"),
    ("Peer support worker, Crisis and Home Treatment", "CRHT", 46, 24, 31, "interviewed"),
    ("Carer peer worker, Older Adults", "OLDE", 39, 14, 27, "shortlisted"),
    ("Peer support worker, Early Intervention", "EIP", 31, 21, 34, "closed"),
    ("Senior peer support worker, Rowan Ward", "ROWA", 8, 21, 19, "published"),
    ("Peer support worker, Perinatal", "PERI", 2, 0, 0, "draft"),
]


@contextmanager
def days_ago(days: float):
    """As if it were that many days earlier: what is done inside carries that day everywhere, history included."""
    then = datetime.now(tz=timezone.get_current_timezone()) - timedelta(days=days)
    with mock.patch("django.utils.timezone.now", lambda: then):
        yield


def fill(demo) -> None:
    """Called once everybody is placed; `demo` is the Demo being filled."""
    template = actions.propose_template(demo.units["NMP"], by=demo.by)
    actions.confirm_template(template, by=demo.users["Asha Bello"])
    demo.vacancies = {}
    for number, (title, team, opened, stays, many, how_far) in enumerate(ROUND):
        with days_ago(opened):
            vacancy = _draft(demo, title, team, stays)
        if how_far == "draft":
            continue
        with days_ago(opened):
            reason = "Agreed by the service; the post number follows this week."
            vacancy = actions.publish(vacancy, by=demo.users["Asha Bello"], reason=reason)
        _applicants(demo, vacancy, number, many, opened, stays)
        demo.vacancies[title] = vacancy
        if how_far == "published":
            continue
        with days_ago(opened - stays - 0.1):
            vacancy = actions.close(Vacancy.objects.get(pk=vacancy.pk), by=demo.by)
        _shortlist(demo, vacancy, opened - stays, how_far)


def _draft(demo, title: str, code: str, stays: int) -> Vacancy:
    hr, team = demo.users["Asha Bello"], demo.units[code]
    senior, carer = title.startswith("Senior"), title.startswith("Carer")
    family = Post.Family.SENIOR_PEER if senior else Post.Family.CARER_PEER if carer else Post.Family.PEER
    vacancy = actions.draft_vacancy(
        by=hr, team=team, title=title, family=family, scope="carer" if carer else "own", band="4" if senior else "3",
        pay="£24,882 a year, full time" if senior else "£21,777 a year, full time", hours="30 hours a week",
        places=2 if code == "CRHT" else 1, advert=ADVERT, post=Post.objects.filter(team=team, family=family).first(),
        help_words="Ring Jo Marsh on 01632 960 118, any weekday. She can sit with you over the form.",
        panel_plan="Three people who use the service, one in the chair; the team lead; a senior peer worker.",
        panel_service_users=3, panel_staff=2,
        closes_on=timezone.localdate() + timedelta(days=stays) if stays else None,
    )  # fmt: skip
    for text, kind, essential in LINES:
        where = ["application", "interview"]
        actions.add_criterion(by=hr, vacancy=vacancy, text=text, kind=kind, essential=essential, assessed_by=where)
    if stays:
        actions.note_involvement(
            by=hr, vacancy=vacancy, who="Two people who use the service, a carer",
            what="Wrote the specification with us in two meetings", on=timezone.localdate() - timedelta(days=9),
        )  # fmt: skip
    for name in ("Dana Whitlock", "Jo Marsh"):
        actions.name_shortlister(by=hr, vacancy=vacancy, user=demo.users[name])
    return Vacancy.objects.get(pk=vacancy.pk)


def _applicants(demo, vacancy: Vacancy, round_number: int, many: int, opened: int, stays: int) -> None:
    lines = list(vacancy.criteria.all())
    until = min(stays, opened)
    for number in range(many):
        given, family = GIVEN[(number * 5 + round_number) % 24], FAMILY[(number * 7 + round_number * 3) % 24]
        user = User(
            kind=User.Kind.LINK, name="Applicant", email=f"{given}.{family}.{round_number}{number}@mail.example".lower()
        )
        user.set_unusable_password()
        with days_ago(opened - until * (number + 1) / (many + 1)):
            keep(user, "join", by=demo.by)
            application = applying.apply(by=user, vacancy=vacancy)
            applying.write_contact(
                application, by=user, given_name=given, family_name=family, email=user.email,
                phone=f"01632 960 {round_number}{number:02}",
            )  # fmt: skip
            if vacancy.closes_at > datetime.now(tz=timezone.get_current_timezone()) and number % 9 == 8:
                continue  # still being written
            for place, line in enumerate(lines):
                if line.essential or number % 3:
                    text = WORDS[(number + place) % len(WORDS)]
                    applying.write_answer(application, line, by=user, text=text)
            applying.write(
                application, by=user, statement=WORDS[number % len(WORDS)], experience=WORDS[(number + 2) % len(WORDS)],
                disability_confident=number % 6 == 1, consented_at=timezone.now(),
                interview_needs="The questions in writing, half an hour before." if number % 4 == 1 else "",
            )  # fmt: skip
            applying.send(application, by=user)


def _shortlist(demo, vacancy: Vacancy, since_closing: int, how_far: str) -> None:
    """Two views of each application (of some only, while shortlisting goes on), then who is invited."""
    hr, readers = demo.users["Asha Bello"], [demo.users["Dana Whitlock"], demo.users["Jo Marsh"]]
    sent = list(vacancy.applications.filter(status="sent").order_by("number"))
    half_way = how_far == "closed"
    invited = 9 if how_far == "interviewed" else 7
    for place, application in enumerate(sent):
        good = place % 4 == 1
        if half_way and place >= 12:
            break
        with days_ago(max(since_closing - 2 - place / 10, 0.2)):
            for reader in readers[: 1 if half_way and place % 3 == 2 else 2]:
                mark = "met" if good else "partly"
                deciding.sift(
                    application, by=reader, given={line.pk: mark for line in vacancy.criteria.all()},
                    view="invite" if good else "not_this_time", done=True,
                    note="Warm, and concrete." if good else "Not enough shown on the second line.",
                )  # fmt: skip
    if half_way:
        return
    with days_ago(max(since_closing - 6, 0.1)):
        chosen = [row for place, row in enumerate(sent) if place % 4 == 1][:invited]
        for application in sent:
            if application in chosen:
                deciding.shortlist(application, by=hr)
            else:
                deciding.not_this_time(
                    application, by=hr, reason="We can see seven people in the days we have, and asked those first."
                )
        deciding.finish_shortlisting(Vacancy.objects.get(pk=vacancy.pk), by=hr)
    if how_far in ("interviewed", "finished"):
        _on(demo, chosen, since_closing, how_far)


def _on(demo, chosen: list[Application], since_closing: int, how_far: str) -> None:
    hr = demo.users["Asha Bello"]
    with days_ago(max(since_closing - 9, 0.1)):
        invited = [deciding.invite_to_interview(Application.objects.get(pk=row.pk), by=hr) for row in chosen]
    with days_ago(max(since_closing - 16, 0.1)):
        met = [deciding.interviewed(row, by=hr) for row in (invited if how_far == "finished" else invited[:5])]
    if how_far == "finished":
        with days_ago(since_closing - 22):
            deciding.offer(met[0], by=hr)
            deciding.place_on_reserve(met[1], by=hr)
            for row in met[2:]:
                deciding.not_this_time(row, by=hr)
        with days_ago(since_closing - 25):
            deciding.appoint(Application.objects.get(pk=met[0].pk), by=met[0].user)
        with days_ago(since_closing - 30):
            actions.finish(Vacancy.objects.get(pk=met[0].vacancy_id), by=hr)
