"""Posts, who works in them, who supervises whom, who is away, who is qualified, which team is ready."""

from rest_framework.serializers import CharField, DateField

from peerwork.api.resources import Resource, Verb
from peerwork.placements import actions, policy

DATES = ["starts_on", "ends_on"]


def despite() -> CharField:
    """Why to go on in spite of a warning; the refusal without it says which."""
    return CharField(required=False, allow_blank=True, max_length=400)


POST = ("title", "code", "family", "band", "wte", "lived_experience_essential", "scope", "contracts", "step")
posts = Resource(
    "posts",
    policy.posts,
    starts={"open": Verb(actions.open_post, "team", *POST, *DATES)},
    verbs={"close": Verb(actions.close_post, "ends_on")},
    filters=["team", "code", "family", "band", "lived_experience_essential", *DATES],
    search=["title", "code"],
)
placements = Resource(
    "placements",
    policy.placements,
    starts={
        "propose": Verb(
            actions.propose_placement,
            *("person", "post", "team", "employer", "host", "wte", "contract", "line_manager", *DATES),
            despite=despite(),
        )
    },
    verbs={
        "agree": Verb(actions.agree_placement),
        "start": Verb(actions.start_placement, began_on=DateField(required=False), despite=despite()),
        "change": Verb(
            actions.change_placement,
            *("wte", "team", "line_manager", "starts_on"),
            until=DateField(required=False),
            despite=despite(),
        ),
        "extend": Verb(actions.extend_placement, "ends_on", despite=despite()),
        "end": Verb(actions.end_placement, "ends_on", "end_reason", "destination"),
        "resume": Verb(actions.resume_placement, "ends_on", despite=despite()),
        "withdraw": Verb(actions.withdraw_placement),
    },
    filters=["status", "person", "post", "team", "employer", "host", "contract", *DATES],
)
streams = Resource(
    "streams",
    policy.streams,
    starts={"open": Verb(actions.open_stream, "organisation", "kind", "name", "required")},
    verbs={
        "edit": Verb(actions.edit_stream, "name", "required"),
        "close": Verb(actions.close_stream, "closed_on"),
    },
    filters=["organisation", "kind", "required", "closed_on"],
)
supervisor_links = Resource(
    "supervisor-links",
    policy.supervisor_links,
    starts={
        "link": Verb(actions.link_supervisor, "person", "supervisor", "stream", "cover", *DATES, despite=despite())
    },
    verbs={
        "end": Verb(actions.end_supervisor, "ends_on"),
        "ask_change": Verb(actions.ask_change),
    },
    filters=["person", "supervisor", "stream", "cover", *DATES],
)
away = Resource(
    "away",
    policy.away,
    starts={"note": Verb(actions.note_away, "person", "kind", *DATES)},
    verbs={
        "edit": Verb(actions.edit_away, "kind", *DATES),
        "cancel": Verb(actions.cancel_away),
    },
    filters=["person", "kind", "cancelled_on", *DATES],
)
qualified = Resource(
    "qualified",
    policy.qualified,
    starts={"note": Verb(actions.note_qualified, "person", "requirement", "source", "noted_on", *DATES)},
    verbs={"withdraw": Verb(actions.withdraw_qualified)},
    filters=["person", "requirement", *DATES],
)
readiness = Resource(
    "readiness",
    policy.readiness,
    starts={"decide": Verb(actions.decide_readiness, "team", "answer", "reason", "conditions", "expires_on")},
    filters=["team", "answer", "decided_on", "expires_on"],
)

resources = [posts, placements, streams, supervisor_links, away, qualified, readiness]
