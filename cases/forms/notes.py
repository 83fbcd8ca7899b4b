"""Forms of the journal de bord and its documents (C11)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.choices import NoteKind
from cases.forms.widgets import category_radios, file_field, files_field, text_field
from cases.models import NoteTemplate

# So many of 10 MB each still arrive in one request.
MOST_FILES = 10


class NoteForm(forms.Form):
    """An entry of the journal, in one category."""

    text = text_field(_("Texte"), rows=6)
    category = category_radios()
    kind = forms.ChoiceField(label=_("Genre"), choices=NoteKind.choices)

    def __init__(self, *args: Any, template: NoteTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = {"autofocus": True, "aria-keyshortcuts": "Control+Enter Meta+Enter"}
        self.fields["text"].widget.attrs.update(keys)
        if template:
            self.initial = {
                "text": template.text,
                "category": template.category,
                "kind": template.kind,
            }


class QuickNoteForm(NoteForm):
    """The same on the page of the case, where the cursor isn't drawn away from what is read."""

    kind = forms.ChoiceField(
        choices=NoteKind.choices, initial=NoteKind.JOURNAL, widget=forms.HiddenInput
    )

    def __init__(self) -> None:
        super().__init__(auto_id="note_%s")
        del self.fields["text"].widget.attrs["autofocus"]
        self.fields["text"].widget.attrs["rows"] = 3


class DocumentForm(forms.Form):
    title = forms.CharField(
        label=_("Titre"),
        max_length=140,
        help_text=_("Le même pour tous, numéroté, si vous joignez plusieurs fichiers."),
    )
    category = category_radios()
    uploads = files_field(_("Fichiers"), MOST_FILES)
    is_contract = forms.BooleanField(
        label=_("C’est le contrat d’insertion"),
        required=False,
        help_text=_(
            "Capacité de travail, freins et ressources, adhésion de la personne. Le contrat "
            "s’affiche avec le plan, dans la catégorie choisie."
        ),
    )

    def __init__(self, *args: Any, is_of_cms: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_of_cms:
            del self.fields["is_contract"]

    def clean_uploads(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("%(count)s fichiers d’un coup sont trop : joignez-en %(most)s au plus."),
                params={"count": len(files), "most": MOST_FILES},
            )
        return files


class VersionForm(forms.Form):
    """The file that takes the place of an older one."""

    file = file_field(_("Nouvelle version"))
