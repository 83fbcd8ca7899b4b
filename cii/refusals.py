from django.http import HttpRequest

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.models import Case
from core import clock
from core.refusal import Refusal, RefusalMiddleware


class TracedRefusalMiddleware(RefusalMiddleware):
    """Traces what a person was refused; the act itself is rolled back by then (P4)."""

    def refused(self, request: HttpRequest, refusal: Refusal) -> None:
        if not request.user.is_authenticated:
            return
        match = request.resolver_match
        pk = match.kwargs.get("pk") if match else None
        known = Case.objects.filter(pk=pk).values_list("pk", flat=True) if pk else []
        record(
            "request.refused",
            kind=Kind.REFUSAL,
            by=request.user,
            at=clock.now(),
            cases=[CaseBasis(case_id) for case_id in known],
            page=match.view_name if match else "",
            status=refusal.status,
        )
