"""What training hands in to somebody's own copy: what they learned and teach, with certificates and badges."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from peerwork.kit import takeout
from peerwork.kit.takeout import File, Kind
from peerwork.training.certificates import reports, signing
from peerwork.training.certificates.models import Certificate
from peerwork.training.certificates.policy import certificates
from peerwork.training.checking.policy import attempts
from peerwork.training.cohorts.models import Cohort, Enrolment, Meeting, Site
from peerwork.training.cohorts.policy import attendance, learners, places, results, support, trainers
from peerwork.training.curricula.models import AssessmentPart, Curriculum, CurriculumVersion, Module
from peerwork.training.library.models import Story
from peerwork.training.library.policy import consents, stories
from peerwork.training.needs.policy import completions, exemptions, standings
from peerwork.training.pathways.models import Pathway
from peerwork.training.pathways.policy import off_job, pathways, supervised


def papers(user, row: Certificate) -> Iterator[File]:
    """The certificate to print, and the badge if its holder asked for one."""
    if row.status == Certificate.Status.ISSUED and signing.is_unchanged(row):
        yield f"certificate-{row.code}.pdf", reports.sheet(row)
    if row.badge:
        yield f"badge-{row.code}.json", json.dumps(row.badge, ensure_ascii=False, indent=1).encode()


takeout.named_as_they_are(
    *(Cohort, Meeting, Site, AssessmentPart, Curriculum, CurriculumVersion, Module, Story, Pathway)
)


def groups(ids: set[int]) -> dict[int, str]:
    """A place is named by its group, never by its learner."""
    rows = Enrolment.objects.filter(pk__in=ids).select_related("cohort__edition__curriculum")
    return {row.pk: str(row.cohort) for row in rows}


takeout.name_by(Enrolment, groups)
LEARNER = "learner__person__user"
takeout.register(
    "training",
    gettext_lazy("Training and certificates"),
    Kind(learners, "person__user"),
    Kind(places, LEARNER),
    Kind(attendance, f"enrolment__{LEARNER}"),
    Kind(results, f"enrolment__{LEARNER}"),
    Kind(certificates, f"enrolment__{LEARNER}", frozenset({"badge"}), files=papers),
    Kind(completions, "person__user"),
    Kind(exemptions, "person__user"),
    Kind(standings, "person__user"),
    Kind(pathways, "person__user"),
    Kind(off_job, "pathway__person__user"),
    Kind(supervised, "person__user"),
    Kind(attempts, LEARNER, private=True),
    Kind(trainers, "person__user"),
    Kind(support, "trainer__person__user"),
    Kind(stories, "teller__user"),
    Kind(consents, "story__teller__user"),
    order=50,
)
