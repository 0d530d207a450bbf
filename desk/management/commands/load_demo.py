"""Fill an empty house with invented cases: people, rooms, hearings, papers, draws and a journal that verifies."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cases.models import Case
from desk.demo.loading import load

BAR = 30


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=2000, help="how many cases")
        parser.add_argument("--drawn", type=int, default=2000, help="how many of the newest are genuinely drawn")
        parser.add_argument("--signed", type=int, default=400, help="how many of their judgments are genuinely signed")

    def handle(self, *args: Any, **given: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Invented cases are made in the demo only (DEMO=1).")
        if Case.objects.exists():
            self.stdout.write("The data is there already; nothing was changed.")
            return
        run = load(given["cases"], given["drawn"], given["signed"], self.bar)
        spent = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in run.times.items())
        made = f"{run.cases} cases, of which {run.drawn} drawn, {run.signed} judgments signed"
        self.stdout.write(f"\n{made} ({spent}); {self.size()} on disk.")

    def size(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            return str(cursor.fetchone()[0])

    def bar(self, what: str, done: int, of: int) -> None:
        """How far it is, on one line."""
        is_screen = self.stdout.isatty()
        if not is_screen and done * 10 // of == (done - 1) * 10 // of:
            return
        filled = BAR * done // max(of, 1)
        words = f"  {what:10} [{'=' * filled}{' ' * (BAR - filled)}] {done}/{of}"
        self.stdout.write(f"\r{words}" if is_screen else words, ending="" if is_screen and done < of else "\n")
        self.stdout.flush()
