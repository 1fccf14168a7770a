"""The quotas, regions and rules of outreach that a county begins with; each can be followed anew."""

from datetime import UTC, date, datetime

from django.db import migrations

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)

# what, holder, per, amount, rule, per person, source
QUOTAS = (
    (
        "trips", "task_force", "quarter", None, "trips_quota", False,
        "一季度报告：各产业链招商专班每季度外出招商不少于1次",
    ),
    (
        "packaged", "task_force", "year", None, "packaging_quota", False,
        "一季度报告：各产业链招商专班谋划包装项目不少于5个；周期默认按年，县可另定",
    ),
    (
        "plans", "task_force", "month", 1, "", False,
        "一季度报告：逐月制定外出招商计划",
    ),
    (
        "leads", "station", "week", 1, "", True,
        "各地驻外招商考核办法通例：驻外人员每人每周报送完整线索不少于1条，县可另定",
    ),
    (
        "reports", "station", "week", 1, "", False,
        "默认要求，县可另定：驻点小分队每周报送周报",
    ),
)  # fmt: skip

REGIONS = (
    (
        "珠三角", "", "广州、深圳、珠海、佛山、惠州、东莞、中山、江门、肇庆",
        "《珠江三角洲地区改革发展规划纲要（2008—2020年）》：广东省九市",
    ),
    (
        "长三角", "上海市、江苏省、浙江省、安徽省", "",
        "《长江三角洲区域一体化发展规划纲要》（2019年）：三省一市全域",
    ),
    (
        "京津冀", "北京市、天津市、河北省", "",
        "《京津冀协同发展规划纲要》（2015年）",
    ),
)  # fmt: skip

RULES = (
    (
        "outcome_days", "活动结束后几天内签约计为成效（三档）", [30, 90, 180],
        "默认口径，县可另定：按活动结束后30、90、180天内签订合同分档",
    ),
    (
        "debrief_days", "活动结束后几天内交总结", 7,
        "默认要求，县可另定：外出、来访、驻点、推介活动结束后7天内交总结",
    ),
    (
        "plan_due_day", "下月外出计划的报送期限（当月几日前）", 25,
        "默认要求，县可另定：每月25日前（含）报送下月外出计划",
    ),
)  # fmt: skip


def lay_down(apps, editor):
    quota_model = apps.get_model("outreach", "OutreachQuota")
    region_model = apps.get_model("outreach", "Region")
    rule_model = apps.get_model("metrics", "Rule")
    for what, holder, per, amount, rule, per_person, source in QUOTAS:
        quota_model._base_manager.create(
            what=what,
            holder=holder,
            per=per,
            amount=amount,
            rule=rule,
            per_person=per_person,
            since=ALWAYS,
            source=source,
            known_at=BEGINNING,
        )
    for order, (name, provinces, cities, source) in enumerate(REGIONS, 1):
        region_model._base_manager.create(
            name=name,
            provinces=provinces,
            cities=cities,
            order=order,
            source=source,
            known_at=BEGINNING,
        )
    for code, label, value, source in RULES:
        rule_model._base_manager.create(
            code=code, label=label, value=value, since=ALWAYS, source=source, known_at=BEGINNING
        )


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0005_outreach_workflow"),
        ("metrics", "0003_default_rules"),
    ]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
