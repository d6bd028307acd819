from django.apps import AppConfig


class Home(AppConfig):
    name = "peerwork.home"
    label = "home"
