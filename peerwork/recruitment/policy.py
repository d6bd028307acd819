"""Who may see and do what with vacancies and applications: HR of the employer, those who shortlist, the applicant."""

from django.db.models import Exists, OuterRef, Q

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import own, within
from peerwork.recruitment import reach
from peerwork.recruitment.models import (
    Answer,
    Application,
    ApplicationDocument,
    Contact,
    Criterion,
    Equality,
    EqualityFigure,
    Involvement,
    NameOpening,
    Override,
    Shortlister,
    ShortlistMark,
    Sift,
    StageTemplate,
    Vacancy,
    VacancyComment,
)

SENT = Q(sent_at__isnull=False)

TIMES = {"organisation", "name", "days", "source", "confirmed_by", "confirmed_on", "closed_on"}
TIMES_GIVEN = {"organisation", "name", "days", "source"}
templates = Policy(
    StageTemplate,
    [
        Grant("hr", within("hr", "organisation"), TIMES, TIMES_GIVEN, {"set", "confirm", "close"}),
        Grant("system", system, TIMES, TIMES_GIVEN, {"propose", "set"}),
    ],
)

# Vacancies ----------------------------------------------------------------------------------------------------------
OUTLINE = {"status", "title", "closes_on", "closes_time", "closes_at", "interviews_on"}
ADVERT = OUTLINE | {
    *("team", "employer", "host", "family", "scope", "band", "pay", "wte", "hours", "contract", "places", "advert"),
    *("help_words", "published_at"),
}
PLAN = {"panel_plan", "panel_service_users", "panel_staff"}
VACANCY = ADVERT | PLAN | {"post", "template", "copied_from", "external_ref", "closed_at", "shortlisted_at"}
VACANCY_GIVEN = (VACANCY - {"status", "published_at", "closes_at", "closed_at", "shortlisted_at"}) - {"external_ref"}
vacancies = Policy(
    Vacancy,
    [
        Grant(
            "hr",
            reach.employs("hr"),
            VACANCY,
            VACANCY_GIVEN,
            {
                *("draft", "copy", "edit", "comment", "publish", "close", "reopen"),
                *("finish_shortlisting", "finish", "withdraw"),
            },
        ),
        Grant(
            "lived-experience lead",
            reach.in_team("lived_experience_lead"),
            VACANCY - {"external_ref"},
            (),
            {"comment"},
        ),
        Grant("panel coordinator", reach.in_team("panel_coordinator"), OUTLINE),
        Grant("panel coordinator", reach.in_team("panel_coordinator", rule=~Q(status="draft")), ADVERT | PLAN),
        Grant("shortlister", reach.of_vacancies_i_shortlist("pk"), ADVERT, own=True),
        Grant("applicant", reach.of_vacancies_i_applied_for("pk"), ADVERT, own=True),
        Grant("anyone", reach.open_to_all(), ADVERT, own=True),
        Grant(
            "system",
            system,
            VACANCY,
            VACANCY_GIVEN | {"external_ref", "closed_at"},
            {"carry_in", "follow", "close", "draft", "edit", "publish", "finish_shortlisting", "finish"},
        ),
    ],
    internal={"gone"},
    closed=reach.shut_vacancies,
)

CRITERION = {"vacancy", "number", "text", "kind", "essential", "assessed_by", "dropped_on"}
CRITERION_GIVEN = {"vacancy", "text", "kind", "essential", "assessed_by"}
criteria = Policy(
    Criterion,
    [
        Grant("hr", reach.employs("hr", "vacancy__"), CRITERION, CRITERION_GIVEN, {"add", "edit", "drop"}),
        Grant("lived-experience lead", reach.in_team("lived_experience_lead", "vacancy__"), CRITERION),
        Grant(
            "panel coordinator",
            reach.in_team("panel_coordinator", "vacancy__", ~Q(vacancy__status="draft")),
            CRITERION,
        ),
        Grant("shortlister", reach.of_vacancies_i_shortlist("vacancy"), CRITERION, own=True),
        Grant("applicant", reach.of_vacancies_i_applied_for("vacancy"), CRITERION, own=True),
        Grant("anyone", reach.open_to_all("vacancy__"), CRITERION, own=True),
        Grant("system", system, CRITERION, CRITERION_GIVEN, {"add"}),
    ],
    closed=reach.shut(),
)

