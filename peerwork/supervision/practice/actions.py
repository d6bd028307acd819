"""Every write about reflections, observations, and whether the role stays a peer role."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid, NotAllowed, NotHere
from peerwork.kit.records import acting, creating
from peerwork.people.models import Person
from peerwork.placements.models import Stream
from peerwork.supervision import identifying, mail
from peerwork.supervision.practice.models import (
    NOTE,
    Observation,
    Reflection,
    ReflectionItem,
    RoleCheck,
    Voice,
    VoiceBatch,
    VoiceCode,
    check_answers,
)
from peerwork.supervision.practice.policy import items, observations, reflections, role_checks, voice_batches

CODE_DAYS, MOST_CODES = 90, 20
ENOUGH = 5
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another


# The worker's own reflections ---------------------------------------------------------------------------------------
@transaction.atomic
def reflect(*, by, person: Person, answers: dict[int, str], text: str = "", sure: bool = False, **values) -> Reflection:
    """Keep a look back for oneself: any of the ten questions, and a few words; nobody else sees it."""
    identifying.refuse(text, sure=sure)
    given = {number: answer for number, answer in answers.items() if answer}
    if not given and not text.strip():
        raise Invalid(_("Answer at least one question, or write a few words."))
    with creating(reflections, "reflect", by=by, person=person, **values) as reflection:
        pass
    parts = [(number, {"answer": answer}) for number, answer in sorted(given.items())]
    parts += [(NOTE, {"text": text})] if text.strip() else []
    for number, said in parts:
        with creating(items, "reflect", by=by, reflection=reflection, number=number, **said) as item:
            item.person = person
    return reflection


def edit_item(item: ReflectionItem, *, by, version: int | None = None, sure: bool = False, **changes) -> ReflectionItem:
    """Change one answer; what it was before is not kept."""
    identifying.refuse(changes.get("text", ""), sure=sure)
    with acting(items, "edit", item, by=by, version=version, **changes) as item:
        pass
    return item


def share_item(item: ReflectionItem, *, by, shared_in: Stream, version: int | None = None) -> ReflectionItem:
    """Share one part of a reflection with one's supervisor in a stream."""
    with acting(items, "share", item, by=by, version=version, shared_in=shared_in) as item:
        item.shared_on = timezone.localdate()
    return item


def unshare_item(item: ReflectionItem, *, by, version: int | None = None) -> ReflectionItem:
    """Take a shared part back: nobody else can read it from the next request on."""
    with acting(items, "unshare", item, by=by, version=version) as item:
        item.shared_in = item.shared_on = None
    return item


def erase_reflection(reflection: Reflection, *, by) -> None:
    """Erase one's own reflection for good: no history, no copy."""
    with transaction.atomic():
        row = reflections.lock(by, reflection)
        reflections.require(by, "erase", row)
        row.delete()


# Observation --------------------------------------------------------------------------------------------------------
def record_observation(*, by, sure: bool = False, **values) -> Observation:
    """Write down what was seen of the worker's practice; the worker is asked for their own view."""
    identifying.refuse(values.get("setting", ""), values.get("went_well", ""), values.get("to_try", ""), sure=sure)
    with creating(observations, "record", by=by, **values) as seen:
        seen.observed_by = by
    mail.tell(
        seen.person.user,
        "observation",
        f"observation:{seen.pk}",
        about=seen,
        url=seen.get_absolute_url(),
        title=_("An observation to read"),
        words=_("Read it, and add your own view if you wish."),
    )
    return seen


def edit_observation(
    seen: Observation, *, by, version: int | None = None, sure: bool = False, **changes
) -> Observation:
    """Correct an observation before the worker has added their view."""
    identifying.refuse(changes.get("setting", ""), changes.get("went_well", ""), changes.get("to_try", ""), sure=sure)
    with acting(observations, "edit", seen, by=by, version=version, **changes) as seen:
        pass
    return seen


def answer_observation(
    seen: Observation, *, by, version: int | None = None, sure: bool = False, **changes
) -> Observation:
    """The worker adds their own view; the two stand side by side."""
    identifying.refuse(changes.get("worker_view", ""), sure=sure)
    with acting(observations, "answer", seen, by=by, version=version, **changes) as seen:
        pass
    return seen


# Is this staying a peer role? ---------------------------------------------------------------------------------------
def give_view(*, by, person: Person, stream: Stream, sure: bool = False, **values) -> RoleCheck:
    """Give one's view whether the role is staying a peer role, as the worker or as the supervisor."""
    identifying.refuse(values.get("words", ""), sure=sure)
    with creating(role_checks, "give", by=by, person=person, stream=stream, **values) as check:
        check.by = by
        check.view = RoleCheck.View.WORKER if person.user_id == by.pk else RoleCheck.View.SUPERVISOR
    return check


