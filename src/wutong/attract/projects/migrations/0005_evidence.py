import django.db.models.deletion
import django.utils.timezone
import wutong.attract.projects.models.evidence
import wutong.foundation.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("projects", "0004_default_stages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
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
                (
                    "kind",
                    wutong.attract.projects.models.evidence.EvidenceKindField(
                        max_length=30, verbose_name="佐证类别"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="文号、证号、合同编号或回单流水号",
                        max_length=100,
                        verbose_name="编号",
                    ),
                ),
                (
                    "amount",
                    wutong.foundation.money.MoneyField(blank=True, null=True, verbose_name="金额"),
                ),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="出具日期")),
                ("payer", models.CharField(blank=True, max_length=100, verbose_name="付款方")),
                ("issuer", models.CharField(blank=True, max_length=100, verbose_name="出具单位")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="拍摄地点")),
                ("shot_at", models.DateTimeField(blank=True, null=True, verbose_name="拍摄时间")),
                (
                    "started_on",
                    models.DateField(blank=True, null=True, verbose_name="项目开工时间"),
                ),
                ("verifier", models.CharField(blank=True, max_length=40, verbose_name="核验人")),
                (
                    "verifier_unit",
                    models.CharField(blank=True, max_length=100, verbose_name="核验人单位"),
                ),
                (
                    "verifier_post",
                    models.CharField(blank=True, max_length=60, verbose_name="核验人职务"),
                ),
                (
                    "verifier_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="核验人电话"),
                ),
                (
                    "repeat_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="重复使用说明"),
                ),
                ("certified_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                (
                    "certified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="认定人",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="projects.evidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料",
                "ordering": ["-pk"],
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["project", "kind"], name="evidence_of_project"),
                    models.Index(fields=["number", "issued_on"], name="evidence_by_number"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="evidence_amount_positive",
                        violation_error_message="金额须大于0",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceKind",
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
                (
                    "code",
                    models.SlugField(
                        help_text="英文小写，登记后不要改", max_length=30, verbose_name="代码"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="类别名称")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                (
                    "is_voucher",
                    models.BooleanField(
                        default=False,
                        help_text="编号、金额、日期都相同即视为同一张",
                        verbose_name="付款凭证",
                    ),
                ),
                ("needs_number", models.BooleanField(default=False, verbose_name="须填编号")),
                ("needs_amount", models.BooleanField(default=False, verbose_name="须填金额")),
                ("needs_issued_on", models.BooleanField(default=False, verbose_name="须填日期")),
                ("needs_payer", models.BooleanField(default=False, verbose_name="须填付款方")),
                ("needs_issuer", models.BooleanField(default=False, verbose_name="须填出具单位")),
                ("needs_place", models.BooleanField(default=False, verbose_name="须填拍摄地点")),
                ("needs_shot_at", models.BooleanField(default=False, verbose_name="须填拍摄时间")),
                (
                    "needs_started_on",
                    models.BooleanField(default=False, verbose_name="须填项目开工时间"),
                ),
                ("needs_verifier", models.BooleanField(default=False, verbose_name="须填核验人")),
                ("hint", models.CharField(blank=True, max_length=200, verbose_name="填报提示")),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="projects.evidencekind",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证类别",
                "ordering": ["order", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None), ("version_of", None)),
                        fields=("code",),
                        name="evidence_kind_coded_once",
                        violation_error_message="已有使用这个代码的佐证类别",
                    )
                ],
            },
        ),
    ]
