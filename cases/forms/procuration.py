"""A procuration in two steps: what the person allows, then what she signed (P1, P2)."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.choices import SignedHow
from cases.forms.widgets import day_field, file_field, text_field
from cases.rules import check_procuration
from core import clock
from core.choices import Category, Language
from core.refusal import refusals_into

Recipients = dict[Office, set[Category]]
# How a browser writes a drawing, and the most that a signature takes.
DRAWN_AS = "data:image/png;base64"
DRAWN_MAX = 400_000


def short(category: Category) -> str:
    """The first words of a category, for a narrow chip."""
    return str(category.label).split(" (")[0]


class RecipientsForm(forms.Form):
    """One group of boxes for each office that may be named: its categories."""

    def __init__(
        self,
        *args: Any,
        offices: list[Office],
        granted: Mapping[Office, set[Category]],
        region_id: UUID,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.region_id = region_id
        self.offices = {f"to_{office.pk}": office for office in offices}
        for name, office in self.offices.items():
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=str(office),
                choices=[(int(category), short(category)) for category in self.offered(office)],
                coerce=lambda value: Category(int(value)),
                widget=forms.CheckboxSelectMultiple,
                initial=[int(category) for category in granted.get(office, ())],
                required=False,
            )

    def offered(self, office: Office) -> list[Category]:
        return list(Category)

    @property
    def chosen(self) -> Recipients:
        chosen = {o: set(self.cleaned_data[name]) for name, o in self.offices.items()}
        return {office: categories for office, categories in chosen.items() if categories}

    def near_fields(self) -> list[forms.BoundField]:
        """What serves the whole canton, the dispositifs of the region and those already named."""
        return [self[name] for name in self.offices if self.is_near(name)]

    def far_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.offices if not self.is_near(name)]

    def is_near(self, name: str) -> bool:
        office = self.offices[name]
        return office.region_id in (None, self.region_id) or bool(self[name].value())

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be carried through the second step."""
        sent = cast("QueryDict", self.data)
        return [(name, value) for name in self.fields for value in sent.getlist(name)]


class ProcurationForm(RecipientsForm):
    """Step one: to whom, which categories, what for, from and until."""

    purpose = text_field(
        _("But"),
        rows=3,
        help_text=_("À quoi sert l’échange : la personne doit le comprendre avant de signer."),
    )
    valid_from = day_field(_("Valable dès le"))
    valid_until = day_field(
        _("Valable jusqu’au"), help_text=_("Passé ce jour, les accès se ferment d’eux-mêmes.")
    )
    language = forms.ChoiceField(
        label=_("Langue de la procuration"),
        choices=Language.choices,
        help_text=_("Langue du texte que la personne lit et signe, et de ses quittances."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"valid_from", "valid_until"} <= cleaned.keys():
            today = clock.today()
            with refusals_into(self):
                check_procuration(
                    recipients=self.chosen,
                    valid_from=cleaned["valid_from"],
                    valid_until=cleaned["valid_until"],
                    # Both are asked in the second step.
                    signed_on=today,
                    is_informed=True,
                    today=today,
                )
        return cleaned

    @property
    def consent(self) -> dict[str, Any]:
        """What the person allows, for the action and for the text; asks for a valid form."""
        names = ("purpose", "language", "valid_from", "valid_until")
        return {"recipients": self.chosen, **{name: self.cleaned_data[name] for name in names}}


class SignatureForm(forms.Form):
    """Step two: when, where and how it was signed, with the signed paper or the drawn signature.

    Only who shows the text to the person can let her sign it on screen: without `may_draw` there
    is paper alone.
    """

    signed_on = day_field(_("Signée le"))
    signed_place = forms.CharField(
        label=_("Lieu de signature"),
        max_length=60,
        help_text=_("Le lieu et le jour font partie d’une signature valable."),
    )
    is_informed = forms.BooleanField(
        label=_(
            "La personne a été informée de la conservation, de la sécurité, de ses droits et de la "
            "possibilité de retirer son accord en tout temps."
        ),
        error_messages={
            "required": _("Confirmez que la personne a été informée de ses droits avant de signer.")
        },
    )
    signed_how = forms.ChoiceField(
        label=_("Signée"), choices=SignedHow.choices, widget=forms.RadioSelect, initial="paper"
    )
    file = file_field(_("Procuration signée (scan ou photo)"), required=False)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_draw: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_draw:
            paper = [choice for choice in SignedHow.choices if choice[0] == SignedHow.PAPER]
            cast("forms.ChoiceField", self.fields["signed_how"]).choices = paper

    def clean_drawn(self) -> UploadedFile | None:
        """The drawing as a file; what it is, the action sees from its content."""
        head, _comma, encoded = self.cleaned_data["drawn"].partition(",")
        if head != DRAWN_AS or len(encoded) > DRAWN_MAX:
            return None
        try:
            content = b64decode(encoded, validate=True)
        except ValueError:
            return None
        return SimpleUploadedFile("signature.png", content, "image/png")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in self.errors or "signed_how" not in cleaned:
            return cleaned
        if cleaned["signed_how"] == SignedHow.PAPER and not cleaned.get("file"):
            self.add_error("file", _("Joignez la procuration signée, en scan ou en photo."))
        if cleaned["signed_how"] == SignedHow.SCREEN and not cleaned.get("drawn"):
            self.add_error(
                "signed_how",
                _(
                    "Il manque la signature : la personne signe dans le cadre. Sans cadre visible, "
                    "faites signer sur papier et joignez la procuration."
                ),
            )
        return cleaned

    @property
    def signed(self) -> dict[str, Any]:
        """What the person signed, with its signature, for the action; asks for a valid form."""
        signed = dict(self.cleaned_data)
        file, drawn = signed.pop("file"), signed.pop("drawn")
        return {"scan": drawn if signed["signed_how"] == SignedHow.SCREEN else file, **signed}
