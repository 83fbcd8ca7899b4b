"""Forms of the acts on a case: what is asked for, and what it is needed for (P11)."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import Theme
from accounts.models import CoordinationPost, Institution, Mandate, Office, User
from cases.actions.clients import EDITABLE
from cases.choices import FollowUpResult, Lasting, Outcome, Path, Urgency
from cases.forms.pool import offer_pool
from cases.forms.widgets import (
    MandateChoice,
    category_field,
    day_field,
    offer,
    text_field,
)
from cases.models import Case, CatalogueMeasure, Client
from core.choices import Category, Language


class ClientForm(forms.ModelForm):
    """What is known about the person's identity."""

    birth_date = day_field(_("Date de naissance"))

    class Meta:
        model = Client
        fields = [name for name in (f.name for f in Client._meta.fields) if name in EDITABLE]
        help_texts = {
            "last_name": _("Pour reconnaître la personne et établir ses lettres."),
            "place": _("Pour les lettres."),
            "email": _("Pour les invitations, si la personne le souhaite."),
        }

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class HandOverForm(forms.Form):
    """Who takes the case over, among the colleagues of the dispositif."""

    to = forms.ModelChoiceField(
        label=_("Nouvelle personne en charge"), queryset=User.objects.none()
    )
    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", colleagues)


class AnnounceForm(forms.Form):
    path = forms.ChoiceField(
        label=_("Prise en charge demandée"),
        choices=[choice for choice in Path.choices if choice[0] != Path.NONE],
        widget=forms.RadioSelect,
    )
    text = text_field(
        _("Ce que vous attendez de la CII"),
        help_text=_("La coordination lit ce texte pour trier l’annonce."),
    )
    urgency = forms.ChoiceField(
        label=_("Urgence"),
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        widget=forms.RadioSelect,
        help_text=_("La coordination trie d’abord ce qui est urgent ; dites pourquoi ci-dessus."),
    )
    theme = forms.ChoiceField(
        label=_("Coordination"),
        choices=[("", _("coordination de la région")), *Theme.choices],
        required=False,
        help_text=_("Le poste principal de la région, ou celui du thème, reçoit l’annonce."),
    )


class TriageForm(forms.Form):
    path = forms.ChoiceField(
        label=_("Prise en charge"), choices=Path.choices, widget=forms.RadioSelect
    )
    reason = text_field(_("Motif"), help_text=_("Le dispositif annonceur lira ce motif."))
    due_on = day_field(
        _("Échéance"),
        required=False,
        help_text=_(
            "Jusqu’à quand la prise en charge doit commencer ; inutile sans prise en charge."
        ),
    )


class TransferForm(forms.Form):
    """To which other post, and why."""

    post = forms.ModelChoiceField(
        label=_("Nouveau poste de coordination"), queryset=CoordinationPost.objects.none()
    )
    reason = forms.CharField(
        label=_("Motif"), max_length=200, help_text=_("Le nouveau poste lira ce motif.")
    )

    def __init__(self, *args: Any, posts: QuerySet[CoordinationPost], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "post", posts)


class EngageForm(forms.Form):
    """Which dispositif is to take part, and why."""

    office = forms.ModelChoiceField(
        label=_("Dispositif"),
        queryset=Office.objects.none(),
        help_text=_("Seuls les dispositifs que la procuration couvre et qui ne participent pas."),
    )
    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", Office.objects.filter(pk__in=[office.pk for office in offices]))


