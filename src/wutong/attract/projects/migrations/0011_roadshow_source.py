"""The roadshow that a project came from, and the reserve projects that were pitched at one."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0005_outreach_workflow"),
        ("projects", "0010_fresh_defaults"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="source_roadshow",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="outreach.roadshow",
                verbose_name="来源推介会",
            ),
        ),
        migrations.CreateModel(
            name="Pitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "known_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="获知时间",
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="失效时间"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="反响")),
                (
                    "reserve",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pitches",
                        to="projects.reserveproject",
                        verbose_name="储备项目",
                    ),
                ),
                (
                    "roadshow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pitches",
                        to="outreach.roadshow",
                        verbose_name="推介会",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="projects.pitch",
                    ),
                ),
            ],
            options={
                "verbose_name": "推介项目",
                "ordering": ["pk"],
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None), ("version_of", None)),
                        fields=("roadshow", "reserve"),
                        name="pitched_once_a_roadshow",
                        violation_error_message="该推介会已推介这个项目",
                    )
                ],
            },
        ),
    ]
