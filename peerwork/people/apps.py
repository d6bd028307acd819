from django.apps import AppConfig


class People(AppConfig):
    name = "peerwork.people"
    label = "people"
