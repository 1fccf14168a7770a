from django.db import migrations

from wutong.metrics.defaults import ALWAYS, BEGINNING, STUCK


def lay_down(apps, editor):
    Rule = apps.get_model("metrics", "Rule")
    code, label, value, source = STUCK
    Rule._base_manager.create(
        code=code, label=label, value=value, since=ALWAYS, source=source, known_at=BEGINNING
    )


class Migration(migrations.Migration):
    dependencies = [("metrics", "0004_funds_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
