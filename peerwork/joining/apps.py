from django.apps import AppConfig


class Joining(AppConfig):
    name = "peerwork.joining"
    label = "joining"
