"""The door that the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcms.settings")

application = get_wsgi_application()

# What was loaded at the start stays: the collector need not walk it in the middle of a request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
