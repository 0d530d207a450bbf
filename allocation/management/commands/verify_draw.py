from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allocation.models import Draw, Way
from allocation.verifying import draw_fault, random_draws


class Command(BaseCommand):
    """Compute draws again with the published verifier; exit 1 and the reasons when one does not hold."""

    help = "Compute draws again with the published verifier: those named, or all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", help="numbers of draws; none: every draw")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = options["numbers"]
        named = Draw.objects.done().filter(public_id__in=numbers, way=Way.RANDOM)
        checked, faults = 0, []
        for draw in named if numbers else random_draws():
            checked += 1
            if fault := draw_fault(draw):
                faults.append(f"{draw.public_id}: {fault}")
        if missing := len(set(numbers)) - checked if numbers else 0:
            faults.append(f"{missing} of these numbers name no finished draw")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{checked} draws hold")
