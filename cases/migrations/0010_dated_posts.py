from django.db import migrations


def date_posts(apps, schema_editor):
    """Each case has had its post since it was announced."""
    Case = apps.get_model("cases", "Case")
    Coordination = apps.get_model("cases", "Coordination")
    for case in Case.objects.exclude(post=None):
        Coordination.objects.create(
            case=case,
            post_id=case.post_id,
            begun_at=case.announced_at,
            begun_by_id=case.announced_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_participation")]

    operations = [migrations.RunPython(date_posts, migrations.RunPython.noop)]
