"""The conditions of admission to fairs that a county begins with, and the goals after a fair."""

from datetime import UTC, date, datetime

from django.db import migrations

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
SCREENING = (
    "第十七届兰洽会签约项目筛选要求（2011年7月玉门市报道）："
    "符合现行产业政策、省外投资、此前未签过约的合同项目"
)
PROVISIONS = (
    "《促进产业结构调整暂行规定》（国发〔2005〕40号）第十三条、第十八条、第十九条："
    "限制类禁止新建，淘汰类禁止投资；"
)
RULES = (
    ("industry", "符合国家现行产业政策", PROVISIONS + SCREENING),
    ("outside", "投资方来自省外", SCREENING),
    ("unsigned", "此前没有签过约", SCREENING),
    ("contract", "签订合同（不是意向、框架协议）", SCREENING),
)
GOALS_OF = (
    "兰州市筹备第23届兰洽会（2017年5月）：年底前签约项目开工率达65%、资金到位率达20%；县可另定"
)
GOALS = (
    ("fair_goal_commenced", "节会签约项目当年底开工率目标（%）", 65),
    ("fair_goal_funds", "节会签约项目当年底资金到位率目标（%）", 20),
)


def lay_down(apps, editor):
    admission = apps.get_model("outreach", "AdmissionRule")
    for order, (code, words, source) in enumerate(RULES, 1):
        admission._base_manager.create(
            check_code=code,
            words=words,
            order=order * 10,
            since=ALWAYS,
            source=source,
            known_at=BEGINNING,
        )
    rule = apps.get_model("metrics", "Rule")
    for code, label, value in GOALS:
        rule._base_manager.create(
            code=code, label=label, value=value, since=ALWAYS, source=GOALS_OF, known_at=BEGINNING
        )


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0007_fairs"),
        ("metrics", "0005_stuck_months"),
    ]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
