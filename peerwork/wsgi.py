"""The WSGI entry point: `gunicorn peerwork.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerwork.settings")
application = get_wsgi_application()

from peerwork.checks import insist  # noqa: E402
from peerwork.kit import sealed  # noqa: E402

insist()
sealed.insist()
