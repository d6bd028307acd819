from django.apps import AppConfig


class Recruitment(AppConfig):
    name = "peerwork.recruitment"
    label = "recruitment"
