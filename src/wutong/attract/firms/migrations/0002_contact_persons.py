"""Persons of firms whom a unit is in touch with (联系人)."""

import django.db.models.deletion
import django.utils.timezone
import wutong.foundation.personal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firms", "0001_initial"),
        ("people", "0003_county_map"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPerson",
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
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "phone",
                    wutong.foundation.personal.PersonalField(
                        blank=True, max_length=40, verbose_name="电话"
                    ),
                ),
                (
                    "wechat",
                    wutong.foundation.personal.PersonalField(
                        blank=True, max_length=60, verbose_name="微信号"
                    ),
                ),
                (
                    "email",
                    wutong.foundation.personal.PersonalField(
                        blank=True, max_length=100, verbose_name="电子邮箱"
                    ),
                ),
                ("is_decider", models.BooleanField(default=False, verbose_name="能拍板")),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "本人同意"),
                            ("card", "本人递交名片"),
                            ("public", "企业公开信息"),
                            ("", "未取得"),
                        ],
                        default="",
                        help_text="未取得本人同意的，不能登记电话、微信、邮箱（个人信息保护法第十三条）",
                        max_length=10,
                        verbose_name="取得方式",
                    ),
                ),
                ("consented_on", models.DateField(blank=True, null=True, verbose_name="取得日期")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="firms.firm",
                        verbose_name="企业",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                        verbose_name="联系单位",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="firms.contactperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "联系人",
                "ordering": ["firm", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
    ]
