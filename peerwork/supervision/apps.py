from django.apps import AppConfig


class Supervision(AppConfig):
    name = "peerwork.supervision"
    label = "supervision"
