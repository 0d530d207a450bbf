"""The application as it is served, with the floor beside its doors."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcms.settings")
settings.ROOT_URLCONF = "bench.urls"

application = get_wsgi_application()
