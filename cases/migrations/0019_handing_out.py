import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NOTE = "cases.casenote:"


def name_texts(apps, schema_editor):
    """What was marked so far stands in entries of the journal."""
    HiddenPassage = apps.get_model("cases", "HiddenPassage")
    for passage in HiddenPassage.objects.select_related("note"):
        passage.case_id = passage.note.case_id
        passage.text = f"{NOTE}{passage.note_id}"
        passage.category, passage.office_id = passage.note.category, passage.note.office_id
        passage.save()
    check_now(schema_editor)


def name_notes(apps, schema_editor):
    """Only entries of the journal knew passages, and none was lifted."""
    HiddenPassage = apps.get_model("cases", "HiddenPassage")
    AccessRequest = apps.get_model("cases", "AccessRequest")
    known = HiddenPassage.objects.filter(text__startswith=NOTE, lifted_at=None)
    HiddenPassage.objects.exclude(pk__in=known.values("pk")).delete()
    for passage in known:
        asked = AccessRequest.objects.filter(case=passage.case_id).order_by("-received_at")
        passage.request, passage.note_id = asked.first(), passage.text.removeprefix(NOTE)
        passage.save()
    check_now(schema_editor)


def shut(apps, schema_editor):
    """The policy reads columns that come and go; until it is put anew, jobs alone see the rows."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP POLICY IF EXISTS need_to_know ON cases_hiddenpassage")
        schema_editor.execute(
            "CREATE POLICY need_to_know ON cases_hiddenpassage"
            " USING (current_setting('cii.context', true) LIKE 'job:%')",
            None,
        )


def check_now(schema_editor):
    """PostgreSQL changes no table while keys in it wait to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def key(to, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


def of_case(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="cases.case",
        **options,
    )


def of_note(to, name, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=to, null=True, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("cases", "0018_collaboration_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(shut, migrations.RunPython.noop),
        migrations.CreateModel(
            name="DocumentDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "is_withheld",
                    models.BooleanField(verbose_name="retenu : contient des données de tiers"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motif")),
                ("decided_at", models.DateTimeField(verbose_name="décidé")),
                ("case", of_case()),
                ("decided_by", key(settings.AUTH_USER_MODEL)),
                ("document", key("documents.document", verbose_name="document")),
            ],
            options={
                "verbose_name": "décision de remise",
                "verbose_name_plural": "décisions de remise",
                "ordering": ["decided_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_withheld", False))
                        | models.Q(("reason", ""), _negated=True),
                        name="a_withheld_document_has_a_reason",
                    )
                ],
            },
        ),
        migrations.AddField("hiddenpassage", "case", of_case(null=True)),
        migrations.AddField(
            "hiddenpassage",
            "text",
            models.CharField(default="", max_length=100, verbose_name="texte"),
            preserve_default=False,
        ),
        migrations.AddField(
            "hiddenpassage",
            "category",
            models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField("hiddenpassage", "office", key("accounts.office", null=True)),
        migrations.AddField("hiddenpassage", "lifted_at", models.DateTimeField(null=True)),
        migrations.AddField("hiddenpassage", "lifted_by", key(settings.AUTH_USER_MODEL, null=True)),
        migrations.AlterField(
            "hiddenpassage", "note", of_note("cases.casenote", "+", verbose_name="entrée")
        ),
        migrations.AlterField(
            "hiddenpassage", "request", of_note("cases.accessrequest", "passages")
        ),
        migrations.RunPython(name_texts, name_notes),
        migrations.RemoveField("hiddenpassage", "note"),
        migrations.RemoveField("hiddenpassage", "request"),
        migrations.AlterField("hiddenpassage", "case", of_case()),
        migrations.AddConstraint(
            "hiddenpassage",
            models.CheckConstraint(
                condition=models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True))
                | models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                name="passage_lifted_at_and_by",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, shut),
    ]
