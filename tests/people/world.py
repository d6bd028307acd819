"""What two people in the prepared world asked about their records."""

from peerwork.people.records import actions

COPIED = [("people.RecordRequest/worker", ""), ("people.RecordRequest/colleague", "")]


def fill(place) -> None:
    for name, kind in (("worker", "question"), ("colleague", "correction")):
        asked = {"person": place.person(name), "kind": kind, "about": "job", "words": "My hours changed in May"}
        place.put(name, actions.ask(by=place.user(name), **asked))
