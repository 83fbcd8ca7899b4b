from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import clock
from core.access import access
from core.forms import SampleForm


@access("signed_in")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with a line of use; only where the product is shown or developed."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    today = clock.today()
    context = {
        "now": clock.now(),
        "deadlines": [today + timedelta(days=days) for days in (-2, 0, 1, 3, 30)],
        "steps": [
            {"label": _("Signalement"), "state": "done", "note": _("il y a trois mois")},
            {"label": _("Procuration"), "state": "done"},
            {"label": _("Annonce"), "state": "current", "note": _("attend le triage")},
            {"label": _("Séance"), "state": "todo"},
            {"label": _("Plan d’insertion"), "state": "todo"},
        ],
        "form": SampleForm(request.GET or None),
    }
    return render(request, "core/gallery.html", context)
