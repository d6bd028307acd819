from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Kit(AppConfig):
    name = "peerwork.kit"
    label = "kit"

    def ready(self) -> None:
        """Read every app's policy, and what it registers with the kit, before the first request."""
        autodiscover_modules("policy", "registers")
        from peerwork import checks  # noqa: F401
