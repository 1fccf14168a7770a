from django.db import migrations

from wutong.foundation.audit.guards import lower_guards, raise_guards


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: raise_guards(editor), lambda apps, editor: lower_guards(editor)
        )
    ]
