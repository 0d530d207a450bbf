import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from integrations.sms.client import Receipt, listen
from notifications.receipts import take_receipt


class Command(BaseCommand):
    help = "Listens for receipts of the SMS centre until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: stop.set())
        self.stdout.write("listening for receipts")
        self.stdout.flush()
        listen(_handle, stop)


def _handle(receipt: Receipt) -> None:
    """A connection that the database closed meanwhile is opened anew."""
    close_old_connections()
    take_receipt(receipt)
