from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import Refused
from desk.actions import advance_clock
from journal.actors import job


class Command(BaseCommand):
    """Move the clock of the demonstration forward."""

    help = "Move the clock of the demonstration forward by so many days; refused outside of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("days", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Move it, or say why not."""
        try:
            today = advance_clock(options["days"], by=job("advance_clock"))
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The court's day is {today:%d.%m.%Y}.")
