"""Files for the commune that wait for who follows them in a CMS (C14, C15)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.scope import Scope
from cases.aid import cms_of
from cases.choices import AidState
from cases.models import AidRequest
from cii.waiting_rows import Waiting


def to_send(scope: Scope, limit: int) -> Iterator[Waiting]:
    why = {
        AidState.FILED: _("Demande d’aide sociale : dossier à établir et à signer"),
        AidState.SIGNED: _("Demande d’aide sociale : second contrôle à faire"),
        AidState.COUNTERSIGNED: _("Demande d’aide sociale : à transmettre à la commune"),
    }
    rows = AidRequest.objects.visible_to(scope).to_send().filter(office__in=cms_of(scope))
    for row in rows.select_related("case").order_by("send_by", "case__number")[:limit]:
        # Who signed waits for somebody else.
        if row.state == AidState.SIGNED and row.signed_by_id == scope.user.pk:
            continue
        url = reverse("cases:aid_requests", args=[row.case_id])
        yield Waiting(row.case.number, url, why[AidState(row.state)], row.send_by, row.case_id)
