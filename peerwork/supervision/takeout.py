"""What supervision hands in to somebody's own copy: agreements, sessions, actions, reflections, views of practice."""

from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.takeout import Kind
from peerwork.supervision.models import AgreedAction, Agreement, Booking, GroupSession, Session
from peerwork.supervision.policy import (
    actions,
    addenda,
    agreements,
    attendances,
    bookings,
    notes,
    passed_on,
    sessions,
    shares,
)
from peerwork.supervision.practice.models import Reflection
from peerwork.supervision.practice.policy import items, observations, reflections, role_checks, voice_batches

OTHERS = frozenset({"also_there", "owner_words"})  # names of people that somebody typed

takeout.named_as_they_are(Agreement, AgreedAction, Booking, GroupSession, Reflection, Session)
takeout.register(
    "supervision",
    gettext_lazy("Supervision"),
    Kind(agreements, "person__user"),
    Kind(bookings, "person__user"),
    Kind(sessions, "person__user", OTHERS),
    Kind(actions, "person__user", OTHERS),
    Kind(addenda, "session__person__user"),
    Kind(attendances, "person__user"),
    Kind(notes, "session__person__user"),
    Kind(passed_on, "session__person__user"),
    Kind(shares, "session__person__user", private=True),
    Kind(observations, "person__user"),
    Kind(role_checks, "person__user"),
    Kind(voice_batches, "person__user"),
    Kind(reflections, "person__user", private=True),
    Kind(items, "person__user", private=True),
    order=40,
)
