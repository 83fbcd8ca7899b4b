import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_releases"),
        ("cases", "0031_appraisals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AidRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "category",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "identité"),
                            (2, "travail (formation, emploi, capacité de travail)"),
                            (4, "situation sociale (famille, logement)"),
                            (8, "finances"),
                            (16, "santé"),
                            (32, "justice"),
                        ],
                        default=8,
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="demandée par la personne le")),
                ("send_by", models.DateField(verbose_name="à transmettre jusqu’au")),
                ("due_on", models.DateField(verbose_name="décision attendue jusqu’au")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "déposée par la personne"),
                            ("signed", "signée une fois"),
                            ("countersigned", "contrôlée et prête à partir"),
                            ("sent", "transmise à la commune"),
                            ("decided", "décidée par la commune"),
                            ("withdrawn", "retirée"),
                        ],
                        default="filed",
                        max_length=14,
                        verbose_name="état",
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("countersigned_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="motif du retrait"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aid_requests",
                        to="cases.case",
                    ),
                ),
                (
                    "countersigned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="CMS",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "demande d’aide sociale",
                "verbose_name_plural": "demandes d’aide sociale",
                "ordering": ["-asked_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AidReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("soon", "répondant·e et personne en charge, avant le terme"),
                            ("late", "toutes et tous les répondant·e·s du CMS"),
                            ("manager", "responsable du CMS"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reminded_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="cases.aidrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["reminded_at", "rung", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="aidrequest",
            index=models.Index(
                condition=models.Q(("state__in", ["filed", "signed", "countersigned"])),
                fields=["send_by"],
                name="aid_to_send",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("signed", "countersigned", "sent", "decided")),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ("signed", "countersigned", "sent", "decided")),
                            _negated=True,
                        ),
                        models.Q(
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="aid_signed_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("countersigned", "sent", "decided")),
                        ("countersigned_at__isnull", False),
                        ("countersigned_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ("countersigned", "sent", "decided")), _negated=True
                        ),
                        models.Q(
                            models.Q(
                                ("countersigned_at__isnull", False),
                                ("countersigned_by__isnull", False),
                            ),
                            models.Q(
                                ("countersigned_at__isnull", True),
                                ("countersigned_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="aid_countersigned_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("sent", "decided")),
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state__in", ("sent", "decided")), _negated=True),
                        models.Q(
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="aid_sent_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("decided",)),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state__in", ("decided",)), _negated=True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="aid_decided_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("withdrawn",)),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state__in", ("withdrawn",)), _negated=True),
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="aid_withdrawn_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("countersigned_by", None),
                    models.Q(("countersigned_by", models.F("signed_by")), _negated=True),
                    _connector="OR",
                ),
                name="aid_needs_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_on__lte", models.F("send_by")), ("send_by__lte", models.F("due_on"))
                ),
                name="aid_sent_before_it_is_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["decided", "withdrawn"]), _negated=True),
                fields=("case", "office"),
                name="one_running_aid_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidreminder",
            constraint=models.UniqueConstraint(
                fields=("request", "rung"), name="one_aid_reminder_a_rung"
            ),
        ),
    ]
