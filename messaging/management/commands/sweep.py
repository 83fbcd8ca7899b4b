import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from messaging.sweeper import sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs what is due in the outbox: one pass, or one every two seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true")

    def handle(self, *args, **options) -> None:
        if not options["forever"]:
            self.stdout.write(f"{sweep()} jobs")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self._pass(stop)
            stop.wait(settings.SWEEP_SECONDS)

    def _pass(self, stop: threading.Event) -> None:
        """Run jobs one by one, so that a request to stop waits for one job at most."""
        close_old_connections()
        try:
            while not stop.is_set() and sweep(limit=1):
                pass
        except DatabaseError as error:
            logger.warning("sweep failed: %s", type(error).__name__)
