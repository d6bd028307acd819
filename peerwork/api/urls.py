"""/api/v1/: the reference, the schema, and every resource; any other path is a JSON 404."""

from django.urls import path, re_path

from peerwork.api import (
    adjustments,
    care,
    communities,
    development,
    mix,
    openly,
    panels,
    people,
    placements,
    readiness,
    recruitment,
    starting,
    supervision,
    ties,
    training,
    training_needs,
)
from peerwork.api.reference import reference
from peerwork.api.resources import Nothing
from peerwork.api.schema import Document

app_name = "api"
resources = [
    *adjustments.resources,
    *(*people.resources, *placements.resources, *supervision.resources, *mix.resources, *care.resources),
    *openly.resources,
    *development.resources,
    *training.resources,
    *recruitment.resources,
    *training_needs.resources,
    *ties.resources,
    *readiness.resources,
    *communities.resources,
    *panels.resources,
    *starting.resources,
]

urlpatterns = [
    path("", reference, name="reference"),
    path("schema/", Document.as_view(), name="schema"),
    path("share/", mix.Share.as_view(), name="share"),
    path("learning-statements/", training_needs.LearningStatements.as_view(), name="learning-statements"),
    path("training-states/", training_needs.TrainingStates.as_view(), name="training-states"),
    path("recovery-coverage/", training_needs.RecoveryCoverage.as_view(), name="recovery-coverage"),
    *adjustments.paths,
    *placements.paths,
    *supervision.paths,
    *communities.paths,
    *starting.paths,
    *recruitment.paths,
    *openly.paths,
    *ties.paths,
    *(route for resource in resources for route in resource.paths),
    re_path(r"", Nothing.as_view(), name="nothing"),
]
