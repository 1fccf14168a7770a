"""Trip plans with their way to approval, debriefs, station teams and reports, roadshows, quotas."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chains", "0002_initial"),
        ("firms", "0002_contact_persons"),
        ("outreach", "0004_interaction_units"),
        ("people", "0003_county_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reception",
            name="achieved",
            field=models.TextField(blank=True, verbose_name="成果"),
        ),
        migrations.AddField(
            model_name="reception",
            name="debrief",
            field=models.TextField(
                blank=True, help_text="去了哪里、见了谁、谈了什么", verbose_name="总结"
            ),
        ),
        migrations.AddField(
            model_name="reception",
            name="debriefed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="总结人",
            ),
        ),
        migrations.AddField(
            model_name="reception",
            name="debriefed_on",
            field=models.DateField(blank=True, null=True, verbose_name="总结日期"),
        ),
        migrations.AddField(
            model_name="reception",
            name="problems",
            field=models.TextField(blank=True, verbose_name="问题和建议"),
        ),
        migrations.AddField(
            model_name="station",
            name="achieved",
            field=models.TextField(blank=True, verbose_name="成果"),
        ),
        migrations.AddField(
            model_name="station",
            name="debrief",
            field=models.TextField(
                blank=True, help_text="去了哪里、见了谁、谈了什么", verbose_name="总结"
            ),
        ),
        migrations.AddField(
            model_name="station",
            name="debriefed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="总结人",
            ),
        ),
        migrations.AddField(
            model_name="station",
            name="debriefed_on",
            field=models.DateField(blank=True, null=True, verbose_name="总结日期"),
        ),
        migrations.AddField(
            model_name="station",
            name="problems",
            field=models.TextField(blank=True, verbose_name="问题和建议"),
        ),
        migrations.AddField(
            model_name="talk",
            name="next_done_on",
            field=models.DateField(blank=True, null=True, verbose_name="下一步完成日期"),
        ),
        migrations.AddField(
            model_name="talk",
            name="next_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="下一步期限"),
        ),
        migrations.AddField(
            model_name="talk",
            name="next_result",
            field=models.CharField(blank=True, max_length=200, verbose_name="下一步结果"),
        ),
        migrations.AddField(
            model_name="talk",
            name="next_step",
            field=models.CharField(blank=True, max_length=200, verbose_name="下一步"),
        ),
        migrations.AddField(
            model_name="trip",
            name="achieved",
            field=models.TextField(blank=True, verbose_name="成果"),
        ),
        migrations.AddField(
            model_name="trip",
            name="debrief",
            field=models.TextField(
                blank=True, help_text="去了哪里、见了谁、谈了什么", verbose_name="总结"
            ),
        ),
        migrations.AddField(
            model_name="trip",
            name="debriefed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="总结人",
            ),
        ),
        migrations.AddField(
            model_name="trip",
            name="debriefed_on",
            field=models.DateField(blank=True, null=True, verbose_name="总结日期"),
        ),
        migrations.AddField(
            model_name="trip",
            name="problems",
            field=models.TextField(blank=True, verbose_name="问题和建议"),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="chain",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="chains.chain",
                verbose_name="产业链",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审批人",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="审批日期"),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="intended",
            field=models.TextField(blank=True, verbose_name="预期成果"),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="带队领导",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="leader_rank",
            field=models.CharField(
                choices=[
                    ("principal", "党政主要领导"),
                    ("county_leader", "四班子其他领导"),
                    ("official", "干部"),
                ],
                default="official",
                max_length=20,
                verbose_name="带队层级",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="拟定人",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="退回或取消原因"),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="step",
            field=models.CharField(
                choices=[
                    ("ledger", "台账"),
                    ("draft", "草稿"),
                    ("submitted", "待批准"),
                    ("approved", "已批准"),
                    ("returned", "已退回"),
                    ("carried_out", "已成行"),
                    ("cancelled", "已取消"),
                ],
                default="ledger",
                editable=False,
                max_length=12,
                verbose_name="办理状态",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="提交人",
            ),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="submitted_on",
            field=models.DateField(blank=True, null=True, verbose_name="提交日期"),
        ),
        migrations.AddField(
            model_name="tripplan",
            name="trip",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="outreach.trip",
                verbose_name="成行批次",
            ),
        ),
        migrations.AlterField(
            model_name="tripplan",
            name="leader_name",
            field=models.CharField(
                blank=True, help_text="不在干部名册的填姓名", max_length=60, verbose_name="带队人"
            ),
        ),
        migrations.CreateModel(
            name="ItineraryStop",
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
                ("starts_at", models.DateTimeField(verbose_name="时间")),
                ("place", models.CharField(max_length=100, verbose_name="地点")),
                ("content", models.CharField(blank=True, max_length=200, verbose_name="内容")),
                ("host", models.CharField(blank=True, max_length=100, verbose_name="陪同、主持")),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="itinerary",
                        to="outreach.reception",
                        verbose_name="客商来访",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.itinerarystop",
                    ),
                ),
            ],
            options={
                "verbose_name": "接待行程",
                "ordering": ["starts_at", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="OutreachQuota",
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
                    "what",
                    models.CharField(
                        choices=[
                            ("trips", "外出招商"),
                            ("plans", "外出计划"),
                            ("packaged", "谋划包装项目"),
                            ("receptions", "客商来访"),
                            ("interactions", "对接记录"),
                            ("leads", "完整线索"),
                            ("reports", "驻点周报"),
                        ],
                        max_length=12,
                        verbose_name="任务",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("task_force", "产业链专班（含产业链牵头单位）"),
                            ("targeted", "承担任务的单位"),
                            ("department", "部门"),
                            ("township", "乡镇"),
                            ("park", "园区"),
                            ("station", "驻点小分队"),
                        ],
                        max_length=12,
                        verbose_name="对象",
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("week", "每周"),
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("year", "每年"),
                        ],
                        max_length=10,
                        verbose_name="周期",
                    ),
                ),
                (
                    "amount",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="数量",
                    ),
                ),
                (
                    "rule",
                    models.SlugField(
                        blank=True,
                        help_text="数量由该规则定的，填规则代号",
                        max_length=60,
                        verbose_name="取自口径规则",
                    ),
                ),
                ("per_person", models.BooleanField(default=False, verbose_name="按人计")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="废止日期")),
                (
                    "source",
                    models.CharField(help_text="文件与条款", max_length=200, verbose_name="依据"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="不填即该类对象都有此任务",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                        verbose_name="仅限单位",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.outreachquota",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务下限",
                "ordering": ["holder", "what", "since"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlannedCall",
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
                    "firm_name",
                    models.CharField(
                        blank=True,
                        help_text="企业库里没有的，填名称",
                        max_length=120,
                        verbose_name="企业名称",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="拜访理由")),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                        verbose_name="拟访企业",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="outreach.tripplan",
                        verbose_name="外出计划",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.plannedcall",
                    ),
                ),
            ],
            options={
                "verbose_name": "拟访企业",
                "ordering": ["pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlannedUnit",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="outreach.tripplan",
                        verbose_name="外出计划",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                        verbose_name="参加单位",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.plannedunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加单位",
                "ordering": ["pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ReceptionHost",
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
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="不在干部名册的填姓名",
                        max_length=40,
                        verbose_name="姓名",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("principal", "党政主要领导"),
                            ("county_leader", "四班子其他领导"),
                            ("official", "干部"),
                        ],
                        default="official",
                        max_length=20,
                        verbose_name="层级",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                (
                    "official",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="干部",
                    ),
                ),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosts",
                        to="outreach.reception",
                        verbose_name="客商来访",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.receptionhost",
                    ),
                ),
            ],
            options={
                "verbose_name": "接待人员",
                "ordering": ["order", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Roadshow",
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
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("number", models.PositiveIntegerField(verbose_name="批次")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("is_done", models.BooleanField(default=True, verbose_name="已成行")),
                ("state", models.CharField(blank=True, max_length=60, verbose_name="状态")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "debrief",
                    models.TextField(
                        blank=True, help_text="去了哪里、见了谁、谈了什么", verbose_name="总结"
                    ),
                ),
                ("achieved", models.TextField(blank=True, verbose_name="成果")),
                ("problems", models.TextField(blank=True, verbose_name="问题和建议")),
                ("debriefed_on", models.DateField(blank=True, null=True, verbose_name="总结日期")),
                ("topic", models.CharField(max_length=100, verbose_name="主题")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                ("province", models.CharField(blank=True, max_length=40, verbose_name="省份")),
                ("leader_name", models.CharField(blank=True, max_length=60, verbose_name="出席人")),
                (
                    "leader_rank",
                    models.CharField(
                        choices=[
                            ("principal", "党政主要领导"),
                            ("county_leader", "四班子其他领导"),
                            ("official", "干部"),
                        ],
                        default="official",
                        max_length=20,
                        verbose_name="出席层级",
                    ),
                ),
                (
                    "attendees",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="到会人数"),
                ),
                (
                    "chain",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chains.chain",
                        verbose_name="产业链",
                    ),
                ),
                (
                    "debriefed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="总结人",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="出席领导",
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roadshows",
                        to="outreach.trip",
                        verbose_name="所属外出招商",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.roadshow",
                    ),
                ),
            ],
            options={
                "verbose_name": "推介会",
                "ordering": ["-year", "-number"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="RoadshowGuest",
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
                    "firm_name",
                    models.CharField(
                        blank=True,
                        help_text="企业库里没有的，填名称",
                        max_length=120,
                        verbose_name="企业名称",
                    ),
                ),
                (
                    "attended_by",
                    models.CharField(
                        blank=True, help_text="姓名、职务", max_length=100, verbose_name="到会人员"
                    ),
                ),
                ("interest", models.CharField(blank=True, max_length=200, verbose_name="意向")),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                        verbose_name="到会企业",
                    ),
                ),
                (
                    "roadshow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests",
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
                        to="outreach.roadshowguest",
                    ),
                ),
            ],
            options={
                "verbose_name": "到会企业",
                "ordering": ["pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StationMember",
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
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="不在干部名册的填姓名",
                        max_length=40,
                        verbose_name="姓名",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("captain", "队长"), ("member", "队员")],
                        default="member",
                        max_length=10,
                        verbose_name="角色",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "since",
                    models.DateField(
                        blank=True, help_text="不填即全程", null=True, verbose_name="到岗日期"
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="离岗日期")),
                (
                    "official",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="station_posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="干部",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_members",
                        to="outreach.station",
                        verbose_name="驻点招商",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.stationmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "驻点队员",
                "ordering": ["part", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StationReport",
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
                ("week", models.DateField(help_text="填当周任一天", verbose_name="周（周一）")),
                ("work", models.TextField(verbose_name="本周工作")),
                ("leads_found", models.TextField(blank=True, verbose_name="发现的线索")),
                ("problems", models.TextField(blank=True, verbose_name="困难和问题")),
                ("next_week", models.TextField(blank=True, verbose_name="下周打算")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("handed_in", "已报送")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("handed_in_on", models.DateField(blank=True, null=True, verbose_name="报送日期")),
                (
                    "interactions_counted",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="对接记录数"),
                ),
                (
                    "invitations_counted",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="邀请来访数"),
                ),
                (
                    "leads_counted",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="完整线索数"),
                ),
                (
                    "returned_for",
                    models.CharField(blank=True, max_length=200, verbose_name="退回原因"),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="outreach.station",
                        verbose_name="驻点招商",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.stationreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "驻点周报",
                "ordering": ["-week", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TripMember",
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
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="不在干部名册的填姓名",
                        max_length=40,
                        verbose_name="姓名",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "official",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="干部",
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="outreach.trip",
                        verbose_name="外出招商",
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
                        verbose_name="所在单位",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.tripmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "随行人员",
                "ordering": ["pk"],
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Region",
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
                ("name", models.CharField(max_length=40, verbose_name="区域")),
                (
                    "provinces",
                    models.TextField(
                        blank=True, help_text="整省属于的，用顿号隔开", verbose_name="省份"
                    ),
                ),
                (
                    "cities",
                    models.TextField(
                        blank=True, help_text="只有部分城市属于的，用顿号隔开", verbose_name="城市"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                (
                    "source",
                    models.CharField(help_text="文件与条款", max_length=200, verbose_name="依据"),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outreach.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "区域",
                "ordering": ["order", "pk"],
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None), ("version_of", None)),
                        fields=("name",),
                        name="region_named_once",
                        violation_error_message="已有同名区域",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="roadshow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None), ("version_of", None)),
                fields=("year", "number"),
                name="roadshow_numbered_once",
                violation_error_message="该年度已有这一批次",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None), ("version_of", None)),
                fields=("station", "official"),
                name="station_member_once",
                violation_error_message="该干部已在这支小分队",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None), ("version_of", None)),
                fields=("station", "week"),
                name="station_report_once_a_week",
                violation_error_message="这一周已有周报，请在那一份上修改",
            ),
        ),
    ]
