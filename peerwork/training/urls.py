"""Addresses of training; each verb has its own name in them."""

from django.urls import path

from peerwork.training.views import places, public

app_name = "training"
urlpatterns = [
    # The learner's own
    path("places/<int:pk>/", places.place, name="place"),
    # Anybody
    path("check/", public.check, name="check"),
    path("check/<str:code>/", public.checked, name="checked"),
    path("issuers/<uuid:uuid>/", public.issuer, name="issuer"),
    path("issuers/<uuid:uuid>/taken-back/", public.revoked, name="revoked"),
    path("achievements/<int:number>/", public.achievement, name="achievement"),
]
