from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from peerwork.kit import search


class Home(AppConfig):
    name = "peerwork.home"
    label = "home"

    def ready(self) -> None:
        # The signal comes for apps with tables only; by then every app has said what is searched.
        post_migrate.connect(search.index, sender=apps.get_app_config("readiness"))
