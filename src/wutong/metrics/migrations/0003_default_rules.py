from django.db import migrations

from wutong.metrics.defaults import BEGINNING, DEFAULTS


def lay_down(apps, editor):
    Rule = apps.get_model("metrics", "Rule")
    for code, label, value, since, until, source in DEFAULTS:
        Rule._base_manager.create(
            code=code,
            label=label,
            value=value,
            since=since,
            until=until,
            source=source,
            known_at=BEGINNING,
        )


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_initial")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
