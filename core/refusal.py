"""A refusal says why, in the language of the person; a view turns it into a form error."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise


class Refusal(Exception):
    """The act is not possible now. `reason` is a sentence for the screen, `field` a form field.

    `about` is what the refused act was about, for who traces the refusal.
    """

    status = 409

    def __init__(
        self, reason: str | Promise, field: str | None = None, about: Iterable[Any] = ()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.about = tuple(about)


class Forbidden(Refusal):
    """The person may not do it, whenever she asks; what she may see stays visible (403)."""

    status = 403


@contextmanager
def refusals_into(form: BaseForm) -> Iterator[None]:
    """Turn the refusal of an action into an error of the form, beside its field where it has it.

    `Forbidden` passes: what a person may never do is no matter of what she typed.
    """
    try:
        yield
    except Forbidden:
        raise
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.reason))


class RefusalMiddleware:
    """Answers a refusal that no view caught with a page that says the reason.

    The transaction of the action is rolled back by then, so `refused` may record a trace.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        self.refused(request, exception)
        context = {"reason": exception.reason}
        return render(request, "403.html", context, status=exception.status)

    def refused(self, request: HttpRequest, refusal: Refusal) -> None:
        """A place for the layer that knows traces; nothing here."""
