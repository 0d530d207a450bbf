from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from allocation.rotation import rotate_key, rotate_national_key
from core import shown
from journal.keys import NATIONAL, KeyMissing, KeyPending
from reference.models import Body


class Command(BaseCommand):
    """Make new keys for a court; draws and heads go on with the old ones for a day, then with the new."""

    help = "New keys for a court's draws and journal, used from a day later; the old ones sign them over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("court", help=f"code or short code of the court, or {NATIONAL}")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["court"]
        body = Body.objects.filter(Q(code=code) | Q(short_code=code)).first()
        if body is None and code != NATIONAL:
            raise CommandError(f"No court has the code {code}; see data/courts.csv.")
        try:
            made = rotate_key(body) if body else rotate_national_key()
        except (KeyMissing, KeyPending) as error:
            raise CommandError(f"Nothing was changed: {error}.") from error
        for key in made:
            used_from = shown.moment(key.used_from) if key.used_from else ""
            self.stdout.write(f"{key.owner}: key {key.hash[:12]} in {key.place}, used from {used_from}")
