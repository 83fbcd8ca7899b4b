"""What the person takes back of her consent, and who told it (P3)."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.forms.procuration import Recipients, RecipientsForm
from core.choices import Category


class WithdrawForm(forms.Form):
    """The whole consent is taken back."""

    note = forms.CharField(
        label=_("Retrait communiqué par"),
        max_length=200,
        help_text=_("Par exemple : par la personne, au téléphone, le 3 mars."),
    )

    def typed(self) -> list[tuple[str, str]]:
        return [("note", self["note"].value())]


class NarrowForm(RecipientsForm):
    """Boxes for what is granted, as far as the reader knows it; all of them for the rest.

    `known` is what she may know; `others` are offices of which she may not know what they read.
    """

    note = WithdrawForm.base_fields["note"]

    def __init__(
        self,
        *args: Any,
        known: Recipients,
        others: list[Office],
        near: set[UUID],
        **kwargs: Any,
    ) -> None:
        self.known, self.near = known, near
        super().__init__(*args, offices=[*known, *others], granted={}, **kwargs)

    def offered(self, office: Office) -> list[Category]:
        return [c for c in Category if c in self.known.get(office, set(Category))]

    def is_near(self, name: str) -> bool:
        office = self.offices[name]
        is_involved = office in self.known or office.pk in self.near
        return is_involved or bool(self[name].value())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.offices):
            self.add_error(None, _("Cochez au moins une catégorie que la personne retire."))
        return cleaned
