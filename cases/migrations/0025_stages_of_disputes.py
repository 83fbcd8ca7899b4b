from django.db import migrations

from core import clock
from core.working_days import add_working_days

# As the settings are shipped, for disputes that were opened without a term.
DAYS = {"coordination": 10, "commission": 20}


def begin_stages(apps, schema_editor):
    """A dispute about money went to the Commission at once, every other one to the coordination."""
    Matter = apps.get_model("cases", "Matter")
    DisputeStage = apps.get_model("cases", "DisputeStage")
    for matter in Matter.objects.filter(kind__in=["dispute", "money_dispute"]):
        step = "coordination" if matter.kind == "dispute" else "commission"
        DisputeStage.objects.create(
            matter=matter,
            step=step,
            due_on=add_working_days(clock.day_of(matter.opened_at), DAYS[step]),
            begun_at=matter.opened_at,
            begun_by_id=matter.opened_by_id,
            ended_at=matter.settled_at,
            ended_by_id=matter.settled_by_id,
            result="agreed" if matter.settled_at else "",
        )


def name_sides(apps, schema_editor):
    """Who asked, where a dispute began with a request."""
    Matter = apps.get_model("cases", "Matter")
    for matter in Matter.objects.exclude(request=None).select_related("request"):
        matter.asking_id = matter.request.asking_id
        matter.save(update_fields=["asking"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_disputes")]

    operations = [
        migrations.RunPython(begin_stages, migrations.RunPython.noop),
        migrations.RunPython(name_sides, migrations.RunPython.noop),
    ]
