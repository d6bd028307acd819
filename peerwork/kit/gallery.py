"""Sample content for the gallery page: every component and every state, with made-up people."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from peerwork.kit import charts
from peerwork.kit.forms import Checkboxes, DateField, Form, Radios, TimeField

RECORDED = "12.1 12.4 13.0 13.2 14.1 15.3 15.9 16.8 16.5 17.9 19.2 20.1 20.8 22.3 22.9 23.5 25.2 26.3 27.4"
TEAMS = {
    "Community, Hillside": ([22, 23, 24, 26, 27, 27, 29, 30, 31, 31, 33, 34], 1),
    "Community, Riverside": ([25, 25, 27, 28, 30, 31, 33, 34, 36, 38, 39, 41], 6),
    "Crisis and Home Treatment": ([10, 10, 11, 12, 14, 15, 15, 17, 18, 18, 20, 21], -8),
    "Early Intervention": (["[c]"] * 5 + [23, 26, 26, 27, 29, 29, 30], -1),
    "Rehabilitation, Oak House": ([31, 33, 35, 36, 38, 41, 42, 44, 44, 47, 49, 51], 9),
    "Small teams together": ([9, 9, 10, 10, 11, 12, 12, 13, 13, 14, 14, 15], -7),
}
BOARD = {
    ("Applied", 24): [
        ("Applicant 0431", "Crisis and Home Treatment", "Read by 27 Nov", ""),
        ("Applicant 0428", "Rowan Ward", "Read by 30 Nov", ""),
    ],
    ("Shortlisted", 7): [("Applicant 0412", "Rowan Ward", "Reply due", "due")],
    ("Panel", 6): [
        ("Jordan Ellis", "Crisis and Home Treatment", "Decide by 24 Nov", "due"),
        ("Ade Fashola", "Early Intervention", "Meets panel 1 Dec", ""),
    ],
    ("Offer and checks", 5): [("Tomasz Zielinski", "Community, Riverside", "5 of 8 checks", "")],
    ("Start date set", 0): [],
}


def _months(first: date, count: int) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date(index // 12, index % 12 + 1, 1) for index in range(start, start + count)]


class Session(Form):
    """Every kind of field."""

    see = "You and Sam can read everything here. HR sees the date and the actions."
    kept = "Your notes are saved."
    suffixes = {"minutes": "minutes"}
    sees = {"note": "Only you can read this."}
    met_on = DateField(label="Date you met", help_text="For example, 25 11 2026")
    at = TimeField(label="Time", required=False, help_text="For example, 2pm")
    kind = forms.ChoiceField(
        label="What kind of session was it?",
        choices=[("peer", "Peer practice"), ("group", "Peer group"), ("missed", "It did not happen")],
        widget=Radios(hints={"missed": "You can say why. It will not count against Sam."}),
    )
    minutes = forms.IntegerField(label="Length", min_value=5, max_value=480)
    done = forms.MultipleChoiceField(
        label="Actions from last time",
        required=False,
        help_text="Tick the ones that are done. The rest carry over.",
        choices=[("1", "Shadow a home visit"), ("2", "Find a quiet desk")],
        widget=Checkboxes(hints={"2": "HR, by 30 November"}),
    )
    well = forms.CharField(label="What has gone well?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    note = forms.CharField(label="Note for yourself", required=False, max_length=60)
    who = forms.ChoiceField(label="Who will do it?", choices=[("", "---------"), ("d", "Dana (you)"), ("s", "Sam")])
    email = forms.EmailField(label="Email address", required=False)
    secret = forms.CharField(label="Password", required=False, widget=forms.PasswordInput)
    paper = forms.FileField(label="Certificate", required=False, help_text="PDF, JPEG or PNG, up to 20 MB")
    agreed = forms.BooleanField(label="We wrote this together, or Sam has seen it")


class Filters(forms.Form):
    team = forms.ChoiceField(
        label="Team", required=False, choices=[("", "All teams"), ("c", "Crisis and Home Treatment")]
    )
    show = forms.ChoiceField(label="Show", required=False, choices=[("m", "By module"), ("p", "By person")])


class Score(Form):
    score = forms.ChoiceField(
        label="How well did Jordan listen without judging?",
        help_text="Go with what you saw and heard. There is no wrong answer.",
        choices=[("1", "Not today"), ("2", "A little"), ("3", "Partly"), ("4", "Well"), ("5", "Really well")],
        widget=Radios,
    )


def mix(id: str, scale: float = 1.0, *, ahead: bool = True, breaks=()) -> str:
    """The share chart of the sample organisation; `scale` shrinks it: half a per cent must read as well."""
    months = _months(date(2025, 4, 1), 36)
    recorded = [(month, float(value) / 100 * scale) for month, value in zip(months, RECORDED.split(), strict=False)]
    target = [(month, (12 + 38 * at / 35) / 100 * scale) for at, month in enumerate(months)]
    last = recorded[-1][1]
    forecast = [
        (
            month,
            last + 0.139 * scale * at / 17,
            last + (0.139 * at / 17 - 0.05 * (at / 17) ** 0.75) * scale,
            last + (0.139 * at / 17 + 0.05 * (at / 17) ** 0.75) * scale,
        )
        for at, month in enumerate(months[19:], 1)
    ]
    return charts.line(
        recorded,
        id=id,
        title="Share of care delivered by peer workers against the target path",
        desc="Rose until October 2026, below the target path. All values are in the table below the chart.",
        target=target,
        forecast=forecast if ahead else (),
        breaks=breaks,
        name="Care delivered by peer workers",
    )


def context(request=None) -> dict:
    """What templates/home/gallery.html shows."""
    bad = Session(
        {
            "met_on_day": "25",
            "met_on_month": "13",
            "met_on_year": "2026",
            "minutes": "600",
            "note": "x" * 70,
            "version": "3",
        },
        version=3,
    )
    year = _months(date(2025, 11, 1), 12)
    shares = lambda values: [value if isinstance(value, str) else value / 100 for value in values]
    heat = [{"name": name, "values": shares(values), "gap": gap / 100} for name, (values, gap) in TEAMS.items()]
    heat[-1]["sub"] = "Older Adults, Perinatal, Rowan Ward"
    return {
        "title": "Gallery",
        "mix": mix("mix"),
        "small_mix": mix("small", 0.018, ahead=False),
        "broken_mix": charts.line(
            [(month, None if at == 4 else (0.20 if at < 7 else 0.26) + at / 400) for at, month in enumerate(year)],
            id="broken",
            title="Share with a break in counting",
            desc="One month is missing, and from June 2026 group sessions are counted once for each member of staff.",
            breaks=[(date(2026, 6, 1), "Counted a new way")],
            name="Share",
        ),
        "two_lines": charts.lines(
            [
                ("Peer workers", [(month, 41 + at * 2) for at, month in enumerate(year)]),
                (
                    "Peer workers who have finished core training",
                    [(month, 30 + at * 2.4) for at, month in enumerate(year)],
                ),
            ],
            id="two",
            title="Peer workers, and those trained",
            desc="Both rise through the year.",
        ),
        "heat_months": year,
        "heat_rows": heat,
        "heat_total": {
            "name": "All teams",
            "values": shares([17, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]),
            "gap": -0.04,
        },
        "tiny_rows": [
            {"name": "All trusts", "values": [0.0012, 0.0031, 0.0049], "gap": -0.0008},
            {"name": "One trust", "values": ["[c]", None, 0.0052], "gap": None},
        ],
        "figures": [
            {"label": "Care delivered by peer workers", "value": "27.4", "unit": "%", "note": "Target path: 31.5%"},
            {"label": "Peer workers in post", "value": "65", "note": "45 full-time equivalent"},
            {"label": "Had supervision on time", "value": "85", "unit": "%", "note": "55 of 65 people"},
            {"label": "Still in post after 12 months", "value": "86", "unit": "%", "note": "30 of 35 starters"},
        ],
        "scores": [
            {"label": "Service users’ average", "value": "4.2", "note": "out of 5"},
            {"label": "Staff average", "value": "3.8", "note": "out of 5"},
            {"label": "Everyone", "value": "4.0", "note": "Needs 3 or more"},
        ],
        "tasks": [
            {
                "title": "Confirm a start date for Leanne Hughes",
                "href": "#a",
                "text": "All 8 checks are complete.",
                "tag": "3 days late",
                "kind": "over",
            },
            {
                "title": "Record the panel’s decision on 4 applicants",
                "href": "#b",
                "text": "All 4 expect to hear by tomorrow.",
                "tag": "Due tomorrow",
                "kind": "due",
            },
            {
                "title": "Arrange a quiet desk for Sam Okafor",
                "href": "#c",
                "text": "Agreed on 9 November.",
                "tag": "Due 30 November",
                "kind": "quiet",
            },
            {
                "title": "Session on 17 November",
                "href": "#d",
                "text": "Kit Dunmore has not agreed the record yet.",
                "action": {"text": "Send a reminder", "href": "#e", "hidden": "to Kit Dunmore"},
            },
        ],
        "due_states": [
            {"title": "Up to date", "tag": "Last met 13 November"},
            {"title": "Due within 7 days", "tag": "Due this week", "kind": "due"},
            {"title": "Past its date", "tag": "Overdue by 2 weeks", "kind": "over"},
            {"title": "Paused, for leave or sickness", "tag": "Paused until 4 January", "kind": "quiet"},
            {"title": "Waiting for someone", "tag": "Waiting for referee", "kind": "info"},
            {"title": "Awaiting agreement", "tag": "Waiting for Sam to agree", "kind": "info"},
        ],
        "checks": [
            {"title": "Identity", "href": "#i", "hint": "3 documents seen on 2 November", "status": "Complete"},
            {
                "title": "Second reference",
                "href": "#r",
                "hint": "Reminder sent 20 November",
                "status": "Waiting for referee",
                "kind": "info",
            },
            {"title": "Agree adjustments", "href": "#j", "status": "Do next", "kind": "due"},
            {"title": "File check", "hint": "Once all checks are back", "status": "Cannot start yet"},
        ],
        "board": [
            {
                "label": label,
                "count": count,
                "cards": [
                    {"title": title, "href": "#card", "text": text, "foot": foot, "kind": kind}
                    for title, text, foot, kind in cards
                ],
                "more": {"text": "21 more", "href": "#more", "hidden": "who applied"} if count > 20 else None,
            }
            for (label, count), cards in BOARD.items()
        ],
        "stages": [
            {"label": label, "count": count, "url": "#stage", "current": label == "Panel"} for label, count in BOARD
        ],
        "subnav": [
            {"label": label, "url": "#sub", "current": label == "Overview"}
            for label in ("Overview", "Training", "Supervision", "Placement", "History")
        ],
        "crumbs": [{"text": "People", "href": "#people"}, {"text": "Sam Okafor", "href": "#sam"}],
        "facts": [
            {"label": "Likes to be called", "value": "Sam (they/them)"},
            {"label": "Supervisor", "value": "Dana Whitlock", "change": "#change"},
            {"label": "Contract", "value": {"text": "Permanent, band 3", "sub": "since 1 June 2026"}},
        ],
        "columns": [
            "Name",
            "Last met",
            "Next session",
            "Status",
            {"label": "Open actions", "num": True},
            {"label": "Do", "hidden": True, "num": True},
        ],
        "people": [
            [
                {"text": "Idris Mohamud", "href": "#p1", "sub": "Rowan Ward"},
                "12 October",
                "Was due 9 November",
                {"text": "Overdue by 2 weeks", "kind": "over"},
                3,
                {"text": "Log session", "href": "#l1", "hidden": "with Idris Mohamud"},
            ],
            [
                {"text": "Sam Okafor", "href": "#p2", "sub": "Crisis and Home Treatment"},
                "29 October",
                "25 November, 2pm",
                {"text": "Due this week", "kind": "due"},
                2,
                {"text": "Log session", "href": "#l2", "hidden": "with Sam Okafor"},
            ],
            [
                {"text": "Kit Dunmore", "href": "#p3", "sub": "Early Intervention"},
                "17 November",
                "15 December",
                "Up to date",
                0,
                {"text": "Book session", "href": "#l3", "hidden": "with Kit Dunmore"},
            ],
        ],
        "wide_columns": [
            "Month",
            *(
                {"label": words, "num": True}
                for words in ("Recorded", "Target path", "Forecast", "Likely range", "Coverage")
            ),
        ],
        "wide_rows": [
            ["September 2026", "26.3%", "30.5%", "", "", "94%"],
            ["October 2026", "27.4%", "31.5%", "", "", "94%"],
        ],
        "story": [
            {"when": "25 November 2026", "title": "Supervision with Dana", "next": True},
            {
                "when": "19 November 2026",
                "title": "Ran the Thursday group alone",
                "text": "You added this as a moment to remember",
                "star": True,
            },
            {
                "when": "9 November 2026",
                "title": "Adjustments agreed",
                "text": "4 adjustments. 3 are in place.",
                "href": "#agreement",
                "link": "View my agreement",
            },
        ],
        "funnel": [
            {"label": "Applied", "value": 140},
            {"label": "Shortlisted", "value": 60, "wait": "11 days"},
            {"label": "Met the panel", "value": 40, "wait": "16 days"},
            {"label": "Offered a post", "value": 20, "wait": "3 days"},
            {"label": "Started", "value": None, "shown": "[c]", "wait": "12 days"},
        ],
        "trend": [60, 62, 61, 66, 68, 70, 71, 72, 74, 75, 77, 78],
        "above": [5, 4, 5],
        "below": [4, 4],
        "session": Session(
            initial={"met_on": date(2026, 11, 25), "kind": "peer", "minutes": 60}, version=3, auto_id="new_%s"
        ),
        "bad_session": bad,
        "filter_form": Filters(auto_id="filter_%s"),
        "score_form": Score(initial={"score": "4"}, auto_id="score_%s"),
        "bad_score": Score({}, auto_id="bad_%s"),
        "page": Paginator(range(200), 20).page(4),
        "when": datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/London")),
        "now": timezone.now(),
        "share": 0.2744,
        "gap": -0.041,
        "people_count": 1076,
        "none": None,
    }
