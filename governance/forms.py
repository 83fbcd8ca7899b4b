"""Forms of meetings: what is asked for, and nothing that the action checks anyway."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import CoordinationPost, Mandate, Office, User
from accounts.scope import Scope
from cases.choices import PlanState
from cases.forms.pool import offer_pool
from cases.forms.widgets import MandateChoice, day_field, offer, text_field
from cases.models import Case, InsertionPlan
from cases.permissions import may
from cases.reading import CaseAccess
from core import clock
from core.choices import Category, Language
from governance.candidates import NOT_INVITED, chairs, invitable, responsibles
from governance.choices import Answer, Presence
from governance.models import AgendaItem, Meeting, MeetingKind
from governance.querysets import is_central


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


class MeetingForm(forms.Form):
    """When and where; whom to invite is asked once the agenda stands."""

    kind = forms.ModelChoiceField(label=_("Genre de séance"), queryset=MeetingKind.objects.all())
    post = forms.ModelChoiceField(
        label=_("Poste de coordination"), queryset=CoordinationPost.objects.none()
    )
    chair = forms.ModelChoiceField(
        label=_("Présidence"),
        queryset=User.objects.none(),
        help_text=_("Conduit la séance et adopte le procès-verbal."),
    )
    day = day_field(_("Date"))
    starts = time_field(_("Début"))
    ends = time_field(_("Fin"))
    place = forms.CharField(
        label=_("Lieu"),
        max_length=120,
        help_text=_("Figure dans l’invitation ; sans nom de personne."),
    )
    video_link = forms.URLField(
        label=_("Lien vidéo"), required=False, assume_scheme="https", max_length=200
    )
    language = forms.ChoiceField(
        label=_("Langue"), choices=Language, help_text=_("Langue du procès-verbal.")
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = CoordinationPost.objects.live(scope.day)
        if not is_central(scope):
            posts = posts.filter(pk__in=list(scope.posts))
        offer(self, "post", posts)
        offer(self, "chair", chairs(posts, scope.day))
        self.initial.setdefault("post", next(iter(scope.posts), None))
        self.initial.setdefault("chair", scope.user.pk)
        self.initial.setdefault("language", scope.user.language)

    @property
    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        data = dict(self.cleaned_data)
        day = data.pop("day")
        data["starts_at"] = make_aware(datetime.combine(day, data.pop("starts")))
        data["ends_at"] = make_aware(datetime.combine(day, data.pop("ends")))
        return data


class PointForm(forms.Form):
    """A point without a case."""

    title = forms.CharField(
        label=_("Objet"), max_length=150, help_text=_("Visible de toutes les personnes invitées.")
    )


class CaseNumberForm(forms.Form):
    """A case that the queue doesn't offer, by its number."""

    number = forms.CharField(label=_("Numéro de dossier"), max_length=20)

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases

    def clean_number(self) -> Case:
        case = self.cases.filter(number__iexact=self.cleaned_data["number"].strip()).first()
        if case is None:
            raise forms.ValidationError(_("Aucun dossier que vous pouvez voir ne porte ce numéro."))
        return case


class OfficesField(forms.ModelMultipleChoiceField):
    """Offers some offices; any other is left to the action, which names it and says what to do."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})

    def __init__(self, *, offered: list[Office], left_out: list[Office], label: Any) -> None:
        super().__init__(queryset=Office.objects.all(), required=False, label=label)
        self.choices = [(office.pk, str(office)) for office in offered]
        self.left_out = left_out


class ConveneForm(forms.Form):
    """Whom to invite to which item."""

    def __init__(
        self, *args: Any, meeting: Meeting, items: list[AgendaItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = {f"item_{item.pk}": item for item in items}
        day = clock.day_of(meeting.starts_at)
        dispositifs = Office.objects.live(day).exclude(kind__in=NOT_INVITED)
        for name, item in self.items.items():
            offered = invitable(item.case, day) if item.case else list(dispositifs)
            left_out = [
                office
                for office in dispositifs
                if item.case and office not in {item.case.home_office, *offered}
            ]
            self.fields[name] = OfficesField(offered=offered, left_out=left_out, label=str(item))

    @property
    def rows(self) -> list[tuple[AgendaItem, Any]]:
        return [(item, self[name]) for name, item in self.items.items()]

    @property
    def invitations(self) -> dict[AgendaItem, list[Office]]:
        return {item: list(self.cleaned_data[name]) for name, item in self.items.items()}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Votre réponse"), choices=Answer, widget=forms.RadioSelect)


class AttendanceForm(forms.Form):
    """One line per invited person, and the chair."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitations = meeting.invitations.select_related("user", "office")
        labels = {meeting.chair: _("présidence")} | {row.user: row.office for row in invitations}
        known = {row.user_id: row.presence for row in meeting.attendances.all()}
        self.people = {f"person_{user.pk}": user for user in labels}
        for name, user in self.people.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{user} · {labels[user]}",
                choices=[("", "—"), *Presence.choices],
                required=False,
                initial=known.get(user.pk, ""),
            )

    @property
    def presences(self) -> dict[User, Presence]:
        return {
            user: Presence(self.cleaned_data[name])
            for name, user in self.people.items()
            if self.cleaned_data[name]
        }


class CategorisedForm(forms.Form):
    """Text about a case carries one of the categories that the writer may read; other text none."""

    category = forms.TypedChoiceField(
        label=_("Catégorie de données"),
        coerce=int,
        help_text=_("Seules les personnes autorisées pour cette catégorie liront ce texte."),
    )

    def __init__(self, *args: Any, access: CaseAccess | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if access is None:
            del self.fields["category"]
        else:
            readable = [(kind.value, kind.label) for kind in Category.of(access.mask)]
            cast(forms.ChoiceField, self.fields["category"]).choices = [("", "—"), *readable]


class ParagraphForm(CategorisedForm):
    text = text_field(_("Discussion"), rows=5)


class CorrectionForm(CategorisedForm):
    text = text_field(_("Correction demandée"), rows=4)


class DecisionForm(CategorisedForm):
    """What, who, until when; perhaps the plan that the decision adopts."""

    what = forms.CharField(label=_("Quoi"), max_length=300)
    office = forms.ModelChoiceField(label=_("Qui"), queryset=Office.objects.none())
    until = day_field(_("Jusqu’au"))
    plan = forms.ModelChoiceField(
        label=_("Plan d’insertion adopté par cette décision"),
        queryset=InsertionPlan.objects.none(),
        required=False,
        empty_label=_("aucun"),
    )

    field_order = ["what", "office", "until", "category", "plan"]

    def __init__(
        self,
        *args: Any,
        access: CaseAccess | None,
        scope: Scope,
        chairs: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, access=access, **kwargs)
        offices = Office.objects.live(scope.day)
        plans = InsertionPlan.objects.none()
        if access:
            offered = responsibles(access.case, scope.day)
            offices = Office.objects.filter(pk__in=[office.pk for office in offered])
        if access and may("plan.adopt_in_meeting" if chairs else "plan.adopt", access):
            plans = InsertionPlan.objects.visible_to(scope).filter(
                case=access.case, state=PlanState.DRAFT
            )
        offer(self, "office", offices)
        offer(self, "plan", plans)
        if not plans:
            del self.fields["plan"]


class ManagerForm(forms.Form):
    """Whom the pool of répondants designated."""

    mandate = MandateChoice(label=_("Case manager"), queryset=Mandate.objects.none())

    def __init__(self, *args: Any, case: Case, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_pool(self, "mandate", case, scope.day)
