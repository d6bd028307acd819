from django.apps import AppConfig


class Api(AppConfig):
    name = "peerwork.api"
    label = "api"