INVOLVED = {"vacancy", "who", "what", "on"}
involvements = Policy(
    Involvement,
    [
        Grant("hr", reach.employs("hr", "vacancy__"), INVOLVED, INVOLVED, {"note"}),
        Grant("lived-experience lead", reach.in_team("lived_experience_lead", "vacancy__"), INVOLVED),
        Grant("system", system, INVOLVED, INVOLVED, {"note"}),
    ],
    closed=reach.shut(),
)

COMMENT = {"vacancy", "by", "at", "text"}
comments = Policy(
    VacancyComment,
    [
        Grant("hr", reach.employs("hr", "vacancy__"), COMMENT, {"vacancy", "text"}, {"comment"}),
        Grant(
            "lived-experience lead",
            reach.in_team("lived_experience_lead", "vacancy__"),
            COMMENT,
            {"vacancy", "text"},
            {"comment"},
        ),
    ],
    closed=reach.shut(),
)

NAMED = {"vacancy", "user", "named_on", "ended_on"}
shortlisters = Policy(
    Shortlister,
    [
        Grant("hr", reach.employs("hr", "vacancy__"), NAMED, {"vacancy", "user"}, {"name", "end"}),
        Grant("shortlister", own("user"), NAMED, own=True),
        Grant("system", system, NAMED, {"vacancy", "user"}, {"name"}),
    ],
    closed=reach.applied,
)

SET_ASIDE = {"vacancy", "application_number", "rule", "reason", "by", "at"}
overrides = Policy(
    Override,
    [
        Grant(
            "hr",
            reach.employs("hr", "vacancy__"),
            SET_ASIDE,
            {"vacancy", "application_number", "rule", "reason"},
            {"override"},
        ),
        Grant("lived-experience lead", reach.in_team("lived_experience_lead", "vacancy__"), {"vacancy", "rule", "at"}),
    ],
    closed=reach.shut(),
)

# Applications -------------------------------------------------------------------------------------------------------
WHERE = {"vacancy", "number", "status"}
WRITTEN = {"statement", "experience", "gaps"}
OWN = {"disability_confident", "interview_needs", "consented_at"}
APPLICATION = WHERE | WRITTEN | {"sent_at", "since", "decided_at"}
MOVES_HR = {
    *("shortlist", "invite_to_interview", "interviewed", "place_on_reserve", "offer", "not_this_time"),
    *("withdraw_offer", "look_again", "link_person", "start", "withdraw", "decline", "appoint", "open_name"),
}
applications = Policy(
    Application,
    [
        Grant(
            "applicant",
            own("user"),
            APPLICATION | OWN,
            WRITTEN | OWN | {"vacancy"},
            {"apply", "write", "send", "ask_adjustments", "withdraw", "appoint", "decline"},
            own=True,
        ),
        Grant("shortlister", reach.shortlisting(), WHERE | {"statement", "experience", "sent_at"}, own=True),
        Grant(
            "hr",
            reach.employs("hr", "vacancy__", SENT),
            APPLICATION | {"disability_confident", "external_ref"},
            (),
            MOVES_HR,
        ),
        Grant(
            "hr",
            reach.employs("hr", "vacancy__", SENT & reach.blind("vacancy__", yes=False)),
            {"interview_needs", "person"},
            {"person"},
        ),
        Grant(
            "system",
            system,
            APPLICATION | OWN | {"external_ref", "person"},
            WRITTEN | OWN | {"vacancy", "external_ref", "person"},
            frozenset(Application.moves) - {"write"},
        ),
    ],
    internal={"user"},
    closed=reach.shut(),
)

CONTACT = {"application", "given_name", "family_name", "known_as", "pronouns", "email", "phone", "address"}
APPLIED = Q(application__sent_at__isnull=False)
contacts = Policy(
    Contact,
    [
        Grant("applicant", own("application__user"), CONTACT, CONTACT, {"write"}, own=True),
        Grant(
            "hr",
            reach.employs("hr", "application__vacancy__", APPLIED & reach.blind("application__vacancy__", yes=False)),
            CONTACT,
        ),
        Grant("hr who opened the name", reach.opened("application"), CONTACT),
        Grant("system", system, CONTACT, CONTACT, {"carry_in"}),
    ],
    closed=reach.shut("application__"),
)

