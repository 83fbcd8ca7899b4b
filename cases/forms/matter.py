"""What is submitted to be ruled on, and how it ends."""

from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases.choices import MatterKind, StageResult
from cases.forms.widgets import offer, text_field
from cases.models.matter import ASKED
from core.choices import Category


class MatterForm(forms.Form):
    """One question, in one category; `kinds` are those that the person may open."""

    kind = forms.ChoiceField(
        label=_("Genre"),
        widget=forms.RadioSelect,
        help_text=_("Où de l’argent est en jeu, la Commission « droit » est saisie."),
    )
    category = forms.TypedChoiceField(
        label=_("Catégorie de données"),
        choices=[(one.value, one.label) for one in ASKED],
        coerce=lambda value: Category(int(value)),
        help_text=_("Seules les personnes autorisées pour cette catégorie liront la question."),
    )
    question = text_field(_("Question"), rows=3, max_length=500)
    asking = forms.ModelChoiceField(
        label=_("Dispositif qui soulève le litige"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("Pour un litige entre deux dispositifs que le bureau CII ouvre pour eux."),
    )
    office = forms.ModelChoiceField(
        label=_("Dispositif concerné"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("Celui avec lequel il y a un différend, s’il y en a un."),
    )

    def __init__(
        self,
        *args: Any,
        kinds: list[MatterKind],
        offices: list[Office],
        is_bureau: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices
        for name in ("asking", "office"):
            offer(self, name, Office.objects.filter(pk__in=[office.pk for office in offices]))
        if not is_bureau:
            del self.fields["asking"]

    def clean_kind(self) -> MatterKind:
        return MatterKind(self.cleaned_data["kind"])


class RecusalForm(forms.Form):
    """Which member takes no part, and why."""

    user = forms.ModelChoiceField(label=_("Membre"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(self, *args: Any, members: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", User.objects.filter(pk__in=[user.pk for user in members]))


class SettleForm(forms.Form):
    """How a matter ends; `results` are the ways in which the stage of a dispute may end."""

    result = forms.ChoiceField(label=_("Résultat"), widget=forms.RadioSelect)
    outcome = text_field(
        _("Issue"),
        rows=3,
        max_length=500,
        help_text=_("Pour une affaire d’argent : ce que la Commission a décidé."),
    )
    reason = text_field(
        _("Motifs"),
        rows=3,
        required=False,
        help_text=_("Obligatoires pour trancher ; les deux dispositifs les lisent."),
    )

    def __init__(self, *args: Any, results: list[StageResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not results:
            del self.fields["result"], self.fields["reason"]
            return
        result = cast("forms.ChoiceField", self.fields["result"])
        result.choices = [(one.value, capfirst(one.label)) for one in results]
        result.initial = results[0]
        self.fields["outcome"].help_text = _("Ce qui vaut désormais pour les deux dispositifs.")

    def clean_result(self) -> StageResult:
        return StageResult(self.cleaned_data["result"])


class PassOnForm(forms.Form):
    reason = text_field(
        _("Motifs"), rows=4, help_text=_("Ce qui a été examiné, et pourquoi il n’y a pas d’accord.")
    )


class PositionForm(forms.Form):
    """What a dispositif holds; who is répondant of both sides says for which one."""

    office = forms.ModelChoiceField(label=_("Dispositif"), queryset=Office.objects.none())
    text = text_field(
        _("Position"),
        rows=8,
        max_length=4000,
        help_text=_("Les faits, ce que votre dispositif propose, et sur quelle base."),
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", Office.objects.filter(pk__in=[office.pk for office in offices]))
        self.fields["office"].initial = offices[0]
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