def edit_view(check: RoleCheck, *, by, version: int | None = None, sure: bool = False, **changes) -> RoleCheck:
    """Change one's own view."""
    identifying.refuse(changes.get("words", ""), sure=sure)
    with acting(role_checks, "edit", check, by=by, version=version, **changes) as check:
        pass
    return check


def make_codes(person: Person, count: int, *, by) -> list[str]:
    """Codes for people one supports to say how they find it: each opens them once; shown once."""
    if person.user_id != by.pk:
        raise NotAllowed()
    if not 1 <= count <= MOST_CODES:
        raise Invalid(fields={"count": [_("Make 1 to %(most)d codes at once.") % {"most": MOST_CODES}]})
    codes = ["-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _part in range(3)) for _c in range(count)]
    ends_on = timezone.localdate() + timedelta(days=CODE_DAYS)
    VoiceCode.objects.bulk_create(VoiceCode(person=person, code_hash=_hash(code), ends_on=ends_on) for code in codes)
    return codes


def _hash(code: str) -> str:
    return salted_hmac("peerwork.supervision.voice", "".join(code.split()).lower(), algorithm="sha256").hexdigest()


@transaction.atomic
def speak(code: str, answers: Iterable[str]) -> None:
    """What somebody supported says, with a code that is used up by it; who they are is kept nowhere.

    Raises NotHere for a code that is unknown, used or ended, Invalid where nothing was answered.
    """
    found = (
        VoiceCode.objects.select_for_update().filter(code_hash=_hash(code), ends_on__gte=timezone.localdate()).first()
    )
    if found is None:
        raise NotHere()
    answers = list(answers)
    check_answers(answers)
    if not any(answers):
        raise Invalid(_("Answer at least one question."))
    Voice.objects.create(person_id=found.person_id, quarter=quarter_of(timezone.localdate()), answers=answers)
    found.delete()


def quarter_of(day: date) -> date:
    """The first day of the quarter a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


@transaction.atomic
def gather(*, by, today: date | None = None) -> int:
    """Count what people supported said in quarters that are over, for each worker with five or more; how many workers.

    The single answers are erased with it. Fewer than five wait for a later quarter.
    """
    VoiceCode.objects.filter(ends_on__lt=timezone.localdate()).delete()
    now = quarter_of(today or timezone.localdate())
    waiting: dict[int, list[Voice]] = {}
    for voice in Voice.objects.select_for_update().filter(quarter__lt=now):
        waiting.setdefault(voice.person_id, []).append(voice)
    gathered = 0
    for person, voices in waiting.items():
        if len(voices) < ENOUGH:
            continue
        counts = [Counter(filter(None, said)) for said in zip(*(voice.answers for voice in voices), strict=True)]
        values = {"person": Person.objects.get(pk=person), "people": len(voices), "counts": [dict(c) for c in counts]}
        with creating(
            voice_batches, "gather", by=by, quarter=max(voice.quarter for voice in voices), **values
        ) as _batch:
            gathered += 1
        Voice.objects.filter(pk__in=[voice.pk for voice in voices]).delete()
    return gathered


def share_voices(batch: VoiceBatch, *, by, shared_in: Stream, version: int | None = None) -> VoiceBatch:
    """The worker, who sees it first, lets their supervisor in a stream see what people supported said."""
    with acting(voice_batches, "share", batch, by=by, version=version, shared_in=shared_in) as batch:
        pass
    return batch


def unshare_voices(batch: VoiceBatch, *, by, version: int | None = None) -> VoiceBatch:
    """The worker takes it back, for the supervisor and for any appraisal."""
    with acting(voice_batches, "unshare", batch, by=by, version=version) as batch:
        batch.shared_in, batch.in_appraisal = None, False
    return batch


def allow_in_appraisal(batch: VoiceBatch, *, by, version: int | None = None) -> VoiceBatch:
    """The worker says yes: it may be used in their appraisal."""
    with acting(voice_batches, "allow", batch, by=by, version=version) as batch:
        batch.in_appraisal = True
    return batch


def disallow_in_appraisal(batch: VoiceBatch, *, by, version: int | None = None) -> VoiceBatch:
    """The worker takes that yes back."""
    with acting(voice_batches, "disallow", batch, by=by, version=version) as batch:
        batch.in_appraisal = False
    return batch
