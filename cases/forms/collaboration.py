"""Collaboration requests: what is asked of whom, who takes it up, what is answered (C7)."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Office
from cases.choices import RequestState, Urgency
from cases.forms.widgets import MandateChoice, category_field, day_field, offer, text_field
from core.choices import Category
from documents.models import Document


class RequestForm(forms.Form):
    """One question to one covered dispositif; `suggested` are the kinds the grid speaks for."""

    office = forms.ChoiceField(
        label=_("Dispositif"),
        help_text=_("Seuls les dispositifs que la procuration couvre."),
    )
    category = category_field(initial=Category.WORK)
    question = text_field(
        _("Question"), help_text=_("Ce que vous savez déjà, et ce que vous demandez.")
    )
    service = forms.CharField(
        label=_("Prestation attendue"),
        max_length=200,
        help_text=_("Par exemple : un avis, un entretien commun, une place de stage."),
    )
    urgency = forms.ChoiceField(
        label=_("Urgence"),
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        widget=forms.RadioSelect,
        help_text=_("Le délai court en jours ouvrables du Valais, plus bref pour une urgence."),
    )
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents du dossier"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Le dispositif ne reçoit que ce que la procuration lui ouvre."),
    )

    def __init__(
        self,
        *args: Any,
        offices: list[Office],
        suggested: set[str],
        documents: QuerySet[Document],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices}
        cast("forms.ChoiceField", self.fields["office"]).choices = _choices(offices, suggested)
        offer(self, "documents", documents)
        if not documents:
            del self.fields["documents"]

    def clean_office(self) -> Office:
        return self.offices[self.cleaned_data["office"]]

    def clean_urgency(self) -> Urgency:
        return Urgency(self.cleaned_data["urgency"])


def _choices(offices: list[Office], suggested: set[str]) -> list[Any]:
    """Those apart that the answers of the grid, or the triage, speak for."""
    named = [(str(row.pk), str(row)) for row in offices if row.kind in suggested]
    others = [(str(row.pk), str(row)) for row in offices if row.kind not in suggested]
    if not named:
        return [("", "—"), *others]
    return [("", "—"), (_("Suggérés par la grille ou le triage"), named), (_("Autres"), others)]


class TakeUpForm(forms.Form):
    """By whom, from when."""

    handler = MandateChoice(label=_("Traitée par"), queryset=Mandate.objects.none())
    starts_on = day_field(_("Dès le"))

    def __init__(self, *args: Any, handlers: QuerySet[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "handler", handlers)


class AnswerForm(forms.Form):
    """Agreement, or a reasoned disagreement; there is no third answer."""

    position = forms.ChoiceField(
        label=_("Réponse"),
        choices=[
            (RequestState.AGREED, _("D’accord")),
            (RequestState.DISAGREED, _("Désaccord motivé : un litige s’ouvre")),
        ],
        widget=forms.RadioSelect,
    )
    answer = text_field(
        _("Ce que vous allez faire, ou pourquoi pas"),
        help_text=_("Le dispositif qui demande lira ce texte."),
    )


class ConclusionForm(forms.Form):
    """How it ends, in a sentence."""

    conclusion = text_field(_("Conclusion"), rows=3, max_length=500)
