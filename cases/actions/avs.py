"""The AVS number: kept, shown, removed by the dispositif that may keep it (P8)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.choices import Kind
from audit.record import record
from cases.actions.base import lock, record_act
from cases.actions.fingerprints import compare_corrected
from cases.avs import plain_avs, written_avs
from cases.models import AvsNumber, Case
from cases.permissions import require
from cases.reading import Ground
from core.refusal import Refusal


@transaction.atomic
def keep_avs(case: Case, *, number: str, by: User, at: datetime) -> AvsNumber:
    """Keep the number of the person, in place of a former one.

    Raises Refusal where her dispositif has no basis, where no key is set, or for no such number.
    """
    case, ground = _open(case, by=by, at=at)
    if not settings.FIELD_KEYS:
        raise Refusal(
            _(
                "La clé de chiffrement manque : le numéro n’est pas enregistré. "
                "Avertissez l’administration technique."
            )
        )
    try:
        plain = plain_avs(number)
    except ValueError:
        raise Refusal(
            _("Ce n’est pas un numéro AVS : 13 chiffres qui commencent par 756. Relisez la carte."),
            "number",
        ) from None
    kept, _is_new = AvsNumber.objects.update_or_create(
        client=case.client, defaults={"number": plain, "kept_at": at, "kept_by": by}
    )
    compare_corrected(case, at=at)
    record_act("avs.kept", case, ground, by=by, at=at)
    return kept


@transaction.atomic
def show_avs(case: Case, *, by: User, at: datetime) -> str:
    """The whole number as it is written, with a trace of its own. Raises Refusal without one."""
    case, ground = _open(case, by=by, at=at)
    kept = _kept(case)
    bases = [ground.basis(case)]
    record("avs.shown", kind=Kind.READ, by=by, at=at, cases=bases)
    return written_avs(kept.number)


@transaction.atomic
def remove_avs(case: Case, *, by: User, at: datetime) -> None:
    """Forget the number and its fingerprint."""
    case, ground = _open(case, by=by, at=at)
    _kept(case).delete()
    compare_corrected(case, at=at)
    record_act("avs.removed", case, ground, by=by, at=at)


def _open(case: Case, *, by: User, at: datetime) -> tuple[Case, Ground]:
    case = lock(case)
    ground = require("avs.keep", case, by=by, at=at)
    if not case.home_office.avs_basis:
        raise Refusal(_("Votre dispositif ne tient pas le numéro AVS : il lui faut une base."))
    return case, ground


def _kept(case: Case) -> AvsNumber:
    kept = AvsNumber.objects.filter(client=case.client_id).first()
    if kept is None:
        raise Refusal(_("Aucun numéro AVS n’est enregistré pour cette personne."))
    return kept