OPENING = {"application", "by", "reason", "at", "until"}
openings = Policy(
    NameOpening,
    [
        Grant("applicant", own("application__user"), OPENING, own=True),
        Grant(
            "hr",
            reach.employs("hr", "application__vacancy__", APPLIED & reach.blind("application__vacancy__")),
            OPENING,
            {"application", "reason"},
            {"open"},
        ),
    ],
    closed=reach.shut("application__"),
)

ANSWER = {"application", "criterion", "text"}
answers = Policy(
    Answer,
    [
        Grant("applicant", own("application__user"), ANSWER, ANSWER, {"write"}, own=True),
        Grant("shortlister", reach.shortlisting("application__"), ANSWER, own=True),
        Grant("hr", reach.employs("hr", "application__vacancy__", APPLIED), ANSWER),
    ],
    closed=reach.shut("application__"),
)

DOCUMENT = {"application", "number", "about", "stored", "removed_on"}
documents = Policy(
    ApplicationDocument,
    [
        Grant(
            "applicant", own("application__user"), DOCUMENT, {"application", "about"}, {"attach", "remove"}, own=True
        ),
        Grant(
            "hr",
            reach.employs("hr", "application__vacancy__", APPLIED & reach.blind("application__vacancy__", yes=False)),
            DOCUMENT,
        ),
    ],
    closed=reach.shut("application__"),
)

ASKED = {"age", "gender", "ethnicity", "disability", "carer"}
equality = Policy(
    Equality,
    [
        Grant(
            "applicant",
            own("application__user"),
            ASKED | {"application"},
            ASKED | {"application"},
            {"write", "erase"},
            own=True,
        )
    ],
)

WHICH = {"organisation", "half", "frozen_at"}
equality_figures = Policy(
    EqualityFigure,
    [
        Grant("hr", within("hr", "organisation"), WHICH),
        Grant("lived-experience lead", within("lived_experience_lead", "organisation"), WHICH),
        Grant("director", within("director", "organisation"), WHICH),
    ],
    internal={"people", "counts"},  # they leave through the release rules alone
)

# Shortlisting -------------------------------------------------------------------------------------------------------
SIFT = {"application", "by", "status", "view", "note", "finished_at"}


def my_sifts(prefix: str = ""):
    """A row rule: the user's own views of applications they shortlist."""

    def rows(user) -> Q | None:
        rule = reach.shortlisting(f"{prefix}application__")(user)
        return None if rule is None else rule & Q(**{f"{prefix}by": user.pk})

    return rows


def beside_mine(prefix: str = ""):
    """A row rule: others' finished views of an application, once one's own is finished."""

    def rows(user) -> Q | None:
        rule = reach.shortlisting(f"{prefix}application__")(user)
        if rule is None:
            return None
        mine = Sift.objects.filter(by=user.pk, status="done", application=OuterRef(f"{prefix}application"))
        return rule & Q(**{f"{prefix}status": "done"}) & Q(Exists(mine))

    return rows


sifts = Policy(
    Sift,
    [
        Grant(
            "shortlister",
            my_sifts(),
            SIFT,
            {"application", "view", "note"},
            {"sift", "edit", "finish"},
            own=True,
        ),
        Grant("shortlister", beside_mine(), SIFT, own=True),
        Grant("hr", reach.employs("hr", "application__vacancy__", Q(status="done")), SIFT, (), {"reopen"}),
        Grant("hr", reach.employs("hr", "application__vacancy__"), {"application", "by", "status"}),
    ],
    closed=reach.shut("application__"),
)

MARK = {"sift", "criterion", "mark"}
marks = Policy(
    ShortlistMark,
    [
        Grant("shortlister", my_sifts("sift__"), MARK, MARK, {"mark"}, own=True),
        Grant("shortlister", beside_mine("sift__"), MARK, own=True),
        Grant("hr", reach.employs("hr", "sift__application__vacancy__", Q(sift__status="done")), MARK),
    ],
    closed=reach.shut("sift__application__"),
)

from peerwork.recruitment.panels import policy as panel_policy  # noqa: E402, F401  read with this one
from peerwork.recruitment.starting import policy as starting_policy  # noqa: E402, F401  read with this one
