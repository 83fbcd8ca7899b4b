"""Forms of the person's right of access (P6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import AccessRequestEnd, HandedHow
from cases.forms.widgets import day_field, text_field
from cases.models import DocumentDecision
from core.choices import Language
from documents.models import Document

HANDED, WITHHELD = "handed", "withheld"
GIVEN = [(HANDED, _("remettre")), (WITHHELD, _("retenir, contient des données de tiers"))]


@dataclass(frozen=True)
class ShownDocument:
    """A document as who decides on it may see it, with the last decision."""

    document: Document
    title: str
    link: str
    decision: DocumentDecision | None


class AccessRequestForm(forms.Form):
    """When she asked, in which language she reads, and that it is she."""

    asked_on = day_field(_("Demandée le"), help_text=_("Le délai de réponse court dès ce jour."))
    language = forms.ChoiceField(
        label=_("Langue du dossier remis"),
        choices=Language.choices,
        help_text=_("Celle que la personne lit le mieux."),
    )
    is_identified = forms.BooleanField(
        label=_("L’identité de la personne est vérifiée"),
        required=False,
        help_text=_("Pièce d’identité vue, ou procuration écrite de la personne."),
    )


class PassageForm(forms.Form):
    """What a text says of somebody else, and why she doesn't get it."""

    words = text_field(
        _("Mots à masquer"),
        rows=3,
        help_text=_("Exactement comme dans le texte ci-dessus ; lui-même n’est pas modifié."),
    )
    reason = forms.CharField(
        label=_("Motif"),
        max_length=200,
        help_text=_("Quel intérêt d’une autre personne l’exige, sans la nommer."),
    )


class DocumentsForm(forms.Form):
    """For each document that somebody brought: she gets it, or it is held back, and why."""

    def __init__(self, *args: Any, rows: Iterable[ShownDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = [row.document for row in rows]
        for row in rows:
            last = row.decision
            self.fields[f"given_{row.document.pk}"] = forms.ChoiceField(
                label=row.title,
                choices=GIVEN,
                required=False,
                initial=(WITHHELD if last.is_withheld else HANDED) if last else "",
                widget=forms.RadioSelect,
                help_text=row.link,
            )
            self.fields[f"reason_{row.document.pk}"] = forms.CharField(
                label=_("Motif, si le document est retenu"),
                max_length=200,
                required=False,
                initial=last.reason if last else "",
                help_text=_("La personne le lira : sans nommer personne."),
            )

    @property
    def stored(self) -> dict[str, Any]:
        """What stands now, field by field."""
        return {name: field.initial for name, field in self.fields.items()}

    def decided(self) -> dict[UUID, tuple[bool, str]]:
        """What was chosen, by document: held back or not, and why."""
        said = self.cleaned_data
        return {
            row.pk: (said[f"given_{row.pk}"] == WITHHELD, said[f"reason_{row.pk}"])
            for row in self.documents
            if said[f"given_{row.pk}"]
        }


class HandOverForm(forms.Form):
    how = forms.ChoiceField(label=_("Comment"), choices=HandedHow.choices)


class EndRequestForm(forms.Form):
    because = forms.ChoiceField(label=_("Motif"), choices=AccessRequestEnd.choices)
