"""Posts, who works in them, who supervises whom, who is away, who is qualified, which team is ready."""

from peerwork.api.resources import Resource, Verb
from peerwork.placements import actions, policy

DATES = ["starts_on", "ends_on"]

posts = Resource(
    "posts",
    policy.posts,
    starts={
        "open": Verb(
            actions.open_post,
            *("team", "title", "code", "family", "band", "wte", "lived_experience_essential", "scope"),
            *DATES,
        )
    },
    filters=["team", "code", "family", "band", "lived_experience_essential", *DATES],
    search=["title", "code"],
)
placements = Resource(
    "placements",
    policy.placements,
    starts={
        "propose": Verb(
            actions.propose_placement, *("person", "post", "team", "employer", "host", "wte", "contract"), *DATES
        )
    },
    verbs={
        "agree": Verb(actions.agree_placement),
        "start": Verb(actions.start_placement),
        "end": Verb(actions.end_placement, "ends_on"),
    },
    filters=["status", "person", "post", "team", "employer", "host", "contract", *DATES],
)
streams = Resource(
    "streams",
    policy.streams,
    starts={"open": Verb(actions.open_stream, "organisation", "kind", "name", "required")},
    filters=["organisation", "kind", "required", "closed_on"],
)
supervisor_links = Resource(
    "supervisor-links",
    policy.supervisor_links,
    starts={"link": Verb(actions.link_supervisor, "person", "supervisor", "stream", "cover", *DATES)},
    verbs={"end": Verb(actions.end_supervisor, "ends_on")},
    filters=["person", "supervisor", "stream", "cover", *DATES],
)
away = Resource(
    "away",
    policy.away,
    starts={"note": Verb(actions.note_away, "person", "kind", *DATES)},
    filters=["person", "kind", "cancelled_on", *DATES],
)
qualified = Resource(
    "qualified",
    policy.qualified,
    starts={"note": Verb(actions.note_qualified, "person", "requirement", "source", "noted_on", *DATES)},
    filters=["person", "requirement", *DATES],
)
readiness = Resource(
    "readiness",
    policy.readiness,
    starts={"decide": Verb(actions.decide_readiness, "team", "answer", "reason", "expires_on")},
    filters=["team", "answer", "decided_on", "expires_on"],
)

resources = [posts, placements, streams, supervisor_links, away, qualified, readiness]
