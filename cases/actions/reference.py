from django.db import transaction

from accounts.actions.reference import Loaded
from accounts.models import Institution
from accounts.reference.institutions import CONVENTION_2022
from cases.models import CatalogueMeasure, GridVersion, ProcurationTemplate
from cases.reference.catalogue import MEASURES
from cases.reference.grid import QUESTIONS, THRESHOLDS
from cases.reference.procuration import TEXTS

VERSION = 1


@transaction.atomic
def load_case_reference() -> Loaded:
    """Load grid, procuration templates and catalogue; re-runnable (C1, P1, F1).

    A version of the grid or of the template that exists is left as it is: what was answered or
    signed refers to it. A new wording is a new version. Needs the partners.
    """
    loaded = Loaded()
    since = {"valid_from": CONVENTION_2022}
    loaded.put(
        GridVersion,
        {"version": VERSION},
        {},
        {**since, "questions": QUESTIONS, "thresholds": THRESHOLDS},
    )
    for language, text in TEXTS.items():
        key = {"version": VERSION, "language": language}
        loaded.put(ProcurationTemplate, key, {}, {**since, "text": text})
    payers = {institution.code: institution for institution in Institution.objects.all()}
    for code, name_fr, name_de, legal_basis, payer in MEASURES:
        values = {
            "name_fr": name_fr,
            "name_de": name_de,
            "legal_basis": legal_basis,
            "normal_payer": payers[payer] if payer else None,
        }
        loaded.put(CatalogueMeasure, {"code": code}, values, since)
    return loaded
