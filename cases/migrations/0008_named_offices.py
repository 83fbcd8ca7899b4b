import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_offices(apps, schema_editor):
    assignments = apps.get_model("cases", "Assignment").objects.filter(pk=OuterRef("assignment"))
    apps.get_model("cases", "CaseUserObjectPermission").objects.update(
        office=Subquery(assignments.values("office"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cases", "0007_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="caseuserobjectpermission",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.office",
            ),
        ),
        migrations.RunPython(copy_offices, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="caseuserobjectpermission",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.office",
            ),
        ),
        migrations.AddIndex(
            model_name="caseuserobjectpermission",
            index=models.Index(
                fields=["user", "content_object", "office"],
                include=("permission",),
                name="named_on_a_case",
            ),
        ),
    ]
