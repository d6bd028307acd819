"""Care activity: files handed in, whose numbers and teams are meant, which contacts count, the delivery log."""

from peerwork.api.resources import Resource, Verb
from peerwork.mix import actions, policy

files = Resource(
    "activity-files",
    policy.activity_files,
    filters=["organisation", "profile", "status", "dry_run", "started_at"],
)
numbers = Resource("care-staff-numbers", policy.care_staff, filters=["organisation", "source", "local_id"])
links = Resource(
    "staff-number-links",
    policy.crosswalk,
    starts={
        "link": Verb(actions.link_staff, "organisation", "source", "local_id", "staff_id", "starts_on"),
    },
    verbs={"end": Verb(actions.end_link, "ends_on")},
    filters=["organisation", "source", "local_id", "staff_id", "starts_on", "ends_on"],
)
teams = Resource(
    "care-teams",
    policy.care_teams,
    verbs={"map": Verb(actions.map_team, "unit")},
    filters=["organisation", "source", "local_id", "unit"],
)
professions = Resource(
    "professions",
    policy.professions,
    starts={"name": Verb(actions.name_profession, "organisation", "value", "name", "registration")},
    filters=["organisation", "registration"],
)
COUNTED = ("effective_from", "attended", "mechanisms", "leave_out", "text_providers", "text_mechanisms")
contact_rules = Resource(
    "contact-rules",
    policy.counted_rules,
    starts={"set": Verb(actions.set_counted_rule, "organisation", *COUNTED, "most_unattributed", "reason")},
    filters=["organisation", "effective_from"],
)
TALLY = ("person", "held_on", "kind", "minutes", "contacts", "covering")
delivery_log = Resource(
    "delivery-log",
    policy.tallies,
    starts={"log": Verb(actions.log_tally, "unit", *TALLY)},
    verbs={
        "edit": Verb(actions.edit_tally, "unit", *TALLY),
        "withdraw": Verb(actions.withdraw_tally),
    },
    filters=["status", "unit", "person", "held_on", "kind", "covering"],
)
resources = [files, numbers, links, teams, professions, contact_rules, delivery_log]
