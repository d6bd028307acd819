from django.apps import AppConfig


class Readiness(AppConfig):
    name = "peerwork.readiness"
    label = "readiness"
