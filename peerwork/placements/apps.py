from django.apps import AppConfig


class Placements(AppConfig):
    name = "peerwork.placements"
    label = "placements"
