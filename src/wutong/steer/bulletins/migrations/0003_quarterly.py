from django.db import migrations

from wutong.metrics.defaults import BEGINNING
from wutong.steer.bulletins.defaults import QUARTERLY, TEXT


def lay_down(apps, editor):
    Template = apps.get_model("bulletins", "Template")
    text = TEXT.read_text(encoding="utf-8").strip()
    Template._base_manager.create(text=text, known_at=BEGINNING, **QUARTERLY)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_initial"), ("metrics", "0003_default_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
