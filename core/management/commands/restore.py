from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core import restoring
from core.manifest import Manifest, Unusable


class Command(BaseCommand):
    """Bring back a backup after checking it, then verify the journal; stop web and workers first."""

    help = __doc__
    requires_system_checks: list[str] = []  # the database may be empty yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that `backup` made")
        parser.add_argument("--replace", action="store_true", help="throw away what the database holds")
        parser.add_argument("--without-witness", action="store_true", help="verify without the witness's copy")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            manifest = restoring.bring_back(options["folder"], replace=options["replace"])
        except Unusable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Brought back as of {manifest.made_at}: {len(manifest.parts)} parts, all as the manifest says."
        )
        if restoring.pending_migrations():
            self.stdout.write("The backup is of an older version; bringing the database to the shape of this one.")
            call_command("migrate", interactive=False, verbosity=0)
        self.verify(manifest, without_witness=options["without_witness"])

    def verify(self, manifest: Manifest, *, without_witness: bool) -> None:
        """Say whether the data are what they were, and whether the journal holds."""
        if changed := restoring.differences(manifest):
            raise CommandError(f"The data are not those of the manifest: {', '.join(changed)}.")
        if manifest.lost:
            self.stdout.write("Stored files that were lost before the backup:\n" + "\n".join(manifest.lost))
        self.stdout.write("Verifying the journal …")
        try:
            call_command("verify_log", without_witness=without_witness, stdout=self.stdout, stderr=self.stderr)
        except SystemExit as end:
            raise CommandError(
                "The backup is brought back, but the journal does not hold: the lines above say where. "
                "When the witness alone has seen more, the entries after the backup are lost."
            ) from end
        self.stdout.write("The journal holds.")
