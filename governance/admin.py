from django import forms
from django.contrib import admin, messages
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.admin import KeptRows
from accounts.models import Absence, Mandate, Release, User
from accounts.rules import check_absence, check_end, check_mandate
from audit.admin import TracedRows
from core import clock
from core.refusal import Refusal
from governance.actions.leaving import left_by
from governance.actions.mandates import begin_mandate, end_absence, end_mandate, record_absence
from governance.actions.people import change_account, open_account
from governance.models import MeetingKind


class RuledForm(forms.ModelForm):
    """Says before the action what the action would refuse, so that nothing typed is lost."""

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.check_rules(cleaned)
        except Refusal as refusal:
            known = refusal.field if refusal.field in self.fields else None
            self.add_error(known, str(refusal.reason))
        return cleaned

    def check_rules(self, cleaned) -> None:
        """What the form's action would refuse. Raises `Refusal`."""


class MandateForm(RuledForm):
    class Meta:
        model = Mandate
        fields = [
            "user",
            "role",
            "capacity",
            "office",
            "post",
            "body",
            "region",
            "population",
            "valid_from",
            "valid_until",
        ]
        help_texts = {
            "valid_until": _("Dernier jour compris. Pour une fin immédiate : le jour d’hier.")
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and "valid_until" in self.fields:
            left = left_by(self.instance, clock.today()).sentences()
            if left:
                facts = {"left": ", ".join(left)}
                said = _("En main : %(left)s. Qui peut le transmettre en sera averti.") % facts
                field = self.fields["valid_until"]
                field.help_text = format_lazy("{} {}", field.help_text, said)

    def check_rules(self, cleaned) -> None:
        if self.instance._state.adding:
            mandate = Mandate(**cleaned)
            check_mandate(mandate, Mandate.objects.rivals_of(mandate))
        else:
            check_end(Mandate.objects.get(pk=self.instance.pk), cleaned["valid_until"])


class AbsenceForm(RuledForm):
    class Meta:
        model = Absence
        fields = ["user", "valid_from", "valid_until", "deputy"]

    def check_rules(self, cleaned) -> None:
        if self.instance._state.adding:
            absence = Absence(**cleaned)
            deputies = Mandate.objects.deputies_of(absence.user, absence.valid_from)
            others = Absence.objects.filter(user=absence.user)
            check_absence(absence, others, deputies.values_list("user", flat=True))
        else:
            check_end(Absence.objects.get(pk=self.instance.pk), cleaned["valid_until"])


class DatedRows(KeptRows, admin.ModelAdmin):
    """Entered once; afterwards only the last day may be set."""

    def get_readonly_fields(self, request, obj=None):
        return [field for field in self.form.base_fields if obj and field != "valid_until"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj:
            form.base_fields["valid_until"].required = True
        return form


@admin.register(Mandate)
class MandateAdmin(DatedRows):
    form = MandateForm
    list_display = ["user", "role", "office", "post", "body", "valid_from", "valid_until"]
    list_filter = ["role", "office", "post"]
    list_select_related = ["user", "office", "post", "body"]
    search_fields = ["user__last_name", "user__first_name"]

    def save_model(self, request, obj, form, change) -> None:
        by, at = request.user, clock.now()
        if not change:
            begin_mandate(obj, by=by, at=at)
            return
        end_mandate(obj, last_day=obj.valid_until, by=by, at=at)
        if left := left_by(obj, clock.today()).sentences():
            said = _("Reste à transmettre : %(left)s. Qui peut le faire en est averti.")
            self.message_user(request, said % {"left": ", ".join(left)}, messages.WARNING)


@admin.register(Release)
class ReleaseAdmin(TracedRows):
    """Kept beside the mandate; read where a case manager is chosen."""

    list_display = ["mandate", "user", "percent", "valid_from", "valid_until"]
    list_select_related = ["mandate__user", "mandate__office", "mandate__post", "mandate__body"]

    def get_readonly_fields(self, request, obj=None):
        # What was decided for a time stays; another figure is a new row.
        return ["mandate", "percent", "valid_from"] if obj else []

    @admin.display(description=_("personne"))
    def user(self, row: Release) -> User:
        return row.mandate.user


@admin.register(User)
class UserAdmin(KeptRows, admin.ModelAdmin):
    """Who may sign in; what she may see follows from her mandates."""

    list_display = ["last_name", "first_name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "language"]
    search_fields = ["last_name", "first_name", "email"]
    fields = ["email", "first_name", "last_name", "phone", "language", "is_active", "is_staff"]

    def save_model(self, request, obj, form, change) -> None:
        by, at = request.user, clock.now()
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            change_account(obj, changes=changes, by=by, at=at)
        else:
            open_account(obj, by=by, at=at)


@admin.register(Absence)
class AbsenceAdmin(DatedRows):
    form = AbsenceForm
    list_display = ["user", "valid_from", "valid_until"]
    list_select_related = ["user"]

    def save_model(self, request, obj, form, change) -> None:
        by, at = request.user, clock.now()
        if change:
            end_absence(obj, last_day=obj.valid_until, by=by, at=at)
        else:
            record_absence(obj, by=by, at=at)


@admin.register(MeetingKind)
class MeetingKindAdmin(TracedRows):
    list_display = ["code", "name_fr", "name_de", "has_cases"]

    def get_readonly_fields(self, request, obj=None):
        # Code treats some kinds by their code; the label is free (domain 1).
        return ["code", "has_cases"] if obj else []
