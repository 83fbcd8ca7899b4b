"""A procuration in two steps: what the person allows, then what she signed (P1, P2)."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
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
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
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
    language = forms.ChoiceField(label=_("Langue de la procuration"), choices=Language.choices)

    def __init__(self, *args: Any, region_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region_id = region_id

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

    def near_fields(self) -> list[forms.BoundField]:
        """What serves the whole canton, the dispositifs of the region and those already named."""
        return [self[name] for name in self.offices if self._is_near(name)]

    def far_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.offices if not self._is_near(name)]

    def _is_near(self, name: str) -> bool:
        office = self.offices[name]
        return office.region_id in (None, self.region_id) or bool(self[name].value())

    @property
    def consent(self) -> dict[str, Any]:
        """What the person allows, for the action and for the text; asks for a valid form."""
        names = ("purpose", "language", "valid_from", "valid_until")
        return {"recipients": self.chosen, **{name: self.cleaned_data[name] for name in names}}

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be carried through the second step."""
        names = ["purpose", "valid_from", "valid_until", "language", *self.offices]
        sent = cast("QueryDict", self.data)
        return [(name, value) for name in names for value in sent.getlist(name)]


class SignatureForm(forms.Form):
    """Step two: when, where and how it was signed, with the signed paper."""

    signed_on = day_field(_("Signée le"))
    signed_place = forms.CharField(label=_("Lieu de signature"), max_length=60)
    signed_how = forms.ChoiceField(
        label=_("Signée"), choices=SignedHow.choices, widget=forms.RadioSelect, initial="paper"
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
    file = file_field(_("Procuration signée (scan ou photo)"))

    @property
    def signed(self) -> dict[str, Any]:
        """What the person signed, with its paper, for the action; asks for a valid form."""
        signed = dict(self.cleaned_data)
        return {"scan": signed.pop("file"), **signed}


class NarrowForm(RecipientsForm):
    """What the person takes back, and who told it."""

    note = forms.CharField(
        label=_("Retrait communiqué par"),
        max_length=200,
        help_text=_("Par exemple : par la personne, au téléphone, le 3 mars."),
    )

    def __init__(self, *args: Any, granted: Recipients, **kwargs: Any) -> None:
        self.granted = granted
        super().__init__(*args, offices=list(granted), granted={}, **kwargs)

    def offered(self, office: Office) -> list[Category]:
        return [category for category in Category if category in self.granted[office]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.offices):
            self.add_error(None, _("Cochez au moins une catégorie que la personne retire."))
        return cleaned

    def recipient_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.offices]


class WithdrawForm(forms.Form):
    """The whole consent is taken back."""

    note = NarrowForm.base_fields["note"]