class NameForm(forms.Form):
    """Who is named, for which office, and why."""

    mandate = MandateChoice(label=_("Personne"), queryset=Mandate.objects.none())
    reason = forms.CharField(label=_("Motif"), max_length=200)

    def __init__(self, *args: Any, candidates: QuerySet[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mandate", candidates)


class EndForm(forms.Form):
    """Why somebody no longer takes part."""

    reason = forms.CharField(label=_("Motif"), max_length=200)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Issue"), choices=Outcome.choices, widget=forms.RadioSelect)


class ReopenForm(forms.Form):
    """Why a closed case goes on."""

    reason = forms.CharField(
        label=_("Motif"), max_length=200, help_text=_("Le dispositif annonceur lira ce motif.")
    )


class ResultForm(forms.Form):
    """Whether the result of a closed case holds."""

    answer = forms.ChoiceField(
        label=_("Aujourd’hui"), choices=Lasting.choices, widget=forms.RadioSelect
    )
    since = day_field(
        _("Depuis quand"), required=False, help_text=_("Si vous le savez, même à peu près.")
    )
    remark = text_field(
        _("Remarque"),
        rows=3,
        required=False,
        help_text=_("La lisent votre dispositif et qui lit la catégorie travail."),
    )


class CaseManagerForm(forms.Form):
    """Whom the pool of répondants designated, and why."""

    mandate = MandateChoice(label=_("Case manager"), queryset=Mandate.objects.none())
    reason = forms.CharField(
        label=_("Motif"), max_length=200, help_text=_("Par exemple : décision de la TRO du 3 mars.")
    )

    def __init__(self, *args: Any, case: Case, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_pool(self, "mandate", case, day)


class PlanForm(forms.Form):
    objective = text_field(
        _("Objectif"), help_text=_("Ce que la personne veut atteindre, et quand.")
    )
    client_words = text_field(_("La personne, avec ses mots"), rows=3, required=False)
    has_client_agreement = forms.BooleanField(
        label=_("La personne est d’accord avec ce plan"),
        required=False,
        help_text=_("Sans cet accord, le plan reste un projet."),
    )


class HandoutForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Langue"), choices=Language.choices, widget=forms.RadioSelect
    )


class MeasureMoveForm(forms.Form):
    """What is possible now, and why a measure ends early."""

    move = forms.ChoiceField(label=_("Ce qui s’est passé"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Motif de l’interruption"),
        max_length=300,
        required=False,
        help_text=_("Seulement si la mesure s’interrompt. Qui lit la mesure lit aussi ce motif."),
    )

    def __init__(self, *args: Any, moves: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {
            "start": _("La mesure a commencé"),
            "complete": _("La mesure est terminée"),
            "break_off": _("La mesure s’interrompt ou n’aura pas lieu"),
        }
        self.fields["move"].choices = [(move, told[move]) for move in moves]  # type: ignore[attr-defined]


class MeasureForm(forms.Form):
    measure = forms.ModelChoiceField(label=_("Mesure"), queryset=CatalogueMeasure.objects.all())
    detail = forms.CharField(label=_("Précision"), max_length=300, required=False)
    responsible = forms.ModelChoiceField(
        label=_("Responsable"),
        queryset=Office.objects.none(),
        help_text=_("Seuls les dispositifs que la procuration couvre."),
    )
    payer = forms.ModelChoiceField(label=_("Payeur"), queryset=Institution.objects.all())
    is_prefinanced = forms.BooleanField(label=_("Préfinancement demandé"), required=False)
    starts_on = day_field(_("Du"))
    ends_on = day_field(_("Au"), required=False)
    category = category_field(initial=Category.WORK)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covered = Office.objects.filter(pk__in=[office.pk for office in offices])
        offer(self, "responsible", covered)


class ReviewForm(forms.Form):
    """The quarterly review: what is proposed is enough when nothing changed."""

    result = forms.ChoiceField(
        label=_("Décision"),
        choices=FollowUpResult.choices,
        widget=forms.RadioSelect,
        initial=FollowUpResult.ON_TRACK,
    )
    summary = text_field(
        _("Ce qui a changé"),
        rows=3,
        required=False,
        help_text=_("Inutile tant que le plan se déroule comme prévu."),
    )
    category = category_field(initial=Category.WORK)
    next_on = day_field(
        _("Prochain suivi"),
        help_text=_("Proposé dans trois mois ; un jour férié passe au jour ouvrable suivant."),
    )
