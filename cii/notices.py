"""Every notice of the product by its code; the apps hold their own texts."""

from cases.notices import NOTICES as CASES
from governance.notices import NOTICES as GOVERNANCE
from messaging.texts import Notice

NOTICES: dict[str, Notice] = CASES | GOVERNANCE
