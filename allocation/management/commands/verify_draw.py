from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allocation.models import BatchRecord, Draw
from allocation.verifying import batch_fault, draw_fault, random_draws


class Command(BaseCommand):
    """Compute draws again with the published verifier; exit 1 and the reasons when one does not hold."""

    help = "Compute draws again with the published verifier: those named, or all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", help="numbers of draws; none: every draw")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = options["numbers"]
        draws, batches = self.named(numbers) if numbers else (random_draws(), BatchRecord.objects.done().iterator())
        faults, held = [], {"draws": 0, "batches": 0}
        checks: list[tuple[str, Any, Any]] = [("draws", draw_fault, draws), ("batches", batch_fault, batches)]
        for name, fault_of, rows in checks:
            for one in rows:
                held[name] += 1
                if fault := fault_of(one):
                    faults.append(f"{one.public_id}: {fault}")
        if missing := len(set(numbers)) - sum(held.values()) if numbers else 0:
            faults.append(f"{missing} of these numbers name no finished draw")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(", ".join(f"{count} {name} hold" for name, count in held.items() if count or name == "draws"))

    def named(self, numbers: list[str]) -> tuple[Iterable[Draw], Iterable[BatchRecord]]:
        """Draws and batches with these numbers; a case of a batch is checked with all of it."""
        draws = Draw.objects.done().proved().filter(public_id__in=numbers)
        return draws, BatchRecord.objects.done().filter(public_id__in=numbers)
