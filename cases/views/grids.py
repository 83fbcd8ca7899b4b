"""What a version of the detection grid suggests, tried before it is in force (C1)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import require_keeper
from accounts.request import Request
from cases.forms.grid import TryForm
from cases.models import GridVersion
from core import clock
from core.access import access


@access("reference_admin")
def grid_try(request: Request) -> HttpResponse:
    """Answers of an invented person, and the path that the chosen version suggests for them."""
    require_keeper(by=request.user, at=clock.now())
    versions = GridVersion.objects.all()
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else versions[0].version
    grid = get_object_or_404(versions, version=number)
    form = TryForm(request.GET if "essayer" in request.GET else None, grid=grid)
    context = {
        "form": form,
        "grid": grid,
        "versions": versions,
        "suggestion": form.suggestion() if form.is_valid() else None,
    }
    return render(request, "cases/grid_try.html", context)
