"""A firm that a station met (驻点对接) becomes an interaction (对接记录), on whatever occasion."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firms", "0002_contact_persons"),
        ("outreach", "0002_initial"),
        ("people", "0003_county_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("Contact", "Interaction"),
        migrations.RenameField("Invitation", "contact", "interaction"),
        migrations.AlterModelOptions(
            name="interaction",
            options={
                "default_manager_name": "objects",
                "ordering": ["-met_on", "-pk"],
                "verbose_name": "对接记录",
            },
        ),
        migrations.AddField(
            model_name="interaction",
            name="client_key",
            field=models.UUIDField(
                blank=True, editable=False, null=True, verbose_name="手机端编号"
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interactions",
                to="outreach.fairedition",
                verbose_name="节会届次",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("visit", "上门拜访"),
                    ("meeting", "会面洽谈"),
                    ("call", "电话、微信"),
                    ("event", "活动结识"),
                ],
                default="visit",
                max_length=20,
                verbose_name="方式",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="met_with",
            field=models.CharField(
                blank=True, help_text="姓名、职务", max_length=100, verbose_name="对方人员"
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="next_done_on",
            field=models.DateField(blank=True, null=True, verbose_name="下一步完成日期"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="next_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="下一步期限"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="next_result",
            field=models.CharField(blank=True, max_length=200, verbose_name="下一步结果"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="next_step",
            field=models.CharField(blank=True, max_length=200, verbose_name="下一步"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interactions",
                to="firms.contactperson",
                verbose_name="联系人",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="place",
            field=models.CharField(blank=True, max_length=100, verbose_name="地点"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="reception",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interactions",
                to="outreach.reception",
                verbose_name="客商来访",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="记录人",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="summary",
            field=models.TextField(blank=True, verbose_name="洽谈内容"),
        ),
        migrations.AddField(
            model_name="interaction",
            name="trip",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interactions",
                to="outreach.trip",
                verbose_name="外出招商",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.unit",
                verbose_name="对接单位",
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="interaction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="talks",
                to="outreach.interaction",
                verbose_name="对接记录",
            ),
        ),
        migrations.AlterField(
            model_name="interaction",
            name="firm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interactions",
                to="firms.firm",
                verbose_name="对接企业",
            ),
        ),
        migrations.AlterField(
            model_name="interaction",
            name="station",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interactions",
                to="outreach.station",
                verbose_name="驻点招商",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="interaction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="outreach.interaction",
                verbose_name="对接记录",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("retired_at", None), ("version_of", None), ("client_key__isnull", False)
                ),
                fields=("client_key",),
                name="interaction_sent_once",
                violation_error_message="这条对接记录已经收到",
            ),
        ),
    ]
