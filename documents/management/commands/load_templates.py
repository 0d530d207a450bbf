from typing import Any

from django.core.management.base import BaseCommand

from documents.defaults import load_templates


class Command(BaseCommand):
    help = "Enter the templates of papers that the house brings along; those changed by hand stay."

    def handle(self, *args: Any, **given: Any) -> None:
        made = load_templates()
        if given["verbosity"]:
            self.stdout.write(f"Templates of papers: {made} new")
