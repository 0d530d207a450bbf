"""The application as it is served, with the floor beside its doors."""

from django.conf import settings

from courtcms.wsgi import application

settings.ROOT_URLCONF = "bench.urls"

__all__ = ["application"]
