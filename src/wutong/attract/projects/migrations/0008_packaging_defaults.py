"""The rubric and the rules of packaging that a county begins with; each can be followed by another."""

from datetime import UTC, date, datetime

from django.db import migrations

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)

CRITERIA = (
    (
        "基础工作", 20,
        "立项、规划意见、勘察或资源储量、用地用能用水条件有文件依据的，80 分以上；只有设想、没有依据的，60 分以下。",
    ),
    (
        "可行性", 20,
        "技术、原料、市场、政策逐项论证，数据有来源的，80 分以上；照搬外地文本、与本县条件不符的，60 分以下。",
    ),
    (
        "投资收益", 20,
        "投资、收入、成本逐年测算，价格与产能有依据，内部收益率不低于折现率的，80 分以上；数字无依据的，60 分以下。",
    ),
    (
        "操作性", 20,
        "分期、责任单位、手续清单、可开工时间明确的，80 分以上；落地条件不清楚的，60 分以下。",
    ),
    (
        "针对性", 20,
        "点明产业链缺哪一环、指向具体企业、说清对方为什么会来的，80 分以上；没有目标企业的，60 分以下。",
    ),
)  # fmt: skip

RULES = (
    (
        "reserve_revision_month", "储备项目每年修订的月份", 1,
        "正安县项目储备库管理：每年1月由园区、乡镇、部门汇编，旧项目须修订或删除",
    ),
    (
        "packaging_tolerance", "包装方案投资估算允许的偏差（%）", 30,
        "项目建议书阶段投资估算误差允许±30%（项目前期工作通例）",
    ),
)  # fmt: skip


def lay_down(apps, editor):
    rubric_model = apps.get_model("projects", "Rubric")
    criterion_model = apps.get_model("projects", "Criterion")
    rule_model = apps.get_model("metrics", "Rule")
    rubric = rubric_model._base_manager.create(
        name="项目包装评审标准（默认）",
        since=ALWAYS,
        threshold=70,
        reviewers_needed=3,
        source="默认标准，县可另定：按基础工作、可行性、投资收益、操作性、针对性五个方面评审",
        known_at=BEGINNING,
    )
    for order, (name, weight, guidance) in enumerate(CRITERIA, 1):
        criterion_model._base_manager.create(
            rubric=rubric,
            order=order,
            name=name,
            weight=weight,
            guidance=guidance,
            known_at=BEGINNING,
        )
    for code, label, value, source in RULES:
        rule_model._base_manager.create(
            code=code, label=label, value=value, since=ALWAYS, source=source, known_at=BEGINNING
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_packaging"), ("metrics", "0003_default_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
