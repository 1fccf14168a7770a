"""The digest of what a phone sent under its key: the same again, or something else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0009_costs"),
    ]

    operations = [
        migrations.AddField(
            model_name="interaction",
            name="client_digest",
            field=models.CharField(
                blank=True, editable=False, max_length=64, verbose_name="手机端内容校验值"
            ),
        ),
    ]
