from django.apps import AppConfig


class Adjustments(AppConfig):
    name = "peerwork.adjustments"
    label = "adjustments"
