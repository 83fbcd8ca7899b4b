"""What the schedule runs."""

import logging

from core import clock
from documents.actions.orphans import sweep_orphans

logger = logging.getLogger(__name__)


def remove_orphans() -> int:
    """Delete files without a row; documents without a file are an error for the operator."""
    found = sweep_orphans(clock.now())
    for document_id in found.missing:
        logger.error("document %s has no file", document_id)
    return found.deleted
