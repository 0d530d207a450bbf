from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from core import backup
from core.manifest import MANIFEST, Unusable, measured


class Command(BaseCommand):
    """Copy the database and the stored files into a new folder, whole or not at all."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
        parser.add_argument("--with-keys", action="store_true", help="copy the courts' private keys too")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            manifest = backup.make(folder, with_keys=options["with_keys"])
        except Unusable as error:
            raise CommandError(str(error)) from error
        size = filesizeformat(sum(part["size"] for part in manifest.parts.values()))
        self.stdout.write(f"{len(manifest.parts)} parts ({size}) in {folder}.")
        self.stdout.write(f"SHA-256 of its manifest: {measured(folder / MANIFEST)['sha256']}")
        if not options["with_keys"]:
            self.stdout.write("The private keys of the courts are not in it; keep them apart.")
        if manifest.lost:
            lost = "\n".join(manifest.lost)
            raise CommandError(f"The backup is written, but these stored files are missing or damaged:\n{lost}")
