from collections import defaultdict
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Mandate, User
from accounts.personas import DOES, JOURNEY, PERSONAS
from core import clock
from core.access import access

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@access("demo")
def personas(request: HttpRequest) -> HttpResponse:
    """The cast of the demonstration by role, one click each (G2)."""
    users = User.objects.filter(is_active=True).in_bulk(field_name="email")
    mandates = defaultdict(list)
    for mandate in Mandate.objects.live(clock.today()).select_related("office", "post", "body"):
        mandates[mandate.user_id].append(mandate)
    people = {}
    groups = defaultdict(list)
    for persona in PERSONAS:
        if user := users.get(persona.email):
            person = {"user": user, "mandates": mandates[user.pk], "does": persona.does}
            people[persona.key] = person
            groups[persona.role].append(person)
    context = {
        "groups": [{"role": r, "does": DOES[r], "people": groups[r]} for r in DOES if r in groups],
        "journey": [people[k] | {"does": does} for k, does in JOURNEY.items() if k in people],
    }
    return render(request, "accounts/personas.html", context)


@access("demo")
@require_POST
def enter(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Sign in as one of the cast, in her language; nobody else can be entered this way."""
    cast = User.objects.filter(email__in=[persona.email for persona in PERSONAS], is_active=True)
    user = get_object_or_404(cast, pk=user_id)
    login(request, user, backend=BACKEND)
    response = redirect(settings.LOGIN_REDIRECT_URL)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language)
    return response
