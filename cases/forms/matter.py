"""What is submitted to be ruled on, and how it ends."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases.choices import MatterKind
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
    office = forms.ModelChoiceField(
        label=_("Dispositif concerné"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("Celui avec lequel il y a un différend, s’il y en a un."),
    )

    def __init__(
        self, *args: Any, kinds: list[MatterKind], offices: list[Office], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices
        offer(self, "office", Office.objects.filter(pk__in=[office.pk for office in offices]))

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
    outcome = text_field(
        _("Issue"),
        rows=3,
        max_length=500,
        help_text=_("Pour une affaire d’argent : ce que la Commission a décidé."),
    )
