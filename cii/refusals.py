from django.http import HttpRequest

from accounts.scope import Scope
from audit.choices import Kind
from audit.record import record
from cases.models import Case
from cases.reading import CaseAccess, bases_of
from core import clock
from core.context import acting
from core.refusal import Refusal, RefusalMiddleware


class TracedRefusalMiddleware(RefusalMiddleware):
    """Traces what a person was refused; the act itself is rolled back by then (P4)."""

    def refused(self, request: HttpRequest, refusal: Refusal) -> None:
        if not request.user.is_authenticated:
            return
        match = request.resolver_match
        pk = match.kwargs.get("pk") if match else None
        with acting(request.user.pk):
            scope = Scope.of(request.user, clock.now())
            cases = Case.objects.filter(pk=pk) if pk and not refusal.about else []
            about = refusal.about or bases_of(CaseAccess.of_all(cases, scope))
            record(
                "request.refused",
                kind=Kind.REFUSAL,
                by=scope.user,
                at=scope.at,
                cases=about,
                object_id=pk,
                page=match.view_name if match else "",
                status=refusal.status,
            )
