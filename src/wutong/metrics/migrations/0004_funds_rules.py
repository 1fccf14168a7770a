from django.db import migrations

from wutong.metrics.defaults import BEGINNING, FUNDS


def lay_down(apps, editor):
    Rule = apps.get_model("metrics", "Rule")
    for code, label, value, since, until, source in FUNDS:
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
    dependencies = [("metrics", "0003_default_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
