import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_access_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="merge",
            name="merge_approved_state",
        ),
        migrations.RemoveConstraint(
            model_name="merge",
            name="one_merge_a_match",
        ),
        migrations.AddField(
            model_name="merge",
            name="undoing_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="merge",
            name="undoing_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="matchstep",
            name="act",
            field=models.CharField(
                choices=[
                    ("engage", "dispositif engagé dans le dossier existant"),
                    ("extend", "complément de procuration demandé"),
                    ("dismiss", "pas la même personne"),
                    ("propose", "réunion des dossiers proposée"),
                    ("decline", "réunion des dossiers refusée"),
                    ("approve", "dossiers réunis"),
                    ("ask_undo", "séparation des dossiers proposée"),
                    ("keep", "séparation des dossiers refusée"),
                    ("undo", "réunion des dossiers défaite"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="merge",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposée"),
                    ("approved", "approuvée"),
                    ("declined", "refusée"),
                    ("undoing", "à défaire, une deuxième personne en décide"),
                    ("undone", "défaite"),
                ],
                default="proposed",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("approved", "undoing", "undone")),
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state__in", ("approved", "undoing", "undone")), _negated=True),
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="merge_approved_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("undoing", "undone")),
                        ("undoing_at__isnull", False),
                        ("undoing_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state__in", ("undoing", "undone")), _negated=True),
                        ("undoing_at__isnull", True),
                        ("undoing_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="merge_undoing_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_by", None),
                    models.Q(("undone_by", models.F("undoing_by")), _negated=True),
                    _connector="OR",
                ),
                name="undoing_needs_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "approved", "undoing"])),
                fields=("match",),
                name="one_merge_a_match",
            ),
        ),
    ]
