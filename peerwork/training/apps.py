from django.apps import AppConfig


class Training(AppConfig):
    name = "peerwork.training"
    label = "training"
