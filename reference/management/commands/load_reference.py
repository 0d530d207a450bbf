"""Load the reference books from data/; rows that somebody changed by hand are kept."""

from typing import Any

from django.core.management.base import BaseCommand

from reference.loading import load_all


class Command(BaseCommand):
    help = "Loads the reference books from data/*.csv; a second run writes nothing, rows changed by hand are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, counted in load_all().items():
            made, changed, kept, same = counted
            self.stdout.write(f"{name}: {made} new, {changed} changed, {kept} kept as changed by hand, {same} the same")
