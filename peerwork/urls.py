"""Every address of the product; a route without a row in tests/system/matrix.py fails the suite."""

from django.urls import include, path

from peerwork.kit import health

urlpatterns = [
    path("", include("peerwork.home.urls")),
    path("", include("peerwork.people.urls")),
    path("", include("peerwork.placements.urls")),
    path("development/", include("peerwork.development.urls")),
    path("joining/", include("peerwork.joining.urls")),
    path("starters/", include("peerwork.recruitment.starting.urls")),
    path("mix/", include("peerwork.mix.urls")),
    path("panels/", include("peerwork.recruitment.panels.urls")),
    path("", include("peerwork.recruitment.urls")),
    path("supervision/", include("peerwork.supervision.urls")),
    path("ready-teams/", include("peerwork.readiness.urls")),
    path("communities/", include("peerwork.readiness.communities.urls")),
    path("training/", include("peerwork.training.urls")),
    path("adjustments/", include("peerwork.adjustments.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("peerwork.api.urls")),
    path("health/live/", health.live, name="live"),
    path("health/ready/", health.ready, name="ready"),
    path("metrics/", health.figures, name="metrics"),
]

handler400 = "peerwork.kit.views.bad_request"
handler403 = "peerwork.kit.views.forbidden"
handler404 = "peerwork.kit.views.not_found"
handler500 = "peerwork.kit.views.server_error"
