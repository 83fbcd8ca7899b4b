"""Which handler runs which job; the outbox itself knows none (architecture, background work)."""

from governance.papers import SEAL_MINUTES
from messaging.handlers import HANDLERS as MESSAGING

HANDLERS = MESSAGING | {"minutes.seal": SEAL_MINUTES}
