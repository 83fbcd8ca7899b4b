"""Forms of advice and guidance: free texts in which nobody should be recognisable (C17)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import CoordinationPost, Office
from accounts.scope import Scope
from cases.forms.widgets import text_field
from core import clock
from governance.recognisable import signs_of_a_person

LONGEST = 3000
NOBODY = _("Décrivez la situation en général : ni nom, ni date, ni numéro, ni adresse.")


class ImpersonalForm(forms.Form):
    """Asks for a second look, once, where a text seems to tell of somebody.

    The box to tick appears with the warning.
    """

    is_looked_at = forms.BooleanField(
        label=_("J’ai relu mon texte : il ne permet de reconnaître personne."), required=False
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.order_fields([*(name for name in self.fields if name != "is_looked_at")])
        self.signs = self._signs() if self.is_bound else []
        if not self.signs:
            del self.fields["is_looked_at"]

    def _signs(self) -> list[str]:
        values = (self.data.get(name, "") for name in ("question", "answer") if name in self.fields)
        return signs_of_a_person("\n".join(value[:LONGEST] for value in values), self.scope)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.signs and not cleaned.get("is_looked_at"):
            self.add_error(
                "is_looked_at",
                _(
                    "Votre texte semble contenir : %(signs)s. Reformulez-le sans ces indications, "
                    "ou confirmez qu’il ne désigne personne. Rien n’est encore envoyé."
                )
                % {"signs": ", ".join(self.signs)},
            )
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        """What was written, without the box."""
        names = ("question", "answer")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class AskForm(ImpersonalForm):
    to = forms.ChoiceField(label=_("À qui"))
    question = text_field(_("Votre question"), rows=6, max_length=LONGEST, help_text=NOBODY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        mine = {m.office_id for m in self.scope.mandates if m.office_id}
        answering = Office.objects.filter(mandates__role=Role.REPONDANT, pk__in=mine).distinct()
        self.offices = {f"office:{row.pk}": row for row in answering.live(today)}
        self.posts = {f"post:{row.pk}": row for row in CoordinationPost.objects.live(today)}
        groups: list[Any] = [("officer", _("chargé·e cantonal·e CII"))]
        groups.append((_("Coordination"), [(key, str(row)) for key, row in self.posts.items()]))
        if self.offices:
            said = [(key, str(row)) for key, row in self.offices.items()]
            groups.insert(0, (_("Répondant·e·s de mon dispositif"), said))
        self.fields["to"].choices = groups  # type: ignore[attr-defined]

    @property
    def addressee(self) -> Office | CoordinationPost | None:
        key = self.cleaned_data["to"]
        return self.offices.get(key) or self.posts.get(key)


class AnswerForm(ImpersonalForm):
    answer = text_field(_("Votre réponse"), rows=8, max_length=LONGEST, help_text=NOBODY)


class GuidanceForm(ImpersonalForm):
    question = forms.CharField(
        label=_("La question, en général"),
        max_length=200,
        help_text=_("Comme quelqu’un d’autre la poserait, dans un autre dispositif."),
    )
    answer = text_field(_("La réponse, en général"), rows=8, max_length=LONGEST, help_text=NOBODY)


class ReleaseForm(forms.Form):
    is_impersonal = forms.BooleanField(
        label=_("J’ai relu ce texte : aucune personne n’y est reconnaissable.")
    )
