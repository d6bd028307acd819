from django.apps import AppConfig


class Mix(AppConfig):
    name = "peerwork.mix"
    label = "mix"
