"""A worker in a process of its own on the test database: `python -m tests.journal.worker <database> <plot>`."""

import sys

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PLOT = sys.argv[2]
django.setup()

from journal import deliveries  # noqa: E402

deliveries.drain()
