"""Who takes part in an appraisal: the worker and the one they have it with; others know only that it happened."""

from django.db.models import Q

from peerwork.development.appraisal.models import Appraisal
from peerwork.development.reach import only
from peerwork.kit.access import Grant, Policy
from peerwork.people.reach import own
from peerwork.placements.reach import closed_to, employs, own_worker, supervises, works_in

THAT = {"person", "status", "year_from", "signed_on", "countersigned_on"}
FRAME = THAT | {"appraiser", "meet_on", "handed_in_on", "change_wanted", "halfway_due", "halfway_on", "halfway"}
SELF = {"proud", "learned", "hard", "ahead", "values_own"}
VOICE = {"voice_who", "voice_how", "voice_said"}
VIEW = {"view", "values_view", "support", "agreed"}


def appraises(extra=None):
    """A row rule: appraisals this user has with people they supervise today."""

    def rows(user):
        mine, theirs = own("appraiser")(user), supervises("person")(user)
        return None if theirs is None else mine & theirs

    return rows if extra is None else only(rows, extra)


HANDED_IN = Q(status__in=("talking", "to_sign", "signed"))
SHOWN = Q(status__in=("to_sign", "signed"))
BEGUN = {"person", "appraiser", "year_from", "meet_on"}
appraisals = Policy(
    Appraisal,
    [
        Grant(
            "worker",
            own_worker("person__user"),
            FRAME | SELF | VOICE,
            BEGUN | SELF | VOICE | {"change_wanted", "halfway"},
            {"begin", "choose", "prepare", "plan_voice", "hand_in", "ask_change", "sign", "look_halfway", "withdraw"},
            own=True,
        ),
        Grant("worker", only(own_worker("person__user"), SHOWN), VIEW, own=True),
        Grant(
            "supervisor",
            appraises(),
            FRAME | VOICE | VIEW,
            BEGUN | VOICE | VIEW | {"halfway"},
            {"begin", "plan_voice", "write", "propose", "countersign", "look_halfway", "withdraw"},
        ),
        Grant("supervisor", appraises(HANDED_IN), SELF),
        Grant("team lead", only(works_in("team_lead", "person"), SHOWN), THAT),
        Grant("hr", only(employs("hr", "person"), SHOWN), THAT),
    ],
    closed=closed_to("person"),
    bars={verb: own("person__user") for verb in ("write", "propose", "countersign")},
)
