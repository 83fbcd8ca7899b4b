"""Which handler runs which job; the outbox itself knows none (architecture, background work)."""

from cases.actions.access_requests import BUILD, store_file
from cases.actions.destructions import DESTROY
from cases.actions.fingerprints import COMPARE, REFINGERPRINT, refingerprint
from cases.actions.handouts import SEAL as SEAL_PLAN
from cases.actions.matches import find_matches
from cases.certificates import CERTIFY, SEAL_CERTIFICATE
from cases.papers import SEAL_RECEIPT
from cases.plain_plan import SEAL_HANDOUT
from cii.destruction import destroy
from cii.person_file import build
from governance.papers import SEAL_MINUTES
from messaging.handlers import HANDLERS as MESSAGING
from messaging.handlers import TwoStep

HANDLERS = MESSAGING | {
    "minutes.seal": SEAL_MINUTES,
    "receipt.seal": SEAL_RECEIPT,
    SEAL_PLAN: SEAL_HANDOUT,
    COMPARE: find_matches,
    REFINGERPRINT: refingerprint,
    DESTROY: destroy,
    CERTIFY: SEAL_CERTIFICATE,
    BUILD: TwoStep(work=build, store=store_file),
}
