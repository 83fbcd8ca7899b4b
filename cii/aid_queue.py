"""Files for the commune that wait for who follows them in a CMS (C14, C15)."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.scope import Scope
from cases.aid import cms_of
from cases.choices import AidState
from cases.models import AidRequest
from cii.waiting_rows import Waiting


def at_cms(scope: Scope) -> list[UUID]:
    """Where she prepares, signs or looks at a file a second time."""
    return cms_of(scope, Role.REPONDANT, Role.FIELD_WORKER)


def to_send(scope: Scope, limit: int) -> Iterator[Waiting]:
    why = {
        AidState.FILED: _("Demande d’aide sociale : dossier à établir et à signer"),
        AidState.SIGNED: _("Demande d’aide sociale : second contrôle à faire"),
        AidState.COUNTERSIGNED: _("Demande d’aide sociale : à transmettre à la commune"),
    }
    rows = AidRequest.objects.visible_to(scope).to_send().filter(office__in=at_cms(scope))
    # Who signed waits for somebody else.
    rows = rows.exclude(state=AidState.SIGNED, signed_by=scope.user.pk)
    for row in rows.select_related("case").order_by("send_by", "case__number")[:limit]:
        url = reverse("cases:aid_requests", args=[row.case_id])
        yield Waiting(row.case.number, url, why[AidState(row.state)], row.send_by, row.case_id)
