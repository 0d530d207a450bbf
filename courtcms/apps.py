from django.apps import AppConfig

from courtcms.celery import app as celery_app


class HouseConfig(AppConfig):
    """The house over all apps: makes its Celery application the one that tasks are sent through."""

    name = "courtcms"

    def ready(self) -> None:
        celery_app.set_default()
