from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "peerwork.development"
    label = "development"
