from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from journal.models import Entry, Leaf
from journal.verification import faults
from journal.witness.client import Seen, Witness, WitnessGone, WitnessRefused


class Command(BaseCommand):
    """Recompute the journal from its first entry; exits 1 and says in words what is wrong."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-witness", action="store_true", help="do not compare with the witness's copy")

    def handle(self, *_args: Any, **options: Any) -> None:
        seen, key = ({}, "") if options["without_witness"] else self.ask_witness()
        wrong = 0
        with transaction.atomic():
            self.hold_still()
            for fault in faults(seen, key):
                wrong += 1
                self.stdout.write(fault)
            leaves, entries = Leaf.objects.count(), Entry.objects.count()
        self.stdout.write(f"{entries} entries, {leaves} leaves: {f'{wrong} faults' if wrong else 'all holds'}.")
        if wrong:
            raise SystemExit(1)

    def ask_witness(self) -> tuple[dict[str, Seen], str]:
        """What the witness has seen, asked before our own logs are read, so that ours cannot be behind."""
        witness = Witness(settings.WITNESS_URL)
        try:
            return witness.state(), witness.key()["hash"]
        except (WitnessGone, WitnessRefused) as error:
            self.stderr.write(f"Not compared with the witness: {error}.")
            return {}, ""

    def hold_still(self) -> None:
        """Read everything as of one moment, while others write."""
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
